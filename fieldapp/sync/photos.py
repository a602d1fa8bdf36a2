"""Photos: what the text refers to travels after it, part by part, never from the start again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fieldapp import problems
from fieldapp.store.tables import attachment, blob, outbox
from fieldapp.sync.protocol import PART_BYTES, Office

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

FETCH_AT_ONCE = 200  # photos a sync brings at most; the next one goes on


@dataclass(slots=True)
class Moved:
    """How many photos went and came."""

    sent: int = 0
    fetched: int = 0


def send_photos(ws: Workspace, office: Office, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> int:
    """Send the bytes of photos whose text the office has; returns how many are complete there now. Raises the Problems of the network."""
    told = 0
    waiting = _to_send(ws)
    for number, row in enumerate(waiting):
        if cancelled():
            break
        progress(number, len(waiting))
        told += _send_one(ws, office, row, cancelled)
    return told


def _to_send(ws: Workspace) -> list[sa.Row[Any]]:
    """Photos kept here that the office lacks, whose record is no longer waiting: the text goes first."""
    with ws.reading() as con:
        unsent = sa.select(outbox.c.row_id).where(outbox.c.entity == "attachment", outbox.c.state == "waiting")
        query = (
            sa.select(blob.c.sha256, blob.c.size, blob.c.sent, attachment.c.root_id).join(attachment, attachment.c.sha256 == blob.c.sha256)
            .where(blob.c.state == "local", blob.c.here, attachment.c.id.not_in(unsent), attachment.c.seq >= 0).group_by(blob.c.sha256).order_by(attachment.c.id)
        )  # fmt: skip
        return list(con.execute(query))


def _send_one(ws: Workspace, office: Office, row: sa.Row[Any], cancelled: Callable[[], bool]) -> bool:
    try:
        offset = office.attachment_offset(row.root_id, row.sha256)
        content = ws.store.blobs.get(row.sha256) if offset >= 0 else b""
        while offset >= 0 and not cancelled():
            offset = office.send_attachment(row.root_id, row.sha256, offset, len(content), content[offset : offset + PART_BYTES])
            _note(ws, row.sha256, sent=len(content) if offset < 0 else offset)
    except problems.Problem as wrong:
        if wrong.kind is problems.ATTACHMENT_UNKNOWN:  # its record was refused or moved away: the photo stays here, the others go on
            return False
        if wrong.kind is problems.ATTACHMENT_HASH:
            _note(ws, row.sha256, sent=0)
            return False
        raise
    if offset < 0:
        _note(ws, row.sha256, state="received")
    return offset < 0


def _note(ws: Workspace, sha256: str, **values: Any) -> None:
    with ws.writing() as con:
        con.execute(sa.update(blob).where(blob.c.sha256 == sha256).values(**values))


def fetch_photos(
    ws: Workspace, office: Office, progress: Callable[[int, int], None], cancelled: Callable[[], bool], limit: int = FETCH_AT_ONCE
) -> int:
    """Bring the bytes of colleagues' photos; one the office does not have yet is asked for next time. Returns how many came."""
    with ws.reading() as con:
        wanted = con.execute(sa.select(blob).where(~blob.c.here, blob.c.state == "wanted").limit(limit)).all()
    came = 0
    for number, row in enumerate(wanted):
        if cancelled():
            break
        progress(number, len(wanted))
        came += _fetch_one(ws, office, row)
    return came


def _fetch_one(ws: Workspace, office: Office, row: sa.Row[Any]) -> bool:
    content = b""
    try:
        while part := office.fetch_attachment(row.root, row.sha256, len(content)):
            content += part
    except problems.Problem as wrong:
        if wrong.kind is not problems.ATTACHMENT_UNKNOWN:
            raise
        return False
    if hashlib.sha256(content).hexdigest() != row.sha256:
        return False
    ws.store.blobs.put(content)
    _note(ws, row.sha256, here=True, state="received", size=len(content))
    return True
