"""What is known about a person or a family: the newest answer to each question, always in the codes of the instrument that asked it.

An answer is (instrument, question, code), never a bare code: the same number means other things in other questionnaires.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.roles import may
from fieldapp.domain.written import age, date_long
from fieldapp.language import _
from fieldapp.services import instruments, supplements
from fieldapp.services.answers import answer_text, form_title, without_rows
from fieldapp.services.checking import FieldNote
from fieldapp.services.memberships import family_of, person_of
from fieldapp.services.registration import stop_on_errors
from fieldapp.services.supplements import HOUSEHOLD, PERSON, Subject
from fieldapp.store import aliases
from fieldapp.store import assessments_of as kept

if TYPE_CHECKING:
    from fieldapp.forms import Form
    from fieldapp.forms.session import Session
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found

_ROW = re.compile(r"^(.*?)\[(\d+)\]")
# What is known of a person and need not be asked: name of the question in our forms -> field.
KNOWN_FACTS = ("umur", "jenis_kelamin")


@dataclass(frozen=True, slots=True)
class KnownAnswer:
    """One answer. ``code`` stands as it was kept, ``meaning`` is its words; ``known`` is False when its list does not have the code."""

    instrument: str
    title: str
    version: str
    question: str
    number: str
    label: str
    code: str
    meaning: str
    known: bool
    dated: date | None
    by_name: str
    assessment_id: str


def of(ws: Workspace, subject_kind: Subject, subject_id: str) -> tuple[KnownAnswer, ...]:
    """Return the newest answer to each question of each instrument about a person or family, instruments answered last first."""
    with ws.reading() as con:
        found = kept.of_subject(con, subject_kind, aliases.resolve(con, subject_kind, subject_id))
    told: dict[tuple[str, str], KnownAnswer] = {}
    for row in found:
        for answer in _answers(ws, row):
            told.setdefault((answer.instrument, answer.question), answer)
    order = list(dict.fromkeys(instrument for instrument, _question in told))
    return tuple(sorted(told.values(), key=lambda one: order.index(one.instrument)))


def history(ws: Workspace, subject_kind: Subject, subject_id: str) -> tuple[tuple[KnownAnswer, ...], ...]:
    """Return everything ever answered about a person or family, one tuple for each filling, the newest first."""
    with ws.reading() as con:
        found = kept.of_subject(con, subject_kind, aliases.resolve(con, subject_kind, subject_id))
    return tuple(tuple(_answers(ws, row)) for row in found)


def _answers(ws: Workspace, row: Found) -> Iterator[KnownAnswer]:
    form_id, _at, version = (row.form or "").partition("@")
    if instruments.is_printed(form_id):
        yield from _printed(row, form_id, version)
        return
    try:
        form = supplements.form_of(ws, row.form or "")
    except problems.Problem:
        for path, value in (row.answers or {}).items():  # a questionnaire that is not here yet: nothing of it is hidden
            yield _known(row, form_id, form_title(row.form), version, path, "", path, _code(value), _code(value))
        return
    yield from _filled(ws, row, form, version)


def _filled(ws: Workspace, row: Found, form: Form, version: str) -> Iterator[KnownAnswer]:
    told: dict[str, Any] = row.answers or {}
    session = form.open(told, today=date.fromisoformat(row.assessed_on), person="")
    title = supplements.title_of(ws, row.form or "") or form.title()
    places = {question.path: question for question in form.questions() if question.is_input and question.kind != "image"}
    order = list(places)
    for path in sorted((p for p in told if without_rows(p) in places), key=lambda p: (order.index(without_rows(p)), p)):
        question = places[without_rows(path)]
        names = {choice.name for choice in question.choices}
        picked = told[path] if isinstance(told[path], list) else [told[path]]
        known = not names or {str(code) for code in picked} <= names
        said = answer_text(session, path, told[path])
        meaning = said if known else _("{code} (kode tidak dikenal)").format(code=said)
        yield _known(row, form.id, title, version, path, question.number, session.label(path), _code(told[path]), meaning, known=known)


def _printed(row: Found, form_id: str, version: str) -> Iterator[KnownAnswer]:
    title = instruments.title(form_id)
    for question, value in (row.answers or {}).items():
        told = instruments.meaning(form_id, question, _code(value))
        yield _known(
            row,
            form_id,
            title,
            version,
            question,
            question,
            instruments.label(form_id, question),
            _code(value),
            told.text,
            known=told.known,
        )


def _known(row: Found, instrument: str, title: str, version: str, question: str, number: str, label: str, code: str, meaning: str, *,
           known: bool = True) -> KnownAnswer:  # fmt: skip
    day = date.fromisoformat(row.assessed_on) if row.assessed_on else None
    return KnownAnswer(instrument, title, version, question, number, label, code, meaning, known, day, row.by_name or "–", row.id)


def _code(value: Any) -> str:
    return " ".join(str(part) for part in value) if isinstance(value, list) else str(value)


def start(ws: Workspace, form: str, subject_kind: Subject, subject_id: str) -> Session:
    """Begin filling a questionnaire (id of a shipped one, form@version of a supplement); what is known of the person stands ready.

    Raises FORM_SUBJECT, INSTRUMENT_UNKNOWN, PERSON_UNKNOWN and HOUSEHOLD_UNKNOWN.
    """
    _must_fit(ws, form, subject_kind)
    with ws.reading() as con:
        subject = _subject(con, subject_kind, subject_id)
    session = supplements.form_of(ws, form).open(today=ws.today(), person=ws.user.name)
    if isinstance(subject, nouns.Person):
        facts = {"umur": age(subject.birth_date, ws.today()) if subject.birth_date else None, "jenis_kelamin": subject.sex}
        for name in KNOWN_FACTS:
            path = session.form.path_of(name)
            if path and facts[name] is not None and session.form.question(path).is_input:
                session.set(path, facts[name])
    return session


def save(ws: Workspace, session: Session, form: str, subject_kind: Subject, subject_id: str, *, on: date) -> str:
    """Keep a filled questionnaire about a person or family; returns the id of the assessment, which never changes.

    Raises FORM_INCOMPLETE, FieldProblems for a day to come, FORM_SUBJECT, OP_NOT_ALLOWED, PERSON_UNKNOWN and HOUSEHOLD_UNKNOWN.
    """
    _must_fit(ws, form, subject_kind)
    lacking = len(session.missing()) + len(session.wrong())
    if lacking:
        raise problems.FORM_INCOMPLETE(count=lacking)
    if on > ws.today():
        stop_on_errors({"on": FieldNote("error", _("Tanggal {day} belum terjadi. Periksa tahunnya.").format(day=date_long(on)))})
    level = "confidential" if session.form.settings.get("pilar_class") == "confidential" else "general"
    if not may(ws.user.role, "write", "assessment", level):
        raise problems.OP_NOT_ALLOWED()
    reference = form if "@" in form else session.form.reference
    with ws.transaction() as act:
        subject = _subject(act.con, subject_kind, subject_id)
        home_id = subject.household_id if isinstance(subject, nouns.Person) else subject.id
        made = nouns.Assessment(
            id=new_id(), root_id=subject.root_id, region_id=subject.region_id, bucket_class=level, household_id=home_id, subject_kind=subject_kind,
            subject_id=subject.id, assessed_on=on.isoformat(), form=reference, answers=session.relevant_answers() | session.calculated(),
            scores=session.scores(),
        )  # fmt: skip
        act.add(made, form=reference)
    return made.id


def record_answers(ws: Workspace, form: str, subject_kind: Subject, subject_id: str, answers: Mapping[str, object], *, on: date) -> str:
    """Keep answers by path or name of their question, checked by the rules of the questionnaire; returns the id of the assessment.

    Raises what :func:`start` and :func:`save` raise, ANSWER_WRONG and QUESTION_UNKNOWN; then nothing has changed.
    """
    session = start(ws, form, subject_kind, subject_id)
    for path, value in answers.items():
        _make_rows(session, path)
        session.set(path, value)
    return save(ws, session, form, subject_kind, subject_id, on=on)


def _make_rows(session: Session, path: str) -> None:
    """Add the rows a path speaks of: "meteran[2]/daya" needs two."""
    row = _ROW.match(path)
    if row is None:
        return
    while session.rows(row[1]) < int(row[2]):
        session.add_row(row[1])


def _must_fit(ws: Workspace, form: str, subject_kind: str) -> None:
    if supplements.subject_of(ws, form) != subject_kind:
        raise problems.FORM_SUBJECT(subject=_("warga") if subject_kind == PERSON else _("keluarga"))


def _subject(con: Connection, subject_kind: str, subject_id: str) -> nouns.Person | nouns.Household:
    return person_of(con, subject_id) if subject_kind == PERSON else family_of(con, subject_id)


__all__ = ["HOUSEHOLD", "PERSON", "KnownAnswer", "Subject", "history", "of", "record_answers", "save", "start"]
