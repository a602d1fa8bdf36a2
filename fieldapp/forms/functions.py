"""The words a form's rules may use: ODK's functions, each with how many arguments it takes and what it means."""

from __future__ import annotations

import math
import random
import re
import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from fieldapp.forms.instance import Node
from fieldapp.forms.model import Question
from fieldapp.forms.values import (
    EXACT,
    NAN,
    Value,
    as_bool,
    as_date,
    as_number,
    as_text,
    days_since_epoch,
    truncated,
)

if TYPE_CHECKING:
    from fieldapp.forms.xpath import Place, Run, World

# Seldom more than this many arguments; the parser wants a bound to tell a mistake from a list.
MANY = 200
ARGUMENTS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("today", "now", "true", "false", "pi", "last"), (0, 0)),
    **dict.fromkeys(("random", "uuid"), (0, 1)),
    **dict.fromkeys(("position", "string", "number", "string-length", "normalize-space"), (0, 1)),
    **dict.fromkeys(("int", "not", "boolean", "boolean-from-string", "date", "date-time", "decimal-date-time", "decimal-time"), (1, 1)),
    **dict.fromkeys(("count", "count-non-empty", "count-selected", "once", "abs", "floor", "ceiling", "randomize"), (1, 1)),
    **dict.fromkeys(("sqrt", "exp", "exp10", "log", "log10", "sin", "cos", "tan", "asin", "acos", "atan"), (1, 1)),
    **dict.fromkeys(("sum",), (1, MANY)),
    **dict.fromkeys(("selected", "selected-at", "format-date", "format-date-time", "regex", "contains", "starts-with"), (2, 2)),
    **dict.fromkeys(("ends-with", "substring-before", "substring-after", "pow", "atan2", "jr:choice-name"), (2, 2)),
    **dict.fromkeys(("round",), (1, 2)),
    **dict.fromkeys(("substr", "substring"), (2, 3)),
    **dict.fromkeys(("if", "translate"), (3, 3)),
    **dict.fromkeys(("max", "min", "coalesce", "concat", "join"), (1, MANY)),
    "indexed-repeat": (3, 7),
    "checklist": (3, MANY),
}
# Made once and then kept: working them out again would give another answer.
KEPT = frozenset({"once", "uuid", "random"})
_SHORT_MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
_SHORT_DAYS = {"id": ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"), "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_TRUE = {"1", "true"}

Plain = Callable[["World", "Place", list[Value]], Value]


def call(name: str, parts: list[Run]) -> Run:
    """Return the ready function of this name over its ready arguments."""
    if name in _LAZY:
        return _LAZY[name](parts)
    work = _PLAIN[name]
    return lambda world, at: work(world, at, [part(world, at) for part in parts])


def choice_name(code: Run, question: Question) -> Run:
    """Return the function that gives the words of a chosen code in the language of the session."""

    def run(world: World, at: Place) -> Value:
        choice = question.choice(as_text(code(world, at)))
        return choice.label(world.language) if choice else ""

    return run


def _if(parts: list[Run]) -> Run:
    test, then, otherwise = parts
    return lambda world, at: then(world, at) if as_bool(test(world, at)) else otherwise(world, at)


def _coalesce(parts: list[Run]) -> Run:
    def run(world: World, at: Place) -> Value:
        for part in parts:
            value = part(world, at)
            if as_text(value) not in {"", "NaN"}:
                return value
        return ""

    return run


def _once(parts: list[Run]) -> Run:
    return lambda world, at: at.node.value if at.node.value != "" else parts[0](world, at)


def _items(values: Sequence[Value]) -> list[Value]:
    """Return every single value: the nodes of each list, and plain values as they are."""
    return [
        one
        for value in values
        for one in ([value] if isinstance(value, (str, Decimal, bool, date)) else [node.value for node in value])
    ]  # fmt: skip


def _count(values: Sequence[Value]) -> int:
    return len(_items(values))


def _sum(values: Sequence[Value]) -> Decimal:
    total = Decimal(0)
    for one in _items(values):
        total = EXACT.add(total, as_number(one))
    return total


def _extreme(values: Sequence[Value], *, largest: bool) -> Value:
    found = _items(values)
    numbers = [as_number(one) for one in found]
    if not numbers or any(number.is_nan() for number in numbers):
        return NAN
    at = numbers.index(max(numbers) if largest else min(numbers))
    return found[at] if isinstance(found[at], date) else numbers[at]


def _round(values: list[Value]) -> Value:
    number, places = as_number(values[0]), as_number(values[1]) if len(values) > 1 else Decimal(0)
    if not number.is_finite() or not places.is_finite() or abs(places) > 20:
        return number
    step = Decimal(1).scaleb(-int(places))
    # Halves go up, also below nought: XPath's own rule.
    whole = EXACT.add(EXACT.divide(number, step), Decimal("0.5")).to_integral_value(ROUND_FLOOR)
    return EXACT.multiply(whole, step)


def _whole(number: Decimal, way: str) -> Decimal:
    return number.to_integral_value(way) if number.is_finite() else number


def _real(work: Callable[..., float]) -> Plain:
    def run(_world: World, _at: Place, values: list[Value]) -> Value:
        try:
            return EXACT.create_decimal(repr(work(*(float(as_number(value)) for value in values))))
        except (ValueError, OverflowError, ZeroDivisionError):
            return NAN

    return run


def _pow(values: list[Value]) -> Value:
    return EXACT.power(as_number(values[0]), as_number(values[1]))


def _codes(value: Value) -> list[str]:
    return as_text(value).split()


def _selected_at(values: list[Value]) -> str:
    codes, at = _codes(values[0]), as_number(values[1])
    return codes[int(at)] if at.is_finite() and 0 <= at < len(codes) else ""


def _substr(values: list[Value]) -> str:
    text = as_text(values[0])
    first = as_number(values[1])
    last = as_number(values[2]) if len(values) > 2 else Decimal(len(text))
    return text[int(first) : int(last)] if abs(first) < 100_000 and abs(last) < 100_000 else ""


def _substring(values: list[Value]) -> str:
    text, first = as_text(values[0]), as_number(_round(values[1:2]))
    last = EXACT.add(first, as_number(_round(values[2:3]))) if len(values) > 2 else Decimal(len(text) + 1)
    if first.is_nan() or last.is_nan():
        return ""
    return "".join(letter for count, letter in enumerate(text, 1) if first <= count < last)


def _regex(values: list[Value]) -> bool:
    try:
        return re.fullmatch(as_text(values[1]), as_text(values[0])) is not None
    except re.error:
        return False


def _format_date(world: World, values: list[Value]) -> str:
    when = as_date(values[0])
    if isinstance(when, str):
        return ""
    moment = when if isinstance(when, datetime) else datetime.combine(when, datetime.min.time())
    months = _SHORT_MONTHS.get(world.language, _SHORT_MONTHS["id"])
    days = _SHORT_DAYS.get(world.language, _SHORT_DAYS["id"])
    written = {
        "Y": f"{moment.year:04d}", "y": f"{moment.year % 100:02d}", "m": f"{moment.month:02d}", "n": str(moment.month),
        "b": months[moment.month - 1], "d": f"{moment.day:02d}", "e": str(moment.day), "H": f"{moment.hour:02d}",
        "h": str(moment.hour), "M": f"{moment.minute:02d}", "S": f"{moment.second:02d}", "3": f"{moment.microsecond // 1000:03d}",
        "a": days[moment.weekday()], "W": f"{moment.isocalendar().week:02d}", "%": "%",
    }  # fmt: skip
    return re.sub(r"%(.)", lambda found: written.get(found[1], found[0]), as_text(values[1]))


def _decimal_time(value: Value) -> Decimal:
    when = as_date(value)
    if isinstance(when, datetime):
        return EXACT.remainder(days_since_epoch(when), Decimal(1))
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})(?::\d{2}.*)?", as_text(value))
    return EXACT.divide(Decimal(int(found[1]) * 60 + int(found[2])), Decimal(1440)) if found else NAN


