"""What can be chosen about a sheet that goes out; only what its format knows is shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLayout, QWidget

from fieldapp.exchange import exporting, lists
from fieldapp.exchange.exporting import Wanted
from fieldapp.language import _
from fieldapp.services.exports import SHORTEST_REASON, ProgrammeLine
from fieldapp.services.finding import FilterChip, Query, SavedFilter
from fieldapp.services.regions import my_villages
from ui.exchange.words import format_title
from ui.kit import Button, Card, CheckField, ComboField, Field, Label, SearchField, TextField, column, empty, field_grid, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldapp.services.workspace import Workspace

NO_CHANGES, ONLY_CHANGED, CHANGES_IN, CHANGES_BESIDE = "", "only", "in", "beside"
_PEOPLE = (exporting.RESIDENTS, exporting.CHOSEN)
_USUAL = ("name", "nik", "kk", "sex", "birth_date", "relation", "rt", "rw", "village")


class ExportOptions(QWidget):
    """``changed()`` after each choice; :meth:`wanted` says what to export."""

    changed = Signal()

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.saved: dict[str, SavedFilter] = {}
        names = [(name, format_title(name)) for name in exporting.NAMES]
        self.format = Field(_("Lembar"), ComboField(names, exporting.RESIDENTS))
        areas = [("", _("Seluruh wilayah tugas")), *((card.id, f"{card.name} ({card.id})") for card in my_villages(ws))]
        self.area = Field(_("Wilayah"), ComboField(areas))
        self.programme = Field(_("Program"), ComboField())
        self.text = Field(_("Hanya yang cocok dengan"), TextField(placeholder=_("boleh kosong")))
        self.saved_filter = Field(_("Saringan tersimpan"), ComboField())
        self.changes_field = Field(_("Perubahan sejak ekspor terakhir"), ComboField(self._ways(people=True)))
        self.labels = CheckField(_("Jawaban dalam kata, bukan kode"))
        self.full = CheckField(_("NIK dan nomor KK lengkap"))
        self.reason = Field(_("Alasan"), TextField(placeholder=_("mis. pemadanan data dengan Disdukcapil"), limit=200))
        self.filters, self.columns = QFrame(), QFrame()
        self.filter_chips: dict[str, Button] = {}
        self.column_chips: dict[str, Button] = {}
        self._arrange()
        self._connect()
        self._offer_columns()
        self._fit()

    def _ways(self, *, people: bool) -> list[tuple[str, str]]:
        """Return how what changed since last time can be told; official formats stay as they are and get a sheet beside them."""
        rows = [(ONLY_CHANGED, _("Hanya yang berubah")), (CHANGES_IN, _("Semua baris, dengan kolom Perubahan"))] if people else []
        return [(NO_CHANGES, _("Semua baris")), *rows, (CHANGES_BESIDE, _("Semua baris, perubahan di lembar lain"))]

    def _arrange(self) -> None:
        what = Card(_("Lembar dan wilayah"), icon="file-spreadsheet", spacing=8)
        what.add(field_grid([[self.format, self.area], [self.changes_field, self.programme]], [1, 1]))
        self.who = Card(_("Siapa yang ikut"), icon="filter", spacing=8)
        self.who.add(field_grid([[self.text, self.saved_filter]], [1, 1])).add(self.filters)
        self.which = Card(_("Kolom"), icon="columns-3", spacing=8)
        self.which.add(self.columns).add(self.labels)
        self.numbers = Card(_("Nomor identitas"), icon="eye-off", spacing=8)
        self.numbers.add(
            Label(_("Nomor ditutup di tengahnya kecuali ada alasan. Alasannya dicatat bersama jumlah barisnya."), "small", wrap=True)
        )
        self.numbers.add(self.full).add(self.reason)
        self.setLayout(column(what, self.who, self.which, self.numbers, spacing=12))

    def _connect(self) -> None:
        for field in (self.format, self.area, self.programme, self.changes_field):
            self._combo(field).changed.connect(lambda _value: self._fit())
        self._combo(self.saved_filter).changed.connect(self._take_saved)
        for box in (self.labels, self.full):
            box.changed.connect(lambda _on: self._fit())
        for field in (self.text, self.reason):
            entry = field.entry
            assert isinstance(entry, TextField)
            entry.edited.connect(lambda _text: self._fit())

    def _combo(self, field: Field) -> ComboField:
        assert isinstance(field.entry, ComboField)
        return field.entry

    def _typed(self, field: Field) -> str:
        assert isinstance(field.entry, TextField | SearchField)
        return field.entry.value()

    # What is offered

    def offer(self, programmes: Sequence[ProgrammeLine], chips: Sequence[FilterChip], saved: Sequence[SavedFilter]) -> None:
        """Offer the programmes, filters and saved filters there are."""
        self.saved = {one.id: one for one in saved}
        self._combo(self.programme).set_options(
            [(one.id, f"{one.name} {one.number}".strip()) for one in programmes], self._combo(self.programme).value()
        )
        self._combo(self.saved_filter).set_options([("", _("Tidak dipakai")), *((one.id, one.name) for one in saved)], "")
        chosen = self._filters()
        shown = [chip for chip in chips if chip.count or chip.code in chosen]
        self.filter_chips = {}
        for chip in shown:
            self.filter_chips[chip.code] = self._chip(
                _("{label} {count}").format(label=chip.label, count=chip.count), on=chip.code in chosen
            )
        _fill(self.filters, wrapped(*self.filter_chips.values(), spacing=6))
        self._fit()

    def _offer_columns(self) -> None:
        for field, label in exporting.columns().items():
            self.column_chips[field] = self._chip(label, on=field in _USUAL)
        _fill(self.columns, wrapped(*self.column_chips.values(), spacing=6))

    def _chip(self, words: str, *, on: bool) -> Button:
        chip = Button(words, "chip")
        chip.setChecked(on)
        chip.toggled.connect(lambda _on: self._fit())
        return chip

    def _fit(self) -> None:
        """Show only what the chosen format knows."""
        people = self.name in _PEOPLE
        self.programme.setVisible(self.name == lists.AID)
        self.area.setVisible(self.name != lists.AID)
        self.who.setVisible(people)
        self.saved_filter.setVisible(bool(self.saved))
        offered = self._ways(people=people)
        if self._combo(self.changes_field).count() != len(offered):
            self._combo(self.changes_field).set_options(offered, self.changes)
        self.which.setVisible(self.name == exporting.CHOSEN)
        self.reason.setVisible(self.full.value())
        self.reason.set_note("" if self._reasoned() else _("Alasan ditulis paling sedikit 3 huruf."), "help")
        self.changed.emit()

    # What is chosen

    @property
    def name(self) -> str:
        """The format."""
        return self._combo(self.format).value()

    @property
    def changes(self) -> str:
        """Whether and where what changed since last time is written."""
        return self._combo(self.changes_field).value()

    def _filters(self) -> tuple[str, ...]:
        return tuple(code for code, chip in self.filter_chips.items() if chip.isChecked())

    def query(self) -> Query:
        """Return which families leave."""
        if self.name not in _PEOPLE:
            return Query(region=self._combo(self.area).value() or None)
        return Query(self._typed(self.text), self._combo(self.area).value() or None, self._filters())

    def take(self, query: Query) -> None:
        """Choose what was looked for elsewhere."""
        entry = self.text.entry
        assert isinstance(entry, TextField)
        entry.set_value(query.text)
        self._combo(self.area).set_value(query.region or "")
        for code, chip in self.filter_chips.items():
            chip.setChecked(code in query.filters)
        self._fit()

    def _take_saved(self, key: str) -> None:
        if key in self.saved:
            self.take(self.saved[key].query)

    def wanted(self, changes_out: Path | None = None) -> Wanted:
        """Return what to export and how."""
        columns = tuple(field for field, chip in self.column_chips.items() if chip.isChecked()) if self.name == exporting.CHOSEN else ()
        return Wanted(
            query=self.query(), full=self.full.value(), reason=self._typed(self.reason) if self.full.value() else "", columns=columns,
            labels=self.name == exporting.CHOSEN and self.labels.value(), programme=self._combo(self.programme).value() if self.name == lists.AID else "",
            changes=self.changes == CHANGES_IN, changes_out=changes_out, only_changed=self.changes == ONLY_CHANGED,
        )  # fmt: skip

    def _reasoned(self) -> bool:
        return not self.full.value() or len(self._typed(self.reason)) >= SHORTEST_REASON

    def missing(self) -> str:
        """Say what must still be chosen; "" when nothing."""
        if not self._reasoned():
            return _("Tulis alasan untuk nomor lengkap.")
        if self.name == exporting.CHOSEN and not any(chip.isChecked() for chip in self.column_chips.values()):
            return _("Pilih paling sedikit satu kolom.")
        if self.name == lists.AID and not self._combo(self.programme).value():
            return _("Belum ada program bantuan di laptop ini.")
        return ""

    def show_missing(self) -> None:
        """Put the keys where something is missing."""
        if not self._reasoned():
            self.reason.set_note(_("Alasan ditulis paling sedikit 3 huruf."), "error")
            self.reason.entry.setFocus(Qt.FocusReason.TabFocusReason)

    def file_name(self) -> str:
        """Return a name for the file that tells no one's name."""
        return f"{self.name}-{self.ws.today().isoformat()}.xlsx"


def _fill(place: QWidget, layout: QLayout) -> None:
    """Put other parts into a place."""
    old = place.layout()
    if old is not None:
        empty(old)
        QWidget().setLayout(old)
    place.setLayout(layout)
