"""Sheets of the known formats are recognised, grouped for the services, and come back cell for cell."""

from dataclasses import replace

import openpyxl
import pytest

from fieldapp import problems
from fieldapp.exchange import bdt, codec, lists, regsosek
from fieldapp.exchange.book import read_book
from fieldapp.exchange.formats import NAMES, formats, recognise
from fieldapp.exchange.layout import format_named
from fieldapp.exchange.parsed import (
    ParsedDweller,
    ParsedHousehold,
    ParsedPerson,
    ParsedPlace,
    ParsedProgramme,
    ParsedRecipient,
    ParsedSupplement,
)
from tests.exchange import sheets as made

KK, OTHER_KK = "1811021507150001", "1811021507150002"
ANI, BUDI = "1811024503810042", "1811020503840007"


def filled(of, rows=3):
    """Return sheets of a format with every cell of some rows filled in."""
    told = {
        layout.name: [tuple(f"{row}{column % 7}" for column in range(len(layout.headings))) for row in range(1 if layout.labels else rows)]
        for layout in of.sheets
    }
    return codec.fresh(of, told)


def as_cells(path):
    """Return everything a person sees in a workbook: names, cells with their kind, merged cells."""
    book = openpyxl.load_workbook(path)
    return {
        page.title: (
            {cell.coordinate: (cell.data_type, cell.value) for row in page.iter_rows() for cell in row if cell.value is not None},
            sorted(str(merged) for merged in page.merged_cells.ranges),
        )
        for page in book
    }


@pytest.mark.parametrize("name", NAMES)
def test_a_file_written_and_read_and_written_again_is_the_same_cell_by_cell(tmp_path, name):
    of = format_named(name)
    sheets = filled(of)
    codec.write(tmp_path / "a.xlsx", sheets)
    read = codec.read(read_book(tmp_path / "a.xlsx"), of)
    assert read == sheets
    codec.write(tmp_path / "b.xlsx", read)
    assert as_cells(tmp_path / "b.xlsx") == as_cells(tmp_path / "a.xlsx")
    assert codec.read(read_book(tmp_path / "b.xlsx"), of) == read


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_of_a_written_sheet_is_text(tmp_path, name):
    codec.write(tmp_path / "a.xlsx", filled(format_named(name)))
    kinds = {kind for cells, _merged in as_cells(tmp_path / "a.xlsx").values() for kind, _value in cells.values()}
    assert kinds == {"s"}


@pytest.mark.parametrize("name", NAMES)
def test_each_format_is_recognised_among_the_others(tmp_path, name):
    codec.write(tmp_path / "a.xlsx", filled(format_named(name)))
    (first, certainty), *others = recognise(read_book(tmp_path / "a.xlsx"))
    assert (first.name, certainty) == (name, 1.0)
    assert all(less < 0.7 for _other, less in others)
    assert [one.name for one, _less in others].count("lain") == 1


def test_a_residents_sheet_of_the_village_system_is_recognised_with_a_column_missing(tmp_path):
    headings = [name for name in made.HEADINGS if name != "suku"]
    path = made.write(tmp_path / "a.xlsx", made.family(1), headings=headings, above=["DATA PENDUDUK"])
    first, certainty = recognise(read_book(path))[0]
    assert first.name == "penduduk"
    assert 0.9 < certainty < 1.0