def _indexed_repeat(values: list[Value]) -> Value:
    """``indexed-repeat(answers, repeat, n)``: the answers of row n, narrowed by further pairs for repeats inside repeats."""
    found = values[0]
    if isinstance(found, (str, Decimal, bool, date)):
        return found
    kept: list[Node] = list(found)
    for rows, index in zip(values[1::2], values[2::2], strict=False):
        number = as_number(index)
        places = [] if isinstance(rows, (str, Decimal, bool, date)) else list(rows)
        if not number.is_finite() or not 1 <= number <= len(places):
            return ""
        wanted = places[int(number) - 1]
        kept = [node for node in kept if any(outer is wanted for outer in _outers(node))]
    return kept


def _outers(node: Node) -> list[Node]:
    found: list[Node] = []
    outer: Node | None = node
    while outer is not None:
        found.append(outer)
        outer = outer.parent
    return found


def _position(values: list[Value]) -> Decimal:
    found = values[0]
    if isinstance(found, (str, Decimal, bool, date)) or not found:
        return NAN
    node = found[0]
    while node.parent is not None and node.field is not None and not node.field.repeat:
        node = node.parent
    if node.parent is None or node.field is None:
        return Decimal(1)
    return Decimal(node.parent.kids[node.field.name].index(node) + 1)


def _join(values: list[Value]) -> str:
    return as_text(values[0]).join(as_text(one) for one in _items(values[1:]))


def _checklist(values: list[Value]) -> bool:
    least, most, yes = as_number(values[0]), as_number(values[1]), sum(as_bool(one) for one in _items(values[2:]))
    return (least.is_nan() or least < 0 or yes >= least) and (most.is_nan() or most < 0 or yes <= most)


def _translate(values: list[Value]) -> str:
    text, old, new = map(as_text, values)
    return text.translate({ord(letter): new[at] if at < len(new) else None for at, letter in reversed(list(enumerate(old)))})


