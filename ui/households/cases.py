"""PPKS & persetujuan: what a person or family is called in the law, sensitive kinds covered, and what was agreed to and how."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fieldapp.domain.roles import may
from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services import consents, ppks
from fieldapp.services.households import HouseholdView
from fieldapp.services.workspace import Workspace
from ui.households.part import Part, fit_table
from ui.kit import Button, Card, Cell, Column, DataTable, Label, chip_cell, column, wrapped
from ui.kit.table import Cells

_ANSWERS = {consents.GIVEN: ("ok", "circle-check"), consents.REFUSED: ("bad", "circle-x"), consents.WITHDRAWN: ("warn", "undo-2")}


def case_cells(case: ppks.CaseView) -> Cells:
    """Return a case as a row; while it is covered neither kind nor note is told."""
    number = _("nomor {number}").format(number=case.number) if case.number else _("dibuka dengan alasan")
    since = _("sejak {day}").format(day=date_medium(case.since)) if case.since else "–"
    state = chip_cell(_("Data peka"), "warn", "eye-off") if case.hidden else chip_cell(_("Berlaku"), "info", "heart")
    if case.until:
        state = chip_cell(_("Ditutup"), "mute", "check")
    until = _("sampai {day}").format(day=date_medium(case.until)) if case.until else ""
    return [
        Cell(case.label, "strong", second=number),
        case.person_name or _("Keluarga"),
        Cell(since, second=until),
        Cell(case.note or "–"),
        state,
    ]


def consent_cells(one: consents.ConsentView) -> Cells:
    """Return an answer as a row, with what follows from it."""
    kind, icon = _ANSWERS.get(one.given, ("info", "scale"))
    day = date_medium(one.given_on) if one.given_on else "–"
    proof = " · ".join(part for part in (one.proof, one.guardian_name and _("wali {name}").format(name=one.guardian_name)) if part)
    return [
        Cell(one.purpose_label, "strong", second=one.basis_label), one.person_name or _("Keluarga"),
        Cell(day, second=proof or one.by_name), chip_cell(one.given_label if one.given else _("Tanpa persetujuan"), kind, icon),
    ]  # fmt: skip


class CasesPart(Part):
    """Two tables; Enter on a covered case asks why it is opened, on another it is closed or opened again."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__(ws)
        self.found: dict[str, ppks.CaseView] = {}
        self.answers: dict[str, consents.ConsentView] = {}
        self.cases = DataTable(
            _("PPKS"), [Column(_("Jenis")), Column(_("Tentang"), 110), Column(_("Berlaku"), 130), Column(_("Catatan"), 90), Column(_("Keadaan"), 118)],
            row_height=46,
        )  # fmt: skip
        self.consents = DataTable(
            _("Persetujuan"), [Column(_("Untuk")), Column(_("Dari"), 120), Column(_("Tanggal"), 120), Column(_("Jawaban"), 150)],
            row_height=46,
        )  # fmt: skip
        self.no_cases, self.no_consents = Label("", "muted", wrap=True), Label("", "muted", wrap=True)
        self.meaning = Label("", "small", wrap=True)
        for label in (self.no_cases, self.no_consents, self.meaning):
            label.setContentsMargins(15, 0, 12, 10)
        self.more = Button(_("Catat PPKS"), "link", icon="plus", height=30, run=lambda: self.act_wanted.emit("case", {}))
        self.ask = Button(_("Catat persetujuan"), "link", icon="file-check-2", height=30, run=lambda: self.act_wanted.emit("consent", {}))
        self.look = Button(_("Buka data peka"), icon="eye", height=32, run=self._look)
        self.close_case = Button(_("Tutup catatan"), icon="check", height=32, run=self._close)
        self.acts = QWidget()
        inside = wrapped(self.look, self.close_case)
        inside.setContentsMargins(15, 0, 12, 10)
        self.acts.setLayout(inside)
        ppks_card = Card(_("PPKS"), right=[self.more], spacing=6).tight().add(self.cases).add(self.no_cases).add(self.acts)
        answered = Card(_("Persetujuan"), right=[self.ask], spacing=6).tight().add(self.consents).add(self.no_consents).add(self.meaning)
        self.setLayout(column(ppks_card, answered, None, spacing=10))
        self.cases.opened.connect(self._opened)
        self.cases.chosen.connect(lambda _key: self._fit_acts())
        self.consents.chosen.connect(lambda key: self.meaning.setText(self.answers[key].meaning if key in self.answers else ""))

    def _read(self, view: HouseholdView) -> None:
        self.read(lambda: (ppks.cases(self.ws, view.id), consents.consents(self.ws, view.id, latest=False)), self._show)

    def _show(self, told: tuple[tuple[ppks.CaseView, ...], tuple[consents.ConsentView, ...]]) -> None:
        self.found, self.answers = {case.id: case for case in told[0]}, {one.id: one for one in told[1]}
        may_edit = bool(self.view and self.view.may_edit)
        self.more.setVisible(may_edit and may(self.ws.user.role, "write", "ppks_case", "general"))
        self.ask.setVisible(may_edit)
        self.cases.set_rows([case_cells(case) for case in told[0]], list(self.found))
        self.consents.set_rows([consent_cells(one) for one in told[1]], list(self.answers))
        for table, label, rows, sentence in (
            (self.cases, self.no_cases, self.found, _("Belum ada catatan PPKS.")),
            (self.consents, self.no_consents, self.answers, _("Belum ada jawaban persetujuan. Dasar pemrosesan keluarga ada di Ubah.")),
        ):
            fit_table(table, len(rows))
            table.setVisible(bool(rows))
            label.setText("" if rows else sentence)
            label.setVisible(not rows)
            if rows and not table.current():
                table.set_current(next(iter(rows)))
        self.meaning.setText(self.answers[self.consents.current()].meaning if self.consents.current() in self.answers else "")
        self.meaning.setVisible(bool(told[1]))
        self._fit_acts()

    def _fit_acts(self) -> None:
        case = self.found.get(self.cases.current())
        self.look.setVisible(bool(case and case.hidden and may(self.ws.user.role, "read", "ppks_case", "confidential")))
        self.close_case.setVisible(bool(case and self.view and self.view.may_edit))
        self.close_case.set_text(_("Buka lagi catatan") if case and case.until else _("Tutup catatan"))
        self.acts.setVisible(not self.look.isHidden() or not self.close_case.isHidden())

    def _opened(self, key: str) -> None:
        self._look() if self.found[key].hidden else self._close()

    def _look(self) -> None:
        if case := self.found.get(self.cases.current()):
            self.act_wanted.emit("reveal_case", {"case": case})

    def _close(self) -> None:
        if case := self.found.get(self.cases.current()):
            self.act_wanted.emit("reopen_case" if case.until else "close_case", {"case": case})

    def restyle(self) -> None:
        """Fit the tables to the new text size."""
        if self.isVisible():
            self._stale = True
            self.show_now()

    def regions(self) -> list[QWidget]:
        """PPKS, persetujuan."""
        return [table for table in (self.cases, self.consents) if not table.isHidden()] or [self.more]
