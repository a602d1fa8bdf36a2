"""Photos: what the text refers to travels after it, part by part, never from the start again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.store import photos as kept
from fieldapp.sync.protocol import PART_BYTES, Office

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found

MOST_BYTES = 16 * 1024 * 1024  # of one photo, as at the office
FETCH_AT_ONCE = 200  # photos a sync brings at most; the next one goes on


@dataclass(slots=True)
class Moved:
    """How many photos went and came."""

    sent: int = 0
    fetched: int = 0


def send_photos(ws: Workspace, office: Office, progress: Callable[[int, int], None], cancelled: Callable[[], bool]) -> int:
    """Send the bytes of photos whose text the office has; returns how many are complete there now. Raises the Problems of the network."""
    told = 0
    with ws.reading() as con:
        waiting = kept.to_send(con)
    for number, row in enumerate(waiting):
        if cancelled():
            break
        progress(number, len(waiting))
        told += _send_one(ws, office, row, cancelled)
    return told


def _send_one(ws: Workspace, office: Office, row: Found, cancelled: Callable[[], bool]) -> bool:
    try:
        offset = office.attachment_offset(row.root_id, row.sha256)
        content = ws.store.blobs.get(row.sha256) if offset >= 0 else b""
        while offset >= 0 and not cancelled():
            before = offset
            offset = office.send_attachment(row.root_id, row.sha256, offset, len(content), content[offset : offset + PART_BYTES])
            if before == offset or offset > len(content):
                raise problems.ANSWER_NONSENSE()
            _note_sent(ws, row.sha256, len(content) if offset < 0 else offset)
    except problems.Problem as wrong:
        if wrong.kind is problems.ATTACHMENT_UNKNOWN:  # its record was refused or moved away: the photo stays here, the others go on
            return False
        if wrong.kind is problems.ATTACHMENT_HASH:
            _note_sent(ws, row.sha256, 0)
            return False
        raise
    if offset < 0:
        with ws.writing() as con:
            kept.received(con, row.sha256)
    return offset < 0


def _note_sent(ws: Workspace, sha256: str, sent: int) -> None:
    with ws.writing() as con:
        kept.sent_so_far(con, sha256, sent)


def fetch_photos(
    ws: Workspace, office: Office, progress: Callable[[int, int], None], cancelled: Callable[[], bool], limit: int = FETCH_AT_ONCE
) -> int:
    """Bring the bytes of colleagues' photos; one the office does not have yet is asked for next time. Returns how many came."""
    with ws.reading() as con:
        wanted = kept.wanted(con, limit)
    came = 0
    for number, row in enumerate(wanted):
        if cancelled():
            break
        progress(number, len(wanted))
        came += _fetch_one(ws, office, row)
    return came


def _fetch_one(ws: Workspace, office: Office, row: Found) -> bool:
    content = b""
    try:
        while part := office.fetch_attachment(row.root, row.sha256, len(content)):
            content += part
            if len(content) > MOST_BYTES:
                raise problems.ANSWER_NONSENSE()
    except problems.Problem as wrong:
        if wrong.kind is not problems.ATTACHMENT_UNKNOWN:
            raise
        return False
    if hashlib.sha256(content).hexdigest() != row.sha256:
        return False
    ws.store.blobs.put(content)
    with ws.writing() as con:
        kept.came(con, row.sha256, len(content))
    return True
