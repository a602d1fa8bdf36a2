"""Records that turned out to be one: which record stands for which, however many times they were brought together."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from fieldapp.store.rows import Connection
from fieldapp.store.tables import SYNCED, alias

CHUNK = 800
DEEPEST = 50  # merges upon merges that are followed; the office refuses circles, this bounds a damaged chain


def resolve(con: Connection, entity: str, row_id: str) -> str:
    """Return the record that stands for this one: itself, unless it was merged into another."""
    return upward(con, entity, [row_id])[row_id]


def upward(con: Connection, entity: str, ids: Iterable[str]) -> dict[str, str]:
    """Return for each of these records the one that stands for it."""
    column = SYNCED[entity].c
    found = {row_id: row_id for row_id in ids}
    asked = set(found)
    for _step in range(DEEPEST):
        into: dict[str, str] = {}
        listed = list(asked)
        for start in range(0, len(listed), CHUNK):
            query = sa.select(column.id, column.merged_into).where(
                column.id.in_(listed[start : start + CHUNK]), column.merged_into.is_not(None)
            )
            into |= {row.id: row.merged_into for row in con.execute(query)}
        if not into:
            return found
        found = {row_id: into.get(stands, stands) for row_id, stands in found.items()}
        asked = set(into.values())
    return found


def downward(con: Connection, entity: str, ids: Iterable[str]) -> dict[str, list[str]]:
    """Return for each of these records itself and everything that was merged into it, directly or by way of another."""
    column = SYNCED[entity].c
    found = {row_id: [row_id] for row_id in ids}
    stands = {row_id: row_id for row_id in found}
    asked = set(found)
    for _step in range(DEEPEST):
        next_asked: set[str] = set()
        listed = list(asked)
        for start in range(0, len(listed), CHUNK):
            query = sa.select(column.id, column.merged_into).where(column.merged_into.in_(listed[start : start + CHUNK]))
            for row in con.execute(query):
                if row.id in stands:
                    continue
                stands[row.id] = stands[row.merged_into]
                found[stands[row.id]].append(row.id)
                next_asked.add(row.id)
        if not next_asked:
            return found
        asked = next_asked
    return found


def family_ids(con: Connection, household_id: str) -> list[str]:
    """Return the ids under which a family's records may stand: its own, and those of the families merged into it."""
    return [household_id, *con.execute(sa.select(alias.c.id).where(alias.c.into_id == household_id)).scalars()]


def standing(con: Connection, household_ids: Iterable[str]) -> dict[str, str]:
    """Return for each of these families the one that stands for it, from the derived table."""
    listed = list(household_ids)
    found = {row_id: row_id for row_id in listed}
    for start in range(0, len(listed), CHUNK):
        query = sa.select(alias.c.id, alias.c.into_id).where(alias.c.id.in_(listed[start : start + CHUNK]))
        found |= {row.id: row.into_id for row in con.execute(query)}
    return found


def stands_for(column: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """Return the family that stands for the one named in a column, for queries over many."""
    return sa.func.coalesce(sa.select(alias.c.into_id).where(alias.c.id == column).scalar_subquery(), column)


def renew(con: Connection, household_ids: Iterable[str]) -> dict[str, list[str]]:
    """Bring the derived table up to date for these families and all they are or were merged with.

    Returns every family that stands, among them, with the ids its records stand under; families that were merged map to nothing.
    """
    asked = set(household_ids)
    for start in range(0, len(some := list(asked)), CHUNK):
        asked |= set(con.execute(sa.select(alias.c.into_id).where(alias.c.id.in_(some[start : start + CHUNK]))).scalars())
    stands = set(upward(con, "household", asked).values())
    down = downward(con, "household", stands)
    everyone = sorted(asked | {row_id for ids in down.values() for row_id in ids})
    for start in range(0, len(everyone), CHUNK):
        con.execute(sa.delete(alias).where(alias.c.id.in_(everyone[start : start + CHUNK])))
    merged = [{"id": row_id, "into_id": into} for into, ids in down.items() for row_id in ids if row_id != into]
    if merged:
        con.execute(sa.insert(alias), merged)
    return down | {row_id: [] for row_id in everyone if row_id not in down}


def person_ids(con: Connection, person_id: str) -> list[str]:
    """Return the ids under which a person's records may stand."""
    return downward(con, "person", [person_id])[person_id]
