"""Why a row is not taken in, cell by cell: each reason beside the heading it speaks of and what could stand there instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from fieldapp.exchange.book import LOOKED_AT, Book, Page
from fieldapp.exchange.layout import folded
from fieldapp.exchange.parsed import CellProblem
from fieldapp.services.incoming import IncomingSheet, Place, WrongRow

Reason = tuple[str, str, str]
"""A sentence, the heading it speaks of, and what could stand there instead; "" where there is none."""


def reason(problem: CellProblem) -> Reason:
    """Return what is wrong in a cell as a reason: its heading stands before the sentence, for the column of reasons in the file."""
    return (f"{problem.column}: {problem.sentence}", problem.column, problem.proposal or "")


def wrong_row(place: Place, name: str, reasons: Sequence[Reason], *, waiting: str = "") -> WrongRow:
    """Return a wrong row; one without a reason waits for others, and says so with ``waiting``."""
    sentences, columns, proposals = zip(*(reasons or [(waiting, "", "")]), strict=True)
    return WrongRow(place, name, sentences, waits=not reasons, columns=columns, proposals=proposals)


def as_they_stand(book: Book, sheet: IncomingSheet) -> IncomingSheet:
    """Return what was read of a known format with the headings written as in the book, so that a person finds the column."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for row in (*sheet.wrong, *sheet.warnings):
        wanted[row.place[0]] |= {folded(column) for column in row.columns if column}
    stands = {page.name: _headings(page, wanted[page.name]) for page in book.pages if wanted.get(page.name)}
    return replace(sheet, wrong=_told(sheet.wrong, stands), warnings=_told(sheet.warnings, stands))


def _headings(page: Page, wanted: set[str]) -> dict[str, str]:
    """Return the headings of a sheet by their folded name: of the row among the first ones that holds most of those wanted."""
    lines = [{folded(line.cell(at)): line.text(at).strip() for at in range(len(line.cells))} for line in page.lines[:LOOKED_AT]]
    return max(lines, key=lambda told: len(told.keys() & wanted), default={})


def _told(rows: Iterable[WrongRow], stands: Mapping[str, Mapping[str, str]]) -> tuple[WrongRow, ...]:
    return tuple(_row(row, stands[row.place[0]]) if row.place[0] in stands else row for row in rows)


def _row(row: WrongRow, stands: Mapping[str, str]) -> WrongRow:
    columns = tuple(stands.get(folded(column), column) if column else "" for column in row.columns)
    reasons = tuple(
        f"{new}: {sentence.removeprefix(f'{old}: ')}" if old and sentence.startswith(f"{old}: ") else sentence
        for sentence, old, new in zip(row.reasons, row.columns, columns, strict=True)
    )
    return row if columns == row.columns else replace(row, reasons=reasons, columns=columns)
