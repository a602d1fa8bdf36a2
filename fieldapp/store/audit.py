"""What was done with personal data that leaves no op: written down before it is done."""

from __future__ import annotations

import sqlalchemy as sa

from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import SYNCED, notice


def number_of(con: Connection, entity: str, row_id: str, name: str) -> Found | None:
    """Return the number in this field of a record as a line of one, or None when there is no such record."""
    table = SYNCED[entity]
    return con.execute(sa.select(table.c[name].label("number")).where(table.c.id == row_id)).one_or_none()


def note(
    con: Connection, *, at: str, by: str, act: str, row_id: str | None = None, field: str | None = None, reason: str | None = None
) -> None:
    """Write down who did what with which field of which record, when and why."""
    con.execute(sa.insert(notice).values(at=at, by=by, act=act, row_id=row_id, field=field, reason=reason))


def noted(con: Connection) -> list[Found]:
    """Return everything that was written down, in order."""
    return list(con.execute(sa.select(notice).order_by(notice.c.n)))
