"""The rules written inside a form, made ready once: elementpath reads the sentence, we give it ODK's meaning.

A rule becomes a chain of small functions over the places of the filled form, and a list of the questions it looks at,
so that after an answer only what depends on it is worked out again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from fieldapp.forms import functions
from fieldapp.forms.instance import Field, Node
from fieldapp.forms.values import EXACT, Value, as_bool, as_number, equal, less

if TYPE_CHECKING:
    from elementpath.xpath1 import XPath1Parser

_CALL = re.compile(
    r"""(?P<text>'[^']*'|"[^"]*")"""
    r"""|\binstance\s*\(\s*(?P<table>'[^']*'|"[^"]*")\s*\)"""
    r"""|\b(?P<current>current\s*\(\s*\))"""
    r"""|(?<![\w.:-])(?P<name>[A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*\("""
)
_KEYWORDS = {"and", "or", "div", "mod"}
_KIND_TESTS = {"node", "text"}
_TABLE = "odk-instance."
_CURRENT = "odk-current"
_CALLED = "odk-call-"


class NotUnderstood(Exception):  # noqa: N818 - it is caught at load and becomes a warning that names the question
    """A rule that Pilar cannot run; carries the reason in words."""


@dataclass(slots=True)
class World:
    """What rules may look at besides the form itself."""

    today: date
    now: datetime
    person: str
    language: str
    root: Node
    tables: dict[str, Node]


class Place(NamedTuple):
    """Where a rule is being worked out: the place itself, the question the rule belongs to, and the count within a list."""

    node: Node
    current: Node
    position: int = 1
    size: int = 1


Run = Callable[[World, Place], Value]


@dataclass(frozen=True, slots=True)
class Expression:
    """A rule made ready: call it with the world and a place; ``looks_at`` are the elements whose change matters."""

    source: str
    run: Run
    looks_at: frozenset[Field]
    calls: frozenset[str]

    def __call__(self, world: World, node: Node) -> Value:
        """Work the rule out at one place."""
        return self.run(world, Place(node, node))


@cache
def _parser() -> type[XPath1Parser]:
    from elementpath.tdop import Parser
    from elementpath.xpath1 import XPath1Parser as Base

    class OdkParser(Base):
        """Reads the grammar of XPath 1.0; every function carries our prefix, so that only ODK's own meaning is ever used."""

        def parse(self, source: str) -> Any:
            if self.tokenizer is None:
                self.tokenizer = self.create_tokenizer(self.symbol_table)
            return Parser.parse(self, source)

    for name, (least, most) in functions.ARGUMENTS.items():
        OdkParser.function(_CALLED + name.replace(":", "-"), nargs=least if least == most else (least, most))
    OdkParser.build()
    return OdkParser


def _prepared(source: str) -> tuple[str, set[str]]:
    calls: set[str] = set()

    def renamed(found: re.Match[str]) -> str:
        if found["text"]:
            return found[0]
        if found["table"]:
            calls.add("instance")
            return _TABLE + re.sub(r"[^\w.-]", "_", found["table"][1:-1])
        if found["current"]:
            return _CURRENT
        name = found["name"]
        if name in _KEYWORDS or name in _KIND_TESTS:
            return found[0]
        if name not in functions.ARGUMENTS:
            raise NotUnderstood(f"{name}()")
        calls.add(name)
        return _CALLED + name.replace(":", "-") + "("

    return _CALL.sub(renamed, source), calls


def ready(source: str, owner: Field, root: Field) -> Expression:
    """Make a rule ready for the element it belongs to; raises NotUnderstood with the reason in words."""
    from elementpath.exceptions import ElementPathError

    prepared, calls = _prepared(source)
    try:
        token = _parser()(strict=False).parse(prepared)
    except (ElementPathError, RecursionError, ValueError) as wrong:
        raise NotUnderstood(source.strip()) from wrong
    maker = _Maker(owner, root)
    run = maker.read(token, frozenset({owner}))
    return Expression(source, run, frozenset(maker.seen), frozenset(calls))


