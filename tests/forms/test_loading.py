"""Forms from elsewhere: opened, or refused with what to mend; what cannot be honoured is said when the form is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from fieldapp import forms, problems
from fieldapp.forms import source
from tests.forms.conftest import TODAY, Write

HEAD = "| | type | name | label | relevant |\n"


def refused(path: Path) -> problems.Problem:
    with pytest.raises(problems.Problem) as raised:
        forms.load(path)
    return raised.value


@pytest.mark.parametrize(
    ("survey", "says"),
    [
        ("| | text | a | A | ${zz} > 1 |", "lembar survey, baris 2, kolom relevant: isian “zz” yang ditunjuk tidak ada."),
        ("| | ramalan | a | A | |", "jenis pertanyaan “ramalan” tidak dikenal."),
        ("| | begin_group | a | A | |", "bagian “a” dibuka tetapi tidak ditutup."),
        ("| | select_one zz | a | A | |", "lembar choices tidak ada"),
        ("| | text | a b | A | |", "kolom name: nama harus mulai dengan huruf dan tanpa spasi."),
    ],
)
def test_a_mistake_in_a_form_is_said_by_sheet_row_and_column(write: Write, survey: str, says: str):
    with pytest.raises(problems.Problem) as raised:
        write(HEAD + survey)
    assert raised.value.kind is problems.FORM_UNREADABLE
    assert says in raised.value.sentence


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("| | geotrace | a | Jejak | |", "Jejak (a): jenis “geotrace” belum dapat diisi di Pilar."),
        ("| | audio | a | Suara | |", "Suara (a): jenis “audio” belum dapat diisi di Pilar."),
        ("| | rank l | a | Urutan | |", "Urutan (a): jenis “rank” belum dapat diisi di Pilar."),
        (
            "| | text | a | Nama | pulldata('x', 'y', 'z', 1) = 1 |",
            "Nama (a): syarat tampil tidak dijalankan, karena memakai “pulldata()”.",
        ),
        ("| | text | a | Nama | ((( |", "Nama (a): syarat tampil tidak dijalankan, karena memakai “(((”."),
        ("| | text | a | Nama | ../tidak_ada = 1 |", "Nama (a): syarat tampil tidak dijalankan, karena memakai “tidak_ada”."),
        ("| | deviceid | a | | |", "a (a): “deviceid” tidak diisi oleh Pilar."),
    ],
)
def test_what_cannot_be_honoured_is_said_when_the_form_is_read(write: Write, row: str, says: str):
    form = write(f"{HEAD}{row}\n| | text | b | B | |", "| | l | 1 | Satu |")
    assert says in form.warnings


def test_a_question_that_cannot_be_filled_does_not_stand_in_the_way(write: Write):
    form = write("| | type | name | label | required |\n| | audio | a | Suara | yes |\n| | text | b | B | |")
    session = form.open(today=TODAY)
    assert form.question("a").kind == "unsupported"
    assert session.missing() == ()
    session.must_be_complete()
    with pytest.raises(problems.Problem) as raised:
        session.set("a", "x")
    assert raised.value.kind is problems.FORM_UNSUPPORTED


def test_rules_that_turn_in_a_ring_are_said(write: Write):
    form = write(
        "| | type | name | label | calculation |\n| | text | t | T | |\n| | calculate | a | | ${b} + 1 |\n| | calculate | b | | ${a} + 1 |"
    )
    assert any("saling bergantung" in warning for warning in form.warnings)


def test_a_missing_translation_falls_back_and_is_said(tmp_path: Path):
    path = tmp_path / "dua.md"
    path.write_text(
        "| survey |\n| | type | name | label::Indonesia (id) | label::English (en) | hint::Indonesia (id) |\n| | text | a | Nama | Name | petunjuk |\n"
        "| settings |\n| | form_id | version | default_language |\n| | dua | 1 | Indonesia (id) |\n", "utf-8",
    )  # fmt: skip
    form = forms.load(path)
    assert form.question("a").hint("en") == "petunjuk"
    assert any("English (en)" in warning for warning in form.warnings)


def test_an_encrypted_form_is_refused(write: Write):
    with pytest.raises(problems.Problem) as raised:
        write(HEAD + "| | text | a | A | |", settings="| | form_id | version | public_key |\n| | x | 1 | MIIB |\n")
    assert raised.value.kind is problems.FORM_ENCRYPTED


def sheet(path: Path, rows: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    for row in rows:
        survey.append(row)
    settings = book.create_sheet("settings")
    settings.append(["form_id", "version", "form_title"])
    settings.append(["dari_excel", "3", "Dari Excel"])
    book.save(path)
    return path


def test_a_form_from_excel_opens_with_its_own_numbers(tmp_path: Path):
    path = sheet(tmp_path / "kobo.xlsx", [["type", "name", "label", "number"], ["integer", "a", "Umur", "11a"], ["start", "start", "", ""]])
    form = forms.load(path)
    assert form.reference == "dari_excel@3"
    assert form.title() == "Dari Excel"
    assert form.question("a").number == "11a"
    assert [question.name for question in form.questions()] == ["a"]


def test_a_form_from_csv_opens(tmp_path: Path):
    path = tmp_path / "coba.csv"
    path.write_text('"survey",,,\n,"type","name","label"\n,"text","a","Nama"\n"settings",,,\n,"form_id","version",\n,"csv","2",\n', "utf-8")
    assert forms.load(path).reference == "csv@2"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("rusak.xlsx", b"PK\x03\x04 rusak"),
        ("kosong.md", b""),
        ("teks.md", b"\xff\xfe\x00"),
        ("bukan.pdf", b"%PDF"),
        ("x.xls", b"abc"),
        ("y.csv", b"\x00,"),
    ],
)
def test_a_file_that_is_no_form_is_refused_with_a_reason(tmp_path: Path, name: str, data: bytes):
    path = tmp_path / name
    path.write_bytes(data)
    problem = refused(path)
    assert problem.kind is problems.FORM_UNREADABLE
    assert problem.facts["reason"]


def test_a_file_that_is_gone_is_refused(tmp_path: Path):
    assert refused(tmp_path / "tidak_ada.xlsx").kind is problems.FORM_UNREADABLE


def test_a_sheet_that_unpacks_without_end_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(source, "LARGEST_UNPACKED", 1_000_000)
    path = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    assert "terlalu besar" in refused(path).sentence


def test_an_entity_in_the_text_of_a_question_stays_text(write: Write):
    form = write(HEAD + "| | text | a | Isi &lt;b&gt; & <c> &x; | |")
    assert form.question("a").label() == "Isi &lt;b&gt; & <c> &x;"


def test_a_kept_conversion_gives_the_same_form(tmp_path: Path):
    path = next(card.path for card in forms.shipped() if card.id == "dtsen_pbi_2026")
    fresh, again = forms.load(path, tmp_path), forms.load(path, tmp_path)
    assert len(list(tmp_path.glob("*.json"))) == 1
    assert [question.path for question in again.questions()] == [question.path for question in fresh.questions()]
    assert again.score == fresh.score == "rumah_layak_huni"
    assert again.warnings == ()


def test_a_kept_conversion_that_was_cut_off_is_made_anew(tmp_path: Path):
    path = next(card.path for card in forms.shipped() if card.id == "kunjungan_rumah")
    forms.load(path, tmp_path)
    kept = next(tmp_path.glob("*.json"))
    kept.write_text(kept.read_text("utf-8")[:100], "utf-8")
    assert forms.load(path, tmp_path).id == "kunjungan_rumah"
    assert len(kept.read_text("utf-8")) > 100
