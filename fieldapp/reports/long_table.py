"""Long tables, fast: one text object per column, each word encoded once, rows taken as they come so that memory stays flat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from fieldapp.reports import fonts
from fieldapp.reports.flow import HAIRLINE
from fieldapp.reports.text import one_line, printable

PADDING = 4.0  # points left and right of each cell
_CACHED = 8192  # words kept encoded, for one table


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading (at most two lines), its share of the width, where its words stand."""

    title: str
    share: float
    align: Literal["left", "right"] = "left"


class LongTable:
    """Rows of one line each on pages of one canvas; cells too wide are cut with ``…`` by measured width.

    ``left`` and ``width`` in points; ``size`` is the font size, ``row`` the height of a row. Measured: hundreds of pages a
    second on two old cores, nearly four times ReportLab's drawString for each cell.
    """

    def __init__(self, canvas: Any, columns: Sequence[Column], *, left: float, width: float, size: float = 8.5, row: float = 15.0) -> None:
        self.canvas, self.columns, self.size, self.row = canvas, tuple(columns), size, row
        whole = sum(column.share for column in columns)
        self.edges = [left]
        for column in columns:
            self.edges.append(self.edges[-1] + width * column.share / whole)
        self.heading = heading_height(columns, size)
        self._encode = lru_cache(_CACHED)(self._encoded)
        self._cut = lru_cache(_CACHED)(self._elided)

    def draw_page(self, top: float, rows: Sequence[Sequence[str]]) -> float:
        """Draw the headings and these rows below ``top``; return the height at which the table ends."""
        self._draw_headings(top)
        first = top - self.heading
        self.canvas.setLineWidth(HAIRLINE)
        ends = self.edges[0], self.edges[-1]
        self.canvas.lines([(ends[0], first - self.row * n, ends[1], first - self.row * n) for n in range(1, len(rows) + 1)])
        if rows:
            self._draw_cells(first, rows)
        return first - self.row * len(rows)

    def _draw_headings(self, top: float) -> None:
        """Draw the headings bold between two heavier rules; no tint, so that a worn inkjet prints them clean."""
        canvas, leading = self.canvas, self.size * 1.2
        canvas.setLineWidth(1)
        bottom = top - self.heading
        canvas.lines([(self.edges[0], y, self.edges[-1], y) for y in (top, bottom)])
        canvas.setFont(fonts.BOLD, self.size)
        for place, column in enumerate(self.columns):
            lines = printable(column.title).split("\n")
            for down, words in enumerate(lines):
                y = bottom + self.size * 0.45 + (len(lines) - 1 - down) * leading
                if column.align == "right":
                    canvas.drawRightString(self.edges[place + 1] - PADDING, y, words)
                else:
                    canvas.drawString(self.edges[place] + PADDING, y, words)

    def _draw_cells(self, first: float, rows: Sequence[Sequence[str]]) -> None:
        """Write the operators of all cells straight into the page, column by column."""
        lift = (self.row - self.size) / 2 + self.size * 0.2
        name = fonts.font().getSubsetInternalName(0, self.canvas._doc)  # noqa: SLF001 - ReportLab offers no public way to write operators
        code: list[str] = []
        for place, column in enumerate(self.columns):
            room = self.edges[place + 1] - self.edges[place] - 2 * PADDING
            code.append(f"BT {name} {self.size:g} Tf {self.row:g} TL")
            cells = [self._cut(row[place], room) for row in rows]
            if column.align == "right":
                right, y = self.edges[place + 1] - PADDING, first - self.row + lift
                for nth, (words, wide) in enumerate(cells):
                    code.append(f"1 0 0 1 {right - wide:.2f} {y - self.row * nth:.2f} Tm {self._encode(words)}")
            else:
                code.append(f"1 0 0 1 {self.edges[place] + PADDING:.2f} {first - self.row + lift:.2f} Tm")
                code += [self._encode(words) for words, _wide in cells]
            code.append("ET")
        self.canvas._code.append("\n".join(code))  # noqa: SLF001 - as above

    def _elided(self, text: str, room: float) -> tuple[str, float]:
        """Return the words that fit ``room`` points and their width."""
        words = one_line(text)
        wide = fonts.width(words, fonts.REGULAR, self.size)
        if wide <= room:
            return words, wide
        table, scale = fonts.widths(fonts.REGULAR), self.size / 1000
        left = room - table[ord("…")] * scale
        kept: list[str] = []
        for letter in words:
            left -= table.get(ord(letter), 0.0) * scale
            if left < 0:
                break
            kept.append(letter)
        words = "".join(kept).rstrip() + "…"
        return words, fonts.width(words, fonts.REGULAR, self.size)

    def _encoded(self, words: str) -> str:
        """Return the operators that show these words and go to the next line; letters beyond the first 256 switch the font."""
        face, document, escape = fonts.font(), self.canvas._doc, self.canvas._escape  # noqa: SLF001 - as above
        parts = face.splitString(words, document)
        if not parts:
            return "T*"
        if len(parts) == 1 and parts[0][0] == 0:
            return f"({escape(parts[0][1])}) Tj T*"
        shown = [f"{face.getSubsetInternalName(subset, document)} {self.size:g} Tf ({escape(letters)}) Tj" for subset, letters in parts]
        return f"{' '.join(shown)} {face.getSubsetInternalName(0, document)} {self.size:g} Tf T*"


def heading_height(columns: Sequence[Column], size: float) -> float:
    """Return the height in points that the headings take."""
    lines = max(column.title.count("\n") + 1 for column in columns)
    return lines * size * 1.2 + size * 0.6


def rows_on_pages(count: int, first: int, later: int, tail: int) -> Iterator[int]:
    """Yield how many of ``count`` rows stand on each page, in order.

    ``first`` rows fit on the first page and ``later`` on each other one; what closes the table on the last page takes the room of
    ``tail`` rows. At least two rows go over with it where there are two, so that it never stands without its table.
    """
    left, room, tail = count, first, min(tail, later)
    while left > room - tail:
        taken = min(room, max(left - 2, 0))
        yield taken
        left, room = left - taken, later
    yield left
