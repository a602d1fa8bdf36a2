"""Filters to which a person gave a name, so that one press brings back what took five."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import import_batch, saved_filter


def put(con: Connection, row_id: str, page: str, name: str, told: dict[str, Any]) -> None:
    """Keep a filter; one of the same name on the same page is replaced."""
    con.execute(sa.delete(saved_filter).where(saved_filter.c.page == page, saved_filter.c.name == name))
    con.execute(sa.insert(saved_filter).values(id=row_id, page=page, name=name, told=told))


def of_page(con: Connection, page: str) -> Sequence[Found]:
    """Return ``id``, ``name`` and ``told`` of the filters of a page, by name."""
    query = sa.select(saved_filter).where(saved_filter.c.page == page)
    return con.execute(query.order_by(sa.func.lower(saved_filter.c.name), saved_filter.c.id)).all()


def forget(con: Connection, row_id: str) -> None:
    """Take a filter away; one that is gone already stays gone."""
    con.execute(sa.delete(saved_filter).where(saved_filter.c.id == row_id))


def newest_imports(con: Connection, most: int) -> Sequence[Found]:
    """Return ``id``, ``created_at`` and ``rows`` of the newest sheets that came in and were not undone."""
    standing = (~import_batch.c.deleted, import_batch.c.undone_at.is_(None), import_batch.c.batch_id.is_(None))
    query = sa.select(import_batch.c.id, import_batch.c.created_at, import_batch.c.rows).where(*standing)
    return con.execute(query.order_by(import_batch.c.created_at.desc(), import_batch.c.id.desc()).limit(most)).all()
