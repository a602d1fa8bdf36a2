"""Any table read by a mapping of its columns: words become Dukcapil's codes, two facts in one cell are parted, each wrong cell is told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from types import MappingProxyType

from fieldapp import problems
from fieldapp.domain import phones
from fieldapp.exchange import cells
from fieldapp.exchange.book import Book, Line, Page, filled_down
from fieldapp.exchange.cells import as_text, stands, tidy
from fieldapp.exchange.codec import spoilt
from fieldapp.exchange.days import read_day
from fieldapp.exchange.labels import QUESTIONS, read_label
from fieldapp.exchange.layout import folded
from fieldapp.exchange.mapping import Mapping
from fieldapp.exchange.parsed import CellProblem, ParsedLine, shown
from fieldapp.exchange.sheet import OURS, Value
from fieldapp.exchange.worker import fold_heading
from fieldapp.problems import Problem

FieldReader = Callable[[str, Value], dict[str, str]]
"""Reads a cell into fields: one column may hold two of them. Raises the Problem of the cell."""

_NUMBERS = ("nik", "kk", "phone")
_RT_RW = re.compile(r"\D*(\d{1,3})\D+(\d{1,3})\D*")
_BIRTH = re.compile(r"(?P<place>[^\d,/]*?)\s*[,/.]?\s*(?P<day>\d.*)")
_YES = frozenset({"ya", "y", "1", "v", "x", "ada", "true", "penerima", "kpm", "aktif", "dapat", "sudah"})
_NO = frozenset({"tidak", "t", "0", "2", "bukan", "false", "belum", "non_kpm", "tidak_aktif", "tdk"})
_SHORT = MappingProxyType({"birth_place": 100, "hamlet": 100, "village": 100, "district": 100, "father_name": 100, "mother_name": 100})


def read_table(book: Book, mapping: Mapping, today: date) -> list[ParsedLine]:
    """Return the rows below the headings of a mapping, read into fields.

    Raises SHEET_NO_TABLE when the book has no sheet of that name. Fields are those of :func:`fieldapp.exchange.mapping.fields`, a
    place and day of birth in one cell become birth_place and birth_date, an RT/RW becomes rt and rw; columns left aside are in ``other``.
    """
    page = next((page for page in book.pages if page.name == mapping.sheet or not mapping.sheet), None)
    if page is None:
        raise problems.SHEET_NO_TABLE(name=mapping.sheet)
    readers = _readers(mapping, today, date1904=book.date1904)
    lines = (line for line in filled_down(page).lines if line.number > mapping.header_row)
    return [told for line in lines if (told := _line(line, page, mapping, readers)) is not None]


def _line(line: Line, page: Page, mapping: Mapping, readers: list[FieldReader | None]) -> ParsedLine | None:
    fields: dict[str, str] = {}
    other: dict[str, str] = {}
    wrong: list[CellProblem] = []
    for place, ((heading, field), reader) in enumerate(zip(mapping.columns, readers, strict=True)):
        value = line.cell(place)
        stood = stands(value)
        if stood is None or folded(heading) == OURS:
            continue
        if reader is None:
            other[_unused(heading or f"kolom {place + 1}", other)] = stood
            continue
        try:
            fields |= reader(heading, value)
        except Problem as problem:
            wrong.append(_told(line.number, page.name, heading, field, value, problem))
    return ParsedLine(row=line.number, fields=fields, other=other, problems=tuple(wrong)) if fields or wrong or other else None


def _unused(heading: str, other: dict[str, str]) -> str:
    """Return a name for a second column of the same heading that does not hide the first."""
    name, count = heading, 1
    while name in other:
        count += 1
        name = f"{heading} ({count})"
    return name


def _told(row: int, sheet: str, heading: str, field: str, value: Value, problem: Problem) -> CellProblem:
    proposal = problem.facts.get("proposal")
    return CellProblem(
        sheet=sheet,
        row=row,
        column=heading,
        shown=shown(as_text(value), number=field in _NUMBERS),
        sentence=problem.sentence,
        proposal=str(proposal) if proposal is not None else None,
    )


def _readers(mapping: Mapping, today: date, *, date1904: bool) -> list[FieldReader | None]:
    day = partial(_born, today=today, order=mapping.date_order, date1904=date1904)
    told: dict[str, FieldReader] = {
        "nik": lambda heading, value: _one("nik", _number("nik", heading, value, today)),
        "kk": lambda heading, value: _one("kk", _number("kk", heading, value, today)),
        "name": _field("name", cells.name),
        "birth_date": lambda heading, value: _one("birth_date", day(heading, value)),
        "birth": partial(_birth, day=day),
        "phone": _phone,
        "address": _field("address", cells.free(200)),
        "rt": lambda heading, value: _one("rt", _rt("RT", heading, value)),
        "rw": lambda heading, value: _one("rw", _rt("RW", heading, value)),
        "rt_rw": _rt_rw,
        "latitude": _field("latitude", cells.coordinate(cells.LATITUDES)),
        "longitude": _field("longitude", cells.coordinate(cells.LONGITUDES)),
        "desil": _desil,
    }
    told |= {field: _field(field, cells.free(limit)) for field, limit in _SHORT.items()}
    told |= {field: _field(field, partial(read_label, field)) for field in ("sex", *QUESTIONS)}
    return [partial(_aid, field) if field.startswith("aid:") else told.get(field) for _heading, field in mapping.columns]


def _one(field: str, told: str | None) -> dict[str, str]:
    return {} if told is None else {field: told}


def _field(field: str, reader: Callable[[str, Value], str | None]) -> FieldReader:
    return lambda heading, value: _one(field, reader(heading, value))


def _number(field: str, heading: str, value: Value, today: date) -> str | None:
    problem = spoilt(heading, value)
    if problem:
        raise problem
    return cells.nik(heading, value, today) if field == "nik" else cells.kk(heading, value)


def _born(heading: str, value: Value, *, today: date, order: str, date1904: bool) -> str | None:
    return cells.birth_date(heading, read_day(heading, value, today=today, order=order, date1904=date1904), today)


def _birth(heading: str, value: Value, *, day: Callable[[str, Value], str | None]) -> dict[str, str]:
    """Part "Mesuji, 05-03-1981" into place and day; raises CELL_SPLIT and CELL_DATE."""
    if not isinstance(value, str):
        return _one("birth_date", day(heading, value))
    text = tidy(value) or ""
    found = _BIRTH.fullmatch(text)
    if found is None:
        raise problems.CELL_SPLIT(column=heading, value=text[:60], example="Mesuji, 05-03-1981")
    return _one("birth_date", day(heading, found["day"])) | _one("birth_place", found["place"].strip(" ,/.") or None)


def _rt(prefix: str, heading: str, value: Value) -> str | None:
    """Read "3", "003" or "RT 03"."""
    text = re.sub(rf"^{prefix}\s*[.:]?\s*", "", tidy(value) or "", flags=re.IGNORECASE)
    return cells.rt_rw(heading, text)


def _rt_rw(heading: str, value: Value) -> dict[str, str]:
    """Part "003/001" or "RT 03 RW 01" into RT and RW; raises CELL_SPLIT. A day is what Excel makes of 3/1: that is told, not undone."""
    text = tidy(value) or ""
    found = _RT_RW.fullmatch(text) if isinstance(value, str) else None
    if found is None:
        raise problems.CELL_SPLIT(column=heading, value=text[:60], example="003/001")
    first, second = found.groups()
    if text.lower().find("rw") != -1 and text.lower().find("rw") < text.lower().find("rt"):
        first, second = second, first
    return _one("rt", cells.rt_rw(heading, first)) | _one("rw", cells.rt_rw(heading, second))


def _phone(_heading: str, value: Value) -> dict[str, str]:
    """Read a number; one stored as a number has only lost its 0 in front, which is put back."""
    text = tidy(value)
    return {} if text is None or not text.strip("0") else {"phone": phones.normalise(text.lstrip("'"))}


def _desil(heading: str, value: Value) -> dict[str, str]:
    text = re.sub(r"^desil\s*", "", tidy(value) or "", flags=re.IGNORECASE)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10:
        raise problems.CELL_RANGE(column=heading, low=1, high=10, value=text[:20])
    return {"desil": str(int(text))}


def _aid(field: str, heading: str, value: Value) -> dict[str, str]:
    """Read whether aid is received, "ya" or "tidak"; a tick or the programme's own name is yes. Raises CELL_LABEL_UNKNOWN."""
    text = "ya" if value in ("✓", "√", "✔") else fold_heading(tidy(value))
    if text in _YES or text == field.removeprefix("aid:"):
        return {field: "ya"}
    if text in _NO or not text:
        return {field: "tidak"}
    raise problems.CELL_LABEL_UNKNOWN(column=heading, value=as_text(value)[:60], known="Ya, Tidak")


def wrong_by_row(lines: list[ParsedLine]) -> Iterator[tuple[tuple[str, int], str]]:
    """Yield sheet and row of each wrong row with its sentences together, as the column of reasons holds them."""
    for line in lines:
        if line.problems:
            yield (line.problems[0].sheet, line.row), " ".join(problem.sentence for problem in line.problems)
