"""Who of a sheet is here already: each row is someone new, someone known, or a row that must be looked at first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain import nik as numbers
from fieldapp.domain.name_likeness import compare_names, said
from fieldapp.domain.names import fold
from fieldapp.language import _
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson, IncomingSheet, Place, WrongRow
from fieldapp.services.regions import region_name
from fieldapp.store import imports as kept

if TYPE_CHECKING:
    from fieldapp.store.rows import Connection, Found


@dataclass(slots=True)
class Row:
    """One person of a sheet with the record here that is the same person, or None for someone new."""

    person: IncomingPerson
    here: Found | None = None


@dataclass(slots=True)
class Family:
    """One family of a sheet with the record here that is the same family, or None for a new one."""

    home: IncomingHousehold
    here: Found | None
    people: list[Row] = field(default_factory=list)

    @property
    def fresh(self) -> list[Row]:
        """The people who are not here yet."""
        return [row for row in self.people if row.here is None]


@dataclass(frozen=True, slots=True)
class Known:
    """The families of a sheet that can be taken in, and the rows that cannot; a family with a wrong row waits as a whole."""

    families: tuple[Family, ...]
    wrong: tuple[WrongRow, ...]


def known_of(con: Connection, sheet: IncomingSheet) -> Known:
    """Find everyone of a sheet who is here, a few questions for the whole sheet."""
    people = [person for home in sheet.households for person in home.members]
    by_nik = kept.people_by_nik(con, (person.nik for person in people if person.nik))
    bearers = _bearers(people, sheet.shared)
    refused: dict[Place, list[str]] = defaultdict(list)
    named: dict[Place, Found | None] = {}
    for person in people:
        if person.nik:
            named[person.place] = _by_nik(person, by_nik, bearers[person.nik], refused[person.place])
    families = _families(con, sheet, named)
    for family in families:
        _stands_twice(family, refused)
        _cannot_begin(family, refused)
    return _sorted(families, sheet.wrong, refused)


def _bearers(people: Iterable[IncomingPerson], shared: Iterable[tuple[str, str]]) -> dict[str, dict[str, Place]]:
    """Return for each NIK the differently named people of the sheet who carry it, each with the first row they stand in."""
    found: dict[str, dict[str, Place]] = defaultdict(dict)
    for person in people:
        if person.nik:
            found[person.nik].setdefault(said(person.name), person.place)
    for nik, name in shared:
        if nik in found:
            found[nik].setdefault(said(name), ("", 0))
    return found


def _by_nik(person: IncomingPerson, by_nik: dict[str, list[Found]], bearers: dict[str, Place], reasons: list[str]) -> Found | None:
    """Return who here has this NIK; a number several names carry, and one that is someone else's here, are told instead."""
    if len(bearers) > 1:
        reasons.append(problems.NIK_SHARED(count=len(bearers)).sentence)
        return None
    first = bearers[said(person.name)]
    if first != person.place:
        reasons.append(problems.NIK_TWICE(row=first[1]).sentence)
        return None
    here = by_nik.get(person.nik or "", [])
    if not here:
        return None
    same = next((row for row in here if not person.name or compare_names(person.name, row.name or "").verdict != "other"), None)
    if same is None:
        told = problems.NIK_ELSEWHERE(nik=numbers.mask(person.nik), name=here[0].name or "–", place=region_name(here[0].region_id))
        reasons.append(told.sentence)
    return same


def _families(con: Connection, sheet: IncomingSheet, named: dict[Place, Found | None]) -> list[Family]:
    """Return the families, each with the one here: by its KK, by the number an instrument gave it, or where its people live."""
    by_kk = kept.families_by_kk(con, (home.kk for home in sheet.households if home.kk))
    keys = {home.key for home in sheet.households if home.key} if sheet.key_question else set()
    by_key = kept.families_by_answer(con, sheet.form, sheet.key_question, keys, sheet.region_id) if keys else {}
    lives = {person.place: row.household_id for home in sheet.households for person in home.members if (row := named.get(person.place))}
    stands = {row.id: row for row in kept.families_by_id(con, [*by_key.values(), *kept.standing(con, lives.values()).values()])}
    upward = kept.standing(con, lives.values())
    made = []
    for home in sheet.households:
        here = by_kk.get(home.kk) or stands.get(by_key.get(home.key, ""))
        if here is None:
            counted = Counter(upward[lives[person.place]] for person in home.members if lives.get(person.place))
            most = stands.get(counted.most_common(1)[0][0]) if counted else None
            here = most if most is not None and (not home.kk or not most.kk) else None
        made.append(Family(home, here, [Row(person, named.get(person.place)) for person in home.members]))
    _read_members(con, made)
    return made


def _read_members(con: Connection, families: list[Family]) -> None:
    """Match by name and day of birth whoever of a known family is not found by number, each record here with one row."""
    members = kept.people_in(con, (family.here.id for family in families if family.here))
    taken = {row.here.id for family in families for row in family.people if row.here}
    for family in families:
        free = [one for one in (members.get(family.here.id, []) if family.here else []) if one.id not in taken]
        for row in family.people:
            if row.here is None:
                found = next((one for one in free if _same(row.person, one)), None)
                if found is not None:
                    row.here = found
                    free.remove(found)


def _same(person: IncomingPerson, one: Found) -> bool:
    days = person.birth_date and one.birth_date
    return fold(person.name) == fold(one.name or "") and (person.birth_date == one.birth_date if days else True)


def _stands_twice(family: Family, refused: dict[Place, list[str]]) -> None:
    """Tell a person without NIK who stands twice in one family of the sheet."""
    seen: dict[tuple[str, str], int] = {}
    for row in family.people:
        if not row.person.nik and row.person.name:
            key = (fold(row.person.name), row.person.birth_date or "")
            first = seen.setdefault(key, row.person.row)
            if first != row.person.row:
                refused[row.person.place].append(problems.ROW_TWICE(row=first).sentence)


def _cannot_begin(family: Family, refused: dict[Place, list[str]]) -> None:
    """Tell a new person without a name, and one alone without KK who is nobody's head: there is no family to put them in."""
    for row in family.fresh:
        if not row.person.name:
            refused[row.person.place].append(problems.CELL_EMPTY(column=_("Nama")).sentence)
    alone = family.here is None and not family.home.kk and not family.home.key and len(family.people) == 1 and family.people[0].here is None
    if alone and family.people[0].person.relation not in ("", "1", None):
        refused[family.people[0].person.place].append(problems.KEY_EMPTY(column=_("Nomor KK")).sentence)


def _sorted(families: list[Family], wrong: tuple[WrongRow, ...], refused: dict[Place, list[str]]) -> Known:
    """Part the families that can be taken in from those in which a row is wrong."""
    told = {row.place: row for row in wrong}
    good = []
    for family in families:
        places = [row.person.place for row in family.people]
        bad = any(refused.get(place) or (place in told and not told[place].waits) for place in places)
        if not bad:
            good.append(family)
            continue
        for row in family.people:
            told.setdefault(row.person.place, _wrong(row.person, refused.get(row.person.place, [])))
    return Known(tuple(good), tuple(sorted(told.values(), key=lambda row: row.place)))


def _wrong(person: IncomingPerson, reasons: list[str]) -> WrongRow:
    waiting = _("Baris ini benar, menunggu anggota lain dalam keluarga ini diperbaiki.")
    return WrongRow(person.place, person.name, tuple(reasons) or (waiting,), waits=not reasons)
