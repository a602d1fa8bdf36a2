"""Filters of the list of families: those in use as chips, all of them with their counts in a panel, and some kept under a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.services import finding
from fieldapp.services.finding import FilterChip, Query, SavedFilter
from fieldapp.services.workspace import Workspace
from ui.households.beside import beside
from ui.kit import Button, CheckField, ComboField, Field, Label, TextField, column, row, scrolled, wrapped
from ui.kit.arrange import empty

PAGE = "households"


class ChipRow(QWidget):
    """Saring, and the filters in use, each with a × that takes it away: ``removed(code)``, ``panel_wanted()``."""

    removed = Signal(str)
    panel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.open = Button(_("Saring"), icon="funnel", hint="Alt+F", height=28, run=self.panel_wanted.emit)
        self.chips: dict[str, Button] = {}
        self._flow = wrapped(self.open, spacing=6)
        self.setLayout(self._flow)

    def show_chips(self, labels: Sequence[tuple[str, str]]) -> None:
        """Show these filters (code, label) as in use."""
        focused = any(chip.hasFocus() for chip in self.chips.values())
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {code: self._chip(code, label) for code, label in labels}
        for chip in self.chips.values():
            self._flow.addWidget(chip)
        self.open.set_text(_("Saring ({count})").format(count=len(labels)) if labels else _("Saring"))
        if focused:
            self.open.setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def _chip(self, code: str, label: str) -> Button:
        chip = Button(label, "chip", icon="x", run=partial(self.removed.emit, code))
        chip.setChecked(True)
        chip.setAccessibleName(_("Lepas saringan {name}").format(name=label))
        return chip


class FilterPanel(QFrame):
    """All filters under their headings, saved ones above. ``changed()`` when a tick moved, ``closed()`` on Esc or Selesai.

    ``current()`` tells what is looked for now, to be kept under a name.
    """

    changed = Signal()
    closed = Signal()
    saved_chosen = Signal(object)
    told = Signal(str)

    def __init__(self, ws: Workspace, current: Callable[[], Query]) -> None:
        super().__init__()
        self.ws, self.current = ws, current
        self.ticks: dict[str, CheckField] = {}
        self._known: dict[str, FilterChip] = {}
        self._on: tuple[str, ...] = ()
        self._saved: dict[str, SavedFilter] = {}
        self._region, self._asked = "", 0
        self.saved = ComboField([("", _("Saringan tersimpan"))])
        self.saved.setAccessibleName(_("Saringan tersimpan"))
        self.forget = Button("", icon="trash-2", name=_("Hapus saringan tersimpan"), height=32, run=self._forget)
        self.name = TextField(placeholder=_("nama saringan"), limit=finding.LONGEST_NAME, enter_moves_on=False)
        self.name_field = Field(_("Simpan yang sedang dipakai"), self.name, reserve=False)
        self.keep = Button(_("Simpan"), icon="bookmark", height=32, run=self._keep)
        self.done = Button(_("Selesai"), hint="Esc", height=32, run=self.closed.emit)
        self.none = Button(_("Lepas semua"), "ghost", height=32, run=self._untick_all)
        self._list = column(spacing=4)
        inside = column(row((self.saved, 1), self.forget, spacing=6), self._list, self.name_field, wrapped(self.keep), None,
                        spacing=8, margins=(16, 10, 14, 10))  # fmt: skip
        foot = column(wrapped(self.none, self.done, right=True), margins=(12, 8, 12, 8))
        self.setLayout(column((scrolled(inside, _("Saringan")), 1), foot, spacing=0))
        self.saved.changed.connect(self._choose_saved)
        self.name.entered.connect(self._keep)

    # What is chosen

    def chosen(self) -> tuple[str, ...]:
        """Return the codes of the filters in use."""
        return self._on

    def labels(self) -> list[tuple[str, str]]:
        """Return code and label of the filters in use."""
        return [(code, self._known[code].label if code in self._known else code) for code in self._on]

    def clear(self) -> None:
        """Use no filter; nothing is told."""
        self._on = ()
        for tick in self.ticks.values():
            tick.set_value(False)
        self.saved.set_value("")

    def untick(self, code: str) -> None:
        """Take a filter away."""
        self._use(tuple(one for one in self._on if one != code))

    def _untick_all(self) -> None:
        self.saved.set_value("")
        self._use(())

    def _use(self, codes: tuple[str, ...]) -> None:
        self._on = codes
        for code, tick in self.ticks.items():
            tick.set_value(code in codes)
        self.changed.emit()

    def _ticked(self, code: str, on: bool) -> None:
        rest = tuple(one for one in self._on if one != code)
        self._use((*rest, code) if on else rest)

    # What there is

    def read(self, region: str) -> None:
        """Read the filters with their counts in a village, or in all, beside the window."""
        self._asked += 1
        asked, self._region = self._asked, region

        def take(told: tuple[tuple[FilterChip, ...], tuple[SavedFilter, ...]]) -> None:
            if asked == self._asked:
                self._show(*told)

        beside(self, lambda: (finding.chips(self.ws, region or None), finding.saved_filters(self.ws, PAGE)), take, self.told.emit)

    def _show(self, chips: tuple[FilterChip, ...], saved: tuple[SavedFilter, ...]) -> None:
        self._saved = {one.id: one for one in saved}
        self.saved.set_options([("", _("Saringan tersimpan")), *((one.id, one.name) for one in saved)], self.saved.value())
        self.saved.setVisible(bool(saved))
        self.forget.setVisible(bool(saved))
        self._fit_forget()
        same = list(self.ticks) == [chip.code for chip in chips]
        self._known = {chip.code: chip for chip in chips}
        if same:
            for chip in chips:
                self._name(self.ticks[chip.code], chip)
            return
        focused = next((code for code, tick in self.ticks.items() if tick.hasFocus()), "")
        self._build(chips)
        if focused in self.ticks:
            self.ticks[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.isVisible() and not self._inside_has_keys():
            self.focus_first()

    def _inside_has_keys(self) -> bool:
        here = self.window().focusWidget() if self.window() else None
        return here is not None and self.isAncestorOf(here) and here is not self.done

    def _build(self, chips: tuple[FilterChip, ...]) -> None:
        empty(self._list)
        self.ticks = {}
        group = ""
        for chip in chips:
            if chip.group != group:
                group = chip.group
                self._list.addWidget(Label(group, "smallstrong"))
            tick = self.ticks[chip.code] = CheckField("", chip.code in self._on)
            self._name(tick, chip)
            tick.changed.connect(partial(self._ticked, chip.code))
            self._list.addWidget(tick)

    def _name(self, tick: CheckField, chip: FilterChip) -> None:
        words = f"{chip.label} ({number(chip.count)})"
        tick.setText(words.replace("&", "&&"))
        tick.setAccessibleName(words)

    def focus_first(self) -> None:
        """Put the keys on the first filter, or the saved ones."""
        first: QWidget = next(iter(self.ticks.values()), self.done)
        first.setFocus(Qt.FocusReason.TabFocusReason)

    # Under a name

    def _choose_saved(self, key: str) -> None:
        self._fit_forget()
        if key in self._saved:
            query = self._saved[key].query
            self._on = query.filters
            for code, tick in self.ticks.items():
                tick.set_value(code in self._on)
            self.saved_chosen.emit(query)

    def _fit_forget(self) -> None:
        self.forget.disable("" if self.saved.value() else _("Pilih dahulu saringan yang dihapus."))

    def _keep(self) -> None:
        query = self.current()

        def done(key: str) -> None:
            self.told.emit(_("Saringan {name} tersimpan.").format(name=self.name.value()))
            self.name.set_value("")
            self.name_field.set_note("")
            self.saved.addItem("", key)
            self.saved.set_value(key)
            self.read(self._region)

        name = self.name.value()
        beside(self, lambda: finding.save_filter(self.ws, PAGE, name, query), done, lambda text: self.name_field.set_note(text, "error"))

    def _forget(self) -> None:
        key = self.saved.value()
        if key:
            self.saved.set_value("")
            beside(self, lambda: finding.forget_filter(self.ws, key), lambda _none: self.read(self._region), self.told.emit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc shows the list again."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
