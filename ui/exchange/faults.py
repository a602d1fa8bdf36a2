"""What is wrong in a sheet, row by row and cell by cell: which cell it is, why, and what could stand there instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp.exchange.formats import OTHER
from fieldapp.exchange.layout import folded
from fieldapp.exchange.write_back import heading_rows

if TYPE_CHECKING:
    from fieldapp.exchange.book import Page
    from fieldapp.exchange.importing import Opened
    from fieldapp.exchange.mapping import Mapping as Columns
    from fieldapp.services.incoming import Place, WrongRow

_NUMBERS = frozenset({"nik", "no_nik", "no_ktp", "nomor_induk_kependudukan"})


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


def faults_of(opened: Opened, name: str, columns: Columns, wrong: Sequence[WrongRow]) -> Faults:
    """Say cell by cell what is wrong in the rows a plan leaves out; ``name`` is the format, ``columns`` how any other table is read."""
    headings = _headings(opened, name, columns, {row.place[0] for row in wrong})
    lines = tuple(_line(row, headings.get(row.place[0], ())) for row in wrong)
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


def _line(row: WrongRow, headings: Sequence[str]) -> WrongLine:
    told = zip(row.reasons, row.columns, row.proposals, strict=True)
    return WrongLine(row.place, row.name, tuple(_fault(*one, headings, waits=row.waits) for one in told), waits=row.waits)


def _fault(reason: str, heading: str, proposal: str, headings: Sequence[str], *, waits: bool) -> Fault:
    """Find the cell a reason speaks of: that of its heading, or of the NIK when it speaks of that as a whole."""
    if not heading and not waits and reason.startswith("NIK"):
        heading = next((one for one in headings if folded(one) in _NUMBERS), "")
    at = next((place for place, one in enumerate(headings) if heading and folded(one) == folded(heading)), -1)
    return Fault(headings[at] if at >= 0 else heading, at, reason.removeprefix(f"{heading}: "), proposal)
