"""Tabs of a page: the parts of one subject, one in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGroupBox, QSizePolicy

from fieldapp.language import _
from ui import theme
from ui.kit.paint import CENTRE, draw_focus, draw_text, width_of


class Tabs(QGroupBox):
    """Names in a row; ``changed(int)`` tells the tab chosen (from 0). ← → move; the page gives Alt+1..n through its actions."""

    changed = Signal(int)

    def __init__(self, names: Sequence[str], at: int = 0) -> None:
        super().__init__()
        self.names, self.at = list(names), at
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._speak()

    def set_names(self, names: Sequence[str]) -> None:
        """Name the tabs otherwise (their counts changed)."""
        self.names = list(names)
        self._speak()
        self.update()

    def choose(self, at: int) -> None:
        """Choose a tab as the person did."""
        if 0 <= at < len(self.names) and at != self.at:
            self.at = at
            self._speak()
            self.update()
            self.changed.emit(at)

    def _speak(self) -> None:
        self.setAccessibleName(
            _("Bagian {name}, {at} dari {count}").format(name=self.names[self.at], at=self.at + 1, count=len(self.names))
        )

    def _places(self) -> list[QRectF]:
        widths = [width_of(name, "strong") + theme.size(24) for name in self.names]
        squeeze = min(1.0, self.width() / max(sum(widths), 1))
        places, x = [], 0.0
        for width in widths:
            places.append(QRectF(x, 0, width * squeeze, self.height()))
            x += width * squeeze
        return places

    def restyle(self) -> None:
        """Measure again at the new text size."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """One line of names."""
        return QSize(theme.size(200), theme.size(38))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← and → choose the neighbour."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.choose(self.at + step)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        for at, place in enumerate(self._places()):
            if place.contains(event.position()):
                self.choose(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint names, the line below and the bar under the chosen one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.colour("line"))
        for at, place in enumerate(self._places()):
            here = at == self.at
            draw_text(
                painter, place.adjusted(2, 0, -2, -2), self.names[at], "strong" if here else "body", "primary" if here else "muted", CENTRE
            )
            if here:
                painter.fillRect(QRectF(place.x(), self.height() - 3, place.width(), 3), theme.colour("primary"))
                if self.hasFocus():
                    draw_focus(painter, place.adjusted(0, 1, 0, -4), 4)
        painter.end()
