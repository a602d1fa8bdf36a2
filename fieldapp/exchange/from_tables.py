"""Any table, read by a mapping of its columns, as the services take it in: its rows brought together by KK."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Told
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain.names import fold
from fieldapp.exchange.formats import OTHER
from fieldapp.exchange.mapping import Mapping
from fieldapp.exchange.table import read_table
from fieldapp.exchange.wrong_cells import reason, wrong_row
from fieldapp.language import _
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson, IncomingSheet, WrongRow
from fieldapp.services.regions import my_villages

if TYPE_CHECKING:
    from fieldapp.exchange.importing import Opened
    from fieldapp.exchange.parsed import ParsedLine
    from fieldapp.services.workspace import Workspace

_FIELDS = ("birth_place", "marital", "religion", "education", "occupation", "citizenship", "blood", "disability", "phone", "father_name", "mother_name",
           "status")  # fmt: skip


def villages_of(ws: Workspace) -> dict[str, str]:
    """Return the villages of one's area by their folded name; a name two of them share is left out."""
    found: dict[str, list[str]] = defaultdict(list)
    for card in my_villages(ws):
        found[fold(card.name)].append(card.id)
    return {name: ids[0] for name, ids in found.items() if len(ids) == 1}


def any_table(
    opened: Opened, mapping: Mapping, region_id: str | None, villages: Told[str, str], today: date, otherwise: Callable[[], str]
) -> IncomingSheet:
    """Read any table by its mapping; the village is told, or named in a column, or what ``otherwise`` returns.

    Raises NAME_COLUMN_MISSING when neither a name nor a NIK is among the columns, and SHEET_NO_TABLE.
    """
    fields = {field for _heading, field in mapping.columns}
    if not fields & {"name", "nik"}:
        raise problems.NAME_COLUMN_MISSING()
    if region_id is None and "village" not in fields:
        region_id = otherwise()
    headings = {field: heading for heading, field in mapping.columns if field.startswith("aid:")}
    column = {field: heading for heading, field in mapping.columns}
    families: dict[str, list[tuple[ParsedLine, str]]] = defaultdict(list)
    wrong: dict[int, WrongRow] = {}
    lines = read_table(opened.book, mapping, today)
    for line in lines:
        village = region_id or villages.get(fold(line.fields.get("village", "")), "")
        reasons = [reason(one) for one in line.problems]
        if not village:
            reasons.append((problems.REGION_UNKNOWN(code=line.fields.get("village") or "–").sentence, column.get("village", ""), ""))
        if not line.fields.get("name") and not line.fields.get("nik"):
            reasons.append((problems.CELL_EMPTY(column=_("Nama")).sentence, column.get("name", ""), ""))
        if reasons:
            wrong[line.row] = wrong_row((mapping.sheet, line.row), line.fields.get("name", ""), reasons)
        families[line.fields.get("kk") or f"#{line.row}"].append((line, village))
    homes = []
    waiting = _("Baris ini benar, menunggu baris lain dalam keluarga ini diperbaiki.")
    for number, found in families.items():
        if any(line.row in wrong for line, _village in found):
            for line, _village in found:
                wrong.setdefault(line.row, WrongRow((mapping.sheet, line.row), line.fields.get("name", ""), (waiting,), waits=True))
        else:
            homes.append(_home("" if number.startswith("#") else number, found, mapping.sheet, headings))
    return IncomingSheet(
        format=OTHER, file_sha=opened.sha, region_id=region_id or homes[0].region_id if homes or region_id else "", rows=len(lines), households=tuple(homes),
        wrong=tuple(wrong[row] for row in sorted(wrong)), notes=opened.notes,
    )  # fmt: skip


def _home(number: str, found: Sequence[tuple[ParsedLine, str]], sheet: str, headings: Told[str, str]) -> IncomingHousehold:
    ordered = sorted((line for line, _village in found), key=lambda line: line.fields.get("relation") != "1")
    told: dict[str, str] = {}
    for line in ordered:
        told = {**line.fields, **told}
    place: dict[str, Any] = {name: told.get(name) for name in ("address", "hamlet", "rt", "rw", "latitude", "longitude", "desil")}
    members = tuple(_member(line, sheet, headings) for line in ordered)
    return IncomingHousehold(kk=number, region_id=found[0][1], members=members, **place)


def _member(line: ParsedLine, sheet: str, headings: Told[str, str]) -> IncomingPerson:
    told = line.fields
    more: dict[str, Any] = {name: told.get(name) for name in _FIELDS}
    aid_told = {headings[field]: value for field, value in told.items() if field in headings}
    return IncomingPerson(
        name=told.get("name", ""), sex=told.get("sex", ""), birth_date=told.get("birth_date", ""), relation=told.get("relation", ""), nik=told.get("nik"),
        no_nik_reason=None if told.get("nik") else _("Tidak ada di lembar impor"), other=line.other | aid_told, sheet=sheet, row=line.row,
        **more,
    )  # fmt: skip
