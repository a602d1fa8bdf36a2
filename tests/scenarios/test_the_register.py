"""A village operator's week with the register: found however it is spelt, never kept twice, imported, corrected, taken back."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from fieldapp.exchange import importing
from fieldapp.services import duplicates, finding, imports, matches, merging
from fieldapp.services.households import household, household_ids
from fieldapp.services.imports import Choices
from fieldapp.services.registration import NewPerson, add_person
from fieldapp.services.timeline import timeline
from fieldapp.services.visits import finish_visit
from tests.services.stage import VILLAGE, Clock, family, filled_draft, open_laptop, typed_person

FIRST = (
    "Agus",
    "Budi",
    "Cahyo",
    "Dewi",
    "Eko",
    "Fitri",
    "Gunawan",
    "Hartini",
    "Indra",
    "Joko",
    "Kartini",
    "Lestari",
    "Maman",
    "Ningsih",
    "Oman",
)
LAST = (
    "Santoso",
    "Wibowo",
    "Saputra",
    "Handayani",
    "Prasetyo",
    "Kusuma",
    "Hidayat",
    "Rahayu",
    "Siregar",
    "Nasution",
    "Ginting",
    "Wenda",
    "Tabuni",
)
HEADINGS = ("No", "NAMA LENGKAP", "No. KTP", "No KK", "JK", "Tgl Lahir", "Hubungan", "RT/RW", "Dusun")
WRONG = 37


@pytest.fixture
def ws(tmp_path: Path):
    opened = open_laptop(tmp_path / "rumah", Clock(), "sri", role="village_operator", regions=(VILLAGE,))
    yield opened
    opened.close()


def _people(count: int) -> list[list[object]]:
    """Return rows as an office would have typed them: families of four, days written in two ways, every name once in its year."""
    chance = random.Random(1811)
    rows: list[list[object]] = []
    for n in range(count):
        home, place = divmod(n, 4)
        born = date(1950, 1, 1) + timedelta(days=chance.randrange(25_000))
        sex = "LP"[n % 2]
        day = born.day + (40 if sex == "P" else 0)
        nik = f"181102{day:02d}{born.month:02d}{born.year % 100:02d}{n % 9000 + 100:04d}"
        kk = f"181102{home % 28 + 1:02d}{home % 12 + 1:02d}19{home % 9000 + 1000:04d}"
        name = f"{FIRST[n % len(FIRST)]} {LAST[(n // len(FIRST)) % len(LAST)]} {n:04d}".translate(str.maketrans("0123456789", "abcdefghij"))
        told = born.strftime("%d/%m/%Y") if n % 3 else born.isoformat()
        relation = ("Kepala Keluarga", "Istri", "Anak", "Anak")[place]
        rows.append([n + 1, name.title(), nik, kk, sex, told, relation, f"{home % 9 + 1:03d}/001", "Sumber Rejo"])
    return rows


def _sheet(path: Path, rows: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("Warga")
        page.write(0, 0, "DAFTAR WARGA DESA")
        for at, heading in enumerate(HEADINGS):
            page.write(1, at, heading)
        for line, row in enumerate(rows, start=2):
            for at, value in enumerate(row):
                page.write(line, at, value)
    return path


def _spoilt(rows: list[list[object]]) -> list[list[object]]:
    """Spoil the same 37 rows each time: lost digits, a day that does not exist, no name, no such sex."""
    made = [list(row) for row in rows]
    for number in range(WRONG):
        row = made[number * 27]
        kind = number % 4
        if kind == 0:
            row[2] = str(row[2])[:15]
        elif kind == 1:
            row[5] = "31/02/1990"
        elif kind == 2:
            row[1] = ""
        else:
            row[4] = "X"
    return made


def _read(ws, path: Path):
    opened = importing.open_file(ws, path)
    return opened, importing.plan(ws, importing.read(ws, opened, region=VILLAGE))


def test_a_name_is_found_however_it_is_spelt(ws):
    home = family(ws, "Muhammad Slamet")
    for typed in ("moh slamet", "M. Slamet", "muh. slamet", "slamet moh", "MOCH SLAMET", "slamt"):
        assert [card.id for card in finding.page(ws, finding.Query(text=typed)).cards] == [home], typed


def test_whoever_is_here_already_is_shown_with_the_reason_while_typing(ws):
    family(ws, "Muhammad Slamet Riyadi", head={"birth_date": date(1981, 3, 5)})
    typed = NewPerson(name="Moh. Slamet Riyadi", birth_date=date(1981, 3, 5))
    (match,) = matches.likely_matches(ws, typed, region_id=VILLAGE)
    assert match.name == "Muhammad Slamet Riyadi"
    assert "tanggal lahir sama" in match.why


def test_two_records_are_merged_and_a_month_later_taken_apart_exactly(tmp_path):
    clock = Clock()
    ws = open_laptop(tmp_path / "rumah", clock)
    try:
        first = family(ws, "Muhammad Slamet Riyadi", head={"birth_date": date(1981, 3, 5)})
        second = family(ws, "Moh. Slamet Riyadi", phone="081399990000", head={"birth_date": date(1981, 3, 5)})
        add_person(ws, second, typed_person(name="Sulastri", nik="", no_nik_reason="dokumen hilang", sex="2", relation="3"))
        finish_visit(ws, filled_draft(ws, second))
        before = [household(ws, one) for one in (first, second)]
        entries = [[entry.id for entry in timeline(ws, one, limit=50)] for one in (first, second)]
        duplicates.look_for_pairs(ws)
        (pair,) = (*duplicates.pairs(ws, "household").cards, *duplicates.pairs(ws, "person").cards)
        assert pair.why
        form = merging.merge_form(ws, "household", first, second)
        merge_id = merging.merge(
            ws, "household", first, second, take=["phone"], pairs=[(one.first_id, one.second_id) for one in form.pairs]
        )
        assert len(household(ws, first).members) == 2
        assert household_ids(ws, "sulastri") == (first,)
        clock.turn(days=31)
        merging.undo(ws, merge_id)
        after = [household(ws, one) for one in (first, second)]
        assert [view.members for view in after] == [view.members for view in before]
        assert [(view.phone, view.visits, view.kk, view.name) for view in after] == [(v.phone, v.visits, v.kk, v.name) for v in before]
        kept = [[entry.id for entry in timeline(ws, one, limit=50)] for one in (first, second)]
        assert all(set(was) <= set(now) for was, now in zip(entries, kept, strict=True))
    finally:
        ws.close()


def test_a_messy_sheet_of_a_thousand_comes_in_its_wrong_rows_go_back_and_the_batch_is_undone(ws, tmp_path):
    rows = _people(1000)
    opened, plan = _read(ws, _sheet(tmp_path / "warga.xlsx", _spoilt(rows)))
    assert not opened.remembered
    assert plan.wrong_rows == WRONG
    done = importing.take_in(ws, opened, plan, Choices(skip_wrong=True))
    held = 4 * WRONG  # a family waits whole for its wrong row: none comes in with a hole
    assert done.persons == 1000 - held
    back = tmp_path / "perbaiki.xlsx"
    assert importing.write_wrong(opened, plan, back) == held
    page = openpyxl.load_workbook(back).active
    lines = list(page.iter_rows(values_only=True))
    assert lines[1][: len(HEADINGS)] == HEADINGS
    assert lines[1][len(HEADINGS)] == "Alasan ditolak"
    told = [line for line in lines[2:] if line[0]]
    reasons = [str(line[len(HEADINGS)]) for line in told]
    assert len(told) == held
    assert sum(not reason.startswith("Baris ini benar") for reason in reasons) == WRONG
    assert all(reasons)

    corrected = [rows[int(line[0]) - 1] for line in told]
    again, second = _read(ws, _sheet(tmp_path / "sudah-benar.xlsx", corrected))
    assert again.remembered
    assert second.wrong_rows == 0
    assert importing.take_in(ws, again, second, Choices(weak="new", strong="new")).persons == held
    assert finding.count(ws, finding.Query()) == 250
    for batch in imports.batches(ws):
        imports.undo(ws, batch.id)
    assert household_ids(ws) == ()


def test_a_nik_shared_by_twenty_changes_nobody(ws, tmp_path):
    home = family(ws, "Yohanes Kambu", head={"nik": "1811020503790042", "no_nik_reason": "", "birth_date": date(1979, 3, 5)})
    rows = _people(20)
    for row in rows:
        row[2] = "1811020503790042"
    _opened, plan = _read(ws, _sheet(tmp_path / "palsu.xlsx", rows))
    assert plan.wrong_rows == 20
    assert household(ws, home).name == "Yohanes Kambu"
