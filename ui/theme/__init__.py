"""How Pilar looks: colours, type and sizes, changeable while it runs. `from ui import theme`, then `theme.colour("primary")`."""

from __future__ import annotations

from ui.theme.contrast import contrast
from ui.theme.current import SCALES, calm, choose, colour, compact, font, mode, outlined, scale, size
from ui.theme.tokens import DARK, HIGH_CONTRAST, LIGHT, THEMES, ground_of, ink_of

__all__ = [
    "DARK",
    "HIGH_CONTRAST",
    "LIGHT",
    "SCALES",
    "THEMES",
    "calm",
    "choose",
    "colour",
    "compact",
    "contrast",
    "font",
    "ground_of",
    "ink_of",
    "mode",
    "outlined",
    "scale",
    "size",
]
