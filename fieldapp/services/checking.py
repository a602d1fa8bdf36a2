"""What is said under each field while a family or a person is typed: errors stop, warnings never do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Literal

from fieldapp import problems
from fieldapp.domain import nik as niks
from fieldapp.domain import phones
from fieldapp.domain.codes import DUKCAPIL, codes
from fieldapp.domain.roles import covers
from fieldapp.domain.written import age_written, date_long
from fieldapp.language import _
from fieldapp.resources import KnownRegions
from fieldapp.services.regions import region_name
from fieldapp.store import households, persons

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

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
    death_date: date | None = None  # None keeps what stands while the person counts as dead
    guardian_id: str | None = None  # None: not asked, what stands is kept
    guardian_note: str | None = None


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
    kks_last4: str | None = None  # None: not asked, what stands is kept


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
    notes |= _check_death(ws, new)
    notes |= _check_phone(new.phone)
    for name, question in QUESTIONS.items():
        code = getattr(new, name, "")
        if code and code not in codes(DUKCAPIL, question):
            notes[name] = FieldNote("error", _("Kode {code} tidak ada dalam daftar. Pilih dari daftar.").format(code=code))
    return notes


def _check_death(ws: Workspace, new: NewPerson) -> dict[str, FieldNote]:
    if new.death_date is None:
        return {}
    if new.death_date > ws.today():
        return {"death_date": FieldNote("error", _("Tanggal meninggal {day} belum terjadi.").format(day=date_long(new.death_date)))}
    if new.birth_date and new.death_date < new.birth_date:
        return {"death_date": FieldNote("error", _("Tanggal meninggal mendahului tanggal lahir. Periksa keduanya."))}
    if new.status != "2":
        return {"death_date": FieldNote("error", _("Tanggal meninggal terisi, tetapi status bukan Mati. Samakan keduanya."))}
    return {}


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
        return persons.holder_of(con, nik, person_id or "")


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
    if not household_id and not new.head.name.strip():
        notes["head.name"] = FieldNote("error", problems.NAME_MISSING().sentence)
    return notes | check_home(ws, new, household_id, {niks.digits_of(new.head.nik)} if new.head.nik else set())


def check_home(ws: Workspace, new: NewHousehold, household_id: str | None, members: set[str]) -> dict[str, FieldNote]:
    """Return the notes of a family's own fields, its head left aside; ``members`` are the NIK of those who will live there."""
    notes: dict[str, FieldNote] = {}
    if new.kk.strip():
        notes |= _check_kk(ws, new, household_id, members)
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
    if new.kks_last4 and not (new.kks_last4.isdecimal() and len(new.kks_last4) == 4):
        notes["kks_last4"] = FieldNote("error", _("Tulis hanya empat angka terakhir KKS."))
    if new.basis == "a" and not new.consent_on:
        notes["consent_on"] = FieldNote("warn", _("Tanggal persetujuan belum ada."))
    return notes


def _check_kk(ws: Workspace, new: NewHousehold, household_id: str | None, members: set[str]) -> dict[str, FieldNote]:
    try:
        told = niks.check_kk(new.kk, ws.today(), members)
    except problems.Problem as wrong:
        return {"kk": FieldNote("error", wrong.sentence)}
    with ws.reading() as con:
        other = households.holder_of(con, told.kk, household_id or "")
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
        if not value.is_finite() or abs(value) > limit:
            notes[name] = FieldNote("error", _("Titik di luar Indonesia. Tulis seperti -3,98412 dan 105,61877."))
    return notes
