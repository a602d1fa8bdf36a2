"""Copies are proven, old ones let go, and a restored one gets its later changes back from the journal."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.store.backup import listed, put_back, verify, write_backup
from fieldapp.store.feed import waiting_ops
from fieldapp.store.opening import Store
from tests.store.family import register

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_a_copy_opens_with_the_same_key_and_holds_every_record(store: Store) -> None:
    register(store)
    made = write_backup(store, NOW)
    assert verify(made.path, store.key) == 2
    assert made.path.read_bytes()[:15] != b"SQLite format 3"


def test_a_copy_that_is_spoilt_is_never_put_in_place(store: Store) -> None:
    family = register(store)
    made = write_backup(store, NOW)
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    with pytest.raises(problems.Problem) as refused:
        put_back(store.folder, made.path, store.key, NOW)
    assert refused.value.kind is problems.BACKUP_BAD
    with store.transaction() as act:
        assert act.find(nouns.Household, family)


def test_changes_made_after_the_copy_come_back_from_the_journal_in_order(store: Store) -> None:
    early = register(store)
    made = write_backup(store, NOW)
    late = register(store, "Sulastri")
    for number in range(5):
        with store.transaction() as act:
            act.change(nouns.Household, early, {"note": f"catatan {number}"})
    store.close()
    (store.folder / "store.db").write_bytes(b"spoilt")
    assert put_back(store.folder, made.path, store.key, NOW) == 7
    opened = Store(store.folder, store.key)
    with opened.transaction() as act:
        assert act.get(nouns.Household, early).note == "catatan 4"
        assert act.get(nouns.Household, late).head_id
        assert len(waiting_ops(act.con, 500, 1 << 20)) == 9
        codes = {act.get(nouns.Household, i).code for i in (early, late)}
    assert len(codes) == 2
    fresh = register(opened, "Baru")
    with opened.transaction() as act:
        assert act.get(nouns.Household, fresh).code not in codes
    opened.close()
    assert list(store.folder.glob("rusak-*/store.db"))


def test_a_frame_torn_at_the_end_of_the_journal_spoils_nothing_before_it(store: Store) -> None:
    made = write_backup(store, NOW)
    register(store)
    store.close()
    journal = store.folder / "journal.bin"
    journal.write_bytes(journal.read_bytes()[:-9])
    assert put_back(store.folder, made.path, store.key, NOW) == 1


def test_a_restore_from_an_older_copy_reads_the_journals_of_all_that_followed(store: Store) -> None:
    first = write_backup(store, NOW)
    middle = register(store)
    write_backup(store, NOW + timedelta(days=1))
    late = register(store, "Sulastri")
    store.close()
    assert put_back(store.folder, first.path, store.key, NOW) == 4
    opened = Store(store.folder, store.key)
    with opened.transaction() as act:
        assert act.find(nouns.Household, middle)
        assert act.find(nouns.Household, late)
    opened.close()


def test_copies_of_seven_days_and_four_weeks_are_kept(store: Store) -> None:
    for day in range(45):
        write_backup(store, NOW + timedelta(days=day))
    kept = listed(store.folder)
    last = NOW + timedelta(days=44)
    ages = [(last - datetime.strptime(copy.at, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)).days for copy in kept]
    assert ages[:7] == list(range(7))
    assert len(ages) <= 12
    assert max(ages) >= 21
