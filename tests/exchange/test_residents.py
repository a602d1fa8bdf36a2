"""The residents sheet comes in whole or not at all, with every wrong row told, and goes out cell for cell."""

from dataclasses import fields
from datetime import date

import openpyxl
import pytest

from fieldapp import problems
from fieldapp.domain.nouns import Household, Person
from fieldapp.exchange.resident_columns import HEADINGS
from fieldapp.exchange.residents import import_residents, read_residents, write_residents
from fieldapp.exchange.wrong_rows import write_wrong_rows
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson
from tests.exchange import sheets

TODAY = date(2026, 11, 23)


def read(tmp_path, rows, **how):
    return read_residents(sheets.write(tmp_path / "warga.xlsx", rows, **how), today=TODAY, village=sheets.VILLAGE)


def cells_of(path):
    return [["" if cell is None else cell for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows(values_only=True)]


def test_a_clean_sheet_gives_its_families(tmp_path):
    sheet = read(tmp_path, sheets.family(1) + sheets.family(2, members=2))
    assert (sheet.rows, len(sheet.people), sheet.problems, sheet.refused) == (5, 5, (), ())
    first, second = sheet.households
    assert [person.name for person in first.members] == ["Suparman B", "Siti Aminah B", "Agus Pratama B"]
    assert (first.region_id, first.rt, first.hamlet, first.latitude) == (sheets.VILLAGE, "003", "Dusun II", "-4.0512")
    assert (second.head.relation, second.head.sex, second.head.birth_date, second.head.religion) == ("1", "1", "1981-03-07", "1")
    assert second.head.other == {"suku": "Jawa", "ktp_el": "2"}
    assert sheet.people[3].row == 5


def test_incoming_fields_are_those_of_the_nouns():
    person = {field.name for field in fields(IncomingPerson)} - {"answers", "sheet", "row"}
    household = {field.name for field in fields(IncomingHousehold)} - {"members", "latitude", "longitude", "desil", "key", "answers"}
    assert person <= {field.name for field in fields(Person)}
    assert household <= {field.name for field in fields(Household)}


def messy_rows():
    """One hundred and thirteen rows of 41 families, 37 rows of them wrong, each in a family of its own."""
    faults = [
        {"nik": 1811020503810040}, {"nik": "18110205038100421"}, {"nik": "181102050381004"}, {"nik": "18110245O3840042"}, {"nik": "1811023002810042"},
        {"nik": "1811020503810000"}, {"no_kk": 1811021507150001}, {"no_kk": "12345"}, {"no_kk": ""}, {"no_kk": "0"}, {"nama": ""}, {"nama": "xxx"},
        {"nama": "-"}, {"nama": "a" * 101}, {"sex": "3"}, {"sex": ""}, {"sex": "pria"}, {"tanggallahir": "tidak tahu"}, {"tanggallahir": ""},
        {"tanggallahir": "31-02-1981"}, {"tanggallahir": "2027-01-01"}, {"tanggallahir": "05-03-81"}, {"agama_id": "8"}, {"pendidikan_kk_id": "11"},
        {"pekerjaan_id": "90"}, {"status_kawin": "5"}, {"kk_level": "12"}, {"kk_level": ""}, {"warganegara_id": "4"}, {"golongan_darah_id": "C"},
        {"cacat_id": "8"}, {"status_dasar": "5"}, {"rt": "RT tiga"}, {"lat": "105.2"}, {"lng": "utara"}, {"id_asuransi": "7"}, {"tanggalperkawinan": "lupa"},
    ]  # fmt: skip
    rows = []
    for number, fault in enumerate(faults, 1):
        rows += [sheets.person(number) | (fault if number % 2 else {}), sheets.person(number, 1) | ({} if number % 2 else fault)]
    for number in range(38, 51):
        rows += sheets.family(number)
    return rows, len(faults)


def test_every_one_of_thirty_seven_wrong_rows_is_told_with_row_column_and_cure(tmp_path):
    rows, wrong = messy_rows()
    sheet = read(tmp_path, rows)
    by_row = {problem.row for problem in sheet.problems if problem.sentence != problems.HEAD_MISSING.sentence}
    assert wrong == 37
    assert len(by_row) == wrong
    assert all(problem.column in HEADINGS and problem.sentence.endswith(".") for problem in sheet.problems)
    assert len(sheet.refused) == 2 * wrong - 2, "a wife whose own KK cannot be read leaves her husband a family of one, twice"
    assert sorted(len(household.members) for household in sheet.households) == [1] * 2 + [3] * 13


def test_a_wrong_number_is_shown_masked_when_it_is_whole(tmp_path):
    (problem,) = read(tmp_path, [sheets.person(1, nik="1811020503810000")]).problems
    assert (problem.row, problem.column, problem.value_shown) == (2, "nik", "1811••••••••0000")


def test_the_same_nik_twice_names_the_first_row(tmp_path):
    (problem,) = read(tmp_path, [*sheets.family(1), sheets.person(2, nik=sheets.person(1)["nik"])]).problems
    assert (problem.row, problem.sentence) == (5, "NIK ini sudah ada di baris 2. Periksa kedua baris.")


def test_a_family_needs_one_head_and_only_one(tmp_path):
    headless = sheets.family(1)[1:]
    two = [sheets.person(2), sheets.person(2, 1, kk_level="1")]
    found = read(tmp_path, headless + two)
    assert [(problem.row, problem.column) for problem in found.problems] == [(2, "kk_level"), (5, "kk_level")]
    assert found.problems[1].sentence.startswith("Keluarga ini sudah punya kepala keluarga di baris 4")
    assert found.households == ()


def test_people_without_nik_come_in_with_a_reason(tmp_path):
    sheet = read(tmp_path, [sheets.person(1, nik="0"), sheets.person(1, 1, nik=""), sheets.person(1, 2)])
    first, second, third = sheet.households[0].members
    assert [(one.nik, one.no_nik_reason) for one in (first, second)] == [(None, "Tidak ada di lembar impor")] * 2
    assert third.no_nik_reason is None


def test_what_is_only_strange_is_warned_about_and_comes_in(tmp_path):
    strange = sheets.person(1, nik="1811990603810001")
    other_day = sheets.person(1, 1, tanggallahir="1984-03-07", sex="1")
    sheet = read(tmp_path, [strange, other_day])
    assert sheet.problems == ()
    assert len(sheet.households[0].members) == 2
    told = [(warning.row, warning.column, warning.value_shown) for warning in sheet.warnings]
    assert told == [(2, "nik", "1811••••••••0001"), (3, "nik", "1811••••••••0005"), (3, "nik", "1811••••••••0005")]


def test_a_kk_and_address_merged_over_the_family_count_for_all(tmp_path):
    rows = sheets.family(1)
    kk = rows[0]["no_kk"]
    for row in rows:
        row["no_kk"] = ""
    column = HEADINGS.index("no_kk")
    sheet = read_merged(tmp_path, rows, column, kk)
    assert [len(household.members) for household in sheet.households] == [3]
    assert sheet.households[0].kk == kk


def read_merged(tmp_path, rows, column, value):
    path = sheets.write(tmp_path / "warga.xlsx", rows)
    book = openpyxl.load_workbook(path)
    book.active.cell(2, column + 1).value = value
    book.active.merge_cells(start_row=2, end_row=1 + len(rows), start_column=column + 1, end_column=column + 1)
    book.save(path)
    return read_residents(path, today=TODAY, village=sheets.VILLAGE)


def test_the_head_comes_first_and_a_family_may_be_scattered(tmp_path):
    one, two = sheets.family(1), sheets.family(2)
    sheet = read(tmp_path, [one[2], two[0], one[1], two[1], one[0], two[2]])
    assert [household.head.relation for household in sheet.households] == ["1", "1"]
    assert [len(household.members) for household in sheet.households] == [3, 3]


def test_a_missing_column_is_named(tmp_path):
    headings = tuple(name for name in HEADINGS if name not in {"suku", "nik"})
    with pytest.raises(problems.Problem) as refused:
        read(tmp_path, sheets.family(1), headings=headings)
    assert refused.value.kind is problems.SHEET_HEADINGS
    assert refused.value.sentence.endswith("nik, suku.")


def test_an_unknown_village_is_refused_before_the_file_is_opened(tmp_path):
    with pytest.raises(problems.Problem) as refused:
        read_residents(tmp_path / "hilang.xlsx", today=TODAY, village="18.11.02.9999")
    assert refused.value.kind is problems.REGION_UNKNOWN


def test_a_sheet_with_a_wrong_row_is_not_taken_in(tmp_path):
    sheet = read(tmp_path, [*sheets.family(1), sheets.person(2, sex="3"), sheets.person(3, sex="9", agama_id="9")])
    with pytest.raises(problems.Problem) as refused:
        import_residents(None, sheet)
    assert refused.value.kind is problems.SHEET_ROWS_WRONG
    assert refused.value.sentence.startswith("2 baris keliru. Tidak ada yang diimpor.")


def test_a_sheet_read_and_written_again_is_the_same_cell_for_cell(tmp_path):
    rows = [*sheets.family(1), *sheets.family(2)]
    rows[0] |= {
        "nik": "0",
        "rt": "3",
        "nama": "=HYPERLINK(1)",
        "tanggallahir": "06-03-1981",
        "agama_id": "Islam",
        "tanggalperkawinan": "2005-01-02",
    }
    rows[0] |= {"golongan_darah_id": "-"}
    rows[1] |= {
        "akta_lahir": "0012",
        "pendidikan_sedang_id": "18",
        "ayah_nik": "1811020503500001",
        "lat": "-4,0512",
        "hamil": "0",
        "suku": "-",
    }
    first = sheets.write(tmp_path / "a.xlsx", rows)
    sheet = read_residents(first, today=TODAY, village=sheets.VILLAGE)
    assert sheet.problems == ()
    assert write_residents(tmp_path / "b.xlsx", sheet.households) == 6
    assert cells_of(tmp_path / "b.xlsx")[1] == cells_of(first)[1]
    assert cells_of(tmp_path / "b.xlsx") == cells_of(first)


def test_what_was_corrected_since_is_written_corrected(tmp_path):
    from dataclasses import replace

    household = read(tmp_path, [sheets.person(1, agama_id="Islam", rt="3")]).households[0]
    moved = replace(household, rt="012", members=(replace(household.head, religion="2"),))
    write_residents(tmp_path / "b.xlsx", [moved])
    row = dict(zip(*cells_of(tmp_path / "b.xlsx"), strict=True))
    assert (row["rt"], row["agama_id"]) == ("012", "2")


def test_written_cells_are_text_and_never_formulas(tmp_path):
    sheet = read(tmp_path, [sheets.person(1, nama="=1+1", alamat="@SUM(A1)")])
    write_residents(tmp_path / "b.xlsx", sheet.households)
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "b.xlsx").active for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}


