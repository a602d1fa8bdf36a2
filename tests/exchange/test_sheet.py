"""A file is weighed before it is opened, and opened by a process that may be lost."""

import subprocess
import sys
import zipfile
from datetime import date

import openpyxl
import pytest

from fieldapp import problems
from fieldapp.exchange import sheet as sheets_in
from fieldapp.exchange.resident_columns import HEADINGS
from fieldapp.exchange.sheet import read_sheet
from tests.exchange import sheets

WANTED = ("nama", "no_kk", "nik")


def refused(path, headings=WANTED, **how):
    with pytest.raises(problems.Problem) as raised:
        read_sheet(path, headings, **how)
    return raised.value


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_columns_may_stand_in_any_order_with_others_between(tmp_path):
    read = read_sheet(workbook(tmp_path / "a.xlsx", ["NIK", "hobi", "Nama", "No. KK"], ["1", "catur", "Ani", "2"]), WANTED)
    assert read.rows[0].cells == {"nik": "1", "nama": "Ani", "no_kk": "2"}
    assert read.rows[0].number == 2
    assert read.extra == ("hobi",)


@pytest.mark.parametrize("lines", [0, 1, 4])
def test_headings_are_found_in_the_first_five_rows(tmp_path, lines):
    path = sheets.write(tmp_path / "a.xlsx", sheets.family(1), above=["DATA PENDUDUK DESA"] * lines)
    assert [row.number for row in read_sheet(path, HEADINGS).rows] == [lines + 2, lines + 3, lines + 4]


def test_headings_below_the_fifth_row_are_not_headings(tmp_path):
    path = sheets.write(tmp_path / "a.xlsx", sheets.family(1), above=["DATA"] * 5)
    assert refused(path, HEADINGS).kind is problems.SHEET_HEADINGS


def test_the_missing_headings_are_named_with_the_likely_slip(tmp_path):
    wrong = refused(workbook(tmp_path / "a.xlsx", ["nama", "no_k", "alamat"], ["Ani", "2", "x"]))
    assert wrong.kind is problems.SHEET_HEADINGS
    assert wrong.sentence == "Judul kolom tidak dikenali. Kolom yang tidak ada: no_kk (mungkin no_k), nik."


def test_the_sheet_with_the_headings_is_found_among_others(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Petunjuk pengisian"])
    page = book.create_sheet("Isi")
    page.append(["nama", "no_kk", "nik"])
    page.append(["Ani", "1", "2"])
    book.save(tmp_path / "a.xlsx")
    assert read_sheet(tmp_path / "a.xlsx", WANTED).name == "Isi"


def test_a_sheet_without_rows_is_said_to_be_empty(tmp_path):
    assert refused(workbook(tmp_path / "a.xlsx", ["nama", "no_kk", "nik"], ["", " ", None])).kind is problems.SHEET_EMPTY
    assert refused(workbook(tmp_path / "b.xlsx")).kind is problems.SHEET_HEADINGS


def test_more_rows_than_the_limit_are_refused(tmp_path):
    path = workbook(tmp_path / "a.xlsx", ["nama", "no_kk", "nik"], *(["Ani", "1", "2"] for _ in range(11)))
    assert refused(path, max_rows=10).kind is problems.SHEET_TOO_LARGE
    assert len(read_sheet(path, WANTED, max_rows=11).rows) == 11


def test_numbers_days_and_text_keep_their_kind(tmp_path):
    read = read_sheet(workbook(tmp_path / "a.xlsx", WANTED, [date(1981, 3, 5), 12, 1.5], ["=SUM(A1)", True, "'1"]), WANTED)
    assert read.rows[0].cells == {"nama": date(1981, 3, 5), "no_kk": 12, "nik": 1.5}
    assert read.rows[1].cells["no_kk"] is True


def test_a_cell_merged_downwards_counts_for_every_row_it_covers(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    for row in (WANTED, ["Ani", "KK1", "1"], ["Budi", None, "2"], ["Cici", None, "3"], ["Dodi", None, "4"]):
        page.append(row)
    page.merge_cells("B2:B4")
    book.save(tmp_path / "a.xlsx")
    assert [row.cells.get("no_kk") for row in read_sheet(tmp_path / "a.xlsx", WANTED).rows] == ["KK1", "KK1", "KK1", None]


@pytest.mark.parametrize(("encoding", "delimiter"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp1252", "\t")])
def test_text_files_are_read_whatever_their_signs(tmp_path, encoding, delimiter):
    lines = [delimiter.join(row) for row in (WANTED, ("José", "1811021507150001", "0"))]
    (tmp_path / "a.csv").write_bytes("\r\n".join(lines).encode(encoding))
    (row,) = read_sheet(tmp_path / "a.csv", WANTED).rows
    assert row.cells == {"nama": "José", "no_kk": "1811021507150001", "nik": "0"}


def test_an_open_document_sheet_is_read(tmp_path):
    cells = [
        "".join(f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row)
        for row in (WANTED, ("Ani", "1", "2"))
    ]
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
    rows = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    body = f'<?xml version="1.0"?><office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="Isi">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", body)
        parts.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    assert read_sheet(tmp_path / "a.ods", WANTED).rows[0].cells == {"nama": "Ani", "no_kk": "1", "nik": "2"}


@pytest.mark.parametrize(
    "raw",
    [b"PK\x03\x04 not really", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, b"PK\x05\x06" + b"\0" * 18],
)
def test_a_damaged_file_is_refused(tmp_path, raw):
    (tmp_path / "a.xlsx").write_bytes(raw)
    assert refused(tmp_path / "a.xlsx").kind is problems.SHEET_UNREADABLE


def test_a_workbook_with_a_password_says_so(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"))
    assert refused(tmp_path / "a.xlsx").kind is problems.SHEET_LOCKED


def test_a_cut_workbook_is_refused(tmp_path):
    whole = sheets.write(tmp_path / "a.xlsx", sheets.family(1)).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: len(whole) // 2])
    assert refused(tmp_path / "b.xlsx", HEADINGS).kind is problems.SHEET_UNREADABLE


def test_a_file_that_is_not_there_is_said_by_name(tmp_path):
    wrong = refused(tmp_path / "hilang.xlsx")
    assert wrong.kind is problems.FILE_UNREADABLE
    assert "hilang.xlsx" in wrong.sentence


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (40 * 2**20))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("the worker was started"))
    assert refused(tmp_path / "a.xlsx").kind is problems.SHEET_BOMB


def test_a_file_above_thirty_megabytes_is_refused(tmp_path):
    with (tmp_path / "a.xlsx").open("wb") as file:
        file.truncate(sheets_in.MAX_BYTES + 1)
    assert refused(tmp_path / "a.xlsx").kind is problems.SHEET_BOMB


def test_the_worker_cannot_take_more_memory_than_it_is_given():
    greedy = "from fieldapp.exchange import worker; worker.limit_process(); bytearray(worker.MEMORY + 1)"
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr


def test_a_worker_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets_in, "SECONDS", 0.001)
    assert refused(workbook(tmp_path / "a.xlsx", WANTED, ["Ani", "1", "2"])).kind is problems.SHEET_SLOW
