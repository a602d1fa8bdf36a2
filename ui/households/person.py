"""One person of a family: who they are, who answers for them, what they went through, and what can be done about them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import age_written, date_medium
from fieldapp.language import _
from fieldapp.services import knowledge, ppks
from fieldapp.services.guardians import ADULT, GuardianView, guardian_of
from fieldapp.services.households import HouseholdView, MemberView
from fieldapp.services.labels import field_label, value_text
from fieldapp.services.lives import MembershipLine, membership_history
from fieldapp.services.registration import NewPerson, person_form
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.cases import case_cells
from ui.households.part import Part, fit_table
from ui.households.people import history_table, line_cells
from ui.households.summary import AWAY, DEAD
from ui.kit import Banner, Button, Card, Column, DataTable, Label, StateChip, column, grid, row, wrapped
from ui.kit.arrange import empty

_WIDE = 560  # pixels from which three facts stand side by side
_SHOWN = ("birth_place", "marital", "religion", "education", "occupation", "disability", "phone")


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read about a person."""

    form: NewPerson
    guardian: GuardianView | None
    lines: tuple[MembershipLine, ...]
    cases: tuple[ppks.CaseView, ...]
    known: int


class PersonPart(Part):
    """The person asked for with :meth:`show_person`. ``closed()`` on Esc; ``tab_wanted(name)`` leads to answers and changes."""

    closed = Signal()
    tab_wanted = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__(ws)
        self.person_id = ""
        self._cases: dict[str, ppks.CaseView] = {}
        self.back = Button(_("Kembali ke keluarga"), "ghost", icon="arrow-left", hint="Esc", height=32, run=self.closed.emit)
        self.name, self.line = Label("", "h1"), Label("", "muted", wrap=True)
        self.chips, self.facts, self.acts = row(spacing=6), column(spacing=0), QWidget()
        self.ward = Banner(
            "warn", "", icon="user-round-x", button=Button(_("Catat wali"), "link", height=28, run=partial(self._want, "guardian"))
        )
        self.life = history_table()
        self.cases = DataTable(_("PPKS"), [Column(_("Jenis")), Column(_("Tentang"), 110), Column(_("Berlaku"), 130), Column(_("Catatan"), 90), Column(_("Keadaan"), 118)],
                               row_height=46)  # fmt: skip
        self.cases_card = Card(_("PPKS"), spacing=6).tight().add(self.cases)
        self.known = Button(_("Keterangan"), "link", icon="list", height=30, run=partial(self.tab_wanted.emit, "known"))
        self.changes = Button(_("Perubahan"), "link", icon="history", height=30, run=partial(self.tab_wanted.emit, "changes"))
        self.buttons: list[Button] = []
        self._flow = wrapped()
        self.acts.setLayout(self._flow)
        who = Card(_("Jati diri"), right=[self.known, self.changes], spacing=8).add(self.facts)
        life = Card(_("Riwayat keanggotaan"), spacing=6).tight().add(self.life)
        words = column(row(self.name, self.chips, None, spacing=10), self.line, spacing=0)
        self.setLayout(column(row(self.back, None), words, self.acts, self.ward, who, self.cases_card, life, None, spacing=10))
        self.cases.opened.connect(self._open_case)

    @property
    def member(self) -> MemberView | None:
        """The person shown."""
        return next((one for one in self.view.members if one.id == self.person_id), None) if self.view else None

    def show_person(self, person_id: str) -> None:
        """Show a person of the family."""
        self.person_id, self._stale = person_id, True
        self.show_now()

    def _want(self, name: str) -> None:
        self.act_wanted.emit(name, {"person": self.person_id})

    def _read(self, view: HouseholdView) -> None:
        member, person_id = self.member, self.person_id
        if not person_id:
            return
        if member is None:
            self.closed.emit()
            return

        def read() -> _Read:
            mine = tuple(case for case in ppks.cases(self.ws, view.id) if case.person_id == person_id)
            known = len(knowledge.of(self.ws, knowledge.PERSON, person_id))
            return _Read(
                person_form(self.ws, person_id), guardian_of(self.ws, person_id), membership_history(self.ws, person_id), mine, known
            )

        self.read(read, partial(self._show, member))

    def _show(self, member: MemberView, told: _Read) -> None:
        self.name.setText(member.name)
        nik = f"NIK {member.nik}" if "•" in member.nik else ", ".join(part for part in (member.nik, member.nik_note) if part)
        born = age_written(member.birth_date, self.ws.today()) if member.birth_date and not member.died_on else ""
        relation = _("Kepala keluarga") if member.is_head else member.relation
        died = _("meninggal {day}").format(day=date_medium(member.died_on)) if member.died_on else ""
        self.line.setText(" · ".join(part for part in (nik, relation, born, died) if part))
        self._show_chips(member)
        self._show_facts(member, told)
        self._show_acts(member)
        child = told.guardian is None and member.status == "1" and member.age is not None and member.age < ADULT
        problem = told.guardian.problem if told.guardian else ""
        self.ward.say("warn", problem or _("Belum ada wali. Anak di bawah 18 tahun memerlukan wali."), icon="user-round-x")
        self.ward.setVisible(child or bool(problem))
        self.life.set_rows([line_cells(line) for line in told.lines], [line.id for line in told.lines])
        fit_table(self.life, len(told.lines))
        self._cases = {case.id: case for case in told.cases}
        self.cases.set_rows([case_cells(case) for case in told.cases], list(self._cases))
        fit_table(self.cases, len(told.cases))
        self.cases_card.setVisible(bool(told.cases))
        self.known.set_text(_("Keterangan ({count})").format(count=told.known))

    def _show_chips(self, member: MemberView) -> None:
        empty(self.chips)
        for chip in member.chips:
            self.chips.addWidget(StateChip(chip.text, chip.kind, chip.icon))

    def _show_facts(self, member: MemberView, told: _Read) -> None:
        empty(self.facts)
        sex = {"L": _("Laki-laki"), "P": _("Perempuan")}.get(member.sex, "–")
        pairs = [
            (field_label("person", "birth_date"), date_medium(member.birth_date) if member.birth_date else "–"),
            (field_label("person", "sex"), sex),
        ]
        pairs += [(field_label("person", name), value_text("person", name, getattr(told.form, name))) for name in _SHOWN]
        guardian = told.guardian
        if guardian:
            where = "" if guardian.same_family or not guardian.id else _("keluarga lain")
            pairs.append((_("Wali"), ", ".join(part for part in (guardian.name, guardian.relation, where, guardian.note) if part)))
        cells: list[QWidget] = [_fact(label, value) for label, value in pairs]
        across = 3 if self.width() > theme.size(_WIDE) else 2
        self.facts.addLayout(grid([cells[at : at + across] for at in range(0, len(cells), across)], [1] * across, down=8))

    def _show_acts(self, member: MemberView) -> None:
        focused = next((at for at, button in enumerate(self.buttons) if button.hasFocus()), -1)
        empty(self._flow)
        self.buttons = [Button(text, icon=icon, height=32, run=partial(self._want, name)) for name, text, icon in acts_for(member)]
        for button in self.buttons:
            self._flow.addWidget(button)
        if 0 <= focused < len(self.buttons):
            self.buttons[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        self.acts.setVisible(bool(self.view and self.view.may_edit))

    def _open_case(self, key: str) -> None:
        case = self._cases[key]
        name = "reveal_case" if case.hidden else "reopen_case" if case.until else "close_case"
        self.act_wanted.emit(name, {"case": case})

    def focus_first(self) -> None:
        """Put the keys on the way back, so that Esc and Enter both lead there."""
        self.back.setFocus(Qt.FocusReason.TabFocusReason)

    def restyle(self) -> None:
        """Fit the tables to the new text size."""
        if self.isVisible():
            self._stale = True
            self.show_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc returns to the family."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def regions(self) -> list[QWidget]:
        """What can be done, what they went through."""
        return [self.back, *([self.cases] if not self.cases_card.isHidden() else []), self.life]


def acts_for(member: MemberView) -> list[tuple[str, str, str]]:
    """Return what can be done about a person: name of the act, its words, its icon."""
    edit, remove = ("edit", _("Ubah"), "pencil"), ("remove", _("Hapus"), "trash-2")
    if member.status == DEAD:
        return [edit, ("death", _("Perbaiki catatan meninggal"), "minus"), remove]
    if member.status == AWAY:
        return [edit, ("back", _("Kembali tinggal"), "log-in"), remove]
    return [
        edit, ("move", _("Pindah keluarga"), "split"), ("guardian", _("Wali"), "user-round-check"), ("case", _("PPKS"), "heart"),
        ("consent", _("Persetujuan"), "file-check-2"), ("away", _("Pindah keluar"), "log-out"), ("death", _("Catat meninggal"), "minus"), remove,
    ]  # fmt: skip


def _fact(label: str, value: str) -> QWidget:
    made = QWidget()
    made.setLayout(column(Label(label, "cap"), Label(value, "body", wrap=True), spacing=1))
    return made
