"""What families and people answered about their data, in the order they answered."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.store import aliases
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import colleague, consent, person


def of_household(con: Connection, household_id: str) -> Sequence[Found]:
    """Return the answers of a family and of everyone in it now, with ``person_name`` and ``by_name``, the newest first."""
    families = aliases.family_ids(con, household_id)
    own = sa.and_(consent.c.person_id.is_(None), consent.c.household_id.in_(families))
    query = (
        sa.select(consent, person.c.name.label("person_name"), colleague.c.name.label("by_name"))
        .outerjoin(person, person.c.id == consent.c.person_id).outerjoin(colleague, colleague.c.id == consent.c.created_by)
        .where(sa.or_(own, person.c.household_id.in_(families)), ~consent.c.deleted)
    )  # fmt: skip
    return con.execute(query.order_by(consent.c.given_on.desc(), consent.c.id.desc())).all()


def latest(con: Connection, household_id: str, person_id: str | None, purpose: str) -> Found | None:
    """Return the newest answer of a person, or of the family itself, for a purpose."""
    if person_id:
        whose: sa.ColumnElement[bool] = consent.c.person_id.in_(aliases.person_ids(con, person_id))
    else:
        whose = sa.and_(consent.c.person_id.is_(None), consent.c.household_id.in_(aliases.family_ids(con, household_id)))
    query = sa.select(consent).where(whose, consent.c.purpose == purpose, ~consent.c.deleted)
    return con.execute(query.order_by(consent.c.given_on.desc(), consent.c.id.desc()).limit(1)).one_or_none()
