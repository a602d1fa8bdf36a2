"""Is this family here already: who is likely the same, with the reason beside each sign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldapp import problems
from fieldapp.domain import likeness, phones
from fieldapp.domain.family_likeness import FamilyLikeness, compare_households
from fieldapp.domain.likeness import Likeness, Sign, Traits
from fieldapp.domain.name_likeness import said
from fieldapp.domain.nik import digits_of
from fieldapp.services.households import place_of
from fieldapp.services.regions import region_name
from fieldapp.store import likeness as kept
from fieldapp.store import pairing

if TYPE_CHECKING:
    from fieldapp.services.checking import NewPerson
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.likeness import Candidate
    from fieldapp.store.pairing import Progress
    from fieldapp.store.rows import Connection


@dataclass(frozen=True, slots=True)
class Match:
    """A person already here who may be the one being typed; ``lines`` are (sign, what, value), ``score`` 0..100, ``why`` one sentence.

    A shared NIK is always told; "Mungkin" is then the most that is said while name and day contradict it.
    """

    household_id: str
    person_id: str
    name: str
    place: str
    village: str
    members: int
    strength: Literal["Sangat mirip", "Mungkin"]
    lines: tuple[tuple[Sign, str, str], ...]
    same_nik: bool
    score: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Two people of the register who may be one, ids sorted; ``region_id`` is the village of the first."""

    first_id: str
    second_id: str
    region_id: str
    told: Likeness


@dataclass(frozen=True, slots=True)
class FamilySuspicion:
    """Two families of the register who may be one, ids sorted; ``region_id`` is the village of the first."""

    first_id: str
    second_id: str
    region_id: str
    told: FamilyLikeness


def likely_matches(ws: Workspace, new: NewPerson, *, kk: str = "", region_id: str | None = None, limit: int = 4) -> tuple[Match, ...]:
    """Return who is likely already here, best first; an empty form matches nobody."""
    typed = _traits(new, digits_of(kk), region_id or "")
    with ws.reading() as con:
        found = kept.candidates(con, typed)
        holders = _holders(con, typed.nik)
    told = [(likeness.compare(typed, one.traits, holders=holders if one.traits.nik == typed.nik else 0), one) for one in found]
    best = sorted(((one, who) for one, who in told if one.strength or one.same_nik), key=lambda pair: (-pair[0].bits, pair[1].person_id))
    return tuple(_match(one, who) for one, who in best[:limit])


def _match(told: Likeness, who: Candidate) -> Match:
    here = who.traits
    return Match(
        who.household_id, who.person_id, here.name or "–", place_of(here.rt, here.rw), region_name(here.region_id), who.members,
        told.strength or "Mungkin", told.lines, told.same_nik, told.score, told.why,
    )  # fmt: skip


def _traits(new: NewPerson, kk: str, region_id: str) -> Traits:
    """Return what is typed so far; numbers that are not complete say nothing yet."""
    nik = digits_of(new.nik)
    born = new.birth_date.isoformat() if new.birth_date else ""
    return Traits(
        new.name, nik if len(nik) == likeness.DIGITS else "", born, new.sex, kk if len(kk) == likeness.DIGITS else "", region_id,
        phone=_phone(new.phone), relation=new.relation, living=new.status != "2",
    )  # fmt: skip


def _phone(text: str) -> str:
    """Return a telephone number as kept; one still being typed says nothing."""
    if not text.strip():
        return ""
    try:
        return phones.normalise(text)
    except problems.Problem:
        return ""


def _holders(con: Connection, nik: str) -> int:
    """Return how many differently named people are kept under a NIK."""
    return len({said(name) for name in kept.names_under(con, nik)}) if nik else 0


def suspicions(ws: Workspace, *, region: str | None = None, progress: Progress | None = None) -> Iterator[Suspicion]:
    """Yield the pairs of people in the register who may be one, unordered, as the blocks are walked; ``progress(done, of)``.

    Reads for minutes over a whole kabupaten: call it beside the window, and stop taking to cancel.
    """
    holders: dict[str, int] = {}
    with ws.reading() as con:
        shares = kept.shares(con)
        for one, other in pairing.pairs(con, progress=progress, region=region):
            nik = one.traits.nik
            same = bool(nik) and nik == other.traits.nik
            if same and nik not in holders:
                holders = {nik: _holders(con, nik)}  # pairs of one NIK come together, so the last is enough to remember
            told = likeness.compare(one.traits, other.traits, shares=shares, holders=holders[nik] if same else 0)
            if told.strength:
                first, second = sorted((one.person_id, other.person_id))
                yield Suspicion(first, second, one.traits.region_id if first == one.person_id else other.traits.region_id, told)


def family_suspicions(ws: Workspace, *, region: str | None = None) -> Iterator[FamilySuspicion]:
    """Yield the pairs of families in the register who may be one: under one KK, or with members found alike by :func:`suspicions`."""
    with ws.reading() as con:
        for first, second in pairing.household_pairs(con, region=region):
            told = compare_households(first.family, second.family)
            if told.strength:
                yield FamilySuspicion(first.household_id, second.household_id, first.region_id, told)


def compare_families(ws: Workspace, first_id: str, second_id: str) -> FamilyLikeness:
    """Return how alike two families are, with who of the one is whom of the other; the order of members is that of the KK."""
    with ws.reading() as con:
        one, other = (pairing.family_of(con, household_id) for household_id in (first_id, second_id))
    return compare_households(one.family, other.family)
