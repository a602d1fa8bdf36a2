"""What stands in front of the window: the keys of this page (F1), and the lock that hides everything."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.arrange import empty, scrolled
from ui.kit.button import Button
from ui.kit.label import KeyHint, Label
from ui.kit.navigation import Mark
from ui.kit.page import key_hint
from ui.kit.palette import Veil


class KeysOverlay(Veil):
    """The keys that work now: those of the page left, those that work everywhere right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._before: QWidget | None = None
        self.box = QFrame(self)
        self.box.setObjectName("popup")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self.close_button = Button(_("Tutup"), hint="Esc", height=32, run=self.close_keys)
        box = QVBoxLayout(self.box)
        box.setContentsMargins(24, 18, 24, 18)
        box.setSpacing(12)
        box.addWidget(Label(_("Tombol di halaman ini"), "h1"))
        box.addWidget(scrolled(self._grid, _("Tombol di halaman ini")), 1)
        box.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
        self.beside.connect(self.close_keys)

    def show_keys(self, here: Sequence[tuple[str, str]], everywhere: Sequence[tuple[str, str]]) -> None:
        """Show (key, what it does) of this page and of everywhere."""
        empty(self._grid)
        for column, keys in ((0, here), (2, everywhere)):
            for at, (key, name) in enumerate(keys):
                self._grid.addWidget(KeyHint(key_hint(key)), at, column, Qt.AlignmentFlag.AlignLeft)
                self._grid.addWidget(Label(name, "small"), at, column + 1)
        self._grid.setRowStretch(max(len(here), len(everywhere)), 1)
        self._before = self.window().focusWidget()
        self.cover()
        wide, high = min(theme.size(820), self.width() - 48), min(theme.size(560), self.height() - 48)
        self.box.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)
        self.close_button.setFocus()

    def close_keys(self) -> None:
        """Close; the focus returns to where it was."""
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and F1 close."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F1}:
            self.close_keys()
        else:
            super().keyPressEvent(event)


class LockVeil(Veil):
    """Hides everything behind it; ``hold`` puts the part that asks for the passphrase in the middle."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._before: QWidget | None = None
        self.words = Label(_("Terkunci. Semua isian tersimpan."), "h2", side=Qt.AlignmentFlag.AlignCenter)
        self._middle = QVBoxLayout()
        box = QVBoxLayout(self)
        box.setSpacing(16)
        box.addStretch(1)
        box.addWidget(Mark(44), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.words)
        box.addLayout(self._middle)
        box.addStretch(1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a ground that lets nothing through."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("bg"))
        painter.end()

    def lock(self) -> None:
        """Cover the window."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.cover()
        self.setFocus()

    def hold(self, part: QWidget) -> None:
        """Show the part that asks for the passphrase."""
        empty(self._middle)
        self._middle.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        part.show()
        part.setFocus()

    def unlock(self) -> None:
        """Uncover the window; the focus returns to where it was."""
        empty(self._middle)
        self.hide()
        if self._before is not None:
            self._before.setFocus()
