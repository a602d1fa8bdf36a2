"""Finding while typing: the list follows 150 ms after the last key."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.kit.entry import TextField

PAUSE_MS = 150


class SearchField(TextField):
    """``searched(str)`` 150 ms after the last key; ↓ goes to the list (``follow``), Enter is ``chosen``; Esc clears, then leaves."""

    searched = Signal(str)
    chosen = Signal()
    left = Signal()

    def __init__(self, name: str, *, placeholder: str = "", results: QWidget | None = None) -> None:
        super().__init__("", placeholder=placeholder, icon="search", enter_moves_on=False)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self.results = results
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.value()))
        self.textChanged.connect(lambda _text: self._pause.start())
        self.entered.connect(self._choose)

    def follow(self, results: QWidget) -> None:
        """Name the list that ↓ goes to."""
        self.results = results

    def search_now(self) -> None:
        """Search without waiting."""
        self._pause.stop()
        self.searched.emit(self.value())

    def _choose(self) -> None:
        if self._pause.isActive():
            self.search_now()
        self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ to the list; Esc clears first, then leaves."""
        if event.key() == Qt.Key.Key_Down and self.results is not None:
            if self._pause.isActive():
                self.search_now()
            self.results.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() == Qt.Key.Key_Escape:
            self._escape(event)
        else:
            super().keyPressEvent(event)

    def _escape(self, event: QKeyEvent) -> None:
        if self.text():
            self.clear()
            self.search_now()
        else:
            self.left.emit()
            event.ignore()
