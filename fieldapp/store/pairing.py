"""Who in the whole register may be kept twice: pairs worth comparing, block by block, never everybody with everybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import sqlalchemy as sa

from fieldapp.domain.family_likeness import Family
from fieldapp.domain.likeness import ROUND_DAYS
from fieldapp.domain.name_likeness import said, sound, spoken, surprise
from fieldapp.store.likeness import Candidate, candidate, people
from fieldapp.store.rows import Connection
from fieldapp.store.tables import card, household, person

BLOCK = 40  # people of one block compared each with each; a larger block is sorted and compared with neighbours
WINDOW = 6  # neighbours compared in a larger block
CHUNK = 400
Progress = Callable[[int, int], None]
Pair = tuple[Candidate, Candidate]


def pairs(con: Connection, *, progress: Progress | None = None, region: str | None = None) -> Iterator[Pair]:
    """Yield every pair worth comparing once, within a region or everywhere: one NIK, one KK twice, one day of birth, one village.

    ``progress`` is told how many blocks of how many are done. Memory holds one village or one year of births at a time.
    """
    villages = _villages(con, region)
    years = _years(con)
    total = len(villages) + len(years) + 2
    blocks = [_one_nik(con, region), _one_kk(con, region), *(_one_year(con, year, region) for year in years)]
    for done, block in enumerate([*blocks, *(_one_village(con, village) for village in villages)], 1):
        yield from block
        if progress is not None:
            progress(done, total)


def _within(region: str | None) -> list[sa.ColumnElement[bool]]:
    return [sa.or_(card.c.region_id == region, card.c.region_id.like(f"{region}.%"))] if region else []


def _villages(con: Connection, region: str | None) -> list[str]:
    return list(con.execute(sa.select(card.c.region_id).distinct().where(*_within(region)).order_by(card.c.region_id)).scalars())


def _years(con: Connection) -> list[str]:
    """Return the years in which people were born, by stepping through the index and not over the people."""
    found, after = [], ""
    while day := con.execute(sa.select(sa.func.min(person.c.birth_date)).where(person.c.birth_date > after)).scalar():
        found.append(day[:4])
        after = f"{day[:4]}-99"
    return found


def _one_nik(con: Connection, region: str | None) -> Iterator[Pair]:
    twice = sa.select(person.c.nik).where(person.c.nik != "").group_by(person.c.nik).having(sa.func.count() > 1)
    yield from _grouped(con, twice, person.c.nik, lambda one: one.traits.nik, region)


def _one_kk(con: Connection, region: str | None) -> Iterator[Pair]:
    """Pair the people of two families kept under one KK; who shares a NIK was told before."""
    twice = sa.select(household.c.kk).where(household.c.kk != "").group_by(household.c.kk).having(sa.func.count() > 1)
    for one, other in _grouped(con, twice, household.c.kk, lambda one: one.traits.kk, region):
        if one.household_id != other.household_id and not _same_nik(one, other):
            yield one, other


def _grouped(
    con: Connection, twice: sa.Select[Any], column: sa.ColumnElement[Any], key: Callable[[Candidate], str], region: str | None
) -> Iterator[Pair]:
    numbers = list(con.execute(twice).scalars())
    for start in range(0, len(numbers), CHUNK):
        query = people().where(column.in_(numbers[start : start + CHUNK]), *_within(region))
        found = [candidate(row) for row in con.execute(query)]
        yield from _in_blocks(found, lambda one: [key(one)])


def _one_year(con: Connection, year: str, region: str | None) -> Iterator[Pair]:
    """Pair people born on one day whose names share a beginning by sound, or whose NIK are a slip apart."""
    query = people().where(person.c.birth_date.between(f"{year}-", f"{year}-99"), *_within(region))
    for one, other in _in_blocks([candidate(row) for row in con.execute(query)], _day_keys):
        if not _same_nik(one, other) and not _one_kk_twice(one, other):
            yield one, other


def _day_keys(one: Candidate) -> Iterable[str]:
    day, told = one.traits.birth_date, one.traits
    if day[5:] in ROUND_DAYS:  # thousands were given this day: only with the whole name does it say anything
        return [f"{day} {said(told.name)}"]
    keys = [f"{day} {sound(word)[:3]}" for word in spoken(told.name) if len(word) >= 3]
    # A slip leaves the first or the second half of the number as it was; the first half alone is the kecamatan and the day.
    return [*keys, f"{day} ..{told.nik[8:]}", f"{day} {told.nik[:12]}.."] if len(told.nik) == 16 else keys


def _one_village(con: Connection, village: str) -> Iterator[Pair]:
    """Pair neighbours of one name by sound, of one telephone, or of one first word, year of birth or day turned round."""
    query = people().where(person.c.region_id == village, card.c.region_id == village)
    for one, other in _in_blocks([candidate(row) for row in con.execute(query)], _village_keys):
        same_day = bool(one.traits.birth_date) and one.traits.birth_date == other.traits.birth_date
        if not _same_nik(one, other) and not _one_kk_twice(one, other) and not (same_day and _meet_by_day(one, other)):
            yield one, other


def _meet_by_day(one: Candidate, other: Candidate) -> bool:
    return bool(set(_day_keys(one)) & set(_day_keys(other)))


def _village_keys(one: Candidate) -> Iterable[str]:
    told = one.traits
    spelt = spoken(told.name)
    keys = [f"n {said(told.name)}"] if spelt else []
    first = max(spelt, key=surprise, default="")
    if len(first) >= 3 and told.birth_date:
        keys.append(f"y {sound(first)[:4]} {told.birth_date[:4]}")
        keys.append(f"d {sound(first)[:4]} {told.birth_date[5:]}")
    if len(first) >= 3 and told.mother_name:
        keys.append(f"m {sound(first)[:4]} {said(told.mother_name)}")
    if len(first) >= 3 and told.phone:
        keys.append(f"p {sound(first)[:3]} {told.phone}")
    return keys


def _same_nik(one: Candidate, other: Candidate) -> bool:
    return bool(one.traits.nik) and one.traits.nik == other.traits.nik


def _one_kk_twice(one: Candidate, other: Candidate) -> bool:
    return bool(one.traits.kk) and one.traits.kk == other.traits.kk and one.household_id != other.household_id


def _in_blocks(people: Sequence[Candidate], keys: Callable[[Candidate], Iterable[str]]) -> Iterator[Pair]:
    """Yield the pairs of people who share a key, each pair once; in a large block only neighbours by name and day are paired."""
    blocks: dict[str, list[Candidate]] = defaultdict(list)
    for one in people:
        for key in dict.fromkeys(keys(one)):
            blocks[key].append(one)
    seen: set[tuple[str, str]] = set()
    for block in blocks.values():
        for one, other in _within_block(block):
            known = (min(one.person_id, other.person_id), max(one.person_id, other.person_id))
            if known not in seen:
                seen.add(known)
                yield one, other


def _within_block(block: list[Candidate]) -> Iterator[Pair]:
    if len(block) <= BLOCK:
        yield from combinations(block, 2)
        return
    orders: tuple[Callable[[Candidate], tuple[str, str]], ...] = (
        lambda one: (said(one.traits.name), one.traits.birth_date),
        lambda one: (one.traits.birth_date, said(one.traits.name)),
        lambda one: (one.traits.mother_name, said(one.traits.name)),
    )
    for order in orders:
        line = sorted(block, key=order)
        for at, one in enumerate(line):
            for other in line[at + 1 : at + 1 + WINDOW]:
                yield one, other


# Families


@dataclass(frozen=True, slots=True)
class Home:
    """A family with its members, for comparing."""

    household_id: str
    region_id: str
    family: Family


def family_of(con: Connection, household_id: str) -> Home:
    """Return a family with its members in the order of the KK; one that is gone has neither."""
    return _homes(con, [household_id]).get(household_id) or Home(household_id, "", Family())


def household_pairs(con: Connection, *, region: str | None = None) -> Iterator[tuple[Home, Home]]:
    """Yield every two families worth comparing once: under one KK, or with two people of one name and year of birth in one village."""
    seen: set[tuple[str, str]] = set()
    for found in (_under_one_kk(con, region), *(_with_same_people(con, village) for village in _villages(con, region))):
        wanted = sorted(set(found) - seen)
        seen.update(wanted)
        for start in range(0, len(wanted), CHUNK):
            some = wanted[start : start + CHUNK]
            homes = _homes(con, sorted({one for pair in some for one in pair}))
            yield from ((homes[one], homes[other]) for one, other in some if one in homes and other in homes)


def _under_one_kk(con: Connection, region: str | None) -> Iterator[tuple[str, str]]:
    twice = sa.select(household.c.kk).where(household.c.kk != "").group_by(household.c.kk).having(sa.func.count() > 1)
    query = sa.select(household.c.kk, household.c.id).join(card, card.c.household_id == household.c.id)
    blocks: dict[str, list[str]] = defaultdict(list)
    for row in con.execute(query.where(household.c.kk.in_(twice), household.c.merged_into.is_(None), *_within(region))):
        blocks[row.kk].append(row.id)
    for block in blocks.values():  # a KK that very many carry was made up: only neighbours in the list are told
        line = sorted(block)
        reach = len(line) if len(line) <= WINDOW else 2
        yield from ((one, other) for at, one in enumerate(line) for other in line[at + 1 : at + reach])


def _with_same_people(con: Connection, village: str) -> Iterator[tuple[str, str]]:
    blocks: dict[str, set[str]] = defaultdict(set)
    for row in con.execute(people().where(person.c.region_id == village, card.c.region_id == village)):
        one = candidate(row)
        if one.traits.name and one.traits.birth_date:
            blocks[f"{said(one.traits.name)} {one.traits.birth_date[:4]}"].add(one.household_id)
    common: Counter[tuple[str, str]] = Counter()
    for block in blocks.values():
        if len(block) <= BLOCK:
            common.update(combinations(sorted(block), 2))
    yield from (pair for pair, count in common.items() if count >= 2)


def _homes(con: Connection, household_ids: Sequence[str]) -> dict[str, Home]:
    query = (
        people()
        .where(person.c.household_id.in_(household_ids))
        .order_by(sa.cast(person.c.relation, sa.Integer), person.c.birth_date, person.c.id)
    )
    members: dict[str, list[Candidate]] = defaultdict(list)
    for row in con.execute(query):
        members[row.household_id].append(candidate(row))
    lines = sa.select(card.c.household_id, card.c.region_id, card.c.kk, card.c.rt, card.c.rw).where(card.c.household_id.in_(household_ids))
    return {
        row.household_id: Home(
            row.household_id,
            row.region_id,
            Family(tuple(one.traits for one in members[row.household_id]), row.kk or "", row.region_id, row.rt or "", row.rw or ""),
        )
        for row in con.execute(lines)
    }
