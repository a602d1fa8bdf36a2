"""The area adds fields of its own without a program being written, and answers outlive the version that asked them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from fieldapp import problems
from fieldapp.services import knowledge, supplements
from fieldapp.services.checking import FieldProblems
from fieldapp.services.households import household
from fieldapp.services.workspace import Workspace
from tests.services.stage import TODAY, Clock, family, open_laptop
from tests.sync.cast import DESA, World

SURVEY = [
    ["type", "name", "number", "label", "constraint"],
    ["select_one sumber", "sumber_air", "A1", "Sumber air musim kemarau | utama", ""],
    ["integer", "jarak", "A2", "Jarak ke sumber air", ". >= 0"],
]
CHOICES = [["list_name", "name", "label"], ["sumber", "1", "Sumur bor desa"], ["sumber", "2", "Sungai"]]
SETTINGS = [["form_id", "version", "form_title"], ["air_kemarau", "1", "Air musim kemarau"]]


def workbook(path: Path, survey=SURVEY, choices=CHOICES, settings=SETTINGS) -> Path:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in (("survey", survey), ("choices", choices), ("settings", settings)):
        page = book.add_worksheet(name)
        for n, row in enumerate(rows):
            page.write_row(n, 0, row)
    book.close()
    return path


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    opened = open_laptop(tmp_path / "home", Clock(), "eko", "coordinator_kecamatan")
    yield opened
    opened.close()


def test_an_excel_form_becomes_fields_of_the_area_and_is_filled_about_a_family(ws, tmp_path):
    home = family(ws)
    added = supplements.add(ws, workbook(tmp_path / "air.xlsx"), "Air musim kemarau", "household")
    (one,) = supplements.active(ws, "household")
    assert (one.id, one.form, one.title, one.region_id) == (added, "air_kemarau@1", "Air musim kemarau", "18.11.02")
    assert supplements.active(ws, "person") == ()
    knowledge.record_answers(ws, one.form, "household", home, {"sumber_air": "2", "jarak": "350"}, on=TODAY)
    answers = {told.number: told for told in knowledge.of(ws, "household", home)}
    assert (answers["A1"].label, answers["A1"].code, answers["A1"].meaning) == ("Sumber air musim kemarau | utama", "2", "Sungai")
    assert (answers["A2"].meaning, answers["A2"].title, answers["A2"].version) == ("350", "Air musim kemarau", "1")


def test_a_new_version_is_asked_and_the_old_answers_are_read_as_they_were_asked(ws, tmp_path):
    home = family(ws)
    supplements.add(ws, workbook(tmp_path / "air.xlsx"), "Air musim kemarau", "household")
    knowledge.record_answers(ws, "air_kemarau@1", "household", home, {"sumber_air": "2", "jarak": "350"}, on=date(2026, 8, 1))
    changed = [CHOICES[0], ["sumber", "1", "Sumur bor desa"], ["sumber", "2", "Embung"]]
    supplements.add(ws, workbook(tmp_path / "air2.xlsx", choices=changed), "Air musim kemarau", "household")
    assert [one.form for one in supplements.active(ws, "household")] == ["air_kemarau@2"]
    assert {told.number: told.meaning for told in knowledge.of(ws, "household", home)}["A1"] == "Sungai"
    knowledge.record_answers(ws, "air_kemarau@2", "household", home, {"sumber_air": "2"}, on=TODAY)
    answers = {told.number: told for told in knowledge.of(ws, "household", home)}
    assert (answers["A1"].meaning, answers["A1"].version) == ("Embung", "2")
    assert (answers["A2"].meaning, answers["A2"].version) == ("350", "1")


def test_a_form_that_is_wrong_says_sheet_and_row(ws, tmp_path):
    wrong = [*SURVEY, ["select_one tidak_ada", "lain", "A3", "Lain", ""]]
    with pytest.raises(problems.Problem) as refused:
        supplements.add(ws, workbook(tmp_path / "salah.xlsx", survey=wrong), "Air", "household")
    assert refused.value.kind is problems.FORM_UNREADABLE
    assert "baris" in refused.value.sentence or "daftar pilihan" in refused.value.sentence
    assert supplements.supplements(ws) == ()


def test_the_same_form_twice_a_form_of_ours_and_one_without_a_name_are_refused(ws, tmp_path):
    path = workbook(tmp_path / "air.xlsx")
    supplements.add(ws, path, "Air musim kemarau", "household")
    ours = workbook(tmp_path / "ours.xlsx", settings=[SETTINGS[0], ["kunjungan_rumah", "9", "Kunjungan"]])
    sheet = workbook(tmp_path / "sheet.xlsx", settings=[SETTINGS[0], ["bdt_2015", "9", "BDT"]])
    for given, kind in ((path, problems.SUPPLEMENT_SAME), (ours, problems.FORM_KNOWN), (sheet, problems.FORM_KNOWN)):
        with pytest.raises(problems.Problem) as refused:
            supplements.add(ws, given, "Air", "household")
        assert refused.value.kind is kind
    with pytest.raises(FieldProblems):
        supplements.add(ws, workbook(tmp_path / "lain.xlsx", settings=[SETTINGS[0], ["lain", "1", "Lain"]]), " ", "household")
    assert len(supplements.supplements(ws)) == 1


def test_a_withdrawn_supplement_is_not_asked_and_its_answers_stay(ws, tmp_path):
    home = family(ws)
    added = supplements.add(ws, workbook(tmp_path / "air.xlsx"), "Air", "household")
    knowledge.record_answers(ws, "air_kemarau@1", "household", home, {"jarak": 10}, on=TODAY)
    supplements.withdraw(ws, added)
    assert supplements.active(ws, "household") == ()
    assert [one.meaning for one in knowledge.of(ws, "household", home)] == ["10"]
    with pytest.raises(problems.Problem) as unknown:
        supplements.withdraw(ws, "tiada")
    assert unknown.value.kind is problems.SUPPLEMENT_UNKNOWN


def test_a_worker_does_not_add_fields_to_the_area(tmp_path):
    ws = open_laptop(tmp_path / "home", Clock())
    with pytest.raises(problems.Problem) as refused:
        supplements.add(ws, workbook(tmp_path / "air.xlsx"), "Air", "household")
    assert refused.value.kind is problems.OP_NOT_ALLOWED
    ws.close()


def test_a_form_written_as_tables_is_taken_as_it_stands(ws, tmp_path):
    home = family(ws)
    path = tmp_path / "sakit.md"
    path.write_text(
        "| survey |\n|  | type | name | label |\n|  | text | keluhan | Keluhan |\n"
        "| settings |\n|  | form_id | version | form_title |\n|  | keluhan_warga | 1 | Keluhan |\n",
        "utf-8",
    )
    supplements.add(ws, path, "Keluhan warga", "person")
    head = household(ws, home).members[0].id
    knowledge.record_answers(ws, "keluhan_warga@1", "person", head, {"keluhan": "batuk"}, on=TODAY)
    assert [(one.label, one.meaning) for one in knowledge.of(ws, "person", head)] == [("Keluhan", "batuk")]


def test_a_supplement_reaches_every_laptop_of_the_area_with_what_was_answered(tmp_path):
    world = World(tmp_path)
    eko, ratna = world.laptop("eko", "coordinator_kecamatan"), world.laptop("ratna", region=DESA)
    home = ratna.household()
    supplements.add(eko.ws, workbook(tmp_path / "air.xlsx"), "Air musim kemarau", "household")
    world.settle_down()
    assert [one.form for one in supplements.active(ratna.ws, "household")] == ["air_kemarau@1"]
    knowledge.record_answers(ratna.ws, "air_kemarau@1", "household", home, {"sumber_air": "1"}, on=date(2026, 11, 23))
    world.settle_down()
    assert [one.meaning for one in knowledge.of(eko.ws, "household", home)] == ["Sumur bor desa"]
    assert list(world.office.refused()) == []
    world.close()
