"""Finding while typing: the beginning of a name, of a number or of a place, in any order.

Words are looked up in the word index, whose rows stand in the order of names (store/name_order.py): whatever the number of hits, the
first ones are read and the rest left alone. Numbers (NIK, KK, telephone) are looked up in their own sorted indexes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from fieldapp.domain.names import bare_words, fold
from fieldapp.store import vocabulary
from fieldapp.store.aliases import family_ids, stands_for
from fieldapp.store.filters import region_condition
from fieldapp.store.name_order import BITS, MEMBER_BITS, bounds
from fieldapp.store.rows import Connection
from fieldapp.store.tables import alias, card, household, person, search_row

_WORD = re.compile(r"[a-z0-9]+")
_PLACE = re.compile(r"\b(rt|rw)[\s.:/]*([0-9]{1,3})\b")
_WHOLE_PLACE = re.compile(r"r[tw][0-9]{3}")
_PLACE_WORD = re.compile(r"r[tw][0-9]{0,3}")
_ONLY_NUMBER = re.compile(r"[\d\s().+\-/]+")
_KIN = frozenset({"bin", "binti", "bt", "bte"})  # no part of the names the index knows
_LETTERS = re.compile(r"[a-z]+")
SHORTEST_NUMBER = 4  # digits from which a word is a NIK, KK or telephone number on its way
FEW = 100  # numbers that begin so, up to which all of them are looked at
_TOGETHER = 60  # numbers looked at together
_EXACT_WORDS = 12  # words that begin so, up to which they are named one by one
_ORDERS = {"name": (card.c.sort_key, card.c.n), "next": (card.c.next_visit.is_(None), card.c.next_visit, card.c.n)}
# Walked through by the ten thousand, hence in the driver's own words.
_ROWS = "SELECT rowid FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ? ORDER BY rowid"
_LINES = "SELECT rowid, name, place FROM search WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
_INDEX = sa.table("search", sa.column("rowid", sa.Integer), sa.column("name", sa.Text), sa.column("place", sa.Text), sa.column("search"))


_Beginning = tuple[sa.Column[Any], sa.Column[Any], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: folded words, each the beginning of a word of a name or place, and the beginnings of numbers."""

    words: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Say whether anything is asked at all."""
        return bool(self.words or self.numbers)


def asked(text: str) -> Asked:
    """Read what was typed. Digits alone are one number however they are grouped; four digits and more are a number among words."""
    digits = re.sub(r"\D", "", text)
    if _ONLY_NUMBER.fullmatch(text) and len(digits) >= SHORTEST_NUMBER:
        return Asked(numbers=(digits,))
    found = words(text)
    numbers = tuple(word for word in found if word.isdigit() and len(word) >= SHORTEST_NUMBER)
    return Asked(tuple(word for word in found if word not in numbers), numbers)


def words(text: str) -> list[str]:
    """Return the folded words of what was typed; a word of the index begins with each of them."""
    spelled = _PLACE.sub(_place, text.lower())
    typed = _WORD.findall(" ".join(bare_words(spelled)))
    if len(typed) == 1:
        return _joined(_WORD.findall(fold(spelled)) or typed)
    # M. before another word is Muhammad, as in names; a single letter elsewhere is the beginning of a word.
    typed = [word for word in typed if word not in _KIN] or typed
    first = ["muhammad"] if typed[:1] == ["m"] and "." in spelled.split()[0] else []
    return first + _joined([w for word in typed[len(first) :] for w in (_WORD.findall(fold(word)) or [word])])


def _joined(found: list[str]) -> list[str]:
    """RT and RW together are one word of the index: each alone stands on a tenth of all lines, both on few.

    A number still being typed says nothing yet beside other words; alone it is asked for by its first digit, which the index holds.
    """
    places = [word for word in found if _PLACE_WORD.fullmatch(word)]
    whole = [word for word in places if _WHOLE_PLACE.fullmatch(word)]
    others = [word for word in found if word not in places]
    if not whole and not others:
        return [word[:3] for word in places]
    both = {word[:2]: word[2:] for word in whole}
    told = [f"q{both['rt']}w{both['rw']}"] if len(whole) == len(both) == 2 else whole
    return others + told


def _place(found: re.Match[str]) -> str:
    """RT 3, rt. 003 and rt003 are one word; a number that begins with a nought is still being typed."""
    name, number = found.groups()
    return f" {name}{number if number.startswith('0') else number.zfill(3)} "


# Words: the index answers in the order of names


def match_of(con: Connection, wanted: Sequence[str], region: str | None = None) -> str | None:
    """Return the question to the index in its own language; None when no word here begins so."""
    parts = []
    for word in wanted:
        part = _one(con, word)
        if part is None:
            return None
        parts.append(part)
    if region and region.count(".") >= 2:
        parts.append(f'"{vocabulary.region_word(region)}"')
    return " AND ".join(parts)


def _one(con: Connection, word: str) -> str | None:
    """Name the words that begin so when they are few: those the index reads one after the other, a beginning it must first bring together."""
    if _WHOLE_PLACE.fullmatch(word):
        return f'"{word}"'
    if not _LETTERS.fullmatch(word) or len(word) < SHORTEST_NUMBER:
        return f'"{word}"*'
    known = vocabulary.beginning_with(con, word, _EXACT_WORDS)
    if len(known) > _EXACT_WORDS or word.startswith(("rt", "rw")):
        return f'"{word}"*'
    return "(" + " OR ".join(f'"{one}"' for one in known) + ")" if known else None


def near_match(con: Connection, wanted: Sequence[str], region: str | None = None) -> tuple[str, frozenset[str]] | None:
    """Return the question in which words may be misspelt, and the words that were put in place of others; None when none is near.

    Words with which nothing here begins are surely misspelt, so the others stand; when there are none such, any of them may be.
    """
    parts, instead = [], set()
    owns = [_one(con, word) for word in wanted]
    for word, own in zip(wanted, owns, strict=True):
        near = vocabulary.near(con, word) if own is None or None not in owns else []
        instead |= set(near)
        options = [*([own] if own else []), *(f'"{other}"' for other in near)]
        if not options:
            return None
        parts.append(f"({' OR '.join(options)})")
    if not instead:
        return None
    if region and region.count(".") >= 2:
        parts.append(f'"{vocabulary.region_word(region)}"')
    return " AND ".join(parts), frozenset(instead)


def families(con: Connection, match: str, low: int = 0, high: int = 1 << BITS) -> Iterator[tuple[int, int]]:
    """Yield the numbers of the families with a row that fits, and that row, in the order of names, from ``low`` up to before ``high``."""
    last = -1
    cursor = con.connection.cursor()
    try:
        for (row,) in cursor.execute(_ROWS, (match, low << MEMBER_BITS, (high << MEMBER_BITS) - 1)):
            if row >> MEMBER_BITS != last:
                last = row >> MEMBER_BITS
                yield last, row
    finally:
        cursor.close()


def stretches(con: Connection, wanted: Sequence[str]) -> list[tuple[int, int]]:
    """Return the stretches of the list of names to look through: those that begin with the first word before all others."""
    if not wanted:
        return [(0, 1 << BITS)]
    first, after = bounds(con, wanted[0])
    return [(first, after), (0, first), (after, 1 << BITS)] if after else [(0, 1 << BITS)]


def few(con: Connection, match: str, most: int) -> dict[int, int] | None:
    """Return all families that fit, each with its row, or None when they are more than ``most``."""
    found: dict[int, int] = {}
    for number, row in families(con, match):
        found[number] = row
        if len(found) > most:
            return None
    return found


def fitting_row(con: Connection, number: int, wanted: Sequence[str]) -> int | None:
    """Return the first row of a family with all these words in name and place, or None."""
    cursor = con.connection.cursor()
    try:
        for row, name, place in cursor.execute(_LINES, (number << MEMBER_BITS, (number + 1 << MEMBER_BITS) - 1)):
            line = f" {name} {place}"
            if all(f" {word}" in line for word in wanted):
                return int(row)
    finally:
        cursor.close()
    return None


def count(con: Connection, match: str) -> int:
    """Return how many families have a row that fits; reads every hit."""
    families_hit = sa.func.count(sa.distinct(_INDEX.c.rowid.op(">>")(MEMBER_BITS)))
    return con.execute(sa.select(families_hit).where(_INDEX.c.search.op("MATCH")(match))).scalar() or 0


# Numbers: NIK, KK and telephone in their own sorted indexes


def _beginnings(number: str) -> list[_Beginning]:
    """Return where a number may be the beginning of one: its column, the column with the family, and how it is kept there."""
    kept = ("+62" + number[1:]) if number.startswith("0") else "+" + number
    identity: list[_Beginning] = [(person.c.nik, person.c.household_id, number), (household.c.kk, household.c.id, number)]
    phones: list[_Beginning] = [(person.c.phone, person.c.household_id, kept), (household.c.phone, household.c.id, kept)]
    return phones if number.startswith("0") else identity + phones  # no region code begins with a nought


def _range(column: sa.Column[str], beginning: str) -> sa.ColumnElement[bool]:
    return sa.and_(column >= beginning, column < beginning[:-1] + chr(ord(beginning[-1]) + 1))


def holders(con: Connection, number: str) -> set[str] | None:
    """Return the ids under which families with this number or the beginning of one stand; None when they are very many."""
    found: set[str] = set()
    for column, home, kept in _beginnings(number):
        some = con.execute(sa.select(home).where(_range(column, kept), ~column.table.c.deleted).limit(FEW + 1)).scalars().all()
        if len(some) > FEW:
            return None
        found |= set(some)
    return found - {None}


def has_number(con: Connection, home: str, number: str) -> bool:
    """Say whether a family or one of its members has a number that begins so, also under a family that was merged into it."""
    ids = family_ids(con, home)
    queries = [sa.select(column).where(owner.in_(ids), ~column.table.c.deleted) for column, owner, _kept in _beginnings(number)]
    beginnings = tuple(kept for _column, _owner, kept in _beginnings(number))
    return any(own and own.startswith(beginnings) for query in queries for own in con.execute(query).scalars())


def by_number(con: Connection, number: str, after: tuple[int, str, str] | None) -> Iterator[tuple[tuple[int, str, str], str]]:
    """Yield families in the order of their numbers: a key to go on from, and the family that stands; each family once."""
    from_source, from_number, from_home = after or (0, "", "")
    places = _beginnings(number)
    for source in range(from_source, len(places)):
        column, home, kept = places[source]
        query = sa.select(column.label("number"), home.label("home")).where(
            _range(column, kept), ~column.table.c.deleted, home.is_not(None)
        )
        if after and source == from_source:
            query = query.where(column >= from_number, sa.tuple_(column, home) > sa.tuple_(from_number, from_home))
        found = con.execute(query.distinct().order_by(column, home))
        try:
            while some := found.fetchmany(_TOGETHER):
                stands = standing(con, {line.home for line in some})
                first = _first_numbers(con, places[: source + 1], set(stands.values()))
                for line in some:
                    key = (source, line.number, line.home)
                    if first[stands[line.home]] == key:
                        yield key, stands[line.home]
        finally:
            found.close()


def _first_numbers(con: Connection, places: Sequence[_Beginning], homes: set[str]) -> dict[str, tuple[int, str, str]]:
    """Return the key under which each family comes up first, so that it is told once, whichever page that was on."""
    told: dict[str, tuple[int, str, str]] = {}
    stands = _under(con, homes)
    for source, (column, owner, kept) in enumerate(places):
        begins = sa.func.substr(column, 1, len(kept)) == kept
        query = sa.select(owner.label("home"), sa.func.min(column).label("number")).where(
            owner.in_(list(stands)), begins, ~column.table.c.deleted
        )
        for row in con.execute(query.group_by(owner)):
            key, home = (source, row.number, row.home), stands[row.home]
            told[home] = min(told.get(home, key), key)
    return told


def standing(con: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return for each of these families the one that stands for it."""
    into = {row.id: row.into_id for row in con.execute(sa.select(alias.c.id, alias.c.into_id).where(alias.c.id.in_(ids)))}
    return {home: into.get(home, home) for home in ids}


