"""The middle of a page without navigation: as wide as designed, never wider than the window allows."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QLayout

from ui import theme


class Middle(QFrame):
    """Holds a layout at a width of the design, in pixels at 100 % text size."""

    def __init__(self, layout: QLayout, wide: int, least: int) -> None:
        super().__init__()
        self.wide, self.least = wide, least
        self.setLayout(layout)
        self.restyle()

    def restyle(self) -> None:
        """Take the width from the text size."""
        self.setMaximumWidth(theme.size(self.wide))
        self.setMinimumWidth(min(theme.size(self.wide), self.least))

    def sizeHint(self) -> QSize:
        """As wide as designed."""
        return QSize(theme.size(self.wide), super().sizeHint().height())
