"""Cards and tiles: a group with its title; one figure that opens the list behind it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from ui import theme
from ui.kit.label import Icon, Label
from ui.kit.paint import draw_focus


class Card(QFrame):
    """A group with a title line (icon, title, parts at its right) and a body; looks: card, softbox, warnbox, badbox, okbox, sunk, badcard."""

    def __init__(self, title: str = "", *, icon: str = "", right: Sequence[QWidget] = (), look: str = "card", spacing: int = 10) -> None:
        super().__init__()
        self.setObjectName(look)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(16, 12, 16, 14)
        self.body.setSpacing(spacing)
        self.title = Label(title, "h2")
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        if title or right:
            self._add_head(icon, right)
        self.setAccessibleName(title)

    def _add_head(self, icon: str, right: Sequence[QWidget]) -> None:
        if icon:
            self.head.addWidget(Icon(icon, "primary"))
        self.head.addWidget(self.title)
        self.head.addStretch(1)
        for part in right:
            self.head.addWidget(part)
        self.body.addLayout(self.head)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> Card:
        """Put a part below what is there; returns the card."""
        if isinstance(part, QLayout):
            self.body.addLayout(part, stretch)
        else:
            self.body.addWidget(part, stretch)
        return self

    def tight(self) -> Card:
        """Let the body reach the card's edges (tables, lists), keeping a pixel for the line; returns the card."""
        self.body.setContentsMargins(1, 1, 1, 1)
        self.head.setContentsMargins(15, 10, 12, 0)
        return self


class Tile(QFrame):
    """One figure with its caption and note; Enter, Space or a click opens its list (``activated``)."""

    activated = Signal()

    def __init__(self, caption: str, value: str = "–", note: str = "", *, kind: str = "", icon: str = "", role: str = "h2") -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.caption, self.note = Label(caption, "cap"), Label(note, "cap")
        self.value, self.icon = Label(value, role), Icon(icon, kind or "muted", 16)
        self.selected = False
        box = QVBoxLayout(self)
        box.setContentsMargins(13, 9, 13, 9)
        box.setSpacing(2)
        figure = self.figure = QHBoxLayout()
        figure.setSpacing(6)
        figure.addWidget(self.icon)
        figure.addWidget(self.value, 1)
        box.addWidget(self.caption)
        box.addLayout(figure)
        box.addWidget(self.note)
        self.show_figure(value, note, kind=kind, icon=icon)

    def show_figure(self, value: str, note: str = "", *, kind: str = "", icon: str = "") -> None:
        """Show another figure ("–" when unknown) with its note, state colour and icon."""
        self.value.setText(value)
        self.value.set_tint(kind)
        self.note.setText(note)
        self.icon.show_icon(icon, kind or "muted")
        self.icon.setVisible(bool(icon))
        self.setAccessibleName(", ".join(part for part in (self.caption.text(), value, note) if part))
        self.restyle()

    def select(self, on: bool) -> None:
        """Show that this tile filters the list below."""
        self.selected = on
        self.update()

    def restyle(self) -> None:
        """One line less in a low window."""
        self.note.setVisible(bool(self.note.text()) and not theme.compact())
        self.setToolTip(self.note.text() if theme.compact() else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card and, with the focus, its ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        painter.setPen(QPen(theme.colour("primary" if self.selected else "edge" if self.underMouse() else "line"), 1))
        painter.setBrush(theme.colour("soft" if self.selected else "surface"))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        if self.hasFocus():
            draw_focus(painter, place, 10)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens the list."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.activated.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()


class CountTile(Tile):
    """A count in one line, "951 siap diimpor", that filters the list below when chosen."""

    def __init__(self, count: str, words: str, *, kind: str = "", icon: str = "") -> None:
        super().__init__("", count, "", kind=kind, icon=icon, role="big")
        self.caption.hide()
        self.words = Label(words, "small", wrap=True)
        self.figure.setStretch(1, 0)
        self.figure.addWidget(self.words, 1)
        self.value.whole = True
        self.set_count(count, kind=kind, icon=icon)

    def set_count(self, count: str, *, kind: str = "", icon: str = "") -> None:
        """Show another count."""
        self.show_figure(count, kind=kind, icon=icon)
        self.setAccessibleName(f"{count} {self.words.text()}")
