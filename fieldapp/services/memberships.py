"""Who belonged to which family and when, and what every act that changes it has to ask: a day, a reason, a head for those who stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.codes import DUKCAPIL, codes, label
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import local
from fieldapp.domain.written import date_long
from fieldapp.language import _
from fieldapp.services.checking import FieldNote
from fieldapp.store import aliases, households, persons
from fieldapp.store import memberships as kept
from fieldapp.store.rows import noun_from

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found
    from fieldapp.store.transaction import Transaction

HEAD = "1"  # SHDK: kepala keluarga
ALIVE, DEAD, AWAY = "1", "2", "3"  # Dukcapil status dasar: hidup, mati, pindah
INSTRUMENT = "keanggotaan"
Notes = dict[str, FieldNote]


@dataclass(frozen=True, slots=True)
class MembershipLine:
    """One step in a person's life among families; ids are None where no family is meant, names tell what this laptop knows."""

    id: str
    kind: Literal["in", "out", "here"]  # came into a family, left without another, something happened within it
    since: date | None
    reason: str
    text: str
    person_id: str
    person_name: str
    household_id: str | None
    household_name: str
    left_id: str | None
    left_name: str
    relation: str
    note: str
    by_name: str


def reasons() -> tuple[tuple[str, str], ...]:
    """Return (code, label) of why someone came into or left a family."""
    return tuple(codes(INSTRUMENT, "alasan").items())


def membership_history(ws: Workspace, person_id: str) -> tuple[MembershipLine, ...]:
    """Return the families of a person's life, the first one first, begun by their registration; raises PERSON_UNKNOWN."""
    with ws.reading() as con:
        person_id = aliases.resolve(con, "person", person_id)
        who = persons.one(con, person_id)
        if who is None:
            raise problems.PERSON_UNKNOWN()
        found = list(kept.of_person(con, person_id))
        first = next((row.left_household_id or row.household_id for row in found), None) or who.household_id
        lines = _lines(con, found, extra=first)
        names = kept.family_names(con, [first] if first else [])
    if found and not found[0].left_household_id:
        return lines
    began = local(who.created_at, ws.zone).date() if who.created_at else None
    start = MembershipLine(person_id, "in", began, "terdaftar", label(INSTRUMENT, "alasan", "terdaftar"), person_id, who.name or "–", first,
                           _family(names, first), None, "", "", "", "")  # fmt: skip
    return (start, *lines)


def departures(ws: Workspace, household_id: str) -> tuple[MembershipLine, ...]:
    """Return who left a family, when, whereto and why, the first one first: for a family in the bin this is why it is there."""
    with ws.reading() as con:
        return _lines(con, list(kept.departures(con, household_id)))


def _lines(con: Connection, found: list[Found], extra: str | None = None) -> tuple[MembershipLine, ...]:
    homes = {i for row in found for i in (row.household_id, row.left_household_id, extra) if i}
    names, people = kept.family_names(con, homes), kept.person_names(con, [row.person_id for row in found])
    return tuple(_line(row, names, people) for row in found)


def _line(row: Found, names: Mapping[str, str], people: Mapping[str, str]) -> MembershipLine:
    kind: Literal["in", "out", "here"] = "in" if row.household_id else "out"
    if row.household_id and row.household_id == row.left_household_id:
        kind = "here"
    return MembershipLine(
        row.id, kind, date.fromisoformat(row.since) if row.since else None, row.reason or "", label(INSTRUMENT, "alasan", row.reason), row.person_id,
        people.get(row.person_id, "–"), row.household_id, _family(names, row.household_id), row.left_household_id, _family(names, row.left_household_id),
        label(DUKCAPIL, "shdk", row.relation), row.note or "", row.by_name or "–",
    )  # fmt: skip


def _family(names: Mapping[str, str], household_id: str | None) -> str:
    return names.get(household_id, _("keluarga yang tidak ada di laptop ini")) if household_id else ""


def note_membership(
    act: Transaction, person: nouns.Person, *, to: str | None, left: str | None, relation: str | None, since: date, reason: str, note: str = "",
    region_id: str = "",
) -> None:  # fmt: skip
    """Write down that a person came into a family (``to``) or left one, on a day and for a reason of the list."""
    act.add(
        nouns.Membership(
            id=new_id(), root_id=person.root_id, region_id=region_id or person.region_id, person_id=person.id, household_id=to, left_household_id=left,
            relation=relation or None, since=since.isoformat(), reason=reason, note=note.strip() or None,
        )
    )  # fmt: skip


