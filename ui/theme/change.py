"""Changing the look while the program runs: palette, style sheet, type and every painted part follow at once."""

from __future__ import annotations

import importlib.util
import tempfile
from functools import cache
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QColor, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from ui.theme import current
from ui.theme.drawings import svg
from ui.theme.sheet import style_sheet
from ui.theme.tokens import THEMES

_WEIGHTS = ("Regular", "It", "Semibold", "Bold")


@runtime_checkable
class Restyled(Protocol):
    """A part that has sizes of its own and asks the theme for them again when it changes."""

    def restyle(self) -> None:
        """Take sizes and colours from the theme anew."""


@cache
def register_type() -> None:
    """Give Qt the typeface that ships as a package; once a process."""
    found = importlib.util.find_spec("font_source_sans_pro")
    assert found is not None
    assert found.origin is not None
    for weight in _WEIGHTS:
        QFontDatabase.addApplicationFont(str(Path(found.origin).parent / "files" / f"SourceSansPro-{weight}.ttf"))


@cache
def _runtime_folder() -> Path:
    """Return a folder of this user for the arrow files a style sheet cannot do without."""
    cache_folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.CacheLocation)
    folder = Path(cache_folder or tempfile.gettempdir()) / "pilar-window"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "writable").write_text("", encoding="ascii")
    except OSError:
        return Path(tempfile.mkdtemp(prefix="pilar-window-"))
    return folder


def _write_arrows(mode: str) -> str:
    """Write the arrow of combo boxes and the tick of check boxes in the colours of the theme; return their folder."""
    folder = _runtime_folder()
    tick = svg("check").replace('stroke-width="2"', 'stroke-width="3"').replace("currentColor", THEMES[mode]["on"])
    arrow = svg("chevron-down").replace("currentColor", THEMES[mode]["muted"])
    for name, drawing in (("check", tick), ("chevron-down", arrow)):
        file = folder / f"{name}-{mode}.svg"
        if not file.exists() or file.read_text(encoding="utf-8") != drawing:
            file.write_text(drawing, encoding="utf-8")
    return folder.as_posix()


def _palette(mode: str) -> QPalette:
    """Return the palette of a theme, for all that the style sheet does not reach."""
    theme = THEMES[mode]
    role = QPalette.ColorRole
    pairs = (
        (role.Window, "bg"),
        (role.WindowText, "text"),
        (role.Base, "surface"),
        (role.AlternateBase, "sunken"),
        (role.Text, "text"),
        (role.Button, "surface"),
        (role.ButtonText, "text"),
        (role.Highlight, "primary"),
        (role.HighlightedText, "on"),
        (role.PlaceholderText, "muted"),
        (role.Link, "primary"),
        (role.ToolTipBase, "text"),
        (role.ToolTipText, "surface"),
        (role.Accent, "primary"),
    )
    palette = QPalette()
    for place, name in pairs:
        palette.setColor(place, QColor(theme[name]))
        if name in {"text", "muted"}:
            palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(theme["muted"]))
    return palette


def refresh() -> None:
    """Let every part that is alive take its sizes and colours anew."""
    for widget in QApplication.allWidgets():
        if isinstance(widget, Restyled):
            widget.restyle()
            widget.updateGeometry()
            widget.update()


def apply(mode: str | None = None, scale: float | None = None) -> None:
    """Show the window in a theme (light, dark, hc) and text size (1.0, 1.15, 1.3, 1.5) from now on."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    register_type()
    current.choose(mode=mode, scale=scale)
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(_palette(current.mode()))
    app.setFont(current.font("body"))
    app.setStyleSheet(style_sheet(current.mode(), current.scale(), _write_arrows(current.mode())))
    refresh()


def set_compact(compact: bool) -> None:
    """Use the lower heights (window below 740 px) or the full ones."""
    if compact != current.compact():
        current.choose(compact=compact)
        refresh()


def next_scale(step: int) -> float:
    """Return the text size one step up (1) or down (-1), or 1.0 for step 0."""
    if step == 0:
        return 1.0
    at = min(range(len(current.SCALES)), key=lambda place: abs(current.SCALES[place] - current.scale()))
    return current.SCALES[min(max(at + step, 0), len(current.SCALES) - 1)]
