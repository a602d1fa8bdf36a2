"""A file of sheets as it stands, every visible sheet and every cell, with what a person should know about it before taking it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from fieldapp import problems
from fieldapp.exchange.cells import as_text
from fieldapp.exchange.sheet import MAX_ROWS, Sheet, SheetRow, Value, ask_worker, check_headings, strangers, too_large, weigh
from fieldapp.exchange.worker import fold_heading
from fieldapp.language import _

LOOKED_AT = 15  # rows from the top in which headings are looked for


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is not empty: its number as Excel shows it, its cells from column A on, without the empty ones at the end."""

    number: int
    cells: tuple[Value, ...]

    def cell(self, place: int) -> Value:
        """Return the cell in a column counted from 0; None beyond the last one."""
        return self.cells[place] if place < len(self.cells) else None

    def text(self, place: int) -> str:
        """Return that cell as the person sees it."""
        return as_text(self.cell(place))


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet. ``merged`` holds first row, first column, last row, last column, counted from 0."""

    name: str
    lines: tuple[Line, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def width(self) -> int:
        """The number of columns up to the last one used."""
        return max((len(line.cells) for line in self.lines), default=0)


def filled_down(page: Page) -> Page:
    """Return the sheet with the value of a cell merged downwards standing in each row it covers, as a person reads it."""
    at = {line.number: line for line in page.lines}
    told: dict[int, dict[int, Value]] = {}
    for top, left, bottom, _right in page.merged:
        for row in range(top + 2, min(bottom + 1, max(at, default=0)) + 1):
            if row in at and top + 1 in at:
                told.setdefault(row, {})[left] = at[top + 1].cell(left)
    return replace(page, lines=tuple(_with(line, told[line.number]) if line.number in told else line for line in page.lines))


def _with(line: Line, covered: dict[int, Value]) -> Line:
    width = max(len(line.cells), max(covered) + 1)
    return Line(line.number, tuple(covered.get(place, line.cell(place)) for place in range(width)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A file as read. ``notes`` are sentences for the person: formulas, macros and hidden sheets. Nothing in it was run."""

    name: str
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = ()
    date1904: bool = False


def read_book(path: Path, *, max_rows: int = MAX_ROWS) -> Book:
    """Read every visible sheet of a file in a worker process.

    Raises FILE_UNREADABLE, SHEET_OTHER, SHEET_UNREADABLE, SHEET_LOCKED, SHEET_BOMB, SHEET_SLOW, SHEET_TOO_LARGE (told before the rows
    are unpacked) and SHEET_EMPTY when no sheet holds anything. ``max_rows`` counts the rows of all sheets together.
    """
    weigh(path)
    lines = ask_worker(path, None, max_rows)
    found = next(lines)
    pages = tuple(_pages(lines))
    if sum(len(page.lines) for page in pages) > max_rows:
        raise too_large(max_rows)
    if not any(page.lines for page in pages):
        raise problems.SHEET_EMPTY()
    return Book(name=path.name, pages=pages, notes=tuple(_notes(found)), date1904=bool(found["date1904"]))


def _pages(told: Iterator[dict[str, Any]]) -> Iterator[Page]:
    name: str | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()
    lines: list[Line] = []
    for one in told:
        if "sheet" in one:
            if name is not None:
                yield Page(name, tuple(lines), merged)
            name, lines = one["sheet"], []
            merged = tuple((a, b, c, d) for a, b, c, d in one["merged"])
        else:
            lines.append(Line(one["row"], tuple(_value(cell) for cell in one["cells"])))
    if name is not None:
        yield Page(name, tuple(lines), merged)


def _value(cell: Any) -> Value:
    value: Value = date.fromisoformat(cell[0]) if isinstance(cell, list) else cell
    return value


def _notes(found: dict[str, Any]) -> Iterator[str]:
    if found["macros"]:
        yield _("Berkas ini berisi makro. Makro tidak dijalankan dan tidak diambil.")
    if found["formulas"]:
        yield _("{count} sel berisi rumus. Yang diambil hasil hitungan terakhirnya, bukan rumusnya.").format(count=found["formulas"])
    if found["hidden"]:
        yield _("Lembar tersembunyi dilewati: {names}.").format(names=", ".join(found["hidden"]))
    if found["date1904"]:
        yield _("Tanggal di berkas ini dihitung dari tahun 1904, dan sudah dibaca begitu.")


def headed(book: Book, headings: Sequence[str]) -> Sheet:
    """Return the rows of the sheet that carries these headings, in any order, as the book holds them now.

    Raises SHEET_HEADINGS (naming the missing ones) and SHEET_EMPTY. Cells merged downwards hold their value in every row.
    """
    wanted = set(headings)
    pages = [page for page in book.pages if page.lines]
    if not pages:
        raise problems.SHEET_EMPTY()
    page, line = max(
        ((page, line) for page in pages for line in page.lines[:LOOKED_AT]), key=lambda one: len(_folded(one[1]).keys() & wanted)
    )
    found = [as_text(cell).strip() for cell in line.cells if cell not in (None, "")]
    check_headings(found, headings)
    places = {name: at for name, at in _folded(line).items() if name in wanted}
    below = (_sheet_row(one, places) for one in filled_down(page).lines if one.number > line.number)
    rows = tuple(row for row in below if any(_is_told(value) for value in row.cells.values()))
    if not rows:
        raise problems.SHEET_EMPTY()
    return Sheet(page.name, rows, strangers(found, headings))


def _folded(line: Line) -> dict[str, int]:
    """Return where each heading of a line stands, the first of a name."""
    return {fold_heading(cell): at for at, cell in reversed(list(enumerate(line.cells)))}


def _sheet_row(line: Line, places: dict[str, int]) -> SheetRow:
    return SheetRow(line.number, {name: cell for name, at in places.items() if (cell := line.cell(at)) is not None})


def _is_told(value: Value) -> bool:
    return not (isinstance(value, str) and not value.strip())
