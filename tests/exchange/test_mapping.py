"""The columns of any table are guessed by what Indonesian offices write above them, and the rows below are read by that."""

from datetime import date, datetime

import openpyxl
import pytest

from fieldapp import problems
from fieldapp.exchange.book import read_book
from fieldapp.exchange.days import order_of, read_day
from fieldapp.exchange.labels import read_label
from fieldapp.exchange.mapping import Mapping, fields, guess, guess_page, headings_sha
from fieldapp.exchange.table import read_table

TODAY = date(2026, 11, 23)
NIK, KK = "1811020503810042", "1811021507150001"
MORNING = datetime.fromisoformat("1981-03-05T07:00")


def workbook(path, *rows, merged=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(path)
    return read_book(path)


def table(path, *rows, merged=()):
    """Return the lines of a sheet read by what its headings were guessed to mean."""
    book = workbook(path, *rows, merged=merged)
    return read_table(book, guess_page(book.pages[0]).mapping, TODAY)


def one(path, heading, value):
    """Return the one line of a sheet with one column beside a name."""
    (line,) = table(path, ["Nama", heading], ["Ani", value])
    return line


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("NIK", "nik"), ("No. KTP", "nik"), ("Nomor Induk", "nik"), ("NOMOR INDUK KEPENDUDUKAN (NIK)", "nik"), ("KK", "kk"), ("No. KK", "kk"),
        ("Nomor Kartu Keluarga", "kk"), ("Nama", "name"), ("Nama Lengkap", "name"), ("NAMA KK", "name"), ("Tgl Lahir", "birth_date"),
        ("TTL", "birth"), ("Tempat, Tgl Lahir", "birth"), ("JK", "sex"), ("L/P", "sex"), ("Alamat", "address"), ("RT/RW", "rt_rw"),
        ("RT", "rt"), ("Dusun", "hamlet"), ("Desa", "village"), ("Kec.", "district"), ("HP", "phone"), ("No HP/WA", "phone"), ("WA", "phone"),
        ("SHDK", "relation"), ("Hubungan", "relation"), ("Pekerjaan", "occupation"), ("Agama", "religion"), ("Pendidikan Terakhir", "education"),
        ("Status kawin", "marital"), ("Desil", "desil"), ("PKH", "aid:pkh"), ("BPNT", "aid:bpnt"), ("No", ""), ("Ket.", ""), ("Hobi", ""),
    ],
)  # fmt: skip
def test_headings_are_understood_as_offices_write_them(heading, field):
    assert guess([heading]).mapping.columns == ((heading, field),)


def test_each_column_says_how_certain_it_is():
    told = guess(["NIK", "Nama Kepala Keluarga", "Alamat Rumah Warga", "Pekerjan", "Hobi", ""])
    assert [field for _heading, field in told.mapping.columns] == ["nik", "name", "address", "occupation", "", ""]
    assert told.certainty == (1.0, 0.9, 0.7, 0.6, 0.0, 0.0)


def test_a_field_is_given_to_one_column_only_and_to_the_surest():
    columns = guess(["Nama KK", "Nama", "NIK", "NIK", "RT", "RW", "RT/RW"]).mapping.columns
    assert [field for _heading, field in columns] == ["", "name", "nik", "", "rt", "rw", ""]


def test_duplicate_headings_both_keep_their_cells(tmp_path):
    (line,) = table(tmp_path / "a.xlsx", ["Nama", "Ket", "Ket", "NIK", "NIK"], ["Ani", "a", "b", NIK, "lain"])
    assert line.fields == {"name": "Ani", "nik": NIK}
    assert line.other == {"Ket": "a", "Ket (2)": "b", "NIK": "lain"}


