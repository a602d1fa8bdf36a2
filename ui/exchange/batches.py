"""The sheets that came in, the newest first; Enter on one shows what undoing it would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from fieldapp.domain.written import date_medium, number
from fieldapp.language import _
from ui.exchange.words import format_title
from ui.kit import Cell, Column, DataTable, EmptyState, Label, column, frame, row

if TYPE_CHECKING:
    from fieldapp.services.import_batches import BatchLine
    from ui.kit.table import Cells

TALLEST = 420


class BatchList(QFrame):
    """``opened(batch id)`` when an import that still stands is opened."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, BatchLine] = {}
        self.table = DataTable(
            _("Impor terdahulu"),
            [
                Column(_("Hari"), 120), Column(_("Format")), Column(_("Oleh"), 150), Column(_("Baris"), 80, right=True),
                Column(_("Baru"), 80, right=True), Column(_("Keadaan"), 210),
            ],
        )  # fmt: skip
        self.hint = Label(
            _("Enter melihat apa yang hilang bila suatu impor dibatalkan. Dapat dibatalkan selama 90 hari."), "cap", wrap=True
        )
        self.nothing = EmptyState(
            _("Belum ada impor. Yang masuk dari lembar tercatat di sini dan dapat dibatalkan seluruhnya."), icon="table-2"
        )
        self._under = frame(row((self.hint, 1), margins=(16, 6, 16, 10)))
        self.setLayout(column(self.table, self.nothing, self._under, spacing=0))
        self.table.opened.connect(self.open)

    def show_lines(self, lines: tuple[BatchLine, ...]) -> None:
        """Show these imports."""
        self.lines = {line.id: line for line in lines}
        self.table.set_rows([_cells(line) for line in lines], [line.id for line in lines])
        if lines and not self.table.current():
            self.table.set_current(lines[0].id)
        self.restyle()
        self.nothing.setVisible(not lines)
        self.table.setVisible(bool(lines))
        self._under.setVisible(bool(lines))

    def restyle(self) -> None:
        """As high as its lines, up to a screenful."""
        self.table.setFixedHeight(min(self.table.natural_height(), TALLEST))

    def open(self, key: str) -> None:
        """Open an import; one that was undone already has nothing to show."""
        if key in self.lines and not self.lines[key].undone:
            self.opened.emit(key)


def _cells(line: BatchLine) -> Cells:
    state = Cell(_("Tersimpan"), "icon", icon="circle-check", kind="ok")
    if line.undone_on is not None:
        state = Cell(_("Dibatalkan {day}").format(day=date_medium(line.undone_on)), "muted", icon="undo-2")
    day = Cell(date_medium(line.day) if line.day else "–", "strong")
    return [day, format_title(line.format), line.by_name, number(line.rows), number(line.kept), state]
