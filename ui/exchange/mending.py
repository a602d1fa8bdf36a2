"""A cell of a sheet corrected in the window: the file stays as it is, only what is read from it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from fieldapp.exchange.book import Line, Page

if TYPE_CHECKING:
    from fieldapp.exchange.importing import Opened

CellPlace = tuple[str, int, int]
"""Where a cell stands: the sheet, the row as Excel numbers it, the column from 0."""


def mended(opened: Opened, told: Mapping[CellPlace, str]) -> Opened:
    """Return a file as read with these cells telling something else; an empty text empties the cell."""
    if not told:
        return opened
    by_sheet: dict[str, dict[int, dict[int, str]]] = defaultdict(lambda: defaultdict(dict))
    for (sheet, row, column), text in told.items():
        by_sheet[sheet][row][column] = text
    pages = tuple(_page(page, by_sheet[page.name]) if page.name in by_sheet else page for page in opened.book.pages)
    return replace(opened, book=replace(opened.book, pages=pages))


def _page(page: Page, told: Mapping[int, Mapping[int, str]]) -> Page:
    return replace(page, lines=tuple(_line(line, told[line.number]) if line.number in told else line for line in page.lines))


def _line(line: Line, told: Mapping[int, str]) -> Line:
    width = max(len(line.cells), max(told) + 1)
    return Line(line.number, tuple((told[at] or None) if at in told else line.cell(at) for at in range(width)))
