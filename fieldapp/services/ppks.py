"""PPKS: which of the 26 kinds a person or a family is, since when; sensitive kinds stay covered until someone says why they look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.codes import codes, instrument
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import moment
from fieldapp.domain.roles import may
from fieldapp.domain.written import age, date_long
from fieldapp.language import _
from fieldapp.services.checking import FieldNote
from fieldapp.services.memberships import Notes, family_of, person_of
from fieldapp.services.registration import stop_on_errors
from fieldapp.store import aliases, audit
from fieldapp.store import ppks as kept

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found

INSTRUMENT = "ppks"
FEW = 5  # people of a sensitive kind below which the number itself could point at someone; our rule
FAMILY, PERSON = "household", "person"


@dataclass(frozen=True, slots=True)
class PpksKind:
    """One of the 26 kinds (Permensos 8/2012); ages in completed years, None without a limit; ``subject`` person, household or any."""

    number: str
    label: str
    name: str
    definition: str
    group: str
    sensitive: bool
    youngest: int | None
    oldest: int | None
    sex: str
    subject: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as shown. While ``hidden`` it tells neither kind nor note: "Data peka"."""

    id: str
    household_id: str | None
    person_id: str | None
    person_name: str
    number: str
    label: str
    name: str
    definition: str
    since: date | None
    until: date | None
    note: str
    sensitive: bool
    hidden: bool


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many people and families are of a kind; ``count`` is None and ``text`` "< 5" where a small number would point at someone."""

    kind: PpksKind
    count: int | None
    text: str


@cache
def kinds() -> tuple[PpksKind, ...]:
    """Return the 26 kinds in their order."""
    told = instrument(INSTRUMENT)["kinds"]
    return tuple(
        PpksKind(number, facts["label"], name, facts["definition"], facts["group"], facts["sensitive"], facts["youngest"], facts["oldest"], facts["sex"],
             facts["subject"])
        for number, name in codes(INSTRUMENT, "jenis").items() for facts in (told[number],)
    )  # fmt: skip


def kind_of(number: str | None) -> PpksKind | None:
    """Return the kind with this number, "01" to "26"."""
    return next((kind for kind in kinds() if kind.number == number), None)


def check_case(ws: Workspace, household_id: str, kind: str, *, person_id: str = "", since: date) -> Notes:
    """Return the notes of a case before it is opened; age and sex only warn. Raises HOUSEHOLD_UNKNOWN and PERSON_UNKNOWN."""
    with ws.reading() as con:
        home = family_of(con, household_id)
        who = person_of(con, person_id) if person_id else None
        found = kept.open_of_person(con, who.id) if who else kept.open_of_family(con, home.id)
    told = kind_of(kind)
    notes = _check_since(ws, since)
    if told is None:
        return notes | {"kind": FieldNote("error", _("Pilih jenis PPKS dari daftar 01 sampai 26."))}
    if kind in {row.kind for row in found}:
        notes["kind"] = FieldNote("error", _("Jenis ini sudah tercatat dan masih berlaku. Tutup dahulu bila akan dicatat lagi."))
    elif odd := _odd(told, who, since):
        notes["kind"] = FieldNote("warn", odd)
    return notes


def _check_since(ws: Workspace, since: date) -> Notes:
    if since > ws.today():
        return {"since": FieldNote("error", _("Tanggal {day} belum terjadi. Periksa tahunnya.").format(day=date_long(since)))}
    return {}


def _odd(kind: PpksKind, who: nouns.Person | None, since: date) -> str:
    """Say what makes a kind unlikely for this subject; nobody is stopped by it."""
    if who is None:
        return "" if kind.subject != PERSON else _("{kind} biasanya untuk satu orang, bukan keluarga. Periksa.").format(kind=kind.name)
    if kind.subject == FAMILY:
        return _("{kind} biasanya untuk keluarga, bukan satu orang. Periksa.").format(kind=kind.name)
    if kind.sex and who.sex and who.sex != kind.sex:
        return _("{kind} tidak cocok dengan jenis kelamin {name}. Periksa.").format(kind=kind.name, name=who.name or "–")
    if not who.birth_date:
        return ""
    years = age(who.birth_date, since)
    if (kind.youngest is not None and years < kind.youngest) or (kind.oldest is not None and years > kind.oldest):
        return _("{name} berumur {years} tahun pada tanggal itu, tidak lazim untuk {kind}. Periksa.").format(
            name=who.name or "–", years=years, kind=kind.name
        )
    return ""


def open_case(ws: Workspace, household_id: str, kind: str, *, person_id: str = "", since: date, note: str = "") -> str:
    """Write down that a person, or without ``person_id`` the family, is of a kind since a day; returns the id of the case.

    Sensitive kinds go where only those with that right receive them. Raises FieldProblems, OP_NOT_ALLOWED, HOUSEHOLD_UNKNOWN, PERSON_UNKNOWN.
    """
    stop_on_errors(check_case(ws, household_id, kind, person_id=person_id, since=since))
    told = kind_of(kind)
    level = "confidential" if told and told.sensitive else "general"
    if not may(ws.user.role, "write", "ppks_case", level):
        raise problems.OP_NOT_ALLOWED()
    case_id = new_id()
    with ws.transaction() as act:
        home = family_of(act.con, household_id)
        who = person_of(act.con, person_id) if person_id else None
        root, region = (who.root_id, who.region_id) if who else (home.id, home.region_id)
        act.add(
            nouns.PpksCase(
                id=case_id, root_id=root, region_id=region, bucket_class=level, household_id=home.id, person_id=who.id if who else None, kind=kind,
                since=since.isoformat(), note=note.strip() or None,
            )
        )  # fmt: skip
    return case_id


def close_case(ws: Workspace, case_id: str, until: date, *, note: str = "") -> None:
    """Write down the day from which a case no longer holds; a note joins the one that stands. Raises FieldProblems and PPKS_UNKNOWN."""
    with ws.transaction() as act:
        row = _case(act.con, case_id)
        wrong = _check_since(ws, until).get("since")
        notes: Notes = {"until": wrong} if wrong else {}
        if row.since and until.isoformat() < row.since:
            notes["until"] = FieldNote("error", _("Tanggal selesai mendahului tanggal mulai. Periksa keduanya."))
        if row.until:
            notes["until"] = FieldNote("error", _("Catatan ini sudah ditutup."))
        stop_on_errors(notes)
        joined = "\n".join(part for part in (row.note, note.strip()) if part) or None
        act.change(nouns.PpksCase, row.id, {"until": until.isoformat(), "note": joined})


def reopen_case(ws: Workspace, case_id: str) -> None:
    """Undo the closing of a case; raises PPKS_UNKNOWN."""
    with ws.transaction() as act:
        act.change(nouns.PpksCase, _case(act.con, case_id).id, {"until": None})


def _case(con: Connection, case_id: str) -> Found:
    row = kept.one(con, case_id)
    if row is None:
        raise problems.PPKS_UNKNOWN()
    return row


def cases(ws: Workspace, household_id: str) -> tuple[CaseView, ...]:
    """Return the cases of a family and its people, the newest first, sensitive ones covered."""
    with ws.reading() as con:
        found = kept.of_household(con, aliases.resolve(con, "household", household_id))
    return tuple(_view(row, row.person_name or "", covered=True) for row in found)


def reveal(ws: Workspace, case_id: str, reason: str) -> CaseView:
    """Return a case uncovered; who, when and why is written down first. Raises REVEAL_REASON_MISSING, OP_NOT_ALLOWED and PPKS_UNKNOWN."""
    if not reason.strip():
        raise problems.REVEAL_REASON_MISSING()
    with ws.writing() as con:
        row = _case(con, case_id)
        if not may(ws.user.role, "read", "ppks_case", row.bucket_class):
            raise problems.OP_NOT_ALLOWED()
        audit.note(con, at=moment(ws.now()), by=ws.user.id, act="reveal", row_id=row.id, field="kind", reason=reason.strip())
        who = person_of(con, row.person_id) if row.person_id else None
    return _view(row, (who.name or "–") if who else "", covered=False)


def _view(row: Found, person_name: str, *, covered: bool) -> CaseView:
    kind = kind_of(row.kind)
    sensitive = row.bucket_class == "confidential" or bool(kind and kind.sensitive)
    hidden = covered and sensitive
    since, until = (date.fromisoformat(day) if day else None for day in (row.since, row.until))
    if hidden or kind is None:
        said = _("Data peka") if hidden else _("kode {code}").format(code=row.kind or "–")
        return CaseView(row.id, row.household_id, row.person_id, person_name, "" if hidden else row.kind or "", said, said, "", since, until,
                        "" if hidden else row.note or "", sensitive, hidden)  # fmt: skip
    return CaseView(row.id, row.household_id, row.person_id, person_name, kind.number, kind.label, kind.name, kind.definition, since, until,
                    row.note or "", sensitive, hidden)  # fmt: skip


def counts(ws: Workspace, region_id: str, *, on: date | None = None) -> tuple[KindCount, ...]:
    """Return how many living people and families of a region are of each kind on a day; small numbers of sensitive kinds are not told."""
    with ws.reading() as con:
        found = kept.counted(con, region_id, (on or ws.today()).isoformat())
    return tuple(_count(kind, found.get(kind.number, 0)) for kind in kinds())


def _count(kind: PpksKind, many: int) -> KindCount:
    if kind.sensitive and 0 < many < FEW:
        return KindCount(kind, None, f"< {FEW}")
    return KindCount(kind, many, str(many))