def _under(con: Connection, homes: Collection[str]) -> dict[str, str]:
    """Return the ids under which the records of these families may stand, each with its family."""
    merged = con.execute(sa.select(alias.c.id, alias.c.into_id).where(alias.c.into_id.in_(homes)))
    return {home: home for home in homes} | {row.id: row.into_id for row in merged}


# All at once, for lists that are short enough


def household_ids(con: Connection, text: str, region: str | None, order: str) -> list[str]:
    """Return the ids of the households that fit, in order: those whose head begins with what was typed come first."""
    told = asked(text)
    by: tuple[sa.ColumnElement[Any], ...] = _ORDERS.get(order, _ORDERS["name"])
    query = sa.select(card.c.household_id).where(*region_condition(region))
    if not told:
        return list(con.execute(query.order_by(*by)).scalars())
    for number in told.numbers:
        query = query.where(card.c.household_id.in_(_all_holders(number)))
    if told.words:
        match = match_of(con, told.words)
        if match is None:
            return []
        row = _INDEX.c.rowid
        query = query.where(card.c.n.in_(sa.select(row.op(">>")(MEMBER_BITS)).where(_INDEX.c.search.op("MATCH")(match))))
        by = (sa.case((card.c.sort_key.like(f"{told.words[0]}%"), 0), else_=1), *by)
    return list(con.execute(query.order_by(*by)).scalars())


