"""Taking an import back: what goes, what was written since and stays unless asked, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import date_long, number
from fieldapp.language import _
from ui.exchange.words import format_title, noun_label
from ui.kit import Action, Banner, Button, Card, Cell, CheckField, Column, DataTable, Label, Progress, column, scrolled, wrapped

if TYPE_CHECKING:
    from fieldapp.services.import_batches import TouchedFamily, UndoForm, Undone
    from ui.kit.table import Cells

TALLEST = 300


class UndoPane(QWidget):
    """``undo_wanted(batch id, keep changed)``; ``left()`` for the way back; ``opened(household)`` for a family that was touched."""

    undo_wanted = Signal(str, bool)
    left = Signal()
    opened = Signal(str)
    cancelled = Signal()

    def __init__(self, may: str) -> None:
        super().__init__()
        self.form: UndoForm | None = None
        self.told, self.trouble = Banner("soft", ""), Banner("bad", "")
        self.counts = Label("", "body", wrap=True)
        self.table = DataTable(
            _("Yang ditulis sesudah impor"), [Column(_("Keluarga")), Column(_("Diubah"), 90, right=True), Column(_("Oleh"), 190), Column(_("Yang bergantung"), 220)]
        )  # fmt: skip
        self.table.opened.connect(self.opened)
        self.everything = CheckField(_("Ikut hapus juga keluarga yang sudah diubah atau dikunjungi"))
        self.everything.changed.connect(lambda _on: self._say())
        self.card = Card(_("Ditulis sesudah impor"), icon="history", spacing=6)
        self.card.add(self.table).add(self.everything)
        self.undo = Button(_("Batalkan impor"), "danger", icon="undo-2", hint="Ctrl+Return", run=self._wanted)
        self.undo.disable(may)
        self.back = Button(_("Kembali, tidak ada yang dibatalkan"), icon="arrow-left", hint="Esc", run=self.left.emit)
        self.progress = Progress(_("Membatalkan impor"))
        self.progress.hide()
        self.progress.cancelled.connect(self.cancelled)
        what = Card(_("Yang hilang dari daftar"), icon="list-checks", spacing=6)
        what.add(self.counts)
        body = column(
            self.trouble,
            self.told,
            what,
            self.card,
            self.progress,
            wrapped(self.back, self.undo, right=True),
            None,
            spacing=12,
            margins=(24, 14, 24, 16),
        )
        self.setLayout(column((scrolled(body, _("Batalkan impor")), 1), spacing=0))

    def show_form(self, form: UndoForm) -> None:
        """Show what undoing an import would do."""
        self.form = form
        day = date_long(form.batch.day) if form.batch.day else "–"
        name = format_title(form.batch.format)
        self.told.say(
            "soft", _("{format}, diimpor {day} oleh {name}").format(format=name, day=day, name=form.batch.by_name),
            _("Yang dihapus masuk tempat sampah dan dapat dikembalikan 90 hari."), icon="undo-2",
        )  # fmt: skip
        self.trouble.hide()
        self.everything.set_value(False)
        self.card.setVisible(bool(form.touched))
        self.table.set_rows([_cells(one) for one in form.touched], [one.household_id for one in form.touched])
        self.table.setFixedHeight(min(self.table.natural_height(), TALLEST))
        if form.touched:
            self.table.set_current(form.touched[0].household_id)
        self._say()
        self.back.setFocus(Qt.FocusReason.TabFocusReason)

    def _say(self) -> None:
        form = self.form
        if form is None:
            return
        told = ", ".join(f"{number(count)} {noun_label(entity)}" for entity, count in form.counts.items() if count)
        sentences = [_("Berasal dari impor ini: {told}.").format(told=told or "–")]
        if form.put_back:
            sentences.append(_("{count} isian kembali seperti sebelum impor.").format(count=number(form.put_back)))
        if form.touched and not self.everything.value():
            sentences.append(_("{count} keluarga yang ditulis sesudahnya tetap ada.").format(count=number(len(form.touched))))
        elif form.touched:
            sentences.append(_("{count} keluarga yang ditulis sesudahnya ikut hilang.").format(count=number(len(form.touched))))
        self.counts.setText(" ".join(sentences))

    def _wanted(self) -> None:
        if self.form:
            self.undo_wanted.emit(self.form.batch.id, not self.everything.value())

    def undoing(self, *, on: bool) -> None:
        """Show that the import is being taken back."""
        self.progress.setVisible(on)
        self.undo.busy(on)

    def say_trouble(self, sentence: str) -> None:
        """Say why it was not taken back."""
        self.trouble.say("bad", sentence)
        self.trouble.show()

    def acts(self) -> list[Action]:
        """Return what can be done by key."""
        return [
            Action(_("Batalkan impor"), self._wanted, "Ctrl+Return", "undo-2", self.undo.reason),
            Action(_("Kembali"), self.left.emit, "Esc", "arrow-left"),
        ]


def undone_sentence(done: Undone) -> str:
    """Return in words what taking an import back did."""
    told = [_("Impor dibatalkan: {count} catatan masuk tempat sampah.").format(count=number(done.removed))]
    for count, sentence in (
        (done.stayed, _("{count} tetap, karena ditulis sesudahnya.")), (done.put_back, _("{count} isian kembali seperti sebelum impor.")),
        (done.left, _("{count} isian dibiarkan, karena sudah diubah lagi.")),
    ):  # fmt: skip
        if count:
            told.append(sentence.format(count=number(count)))
    return " ".join(told)


def _cells(one: TouchedFamily) -> Cells:
    hanging = ", ".join(f"{count} {noun_label(entity)}" for entity, count in one.hanging.items() if count)
    return [Cell(one.name, "strong"), number(one.changed), ", ".join(one.by_names) or "–", hanging or "–"]
