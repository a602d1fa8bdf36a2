"""Aid a family is named for, as the lists told it; what was really handed over is another record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldapp.language import _
from fieldapp.store import aliases, enrolments

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

SOURCES = {"1": "Pusat", "2": "Provinsi", "3": "Kabupaten/kota", "4": "Dana desa", "5": "Lain-lain (hibah)"}  # "Asal Dana" of the aid sheet


@dataclass(frozen=True, slots=True)
class AidLine:
    """One programme a family or one of its people is named for; ``who`` is empty for the family. Days as the programme tells them."""

    id: str
    programme: str
    source: str
    who: str
    card_no: str
    starts_on: date | None
    ends_on: date | None


def aid_of(ws: Workspace, household_id: str) -> tuple[AidLine, ...]:
    """Return the aid a family and its people are named for, the newest programme first."""
    with ws.reading() as con:
        stands = aliases.standing(con, [household_id])[household_id]
        found = enrolments.of_household(con, stands)
    return tuple(
        AidLine(
            row.id, row.name or "–", _(SOURCES.get(row.source or "", "")) if row.source in SOURCES else "", row.who or "", row.card_no or "",
            _day(row.starts_on), _day(row.ends_on),
        )
        for row in found
    )  # fmt: skip


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
