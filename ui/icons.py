"""Small line drawings beside words: Lucide's, in the colour of the theme, drawn once per size and kept."""

from __future__ import annotations

import importlib.util
import sqlite3
from functools import cache, lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ui.theme import current


@cache
def _drawings() -> sqlite3.Connection:
    """Open the package's collection read-only; one drawing is read at a time, so start-up pays only for what it shows."""
    found = importlib.util.find_spec("lucide")
    assert found is not None
    assert found.origin is not None
    file = Path(found.origin).parent / "data" / "lucide-icons.db"
    return sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@cache
def _find(name: str) -> str | None:
    """Return the drawing of this name, or of the icon it was renamed to; None when there is none."""
    query = (
        "select svg from icons where name = ?1 union select i.svg from icons i join icon_aliases a on a.name = i.name where a.alias = ?1"
    )
    found = _drawings().execute(query, (name,)).fetchone()
    return None if found is None else str(found[0])


def exists(name: str) -> bool:
    """Tell whether Lucide has an icon of this name; a test asks it for every name the window uses."""
    return _find(name) is not None


def svg(name: str) -> str:
    """Return the drawing of a Lucide icon as SVG text whose colour is ``currentColor``.

    An unknown name gives a plain circle: an exception in the middle of painting would take the whole window down.
    """
    return _find(name) or _find("circle") or ""


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
