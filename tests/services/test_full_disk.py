"""A full disk: the sentence is shown, nothing that was saved is lost, and work goes on when there is room."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from fieldapp import problems
from fieldapp.services.accounts import unlock
from fieldapp.services.backups import backup_now, backups, restore
from fieldapp.services.drafts import VISIT_FORM, open_draft, start_visit
from fieldapp.services.households import household_ids
from fieldapp.services.imports import take_in_households
from fieldapp.services.status import status
from fieldapp.services.visits import finish_visit, visit_view
from tests.services.stage import PASSPHRASE, family, filled_draft
from tests.services.test_imports import sheet

ROOT = Path(__file__).resolve().parents[2]
SAID = "Penyimpanan penuh. Kosongkan paling sedikit 200 MB, lalu simpan lagi. Isian di layar tetap ada."


@contextmanager
def full_disk(ws) -> Iterator[None]:
    """Let the driver itself refuse every further page."""
    engine = ws.store.engine

    def no_room(connection, _record, _proxy) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}").fetchall()

    event.listen(engine, "checkout", no_room)
    try:
        yield
    finally:
        event.remove(engine, "checkout", no_room)
        engine.dispose()


def refuses(act) -> None:
    with pytest.raises(problems.Problem) as refused:
        act()
    assert refused.value.sentence == SAID


def fill_up(ws, draft) -> None:
    """Write until no free page is left."""
    for number in range(400):
        try:
            draft.set(VISIT_FORM, "masalah_kebutuhan/kebutuhan", f"{number} " + "y" * (200 * (number + 1)))
        except problems.Problem as full:
            assert full.sentence == SAID
            return
    pytest.fail("the disk never became full")


def test_a_visit_that_cannot_be_finished_stays_a_draft_with_every_answer_and_is_finished_later(ws):
    kept = family(ws)
    draft = open_draft(ws, filled_draft(ws, kept))
    with full_disk(ws):
        fill_up(ws, draft)
        before = dict(open_draft(ws, draft.id).session(VISIT_FORM).answers)
        waiting = status(ws).waiting
        refuses(lambda: finish_visit(ws, draft.id))
        assert draft.session(VISIT_FORM).answers == before
        assert open_draft(ws, draft.id).session(VISIT_FORM).answers == before
        assert status(ws).waiting == waiting
    assert visit_view(ws, finish_visit(ws, draft.id)).household_id == kept


def test_a_family_that_cannot_be_kept_leaves_nothing_half(ws):
    draft = open_draft(ws, start_visit(ws, family(ws)))
    with full_disk(ws):
        fill_up(ws, draft)
        refuses(lambda: [family(ws, f"Wagiman {n}") for n in range(80)])
        after = household_ids(ws)
        with ws.reading() as con:
            rows = {
                name: con.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()
                for name in ("household", "person", "dwelling", "card", "search_row")
            }
            ops = con.exec_driver_sql("SELECT count(*) FROM outbox").scalar()
        assert set(rows.values()) == {len(after)}
        assert ops == 3 * len(after)
    assert family(ws, "Wagiman") in household_ids(ws, "wagiman")


def test_an_import_that_does_not_fit_is_not_begun_in_part(ws):
    with full_disk(ws):
        refuses(lambda: take_in_households(ws, sheet(300)))
        assert household_ids(ws) == ()
    assert take_in_households(ws, sheet(30)).households == 30


def test_a_program_whose_disk_is_really_full_says_so_keeps_the_last_answer_and_goes_on(home, clock, ws):
    draft = start_visit(ws, family(ws))
    ws.store.close()
    program = [sys.executable, "-m", "tests.services.saving_on_a_full_disk", str(home), ws.folder.name, PASSPHRASE, draft]
    result = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    told = json.loads(result.stdout)
    assert told["said"] == told["photo"] == SAID
    assert told["kept"] > 900, "several answers were kept before"
    assert told["shown"]
    assert told["after"] == "sesudah"


def test_a_copy_that_cannot_be_written_says_so_and_leaves_the_good_ones(ws, home, clock):
    family(ws)
    good = backup_now(ws)
    there = sorted((ws.folder / "backups").iterdir())
    clock.turn(days=1)
    (ws.folder / "key.json").rename(ws.folder / "key.aside")
    with pytest.raises(problems.Problem) as refused:
        backup_now(ws)
    assert refused.value.kind is problems.BACKUP_FAILED
    assert sorted((ws.folder / "backups").iterdir()) == there
    (ws.folder / "key.aside").rename(ws.folder / "key.json")
    backup_now(ws)
    assert good.path in {copy.path for copy in backups(home, ws.folder.name)}


def test_an_account_whose_file_was_damaged_while_open_is_let_go_all_the_same(home, clock, ws):
    backup_now(ws)
    ws.store.engine.dispose()
    (ws.folder / "store.db").write_bytes(b"\0" * 8192)
    with pytest.raises(problems.Problem) as refused:
        ws.close()
    assert refused.value.kind is problems.STORE_DAMAGED
    restore(home, ws.folder.name, PASSPHRASE, now=clock)
    unlock(home, ws.folder.name, PASSPHRASE, now=clock).close()


def test_a_journal_the_disk_did_not_take_is_written_with_the_next_act(home, clock, ws):
    backup_now(ws)
    journal = ws.folder / "journal.bin"
    journal.mkdir()
    first = family(ws, "Suparman")
    assert household_ids(ws) == (first,)
    journal.rmdir()
    second = family(ws, "Wagiman")
    ws.close()
    (ws.folder / "store.db").write_bytes(b"\0" * 4096)
    assert restore(home, ws.folder.name, PASSPHRASE, now=clock).replayed == 6
    again = unlock(home, ws.folder.name, PASSPHRASE, now=clock)
    assert set(household_ids(again)) == {first, second}
    again.close()
