"""What the office said of each change is written down at once, a whole batch together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from fieldapp.domain import ops
from fieldapp.domain.ops import read_op
from fieldapp.store.feed import WAITING, rebase
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import SYNCED, conflict, outbox, shadow

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one op: its new state (merged, different, refused), the code of a refusal, and where the office put it."""

    op: str
    state: str
    code: str | None = None
    bucket: str | None = None
    seq: int | None = None


def acknowledge(con: Connection, answers: Sequence[Answer], at: str) -> set[str]:
    """Note the answers; ops that do not wait are left as they are. A refused op is taken off its record. Returns the households touched."""
    touched: set[str] = set()
    for start in range(0, len(answers), CHUNK):
        told = {answer.op: answer for answer in answers[start : start + CHUNK]}
        found = con.execute(
            sa.select(outbox.c.n, outbox.c.op, outbox.c.entity, outbox.c.row_id).where(outbox.c.op.in_(told), outbox.c.state.in_(WAITING))
        ).all()
        _note(con, found, told, at)
        for row in found:
            if told[row.op].state == "refused":
                _open_again(con, row.n)
        for entity, row_id in _to_show_anew(con, found, told):
            touched |= rebase(con, entity, row_id)
        touched |= _households(con, found)
    return touched


def _note(con: Connection, found: Iterable[Found], told: dict[str, Answer], at: str) -> None:
    values = [
        {"which": row.n, "state": a.state, "code": a.code, "bucket": a.bucket, "seq": a.seq, "answered_at": at}
        for row in found
        for a in [told[row.op]]
    ]
    if values:
        names = ("state", "code", "bucket", "seq", "answered_at")
        con.execute(
            sa.update(outbox).where(outbox.c.n == sa.bindparam("which")).values({name: sa.bindparam(name) for name in names}), values
        )


def _to_show_anew(con: Connection, found: Sequence[Found], told: dict[str, Answer]) -> list[tuple[str, str]]:
    """Records that look different now: those of refused ops, and those whose ops altered nothing that the office had not told before.

    The latter bring no news of the record, so nothing else would ever take their ops off the waiting ones.
    """
    bases = {
        (base.entity, base.row_id): base
        for base in con.execute(
            sa.select(shadow.c.entity, shadow.c.row_id, shadow.c.region_id, shadow.c.bucket_class, shadow.c.seq).where(
                shadow.c.row_id.in_({row.row_id for row in found})
            )
        )
    }
    anew: dict[tuple[str, str], None] = {}
    for row in found:
        answer, base = told[row.op], bases.get((row.entity, row.row_id))
        here = base is not None and answer.bucket == ops.bucket_key((base.region_id, base.bucket_class))
        if answer.state == "refused" or (base is not None and here and answer.seq is not None and answer.seq <= base.seq):
            anew[row.entity, row.row_id] = None
    return list(anew)


def _open_again(con: Connection, n: int) -> None:
    """A choice the office refused is no choice: the difference waits for somebody again."""
    op = read_op(con.execute(sa.select(outbox.c.raw).where(outbox.c.n == n)).scalar_one())
    if op.kind == "settle":
        con.execute(sa.update(conflict).where(conflict.c.id == op.id, conflict.c.state == "settling").values(state="open"))


def _households(con: Connection, found: Iterable[Found]) -> set[str]:
    by_entity: dict[str, set[str]] = {}
    for row in found:
        by_entity.setdefault(row.entity, set()).add(row.row_id)
    touched = by_entity.pop("household", set())
    for entity, ids in by_entity.items():
        table = SYNCED.get(entity)
        if table is not None and "household_id" in table.c:
            touched |= set(con.execute(sa.select(table.c.household_id).where(table.c.id.in_(ids))).scalars()) - {None}
    return touched
