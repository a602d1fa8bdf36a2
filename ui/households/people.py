"""Anggota: who belongs or belonged to the family, and through which families each of them went."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services.households import HouseholdView
from fieldapp.services.lives import MembershipLine, departures, membership_history
from fieldapp.services.workspace import Workspace
from ui.households.part import Part, fit_table
from ui.households.summary import in_order, member_cells
from ui.kit import Button, Card, Cell, Column, DataTable, Label, column, wrapped
from ui.kit.table import Cells


def line_cells(line: MembershipLine) -> Cells:
    """Return a step of somebody's life among families as a row."""
    left = _("dari {name}").format(name=line.left_name) if line.left_name else ""
    joined = _("di {name}").format(name=line.household_name) if line.household_name else ""
    families = [part for part in (left, joined) if part]
    day = date_medium(line.since) if line.since else "–"
    told = " · ".join(part for part in (line.relation, line.note) if part)
    return [day, Cell(line.text, "strong", second=" ".join(families)), Cell(told or "–", second=line.by_name)]


def history_table() -> DataTable:
    """Return an empty table of such steps."""
    columns = [Column(_("Tanggal"), 100), Column(_("Peristiwa")), Column(_("Keterangan"), 190)]
    return DataTable(_("Riwayat keanggotaan"), columns, row_height=46)


class PeoplePart(Part):
    """The table of people above, the life of the one chosen below, and what can be done about them."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__(ws)
        self.people = DataTable(
            _("Anggota keluarga"),
            [Column(_("Nama"), 172), Column(_("Hubungan"), 100), Column(_("L/P"), 52), Column(_("Usia"), 52, right=True), Column(_("Kegiatan")),
             Column(_("Tanda"), 132)],
            row_height=46,
        )  # fmt: skip
        self.lines = history_table()
        self.of_whom = Label("", "muted")
        self.gone, self.gone_card = history_table(), Card(_("Yang pernah keluar dari keluarga ini"), spacing=6).tight()
        self.gone.setAccessibleName(_("Yang pernah keluar dari keluarga ini"))
        self.gone_card.add(self.gone)
        self.buttons = [
            Button(text, icon=icon, height=32, run=partial(self._want, name))
            for name, text, icon in (
                ("move", _("Pindah anggota"), "split"), ("birth", _("Catat kelahiran"), "baby"), ("death", _("Catat meninggal"), "minus"),
                ("away", _("Pindah keluar"), "log-out"),
            )
        ]  # fmt: skip
        people = Card(_("Anggota"), spacing=6).tight().add(self.people)
        life = Card(_("Riwayat keanggotaan"), right=[self.of_whom], spacing=6).tight().add(self.lines)
        self.acts = QWidget()
        self.acts.setLayout(wrapped(*self.buttons))
        self.setLayout(column(self.acts, people, life, self.gone_card, None, spacing=10))
        self.people.chosen.connect(lambda _key: self._read_life())
        self.people.opened.connect(self.person_wanted)

    def _want(self, name: str) -> None:
        self.act_wanted.emit(name, {"person": self.people.current()})

    def _read(self, view: HouseholdView) -> None:
        people = in_order(view)
        self.people.set_rows([member_cells(member) for member in people], [member.id for member in people])
        fit_table(self.people, len(people), 8)
        self.acts.setVisible(view.may_edit)
        if people and not self.people.current():
            self.people.set_current(people[0].id)
        self._read_life()

    def _read_life(self) -> None:
        view, person_id = self.view, self.people.current()
        if view is None:
            return
        self.of_whom.setText(next((member.name for member in view.members if member.id == person_id), ""))
        self.read(lambda: (membership_history(self.ws, person_id) if person_id else (), departures(self.ws, view.id)), self._show)

    def _show(self, told: tuple[tuple[MembershipLine, ...], tuple[MembershipLine, ...]]) -> None:
        lines, gone = told
        for table, found in ((self.lines, lines), (self.gone, gone)):
            cells = line_cells if table is self.lines else _gone_cells
            table.set_rows([cells(line) for line in found], [line.id for line in found])
            fit_table(table, len(found))
        self.gone_card.setVisible(bool(gone))

    def restyle(self) -> None:
        """Fit the tables to the new text size."""
        if self.isVisible():
            self._stale = True
            self.show_now()

    def regions(self) -> list[QWidget]:
        """People, the life of one, who left."""
        return [self.people, self.lines, *([self.gone] if not self.gone_card.isHidden() else [])]


def _gone_cells(line: MembershipLine) -> Cells:
    where = _("ke {name}").format(name=line.household_name) if line.household_name else line.note
    day = date_medium(line.since) if line.since else "–"
    return [day, Cell(line.person_name, "strong", second=line.text), Cell(where or "–", second=line.by_name)]
