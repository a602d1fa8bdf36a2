"""Filling a questionnaire: each answer is taken at once, and only what depends on it is worked out again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.forms import typed
from fieldapp.forms.filling import MOST_ROWS, Filling, question_of, told
from fieldapp.forms.instance import Node, grow
from fieldapp.forms.model import Choice, Progress, Question, Wording
from fieldapp.forms.values import Atom, as_bool, as_number, as_text, atom, number_text
from fieldapp.forms.xpath import Expression, World
from fieldapp.language import _, current

if TYPE_CHECKING:
    from fieldapp.forms.form import Form


class Session(Filling):
    """One filling of one form. Paths are those of the form, with rows counted from one: ``meteran[2]/daya``."""

    def __init__(self, form: Form, answers: Mapping[str, object] | None, *, today: date, person: str) -> None:
        super().__init__(form, today=today, person=person)
        self.begin(answers)

    # --- answers

    @property
    def answers(self) -> dict[str, object]:
        """What the person answered, by path, JSON-ready; answers of questions that no longer count are kept too."""
        found = {node.path(): node.answer for node in self._questions() if node.answer is not None}
        for element in self.form.root.subtree():
            if element.repeat and element.count is None:
                found.update(self._row_counts(element, found))
        return found

    def relevant_answers(self) -> dict[str, object]:
        """Return only the answers that count: what a finished visit or assessment keeps."""
        return {node.path(): node.answer for node in self._questions() if node.live and node.answer is not None}

    def calculated(self) -> dict[str, object]:
        """Return what the form worked out, by path, JSON-ready: whole numbers, decimals and days as text."""
        found: dict[str, object] = {}
        for node in self._questions():
            value = node.value
            if node.live and node.field and node.field.calculate and value != "" and not (isinstance(value, Decimal) and value.is_nan()):
                found[node.path()] = told(value)
        return found

    def value(self, path: str) -> object:
        """Return the answer at a path, or what the form worked out there; None when there is none."""
        node = self._node(path)
        if node.field and node.field.calculate:
            return None if node.value == "" else told(node.value)
        return node.answer

    def set(self, path: str, value: object) -> frozenset[str]:
        """Take an answer, typed or picked; return the paths that may look different now. Raises ANSWER_WRONG, the old answer stays."""
        node = self._node(path)
        question = question_of(node)
        if question.kind == "unsupported":
            raise problems.FORM_UNSUPPORTED(question=question.label(), what=_("mengisi jenis ini"))
        if not question.is_input:
            raise problems.ANSWER_WRONG(label=question.label(), reason=_("isian ini tidak diisi dengan tangan."))
        kept = typed.read(question, value)
        self._put(node, kept)
        changed, moved = {node.field} if node.field else set(), {node}
        for target, rule in node.field.on_change if node.field else ():
            for other in self._near(target, node):
                self._give(other, rule)
                moved.add(other)
            changed.add(target)
        return self._reckon(changed) | {place.path() for place in moved}

    # --- what the window asks of each question

    def relevant(self, path: str) -> bool:
        """Say whether the question, group or row counts now."""
        return self._node(path).live

    def required(self, path: str) -> bool:
        """Say whether the question must be answered now."""
        return self._required(self._node(path))

    def choices(self, path: str) -> tuple[Choice, ...]:
        """Return the choices that fit the other answers, in the order of the form."""
        node = self._node(path)
        return self._choices(node, question_of(node))

    def problem(self, path: str) -> str | None:
        """Return the sentence that says what is wrong with the answer, or None."""
        return self._problem(self._node(path))

    def label(self, path: str) -> str:
        """Return the words of a question or group, with the answers it speaks of filled in."""
        node = self._node(path)
        question = node.field.question if node.field else None
        wording = question.wording if question else node.field.wording if node.field else Wording()
        return self._said(wording, node) or (question.name if question else "")

    def hint(self, path: str) -> str:
        """Return the line of help of a question, with answers filled in."""
        node = self._node(path)
        return self._said(question_of(node).hints, node)

    def missing(self) -> tuple[str, ...]:
        """Return the paths of required questions without an answer, in the order of the form."""
        return tuple(node.path() for node in self._inputs(self.root) if self._lacks(node))

    def wrong(self) -> tuple[str, ...]:
        """Return the paths of answers that break a rule of the form, in its order."""
        return tuple(node.path() for node in self._inputs(self.root) if self._problem(node))

    def progress(self, section_path: str | None = None) -> Progress:
        """Count relevant questions of the form, or of one section (the empty path is the questions outside every group)."""
        if section_path is None:
            tops: list[Node] = [self.root]
        elif section_path:
            tops = self._rows_or_node(section_path)
        else:
            loose = [section for section in self.form.sections if section.path == ""]
            tops = [self._node(question.path) for section in loose for question in section.questions()]
        nodes = [node for top in tops for node in self._inputs(top)]
        return Progress(
            sum(node.answer is not None for node in nodes),
            len(nodes),
            sum(map(self._lacks, nodes)),
            sum(map(bool, map(self._problem, nodes))),
        )

    def must_be_complete(self) -> None:
        """Raise VISIT_INCOMPLETE with the count of what is missing or wrong."""
        count = len(self.missing()) + len(self.wrong())
        if count:
            raise problems.VISIT_INCOMPLETE(count=count)

    def scores(self) -> dict[str, object] | None:
        """Return the score of this form with its working, JSON-ready, or None when the form has none."""
        from fieldapp.forms.score import score

        found = score(self)
        return found.told() if found else None

    # --- rows

    def rows(self, repeat_path: str) -> int:
        """Return how many rows a repeat has."""
        return len(self._counted(self._rows_of(repeat_path)))

    def add_row(self, repeat_path: str) -> frozenset[str]:
        """Add an empty row at the end; return the paths that may look different now."""
        rows = self._rows_of(repeat_path)
        element = self.form.element(repeat_path)
        if element.count is not None:
            raise problems.ANSWER_WRONG(label=element.wording.text() or element.name, reason=_("jumlah baris dihitung oleh formulir."))
        if len(rows) >= MOST_ROWS:
            raise problems.ANSWER_WRONG(
                label=element.wording.text() or element.name, reason=_("paling banyak {most} baris.").format(most=MOST_ROWS)
            )
        parent = self._parent_of(repeat_path)
        row = grow(element, parent)
        rows.append(row)
        self._index()
        self._begin(row.subtree(), [action for action in self.form.root.first_load if element in action[0].above()], row)
        fresh = {node.path() for node in row.subtree()}
        return self._reckon(set(element.subtree()), fresh=set(element.subtree())) | fresh

    def remove_row(self, repeat_path: str, n: int) -> frozenset[str]:
        """Take row ``n`` (from one) away with its answers; rows behind it move up. Raises QUESTION_UNKNOWN when there is none."""
        rows = self._rows_of(repeat_path)
        element = self.form.element(repeat_path)
        if element.count is not None or not 1 <= n <= len(rows):
            raise problems.QUESTION_UNKNOWN(path=f"{repeat_path}[{n}]")
        gone = {node.path() for row in rows[n - 1 :] for node in row.subtree()}
        del rows[n - 1]
        self._index()
        return frozenset(gone) | self._reckon(set(element.subtree()), fresh=set(element.subtree()))

    # --- judging

    def _required(self, node: Node) -> bool:
        question = node.field.question if node.field else None
        if node.field is None or question is None or not question.may_be_required:
            return False
        return node.field.required is None or as_bool(node.field.required(self.world, node))

    def _lacks(self, node: Node) -> bool:
        return node.answer is None and self._required(node)

    def _choices(self, node: Node, question: Question) -> tuple[Choice, ...]:
        rule = node.field.choice_filter if node.field else None
        if rule is None:
            return question.choices
        found = rule(self.world, node)
        names = set() if isinstance(found, (str, Decimal, bool, date)) else {as_text(item.kids["name"][0].value) for item in found}
        return tuple(choice for choice in question.choices if choice.name in names)

    def _problem(self, node: Node) -> str | None:
        element, question = node.field, node.field.question if node.field else None
        if element is None or question is None or not node.live or node.answer is None:
            return None
        if element.choice_filter is not None:
            fitting = {choice.name for choice in self._choices(node, question)}
            if not set(as_text(node.value).split()) <= fitting:
                return _("Pilihan ini tidak cocok lagi dengan jawaban lain. Pilih lagi.")
        outside = _outside(question, node.value)
        if outside:
            return outside
        if element.constraint is None or as_bool(element.constraint(self.world, node)):
            return None
        return self._said(question.constraint_words, node) or _("Isian ini tidak memenuhi syarat formulir. Periksa lagi.")

    def _said(self, wording: Wording, node: Node) -> str:
        parts = wording.parts(current())
        rules = node.field.slots if node.field else {}
        said = [
            part if isinstance(part, str) else _shown(rules[part.expression], self.world, node) if part.expression in rules else ""
            for part in parts
        ]
        return re.sub(r"[ \t]+", " ", "".join(said)).strip()


def _shown(rule: Expression, world: World, node: Node) -> str:
    """Return a value as a person reads it: decimals with a comma and days as 05/03/1981 in Indonesian."""
    value = atom(rule(world, node))
    if isinstance(value, Decimal):
        text = "" if value.is_nan() else number_text(value)
        return text.replace(".", ",") if world.language == "id" else text
    if isinstance(value, date):
        return f"{value.day:02d}/{value.month:02d}/{value.year:04d}"
    return as_text(value)


def _outside(question: Question, value: Atom) -> str | None:
    if not isinstance(value, Decimal) or not {"start", "end"} <= set(question.parameters):
        return None
    low, high = sorted((as_number(question.parameters["start"]), as_number(question.parameters["end"])))
    if low <= value <= high:
        return None
    return _("Isi antara {low} dan {high}.").format(low=number_text(low), high=number_text(high))
