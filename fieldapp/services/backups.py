"""Copies of one's own records: one a day without asking, proven by opening, and the way back from a damaged file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.config import Folders
from fieldapp.domain.moments import Now, from_moment, utc_now
from fieldapp.services.people import note_in_list

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store import backup, keys

EVERY = timedelta(hours=20)  # so that a laptop opened each morning makes one each morning


@dataclass(frozen=True, slots=True)
class RestoreResult:
    """Which copy came back (moment) and how many later changes were read back from the journal."""

    at: str
    replayed: int


def backup_now(ws: Workspace) -> backup.Backup:
    """Make a copy and prove that it opens; raises BACKUP_FAILED."""
    from fieldapp.store import backup

    made = backup.write_backup(ws.store, ws.now())
    note_in_list(ws)
    return made


def due(ws: Workspace) -> bool:
    """Say whether today's copy is still to be made."""
    last = ws.store.meta("backup")
    return last is None or ws.now() - from_moment(last) > EVERY or ws.now() < from_moment(last)


def daily(ws: Workspace) -> backup.Backup | None:
    """Make today's copy if it is due; raises BACKUP_FAILED."""
    return backup_now(ws) if due(ws) else None


def backups(home: Path, user_id: str) -> tuple[backup.Backup, ...]:
    """Return a person's copies, newest first."""
    from fieldapp.store import backup

    return tuple(backup.listed(Folders(home).user(user_id)))


def restore(home: Path, user_id: str, passphrase: str, path: Path | None = None, *, now: Now = utc_now) -> RestoreResult:
    """Put a copy (the newest good one when none is named) in place of the file and replay later changes from the journal.

    The old file is moved aside. A lost or spoilt key file is taken from beside the copy. Raises STORE_BUSY, BACKUP_NONE, BACKUP_BAD, WRONG_PASSPHRASE.
    """
    from fieldapp.store import backup
    from fieldapp.store.lock import FolderLock

    folder = Folders(home).user(user_id)
    lock = FolderLock(folder)
    lock.take()
    try:
        copies = [copy for copy in backup.listed(folder) if path is None or copy.path == path.resolve() or copy.path.name == path.name]
        if not copies:
            raise problems.BACKUP_BAD(name=path.name) if path is not None and backup.listed(folder) else problems.BACKUP_NONE()
        key = _key(folder, copies, passphrase)
        for copy in copies:
            try:
                backup.verify(copy.path, key)
            except problems.Problem:
                if copy is copies[-1]:
                    raise
                continue
            return RestoreResult(copy.at, backup.put_back(folder, copy.path, key, now()))
        raise problems.BACKUP_NONE()
    finally:
        lock.release()


def _key(folder: Path, copies: list[backup.Backup], passphrase: str) -> keys.DataKey:
    from fieldapp.store import keys

    own = folder / "key.json"
    try:
        return keys.read_key_file(own, passphrase)
    except problems.Problem as wrong:
        if wrong.kind is not problems.KEY_UNREADABLE:
            raise
    for copy in copies:
        beside = copy.path.with_suffix(".key.json")
        if beside.exists():
            key = keys.read_key_file(beside, passphrase)
            keys.write_durably(own, beside.read_bytes())
            return key
    raise problems.KEY_UNREADABLE()
