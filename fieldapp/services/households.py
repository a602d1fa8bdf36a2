"""Families: finding one while typing, and everything known about one on one screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.codes import DUKCAPIL, label
from fieldapp.domain.moments import moment
from fieldapp.domain.nik import mask
from fieldapp.domain.roles import sees_identity
from fieldapp.domain.written import age, date_medium
from fieldapp.language import _
from fieldapp.services.chips import Chip, RecordState
from fieldapp.services.regions import region_name
from fieldapp.store import search
from fieldapp.store.tables import SYNCED, assessment, card, conflict, desil, notice, outbox, person, pillar, visit
from fieldapp.store.tables import household as households

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

ELDERLY = 60  # years, UU 13/1998


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
class MemberView:
    """A member of a family; ``nik`` is masked."""

    id: str
    name: str
    nik: str
    nik_note: str
    relation: str
    relation_code: str
    sex: str
    age: int | None
    birth_date: date | None
    activity: str
    chips: tuple[Chip, ...]
    is_head: bool


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
        found = {row.household_id: row for row in con.execute(sa.select(card).where(card.c.household_id.in_(ids)))}
        members = search.matching_members(con, text, list(ids)) if text else {}
    today = ws.today()
    return tuple(_card(found[i], today, members.get(i)) for i in ids if i in found)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def place_of(rt: str | None, rw: str | None) -> str:
    """Write RT and RW as on papers: RT 003/RW 001; empty when neither is known."""
    return f"RT {rt or '–'}/RW {rw or '–'}" if rt or rw else _("RT/RW belum ada")


def _card(row: sa.Row[Any], today: date, matched: str | None) -> HouseholdCard:
    due = _day(row.next_visit)
    return HouseholdCard(
        id=row.household_id, name=row.name, kk=mask(row.kk) or None, place=place_of(row.rt, row.rw), village=region_name(row.region_id),
        region_id=row.region_id, members=row.members, desil=row.desil, chip=card_chip(row, today), next_on=due,
        matched=matched if matched and matched != row.name else None,
    )  # fmt: skip


def card_chip(row: sa.Row[Any], today: date) -> Chip:
    """Return the one chip a family shows in a list: what needs a person first, then what is due, then where it is."""
    due = _day(row.next_visit)
    if row.differs:
        return Chip("bad", _("Isian berbeda"), "git-compare-arrows")
    if due and due < today:
        return Chip("bad", _("Lewat {days} hari").format(days=(today - due).days), "clock")
    if due == today:
        return Chip("warn", _("Kunjungan hari ini"), "calendar")
    if row.waiting:
        return Chip("mute", _("Menunggu kirim"), "cloud-upload")
    if row.without_nik:
        return Chip("warn", _("Tanpa NIK"), "id-card")
    if not row.visits:
        return Chip("mute", _("Belum dikunjungi"), "circle-dashed")
    return Chip("ok", _("Lengkap"), "circle-check")


def household(ws: Workspace, household_id: str) -> HouseholdView:
    """Return everything about one family but its timeline; raises HOUSEHOLD_UNKNOWN."""
    with ws.reading() as con:
        found = con.execute(sa.select(households).where(households.c.id == household_id)).one_or_none()
        line = con.execute(sa.select(card).where(card.c.household_id == household_id)).one_or_none()
        if found is None or line is None:
            raise problems.HOUSEHOLD_UNKNOWN()
        people = con.execute(
            sa.select(person)
            .where(person.c.household_id == household_id, ~person.c.deleted)
            .order_by(sa.cast(person.c.relation, sa.Integer), person.c.birth_date)
        ).all()
        home = con.execute(sa.select(SYNCED["dwelling"]).where(SYNCED["dwelling"].c.id == found.dwelling_id)).one_or_none()
        told_desil = con.execute(
            sa.select(desil).where(desil.c.household_id == household_id).order_by(desil.c.dated.desc(), desil.c.id.desc())
        ).first()
        house = con.execute(
            sa.select(assessment)
            .where(assessment.c.household_id == household_id)
            .order_by(assessment.c.assessed_on.desc(), assessment.c.id.desc())
        ).all()
        last = con.execute(
            sa.select(visit, pillar.c.name.label("by_name")).outerjoin(pillar, pillar.c.id == visit.c.created_by)
            .where(visit.c.household_id == household_id).order_by(visit.c.visited_on.desc(), visit.c.id.desc())
        ).first()  # fmt: skip
        differing = set(con.execute(sa.select(conflict.c.row_id).where(conflict.c.state == "open")).scalars())
        state = record_state(con, "household", household_id)
    today = ws.today()
    seen = sees_identity(ws.user.role, "person", "general")
    members = tuple(_member(p, today, found.head_id, seen, p.id in differing) for p in people)
    return HouseholdView(
        id=household_id, name=line.name, kk=mask(found.kk), code=found.code or "", region_id=found.region_id, village=region_name(found.region_id),
        place=place_of(found.rt, found.rw), address=found.address or "", hamlet=found.hamlet or "", rt=found.rt or "", rw=found.rw or "",
        phone=found.phone or "", note=found.note or "", latitude=(home.latitude if home else None) or "", longitude=(home.longitude if home else None) or "",
        basis=found.basis or "", consent_on=_day(found.consent_on), chips=_chips(line, differing & {household_id, *(p.id for p in people)}),
        desil=_desil(told_desil), house=_house(house), next_visit=_day(line.next_visit), last_visit=_last(last), visits=line.visits, members=members,
        missing=_missing(found, home, members, last), state=state, may_edit=_may_edit(ws),
    )  # fmt: skip


def _may_edit(ws: Workspace) -> bool:
    from fieldapp.domain.roles import may

    return may(ws.user.role, "write", "household", "general")


def _chips(line: sa.Row[Any], differing: set[str]) -> tuple[Chip, ...]:
    chips = []
    if differing:
        chips.append(Chip("bad", _("{count} isian berbeda").format(count=len(differing)), "git-compare-arrows"))
    if line.waiting:
        chips.append(Chip("info", _("Menunggu kirim"), "cloud-upload"))
    return tuple(chips)


def _member(row: sa.Row[Any], today: date, head_id: str | None, seen: bool, differs: bool) -> MemberView:
    born = _day(row.birth_date)
    years = age(born, _day(row.death_date) or today) if born else None
    return MemberView(
        id=row.id, name=row.name or "–", nik=mask(row.nik) if row.nik else (_("tanpa NIK") if seen else ""), nik_note=row.no_nik_reason or "",
        relation=label(DUKCAPIL, "shdk", row.relation), relation_code=row.relation or "", sex={"1": "L", "2": "P"}.get(row.sex or "", ""), age=years,
        birth_date=born, activity=label(DUKCAPIL, "pekerjaan", row.occupation), chips=_member_chips(row, years, differs), is_head=row.id == head_id,
    )  # fmt: skip


def _member_chips(row: sa.Row[Any], years: int | None, differs: bool) -> tuple[Chip, ...]:
    chips = []
    if differs:
        chips.append(Chip("bad", _("Berbeda"), "git-compare-arrows"))
    if row.status == "2":
        chips.append(Chip("mute", _("Meninggal"), "minus"))
    if row.disability and row.disability != "7":
        chips.append(Chip("info", _("Disabilitas"), "accessibility"))
    if years is not None and years >= ELDERLY:
        chips.append(Chip("info", _("Lansia"), "accessibility"))
    if years is not None and years < 5:
        chips.append(Chip("soft", _("Balita"), "baby"))
    if not row.nik:
        chips.append(Chip("warn", _("Tanpa NIK"), "id-card"))
    return tuple(chips)


def _desil(row: sa.Row[Any] | None) -> DesilView | None:
    if row is None:
        return None
    recorded = row.created_at[:10] if row.created_at else None
    return DesilView(row.value or "", row.snapshot or "", _day(row.dated), row.source or "", _day(recorded))


def _house(found: Sequence[sa.Row[Any]]) -> HouseTile | None:
    for row in found:
        if row.scores and row.scores.get("verdict"):
            return HouseTile(
                row.scores["verdict"], row.scores.get("kind", "unknown"), row.scores.get("summary", ""), date.fromisoformat(row.assessed_on)
            )
    return None


def _last(row: sa.Row[Any] | None) -> LastVisit | None:
    return LastVisit(row.id, date.fromisoformat(row.visited_on), row.by_name or "–") if row else None


def _missing(found: sa.Row[Any], home: sa.Row[Any] | None, members: Sequence[MemberView], last: sa.Row[Any] | None) -> tuple[str, ...]:
    lacking = []
    if not found.kk:
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


def record_state(con: sa.Connection, entity: str, row_id: str) -> RecordState:
    """Return where a record is on its way."""
    if con.execute(
        sa.select(conflict.c.id).where(conflict.c.entity == entity, conflict.c.row_id == row_id, conflict.c.state == "open")
    ).first():
        return RecordState("different", _("Dua orang mengisi berbeda."), _("Pilih salah satu di halaman Sinkronisasi."))
    states = dict(
        con.execute(
            sa.select(outbox.c.state, sa.func.max(outbox.c.code))
            .where(outbox.c.entity == entity, outbox.c.row_id == row_id)
            .group_by(outbox.c.state)
        ).all()
    )
    if "refused" in states:
        return RecordState("refused", refusal(states["refused"]), _("Buka halaman Sinkronisasi."))
    return RecordState("here") if "waiting" in states else RecordState("received")


def refusal(code: str | None) -> str:
    """Return the sentence behind the code with which the office refused something."""
    kinds = {kind.code: kind for kind in vars(problems).values() if isinstance(kind, problems.Kind)}
    kind = kinds.get(code or "")
    return (
        _(kind.sentence) if kind and "{" not in kind.sentence else _("Pusat menolak perubahan ini (kode {code}).").format(code=code or "-")
    )


def reveal(ws: Workspace, row_id: str, name: str, reason: str) -> str:
    """Return a full NIK ("nik") or KK ("kk"); who, when and why is written down first. Raises RECORD_UNKNOWN, and OP_NOT_ALLOWED for a masked role."""
    kind: type[nouns.Noun] = nouns.Person if name == "nik" else nouns.Household
    if not sees_identity(ws.user.role, nouns.ENTITY_OF[kind], "general"):
        raise problems.OP_NOT_ALLOWED()
    table = SYNCED[nouns.ENTITY_OF[kind]]
    with ws.writing() as con:
        found = con.execute(sa.select(table.c[name]).where(table.c.id == row_id)).one_or_none()
        if found is None:
            raise problems.RECORD_UNKNOWN()
        con.execute(sa.insert(notice).values(at=moment(ws.now()), by=ws.user.id, act="reveal", row_id=row_id, field=name, reason=reason))
    return found[0] or ""


def medium(day: date | None) -> str:
    """Write a day in medium form, or an en dash."""
    return date_medium(day) if day else "–"