Where = frozenset[Field] | None  # the elements a path can stand at; None: in a choice list, which never changes


class _Maker:
    """Turns one parsed rule into functions, noting which elements it looks at."""

    def __init__(self, owner: Field, root: Field) -> None:
        self.owner, self.root = owner, root
        self.seen: set[Field] = set()

    def make(self, token: Any, where: Where) -> tuple[Run, Where]:
        symbol = token.symbol
        if symbol.startswith(_CALLED):
            return self._call(symbol.removeprefix(_CALLED), list(token), where), None
        if symbol in {"(string)", "(integer)", "(decimal)", "(float)"}:
            return _constant(token.value), None
        if symbol in _OPERATORS and len(token) == 2:
            return _OPERATORS[symbol](self.read(token[0], where), self.read(token[1], where)), None
        if symbol in {"-", "+"} and len(token) == 1:
            return _signed(self.read(token[0], where), negative=symbol == "-"), None
        if symbol == "|":
            one, other = self.read(token[0], where), self.read(token[1], where)
            return (lambda world, at: [*_nodes(one(world, at)), *_nodes(other(world, at))]), None
        if symbol == "(" and len(token) == 1:
            return self.make(token[0], where)
        return self._path(token, where)

    def read(self, token: Any, where: Where) -> Run:
        """Make a part whose value is used: what a path ends at is looked at."""
        run, ends = self.make(token, where)
        self.seen.update(ends or ())
        return run

    def _call(self, name: str, tokens: list[Any], where: Where) -> Run:
        if name == "position" and not tokens:
            return lambda _world, at: Decimal(at.position)
        if name == "last":
            return lambda _world, at: Decimal(at.size)
        parts = [self.read(token, where) for token in tokens]
        if name == "jr-choice-name":
            return self._choice_name(parts[0], tokens[1], where)
        return functions.call(name, parts)

    def _choice_name(self, code: Run, path: Any, where: Where) -> Run:
        target = path.value if path.symbol == "(string)" else None
        ends: Where
        if target is None:
            _run, ends = self.make(path, where)
        else:
            expression = ready(target, self.owner, self.root)
            self.seen |= expression.looks_at
            ends = expression.looks_at
        question = next((element.question for element in ends or () if element.question), None)
        if question is None or not question.choices:
            raise NotUnderstood("jr:choice-name()")
        return functions.choice_name(code, question)

    def _path(self, token: Any, where: Where) -> tuple[Run, Where]:
        symbol = token.symbol
        if symbol == ".":
            return (lambda _world, at: [at.node]), where
        if symbol == "..":
            self.seen.update(above := _above(where))
            return (lambda _world, at: [at.node.parent] if at.node.parent is not None else []), None if where is None else above
        if symbol in {"(name)", "*"}:
            return self._child(token.value if symbol == "(name)" else "*", where)
        if symbol == "/":
            return self._steps(token, where)
        if symbol == "[":
            return self._filtered(token, where)
        if symbol in {"child", "self"}:
            return self.make(token[0], where) if symbol == "child" else ((lambda _world, at: [at.node]), where)
        raise NotUnderstood(symbol)

    def _child(self, name: str, where: Where) -> tuple[Run, Where]:
        if name.startswith(_TABLE):
            list_name = name.removeprefix(_TABLE)
            return (lambda world, _at: [world.tables[list_name]] if list_name in world.tables else []), None
        if name == _CURRENT:
            return (lambda _world, at: [at.current]), frozenset({self.owner})
        if where is None:
            return _kids(name), None
        ends = frozenset(kid for element in where for kid in element.kids.values() if name in {"*", kid.name})
        if not ends:
            raise NotUnderstood(name)
        return _kids(name), ends

    def _steps(self, token: Any, where: Where) -> tuple[Run, Where]:
        if len(token) == 0:
            return (lambda world, _at: [world.root]), frozenset({self.root})
        if len(token) == 1:
            first = token[0]
            name = first.value if first.symbol == "(name)" else None
            if name != self.root.name:
                raise NotUnderstood(f"/{name or first.symbol}")
            return (lambda world, _at: [world.root]), frozenset({self.root})
        before, at_before = self.make(token[0], where)
        self.seen.update(element for element in at_before or () if element.repeat)
        step, ends = self.make(token[1], at_before)
        return _walk(before, step), ends

    def _filtered(self, token: Any, where: Where) -> tuple[Run, Where]:
        before, ends = self.make(token[0], where)
        self.seen.update(ends or ())
        return _keep(before, self.read(token[1], ends)), ends


