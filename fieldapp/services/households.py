"""Families: finding one while typing, and everything known about one on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain.moments import moment
from fieldapp.domain.nik import mask
from fieldapp.domain.roles import may, sees_identity
from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services.chips import Chip, RecordState
from fieldapp.services.members import MemberView, member
from fieldapp.services.regions import region_name
from fieldapp.services.states import record_state, refusal
from fieldapp.store import aliases, audit, conflicts, persons, search, visits
from fieldapp.store import households as kept

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found


@dataclass(frozen=True, slots=True)
class HouseholdCard:
    """A family in a list. ``kk`` is masked; ``matched`` names a member other than the head who fits what was typed."""

    id: str
    name: str
    kk: str | None
    place: str
    village: str
    region_id: str
    members: int
    desil: str | None
    chip: Chip
    next_on: date | None
    matched: str | None = None


@dataclass(frozen=True, slots=True)
class DesilView:
    """The state's decile with its source; never our own figure."""

    value: str
    snapshot: str
    dated: date | None
    source: str
    recorded_on: date | None


@dataclass(frozen=True, slots=True)
class HouseTile:
    """What the newest housing assessment said; indicative."""

    verdict: str
    kind: str
    text: str
    assessed_on: date


@dataclass(frozen=True, slots=True)
class LastVisit:
    """The newest visit."""

    id: str
    day: date
    by_name: str


@dataclass(frozen=True, slots=True)
class HouseholdView:
    """Everything about one family but its timeline. ``kk`` is masked."""

    id: str
    name: str
    kk: str
    code: str
    region_id: str
    village: str
    place: str
    address: str
    hamlet: str
    rt: str
    rw: str
    phone: str
    note: str
    latitude: str
    longitude: str
    basis: str
    consent_on: date | None
    chips: tuple[Chip, ...]
    desil: DesilView | None
    house: HouseTile | None
    next_visit: date | None
    last_visit: LastVisit | None
    visits: int
    members: tuple[MemberView, ...]
    missing: tuple[str, ...]
    state: RecordState
    may_edit: bool


def household_ids(ws: Workspace, text: str = "", *, region: str | None = None, order: str = "name") -> tuple[str, ...]:
    """Return the ids of the families that fit what was typed, in order; ``order`` is "name" or "next" (visit due first)."""
    with ws.reading() as con:
        return tuple(search.household_ids(con, text, region, order))


def household_cards(ws: Workspace, ids: Sequence[str], text: str = "") -> tuple[HouseholdCard, ...]:
    """Return the cards of these families, in this order; an id that is gone is left out. Meant for the rows in sight."""
    with ws.reading() as con:
        found = kept.lines_of(con, ids)
        members = search.matching_members(con, text, list(ids)) if text else {}
    today = ws.today()
    seen = sees_identity(ws.user.role, "household", "general")
    return tuple(_card(found[i], today, members.get(i), seen) for i in ids if i in found)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def place_of(rt: str | None, rw: str | None) -> str:
    """Write RT and RW as on papers: RT 003/RW 001; empty when neither is known."""
    return f"RT {rt or '–'}/RW {rw or '–'}" if rt or rw else _("RT/RW belum ada")


def _card(row: Found, today: date, matched: str | None, seen: bool) -> HouseholdCard:
    due = _day(row.next_visit)
    return HouseholdCard(
        id=row.household_id, name=row.name, kk=(mask(row.kk) or None) if seen else None, place=place_of(row.rt, row.rw), village=region_name(row.region_id),
        region_id=row.region_id, members=row.members, desil=row.desil, chip=card_chip(row, today, seen=seen), next_on=due,
        matched=matched if matched and matched != row.name else None,
    )  # fmt: skip


def card_chip(row: Found, today: date, *, seen: bool = True) -> Chip:
    """Return the one chip a family shows in a list: what needs a person first, then what is due, then where it is.

    ``seen`` is False for a role that receives no NIK: it cannot know that one is missing.
    """
    due = _day(row.next_visit)
    if row.differs:
        return Chip("bad", _("Isian berbeda"), "git-compare-arrows")
    if due and due < today:
        return Chip("bad", _("Lewat {days} hari").format(days=(today - due).days), "clock")
    if due == today:
        return Chip("warn", _("Kunjungan hari ini"), "calendar")
    if row.waiting:
        return Chip("mute", _("Menunggu kirim"), "cloud-upload")
    if row.without_nik and seen:
        return Chip("warn", _("Tanpa NIK"), "id-card")
    if not row.visits:
        return Chip("mute", _("Belum dikunjungi"), "circle-dashed")
    return Chip("ok", _("Lengkap"), "circle-check")


