"""The village recap, read back from the PDF; its totals counted again from its rows."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from unicodedata import is_normalized

import pytest

from fieldapp import reports
from fieldapp.reports import fonts
from fieldapp.reports.long_table import rows_on_pages
from tests.reports import samples
from tests.reports.reading import GIVEN, ink, pages, qr, recap, size_mm, words


@pytest.mark.parametrize(
    ("paper", "orientation", "size"),
    [("A4", "landscape", (297, 210)), ("F4", "landscape", (330, 215)), ("A4", "portrait", (210, 297)), ("F4", "portrait", (215, 330))],
)
@pytest.mark.parametrize("rows", [0, 1, 15, 60])
def test_the_recap_comes_on_the_paper_that_was_asked_for(paper: str, orientation: str, size: tuple[int, int], rows: int) -> None:
    printed = recap(rows, paper=paper, orientation=orientation)
    assert size_mm(printed) == size
    assert printed.pages == len(pages(printed))
    assert min(ink(printed, printed.pages - 1, 50)) > 5


def test_a_village_without_families_says_so() -> None:
    told = words(recap(0))
    assert "Belum ada keluarga tercatat di wilayah ini." in told
    assert "Belum ada kunjungan pada masa ini." in told
    assert "Jumlah keluarga: 0 (nol)." in told


def test_the_heading_names_village_and_period() -> None:
    told = words(recap(3))
    assert "Desa Sungai Cambai, Kec. Mesuji Timur, Kab. Mesuji, Lampung" in told
    assert "Masa 1 November 2026 sampai 30 November 2026" in told


def test_the_title_says_what_kind_of_place_it_is() -> None:
    village = samples.village(1)
    for region, title in (("18.11.02.2002", "REKAP DESA"), ("18.11.02", "REKAP KECAMATAN"), ("16.03.02.1001", "REKAP KELURAHAN")):
        assert title in words(reports.village_recap(replace(village, region_id=region), **GIVEN))


def test_two_thousand_families_are_all_there_under_headings_on_every_page() -> None:
    printed = recap(2000)
    told = pages(printed)
    numbers = [int(line) for page in told for line in page.splitlines() if re.fullmatch(r"\d{1,4}", line)]
    assert [count for count in range(1, 2001) if count not in set(numbers)] == []
    for nth, page in enumerate(told, 1):
        assert "Kepala keluarga" in page
        assert "(indikatif)" in page
        assert f"Halaman {nth} dari {printed.pages}" in page
    assert sum(page.count("1811••••••••") for page in told) == sum(bool(row.kk) for row in samples.village(2000).rows)


def test_the_totals_are_those_of_the_rows() -> None:
    rows = samples.village(2000).rows
    told = words(recap(2000))
    for label, count in (
        ("Keluarga", 2000),
        ("Jiwa", sum(row.members for row in rows)),
        ("Dikunjungi masa ini", sum(row.visits > 0 for row in rows)),
        ("Belum pernah", sum(row.last_visit is None for row in rows)),
        ("Jumlah kunjungan", sum(row.visits for row in rows)),
        ("Layak huni", sum(row.house == "ok" for row in rows)),
        ("Tidak layak huni", sum(row.house == "bad" for row in rows)),
        ("Belum dinilai", sum(row.house in {"", "unknown"} for row in rows)),
        ("Desil 1", sum(row.desil == "1" for row in rows)),
        ("Belum ada desil", sum(not row.desil for row in rows)),
    ):
        assert f"{label} {count:,}".replace(",", ".") in told
    assert "Jumlah keluarga: 2.000 (dua ribu)." in told


def test_a_long_name_is_cut_where_its_column_ends() -> None:
    village = samples.village(1)
    long = replace(village, rows=(replace(village.rows[0], name="Kartosuwiryo " * 8),))
    told = words(reports.village_recap(long, **GIVEN))
    shown = re.search(r"(Kartosuwiryo [\w ]*…)", told)
    assert shown
    assert 20 < len(shown[1]) < 60


def test_a_hostile_name_is_printed_as_written() -> None:
    village = samples.village(2)
    hostile = replace(village, rows=tuple(replace(row, name="<b>&amp; (a\\)😀") for row in village.rows))
    assert words(reports.village_recap(hostile, **GIVEN)).count("<b>&amp; (a\\)☐") == 2


def test_letters_beyond_the_first_two_hundred_and_fifty_six_are_still_printed_right() -> None:
    strange = [chr(code) for code in sorted(fonts.known()) if chr(code).isalpha() and is_normalized("NFC", chr(code))][:500]
    village = samples.village(50)
    named = replace(
        village, rows=tuple(replace(row, name="".join(strange[nth * 10 : nth * 10 + 10])) for nth, row in enumerate(village.rows))
    )
    told = words(reports.village_recap(named, **GIVEN))
    assert all("".join(strange[start : start + 10]) in told for start in range(0, 500, 10))


@pytest.mark.parametrize("count", [*range(40), 200])
def test_the_closing_part_never_stands_without_rows_and_no_row_is_lost(count: int) -> None:
    first, later, tail = 18, 27, 15
    plan = list(rows_on_pages(count, first, later, tail))
    assert sum(plan) == count
    assert plan[0] <= first
    assert all(rows <= later for rows in plan[1:])
    assert plan[-1] <= (first if len(plan) == 1 else later) - tail
    if count >= 2:
        assert plan[-1] >= 2


def test_the_table_ends_above_what_closes_it_and_above_the_footer() -> None:
    for count in range(1, 60, 4):
        last = pages(recap(count, paper="A4"))[-1]
        places = [last.index(part) for part in ("Kepala keluarga", "Jumlah keluarga:", "Mengetahui,", "Pindai untuk")]
        assert all(earlier < later for earlier, later in pairwise(places))


def test_the_same_village_gives_the_same_bytes_and_one_changed_row_another_digest() -> None:
    first, village = recap(120), samples.village(120)
    assert recap(120).pdf == first.pdf
    changed = replace(village, rows=(*village.rows[:-1], replace(village.rows[-1], members=9)))
    assert reports.village_recap(changed, **GIVEN).sha256 != first.sha256


def test_the_qr_of_the_last_page_can_be_scanned() -> None:
    printed = recap(60)
    assert qr(printed, printed.pages - 1).endswith(printed.sha256[:32])
