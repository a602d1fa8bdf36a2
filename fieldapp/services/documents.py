"""Papers that were issued: their numbers, and the mark by which a sheet can be checked later."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import moment
from fieldapp.domain.written import month_roman
from fieldapp.store import documents as kept

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

CLASSIFICATION = "400.9"  # social affairs, Permendagri 83/2022 [M]: editable, never printed as law


def next_number(ws: Workspace, day: date, *, unit: str = "DINSOS") -> str:
    """Return the next letter number not yet used on this laptop in this year, ``400.9/001/DINSOS/XI/2026``."""
    with ws.reading() as con:
        used = kept.numbers(con, CLASSIFICATION, day.year)
    taken = {int(parts[1]) for number in used if (parts := number.split("/"))[1:2] and parts[1].isdigit()}
    return f"{CLASSIFICATION}/{max(taken, default=0) + 1:03d}/{unit}/{month_roman(day)}/{day.year}"


def number_taken(ws: Workspace, number: str) -> bool:
    """Say whether a letter on this laptop has this number already."""
    with ws.reading() as con:
        return kept.has_number(con, number)


def new_document_id() -> str:
    """Return the id a paper will be issued under; it stands in its QR."""
    return new_id()


def issue(
    ws: Workspace, document_id: str, *, kind: str, number: str, subject_id: str, household_id: str | None, region_id: str, sha256: str
) -> None:
    """Note that a paper was issued: what it was about and the hash of what it said."""
    with ws.transaction() as act:
        act.add(
            nouns.Document(
                id=document_id, root_id=household_id or document_id, region_id=region_id, household_id=household_id, subject_id=subject_id, kind=kind,
                number=number, sha256=sha256, issued_at=moment(ws.now()),
            )
        )  # fmt: skip
