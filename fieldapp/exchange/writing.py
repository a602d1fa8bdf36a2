"""Writes rows into a workbook as text: a name that begins with = stays a name, and a NIK keeps its last digit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from fieldapp import problems

_WIDEST = 40


def write_cells(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]], sheet: str = "Sheet1") -> int:
    """Write headings and rows as text cells and return the number of rows; raises FOLDER_UNWRITABLE. An empty cell stays empty."""
    import xlsxwriter

    try:
        path.open("ab").close()  # asked first: a workbook that cannot be saved leaves its temporary files open
    except OSError as wrong:
        raise problems.FOLDER_UNWRITABLE(name=path.parent.name) from wrong
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
    try:
        book.close()
    except (xlsxwriter.exceptions.FileCreateError, OSError) as wrong:
        raise problems.FOLDER_UNWRITABLE(name=path.parent.name) from wrong
    return count