def _above(where: Where) -> frozenset[Field]:
    return frozenset(element.parent for element in where or () if element.parent is not None)


def _nodes(value: Value) -> list[Node]:
    if isinstance(value, (str, Decimal, bool, date)):
        raise NotUnderstood("|")
    return list(value)


def _kids(name: str) -> Run:
    if name == "*":
        return lambda _world, at: [kid for rows in at.node.kids.values() for kid in rows if kid.live]
    return lambda _world, at: [kid for kid in at.node.kids.get(name, ()) if kid.live]


def _unique(nodes: Iterable[Node]) -> list[Node]:
    return list(dict.fromkeys(nodes))


def _walk(before: Run, step: Run) -> Run:
    def run(world: World, at: Place) -> Value:
        found = before(world, at)
        if isinstance(found, (str, Decimal, bool, date)):
            return []
        if len(found) == 1:
            return step(world, Place(found[0], at.current))
        ends = (step(world, Place(node, at.current)) for node in found)
        return _unique(node for nodes in ends if not isinstance(nodes, (str, Decimal, bool, date)) for node in nodes)

    return run


def _keep(before: Run, wanted: Run) -> Run:
    def run(world: World, at: Place) -> Value:
        found = _nodes(before(world, at))
        kept: list[Node] = []
        for count, node in enumerate(found, 1):
            verdict = wanted(world, Place(node, at.current, count, len(found)))
            if (verdict == count) if isinstance(verdict, Decimal) else as_bool(verdict):
                kept.append(node)
        return kept

    return run


def _constant(value: object) -> Run:
    known: Value = value if isinstance(value, str) else EXACT.create_decimal(str(value))
    return lambda _world, _at: known


def _signed(part: Run, *, negative: bool) -> Run:
    return lambda world, at: EXACT.minus(as_number(part(world, at))) if negative else as_number(part(world, at))


def _arithmetic(work: Callable[[Decimal, Decimal], Decimal]) -> Callable[[Run, Run], Run]:
    return lambda one, other: lambda world, at: work(as_number(one(world, at)), as_number(other(world, at)))


_OPERATORS: dict[str, Callable[[Run, Run], Run]] = {
    "+": _arithmetic(EXACT.add),
    "-": _arithmetic(EXACT.subtract),
    "*": _arithmetic(EXACT.multiply),
    "div": _arithmetic(EXACT.divide),
    "mod": _arithmetic(EXACT.remainder),
    "and": lambda one, other: lambda world, at: as_bool(one(world, at)) and as_bool(other(world, at)),
    "or": lambda one, other: lambda world, at: as_bool(one(world, at)) or as_bool(other(world, at)),
    "=": lambda one, other: lambda world, at: equal(one(world, at), other(world, at)),
    "!=": lambda one, other: lambda world, at: equal(one(world, at), other(world, at), wanted=False),
    "<": lambda one, other: lambda world, at: less(one(world, at), other(world, at), or_equal=False),
    "<=": lambda one, other: lambda world, at: less(one(world, at), other(world, at), or_equal=True),
    ">": lambda one, other: lambda world, at: less(other(world, at), one(world, at), or_equal=False),
    ">=": lambda one, other: lambda world, at: less(other(world, at), one(world, at), or_equal=True),
}