def test_headings_are_found_below_titles(tmp_path):
    book = workbook(tmp_path / "a.xlsx", ["DAFTAR PENERIMA"], ["Desa Sungai Cambai"], [], ["No", "NIK", "Nama"], [1, NIK, "Ani"])
    mapping = guess_page(book.pages[0]).mapping
    assert (mapping.header_row, mapping.header_rows, mapping.sheet) == (4, 1, "Sheet")
    assert [line.fields for line in read_table(book, mapping, TODAY)] == [{"nik": NIK, "name": "Ani"}]


def test_two_heading_rows_with_merged_cells_are_read_together(tmp_path):
    (line,) = table(
        tmp_path / "a.xlsx",
        ["No", "NIK", "Alamat", None, None, "Nama"],
        [None, None, "Dusun", "RT/RW", "Desa", None],
        [1, NIK, "Dusun II", "003/001", "Sungai Cambai", "Ani"],
        merged=["A1:A2", "B1:B2", "C1:E1", "F1:F2"],
    )
    assert line.row == 3
    assert line.fields == {"nik": NIK, "hamlet": "Dusun II", "rt": "003", "rw": "001", "village": "Sungai Cambai", "name": "Ani"}


def test_a_number_merged_down_over_a_family_counts_for_each_row(tmp_path):
    lines = table(tmp_path / "a.xlsx", ["No KK", "Nama"], [KK, "Ani"], [None, "Budi"], ["", "Cici"], merged=["A2:A4"])
    assert [line.fields["kk"] for line in lines] == [KK] * 3


def test_a_table_that_is_only_headings_has_no_lines(tmp_path):
    assert table(tmp_path / "a.xlsx", ["NIK", "Nama"]) == []


def test_a_mapping_for_another_sheet_is_refused(tmp_path):
    book = workbook(tmp_path / "a.xlsx", ["NIK"], [NIK])
    with pytest.raises(problems.Problem) as refused:
        read_table(book, Mapping((("NIK", "nik"),), sheet="Lain"), TODAY)
    assert refused.value.kind is problems.SHEET_NO_TABLE


def test_a_mapping_is_remembered_by_its_headings():
    told = headings_sha(["NIK", "No. KK", "Nama"])
    assert told == headings_sha([" nik", "No KK", "NAMA ", "Alasan ditolak"])
    assert told != headings_sha(["No. KK", "NIK", "Nama"])
    assert len(told) == 64


def test_the_column_of_reasons_is_never_a_stranger(tmp_path):
    (line,) = table(tmp_path / "a.xlsx", ["NIK", "Nama", "Alasan ditolak"], [NIK, "Ani", "NIK keliru"])
    assert (line.fields, line.other) == ({"nik": NIK, "name": "Ani"}, {})


# What stands below


@pytest.mark.parametrize(
    "value",
    ["05/03/1981", "5-3-81", "5 Maret 1981", 29650, "29650", date(1981, 3, 5), MORNING, "Kamis, 5 Maret 1981", "05031981", "5 mar 81", "1981-03-05"],
)  # fmt: skip
def test_one_column_may_hold_days_in_every_way(tmp_path, value):
    assert one(tmp_path / "a.xlsx", "Tgl Lahir", value).fields["birth_date"] == "1981-03-05"


@pytest.mark.parametrize(("value", "told"), [("5-3-26", "2026-03-05"), ("5-3-27", "1927-03-05"), ("5/3/00", "2000-03-05")])
def test_two_digits_of_a_year_never_lie_in_the_future(value, told):
    assert read_day("Tgl Lahir", value, today=TODAY) == told


@pytest.mark.parametrize("value", ["31-02-1981", "tidak tahu pasti", "15/13/1981", "1981", 19810305, "5-3-8"])
def test_what_is_no_day_is_told_by_row_and_column(tmp_path, value):
    (problem,) = one(tmp_path / "a.xlsx", "Tgl Lahir", value).problems
    assert problem.told == f"baris 2, kolom Tgl Lahir: Tgl Lahir: {value} bukan tanggal. Tulis seperti 1981-03-05."


