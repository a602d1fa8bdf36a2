"""How far each granted area of the office's feed has been read."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldapp.store.rows import Connection
from fieldapp.store.tables import cursor


def reached(con: Connection) -> dict[str, int]:
    """Return the place reached in each bucket."""
    return {row.bucket: row.seq for row in con.execute(sa.select(cursor))}


def move(con: Connection, bucket: str, seq: int, digest: str) -> None:
    """Note that a bucket is read up to this place; ``digest`` is what the office says of its content."""
    values = {"bucket": bucket, "seq": seq, "digest": digest}
    con.execute(upsert(cursor).values(values).on_conflict_do_update(index_elements=["bucket"], set_=values))
