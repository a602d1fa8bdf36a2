"""On what ground a family's data are kept, and what it answered when asked: given, refused or withdrawn, each with its day and proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.codes import codes, label
from fieldapp.domain.ids import new_id
from fieldapp.domain.written import date_long, date_medium
from fieldapp.language import _
from fieldapp.services.checking import FieldNote
from fieldapp.services.guardians import is_child
from fieldapp.services.memberships import Notes, family_of, is_present, person_of
from fieldapp.services.registration import stop_on_errors
from fieldapp.store import aliases, memberships
from fieldapp.store import consents as kept

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found
    from fieldapp.store.transaction import Transaction

INSTRUMENT = "persetujuan"
CONSENT = "a"  # UU 27/2022 Ps. 20(2) a
GIVEN, REFUSED, WITHDRAWN = "ya", "menolak", "ditarik"
MAIN = "pendataan"  # the purpose the family's own basis speaks of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewConsent:
    """What was answered. ``basis`` "a" to "f"; ``given``, ``proof`` and ``purpose`` by the codes of :func:`choices`.

    ``given`` is for basis "a" alone: the others need no answer. Without ``person_id`` the family itself answers.
    """

    household_id: str
    person_id: str = ""
    basis: str = CONSENT
    given: str = ""
    given_on: date
    proof: str = ""
    purpose: str = MAIN
    guardian_id: str = ""


@dataclass(frozen=True, slots=True)
class ConsentView:
    """One answer in words; ``meaning`` says what follows from it, and nothing follows by itself."""

    id: str
    person_id: str | None
    person_name: str
    basis: str
    basis_label: str
    given: str
    given_label: str
    given_on: date | None
    proof: str
    purpose: str
    purpose_label: str
    guardian_name: str
    by_name: str
    meaning: str


def choices(question: str) -> tuple[tuple[str, str], ...]:
    """Return (code, label) of "dasar", "jawaban", "bukti" or "tujuan"; raises CODES_UNKNOWN."""
    return tuple(codes(INSTRUMENT, question).items())


def check_consent(ws: Workspace, new: NewConsent) -> Notes:
    """Return the note of every field that has one; raises HOUSEHOLD_UNKNOWN and PERSON_UNKNOWN."""
    notes = _check_codes(new)
    if new.given_on > ws.today():
        notes["given_on"] = FieldNote("error", _("Tanggal {day} belum terjadi. Periksa tahunnya.").format(day=date_long(new.given_on)))
    with ws.reading() as con:
        home = family_of(con, new.household_id)
        who = person_of(con, new.person_id) if new.person_id else None
        before = kept.latest(con, home.id, who.id if who else None, new.purpose)
        notes |= _check_guardian(con, ws.today(), who, new.guardian_id)
    if new.given == WITHDRAWN and (before is None or before.given != GIVEN):
        notes["given"] = FieldNote("error", _("Belum ada persetujuan untuk tujuan ini yang dapat ditarik."))
    elif before is not None and before.given_on and new.given_on.isoformat() < before.given_on:
        told = _("Sudah ada jawaban yang lebih baru, {day}. Periksa tanggalnya.").format(day=date_medium(before.given_on))
        notes["given_on"] = FieldNote("error", told)
    return notes


def _check_codes(new: NewConsent) -> Notes:
    notes: Notes = {}
    for name, question in (("basis", "dasar"), ("purpose", "tujuan")):
        if getattr(new, name) not in codes(INSTRUMENT, question):
            notes[name] = FieldNote("error", _("Pilih dari daftar."))
    if new.proof and new.proof not in codes(INSTRUMENT, "bukti"):
        notes["proof"] = FieldNote("error", _("Pilih dari daftar."))
    if new.basis == CONSENT and new.given not in codes(INSTRUMENT, "jawaban"):
        notes["given"] = FieldNote("error", _("Pilih jawabannya: setuju, menolak, atau ditarik."))
    elif new.basis != CONSENT and new.given:
        notes["given"] = FieldNote("error", _("Dasar ini tidak memerlukan jawaban. Kosongkan jawabannya, atau pilih dasar persetujuan."))
    elif new.given == GIVEN and not new.proof:
        notes["proof"] = FieldNote("error", _("Pilih bukti persetujuan. Tanpa bukti persetujuan tidak sah (UU PDP Ps. 24)."))
    return notes


def _check_guardian(con: Connection, today: date, who: nouns.Person | None, guardian_id: str) -> Notes:
    if guardian_id:
        guardian = person_of(con, guardian_id)
        if not guardian.birth_date or is_child(guardian, today) or not is_present(guardian) or (who and guardian.id == who.id):
            return {"guardian_id": FieldNote("error", _("Wali harus orang lain yang dewasa dan masih tinggal. Pilih lagi."))}
    elif who and is_child(who, today) and not who.guardian_id and not who.guardian_note:
        return {"guardian_id": FieldNote("error", problems.CONSENT_CHILD(name=who.name or "–").sentence)}
    return {}


def record_consent(ws: Workspace, new: NewConsent) -> str:
    """Keep an answer or a lawful basis; a later one is a new record, the earlier stays. Returns its id.

    An answer of the family for the main purpose also shows on the family itself.
    Raises FieldProblems, HOUSEHOLD_UNKNOWN and PERSON_UNKNOWN.
    """
    stop_on_errors(check_consent(ws, new))
    consent_id = new_id()
    with ws.transaction() as act:
        home = family_of(act.con, new.household_id)
        who = person_of(act.con, new.person_id) if new.person_id else None
        before = kept.latest(act.con, home.id, who.id if who else None, new.purpose)
        root, region = (who.root_id, who.region_id) if who else (home.id, home.region_id)
        act.add(
            nouns.Consent(
                id=consent_id, root_id=root, region_id=region, household_id=home.id, person_id=who.id if who else None, basis=new.basis,
                given=new.given or None, given_on=new.given_on.isoformat(), proof=new.proof or None, purpose=new.purpose,
                guardian_id=new.guardian_id or (who.guardian_id if who and is_child(who, ws.today()) else None), replaces=before.id if before else None,
            )
        )  # fmt: skip
        if who is None and new.purpose == MAIN:
            _show_on_family(act, home, new)
    return consent_id


def _show_on_family(act: Transaction, home: nouns.Household, new: NewConsent) -> None:
    """A refused or withdrawn consent leaves no day of consent, so that the family's page says it is missing."""
    agreed = new.given == GIVEN
    act.change(
        nouns.Household,
        home.id,
        {
            "basis": new.basis,
            "consent_on": new.given_on.isoformat() if agreed else None,
            "consent_proof": label(INSTRUMENT, "bukti", new.proof) if agreed else None,
        },
    )


