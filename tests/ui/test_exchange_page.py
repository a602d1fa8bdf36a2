"""Impor by keyboard: a messy sheet is chosen, confirmed, corrected and taken in; cancelled nothing is kept; and it is taken back whole."""

from __future__ import annotations

from dataclasses import replace

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from fieldapp import problems
from fieldapp.exchange import importing
from fieldapp.services import imports
from fieldapp.services.households import household, household_ids
from fieldapp.services.registration import edit_household, household_form
from tests.exchange import sheets
from tests.ui import messy
from tests.ui.messy import FIVE_WRONG
from tests.ui.support import ALT, CONTROL, VILLAGE, Window, family, workspace
from ui.exchange.flow import CHECK, CHOOSE, COLUMNS, DONE, UNDO
from ui.kit.table import CELL

K = Qt.Key


@pytest.fixture
def laptop(tmp_path, light):
    """An empty laptop of a coordinator."""
    ws = workspace(tmp_path, role="coordinator_kecamatan")
    yield ws
    ws.close()


def chosen(monkeypatch, path, *, save=False):
    """Let the system's file dialog answer with this file."""
    name = "getSaveFileName" if save else "getOpenFileName"
    monkeypatch.setattr(QFileDialog, name, lambda *_told: (str(path), ""))


def taken(window, path):
    """Open the page and let it read a file as a drop does."""
    page = window.open("exchange")
    page.flow.take(str(path))
    window.until(lambda: page.flow.running is None)
    return page


def checked(window, path, village=VILLAGE):
    """Read a file, choose the village, and look at the dry run."""
    page = taken(window, path)
    combo = page.flow.columns.village.entry
    combo.set_value(village)
    combo.changed.emit(village)
    page.primary.click()
    window.until(lambda: page.flow.running is None)
    return page


def imported(window, path):
    page = checked(window, path)
    page.primary.click()
    window.until(lambda: page.flow.step == DONE)
    return page


def counts(page):
    return {show: int(tile.value.text().replace(".", "")) for show, tile in page.flow.check.tiles.items()}


def cells(page, column):
    table = page.flow.check.table
    return [table.model().index(at, column).data(CELL).text for at in range(table.model().rowCount())]


def test_a_messy_sheet_becomes_records_by_keyboard_alone(laptop, qtbot, tmp_path, monkeypatch):
    chosen(monkeypatch, messy.written(tmp_path / "warga.xlsx", 60, FIVE_WRONG))
    window = Window(laptop, qtbot)
    window.open("home")
    window.press(K.Key_7, CONTROL)
    page = window.shell.page("exchange")
    window.settle()
    window.press(K.Key_O, CONTROL)
    window.until(lambda: page.flow.step == COLUMNS)
    assert QApplication.focusWidget() is page.flow.columns.village.entry, "only the village is still to be chosen"
    assert page.primary.reason == "Pilih desa lembar ini."
    window.type("S")  # as in any list, a letter goes to the first of its names
    while page.flow.columns.village.entry.value() != VILLAGE:
        window.press(K.Key_Down)
    window.press(K.Key_Return, CONTROL)
    window.until(lambda: page.flow.step == CHECK)
    assert counts(page) == {"ready": 55, "known": 0, "doubts": 0, "wrong": 5}
    assert page.primary.words == "Impor 55 baris"
    assert cells(page, 2) == ["No KTP", "TTL", "RT/RW", "Pekerjaan", "L/P"]

    window.press(K.Key_Return)  # into the cell of the first wrong row
    assert QApplication.focusWidget() is page.flow.check.repair.entry
    assert page.flow.check.repair.field.wrong
    window.type(messy.nik(5))
    window.press(K.Key_Return)
    window.until(lambda: counts(page) == {"ready": 56, "known": 0, "doubts": 0, "wrong": 4})

    window.press(K.Key_F8)
    assert page.flow.check.repair.line.name == messy.name(33)
    window.press(K.Key_L, ALT)  # the row with half an RT stays out
    assert page.flow.check.repair.line.name == messy.name(41)
    assert page.flow.check.repair.entry.text() == "Petanni", "a proposal is never applied unasked"
    window.press(K.Key_U, ALT)
    window.press(K.Key_Return)
    window.until(lambda: counts(page)["wrong"] == 3)

    window.press(K.Key_Return, CONTROL)
    window.until(lambda: page.flow.step == DONE)
    assert len(household_ids(laptop)) == 57
    assert window.toasted() == "57 baris diimpor."
    (home,) = household_ids(laptop, messy.name(41))
    assert household(laptop, home).members[0].name == messy.name(41)


