"""What may stand in each field: a value of another kind is refused at the office and never shown on a laptop, so that one mistake stops nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, get_args, get_origin, get_type_hints

from fieldapp.domain.moments import from_moment
from fieldapp.domain.nouns import NOUNS

DAYS = frozenset(
    [
        "birth_date", "death_date", "consent_on", "visited_on", "next_on", "assessed_on", "dated", "since", "until", "given_on", "sk_from", "sk_until",
        "issued_on", "expires_on", "starts_on", "ends_on",
    ]
)  # fmt: skip
MOMENTS = frozenset({"created_at", "taken_at", "issued_at", "undone_at"})
# Without its day such a record has no place in the line of time.
NEEDED: Mapping[str, str] = MappingProxyType(
    {
        "visit": "visited_on",
        "assessment": "assessed_on",
        "desil": "dated",
        "document": "issued_at",
        "membership": "since",
        "consent": "given_on",
        "pillar_status": "since",
    }
)
WORDS = ("verdict", "kind", "summary", "note")  # what a score says in text
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOST = 2**53  # what every JSON reader keeps exactly

Check = Callable[[Any], bool]


def fits(entity: str, name: str, value: Any) -> bool:
    """Say whether a value may stand in a field; None always may, and so may anything in a field or noun this version does not know."""
    check = _checks(entity).get(name)
    return value is None or check is None or check(value)


def usable(entity: str, data: Mapping[str, Any]) -> bool:
    """Say whether a record has what it cannot be shown without."""
    needed = NEEDED.get(entity)
    whole = needed is None or (data.get(needed) is not None and fits(entity, needed, data[needed]))
    return whole and (entity != "attachment" or _is_sha256(data.get("sha256")))


@cache
def _checks(entity: str) -> Mapping[str, Check]:
    noun = NOUNS.get(entity)
    return {name: _check(name, hint) for name, hint in get_type_hints(noun).items()} if noun else {}


def _check(name: str, hint: Any) -> Check:
    if name in DAYS:
        return _is_day
    if name in MOMENTS:
        return _is_moment
    if name == "scores":
        return _is_score
    kinds = [get_origin(part) or part for part in (hint, *get_args(hint))]
    if tuple in kinds:
        return _is_list
    if dict in kinds:
        return _is_table
    return _is_whole if int in kinds else _is_text


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MOST


def _is_list(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict)


def _is_score(value: Any) -> bool:
    if not isinstance(value, dict) or not all(isinstance(value.get(name, ""), str) for name in WORDS):
        return False
    lines = value.get("lines", [])
    return isinstance(lines, (list, tuple)) and all(isinstance(line, dict) for line in lines)


def _is_sha256(value: Any) -> bool:
    return isinstance(value, str) and _SHA256.fullmatch(value) is not None


def _is_day(value: Any) -> bool:
    return isinstance(value, str) and _DAY.fullmatch(value) is not None and _read(date.fromisoformat, value)


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and _read(from_moment, value)


def _read(reader: Callable[[str], object], text: str) -> bool:
    try:
        reader(text)
    except ValueError:
        return False
    return True
