"""What lies in the bin: which records, who put them there and when, and what went along with them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from fieldapp.domain.merge import DELETED
from fieldapp.domain.moments import moment
from fieldapp.domain.ops import read_op
from fieldapp.store.aliases import family_ids, person_ids
from fieldapp.store.history import ACT
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import SYNCED, change, enrolment, outbox, person, ppks_case, visit

CHUNK = 400
Named = tuple[str, str]  # entity and id


@dataclass(frozen=True, slots=True)
class Put:
    """Who put a record into the bin, when (UTC) and in which act; the act is empty where nobody told."""

    act: str
    by: str | None
    at: str


def under(con: Connection, entity: str, row_id: str, *, deleted: bool) -> list[tuple[Named, str]]:
    """Return the records that go into the bin and come back with this one, each with the op behind its being there ("" while it is not)."""
    found: list[tuple[Named, str]] = []
    if entity == "household":
        family = family_ids(con, row_id)
        tests = [("person", person.c.household_id.in_(family)), ("ppks_case", ppks_case.c.household_id.in_(family)),
                 ("enrolment", enrolment.c.household_id.in_(family))]  # fmt: skip
    elif entity == "person":
        people = person_ids(con, row_id)
        tests = [("ppks_case", ppks_case.c.person_id.in_(people)), ("enrolment", enrolment.c.subject_id.in_(people))]
    else:
        tests = []
    for name, test in tests:
        table = SYNCED[name]
        listed = con.execute(sa.select(table.c.id, table.c.tags).where(test, table.c.deleted == deleted).order_by(table.c.id))
        found += [((name, row.id), row.tags.get(DELETED, "")) for row in listed]
    return found


def visits_to(con: Connection, household_id: str) -> int:
    """Return how many visits to a family there are: they stay."""
    query = sa.select(sa.func.count()).select_from(visit)
    return con.execute(query.where(visit.c.household_id.in_(family_ids(con, household_id)), ~visit.c.deleted)).scalar() or 0


def lying(con: Connection, entities: Sequence[str]) -> list[tuple[str, Found]]:
    """Return the records of these nouns that lie in the bin, each with its noun."""
    found: list[tuple[str, Found]] = []
    for entity in entities:
        table = SYNCED[entity]
        found += [(entity, row) for row in con.execute(sa.select(table).where(table.c.deleted == sa.true()))]
    return found


def put_by(con: Connection, ops: Iterable[str]) -> dict[str, Put]:
    """Return who made these ops, when and in which act; of an op nobody told of only its own milliseconds are known."""
    listed = list(dict.fromkeys(ops))
    found = {op: Put("", None, _made_at(op)) for op in listed}
    for start in range(0, len(listed), CHUNK):
        some = listed[start : start + CHUNK]
        for row in con.execute(sa.select(outbox.c.op, outbox.c.raw).where(outbox.c.op.in_(some))):
            op = read_op(bytes(row.raw))
            found[row.op] = Put(op.act, op.by, op.at)
        for told in con.execute(sa.select(change.c.op, change.c.by, change.c.at, change.c.told).where(change.c.op.in_(some))):
            found[told.op] = Put(told.told.get(ACT, ""), told.by, told.at)
    return found


def _made_at(op: str) -> str:
    """An id begins with the milliseconds it was made at."""
    return moment(datetime.fromtimestamp((uuid.UUID(op).int >> 80) / 1000, UTC))


__all__ = ["Named", "Put", "lying", "put_by", "under", "visits_to"]
