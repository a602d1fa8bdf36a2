"""The same workbook back to whoever sent it, with why each wrong row was refused in a last column, ready to be corrected and sent again."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fieldapp import problems as kinds
from fieldapp.exchange.annotate import HEADING
from fieldapp.exchange.book import LOOKED_AT, Line, Page, read_book
from fieldapp.exchange.codec import ENOUGH
from fieldapp.exchange.formats import formats
from fieldapp.exchange.layout import folded
from fieldapp.exchange.mapping import guess_page
from fieldapp.exchange.sheet import OURS, run_apart
from fieldapp.exchange.writing import Block, write_book


def write_back(source_path: Path, out_path: Path, problems: Mapping[tuple[str, int], str], *, only_wrong: bool = False) -> int:
    """Write the workbook again with "Alasan ditolak" as last column of the rows told by (sheet, row); returns how many have a reason.

    ``only_wrong`` leaves the other rows of those sheets out (rows merged with a wrong one stay). Everything else of an .xlsx stays
    as it was; of .xls, .ods and .csv the cells are written into an .xlsx. The file holds what the sheet it came from holds: keep it
    where that is kept. Raises FOLDER_UNWRITABLE, SHEET_NO_TABLE for a sheet that is not there, and what
    :func:`fieldapp.exchange.book.read_book` raises.
    """
    book = read_book(source_path)
    pages = {page.name: page for page in book.pages}
    by_sheet: dict[str, dict[int, str]] = {}
    for (sheet, row), text in problems.items():
        if sheet not in pages:
            raise kinds.SHEET_NO_TABLE(name=sheet)
        by_sheet.setdefault(sheet, {})[row] = text
    orders = {name: _order(pages[name], told, only_wrong=only_wrong) for name, told in by_sheet.items()}
    part = out_path.with_name(out_path.name + ".part")
    try:
        part.touch()
        if not _annotated(source_path, part, orders, keep_macros=out_path.suffix.lower() == ".xlsm"):
            write_book(part, [_block(page, orders.get(page.name)) for page in book.pages])
        part.replace(out_path)
    except OSError as wrong:
        raise kinds.FOLDER_UNWRITABLE(name=out_path.parent.name) from wrong
    finally:
        part.unlink(missing_ok=True)
    return sum(len(told) for told in by_sheet.values())


def _annotated(source: Path, out: Path, orders: dict[str, dict[str, Any]], *, keep_macros: bool) -> bool:
    """Say whether the workbook itself could be written into; one that is packed another way is not, and its cells are copied."""
    if not zipfile.is_zipfile(source) or _mimetype(source):
        return False
    asked = {"source": str(source.resolve()), "out": str(out.resolve()), "sheets": orders, "keep_macros": keep_macros}
    try:
        run_apart("fieldapp.exchange.annotate", asked, source.name)
    except kinds.Problem as problem:
        if problem.kind is not kinds.SHEET_UNREADABLE:
            raise
        return False
    return True


def _mimetype(source: Path) -> bool:
    """Say whether this is an OpenDocument file, which is packed too."""
    with zipfile.ZipFile(source) as parts:
        return "mimetype" in parts.namelist()


def heading_rows(page: Page) -> tuple[int, int]:
    """Return the row of a sheet's headings and the row its data begins at, by the known format it is most like, or as guessed."""
    best, heading, first = ENOUGH, 0, 0
    for layout in (sheet for one in formats() for sheet in one.sheets if not sheet.labels):
        for line in page.lines[:LOOKED_AT]:
            alike = layout.likeness(line.cells)
            if alike >= best:
                best, heading, first = alike + 0.0001, line.number, line.number + 1
                for row in range(layout.heading_row + 1, layout.first_row):
                    below = next((one for one in page.lines if one.number == line.number + row - layout.heading_row), None)
                    first += below is not None and below.text(0).strip() == layout.heads[row][0]
    if heading:
        return heading, first
    guessed = guess_page(page).mapping.header_row
    return guessed, guessed + 1


def _order(page: Page, reasons: dict[int, str], *, only_wrong: bool) -> dict[str, Any]:
    heading, first = heading_rows(page)
    found = next((line for line in page.lines if line.number == heading), Line(heading, ()))
    ours = [place for place, cell in enumerate(found.cells) if folded(cell) == OURS]
    kept = None
    if only_wrong:
        rows = set(reasons)
        for top, _left, bottom, _right in page.merged:
            span = range(top + 1, bottom + 2)
            if rows & set(span):
                rows |= set(span)
        kept = sorted(rows)
    return {"column": ours[0] if ours else page.width, "heading": heading, "first": first, "reasons": reasons, "kept": kept}


def _block(page: Page, order: dict[str, Any] | None) -> Block:
    """Return a sheet's cells as text with the reasons in their column."""
    if order is None:
        return Block(page.name, [(line.number, _texts(line)) for line in page.lines], page.merged)
    lines, at = [], order["first"]
    for line in page.lines:
        text = HEADING if line.number == order["heading"] else order["reasons"].get(line.number, "")
        if line.number < order["first"] or order["kept"] is None:
            lines.append((line.number, _texts(line, order["column"], text)))
        elif line.number in order["kept"]:
            lines.append((at, _texts(line, order["column"], text)))
            at += 1
    return Block(page.name, lines, page.merged if order["kept"] is None else (), order["first"] - 1)


def _texts(line: Line, column: int | None = None, text: str = "") -> list[str]:
    width = max(len(line.cells), 0 if column is None else column + 1)
    told = [line.text(place) for place in range(width)]
    if column is not None:
        told[column] = text
    return told


def reasons_of(told: list[tuple[str, int, str]]) -> dict[tuple[str, int], str]:
    """Return the sentences of each row together, from sheet, row and sentence of each problem."""
    found: dict[tuple[str, int], list[str]] = {}
    for sheet, row, sentence in told:
        found.setdefault((sheet, row), []).append(sentence)
    return {place: " ".join(sentences) for place, sentences in found.items()}
