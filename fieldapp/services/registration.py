"""Registering a family or a person, and correcting what was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nik as niks
from fieldapp.domain import nouns, phones
from fieldapp.domain.ids import new_id
from fieldapp.language import _
from fieldapp.services.checking import (
    BASES,
    LONGEST_NAME,
    NO_NIK_REASONS,
    QUESTIONS,
    FieldNote,
    FieldProblems,
    NewHousehold,
    NewPerson,
    check_household,
    check_person,
    reference_choices,
)
from fieldapp.store import households, persons, subjects

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

HEAD = "1"  # SHDK: kepala keluarga
DESILS = tuple(str(value) for value in range(1, 11))


def stop_on_errors(notes: Mapping[str, FieldNote]) -> None:
    """Raise FieldProblems with the fields that are wrong, when there are any."""
    wrong = {name: note for name, note in notes.items() if note.kind == "error"}
    if wrong:
        raise FieldProblems(wrong)


def person_values(new: NewPerson) -> dict[str, Any]:
    """Return a person's fields as they are kept; what was not asked is left out."""
    told = {f.name: getattr(new, f.name) for f in fields(new) if getattr(new, f.name) is not None}
    told["birth_date"] = new.birth_date.isoformat() if new.birth_date else ""
    if new.death_date or new.status != "2":
        told["death_date"] = new.death_date.isoformat() if new.death_date else ""
    told["nik"] = niks.digits_of(new.nik)
    told["phone"] = phones.normalise(new.phone) if new.phone.strip() else ""
    return {name: (value.strip() or None) for name, value in told.items()}


def household_values(new: NewHousehold) -> dict[str, Any]:
    """Return a family's own fields as they are kept; what was not asked is left out."""
    asked = {} if new.kks_last4 is None else {"kks_last4": new.kks_last4.strip() or None}
    return asked | {
        "kk": niks.digits_of(new.kk) or None, "hamlet": new.hamlet.strip() or None, "rt": new.rt.strip().zfill(3) if new.rt.strip() else None,
        "rw": new.rw.strip().zfill(3) if new.rw.strip() else None, "address": new.address.strip() or None,
        "phone": phones.normalise(new.phone) if new.phone.strip() else None, "note": new.note.strip() or None, "basis": new.basis or None,
        "consent_proof": new.consent_proof.strip() or None, "consent_on": new.consent_on.isoformat() if new.consent_on else None,
    }  # fmt: skip


def point_values(new: NewHousehold) -> dict[str, Any]:
    """Return the point of a house as it is kept: decimal degrees as text, or None."""
    return {name: getattr(new, name).replace(",", ".").strip() or None for name in ("latitude", "longitude")}


def register_household(ws: Workspace, new: NewHousehold) -> str:
    """Keep a family with its head and its house; returns its id. Raises FieldProblems."""
    stop_on_errors(check_household(ws, new))
    household_id, person_id, dwelling_id = new_id(), new_id(), new_id()
    values = household_values(new)
    place = {name: values[name] for name in ("address", "hamlet", "rt", "rw")}
    with ws.transaction() as act:
        act.add(
            nouns.Dwelling(
                id=dwelling_id, root_id=dwelling_id, region_id=new.region_id, household_ids=(household_id,), **place, **point_values(new)
            )
        )
        act.add(
            nouns.Household(
                id=household_id, root_id=household_id, region_id=new.region_id, head_id=person_id, dwelling_id=dwelling_id, **values
            )
        )
        head = person_values(replace(new.head, relation=new.head.relation or HEAD))
        act.add(nouns.Person(id=person_id, root_id=person_id, region_id=new.region_id, household_id=household_id, **head))
    return household_id


def household_form(ws: Workspace, household_id: str) -> NewHousehold:
    """Return a family's values for correcting, numbers in full; raises HOUSEHOLD_UNKNOWN."""
    with ws.reading() as con:
        found = households.one(con, household_id)
        if found is None:
            raise problems.HOUSEHOLD_UNKNOWN()
        home = households.dwelling_of(con, found.dwelling_id)
    told: dict[str, Any] = {
        name: getattr(found, name) or "" for name in ("kk", "hamlet", "rt", "rw", "address", "basis", "consent_proof", "note", "kks_last4")
    }
    return NewHousehold(
        region_id=found.region_id, consent_on=date.fromisoformat(found.consent_on) if found.consent_on else None,
        phone=phones.written(found.phone) if found.phone else "", latitude=(home.latitude if home else "") or "",
        longitude=(home.longitude if home else "") or "", **told,
    )  # fmt: skip


