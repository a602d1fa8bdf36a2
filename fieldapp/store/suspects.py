"""What is kept of pairs that may be one record twice, and of pairs a person said are not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import SYNCED, judgement, person, suspect

CHUNK = 400


def replace(con: Connection, region: str | None, found: Iterable[dict[str, Any]]) -> None:
    """Put the pairs of a new search in place of those found before in that region; those that were judged different stay out."""
    gone = sa.delete(suspect)
    if region:
        gone = gone.where(sa.or_(suspect.c.region_id == region, suspect.c.region_id.like(f"{region}.%")))
    con.execute(gone)
    judged = {
        (row.first_id, row.second_id)
        for row in con.execute(sa.select(judgement.c.first_id, judgement.c.second_id).where(~judgement.c.deleted))
    }
    lines = {(one["first_id"], one["second_id"]): one for one in found}
    wanted = [one for pair, one in lines.items() if pair not in judged]
    for start in range(0, len(wanted), CHUNK):
        con.execute(sa.insert(suspect).prefix_with("OR REPLACE"), wanted[start : start + CHUNK])


def page(con: Connection, entity: str, region: str | None, after: tuple[int, str, str] | None, limit: int) -> Sequence[Found]:
    """Return pairs still undecided, the likeliest first, behind (score, first, second)."""
    query = sa.select(suspect).where(suspect.c.entity == entity, *_undecided(entity), *_inside(region))
    if after is not None:
        score, first, second = after
        behind = sa.tuple_(suspect.c.first_id, suspect.c.second_id) > sa.tuple_(sa.literal(first), sa.literal(second))
        query = query.where(sa.or_(suspect.c.score < score, sa.and_(suspect.c.score == score, behind)))
    return con.execute(query.order_by(suspect.c.score.desc(), suspect.c.first_id, suspect.c.second_id).limit(limit)).all()


def count(con: Connection, entity: str, region: str | None) -> int:
    """Return how many pairs wait for a person."""
    query = sa.select(sa.func.count()).select_from(suspect)
    return con.execute(query.where(suspect.c.entity == entity, *_undecided(entity), *_inside(region))).scalar() or 0


def between(con: Connection, first_id: str, second_id: str) -> Found | None:
    """Return what the last search said of two records, or None."""
    first, second = sorted((first_id, second_id))
    return con.execute(sa.select(suspect).where(suspect.c.first_id == first, suspect.c.second_id == second)).one_or_none()


def judged_with(con: Connection, row_ids: Sequence[str]) -> set[tuple[str, str]]:
    """Return the pairs, ids sorted, that a person said are different and of which one is among these."""
    query = sa.select(judgement.c.first_id, judgement.c.second_id).where(
        sa.or_(judgement.c.first_id.in_(row_ids), judgement.c.second_id.in_(row_ids)), ~judgement.c.deleted
    )
    return {(row.first_id, row.second_id) for row in con.execute(query)}


def _inside(region: str | None) -> list[sa.ColumnElement[bool]]:
    return [sa.or_(suspect.c.region_id == region, suspect.c.region_id.like(f"{region}.%"))] if region else []


def _undecided(entity: str) -> list[sa.ColumnElement[bool]]:
    """A pair is decided once it was judged, or one of the two is merged or in the bin."""
    table = SYNCED[entity]
    judged = sa.select(judgement.c.id).where(
        judgement.c.first_id == suspect.c.first_id, judgement.c.second_id == suspect.c.second_id, ~judgement.c.deleted
    )
    return [~judged.exists(), *(_stands(table, column) for column in (suspect.c.first_id, suspect.c.second_id))]


def _stands(table: sa.Table, column: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    here = table.alias()
    return sa.select(here.c.id).where(here.c.id == column, ~here.c.deleted, here.c.merged_into.is_(None)).exists()


def homes_of(con: Connection, person_ids: Sequence[str]) -> dict[str, str]:
    """Return in which family each of these people is kept."""
    found = con.execute(sa.select(person.c.id, person.c.household_id).where(person.c.id.in_(person_ids)))
    return {row.id: row.household_id for row in found if row.household_id}
