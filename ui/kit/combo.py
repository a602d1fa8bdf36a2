"""A choice from a short list, and a yes-or-no box."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from ui.kit.entry import show_state


class ComboField(QComboBox):
    """A list of (id, text); ``changed(str)`` tells the id chosen by the person. F4 or Alt+↓ opens it."""

    changed = Signal(str)

    def __init__(self, options: Iterable[tuple[str, str]] = (), value: str = "") -> None:
        super().__init__()
        self.setMinimumWidth(60)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.currentTextChanged.connect(self.setToolTip)
        self.set_options(options, value)
        self._heard = False
        self.activated.connect(self._chosen)

    def _chosen(self, _at: int) -> None:
        self._heard = True
        self.changed.emit(self.value())

    def set_options(self, options: Iterable[tuple[str, str]], value: str = "") -> None:
        """Offer other options; the value stays chosen when it is among them."""
        self.clear()
        for key, text in options:
            self.addItem(text, key)
        self.set_value(value)

    def value(self) -> str:
        """Return the id of the option shown, or "" for none."""
        found = self.currentData()
        return "" if found is None else str(found)

    def set_value(self, value: str) -> None:
        """Show the option with this id; an unknown id shows the first one, which is what a list without "" means."""
        self.setCurrentIndex(max(self.findData(value), 0 if self.count() else -1))

    def set_state(self, state: str) -> None:
        """Show the edge of a state: "", "warn" or "error"."""
        show_state(self, state)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Shorten what does not fit with "…", as everywhere; the whole is in the tooltip."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self)
        shown = QFontMetrics(self.font()).elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room.width() - 4)
        option.currentText = shown
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling the page never changes a value."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field, as everywhere; what a key chooses is told once, also where Qt keeps it to itself."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.type() == QEvent.Type.KeyPress and not event.modifiers():
            self.focusNextChild()
            return
        before, self._heard = self.currentIndex(), False
        super().keyPressEvent(event)
        if self.currentIndex() != before and not self._heard:
            self.changed.emit(self.value())


class CheckField(QCheckBox):
    """Yes or no, with its words beside it; ``changed(bool)`` tells what the person chose."""

    changed = Signal(bool)

    def __init__(self, text: str, value: bool = False) -> None:
        super().__init__(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.setChecked(value)
        self.clicked.connect(self.changed)

    def value(self) -> bool:
        """Return whether it is ticked."""
        return self.isChecked()

    def set_value(self, value: bool) -> None:
        """Tick or untick it."""
        self.setChecked(value)
