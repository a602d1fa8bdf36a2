"""Social pillars: found while typing, by kind, state, area, and by how long their SK still holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from fieldapp.domain import phones
from fieldapp.domain.codes import codes
from fieldapp.domain.names import fold, sort_key
from fieldapp.domain.roles import covers, sees_identity
from fieldapp.services.chips import Chip
from fieldapp.services.pillar_words import ACTIVE, AT_WORK, LIST, SOON, day_of, kind_name, kinds, place_of, sk_chip, state_chip
from fieldapp.services.regions import region_name
from fieldapp.store import pillars as kept

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found

_LAST = date.max


@dataclass(frozen=True, slots=True)
class PillarQuery:
    """What is looked for. ``state`` is a state or "bertugas"; ``sk`` is "expired", "soon" (within 90 days) or "missing"; ``order`` name, kind, sk, area."""

    text: str = ""
    kind: str = ""
    state: str = ""
    sk: str = ""
    area: str = ""
    order: str = "name"


@dataclass(frozen=True, slots=True)
class PillarCard:
    """A pillar in a list; ``place`` names the areas, ``sk_until`` is the last day of the SK."""

    id: str
    name: str
    kind: str
    kind_name: str
    place: str
    phone: str
    state: str
    sk_until: date | None
    chip: Chip


@dataclass(frozen=True, slots=True)
class PillarList:
    """The pillars that fit, in order; how many there are at all; and of each kind that there is, how many."""

    cards: tuple[PillarCard, ...]
    total: int
    kinds: tuple[tuple[str, int], ...]


def pillar_list(ws: Workspace, asked: PillarQuery | None = None) -> PillarList:
    """Return the pillars that fit what is asked; a few milliseconds for the thousands of a kabupaten."""
    query = asked or PillarQuery()
    with ws.reading() as con:
        rows, said = kept.everyone(con), kept.states(con)
    today, seen = ws.today(), sees_identity(ws.user.role, "pillar", "reference")
    state_of = {row.id: said.get(row.id, ACTIVE) for row in rows}
    found = [row for row in rows if _fits(row, state_of[row.id], query, today, seen=seen)]
    found.sort(key=lambda row: _order(row, query.order))
    counts = Counter(row.kind for row in rows if row.kind)
    listed = tuple((kind, counts[kind]) for kind, _name in kinds() if counts[kind])
    return PillarList(tuple(_card(row, state_of[row.id], today) for row in found), len(rows), listed)


def _fits(row: Found, state: str, asked: PillarQuery, today: date, *, seen: bool) -> bool:
    if asked.kind and row.kind != asked.kind:
        return False
    if asked.state and state != asked.state and not (asked.state == "bertugas" and state in AT_WORK):
        return False
    if asked.area and not any(covers(asked.area, area) or covers(area, asked.area) for area in row.areas or ()):
        return False
    if asked.sk and not (state in AT_WORK and _sk_is(row, asked.sk, today)):
        return False
    return not asked.text.strip() or _says(row, asked.text, seen=seen)


def _sk_is(row: Found, wanted: str, today: date) -> bool:
    until = day_of(row.sk_until)
    if wanted == "missing":
        return not row.sk_number and until is None
    if until is None:
        return False
    return until < today if wanted == "expired" else today <= until <= today + timedelta(days=SOON)


def _says(row: Found, text: str, *, seen: bool) -> bool:
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) >= 3 and not text.strip("0123456789 +-./"):
        national = "0" + (row.phone or "").removeprefix("+62")
        numbers = (row.phone or "", national, (row.nik or "") if seen else "", row.sk_number or "")
        return any(digits in number for number in numbers)
    there = [*_name_words(row.name or ""), *_kind_words(row.kind or "")]
    there += [word for area in row.areas or () for word in _place_words(area)]
    return all(any(word.startswith(typed) for word in there) for typed in _name_words(text))


@lru_cache(maxsize=8192)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(fold(name).split())


_sorted_by = lru_cache(maxsize=8192)(sort_key)


@lru_cache(maxsize=4096)
def _place_words(area: str) -> tuple[str, ...]:
    return tuple(fold(region_name(area)).split())


@lru_cache(maxsize=64)
def _kind_words(kind: str) -> tuple[str, ...]:
    return (*fold(kind).split(), *fold(kind_name(kind)).split())


def _order(row: Found, order: str) -> tuple[Any, ...]:
    name = _sorted_by(row.name or "")
    if order == "kind":
        return (list(codes(LIST, "jenis")).index(row.kind) if row.kind in codes(LIST, "jenis") else 99, name, row.id)
    if order == "sk":
        return (day_of(row.sk_until) or _LAST, name, row.id)
    return (place_of(row.areas or ()).casefold(), name, row.id) if order == "area" else (name, row.id)


def _card(row: Found, state: str, today: date) -> PillarCard:
    until = day_of(row.sk_until)
    chip = sk_chip(row.sk_number, day_of(row.sk_from), until, today) if state == ACTIVE else state_chip(state)
    return PillarCard(
        row.id, row.name or "–", row.kind or "", kind_name(row.kind), place_of(row.areas or ()),
        phones.written(row.phone) if row.phone else "", state, until, chip,
    )  # fmt: skip
