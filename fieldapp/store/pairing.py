"""Who in the whole register may be kept twice: pairs worth comparing, block by block, never everybody with everybody."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import sqlalchemy as sa

from fieldapp.domain.family_likeness import Family
from fieldapp.domain.likeness import ROUND_DAYS
from fieldapp.domain.name_likeness import said, sound, spoken, surprise
from fieldapp.store.likeness import Candidate, candidate, people
from fieldapp.store.rows import Connection
from fieldapp.store.tables import alias, card, household, person

BLOCK = 40  # people of one block compared each with each; a larger block is sorted and compared with neighbours
WINDOW = 6  # neighbours compared in a larger block
CHUNK = 400
KECAMATAN_DOTS = 2  # of the code of a kecamatan, 18.11.02; a village has three
Progress = Callable[[int, int], None]
Pair = tuple[Candidate, Candidate]


def pairs(con: Connection, *, progress: Progress | None = None, region: str | None = None) -> Iterator[Pair]:
    """Yield every pair worth comparing once, within a region or everywhere: one NIK, one KK twice, one day of birth, one village.

    ``progress`` is told how many blocks of how many are done. Memory holds one kecamatan, one village or one year of births at a time.
    """
    for done, (block, total) in enumerate(_blocks(con, region), 1):
        yield from block
        if progress is not None:
            progress(done, total)


def _blocks(con: Connection, region: str | None) -> Iterator[tuple[Iterator[Pair], int]]:
    """Yield the blocks to walk, each with how many there are: a kecamatan or a village is read at once, more by years and villages."""
    if region and region.count(".") >= KECAMATAN_DOTS:
        yield _one_place(con, region), 1
        return
    villages, years = _villages(con, region), _years(con)
    blocks = [_one_nik(con, region), _one_kk(con, region), *(_one_year(con, year, region) for year in years)]
    for block in [*blocks, *(_one_village(con, village) for village in villages)]:
        yield block, len(blocks) + len(villages)


def _within(region: str | None) -> list[sa.ColumnElement[bool]]:
    return [_below(card.c.region_id, region)] if region else []


def _below(column: sa.ColumnElement[str], region: str) -> sa.ColumnElement[bool]:
    """Return the condition of a region or what lies below it, written so that an index serves: after the full stop comes the slash."""
    return sa.or_(column == region, sa.and_(column > f"{region}.", column < f"{region}/"))


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
    numbers = list(con.execute(twice).scalars())
    for start in range(0, len(numbers), CHUNK):
        query = people().where(person.c.nik.in_(numbers[start : start + CHUNK]), *_within(region))
        yield from _in_blocks([candidate(row) for row in con.execute(query)], lambda one: [one.traits.nik])


def _one_kk(con: Connection, region: str | None) -> Iterator[Pair]:
    """Pair the people of two families kept under one KK; who shares a NIK was told before."""
    wanted = list(_under_one_kk(con, region))
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        members: dict[str, list[Candidate]] = defaultdict(list)
        for one in _of_homes(con, sorted({home for pair in some for home in pair})):
            members[one.household_id].append(one)
        for first, second in some:
            yield from ((one, other) for one in members[first] for other in members[second] if not _same_nik(one, other))


def _of_homes(con: Connection, household_ids: Sequence[str]) -> list[Candidate]:
    """Return the members of these families, and of those merged into them, in the order of the KK."""
    merged = con.execute(sa.select(alias.c.id).where(alias.c.into_id.in_(household_ids))).scalars()
    query = people().where(person.c.household_id.in_([*household_ids, *merged]))
    return [candidate(row) for row in con.execute(query.order_by(sa.cast(person.c.relation, sa.Integer), person.c.birth_date, person.c.id))]


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


def _people_in(con: Connection, region: str) -> list[Candidate]:
    query = people().where(_below(person.c.region_id, region), _below(card.c.region_id, region))
    return [candidate(row) for row in con.execute(query)]


def _one_place(con: Connection, region: str) -> Iterator[Pair]:
    """Pair the people of a kecamatan or a village by every key at once."""
    yield from _in_blocks(_people_in(con, region), _every_key)


def _every_key(one: Candidate) -> Iterable[str]:
    told = one.traits
    numbers = [*([f"nik {told.nik}"] if told.nik else []), *([f"kk {told.kk}"] if told.kk else [])]
    return [*numbers, *(_day_keys(one) if told.birth_date else ()), *(f"{told.region_id} {key}" for key in _village_keys(one))]


def _one_village(con: Connection, village: str) -> Iterator[Pair]:
    """Pair neighbours of one name by sound, of one telephone, or of one first word, year of birth or day turned round."""
    for one, other in _in_blocks(_people_in(con, village), _village_keys):
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
    query = sa.select(household.c.kk, household.c.id).join(card, card.c.household_id == household.c.id)  # a merged family has no card
    blocks: dict[str, list[str]] = defaultdict(list)
    for row in con.execute(query.where(household.c.kk.in_(twice), *_within(region))):
        blocks[row.kk].append(row.id)
    for block in blocks.values():  # a KK that very many carry was made up: only neighbours in the list are told
        line = sorted(block)
        reach = len(line) if len(line) <= WINDOW else 2
        yield from ((one, other) for at, one in enumerate(line) for other in line[at + 1 : at + reach])


def _with_same_people(con: Connection, village: str) -> Iterator[tuple[str, str]]:
    blocks: dict[str, set[str]] = defaultdict(set)
    for one in _people_in(con, village):
        if one.traits.name and one.traits.birth_date:
            blocks[f"{said(one.traits.name)} {one.traits.birth_date[:4]}"].add(one.household_id)
    common: Counter[tuple[str, str]] = Counter()
    for block in blocks.values():
        if len(block) <= BLOCK:
            common.update(combinations(sorted(block), 2))
    yield from (pair for pair, count in common.items() if count >= 2)


def _homes(con: Connection, household_ids: Sequence[str]) -> dict[str, Home]:
    members: dict[str, list[Candidate]] = defaultdict(list)
    for one in _of_homes(con, household_ids):
        members[one.household_id].append(one)
    lines = sa.select(card.c.household_id, card.c.region_id, card.c.kk, card.c.rt, card.c.rw).where(card.c.household_id.in_(household_ids))
    return {
        row.household_id: Home(
            row.household_id,
            row.region_id,
            Family(tuple(one.traits for one in members[row.household_id]), row.kk or "", row.region_id, row.rt or "", row.rw or ""),
        )
        for row in con.execute(lines)
    }
