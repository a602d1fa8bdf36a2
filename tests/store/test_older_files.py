"""A file of an older Pilar opens in this one, with everything that was in it."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from fieldapp.store import migrations
from fieldapp.store.tables import SCHEMA_VERSION, metadata

THEN = Path(__file__).with_name("schema_1.sql")


def _old_file(tmp_path: Path) -> sa.Engine:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'lama.db'}")
    with engine.begin() as con:
        con.connection.executescript(THEN.read_text("utf-8"))
        con.exec_driver_sql("INSERT INTO pillar(id, name, region) VALUES ('u1', 'Ratna Dewi', '18.11.02')")
        con.exec_driver_sql(
            "INSERT INTO person(id, root_id, region_id, bucket_class, name, seq, tags, extra, pending, deleted) "
            "VALUES ('p1', 'p1', '18.11.02.2002', 'general', 'Suparman', 0, '{}', '{}', 0, 0)"
        )
    return engine


def test_a_first_schema_file_becomes_the_schema_of_a_new_file_and_keeps_its_people(tmp_path: Path) -> None:
    """Every table, column and index of a new file is there afterwards, nothing of the old file is missing, a backup came first."""
    engine, backups = _old_file(tmp_path), []
    migrations.prepare(engine, lambda: backups.append("made"))
    fresh = sa.create_engine("sqlite://")
    with fresh.begin() as con:
        metadata.create_all(con)
    with engine.connect() as con, fresh.connect() as new:
        assert migrations.version(engine) == SCHEMA_VERSION
        now, wanted = sa.inspect(con), sa.inspect(new)
        for name in wanted.get_table_names():
            assert {c["name"] for c in now.get_columns(name)} == {c["name"] for c in wanted.get_columns(name)}, name
            assert {i["name"] for i in now.get_indexes(name)} == {i["name"] for i in wanted.get_indexes(name)}, name
        assert con.exec_driver_sql("SELECT name FROM colleague").scalars().all() == ["Ratna Dewi"]
        assert con.exec_driver_sql("SELECT name, merged_into FROM person").all() == [("Suparman", None)]
    assert backups == ["made"]
