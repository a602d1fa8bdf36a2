"""Sums over everything kept: few statements, however large the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from fieldapp.store.rows import Connection
from fieldapp.store.tables import SYNCED, blob, card, conflict, draft, meta, outbox, visit


@dataclass(frozen=True, slots=True)
class Work:
    """Changes that wait and that the office refused, differences nobody chose between, and photos not sent yet."""

    waiting: int
    refused: int
    differs: int
    photos: int


@dataclass(frozen=True, slots=True)
class Volume:
    """How many records have changes waiting, how many the office has as they are, how many drafts there are, and bytes still to be sent."""

    here: int
    received: int
    drafts: int
    bytes_waiting: int
    photo_bytes_waiting: int


@dataclass(frozen=True, slots=True)
class Due:
    """Families, and how many of them are visited late, today, at all, never, and in the month up to today."""

    households: int
    overdue: int
    due_today: int
    total_due: int
    never: int
    due_month: int


def _number(con: Connection, query: sa.Select[Any]) -> int:
    return con.execute(query).scalar() or 0


def work(con: Connection) -> Work:
    """Return what waits for the office and what waits for the person."""
    states = (
        sa.select(outbox.c.state, sa.func.count().label("n")).where(outbox.c.state.in_(("waiting", "refused"))).group_by(outbox.c.state)
    )
    found = {row.state: row.n for row in con.execute(states)}
    differs = _number(con, sa.select(sa.func.count()).select_from(conflict).where(conflict.c.state == "open"))
    photos = _number(con, sa.select(sa.func.count()).select_from(blob).where(blob.c.state == "local"))
    return Work(found.get("waiting", 0), found.get("refused", 0), differs, photos)


def volume(con: Connection) -> Volume:
    """Return how many records are where, photos apart."""
    waiting = outbox.c.state == "waiting"
    here = _number(con, sa.select(sa.func.count(sa.distinct(outbox.c.row_id))).where(waiting))
    size = _number(con, sa.select(sa.func.sum(sa.func.length(outbox.c.raw))).where(waiting))
    received = sum(_received(con, table) for entity, table in SYNCED.items() if entity != "attachment")
    drafts = _number(con, sa.select(sa.func.count()).select_from(draft))
    return Volume(
        here, received, drafts, size, _number(con, sa.select(sa.func.sum(blob.c.size - blob.c.sent)).where(blob.c.state == "local"))
    )


def _received(con: Connection, table: sa.Table) -> int:
    """Count all, and take off those that are not the office's yet: an index holds only these."""
    own = sa.text("pending > 0 OR seq = 0")
    return _number(con, sa.select(sa.func.count()).select_from(table)) - _number(
        con, sa.select(sa.func.count()).select_from(table).where(own)
    )


def last_saved(con: Connection) -> str | None:
    """Return the moment of the newest change made here, or None."""
    return con.execute(sa.select(outbox.c.made_at).order_by(outbox.c.n.desc()).limit(1)).scalar()


def facts(con: Connection, *names: str) -> dict[str, Any]:
    """Return these one-off facts, those never noted left out."""
    return {row.name: row.value for row in con.execute(sa.select(meta).where(meta.c.name.in_(names)))}


def due(con: Connection, first: str, today: str) -> Due:
    """Return how the families stand towards their next visit; ``first`` is the first day of the month, both ISO."""

    def many(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
        return sa.func.coalesce(sa.func.sum(sa.case((condition, 1), else_=0)), 0)

    # Three statements that each stay in an index: together a fortieth of one walk over every family.
    planned = card.c.next_visit
    late, now, month, total = con.execute(
        sa.select(many(planned < today), many(planned == today), many(planned.between(first, today)), sa.func.count()).where(
            planned.is_not(None)
        )
    ).one()
    families = _number(con, sa.select(sa.func.count()).select_from(card))
    never = _number(con, sa.select(sa.func.count()).select_from(card).where(sa.text("visits = 0")))
    return Due(families, late, now, total, never, month)


def visits_since(con: Connection, first: str, by: str) -> int:
    """Return how many visits a person made since a day (ISO)."""
    query = sa.select(sa.func.count()).select_from(visit).where(visit.c.visited_on >= first, visit.c.created_by == by, ~visit.c.deleted)
    return _number(con, query)
