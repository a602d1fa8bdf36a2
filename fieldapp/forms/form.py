"""A questionnaire, read once and then only used: its sections and questions, and the order in which its rules are worked out."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.forms import source
from fieldapp.forms.instance import Field, Node
from fieldapp.forms.model import Group, Item, Question, Repeat, Section, Wording, language_code
from fieldapp.language import _, current

if TYPE_CHECKING:
    from fieldapp.forms.session import Session
    from fieldapp.forms.xform import Reading


@dataclass(frozen=True, slots=True)
class Cell:
    """One thing to work out when what it looks at has changed: whether an element counts, its value, or a repeat's rows."""

    element: Field
    what: str  # "relevant", "calculate" or "count"
    looks_at: frozenset[Field]


class Form:
    """A questionnaire as read from its file; immutable, so one copy serves every session."""

    def __init__(self, reading: Reading) -> None:
        made = reading.made
        self.id, self.version = reading.form_id, reading.version
        self.languages = tuple(code for code in reading.languages if code) or ("id",)
        self.score: str | None = made.settings.get("pilar_score") or None
        self.settings: Mapping[str, str] = made.settings
        self.root, self.tables = reading.root, reading.tables
        self._titles = _titles(reading)
        self.sections: tuple[Section, ...] = _sections(reading.body, self._titles)
        self._by_path = {element.path: element for element in self.root.subtree() if element.path}
        names = [element.name for element in self._by_path.values() if element.question]
        self._by_name = {element.name: element for element in self._by_path.values() if element.question and names.count(element.name) == 1}
        self.order, loops = _ordered(self.root)
        for element in loops:
            reading.note(element, _("hitungannya saling bergantung, urutannya tidak pasti."))
        remarks = tuple(_("Pemeriksaan pyxform: {text}").format(text=text) for text in made.remarks if "max-pixels" not in text)
        self.warnings: tuple[str, ...] = tuple(dict.fromkeys((*reading.notes, *remarks)))

    @property
    def reference(self) -> str:
        """The form with its version, as an assessment keeps it: ``kunjungan_rumah@1``."""
        return f"{self.id}@{self.version}"

    def title(self, language: str | None = None) -> str:
        """Return the form's title."""
        return self._titles.text(language or current()) or self.id

    def questions(self) -> tuple[Question, ...]:
        """Return every visible question in order."""
        return tuple(question for section in self.sections for question in section.questions())

    def question(self, path: str) -> Question:
        """Return the question at a path (row numbers are ignored), or with this name where only one has it; else QUESTION_UNKNOWN."""
        question = self.element(path).question
        if question is None:
            raise problems.QUESTION_UNKNOWN(path=path)
        return question

    def element(self, path: str) -> Field:
        """Return the definition at a path; raises QUESTION_UNKNOWN."""
        bare = "/".join(step.partition("[")[0] for step in path.split("/"))
        found = self._by_path.get(bare) or self._by_name.get(bare)
        if found is None:
            raise problems.QUESTION_UNKNOWN(path=path)
        return found

    def path_of(self, name: str) -> str | None:
        """Return the path of the one question with this name, or None."""
        found = self._by_name.get(name)
        return found.path if found else None

    def open(self, answers: Mapping[str, object] | None = None, *, today: date, person: str = "") -> Session:
        """Begin or go on with filling; ``today`` is the day at the place of the visit, ``person`` the one who fills."""
        from fieldapp.forms.session import Session

        return Session(self, answers, today=today, person=person)

    @cached_property
    def soft(self) -> dict[Field, frozenset[Field]]:
        """For each element the ones whose choices, rules or words look at it."""
        found: dict[Field, set[Field]] = {}
        for element in self.root.subtree():
            rules = (element.constraint, element.required, element.choice_filter, *element.slots.values())
            for rule in rules:
                for seen in rule.looks_at if rule else ():
                    found.setdefault(seen, set()).add(element)
        return {seen: frozenset(elements) for seen, elements in found.items()}

    def lists(self) -> dict[str, Node]:
        """Return the choice lists as places for rules."""
        return self.tables


def _titles(reading: Reading) -> Wording:
    settings = reading.made.settings
    others = {key.removeprefix("pilar_title_"): value for key, value in settings.items() if key.startswith("pilar_title_")}
    first = language_code(settings.get("default_language", "")) or "id"
    return Wording({first: (reading.title,), **{code: (text,) for code, text in others.items()}})


def _sections(body: list[Item], titles: Wording) -> tuple[Section, ...]:
    loose = tuple(item for item in body if isinstance(item, Question))
    found = [Section("", titles, loose)] if loose else []
    for item in body:
        if isinstance(item, Group):
            found.append(Section(item.path, item.wording, item.items))
        elif isinstance(item, Repeat):
            found.append(Section(item.path, item.wording, (item,)))
    return tuple(found)


def _ordered(root: Field) -> tuple[tuple[Cell, ...], list[Field]]:
    """Return what there is to work out, each after what it looks at, and the elements that look at each other in a ring."""
    cells: dict[tuple[Field, str], Cell] = {}
    for element in root.subtree():
        for what in ("relevant", "calculate", "count"):
            rule = getattr(element, what)
            if rule is not None:
                cells[element, what] = Cell(element, what, rule.looks_at)
    order: list[Cell] = []
    state: dict[Cell, int] = {}
    loops: list[Field] = []

    def visit(cell: Cell) -> None:
        if state.get(cell):
            if state[cell] == 1 and cell.element not in loops:
                loops.append(cell.element)
            return
        state[cell] = 1
        for before in _before(cell, cells):
            visit(before)
        state[cell] = 2
        order.append(cell)

    for cell in cells.values():
        visit(cell)
    return tuple(order), loops


def _before(cell: Cell, cells: Mapping[tuple[Field, str], Cell]) -> list[Cell]:
    found: list[Cell] = []
    for seen in cell.looks_at:
        if seen is cell.element and cell.what != "relevant":
            continue
        inside = {*cell.element.above(), cell.element}
        for outer in (seen, *seen.above()):
            if outer not in inside or outer is seen:
                found += [cells[outer, what] for what in ("count", "relevant") if (outer, what) in cells and (outer, what) != _key(cell)]
        if (seen, "calculate") in cells:
            found.append(cells[seen, "calculate"])
    return found


def _key(cell: Cell) -> tuple[Field, str]:
    return cell.element, cell.what


# Two threads that import elementpath for the first time at once meet in its circular imports, and one of them finds half a module.
_ONE_READER = threading.Lock()


def load(path: Path, cache: Path | None = None) -> Form:
    """Read a questionnaire (.md, .xlsx, .xls, .csv); ``cache`` is a folder that keeps conversions. FORM_UNREADABLE, FORM_ENCRYPTED."""
    with _ONE_READER:
        from fieldapp.forms import xform

        made = source.compiled(path, cache)
        try:
            return Form(xform.read(made))
        except (ValueError, SyntaxError) as wrong:
            raise problems.FORM_UNREADABLE(name=path.name, reason=_("isinya tidak membentuk formulir.")) from wrong
