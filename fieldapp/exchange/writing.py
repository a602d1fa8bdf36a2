"""Writes rows into a workbook as text: a name that begins with = stays a name, and a NIK keeps its last digit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldapp import problems

_WIDEST = 40
_NAME_LIMIT = 31  # letters a sheet's name may have in Excel
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True, slots=True)
class Block:
    """One sheet to write: its lines by row from 1, its merged cells counted from 0, and down to which row the lines are headings."""

    name: str
    lines: Sequence[tuple[int, Sequence[str]]]
    merged: Sequence[tuple[int, int, int, int]] = ()
    head_rows: int = 0


def sheet_name(text: str) -> str:
    """Return a name Excel takes for a sheet: at most 31 letters, without signs that are not allowed."""
    return _NOT_IN_NAMES.sub(" ", text).strip("'")[:_NAME_LIMIT] or "Sheet1"


def write_book(path: Path, blocks: Sequence[Block]) -> None:
    """Write sheets with every cell as text; an empty cell stays empty. Raises FOLDER_UNWRITABLE."""
    import xlsxwriter

    _ask(path)
    lean = not any(block.merged for block in blocks)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": lean, "strings_to_formulas": False, "strings_to_urls": False})
    text = book.add_format({"num_format": "@"})
    bold = book.add_format({"num_format": "@", "bold": True})
    for block in blocks:
        page = book.add_worksheet(sheet_name(block.name))
        for first_row, first, last_row, last in block.merged:
            if (first_row, first) != (last_row, last):
                page.merge_range(first_row, first, last_row, last, "", bold if first_row < block.head_rows else text)
        for row, cells in block.lines:
            shape = bold if row <= block.head_rows else text
            for column, cell in enumerate(cells):
                if cell:
                    page.write_string(row - 1, column, cell, shape)
        if block.head_rows:
            page.freeze_panes(block.head_rows, 0)
    _save(book, path)


def _ask(path: Path) -> None:
    """Raise FOLDER_UNWRITABLE now: a workbook that cannot be saved leaves its temporary files open."""
    try:
        path.open("ab").close()
    except OSError as wrong:
        raise problems.FOLDER_UNWRITABLE(name=path.parent.name) from wrong


def _save(book: Any, path: Path) -> None:
    import xlsxwriter

    try:
        book.close()
    except (xlsxwriter.exceptions.FileCreateError, OSError) as wrong:
        raise problems.FOLDER_UNWRITABLE(name=path.parent.name) from wrong


def write_cells(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]], sheet: str = "Sheet1") -> int:
    """Write headings and rows as text cells and return the number of rows; raises FOLDER_UNWRITABLE. An empty cell stays empty."""
    import xlsxwriter

    _ask(path)
    count = 0
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet)
    text = book.add_format({"num_format": "@"})
    bold = book.add_format({"num_format": "@", "bold": True})
    for column, heading in enumerate(headings):
        page.set_column(column, column, min(max(len(heading) + 2, 10), _WIDEST), text)
        page.write_string(0, column, heading, bold)
    page.freeze_panes(1, 0)
    for count, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if cell:
                page.write_string(count, column, cell, text)
    _save(book, path)
    return count
