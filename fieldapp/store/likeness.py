"""Who could be the same person: the few worth comparing, found by numbers, days and words without ever walking through everybody."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from fieldapp.domain.likeness import ROUND_DAYS, Traits
from fieldapp.domain.name_likeness import spoken, surprise
from fieldapp.domain.names import fold, words
from fieldapp.store import vocabulary
from fieldapp.store.rows import Connection
from fieldapp.store.tables import alias, card, household, person, search_row, word

MOST = 100  # people compared at most while someone types: each costs reading a line of three tables from the encrypted file
BY_NUMBER = 30  # people taken at most for one number
BY_DAY = 150  # people read at most for a day of birth
BY_WORDS = 60  # names read at most for one combination of words, from everywhere
BY_WORDS_HERE = 200  # the same within a village of some three thousand people
BEST_NAMED = 45  # names kept of those read, the nearest
BEST_BORN = 25  # people kept of those born on a day, the nearest by name
SLIPS = 2  # words of a name, the rarest, that are looked for misspelt as well
VILLAGE_DOTS = 3  # of the code of a village, 18.11.02.2008
ENOUGH = 500  # people from whom it can be told how common a word is
RESEMBLES = 45  # percent of likeness below which a name is not kept
DIGITS = "0123456789"
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person worth comparing, with the line of their family."""

    person_id: str
    household_id: str
    members: int
    traits: Traits


def people() -> sa.Select[Any]:
    """Return the query of the people who count: neither in the bin nor merged into another, each with the family that stands for theirs."""
    home = sa.func.coalesce(alias.c.into_id, person.c.household_id)
    return (
        sa.select(
            person.c.id, home.label("household_id"), person.c.name, person.c.nik, person.c.birth_date, person.c.sex, person.c.mother_name,
            person.c.father_name, person.c.phone, person.c.relation, person.c.status, card.c.kk, card.c.rt, card.c.rw, card.c.region_id, card.c.members,
        )
        .select_from(person).outerjoin(alias, alias.c.id == person.c.household_id).join(card, card.c.household_id == home)
        .where(~person.c.deleted, person.c.merged_into.is_(None))
    )  # fmt: skip


def candidate(row: sa.Row[Any]) -> Candidate:
    """Read a line of :func:`people`."""
    return Candidate(
        row.id,
        row.household_id,
        row.members,
        Traits(
            row.name or "", row.nik or "", row.birth_date or "", row.sex or "", row.kk or "", row.region_id, row.rt or "", row.rw or "",
            row.mother_name or "", row.father_name or "", row.phone or "", row.relation or "", row.status != "2",
        ),
    )  # fmt: skip


def candidates(con: Connection, new: Traits) -> list[Candidate]:
    """Return the people worth comparing with one being typed; their village, when told, comes first."""
    ids: dict[str, None] = {}
    for found in (
        _by_nik(con, new.nik),
        _by_kk(con, new.kk),
        _by_name(con, new.name, new.region_id),
        _by_birth(con, new.birth_date, new.name),
    ):
        ids.update(dict.fromkeys(found))
    wanted = list(ids)[:MOST]
    return [candidate(row) for row in con.execute(people().where(person.c.id.in_(wanted)))] if wanted else []


def one_slip_away(nik: str) -> list[str]:
    """Return every number that differs from a NIK by one digit or by two neighbours changing places."""
    changed = [nik[:at] + digit + nik[at + 1 :] for at, own in enumerate(nik) for digit in DIGITS if digit != own]
    turned = [nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :] for at in range(len(nik) - 1) if nik[at] != nik[at + 1]]
    return changed + turned


def _by_nik(con: Connection, nik: str) -> list[str]:
    if len(nik) != 16:
        return []
    found = list(con.execute(sa.select(person.c.id).where(person.c.nik == nik).limit(BY_NUMBER)).scalars())
    near = sa.select(person.c.id).where(person.c.nik.in_(one_slip_away(nik))).limit(BY_NUMBER)
    return found + list(con.execute(near).scalars())


