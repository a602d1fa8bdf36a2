"""A state on a page: icon, word and colour, always all three."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui import theme
from ui.kit.paint import Chip, chip_width, draw_chip


class StateChip(QWidget):
    """A chip of a kind (ok, warn, bad, info, soft, mute); the tooltip says since when and why."""

    def __init__(self, text: str, kind: str = "mute", icon: str = "", *, tip: str = "") -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.chip = Chip(text, kind, icon)
        self.set(text, kind, icon, tip=tip)

    def set(self, text: str, kind: str = "mute", icon: str = "", *, tip: str = "") -> None:
        """Show another state."""
        self.chip = Chip(text, kind, icon)
        self.setAccessibleName(text)
        self.setAccessibleDescription(tip)
        self.setToolTip(tip)
        self.updateGeometry()
        self.update()

    def restyle(self) -> None:
        """Measure again at the new text size."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        return QSize(int(chip_width(self.chip)) + 2, theme.size(22))

    def minimumSizeHint(self) -> QSize:
        """A chip shortens rather than pushing a name away, but never below its icon and a few letters."""
        return QSize(min(self.sizeHint().width(), theme.size(64)), theme.size(22))

    def resizeEvent(self, _event: object) -> None:
        """Offer the whole word as tooltip where it is shortened."""
        if self.width() < self.sizeHint().width() and not self.toolTip():
            self.setToolTip(self.chip.text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_chip(painter, QRectF(self.rect()), self.chip)
        painter.end()
