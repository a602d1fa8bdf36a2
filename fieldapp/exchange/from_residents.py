"""The residents sheet of 43 columns as the services take it in: families with their people, each with its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain.name_likeness import said
from fieldapp.exchange.book import headed
from fieldapp.exchange.cells import bare_number
from fieldapp.exchange.resident_columns import HEADINGS
from fieldapp.exchange.residents import ResidentRow, ResidentSheet, weighed
from fieldapp.exchange.wrong_cells import Reason, wrong_row
from fieldapp.language import _
from fieldapp.services.incoming import IncomingSheet, WrongRow

if TYPE_CHECKING:
    from fieldapp.exchange.importing import Opened

RESIDENTS, NIK = "penduduk", "nik"


def residents(opened: Opened, region_id: str, today: date) -> IncomingSheet:
    """Read the residents sheet of 43 columns from a file that was opened, with the cells corrected since.

    Raises REGION_UNKNOWN, SHEET_HEADINGS and SHEET_EMPTY.
    """
    page = headed(opened.book, HEADINGS)
    sheet, name = weighed(page, today=today, village=region_id), page.name
    by_kk: dict[str, list[ResidentRow]] = defaultdict(list)
    for row in sheet.people:
        by_kk[row.kk].append(row)
    homes = []
    for home in sheet.households:
        ordered = sorted(by_kk[home.kk], key=lambda row: row.person.relation != "1")
        members = tuple(replace(one, sheet=name, row=row.row) for one, row in zip(home.members, ordered, strict=True))
        homes.append(replace(home, members=members))
    refused = [(row.number, bare_number(row.cells.get(NIK)) or "", str(row.cells.get("nama") or "")) for row in sheet.refused]
    return IncomingSheet(
        format=RESIDENTS, file_sha=opened.sha, region_id=region_id, rows=sheet.rows, households=tuple(homes), notes=opened.notes,
        warnings=tuple(WrongRow((name, one.row), "", (one.sentence,), columns=(one.column,)) for one in sheet.warnings),
        wrong=tuple(_refused(sheet, name, refused)), shared=tuple((nik, who) for _row, nik, who in refused if nik),
    )  # fmt: skip


def _refused(sheet: ResidentSheet, name: str, refused: Sequence[tuple[int, str, str]]) -> Iterable[WrongRow]:
    """Yield the refused rows with their reasons; every row of a NIK that several names carry says so, the first one too."""
    told: dict[int, list[Reason]] = defaultdict(list)
    twice: dict[int, Reason] = {}
    for problem in sheet.problems:
        one = (f"{problem.column}: {problem.sentence}", problem.column, problem.proposal)
        told[problem.row].append(one)
        if problem.column == NIK:
            twice[problem.row] = one
    bearers: dict[str, set[str]] = defaultdict(set)
    for nik, who in [*((row.person.nik or "", row.person.name) for row in sheet.people), *((nik, who) for _row, nik, who in refused)]:
        bearers[nik].add(said(who))
    waiting = _("Baris ini benar, menunggu anggota lain dalam keluarga ini diperbaiki.")
    for row, nik, who in refused:
        reasons = told.get(row, [])
        if nik and len(bearers[nik]) > 1:
            shared = problems.NIK_SHARED(count=len(bearers[nik])).sentence
            reasons = [*(one for one in reasons if one != twice.get(row)), (shared, NIK, "")]
        yield wrong_row((name, row), who, reasons, waiting=waiting)
