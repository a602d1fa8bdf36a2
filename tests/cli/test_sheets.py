"""The words import and export on a real laptop: every format, a dry run, undoing, and what changed since."""

from __future__ import annotations

import pytest

from fieldapp import problems
from tests import make
from tests.exchange import register_files as files
from tests.exchange import sheets


@pytest.fixture
def said(pilar, home):
    def typed(*words, code=0):
        told = pilar("--json", "--home", home, *words)
        assert told.code == code, told.out
        return told.object["data"] if told.object["problem"] is None or code == 1 else told.object

    return typed


def test_a_format_is_recognised_and_its_import_listed_and_undone(said, tmp_path):
    path = files.bdt_file(tmp_path / "bdt.xlsx")
    dry = said("import", path, "--region", make.VILLAGE, "--dry-run")
    assert (dry["format"], dry["new_families"], dry["new_persons"], dry["taken"]) == ("bdt_2015", 2, 3, 0)
    done = said("import", path, "--region", make.VILLAGE)
    assert (done["taken"], done["kept"]["answers"]) == (2, 5)
    (line,) = said("import", "--list")["batches"]
    assert (line["id"], line["undone_on"]) == (done["batch"], None)
    looked = said("import", "--undo", done["batch"], "--dry-run")
    assert (looked["form"]["counts"]["person"], looked["undone"]) == (3, None)
    assert said("import", "--undo", done["batch"])["undone"]["removed"] == 12
    assert said("find", "Cici Mulyani")["count"] == 0
    assert said("store", "info")["households"] == 12


def test_a_second_undo_says_when_it_was_undone(said, pilar, home, tmp_path):
    batch = said("import", sheets.write(tmp_path / "a.xlsx", sheets.family(1)), "--region", make.VILLAGE)["batch"]
    said("import", "--undo", batch)
    again = pilar("--json", "--home", home, "import", "--undo", batch)
    assert (again.code, again.object["problem"]["code"]) == (1, problems.BATCH_UNDONE.code)


def test_the_same_file_again_says_so(said, pilar, home, tmp_path):
    path = sheets.write(tmp_path / "a.xlsx", sheets.family(1))
    said("import", path, "--region", make.VILLAGE)
    assert "Berkas yang sama sudah diambil pada" in pilar("--home", home, "import", path, "--region", make.VILLAGE).out


def test_what_is_here_is_changed_only_in_the_parts_that_were_named(said, tmp_path):
    rows = sheets.family(1, 1)
    said("import", sheets.write(tmp_path / "a.xlsx", rows), "--region", make.VILLAGE)
    rows[0] |= {"pekerjaan_id": "3", "alamat": "Jalan Baru"}
    path = sheets.write(tmp_path / "b.xlsx", rows)
    assert said("import", path, "--region", make.VILLAGE)["kept"]["changed"] == 0
    assert said("import", path, "--region", make.VILLAGE, "--change", "work")["kept"]["changed"] == 1
    assert said("import", path, "--region", make.VILLAGE)["differing"] == 1, "the address is still another"


@pytest.mark.parametrize(
    ("words", "sentence"), [(("--change", "semua"), "--change tidak mengenal semua"), (("--doubtful", "ya"), "new, same, skip")]
)
def test_parts_and_decisions_that_are_not_known_are_named(pilar, home, tmp_path, words, sentence):
    told = pilar("--home", home, "import", sheets.write(tmp_path / "a.xlsx", sheets.family(1)), *words)
    assert told.code == 2
    assert sentence in told.err


def test_a_sheet_leaves_with_what_changed_since_the_last_one(said, tmp_path):
    first = said("export", "penduduk", "--out", tmp_path / "a.xlsx", "--changes")
    assert (first["changes"]["since"], first["rows"] > 12) == (None, True)
    said("import", sheets.write(tmp_path / "baru.xlsx", sheets.family(1)), "--region", make.VILLAGE)
    second = said("export", "penduduk", "--out", tmp_path / "b.xlsx", "--changes")
    assert (second["changes"]["new"], second["changes"]["changed"], second["rows"] - first["rows"]) == (3, 0, 3)


def test_numbers_leave_in_full_only_with_a_reason(said, pilar, home, tmp_path):
    told = pilar("--json", "--home", home, "export", "penduduk", "--out", tmp_path / "a.xlsx", "--full")
    assert (told.code, told.object["problem"]["code"]) == (1, problems.EXPORT_REASON.code)
    said("export", "penduduk", "--out", tmp_path / "a.xlsx")
    assert "1811••••••••" in repr(files.cells(tmp_path / "a.xlsx"))
    said("export", "penduduk", "--out", tmp_path / "a.xlsx", "--full", "--reason", "rapat desa")
    assert "••••" not in repr(files.cells(tmp_path / "a.xlsx"))


def test_columns_of_ones_own_choice_leave_and_unknown_ones_are_named(said, pilar, home, tmp_path):
    said("export", "kolom", "--out", tmp_path / "a.xlsx", "--columns", "name,village", "--find", "suparman")
    (rows,) = files.cells(tmp_path / "a.xlsx").values()
    assert rows[0] == ["Nama", "Desa"]
    told = pilar("--home", home, "export", "kolom", "--out", tmp_path / "a.xlsx", "--columns", "gaji")
    assert told.code == 2
    assert "gaji" in told.err
