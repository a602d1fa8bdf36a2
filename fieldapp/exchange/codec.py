"""Reads the sheets of a known format as text, cell for cell, and writes them so again: what was read is what comes back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fieldapp import problems
from fieldapp.domain import nik as numbers
from fieldapp.exchange.book import LOOKED_AT, Book, Line, Page
from fieldapp.exchange.cells import as_text, is_cut, stands
from fieldapp.exchange.layout import Format, SheetLayout, folded
from fieldapp.exchange.parsed import CellProblem, shown
from fieldapp.exchange.sheet import OURS, Value
from fieldapp.exchange.writing import Block, write_book
from fieldapp.language import _
from fieldapp.problems import Problem

ENOUGH = 0.5  # a page less alike than this is not the sheet
STRANGERS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as Excel shows it, the text under each heading of the format in the format's order, what is wrong in it."""

    number: int
    cells: tuple[str, ...]
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """One sheet as read. ``heads`` are the rows above the data as they stood; ``merged`` as in :class:`fieldapp.exchange.book.Page`."""

    name: str
    heads: tuple[tuple[int, tuple[str, ...]], ...]
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """A whole file of a known format, its sheets in the format's order; ``notes`` are sentences for the person."""

    format: Format
    sheets: tuple[Filled, ...]
    notes: tuple[str, ...] = ()

    def sheet(self, name: str) -> Filled | None:
        """Return the sheet the format calls by this name; None when the file has it not."""
        for layout, filled in zip(self.format.sheets, self.sheets, strict=True):
            if layout.name == name:
                return filled if filled.heads else None
        return None

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        """Everything wrong in single cells, in order."""
        return tuple(problem for sheet in self.sheets for row in sheet.rows for problem in row.problems)


def read(book: Book, of: Format) -> Sheets:
    """Read a book as this format; a sheet it lacks comes back empty and is told in the notes. Raises SHEET_NO_TABLE when it has none."""
    filled, notes = [], list(book.notes)
    for layout in of.sheets:
        page, alike = of.page_of(book, layout)
        if page is None or alike < ENOUGH:
            if not layout.optional:
                notes.append(_("Lembar {name} tidak ada di berkas ini.").format(name=layout.name))
            filled.append(Filled(layout.name, (), ()))
        else:
            filled.append(_read_labels(page, layout) if layout.labels else _read_page(page, layout))
    if not any(sheet.heads for sheet in filled):
        raise problems.SHEET_NO_TABLE(name=of.title)
    return Sheets(of, tuple(filled), (*notes, *(_strangers(sheet) for sheet in filled if sheet.extra)))


def _strangers(sheet: Filled) -> str:
    columns = ", ".join(sheet.extra[:STRANGERS_SHOWN])
    return _("Lembar {name}: kolom yang tidak dikenal tidak diambil: {columns}.").format(name=sheet.name, columns=columns)


def _read_page(page: Page, layout: SheetLayout) -> Filled:
    at = max(page.lines[:LOOKED_AT], key=lambda line: layout.likeness(line.cells))
    places = _places(at, layout)
    exact = places == list(range(layout.width))
    shift = at.number - layout.heading_row
    above = {line.number: line for line in page.lines if line.number <= at.number + layout.first_row - layout.heading_row - 1}
    last = at.number
    for row in range(layout.heading_row + 1, layout.first_row):
        below = above.get(row + shift)
        if below is not None and below.text(0).strip() == layout.heads.get(row, ("",))[0]:
            last = row + shift
    taken = {place for place in places if place is not None}
    extra = tuple(as_text(cell) for place, cell in enumerate(at.cells) if place not in taken and folded(cell) not in ("", OURS))
    rows = tuple(_row(line, places, layout, page.name) for line in page.lines if line.number > last)
    return Filled(
        name=page.name,
        heads=tuple((line.number, _texts(line, layout.width)) for line in page.lines if line.number <= last)
        if exact
        else tuple(sorted((row, cells) for row, cells in layout.heads.items() if row < layout.first_row)),
        rows=tuple(row for row in rows if any(row.cells)),
        merged=page.merged if exact else layout.merges,
        extra=extra,
    )


def _texts(line: Line, width: int) -> tuple[str, ...]:
    return tuple("" if folded(line.cell(place)) == OURS else line.text(place) for place in range(width))


def _places(found: Line, layout: SheetLayout) -> list[int | None]:
    """Return in which column of the page each column of the format stands, the n-th heading of a name by the n-th of that name."""
    if all(folded(found.cell(place)) == folded(heading) for place, heading in enumerate(layout.headings) if heading):
        return list(range(layout.width))
    by_name: dict[str, list[int]] = {}
    for place, cell in enumerate(found.cells):
        by_name.setdefault(folded(cell), []).append(place)
    return [by_name[name].pop(0) if (name := folded(heading)) and by_name.get(name) else None for heading in layout.headings]


