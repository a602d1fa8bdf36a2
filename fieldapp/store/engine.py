"""Opening the encrypted file: the right key, the safe settings, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from fieldapp import problems

OLDEST_SQLITE = (3, 51, 3)  # earlier ones can corrupt a WAL that two connections reset at once
PLAIN_HEADER = b"SQLite format 3\x00"
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "cache_size=-16000",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "recursive_triggers=ON",
    "mmap_size=0",
)


def check_engine() -> None:
    """Refuse a SQLite with the WAL-reset bug or without encryption; raises OLD_ENGINE."""
    if sqlcipher.sqlite_version_info < OLDEST_SQLITE:
        raise problems.OLD_ENGINE(found=sqlcipher.sqlite_version)


def connect(path: Path, key: bytes, *, read_only: bool = False) -> Any:
    """Open one connection with the raw 32-byte key and the safe settings; raises the driver's DatabaseError when the key does not fit."""
    con = sqlcipher.connect(
        f"file:{path.as_posix()}?mode=ro" if read_only else str(path),
        uri=read_only,
        check_same_thread=False,
        timeout=15,
        isolation_level=None,
    )
    try:
        con.execute("PRAGMA cipher_log_level = NONE")
        con.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        if not con.execute("PRAGMA cipher_version").fetchone():
            raise problems.OLD_ENGINE(found="tanpa sandi")
        con.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for pragma in () if read_only else PRAGMAS:
            con.execute(f"PRAGMA {pragma}").fetchall()
        con.enable_load_extension(False)
    except BaseException:
        con.close()
        raise
    return con


def make_engine(path: Path, key: bytes) -> sa.Engine:
    """Return an engine over the encrypted file; transactions begin IMMEDIATE unless the execution option ``readonly`` is set."""
    check_engine()
    engine = sa.create_engine(URL.create("sqlite", database=str(path)), module=sqlcipher, poolclass=QueuePool, pool_size=4, max_overflow=8)

    @event.listens_for(engine, "do_connect")
    def _open(_dialect: Any, _record: Any, _args: Any, _params: Any) -> Any:
        return connect(path, key)

    @event.listens_for(engine, "begin")
    def _begin(con: sa.Connection) -> None:
        options = con.get_execution_options()
        if options.get("isolation_level") != "AUTOCOMMIT":
            con.exec_driver_sql("BEGIN" if options.get("readonly") else "BEGIN IMMEDIATE")

    return engine


def gate(engine: sa.Engine, path: Path) -> None:
    """Refuse to work on a file that is not encrypted or not safe against a power cut; raises OLD_ENGINE."""
    with engine.connect() as con:
        synchronous = con.exec_driver_sql("PRAGMA synchronous").scalar()
        mapped = con.exec_driver_sql("PRAGMA mmap_size").scalar()
        journal = con.exec_driver_sql("PRAGMA journal_mode").scalar()
    with path.open("rb") as file:
        plain = file.read(16) == PLAIN_HEADER
    if synchronous != 2 or mapped not in (0, None) or journal != "wal" or plain:
        raise problems.OLD_ENGINE(found=f"synchronous={synchronous}, mmap={mapped}, {journal}")


@contextmanager
def told_plainly(folder: Path) -> Iterator[None]:
    """Turn what the driver says about disk and damage into Problems a person can act on."""
    try:
        yield
    except sa.exc.DBAPIError as wrong:
        problem = read_driver(str(wrong.orig), folder)
        if problem is None:
            raise
        raise problem from wrong


def read_driver(text: str, folder: Path) -> problems.Problem | None:
    """Return the Problem behind the driver's words, or None when it is our own mistake."""
    low = text.lower()
    if "disk is full" in low or "disk i/o error" in low or "no space" in low:
        return problems.DISK_FULL(mb=200)
    if "readonly database" in low or "unable to open" in low:
        return problems.STORE_READ_ONLY(folder=folder.name)
    if "not a database" in low or "malformed" in low or "hmac" in low or "vtable constructor failed" in low:
        return problems.STORE_DAMAGED(backup="-")
    return None
