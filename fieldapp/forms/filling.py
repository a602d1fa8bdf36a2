"""The paper under a session: its places, the rows they stand in, and what is worked out again when one of them changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.forms import typed
from fieldapp.forms.instance import Field, Node, grow
from fieldapp.forms.model import Question
from fieldapp.forms.values import Atom, as_bool, as_date, as_number, as_text, atom, number_text
from fieldapp.forms.xpath import Expression, World
from fieldapp.language import current

if TYPE_CHECKING:
    from fieldapp.forms.form import Form

MOST_ROWS = 500
_STEP = re.compile(r"(.+?)(?:\[(\d{1,6})\])?")
ROWS = "#"  # answers keep the count of rows here when the rows themselves do not tell it: "meteran#": 0


class Filling:
    """The places of one form being filled, and the working out; Session is what the window talks to."""

    def __init__(self, form: Form, *, today: date, person: str) -> None:
        self.form = form
        self.root = grow(form.root, None)
        now = datetime.combine(today, datetime.now().astimezone().time().replace(tzinfo=None))
        self.world = World(today, now, person, current(), self.root, form.tables)
        self.unplaced: dict[str, object] = {}  # answers that this version of the form has no place for
        self._places: dict[Field, list[Node]] = {}
        self._index()
        self._preload()

    def begin(self, answers: Mapping[str, object] | None) -> None:
        """Place the answers of a draft, or the form's own first answers, and work everything out."""
        if answers:
            self._place(answers)
        else:
            self._begin(self.root.subtree(), self.form.root.first_load)
        self._reckon(set(), everything=True)

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
        outers = {id(outer) for outer in outward(node)}
        found = self._places.get(target, [])
        same = [one for one in found if all(id(outer) in outers for outer in outward(one) if outer.field in _shared(target, node))]
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
        value = settled(atom(rule(self.world, node)), node.field)
        if node.field and node.field.question and node.field.question.is_input:
            self._default(node, node.field.question, as_text(value)) if value != "" else self._put(node, None)
        else:
            # Set once, on an occasion that will not come again: kept with the answers.
            node.value, node.answer = value, None if value == "" else told(value)

    def _put(self, node: Node, kept: typed.Read | None) -> None:
        node.answer, node.value = kept or (None, "")

    def _place(self, answers: Mapping[str, object]) -> None:
        for path, kept in answers.items():
            if path.endswith(ROWS):
                self._make_rows(path.removesuffix(ROWS), kept)
        for path, kept in answers.items():
            if path.endswith(ROWS):
                continue
            try:
                node = self._made(path)
                question = question_of(node)
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
            self.unplaced[path + ROWS] = count
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
                found[base + ROWS] = count
        return found

    def _reckon(self, changed: Iterable[Field], *, everything: bool = False, fresh: Iterable[Field] = ()) -> frozenset[str]:
        """Work out what looks at the changed elements, in the order that the form needs; return the paths that may look different."""
        dirty: set[Field] = {*changed}
        touched: set[Node] = set()
        new: set[Field] = {*fresh}
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
            fresh = settled(atom(rule(self.world, node)), element)
            if element.sticky and node.answer is not None:
                fresh = node.value
            if not _same(fresh, node.value):
                node.value = fresh
                changed.append(node)
            if element.sticky and node.live and fresh != "":
                node.answer = told(fresh)
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


def question_of(node: Node) -> Question:
    """Return the question of a place; raises QUESTION_UNKNOWN for a group or a row."""
    question = node.field.question if node.field else None
    if question is None:
        raise problems.QUESTION_UNKNOWN(path=node.path())
    return question


def outward(node: Node) -> Iterator[Node]:
    """Yield the rows that a place stands in, nearest first."""
    outer: Node | None = node
    while outer is not None:
        if outer.field is not None and outer.field.repeat:
            yield outer
        outer = outer.parent


def _shared(target: Field, node: Node) -> set[Field | None]:
    mine = {outer.field for outer in outward(node)}
    return {outer for outer in (target, *target.above()) if outer in mine}


def _same(one: Atom, other: Atom) -> bool:
    both_nan = isinstance(one, Decimal) and isinstance(other, Decimal) and one.is_nan() and other.is_nan()
    return both_nan or (type(one) is type(other) and one == other)


def settled(value: Atom, element: Field | None) -> Atom:
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


def told(value: Atom) -> object:
    """Return a worked out value JSON-ready: whole numbers, decimals and days as text."""
    if isinstance(value, Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() and abs(value) < 10**18 else number_text(value)
    return value if isinstance(value, (bool, str)) else value.isoformat()