def test_wrong_rows_go_out_with_their_reason_and_come_in_once_corrected(tmp_path):
    rows = [*sheets.family(1), *sheets.family(2)]
    rows[1] |= {"sex": "3", "agama_id": "9"}
    sheet = read(tmp_path, rows)
    assert write_wrong_rows(tmp_path / "salah.xlsx", sheet) == 3
    headings, *told = cells_of(tmp_path / "salah.xlsx")
    assert headings == [*HEADINGS, "baris", "alasan"]
    assert [row[-2] for row in told] == ["2", "3", "4"]
    assert told[1][-1].startswith("sex: Jenis kelamin tidak boleh 3.")
    assert "agama_id: Agama tidak boleh 9." in told[1][-1]
    assert told[0][-1] == "Baris ini benar, menunggu anggota lain dalam keluarga ini diperbaiki."
    book = openpyxl.load_workbook(tmp_path / "salah.xlsx")
    for heading, value in (("sex", "2"), ("agama_id", "1")):
        book.active.cell(3, HEADINGS.index(heading) + 1).value = value
    book.save(tmp_path / "betul.xlsx")
    corrected = read_residents(tmp_path / "betul.xlsx", today=TODAY, village=sheets.VILLAGE)
    assert (corrected.problems, corrected.extra, len(corrected.households)) == ((), ("baris", "alasan"), 1)


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(problems.Problem) as refused:
        write_residents(tmp_path / "tidak-ada" / "a.xlsx", [])
    assert refused.value.kind is problems.FOLDER_UNWRITABLE
