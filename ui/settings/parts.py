"""What every section of the settings is made of: a setting with the sentence that says what it changes."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from ui import theme
from ui.kit import Card, Label


class Section(QWidget):
    """640 px of settings, one card each. ``told(sentence)`` is set by the page to say that something was kept."""

    title = ""

    def __init__(self) -> None:
        super().__init__()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(12)
        self.restyle()

    def restyle(self) -> None:
        """Take the width from the text size."""
        self.setMaximumWidth(theme.size(640))
        self.setMinimumWidth(360)

    def add_setting(self, title: str, changes: str, *parts: QWidget | QLayout) -> Card:
        """Add a setting: its name, what it changes, and what one operates."""
        card = Card(title)
        card.add(Label(changes, "small", wrap=True))
        for part in parts:
            card.add(part)
        self._box.addWidget(card)
        return card

    def opened(self) -> None:
        """The section is shown: read anew what may have changed."""
