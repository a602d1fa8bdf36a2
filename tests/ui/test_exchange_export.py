"""Ekspor: a sheet is written with numbers hidden, whole only with a reason; what changed since the last one is told; cancelled nothing is left."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from fieldapp import problems
from fieldapp.exchange import exporting
from fieldapp.services.finding import Query
from fieldapp.services.registration import edit_household, household_form
from tests.ui.support import ALT, CONTROL, Window, family, nik, workspace

K = Qt.Key


@pytest.fixture
def laptop(tmp_path, light):
    """Three families of a coordinator."""
    ws = workspace(tmp_path, "Suparman", "Yohanes Kambu", "Ketut Suardana", role="coordinator_kecamatan")
    yield ws
    ws.close()


def opened(window):
    page = window.open("exchange", export=True)
    window.until(lambda: page.export.count.text() == "3 keluarga")
    return page


def rows(path):
    """Return the rows of a sheet by heading."""
    lines = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def write(window, page, path):
    page.export.write_to(path)
    window.until(lambda: page.export.running is None)
    return rows(path) if path.exists() else None


def choose(field, value):
    field.entry.set_value(value)
    field.entry.changed.emit(value)


def test_a_sheet_leaves_by_keyboard_with_its_numbers_hidden(laptop, qtbot, tmp_path, monkeypatch):
    out = tmp_path / "keluar.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_told: (str(out), ""))
    window = Window(laptop, qtbot)
    window.open("exchange")
    window.press(K.Key_E, ALT)
    page = window.shell.page("exchange")
    window.settle()
    assert page.export.options.format.entry.hasFocus()
    window.press(K.Key_Return, CONTROL)
    window.until(lambda: page.export.running is None and out.exists())
    told = rows(out)
    assert [one["nama"] for one in told] == ["Suparman", "Yohanes Kambu", "Ketut Suardana"]
    assert all("•" in one["nik"] and "•" in one["no_kk"] for one in told)
    window.until(lambda: window.toasted() == "Tersimpan: keluar.xlsx, 3 baris.")


def test_whole_numbers_need_a_reason_and_both_are_written_down(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = opened(window)
    options = page.export.options
    options.full.click()
    assert page.primary.reason == "Tulis alasan untuk nomor lengkap."
    window.press(K.Key_Return, CONTROL)
    assert page.export.running is None
    options.reason.entry.setFocus()
    window.type("pemadanan dengan Disdukcapil")
    assert page.primary.reason == ""
    told = write(window, page, tmp_path / "lengkap.xlsx")
    assert told[0]["nik"] == nik(1)
    with laptop.reading() as con:
        noted = con.exec_driver_sql("SELECT field, reason FROM audit WHERE act = 'export'").fetchall()
    assert [tuple(one) for one in noted] == [("penduduk:3:full", "pemadanan dengan Disdukcapil")]


def test_only_the_chosen_columns_leave_in_words(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = opened(window)
    options = page.export.options
    choose(options.format, exporting.CHOSEN)
    for field, chip in options.column_chips.items():
        chip.setChecked(field in {"name", "sex"})
    options.labels.click()
    told = write(window, page, tmp_path / "kolom.xlsx")
    assert {"Nama": "Suparman", "Jenis kelamin": "Laki-laki"} in told
    assert len(told) == 3
    for chip in options.column_chips.values():
        chip.setChecked(False)
    assert page.primary.reason == "Pilih paling sedikit satu kolom."


def test_what_changed_since_the_last_sheet_is_told_and_written(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = opened(window)
    choose(page.export.options.changes_field, "in")
    write(window, page, tmp_path / "pertama.xlsx")
    assert page.export.result.detail.text().startswith("Ini ekspor pertama")
    window.until(lambda: "belum pernah" not in page.export.since.text())
    family(laptop, "Made Artini", serial=44)
    home = next(one for one in told_households(laptop) if household_form(laptop, one).kk.endswith("0002"))
    edit_household(laptop, home, replace(household_form(laptop, home), hamlet="Dusun Baru"))
    told = write(window, page, tmp_path / "kedua.xlsx")
    assert {one["nama"]: one["Perubahan"] for one in told} == {
        "Suparman": None, "Yohanes Kambu": "diubah: dusun", "Ketut Suardana": None, "Made Artini": "baru",
    }  # fmt: skip
    assert "1 baru, 1 diubah, 0 hilang" in page.export.result.detail.text()


def told_households(ws):
    from fieldapp.services.households import household_ids

    return household_ids(ws)


def test_the_changes_leave_as_a_sheet_of_their_own(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = opened(window)
    choose(page.export.options.changes_field, "beside")
    write(window, page, tmp_path / "pertama.xlsx")
    family(laptop, "Made Artini", serial=44)
    write(window, page, tmp_path / "kedua.xlsx")
    (told,) = rows(tmp_path / "kedua-perubahan.xlsx")
    assert (told["Nama"], told["Perubahan"]) == ("Made Artini", "baru")


def test_only_what_changed_leaves_and_nothing_when_nothing_did(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = opened(window)
    choose(page.export.options.changes_field, "only")
    assert len(write(window, page, tmp_path / "pertama.xlsx")) == 3
    assert write(window, page, tmp_path / "kosong.xlsx") is None
    assert page.export.result.text.text().startswith("Tidak ada yang berubah sejak ekspor terakhir")
    family(laptop, "Made Artini", serial=44)
    (told,) = write(window, page, tmp_path / "kedua.xlsx")
    assert (told["nama"], told["Perubahan"]) == ("Made Artini", "baru")


def test_cancelled_nothing_is_left_of_the_sheet(laptop, qtbot, tmp_path, monkeypatch):
    window = Window(laptop, qtbot)
    page = opened(window)
    really = exporting.export
    monkeypatch.setattr(exporting, "export", lambda *told, **more: page.export.leave() or really(*told, **more))
    assert write(window, page, tmp_path / "keluar.xlsx") is None
    assert page.export.result.text.text() == problems.EXPORT_CANCELLED().sentence
    assert list(tmp_path.glob("*.xlsx*")) == []


def test_what_was_looked_for_elsewhere_is_what_leaves(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = window.open("exchange", export=True, query=Query("Kambu"))
    window.until(lambda: page.export.count.text() == "1 keluarga")
    assert [one["nama"] for one in write(window, page, tmp_path / "kambu.xlsx")] == ["Yohanes Kambu"]


def test_nothing_to_write_says_so(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = opened(window)
    choose(page.export.options.format, "bdt_2015")
    assert write(window, page, tmp_path / "bdt.xlsx") is None
    assert page.export.result.isVisible()
    assert page.export.result.objectName() == "badbox"
