"""A part of a family's page behind a tab: it reads what it shows when it comes into sight, beside the window, and once for each family."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.services.households import HouseholdView
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.beside import beside
from ui.kit import DataTable


class Part(QWidget):
    """``go(page, context)``, ``told(sentence)``, ``act_wanted(name, what it is about)``, ``person_wanted(id)``."""

    go = Signal(str, dict)
    told = Signal(str)
    toast = Signal(str, object)
    act_wanted = Signal(str, dict)
    person_wanted = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.view: HouseholdView | None = None
        self._asked, self._stale = 0, True

    def take(self, view: HouseholdView | None) -> None:
        """Take another family, or the same as it is now; it is read when the part is in sight."""
        other = view is None or self.view is None or view.id != self.view.id
        self.view, self._stale = view, True
        if other:
            self._begin()
        if self.isVisible():
            self.show_now()

    def show_now(self) -> None:
        """Read what this part shows, unless it was read already."""
        if self.view is None or not self._stale:
            return
        self._stale = False
        self._read(self.view)

    def read(self, call: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Read beside the window; what comes after the family or the question changed is dropped."""
        self._asked += 1
        asked = self._asked
        beside(self, call, lambda told: then(told) if asked == self._asked else None, self.told.emit)

    def focus_first(self) -> None:
        """Put the keys into the part."""
        for part in self.regions()[:1]:
            part.setFocus(Qt.FocusReason.TabFocusReason)

    # What each part says

    def _begin(self) -> None:
        """Another family: nothing of the one before stays."""

    def _read(self, view: HouseholdView) -> None:
        """Read and show."""
        raise AssertionError(view)

    def regions(self) -> list[QWidget]:
        """Return the parts F6 walks through."""
        return []


def fit_table(table: DataTable, count: int, most: int = 5) -> None:
    """Let a table end where its rows end, and scroll by itself when there are more than ``most``."""
    rows = max(min(count, most), 1)
    table.setFixedHeight(theme.size(32) + 3 + rows * table.verticalHeader().defaultSectionSize())
