"""What is kept of visits and of the questionnaires filled on them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from fieldapp.store.aliases import family_ids, resolve, stands_for
from fieldapp.store.filters import region_condition
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import alias, assessment, card, colleague, visit

NEWEST = (visit.c.visited_on.desc(), visit.c.id.desc())


def one(con: Connection, visit_id: str) -> Found | None:
    """Return a visit with ``by_name`` and ``by_title`` of who made it, or None."""
    query = sa.select(visit, colleague.c.name.label("by_name"), colleague.c.title.label("by_title"))
    return con.execute(query.outerjoin(colleague, colleague.c.id == visit.c.created_by).where(visit.c.id == visit_id)).one_or_none()


def of_household(con: Connection, household_id: str) -> Sequence[Found]:
    """Return the visits to a family, the first one first."""
    query = sa.select(visit).where(visit.c.household_id.in_(family_ids(con, household_id)), ~visit.c.deleted)
    return con.execute(query.order_by(visit.c.visited_on, visit.c.id)).all()


def latest(con: Connection, household_id: str) -> Found | None:
    """Return the newest visit to a family with ``by_name``, or None."""
    query = sa.select(visit, colleague.c.name.label("by_name")).outerjoin(colleague, colleague.c.id == visit.c.created_by)
    return con.execute(query.where(visit.c.household_id.in_(family_ids(con, household_id)), ~visit.c.deleted).order_by(*NEWEST)).first()


def number_of(con: Connection, told: Found) -> int:
    """Return the how-manieth visit to its family this one is."""
    upto = sa.tuple_(visit.c.visited_on, visit.c.id) <= sa.tuple_(told.visited_on, told.id)
    family = family_ids(con, resolve(con, "household", told.household_id))
    query = sa.select(sa.func.count()).select_from(visit).where(visit.c.household_id.in_(family), upto, ~visit.c.deleted)
    return con.execute(query).scalar() or 1


def assessments_of(con: Connection, visit_id: str) -> Sequence[Found]:
    """Return the questionnaires filled on a visit, in the order they were kept."""
    query = sa.select(assessment).where(assessment.c.visit_id == visit_id, ~assessment.c.deleted)
    return con.execute(query.order_by(assessment.c.id)).all()


def assessments_in(con: Connection, household_id: str) -> Sequence[Found]:
    """Return the questionnaires ever filled about a family, the newest first."""
    query = sa.select(assessment).where(assessment.c.household_id.in_(family_ids(con, household_id)), ~assessment.c.deleted)
    return con.execute(query.order_by(assessment.c.assessed_on.desc(), assessment.c.id.desc())).all()


def last_answers(con: Connection, household_id: str, form_id: str, *, of_visit: bool) -> tuple[dict[str, Any], str] | None:
    """Return the newest answers to a questionnaire about a family with their day (ISO), or None; ``of_visit`` when it is the visit's own."""
    table, day = (visit, visit.c.visited_on) if of_visit else (assessment, assessment.c.assessed_on)
    query = sa.select(table.c.answers, day.label("day")).where(
        table.c.household_id.in_(family_ids(con, household_id)), table.c.form.like(f"{form_id}@%"), ~table.c.deleted
    )
    found = con.execute(query.order_by(day.desc(), table.c.id.desc())).first()
    return (found.answers, found.day) if found and found.answers else None


def due(con: Connection, limit: int) -> Sequence[Found]:
    """Return the counted lines of families with a next visit, the earliest first."""
    query = sa.select(card).where(card.c.next_visit.is_not(None))
    return con.execute(query.order_by(card.c.next_visit, card.c.sort_key).limit(limit)).all()


def done(con: Connection, limit: int) -> Sequence[Found]:
    """Return visits with their family's line and ``by_name``, the newest first."""
    query = (
        sa.select(visit.c.id, visit.c.visited_on, visit.c.kind, visit.c.summary, card, colleague.c.name.label("by_name"))
        .select_from(visit)
        .join(card, card.c.household_id == stands_for(visit.c.household_id))
        .outerjoin(colleague, colleague.c.id == visit.c.created_by)
    )
    return con.execute(query.where(~visit.c.deleted).order_by(*NEWEST).limit(limit)).all()


def plans(con: Connection, household_ids: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """Return what the newest visit to each of these families left to be done, and its kind."""
    owner = {row_id: home for home in household_ids for row_id in family_ids(con, home)}
    query = sa.select(visit.c.household_id, visit.c.follow_up, visit.c.kind).where(visit.c.household_id.in_(owner), ~visit.c.deleted)
    return {owner[row.household_id]: (row.follow_up, row.kind) for row in con.execute(query.order_by(visit.c.visited_on, visit.c.id))}


def per_household(con: Connection, region_id: str, first: str, last: str) -> dict[str, int]:
    """Return how many visits the families of a region had from one day to another (ISO), those without any left out."""
    inside = sa.and_(*region_condition(region_id))
    own = sa.select(card.c.household_id.label("home"), card.c.household_id.label("id")).where(inside)
    merged = sa.select(alias.c.into_id, alias.c.id).join(card, card.c.household_id == alias.c.into_id).where(inside)
    family = sa.union_all(own, merged).subquery()
    query = (
        sa.select(family.c.home.label("household_id"), sa.func.count().label("n")).join(visit, visit.c.household_id == family.c.id)
        .where(visit.c.visited_on.between(first, last), ~visit.c.deleted).group_by(family.c.home)
    )  # fmt: skip
    return {row.household_id: row.n for row in con.execute(query)}
