"""One record in two dresses: as a table row with typed columns, and as the fields, tags and bucket that ops and the office speak of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldapp.domain import nouns
from fieldapp.domain.merge import DELETED, Row
from fieldapp.domain.shapes import fits
from fieldapp.store.tables import SYNCED

Connection = sa.Connection  # for those above the store who pass it on without speaking SQL
Found = sa.Row[*tuple[Any, ...]]  # one line of an answer, its values by name


@dataclass(frozen=True, slots=True)
class Kept:
    """A record as this laptop keeps it: the merged row, its place in the office's feed and how many own ops wait."""

    row: Row
    seq: int
    pending: int


def _columns(entity: str) -> frozenset[str]:
    return frozenset(nouns.field_names(entity))


def kept_from(entity: str, found: sa.Row[Any]) -> Kept:
    """Read a table row as fields; columns without a value have no field."""
    told = found._mapping  # noqa: SLF001 - SQLAlchemy's own name for a row as a mapping
    data = {name: told[name] for name in nouns.field_names(entity) if told[name] is not None}
    data.update(told["extra"] or {})
    if told["deleted"]:
        data[DELETED] = True
    return Kept(Row((told["region_id"], told["bucket_class"]), told["root_id"], data, dict(told["tags"])), told["seq"], told["pending"])


def values_of(entity: str, row_id: str, row: Row, seq: int, pending: int) -> dict[str, Any]:
    """Return the column values of a record; fields this version has no column for, and values no column can hold, go to ``extra``."""
    own = {name for name in _columns(entity) if fits(entity, name, row.data.get(name))}
    values: dict[str, Any] = {name: row.data.get(name) if name in own else None for name in nouns.field_names(entity)}
    for name, value in values.items():
        if isinstance(value, tuple):
            values[name] = list(value)
    extra = {name: value for name, value in row.data.items() if name not in own and name != DELETED}
    return values | {
        "id": row_id,
        "root_id": row.root,
        "region_id": row.bucket[0],
        "bucket_class": row.bucket[1],
        "seq": seq,
        "tags": row.tags,
        "extra": extra,
        "pending": pending,
        "deleted": row.deleted,
    }


@cache
def _reading(entity: str) -> sa.Select[Any]:
    """The statement that reads one record; made once, for making it costs more than running it."""
    table = SYNCED[entity]
    return sa.select(table).where(table.c.id == sa.bindparam("wanted"))


@cache
def _writing(entity: str) -> Insert:
    """The statement that puts a record in place of what stood there; made once, as above."""
    insert = upsert(SYNCED[entity])
    names = [column.name for column in SYNCED[entity].columns if column.name != "id"]
    return insert.on_conflict_do_update(index_elements=["id"], set_={name: insert.excluded[name] for name in names})


def read(con: sa.Connection, entity: str, row_id: str) -> Kept | None:
    """Return the record, or None."""
    found = con.execute(_reading(entity), {"wanted": row_id}).one_or_none()
    return None if found is None else kept_from(entity, found)


def write(con: sa.Connection, entity: str, row_id: str, row: Row, seq: int, pending: int) -> None:
    """Put the record in place of what stood there."""
    con.execute(_writing(entity), values_of(entity, row_id, row, seq, pending))


def write_many(con: sa.Connection, entity: str, rows: list[dict[str, Any]]) -> None:
    """Put many records in place at once (values as :func:`values_of` makes them)."""
    if rows:
        con.execute(_writing(entity), rows)


def remove(con: sa.Connection, entity: str, row_id: str) -> None:
    """Take the record off this laptop."""
    table = SYNCED[entity]
    con.execute(sa.delete(table).where(table.c.id == row_id))


def noun_from(entity: str, found: sa.Row[Any]) -> nouns.Noun:
    """Return the record as its frozen dataclass."""
    told = found._mapping  # noqa: SLF001 - as above
    kind = nouns.NOUNS[entity]
    values: dict[str, Any] = {name: told[name] for name in (*nouns.BUCKET_FIELDS, *nouns.field_names(entity))}
    values |= {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return kind(**values)
