"""A choice that is also told when it was made by typing its first letters, which Qt keeps to itself."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent

from ui.kit import ComboField


class TypedCombo(ComboField):
    """As :class:`ui.kit.ComboField`; letters typed while the list is closed choose, and tell ``changed`` too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell what letters have chosen; the arrows tell it by themselves."""
        before = self.currentIndex()
        super().keyPressEvent(event)
        if event.text().strip() and self.currentIndex() != before:
            self.changed.emit(self.value())
