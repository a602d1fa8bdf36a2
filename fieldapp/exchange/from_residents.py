"""The residents sheet of 43 columns as the services take it in: families with their people, each with its row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain.name_likeness import said
from fieldapp.exchange.cells import bare_number
from fieldapp.exchange.layout import format_named
from fieldapp.exchange.residents import ResidentRow, ResidentSheet, read_residents
from fieldapp.language import _
from fieldapp.services.incoming import IncomingSheet, WrongRow

if TYPE_CHECKING:
    from fieldapp.exchange.importing import Opened

RESIDENTS = "penduduk"


def residents(opened: Opened, region_id: str, today: date) -> IncomingSheet:
    """Read the residents sheet of 43 columns; raises what :func:`fieldapp.exchange.residents.read_residents` raises."""
    sheet = read_residents(opened.path, today=today, village=region_id)
    of = format_named(RESIDENTS)
    page, _alike = of.page_of(opened.book, of.sheets[0])
    name = page.name if page is not None else ""
    by_kk: dict[str, list[ResidentRow]] = defaultdict(list)
    for row in sheet.people:
        by_kk[row.kk].append(row)
    homes = []
    for home in sheet.households:
        ordered = sorted(by_kk[home.kk], key=lambda row: row.person.relation != "1")
        members = tuple(replace(one, sheet=name, row=row.row) for one, row in zip(home.members, ordered, strict=True))
        homes.append(replace(home, members=members))
    refused = [(row.number, bare_number(row.cells.get("nik")) or "", str(row.cells.get("nama") or "")) for row in sheet.refused]
    return IncomingSheet(
        format=RESIDENTS, file_sha=opened.sha, region_id=region_id, rows=sheet.rows, households=tuple(homes), notes=opened.notes,
        warnings=tuple(WrongRow((name, one.row), "", (one.sentence,), columns=(one.column,)) for one in sheet.warnings),
        wrong=tuple(_refused(sheet, name, refused)), shared=tuple((nik, who) for _row, nik, who in refused if nik),
    )  # fmt: skip


def _refused(sheet: ResidentSheet, name: str, refused: Sequence[tuple[int, str, str]]) -> Iterable[WrongRow]:
    """Yield the refused rows with their reasons; every row of a NIK that several names carry says so, the first one too."""
    told: dict[int, list[str]] = defaultdict(list)
    named: dict[int, list[str]] = defaultdict(list)
    for problem in sheet.problems:
        told[problem.row].append(f"{problem.column}: {problem.sentence}")
        named[problem.row].append(problem.column)
    bearers: dict[str, set[str]] = defaultdict(set)
    for nik, who in [*((row.person.nik or "", row.person.name) for row in sheet.people), *((nik, who) for _row, nik, who in refused)]:
        bearers[nik].add(said(who))
    twice = {problem.row: f"{problem.column}: {problem.sentence}" for problem in sheet.problems if problem.column == "nik"}
    waiting = _("Baris ini benar, menunggu anggota lain dalam keluarga ini diperbaiki.")
    for row, nik, who in refused:
        reasons = told.get(row, [])
        if nik and len(bearers[nik]) > 1:
            reasons = [*(one for one in reasons if one != twice.get(row)), problems.NIK_SHARED(count=len(bearers[nik])).sentence]
        yield WrongRow((name, row), who, tuple(reasons) or (waiting,), waits=not reasons, columns=tuple(named.get(row, ())))
