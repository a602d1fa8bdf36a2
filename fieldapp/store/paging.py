"""Families page by page, in any order: read from where the last page ended, never counted through from the start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

import sqlalchemy as sa

from fieldapp.store import filters, search
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import card

Key = tuple[Any, ...]  # where a line stands: how it was found, then its place; plain values, so that a window can keep it
ENOUGH = 10  # families from which nobody asks what a misspelt word may have meant
RARE = 2000  # lines up to which all of them are read and put in order
FEW = 400  # families found by a word up to which all of them are read and put in another order than that of names
HITS = 40_000  # up to which they are remembered while an index in that order is walked; beyond, every few lines one fits anyway
FIRST, MOST = 64, 1024  # lines looked at together


@dataclass(frozen=True, slots=True)
class Line:
    """A family that fits: the key to go on from, its counted line, the row of the index by which it was found, the words taken for others."""

    key: Key
    row: Found
    hit: int = 0
    instead: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wanted:
    """What is looked for, read for the store: ``region`` of any level, ``codes`` of filters, ``order`` name, next, place, last, village."""

    text: str = ""
    region: str | None = None
    codes: tuple[str, ...] = ()
    order: str = "name"
    today: date = date(2000, 1, 1)

    @cached_property
    def asked(self) -> search.Asked:
        """What was typed, as words and numbers."""
        return search.asked(self.text)

    def conditions(self, *, walking: bool = False) -> list[sa.ColumnElement[bool]]:
        """Return what must be true of a line; ``walking`` keeps the database from leaving the order in which it walks."""
        inside = filters.region_condition(self.region, walking=walking)
        return [*inside, *filters.conditions(self.codes, self.today, walking=walking)]


def lines(con: Connection, wanted: Wanted, after: Key | None = None) -> Iterator[Line]:
    """Yield the families that fit in their order, from after a key; those found by words misspelt come last."""
    surely: set[int] = set()
    if after is None or after[0] != "near":
        for line in exact(con, wanted, after):
            surely.add(line.row.n)
            yield line
    if wanted.asked.words:
        if after is not None:
            surely = {line.row.n for line in islice(exact(con, wanted), ENOUGH)}
        yield from _near(con, wanted, surely, after if after and after[0] == "near" else None)


def exact(con: Connection, wanted: Wanted, after: Key | None = None) -> Iterator[Line]:
    """Yield the families that fit what was typed as it was typed."""
    told = wanted.asked
    if not told:
        rare = _rare(con, wanted) if wanted.codes else None
        yield from _walk(con, wanted, after) if rare is None else _sorted(con, wanted, dict.fromkeys(rare, 0), after)
    elif told.numbers:
        yield from _numbered(con, wanted, after)
    else:
        yield from _worded(con, wanted, after)


def _worded(con: Connection, wanted: Wanted, after: Key | None) -> Iterator[Line]:
    told = wanted.asked
    match = search.match_of(con, told.words, wanted.region)
    if match is None:
        return
    if wanted.codes and (rare := _rare(con, wanted)) is not None:
        hits = search.few(con, match, HITS) if len(rare) > FEW else None
        found = _sorted(con, wanted, {n: hits[n] for n in rare if n in hits} if hits is not None else dict.fromkeys(rare, 0), after)
        yield from found if hits is not None else _only_with_words(con, found, told.words)
    elif wanted.order == "name":
        yield from _by_name(con, wanted, match, after)
    else:
        yield from _by_other_order(con, wanted, match, after)


def _by_other_order(con: Connection, wanted: Wanted, match: str, after: Key | None) -> Iterator[Line]:
    hits = search.few(con, match, HITS)
    if hits is None:
        yield from _only_with_words(con, _walk(con, wanted, after), wanted.asked.words)
    elif len(hits) <= FEW:
        yield from _sorted(con, wanted, hits, after)
    else:
        yield from _walk(con, wanted, after, among=hits)


def _only_with_words(con: Connection, found: Iterable[Line], words: Sequence[str]) -> Iterator[Line]:
    for line in found:
        hit = search.fitting_row(con, line.row.n, words)
        if hit is not None:
            yield replace(line, hit=hit)


# In the order of names the word index answers by itself


def _by_name(con: Connection, wanted: Wanted, match: str, after: Key | None) -> Iterator[Line]:
    for part, (low, high) in enumerate(search.stretches(con, wanted.asked.words)):
        if after and part < after[1]:
            continue
        start = max(low, after[2] + 1) if after and part == after[1] else low
        if start < high:
            found = search.families(con, match, start, high)
            yield from (Line(("name", part, row.n), row, hit) for row, hit in _read(con, wanted, found))


def _read(con: Connection, wanted: Wanted, hits: Iterable[tuple[int, int]]) -> Iterator[tuple[Found, int]]:
    """Yield the lines with these numbers that fulfil the conditions, each with its row of the index, in this order; few are read before many."""
    conditions, size, rest = wanted.conditions(walking=True), FIRST, iter(hits)
    while some := list(islice(rest, size)):
        numbers = [number for number, _hit in some]
        found = {row.n: row for row in con.execute(sa.select(card).where(card.c.n.in_(numbers), *conditions))}
        yield from ((found[number], hit) for number, hit in some if number in found)
        size = min(size * 2, MOST)


# In any other order a sorted index of the lines is walked


def _parts(order: str) -> list[tuple[list[sa.ColumnElement[bool]], list[sa.Column[Any]]]]:
    """Return the stretches of an order one after the other: what is true of its lines and by what they are sorted."""
    c = card.c
    if order == "next":  # the visit that is due first; then those without one
        return [([c.next_visit.is_not(None)], [c.next_visit, c.n]), ([c.next_visit.is_(None)], [c.n])]
    if order == "last":  # those never visited, then the visit longest ago
        return [([c.last_visit.is_(None)], [c.n]), ([c.last_visit.is_not(None)], [c.last_visit, c.n])]
    if order == "place":  # as one walks: village, RW, RT
        return [([], [c.region_id, c.rw, c.rt, c.n])]
    return [([], [c.region_id, c.n])] if order == "village" else [([], [c.n])]


def _beyond(columns: Sequence[sa.Column[Any]], values: Sequence[Any]) -> sa.ColumnElement[bool]:
    """Say that a line comes after these values; an RT or RW that is not known counts as the empty text, which is where it is sorted."""
    if len(columns) < 3:
        return sa.tuple_(*columns) > sa.tuple_(*values)
    region, rest = columns[0], [sa.func.coalesce(column, "") for column in columns[1:]]
    return sa.and_(region >= values[0], sa.or_(region > values[0], sa.tuple_(*rest) > sa.tuple_(*values[1:])))


def _key(order: str, part: int, values: Iterable[Any]) -> Key:
    return (order, part, *("" if value is None else value for value in values))


def _part_of(order: str, row: Found) -> int:
    return {"next": int(row.next_visit is None), "last": int(row.last_visit is not None)}.get(order, 0)


def _walk(con: Connection, wanted: Wanted, after: Key | None, among: dict[int, int] | None = None) -> Iterator[Line]:
    """Walk the families in their order, only those ``among`` these when they are told (with their rows of the index)."""
    region = wanted.region or ""
    if wanted.order == "name" and region.count(".") == 2:
        found = search.families(con, search.match_of(con, (), region) or "", after[2] + 1 if after else 0)
        yield from (Line(("name", 0, row.n), row) for row, _hit in _read(con, wanted, found))
    elif among is None:
        yield from (Line(key, row) for key, row in _steps(con, wanted, after, [card], _walking(wanted)))
    else:
        yield from _among(con, wanted, after, among)


def _walking(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    along = (wanted.region or "").count(".") == 3 or wanted.order in ("place", "village")
    inside = filters.region_condition(wanted.region, walking=not along)
    return [*inside, *filters.conditions(wanted.codes, wanted.today, walking=wanted.order != "next")]


def _steps(
    con: Connection, wanted: Wanted, after: Key | None, what: list[Any], conditions: list[sa.ColumnElement[bool]]
) -> Iterator[tuple[Key, Found]]:
    for part, (here, columns) in enumerate(_parts(wanted.order)):
        if after and part < after[1]:
            continue
        query = sa.select(*(what or columns)).where(*here, *conditions)
        if after and part == after[1]:
            query = query.where(_beyond(columns, after[2:]))
        found = con.execute(query.order_by(*columns))
        try:
            for row in found:
                yield _key(wanted.order, part, (getattr(row, column.name) for column in columns)), row
        finally:
            found.close()


def _among(con: Connection, wanted: Wanted, after: Key | None, among: dict[int, int]) -> Iterator[Line]:
    """Walk the narrow index of an order and read only the lines of families that were found."""
    keys: dict[int, Key] = {}

    def hits() -> Iterator[tuple[int, int]]:
        for key, row in _steps(con, wanted, after, [], []):
            if row.n in among:
                keys[row.n] = key
                yield row.n, among[row.n]

    yield from (Line(keys.pop(row.n), row, hit) for row, hit in _read(con, wanted, hits()))


def _rare(con: Connection, wanted: Wanted) -> list[int] | None:
    """Return the numbers of the lines the filters leave, found by the narrow index of marks; None when they are many."""
    some = sa.select(card.c.n).where(*filters.conditions(wanted.codes, wanted.today)).limit(RARE + 1)
    found = list(con.execute(some).scalars())
    return found if len(found) <= RARE else None


def _sorted(con: Connection, wanted: Wanted, hits: dict[int, int], after: Key | None) -> Iterator[Line]:
    """Read all these lines and yield those that fulfil the conditions in order."""
    places = search.stretches(con, wanted.asked.words) if wanted.order == "name" else []
    found = []
    for row, hit in _read(con, wanted, sorted(hits.items())):
        part = next((at for at, (low, high) in enumerate(places) if low <= row.n < high), 0) if places else _part_of(wanted.order, row)
        values = (getattr(row, column.name) for column in _parts(wanted.order)[0 if places else part][1])
        found.append(Line(_key(wanted.order, part, values), row, hit))
    found.sort(key=lambda line: line.key)
    yield from (line for line in found if after is None or line.key > after)


# Numbers


def _numbered(con: Connection, wanted: Wanted, after: Key | None) -> Iterator[Line]:
    """The families with a number that begins so; as long as it begins very many, they come in the order of the numbers."""
    told = wanted.asked
    owned = {number: search.holders(con, number) for number in told.numbers}
    known = [ids for ids in owned.values() if ids is not None]
    many = [number for number, ids in owned.items() if ids is None]
    if known and not (after and after[0] == "number"):
        homes = set.intersection(*(set(search.standing(con, ids).values()) for ids in known))
        numbers = con.execute(sa.select(card.c.n).where(card.c.household_id.in_(homes))).scalars()
        found = _sorted(con, wanted, dict.fromkeys(numbers, 0), after)
    else:
        number = max(told.numbers, key=len)
        many = [other for other in told.numbers if other != number]
        found = _in_order_of_numbers(con, wanted, number, after)
    if told.words:
        found = _only_with_words(con, found, told.words)
    yield from (line for line in found if all(search.has_number(con, line.row.household_id, number) for number in many))


def _in_order_of_numbers(con: Connection, wanted: Wanted, number: str, after: Key | None) -> Iterator[Line]:
    found, size = search.by_number(con, number, (after[1], after[2], after[3]) if after else None), FIRST
    while some := list(islice(found, size)):
        homes = [home for _key, home in some]
        query = sa.select(card).where(card.c.household_id.in_(homes), *wanted.conditions(walking=True))
        rows = {row.household_id: row for row in con.execute(query)}
        yield from (Line(("number", *key), rows[home]) for key, home in some if home in rows)
        size = min(size * 2, MOST)


# Words misspelt


def _near(con: Connection, wanted: Wanted, surely: set[int], after: Key | None) -> Iterator[Line]:
    """Yield, when few families fit as typed, those that would fit if a word were misspelt, in the order of names."""
    told = wanted.asked
    found = search.near_match(con, told.words, wanted.region) if len(surely) < ENOUGH else None
    if found is None:
        return
    match, instead = found
    hits = (found for found in search.families(con, match, after[1] + 1 if after else 0) if found[0] not in surely)
    for row, hit in _read(con, wanted, hits):
        if all(search.has_number(con, row.household_id, number) for number in told.numbers):
            yield Line(("near", row.n), row, hit, instead)


# Counting


def count(con: Connection, wanted: Wanted) -> int:
    """Return how many families fit, those found by words misspelt among them. Reads every hit: meant for beside the window."""
    told = wanted.asked
    if told.numbers:
        return sum(1 for _line in lines(con, wanted))
    if not told:
        return con.execute(sa.select(sa.func.count()).select_from(card).where(*wanted.conditions())).scalar() or 0
    match = search.match_of(con, told.words, wanted.region)
    many = _counted(con, wanted, match) if match else 0
    return many if many >= ENOUGH else sum(1 for _line in lines(con, wanted))


def _counted(con: Connection, wanted: Wanted, match: str) -> int:
    if wanted.codes or (wanted.region or "").count(".") == 1:
        return sum(1 for _found in _read(con, wanted, search.families(con, match)))
    return search.count(con, match)


def place_of(con: Connection, wanted: Wanted, household_id: str) -> tuple[int, Key | None] | None:
    """Return how many families come before this one, and the key after which a page begins with it; None when it does not fit."""
    if wanted.asked:
        before: Key | None = None
        for place, line in enumerate(lines(con, wanted)):
            if line.row.household_id == household_id:
                return place, before
            before = line.key
        return None
    row = con.execute(sa.select(card).where(card.c.household_id == household_id, *wanted.conditions())).one_or_none()
    if row is None:
        return None
    part, parts = _part_of(wanted.order, row), _parts(wanted.order)
    key = _key(wanted.order, part, (getattr(row, column.name) for column in parts[part][1]))
    later = [
        sa.and_(*here, _beyond(columns, key[2:])) if at == part else sa.and_(*here)
        for at, (here, columns) in enumerate(parts)
        if at >= part
    ]
    conditions = wanted.conditions()
    after = con.execute(sa.select(sa.func.count()).select_from(card).where(*conditions, sa.or_(*later))).scalar() or 0
    return count(con, wanted) - after - 1, (*key[:-1], key[-1] - 1)
