"""Keluarga: found while typing however it is spelled, everything on one screen, numbers shown only for a reason."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldapp.services import finding, households, regions
from fieldapp.store.tables import notice
from tests.ui.support import ALT, CONTROL, Window, crowd, family, member, visited, workspace
from ui.households import listing
from ui.households.summary import member_cells
from ui.kit import Label
from ui.kit.records import ROW


@pytest.fixture
def laptop(tmp_path, light):
    opened = []

    def open_with(*names, **facts):
        opened.append(workspace(tmp_path, *names, **facts))
        return opened[-1]

    yield open_with
    for ws in opened:
        ws.close()


def names(page):
    model = page.list.records.model
    return [model.index(at).data(ROW).name for at in range(model.rowCount())]


def test_letters_of_another_spelling_and_enter_open_the_family(laptop, qtbot):
    window = Window(laptop("Budi", "Suparman", "Tukiyem"), qtbot)
    page = window.open("households")
    window.press(Qt.Key.Key_F, CONTROL)
    window.type("soep")
    window.press(Qt.Key.Key_Return)
    window.until(lambda: QApplication.focusWidget() is page.family.members)
    assert names(page) == ["Suparman"]
    assert page.list.count.text() == "1 dari 3 keluarga"
    assert page.family.header.title.text() == "Suparman"


def test_a_member_who_fits_is_named_in_the_row(laptop, qtbot):
    ws = laptop("Suparman")
    member(ws, households.household_ids(ws)[0], "Siti Aminah")
    window = Window(ws, qtbot)
    page = window.open("households", text="siti")
    window.until(lambda: page.list._text == "siti")
    assert page.list.records.model.index(0).data(ROW).below == "anggota: Siti Aminah · desil belum ada"


def test_no_hit_says_what_to_try_and_nothing_at_all_says_how_to_begin(laptop, qtbot):
    window = Window(laptop(), qtbot)
    page = window.open("households")
    assert "Belum ada keluarga di laptop ini." in page.list.records.nothing.sentence.text()
    assert not page.family.header.isVisible()
    family(page.ws, "Suparman", serial=1)
    page.refresh()
    page.list.search.setText("xyz")
    window.until(lambda: "Tidak ada yang cocok dengan 'xyz'" in page.list.records.nothing.sentence.text())


def test_five_thousand_families_open_fast_and_only_those_in_sight_are_read(laptop, qtbot, monkeypatch):
    ws = laptop()
    crowd(ws, 5000)
    read: list[str] = []
    real = finding.page

    def counted(*asked, **how):
        found = real(*asked, **how)
        read.extend(card.id for card in found.cards)
        return found

    monkeypatch.setattr(finding, "page", counted)
    window = Window(ws, qtbot)
    start = time.perf_counter()
    page = window.open("households")
    took = time.perf_counter() - start
    assert page.list.count.text() == "5.000 keluarga"
    assert len(read) == listing.FIRST
    assert took < 2
    page.list.records.view.scrollToBottom()
    window.settle()
    assert len(read) == len(set(read)) == page.list.records.model.rowCount() == listing.FIRST + listing.NEXT
    assert names(page)[-1] == "Warga 00399"


def test_what_a_family_shows_is_masked_and_complete(laptop, qtbot):
    ws = laptop("Suparman")
    home = households.household_ids(ws)[0]
    member(ws, home, "Mbah Karsinem", birth_date=date(1945, 7, 1), relation="7")
    visit = visited(ws, home, date(2026, 10, 12), date(2026, 11, 26))
    window = Window(ws, qtbot)
    page = window.open("households", household=home)
    shown = " ".join(label.text() for label in page.findChildren(Label))
    assert "1811021407200001" not in shown
    assert "KK 1811••••••••0001" in page.family.header.subtitle.text()
    cells = [[getattr(cell, "spoken", cell) for cell in member_cells(m)] for m in page.family.view.members]
    assert cells[0][:4] == ["Suparman NIK 1811••••••••0001", "Kepala", "L", "45"]
    assert cells[1][0] == "Mbah Karsinem tanpa NIK, akta sedang diurus"
    assert page.family.tiles.desil.value.text() == "belum ada"
    assert (page.family.tiles.last.value.text(), page.family.tiles.next.value.text()) == ("12 Okt 2026", "26 Nov 2026")
    assert page.family.missing.isVisible()
    page.family.tiles.last.activated.emit()
    assert window.asked[-1] == ("visits", {"visit": visit})


def test_a_name_with_marks_is_shown_as_text(laptop, qtbot):
    ws = laptop("<b>Sri</b> &amp; 👵🏽")
    page = Window(ws, qtbot).open("households")
    title = page.family.header.title
    assert title.text() == "<b>Sri</b> &amp; 👵🏽"
    assert title.textFormat() == Qt.TextFormat.PlainText


def test_a_name_of_a_hundred_letters_pushes_nothing_off_the_page(laptop, qtbot):
    ws = laptop(("Raden Mas Haji Muhammad Abdurrahman " * 3)[:100].strip())
    window = Window(ws, qtbot)
    page = window.open("households")
    assert window.shell.width() == 1366
    primary = page.family.header.buttons[-1]
    assert primary.mapTo(window.shell, primary.rect().bottomRight()).x() <= 1366
    assert page.family.header.title.toolTip() == page.family.view.name


def test_keys_lead_to_the_visit_the_paper_the_form_and_the_next_family(laptop, qtbot):
    ws = laptop("Amir", "Budi")
    first, second = households.household_ids(ws)
    window = Window(ws, qtbot)
    page = window.open("households")
    window.press(Qt.Key.Key_J, CONTROL)
    window.press(Qt.Key.Key_P, CONTROL)
    window.press(Qt.Key.Key_Down, CONTROL)
    window.press(Qt.Key.Key_J, CONTROL)
    assert window.asked == [("visits", {"household": first}), ("reports", {"household": first}), ("visits", {"household": second})]
    window.until(lambda: page.family.household_id == second)
    window.press(Qt.Key.Key_F2)
    assert window.asked[-1] == ("household_form", {"household": second})


def test_the_family_chosen_and_the_scroll_stay_after_a_save_elsewhere(laptop, qtbot):
    ws = laptop()
    crowd(ws, 200)
    window = Window(ws, qtbot)
    page = window.open("households")
    chosen = page.list.records.model.ids[120]
    page.list.choose(chosen)
    page.list.records.view.scrollTo(page.list.records.model.index(120))
    bar = page.list.records.view.verticalScrollBar()
    before = bar.value()
    page.refresh()
    window.settle()
    assert before > 0
    assert (page.list.records.current(), bar.value(), page.family.household_id) == (chosen, before, chosen)


def test_a_number_is_shown_for_a_reason_written_down_and_hidden_again(laptop, qtbot):
    ws = laptop("Suparman")
    window = Window(ws, qtbot)
    page = window.open("households")
    strip = page.family.strip
    strip.seconds = 1
    strip._tick.setInterval(50)
    page.family.focus_members()
    window.press(Qt.Key.Key_M, ALT)
    assert strip.which.currentText() == "NIK Suparman"
    window.press(Qt.Key.Key_Return)
    assert strip.field.wrong
    window.type("mencocokkan dengan KTP")
    window.press(Qt.Key.Key_Return)
    window.until(lambda: strip.number.text() == "1811020503810001")
    window.until(lambda: strip.isHidden())
    assert not strip.number.text()
    with ws.reading() as con:
        noted = con.execute(notice.select().with_only_columns(notice.c.act, notice.c.field, notice.c.reason, notice.c.row_id)).all()
    assert [tuple(row) for row in noted] == [("reveal", "nik", "mencocokkan dengan KTP", page.family.view.members[0].id)]


def test_leaving_the_page_hides_a_number_shown_in_full(laptop, qtbot):
    window = Window(laptop("Suparman"), qtbot)
    page = window.open("households")
    window.press(Qt.Key.Key_M, ALT)
    window.type("cek")
    window.press(Qt.Key.Key_Return)
    window.until(lambda: bool(page.family.strip.number.text()))
    window.open("home")
    assert not page.family.strip.number.text()


def test_the_timeline_brings_more_when_scrolled_also_where_moments_are_the_same(laptop, qtbot):
    ws = laptop("Suparman")
    home = households.household_ids(ws)[0]
    for at in range(50):
        visited(ws, home, date(2026, 10, 1) - timedelta(days=at // 10), None)
    window = Window(ws, qtbot)
    page = window.open("households")
    assert len(page.family.summary.entries) == 20
    for _step in range(3):
        bar = page.family.line.verticalScrollBar()
        bar.setValue(bar.maximum())
        window.settle()
    assert len(page.family.summary.entries) == len({entry.id for entry in page.family.summary.entries}) == 51
    assert page.family.line.model().rowCount() == 51


def test_below_1200_pixels_the_timeline_is_a_tab_with_its_key(laptop, qtbot):
    window = Window(laptop("Suparman"), qtbot, width=1024, height=600)
    page = window.open("households")
    assert page.family.members.isVisible()
    assert not page.family.line.isVisible()
    window.press(Qt.Key.Key_5, ALT)
    window.settle()
    assert page.family.history.line.isVisible()
    assert page.family.history.count.text() == "1 catatan"


def test_the_village_filter_holds_the_own_villages(laptop, qtbot):
    ws = laptop("Suparman")
    page = Window(ws, qtbot).open("households")
    offered = [page.list.village.itemData(at) for at in range(page.list.village.count())]
    assert offered == ["", *(village.id for village in regions.my_villages(ws))]
    page.list.village.set_value(next(key for key in offered[1:] if key != "18.11.02.2002"))
    page.list.village.changed.emit(page.list.village.value())
    assert page.list.count.text() == "0 dari 1 keluarga"


def test_an_auditor_reads_and_is_told_why_nothing_can_be_changed(laptop, qtbot):
    ws = laptop("Suparman", role="auditor")
    window = Window(ws, qtbot)
    page = window.open("households")
    window.press(Qt.Key.Key_N, CONTROL)
    assert window.shell.current == "households"
    assert page.list.new.reason == "Peran Anda hanya membaca catatan keluarga."