def _row(line: Line, places: list[int | None], layout: SheetLayout, sheet: str) -> Row:
    values = [line.cell(place) if place is not None else None for place in places]
    wrong = tuple(_wrong(line.number, values, layout, sheet))
    return Row(line.number, tuple(as_text(value) if stands(value) else "" for value in values), wrong)


def _wrong(row: int, values: list[Value], layout: SheetLayout, sheet: str) -> Iterator[CellProblem]:
    """Yield the numbers of people that the sheet has spoilt by storing them as numbers, and those of a wrong length."""
    for heading, value in zip(layout.headings, values, strict=True):
        if heading in layout.numbers and (problem := spoilt(heading, value)):
            yield CellProblem(sheet=sheet, row=row, column=heading, shown=shown(as_text(value), number=True), sentence=problem.sentence)


def spoilt(column: str, value: Value) -> Problem | None:
    """Return what is wrong with a NIK or KK that was stored as a number, CELL_NUMBER_CUT or CELL_ZERO_LOST; None when it is whole."""
    if is_cut(value):
        return problems.CELL_NUMBER_CUT(column=column)
    if isinstance(value, int | float) and not isinstance(value, bool):
        length = len(as_text(value))
        if numbers.LENGTH - 5 <= length < numbers.LENGTH:
            return problems.CELL_ZERO_LOST(column=column, length=length)
    return None


def _read_labels(page: Page, layout: SheetLayout) -> Filled:
    by_label = {folded(line.cell(0)): line for line in reversed(page.lines)}
    found = [by_label.get(folded(label)) for label in layout.headings]
    cells = tuple(line.text(1) if line and stands(line.cell(1)) else "" for line in found)
    wanted = {folded(label) for label in layout.headings}
    heads = tuple((line.number, _beside(line, value=folded(line.cell(0)) not in wanted)) for line in page.lines)
    return Filled(page.name, heads, (Row(layout.first_row, cells),), page.merged)


def _beside(line: Line, *, value: bool) -> tuple[str, ...]:
    """Return the texts of a line of a form; without ``value`` the cell in column B, which is the answer, is left out."""
    told = [line.text(place) if value or place != 1 else "" for place in range(len(line.cells))]
    while told and not told[-1]:
        told.pop()
    return tuple(told) or ("",)


def fresh(of: Format, rows: dict[str, list[tuple[str, ...]]], notes: tuple[str, ...] = ()) -> Sheets:
    """Return sheets of a format made here: rows by the format's name of each sheet, cells in the format's order."""
    filled = []
    for layout in of.sheets:
        told = rows.get(layout.name, [])
        numbered = tuple(Row(layout.first_row + at, cells) for at, cells in enumerate(told))
        heads = tuple((row, cells[:1] if layout.labels else cells) for row, cells in sorted(layout.heads.items()))
        filled.append(Filled(layout.name, heads, numbered, layout.merges))
    return Sheets(of, tuple(filled), notes)


def write(path: Path, sheets: Sheets) -> int:
    """Write sheets as a workbook, every cell as text and none as a formula; returns the rows written. Raises FOLDER_UNWRITABLE.

    Sheet names, the rows above the data, merged cells and row numbers are those that were read.
    """
    there = [(layout, filled) for layout, filled in zip(sheets.format.sheets, sheets.sheets, strict=True) if filled.heads]
    write_book(path, [_block(filled, layout) for layout, filled in there])
    return sum(len(filled.rows) for layout, filled in there if not layout.labels)


def _block(filled: Filled, layout: SheetLayout) -> Block:
    """Return where each row of a sheet goes: where it stood, or one below the other when the rows are not in order."""
    heads = dict(filled.heads)
    if layout.labels:
        values = dict(zip((folded(label) for label in layout.headings), filled.rows[0].cells if filled.rows else (), strict=False))
        lines = [(row, _answered(cells, values)) for row, cells in sorted(heads.items())]
        return Block(filled.name, lines, filled.merged)
    first = max(heads) + 1
    told = [row.number for row in filled.rows]
    standing = told == sorted(set(told)) and (not told or told[0] >= first)
    rows = [(row.number if standing else first + at, row.cells) for at, row in enumerate(filled.rows)]
    return Block(filled.name, [*sorted(heads.items()), *rows], filled.merged, first - 1)


def _answered(cells: tuple[str, ...], values: dict[str, str]) -> tuple[str, ...]:
    name = folded(cells[0])
    return (cells[0], values[name], *cells[2:]) if name in values else cells
