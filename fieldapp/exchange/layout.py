"""How the sheets of a known format look: where each heading stands, what is merged, in which row the data begins."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from fieldapp import resources
from fieldapp.exchange.book import LOOKED_AT, Book, Page
from fieldapp.exchange.sheet import OURS
from fieldapp.exchange.worker import fold_heading

_CELL = re.compile(r"([A-Z]+)(\d+)")
_NUMBERED = re.compile(r"\s*\(\d{1,3}\)\s*$")


def place_of(cell: str) -> tuple[int, int]:
    """Return row and column of a cell, both from 0: "B2" is (1, 1)."""
    found = _CELL.fullmatch(cell)
    assert found, cell
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1


def folded(heading: object) -> str:
    """Return a heading comparable with others; a column number behind it, "NIK (81)", does not count."""
    return fold_heading(_NUMBERED.sub("", str(heading)) if heading is not None else None)


@dataclass(frozen=True)
class SheetLayout:
    """One sheet of a format. ``heads`` holds the text of the rows above the data by row from 1; ``numbers`` are headings of NIK and KK.

    ``labels`` marks a sheet filled in like a form: labels in column A, values in column B.
    """

    name: str
    heading_row: int
    first_row: int
    width: int
    numbers: tuple[str, ...]
    merges: tuple[tuple[int, int, int, int], ...]
    heads: dict[int, tuple[str, ...]]
    labels: bool = False
    optional: bool = False

    @cached_property
    def headings(self) -> tuple[str, ...]:
        """The headings from column A on, "" where a column has none; for a form its labels."""
        if self.labels:
            told = [self.heads[row][0] for row in sorted(self.heads)]
            return tuple(told[: told.index("###")] if "###" in told else told)
        return self.heads[self.heading_row]

    @cached_property
    def wanted(self) -> Counter[str]:
        """The folded headings and how often each stands there."""
        return Counter(folded(heading) for heading in self.headings if heading)

    def likeness(self, found: Iterable[object]) -> float:
        """Return how much a row of headings is this sheet's, 0 to 1: twice what both have, by all that either has."""
        there = Counter(name for name in (folded(cell) for cell in found) if name and name != OURS)
        both = sum((there & self.wanted).values())
        return 2 * both / max(1, there.total() + self.wanted.total())


@dataclass(frozen=True, slots=True)
class Format:
    """A format of sheets that offices exchange."""

    name: str
    title: str
    sheets: tuple[SheetLayout, ...]

    def recognise(self, book: Book) -> float:
        """Return how certainly a book is of this format, 0 to 1: the mean over its sheets of the likest page."""
        told = [self.page_of(book, sheet)[1] for sheet in self.sheets if not sheet.optional]
        return round(sum(told) / max(1, len(told)), 3)

    def page_of(self, book: Book, sheet: SheetLayout) -> tuple[Page | None, float]:
        """Return the page that is this sheet, the likest and then the one of that name, and how alike it is."""
        scored = [(likeness_of(page, sheet), folded(page.name) == folded(sheet.name), -at, page) for at, page in enumerate(book.pages)]
        best = max(scored, key=lambda one: one[:3], default=None)
        return (best[3], best[0]) if best and best[0] > 0 else (None, 0.0)


def likeness_of(page: Page, sheet: SheetLayout) -> float:
    """Return how much a page is this sheet, by the likest of its first rows, or by its labels."""
    if sheet.labels:
        return sheet.likeness([line.cell(0) for line in page.lines[: len(sheet.headings)]])
    return max((sheet.likeness(line.cells) for line in page.lines[:LOOKED_AT]), default=0.0)


def _layout(told: dict[str, Any]) -> SheetLayout:
    rows: dict[int, list[str]] = {}
    for cell, text in told["cells"].items():
        row, column = place_of(cell)
        rows.setdefault(row + 1, [""] * told["width"])[column] = text
    merges = [(*place_of(first), *place_of(last)) for first, last in (merge.split(":") for merge in told["merges"])]
    return SheetLayout(
        name=told["name"],
        heading_row=told["heading_row"],
        first_row=told["first_row"],
        width=told["width"],
        numbers=tuple(told["numbers"]),
        merges=tuple(merges),
        heads={row: tuple(cells) for row, cells in rows.items()},
        labels=told.get("labels", False),
        optional=told.get("optional", False),
    )


@cache
def format_named(name: str) -> Format:
    """Return one of the formats there is a file of; the names are those of ``resources/formats``."""
    told = json.loads(resources.folder("formats", f"{name}.json").read_text("utf-8"))
    return Format(told["name"], told["title"], tuple(_layout(sheet) for sheet in told["sheets"]))
