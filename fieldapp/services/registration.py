"""Registering a family or a person, and correcting what was written: errors stop, warnings never do, both at the field they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from fieldapp import problems
from fieldapp.domain import nik as niks
from fieldapp.domain import nouns, phones
from fieldapp.domain.codes import DUKCAPIL, codes
from fieldapp.domain.ids import new_id
from fieldapp.domain.roles import covers
from fieldapp.domain.written import age_written, date_long
from fieldapp.language import _
from fieldapp.resources import KnownRegions
from fieldapp.services.regions import region_name
from fieldapp.store.tables import card, dwelling
from fieldapp.store.tables import household as households
from fieldapp.store.tables import person as persons

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

HEAD = "1"  # SHDK: kepala keluarga
LONGEST_NAME = 100
QUESTIONS = {
    "relation": "shdk", "marital": "status_kawin", "religion": "agama", "education": "pendidikan", "occupation": "pekerjaan", "disability": "cacat",
    "status": "status_dasar", "blood": "golongan_darah", "citizenship": "kewarganegaraan",
}  # fmt: skip
BASES = {
    "e": "Tugas pelayanan publik (UU PDP Ps. 20 e)",
    "a": "Persetujuan (UU PDP Ps. 20 a)",
    "d": "Kepentingan vital (UU PDP Ps. 20 d)",
    "c": "Kewajiban hukum (UU PDP Ps. 20 c)",
}
NO_NIK_REASONS = ("akta sedang diurus", "belum pernah terdaftar", "dokumen hilang", "anak baru lahir", "menolak menunjukkan")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A person as typed. Coded answers are Dukcapil's; an empty text is no answer. ``sex`` 1 laki-laki, 2 perempuan."""

    name: str = ""
    nik: str = ""
    no_nik_reason: str = ""
    sex: str = ""
    birth_place: str = ""
    birth_date: date | None = None
    relation: str = ""
    marital: str = ""
    religion: str = ""
    education: str = ""
    occupation: str = ""
    phone: str = ""
    disability: str = ""
    status: str = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHousehold:
    """A family as typed, with its head."""

    head: NewPerson = field(default_factory=NewPerson)
    kk: str = ""
    region_id: str = ""
    hamlet: str = ""
    rt: str = ""
    rw: str = ""
    address: str = ""
    latitude: str = ""
    longitude: str = ""
    basis: str = "e"
    consent_proof: str = ""
    consent_on: date | None = None
    phone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FieldNote:
    """What is said under a field. Only "error" stops."""

    kind: Literal["ok", "warn", "error", "help"]
    text: str


class FieldProblems(problems.Problem):
    """Several fields are wrong at once; ``notes`` says what under each."""

    def __init__(self, notes: Mapping[str, FieldNote]) -> None:
        super().__init__(problems.FIELDS_WRONG, {"count": len(notes)})
        self.notes = dict(notes)


def reference_choices(question: str) -> tuple[tuple[str, str], ...]:
    """Return (code, label) of a Dukcapil question, by its own word or by the name of our field; "basis" are the lawful bases."""
    if question == "basis":
        return tuple((code, _(text)) for code, text in BASES.items())
    if question == "sex":
        return (("1", _("Laki-laki")), ("2", _("Perempuan")))
    return tuple(codes(DUKCAPIL, QUESTIONS.get(question, question)).items())


def check_person(ws: Workspace, new: NewPerson, *, person_id: str | None = None) -> dict[str, FieldNote]:
    """Return the note of every field that has one; bounded to a few milliseconds."""
    notes: dict[str, FieldNote] = {}
    if not new.name.strip():
        notes["name"] = FieldNote("error", _("Nama belum diisi."))
    elif len(new.name) > LONGEST_NAME:
        notes["name"] = FieldNote("error", problems.NAME_TOO_LONG(length=len(new.name)).sentence)
    notes |= _check_nik(ws, new, person_id)
    if new.birth_date and new.birth_date > ws.today():
        notes["birth_date"] = FieldNote("error", problems.BIRTH_DATE_FUTURE(text=date_long(new.birth_date)).sentence)
    elif new.birth_date and "birth_date" not in notes:
        notes["birth_date"] = FieldNote("ok", age_written(new.birth_date, ws.today()))
    notes |= _check_phone(new.phone)
    for name, question in QUESTIONS.items():
        code = getattr(new, name, "")
        if code and code not in codes(DUKCAPIL, question):
            notes[name] = FieldNote("error", _("Kode {code} tidak ada dalam daftar. Pilih dari daftar.").format(code=code))
    return notes


def _check_nik(ws: Workspace, new: NewPerson, person_id: str | None) -> dict[str, FieldNote]:
    if not new.nik.strip():
        if new.no_nik_reason.strip():
            return {"nik": FieldNote("help", _("tanpa NIK, {reason}").format(reason=new.no_nik_reason))}
        return {"nik": FieldNote("error", problems.NIK_REASON_MISSING().sentence)}
    try:
        told = niks.check(new.nik, ws.today(), KnownRegions(), new.birth_date, new.sex or None)
    except problems.Problem as wrong:
        return {"nik": FieldNote("error", wrong.sentence)}
    taken = _holder(ws, told.nik, person_id)
    if taken:
        return {"nik": FieldNote("error", problems.NIK_TAKEN(name=taken).sentence)}
    if told.warnings:
        return {"nik": FieldNote("warn", told.warnings[0].sentence)}
    sex = _("laki-laki") if told.sex == niks.MALE else _("perempuan")
    born = _(" atau ").join(date_long(day) for day in told.birth_dates)
    return {"nik": FieldNote("ok", _("Sah: {sex}, lahir {born}").format(sex=sex, born=born))}


