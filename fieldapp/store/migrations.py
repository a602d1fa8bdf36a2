"""Bringing an older file up to this program: one numbered step after another, each in its transaction, after a backup."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa

from fieldapp import problems
from fieldapp.store import cards
from fieldapp.store.tables import EXTRA_DDL, SCHEMA_VERSION, create, metadata

_SYNCED_THEN = ("dwelling", "household", "desil", "person", "visit", "assessment", "attachment", "document")
_NEW_THEN = {
    "dwelling": ("merged_into",),
    "household": ("kks_last4", "merged_into"),
    "person": ("guardian_id", "guardian_note", "merged_into"),
}


def _to_2(con: sa.Connection) -> None:
    """The register: records that turn out to be one, guardians, imports that can be undone; colleagues are no longer called pillars."""
    con.exec_driver_sql("ALTER TABLE pillar RENAME TO colleague")
    for name in _SYNCED_THEN:
        for column in ("batch_id", *_NEW_THEN.get(name, ())):
            con.exec_driver_sql(f"ALTER TABLE {name} ADD COLUMN {column} TEXT")
    for name in ("card", "search_row", "search"):  # derived: another key and another index, made anew from the records
        con.exec_driver_sql(f"DROP TABLE {name}")
    for name in ("person_household", "person_nik", "household_kk"):  # now with whose the number is
        con.exec_driver_sql(f"DROP INDEX {name}")
    metadata.create_all(con)
    for statement in EXTRA_DDL:
        con.exec_driver_sql(statement)
    for name in _SYNCED_THEN:
        for index in metadata.tables[name].indexes:
            index.create(con, checkfirst=True)
    cards.refresh_all(con)


STEPS: dict[int, Callable[[sa.Connection], None]] = {1: _to_2}  # from version n to n + 1


def version(engine: sa.Engine) -> int:
    """Return the schema version of a file; 0 when it is empty."""
    with engine.connect() as con:
        return int(con.exec_driver_sql("PRAGMA user_version").scalar() or 0)


def prepare(engine: sa.Engine, before_change: Callable[[], object]) -> None:
    """Make the schema in an empty file, or bring an older one up to date; raises STORE_NEWER and leaves a newer file untouched."""
    found = version(engine)
    if found > SCHEMA_VERSION:
        raise problems.STORE_NEWER()
    if found == 0:
        with engine.begin() as con:
            create(con)
        return
    if found < SCHEMA_VERSION:
        before_change()
    for number in range(found, SCHEMA_VERSION):
        with engine.begin() as con:
            STEPS[number](con)
            con.exec_driver_sql(f"PRAGMA user_version = {number + 1}")
