"""What is said under each field while a pillar, a status or a certificate is typed: errors stop, warnings never do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldapp import problems, resources
from fieldapp.domain import nik as niks
from fieldapp.domain import phones
from fieldapp.domain.codes import codes
from fieldapp.domain.names import fold
from fieldapp.domain.roles import covers
from fieldapp.domain.written import date_long, date_medium
from fieldapp.language import _
from fieldapp.resources import KnownRegions
from fieldapp.services.checking import LONGEST_NAME, FieldNote
from fieldapp.services.pillar_words import ACTIVE, LIST, REPLACED, STATES, day_of, kind_name, level_of_kind, place_of, state_name
from fieldapp.services.regions import region_name
from fieldapp.store import pillars as kept

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found

SHORTEST_REASON = 3
Notes = dict[str, FieldNote]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPillar:
    """A pillar as typed. ``kind`` is a code of resources/codes/pilar.json, ``areas`` Kemendagri codes, ``user_id`` an account."""

    name: str = ""
    kind: str = ""
    nik: str = ""
    phone: str = ""
    user_id: str = ""
    sk_number: str = ""
    sk_from: date | None = None
    sk_until: date | None = None
    areas: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewStatus:
    """A change of state as typed: aktif, cuti, diganti (with a successor), berhenti."""

    state: str = ""
    since: date | None = None
    reason: str = ""
    successor_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCertificate:
    """A certificate as typed."""

    title: str = ""
    number: str = ""
    giver: str = ""
    issued_on: date | None = None
    expires_on: date | None = None


def _error(text: str) -> FieldNote:
    return FieldNote("error", text)


def home_of(areas: Sequence[str]) -> str:
    """Return the kecamatan (or, where areas lie in several, the kabupaten or province) under which a pillar is kept; "" without areas."""
    if not areas:
        return ""
    for end in (8, 5, 2):
        above = {area[:end] for area in areas}
        if len(above) == 1:
            return above.pop()
    return "00"


# A pillar


def check_pillar(ws: Workspace, new: NewPillar, pillar_id: str | None = None) -> Notes:
    """Return the note of every field that has one; who may be here already is a warning, never more. A few milliseconds."""
    with ws.reading() as con:
        others = kept.alike(con, new.kind, niks.digits_of(new.nik), pillar_id or "")
    notes = _alike(new, others)
    name = new.name.strip()
    if not name:
        notes["name"] = _error(_("Nama pilar belum diisi."))
    elif len(name) > LONGEST_NAME:
        notes["name"] = _error(problems.NAME_TOO_LONG(length=len(name)).sentence)
    if not new.kind:
        notes["kind"] = _error(_("Jenis pilar belum dipilih."))
    elif new.kind not in codes(LIST, "jenis"):
        notes["kind"] = _error(_("Kode {code} tidak ada dalam daftar. Pilih dari daftar.").format(code=new.kind))
    notes |= _check_nik(ws, new, others) | _check_phone(new) | _check_sk(ws, new) | _check_areas(ws, new)
    return notes


def _alike(new: NewPillar, others: Sequence[Found]) -> Notes:
    """Say who of the same name and kind works in the same kecamatan."""
    wanted, here = fold(new.name), home_of(new.areas)
    for row in others:
        same_place = not here or not row.areas or covers(here, home_of(row.areas)) or covers(home_of(row.areas), here)
        if wanted and row.kind == new.kind and same_place and fold(row.name or "") == wanted:
            sentence = _("{name} ({kind}, {place}) sudah tercatat. Periksa apakah orang yang sama.")
            return {"name": FieldNote("warn", sentence.format(name=row.name, kind=row.kind, place=place_of(row.areas or ())))}
    return {}


def _check_nik(ws: Workspace, new: NewPillar, others: Sequence[Found]) -> Notes:
    if not new.nik.strip():
        return {}
    try:
        told = niks.check(new.nik, ws.today(), KnownRegions())
    except problems.Problem as wrong:
        return {"nik": _error(wrong.sentence)}
    holder = next((row for row in others if row.nik == told.nik), None)
    if holder is not None:
        sentence = _("NIK ini juga milik {name} ({kind}, {place}). Boleh bila satu orang memegang dua tugas.")
        return {"nik": FieldNote("warn", sentence.format(name=holder.name, kind=holder.kind, place=place_of(holder.areas or ())))}
    if told.warnings:
        return {"nik": FieldNote("warn", told.warnings[0].sentence)}
    born = _(" atau ").join(date_long(day) for day in told.birth_dates)
    return {"nik": FieldNote("ok", _("Sah: lahir {born}").format(born=born))}


def _check_phone(new: NewPillar) -> Notes:
    if not new.phone.strip():
        return {}
    try:
        phones.normalise(new.phone)
    except problems.Problem as wrong:
        return {"phone": _error(wrong.sentence)}
    return {}


def _check_sk(ws: Workspace, new: NewPillar) -> Notes:
    if new.sk_from and new.sk_until and new.sk_until < new.sk_from:
        wrong = problems.SK_ORDER(until=date_medium(new.sk_until), since=date_medium(new.sk_from))
        return {"sk_until": _error(wrong.sentence)}
    if new.sk_until and new.sk_until < ws.today():
        return {"sk_until": FieldNote("warn", _("SK ini sudah habis {day}.").format(day=date_medium(new.sk_until)))}
    if not new.sk_number.strip() and (new.sk_from or new.sk_until):
        return {"sk_number": FieldNote("warn", _("Nomor SK belum ditulis."))}
    return {}


def _check_areas(ws: Workspace, new: NewPillar) -> Notes:
    if not new.areas:
        return {"areas": _error(_("Wilayah tugas belum dipilih. Ketik tiga huruf namanya."))}
    for area in new.areas:
        if not resources.is_region(area):
            return {"areas": _error(problems.REGION_UNKNOWN(code=area).sentence)}
    home = home_of(new.areas)
    for area in (*new.areas, home):
        if not any(covers(prefix, area) for prefix in ws.user.regions):
            return {"areas": _error(problems.OUTSIDE_AREA(region=region_name(area)).sentence)}
    wanted = level_of_kind(new.kind) if new.kind else None
    other = next((area for area in new.areas if wanted and resources.region(area).level != wanted), None)
    if other and wanted:
        level = {"DESA": _("desa"), "KECAMATAN": _("kecamatan"), "KABUPATEN": _("kabupaten")}[wanted]
        usual = _("{kind} biasanya bertugas di tingkat {level}, {place} tidak.")
        return {"areas": FieldNote("warn", usual.format(kind=kind_name(new.kind), level=level, place=region_name(other)))}
    return {}


# A change of state


def check_status(ws: Workspace, pillar_id: str, new: NewStatus) -> Notes:
    """Return the note of every field of a change of state; raises PILLAR_UNKNOWN."""
    with ws.reading() as con:
        row = kept.one(con, pillar_id)
        if row is None:
            raise problems.PILLAR_UNKNOWN()
        said = kept.statuses(con, row.id)
        follows = new.successor_id != row.id and kept.is_here(con, new.successor_id)
    now, former = (said[0].state, day_of(said[0].since)) if said else (ACTIVE, None)
    notes: Notes = {}
    if new.state not in STATES:
        notes["state"] = _error(_("Status belum dipilih."))
    elif new.state == now:
        day = date_medium(former) if former else _("awal")
        notes["state"] = _error(problems.STATUS_SAME(state=state_name(now).lower(), day=day).sentence)
    notes |= _check_since(ws.today(), new.since, former)
    if new.state != ACTIVE and len(new.reason.strip()) < SHORTEST_REASON:
        notes["reason"] = _error(problems.REASON_MISSING().sentence)
    if new.state == REPLACED and not follows:
        notes["successor_id"] = _error(problems.SUCCESSOR_WRONG().sentence)
    return notes


def _check_since(today: date, since: date | None, former: date | None) -> Notes:
    if since is None:
        return {"since": _error(_("Tanggal mulai belum diisi."))}
    if since > today:
        return {"since": _error(problems.STATUS_FUTURE(day=date_medium(since)).sentence)}
    if former and since < former:
        return {"since": _error(problems.STATUS_BEFORE(day=date_medium(since), former=date_medium(former)).sentence)}
    return {}


# A certificate


def check_certificate(ws: Workspace, new: NewCertificate) -> Notes:
    """Return the note of every field of a certificate."""
    notes: Notes = {}
    if not new.title.strip():
        notes["title"] = _error(_("Nama sertifikat belum diisi."))
    if new.issued_on and new.issued_on > ws.today():
        notes["issued_on"] = _error(_("Tanggal terbit {day} belum terjadi. Periksa tahunnya.").format(day=date_medium(new.issued_on)))
    if new.issued_on and new.expires_on and new.expires_on < new.issued_on:
        wrong = problems.CERTIFICATE_ORDER(until=date_medium(new.expires_on), since=date_medium(new.issued_on))
        notes["expires_on"] = _error(wrong.sentence)
    elif new.expires_on and new.expires_on < ws.today():
        notes["expires_on"] = FieldNote("warn", _("Sertifikat ini sudah habis {day}.").format(day=date_medium(new.expires_on)))
    return notes
