"""Where a value is typed: a line, several lines, a number with a decimal comma; Esc gives the old value back."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QWidget

from ui import icons, theme


def show_state(widget: QWidget, state: str) -> None:
    """Give an input the edge of a state: "" (rest), "warn" or "error"."""
    if widget.property("state") != state:
        widget.setProperty("state", state)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class TextField(QLineEdit):
    """One line. ``edited(str)`` while typing, ``committed(str)`` on leaving or Enter when it changed; Enter goes to the next field."""

    edited = Signal(str)
    committed = Signal(str)
    entered = Signal()

    def __init__(
        self, value: str = "", *, placeholder: str = "", icon: str = "", limit: int = 0, pattern: str = "", enter_moves_on: bool = True
    ) -> None:
        super().__init__(value)
        self.setPlaceholderText(placeholder)
        self.setMinimumWidth(40)
        self.setCursorPosition(0)
        self._kept, self._icon_name, self._moves_on = value, icon, enter_moves_on
        if limit:
            self.setMaxLength(limit)
        if pattern:
            self.setValidator(QRegularExpressionValidator(QRegularExpression(pattern), self))
        self._icon_action = self.addAction(icons.icon(icon), QLineEdit.ActionPosition.LeadingPosition) if icon else None
        self.textEdited.connect(self.edited)

    def value(self) -> str:
        """Return what is typed, without spaces around it."""
        return self.text().strip()

    def set_value(self, value: str) -> None:
        """Show a value and take it as the one Esc returns to."""
        self.setText(value)
        self.setCursorPosition(0)
        self._kept = value

    def set_state(self, state: str) -> None:
        """Show the edge of a state: "", "warn" or "error"."""
        show_state(self, state)

    def restyle(self) -> None:
        """Take the icon in the colours of the theme."""
        if self._icon_action is not None:
            self._icon_action.setIcon(icons.icon(self._icon_name))

    def commit(self) -> None:
        """Take what is typed as the value; tells ``committed`` when it differs from the kept one."""
        if self.text() != self._kept:
            self._kept = self.text()
            self.committed.emit(self.value())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keep the value to return to."""
        self._kept = self.text()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field commits it."""
        super().focusOutEvent(event)
        self.commit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits and goes on; Esc gives the old value back, and only then leaves the field's owner."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit()
            self.entered.emit()
            if self._moves_on:
                self.focusNextChild()
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._kept:
            self.setText(self._kept)
            self.edited.emit(self._kept)
        else:
            super().keyPressEvent(event)


class TextArea(QPlainTextEdit):
    """Several lines. Tab leaves the field; ``edited(str)`` while typing, ``committed(str)`` on leaving when it changed."""

    edited = Signal(str)
    committed = Signal(str)

    def __init__(self, value: str = "", *, placeholder: str = "", lines: int = 3) -> None:
        super().__init__(value)
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._kept, self._lines = value, lines
        self.textChanged.connect(lambda: self.edited.emit(self.toPlainText()))
        self.restyle()

    def value(self) -> str:
        """Return what is typed, without spaces around it."""
        return self.toPlainText().strip()

    def set_value(self, value: str) -> None:
        """Show a value and take it as the one Esc returns to."""
        self._kept = value
        self.setPlainText(value)

    def set_state(self, state: str) -> None:
        """Show the edge of a state: "", "warn" or "error"."""
        show_state(self, state)

    def restyle(self) -> None:
        """As high as its lines at the text size in use."""
        self.setFixedHeight(theme.size(20) * self._lines + 18)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keep the value to return to."""
        self._kept = self.toPlainText()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving the field commits it."""
        super().focusOutEvent(event)
        if self.toPlainText() != self._kept:
            self._kept = self.toPlainText()
            self.committed.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives the old value back."""
        if event.key() == Qt.Key.Key_Escape and self.toPlainText() != self._kept:
            self.setPlainText(self._kept)
        else:
            super().keyPressEvent(event)


class NumberField(TextField):
    """A number with a decimal comma; ``number()`` gives a Decimal or None."""

    def __init__(self, value: Decimal | int | None = None, *, decimals: int = 0, placeholder: str = "", negative: bool = False) -> None:
        sign = "-?" if negative else ""
        fraction = rf"([,.]\d{{0,{decimals}}})?" if decimals else ""
        super().__init__("", placeholder=placeholder, pattern=rf"{sign}\d*{fraction}")
        self.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.set_number(value)

    def number(self) -> Decimal | None:
        """Return the number typed, or None when there is none."""
        try:
            return Decimal(self.value().replace(",", "."))
        except InvalidOperation:
            return None

    def set_number(self, value: Decimal | int | None) -> None:
        """Show a number as it is typed here: no thousands, a decimal comma."""
        self.set_value("" if value is None else str(value).replace(".", ","))
