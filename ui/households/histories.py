"""Riwayat and Perubahan: everything that was done for a family, and every value its fields ever had, to be brought back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from fieldapp.services import history
from fieldapp.services.households import HouseholdView
from fieldapp.services.timeline import TimelineEntry, timeline
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.beside import beside
from ui.households.part import Part, fit_table
from ui.households.summary import entry_of
from ui.kit import Button, Card, Cell, Column, ComboField, DataTable, EmptyState, Label, Timeline, Undo, chip_cell, column
from ui.kit.table import Cells
from ui.when import short_moment

ALL = 5000  # entries of a line: more than any family has


class TimelinePart(Part):
    """The whole line, of one kind or of all (Alt+J). ``entry_opened(entry)``."""

    entry_opened = Signal(object)

    def __init__(self, ws: Workspace) -> None:
        super().__init__(ws)
        self.entries: tuple[TimelineEntry, ...] = ()
        self.kind = ComboField([("", _("Semua jenis"))])
        self.kind.setMinimumContentsLength(18)
        self.kind.setAccessibleName(_("Jenis riwayat"))
        self.count = Label("", "muted")
        self.line = Timeline(_("Riwayat keluarga"))
        self.line.setMinimumHeight(theme.size(220))
        self.quiet = EmptyState(_("Belum ada riwayat."), icon="history")
        card = Card(_("Riwayat"), right=[self.count, self.kind], spacing=8).add(self.line, 1).add(self.quiet, 1)
        self.setLayout(column((card, 1), spacing=0))
        self.kind.changed.connect(lambda _kind: self._show_entries())
        self.line.opened.connect(self._opened)

    def _begin(self) -> None:
        self.kind.set_value("")

    def _read(self, view: HouseholdView) -> None:
        self.read(lambda: timeline(self.ws, view.id, limit=ALL), self._show)

    def _show(self, entries: tuple[TimelineEntry, ...]) -> None:
        self.entries = entries
        kinds = dict.fromkeys(entry.kind for entry in entries)
        counted = [(kind, f"{kind_words(kind)} ({sum(entry.kind == kind for entry in entries)})") for kind in kinds]
        self.kind.set_options([("", _("Semua jenis")), *counted], self.kind.value())
        self._show_entries()

    def _show_entries(self) -> None:
        kind = self.kind.value()
        shown = [entry for entry in self.entries if not kind or entry.kind == kind]
        self.line.set_entries([entry_of(entry, self.ws) for entry in shown])
        self.line.setVisible(bool(shown))
        self.quiet.setVisible(not shown)
        self.count.setText(_("{count} catatan").format(count=len(shown)))

    def _opened(self, key: str) -> None:
        if found := next((entry for entry in self.entries if entry.id == key), None):
            self.entry_opened.emit(found)

    def choose_kind(self) -> None:
        """Put the keys into the list of kinds (Alt+J)."""
        self.kind.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def regions(self) -> list[QWidget]:
        """The line, its kinds."""
        return [self.line if not self.line.isHidden() else self.kind, self.kind]


def kind_words(kind: str) -> str:
    """Return what a kind of entry is called."""
    return {
        "visit": _("Kunjungan"), "assessment": _("Asesmen"), "document": _("Surat"), "change": _("Perubahan"), "register": _("Pendaftaran"),
        "difference": _("Isian berbeda"), "desil": _("Desil"), "event": _("Peristiwa keluarga"), "ppks": _("PPKS"), "consent": _("Persetujuan"),
        "aid": _("Bantuan"), "merge": _("Penggabungan"), "import": _("Impor"), "bin": _("Tempat sampah"),
    }.get(kind, kind)  # fmt: skip


def act_words(kind: str) -> str:
    """Return what an act did to a record."""
    return {
        "created": _("Didaftarkan"), "changed": _("Diubah"), "deleted": _("Ke tempat sampah"), "restored": _("Dikembalikan"), "moved": _("Pindah wilayah"),
        "chosen": _("Isian dipilih"), "merged": _("Digabung"), "unmerged": _("Gabungan dibatalkan"),
    }.get(kind, kind)  # fmt: skip


class ChangesPart(Part):
    """What changed in a record, act by act; Enter on a field shows all its values, and the one wanted is written again."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__(ws)
        self.lines: dict[str, tuple[history.RecordChange, history.FieldChange | None]] = {}
        self.past: dict[str, history.PastValue] = {}
        self.field = ""
        self.who = ComboField([("", _("Keluarga ini"))])
        self.who.setMinimumContentsLength(18)
        self.who.setAccessibleName(_("Catatan siapa"))
        self.table = DataTable(
            _("Perubahan"), [Column(_("Isian"), 150), Column(_("Sebelum")), Column(_("Sesudah")), Column(_("Kapan"), 170)], row_height=46
        )
        self.values = DataTable(_("Nilai isian"), [Column(_("Nilai")), Column(_("Kapan"), 180), Column(_("Keadaan"), 150)], row_height=46)
        self.bring = Button(_("Kembalikan nilai ini"), icon="undo-2", height=32, run=self.bring_back)
        self.why = Label("", "cap", wrap=True)
        self.values_card = Card("", right=[self.bring], spacing=6).tight().add(self.values).add(self.why)
        self.why.setContentsMargins(15, 0, 12, 10)
        changes = Card(_("Perubahan"), right=[self.who], spacing=6).tight().add(self.table)
        self.setLayout(column(changes, self.values_card, None, spacing=10))
        self.values_card.hide()
        self.who.changed.connect(lambda _key: self._again())
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._enter)
        self.values.chosen.connect(lambda _key: self._fit_bring())
        self.values.opened.connect(lambda _key: self.bring_back())

    def _begin(self) -> None:
        self.field = ""
        self.who.set_value("")
        self.values_card.hide()

    def choose(self, person_id: str) -> None:
        """Show what changed in a person of this family."""
        self._offer()
        self.who.set_value(person_id)
        self._again()

    def _again(self) -> None:
        self._stale, self.field = True, ""
        self.values_card.hide()
        self.show_now()

    def _offer(self) -> None:
        people = self.view.members if self.view else ()
        self.who.set_options([("", _("Keluarga ini")), *((member.id, member.name) for member in people)], self.who.value())

    @property
    def record(self) -> tuple[str, str]:
        """The noun and id of the record shown."""
        view_id = self.view.id if self.view else ""
        return ("person", self.who.value()) if self.who.value() else ("household", view_id)

    def _read(self, _view: HouseholdView) -> None:
        self._offer()
        self.read(partial(history.of_record, self.ws, *self.record), self._show)

    def _show(self, told: tuple[history.RecordChange, ...]) -> None:
        self.lines = {
            f"{change.act} {at}": (change, line) for change in told for at, line in enumerate(change.lines or (None,))
        }  # an act that tells no field has one row of its own
        self.table.set_rows([self._cells(*pair) for pair in self.lines.values()], list(self.lines))
        fit_table(self.table, len(self.lines), 7)
        if self.lines and not self.table.current():
            self.table.set_current(next(iter(self.lines)))
        if self.field:
            self._read_values()

    def _cells(self, change: history.RecordChange, line: history.FieldChange | None) -> Cells:
        when = Cell(
            short_moment(self.ws, change.at) or "–", second=" · ".join(part for part in (change.by_name, change.device_text) if part)
        )
        if line is None:
            return [Cell(act_words(change.kind), "strong"), "–", "–", when]
        after = Cell(line.after, "warn", second=_("menunggu pilihan")) if line.aside else Cell(line.after)
        return [Cell(line.label, "strong", second=act_words(change.kind)), Cell(line.before, "muted"), after, when]

    def _choose(self, key: str) -> None:
        line = self.lines[key][1] if key in self.lines else None
        if line is None:
            self.values_card.hide()
        elif line.field != self.field:
            self.field = line.field
            self._read_values()

    def _enter(self, key: str) -> None:
        self._choose(key)
        self.values.setFocus(Qt.FocusReason.TabFocusReason)

    def _read_values(self) -> None:
        entity, row_id = self.record
        self.read(
            lambda: (history.of_field(self.ws, entity, row_id, self.field), history.may_bring_back(self.ws, entity, row_id, self.field)),
            self._show_values,
        )

    def _show_values(self, told: tuple[tuple[history.PastValue, ...], bool]) -> None:
        values, allowed = told
        self.past = {f"{value.op} {at}": value for at, value in enumerate(values)}
        name = next((line.label for _change, line in self.lines.values() if line and line.field == self.field), "")
        self.values_card.title.setText(_("Semua nilai: {field}").format(field=name))
        self.values.set_rows([self._value_cells(value) for value in values], list(self.past))
        fit_table(self.values, len(values))
        if values and self.values.current() not in self.past:
            self.values.set_current(next(iter(self.past)))
        self.why.setText("" if allowed else _("Isian ini hanya berubah lewat tindakannya sendiri, atau peran Anda tidak mengubahnya."))
        self.why.setVisible(not allowed)
        self.bring.setVisible(allowed)
        self._fit_bring()
        self.values_card.show()

    def _value_cells(self, value: history.PastValue) -> Cells:
        state = chip_cell(_("Berlaku"), "ok", "check") if value.is_now else Cell("–", "muted")
        state = chip_cell(_("Menunggu pilihan"), "warn", "git-compare-arrows") if value.aside else state
        state = chip_cell(_("Menunggu kirim"), "info", "cloud-upload") if value.waiting and not value.is_now else state
        who = " · ".join(part for part in (value.by_name, value.device_text) if part)
        return [Cell(value.text, "strong"), Cell(short_moment(self.ws, value.at) or "–", second=who), state]

    def _fit_bring(self) -> None:
        value = self.past.get(self.values.current())
        self.bring.disable(_("Nilai ini yang berlaku sekarang.") if value is None or value.is_now else "")

    def bring_back(self) -> None:
        """Write the value chosen again, with the way back to the one that stands."""
        value = self.past.get(self.values.current())
        if value is None or value.is_now or self.bring.isHidden():
            return
        (entity, row_id), field = self.record, self.field
        now = next((one.op for one in self.past.values() if one.is_now), "")
        label = self.values_card.title.text()

        def write(op: str) -> None:
            history.bring_back(self.ws, entity, row_id, field, op)

        def back() -> None:
            beside(self, partial(write, now), lambda _none: self.toast.emit(_("Nilai sebelumnya berlaku lagi."), None), self.told.emit)

        def done(_none: object) -> None:
            undo = Undo(back, _("Batalkan")) if now else None
            self.toast.emit(_("{field}. Dikembalikan ke {value}.").format(field=label, value=value.text), undo)

        beside(self, partial(write, value.op), done, self.told.emit)

    def restyle(self) -> None:
        """Fit the tables to the new text size."""
        if self.isVisible():
            self._stale = True
            self.show_now()

    def regions(self) -> list[QWidget]:
        """Whose record, its changes, the values of a field."""
        return [self.table, *([self.values] if not self.values_card.isHidden() else []), self.who]
