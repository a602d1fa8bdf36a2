"""Sheets of an instrument (BDT 2015, Regsosek 2022) as the services take them in: families, their people, and every answer as it stood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.exchange import bdt, codec, regsosek
from fieldapp.exchange.cells import kk
from fieldapp.exchange.parsed import CellProblem, ParsedHousehold, ParsedPerson
from fieldapp.exchange.wrong_cells import Reason, reason, wrong_row
from fieldapp.language import _
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson, IncomingSheet, Place, WrongRow

if TYPE_CHECKING:
    from fieldapp.exchange.importing import Opened

BDT_FORM, REGSOSEK_FORM = "bdt_2015@1", "regsosek_2022_k@1"
OF_HOUSEHOLD = 78  # columns of a BDT row that are about the household; the rest is about the person


def bdt_2015(opened: Opened, region_id: str, _today: date) -> IncomingSheet:
    """Read a BDT 2015 sheet; raises SHEET_NO_TABLE."""
    sheets = codec.read(opened.book, bdt.form())
    filled = sheets.sheet(bdt.SHEET)
    name = filled.name if filled else bdt.SHEET
    headings = bdt.headings()
    homes, wrong = [], []
    for family in bdt.households(sheets):
        rows = [dict(zip(headings, row.cells, strict=True)) for row in bdt.sheets_of([family]).sheets[0].rows]
        own = {heading: rows[0][heading] for heading in headings[:OF_HOUSEHOLD] if rows[0][heading]}
        members = tuple(
            _person(one, name, {heading: row[heading] for heading in headings[OF_HOUSEHOLD:] if row[heading]})
            for one, row in zip(family.members, rows, strict=False)
        )
        told = _wrong(family, family.problems, {(name, one.row): one.name for one in family.members})
        wrong += told
        if not told and members:
            place = family.place
            homes.append(
                IncomingHousehold(kk="", region_id=region_id, members=members, address=place.address or None, key=family.key, answers=own)
            )
        elif not told:
            column = headings[OF_HOUSEHOLD + 1]
            empty = problems.CELL_EMPTY(column=column).sentence
            wrong += [WrongRow(place, family.head_name, (empty,), columns=(column,)) for place in family.rows]
    return IncomingSheet(
        format=bdt.NAME, file_sha=opened.sha, region_id=region_id, rows=len(filled.rows) if filled else 0, households=tuple(homes), wrong=tuple(wrong),
        notes=sheets.notes, form=BDT_FORM, key_question=headings[1],
    )  # fmt: skip


def regsosek_2022(opened: Opened, region_id: str, _today: date) -> IncomingSheet:
    """Read the five sheets of Regsosek 2022-K; raises SHEET_NO_TABLE."""
    sheets = codec.read(opened.book, regsosek.form())
    filled = sheets.sheet(regsosek.MEMBERS)
    name = filled.name if filled else regsosek.MEMBERS
    homes, wrong = [], []
    for family in regsosek.households(sheets):
        found = list(family.problems)
        number = _kk_of(family, found)
        told = _wrong(family, found, {(name, one.row): one.name for one in family.members})
        if not told and not family.members:
            told = [
                WrongRow(place, family.head_name, (problems.KEY_ALONE(here=place[0], missing=name).sentence,), columns=(regsosek.KK,))
                for place in family.rows
            ]
        wrong += told
        if not told:
            members = tuple(_person(one, name, one.answers) for one in family.members)
            homes.append(
                IncomingHousehold(kk=number, region_id=region_id, members=members, answers=family.answers | {regsosek.KK: family.key})
            )
    return IncomingSheet(
        format=regsosek.NAME, file_sha=opened.sha, region_id=region_id, rows=sum(len(one.rows) for one in sheets.sheets), households=tuple(homes),
        wrong=tuple(wrong), notes=sheets.notes, form=REGSOSEK_FORM,
    )  # fmt: skip


def _kk_of(family: ParsedHousehold, found: list[CellProblem]) -> str:
    try:
        return kk(regsosek.KK, family.key) or ""
    except problems.Problem as problem:
        sheet, row = family.rows[0]
        found.append(CellProblem(sheet=sheet, row=row, column=regsosek.KK, shown="", sentence=problem.sentence))
        return ""


def _person(one: ParsedPerson, sheet: str, answers: dict[str, str]) -> IncomingPerson:
    known = one.known
    return IncomingPerson(
        name=known.get("name", one.name), sex=known.get("sex", ""), birth_date=known.get("birth_date", ""), relation=known.get("relation", ""),
        marital=known.get("marital"), nik=known.get("nik"), no_nik_reason=None if known.get("nik") else _("Tidak ada di lembar impor"), sheet=sheet, row=one.row, answers=answers,
    )  # fmt: skip


def _wrong(family: ParsedHousehold, found: Sequence[CellProblem], names: Mapping[Place, str]) -> list[WrongRow]:
    """Return every row of a family in which something is wrong: those that are wrong, and those that wait for them."""
    if not found:
        return []
    told: dict[Place, list[Reason]] = {place: [] for place in family.rows}
    for problem in found:
        told.setdefault((problem.sheet, problem.row), []).append(reason(problem))
    waiting = _("Baris ini benar, menunggu baris lain dalam keluarga ini diperbaiki.")
    return [wrong_row(place, names.get(place, family.head_name), some, waiting=waiting) for place, some in told.items()]