def edit_household(ws: Workspace, household_id: str, new: NewHousehold) -> None:
    """Keep what was corrected in a family; unchanged fields make no change. Raises FieldProblems and HOUSEHOLD_UNKNOWN."""
    stop_on_errors(check_household(ws, new, household_id))
    with ws.transaction() as act:
        kept = act.find(nouns.Household, household_id)
        if kept is None:
            raise problems.HOUSEHOLD_UNKNOWN()
        values = household_values(new)
        act.change(nouns.Household, household_id, values)
        if kept.dwelling_id and act.find(nouns.Dwelling, kept.dwelling_id):
            act.change(
                nouns.Dwelling, kept.dwelling_id, {name: values[name] for name in ("address", "hamlet", "rt", "rw")} | point_values(new)
            )
        elif any(point_values(new).values()):
            home = nouns.Dwelling(id=new_id(), root_id="", region_id=kept.region_id, household_ids=(household_id,), **point_values(new))
            act.add(replace(home, root_id=home.id))
            act.change(nouns.Household, household_id, {"dwelling_id": home.id})


def add_person(ws: Workspace, household_id: str, new: NewPerson) -> str:
    """Keep a new member; returns their id. Raises FieldProblems and HOUSEHOLD_UNKNOWN."""
    stop_on_errors(check_person(ws, new))
    person_id = new_id()
    with ws.transaction() as act:
        home = act.find(nouns.Household, household_id)
        if home is None:
            raise problems.HOUSEHOLD_UNKNOWN()
        act.add(nouns.Person(id=person_id, root_id=person_id, region_id=home.region_id, household_id=household_id, **person_values(new)))
    return person_id


def person_form(ws: Workspace, person_id: str) -> NewPerson:
    """Return a person's values for correcting, numbers in full; raises PERSON_UNKNOWN."""
    with ws.reading() as con:
        found = persons.one(con, person_id)
    if found is None:
        raise problems.PERSON_UNKNOWN()
    told = {f.name: getattr(found, f.name) or "" for f in fields(NewPerson) if f.name not in ("birth_date", "death_date", "phone")}
    born, died = (date.fromisoformat(day) if day else None for day in (found.birth_date, found.death_date))
    return NewPerson(birth_date=born, death_date=died, phone=phones.written(found.phone) if found.phone else "", **told)


def edit_person(ws: Workspace, person_id: str, new: NewPerson) -> None:
    """Keep what was corrected in a person; raises FieldProblems and PERSON_UNKNOWN."""
    stop_on_errors(check_person(ws, new, person_id=person_id))
    with ws.transaction() as act:
        if act.find(nouns.Person, person_id) is None:
            raise problems.PERSON_UNKNOWN()
        act.change(nouns.Person, person_id, person_values(new))


def check_desil(ws: Workspace, *, value: str, dated: date, source: str) -> dict[str, FieldNote]:
    """Return the note of every field of a decile that has one."""
    notes = {}
    if value not in DESILS:
        notes["value"] = FieldNote("error", _("Desil antara 1 dan 10."))
    if dated > ws.today():
        notes["dated"] = FieldNote("error", _("Tanggal desil belum terjadi."))
    if not source.strip():
        notes["source"] = FieldNote("error", _("Tulis dari mana desil ini, mis. SIKS-NG atau surat Dinsos."))
    return notes


@dataclass(frozen=True, slots=True)
class DesilLine:
    """One decile as it was told: value 1 to 10, the state's snapshot, the day it holds for, who told it and who wrote it down."""

    id: str
    value: str
    snapshot: str
    dated: date | None
    source: str
    by_name: str


def desil_history(ws: Workspace, household_id: str) -> tuple[DesilLine, ...]:
    """Return every decile told of a family, the newest first."""
    with ws.reading() as con:
        found, names = households.desils(con, household_id), subjects.colleagues(con)
    return tuple(
        DesilLine(row.id, row.value or "", row.snapshot or "", date.fromisoformat(row.dated) if row.dated else None, row.source or "",
                  names.get(row.created_by or "", "–"))
        for row in found
    )  # fmt: skip


def record_desil(ws: Workspace, household_id: str, *, value: str, snapshot: str, dated: date, source: str) -> str:
    """Record the decile the state gave a family (1 poorest .. 10), with its snapshot, day and source; never computed here.

    Raises FieldProblems.
    """
    stop_on_errors(check_desil(ws, value=value, dated=dated, source=source))
    desil_id = new_id()
    with ws.transaction() as act:
        home = act.get(nouns.Household, household_id)
        act.add(
            nouns.Desil(id=desil_id, root_id=household_id, region_id=home.region_id, household_id=household_id, value=value, snapshot=snapshot,
                        dated=dated.isoformat(), source=source)
        )  # fmt: skip
    return desil_id


__all__ = [
    "BASES",
    "DESILS",
    "HEAD",
    "LONGEST_NAME",
    "NO_NIK_REASONS",
    "QUESTIONS",
    "DesilLine",
    "FieldNote",
    "FieldProblems",
    "NewHousehold",
    "NewPerson",
    "add_person",
    "check_desil",
    "check_household",
    "check_person",
    "desil_history",
    "edit_household",
    "edit_person",
    "household_form",
    "household_values",
    "person_form",
    "person_values",
    "point_values",
    "record_desil",
    "reference_choices",
    "register_household",
    "stop_on_errors",
]
