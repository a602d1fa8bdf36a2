"""Questionnaires and what was answered in them, in words: labels for codes, days written out, in the order of the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain.written import date_medium, number
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.forms import Form
    from fieldapp.forms.session import Session
    from fieldapp.services.workspace import Workspace

_ROW = re.compile(r"\[(\d+)\]")
_NUMBER = re.compile(r"-?\d{1,30}(\.\d{1,30})?", re.ASCII)  # anything else, 1e999999 say, stands as it is
_DECIMAL = re.compile(r"-?\d+\.\d+")  # what a form worked out; whole numbers may be codes and stay as they are


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answered question in words; ``number`` is the form's own."""

    section: str
    number: str
    label: str
    text: str


def form_of(ws: Workspace, form_id: str) -> Form:
    """Return a questionnaire, compiled once and kept beside the program's other leftovers; raises FORM_UNKNOWN."""
    from fieldapp import forms

    return forms.shipped_form(form_id, ws.home / "cache")


def form_title(reference: str | None) -> str:
    """Return the title of a questionnaire by its reference ``id@version``; a questionnaire that is not shipped shows its id."""
    from fieldapp import forms

    form_id = (reference or "").partition("@")[0]
    return next((card.title for card in forms.shipped() if card.id == form_id), form_id.replace("_", " ").capitalize())


def without_rows(path: str) -> str:
    """Return the path of the question an answer belongs to, whichever row of a repeat it stands in."""
    return _ROW.sub("", path)


def answer_text(session: Session, path: str, value: Any) -> str:
    """Return an answer in words: labels for codes, days written out, decimals with a comma."""
    question = session.form.question(without_rows(path))
    if value in (None, "", []):
        return "–"
    if question.kind in ("select_one", "select_multiple"):
        picked = value if isinstance(value, list) else [value]
        labels = {choice.name: choice.label() for choice in question.choices}
        return "; ".join(labels.get(str(code), str(code)) for code in picked)
    if question.kind == "date":
        return _day_written(str(value))
    if question.kind in ("decimal", "integer") and _NUMBER.fullmatch(str(value)):
        return number(str(value))
    if question.kind == "calculate" and _DECIMAL.fullmatch(str(value)):
        return number(str(value))
    return _("foto") if question.kind == "image" else str(value)


def _day_written(text: str) -> str:
    """Return a day as a person writes it; what is no day, from another program say, stands as it is."""
    try:
        return date_medium(text)
    except ValueError:
        return text


def answer_lines(ws: Workspace, reference: str | None, answers: dict[str, Any] | None) -> tuple[AnswerLine, ...]:
    """Return stored answers in words, in the order of the form; a form this laptop does not have shows names and values as they are kept."""
    form_id = (reference or "").partition("@")[0]
    told = answers or {}
    try:
        form = form_of(ws, form_id)
    except problems.Problem:
        return tuple(AnswerLine("", "", path, str(value)) for path, value in told.items())
    session = form.open(told, today=ws.today(), person=ws.user.name)
    lines = []
    for section in form.sections:
        for path, question in _paths(session, section.path, told):
            if question.kind != "image" and (question.is_input or (question.visible and question.kind == "calculate")):
                lines.append(AnswerLine(section.title(), question.number, session.label(path), answer_text(session, path, told[path])))
    return tuple(lines)


def _paths(session: Session, section: str, told: dict[str, Any]) -> list[tuple[str, Any]]:
    inside = []
    places = {question.path: place for place, question in enumerate(session.form.questions())}
    for path in told:
        bare = without_rows(path)
        if bare in places and (bare.startswith(f"{section}/") if section else "/" not in bare):
            rows = [int(n) for n in _ROW.findall(path)]
            inside.append(((rows, places[bare]), path, session.form.question(bare)))
    return [(path, question) for _key, path, question in sorted(inside, key=lambda found: found[0])]
