"""Which column of an unknown table holds what: guessed from its headings, shown for correction, and remembered by the headings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import islice

from fieldapp import resources
from fieldapp.exchange.book import LOOKED_AT, Line, Page
from fieldapp.exchange.cells import as_text, tidy
from fieldapp.exchange.days import DMY, order_of
from fieldapp.exchange.layout import folded
from fieldapp.exchange.sheet import OURS, Value

# Certainty of a heading that is a known one, one of someone who stands for the row ("nama kepala keluarga"), holds one, nearly is one.
EXACT, INSTEAD, WITHIN, NEAR = 1.0, 0.9, 0.7, 0.6
_SAMPLES = 50
_LONGEST_HEADING = 60
_DATES = ("birth_date", "birth")


@dataclass(frozen=True, slots=True)
class Mapping:
    """What each column is. ``columns`` holds heading and target field from column A on, "" for a column left aside.

    ``header_row`` is the last row of headings as Excel numbers it, ``header_rows`` how many rows they take; 0 means there are none.
    ``date_order`` is "dmy" or "mdy", for days written in figures.
    """

    columns: tuple[tuple[str, str], ...]
    date_order: str = DMY
    header_row: int = 1
    sheet: str = ""
    header_rows: int = 1


@dataclass(frozen=True, slots=True)
class Guess:
    """A mapping as guessed, with how certain each column is, 0 to 1."""

    mapping: Mapping
    certainty: tuple[float, ...]

    @property
    def share(self) -> float:
        """The certainty of all columns that have a heading, on average."""
        told = [sure for (heading, _field), sure in zip(self.mapping.columns, self.certainty, strict=True) if heading]
        return sum(told) / len(told) if told else 0.0


@cache
def _told_words() -> dict[str, list[str]]:
    told: dict[str, list[str]] = json.loads(resources.folder("formats", "sinonim.json").read_text("utf-8"))
    return told


@cache
def _synonyms() -> dict[str, str]:
    return {folded(word): field.removesuffix("~") for field, words in _told_words().items() for word in words}


@cache
def _instead() -> frozenset[str]:
    """Return the words marked ~ in the list: good only when no other column means the field."""
    return frozenset(folded(word) for field, words in _told_words().items() if field.endswith("~") for word in words)


def fields() -> tuple[str, ...]:
    """Return the target fields a column can be given."""
    return tuple(dict.fromkeys(field for field in _synonyms().values() if field))


def headings_sha(headings: Iterable[object]) -> str:
    """Return the digest by which a mapping is remembered: the headings in order, folded, without our own column of reasons."""
    told = [folded(heading) for heading in headings]
    while told and told[-1] in ("", OURS):
        told.pop()
    return hashlib.sha256("\n".join("" if name == OURS else name for name in told).encode()).hexdigest()


def field_of(heading: object) -> tuple[str, float]:
    """Return the field a heading means, "" for none, and how certain that is: for a known column left aside 1, for a stranger 0."""
    name = folded(heading)
    known = _synonyms()
    if not name:
        return "", 0.0
    if name in known:
        return known[name], INSTEAD if name in _instead() else EXACT
    words = f"_{name}_"
    within = [word for word in known if known[word] and len(word) > 2 and f"_{word}_" in words]
    if within:
        return known[max(within, key=len)], WITHIN
    near = get_close_matches(name, [word for word in known if len(word) > 3], n=1, cutoff=0.85)
    return (known[near[0]], NEAR) if near else ("", 0.0)


def guess(headings: Sequence[Value], samples: Sequence[Sequence[Value]] = (), *, header_row: int = 1, sheet: str = "") -> Guess:
    """Return which column is what. A field is given to one column only, the surest and then the first; ``samples`` are rows below."""
    told = [field_of(heading) for heading in headings]
    taken: dict[str, int] = {}
    for place, (field, sure) in enumerate(told):
        if field and (field not in taken or sure > told[taken[field]][1]):
            taken[field] = place
    if "rt_rw" in taken and {"rt", "rw"} & taken.keys():
        del taken["rt_rw"]
    columns, certainty = [], []
    for place, (heading, (field, sure)) in enumerate(zip(headings, told, strict=True)):
        kept = not field or taken.get(field) == place
        columns.append((" ".join(as_text(heading).split()) if heading is not None else "", field if kept else ""))
        certainty.append(sure if kept else 0.0)
    days = [place for place, (_heading, field) in enumerate(columns) if field in _DATES]
    order = order_of(row[place] for row in samples for place in days if place < len(row))
    return Guess(Mapping(tuple(columns), order, header_row, sheet), tuple(certainty))


def guess_page(page: Page) -> Guess:
    """Return the mapping of a sheet: its heading row is looked for below titles, and headings over two rows are read together."""
    rows = list(islice(page.lines, LOOKED_AT))
    if not rows:
        return Guess(Mapping((), sheet=page.name, header_row=0, header_rows=0), ())
    at = max(range(len(rows)), key=lambda place: (_heading_score(rows[place]), -place))
    if _heading_score(rows[at]) == 0:
        at = 0
    wide = _spread(page, rows[at])
    joined, extra = wide, 0
    if at + 1 < len(rows) and _goes_on(rows[at], rows[at + 1]):
        joined, extra = _joined(wide, rows[at + 1]), 1
    elif at > 0 and _goes_on(rows[at - 1], rows[at]):
        joined, extra, at = _joined(_spread(page, rows[at - 1]), rows[at]), 1, at - 1
    last = rows[at + extra]
    samples = [line.cells for line in islice((line for line in page.lines if line.number > last.number), _SAMPLES)]
    told = guess(joined, samples, header_row=last.number, sheet=page.name)
    mapping = Mapping(told.mapping.columns, told.mapping.date_order, last.number, page.name, 1 + extra)
    return Guess(mapping, told.certainty)


def _heading_score(line: Line) -> float:
    """Return how much a row looks like headings: what its cells mean, by exact words only, so that no data row wins."""
    return sum(1.0 for cell in line.cells if isinstance(cell, str) and len(cell) <= _LONGEST_HEADING and field_of_exact(cell) is not None)


def field_of_exact(heading: object) -> str | None:
    """Return the field of a known heading, "" for one known to be left aside, None for a stranger."""
    return _synonyms().get(folded(heading))


def _spread(page: Page, line: Line) -> list[Value]:
    """Return the cells of a heading row with one that is merged sideways standing in each column it covers."""
    told: list[Value] = list(line.cells)
    for top, left, bottom, right in page.merged:
        if top <= line.number - 1 <= bottom and right > left and left < len(told):
            told.extend([None] * (right + 1 - len(told)))
            told[left : right + 1] = [told[left]] * (right + 1 - left)
    return told


def _goes_on(above: Line, below: Line) -> bool:
    """Say whether a row is the second of two heading rows: right below, only words, and only where the row above leaves room.

    Room is below an empty cell, and below a heading that has an empty cell at its right: that one stands over several columns.
    """
    if below.number != above.number + 1:
        return False
    filled = [place for place, cell in enumerate(below.cells) if tidy(cell)]
    words = all(isinstance(below.cell(place), str) and not str(below.cell(place)).strip().isdigit() for place in filled)
    room = all(not tidy(above.cell(place)) or (place + 1 < len(below.cells) and not tidy(above.cell(place + 1))) for place in filled)
    meant = sum(field_of_exact(below.cell(place)) is not None for place in filled)
    return bool(filled) and words and room and meant >= len(filled) / 2 and _heading_score(above) >= 1


def _joined(above: list[Value], below: Line) -> list[Value]:
    """Return one heading a column from two rows: the lower one when it means something itself, both when only together they do."""
    told: list[Value] = []
    for place in range(max(len(above), len(below.cells))):
        upper = as_text(above[place]).strip() if place < len(above) else ""
        lower = below.text(place).strip()
        both = f"{upper} {lower}".strip()
        alone = lower and field_of_exact(lower) is not None and field_of_exact(both) is None
        told.append(lower if alone else both)
    return told
