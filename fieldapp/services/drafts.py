"""A visit being written down: every answer is in the encrypted file before the next one is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import moment
from fieldapp.services.answers import answer_text, form_of
from fieldapp.services.households import HouseholdCard, household_cards
from fieldapp.store import drafts as kept
from fieldapp.store import households, visits

if TYPE_CHECKING:
    from fieldapp.forms import Form, FormCard
    from fieldapp.forms.session import Session
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found

VISIT_FORM = "kunjungan_rumah"


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A draft in a list; ``answered`` of ``total`` questions, ``lacking`` names the sections that miss something."""

    id: str
    household_id: str
    household_name: str
    forms: tuple[str, ...]
    answered: int
    total: int
    lacking: str
    saved_at: str


@dataclass(frozen=True, slots=True)
class Previous:
    """What was answered to the same question the last time."""

    value: Any
    text: str
    day: date


def available_forms(_ws: Workspace) -> tuple[FormCard, ...]:
    """Return the questionnaires that can be filled on a visit: those about the family, for a visit is to a family."""
    from fieldapp import forms

    return tuple(card for card in forms.shipped() if card.subject == "household")


def start_visit(ws: Workspace, household_id: str, forms: tuple[str, ...] = (VISIT_FORM,)) -> str:
    """Begin a visit, or return the live draft of this family; raises HOUSEHOLD_UNKNOWN and FORM_UNKNOWN."""
    for form_id in forms:
        form_of(ws, form_id)
    with ws.writing() as con:
        if not households.is_here(con, household_id):
            raise problems.HOUSEHOLD_UNKNOWN()
        living = kept.live(con, household_id)
        if living:
            return living
        draft_id = new_id()
        kept.start(con, draft_id, household_id, ws.today().isoformat(), list(forms), moment(ws.now()))
    return draft_id


def drafts(ws: Workspace) -> tuple[DraftCard, ...]:
    """Return the drafts, newest first."""
    with ws.reading() as con:
        listed = kept.listed(con)
        names = households.names_of(con, [row.household_id for row in listed])
    return tuple(_card_of(ws, row, names.get(row.household_id, "–")) for row in listed)


def _card_of(ws: Workspace, row: Found, name: str) -> DraftCard:
    draft = open_draft(ws, row.id)
    answered = total = 0
    lacking: list[str] = []
    for form in draft.forms:
        session = draft.session(form.id)
        progress = session.progress()
        answered, total = answered + progress.answered, total + progress.total
        lacking += [s.title() for s in form.sections if s.title() and (p := session.progress(s.path)).missing + p.wrong]
    return DraftCard(row.id, row.household_id, name, tuple(row.forms), answered, total, ", ".join(lacking[:3]), row.saved_at)


def open_draft(ws: Workspace, draft_id: str) -> VisitDraft:
    """Open a draft for filling; raises DRAFT_UNKNOWN."""
    return VisitDraft(ws, draft_id)


def discard_draft(ws: Workspace, draft_id: str) -> None:
    """Take a draft away for good."""
    with ws.writing() as con:
        kept.remove(con, draft_id)


