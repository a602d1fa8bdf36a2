"""Choosing the areas of a pillar: type three letters, Enter adds; what is chosen stands below, each with its way out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from fieldapp.services.pillar_coverage import area_choices
from fieldapp.services.regions import region_name
from fieldapp.services.workspace import Workspace
from ui.kit import Button, PickField, column, wrapped
from ui.kit.arrange import empty
from ui.kit.pick import Found


class AreaPick(PickField):
    """Own places on F4 or ↓, those of the kind's level first; ``added(code)`` tells one chosen, and the field is empty again."""

    added = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self.kind = ""
        super().__init__(self._look, placeholder=_("ketik 3 huruf desa atau kecamatan, atau F4"))
        self.changed.connect(self._take)

    def _look(self, text: str) -> list[Found]:
        return [(card.id, f"{card.name} ({card.id})", card.path) for card in area_choices(self._ws, text, self.kind)]

    def _take(self, key: str) -> None:
        if key:
            self.set_chosen("", "")
            self.added.emit(key)


class ChosenAreas(QWidget):
    """The areas chosen, as buttons that take each out again; ``changed()`` when one was added or taken out."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.areas: tuple[str, ...] = ()
        self.buttons: list[Button] = []
        self._holder = column(spacing=0)
        self.setLayout(self._holder)

    def set_areas(self, areas: Sequence[str]) -> None:
        """Show these areas."""
        self.areas = tuple(sorted(set(areas)))
        empty(self._holder)
        self.buttons = [self._button(area) for area in self.areas]
        line = QWidget()
        line.setLayout(wrapped(*self.buttons, spacing=6))
        self._holder.addWidget(line)
        self.setVisible(bool(self.areas))

    def _button(self, area: str) -> Button:
        made = Button(region_name(area), icon="x", height=30, run=lambda: self._remove(area))
        made.setAccessibleName(_("Keluarkan {place} dari wilayah tugas").format(place=region_name(area)))
        made.setToolTip(f"{region_name(area)} ({area})")
        made.setAutoDefault(True)
        return made

    def add(self, area: str) -> None:
        """Add an area; one that is there stays once."""
        if area not in self.areas:
            self.set_areas((*self.areas, area))
            self.changed.emit()

    def _remove(self, area: str) -> None:
        at = self.areas.index(area)
        self.set_areas([other for other in self.areas if other != area])
        self.changed.emit()
        if self.buttons:
            self.buttons[min(at, len(self.buttons) - 1)].setFocus(Qt.FocusReason.TabFocusReason)
