"""A day is read however it is usually typed, and a day that does not exist is refused with a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from fieldapp.problems import Problem
from ui.kit import DateField, parse_day, short, spoken, stepped, written

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("05/03/1981", date(1981, 3, 5)),
        ("05031981", date(1981, 3, 5)),
        ("5/3/81", date(1981, 3, 5)),
        ("5-3-1981", date(1981, 3, 5)),
        ("5.3.1981", date(1981, 3, 5)),
        ("5 3 1981", date(1981, 3, 5)),
        ("050381", date(1981, 3, 5)),
        ("1981-03-05", date(1981, 3, 5)),
        ("5 Maret 1981", date(1981, 3, 5)),
        ("17 Agst 55", date(1955, 8, 17)),
        ("1/1/26", date(2026, 1, 1)),
        ("1/1/27", date(1927, 1, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        (" 05/03/1981 ", date(1981, 3, 5)),
        ("", None),
    ],
)
def test_a_typed_day_is_understood(typed, meant):
    assert parse_day(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["31/02/1990", "29/02/2023", "28-12-0960", "1948", "kemarin", "5/13/1981", "123", "5 Mat 1981"])
def test_a_day_that_does_not_exist_is_refused_with_its_text(typed):
    with pytest.raises(Problem) as refused:
        parse_day(typed, TODAY)
    assert f"Tanggal {typed} tidak ada." in refused.value.sentence


def test_days_are_written_spoken_and_shortened():
    day = date(1981, 3, 5)
    assert (written(day), spoken(day), short(day, TODAY), short(date(2026, 11, 21), TODAY)) == (
        "05/03/1981",
        "5 Maret 1981",
        "5 Mar 1981",
        "21 Nov",
    )


def test_a_month_on_from_the_31st_ends_on_the_last_day():
    assert stepped(date(2026, 1, 31), months=1) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Qt.Key.Key_Up, date(1981, 3, 6)),
        (Qt.Key.Key_Down, date(1981, 3, 4)),
        (Qt.Key.Key_PageUp, date(1981, 4, 5)),
        (Qt.Key.Key_PageDown, date(1981, 2, 5)),
    ],
)
def test_arrows_step_the_day_and_pages_the_month(shown, qtbot, key, expected):
    field = shown(DateField(date(1981, 3, 5), today=TODAY), 300, 40)
    with qtbot.waitSignal(field.changed) as told:
        qtbot.keyClick(field, key)
    assert (told.args, field.day()) == ([expected], expected)


def test_a_typed_day_is_written_in_full_and_told_on_enter(shown, qtbot):
    field = shown(DateField(today=TODAY), 300, 40)
    field.setFocus()
    qtbot.keyClicks(field, "5/3/81")
    with qtbot.waitSignal(field.changed) as told:
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (told.args, field.text(), field.accessibleDescription()) == ([date(1981, 3, 5)], "05/03/1981", "5 Maret 1981")


def test_a_wrong_day_stays_as_typed_and_says_why(shown, qtbot):
    field = shown(DateField(today=TODAY), 300, 40)
    field.setFocus()
    qtbot.keyClicks(field, "31/02/1990")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.day(), field.text()) == (None, "31/02/1990")
    assert field.error().startswith("Tanggal 31/02/1990 tidak ada.")


def test_f4_opens_the_calendar_on_the_day(shown, qtbot):
    from PySide6.QtWidgets import QCalendarWidget

    field = shown(DateField(date(1981, 3, 5), today=TODAY), 300, 40)
    qtbot.keyClick(field, Qt.Key.Key_F4)
    calendar = field.popup.findChild(QCalendarWidget)
    assert calendar.selectedDate().toString("dd/MM/yyyy") == "05/03/1981"
    calendar.activated.emit(calendar.selectedDate().addDays(10))
    assert field.day() == date(1981, 3, 15)
