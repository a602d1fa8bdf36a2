"""Filled questionnaires about a person or a family, without a visit or on one."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.store import aliases
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import assessment, colleague


def of_subject(con: Connection, kind: str, subject_id: str) -> Sequence[Found]:
    """Return the questionnaires about a "person" or "household" and about records merged into it, with ``by_name``, the newest first."""
    ids = aliases.person_ids(con, subject_id) if kind == "person" else aliases.family_ids(con, subject_id)
    query = sa.select(assessment, colleague.c.name.label("by_name")).outerjoin(colleague, colleague.c.id == assessment.c.created_by)
    query = query.where(assessment.c.subject_kind == kind, assessment.c.subject_id.in_(ids), ~assessment.c.deleted)
    return con.execute(query.order_by(assessment.c.assessed_on.desc(), assessment.c.id.desc())).all()