def test_titles_above_the_headings_and_empty_rows_come_back_where_they_stood(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Peserta"
    for row in (["DAFTAR KHUSUS"], [], ["Peserta", "Keterangan"], [ANI, "lansia"], [], [BUDI, "anak"]):
        page.append(row)
    page.merge_cells("A1:B1")
    book.save(tmp_path / "a.xlsx")
    of = format_named("tambahan")
    read = codec.read(read_book(tmp_path / "a.xlsx"), of)
    assert [row.number for row in read.sheets[0].rows] == [4, 6]
    codec.write(tmp_path / "b.xlsx", read)
    assert as_cells(tmp_path / "b.xlsx") == as_cells(tmp_path / "a.xlsx")


def test_columns_in_another_order_are_read_by_their_headings_and_strangers_are_named(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["STATUS HUBUNGAN DALAM RUMAH TANGGA", "hobi", "NIK", "Nomor Rumah Tangga", "Alasan ditolak"],
        ["1", "catur", ANI, "7", "x"],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    read = codec.read(read_book(tmp_path / "a.xlsx"), format_named("rtm"))
    assert lists.dwellers(read) == [ParsedDweller(row=2, nik=ANI, number="7", relation="1")]
    assert read.notes == ("Lembar Sheet: kolom yang tidak dikenal tidak diambil: hobi.",)


def test_a_book_without_any_sheet_of_the_format_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["resep", "bumbu"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(problems.Problem) as refused:
        codec.read(read_book(tmp_path / "a.xlsx"), bdt.form())
    assert refused.value.kind is problems.SHEET_NO_TABLE


# BDT


def bdt_rows(*rows):
    """Return BDT sheets of rows told by heading."""
    names = bdt.headings()
    assert all(name in names for row in rows for name in row)
    return codec.fresh(bdt.form(), {"Sheet1": [tuple(row.get(name, "") for name in names) for row in rows]})


def test_bdt_has_its_101_columns_and_the_kolom_row(tmp_path):
    codec.write(tmp_path / "a.xlsx", bdt_rows({"ID rumah tangga": "1", "Nama ART": "Ani"}))
    cells, merged = as_cells(tmp_path / "a.xlsx")["Sheet1"]
    assert len(bdt.headings()) == 101
    assert (cells["A1"][1], cells["CW1"][1]) == ("ruta_6", "Status dalam pekerjaan")
    assert (cells["A2"], cells["B2"], cells["CW2"]) == (("s", "KOLOM"), ("s", "2"), ("s", "101"))
    assert (cells["B3"], merged) == (("s", "1"), [])


def test_bdt_rows_become_households_with_their_people():
    one = {
        "ID rumah tangga": "18110220020001",
        "Desa/Kelurahan": "Sungai Cambai",
        "Kode Desa/Kelurahan": "1811022002",
        "Nama SLS": "RT 003",
        "Nama KRT": "Ani",
        "Status bangunan": "1",
        "percentile": "12",
    }
    ani = {"Nama ART": "Ani", "NIK": ANI, "jenis kelamin": "2", "Status perkawinan": "4", "Hubungan dengan kepala keluarga": "1"}
    budi = {"Nama ART": "Budi", "NIK": "0", "jenis kelamin": "1", "Status perkawinan": "9", "Hubungan dengan kepala keluarga": "2"}
    (family, second) = bdt.households(bdt_rows(one | ani, one | budi, {"ID rumah tangga": "2", "Nama ART": "Cici"}))
    assert (family.key, family.head_name) == ("18110220020001", "Ani")
    assert family.place == ParsedPlace(village="Sungai Cambai", village_code="1811022002", sls="RT 003")
    assert family.answers == {"Status bangunan": "1", "percentile": "12"}
    assert family.members[0].known == {"name": "Ani", "nik": ANI, "sex": "2", "marital": "4", "relation": "1"}
    assert family.members[0].answers["jenis kelamin"] == "2"
    assert family.members[1].known == {"name": "Budi", "sex": "1"}  # a relation of two codes here, and no NIK: nothing is guessed
    assert family.rows == (("Sheet1", 3), ("Sheet1", 4))
    assert family.problems == ()
    assert [one.name for one in second.members] == ["Cici"]


def test_household_columns_that_differ_between_two_people_are_told():
    one = {"ID rumah tangga": "1", "Jenis kloset": "1", "Nama ART": "Ani"}
    (family,) = bdt.households(bdt_rows(one, one | {"Jenis kloset": "2", "Nama ART": "Budi"}))
    (problem,) = family.problems
    assert problem.told == ("baris 4, kolom Jenis kloset: Jenis kloset berbeda dari baris 3 pada keluarga yang sama. Samakan kedua baris.")
    assert family.answers["Jenis kloset"] == "1"


def test_a_bdt_row_without_household_is_told_and_joins_no_other():
    families = bdt.households(bdt_rows({"Nama ART": "Ani"}, {"Nama ART": "Budi"}))
    assert [family.problems[0].told.partition(":")[0] for family in families] == [
        "baris 3, kolom ID rumah tangga",
        "baris 4, kolom ID rumah tangga",
    ]


def test_bdt_households_are_written_as_they_were_read(tmp_path):
    sheets = filled(bdt.form(), rows=1)
    (family,) = bdt.households(sheets)
    assert bdt.sheets_of([family]) == sheets
    codec.write(tmp_path / "a.xlsx", bdt.sheets_of([family]))
    assert bdt.households(codec.read(read_book(tmp_path / "a.xlsx"), bdt.form())) == [family]


def test_headings_with_their_column_number_behind_them_are_bdt_too(tmp_path):
    book = openpyxl.Workbook()
    book.active.append([f"{heading} ({at})" for at, heading in enumerate(bdt.headings(), 1)])
    book.active.append(["" if heading != "NIK" else ANI for heading in bdt.headings()])
    book.save(tmp_path / "a.xlsx")
    read = codec.read(read_book(tmp_path / "a.xlsx"), bdt.form())
    assert read.sheets[0].heads[0][1][:2] == ("ruta_6 (1)", "ID rumah tangga (2)")
    assert [(row.number, row.cells[80]) for row in read.sheets[0].rows] == [(2, ANI)]


# Regsosek


def family_card(kk=KK, **more):
    return ParsedHousehold(
        key=kk,
        answers={"nama sls/non sls": "RT 003", "301a": "1", "501a": "1", "501a Bulan": "03", "2 Catatan": "sepi"},
        members=(ParsedPerson(row=4, name="Ani", nik=ANI, answers={"401": "01", "405": "2", "408": "2", "409": "1", "431f": "99"}),),
        **more,
    )


def test_regsosek_has_five_sheets_with_their_heading_rows_and_merged_cells(tmp_path):
    codec.write(tmp_path / "a.xlsx", regsosek.sheets_of([family_card()]))
    told = as_cells(tmp_path / "a.xlsx")
    assert list(told) == [
        "1.keterangan tempat", "2.keterangan petugas", "3.keterangan perumahan", "4.ket sos-ek anggota", "5.keikutsertaan program dll",
    ]  # fmt: skip
    assert told["3.keterangan perumahan"][1] == ["K1:M2"]
    assert told["1.keterangan tempat"][0]["CE1"] == ("s", "VI. CATATAN")
    assert told["5.keikutsertaan program dll"][0]["A5"] == ("s", KK)
    assert told["4.ket sos-ek anggota"][0]["C4"] == ("s", "Ani")


def test_regsosek_sheets_are_joined_by_the_family_card(tmp_path):
    codec.write(tmp_path / "a.xlsx", regsosek.sheets_of([family_card(), family_card(OTHER_KK)]))
    first, second = regsosek.households(codec.read(read_book(tmp_path / "a.xlsx"), regsosek.form()))
    assert (first.key, first.head_name, first.place.sls) == (KK, "Ani", "RT 003")
    assert first.answers == family_card().answers
    assert first.members[0].answers["431f"] == "99"
    assert first.members[0].known == {"name": "Ani", "nik": ANI, "sex": "2", "marital": "2", "relation": "1"}
    assert first.problems == ()
    assert second.key == OTHER_KK
    assert dict(first.rows) == {
        "1.keterangan tempat": 3, "2.keterangan petugas": 3, "3.keterangan perumahan": 4, "5.keikutsertaan program dll": 5,
        "4.ket sos-ek anggota": 4,
    }  # fmt: skip


def test_every_answer_of_regsosek_comes_back_from_a_family(tmp_path):
    sheets = filled(regsosek.form(), rows=1)
    kk = {"no kartu keluarga": KK}
    joined = replace(
        sheets,
        sheets=tuple(
            replace(one, rows=tuple(replace(row, cells=tuple(kk.get(h, c) for h, c in zip(layout.headings, row.cells, strict=True))) for row in one.rows))
            for one, layout in zip(sheets.sheets, regsosek.form().sheets, strict=True)
        ),
    )  # fmt: skip
    assert regsosek.sheets_of(regsosek.households(joined)) == joined


def test_a_family_card_in_one_sheet_and_not_in_another_is_told():
    told = codec.fresh(
        regsosek.form(),
        {
            "1.keterangan tempat": [("", "", KK, *[""] * 80)],
            "4.ket sos-ek anggota": [(OTHER_KK, "01", "Ani", *[""] * 53)],
        },
    )
    first, second = regsosek.households(told)
    assert {problem.sentence for problem in first.problems} == {
        "Nomor KK ini ada di lembar 1.keterangan tempat, tetapi tidak ada di lembar 2.keterangan petugas. Lengkapi kedua lembar.",
        "Nomor KK ini ada di lembar 1.keterangan tempat, tetapi tidak ada di lembar 3.keterangan perumahan. Lengkapi kedua lembar.",
        "Nomor KK ini ada di lembar 1.keterangan tempat, tetapi tidak ada di lembar 4.ket sos-ek anggota. Lengkapi kedua lembar.",
        "Nomor KK ini ada di lembar 1.keterangan tempat, tetapi tidak ada di lembar 5.keikutsertaan program dll. Lengkapi kedua lembar.",
    }
    assert {(problem.sheet, problem.row, problem.shown) for problem in second.problems} == {("4.ket sos-ek anggota", 4, "1811••••••••0002")}


def test_a_family_card_twice_in_a_sheet_of_families_is_told():
    sheets = regsosek.sheets_of([family_card(), family_card()])
    (family,) = regsosek.households(sheets)
    assert ("3.keterangan perumahan", 5) in {(one.sheet, one.row) for one in family.problems}
    assert len(family.members) == 2


# Aid, RTM, supplements


def test_an_aid_programme_comes_with_its_recipients(tmp_path):
    programme = ParsedProgramme(
        number="7", name="BLT DD", target="2", note="2026", source="4", starts_on="2026-01-01", ends_on="2026-12-31"
    )
    people = [ParsedRecipient(row=2, subject=KK, card_no="K-1", nik=ANI, name="Ani", birth_place="Mesuji", birth_date="1981-03-05")]
    codec.write(tmp_path / "a.xlsx", lists.aid_sheets(programme, people))
    cells, _merged = as_cells(tmp_path / "a.xlsx")["Program"]
    assert (cells["A2"][1], cells["B2"][1], cells["A8"][1], "B8" in cells) == ("Nama Program", "BLT DD", "###", False)
    read = codec.read(read_book(tmp_path / "a.xlsx"), format_named("bantuan"))
    assert lists.programme(read) == programme
    assert lists.recipients(read) == people


def test_an_aid_programme_with_unknown_target_and_no_name_says_where():
    told = lists.programme(lists.aid_sheets(ParsedProgramme(target="9", starts_on="kemarin"), []))
    assert [(one.row, one.column) for one in told.problems] == [(2, "Nama Program"), (3, "Sasaran Program"), (6, "Rentang Waktu (Awal)")]


def test_rtm_carries_its_list_of_codes(tmp_path):
    people = [ParsedDweller(row=2, nik=ANI, number="7", relation="1"), ParsedDweller(row=3, nik=BUDI, number="7", relation="2")]
    codec.write(tmp_path / "a.xlsx", lists.rtm_sheets(people))
    assert as_cells(tmp_path / "a.xlsx")["Kode Data"][0]["B1"] == ("s", "Status Hubungan Dalam Rumah Tangga")
    assert lists.dwellers(codec.read(read_book(tmp_path / "a.xlsx"), format_named("rtm"))) == people


def test_supplement_lines_without_a_subject_are_told():
    good, bad = lists.supplements(
        lists.supplement_sheets([ParsedSupplement(row=2, subject=ANI, note="x"), ParsedSupplement(row=3, subject="", note="y")])
    )
    assert good.problems == ()
    assert bad.problems[0].told == "baris 3, kolom Peserta: Peserta belum diisi."


def test_a_nik_spoilt_in_a_known_format_is_told_by_row_and_column(tmp_path):
    book = openpyxl.Workbook()
    for row in (
        ["NIK", "NOMOR RUMAH TANGGA", "STATUS HUBUNGAN DALAM RUMAH TANGGA"],
        [1811024503810042, "1", "1"],
        [181102450381004, 2.0, 1],
    ):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    first, second = lists.dwellers(codec.read(read_book(tmp_path / "a.xlsx"), format_named("rtm")))
    assert first.problems[0].told.startswith("baris 2, kolom NIK: NIK tersimpan sebagai angka, angka terakhirnya hilang.")
    assert second.problems[0].told.startswith("baris 3, kolom NIK: NIK tersimpan sebagai angka, tinggal 15 angka.")
    assert (second.number, second.relation) == ("2", "1")


def test_every_format_has_a_title_and_sheets():
    assert [(one.name, len(one.sheets)) for one in formats()] == [
        ("penduduk", 1), ("bdt_2015", 1), ("regsosek_2022_k", 5), ("bantuan", 2), ("rtm", 2), ("tambahan", 1),
    ]  # fmt: skip
    assert all(one.title for one in formats())
