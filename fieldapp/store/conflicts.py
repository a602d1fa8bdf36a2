"""What is kept of isian berbeda: values two people wrote without seeing each other, and who must choose."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import conflict


def listed(con: Connection) -> Sequence[Found]:
    """Return the open differences, the newest first."""
    return con.execute(sa.select(conflict).where(conflict.c.state == "open").order_by(conflict.c.id.desc())).all()


def one(con: Connection, difference_id: str) -> Found | None:
    """Return a difference in whatever state, or None."""
    return con.execute(sa.select(conflict).where(conflict.c.id == difference_id)).one_or_none()


def records_with(con: Connection, row_ids: Sequence[str]) -> set[str]:
    """Return which of these records hold an open difference."""
    query = sa.select(conflict.c.row_id).where(conflict.c.row_id.in_(row_ids), conflict.c.state == "open")
    return set(con.execute(query).scalars())


def unsettled(con: Connection, row_ids: Sequence[str]) -> Sequence[Found]:
    """Return the differences in these records that are open, or decided here and on their way."""
    return con.execute(sa.select(conflict).where(conflict.c.row_id.in_(row_ids), conflict.c.state != "settled")).all()
