"""Opens the office's memory: one encrypted file by itself, or a PostgreSQL that is told to keep what it accepted."""

from __future__ import annotations

import json
import os
import random
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection

from fieldapp import problems
from fieldapp.store.engine import gate, make_engine

T = TypeVar("T")
MIGRATIONS = Path(__file__).parent / "migrations"
REVISION = "0001"  # the newest step; at this one Alembic is not even imported
SAFE_SETTINGS = ("fsync", "full_page_writes", "synchronous_commit")
_RETRIES = 12
_AGAIN = {"40001", "40P01", "23505"}  # serialisation, deadlock, two who made the same row at once


@dataclass(frozen=True, slots=True)
class Keys:
    """The two random keys of an office's folder: of its file and of its photos (32 bytes each)."""

    database: bytes
    blobs: bytes


def read_keys(folder: Path) -> Keys:
    """Return the keys of this folder, making them at the first start; raises KEY_UNREADABLE when there is data but no readable key."""
    path = folder / "keys.json"
    if not path.exists():
        if (folder / "office.db").exists():
            raise problems.KEY_UNREADABLE()
        _write_keys(path, {"v": 1, "database": secrets.token_hex(32), "blobs": secrets.token_hex(32)})
    try:
        told = json.loads(path.read_text("utf-8"))
        keys = Keys(bytes.fromhex(told["database"]), bytes.fromhex(told["blobs"]))
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise problems.KEY_UNREADABLE() from wrong
    if len(keys.database) != 32 or len(keys.blobs) != 32:
        raise problems.KEY_UNREADABLE()
    return keys


def _write_keys(path: Path, told: dict[str, object]) -> None:
    # Whole or not at all: a key file cut in the middle would lose the office.
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        json.dump(told, out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)


def _open_postgres(address: str) -> sa.Engine:
    try:
        url = make_url(address)
    except ArgumentError as wrong:
        raise problems.DATABASE_UNREACHABLE() from wrong
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise problems.DATABASE_UNREACHABLE()
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"), pool_size=8, max_overflow=24, pool_pre_ping=True, hide_parameters=True
    )
    try:
        with engine.connect() as connection:
            for setting in SAFE_SETTINGS:
                value = connection.exec_driver_sql(f"SHOW {setting}").scalar_one()
                if value == "off":
                    raise problems.DATABASE_UNSAFE(setting=setting, value=value)
    except OperationalError as wrong:
        engine.dispose()
        raise problems.DATABASE_UNREACHABLE() from wrong
    except problems.Problem:
        engine.dispose()
        raise
    return engine


def _collided(wrong: Exception) -> bool:
    """Say whether two transactions met, so that the later one may simply run again."""
    return isinstance(wrong, IntegrityError) or getattr(getattr(wrong, "orig", None), "sqlstate", None) in _AGAIN


def _told(wrong: Exception) -> Exception:
    """Return SERVER_BUSY for a database that does not answer, and what is our own mistake as it is."""
    return problems.SERVER_BUSY() if isinstance(wrong, (OperationalError, NoConnection)) else wrong


def _revision(connection: sa.Connection) -> str | None:
    """Return at which step these tables are, or None for an empty database."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _upgrade(connection: sa.Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as unknown:  # a step that only a newer Pilar knows
        raise problems.STORE_NEWER() from unknown


class Database:
    """The office's tables, open and at this version's shape.

    ``address`` is a PostgreSQL URL, or None for the encrypted file ``office.db`` in the folder. Raises DATABASE_UNREACHABLE,
    DATABASE_UNSAFE, STORE_DAMAGED, STORE_NEWER.
    """

    def __init__(self, folder: Path, key: bytes, address: str | None = None) -> None:
        self.engine = _open_postgres(address) if address else make_engine(folder / "office.db", key)
        try:
            self._migrate()
            if not self.postgres:
                gate(self.engine, folder / "office.db")
        except BaseException:
            self.engine.dispose()
            raise

    @property
    def postgres(self) -> bool:
        """Whether this is PostgreSQL."""
        return self.engine.dialect.name == "postgresql"

    def _migrate(self) -> None:
        try:
            with self.engine.begin() as connection:
                if _revision(connection) != REVISION:
                    _upgrade(connection)
        except DBAPIError as wrong:
            raise problems.STORE_DAMAGED(backup="-") from wrong

    def write(self, work: Callable[[sa.Connection], T]) -> T:
        """Run work in one transaction and return what it returns, again when others were in the way; raises SERVER_BUSY in the end."""
        for attempt in range(_RETRIES):
            try:
                with self.engine.begin() as connection:
                    return work(connection)
            except (DBAPIError, NoConnection) as wrong:
                if not _collided(wrong):
                    raise _told(wrong) from wrong
            time.sleep(random.uniform(0.002, 0.02) * (attempt + 1))  # noqa: S311 - only spreads the tries
        raise problems.SERVER_BUSY()

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Give one unchanging view of everything; raises SERVER_BUSY when the database does not answer."""
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True} if self.postgres else {"readonly": True}
        try:
            with self.engine.connect().execution_options(**options) as connection, connection.begin():
                yield connection
        except (DBAPIError, NoConnection) as wrong:
            raise _told(wrong) from wrong

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()
