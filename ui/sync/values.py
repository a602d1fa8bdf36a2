"""One of the values two people wrote, as a card that can be chosen: who, what, when, on which laptop."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from fieldapp.language import _
from fieldapp.services.differences import ValueView
from ui import theme
from ui.kit import Icon, KeyHint, Label, column, row, rule
from ui.kit.paint import draw_focus


class _Ring(QWidget):
    """The mark of a choice: a ring, filled when chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.on = False
        self.restyle()

    def restyle(self) -> None:
        """Take the side from the text size."""
        self.setFixedSize(theme.size(18), theme.size(18))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(QPen(theme.colour("primary" if self.on else "edge"), 2 if self.on else 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(place)
        if self.on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("primary"))
            painter.drawEllipse(place.adjusted(4, 4, -4, -4))
        painter.end()


class ValueCard(QFrame):
    """A value with its origin. ``chosen()`` on click, Space or Enter; ``digit`` is its key."""

    chosen = Signal()

    def __init__(self, value: ValueView, digit: int) -> None:
        super().__init__()
        self.value = value
        self.on = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.ring = _Ring()
        lines = [
            row(Icon(icon, "muted", 14), (Label(words, "cap", wrap=True), 1), spacing=6)
            for icon, words in (("clock", value.at_text), ("monitor", value.device_text))
            if words
        ]
        self.setLayout(
            column(
                row(self.ring, (Label(value.by_name, "strong"), 1), KeyHint(str(digit)), spacing=8),
                Label(value.text, "h1", wrap=True),
                None,
                rule(),
                *lines,
                spacing=6,
                margins=(14, 12, 14, 12),
            )
        )
        self._name()

    def _name(self) -> None:
        state = _("terpilih") if self.on else _("tidak terpilih")
        self.setAccessibleName(f"{self.value.by_name}: {self.value.text}, {self.value.at_text}, {state}")

    def choose(self, on: bool) -> None:
        """Show the card as chosen or not."""
        self.on = self.ring.on = on
        self._name()
        self.update()
        self.ring.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card and its ring of focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        painter.setPen(QPen(theme.colour("primary" if self.on else "line"), 2 if self.on else 1))
        painter.setBrush(theme.colour("soft" if self.on else "surface"))
        painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), 10, 10)
        if self.hasFocus():
            draw_focus(painter, place, 10)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter choose."""
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.chosen.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()
