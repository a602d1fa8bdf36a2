"""Measures Pilar with a whole kabupaten in it: 837,062 made-up people of Banyuasin, every figure beside its aim.

    python -m tests.benchmarks.register [--people 837062] [--keep folder]

With ``--keep`` the filled store stays in the folder and is used again; nothing measured changes it.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from fieldapp.domain.names import fold
from fieldapp.sample.kabupaten import PERSONS, SEED, Kabupaten, as_incoming
from fieldapp.sample.peoples import misspelt
from fieldapp.services import finding, households, matches, recap, timeline, today
from fieldapp.services.checking import NewPerson
from fieldapp.services.regions import region_name
from fieldapp.services.workspace import Workspace
from tests.benchmarks import register_fill as fill

HEADER = "| yang diukur | angka | satuan | batas | rasio |\n|---|---:|---|---:|---:|"
SHEET_ROWS, FEED_ROWS, QUERIES, TYPED = 10_000, 50_000, 200, 60
ROWS_IN_SIGHT = 20
PATIENCE = 90.0  # seconds for one kind of measurement; what was not reached by then is told
KINDS = ("satu huruf", "dua huruf", "tiga huruf", "kata utuh", "dua kata", "salah eja", "NIK", "nomor KK", "desa", "RT/RW")


@dataclass
class Table:
    """The lines printed so far, and whether every aim was met."""

    kept: bool = True
    figures: dict[str, float] = field(default_factory=dict)

    def say(self, name: str, figure: float, unit: str, aim: float | None = None, *, more_is_better: bool = False) -> None:
        """Print one line; a ratio of 1.00 or less is good."""
        ratio = None if aim is None else aim / figure if more_is_better else figure / aim
        told = "" if ratio is None else f"{ratio:.2f}{'' if ratio <= 1 else ' **lewat**'}"
        self.kept = self.kept and (ratio is None or ratio <= 1)
        self.figures[name] = figure
        print(f"| {name} | {figure:,.4g} | {unit} | {'' if aim is None else f'{aim:,g}'} | {told} |", flush=True)


def resident_mb() -> float:
    """Return what this process holds in memory, in MB; zero where the system does not tell."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def _ms(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _p95(times: list[float]) -> float:
    return sorted(times)[min(int(len(times) * 0.95), len(times) - 1)]


def _spread(table: Table, name: str, times: list[float], aim: float | None = None) -> None:
    table.say(f"{name}, p50 dari {len(times)}", statistics.median(times), "ms")
    table.say(f"{name}, p95", _p95(times), "ms", aim)


# Who is asked for


def _drawn(ws: Workspace, chance: random.Random, count: int) -> list[sa.Row[Any]]:
    """Return some of the people with their family's numbers, the same for the same seed."""
    query = sa.text(
        "SELECT p.id, p.name, p.nik, p.birth_date, p.sex, p.region_id, h.kk, h.rt, h.rw FROM person p JOIN household h ON h.id = p.household_id "
        "WHERE p.rowid IN :rows ORDER BY p.rowid"
    ).bindparams(sa.bindparam("rows", expanding=True))
    with ws.reading() as con:
        last = con.exec_driver_sql("SELECT max(rowid) FROM person").scalar() or 0
        found = con.execute(query, {"rows": sorted(chance.sample(range(1, last + 1), min(count, last)))}).all()
    return chance.sample(list(found), len(found))


