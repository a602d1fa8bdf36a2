"""Who answers for a child, or for who cannot speak for themselves: an adult of the family, of another one, or named in a note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.codes import DUKCAPIL, label
from fieldapp.domain.written import age, age_written
from fieldapp.language import _
from fieldapp.services.memberships import is_present, person_of, present
from fieldapp.store import aliases, persons

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found

ADULT = 18  # years, UU 35/2014


@dataclass(frozen=True, slots=True)
class GuardianView:
    """Who answers for someone: an id when the guardian is a known person, else only the note; ``problem`` says why they no longer can."""

    id: str | None
    name: str
    note: str
    relation: str
    same_family: bool
    problem: str


@dataclass(frozen=True, slots=True)
class Ward:
    """Someone who needs a guardian and has none."""

    id: str
    name: str
    age: int


def needs_guardian(person: nouns.Person | Found, today: date) -> bool:
    """Say whether this is a living child (under 18) without a guardian; who has no birth date is not taken for a child."""
    return is_child(person, today) and is_present(person) and not person.guardian_id and not person.guardian_note


def is_child(person: nouns.Person | Found, today: date) -> bool:
    """Say whether a person is under 18 on a day, as far as their birth date is known."""
    return bool(person.birth_date) and age(str(person.birth_date), today) < ADULT


def wards_without_guardian(ws: Workspace, household_id: str) -> tuple[Ward, ...]:
    """Return the children of a family for whom nobody answers yet, in the order of the KK."""
    with ws.reading() as con:
        found = present(con, household_id)
    today = ws.today()
    return tuple(Ward(row.id, row.name or "–", age(row.birth_date, today)) for row in found if needs_guardian(row, today))


def guardian_of(ws: Workspace, person_id: str) -> GuardianView | None:
    """Return who answers for a person, or None; raises PERSON_UNKNOWN."""
    with ws.reading() as con:
        ward = person_of(con, person_id)
        if not ward.guardian_id and not ward.guardian_note:
            return None
        found = persons.one(con, aliases.resolve(con, "person", ward.guardian_id)) if ward.guardian_id else None
        home = aliases.resolve(con, "household", found.household_id) if found and found.household_id else None
    if found is None:
        lost = _("Wali ini tidak ada di laptop ini.") if ward.guardian_id else ""
        return GuardianView(ward.guardian_id, "", ward.guardian_note or "", "", same_family=False, problem=lost)
    gone = "" if is_present(found) else problems.GUARDIAN_GONE(name=found.name or "–").sentence
    return GuardianView(found.id, found.name or "–", ward.guardian_note or "", label(DUKCAPIL, "shdk", found.relation),
                        same_family=home == ward.household_id, problem=gone)  # fmt: skip


def candidates(ws: Workspace, person_id: str) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of the adults of a person's own family who can answer for them; raises PERSON_UNKNOWN."""
    with ws.reading() as con:
        ward = person_of(con, person_id)
        found = present(con, ward.household_id or "", (ward.id,))
    today = ws.today()
    return tuple((row.id, row.name or "–") for row in found if row.birth_date and not is_child(row, today))


def set_guardian(ws: Workspace, person_id: str, *, guardian_id: str = "", note: str = "") -> None:
    """Write down who answers for a person: a known adult, or a note that names one.

    Raises PERSON_UNKNOWN, GUARDIAN_MISSING, GUARDIAN_SELF, GUARDIAN_AGE and GUARDIAN_GONE.
    """
    if not guardian_id and not note.strip():
        raise problems.GUARDIAN_MISSING()
    with ws.transaction() as act:
        ward = person_of(act.con, person_id)
        chosen = _fit(act.con, ward, guardian_id, ws.today()) if guardian_id else None
        act.change(nouns.Person, ward.id, {"guardian_id": chosen, "guardian_note": note.strip() or None})


def _fit(con: Connection, ward: nouns.Person, guardian_id: str, today: date) -> str:
    guardian = person_of(con, guardian_id)
    name = guardian.name or "–"
    if guardian.id == ward.id:
        raise problems.GUARDIAN_SELF()
    if not is_present(guardian):
        raise problems.GUARDIAN_GONE(name=name)
    if not guardian.birth_date:
        raise problems.GUARDIAN_AGE(name=name, told=_("belum diketahui umurnya, isi tanggal lahirnya dahulu"))
    if is_child(guardian, today):
        raise problems.GUARDIAN_AGE(name=name, told=_("berumur {age}").format(age=age_written(guardian.birth_date, today)))
    return guardian.id


def clear_guardian(ws: Workspace, person_id: str) -> None:
    """Write down that nobody answers for a person any more; raises PERSON_UNKNOWN."""
    with ws.transaction() as act:
        act.change(nouns.Person, person_of(act.con, person_id).id, {"guardian_id": None, "guardian_note": None})
