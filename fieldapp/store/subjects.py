"""Whom a record is about, and who wrote it, by name."""

from __future__ import annotations

import sqlalchemy as sa

from fieldapp.store import aliases
from fieldapp.store.rows import Connection
from fieldapp.store.tables import SYNCED, card, household, merge_record, person, pillar
from fieldapp.store.tables import colleague as people

_NAMED = {"pillar": "name", "pillar_status": "pillar_id", "certificate": "pillar_id", "programme": "name", "supplement": "title"}


def subject(con: Connection, entity: str, row_id: str) -> tuple[str | None, str | None]:
    """Return what a record is about by name, and the id of its family; None for either that is not known."""
    if entity == "person":
        row = con.execute(sa.select(person.c.name, person.c.household_id).where(person.c.id == row_id)).one_or_none()
        return (row.name, row.household_id) if row else (None, None)
    if entity in _NAMED:
        return _named(con, entity, row_id), None
    table = SYNCED.get(entity)
    home: str | None = row_id
    if entity == "dwelling":
        home = con.execute(sa.select(household.c.id).where(household.c.dwelling_id == row_id)).scalar()
    elif entity == "merge_record":
        return _of_merger(con, row_id)
    elif entity != "household":
        home = (
            con.execute(sa.select(table.c.household_id).where(table.c.id == row_id)).scalar()
            if table is not None and "household_id" in table.c
            else None
        )
    if home is None:
        return None, None
    stands = aliases.resolve(con, "household", home)
    return con.execute(sa.select(card.c.name).where(card.c.household_id == stands)).scalar(), stands


def _named(con: Connection, entity: str, row_id: str) -> str | None:
    """Return what stands on its own is called: a pillar, what hangs on one, a programme, a questionnaire."""
    table, column = SYNCED[entity], _NAMED[entity]
    found = con.execute(sa.select(table.c[column]).where(table.c.id == row_id)).scalar()
    if column != "pillar_id":
        return found
    return con.execute(sa.select(pillar.c.name).where(pillar.c.id == found)).scalar()


def _of_merger(con: Connection, row_id: str) -> tuple[str | None, str | None]:
    row = con.execute(sa.select(merge_record.c.entity, merge_record.c.survivor_id).where(merge_record.c.id == row_id)).one_or_none()
    return subject(con, row.entity, row.survivor_id) if row else (None, None)


def colleague(con: Connection, user_id: str | None) -> str | None:
    """Return a colleague's name, or None."""
    return con.execute(sa.select(people.c.name).where(people.c.id == user_id)).scalar()


def colleagues(con: Connection) -> dict[str, str]:
    """Return the names of everyone whose name stands beside records, by their id."""
    return {row.id: row.name for row in con.execute(sa.select(people.c.id, people.c.name))}
