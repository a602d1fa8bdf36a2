"""What is wrong in a sheet, row by row and cell by cell: which cell it is, why, and what could stand there instead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from fieldapp.exchange.formats import OTHER
from fieldapp.exchange.layout import folded
from fieldapp.exchange.table import read_table
from fieldapp.exchange.write_back import heading_rows

if TYPE_CHECKING:
    from fieldapp.exchange.book import Page
    from fieldapp.exchange.importing import Opened
    from fieldapp.exchange.mapping import Mapping as Columns
    from fieldapp.services.incoming import Place, WrongRow

_NUMBERS = frozenset({"nik", "no_kk", "kk", "no_nik"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the heading and column (from 0, -1 when no single cell is meant), the sentence, and what may be meant instead."""

    heading: str
    at: int
    sentence: str
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A row that is not taken in. ``waits``: nothing is wrong in it, it waits for someone of its family."""

    place: Place
    name: str
    faults: tuple[Fault, ...]
    waits: bool = False

    @property
    def why(self) -> str:
        """All reasons, one after the other."""
        return " ".join(fault.sentence for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Faults:
    """Everything wrong in a sheet. ``columns`` are the headings concerned with how many rows, the commonest first."""

    lines: tuple[WrongLine, ...] = ()
    columns: tuple[tuple[str, int], ...] = ()

    @property
    def count(self) -> int:
        """How many rows are wrong themselves."""
        return sum(not line.waits for line in self.lines)


def faults_of(opened: Opened, name: str, columns: Columns, wrong: Sequence[WrongRow], today: date) -> Faults:
    """Say cell by cell what is wrong in the rows a plan leaves out; ``name`` is the format, ``columns`` how any other table is read."""
    headings = _headings(opened, name, columns, {row.place[0] for row in wrong})
    proposals = _proposals(opened, name, columns, wrong, today)
    lines = tuple(_line(row, headings.get(row.place[0], ()), proposals) for row in wrong)
    counts = Counter(heading for line in lines for heading in {fault.heading for fault in line.faults if fault.heading})
    return Faults(lines, tuple(counts.most_common()))


def _headings(opened: Opened, name: str, columns: Columns, sheets: set[str]) -> dict[str, tuple[str, ...]]:
    """Return the headings of each sheet from column A on."""
    found = {}
    for page in opened.book.pages:
        if page.name in sheets:
            own = name == OTHER and columns.sheet == page.name
            found[page.name] = tuple(heading for heading, _field in columns.columns) if own else _told_headings(page)
    return found


def _told_headings(page: Page) -> tuple[str, ...]:
    row, _first = heading_rows(page)
    line = next((line for line in page.lines if line.number == row), None)
    return tuple(line.text(at) for at in range(len(line.cells))) if line is not None else ()


def _line(row: WrongRow, headings: Sequence[str], proposals: Mapping[tuple[Place, str], str]) -> WrongLine:
    told = tuple(_fault(reason, headings, row, proposals) for reason in row.reasons)
    return WrongLine(row.place, row.name, told, waits=row.waits)


def _fault(reason: str, headings: Sequence[str], row: WrongRow, proposals: Mapping[tuple[Place, str], str]) -> Fault:
    """Find the cell a reason speaks of: it begins with the heading, or it speaks of the NIK as a whole."""
    begins = [heading for heading in (*headings, *row.columns) if heading and reason.startswith(f"{heading}: ")]
    heading = max(begins, key=len, default="")
    sentence = reason[len(heading) + 2 :] if heading else reason
    if not heading and not row.waits and reason.startswith("NIK"):
        heading = next((one for one in headings if folded(one) in _NUMBERS or folded(one).endswith("_nik")), "")
    at = next((place for place, one in enumerate(headings) if heading and folded(one) == folded(heading)), -1)
    return Fault(headings[at] if at >= 0 else heading, at, sentence, proposals.get((row.place, heading), ""))


def _proposals(opened: Opened, name: str, columns: Columns, wrong: Sequence[WrongRow], today: date) -> dict[tuple[Place, str], str]:
    """Return what a wrong cell may be meant to say, by place and heading; only a table read by its columns knows."""
    if name != OTHER:
        return {
            (row.place, heading): text for row in wrong for heading, text in zip(row.columns, getattr(row, "proposals", ()), strict=False)
        }
    rows: dict[str, set[int]] = defaultdict(set)
    for row in wrong:
        if not row.waits:
            rows[row.place[0]].add(row.place[1])
    pages = tuple(replace(page, lines=tuple(one for one in page.lines if one.number in rows[page.name])) for page in opened.book.pages)
    if not any(page.lines for page in pages):
        return {}
    lines = read_table(replace(opened.book, pages=pages), columns, today)
    return {((one.sheet, one.row), one.column): one.proposal for line in lines for one in line.problems if one.proposal}
