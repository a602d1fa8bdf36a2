"""Someone is born, comes from elsewhere, or dies: each is one act, and nobody who was known is lost from sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.written import age, date_long
from fieldapp.language import _
from fieldapp.services.checking import FieldNote, NewPerson, check_person
from fieldapp.services.memberships import (
    ALIVE,
    DEAD,
    HEAD,
    Notes,
    check_day,
    check_left,
    check_relations,
    family_of,
    give_head,
    note_membership,
    person_of,
    present,
)
from fieldapp.services.registration import person_values, stop_on_errors
from fieldapp.store import ppks

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection
    from fieldapp.store.transaction import Transaction

CHILD = "4"  # SHDK: anak
NEWBORN = "anak baru lahir"
YOUNGEST_MOTHER = 12  # years; below it the sheet is looked at again, nobody is stopped
WOMAN = "2"


def born(ws: Workspace, household_id: str, new: NewPerson, *, mother_id: str = "", father_id: str = "") -> NewPerson:
    """Return a newborn with what is certain filled in: the reason without NIK, and child of the head when a parent is the head."""
    with ws.reading() as con:
        home = family_of(con, household_id)
    of_head = home.head_id in {mother_id, father_id} - {""}
    return replace(
        new,
        no_nik_reason=new.no_nik_reason or ("" if new.nik.strip() else NEWBORN),
        relation=new.relation or (CHILD if of_head else ""),
    )


def check_birth(ws: Workspace, household_id: str, new: NewPerson, *, mother_id: str = "", father_id: str = "") -> Notes:
    """Return the note of every field of a newborn that has one; raises HOUSEHOLD_UNKNOWN and PERSON_UNKNOWN."""
    child = born(ws, household_id, new, mother_id=mother_id, father_id=father_id)
    notes = check_person(ws, child)
    if child.birth_date is None:
        notes["birth_date"] = FieldNote("error", _("Tanggal lahir belum diisi."))
    elif child.birth_date <= ws.today() and age(child.birth_date, ws.today()) >= 1:
        notes["birth_date"] = FieldNote("warn", _("Lahir lebih dari setahun lalu. Periksa tahunnya."))
    notes |= _check_relation(child)
    with ws.reading() as con:
        parents = [(name, person_of(con, i)) for name, i in (("mother", mother_id), ("father", father_id)) if i]
    for name, parent in parents:
        notes |= _check_parent(name, parent, child.birth_date)
    return notes


def _check_relation(new: NewPerson) -> Notes:
    if not new.relation:
        return {"relation": FieldNote("error", _("Pilih hubungan dengan kepala keluarga dari daftar."))}
    if new.relation == HEAD:
        return {"relation": FieldNote("error", _("Keluarga hanya mempunyai satu kepala keluarga."))}
    return {}


def _check_parent(name: str, parent: nouns.Person, on: date | None) -> Notes:
    if parent.sex and (parent.sex == WOMAN) != (name == "mother"):
        return {name: FieldNote("error", _("Jenis kelamin {name} tidak cocok. Pilih lagi.").format(name=parent.name or "–"))}
    if on is None or not parent.birth_date:
        return {}
    years = age(parent.birth_date, on)
    if years < YOUNGEST_MOTHER:
        return {name: FieldNote("warn", _("{name} baru {years} tahun ketika itu. Periksa.").format(name=parent.name or "–", years=years))}
    if name == "mother" and parent.death_date and parent.death_date < on.isoformat():
        return {name: FieldNote("warn", _("{name} tercatat meninggal sebelum tanggal lahir ini. Periksa.").format(name=parent.name or "–"))}
    return {}


def record_birth(ws: Workspace, household_id: str, new: NewPerson, *, mother_id: str = "", father_id: str = "", note: str = "") -> str:
    """Keep a newborn, with or without NIK; returns their id. Raises FieldProblems, HOUSEHOLD_UNKNOWN and PERSON_UNKNOWN."""
    stop_on_errors(check_birth(ws, household_id, new, mother_id=mother_id, father_id=father_id))
    child = born(ws, household_id, new, mother_id=mother_id, father_id=father_id)
    assert child.birth_date is not None
    with ws.transaction() as act:
        parents: dict[str, Any] = {
            name: person_of(act.con, i).name for name, i in (("mother_name", mother_id), ("father_name", father_id)) if i
        }
        return _keep(act, household_id, child, parents, since=child.birth_date, reason="lahir", note=note)


def check_arrival(ws: Workspace, new: NewPerson, since: date) -> Notes:
    """Return the note of every field of a newcomer that has one."""
    notes = check_person(ws, new) | _check_relation(new)
    if since > ws.today():
        notes["since"] = FieldNote("error", _("Tanggal {day} belum terjadi. Periksa tahunnya.").format(day=date_long(since)))
    elif new.birth_date and since < new.birth_date:
        notes["since"] = FieldNote("error", _("Pada tanggal itu {name} belum lahir. Periksa tanggalnya.").format(name=new.name or "–"))
    return notes


def record_arrival(ws: Workspace, household_id: str, new: NewPerson, *, since: date, note: str = "") -> str:
    """Keep someone who came from outside into a family; returns their id. Raises FieldProblems and HOUSEHOLD_UNKNOWN."""
    stop_on_errors(check_arrival(ws, new, since))
    with ws.transaction() as act:
        return _keep(act, household_id, new, {}, since=since, reason="pindah_masuk", note=note)


def _keep(act: Transaction, household_id: str, new: NewPerson, more: Mapping[str, Any], *, since: date, reason: str, note: str) -> str:
    home = family_of(act.con, household_id)
    person_id = new_id()
    person = act.add(
        nouns.Person(id=person_id, root_id=person_id, region_id=home.region_id, household_id=home.id, **person_values(new), **more)
    )
    note_membership(act, person, to=home.id, left=None, relation=person.relation, since=since, reason=reason, note=note)
    return person_id


def check_death(
    ws: Workspace, person_id: str, on: date, heads: Mapping[str, str] | None = None, relations: Mapping[str, str] | None = None
) -> Notes:
    """Return the note of every field of a death that has one: "since" the day, "head.<family>" who heads the family now."""
    with ws.reading() as con:
        person = person_of(con, person_id)
        notes = check_day(ws, on, [person])
        if person.status == DEAD:
            notes["person"] = FieldNote("error", _("{name} sudah tercatat meninggal.").format(name=person.name or "–"))
        if person.household_id:
            notes |= check_left(con, person.household_id, (person.id,), heads or {}, relations or {})
            notes |= _check_widowed(con, person)
        open_cases = ppks.open_of_person(con, person.id)
    if open_cases:
        notes["ppks"] = FieldNote("warn", _("{count} catatan PPKS masih terbuka. Tutup bila perlu.").format(count=len(open_cases)))
    return notes


def _check_widowed(con: Connection, person: nouns.Person) -> Notes:
    """Whose marriage ended by this death is not guessed; who may be meant is said."""
    couple = {"1", "2", "3"}  # SHDK: kepala keluarga, suami, istri
    if person.relation not in couple or person.household_id is None:
        return {}
    return {
        f"marital.{row.id}": FieldNote("warn", _("Status kawin {name} mungkin berubah. Periksa.").format(name=row.name or "–"))
        for row in present(con, person.household_id, (person.id,))
        if row.relation in couple and row.marital == "2"
    }


def record_death(
    ws: Workspace, person_id: str, on: date, *, note: str = "", heads: Mapping[str, str] | None = None, relations: Mapping[str, str] | None = None
) -> None:  # fmt: skip
    """Write down that someone died on a day; they stay to be seen in their family. Raises FieldProblems and PERSON_UNKNOWN."""
    stop_on_errors(check_death(ws, person_id, on, heads, relations))
    with ws.transaction() as act:
        person = person_of(act.con, person_id)
        act.change(nouns.Person, person.id, {"status": DEAD, "death_date": on.isoformat()})
        note_membership(act, person, to=None, left=person.household_id, relation=person.relation, since=on, reason="meninggal", note=note)
        if person.household_id and (heads or {}).get(person.household_id):
            give_head(act, person.household_id, (heads or {})[person.household_id], relations or {})


def correct_death(ws: Workspace, person_id: str, on: date | None, *, relation: str = "", note: str = "") -> None:
    """Correct the day of a death, or undo it (None): the person lives again in their family; its head stays who it is now.

    ``relation`` (SHDK) is needed of who was the head when the family has another one by now.

    Raises FieldProblems and PERSON_UNKNOWN.
    """
    with ws.transaction() as act:
        person = person_of(act.con, person_id)
        notes = check_day(ws, on, [person]) if on else {}
        if person.status != DEAD:
            notes["person"] = FieldNote("error", _("{name} tidak tercatat meninggal.").format(name=person.name or "–"))
        again = relation or person.relation or ""
        if on is None and person.household_id:
            home = family_of(act.con, person.household_id)
            notes |= check_relations({person.id: again}) if home.head_id != person.id else {}
        stop_on_errors(notes)
        if on:
            act.change(nouns.Person, person.id, {"death_date": on.isoformat()})
            return
        act.change(nouns.Person, person.id, {"status": ALIVE, "death_date": None, "relation": again or None})
        note_membership(
            act, person, to=person.household_id, left=person.household_id, relation=again, since=ws.today(), reason="koreksi", note=note
        )


__all__ = ["born", "check_arrival", "check_birth", "check_death", "correct_death", "record_arrival", "record_birth", "record_death"]
