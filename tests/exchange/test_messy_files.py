"""Files as they really come: formulas, macros, hidden sheets, odd text, too many rows, and things that are no sheet at all."""

import csv
import io
import tracemalloc
import zipfile
from datetime import date

import openpyxl
import pytest

from fieldapp import problems
from fieldapp.exchange.book import read_book
from fieldapp.exchange.formats import recognise
from fieldapp.exchange.residents import read_residents
from fieldapp.exchange.sheet import MAX_ROWS, read_sheet
from tests.exchange import old_excel
from tests.exchange import sheets as made

ROWS = (["NIK", "Nama"], ["1811020503810042", "José"])


def refused(path, **how):
    with pytest.raises(problems.Problem) as raised:
        read_book(path, **how)
    return raised.value


def texts(book):
    return [[str(cell) for cell in line.cells] for line in book.pages[0].lines]


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def repacked(path, out, **parts):
    """Write a workbook again with some parts replaced or added, named with __ for / and _dot_ for the last dot."""
    told = {name.replace("__", "/").replace("_dot_", "."): raw for name, raw in parts.items()}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in told:
                new.writestr(name, old.read(name))
        for name, raw in told.items():
            new.writestr(name, raw)
    return out


def test_formulas_give_their_last_result_and_are_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["NIK", "Nama", "Umur"])
    book.save(tmp_path / "a.xlsx")
    cell = '<c r="C2"><f>YEAR(TODAY())-1981</f><v>45</v></c><c r="D2" t="str"><f>HYPERLINK("x")</f><v>klik</v></c>'
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="2">{cell}</row></sheetData></worksheet>'
    path = repacked(tmp_path / "a.xlsx", tmp_path / "b.xlsx", xl__worksheets__sheet1_dot_xml=sheet)
    read = read_book(path)
    assert read.pages[0].lines[0].cells == (None, None, 45.0, "klik")
    assert read.notes == ("2 sel berisi rumus. Yang diambil hasil hitungan terakhirnya, bukan rumusnya.",)


def test_macros_are_not_run_and_told(tmp_path):
    plain = workbook(tmp_path / "a.xlsx", *ROWS)
    path = repacked(plain, tmp_path / "a.xlsm", xl__vbaProject_dot_bin=b"Sub Auto_Open()")
    read = read_book(path)
    assert read.notes == ("Berkas ini berisi makro. Makro tidak dijalankan dan tidak diambil.",)
    assert texts(read)[1] == list(ROWS[1])


