"""A merger and the way back: what undoing brings, and what was changed since and has to be asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from ui.kit import Action, Banner, Button, Card, Cell, Column, DataTable, Label, PageHeader, column, frame, row, scrolled

if TYPE_CHECKING:
    from fieldapp.services.merging import LaterEdit, MergeLine, UndoForm
    from ui.kit.table import Cells


class UndoView(QWidget):
    """``undo_wanted(merge id)``; ``put_back`` holds the keys of the later changes that are not to be kept."""

    undo_wanted = Signal(str)

    def __init__(self, *, may: str) -> None:
        super().__init__()
        self.form: UndoForm | None = None
        self.put_back: set[str] = set()
        self.undo = Button(_("Batalkan penggabungan"), "primary", icon="undo-2", hint="Ctrl+Return", run=self._wanted)
        self.undo.disable(may)
        self.header = PageHeader("", actions=[self.undo])
        self.told = Banner("soft", "", icon="undo-2")
        self.later = DataTable(
            _("Yang diubah sesudah digabung"),
            [
                Column(_("Isian"), 150),
                Column(_("Sebelum digabung")),
                Column(_("Saat digabung")),
                Column(_("Sekarang")),
                Column(_("Sesudah dibatalkan"), 170),
            ],
        )
        self.later.opened.connect(self.toggle)
        self.card = Card(_("Diubah sesudah digabung"), spacing=6).tight()
        hint = Label(_("Enter memilih: tetap yang sekarang, atau kembali ke sebelum digabung."), "cap", wrap=True)
        self.card.add(frame(row((hint, 1), margins=(16, 0, 16, 0)))).add(self.later)
        self.stays = Label("", "muted", wrap=True)
        body = column(self.told, self.card, self.stays, None, spacing=10, margins=(20, 12, 20, 12))
        self.setLayout(column(self.header, (scrolled(body, _("Penggabungan")), 1), spacing=0))

    def show_form(self, form: UndoForm, line: MergeLine, day: str) -> None:
        """Show a merger and what undoing it would do."""
        self.form, self.put_back = form, set()
        self.header.set_title(
            _("{name}, digabung dari {merged}").format(name=line.name, merged=line.merged_name), f"{line.by_name} · {day}"
        )
        again = _("Kedua catatan tampil lagi seperti sebelum digabung.")
        kept = _("Perubahan sesudah penggabungan tetap, kecuali yang Anda pilih di bawah.") if form.later else ""
        self.told.say("soft", again, kept, icon="undo-2")
        self.stays.setText(form.stays)
        self.card.setVisible(bool(form.later))
        self._show()

    def _show(self) -> None:
        if self.form is None:
            return
        current = self.later.current()
        self.later.set_rows([self._cells(edit) for edit in self.form.later], [edit.key for edit in self.form.later])
        self.later.set_current(current or (self.form.later[0].key if self.form.later else ""))
        self.later.setFixedHeight(self.later.natural_height())

    def _cells(self, edit: LaterEdit) -> Cells:
        back = edit.key in self.put_back
        outcome = Cell(edit.before, kind="warn", icon="undo-2") if back else Cell(edit.now, kind="ok", icon="check")
        return [Cell(edit.label, "strong"), edit.before, edit.merged, edit.now, outcome]

    def toggle(self, key: str) -> None:
        """Keep a later change, or put back what stood before."""
        self.put_back ^= {key}
        self._show()

    def _wanted(self) -> None:
        if self.form:
            self.undo_wanted.emit(self.form.merge_id)

    def acts(self) -> list[Action]:
        """Return what can be done by key."""
        return [Action(_("Batalkan penggabungan"), self._wanted, "Ctrl+Return", "undo-2", self.undo.reason)] if self.form else []
