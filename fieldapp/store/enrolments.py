"""What is kept of aid: in which programmes a family or its people are named."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.store.aliases import family_ids
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import enrolment, person, programme


def of_household(con: Connection, household_id: str) -> Sequence[Found]:
    """Return the enrolments of a family and its people with their programme and, for a person, their name; the newest programme first."""
    query = (
        sa.select(enrolment.c.id, enrolment.c.card_no, enrolment.c.subject_kind, programme.c.name, programme.c.source, programme.c.starts_on,
                  programme.c.ends_on, person.c.name.label("who"))
        .outerjoin(programme, programme.c.id == enrolment.c.programme_id)
        .outerjoin(person, sa.and_(person.c.id == enrolment.c.subject_id, enrolment.c.subject_kind == "person"))
        .where(enrolment.c.household_id.in_(family_ids(con, household_id)), ~enrolment.c.deleted)
        .order_by(programme.c.starts_on.desc(), enrolment.c.id.desc())
    )  # fmt: skip
    return con.execute(query).all()