@pytest.mark.parametrize(
    ("column", "order"),
    [
        (["03/25/1981", "04/05/1990"], "mdy"),
        (["25/03/1981", "04/05/1990"], "dmy"),
        (["03/25/1981", "25/03/1981"], "dmy"),
        (["4/5/90", 3], "dmy"),
    ],
)
def test_the_order_of_day_and_month_is_seen_from_the_whole_column(column, order):
    assert order_of(column) == order


def test_a_column_that_writes_the_month_first_is_read_so(tmp_path):
    first, second = table(tmp_path / "a.xlsx", ["Nama", "Tgl Lahir"], ["Ani", "03/25/1981"], ["Budi", "04/05/90"])
    assert first.fields["birth_date"] == "1981-03-25"
    assert second.fields["birth_date"] == "1990-04-05"


def test_days_of_a_workbook_that_counts_from_1904_are_the_same_days(tmp_path):
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    for row in (["Nama", "Tgl Lahir"], ["Ani", date(1981, 3, 5)], ["Budi", 28188]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    read = read_book(tmp_path / "a.xlsx")
    assert read.notes == ("Tanggal di berkas ini dihitung dari tahun 1904, dan sudah dibaca begitu.",)
    lines = read_table(read, guess_page(read.pages[0]).mapping, TODAY)
    assert [line.fields["birth_date"] for line in lines] == ["1981-03-05", "1981-03-05"]


@pytest.mark.parametrize("value", ["Mesuji, 05-03-1981", "Mesuji 5 Maret 1981", "Mesuji / 05-03-1981", "Mesuji,5-3-81"])
def test_place_and_day_of_birth_in_one_cell_are_parted(tmp_path, value):
    fields = one(tmp_path / "a.xlsx", "TTL", value).fields
    assert (fields["birth_place"], fields["birth_date"]) == ("Mesuji", "1981-03-05")


def test_a_place_of_birth_without_a_day_is_told(tmp_path):
    (problem,) = one(tmp_path / "a.xlsx", "TTL", "Mesuji").problems
    assert problem.sentence == "TTL: Mesuji tidak dapat dipisah. Tulis seperti Mesuji, 05-03-1981."


@pytest.mark.parametrize("value", ["003/001", "3/1", "RT 03 RW 01", "RT.003/RW.001", "RW 01 RT 03", "03 - 01"])
def test_rt_and_rw_in_one_cell_are_parted(tmp_path, value):
    fields = one(tmp_path / "a.xlsx", "RT/RW", value).fields
    assert (fields["rt"], fields["rw"]) == ("003", "001")


@pytest.mark.parametrize("value", [date(2026, 1, 3), "003", 3])
def test_an_rt_that_a_sheet_turned_into_a_day_is_told_and_not_undone(tmp_path, value):
    line = one(tmp_path / "a.xlsx", "RT/RW", value)
    assert "rt" not in line.fields
    assert "Tulis seperti 003/001" in line.problems[0].sentence


@pytest.mark.parametrize(
    ("heading", "value", "field", "code"),
    [
        ("JK", "Laki-laki", "sex", "1"), ("L/P", "P", "sex", "2"), ("JK", "LK", "sex", "1"), ("JK", 2, "sex", "2"), ("Agama", "ISLAM", "religion", "1"),
        ("Agama", "Katolik", "religion", "3"), ("Pekerjaan", "Petani", "occupation", "9"), ("Pekerjaan", "PNS", "occupation", "5"),
        ("Pekerjaan", "09", "occupation", "9"), ("Pekerjaan", "Mengurus Rumah Tangga", "occupation", "2"), ("SHDK", "ISTRI", "relation", "3"),
        ("Status kawin", "Belum Kawin", "marital", "1"), ("Pendidikan", "SLTA / Sederajat", "education", "5"), ("Gol. Darah", "O", "blood", "4"),
        ("Gol. Darah", "B+", "blood", "7"), ("Gol. Darah", "AB-", "blood", "10"), ("Desil", "Desil 3", "desil", "3"), ("Desil", 4.0, "desil", "4"),
        ("PKH", "Ya", "aid:pkh", "ya"), ("PKH", "✓", "aid:pkh", "ya"), ("BPNT", "tidak", "aid:bpnt", "tidak"), ("PKH", "PKH", "aid:pkh", "ya"),
        ("No HP", 81234567890, "phone", "+6281234567890"), ("WA", "0812-3456-7890", "phone", "+6281234567890"),
    ],
)  # fmt: skip
def test_answers_in_words_become_codes(tmp_path, heading, value, field, code):
    assert one(tmp_path / "a.xlsx", heading, value).fields[field] == code


def test_an_unknown_answer_proposes_the_nearest_and_never_takes_it(tmp_path):
    line = one(tmp_path / "a.xlsx", "Pekerjaan", "Nelayann")
    (problem,) = line.problems
    assert "occupation" not in line.fields
    assert problem.proposal == "11"
    assert problem.told == (
        "baris 2, kolom Pekerjaan: Pekerjaan: Nelayann tidak ada di daftar. Mungkin yang dimaksud 11 Nelayan/perikanan. "
        "Pilih atau tulis ulang."
    )


def test_an_answer_like_no_other_lists_what_there_is(tmp_path):
    (problem,) = one(tmp_path / "a.xlsx", "Agama", "qqq").problems
    assert problem.proposal is None
    assert "1 Islam, 2 Kristen" in problem.sentence


def test_every_label_of_every_list_is_understood_as_its_own_code():
    from fieldapp.exchange.labels import QUESTIONS, known

    wrong = [
        (field, label)
        for field in ("sex", *QUESTIONS)
        for code, label in known(field).items()
        if read_label(field, "x", label.upper()) != code
    ]
    assert wrong == []


@pytest.mark.parametrize("value", [1811020503810042, "1.81102E+15", "1,81102E+15"])
def test_a_nik_that_lost_its_digits_is_refused_with_the_cure(tmp_path, value):
    line = one(tmp_path / "a.xlsx", "NIK", value)
    assert "nik" not in line.fields
    assert line.problems[0].told == (
        "baris 2, kolom NIK: NIK tersimpan sebagai angka, angka terakhirnya hilang. Ubah kolom menjadi Teks, lalu ketik ulang dari kartunya."
    )


def test_a_nik_that_lost_its_zeros_is_refused_with_the_cure(tmp_path):
    (problem,) = one(tmp_path / "a.xlsx", "NIK", 811020503810042).problems
    assert problem.sentence == "NIK tersimpan sebagai angka, tinggal 15 angka. Ubah kolom menjadi Teks, lalu ketik ulang dari kartunya."
    assert "0503810" not in problem.shown


@pytest.mark.parametrize("value", ["'1811020503810042", "1811.0205.0381.0042", "1811020503810042\N{NO-BREAK SPACE}", " 1811020503810042 "])
def test_signs_and_spaces_around_a_nik_do_not_count(tmp_path, value):
    assert one(tmp_path / "a.xlsx", "NIK", value).fields["nik"] == NIK


def test_numbers_with_a_trailing_zero_are_whole_numbers(tmp_path):
    fields = one(tmp_path / "a.xlsx", "RT", 3.0).fields
    assert fields["rt"] == "003"


def test_names_with_hard_spaces_are_read_with_soft_ones(tmp_path):
    (line,) = table(tmp_path / "a.xlsx", ["Nama", "Dusun"], ["Siti\N{NO-BREAK SPACE}Aminah ", "  Dusun  II"])
    assert line.fields == {"name": "Siti Aminah", "hamlet": "Dusun II"}


def test_there_are_fields_for_people_places_and_aid():
    assert {"nik", "kk", "name", "birth", "rt_rw", "desil", "aid:pkh"} <= set(fields())
    assert "" not in fields()
