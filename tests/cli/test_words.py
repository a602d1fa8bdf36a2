"""Each word on a real laptop: finding, importing, printing, filling a form, copying the store and bringing it back."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest

from fieldapp import problems
from fieldapp.exchange.residents import write_residents
from fieldapp.sample.cast import story
from fieldapp.services import households, visits
from fieldapp.services.accounts import accounts, unlock
from tests import make


def _opened(home):
    return unlock(home, accounts(home)[0].user_id, make.PASSPHRASE)


@pytest.fixture
def visited(home):
    """Return the data folder with one finished visit to Suparman's family."""
    ws = _opened(home)
    household_id = next(
        card.id for card in households.household_cards(ws, households.household_ids(ws, "suparman"), "") if card.members == 5
    )
    draft = visits.open_draft(ws, visits.start_visit(ws, household_id))
    for name, value in (("jenis", "rutin"), ("tujuan", "Pemutakhiran data"), ("persetujuan", "ya")):
        draft.set("kunjungan_rumah", draft.session("kunjungan_rumah").form.path_of(name), value)
    visits.finish_visit(ws, draft.id)
    ws.close()
    return home


def test_find_lists_families_with_masked_numbers(pilar, home):
    said = pilar("--home", home, "find", "supar")
    assert said.code == 0
    assert said.out.startswith("8 keluarga cocok.")
    assert "H. Suparno Hadi Kusumo Wirjodiprojo" in said.out
    assert "1811••••••••" in said.out
    assert not [kk for kk in (h.kk for h in make.village(12)) if kk in said.out]


def test_find_as_json_is_one_object_with_cards(pilar, home):
    told = pilar("--home", home, "find", "supar", "--json")
    assert told.code == 0
    assert told.object["ok"] is True
    assert told.object["problem"] is None
    assert told.object["data"]["count"] == 8
    names = {card["name"] for card in told.object["data"]["households"]}
    assert {family.members[0].name for family in story(make.COUNTED_ON)} == names


def test_a_search_without_a_match_is_an_answer_and_not_a_fault(pilar, home):
    said = pilar("--json", "--home", home, "find", "qwx")
    assert (said.code, said.object["data"]) == (0, {"count": 0, "households": []})


def _sheet(path, families):
    write_residents(path, families)
    return path


def test_import_checks_first_then_takes_in_and_knows_what_it_has(pilar, home, tmp_path):
    sheet = _sheet(tmp_path / "penduduk.xlsx", [make.household(4), make.household(2)])
    words = ("--json", "--home", home, "import", sheet, "--region", make.VILLAGE)
    dry = pilar(*words, "--dry-run")
    assert dry.code == 0
    assert (dry.object["data"]["rows"], dry.object["data"]["ready"], dry.object["data"]["taken"]) == (6, 2, 0)
    assert pilar(*words).object["data"]["taken"] == 2
    assert pilar("--json", "--home", home, "find", "Sri Rejeki").object["data"]["count"] >= 3
    assert pilar("--json", "--home", home, "store", "info").object["data"]["households"] == 14


def test_import_refuses_a_sheet_with_a_wrong_row_and_skips_it_when_told(pilar, home, tmp_path):
    good, bad = make.household(3), make.household(members=1)
    wrong = make.person(nik="181102")
    sheet = _sheet(tmp_path / "penduduk.xlsx", [good, replace(bad, members=(wrong,))])
    words = ("--home", home, "import", sheet, "--region", make.VILLAGE)
    refused = pilar("--json", *words)
    assert refused.code == 1
    assert refused.object["problem"]["code"] == problems.SHEET_ROWS_WRONG.code
    assert refused.object["data"]["taken"] == 0
    assert refused.object["data"]["problems"][0]["column"] == "nik"
    aside = tmp_path / "keliru.xlsx"
    skipped = pilar("--json", *words, "--skip-wrong", "--wrong", aside)
    assert skipped.code == 1
    assert skipped.object["problem"]["code"] == problems.SHEET_ROWS_LEFT.code
    assert skipped.object["data"]["taken"] == 1
    assert aside.is_file()


def test_import_without_a_village_says_which_option_is_missing(pilar, home, tmp_path):
    said = pilar("--home", home, "import", _sheet(tmp_path / "penduduk.xlsx", [make.household()]))
    assert said.code == 2
    assert "--region" in said.err


def test_reports_are_listed(pilar):
    names = [card["name"] for card in pilar("--json", "report", "list").object["data"]]
    assert names == ["kunjungan", "rekap-desa"]


def _size_mm(path):
    with pypdfium2.PdfDocument(BytesIO(path.read_bytes())) as pdf:
        page = pdf[0]
        width, height = page.get_size()
        page.close()
    return round(width / 72 * 25.4), round(height / 72 * 25.4)


def test_a_visit_is_printed_on_the_paper_asked_for(pilar, visited, tmp_path):
    for size, millimetres in (("F4", (215, 330)), ("A4", (210, 297))):
        out = tmp_path / "kertas" / f"{size}.pdf"
        said = pilar("--json", "--home", visited, "report", "kunjungan", "--household", "Suparman", "--paper", size, "--out", out)
        assert said.code == 0, said.out
        assert said.object["data"]["bytes"] == out.stat().st_size
        assert _size_mm(out) == millimetres


