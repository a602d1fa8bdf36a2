"""What is kept of photos beside their bytes: which are here, which the office has, which are still wanted."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import attachment, blob, outbox
from fieldapp.store.transaction import get_meta, put_meta


def keep(con: Connection, sha256: str, *, size: int, width: int, height: int, root: str) -> None:
    """Note that the bytes of a photo are here (bytes, pixels), to be sent once a record refers to them."""
    insert = upsert(blob).values(sha256=sha256, root=root, size=size, here=True, sent=0, state="local")
    con.execute(insert.on_conflict_do_update(index_elements=["sha256"], set_={"here": True}))
    put_meta(con, f"photo.{sha256}", [width, height])


def dimensions(con: Connection, sha256: str) -> tuple[int, int]:
    """Return width and height of a photo taken in on this laptop, in pixels; zeros for one that was not."""
    told = get_meta(con, f"photo.{sha256}", [0, 0])
    return int(told[0]), int(told[1])


def size(con: Connection, sha256: str) -> int | None:
    """Return how many bytes a photo has, or None when it is not known here."""
    return con.execute(sa.select(blob.c.size).where(blob.c.sha256 == sha256)).scalar()


def belongs_to(con: Connection, sha256: str, root: str) -> None:
    """Say whose photo this is, while the office does not have it."""
    con.execute(sa.update(blob).where(blob.c.sha256 == sha256, blob.c.state == "local").values(root=root))


def of_visit(con: Connection, visit_id: str) -> Sequence[Found]:
    """Return the photos of a visit in the order they were kept, each with ``here``: whether its bytes are on this laptop."""
    here = sa.func.coalesce(blob.c.here, sa.false()).label("here")
    query = sa.select(attachment.c.sha256, attachment.c.caption, attachment.c.width, attachment.c.height, here)
    query = query.outerjoin(blob, blob.c.sha256 == attachment.c.sha256)
    return con.execute(query.where(attachment.c.visit_id == visit_id, ~attachment.c.deleted).order_by(attachment.c.id)).all()


def to_send(con: Connection) -> Sequence[Found]:
    """Return photos kept here that the office lacks, whose record is no longer waiting: the text goes first."""
    unsent = sa.select(outbox.c.row_id).where(outbox.c.entity == "attachment", outbox.c.state == "waiting")
    query = sa.select(blob.c.sha256, blob.c.size, blob.c.sent, attachment.c.root_id).join(attachment, attachment.c.sha256 == blob.c.sha256)
    query = query.where(blob.c.state == "local", blob.c.here, attachment.c.id.not_in(unsent), attachment.c.seq >= 0)
    return con.execute(query.group_by(blob.c.sha256).order_by(attachment.c.id)).all()


def wanted(con: Connection, limit: int) -> Sequence[Found]:
    """Return photos the office told of whose bytes are not here."""
    return con.execute(sa.select(blob).where(~blob.c.here, blob.c.state == "wanted").limit(limit)).all()


def sent_so_far(con: Connection, sha256: str, sent: int) -> None:
    """Note how many bytes of a photo the office has."""
    con.execute(sa.update(blob).where(blob.c.sha256 == sha256).values(sent=sent))


def received(con: Connection, sha256: str) -> None:
    """Note that the office has a photo whole."""
    con.execute(sa.update(blob).where(blob.c.sha256 == sha256).values(state="received"))


def came(con: Connection, sha256: str, size: int) -> None:
    """Note that the bytes of a colleague's photo are here now."""
    con.execute(sa.update(blob).where(blob.c.sha256 == sha256).values(here=True, state="received", size=size))