def is_present(person: nouns.Person | Found) -> bool:
    """Say whether a person lives in their family: neither dead nor moved away nor missing."""
    return person.status in (None, ALIVE)


def present(con: Connection, household_id: str, but: Collection[str] = ()) -> list[Found]:
    """Return who lives in a family, leaving some people out, in the order of the KK."""
    return [row for row in persons.members_of(con, household_id) if is_present(row) and row.id not in but]


def check_day(ws: Workspace, since: date, people: Collection[nouns.Person]) -> Notes:
    """Return what is wrong with the day of an act: it has come, and everyone was born by then."""
    if since > ws.today():
        return {"since": FieldNote("error", _("Tanggal {day} belum terjadi. Periksa tahunnya.").format(day=date_long(since)))}
    unborn = [p for p in people if p.birth_date and since.isoformat() < p.birth_date]
    if unborn:
        told = _("Pada tanggal itu {name} belum lahir. Periksa tanggalnya.").format(name=unborn[0].name or "–")
        return {"since": FieldNote("error", told)}
    return {}


def check_left(
    con: Connection, household_id: str, leaving: Collection[str], heads: Mapping[str, str], relations: Mapping[str, str]
) -> Notes:
    """Return what is wrong or worth a look in the family that people leave: without its head it needs a new one, chosen by a person."""
    home = family_of(con, household_id)
    staying = present(con, household_id, leaving)
    chosen = heads.get(household_id)
    if chosen and chosen not in {row.id for row in staying}:
        return {f"head.{household_id}": FieldNote("error", _("Kepala keluarga yang baru harus anggota yang masih tinggal."))}
    if not staying or (home.head_id not in leaving and not chosen):
        return {}
    if not chosen:
        known = ", ".join(row.name or "–" for row in staying)
        return {f"head.{household_id}": FieldNote("error", problems.HEAD_NEEDED(known=known).sentence)}
    told = _("Hubungan {name} masih terhadap kepala keluarga yang lama. Periksa.")
    others = [row for row in staying if row.id != chosen]
    return {
        f"relation.{row.id}": FieldNote("warn", told.format(name=row.name or "–")) for row in others if row.id not in relations
    } | check_relations({row.id: relations[row.id] for row in others if row.id in relations})


def check_relations(relations: Mapping[str, str]) -> Notes:
    """Return the relations that are not on Dukcapil's list, and those that would make a second head."""
    known = codes(DUKCAPIL, "shdk")
    notes: Notes = {}
    for person_id, code in relations.items():
        if code not in known:
            notes[f"relation.{person_id}"] = FieldNote("error", _("Pilih hubungan dengan kepala keluarga dari daftar."))
        elif code == HEAD:
            notes[f"relation.{person_id}"] = FieldNote("error", _("Keluarga hanya mempunyai satu kepala keluarga."))
    return notes


def family_of(con: Connection, household_id: str) -> nouns.Household:
    """Return a family that stands and is not in the bin; raises HOUSEHOLD_UNKNOWN."""
    home = households.noun(con, aliases.resolve(con, "household", household_id))
    if home is None or not households.is_here(con, home.id):
        raise problems.HOUSEHOLD_UNKNOWN()
    return home


def person_of(con: Connection, person_id: str) -> nouns.Person:
    """Return a person with the family that stands; raises PERSON_UNKNOWN."""
    found = persons.one(con, aliases.resolve(con, "person", person_id))
    told = None if found is None or found.deleted else noun_from("person", found)
    if not isinstance(told, nouns.Person) or told.household_id is None:
        raise problems.PERSON_UNKNOWN()
    return replace(told, household_id=aliases.resolve(con, "household", told.household_id))


def give_head(act: Transaction, household_id: str, head_id: str, relations: Mapping[str, str]) -> None:
    """Make a member the head of their family, and write the relations of the others as they were told."""
    act.change(nouns.Household, household_id, {"head_id": head_id})
    act.change(nouns.Person, head_id, {"relation": HEAD})
    for row in present(act.con, household_id, (head_id,)):
        if row.id in relations:
            act.change(nouns.Person, row.id, {"relation": relations[row.id]})