def _all_holders(number: str) -> sa.CompoundSelect[tuple[str]]:
    return sa.union(
        *(sa.select(stands_for(home)).where(_range(column, kept), ~column.table.c.deleted) for column, home, kept in _beginnings(number))
    )


def names_of(con: Connection, rows: Sequence[int]) -> dict[int, str]:
    """Return the names, as written, of the people in these rows of the index."""
    return {row.n: row.name for row in con.execute(sa.select(search_row.c.n, search_row.c.name).where(search_row.c.n.in_(rows)))}


def hit_words(name: str, wanted: Sequence[str]) -> int:
    """Return how many of the words some word of a name begins with."""
    folded = " " + fold(name)
    return sum(f" {word}" in folded for word in wanted)


def word_meant(name: str, instead: frozenset[str]) -> str | None:
    """Return the word of a name, as written, that stood for the misspelt one."""
    return next((word for word in name.split() if instead & set(fold(word).split())), None)


def members_with(con: Connection, number: str, ids: Sequence[str]) -> dict[str, str]:
    """Return for those of these families where it is a member's NIK or telephone number that begins so, the member's name."""
    stands = _under(con, ids)
    told: dict[str, str] = {}
    for column, home, kept in _beginnings(number):
        if column.table is person:
            begins = sa.func.substr(column, 1, len(kept)) == kept
            query = sa.select(home.label("home"), person.c.name).where(home.in_(list(stands)), begins, ~person.c.deleted)
            told = {stands[row.home]: row.name or "" for row in con.execute(query)} | told
    return told


def matching_members(con: Connection, text: str, ids: Sequence[str]) -> dict[str, str]:
    """Return, for those of the households whose head does not fit, the name of a member who does."""
    wanted = asked(text)
    if not wanted or not ids:
        return {}
    told = {home: name for number in wanted.numbers for home, name in members_with(con, number, ids).items()}
    if wanted.words:
        lines = sa.select(search_row.c.household_id, search_row.c.name, card.c.name.label("head")).where(search_row.c.household_id.in_(ids))
        for row in con.execute(lines.join(card, card.c.household_id == search_row.c.household_id).order_by(search_row.c.n)):
            best = max((row.head, told.get(row.household_id, ""), row.name), key=lambda name: hit_words(name, wanted.words) if name else 0)
            if hit_words(best, wanted.words):
                told[row.household_id] = best
    return told
