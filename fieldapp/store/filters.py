"""What families can be filtered by: one bit each on their counted line, so that any filters together cost one look at it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from fieldapp.store.rows import Connection
from fieldapp.store.tables import card, enrolment, household, person, ppks_case

# What is never told in a list, because the kind itself hurts: it stands in the confidential bucket and has no bit here.
HIDDEN_PPKS = frozenset({"03", "06", "10", "14", "16", "17", "18", "19"})
PPKS_KINDS = tuple(kind for kind in (f"{number:02d}" for number in range(1, 27)) if kind not in HIDDEN_PPKS)
_MARKS = (
    "tanpa_nik", "belum_dikunjungi", "berbeda", "menunggu", "rtlh", "disabilitas", "perempuan_kk", "bantuan", "digabung", "desil_0", "desil_1",
    "desil_2", "desil_3", "desil_4",
)  # fmt: skip
BITS = {code: 1 << place for place, code in enumerate(_MARKS)} | {f"ppks_{kind}": 1 << (16 + int(kind)) for kind in PPKS_KINDS}
ANY_PPKS = sum(BITS[f"ppks_{kind}"] for kind in PPKS_KINDS)
OLD_YEARS, SMALL_YEARS = 60, 5  # lanjut usia: UU 13/1998 Ps. 1; balita: younger than five
NOT_DISABLED = (None, "", "7")  # SIAK: 7 is "tidak cacat"
BATCH = "impor_"  # before the id of the import
DATED = ("jatuh_tempo", "lansia", "balita")
CODES = (*_MARKS, *DATED, "ppks", *(f"ppks_{kind}" for kind in PPKS_KINDS))


def known(code: str) -> bool:
    """Say whether there is such a filter; one that an import brought is known by the beginning of its code."""
    return code in CODES or code.startswith(BATCH)


def mark(con: Connection, lines: list[dict[str, Any]], homes: Sequence[sa.Row[Any]], people: dict[str, list[sa.Row[Any]]],
         owner: dict[str, str]) -> None:  # fmt: skip
    """Put the bits, and the days of birth of the eldest and the youngest, on lines about to be written."""
    helped = _standing_for(con, sa.select(enrolment.c.household_id), enrolment, owner)
    cases = _ppks(con, people, owner)
    below = Counter(owner.values())
    head_of = {home.id: home.head_id for home in homes}
    for line in lines:
        home = line["household_id"]
        living = [p for p in people[home] if not p.merged_into and p.status != "2"]
        line |= {"marks": 0, "eldest": None, "youngest": None}
        told = _of_line(line) | {f"ppks_{kind}" for kind in cases[home]} | _of_people(living, head_of[home])
        told |= ({"bantuan"} if home in helped else set()) | ({"digabung"} if below[home] > 1 else set())
        line["marks"] = sum(BITS[code] for code in told if code in BITS)
        born = [day for p in living if (day := _ordinal(p.birth_date))]
        if born:
            line |= {"eldest": min(born), "youngest": max(born)}


def _of_line(line: dict[str, Any]) -> set[str]:
    told = {f"desil_{line['desil'] or 0}"}
    told |= {"tanpa_nik"} if line["without_nik"] else set()
    told |= set() if line["visits"] else {"belum_dikunjungi"}
    told |= {"berbeda"} if line["differs"] else set()
    told |= {"menunggu"} if line["waiting"] else set()
    return told | ({"rtlh"} if line["house"] == "bad" else set())


def _of_people(living: list[sa.Row[Any]], head_id: str | None) -> set[str]:
    told = {"disabilitas"} if any(p.disability not in NOT_DISABLED for p in living) else set()
    return told | ({"perempuan_kk"} if any(p.id == head_id and p.sex == "2" for p in living) else set())


def _ordinal(day: str | None) -> int | None:
    """Return a day as a number; what an older sheet left half written is no day."""
    try:
        return date.fromisoformat(day).toordinal() if day else None
    except ValueError:
        return None


def _standing_for(con: Connection, query: sa.Select[Any], table: sa.Table, owner: dict[str, str]) -> set[str]:
    found = con.execute(query.where(table.c.household_id.in_(list(owner)), ~table.c.deleted)).scalars()
    return {owner[row] for row in found}


def _ppks(con: Connection, people: dict[str, list[sa.Row[Any]]], owner: dict[str, str]) -> dict[str, set[str]]:
    """Return the kinds of each family: its own, and those of the people who are in it now, wherever they were when it was told."""
    told: dict[str, set[str]] = defaultdict(set)
    open_ones = sa.select(ppks_case.c.household_id, ppks_case.c.kind).where(~ppks_case.c.deleted, ppks_case.c.until.is_(None))
    for row in con.execute(open_ones.where(ppks_case.c.household_id.in_(list(owner)), ppks_case.c.person_id.is_(None))):
        told[owner[row.household_id]].add(row.kind)
    living = {p.id: home for home, members in people.items() for p in members if p.status != "2"}
    ids = list(living)
    for start in range(0, len(ids), 900):
        query = sa.select(ppks_case.c.person_id, ppks_case.c.kind).where(
            ppks_case.c.person_id.in_(ids[start : start + 900]), ppks_case.c.until.is_(None), ~ppks_case.c.deleted
        )
        for row in con.execute(query):
            told[living[row.person_id]].add(row.kind)
    return told


def years_before(today: date, years: int) -> int:
    """Return the ordinal number of the day so many years ago; from 29 February it is the day before March."""
    try:
        return today.replace(year=today.year - years).toordinal()
    except ValueError:
        return today.replace(year=today.year - years, day=28).toordinal()


def conditions(codes: Iterable[str], today: date, *, walking: bool = False) -> list[sa.ColumnElement[bool]]:
    """Return what must be true of a line. Filters of one kind (desil, PPKS) widen each other, all others narrow.

    ``walking``: lines are being walked in an order of their own, which an index on what is asked would break.
    """
    wanted = [code for code in dict.fromkeys(codes) if known(code)]
    found: list[sa.ColumnElement[bool]] = []
    for group in ("desil_", "ppks"):
        bits = sum(ANY_PPKS if code == "ppks" else BITS[code] for code in wanted if code.startswith(group) and not _covered(code, wanted))
        if bits:
            found.append(card.c.marks.op("&")(bits) != 0)
    plain = sum(BITS[code] for code in wanted if code in BITS and not code.startswith(("desil_", "ppks")))
    if plain:
        found.append(card.c.marks.op("&")(plain) == plain)
    if "lansia" in wanted:
        found.append(card.c.eldest <= years_before(today, OLD_YEARS))
    if "balita" in wanted:
        found.append(card.c.youngest > years_before(today, SMALL_YEARS))
    if "jatuh_tempo" in wanted:
        planned = sa.func.coalesce(card.c.next_visit, "9999") if walking else card.c.next_visit
        found.append(planned <= today.isoformat())
    found += [card.c.household_id.in_(_imported(code.removeprefix(BATCH))) for code in wanted if code.startswith(BATCH)]
    return found


def _covered(code: str, wanted: list[str]) -> bool:
    return code.startswith("ppks_") and "ppks" in wanted


def _imported(batch_id: str) -> sa.CompoundSelect[Any]:
    """The families an import brought, and those it brought a member into."""
    return sa.union(
        sa.select(household.c.id).where(household.c.batch_id == batch_id),
        sa.select(person.c.household_id).where(person.c.batch_id == batch_id),
    )


def region_condition(region: str | None, *, walking: bool = False) -> list[sa.ColumnElement[bool]]:
    """Return what must be true of a line for it to lie in a region of any level; ``walking`` as in :func:`conditions`."""
    if not region or region == "00":
        return []
    if walking:
        return [sa.or_(sa.func.substr(card.c.region_id, 1, len(region) + 1) == f"{region}.", card.c.region_id.concat("") == region)]
    if region.count(".") == 3:
        return [card.c.region_id == region]
    # One range, so that the index on the region can be walked: "/" comes right after ".".
    return [card.c.region_id >= region, card.c.region_id < f"{region}/"]


def counted(con: Connection, region: str | None, today: date) -> dict[str, int]:
    """Return how many families each filter would leave, at one walk over the lines; those that leave none are told as 0."""
    inside = region_condition(region)
    told = dict.fromkeys(CODES, 0)
    for marks, n in con.execute(sa.select(card.c.marks, sa.func.count()).where(*inside).group_by(card.c.marks)):
        for code, bit in BITS.items():
            if marks & bit:
                told[code] += n
        told["ppks"] += n if marks & ANY_PPKS else 0
    for code in DATED:
        query = sa.select(sa.func.count()).select_from(card).where(*inside, *conditions([code], today))
        told[code] = con.execute(query).scalar() or 0
    return told
