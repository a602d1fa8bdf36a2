"""Everything about one social pillar: areas with the work there, the SK, the states so far, the certificates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from fieldapp import problems, resources
from fieldapp.domain import phones
from fieldapp.domain.nik import mask
from fieldapp.domain.regions import is_code, written_path
from fieldapp.domain.roles import covers, sees_identity
from fieldapp.services.chips import Chip, RecordState
from fieldapp.services.pillar_words import ACTIVE, certificate_chip, day_of, kind_name, sk_chip, state_chip, state_name, why_not
from fieldapp.services.regions import region_name
from fieldapp.services.states import record_state
from fieldapp.store import pillars as kept

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found

QUARTER = 90  # days of the longer workload


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area of a pillar with its families and visits (this month, last 90 days)."""

    id: str
    title: str
    path: str
    families: int
    visits_month: int
    visits_quarter: int


@dataclass(frozen=True, slots=True)
class StatusLine:
    """Since when a pillar is in a state, why, who follows, and who wrote it."""

    id: str
    state: str
    state_name: str
    since: date
    reason: str
    successor_id: str
    successor: str
    by_name: str


@dataclass(frozen=True, slots=True)
class CertificateLine:
    """A certificate with its state."""

    id: str
    title: str
    number: str
    giver: str
    issued_on: date | None
    expires_on: date | None
    chip: Chip


@dataclass(frozen=True, slots=True)
class Workload:
    """Families in the areas; visits there and by the pillar's own account (None without one), this month and in the last 90 days."""

    families: int
    visits_month: int
    visits_quarter: int
    own_month: int | None
    own_quarter: int | None


@dataclass(frozen=True, slots=True)
class PillarView:
    """Everything about one pillar. ``nik`` is masked, or empty for a role that receives none; ``reason`` says why it cannot be changed."""

    id: str
    code: str
    name: str
    kind: str
    kind_name: str
    nik: str
    phone: str
    note: str
    account: str
    state: str
    state_since: date | None
    state_chip: Chip
    sk_number: str
    sk_from: date | None
    sk_until: date | None
    sk_chip: Chip
    areas: tuple[AreaLine, ...]
    workload: Workload
    statuses: tuple[StatusLine, ...]
    certificates: tuple[CertificateLine, ...]
    record: RecordState
    reason: str


def pillar_view(ws: Workspace, pillar_id: str) -> PillarView:
    """Return everything about one pillar; one merged into another shows that one. Raises PILLAR_UNKNOWN."""
    today = ws.today()
    with ws.reading() as con:
        row = kept.one(con, pillar_id)
        if row is None:
            raise problems.PILLAR_UNKNOWN()
        said = kept.statuses(con, row.id)
        names = kept.names_of(con, {status.successor_id for status in said if status.successor_id})
        papers = kept.certificates(con, row.id)
        account = next((one.name for one in kept.accounts(con) if one.id == row.user_id), "") if row.user_id else ""
        areas = tuple(_area(con, area, today) for area in sorted(row.areas or ()))
        work = _workload(con, row, areas, today)
        record = record_state(con, "pillar", row.id)
    state = said[0].state if said else ACTIVE
    since, until = day_of(row.sk_from), day_of(row.sk_until)
    return PillarView(
        row.id, row.code or "", row.name or "–", row.kind or "", kind_name(row.kind),
        mask(row.nik) if sees_identity(ws.user.role, "pillar", "reference") else "",
        phones.written(row.phone) if row.phone else "", row.note or "", account or "",
        state, day_of(said[0].since) if said else None, state_chip(state),
        row.sk_number or "", since, until, sk_chip(row.sk_number, since, until, today),
        areas, work, tuple(_status(status, names) for status in said), tuple(_certificate(paper, today) for paper in papers),
        record, why_not(ws, row.region_id),
    )  # fmt: skip


def _spans(today: date) -> tuple[str, str]:
    """Return the first day of the month and of the last 90 days (ISO)."""
    return today.replace(day=1).isoformat(), (today - timedelta(days=QUARTER - 1)).isoformat()


def _area(con: Connection, area: str, today: date) -> AreaLine:
    month, quarter = _spans(today)
    last = today.isoformat()
    here = resources.path(area) if is_code(area) and resources.is_region(area) else ()
    return AreaLine(
        area, here[-1].title if here else region_name(area), written_path(here[:-1]), kept.families_in(con, [area]),
        kept.visits_in(con, [area], month, last), kept.visits_in(con, [area], quarter, last),
    )  # fmt: skip


def apart(areas: Iterable[str]) -> list[str]:
    """Return areas without those that lie in another of them, so that nothing is counted twice."""
    told = sorted(set(areas))
    return [area for area in told if not any(covers(other, area) for other in told if other != area)]


def _workload(con: Connection, row: Found, areas: Sequence[AreaLine], today: date) -> Workload:
    month, quarter = _spans(today)
    last, own = today.isoformat(), row.user_id
    whole = set(apart(area.id for area in areas))
    counted = [area for area in areas if area.id in whole]
    return Workload(
        sum(area.families for area in counted), sum(area.visits_month for area in counted), sum(area.visits_quarter for area in counted),
        kept.visits_by(con, own, month, last) if own else None, kept.visits_by(con, own, quarter, last) if own else None,
    )  # fmt: skip


def _status(row: Found, names: dict[str, str]) -> StatusLine:
    return StatusLine(
        row.id, row.state or "", state_name(row.state or ""), date.fromisoformat(row.since), row.reason or "", row.successor_id or "",
        names.get(row.successor_id, "") if row.successor_id else "", row.by_name or "–",
    )  # fmt: skip


def _certificate(row: Found, today: date) -> CertificateLine:
    until = day_of(row.expires_on)
    return CertificateLine(
        row.id, row.title or "–", row.number or "", row.giver or "", day_of(row.issued_on), until, certificate_chip(until, today)
    )