def test_hidden_sheets_are_skipped_and_named(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["NIK"])
    for name, state in (("Rahasia", "hidden"), ("Sandi", "veryHidden")):
        page = book.create_sheet(name)
        page.sheet_state = state
        page.append(["NIK"])
    book.save(tmp_path / "a.xlsx")
    read = read_book(tmp_path / "a.xlsx")
    assert [page.name for page in read.pages] == ["Sheet"]
    assert read.notes == ("Lembar tersembunyi dilewati: Rahasia, Sandi.",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_text_sheets_are_read_in_every_writing_and_with_every_sign(tmp_path, encoding, sign):
    told = io.StringIO()
    csv.writer(told, delimiter=sign).writerows([*ROWS, ["1", f"a{sign}b"], ["2", "c, d; e"], ["3", "baris\ndua"]])
    (tmp_path / "a.csv").write_bytes(told.getvalue().encode(encoding))
    read = texts(read_book(tmp_path / "a.csv"))
    assert read[:2] == [list(row) for row in ROWS]
    assert [row[1] for row in read[2:]] == [f"a{sign}b", "c, d; e", "baris\ndua"]


def test_a_nik_in_a_text_sheet_keeps_every_digit_and_a_cut_one_shows(tmp_path):
    (tmp_path / "a.csv").write_text("NIK\n1811020503810042\n1.81102E+15\n", "utf-8")
    assert texts(read_book(tmp_path / "a.csv")) == [["NIK"], ["1811020503810042"], ["1.81102E+15"]]


def test_old_excel_sheets_are_read(tmp_path):
    read = read_book(old_excel.write_xls(tmp_path / "a.xls", [*ROWS, ["2", 29650.0]]))
    assert read.pages[0].name == "Data"
    assert texts(read)[:2] == [list(row) for row in ROWS]
    assert read.pages[0].lines[2].cells == ("2", 29650.0)


def test_old_excel_sheets_with_macros_are_told(tmp_path):
    read = read_book(old_excel.write_xls(tmp_path / "a.xls", ROWS, storage=["_VBA_PROJECT"]))
    assert read.notes == ("Berkas ini berisi makro. Makro tidak dijalankan dan tidak diambil.",)


def test_open_document_sheets_are_read(tmp_path):
    assert texts(read_book(old_excel.write_ods(tmp_path / "a.ods", ROWS))) == [list(row) for row in ROWS]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"%PDF-1.7\n", "berkas PDF"), (b"\x89PNG\r\n\x1a\n\0\0", "gambar PNG"), (b"\xff\xd8\xff\xe0\0", "foto JPEG"), (b"GIF89a", "gambar GIF"),
        (b"\0\0\0\x18ftypheic", "foto atau video ponsel"), (b"RIFF\0\0\0\0WEBPVP8 ", "gambar WebP"), (b"{\\rtf1", "naskah RTF"),
        (b"\n<html><table><tr><td>NIK", "halaman web (HTML) yang diberi nama lembar"), (b"<?xml version='1.0'?><a/>", "berkas XML"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_called_what_it_is(tmp_path, raw, what):
    (tmp_path / "warga.xlsx").write_bytes(raw)
    wrong = refused(tmp_path / "warga.xlsx")
    assert wrong.sentence == f"Ini {what}, bukan lembar: warga.xlsx. Pilih berkas Excel (.xlsx, .xls), .ods atau .csv."
    with pytest.raises(problems.Problem) as by_headings:
        read_sheet(tmp_path / "warga.xlsx", ("nik",))
    assert by_headings.value.kind is problems.SHEET_OTHER


@pytest.mark.parametrize(
    ("part", "what"), [("word/document.xml", "naskah Word"), ("ppt/a.xml", "berkas presentasi"), ("foto.jpg", "arsip ZIP")]
)
def test_other_packed_files_are_called_what_they_are(tmp_path, part, what):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as parts:
        parts.writestr(part, "x")
    assert refused(tmp_path / "a.xlsx").sentence.startswith(f"Ini {what}, bukan lembar")


def test_a_workbook_with_a_password_says_so(tmp_path):
    path = old_excel.write_xls(tmp_path / "a.xlsx", ROWS, storage=["EncryptedPackage"])
    wrong = refused(path)
    assert wrong.kind is problems.SHEET_LOCKED
    assert "simpan tanpa kata sandi" in wrong.sentence


def huge(path, rows, ending):
    """Write a workbook whose sheet has this many rows and then ends in some way."""
    workbook(path.with_name("small.xlsx"), *ROWS)
    row = b"<row><c><v>1</v></c><c><v>2</v></c></row>"
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    return repacked(path.with_name("small.xlsx"), path, xl__worksheets__sheet1_dot_xml=head + row * rows + ending)


def test_two_hundred_thousand_rows_are_refused_before_they_are_read(tmp_path):
    path = huge(tmp_path / "a.xlsx", 200_000, b"<broken")  # read to its end, this would be a damaged file
    wrong = refused(path)
    assert wrong.kind is problems.SHEET_TOO_LARGE
    assert wrong.facts["limit"] == MAX_ROWS
    with pytest.raises(problems.Problem) as by_headings:
        read_sheet(path, ("nik",))
    assert by_headings.value.kind is problems.SHEET_TOO_LARGE


def test_empty_rows_with_a_shape_do_not_count_as_rows(tmp_path):
    tail = b'<row><c s="1"/></row>' * 100_000 + b"</sheetData></worksheet>"
    assert len(read_book(huge(tmp_path / "a.xlsx", 3, tail)).pages[0].lines) == 3


def test_the_limit_counts_the_rows_of_all_sheets(tmp_path):
    book = openpyxl.Workbook()
    for page in (book.active, book.create_sheet("B")):
        for number in range(6):
            page.append([number])
    book.save(tmp_path / "a.xlsx")
    assert refused(tmp_path / "a.xlsx", max_rows=11).kind is problems.SHEET_TOO_LARGE
    assert len(read_book(tmp_path / "a.xlsx", max_rows=12).pages) == 2


def test_a_zip_bomb_is_refused_and_takes_no_memory_here(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * 2**20))
    tracemalloc.start()
    try:
        assert refused(tmp_path / "a.xlsx").kind is problems.SHEET_BOMB
        assert tracemalloc.get_traced_memory()[1] < 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_a_file_without_any_cell_is_said_to_be_empty(tmp_path, name):
    if name.endswith("csv"):
        (tmp_path / name).write_text("\n  \n", "utf-8")
    else:
        workbook(tmp_path / name)
    assert refused(tmp_path / name).kind is problems.SHEET_EMPTY


def test_a_sheet_of_only_headings_is_recognised_all_the_same(tmp_path):
    read = read_book(made.write(tmp_path / "a.xlsx", []))
    assert recognise(read)[0][0].name == "penduduk"
    with pytest.raises(problems.Problem) as raised:
        read_sheet(tmp_path / "a.xlsx", made.HEADINGS)
    assert raised.value.kind is problems.SHEET_EMPTY


def test_a_table_of_something_else_is_only_any_table(tmp_path):
    told = recognise(read_book(workbook(tmp_path / "a.xlsx", ["resep", "bumbu"], ["a", "b"])))
    assert [(one.name, certainty) for one, certainty in told] == [("lain", 0.0)]


def test_a_corrected_sheet_of_residents_may_keep_its_column_of_reasons(tmp_path):
    rows = [row | {"Alasan ditolak": "NIK keliru"} for row in made.family(1)]
    path = made.write(tmp_path / "a.xlsx", rows, headings=(*made.HEADINGS, "Alasan ditolak"))
    assert read_residents(path, today=date(2026, 11, 23), village=made.VILLAGE).extra == ()


@pytest.mark.parametrize("kept", [60, 400, 2_000])
def test_a_file_cut_on_its_way_is_refused(tmp_path, kept):
    whole = made.write(tmp_path / "a.xlsx", made.family(1)).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[:kept])
    assert refused(tmp_path / "b.xlsx").kind is problems.SHEET_UNREADABLE
