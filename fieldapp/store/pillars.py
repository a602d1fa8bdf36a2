"""What is kept of social pillars: who they are, since when they are at work, their certificates, and how much there is to do where they work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import sqlalchemy as sa

from fieldapp.store.aliases import downward, resolve
from fieldapp.store.tables import card, certificate, colleague, pillar, pillar_status, visit

if TYPE_CHECKING:
    from fieldapp.store.rows import Connection, Found

_THERE = sa.and_(~pillar.c.deleted, pillar.c.merged_into.is_(None))
# What lists and comparisons need; what sync must know of each record is left unread.
_SHORT = sa.select(
    pillar.c.id, pillar.c.region_id, pillar.c.name, pillar.c.kind, pillar.c.nik, pillar.c.phone, pillar.c.areas, pillar.c.sk_number,
    pillar.c.sk_from, pillar.c.sk_until,
).where(_THERE)  # fmt: skip


def everyone(con: Connection) -> Sequence[Found]:
    """Return all pillars that are not in the bin and were not merged into another."""
    return con.execute(_SHORT).all()


def alike(con: Connection, kind: str, nik: str, but: str = "") -> Sequence[Found]:
    """Return the pillars of a kind and those with this NIK, leaving one out of the question."""
    return con.execute(_SHORT.where(sa.or_(pillar.c.kind == kind, pillar.c.nik == (nik or None)), pillar.c.id != but)).all()


def is_here(con: Connection, pillar_id: str) -> bool:
    """Say whether a pillar is on this laptop, not in the bin and not merged into another."""
    return con.execute(sa.select(pillar.c.id).where(_THERE, pillar.c.id == pillar_id)).first() is not None


def one(con: Connection, pillar_id: str) -> Found | None:
    """Return a pillar, or the one it was merged into; None when there is none."""
    there = resolve(con, "pillar", pillar_id)
    return con.execute(sa.select(pillar).where(_THERE, pillar.c.id == there)).one_or_none()


def states(con: Connection) -> dict[str, str]:
    """Return the newest state of each pillar by its id; one of whom nothing was said has none."""
    query = sa.select(pillar_status.c.pillar_id, pillar_status.c.state).where(~pillar_status.c.deleted)
    return {row.pillar_id: row.state for row in con.execute(query.order_by(pillar_status.c.since, pillar_status.c.id))}


def statuses(con: Connection, pillar_id: str) -> Sequence[Found]:
    """Return all that was said of a pillar's state with ``by_name`` of who said it, the newest first."""
    ids = downward(con, "pillar", [pillar_id])[pillar_id]
    query = sa.select(pillar_status, colleague.c.name.label("by_name")).outerjoin(colleague, colleague.c.id == pillar_status.c.created_by)
    query = query.where(~pillar_status.c.deleted, pillar_status.c.pillar_id.in_(ids))
    return con.execute(query.order_by(pillar_status.c.since.desc(), pillar_status.c.id.desc())).all()


def certificates(con: Connection, pillar_id: str) -> Sequence[Found]:
    """Return the certificates of a pillar, the newest first."""
    ids = downward(con, "pillar", [pillar_id])[pillar_id]
    query = sa.select(certificate).where(~certificate.c.deleted, certificate.c.pillar_id.in_(ids))
    return con.execute(query.order_by(certificate.c.issued_on.desc(), certificate.c.id.desc())).all()


def names_of(con: Connection, ids: Iterable[str]) -> dict[str, str]:
    """Return what these pillars are called, by their id."""
    return {row.id: row.name or "" for row in con.execute(sa.select(pillar.c.id, pillar.c.name).where(pillar.c.id.in_(list(ids))))}


def accounts(con: Connection) -> Sequence[Found]:
    """Return the people who have an account, by name."""
    return con.execute(sa.select(colleague).order_by(colleague.c.name, colleague.c.id)).all()


def _under(column: sa.ColumnElement[str], region_id: str) -> sa.ColumnElement[bool]:
    """A place and all below it, as one unbroken stretch of codes that the index can walk ("/" follows "." in order)."""
    return sa.or_(column == region_id, sa.and_(column >= f"{region_id}.", column < f"{region_id}/"))


def families_in(con: Connection, regions: Sequence[str]) -> int:
    """Return how many families live in these places; none of them may lie in another."""
    places = [_under(card.c.region_id, region) for region in regions]
    return con.execute(sa.select(sa.func.count()).select_from(card).where(sa.or_(sa.false(), *places))).scalar() or 0


def visits_in(con: Connection, regions: Sequence[str], first: str, last: str) -> int:
    """Return how many visits families of these places had from one day to another (ISO)."""
    places = [_under(visit.c.region_id, region) for region in regions]
    query = sa.select(sa.func.count()).select_from(visit).where(sa.or_(sa.false(), *places), visit.c.visited_on.between(first, last))
    return con.execute(query.where(~visit.c.deleted)).scalar() or 0


def visits_by(con: Connection, user_id: str, first: str, last: str) -> int:
    """Return how many visits an account wrote down from one day to another (ISO)."""
    query = sa.select(sa.func.count()).select_from(visit).where(visit.c.created_by == user_id, visit.c.visited_on.between(first, last))
    return con.execute(query.where(~visit.c.deleted)).scalar() or 0