def household(ws: Workspace, household_id: str) -> HouseholdView:
    """Return everything about one family but its timeline, of the one it was merged into when it was; raises HOUSEHOLD_UNKNOWN."""
    with ws.reading() as con:
        household_id = aliases.standing(con, [household_id])[household_id]
        found, line = kept.one(con, household_id), kept.line_of(con, household_id)
        if found is None or line is None:
            raise problems.HOUSEHOLD_UNKNOWN()
        people = persons.members_of(con, household_id)
        home = kept.dwelling_of(con, found.dwelling_id)
        deciles = kept.desils(con, household_id)
        assessments = visits.assessments_in(con, household_id)
        last = visits.latest(con, household_id)
        differing = conflicts.records_with(con, [household_id, *(p.id for p in people)])
        state = record_state(con, "household", household_id)
    today = ws.today()
    seen = sees_identity(ws.user.role, "person", "general")
    members = tuple(member(p, today, head_id=found.head_id, seen=seen, differs=p.id in differing) for p in people)
    return HouseholdView(
        id=household_id, name=line.name, kk=mask(found.kk) if seen else "", code=found.code or "", region_id=found.region_id, village=region_name(found.region_id),
        place=place_of(found.rt, found.rw), address=found.address or "", hamlet=found.hamlet or "", rt=found.rt or "", rw=found.rw or "",
        phone=found.phone or "", note=found.note or "", latitude=(home.latitude if home else None) or "", longitude=(home.longitude if home else None) or "",
        basis=found.basis or "", consent_on=_day(found.consent_on), chips=_chips(line, differing),
        desil=_desil(deciles), house=_house(assessments), next_visit=_day(line.next_visit), last_visit=_last(last), visits=line.visits, members=members,
        missing=_missing(found, home, members, last, seen), state=state,
        may_edit=may(ws.user.role, "write", "household", "general"),
    )  # fmt: skip


def _chips(line: Found, differing: set[str]) -> tuple[Chip, ...]:
    chips = []
    if differing:
        chips.append(Chip("bad", _("{count} isian berbeda").format(count=len(differing)), "git-compare-arrows"))
    if line.waiting:
        chips.append(Chip("info", _("Menunggu kirim"), "cloud-upload"))
    return tuple(chips)


def _desil(found: Sequence[Found]) -> DesilView | None:
    if not found:
        return None
    row = found[0]
    recorded = row.created_at[:10] if row.created_at else None
    return DesilView(row.value or "", row.snapshot or "", _day(row.dated), row.source or "", _day(recorded))


def _house(found: Sequence[Found]) -> HouseTile | None:
    for row in found:
        if row.scores and row.scores.get("verdict"):
            return HouseTile(
                row.scores["verdict"], row.scores.get("kind", "unknown"), row.scores.get("summary", ""), date.fromisoformat(row.assessed_on)
            )
    return None


def _last(row: Found | None) -> LastVisit | None:
    return LastVisit(row.id, date.fromisoformat(row.visited_on), row.by_name or "–") if row else None


def _missing(found: Found, home: Found | None, members: Sequence[MemberView], last: Found | None, seen: bool) -> tuple[str, ...]:
    lacking = []
    if seen and not found.kk:
        lacking.append(_("Nomor KK"))
    if not found.phone:
        lacking.append(_("No. HP keluarga"))
    if home is None or not home.latitude:
        lacking.append(_("Titik lokasi rumah"))
    if any(not m.nik_note and m.nik == _("tanpa NIK") for m in members):
        lacking.append(_("NIK atau alasannya"))
    if not found.consent_on and found.basis in (None, "a"):
        lacking.append(_("Persetujuan pemrosesan data"))
    if last is None:
        lacking.append(_("Kunjungan pertama"))
    return tuple(lacking)


def reveal(ws: Workspace, row_id: str, name: str, reason: str) -> str:
    """Return a full NIK ("nik") or KK ("kk"); who, when and why is written down first. Raises RECORD_UNKNOWN, and OP_NOT_ALLOWED for a masked role."""
    entity = "person" if name == "nik" else "household"
    if not sees_identity(ws.user.role, entity, "general"):
        raise problems.OP_NOT_ALLOWED()
    with ws.writing() as con:
        found = audit.number_of(con, entity, row_id, "nik" if name == "nik" else "kk")
        if found is None:
            raise problems.RECORD_UNKNOWN()
        audit.note(con, at=moment(ws.now()), by=ws.user.id, act="reveal", row_id=row_id, field=name, reason=reason)
    return found.number or ""


def medium(day: date | None) -> str:
    """Write a day in medium form, or an en dash."""
    return date_medium(day) if day else "–"


__all__ = [
    "DesilView",
    "HouseTile",
    "HouseholdCard",
    "HouseholdView",
    "LastVisit",
    "MemberView",
    "card_chip",
    "household",
    "household_cards",
    "household_ids",
    "medium",
    "place_of",
    "record_state",
    "refusal",
    "reveal",
]
