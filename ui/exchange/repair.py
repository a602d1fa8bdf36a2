"""One wrong row at a time: what stands there, why it cannot come in, and what it could be; a proposal is never applied unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from ui.kit import Action, Button, Card, ComboField, EmptyState, Field, Label, TextField, column, frame, row, rule, scrolled, wrapped

if TYPE_CHECKING:
    from ui.exchange.faults import Fault, WrongLine
    from ui.exchange.intake import Checked
    from ui.exchange.mending import CellPlace

WIDTH = 322


class RepairPanel(QWidget):
    """``saved(place, text)`` for a corrected cell, ``skipped()``, ``next_wanted()``, ``write_wanted()`` for the sheet with reasons."""

    saved = Signal(object, str)
    skipped = Signal()
    next_wanted = Signal()
    write_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.checked: Checked | None = None
        self.line: WrongLine | None = None
        self.at = 0
        self.title, self.count = Label("", "h2"), Label("", "cap", whole=True)
        self.who = Label("", "muted", wrap=True)
        self.which = ComboField()
        self.which.setAccessibleName(_("Yang keliru di baris ini"))
        self.which.changed.connect(self._chose)
        self.entry = TextField(enter_moves_on=False)
        self.field = Field("", self.entry)
        self.entry.entered.connect(self.save)
        self.entry.edited.connect(lambda _text: self._say_wrong())
        self.use = Button(_("Pakai"), height=32, hint="Alt+U", run=self.take_proposal)
        self.proposed, self.proposal_why = Label("", "strong", wrap=True), Label("", "cap", wrap=True)
        self.proposal = Card(look="sunk", spacing=4)
        self.proposal.add(Label(_("Usul perbaikan"), "cap")).add(row((self.proposed, 1), self.use)).add(self.proposal_why)
        self.skip_button = Button(_("Lewati"), hint="Alt+L", run=self.skipped.emit)
        self.save_button = Button(_("Simpan"), hint="Enter", icon="check", run=self.save)
        self.write = Button(_("Simpan lembar beralasan"), hint="Ctrl+S", icon="file-text", fill=True, run=self.write_wanted.emit)
        self.nothing = EmptyState(_("Tidak ada baris keliru. Semua yang di lembar dapat diambil."), icon="circle-check")
        self._arrange()

    def _arrange(self) -> None:
        told = _("Berkas yang sama dikembalikan dengan kolom baru “Alasan ditolak”. Baris lain tidak disentuh.")
        self.mend = frame(
            column(
                row((self.title, 1), self.count), self.who, self.which, self.field, self.proposal, wrapped(self.skip_button, self.save_button),
                spacing=8,
            )
        )  # fmt: skip
        self.back = frame(
            column(rule(), Label(_("Perbaiki di Excel saja?"), "strong"), Label(told, "small", wrap=True), self.write, spacing=8)
        )
        body = column(self.mend, self.nothing, self.back, None, spacing=12, margins=(16, 14, 16, 14))
        self.setLayout(column((scrolled(body, _("Perbaikan")), 1), spacing=0))

    # What is shown

    def show_line(self, checked: Checked, line: WrongLine | None, place: int, count: int) -> None:
        """Show a wrong row, the n-th of so many; None when there is none."""
        same = self.line is not None and line is not None and self.line.place == line.place
        self.checked, self.line = checked, line
        self.at = self.at if same and line and self.at < len(line.faults) else 0
        self.mend.setVisible(line is not None)
        self.nothing.setVisible(line is None)
        self.back.setVisible(bool(checked.faults.lines))
        if line is None:
            return
        self.count.setText(f"{place} / {count}")
        self.who.setText(line.name or _("tanpa nama"))
        self.which.set_options([(str(at), fault.heading or fault.sentence) for at, fault in enumerate(line.faults)], str(self.at))
        self.which.setVisible(len(line.faults) > 1)
        self._show_fault()

    def _show_fault(self) -> None:
        line, fault = self.line, self.fault
        assert line is not None
        self.title.setText(
            _("Baris {row}, {column}").format(row=line.place[1], column=fault.heading) if fault and fault.heading
            else _("Baris {row}").format(row=line.place[1])
        )  # fmt: skip
        editable = fault is not None and fault.at >= 0
        self.field.set_label(fault.heading if fault and fault.heading else _("Alasan"))
        self.entry.setReadOnly(not editable)
        self.entry.setVisible(editable)
        self.save_button.setVisible(editable)
        self.entry.set_value(self.stands())
        self._say_wrong()
        self.proposal.setVisible(bool(fault and fault.proposal and editable))
        self.proposed.setText(fault.proposal if fault else "")
        self.proposal_why.setText(_("Yang paling dekat dengan yang tertulis. Tidak dipakai sebelum Anda memilih."))

    def _say_wrong(self) -> None:
        fault, line = self.fault, self.line
        if fault is None or line is None:
            return
        changed = self.entry.isVisibleTo(self) and self.entry.value() != self.stands()
        self.field.set_note(
            _("Enter menyimpan, lalu baris diperiksa lagi.") if changed else fault.sentence, "help" if changed or line.waits else "error"
        )

    @property
    def fault(self) -> Fault | None:
        """What is being corrected."""
        return self.line.faults[self.at] if self.line and self.at < len(self.line.faults) else None

    def stands(self) -> str:
        """Return what stands in the cell now."""
        fault, line, checked = self.fault, self.line, self.checked
        row_ = checked.rows.get(line.place) if checked and line else None
        return row_.text(fault.at) if fault and row_ is not None and fault.at >= 0 else ""

    # What is done

    def _chose(self, at: str) -> None:
        self.at = int(at or 0)
        self._show_fault()

    def take_proposal(self) -> None:
        """Put the proposal into the field; it is kept with Enter, like anything typed."""
        if self.proposal.isVisibleTo(self) and self.fault:
            self.entry.setText(self.fault.proposal)
            self._say_wrong()
            self.focus()

    def save(self) -> None:
        """Take what is typed as the cell's text; nothing typed otherwise goes on to the next row."""
        fault, line = self.fault, self.line
        if fault is None or line is None:
            return
        if not self.entry.isVisibleTo(self) or self.entry.value() == self.stands():
            self.next_wanted.emit()
            return
        place: CellPlace = (line.place[0], line.place[1], fault.at)
        self.saved.emit(place, self.entry.value())

    def focus(self) -> None:
        """Put the keys into the cell."""
        part: QWidget = self.entry if self.entry.isVisibleTo(self) else self.skip_button
        part.setFocus(Qt.FocusReason.TabFocusReason)
        self.entry.selectAll()

    def acts(self) -> list[Action]:
        """Return what can be done by key."""
        if self.line is None:
            return []
        found = [Action(_("Pakai usul"), self.take_proposal, "Alt+U", "check")] if self.fault and self.fault.proposal else []
        return [*found, Action(_("Lewati baris"), self.skipped.emit, "Alt+L", "skip-forward")]
