"""Who came into which family and when, in the order it happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from fieldapp.store import aliases
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import card, colleague, household, membership, person

CHUNK = 800


def of_person(con: Connection, person_id: str) -> Sequence[Found]:
    """Return a person's memberships with ``by_name``, the first one first; those of records merged into this one too."""
    return _told(con, membership.c.person_id.in_(aliases.person_ids(con, person_id)))


def departures(con: Connection, household_id: str) -> Sequence[Found]:
    """Return the memberships that began when their person left this family, the first one first."""
    return _told(con, membership.c.left_household_id.in_(aliases.family_ids(con, household_id)))


def _told(con: Connection, which: sa.ColumnElement[bool]) -> Sequence[Found]:
    query = sa.select(membership, colleague.c.name.label("by_name")).outerjoin(colleague, colleague.c.id == membership.c.created_by)
    return con.execute(query.where(which, ~membership.c.deleted).order_by(membership.c.since, membership.c.id)).all()


def family_names(con: Connection, household_ids: Iterable[str]) -> dict[str, str]:
    """Return what families are called, those in the bin too: by their line, else by their head; a family that is not here has no name."""
    wanted = sorted(set(household_ids))
    told: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        query = (
            sa.select(household.c.id, card.c.name.label("line"), person.c.name.label("head"))
            .outerjoin(card, card.c.household_id == household.c.id).outerjoin(person, person.c.id == household.c.head_id)
            .where(household.c.id.in_(wanted[start : start + CHUNK]))
        )  # fmt: skip
        told |= {row.id: row.line or row.head or "–" for row in con.execute(query)}
    return told


def person_names(con: Connection, person_ids: Iterable[str]) -> dict[str, str]:
    """Return the names of people by their id."""
    wanted = sorted(set(person_ids))
    told: dict[str, str] = {}
    for start in range(0, len(wanted), CHUNK):
        found = con.execute(sa.select(person.c.id, person.c.name).where(person.c.id.in_(wanted[start : start + CHUNK])))
        told |= {row.id: row.name or "–" for row in found}
    return told