class VisitDraft:
    """A draft in hand. Whatever is changed through it is committed before the call returns."""

    def __init__(self, ws: Workspace, draft_id: str) -> None:
        self._ws = ws
        self.id = draft_id
        with ws.reading() as con:
            row = kept.one(con, draft_id)
            if row is None:
                raise problems.DRAFT_UNKNOWN()
            answers = {form_id: kept.answers(con, draft_id, form_id) for form_id in row.forms}
        self.household_id: str = row.household_id
        self.visited_on = date.fromisoformat(row.visited_on)
        self.saved_at: str = row.saved_at
        self.notices: tuple[str, ...] = ()
        self._order: list[str] = list(row.forms)
        self._sessions: dict[str, Session] = {form_id: self._open(form_id, told) for form_id, told in answers.items()}

    @property
    def household(self) -> HouseholdCard:
        """The family this visit is for."""
        found = household_cards(self._ws, [self.household_id])
        if not found:
            raise problems.HOUSEHOLD_UNKNOWN()
        return found[0]

    @property
    def forms(self) -> tuple[Form, ...]:
        """The questionnaires filled on this visit, in order."""
        return tuple(form_of(self._ws, form_id) for form_id in self._order)

    def session(self, form_id: str) -> Session:
        """Return the filling of one questionnaire, to read from; raises FORM_UNKNOWN."""
        if form_id not in self._sessions:
            raise problems.FORM_UNKNOWN(name=form_id, known=", ".join(self._order))
        return self._sessions[form_id]

    def set(self, form_id: str, path: str, value: Any) -> frozenset[str]:
        """Take an answer and commit it; returns the paths that may look different now. Raises ANSWER_WRONG and DISK_FULL, the old answer stays."""
        session = self.session(form_id)
        before = session.value(path)
        changed = session.set(path, value)
        at = moment(self._ws.now())
        try:
            with self._ws.writing() as con:
                for told in {path, *(p for p in changed if p in session.answers or p == path)}:
                    kept.put_answer(con, self.id, form_id, told, session.answers.get(told), at)
        except problems.Problem:
            session.set(path, before)
            raise
        self.saved_at = at
        return changed

    def add_row(self, form_id: str, repeat: str) -> frozenset[str]:
        """Add a row to a repeat and commit."""
        changed = self.session(form_id).add_row(repeat)
        self._keep_all(form_id)
        return changed

    def remove_row(self, form_id: str, repeat: str, n: int) -> frozenset[str]:
        """Take row ``n`` (from one) away and commit."""
        changed = self.session(form_id).remove_row(repeat, n)
        self._keep_all(form_id)
        return changed

    def set_day(self, day: date) -> None:
        """Change the day of the visit; raises VISIT_DATE_FUTURE."""
        if day > self._ws.today():
            raise problems.VISIT_DATE_FUTURE(date=day.strftime("%d/%m/%Y"))
        self._change(visited_on=day.isoformat())
        self.visited_on = day

    def add_form(self, form_id: str) -> None:
        """Fill one more questionnaire on this visit; raises FORM_UNKNOWN."""
        if form_id not in self._order:
            session = self._open(form_id, {})
            self._change(forms=[*self._order, form_id])
            self._order.append(form_id)
            self._sessions[form_id] = session

    def remove_form(self, form_id: str) -> None:
        """Leave a questionnaire out of this visit; its answers stay in the draft's file until the visit is finished."""
        if form_id in self._order and len(self._order) > 1:
            self._change(forms=[f for f in self._order if f != form_id])
            self._order.remove(form_id)

    def previous(self, form_id: str, path: str) -> Previous | None:
        """Return the last answer to the same question about this family, or None."""
        with self._ws.reading() as con:
            found = visits.last_answers(con, self.household_id, form_id, of_visit=form_id == VISIT_FORM)
        if found is None or found[0].get(path) in (None, "", []):
            return None
        value = found[0][path]
        return Previous(value, answer_text(self.session(form_id), path, value), date.fromisoformat(found[1]))

    def lacking(self) -> int:
        """Return how many answers are missing or wrong over all questionnaires of the visit."""
        return sum(len(s.missing()) + len(s.wrong()) for s in (self._sessions[f] for f in self._order))

    def _open(self, form_id: str, told: dict[str, Any]) -> Session:
        form = form_of(self._ws, form_id)
        session = form.open({p: v for p, v in told.items() if v is not None} or None, today=self._ws.today(), person=self._ws.user.name)
        return self._known_facts(form_id, session) if not told else session

    def _known_facts(self, form_id: str, session: Session) -> Session:
        """What is known is not asked again: the number of people stands ready where a form asks for it, to be corrected if it is wrong."""
        path = session.form.path_of("jumlah_orang")
        members = household_cards(self._ws, [self.household_id])
        if path and session.form.question(path).is_input and members and members[0].members:
            session.set(path, members[0].members)
            with self._ws.writing() as con:
                kept.put_answer(con, self.id, form_id, path, session.value(path), moment(self._ws.now()))
        return session

    def _keep_all(self, form_id: str) -> None:
        at = moment(self._ws.now())
        with self._ws.writing() as con:
            kept.put_answers(con, self.id, form_id, self.session(form_id).answers, at)
        self.saved_at = at

    def _change(self, **values: Any) -> None:
        at = moment(self._ws.now())
        with self._ws.writing() as con:
            kept.change(con, self.id, at, **values)
        self.saved_at = at


__all__ = [
    "VISIT_FORM",
    "DraftCard",
    "Previous",
    "VisitDraft",
    "available_forms",
    "discard_draft",
    "drafts",
    "form_of",
    "open_draft",
    "start_visit",
]