def _by_kk(con: Connection, kk: str) -> list[str]:
    if len(kk) != 16:
        return []
    query = sa.select(person.c.id).join(household, household.c.id == person.c.household_id).where(household.c.kk == kk)
    return list(con.execute(query.limit(BY_NUMBER)).scalars())


def _by_birth(con: Connection, day: str, name: str) -> list[str]:
    """Find by the day as told and with day and month swapped; a day that many were given at the desk finds by the name instead."""
    if not day or day[5:] in ROUND_DAYS:
        return []
    days = {day} | ({f"{day[:4]}-{day[8:]}-{day[5:7]}"} if day[8:] <= "12" else set())
    found = con.execute(sa.select(person.c.id, person.c.name).where(person.c.birth_date.in_(sorted(days))).limit(BY_DAY))
    born = {row.id: " ".join(spoken(row.name or "")) for row in found}
    return _nearest(" ".join(spoken(name)), born, BEST_BORN) if name.strip() else list(born)[:BEST_BORN]


def _by_name(con: Connection, name: str, region_id: str) -> list[str]:
    """Find by the words of a name and by words a slip away: within the village first, then two words together, then the rarest."""
    read: dict[int, str] = {}
    for match, most in _asked(con, name, region_id):
        query = sa.text("SELECT rowid AS n, name FROM search WHERE search MATCH :match LIMIT :most").bindparams(match=match, most=most)
        read.update({row.n: row.name for row in con.execute(query)})
    rows = _nearest(fold(name), read, BEST_NAMED)
    known = sa.select(search_row.c.n, search_row.c.person_id).where(search_row.c.n.in_(rows))
    owners = {row.n: row.person_id for row in con.execute(known)} if rows else {}
    return [owners[row] for row in rows if row in owners]


def _asked(con: Connection, name: str, region_id: str) -> Iterator[tuple[str, int]]:
    """Yield what is asked of the word index, and for how many. Beginnings have three letters: for those it keeps lists ready."""
    rarest = sorted({own for own in words(name) if len(own) >= 3 and own.isalnum()}, key=lambda own: -surprise(own))[:3]
    alike = {own: " OR ".join([own, *(vocabulary.near(con, own) if place < SLIPS else ())]) for place, own in enumerate(rarest)}
    if region_id.count(".") == VILLAGE_DOTS:
        here = f"AND place : {vocabulary.region_word(region_id)}"
        for own in rarest:
            yield f'name : ({alike[own]} OR "{own[:3]}"*) {here}', BY_WORDS_HERE
    for own in rarest:
        for other in rarest:
            if own != other:
                yield f'name : ({own} AND ({alike[other]} OR "{other[:3]}"*))', BY_WORDS
    if rarest:
        yield f"name : ({alike[rarest[0]]})", BY_WORDS


def _nearest(wanted: str, read: dict[Key, str], most: int) -> list[Key]:
    """Keep of the names read those that resemble most, so that only they cost a look at the person."""
    from rapidfuzz import fuzz, process

    found = process.extract(wanted, read, scorer=fuzz.token_sort_ratio, limit=most, score_cutoff=RESEMBLES)
    return [key for _name, _score, key in found]


def names_under(con: Connection, nik: str) -> list[str]:
    """Return the names of those kept under a NIK, at most a few dozen."""
    query = sa.select(person.c.name).where(person.c.nik == nik, ~person.c.deleted, person.c.merged_into.is_(None)).limit(BY_NUMBER)
    return [name or "" for name in con.execute(query).scalars()]


def shares(con: Connection) -> dict[str, float]:
    """Return the share of people here, from one in a thousand up, who carry each word; none while too few are here to tell."""
    people_here = con.execute(sa.select(sa.func.count()).select_from(search_row)).scalar_one()
    if people_here < ENOUGH:
        return {}
    query = sa.select(word.c.word, word.c.lines).where(word.c.lines >= people_here / 1000)
    return {row.word: min(1.0, row.lines / people_here) for row in con.execute(query)}
