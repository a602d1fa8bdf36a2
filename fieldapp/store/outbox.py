"""What is kept of the changes made here: which wait, which the office has, which it refused."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import outbox


def states_of(con: Connection, entity: str, row_ids: Sequence[str]) -> dict[str, dict[str, str | None]]:
    """Return the states of a noun's records' changes, by record, each state with the code the office gave."""
    query = sa.select(outbox.c.row_id, outbox.c.state, sa.func.max(outbox.c.code).label("code"))
    query = query.where(outbox.c.entity == entity, outbox.c.row_id.in_(row_ids)).group_by(outbox.c.row_id, outbox.c.state)
    told: dict[str, dict[str, str | None]] = {}
    for row in con.execute(query):
        told.setdefault(row.row_id, {})[row.state] = row.code
    return told


def waiting(con: Connection) -> int:
    """Return how many changes wait."""
    return con.execute(sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == "waiting")).scalar() or 0


def refused(con: Connection) -> Sequence[Found]:
    """Return the changes the office refused, the newest first."""
    return con.execute(sa.select(outbox).where(outbox.c.state == "refused").order_by(outbox.c.n.desc())).all()


def one_refused(con: Connection, op: str) -> Found | None:
    """Return a refused change by its op, or None."""
    return con.execute(sa.select(outbox).where(outbox.c.op == op, outbox.c.state == "refused")).one_or_none()


def let_rest(con: Connection, op: str, at: str | None = None) -> None:
    """Take a refused change off the list; its bytes stay. ``at`` is the moment it was answered for, if that is now."""
    con.execute(sa.update(outbox).where(outbox.c.op == op).values(state="dropped", **({"answered_at": at} if at else {})))


def by_record(con: Connection, state: str, limit: int) -> Sequence[Found]:
    """Return records with changes in a state: ``entity``, ``row_id``, ``made_at`` of the newest and how many ``changes``; newest first."""
    latest = sa.func.max(outbox.c.n).label("latest")
    made = sa.func.max(outbox.c.made_at).label("made_at")
    query = sa.select(outbox.c.entity, outbox.c.row_id, latest, made, sa.func.count().label("changes")).where(outbox.c.state == state)
    return con.execute(query.group_by(outbox.c.entity, outbox.c.row_id).order_by(latest.desc()).limit(limit)).all()


def changes_of(con: Connection, row_ids: Sequence[str], entities: Sequence[str]) -> Sequence[Found]:
    """Return the bytes of the changes made here to these records, in the order they were made."""
    query = sa.select(outbox.c.raw, outbox.c.row_id, outbox.c.entity)
    return con.execute(query.where(outbox.c.row_id.in_(row_ids), outbox.c.entity.in_(entities)).order_by(outbox.c.n)).all()
