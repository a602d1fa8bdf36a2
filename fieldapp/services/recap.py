"""The village on one list: every family, what is known of it and when it was last visited, with sums at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldapp import resources
from fieldapp.domain.nik import mask
from fieldapp.language import _
from fieldapp.store import households, visits

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found


@dataclass(frozen=True, slots=True)
class RecapRow:
    """One family; ``kk`` is masked, ``house`` is "ok", "bad", "unknown" or empty (never assessed)."""

    number: int
    name: str
    kk: str
    rt: str
    rw: str
    members: int
    desil: str
    house: str
    last_visit: date | None
    visits: int
    next_on: date | None


@dataclass(frozen=True, slots=True)
class RecapTotals:
    """Sums over the whole village; ``by_desil`` pairs a label with a count."""

    households: int
    persons: int
    visited: int
    never: int
    visits: int
    unfit: int
    fit: int
    unknown: int
    by_desil: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class VillageRecap:
    """A village in a period. ``visits`` and ``visited`` count the period only; the last visit of a row is the last of all."""

    region_id: str
    village: str
    full_name: str
    period: tuple[date, date]
    rows: tuple[RecapRow, ...]
    totals: RecapTotals


def village_recap(ws: Workspace, region_id: str, *, period: tuple[date, date]) -> VillageRecap:
    """Return the recap of a village or kecamatan; raises REGION_UNKNOWN."""
    place = resources.region(region_id)
    first, last = (day.isoformat() for day in period)
    with ws.reading() as con:
        done = visits.per_household(con, region_id, first, last)
        found = households.lines_in(con, region_id)
    rows = tuple(_row(number, row, done.get(row.household_id, 0)) for number, row in enumerate(found, 1))
    return VillageRecap(region_id, place.name, resources.full_name(region_id), period, rows, _totals(rows, done))


def _row(number: int, row: Found, visits: int) -> RecapRow:
    return RecapRow(
        number, row.name, mask(row.kk), row.rt or "", row.rw or "", row.members, row.desil or "", row.house or "",
        date.fromisoformat(row.last_visit) if row.last_visit else None, visits, date.fromisoformat(row.next_visit) if row.next_visit else None,
    )  # fmt: skip


def _totals(rows: tuple[RecapRow, ...], done: dict[str, int]) -> RecapTotals:
    by_desil: dict[str, int] = {}
    for row in rows:
        by_desil[row.desil] = by_desil.get(row.desil, 0) + 1
    ordered = sorted((key for key in by_desil if key), key=int)
    labels = [(_("Desil {value}").format(value=key), by_desil[key]) for key in ordered]
    if "" in by_desil:
        labels.append((_("Belum ada desil"), by_desil[""]))
    return RecapTotals(
        households=len(rows), persons=sum(r.members for r in rows), visited=sum(r.visits > 0 for r in rows), never=sum(r.last_visit is None for r in rows),
        visits=sum(done.values()), unfit=sum(r.house == "bad" for r in rows), fit=sum(r.house == "ok" for r in rows),
        unknown=sum(r.house not in ("ok", "bad") for r in rows), by_desil=tuple(labels),
    )  # fmt: skip
