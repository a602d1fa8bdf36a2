"""kill -9 in the middle of work: what was said to be saved is there, nothing is torn. Long by ``make kill-long``."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from fieldapp.domain.ops import read_op
from fieldapp.store.opening import Store
from fieldapp.store.tables import SYNCED, card, outbox

ROUNDS = int(os.environ.get("PILAR_KILLS", "8"))
ROOT = Path(__file__).resolve().parents[2]


def test_no_acknowledged_save_is_lost_and_no_record_is_torn_however_often_the_program_is_killed(store: Store) -> None:
    folder, key = store.folder, store.key
    store.close()
    chance = random.Random(7)
    told: dict[str, int] = {}
    for _round in range(ROUNDS):
        told |= _run_and_kill(folder, key.raw.hex(), chance.randint(1, 12))
    opened = Store(folder, key)
    try:
        with opened.reading() as con:
            notes = dict(con.execute(sa.select(SYNCED["household"].c.id, SYNCED["household"].c.note)).all())
            assert {family: notes[family] for family in told} == {family: f"catatan {number}" for family, number in told.items()}
            written = [read_op(raw) for raw in con.execute(sa.select(outbox.c.raw)).scalars()]
            homes = {op.id for op in written if op.entity == "household"}
            heads = {op.fields["household_id"] for op in written if op.entity == "person"}
            assert homes == heads == set(notes) == set(con.execute(sa.select(card.c.household_id)).scalars()), "half an act is in the file"
            assert con.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    finally:
        opened.engine.dispose()
        opened._lock.release()


def _run_and_kill(folder: Path, key: str, after: int) -> dict[str, int]:
    """Let the program work until it has told ``after`` saves, kill it, and return all it told."""
    program = subprocess.Popen([sys.executable, "-m", "tests.store.saving", str(folder), key], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert program.stdout is not None
    lines = [program.stdout.readline() for _line in range(after)]
    program.kill()
    rest, _ = program.communicate()
    whole = [line for line in ["".join(lines), rest] if line]
    told = [line.split() for line in "".join(whole).splitlines() if len(line.split()) == 2]
    assert len(told) >= after, "the program did not work at all"
    return {family: int(number) for family, number in told}
