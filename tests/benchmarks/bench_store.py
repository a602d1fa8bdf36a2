"""What encryption and the outgoing change cost, and how soon a name is found among a hundred thousand."""

from __future__ import annotations

import atexit
import random
import tempfile
from pathlib import Path

import sqlalchemy as sa

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.merge import Row
from fieldapp.store import cards, keys, search
from fieldapp.store.engine import connect
from fieldapp.store.opening import Store
from fieldapp.store.rows import values_of, write_many
from tests.benchmarks.measure import Beside, benchmark, median_ms

DESA = "18.11.02.2002"
FIRST = (
    "Suparman",
    "Sulastri",
    "Moh. Slamet",
    "Muhammad Ridwan",
    "Tukiyem",
    "Ni Luh",
    "Yohanes",
    "Dewi",
    "Bambang",
    "Siti",
    "Karsinem",
    "Agus",
    "Wahyu",
)
LAST = (
    "",
    "Santoso",
    "Handayani",
    "Wirjodiprojo",
    "Lestari",
    "Purnamawati",
    "Hidayat",
    "Lumbantoruan",
    "Sudarsana",
    "Puspita",
    "Setiaji",
    "Riyadi",
)


def _store(folder: Path) -> Store:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "key.json").write_text("{}")
    store = Store(folder, keys.new_key(), room=0)
    store.become(new_id(), "LT001")
    return store


def crowded(folder: Path) -> Store:
    """A store with 100,000 persons in 30,000 families, written as if they had come from the office."""
    store = _store(folder)
    chance = random.Random(1)
    with store.writing() as con:
        ids = []
        for start in range(0, 30_000, 3_000):
            homes, people = [], []
            for number in range(start, start + 3_000):
                home = new_id()
                ids.append(home)
                members = [new_id() for _member in range(4 if number % 3 == 0 else 3)]
                data = {"kk": f"1811022307{number:06d}", "rt": f"{number % 20:03d}", "rw": "001", "head_id": members[0]}
                homes.append(values_of("household", home, Row((DESA, "general"), home, data), number + 1, 0))
                for order, member in enumerate(members):
                    name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}".strip()
                    told = {
                        "household_id": home,
                        "name": name,
                        "relation": str(order + 1),
                        "nik": f"1811020503{number % 100:02d}{order:01d}{number % 10000:03d}",
                    }
                    people.append(values_of("person", member, Row((DESA, "general"), member, told), number + 1, 0))
            write_many(con, "household", homes)
            write_many(con, "person", people)
        cards.refresh(con, ids)
    return store


_CROWD: dict[str, Store] = {}


def _crowd() -> Store:
    """The crowded store, made once for all benchmarks; it outlives the folder of the first one."""
    if "store" not in _CROWD:
        place = tempfile.TemporaryDirectory()
        atexit.register(place.cleanup)
        _CROWD["store"] = crowded(Path(place.name) / "crowd")
    return _CROWD["store"]


def _find(store: Store, text: str) -> list[str]:
    with store.reading() as con:
        return search.household_ids(con, text, None, "name")


@benchmark("cari tiga huruf, 100.000 warga", unit="ms", limit=50)
def search_three_letters(folder: Path) -> float:
    store = _crowd()
    return median_ms(lambda: _find(store, "wir"))


@benchmark("cari nama salah eja, 100.000 warga", unit="ms", limit=50)
def search_misspelt(folder: Path) -> float:
    store = _crowd()
    return median_ms(lambda: _find(store, "moh slamet"))


@benchmark("cari satu huruf, 100.000 warga", unit="ms", limit=150)
def search_one_letter(folder: Path) -> float:
    store = _crowd()
    return median_ms(lambda: _find(store, "s"))


@benchmark("cari 8 angka NIK yang dimiliki semua 100.000 warga", unit="ms", limit=150)
def search_digits_of_everybody(folder: Path) -> float:
    store = _crowd()
    return median_ms(lambda: _find(store, "18110205"))


@benchmark("cari nomor KK, 100.000 warga", unit="ms", limit=50)
def search_a_number(folder: Path) -> float:
    store = _crowd()
    return median_ms(lambda: _find(store, "1811022307012345"))


@benchmark("daftar 30.000 keluarga, urut nama", unit="ms", limit=150)
def list_everybody(folder: Path) -> float:
    store = _crowd()
    return median_ms(lambda: _find(store, ""))


@benchmark("simpan satu isian dengan op-nya", unit="ms", rival="commit SQLCipher kosong")
def save_with_its_op(folder: Path) -> Beside:
    store = _store(folder / "one")
    home = new_id()
    with store.transaction() as act:
        act.add(nouns.Household(id=home, root_id=home, region_id=DESA, head_id=home))
        act.add(nouns.Person(id=new_id(), root_id=home, region_id=DESA, household_id=home, name="Suparman", relation="1"))
    count = iter(range(1_000_000))

    def save() -> None:
        with store.transaction() as act:
            act.change(nouns.Household, home, {"note": f"catatan {next(count)}"})

    bare = connect(folder / "bare.db", store.key.raw)
    bare.execute("CREATE TABLE t (id TEXT PRIMARY KEY, note TEXT)")
    bare.execute("INSERT INTO t VALUES ('a', '')")

    def commit() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("UPDATE t SET note = ?", (f"catatan {next(count)}",))
        bare.execute("COMMIT")

    ours, theirs = median_ms(save, rounds=101), median_ms(commit, rounds=101)
    bare.close()
    store.close()
    return Beside(ours, theirs)


@benchmark("simpan satu isian draf", unit="ms", rival="commit SQLCipher kosong")
def save_a_draft_answer(folder: Path) -> Beside:
    from fieldapp.store import drafts

    store = _store(folder / "draft")
    with store.writing() as con:
        drafts.start(con, "d", "h", "2026-11-23", ["kunjungan_rumah"], "2026-11-23T00:00:00.000Z")
    count = iter(range(1_000_000))

    def save() -> None:
        with store.writing() as con:
            drafts.put_answer(con, "d", "kunjungan_rumah", "kunjungan/tujuan", f"isian {next(count)}", "2026-11-23T00:00:00.000Z")

    bare = connect(folder / "bare.db", store.key.raw)
    bare.execute("CREATE TABLE t (id TEXT PRIMARY KEY, note TEXT)")
    bare.execute("INSERT INTO t VALUES ('a', '')")

    def commit() -> None:
        bare.execute("BEGIN IMMEDIATE")
        bare.execute("UPDATE t SET note = ?", (f"catatan {next(count)}",))
        bare.execute("COMMIT")

    ours, theirs = median_ms(save, rounds=101), median_ms(commit, rounds=101)
    bare.close()
    store.close()
    return Beside(ours, theirs)


@benchmark("buka berkas dengan 100.000 warga", unit="ms", limit=300)
def open_a_crowded_file(folder: Path) -> float:
    store = _crowd()
    folder_of, key = store.folder, store.key
    store.close()

    def reopen() -> None:
        opened = Store(folder_of, key, room=0)
        with opened.reading() as con:
            con.execute(sa.text("SELECT count(*) FROM colleague")).scalar()
        opened.close()

    taken = median_ms(reopen)
    _CROWD["store"] = Store(folder_of, key, room=0)
    return taken
