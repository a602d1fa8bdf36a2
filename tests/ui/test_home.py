"""Beranda: the draft in hand has the keys, what is late comes first, and an empty laptop says what to do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldapp.services import visits
from tests.ui.support import CONTROL, Window, family, visited, workspace
from ui.home.page import greeting
from ui.kit.paint import width_of

TODAY = date(2026, 11, 23)


@pytest.fixture
def laptop(tmp_path, light):
    opened = []

    def open_with(*names, **facts):
        opened.append(workspace(tmp_path, *names, **facts))
        return opened[-1]

    yield open_with
    for ws in opened:
        ws.close()


def test_it_greets_by_the_hour_and_says_day_and_place(laptop, qtbot):
    page = Window(laptop("Suparman"), qtbot).open("home")
    assert page.header.title.text() == "Selamat pagi, Ratna"
    assert page.header.subtitle.text() == "Senin, 23 November 2026 · Mesuji Timur"
    assert [greeting(hour) for hour in (8, 13, 16, 20, 2)] == [
        "Selamat pagi",
        "Selamat siang",
        "Selamat sore",
        "Selamat malam",
        "Selamat malam",
    ]


def test_without_families_it_shows_three_steps_and_the_first_has_the_keys(laptop, qtbot):
    window = Window(laptop(), qtbot)
    page = window.open("home")
    assert page.first.isVisible()
    assert not page.due.isVisible()
    assert QApplication.focusWidget() is page.first.buttons[0]
    window.press(Qt.Key.Key_Space)
    assert window.asked == [("sync", {})]


def test_families_without_a_visit_are_said_calmly(laptop, qtbot):
    page = Window(laptop("Suparman", "Suparmi"), qtbot).open("home")
    assert page.nothing.isVisible()
    assert page.nothing.sentence.text() == "Tidak ada kunjungan yang jatuh tempo. 2 keluarga belum pernah dikunjungi."
    assert not page.strip.isVisible()
    assert page.decisions.calm.isVisible()


def test_the_draft_in_hand_has_the_focus_and_enter_continues_it(laptop, qtbot):
    ws = laptop("Suparman")
    home = family(ws, "Tukiyem", serial=9)
    draft = visits.start_visit(ws, home)
    window = Window(ws, qtbot)
    page = window.open("home")
    assert page.strip.title.text() == "Draf kunjungan Tukiyem belum selesai"
    assert QApplication.focusWidget() is page.strip.resume
    window.press(Qt.Key.Key_Return)
    assert window.asked == [("visits", {"draft": draft, "household": home})]


def test_a_draft_put_off_leaves_the_strip_and_nothing_else(laptop, qtbot):
    ws = laptop("Suparman")
    visits.start_visit(ws, family(ws, "Tukiyem", serial=9))
    window = Window(ws, qtbot)
    page = window.open("home")
    page.strip.later.click()
    assert not page.strip.isVisible()
    assert len(visits.drafts(ws)) == 1


def test_what_is_late_comes_first_with_its_figures_and_opens_by_key(laptop, qtbot):
    ws = laptop()
    homes = [family(ws, name, serial=at) for at, name in enumerate(("Sri Wahyuni", "Tukiyem", "Rahmat Hidayat"), start=1)]
    for home, days in zip(homes, (2, -12, 0), strict=True):
        visited(ws, home, TODAY - timedelta(days=60), TODAY + timedelta(days=days))
    window = Window(ws, qtbot)
    page = window.open("home")
    assert (page.overdue.chip.text, page.today_chip.chip.text) == ("1 lewat", "1 hari ini")
    assert QApplication.focusWidget() is page.table
    assert page.table.current() == homes[1]
    assert [cell.spoken for cell in page._cells(page.now.due[0])][3] == "Lewat 12 hari"
    window.press(Qt.Key.Key_Down)
    window.press(Qt.Key.Key_J, CONTROL)
    window.shell.open("home")
    window.settle()
    window.press(Qt.Key.Key_Return)
    assert window.asked == [("visits", {"household": homes[2]}), ("households", {"household": homes[2]})]


def test_a_visit_done_counts_in_the_month(laptop, qtbot):
    ws = laptop()
    home = family(ws, "Tukiyem", serial=1)
    visited(ws, home, TODAY, TODAY + timedelta(days=30))
    page = Window(ws, qtbot).open("home")
    assert (page.month.title.text(), page.month.done.text()) == ("November", "1")
    assert page.month.late.text() == "Semua yang jatuh tempo bulan ini sudah dikunjungi."


def test_a_low_and_narrow_window_turns_the_right_column_into_a_tab(laptop, qtbot):
    window = Window(laptop("Suparman"), qtbot, width=1024, height=600)
    page = window.open("home")
    assert page.tabs.isVisible()
    assert not page.right.isVisible()
    page.tabs.choose(1)
    assert page.right.isVisible()
    assert not page.left.isVisible()


def test_a_name_of_a_hundred_letters_does_not_widen_the_page(laptop, qtbot):
    ws = laptop()
    name = ("Raden Mas Haji Muhammad Abdurrahman " * 3)[:100].strip()
    visited(ws, family(ws, name, serial=1), TODAY, TODAY)
    page = Window(ws, qtbot).open("home")
    assert width_of(name, "smallstrong") > page.table.columnWidth(0)
    assert page.table.horizontalScrollBar().maximum() == 0
    assert page.width() <= 1366
