"""Isian tambahan in Pengaturan: put in from an XLSForm, named with version and maker, withdrawn; what is wrong says where."""

from __future__ import annotations

import pytest
import xlsxwriter

from fieldapp.services import supplements
from tests.ui.doors import rest, until
from tests.ui.support import workspace
from ui.kit.table import CELL
from ui.settings.supplements import Supplements

SURVEY = [
    ["type", "name", "number", "label"],
    ["select_one sumber", "sumber_air", "A1", "Sumber air"],
    ["integer", "jarak", "A2", "Jarak ke sumber air"],
]
CHOICES = [["list_name", "name", "label"], ["sumber", "1", "Sumur bor"], ["sumber", "2", "Sungai"]]
SETTINGS = [["form_id", "version", "form_title"], ["air_kemarau", "1", "Air musim kemarau"]]


def xlsform(path, survey=SURVEY):
    """Write a questionnaire as coordinators make it in Excel."""
    with xlsxwriter.Workbook(str(path)) as book:
        for name, lines in (("survey", survey), ("choices", CHOICES), ("settings", SETTINGS)):
            page = book.add_worksheet(name)
            for at, cells in enumerate(lines):
                page.write_row(at, 0, cells)
    return path


@pytest.fixture
def section(tmp_path, light, shown):
    """The section of a coordinator, shown."""
    ws = workspace(tmp_path, role="coordinator_kecamatan")
    part = Supplements(ws)
    shown(part, 700, 700)
    part.opened()
    rest()
    yield part
    rest()
    ws.close()


def lines(part):
    model = part.table.model()
    return [[model.index(at, column).data(CELL).spoken for column in range(model.columnCount())] for at in range(model.rowCount())]


def take(part, path, title, subject="household"):
    part.named.entry.set_value(title)
    part.about.entry.set_value(subject)
    part.take(path)
    rest()


def test_a_form_is_put_in_and_listed_with_its_version_maker_and_day(section, tmp_path):
    assert section.nothing.isVisible()
    take(section, xlsform(tmp_path / "air.xlsx"), "Air musim kemarau")
    until(lambda: lines(section))
    assert lines(section) == [["Air musim kemarau air_kemarau", "Keluarga", "1", "Anda 23 Nov 2026", "Dipakai"]]
    assert section.named.entry.value() == ""


def test_the_same_form_again_is_its_next_version_and_the_old_one_is_withdrawn(section, tmp_path):
    take(section, xlsform(tmp_path / "air.xlsx"), "Air musim kemarau", "person")
    take(section, xlsform(tmp_path / "air2.xlsx", [*SURVEY, ["text", "catatan", "A3", "Catatan"]]), "Air musim kemarau", "person")
    until(lambda: len(lines(section)) == 2)
    assert [(told[1], told[2], told[4]) for told in lines(section)] == [("Warga", "2", "Dipakai"), ("Warga", "1", "Ditarik")]


def test_what_is_withdrawn_is_asked_no_more(section, tmp_path):
    take(section, xlsform(tmp_path / "air.xlsx"), "Air musim kemarau")
    until(lambda: lines(section))
    section.withdraw.click()
    until(lambda: lines(section)[0][4] == "Ditarik")
    assert supplements.active(section.ws, "household") == ()
    assert section.withdraw.reason == "Yang dipilih sudah ditarik."


def test_an_error_of_the_form_is_told_with_its_sheet_and_row(section, tmp_path):
    take(
        section, xlsform(tmp_path / "air.xlsx", [*SURVEY[:1], ["select_one tiada", "sumber_air", "A1", "Sumber air"]]), "Air musim kemarau"
    )
    assert section.trouble.isVisible()
    assert "survey" in section.trouble.text.text()
    assert "2" in section.trouble.text.text()
    assert lines(section) == []


def test_a_form_without_a_title_says_so_under_the_field(section, tmp_path):
    take(section, xlsform(tmp_path / "air.xlsx"), "")
    assert section.named.note.text() == "Beri nama pada isian tambahan ini."
    assert section.named.wrong


def test_a_worker_reads_the_list_but_puts_nothing_in(tmp_path, light, shown):
    ws = workspace(tmp_path)
    part = Supplements(ws)
    shown(part, 700, 700)
    part.opened()
    rest()
    assert part.add.reason == "Isian tambahan diatur koordinator."
    ws.close()
