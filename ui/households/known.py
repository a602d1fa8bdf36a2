"""Keterangan: every answer known about the family or one of its people, in the codes of the instrument that asked it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services import knowledge, supplements
from fieldapp.services.aid import AidLine, aid_of
from fieldapp.services.households import HouseholdView
from fieldapp.services.registration import DesilLine, desil_history
from fieldapp.services.workspace import Workspace
from ui.households.part import Part, fit_table
from ui.kit import Button, Card, Cell, Column, ComboField, DataTable, Label, SearchField, column, row
from ui.kit.arrange import empty
from ui.kit.table import Cells


@dataclass(frozen=True, slots=True)
class _Told:
    """What was read about a subject."""

    answers: tuple[knowledge.KnownAnswer, ...]
    desils: tuple[DesilLine, ...]
    aid: tuple[AidLine, ...]
    asked: tuple[supplements.SupplementView, ...]


def answer_cells(answer: knowledge.KnownAnswer) -> Cells:
    """Return an answer as a row: question and number, code and label, instrument and day."""
    number = _("nomor {number}").format(number=answer.number) if answer.number else ""
    coded = _("kode {code}").format(code=answer.code) if answer.meaning != answer.code else ""
    day = date_medium(answer.dated) if answer.dated else "–"
    meaning = Cell(answer.meaning, second=coded) if answer.known else Cell(answer.meaning, "warn", second=coded)
    return [Cell(answer.label, "strong", second=number), meaning, Cell(answer.title, second=f"{day} · {answer.by_name}")]


def answer_table() -> DataTable:
    """Return an empty table of answers."""
    return DataTable(_("Keterangan"), [Column(_("Pertanyaan")), Column(_("Jawaban")), Column(_("Kuesioner"), 180)], row_height=46)


class KnownPart(Part):
    """Whom it is about, what is known, the deciles told, and the questionnaires of the area that can be filled."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__(ws)
        self._answers: tuple[knowledge.KnownAnswer, ...] = ()
        self.who = ComboField([("", _("Keluarga ini"))])
        self.who.setAccessibleName(_("Tentang siapa"))
        self.search = SearchField(_("Cari keterangan"), placeholder=_("cari"))
        self.table = answer_table()
        self.search.follow(self.table)
        self.nothing, self.count = Label("", "muted", wrap=True), Label("", "muted")
        self.nothing.setContentsMargins(15, 0, 12, 12)
        self.desils = DataTable(_("Desil"), [Column(_("Desil"), 70), Column(_("Sumber")), Column(_("Berlaku per"), 130)], row_height=46)
        self.no_desil = Label(_("Belum ada desil. Desil hanya dari negara, tidak dihitung di sini."), "muted", wrap=True)
        self.no_desil.setContentsMargins(15, 0, 12, 12)
        self.aid = DataTable(_("Bantuan"), [Column(_("Program")), Column(_("Penerima")), Column(_("Masa"), 180)], row_height=46)
        self.no_aid = Label(_("Belum ada bantuan tercatat. Daftar penerima masuk lewat Impor & ekspor."), "muted", wrap=True)
        self.no_aid.setContentsMargins(15, 0, 12, 12)
        self.record = Button(_("Catat desil"), "link", icon="plus", height=30, run=lambda: self.act_wanted.emit("desil", {}))
        self._build()

    def _build(self) -> None:
        self.fill_list = column(spacing=6, margins=(15, 0, 12, 12))
        self.forms = Card(_("Isian tambahan"), spacing=6).tight().add(self.fill_list)
        known = Card(_("Yang diketahui"), right=[self.count], spacing=6).tight()
        known.add(row((self.who, 1), (self.search, 1), margins=(15, 0, 12, 4))).add(self.table).add(self.nothing)
        self.desil_card = Card(_("Desil"), right=[self.record], spacing=6).tight().add(self.desils).add(self.no_desil)
        self.aid_card = Card(_("Bantuan"), spacing=6).tight().add(self.aid).add(self.no_aid)
        self.setLayout(column(known, self.desil_card, self.aid_card, self.forms, None, spacing=10))
        self.who.changed.connect(lambda _key: self._again())
        self.search.searched.connect(lambda _text: self._show_answers())
        self.search.left.connect(self.who.setFocus)

    def _begin(self) -> None:
        self.who.set_value("")

    def choose(self, person_id: str) -> None:
        """Show what is known of a person of this family."""
        self._offer()
        self.who.set_value(person_id)
        self._again()

    def _again(self) -> None:
        self._stale = True
        self.show_now()

    def _offer(self) -> None:
        people = self.view.members if self.view else ()
        self.who.set_options([("", _("Keluarga ini")), *((member.id, member.name) for member in people)], self.who.value())

    def _read(self, view: HouseholdView) -> None:
        self._offer()
        person_id = self.who.value()
        kind = knowledge.PERSON if person_id else knowledge.HOUSEHOLD
        self.read(
            lambda: _Told(
                knowledge.of(self.ws, kind, person_id or view.id),
                () if person_id else desil_history(self.ws, view.id),
                () if person_id else aid_of(self.ws, view.id),
                supplements.active(self.ws, kind),
            ),
            self._show,
        )

    def _show(self, told: _Told) -> None:
        self._answers = told.answers
        self._show_answers()
        self.desils.set_rows([_desil_cells(line) for line in told.desils], [line.id for line in told.desils])
        fit_table(self.desils, len(told.desils))
        self.desils.setVisible(bool(told.desils))
        self.no_desil.setVisible(not told.desils)
        self.desil_card.setVisible(not self.who.value())
        self._show_aid(told.aid)
        self.record.setVisible(bool(self.view and self.view.may_edit))
        self._show_forms(told.asked)

    def _show_aid(self, lines: tuple[AidLine, ...]) -> None:
        self.aid.set_rows([_aid_cells(line) for line in lines], [line.id for line in lines])
        fit_table(self.aid, len(lines))
        self.aid.setVisible(bool(lines))
        self.no_aid.setVisible(not lines)
        self.aid_card.setVisible(not self.who.value())

    def _show_answers(self) -> None:
        words = self.search.value().casefold().split()
        found = [
            one for one in self._answers if all(word in f"{one.label} {one.meaning} {one.title} {one.number}".casefold() for word in words)
        ]
        self.table.set_rows([answer_cells(one) for one in found], [f"{one.instrument}/{one.question}" for one in found])
        fit_table(self.table, len(found), 8)
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.nothing.setText(
            _("Tidak ada keterangan yang cocok.")
            if self._answers
            else _("Belum ada keterangan. Yang dijawab saat kunjungan atau diimpor tampil di sini.")
        )
        self.count.setText(_("{count} keterangan").format(count=len(found)))

    def _show_forms(self, asked: tuple[supplements.SupplementView, ...]) -> None:
        empty(self.fill_list)
        self.forms.setVisible(bool(asked))
        for one in asked:
            answered = any(answer.instrument == one.form.partition("@")[0] for answer in self._answers)
            words = column(
                Label(one.title, "strong"), Label(_("sudah diisi, dapat diisi lagi") if answered else _("belum diisi"), "cap"), spacing=0
            )
            fill = Button(_("Isi kuesioner"), icon="pencil", height=32, name=one.title, run=partial(self._fill, one.form))
            fill.setAccessibleName(_("Isi {title}").format(title=one.title))
            if not (self.view and self.view.may_edit):
                fill.hide()  # shown by the layout else: shown before it stands in one, it would open as a window of its own
            self.fill_list.addLayout(row((words, 1), fill))

    def _fill(self, form: str) -> None:
        if self.view:
            self.go.emit("supplement_form", {"form": form, "household": self.view.id, "person": self.who.value()})

    def restyle(self) -> None:
        """Fit the tables to the new text size."""
        if self.isVisible():
            self._again()

    def regions(self) -> list[QWidget]:
        """Whom it is about, the answers, the deciles."""
        return [self.who, *(table for table in (self.table, self.desils, self.aid) if not table.isHidden())]


def _aid_cells(line: AidLine) -> Cells:
    card = _("kartu {number}").format(number=line.card_no) if line.card_no else ""
    days = [date_medium(day) if day else "–" for day in (line.starts_on, line.ends_on)]
    span = _("{first} sampai {last}").format(first=days[0], last=days[1]) if line.starts_on or line.ends_on else "–"
    return [Cell(line.programme, "strong", second=line.source), Cell(line.who or _("Keluarga ini"), second=card), span]


def _desil_cells(line: DesilLine) -> Cells:
    told = _("dicatat {name}").format(name=line.by_name)
    return [
        Cell(line.value or "–", "strong"),
        Cell(line.source or "–", second=line.snapshot or told),
        Cell(date_medium(line.dated) if line.dated else "–", second=told if line.snapshot else ""),
    ]
