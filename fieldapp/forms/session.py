"""Filling a questionnaire: each answer is taken at once, and only what depends on it is worked out again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.forms import typed
from fieldapp.forms.instance import Field, Node, grow
from fieldapp.forms.model import Choice, Progress, Question, Wording
from fieldapp.forms.values import Atom, as_bool, as_date, as_number, as_text, atom, number_text
from fieldapp.forms.xpath import Expression, World
from fieldapp.language import _, current

if TYPE_CHECKING:
    from fieldapp.forms.form import Form

Fields = set[Field]  # named here, because inside Session ``set`` is the act of answering
Places = set[Node]
MOST_ROWS = 500
_STEP = re.compile(r"(.+?)(?:\[(\d{1,6})\])?")
_ROWS = "#"  # answers keep the count of rows here when the rows themselves do not tell it: "meteran#": 0


class Session:
    """One filling of one form. Paths are those of the form, with rows counted from one: ``meteran[2]/daya``."""

    def __init__(self, form: Form, answers: Mapping[str, object] | None, *, today: date, person: str) -> None:
        self.form = form
        self.root = grow(form.root, None)
        now = datetime.combine(today, datetime.now().astimezone().time().replace(tzinfo=None))
        self.world = World(today, now, person, current(), self.root, form.tables)
        self.unplaced: dict[str, object] = {}  # answers that this version of the form has no place for
        self._places: dict[Field, list[Node]] = {}
        self._index()
        self._preload()
        if answers:
            self._place(answers)
        else:
            self._begin(self.root.subtree(), form.root.first_load)
        self._reckon(set(), everything=True)

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
                found[node.path()] = _told(value)
        return found

    def value(self, path: str) -> object:
        """Return the answer at a path, or what the form worked out there; None when there is none."""
        node = self._node(path)
        if node.field and node.field.calculate:
            return None if node.value == "" else _told(node.value)
        return node.answer

    def set(self, path: str, value: object) -> frozenset[str]:
        """Take an answer, typed or picked; return the paths that may look different now. Raises ANSWER_WRONG, the old answer stays."""
        node = self._node(path)
        question = _question(node)
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
        return self._choices(node, _question(node))

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
        return self._said(_question(node).hints, node)

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

    # --- finding places

    def _index(self) -> None:
        self._places = {}
        for node in self.root.subtree():
            if node.field is not None:
                self._places.setdefault(node.field, []).append(node)

    def _questions(self) -> Iterator[Node]:
        return (node for node in self.root.subtree() if node.field is not None and node.field.question is not None)

    def _inputs(self, top: Node) -> Iterator[Node]:
        for node in top.subtree():
            if node.live and node.field is not None and node.field.question is not None and node.field.question.is_input:
                yield node

    def _node(self, path: str) -> Node:
        node = self.root
        for step in (self.form.path_of(path) or path).split("/"):
            found = _STEP.fullmatch(step)
            rows = node.kids.get(found[1]) if found else None
            index = int(found[2] or 1) if found else 0
            if not rows or not 1 <= index <= len(rows):
                raise problems.QUESTION_UNKNOWN(path=path)
            node = rows[index - 1]
        return node

    def _parent_of(self, path: str) -> Node:
        before, _slash, _last = path.rpartition("/")
        return self._node(before) if before else self.root

    def _rows_of(self, path: str) -> list[Node]:
        element = self.form.element(path)
        if not element.repeat:
            raise problems.QUESTION_UNKNOWN(path=path)
        return self._parent_of(path).kids[element.name]

    def _rows_or_node(self, path: str) -> list[Node]:
        return self._rows_of(path) if self.form.element(path).repeat and not path.endswith("]") else [self._node(path)]

    def _counted(self, rows: list[Node]) -> list[Node]:
        return [row for row in rows if row.own] if rows and rows[0].field and rows[0].field.count else rows

    def _near(self, target: Field, node: Node) -> list[Node]:
        """Return the places of an element that lie in the same rows as this place."""
        outers = {id(outer) for outer in _outward(node)}
        found = self._places.get(target, [])
        same = [one for one in found if all(id(outer) in outers for outer in _outward(one) if outer.field in _shared(target, node))]
        return same or found

    # --- beginning

    def _preload(self) -> None:
        for node in self._questions():
            sort, what = node.field.preload if node.field else ("", "")
            if sort == "date" and what == "today":
                node.value = self.world.today
            elif sort == "timestamp":
                node.value = self.world.now
            elif (sort, what) == ("property", "username"):
                node.value = self.world.person

    def _begin(self, nodes: Iterable[Node], actions: list[tuple[Field, Expression]], row: Node | None = None) -> None:
        for node in nodes:
            if node.field is not None and node.field.question is not None and node.field.default and node.field.calculate is None:
                self._default(node, node.field.question, node.field.default)
        within = set(map(id, row.subtree())) if row else None
        for target, rule in actions:
            for node in self._places.get(target, []):
                if within is None or id(node) in within:
                    self._give(node, rule)

    def _default(self, node: Node, question: Question, text: str) -> None:
        if not question.is_input:
            return
        try:
            self._put(node, typed.stored(question, typed.default_value(question.kind, text)))
        except problems.Problem:
            node.value = ""  # a default that its own kind of question cannot hold stays empty, for the person to answer

    def _give(self, node: Node, rule: Expression) -> None:
        value = _settled(atom(rule(self.world, node)), node.field)
        if node.field and node.field.question and node.field.question.is_input:
            self._default(node, node.field.question, as_text(value)) if value != "" else self._put(node, None)
        else:
            # Set once, on an occasion that will not come again: kept with the answers.
            node.value, node.answer = value, None if value == "" else _told(value)

    def _put(self, node: Node, kept: typed.Read | None) -> None:
        node.answer, node.value = kept or (None, "")

    def _place(self, answers: Mapping[str, object]) -> None:
        for path, kept in answers.items():
            if path.endswith(_ROWS):
                self._make_rows(path.removesuffix(_ROWS), kept)
        for path, kept in answers.items():
            if path.endswith(_ROWS):
                continue
            try:
                node = self._made(path)
                question = _question(node)
                if node.field and (node.field.sticky or (question.kind == "hidden" and node.field.calculate is None)):
                    node.value, node.answer = Decimal(kept) if isinstance(kept, int) and not isinstance(kept, bool) else str(kept), kept
                else:
                    self._put(node, typed.stored(question, kept))
            except problems.Problem:
                self.unplaced[path] = kept
        self._index()

    def _make_rows(self, path: str, count: object) -> None:
        try:
            rows, element = self._rows_of(path), self.form.element(path)
        except problems.Problem:
            self.unplaced[path + _ROWS] = count
            return
        if isinstance(count, int) and 0 <= count <= MOST_ROWS:
            del rows[count:]
            rows += [grow(element, self._parent_of(path)) for _n in range(count - len(rows))]

    def _made(self, path: str) -> Node:
        """Return the place at a path, with the rows it needs made."""
        node = self.root
        for step in (self.form.path_of(path) or path).split("/"):
            found = _STEP.fullmatch(step)
            element = node.field.kids.get(found[1]) if found and node.field else None
            if found is None or element is None:
                raise problems.QUESTION_UNKNOWN(path=path)
            index = int(found[2] or 1)
            if index > (MOST_ROWS if element.repeat else 1) or index < 1:
                raise problems.QUESTION_UNKNOWN(path=path)
            rows = node.kids[element.name]
            rows += [grow(element, node) for _n in range(index - len(rows))]
            node = rows[index - 1]
        return node

    def _row_counts(self, element: Field, answered: Mapping[str, object]) -> dict[str, object]:
        """Return how many rows there are, wherever the answers alone would not bring the same rows back."""
        found: dict[str, object] = {}
        for parent in self._places.get(element.parent, []) if element.parent else []:
            count = len(parent.kids[element.name])
            base = f"{parent.path()}/{element.name}".lstrip("/")
            last = max((n for n in range(1, count + 1) if any(key.startswith(f"{base}[{n}]") for key in answered)), default=0)
            if count != max(last, 1):
                found[base + _ROWS] = count
        return found

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

    # --- working out

    def _reckon(self, changed: Iterable[Field], *, everything: bool = False, fresh: Iterable[Field] = ()) -> frozenset[str]:
        """Work out what looks at the changed elements, in the order that the form needs; return the paths that may look different."""
        dirty: Fields = {*changed}
        touched: Places = {*()}
        new: Fields = {*fresh}
        self.world.language = current()
        for cell in self.form.order:
            if not (everything or not dirty.isdisjoint(cell.looks_at) or cell.element in new):
                continue
            for node in self._cell(cell.element, cell.what):
                touched.add(node)
                dirty.update(cell.element.subtree() if cell.what != "calculate" else (cell.element,))
        paths = {inner.path() for node in touched for inner in node.subtree()}
        for element in {one for seen in dirty for one in self.form.soft.get(seen, ())}:
            paths.update(node.path() for node in self._places.get(element, ()))
        return frozenset(paths - {""})

    def _cell(self, element: Field, what: str) -> list[Node]:
        """Work out one thing at every place of an element; return the places where it changed."""
        nodes = list(self._places.get(element, ()))
        if what == "count":
            return self._fit(element)
        rule = element.relevant if what == "relevant" else element.calculate
        if rule is None:
            return []
        changed: list[Node] = []
        for node in nodes:
            if what == "relevant":
                node.own = as_bool(rule(self.world, node))
                if node.rejudge():
                    changed.append(node)
                continue
            fresh = _settled(atom(rule(self.world, node)), element)
            if element.sticky and node.answer is not None:
                fresh = node.value
            if not _same(fresh, node.value):
                node.value = fresh
                changed.append(node)
            if element.sticky and node.live and fresh != "":
                node.answer = _told(fresh)
        return changed

    def _fit(self, element: Field) -> list[Node]:
        """Make as many rows count as the form asks for; rows beyond are kept, in case the number was a slip of the finger."""
        rule, changed = element.count, list[Node]()
        for parent in self._places.get(element.parent, []) if element.parent and rule else []:
            rows = parent.kids[element.name]
            number = as_number(rule(self.world, rows[0] if rows else parent)) if rule else Decimal(0)
            wanted = min(max(int(number), 0), MOST_ROWS) if number.is_finite() else 0
            for _n in range(wanted - len(rows)):
                rows.append(grow(element, parent))
                changed.append(rows[-1])
            for n, row in enumerate(rows, 1):
                if row.own is not (n <= wanted):
                    row.own = n <= wanted
                    row.rejudge()
                    changed.append(row)
        if changed:
            self._index()
        return changed


def _question(node: Node) -> Question:
    question = node.field.question if node.field else None
    if question is None:
        raise problems.QUESTION_UNKNOWN(path=node.path())
    return question


def _outward(node: Node) -> Iterator[Node]:
    outer: Node | None = node
    while outer is not None:
        if outer.field is not None and outer.field.repeat:
            yield outer
        outer = outer.parent


def _shared(target: Field, node: Node) -> set[Field | None]:
    mine = {outer.field for outer in _outward(node)}
    return {outer for outer in (target, *target.above()) if outer in mine}


def _same(one: Atom, other: Atom) -> bool:
    both_nan = isinstance(one, Decimal) and isinstance(other, Decimal) and one.is_nan() and other.is_nan()
    return both_nan or (type(one) is type(other) and one == other)


def _settled(value: Atom, element: Field | None) -> Atom:
    """Return a worked out value as its kind of question holds it; not-a-number is no answer."""
    if isinstance(value, Decimal) and value.is_nan():
        return ""
    if element is None:
        return value
    if element.type in {"date", "dateTime"} and value != "":
        return as_date(value)
    if element.type in {"int", "decimal"} and isinstance(value, str) and value:
        number = as_number(value)
        return "" if number.is_nan() else number
    return value


def _told(value: Atom) -> object:
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() and abs(value) < 10**18 else number_text(value)
    return value if isinstance(value, (bool, str)) else value.isoformat()


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
