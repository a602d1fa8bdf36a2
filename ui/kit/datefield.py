"""A day: typed in any usual way, stepped by arrows, or chosen from a calendar (F4)."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLineEdit, QVBoxLayout

from fieldapp.domain.moments import utc_now
from fieldapp.language import _
from fieldapp.problems import Problem
from ui import icons
from ui.kit.dates import parse_day, spoken, stepped, written
from ui.kit.entry import TextField

_STEPS = {Qt.Key.Key_Up: (1, 0), Qt.Key.Key_Down: (-1, 0), Qt.Key.Key_PageUp: (0, 1), Qt.Key.Key_PageDown: (0, -1)}


class DateField(TextField):
    """A day. ``changed(date | None)`` when it became another valid day; ``day()`` is None while empty or wrong, ``error()`` says why."""

    changed = Signal(object)

    def __init__(self, value: date | None = None, *, today: date | None = None, placeholder: str = "") -> None:
        super().__init__("", placeholder=placeholder or _("hh/bb/tttt"))
        self.today = today or utc_now().astimezone().date()
        self._told: date | None = value
        self.popup: QFrame | None = None
        self._calendar_action = self.addAction(icons.icon("calendar", "muted", 16), QLineEdit.ActionPosition.TrailingPosition)
        self._calendar_action.setToolTip(_("Buka kalender (F4)"))
        self._calendar_action.triggered.connect(self.open_calendar)
        self.edited.connect(lambda _text: self._speak())
        self.committed.connect(lambda _text: self._settle())
        self.set_day(value)

    def day(self) -> date | None:
        """Return the day typed; None while empty or wrong."""
        try:
            return parse_day(self.text(), self.today)
        except Problem:
            return None

    def error(self) -> str:
        """Return the sentence that says what is wrong with what is typed, or ""."""
        try:
            parse_day(self.text(), self.today)
        except Problem as problem:
            return problem.sentence
        return ""

    def set_day(self, value: date | None) -> None:
        """Show a day."""
        self._told = value
        self.set_value(written(value))
        self._speak()

    def _settle(self) -> None:
        """Write the day in full and tell it when it is another one."""
        found = self.day()
        if found is not None:
            self.set_value(written(found))
        self._speak()
        if not self.error() and found != self._told:
            self._told = found
            self.changed.emit(found)

    def _speak(self) -> None:
        found = self.day()
        self.setAccessibleDescription(spoken(found) if found else self.error())

    def restyle(self) -> None:
        """Take the calendar's icon in the colours of the theme."""
        super().restyle()
        self._calendar_action.setIcon(icons.icon("calendar", "muted", 16))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step a day, PgUp and PgDn a month, F4 opens the calendar."""
        step = _STEPS.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_F4:
            self.open_calendar()
        elif step and not self.isReadOnly() and event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}:
            self._choose(stepped(self.day() or self.today, days=step[0], months=step[1]))
        else:
            super().keyPressEvent(event)

    def _choose(self, day: date) -> None:
        self.setText(written(day))
        self.edited.emit(self.text())
        self._settle()

    def open_calendar(self) -> None:
        """Show the month around the day below the field; Enter or a click chooses, Esc closes."""
        if self.isReadOnly():
            return
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setObjectName("popup")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(popup)
        calendar.setAccessibleName(_("Kalender"))
        calendar.setLocale(QLocale(QLocale.Language.Indonesian))
        calendar.setGridVisible(False)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        shown = self.day() or self.today
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        box = QVBoxLayout(popup)
        box.setContentsMargins(4, 4, 4, 4)
        box.addWidget(calendar)
        calendar.activated.connect(lambda picked: self._picked(picked, popup))
        calendar.clicked.connect(lambda picked: self._picked(picked, popup))
        popup.move(self.mapToGlobal(self.rect().bottomLeft()))
        popup.show()
        calendar.setFocus()
        self.popup = popup
        popup.destroyed.connect(self._forget_popup)

    def _forget_popup(self) -> None:
        self.popup = None

    def _picked(self, picked: QDate, popup: QFrame) -> None:
        popup.close()
        self._choose(date(picked.year(), picked.month(), picked.day()))
        self.setFocus()
