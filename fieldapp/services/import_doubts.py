"""Is someone new in a sheet perhaps here already under another number or spelling: the likely ones, for a whole sheet at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldapp.domain import likeness
from fieldapp.domain.likeness import ROUND_DAYS, Sign, Traits
from fieldapp.domain.name_likeness import said, sound, spoken, surprise
from fieldapp.services.households import place_of
from fieldapp.services.regions import region_name
from fieldapp.store import imports as kept
from fieldapp.store import likeness as stored

if TYPE_CHECKING:
    from fieldapp.services.import_known import Family, Row
    from fieldapp.services.incoming import IncomingHousehold, IncomingPerson, Place
    from fieldapp.store.likeness import Candidate
    from fieldapp.store.rows import Connection

MOST = 30  # people compared with one row at most
_SHORTEST = 3  # letters of a word by which people are looked for


@dataclass(frozen=True, slots=True)
class Doubt:
    """A new person of a sheet who may be someone here; ``score`` 0..100, ``lines`` are (sign, what, value), ``why`` one sentence."""

    place: Place
    name: str
    person_id: str
    household_id: str
    known_name: str
    known_place: str
    strength: Literal["Sangat mirip", "Mungkin"]
    score: int
    why: str
    lines: tuple[tuple[Sign, str, str], ...]


def doubts(con: Connection, families: Sequence[Family], progress: Callable[[int, int], None] = lambda _done, _total: None) -> list[Doubt]:
    """Return for each new person the likeliest one here, when there is one; ``progress`` is told (done, total) and may raise."""
    fresh = [(family.home, row) for family in families for row in family.fresh]
    if not fresh:
        return []
    claimed = {row.here.id for family in families for row in family.people if row.here}
    blocks = _blocks(con, fresh, claimed)
    shares = stored.shares(con)
    found = []
    for done, (home, row) in enumerate(fresh):
        if done % 200 == 0:
            progress(done, len(fresh))
        told = _traits(home, row.person)
        near = {one.person_id: one for key in _keys(told) for one in blocks.get(key, ())[:MOST]}
        best = max(
            ((likeness.compare(told, one.traits, shares=shares), one) for one in near.values()), key=lambda pair: pair[0].bits, default=None
        )
        if best is not None and best[0].strength:
            found.append(_doubt(row.person, *best))
    return found


def _blocks(con: Connection, fresh: Sequence[tuple[IncomingHousehold, Row]], claimed: set[str]) -> dict[str, list[Candidate]]:
    """Return the people here who share a key with a new one: all of its villages, and who elsewhere was born on the same day."""
    told = [_traits(home, row.person) for home, row in fresh]
    wanted = {key for one in told for key in _keys(one)}
    days = {day for one in told for day in _days(one.birth_date)}
    regions = sorted({one.region_id for one in told if one.region_id})
    near = [row.id for row in kept.namesakes(con, days) if wanted.intersection(_day_keys(row.name or "", row.birth_date))]
    blocks: dict[str, list[Candidate]] = defaultdict(list)
    for one in stored_people(con, regions, near):
        if one.person_id not in claimed:
            for key in _keys(one.traits):
                if key in wanted:
                    blocks[key].append(one)
    return blocks


def stored_people(con: Connection, regions: Sequence[str], ids: Sequence[str]) -> Iterator[Candidate]:
    """Yield the people of these villages and these others, each once."""
    seen: set[str] = set()
    for one in kept.candidates_in(con, regions, ids):
        if one.person_id not in seen:
            seen.add(one.person_id)
            yield one


def _days(day: str) -> list[str]:
    """Return a day as told and with day and month turned; a day that many were given at the desk finds nobody elsewhere."""
    if len(day) != len("2026-11-23") or day[5:] in ROUND_DAYS:
        return []
    return [day, f"{day[:4]}-{day[8:]}-{day[5:7]}"] if day[8:] <= "12" else [day]


def _day_keys(name: str, day: str) -> Iterator[str]:
    for word in spoken(name):
        if len(word) >= _SHORTEST:
            yield f"d {min(_days(day), default=day)} {sound(word)[:3]}"


def _keys(told: Traits) -> list[str]:
    """Return by what somebody is found: the day with the beginning of each word, and within the village the name, or its first word."""
    words = spoken(told.name)
    first = max(words, key=surprise, default="")
    keys = [] if told.birth_date[5:] in ROUND_DAYS or not told.birth_date else list(_day_keys(told.name, told.birth_date))
    if words:
        keys.append(f"n {told.region_id} {said(told.name)}")
    if len(first) >= _SHORTEST and told.birth_date:
        keys.append(f"y {told.region_id} {sound(first)[:4]} {told.birth_date[:4]}")
    if len(first) >= _SHORTEST and told.mother_name:
        keys.append(f"m {told.region_id} {sound(first)[:4]} {said(told.mother_name)}")
    return keys


def _traits(home: IncomingHousehold, person: IncomingPerson) -> Traits:
    return Traits(
        person.name, person.nik or "", person.birth_date or "", person.sex or "", home.kk or "", home.region_id, home.rt or "", home.rw or "",
        person.mother_name or "", person.father_name or "", person.phone or "", person.relation or "", person.status != "2",
    )  # fmt: skip


def _doubt(person: IncomingPerson, told: likeness.Likeness, one: Candidate) -> Doubt:
    here = one.traits
    where = ", ".join(part for part in (place_of(here.rt, here.rw), region_name(here.region_id)) if part)
    return Doubt(
        person.place,
        person.name,
        one.person_id,
        one.household_id,
        here.name or "–",
        where,
        told.strength or "Mungkin",
        told.score,
        told.why,
        told.lines,
    )
