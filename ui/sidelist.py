"""A short list at the left of a page, in groups: papers, sections of the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.kit import Label, column
from ui.kit.navigation import NavButton
from ui.kit.page import Handing


@dataclass(frozen=True, slots=True)
class Side:
    """One entry: its key, title, icon, and the group it stands under ("" for none)."""

    key: str
    title: str
    icon: str
    group: str = ""


class SideList(Handing):
    """Entries one below the other; ↑↓ walk, ``chosen(key)`` tells another one."""

    chosen = Signal(str)

    def __init__(self, name: str, sides: Sequence[Side]) -> None:
        super().__init__()
        self.current = sides[0].key
        self.buttons = {side.key: NavButton(side.icon, side.title) for side in sides}
        self.setAccessibleName(name)
        lines: list[QWidget] = []
        group = ""
        for side in sides:
            if side.group != group:
                group = side.group
                label = Label(group, "cap")
                label.setContentsMargins(8, 10, 0, 2)
                lines.append(label)
            lines.append(self.buttons[side.key])
            self.buttons[side.key].clicked.connect(lambda _on=False, key=side.key: self.choose(key))
        self.setLayout(column(*lines, None, spacing=2, margins=(8, 0, 8, 0)))
        self._mark()

    def choose(self, key: str) -> None:
        """Choose an entry; tells ``chosen`` when it is another one."""
        if key in self.buttons and key != self.current:
            self.current = key
            self._mark()
            self.chosen.emit(key)

    @property
    def keys(self) -> QWidget:
        """The entry that is chosen."""
        return self.buttons[self.current]

    def _mark(self) -> None:
        for key, button in self.buttons.items():
            button.set_here(key == self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ walk from entry to entry."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() not in steps:
            super().keyPressEvent(event)
            return
        keys = list(self.buttons)
        at = keys.index(self.current) + steps[Qt.Key(event.key())]
        if 0 <= at < len(keys):
            self.choose(keys[at])
            self.buttons[keys[at]].setFocus(Qt.FocusReason.TabFocusReason)