def consents(ws: Workspace, household_id: str, *, latest: bool = True) -> tuple[ConsentView, ...]:
    """Return the answers of a family and its people, the newest first; ``latest`` keeps one for each subject and purpose."""
    with ws.reading() as con:
        found = kept.of_household(con, aliases.resolve(con, "household", household_id))
        names = memberships.person_names(con, [row.guardian_id for row in found if row.guardian_id])
    seen: set[tuple[str | None, str | None]] = set()
    told = []
    for row in found:
        if latest and (row.person_id, row.purpose) in seen:
            continue
        seen.add((row.person_id, row.purpose))
        told.append(_view(row, names.get(row.guardian_id or "", "")))
    return tuple(told)


def _view(row: Found, guardian: str) -> ConsentView:
    return ConsentView(
        row.id, row.person_id, row.person_name or "", row.basis or "", label(INSTRUMENT, "dasar", row.basis), row.given or "",
        label(INSTRUMENT, "jawaban", row.given), date.fromisoformat(row.given_on) if row.given_on else None, label(INSTRUMENT, "bukti", row.proof),
        row.purpose or "", label(INSTRUMENT, "tujuan", row.purpose), guardian, row.by_name or "–", _meaning(row.basis, row.given),
    )  # fmt: skip


def _meaning(basis: str | None, given: str | None) -> str:
    if basis != CONSENT:
        return _("Data diproses atas dasar ini. Persetujuan tidak diperlukan.")
    return {
        GIVEN: _("Data boleh diproses untuk tujuan ini sampai persetujuan ditarik."),
        REFUSED: _("Data tidak boleh diproses untuk tujuan ini, kecuali ada dasar lain. Pilar tidak menghapus apa pun sendiri."),
        WITHDRAWN: _("Hentikan pemrosesan untuk tujuan ini paling lambat 3 x 24 jam. Pilar tidak menghapus apa pun sendiri; "
                     "penghapusan diputuskan koordinator."),
    }.get(given or "", "")  # fmt: skip
