"""Copies: one a day, proven, thinned, and the way back from damage with nothing lost."""

from __future__ import annotations

import pytest

from fieldapp import problems
from fieldapp.services.accounts import account, unlock
from fieldapp.services.backups import backup_now, backups, daily, due, restore
from fieldapp.services.households import household_ids
from fieldapp.services.status import status
from fieldapp.store import backup, keys
from tests.services.stage import PASSPHRASE, family


def damaged(ws):
    ws.close()
    (ws.folder / "store.db").write_bytes(b"\0" * 8192)
    return ws.folder


def refuses(home, user_id, clock, passphrase=PASSPHRASE, path=None):
    with pytest.raises(problems.Problem) as refused:
        restore(home, user_id, passphrase, path, now=clock)
    return refused.value.kind


def test_a_copy_is_made_once_a_day(ws, clock):
    assert due(ws)
    first = daily(ws)
    assert first
    clock.turn(hours=8)
    assert daily(ws) is None
    clock.turn(hours=16)
    assert daily(ws)
    assert status(ws).last_backup == backups(ws.home, ws.folder.name)[0].at != first.at
    assert account(ws.home).last_backup == status(ws).last_backup


def test_a_clock_that_ran_ahead_does_not_put_the_next_copy_off_for_years(ws, clock):
    clock.turn(days=900)
    backup_now(ws)
    clock.turn(days=-900)
    assert due(ws)


def test_a_copy_opens_under_the_same_key_and_under_no_other(ws):
    family(ws)
    made = backup_now(ws)
    assert backup.verify(made.path, ws.store.key) == 3
    with pytest.raises(problems.Problem) as refused:
        backup.verify(made.path, keys.new_key())
    assert refused.value.kind is problems.BACKUP_BAD
    assert b"SQLite" not in made.path.read_bytes()[:100]


def test_seven_days_and_four_weeks_are_kept_and_their_keys_and_journals_with_them(ws, clock):
    for _day in range(32):
        clock.turn(days=1)
        family(ws)
        backup_now(ws)
    kept = backups(ws.home, ws.folder.name)
    ages = [(clock.at - backup._when(copy.path)).days for copy in kept]
    assert ages[:7] == list(range(7))
    assert 9 <= len(ages) <= 11
    assert 21 <= max(ages) <= 28
    names = {path.name.partition(".")[0] for path in (ws.folder / "backups").iterdir()}
    assert names == {copy.path.stem for copy in kept}


def test_nothing_saved_before_the_damage_is_lost(home, clock, ws):
    first = family(ws, "Suparman")
    backup_now(ws)
    clock.turn(hours=2)
    second = family(ws, "Wagiman")
    folder = damaged(ws)
    result = restore(home, folder.name, PASSPHRASE, now=clock)
    assert result.replayed == 3
    again = unlock(home, folder.name, PASSPHRASE, now=clock)
    assert set(household_ids(again)) == {first, second}
    assert household_ids(again, "wagiman") == (second,)
    assert status(again).waiting == 6
    third = family(again, "Tukijan")
    assert third in household_ids(again)
    again.close()
    assert list(folder.glob("rusak-*/store.db"))


def test_work_after_a_torn_journal_frame_comes_back_too(home, clock, ws):
    backup_now(ws)
    family(ws, "Suparman")
    ws.close()
    journal = ws.folder / "journal.bin"
    journal.write_bytes(journal.read_bytes()[:-9])  # the power went while the last frame was written
    again = unlock(home, ws.folder.name, PASSPHRASE, now=clock)
    later = family(again, "Wagiman")
    folder = damaged(again)
    assert restore(home, folder.name, PASSPHRASE, now=clock).replayed == 2 + 3
    restored = unlock(home, folder.name, PASSPHRASE, now=clock)
    assert later in household_ids(restored)
    restored.close()


def test_what_was_saved_while_the_copy_was_being_proven_comes_back(home, clock, ws, monkeypatch):
    saved = []
    verify = backup.verify

    def meanwhile(path, key):
        if not saved:
            saved.append(family(ws, "Wagiman"))
        return verify(path, key)

    monkeypatch.setattr(backup, "verify", meanwhile)
    backup_now(ws)
    folder = damaged(ws)
    assert restore(home, folder.name, PASSPHRASE, now=clock).replayed == 3
    again = unlock(home, folder.name, PASSPHRASE, now=clock)
    assert household_ids(again) == tuple(saved)
    again.close()


def test_an_older_copy_may_be_chosen_and_still_nothing_is_lost(home, clock, ws):
    early = backup_now(ws)
    first = family(ws, "Suparman")
    clock.turn(days=1)
    backup_now(ws)
    second = family(ws, "Wagiman")
    folder = damaged(ws)
    assert restore(home, folder.name, PASSPHRASE, early.path, now=clock).at == early.at
    again = unlock(home, folder.name, PASSPHRASE, now=clock)
    assert set(household_ids(again)) == {first, second}
    again.close()


def test_a_spoilt_copy_is_passed_over_for_the_one_before(home, clock, ws):
    good = backup_now(ws)
    kept = family(ws)
    clock.turn(days=1)
    spoilt = backup_now(ws)
    content = bytearray(spoilt.path.read_bytes())
    content[len(content) // 2] ^= 1
    spoilt.path.write_bytes(content)
    folder = damaged(ws)
    assert restore(home, folder.name, PASSPHRASE, now=clock).at == good.at
    again = unlock(home, folder.name, PASSPHRASE, now=clock)
    assert household_ids(again) == (kept,)
    again.close()


def test_a_lost_or_spoilt_key_file_is_taken_from_beside_the_copy(home, clock, ws):
    kept = family(ws)
    backup_now(ws)
    folder = damaged(ws)
    for spoil in (lambda p: p.unlink(), lambda p: p.write_bytes(b"\0")):
        spoil(folder / "key.json")
        restore(home, folder.name, PASSPHRASE, now=clock)
        again = unlock(home, folder.name, PASSPHRASE, now=clock)
        assert household_ids(again) == (kept,)
        again.close()
        clock.turn(minutes=1)


def test_a_wrong_passphrase_restores_nothing(home, clock, ws):
    backup_now(ws)
    folder = damaged(ws)
    before = (folder / "store.db").read_bytes()
    assert refuses(home, folder.name, clock, "bukan kata sandi ini") is problems.WRONG_PASSPHRASE
    assert (folder / "store.db").read_bytes() == before
    (folder / "key.json").unlink()
    assert refuses(home, folder.name, clock, "bukan kata sandi ini") is problems.WRONG_PASSPHRASE
    assert not (folder / "key.json").exists()


def test_an_open_account_is_not_restored_over(home, clock, ws):
    backup_now(ws)
    assert refuses(home, ws.folder.name, clock) is problems.STORE_BUSY
    assert status(ws).waiting == 0


def test_without_a_copy_there_is_nothing_to_restore(home, clock, ws):
    ws.close()
    assert refuses(home, ws.folder.name, clock) is problems.BACKUP_NONE


def test_a_copy_with_another_name_is_no_copy(home, clock, ws):
    made = backup_now(ws)
    ws.close()
    assert refuses(home, ws.folder.name, clock, path=made.path.with_name("pilar-lain.db")) is problems.BACKUP_BAD


def test_a_restore_leaves_the_lock_free(home, clock, ws):
    backup_now(ws)
    folder = damaged(ws)
    restore(home, folder.name, PASSPHRASE, now=clock)
    unlock(home, folder.name, PASSPHRASE, now=clock).close()
