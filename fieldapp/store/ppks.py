"""What is kept of PPKS: of a family and its people, open ones of a person, and how many of each kind in a region."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.store import aliases
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import alias, card, person, ppks_case


def one(con: Connection, case_id: str) -> Found | None:
    """Return a case, or None."""
    return con.execute(sa.select(ppks_case).where(ppks_case.c.id == case_id, ~ppks_case.c.deleted)).one_or_none()


def of_household(con: Connection, household_id: str) -> Sequence[Found]:
    """Return the cases of a family and of everyone who is in it now, with ``person_name``, the newest first.

    The order never tells the kind: kinds that are hidden stay hidden.
    """
    families = aliases.family_ids(con, household_id)
    own = sa.and_(ppks_case.c.person_id.is_(None), ppks_case.c.household_id.in_(families))
    query = sa.select(ppks_case, person.c.name.label("person_name")).outerjoin(person, person.c.id == ppks_case.c.person_id)
    query = query.where(sa.or_(own, person.c.household_id.in_(families)), ~ppks_case.c.deleted)
    return con.execute(query.order_by(ppks_case.c.since.desc(), ppks_case.c.id.desc())).all()


def open_of_person(con: Connection, person_id: str) -> Sequence[Found]:
    """Return a person's cases that have not ended."""
    ids = aliases.person_ids(con, person_id)
    query = sa.select(ppks_case).where(ppks_case.c.person_id.in_(ids), ppks_case.c.until.is_(None), ~ppks_case.c.deleted)
    return con.execute(query.order_by(ppks_case.c.id)).all()


def open_of_family(con: Connection, household_id: str) -> Sequence[Found]:
    """Return the cases of a family itself that have not ended."""
    families = aliases.family_ids(con, household_id)
    query = sa.select(ppks_case).where(
        ppks_case.c.person_id.is_(None), ppks_case.c.household_id.in_(families), ppks_case.c.until.is_(None), ~ppks_case.c.deleted
    )
    return con.execute(query.order_by(ppks_case.c.id)).all()


def counted(con: Connection, region_id: str, on: str) -> dict[str, int]:
    """Return how many people and families of a region are of each kind on a day (ISO): the living, those merged counted once."""
    family = sa.func.coalesce(
        sa.select(alias.c.into_id).where(alias.c.id == ppks_case.c.household_id).scalar_subquery(), ppks_case.c.household_id
    )
    subject = sa.func.coalesce(person.c.merged_into, person.c.id, family)
    inside = sa.or_(ppks_case.c.region_id == region_id, ppks_case.c.region_id.like(f"{region_id}.%"))
    living = sa.or_(
        sa.and_(person.c.id.is_not(None), ~person.c.deleted, sa.func.coalesce(person.c.status, "1") == "1"),
        sa.and_(ppks_case.c.person_id.is_(None), sa.exists().where(card.c.household_id == family)),
    )
    query = (
        sa.select(ppks_case.c.kind, sa.func.count(sa.distinct(subject)).label("n")).outerjoin(person, person.c.id == ppks_case.c.person_id)
        .where(inside, living, ~ppks_case.c.deleted, ppks_case.c.since <= on,
               sa.or_(ppks_case.c.until.is_(None), ppks_case.c.until > on)).group_by(ppks_case.c.kind)
    )  # fmt: skip
    return {row.kind: row.n for row in con.execute(query)}
