"""The same workbook goes back with the reasons in a last column, and everything else in it stays as it was."""

import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from fieldapp import problems
from fieldapp.exchange import bdt, codec
from fieldapp.exchange.book import read_book
from fieldapp.exchange.formats import recognise
from fieldapp.exchange.mapping import guess_page, headings_sha
from fieldapp.exchange.table import read_table, wrong_by_row
from fieldapp.exchange.write_back import reasons_of, write_back
from tests.exchange import old_excel
from tests.exchange import sheets as made

TODAY = date(2026, 11, 23)
NIK = "1811020503810042"
WHY = {("Warga", 4): 'NIK keliru <&> "x"', ("Warga", 6): "=Nama kosong"}


def workbook(path):
    """Write a dressed-up workbook: title, headings in row 2, five people, a formula, merged cells, a second and a hidden sheet."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Warga"
    page.append(["DAFTAR WARGA"])
    page.append(["NIK", "Nama", "Umur", "RT"])
    for number in range(3, 8):
        page.append([NIK, f"Warga {number}", f"=2026-{1980 + number}", number])
        page.cell(number, 2).fill = PatternFill("solid", fgColor="FFEE00")
    page["A2"].font = Font(bold=True)
    page["D2"].font = Font(bold=True)
    page.merge_cells("A1:D1")
    page.merge_cells("D6:D7")
    page["B3"].comment = Comment("catatan", "Ani")
    page.column_dimensions["B"].width = 33
    other = book.create_sheet("Lain")
    other.append(["jangan", "diubah", "=A1"])
    book.create_sheet("Sembunyi").sheet_state = "hidden"
    book.save(path)
    return path


def cells(page):
    return {
        cell.coordinate: (cell.value, cell.style_id) for row in page.iter_rows() for cell in row if cell.value is not None or cell.has_style
    }


def test_the_reason_stands_last_in_wrong_rows_and_nothing_else_changes(tmp_path):
    source, out = workbook(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    assert write_back(source, out, WHY) == 2
    before, after = openpyxl.load_workbook(source), openpyxl.load_workbook(out)
    told = cells(after["Warga"])
    assert {place: told.pop(place)[0] for place in ("E2", "E4", "E6")} == {
        "E2": "Alasan ditolak", "E4": WHY["Warga", 4], "E6": WHY["Warga", 6],
    }  # fmt: skip
    assert told == cells(before["Warga"])
    assert after["Warga"]["E2"].font.bold
    assert after["Warga"]["E6"].data_type == "s"
    assert after["Warga"]["B3"].comment.text == "catatan"
    assert after["Warga"].column_dimensions["B"].width == 33
    assert [str(one) for one in after["Warga"].merged_cells.ranges] == [str(one) for one in before["Warga"].merged_cells.ranges]
    assert (after.sheetnames, after["Sembunyi"].sheet_state) == (before.sheetnames, "hidden")


def test_every_other_part_of_the_file_is_the_same_to_the_byte(tmp_path):
    source, out = workbook(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    write_back(source, out, WHY)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out) as new:
        assert [name for name in old.namelist() if old.read(name) != new.read(name)] == ["xl/worksheets/sheet1.xml"]
        assert new.namelist() == old.namelist()


def test_only_the_wrong_rows_may_be_kept(tmp_path):
    source, out = workbook(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    write_back(source, out, WHY, only_wrong=True)
    book = openpyxl.load_workbook(out)
    page = book["Warga"]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == [
        ["DAFTAR WARGA", None, None, None, None],
        ["NIK", "Nama", "Umur", "RT", "Alasan ditolak"],
        [NIK, "Warga 4", None, 4, WHY["Warga", 4]],
        [NIK, "Warga 6", None, 6, WHY["Warga", 6]],
        [NIK, "Warga 7", None, None, None],  # merged with a wrong row, so it stays with it
    ]
    assert sorted(str(one) for one in page.merged_cells.ranges) == ["A1:D1", "D4:D5"]
    assert page["B3"].fill.fgColor.rgb == "00FFEE00"
    assert book["Lain"]["A1"].value == "jangan"
    assert [line.number for line in read_book(out).pages[0].lines] == [1, 2, 3, 4, 5]


def test_a_corrected_file_comes_back_without_the_column_counting(tmp_path):
    source, out = workbook(tmp_path / "a.xlsx"), tmp_path / "b.xlsx"
    write_back(source, out, WHY)
    before, after = read_book(source).pages[0], read_book(out).pages[0]
    assert headings_sha(before.lines[1].cells) == headings_sha(after.lines[1].cells)
    lines = read_table(read_book(out), guess_page(after).mapping, TODAY)
    assert all("Alasan ditolak" not in line.other for line in lines)
    assert not any(line.problems for line in lines)


def test_the_reasons_of_the_next_time_replace_those_of_the_last(tmp_path):
    source, once, twice = workbook(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", tmp_path / "c.xlsx"
    write_back(source, once, WHY)
    write_back(once, twice, {("Warga", 5): "RT keliru"})
    page = openpyxl.load_workbook(twice)["Warga"]
    assert page.max_column == 5
    assert [page.cell(row, 5).value for row in range(1, 8)] == [None, "Alasan ditolak", None, None, "RT keliru", None, None]


def test_a_file_may_be_written_over_itself(tmp_path):
    source = workbook(tmp_path / "a.xlsx")
    write_back(source, source, WHY)
    assert openpyxl.load_workbook(source)["Warga"]["E4"].value == WHY["Warga", 4]
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize("only_wrong", [False, True])
def test_the_kolom_row_of_bdt_stays_above_the_wrong_rows(tmp_path, only_wrong):
    names = bdt.headings()
    rows = [tuple({"ID rumah tangga": "1", "Nama ART": name}.get(heading, "") for heading in names) for name in ("Ani", "Budi")]
    codec.write(tmp_path / "a.xlsx", codec.fresh(bdt.form(), {"Sheet1": rows}))
    write_back(tmp_path / "a.xlsx", tmp_path / "b.xlsx", {("Sheet1", 4): "keliru"}, only_wrong=only_wrong)
    page = openpyxl.load_workbook(tmp_path / "b.xlsx").active
    assert (page["A2"].value, page["CX1"].value, page["CX2"].value) == ("KOLOM", "Alasan ditolak", None)
    assert page.cell(3 if only_wrong else 4, 102).value == "keliru"
    read = codec.read(read_book(tmp_path / "b.xlsx"), bdt.form())
    assert read.sheets[0].extra == ()
    assert [row.cells[79] for row in read.sheets[0].rows] == (["Budi"] if only_wrong else ["Ani", "Budi"])
    assert recognise(read_book(tmp_path / "b.xlsx"))[0][1] == 1.0


@pytest.mark.parametrize("only_wrong", [False, True])
@pytest.mark.parametrize("kind", ["csv", "xls", "ods"])
def test_other_packings_come_back_as_a_workbook_with_the_same_cells(tmp_path, kind, only_wrong):
    rows = [["NIK", "Nama"], [NIK, "José"], ["0012", "=Budi"]]
    source = tmp_path / f"warga.{kind}"
    if kind == "csv":
        source.write_text("\n".join(";".join(row) for row in rows), "cp1252")
    else:
        (old_excel.write_xls if kind == "xls" else old_excel.write_ods)(source, rows, "Isi")
    name = read_book(source).pages[0].name
    write_back(source, tmp_path / "b.xlsx", {(name, 3): "NIK keliru"}, only_wrong=only_wrong)
    page = openpyxl.load_workbook(tmp_path / "b.xlsx")[name]
    told = [["NIK", "Nama", "Alasan ditolak"], [NIK, "José", None], ["0012", "=Budi", "NIK keliru"]]
    assert [[cell.value for cell in row] for row in page.iter_rows()] == ([told[0], told[2]] if only_wrong else told)
    assert {cell.data_type for row in page.iter_rows() for cell in row if cell.value} == {"s"}


def test_rows_and_cells_without_addresses_and_with_prefixes_are_written_into(tmp_path):
    workbook(tmp_path / "a.xlsx")
    spaces = 'xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    text = "<x:c t='inlineStr'><x:is><x:t>{}</x:t></x:is></x:c>"
    rows = "".join(
        f"<x:row spans='1:2'>{text.format(a)}{text.format(b)}</x:row>" for a, b in (("NIK", "Nama"), (NIK, "Ani"), ("1", "Budi"))
    )
    sheet = f"<x:worksheet {spaces}><x:sheetData>{rows}</x:sheetData></x:worksheet>"
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    write_back(tmp_path / "b.xlsx", tmp_path / "c.xlsx", {("Warga", 3): "keliru"})
    told = [line.cells for line in read_book(tmp_path / "c.xlsx").pages[0].lines]
    assert told == [("NIK", "Nama", "Alasan ditolak"), (NIK, "Ani"), ("1", "Budi", "keliru")]


def test_a_workbook_with_macros_goes_back_without_them_as_xlsx(tmp_path):
    workbook(tmp_path / "a.xlsx")
    plain, macro = (
        f"application/vnd.{kind}.main+xml" for kind in ("openxmlformats-officedocument.spreadsheetml.sheet", "ms-excel.sheet.macroEnabled")
    )
    part = '<Override PartName="/xl/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "a.xlsm", "w") as new:
        for name in old.namelist():
            raw = old.read(name).decode()
            new.writestr(name, raw.replace(plain, macro).replace("</Types>", part + "</Types>") if name == "[Content_Types].xml" else raw)
        new.writestr("xl/vbaProject.bin", b"Sub Auto_Open()")
    write_back(tmp_path / "a.xlsm", tmp_path / "b.xlsx", WHY)
    write_back(tmp_path / "a.xlsm", tmp_path / "b.xlsm", WHY)
    with zipfile.ZipFile(tmp_path / "b.xlsx") as new:
        assert "xl/vbaProject.bin" not in new.namelist()
        assert b"vbaProject" not in new.read("[Content_Types].xml")
        assert plain.encode() in new.read("[Content_Types].xml")
    with zipfile.ZipFile(tmp_path / "b.xlsm") as new:
        assert new.read("xl/vbaProject.bin") == b"Sub Auto_Open()"
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["Warga"]["E4"].value == WHY["Warga", 4]


def test_signs_a_workbook_cannot_hold_become_spaces(tmp_path):
    source = workbook(tmp_path / "a.xlsx")
    write_back(source, tmp_path / "b.xlsx", {("Warga", 4): "a\x00b\x1fc\nd"})
    assert openpyxl.load_workbook(tmp_path / "b.xlsx")["Warga"]["E4"].value == "a b c\nd"


def test_reasons_for_a_sheet_that_is_not_there_are_refused(tmp_path):
    with pytest.raises(problems.Problem) as refused:
        write_back(workbook(tmp_path / "a.xlsx"), tmp_path / "b.xlsx", {("Sembunyi", 1): "x"})
    assert refused.value.kind is problems.SHEET_NO_TABLE
    assert not (tmp_path / "b.xlsx").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(problems.Problem) as refused:
        write_back(workbook(tmp_path / "a.xlsx"), tmp_path / "tidak ada" / "b.xlsx", WHY)
    assert refused.value.kind is problems.FOLDER_UNWRITABLE


def test_the_problems_of_a_table_become_the_reasons_of_its_rows(tmp_path):
    rows = [person | {"NIK": person["nik"], "JK": sex} for person, sex in zip(made.family(1), ("L", "?", "Q"), strict=True)]
    path = made.write(tmp_path / "a.xlsx", rows, headings=("NIK", "nama", "JK"))
    read = read_book(path)
    why = dict(wrong_by_row(read_table(read, guess_page(read.pages[0]).mapping, TODAY)))
    assert list(why) == [("Data Penduduk", 4)]  # "?" says that nothing is known
    write_back(path, tmp_path / "b.xlsx", why)
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").active["D4"].value == why["Data Penduduk", 4]


def test_sentences_of_one_row_are_put_together():
    assert reasons_of([("A", 2, "x."), ("A", 3, "z."), ("A", 2, "y.")]) == {("A", 2): "x. y.", ("A", 3): "z."}
