"""Small line drawings beside words: Lucide's, in the colour of the theme, drawn once per size and kept."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme import current
from ui.theme.drawings import exists, svg

__all__ = ["exists", "icon", "pixmap", "svg"]


@lru_cache(maxsize=1024)
def _drawn(name: str, ink: str, pixels: int, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(pixels * ratio), round(pixels * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg(name).replace("currentColor", ink).encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    return pixmap


def pixmap(name: str, tint: str = "muted", pixels: int = 18, ratio: float = 1.0) -> QPixmap:
    """Return an icon in a colour of the theme; ``pixels`` is the side at 100 % text size, ``ratio`` that of the screen."""
    return _drawn(name, current.colour(tint).name(), current.size(pixels), ratio)


def icon(name: str, tint: str = "muted", pixels: int = 18) -> QIcon:
    """Return an icon for Qt's own parts (line edits, menus), sharp on screens of one and of two pixels a point."""
    made = QIcon(pixmap(name, tint, pixels))
    made.addPixmap(pixmap(name, tint, pixels, 2.0))
    return made
