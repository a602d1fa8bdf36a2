"""The values that a form reckons with: text, exact numbers, days and truth, and how one is read as another.

Numbers are Decimal (36 ÷ 5 is 7.2, not nearly so), days are dates. The rules are those of XPath 1.0 with ODK's dates:
a day used as a number is the count of days since 1970-01-01, so one day minus another is the days between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, ROUND_FLOOR, Context, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldapp.forms.instance import Node

EXACT = Context(prec=28, Emax=400, Emin=-400, traps=[])
NAN = Decimal("NaN")
EPOCH = date(1970, 1, 1)
_NUMBER = re.compile(r"^\s*-?(\d{1,60}(\.\d{0,60})?|\.\d{1,60})\s*$")
_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?)?")

Atom = str | Decimal | bool | date | datetime
Value = Atom | Sequence["Node"]


def atom(value: Value) -> Atom:
    """Return one plain value: the first of several nodes, an empty text of none."""
    if isinstance(value, (str, Decimal, bool, date)):
        return value
    return value[0].value if value else ""


def day(text: str) -> date | datetime | None:
    """Read ISO text as a day or a moment; None when it is not one."""
    found = _DAY.match(text)
    if not found:
        return None
    try:
        whole = date(int(found[1]), int(found[2]), int(found[3]))
        return datetime.combine(whole, time(int(found[4]), int(found[5]), int(found[6] or 0))) if found[4] else whole
    except ValueError:
        return None


def days_since_epoch(value: date) -> Decimal:
    """Return the days since 1970-01-01, with the part of the day for a moment."""
    if not isinstance(value, datetime):
        return Decimal((value - EPOCH).days)
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return EXACT.add(Decimal((value.date() - EPOCH).days), EXACT.divide(Decimal(seconds), Decimal(86400)))


def from_days(number: Decimal) -> date | str:
    """Return the day that lies this many days after 1970-01-01, or an empty text when there is none."""
    if not number.is_finite() or abs(number) > 4_000_000:
        return ""
    try:
        return EPOCH + timedelta(days=int(number.to_integral_value(ROUND_FLOOR)))
    except OverflowError:
        return ""


def as_date(value: Value) -> date | str:
    """Read a value as a day: a day itself, ISO text, or a count of days; an empty text when it is none of these."""
    one = atom(value)
    if isinstance(one, date):
        return one
    if isinstance(one, str):
        return day(one) or (from_days(as_number(one)) if _NUMBER.match(one) else "")
    return "" if isinstance(one, bool) else from_days(one)


def as_number(value: Value) -> Decimal:
    """Read a value as a number; not-a-number when it is none, never nought."""
    one = atom(value)
    if isinstance(one, bool):
        return Decimal(int(one))
    if isinstance(one, Decimal):
        return one
    if isinstance(one, date):
        return days_since_epoch(one)
    if _NUMBER.match(one):
        return EXACT.create_decimal(one.strip())
    whole = day(one)
    return NAN if whole is None else days_since_epoch(whole)


def as_text(value: Value) -> str:
    """Write a value as the form's own text: 7.2, 2026-11-23, true."""
    one = atom(value)
    if isinstance(one, bool):
        return "true" if one else "false"
    if isinstance(one, Decimal):
        return number_text(one)
    return one.isoformat() if isinstance(one, date) else one


def number_text(number: Decimal) -> str:
    """Write a number without exponent or idle noughts; not-a-number is NaN, as XPath has it."""
    if not number.is_finite():
        return "NaN" if number.is_nan() else "Infinity" if number > 0 else "-Infinity"
    plain = format(number, "f")
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return "0" if plain in {"-0", ""} else plain


def as_bool(value: Value) -> bool:
    """Read a value as yes or no: nought, not-a-number, empty text and no nodes are no."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Decimal):
        return not value.is_nan() and value != 0
    return True if isinstance(value, date) else len(value) > 0


def truncated(number: Decimal) -> Decimal:
    """Return the whole part of a number, towards nought."""
    return number.to_integral_value(ROUND_DOWN) if number.is_finite() else number


def _atoms(value: Value) -> Sequence[Atom]:
    return (value,) if isinstance(value, (str, Decimal, bool, date)) else [node.value for node in value]


def _equal(left: Atom, right: Atom) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return as_bool(left) == as_bool(right)
    numbers = isinstance(left, (Decimal, date)) or isinstance(right, (Decimal, date))
    if not numbers:
        return left == right
    if "" in {left, right}:
        return False  # an unanswered question equals only an empty text
    one, other = as_number(left), as_number(right)
    return not one.is_nan() and not other.is_nan() and one == other


def equal(left: Value, right: Value, *, wanted: bool = True) -> bool:
    """Say whether the two are equal (or, with ``wanted`` false, unequal); of several nodes one pair is enough."""
    if isinstance(left, bool) or isinstance(right, bool):
        return (as_bool(left) == as_bool(right)) is wanted
    # XForms knows a question without an answer as empty text, so no node at all compares like one that is empty.
    ones, others = _atoms(left) or ("",), _atoms(right) or ("",)
    return any(_equal(one, other) is wanted for one in ones for other in others)


def less(left: Value, right: Value, *, or_equal: bool) -> bool:
    """Say whether one is smaller, as numbers or days; of several nodes one pair is enough."""
    for one in map(as_number, _atoms(left)):
        for other in map(as_number, _atoms(right)):
            if not one.is_nan() and not other.is_nan() and (one < other or (or_equal and one == other)):
                return True
    return False