def _own(at: Place, values: list[Value]) -> Value:
    return values[0] if values else at.node.value


def _days(value: Value) -> Value:
    when = as_date(value)
    return NAN if isinstance(when, str) else days_since_epoch(when)


_LAZY: dict[str, Callable[[list[Run]], Run]] = {"if": _if, "coalesce": _coalesce, "once": _once}
_PLAIN: dict[str, Plain] = {
    "today": lambda world, _at, _v: world.today,
    "now": lambda world, _at, _v: world.now,
    "true": lambda _world, _at, _v: True,
    "false": lambda _world, _at, _v: False,
    "pi": lambda _world, _at, _v: EXACT.create_decimal(repr(math.pi)),
    "random": lambda _world, _at, _v: EXACT.create_decimal(f"{random.random():.15f}"),  # noqa: S311 - a form's own lot, no secret
    "uuid": lambda _world, _at, _v: str(uuid.uuid4()),
    "position": lambda _world, _at, v: _position(v),
    "string": lambda _world, at, v: as_text(_own(at, v)),
    "number": lambda _world, at, v: as_number(_own(at, v)),
    "string-length": lambda _world, at, v: Decimal(len(as_text(_own(at, v)))),
    "normalize-space": lambda _world, at, v: " ".join(as_text(_own(at, v)).split()),
    "int": lambda _world, _at, v: truncated(as_number(v[0])),
    "not": lambda _world, _at, v: not as_bool(v[0]),
    "boolean": lambda _world, _at, v: as_bool(v[0]),
    "boolean-from-string": lambda _world, _at, v: as_text(v[0]) in _TRUE,
    "date": lambda _world, _at, v: as_date(v[0]),
    "date-time": lambda _world, _at, v: as_date(v[0]),
    "decimal-date-time": lambda _world, _at, v: _days(v[0]),
    "decimal-time": lambda _world, _at, v: _decimal_time(v[0]),
    "count": lambda _world, _at, v: Decimal(_count(v)),
    "count-non-empty": lambda _world, _at, v: Decimal(sum(as_text(one) != "" for one in _items(v))),
    "count-selected": lambda _world, _at, v: Decimal(len(_codes(v[0]))),
    "randomize": lambda _world, _at, v: v[0],
    "sum": lambda _world, _at, v: _sum(v),
    "max": lambda _world, _at, v: _extreme(v, largest=True),
    "min": lambda _world, _at, v: _extreme(v, largest=False),
    "abs": lambda _world, _at, v: EXACT.abs(as_number(v[0])),
    "floor": lambda _world, _at, v: _whole(as_number(v[0]), ROUND_FLOOR),
    "ceiling": lambda _world, _at, v: _whole(as_number(v[0]), ROUND_CEILING),
    "round": lambda _world, _at, v: _round(v),
    "pow": lambda _world, _at, v: _pow(v),
    "sqrt": lambda _world, _at, v: EXACT.sqrt(as_number(v[0])),
    "exp": lambda _world, _at, v: EXACT.exp(as_number(v[0])),
    "exp10": lambda _world, _at, v: EXACT.power(Decimal(10), as_number(v[0])),
    "log": lambda _world, _at, v: EXACT.ln(as_number(v[0])),
    "log10": lambda _world, _at, v: EXACT.log10(as_number(v[0])),
    "sin": _real(math.sin),
    "cos": _real(math.cos),
    "tan": _real(math.tan),
    "asin": _real(math.asin),
    "acos": _real(math.acos),
    "atan": _real(math.atan),
    "atan2": _real(math.atan2),
    "selected": lambda _world, _at, v: as_text(v[1]).strip() in _codes(v[0]),
    "selected-at": lambda _world, _at, v: _selected_at(v),
    "format-date": lambda world, _at, v: _format_date(world, v),
    "format-date-time": lambda world, _at, v: _format_date(world, v),
    "regex": lambda _world, _at, v: _regex(v),
    "contains": lambda _world, _at, v: as_text(v[1]) in as_text(v[0]),
    "starts-with": lambda _world, _at, v: as_text(v[0]).startswith(as_text(v[1])),
    "ends-with": lambda _world, _at, v: as_text(v[0]).endswith(as_text(v[1])),
    "substring-before": lambda _world, _at, v: as_text(v[0]).partition(as_text(v[1]) or "\0")[0] if as_text(v[1]) in as_text(v[0]) else "",
    "substring-after": lambda _world, _at, v: as_text(v[0]).partition(as_text(v[1]))[2] if as_text(v[1]) else as_text(v[0]),
    "substr": lambda _world, _at, v: _substr(v),
    "substring": lambda _world, _at, v: _substring(v),
    "translate": lambda _world, _at, v: _translate(v),
    "concat": lambda _world, _at, v: "".join(as_text(one) for one in _items(v)),
    "join": lambda _world, _at, v: _join(v),
    "indexed-repeat": lambda _world, _at, v: _indexed_repeat(v),
    "checklist": lambda _world, _at, v: _checklist(v),
}
