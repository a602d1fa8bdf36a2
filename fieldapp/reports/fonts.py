"""The one typeface of our papers: Source Sans Pro, its outlines embedded in every PDF so that each printer draws the same letters."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

REGULAR = "SourceSansPro"
BOLD = "SourceSansPro-Semibold"
_FILES = {REGULAR: "SourceSansPro", BOLD: "SourceSansProSemibold"}
_registering = Lock()


@cache
def _register() -> dict[str, Any]:
    """Make both weights known to ReportLab and switch its ASCII armour off (it only makes files larger)."""
    import font_source_sans_pro
    from reportlab import rl_config
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    rl_config.useA85 = 0
    faces = {name: TTFont(name, font_source_sans_pro.font_files_ttf[key]) for name, key in _FILES.items()}
    for face in faces.values():
        pdfmetrics.registerFont(face)
    return faces


def font(name: str = REGULAR) -> Any:
    """Return the registered ReportLab font of this name; the first call reads the font files (about 60 ms)."""
    with _registering:
        return _register()[name]


@cache
def widths(name: str) -> dict[int, float]:
    """Return the advance width of each character this font can print, in thousandths of the font size."""
    return dict(font(name).face.charWidths)


@cache
def known() -> frozenset[int]:
    """Return the code points that both weights can print."""
    return frozenset(widths(REGULAR)) & frozenset(widths(BOLD))


def width(text: str, name: str, size: float) -> float:
    """Return the width of printable text in points."""
    table = widths(name)
    return sum([table.get(ord(letter), 0.0) for letter in text]) * size / 1000
