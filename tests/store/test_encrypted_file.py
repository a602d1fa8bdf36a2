"""The file on the disk: nothing readable in it, no other key opens it, and an unsafe or newer one is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from fieldapp import problems
from fieldapp.store import keys
from fieldapp.store.engine import gate, make_engine
from fieldapp.store.opening import Store
from tests.store.family import register

CANARY = "Kenari Rahasia Binti Contoh"


def test_no_name_and_no_number_stands_readable_in_any_file_while_open_or_closed(store: Store) -> None:
    register(store, CANARY)
    wanted = [text.encode(code) for text in (CANARY, CANARY.lower(), "1811020503790042") for code in ("utf-8", "utf-16-le")]
    for moment in ("open", "closed"):
        if moment == "closed":
            store.close()
        for path in store.folder.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                assert not any(word in content for word in wanted), (moment, path.name)


def test_another_key_does_not_open_it_and_says_so_as_damage(store: Store) -> None:
    register(store)
    store.close()
    with pytest.raises(problems.Problem) as refused:
        Store(store.folder, keys.new_key())
    assert refused.value.kind is problems.STORE_DAMAGED


def test_a_page_changed_on_the_disk_is_noticed_before_a_wrong_value_is_shown(store: Store) -> None:
    for number in range(30):
        register(store, f"Warga {number}", note="x" * 300)
    store.close()
    path = store.folder / "store.db"
    good = path.read_bytes()
    pages = len(good) // 4096
    for page in range(0, pages, max(pages // 20, 1)):
        spoilt = bytearray(good)
        spoilt[page * 4096 + 1234] ^= 1
        path.write_bytes(spoilt)
        assert _notices(store, path), page
    path.write_bytes(good)


def _notices(store: Store, path: Path) -> bool:
    """Read everything, as a person browsing would; True when the damage is told as such."""
    try:
        opened = Store(path.parent, store.key)
    except problems.Problem as told:
        return told.kind is problems.STORE_DAMAGED
    try:
        with opened.reading() as con:
            for table in ("household", "person", "outbox", "card", "meta", "search"):
                con.execute(sa.text(f"SELECT * FROM {table}")).all()
            return bool(con.execute(sa.text("PRAGMA cipher_integrity_check")).all())
    except problems.Problem as told:
        return told.kind is problems.STORE_DAMAGED
    finally:
        opened.engine.dispose()
        opened._lock.release()


def test_a_file_of_a_newer_pilar_is_refused_and_left_as_it_is(store: Store) -> None:
    register(store)
    with store.engine.begin() as con:
        con.exec_driver_sql("PRAGMA user_version = 99")
    store.close()
    before = (store.folder / "store.db").read_bytes()
    with pytest.raises(problems.Problem) as refused:
        Store(store.folder, store.key)
    assert refused.value.kind is problems.STORE_NEWER
    assert (store.folder / "store.db").read_bytes() == before


@pytest.mark.parametrize("pragma", ["synchronous=NORMAL", "synchronous=OFF", "mmap_size=1000000"])
def test_a_connection_that_could_lose_a_save_at_a_power_cut_is_refused(tmp_path: Path, key: keys.DataKey, pragma: str) -> None:
    engine = make_engine(tmp_path / "store.db", key.raw)
    sa.event.listen(engine, "connect", lambda con, _record: con.execute(f"PRAGMA {pragma}"))
    with engine.begin() as con:
        con.exec_driver_sql("CREATE TABLE t (a)")
    with pytest.raises(problems.Problem) as refused:
        gate(engine, tmp_path / "store.db")
    engine.dispose()
    assert refused.value.kind is problems.OLD_ENGINE


def test_a_second_program_cannot_open_the_same_file(store: Store) -> None:
    with pytest.raises(problems.Problem) as refused:
        Store(store.folder, store.key)
    assert refused.value.kind is problems.STORE_BUSY


def test_the_engine_that_ships_is_new_enough_and_encrypts() -> None:
    con = sqlcipher.connect(":memory:")
    assert sqlcipher.sqlite_version_info >= (3, 51, 3)
    assert con.execute("PRAGMA cipher_version").fetchone()[0]
    con.close()
