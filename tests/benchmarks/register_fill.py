"""Puts the made-up kabupaten into an encrypted store: page by page as the office tells it, or whole, straight into the tables."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from fieldapp.domain.merge import Row
from fieldapp.sample.kabupaten import KABUPATEN, Family, Kabupaten, Record
from fieldapp.services import accounts
from fieldapp.services.workspace import Workspace
from fieldapp.store import cards, feed
from fieldapp.store.rows import values_of
from fieldapp.store.tables import SYNCED

# Everything it opens is made up.
PASSPHRASE = "sungai musi pasang surut pagi"
LOGIN, PREFIX = "dinsos", "BA001"
PAGE = 1000  # records in a page of the feed, as the sync engine asks for
FAMILIES_AT_ONCE = 20_000  # what one transaction takes
_OWN_ROOT = frozenset({"dwelling", "household", "person"})
Step = Callable[[str], None]


def account(home: Path) -> Workspace:
    """Make the laptop of the office of the whole kabupaten, with nobody in it."""
    home.mkdir(parents=True, exist_ok=True)
    told = accounts.Profile(LOGIN, "Nurhayati", "Kepala Bidang, Dinas Sosial", "coordinator_kabupaten", (KABUPATEN,), PREFIX)
    return accounts.create_account(home, told, PASSPHRASE)


def reopened(home: Path) -> Workspace:
    """Unlock that laptop."""
    return accounts.unlock(home, accounts.account(home, LOGIN).user_id, PASSPHRASE)


def _root(record: Record) -> str:
    return record.id if record.entity in _OWN_ROOT else record.data["household_id"]


def events(families: Iterable[Family]) -> Iterator[dict[str, Any]]:
    """Yield the records as events of the office's feed."""
    records = (record for family in families for record in family.records)
    for seq, record in enumerate(records, 1):
        yield {
            "entity": record.entity, "id": record.id, "bucket": f"{record.region_id}/general", "root": _root(record), "data": record.data,
            "tags": record.tags, "seq": seq, "gone": None,
        }  # fmt: skip


def by_feed(ws: Workspace, kabupaten: Kabupaten) -> tuple[int, float]:
    """Take everything in as a sync does, page by page with its derived lines; return the records and the seconds without making them up."""
    told, count, taken = events(kabupaten.families()), 0, 0.0
    while page := list(islice(told, PAGE)):
        started = time.perf_counter()
        with ws.writing() as con:
            cards.refresh(con, feed.take_in(con, page))
        taken += time.perf_counter() - started
        count += len(page)
    return count, taken


class _Lines:
    """The statement that puts records of one noun into their table, and how a record becomes its line."""

    def __init__(self, con: sa.Connection, entity: str) -> None:
        table = SYNCED[entity]
        self.entity, self.names = entity, [column.name for column in table.columns]
        self.sql = f"INSERT INTO {entity} ({', '.join(self.names)}) VALUES ({', '.join('?' * len(self.names))})"
        self.written = [(column.name, column.type.bind_processor(con.dialect)) for column in table.columns]
        self.waiting: list[tuple[Any, ...]] = []

    def add(self, record: Record, seq: int) -> None:
        """Write a record as the store itself writes what the office tells."""
        row = Row((record.region_id, "general"), _root(record), record.data, record.tags)
        values = values_of(self.entity, record.id, row, seq, 0)
        self.waiting.append(tuple(process(values.get(name)) if process else values.get(name) for name, process in self.written))

    def flush(self, con: sa.Connection) -> None:
        """Send what was added."""
        con.connection.executemany(self.sql, self.waiting)  # type: ignore[attr-defined]
        self.waiting.clear()


def whole(ws: Workspace, kabupaten: Kabupaten, step: Step = lambda _text: None) -> dict[str, float]:
    """Put everybody into the tables and let the store derive its lines and words; return the seconds of both."""
    told, started, seq = kabupaten.families(), time.perf_counter(), 0
    while some := list(islice(told, FAMILIES_AT_ONCE)):
        with ws.writing() as con:
            con.exec_driver_sql("PRAGMA cache_size=-400000")  # KiB; only while filling
            lines = {entity: _Lines(con, entity) for entity in SYNCED}
            for number, family in enumerate(some, 1):
                for record in family.records:
                    seq += 1
                    lines[record.entity].add(record, seq)
                if number % 500 == 0 or number == len(some):
                    for line in lines.values():
                        line.flush(con)
        step(f"{seq} catatan, {time.perf_counter() - started:.0f} dtk")
    filled = time.perf_counter()
    with ws.writing() as con:
        cards.refresh_all(con)
    step(f"turunan {time.perf_counter() - filled:.0f} dtk")
    return {"tables": filled - started, "derived": time.perf_counter() - filled}