def _holder(ws: Workspace, nik: str, person_id: str | None) -> str | None:
    with ws.reading() as con:
        return con.execute(
            sa.select(persons.c.name).where(persons.c.nik == nik, persons.c.id != (person_id or ""), ~persons.c.deleted)
        ).scalar()


def _check_phone(text: str) -> dict[str, FieldNote]:
    if not text.strip():
        return {}
    try:
        phones.normalise(text)
    except problems.Problem as wrong:
        return {"phone": FieldNote("error", wrong.sentence)}
    return {}


def check_household(ws: Workspace, new: NewHousehold, household_id: str | None = None) -> dict[str, FieldNote]:
    """Return the note of every field that has one; the head's fields begin with "head."."""
    notes = {} if household_id else {f"head.{name}": note for name, note in check_person(ws, new.head).items()}
    if new.kk.strip():
        notes |= _check_kk(ws, new, household_id)
    if not new.region_id:
        notes["region_id"] = FieldNote("error", _("Desa belum dipilih. Ketik tiga huruf namanya."))
    elif not any(covers(prefix, new.region_id) for prefix in ws.user.regions):
        notes["region_id"] = FieldNote("error", problems.OUTSIDE_AREA(region=region_name(new.region_id)).sentence)
    for name in ("rt", "rw"):
        text = getattr(new, name).strip()
        if text and (not text.isdigit() or len(text) > 3):
            notes[name] = FieldNote("error", problems.RT_RW_WRONG().sentence)
    notes |= _check_phone(new.phone)
    notes |= _check_point(new)
    if new.basis == "a" and not new.consent_on:
        notes["consent_on"] = FieldNote("warn", _("Tanggal persetujuan belum ada."))
    return notes


def _check_kk(ws: Workspace, new: NewHousehold, household_id: str | None) -> dict[str, FieldNote]:
    try:
        told = niks.check_kk(new.kk, ws.today(), {niks.digits_of(new.head.nik)} if new.head.nik else set())
    except problems.Problem as wrong:
        return {"kk": FieldNote("error", wrong.sentence)}
    with ws.reading() as con:
        other = con.execute(
            sa.select(card.c.name).join(households, households.c.id == card.c.household_id)
            .where(households.c.kk == told.kk, households.c.id != (household_id or ""), ~households.c.deleted)
        ).scalar()  # fmt: skip
    if other:
        return {"kk": FieldNote("error", problems.KK_TAKEN(name=other).sentence)}
    return {"kk": FieldNote("warn", told.warnings[0].sentence)} if told.warnings else {}


def _check_point(new: NewHousehold) -> dict[str, FieldNote]:
    notes = {}
    for name, limit in (("latitude", 11), ("longitude", 142)):
        text = getattr(new, name).replace(",", ".").strip()
        if not text:
            continue
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal(1000)
        if abs(value) > limit:
            notes[name] = FieldNote("error", _("Titik di luar Indonesia. Tulis seperti -3,98412 dan 105,61877."))
    return notes


def _stop_on_errors(notes: Mapping[str, FieldNote]) -> None:
    wrong = {name: note for name, note in notes.items() if note.kind == "error"}
    if wrong:
        raise FieldProblems(wrong)


def _person_values(new: NewPerson) -> dict[str, Any]:
    told = {f.name: getattr(new, f.name) for f in fields(new)}
    told["birth_date"] = new.birth_date.isoformat() if new.birth_date else ""
    told["nik"] = niks.digits_of(new.nik)
    told["phone"] = phones.normalise(new.phone) if new.phone.strip() else ""
    return {name: (value.strip() or None) for name, value in told.items()}


def _household_values(new: NewHousehold) -> dict[str, Any]:
    return {
        "kk": niks.digits_of(new.kk) or None, "hamlet": new.hamlet.strip() or None, "rt": new.rt.strip().zfill(3) if new.rt.strip() else None,
        "rw": new.rw.strip().zfill(3) if new.rw.strip() else None, "address": new.address.strip() or None,
        "phone": phones.normalise(new.phone) if new.phone.strip() else None, "note": new.note.strip() or None, "basis": new.basis or None,
        "consent_proof": new.consent_proof.strip() or None, "consent_on": new.consent_on.isoformat() if new.consent_on else None,
    }  # fmt: skip


def _point(new: NewHousehold) -> dict[str, str | None]:
    return {name: getattr(new, name).replace(",", ".").strip() or None for name in ("latitude", "longitude")}


