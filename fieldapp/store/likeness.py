"""Who could be the same person: the few worth comparing, found by numbers, days and words without ever walking through everybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from fieldapp.domain.likeness import ROUND_DAYS, Traits
from fieldapp.domain.name_likeness import spoken, surprise
from fieldapp.domain.names import fold
from fieldapp.store.rows import Connection
from fieldapp.store.tables import card, household, person

MOST = 240  # people compared at most while someone types
BY_NUMBER = 40  # people taken at most for one number
BY_DAY = 200  # people taken at most for one day of birth
BY_WORDS = 120  # names read at most for one combination of words
BEST = 120  # names kept of those read
CHUNK = 400
DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person worth comparing, with the line of their family."""

    person_id: str
    household_id: str
    members: int
    traits: Traits


def people() -> sa.Select[Any]:
    """Return the query of the people who count: neither in the bin nor merged into another, in a family that stands."""
    living = (~person.c.deleted, person.c.merged_into.is_(None))
    return (
        sa.select(
            person.c.id, person.c.household_id, person.c.name, person.c.nik, person.c.birth_date, person.c.sex, person.c.mother_name,
            person.c.father_name, person.c.phone, person.c.relation, person.c.status, household.c.kk, card.c.rt, card.c.rw, card.c.region_id, card.c.members,
        )
        .select_from(person).join(household, household.c.id == person.c.household_id).join(card, card.c.household_id == household.c.id)
        .where(*living)
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


def candidates(con: Connection, new: Traits, *, village: str = "") -> list[Candidate]:
    """Return the people worth comparing with one being typed; ``village`` is the folded name of theirs, by which words are narrowed."""
    ids: dict[str, None] = {}
    for found in (_by_nik(con, new.nik), _by_kk(con, new.kk), _by_birth(con, new.birth_date), _by_name(con, new.name, village)):
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


def _by_birth(con: Connection, day: str) -> list[str]:
    """Find by the day as told and with day and month swapped; a day that many were given at the desk finds by the name instead."""
    if not day or day[5:] in ROUND_DAYS:
        return []
    days = {day} | ({f"{day[:4]}-{day[8:]}-{day[5:7]}"} if day[8:] <= "12" else set())
    return list(con.execute(sa.select(person.c.id).where(person.c.birth_date.in_(sorted(days))).limit(BY_DAY)).scalars())


def _by_name(con: Connection, name: str, village: str) -> list[str]:
    """Find by the words of a name: all of them, each beside the beginning of another, and each beginning within the village."""
    wanted = fold(name)
    if not wanted:
        return []
    read: dict[int, str] = {}
    for match in _matches(name, village):
        query = sa.text("SELECT rowid AS n, name FROM search WHERE search MATCH :match LIMIT :most").bindparams(match=match, most=BY_WORDS)
        read.update({row.n: row.name for row in con.execute(query)})
    rows = _nearest(wanted, read)
    found = con.execute(
        sa.text("SELECT person_id FROM search_row WHERE n IN :rows").bindparams(sa.bindparam("rows", expanding=True)), {"rows": rows}
    )
    return list(found.scalars()) if rows else []


def _matches(name: str, village: str) -> list[str]:
    """Return what is asked of the word index. Beginnings have two or three letters, for those the index keeps lists of their own."""
    rarest = sorted({word for word in spoken(name) if len(word) >= 3 and word.isalnum()}, key=lambda word: -surprise(word))[:3]
    here = f' AND place : "{village}"' if village else ""
    asked = [f"name : ({' AND '.join(rarest)})"] if rarest else []
    for word in rarest:
        for other in rarest:
            if word != other:
                asked += [f'name : ({word} AND "{other[:2]}"*){here}'] if here else []
                asked.append(f'name : ({word} AND "{other[:3]}"*)')
    for word in rarest[:2]:
        asked += [f'name : "{word[:3]}"*{here}', f'name : "{word[:2]}"*{here}'] if here else [f'name : "{word[:3]}"*']
    return asked


def _nearest(wanted: str, read: dict[int, str]) -> list[int]:
    """Keep of the names read those that resemble most, so that only they cost a look at the person."""
    from rapidfuzz import fuzz, process

    found = process.extract(wanted, read, scorer=fuzz.token_sort_ratio, limit=BEST, score_cutoff=45)
    return [key for _name, _score, key in found]


def names_under(con: Connection, nik: str) -> list[str]:
    """Return the names of those kept under a NIK, at most a few dozen."""
    query = sa.select(person.c.name).where(person.c.nik == nik, ~person.c.deleted, person.c.merged_into.is_(None)).limit(BY_NUMBER)
    return [name or "" for name in con.execute(query).scalars()]


def shares(con: Connection, sample: int = 4000) -> dict[str, float]:
    """Return how many of a thousandth part upwards of the people here carry a word, from names taken evenly from everywhere."""
    last = con.execute(sa.text("SELECT max(n) FROM search_row")).scalar() or 0
    rows = range(1, last + 1, max(1, last // sample))
    counted: dict[str, int] = defaultdict(int)
    seen = 0
    for start in range(0, len(rows), CHUNK):
        query = sa.text("SELECT name FROM search WHERE rowid IN :rows").bindparams(sa.bindparam("rows", expanding=True))
        for name in con.execute(query, {"rows": list(rows[start : start + CHUNK])}).scalars():
            seen += 1
            for word in set(spoken(name or "")):
                counted[word] += 1
    # A few hundred names say nothing of how rare a word is: then the built-in list speaks.
    return {word: count / seen for word, count in counted.items() if count >= 4} if seen >= 500 else {}