def test_each_paper_gets_a_number_of_its_own(pilar, visited, tmp_path):
    from fieldapp.services.documents import next_number, number_taken

    ws = _opened(visited)
    first = next_number(ws, ws.today())
    ws.close()
    pilar("--home", visited, "report", "kunjungan", "--out", tmp_path / "satu.pdf")
    pilar("--home", visited, "report", "rekap-desa", "--region", make.VILLAGE, "--out", tmp_path / "dua.pdf")
    ws = _opened(visited)
    assert number_taken(ws, first)
    assert next_number(ws, ws.today()).split("/")[1] == "003"
    ws.close()


def test_there_is_no_paper_without_a_visit_or_a_village(pilar, home, tmp_path):
    said = pilar("--home", home, "report", "kunjungan", "--out", tmp_path / "a.pdf")
    assert (said.code, said.err.strip()) == (1, problems.REPORT_EMPTY().sentence)
    assert pilar("--home", home, "report", "rekap-desa", "--region", "18.11.02.2001", "--out", tmp_path / "a.pdf").code == 1
    assert pilar("--home", home, "report", "rekap-desa", "--region", "99.99.99.9999", "--out", tmp_path / "a.pdf").code == 2
    assert not (tmp_path / "a.pdf").exists()


def test_a_paper_size_that_does_not_exist_is_wrong_use(pilar, visited, tmp_path):
    said = pilar("--home", visited, "report", "kunjungan", "--paper", "A3", "--out", tmp_path / "a.pdf")
    assert said.code == 2
    assert "F4 atau A4" in said.err


def test_the_shipped_forms_are_checked_without_a_remark(pilar):
    said = pilar("--json", "form", "check", "kunjungan_rumah", "rumah_layak_huni")
    assert said.code == 0
    assert [form["warnings"] for form in said.object["data"]] == [[], []]


def test_a_form_is_filled_scored_and_what_is_missing_is_named(pilar):
    answers = {
        "luas_lantai": "34", "jumlah_orang": "5", "jenis_lantai": "8", "jenis_dinding": "4", "jenis_atap": "3",
        "fasilitas_bab": "6", "sumber_air_minum": "6", "jarak_limbah": "1",
    }  # fmt: skip
    words = [word for name, value in answers.items() for word in ("--answer", f"{name}={value}")]
    done = pilar("--json", "form", "fill", "rumah_layak_huni", *words, "--day", "2026-11-23")
    assert done.code == 0, done.out
    assert done.object["data"]["scores"]["kind"] == "bad"
    assert done.object["data"]["missing"] == []
    half = pilar("--json", "form", "fill", "rumah_layak_huni", *words[:4])
    assert half.code == 1
    assert "bangunan/jenis_lantai" in half.object["data"]["missing"]
    assert half.object["problem"]["code"] == problems.FORM_INCOMPLETE.code


def test_an_answer_no_question_takes_is_refused(pilar):
    assert pilar("form", "fill", "rumah_layak_huni", "--answer", "warna=merah").code == 2
    assert pilar("form", "fill", "rumah_layak_huni", "--answer", "jenis_lantai=77").code == 1


def test_the_store_is_copied_proven_and_brought_back(pilar, home):
    before = pilar("--json", "--home", home, "store", "info").object["data"]
    assert (before["households"], before["backups"]) == (12, [])
    copy = pilar("--json", "--home", home, "store", "backup").object["data"]
    store = next((home / "users").glob("*/store.db"))
    whole = pilar("--json", "--home", home, "store", "verify")
    assert whole.code == 0
    assert whole.object["data"]["bad"] == []
    assert whole.object["data"]["backups"] == 1
    store.write_bytes(b"bukan basis data" * 4096)
    damaged = pilar("--json", "--home", home, "store", "info")
    assert damaged.code == 1
    assert damaged.object["problem"]["code"] == problems.STORE_DAMAGED.code
    back = pilar("--json", "--home", home, "store", "restore", copy["path"])
    assert back.code == 0, back.out
    assert back.object["data"]["at"] == copy["at"]
    assert pilar("--json", "--home", home, "store", "info").object["data"]["households"] == 12


def test_a_damaged_copy_is_named(pilar, home):
    copy = pilar("--json", "--home", home, "store", "backup").object["data"]["path"]
    content = bytearray(Path(copy).read_bytes())
    content[6000:6100] = bytes(100)
    Path(copy).write_bytes(content)
    said = pilar("--json", "--home", home, "store", "verify")
    assert said.code == 1
    assert said.object["data"]["bad"] == [Path(copy).name]
    assert said.object["problem"]["code"] == problems.BACKUP_BAD.code


def test_restoring_without_a_copy_says_so(pilar, home):
    said = pilar("--home", home, "store", "restore")
    assert (said.code, said.err.strip()) == (1, problems.BACKUP_NONE().sentence)
    assert pilar("--home", home, "store", "restore", home / "tidak-ada.db").code == 2
