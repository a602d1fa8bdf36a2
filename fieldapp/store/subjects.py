"""Whom a record is about, and who wrote it, by name."""

from __future__ import annotations

import sqlalchemy as sa

from fieldapp.store import aliases
from fieldapp.store.rows import Connection
from fieldapp.store.tables import SYNCED, card, household, person
from fieldapp.store.tables import colleague as people


def subject(con: Connection, entity: str, row_id: str) -> tuple[str | None, str | None]:
    """Return what a record is about by name, and the id of its family; None for either that is not known."""
    if entity == "person":
        row = con.execute(sa.select(person.c.name, person.c.household_id).where(person.c.id == row_id)).one_or_none()
        return (row.name, row.household_id) if row else (None, None)
    table = SYNCED.get(entity)
    home: str | None = row_id
    if entity == "dwelling":
        home = con.execute(sa.select(household.c.id).where(household.c.dwelling_id == row_id)).scalar()
    elif entity != "household" and table is not None:
        home = con.execute(sa.select(table.c.household_id).where(table.c.id == row_id)).scalar()
    if home is None:
        return None, None
    stands = aliases.resolve(con, "household", home)
    return con.execute(sa.select(card.c.name).where(card.c.household_id == stands)).scalar(), stands


def colleague(con: Connection, user_id: str | None) -> str | None:
    """Return a colleague's name, or None."""
    return con.execute(sa.select(people.c.name).where(people.c.id == user_id)).scalar()


def colleagues(con: Connection) -> dict[str, str]:
    """Return the names of everyone whose name stands beside records, by their id."""
    return {row.id: row.name for row in con.execute(sa.select(people.c.id, people.c.name))}
