"""The theme in use: colours, sizes and type that every painted part asks for at the moment it paints."""

from __future__ import annotations

from functools import lru_cache
from types import MappingProxyType

from PySide6.QtGui import QColor, QFont

from ui.theme.tokens import HIGH_CONTRAST, LIGHT, THEMES

FAMILY = "Source Sans Pro"
SCALES = (1.0, 1.15, 1.3, 1.5)

# Sizes are one pixel above the design's, which was drawn in Inter: Source Sans runs smaller.
ROLES = MappingProxyType(
    {
        "display": (30, 700),
        "big": (26, 700),
        "h1": (22, 700),
        "h2": (17, 600),
        "body": (15, 400),
        "strong": (15, 600),
        "label": (14, 600),
        "small": (14, 400),
        "smallstrong": (14, 600),
        "cap": (13, 400),
        "muted": (14, 400),
        "note": (13, 600),
        "chip": (13, 600),
        "key": (12, 600),
    }
)


class _Current:
    """What is chosen now; one per process, as there is one application."""

    mode = LIGHT
    scale = 1.0
    compact = False
    calm = False


def choose(*, mode: str | None = None, scale: float | None = None, compact: bool | None = None, calm: bool | None = None) -> None:
    """Remember the theme, text size (1.0 to 1.5), compact heights and calm (no animation); repainting is ``apply``'s part."""
    _Current.mode = _Current.mode if mode is None else mode
    _Current.scale = _Current.scale if scale is None else scale
    _Current.compact = _Current.compact if compact is None else compact
    _Current.calm = _Current.calm if calm is None else calm


def mode() -> str:
    """Return the theme in use: light, dark or hc."""
    return _Current.mode


def scale() -> float:
    """Return the text size in use, 1.0 being 100 %."""
    return _Current.scale


def compact() -> bool:
    """Tell whether the window is too low (below 740 px) for the full heights."""
    return _Current.compact


def calm() -> bool:
    """Tell whether animation is off (battery saving, or the system asks for less)."""
    return _Current.calm


def outlined() -> bool:
    """Tell whether states are outlined instead of tinted: high contrast has no tints."""
    return _Current.mode == HIGH_CONTRAST


def size(pixels: float) -> int:
    """Return a length of the design, in pixels, at the text size in use."""
    return round(pixels * _Current.scale)


@lru_cache(maxsize=256)
def _colour(theme: str, name: str) -> QColor:
    return QColor(THEMES[theme].get(name, name))


def colour(name: str) -> QColor:
    """Return the colour a token (``primary``, ``warnbg`` ...) has in the theme in use; ``#RRGGBB`` stays as it is."""
    return _colour(_Current.mode, name)


@lru_cache(maxsize=128)
def _font(pixels: int, weight: int) -> QFont:
    font = QFont(FAMILY)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


def font(role: str) -> QFont:
    """Return the type of a role (``display`` to ``key``) at the text size in use."""
    pixels, weight = ROLES[role]
    return _font(size(pixels), weight)