def queries(people: list[sa.Row[Any]], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield what is typed, of every kind in turn: (kind, text)."""
    for number, person in enumerate(people):
        words = fold(person.name).split()
        name = {
            "satu huruf": words[0][:1], "dua huruf": words[0][:2], "tiga huruf": words[0][:3], "kata utuh": words[0],
            "dua kata": " ".join((words * 2)[:2]), "salah eja": misspelt(chance, person.name), "NIK": person.nik or person.kk, "nomor KK": person.kk,
            "desa": region_name(person.region_id), "RT/RW": f"RT {person.rt} RW {person.rw}",
        }  # fmt: skip
        kind = KINDS[number % len(KINDS)]
        yield kind, name[kind]


# What is measured


def _find(ws: Workspace, text: str, limit: int = ROWS_IN_SIGHT) -> None:
    """Look for what was typed: the families that stand first, as many as are in sight."""
    finding.page(ws, finding.Query(text), limit=limit)


def find(ws: Workspace, table: Table, chance: random.Random) -> None:
    """Type 200 queries letter by letter; every letter is one search."""
    people, started = _drawn(ws, chance, QUERIES), time.perf_counter()
    times: dict[str, list[float]] = defaultdict(list)
    slowest = (0.0, "")
    typed = 0
    for kind, text in queries(people, chance):
        for end in range(1, len(text) + 1):
            if text[end - 1] == " ":
                continue
            taken = _ms(lambda end=end, text=text: _find(ws, text[:end]))
            times[kind].append(taken)
            slowest = max(slowest, (taken, f"{kind}: {end} huruf"))
        typed += 1
        if time.perf_counter() - started > PATIENCE:
            print(f"(cari: berhenti sesudah {typed} dari {len(people)} pertanyaan, {PATIENCE:.0f} dtk)", flush=True)
            break
    for kind in KINDS:
        if times[kind]:
            table.say(f"cari {kind}, p95 tiap ketukan", _p95(times[kind]), "ms", 10)
    _spread(table, "cari, semua ketukan", [taken for some in times.values() for taken in some], 10)
    table.say(f"cari, ketukan terlama ({slowest[1]})", slowest[0], "ms")
    whole = [text for _kind, text in queries(people, random.Random(SEED))][:50]
    _spread(table, "cari, halaman penuh 200 baris", [_ms(lambda text=text: _find(ws, text, 200)) for text in whole])
    _spread(
        table,
        "jumlah yang cocok, di samping jendela",
        [_ms(lambda text=text: finding.count(ws, finding.Query(text))) for text in whole],
        250,
    )
    _spread(table, "penyaring dengan jumlahnya, di samping jendela", [_ms(lambda: finding.chips(ws)) for _n in range(3)], 1000)


def villages_and_families(ws: Workspace, table: Table, chance: random.Random) -> None:
    """Open the page of villages, of families, and the recap of the largest village."""
    with ws.reading() as con:
        sizes = con.exec_driver_sql("SELECT region_id, count(*) FROM card GROUP BY region_id ORDER BY 2 DESC, 1").all()
    some = [region for region, _count in chance.sample(list(sizes), min(60, len(sizes)))] + [sizes[0][0]]

    for order in finding.ORDERS[:3]:

        def village(region: str, order: finding.Order = order) -> None:
            finding.page(ws, finding.Query(region=region), order=order, limit=ROWS_IN_SIGHT)

        _spread(
            table, f"halaman desa, {finding.order_label(order).lower()}", [_ms(lambda region=region: village(region)) for region in some], 5
        )
    with ws.reading() as con:
        homes = con.exec_driver_sql("SELECT household_id FROM card ORDER BY household_id").scalars().all()
    chosen = chance.sample(list(homes), min(200, len(homes)))
    _spread(table, "halaman keluarga", [_ms(lambda home=home: households.household(ws, home)) for home in chosen], 10)
    _spread(table, "garis waktu keluarga", [_ms(lambda home=home: timeline.timeline(ws, home)) for home in chosen[:80]], 10)
    region, count = sizes[0]
    year = date(2026, 1, 1), date(2026, 12, 31)
    taken = statistics.median(_ms(lambda: recap.village_recap(ws, region, period=year)) for _round in range(5))
    table.say(f"rekap satu desa, {count} keluarga", taken, "ms", 100)


def duplicates(ws: Workspace, table: Table, chance: random.Random) -> None:
    """Ask who is here already, while names, days and numbers of known people are typed with slips of the pen."""
    times, found, asked, started = [], 0, 0, time.perf_counter()
    for person in _drawn(ws, chance, TYPED):
        name = misspelt(chance, person.name)
        born = date.fromisoformat(person.birth_date)
        forms = [NewPerson(name=name[:end]) for end in range(3, len(name) + 1)]
        forms += [
            NewPerson(name=name, birth_date=born, sex=person.sex),
            NewPerson(name=name, birth_date=born, sex=person.sex, nik=person.nik or ""),
        ]
        times += [_ms(lambda form=form, person=person: matches.likely_matches(ws, form, region_id=person.region_id)) for form in forms]
        asked += 1
        found += any(match.person_id == person.id for match in matches.likely_matches(ws, forms[-1], region_id=person.region_id))
        if time.perf_counter() - started > PATIENCE:
            break
    _spread(table, "periksa ganda sambil mengetik", times, 50)
    table.say(f"orang yang sama ditemukan, dari {asked} yang salah eja", found, "orang")


def window(ws: Workspace, table: Table, chance: random.Random) -> None:
    """Paint the list of families offscreen: all of them, and after a search."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from ui.households.listing import ListPane
    from ui.start import application

    app = application()
    pane = ListPane(ws)
    pane.resize(312, 768)
    pane.show()

    def painted(look: Callable[[], None]) -> float:
        shown: list[int] = []
        pane.records.model.modelReset.connect(lambda: shown.append(1))

        def wait() -> None:
            look()
            latest = time.perf_counter() + PATIENCE
            while not shown and time.perf_counter() < latest:
                app.processEvents()
            pane.records.view.viewport().repaint()

        taken = _ms(wait)
        pane.records.model.modelReset.disconnect()
        return taken

    table.say("daftar semua keluarga, sampai barisnya tergambar, pertama kali", painted(pane.refresh), "ms")
    table.say("daftar semua keluarga, sampai barisnya tergambar", statistics.median(painted(pane.refresh) for _n in range(5)), "ms", 100)
    texts = [fold(person.name)[:3] for person in _drawn(ws, chance, 25)]
    table.say(
        "cari tiga huruf, sampai barisnya tergambar, p95", _p95([painted(lambda text=text: pane.look(text)) for text in texts]), "ms", 100
    )
    pane.close()


def sheet_in(home: Path, table: Table, people: int) -> None:
    """Take a residents sheet of 10,000 rows in, on a copy of the store so that the kept one stays as it is."""
    from fieldapp.exchange.residents import import_residents, read_residents, write_residents

    rows = min(SHEET_ROWS, people)
    village = "16.07.01.2001"
    with tempfile.TemporaryDirectory(prefix="pilar-") as place:
        shutil.copytree(home, Path(place) / "home", ignore=shutil.ignore_patterns("lock"))
        sheet = Path(place) / "penduduk.xlsx"
        write_residents(sheet, (as_incoming(family, village) for family in Kabupaten(rows, SEED + 90).families()))
        ws = fill.reopened(Path(place) / "home")
        started = time.perf_counter()
        read = read_residents(sheet, today=ws.today(), village=village)
        between = time.perf_counter()
        taken = import_residents(ws, read, skip_wrong=True)
        ended = time.perf_counter()
        ws.close()
    table.say(f"lembar penduduk {read.rows} baris: membaca dan memeriksa", between - started, "dtk")
    table.say(f"lembar penduduk: menyimpan {taken.households} keluarga, {taken.persons} orang", ended - between, "dtk")
    table.say("lembar penduduk, semuanya", ended - started, "dtk", 15 * rows / SHEET_ROWS)
    table.say("lembar penduduk", read.rows / (ended - started), "baris/dtk")


def feed_in(table: Table, people: int) -> None:
    """Take a slice of the office's feed in, page by page with all derived lines."""
    with tempfile.TemporaryDirectory(prefix="pilar-") as place:
        ws = fill.account(Path(place))
        # A person brings about one further record: the house, the card, the decile.
        count, taken = fill.by_feed(ws, Kabupaten(min(FEED_ROWS // 2, people)))
        ws.close()
    table.say(f"umpan pusat, {count} catatan dengan turunannya", count / taken, "catatan/dtk", 5000, more_is_better=True)


def sizes(ws: Workspace, table: Table) -> None:
    """Tell what the file holds: its bytes, those of each noun by a sample of its lines, of the word index, and how many lie in the bin."""
    table.say("berkas store.db", ws.store.path.stat().st_size / 1e6, "MB")
    with ws.reading() as con:
        for name in ("person", "household", "dwelling", "desil"):
            count = con.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar() or 0
            columns = [column.name for column in fill.SYNCED[name].columns]
            length = " + ".join(f"coalesce(length({column}), 0)" for column in columns)
            all_of_it, tags = con.exec_driver_sql(f"SELECT avg({length}), avg(length(tags)) FROM (SELECT * FROM {name} LIMIT 3000)").one()
            table.say(f"{name}: {count:,} catatan, isi kira-kira", count * (all_of_it or 0) / 1e6, "MB")
            table.say(f"{name}: dari itu tanda op (tags)", count * (tags or 0) / 1e6, "MB")
        table.say("indeks kata", (con.exec_driver_sql("SELECT sum(length(block)) FROM search_data").scalar() or 0) / 1e6, "MB")
        binned = sum(con.exec_driver_sql(f"SELECT count(*) FROM {name} WHERE deleted").scalar() or 0 for name in ("person", "household"))
    table.say("di keranjang", binned, "catatan")


def measure(home: Path, table: Table, people: int) -> None:
    """Measure everything on a filled store, reading before writing."""
    chance = random.Random(SEED)
    empty = resident_mb()
    opened: list[Workspace] = []
    table.say("buka kunci (Argon2id) dan berkas", _ms(lambda: opened.append(fill.reopened(home))), "ms", 1000)
    ws = opened[0]
    table.say("Beranda siap sesudah buka kunci, pertama kali", _ms(lambda: today.beranda(ws)), "ms", 1000)
    table.say("Beranda lagi", statistics.median(_ms(lambda: today.beranda(ws)) for _n in range(5)), "ms", 100)
    table.say("memori sesudah buka (kosongnya " + f"{empty:.0f})", resident_mb(), "MB", 250)
    find(ws, table, chance)
    villages_and_families(ws, table, chance)
    duplicates(ws, table, chance)
    window(ws, table, chance)
    table.say("memori sesudah semuanya, dengan jendela", resident_mb(), "MB", 250)
    sizes(ws, table)
    ws.close()
    sheet_in(home, table, people)
    feed_in(table, people)


def _filled(home: Path, people: int) -> dict[str, float]:
    """Fill the store in a process of its own, so that its memory is not ours; a store kept from before is used as it is."""
    note = home / "filled.json"
    if not note.exists():
        if (home / "users").exists():
            raise SystemExit("Folder itu berisi laptop yang bukan buatan pengukuran ini, atau pengisiannya terputus.")
        subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.register", "--fill", "--people", str(people), "--keep", str(home)], check=True
        )
    told: dict[str, float] = json.loads(note.read_text())
    if told["people"] != people:
        raise SystemExit(f"Folder itu berisi {told['people']:.0f} orang, bukan {people}.")
    return told


def _fill(home: Path, people: int) -> None:
    ws = fill.account(home)
    told = fill.whole(ws, Kabupaten(people), lambda text: print(f"mengisi: {text}", file=sys.stderr, flush=True))
    ws.close()
    (home / "filled.json").write_text(json.dumps({"people": people, **told}))


def main(words: list[str]) -> int:
    """Fill where needed, measure, print; return 1 when an aim is missed."""
    reader = argparse.ArgumentParser(prog="python -m tests.benchmarks.register", description=__doc__)
    reader.add_argument("--people", type=int, default=PERSONS)
    reader.add_argument("--keep", type=Path)
    reader.add_argument("--fill", action="store_true", help=argparse.SUPPRESS)
    told = reader.parse_args(words)
    if told.fill:
        _fill(told.keep, told.people)
        return 0
    table = Table()
    with tempfile.TemporaryDirectory(prefix="pilar-") as place:
        home = told.keep or Path(place) / "home"
        filled = _filled(home, told.people)
        print(
            f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {told.people:,} orang\n\n{HEADER}", flush=True
        )
        table.say("mengisi tabel, dengan mengarang orangnya", told.people / filled["tables"], "orang/dtk")
        table.say("turunan dari semuanya (kartu, kata)", filled["derived"], "dtk", 360 * told.people / PERSONS)
        measure(home, table, told.people)
    return 0 if table.kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
