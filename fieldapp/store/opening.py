"""One person's opened file: the lock, the key, the engine, the clock, and the doors to read and write."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from nacl.encoding import HexEncoder
from nacl.signing import SigningKey

from fieldapp import problems
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import HybridClock, Now, utc_now
from fieldapp.store import cards, migrations
from fieldapp.store.backup import write_backup
from fieldapp.store.blobs import Blobs
from fieldapp.store.engine import gate, make_engine, told_plainly
from fieldapp.store.journal import Journal
from fieldapp.store.keys import DataKey
from fieldapp.store.lock import FolderLock
from fieldapp.store.transaction import Author, Transaction, get_meta, put_meta

ROOM_NEEDED = 32 * 1024 * 1024  # bytes free on the disk, else nothing is begun


class Store:
    """An opened store. Close it: that writes the WAL back, frees the lock and forgets the key."""

    def __init__(self, folder: Path, key: DataKey, *, now: Now = utc_now, room: int = ROOM_NEEDED) -> None:
        """Open the file in this folder, making it when there is none.

        Raises STORE_BUSY, STORE_DAMAGED, STORE_NEWER, STORE_READ_ONLY, DISK_FULL, OLD_ENGINE.
        """
        self.folder = folder
        self.path = folder / "store.db"
        self.key = key
        self.now = now
        self._lock = FolderLock(folder)
        self._lock.take()
        try:
            self._check_room(room)
            self.engine = make_engine(self.path, key.raw)
            self.blobs = Blobs(folder / "blobs", key)
            self.journal = Journal(folder / "journal.bin", key)
            with told_plainly(folder):
                migrations.prepare(self.engine, lambda: write_backup(self, now()))
                gate(self.engine, self.path)
                self.author = self._author()
        except BaseException:
            if hasattr(self, "engine"):
                self.engine.dispose()
            self._lock.release()
            raise

    def _check_room(self, room: int) -> None:
        if shutil.disk_usage(self.folder).free < room:
            raise problems.DISK_FULL(mb=room // (1024 * 1024))

    def _author(self) -> Author:
        with self.engine.begin() as con:
            if get_meta(con, "device") is None:
                put_meta(con, "device", new_id())
                put_meta(con, "device_key", SigningKey.generate().encode(HexEncoder).decode())
            device = get_meta(con, "device")
            key = SigningKey(get_meta(con, "device_key"), encoder=HexEncoder)
            return Author(
                get_meta(con, "user", ""),
                device,
                key,
                HybridClock(device, self.now, get_meta(con, "clock", "")),
                get_meta(con, "prefix", "LT000"),
            )

    def become(self, user_id: str, prefix: str) -> None:
        """Say whose store this is, once, when the account is made."""
        with self.writing() as con:
            put_meta(con, "user", user_id)
            put_meta(con, "prefix", prefix)
        self.author.user_id, self.author.prefix = user_id, prefix

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One act: what is recorded inside becomes visible together when the block ends, or not at all."""
        with told_plainly(self.folder):
            with self.engine.begin() as con:
                act = Transaction(con, self.author)
                yield act
                if act.touched:
                    cards.refresh(con, act.touched)
                act.finish()
            self.journal.append(act.written)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Write what is not synced (drafts, settings, the feed coming in); everything or nothing."""
        with told_plainly(self.folder), self.engine.begin() as con:
            yield con

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Read one consistent state of the file."""
        with told_plainly(self.folder), self.engine.connect().execution_options(readonly=True) as con, con.begin():
            yield con

    def meta(self, name: str, default: Any = None) -> Any:
        """Read a one-off fact."""
        with self.reading() as con:
            return get_meta(con, name, default)

    def put_meta(self, name: str, value: Any) -> None:
        """Write a one-off fact."""
        with self.writing() as con:
            put_meta(con, name, value)

    def close(self) -> None:
        """Write the WAL back into the file and let go."""
        try:
            with told_plainly(self.folder), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as con:
                con.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            self.engine.dispose()
            self._lock.release()
