"""The area's own questionnaires that add fields, as the office tells them."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import supplement


def listed(con: Connection) -> Sequence[Found]:
    """Return every version of every supplement, the newest first."""
    return con.execute(
        sa.select(supplement).where(~supplement.c.deleted).order_by(supplement.c.created_at.desc(), supplement.c.id.desc())
    ).all()


def by_reference(con: Connection, reference: str) -> Found | None:
    """Return the supplement of this form and version, ``form@2``, or None."""
    query = sa.select(supplement).where(supplement.c.form == reference).order_by(supplement.c.deleted, supplement.c.id)
    return con.execute(query).first()
