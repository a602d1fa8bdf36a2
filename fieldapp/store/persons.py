"""What is kept of people: the members of a family, who holds a NIK, and how they are called."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.store.aliases import family_ids
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import person

CHUNK = 800  # numbers asked for at once


def one(con: Connection, person_id: str) -> Found | None:
    """Return a person's record, or None."""
    return con.execute(sa.select(person).where(person.c.id == person_id)).one_or_none()


def members_of(con: Connection, household_id: str) -> Sequence[Found]:
    """Return the members of a family in the order of the KK: by relation, then by age."""
    here = person.c.household_id.in_(family_ids(con, household_id))
    query = sa.select(person).where(here, ~person.c.deleted, person.c.merged_into.is_(None))
    return con.execute(query.order_by(sa.cast(person.c.relation, sa.Integer), person.c.birth_date)).all()


def names_in(con: Connection, household_id: str) -> dict[str, str]:
    """Return the names of everyone ever kept in a family, by their id."""
    found = con.execute(sa.select(person.c.id, person.c.name).where(person.c.household_id.in_(family_ids(con, household_id))))
    return {row.id: row.name for row in found}


def holder_of(con: Connection, nik: str, but: str = "") -> str | None:
    """Return the name of who holds this NIK, leaving one person out of the question."""
    return con.execute(
        sa.select(person.c.name).where(person.c.nik == nik, person.c.id != but, ~person.c.deleted, person.c.merged_into.is_(None))
    ).scalar()


def known_niks(con: Connection, numbers: Sequence[str]) -> set[str]:
    """Return which of these NIK are here; the bin does not count."""
    found: set[str] = set()
    for start in range(0, len(numbers), CHUNK):
        query = sa.select(person.c.nik).where(person.c.nik.in_(numbers[start : start + CHUNK]), ~person.c.deleted)
        found |= set(con.execute(query).scalars())
    return found


def members_of_many(con: Connection, household_ids: Sequence[str]) -> Sequence[Found]:
    """Return ``household_id``, ``name`` and ``birth_date`` of everyone in these families."""
    found: list[Found] = []
    query = sa.select(person.c.household_id, person.c.name, person.c.birth_date).where(~person.c.deleted)
    for start in range(0, len(household_ids), CHUNK):
        found += con.execute(query.where(person.c.household_id.in_(household_ids[start : start + CHUNK])))
    return found
