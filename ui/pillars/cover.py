"""Cakupan: every kind of pillar with its counts, and the places where it is missing, "desa tanpa PSM"."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.services.pillar_coverage import KindLine, coverage
from fieldapp.services.workspace import Workspace
from ui.households.beside import beside
from ui.kit import Button, Card, Cell, Column, DataTable, Label, PageHeader, chip_cell, column
from ui.kit.table import Cells


class CoverView(QWidget):
    """A table of kinds, below it the places without the kind chosen. ``kind_wanted(kind)`` on Enter, ``left()`` on Tutup."""

    kind_wanted = Signal(str)
    left = Signal()
    told = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.lines: dict[str, KindLine] = {}
        self.close_button = Button(_("Tutup"), hint="Alt+C", run=self.left.emit)
        self.header = PageHeader(_("Cakupan pilar"), _("Di mana jenis pilar belum ada"), actions=[self.close_button])
        self.kinds = DataTable(_("Jenis pilar"), [Column(_("Jenis")), Column(_("Belum ada di"), 180)], row_height=46)
        self.places = DataTable(_("Wilayah tanpa pilar ini"), [Column(_("Wilayah")), Column(_("Kode"), 120)], row_height=46)
        self.gaps = Card("", spacing=6).tight()
        self.title, self.none = Label("", "h2", wrap=True), Label("", "muted", wrap=True)
        self.title.setContentsMargins(15, 10, 12, 0)
        self.none.setContentsMargins(15, 0, 12, 12)
        self.gaps.add(self.title).add(self.places, 1).add(self.none)
        listed = Card("").tight().add(self.kinds, 1)
        parts = column((listed, 3), (self.gaps, 2), spacing=10, margins=(20, 12, 20, 12))
        self.setLayout(column(self.header, (parts, 1), spacing=0))
        self.kinds.chosen.connect(self._show_gaps)
        self.kinds.opened.connect(self.kind_wanted.emit)

    def read(self) -> None:
        """Count again."""
        beside(self, lambda: coverage(self.ws), self._show, self.told.emit)

    def _show(self, lines: tuple[KindLine, ...]) -> None:
        self.lines = {line.kind: line for line in lines}
        self.kinds.set_rows([_cells(line) for line in lines], [line.kind for line in lines])
        if not self.kinds.current():
            first = next((line.kind for line in lines if line.without and line.level == "DESA"), lines[0].kind)
            self.kinds.set_current(first)
        self._show_gaps(self.kinds.current())

    def _show_gaps(self, kind: str) -> None:
        line = self.lines.get(kind)
        if line is None:
            return
        self.title.setText(_("{count} wilayah tanpa {kind}").format(count=number(len(line.without)), kind=line.name))
        self.places.set_rows([[Cell(place.name, "strong", second=place.path), place.id] for place in line.without])
        self.places.setVisible(bool(line.without))
        self.none.setVisible(not line.without)
        covered = _("Semua {count} wilayah punya {kind} yang bertugas.").format(count=line.places, kind=line.name)
        self.none.setText(covered if line.level else _("Jenis ini tidak terikat pada satu tingkat wilayah."))

    def focus_kinds(self) -> None:
        """Put the keys on the kinds."""
        self.kinds.setFocus(Qt.FocusReason.TabFocusReason)


def _cells(line: KindLine) -> Cells:
    if not line.level:
        gap: Cell | str = Cell("–", "muted")
    elif line.without:
        words = {"DESA": _("{count} dari {all} desa"), "KECAMATAN": _("{count} dari {all} kecamatan")}
        told = words.get(line.level, _("{count} dari {all} kabupaten")).format(count=len(line.without), all=line.places)
        gap = chip_cell(told, "warn", "map-pin")
    else:
        gap = chip_cell(_("Lengkap"), "ok", "circle-check")
    counts = _("{active} aktif · {leave} cuti · {expired} SK habis").format(
        active=number(line.active), leave=number(line.leave), expired=number(line.expired)
    )
    return [Cell(line.name, "strong", second=counts), gap]