def test_a_corrected_cell_can_be_put_back(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = checked(window, messy.written(tmp_path / "warga.xlsx", 10, {5: FIVE_WRONG[5]}))
    page.flow.check.focus_side()
    window.type(messy.nik(5))
    window.press(K.Key_Return)
    window.until(lambda: counts(page)["wrong"] == 0)
    window.press(K.Key_Z, CONTROL)
    window.until(lambda: counts(page)["wrong"] == 1)


def test_columns_given_once_are_remembered_for_the_next_file(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = taken(window, messy.written(tmp_path / "agustus.xlsx", 3))
    columns = page.flow.columns
    assert columns.known.text.text() == "Tabel ini belum dikenal"
    at = messy.HEADINGS.index("Ket.")
    combo = next(one for one in columns.combos if one.property("column") == at)
    combo.set_value("hamlet")
    combo.changed.emit("hamlet")
    columns.village.entry.set_value(VILLAGE)
    columns.village.entry.changed.emit(VILLAGE)
    page.primary.click()
    window.until(lambda: page.flow.step == CHECK)
    page = taken(window, messy.written(tmp_path / "september.xlsx", 5))
    assert page.flow.columns.known.text.text() == "Kolom seperti 23 November 2026"
    combo = next(one for one in page.flow.columns.combos if one.property("column") == at)
    assert combo.value() == "hamlet"


def test_a_field_is_given_to_one_column_only(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    columns = taken(window, messy.written(tmp_path / "warga.xlsx", 3)).flow.columns
    note = columns.combos[messy.HEADINGS.index("Ket.")]
    note.set_value("name")
    note.changed.emit("name")
    assert columns.combos[messy.HEADINGS.index("Nama Lengkap")].value() == ""


def test_a_cancelled_import_keeps_nothing_and_says_so(laptop, qtbot, tmp_path, monkeypatch):
    def cancelled(ws, told, choices, **more):
        page.flow.cancel()
        assert more["cancelled"]()
        raise problems.IMPORT_CANCELLED(left=12, total=12)

    window = Window(laptop, qtbot)
    page = checked(window, messy.written(tmp_path / "warga.xlsx", 12))
    monkeypatch.setattr(imports, "apply", cancelled)
    page.primary.click()
    window.until(lambda: page.flow.running is None)
    assert page.flow.trouble.text.text() == "Dibatalkan. 12 dari 12 tidak jadi diimpor, tidak ada yang tersimpan."
    assert (page.flow.step, household_ids(laptop), imports.batches(laptop)) == (CHECK, (), ())


def test_esc_while_it_is_kept_stops_it_and_nothing_is_kept(laptop, qtbot, tmp_path, monkeypatch):
    window = Window(laptop, qtbot)
    page = checked(window, messy.written(tmp_path / "warga.xlsx", 60))
    really = importing.take_in
    monkeypatch.setattr(importing, "take_in", lambda *told, **more: page.flow.cancel() or really(*told, **more))
    window.press(K.Key_Return, CONTROL)
    window.until(lambda: page.flow.running is None)
    assert page.flow.trouble.text.text().startswith("Dibatalkan.")
    assert household_ids(laptop) == ()


def test_esc_goes_one_step_back_and_keeps_nothing(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = checked(window, messy.written(tmp_path / "warga.xlsx", 3))
    window.press(K.Key_Escape)
    assert page.flow.step == COLUMNS
    window.press(K.Key_Escape)
    assert page.flow.step == CHOOSE
    assert household_ids(laptop) == ()


def test_an_import_is_taken_back_as_a_whole_and_what_was_written_since_stays(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = imported(window, messy.written(tmp_path / "warga.xlsx", 6))
    (home,) = household_ids(laptop, messy.name(2))
    edit_household(laptop, home, replace(household_form(laptop, home), phone="0812 3456 7890"))
    window.press(K.Key_B, ALT)
    window.until(lambda: page.flow.step == UNDO)
    assert [one.name for one in page.flow.undo.form.touched] == [messy.name(2)]
    assert "1 keluarga yang ditulis sesudahnya tetap ada." in page.flow.undo.counts.text()
    window.press(K.Key_Return, CONTROL)
    window.until(lambda: page.flow.step == CHOOSE)
    assert household_ids(laptop) == (home,)
    assert window.toasted().startswith("Impor dibatalkan")
    window.until(lambda: [line.undone for line in page.flow.choose.batches.lines.values()] == [True])


def test_the_same_sheet_again_says_so_and_makes_nobody_twice(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    path = messy.written(tmp_path / "warga.xlsx", 6)
    imported(window, path)
    page = checked(window, path)
    assert page.flow.check.seen.text.text() == "Berkas yang sama sudah diimpor 23 November 2026"
    assert counts(page) == {"ready": 0, "known": 6, "doubts": 0, "wrong": 0}
    assert page.primary.reason == "Belum ada baris baru yang dapat diambil."


def test_what_the_sheet_says_otherwise_changes_only_where_that_is_chosen(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    imported(window, messy.written(tmp_path / "warga.xlsx", 4))
    page = checked(window, messy.written(tmp_path / "lagi.xlsx", 4, {1: {"Pekerjaan": "Nelayan/Perikanan"}}))
    page.flow.check.show_only("known", focus=True)
    assert cells(page, 5) == ["Tetap seperti di sini"]
    box = page.flow.check.change.boxes["work"]
    box.click()
    assert cells(page, 5) == ["Diubah seperti lembar"]
    assert page.primary.words == "Impor perubahan"
    page.primary.click()
    window.until(lambda: page.flow.step == DONE)
    assert page.flow.done.done.changed == 1


def test_whoever_looks_like_someone_here_waits_until_it_is_decided(laptop, qtbot, tmp_path):
    family(laptop, messy.name(0), serial=9100, born=messy.born(0))
    window = Window(laptop, qtbot)
    page = checked(window, messy.written(tmp_path / "warga.xlsx", 3))
    assert counts(page) == {"ready": 2, "known": 0, "doubts": 1, "wrong": 0}
    assert page.flow.check.showing == "doubts"
    assert cells(page, 5) == ["Dilewati"]
    window.press(K.Key_Return)
    window.press(K.Key_B, ALT)
    assert cells(page, 5) == ["Masuk sebagai orang baru"]
    assert page.primary.words == "Impor 3 baris"
    window.press(K.Key_L, ALT)
    assert page.primary.words == "Impor 2 baris"
    window.press(K.Key_Return, CONTROL)
    window.until(lambda: page.flow.step == DONE)
    assert len(household_ids(laptop)) == 3


def test_the_sheet_goes_back_with_its_reasons(laptop, qtbot, tmp_path, monkeypatch):
    window = Window(laptop, qtbot)
    page = checked(window, messy.written(tmp_path / "warga.xlsx", 60, FIVE_WRONG))
    out = tmp_path / "kembali.xlsx"
    chosen(monkeypatch, out, save=True)
    window.press(K.Key_S, CONTROL)
    window.until(out.exists)
    window.until(lambda: page.flow.running is None)
    lines = list(openpyxl.load_workbook(out)["DATA"].iter_rows(values_only=True))
    assert lines[2][-1] == "Alasan ditolak"
    assert [(row[1], bool(row[-1])) for row in lines[3:]] == [(messy.name(at), True) for at in FIVE_WRONG]
    assert "NIK harus 16 angka" in lines[3][-1]


def test_a_file_that_is_no_sheet_is_refused_with_its_reason(laptop, qtbot, tmp_path):
    wrong = tmp_path / "foto.xlsx"
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 64)
    window = Window(laptop, qtbot)
    page = taken(window, wrong)
    assert page.flow.step == CHOOSE
    assert page.flow.choose.trouble.text.text().startswith("Ini gambar PNG, bukan lembar")
    assert page.flow.choose.trouble.isVisible()


def test_too_many_rows_are_refused_before_they_are_read(laptop, qtbot, tmp_path, monkeypatch):
    def large(*_told):
        raise problems.SHEET_TOO_LARGE(rows="200.000", limit=50_000)

    monkeypatch.setattr(importing, "open_file", large)
    window = Window(laptop, qtbot)
    page = taken(window, tmp_path / "besar.xlsx")
    assert "Paling banyak 50000 baris" in page.flow.choose.trouble.text.text().replace(".", "")


def test_without_a_column_for_names_the_columns_are_asked_for_again(laptop, qtbot, tmp_path):
    book = openpyxl.Workbook()
    for row in (["Hobi", "Alamat"], ["Memancing", "Jl. Poros"]):
        book.active.append(row)
    book.save(tmp_path / "hobi.xlsx")
    window = Window(laptop, qtbot)
    page = checked(window, tmp_path / "hobi.xlsx")
    assert page.flow.step == COLUMNS
    assert page.flow.columns.trouble.text.text() == "Belum ada kolom untuk nama atau NIK. Pilih kolomnya, lalu periksa lagi."


def test_a_dropped_file_is_read(laptop, qtbot, tmp_path):
    window = Window(laptop, qtbot)
    page = window.open("exchange")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(messy.written(tmp_path / "warga.xlsx", 2)))])
    how = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.flow.choose.place.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, mime, *how))
    window.until(lambda: page.flow.step == COLUMNS)


def test_ten_thousand_wrong_rows_make_only_the_rows_in_sight(laptop, qtbot, tmp_path, monkeypatch):
    from ui.exchange import rows

    made = []
    really = rows.wrong_row
    monkeypatch.setattr(rows, "wrong_row", lambda *told, **more: made.append(told) or really(*told, **more))
    window = Window(laptop, qtbot)
    page = checked(window, messy.written(tmp_path / "warga.xlsx", 400, {at: {"RT/RW": "04-"} for at in range(400)}))
    window.settle()
    assert counts(page)["wrong"] == 400
    assert len(made) < 100


def test_a_role_that_takes_nothing_in_only_exports(tmp_path, light, qtbot):
    ws = workspace(tmp_path, role="auditor")
    window = Window(ws, qtbot)
    page = window.open("exchange")
    assert page.tabs.at == 1
    assert page.flow.choose.pick.reason == "Peran Anda tidak mengambil lembar dari luar."
    window.settle()
    ws.close()


def test_a_residents_sheet_is_corrected_in_the_window_too(laptop, qtbot, tmp_path):
    wrong = sheets.family(2)
    wrong[2]["sex"] = "3"
    window = Window(laptop, qtbot)
    page = checked(window, sheets.write(tmp_path / "penduduk.xlsx", sheets.family(1) + wrong))
    assert (page.flow.check.checked.wish.name, counts(page)["ready"], counts(page)["wrong"]) == ("penduduk", 3, 1)
    assert page.flow.check.foot.text().endswith("2 di antaranya benar, tetapi menunggu anggota keluarganya.")
    page.flow.check.table.set_current("7|Data Penduduk")
    page.flow.check.focus_side()
    assert page.flow.check.repair.entry.text() == "3"
    window.type("1")
    window.press(K.Key_Return)
    window.until(lambda: counts(page) == {"ready": 6, "known": 0, "doubts": 0, "wrong": 0})