def register_household(ws: Workspace, new: NewHousehold) -> str:
    """Keep a family with its head and its house; returns its id. Raises FieldProblems."""
    _stop_on_errors(check_household(ws, new))
    household_id, person_id, dwelling_id = new_id(), new_id(), new_id()
    values = _household_values(new)
    place = {name: values[name] for name in ("address", "hamlet", "rt", "rw")}
    with ws.transaction() as act:
        act.add(
            nouns.Dwelling(
                id=dwelling_id, root_id=dwelling_id, region_id=new.region_id, household_ids=(household_id,), **place, **_point(new)
            )
        )
        act.add(
            nouns.Household(
                id=household_id, root_id=household_id, region_id=new.region_id, head_id=person_id, dwelling_id=dwelling_id, **values
            )
        )
        head = _person_values(replace(new.head, relation=new.head.relation or HEAD))
        act.add(nouns.Person(id=person_id, root_id=person_id, region_id=new.region_id, household_id=household_id, **head))
    return household_id


def household_form(ws: Workspace, household_id: str) -> NewHousehold:
    """Return a family's values for correcting, numbers in full; raises HOUSEHOLD_UNKNOWN."""
    with ws.reading() as con:
        found = con.execute(sa.select(households).where(households.c.id == household_id)).one_or_none()
        if found is None:
            raise problems.HOUSEHOLD_UNKNOWN()
        home = con.execute(sa.select(dwelling).where(dwelling.c.id == found.dwelling_id)).one_or_none()
    told = {name: getattr(found, name) or "" for name in ("kk", "hamlet", "rt", "rw", "address", "basis", "consent_proof", "note")}
    return NewHousehold(
        region_id=found.region_id, consent_on=date.fromisoformat(found.consent_on) if found.consent_on else None,
        phone=phones.written(found.phone) if found.phone else "", latitude=(home.latitude if home else "") or "",
        longitude=(home.longitude if home else "") or "", **told,
    )  # fmt: skip


def edit_household(ws: Workspace, household_id: str, new: NewHousehold) -> None:
    """Keep what was corrected in a family; unchanged fields make no change. Raises FieldProblems and HOUSEHOLD_UNKNOWN."""
    _stop_on_errors(check_household(ws, new, household_id))
    with ws.transaction() as act:
        kept = act.find(nouns.Household, household_id)
        if kept is None:
            raise problems.HOUSEHOLD_UNKNOWN()
        values = _household_values(new)
        act.change(nouns.Household, household_id, values)
        if kept.dwelling_id and act.find(nouns.Dwelling, kept.dwelling_id):
            act.change(nouns.Dwelling, kept.dwelling_id, {name: values[name] for name in ("address", "hamlet", "rt", "rw")} | _point(new))
        elif any(_point(new).values()):
            home = nouns.Dwelling(id=new_id(), root_id="", region_id=kept.region_id, household_ids=(household_id,), **_point(new))
            act.add(replace(home, root_id=home.id))
            act.change(nouns.Household, household_id, {"dwelling_id": home.id})


def add_person(ws: Workspace, household_id: str, new: NewPerson) -> str:
    """Keep a new member; returns their id. Raises FieldProblems and HOUSEHOLD_UNKNOWN."""
    _stop_on_errors(check_person(ws, new))
    person_id = new_id()
    with ws.transaction() as act:
        home = act.find(nouns.Household, household_id)
        if home is None:
            raise problems.HOUSEHOLD_UNKNOWN()
        act.add(nouns.Person(id=person_id, root_id=person_id, region_id=home.region_id, household_id=household_id, **_person_values(new)))
    return person_id


def person_form(ws: Workspace, person_id: str) -> NewPerson:
    """Return a person's values for correcting, numbers in full; raises PERSON_UNKNOWN."""
    with ws.reading() as con:
        found = con.execute(sa.select(persons).where(persons.c.id == person_id)).one_or_none()
    if found is None:
        raise problems.PERSON_UNKNOWN()
    told = {f.name: getattr(found, f.name) or "" for f in fields(NewPerson) if f.name not in ("birth_date", "phone")}
    born = date.fromisoformat(found.birth_date) if found.birth_date else None
    return NewPerson(birth_date=born, phone=phones.written(found.phone) if found.phone else "", **told)


def edit_person(ws: Workspace, person_id: str, new: NewPerson) -> None:
    """Keep what was corrected in a person; raises FieldProblems and PERSON_UNKNOWN."""
    _stop_on_errors(check_person(ws, new, person_id=person_id))
    with ws.transaction() as act:
        if act.find(nouns.Person, person_id) is None:
            raise problems.PERSON_UNKNOWN()
        act.change(nouns.Person, person_id, _person_values(new))


def record_desil(ws: Workspace, household_id: str, *, value: str, snapshot: str, dated: date, source: str) -> str:
    """Record the decile the state gave a family, with its snapshot, day and source; never computed here."""
    desil_id = new_id()
    with ws.transaction() as act:
        home = act.get(nouns.Household, household_id)
        act.add(
            nouns.Desil(id=desil_id, root_id=household_id, region_id=home.region_id, household_id=household_id, value=value, snapshot=snapshot,
                        dated=dated.isoformat(), source=source)
        )  # fmt: skip
    return desil_id
