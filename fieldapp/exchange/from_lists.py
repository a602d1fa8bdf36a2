"""Lists about people who should be here already, as the services take them in: aid, who lives under one roof, supplements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.exchange import codec, lists
from fieldapp.exchange.cells import whole_nik
from fieldapp.exchange.layout import format_named
from fieldapp.exchange.wrong_cells import reason, wrong_row
from fieldapp.services.import_lines import RTM_FORM
from fieldapp.services.incoming import IncomingLine, IncomingProgramme, IncomingSheet, WrongRow

if TYPE_CHECKING:
    from fieldapp.exchange.importing import Opened

SUPPLEMENT_FORM = "tambahan@1"


def aid(opened: Opened, region_id: str) -> IncomingSheet:
    """Read a programme with its recipients; raises SHEET_NO_TABLE, and CELL_EMPTY for a programme without a name."""
    sheets = codec.read(opened.book, format_named(lists.AID))
    told = lists.programme(sheets)
    first = sheets.sheet(lists.PROGRAMME)
    labels = format_named(lists.AID).sheets[0].headings
    if not told.name:
        raise problems.CELL_EMPTY(column=labels[1])
    programme = IncomingProgramme(
        name=told.name, number=told.number, target=told.target, source=told.source, note=told.note, starts_on=told.starts_on, ends_on=told.ends_on,
        cells=dict(zip(labels, first.rows[0].cells, strict=False)) if first else {},
    )  # fmt: skip
    lines, wrong = [], [wrong_row((one.sheet, one.row), "", [reason(one)]) for one in told.problems]
    rows = _cells_by_row(sheets, lists.AID, lists.RECIPIENTS)
    for one in lists.recipients(sheets):
        place = (_name(sheets, lists.RECIPIENTS), one.row)
        if one.problems:
            wrong.append(wrong_row(place, one.name, [reason(problem) for problem in one.problems]))
        else:
            lines.append(
                IncomingLine(
                    place=place, subject=_number(one.subject), nik=whole_nik(one.nik) or _number(one.subject), name=one.name, birth_date=one.birth_date,
                    card_no=one.card_no, cells=rows[one.row],
                )
            )  # fmt: skip
    return _list(opened, lists.AID, region_id, sheets, lines, wrong, programme=programme)


def rtm(opened: Opened, region_id: str) -> IncomingSheet:
    """Read who lives under one roof; raises SHEET_NO_TABLE."""
    sheets = codec.read(opened.book, format_named(lists.RTM))
    rows = _cells_by_row(sheets, lists.RTM, lists.DWELLERS)
    lines, wrong = [], []
    for one in lists.dwellers(sheets):
        place = (_name(sheets, lists.DWELLERS), one.row)
        if one.problems:
            wrong.append(wrong_row(place, "", [reason(problem) for problem in one.problems]))
        else:
            nik = _number(one.nik)
            lines.append(IncomingLine(place=place, subject=nik, nik=nik, group=one.number, relation=one.relation, cells=rows[one.row]))
    return _list(opened, lists.RTM, region_id, sheets, lines, wrong, form=RTM_FORM)


def supplement(opened: Opened, region_id: str) -> IncomingSheet:
    """Read a supplement list; raises SHEET_NO_TABLE."""
    sheets = codec.read(opened.book, format_named(lists.SUPPLEMENT))
    rows = _cells_by_row(sheets, lists.SUPPLEMENT, lists.SUBJECTS)
    lines, wrong = [], []
    for one in lists.supplements(sheets):
        place = (_name(sheets, lists.SUBJECTS), one.row)
        if one.problems:
            wrong.append(wrong_row(place, "", [reason(problem) for problem in one.problems]))
        else:
            lines.append(IncomingLine(place=place, subject=_number(one.subject), cells=rows[one.row]))
    return _list(opened, lists.SUPPLEMENT, region_id, sheets, lines, wrong, form=SUPPLEMENT_FORM)


def _number(text: str) -> str:
    return whole_nik(text) or text.strip()


def _name(sheets: codec.Sheets, sheet: str) -> str:
    filled = sheets.sheet(sheet)
    return filled.name if filled else sheet


def _cells_by_row(sheets: codec.Sheets, of: str, sheet: str) -> dict[int, dict[str, str]]:
    """Return the cells of each row as they stood, by heading, the empty ones left out."""
    filled = sheets.sheet(sheet)
    headings = next(layout.headings for layout in format_named(of).sheets if layout.name == sheet)
    return {
        row.number: {name: cell for name, cell in zip(headings, row.cells, strict=True) if cell} for row in (filled.rows if filled else ())
    }


def _list(
    opened: Opened, name: str, region_id: str, sheets: codec.Sheets, lines: list[IncomingLine], wrong: list[WrongRow], **more: Any
) -> IncomingSheet:
    return IncomingSheet(
        format=name,
        file_sha=opened.sha,
        region_id=region_id,
        rows=len(lines) + len(wrong),
        lines=tuple(lines),
        wrong=tuple(wrong),
        notes=sheets.notes,
        **more,
    )
