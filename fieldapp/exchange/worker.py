"""Opens one sheet in a process of its own, so that a damaged or hostile file can only harm that process.

Reads ``{"path", "headings", "max_rows"}`` from standard input and writes lines of JSON: first what was found, then a line a row,
its cells in the order of the headings asked for; without ``headings`` every sheet as it stands. A day is written ``["2026-11-23"]``,
so that it differs from text. Started by :mod:`fieldapp.exchange.sheet` only.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, islice
from pathlib import Path
from typing import Any

from fieldapp.exchange.raw_parts import RawFacts, facts_of

MEMORY = 1024 * 1024 * 1024  # bytes of address space
SECONDS = 60  # of processor time
HEADING_ROWS = 5
DELIMITER_ROWS = 20
SHEETS = 30
SPARE_ROWS = 100  # rows of titles and notes that are not counted against the limit
_APART = re.compile(r"[^a-z0-9]+")
_LOCKED = "EncryptedPackage".encode("utf-16-le")  # the part in which Excel keeps a workbook that asks for a password
Row = list[Any]
Merged = list[tuple[tuple[int, int], tuple[int, int]]]


def fold_heading(text: object) -> str:
    """Make headings comparable: "No. KK " is no_kk."""
    return _APART.sub("_", str(text).lower()).strip("_") if text is not None else ""


def limit_process() -> None:
    """Take from this process all memory and time beyond what the largest honest sheet needs; only Linux and macOS can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _tell(value: object) -> Any:
    if isinstance(value, datetime):
        return [value.date().isoformat()]
    if isinstance(value, date):
        return [value.isoformat()]
    if isinstance(value, time | timedelta):
        return str(value)
    return None if value == "" else value


def _decoded(raw: bytes) -> str:
    """Return the text of a file that does not say how it is written: UTF-16 shows by its zero bytes, UTF-8 by being valid."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16")
    head = raw[:4096]
    if b"\0" in head:
        low, high = head[::2].count(0), head[1::2].count(0)
        if min(low, high) or max(low, high) < len(head) // 4:
            raise ValueError("neither a workbook nor text")
        return raw.decode("utf-16-le" if high else "utf-16-be")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """Return the sign that cuts most of the first lines into most columns; signs inside quotes cut nothing."""
    head = io.StringIO("\n".join(text.splitlines()[:DELIMITER_ROWS]))

    def columns(sign: str) -> int:
        head.seek(0)
        return sum(len(row) for row in csv.reader(head, delimiter=sign))

    return max(";\t,|", key=columns)


def _csv_rows(raw: bytes) -> Iterator[Row]:
    text = _decoded(raw)
    csv.field_size_limit(100_000)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))


def _fill_merged(rows: Iterator[Row], merged: Merged) -> Iterator[Row]:
    """Yield the rows with the value of a cell merged downwards in each row it covers."""
    below: dict[int, tuple[int, Any]] = {}  # column: last row, value
    starts: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in merged:
        if bottom > top:
            starts.setdefault(top, []).append((left, bottom))
    for number, row in enumerate(rows):
        for column, (last, value) in list(below.items()):
            if number > last:
                del below[column]
            elif column < len(row):
                row[column] = value
        for left, bottom in starts.get(number, ()):
            if left < len(row):
                below[left] = (bottom, row[left])
        yield row


def _sheets(path: Path, *, hidden: bool = True) -> Iterator[tuple[str, Iterator[Row], Merged]]:
    """Yield name, rows from the first line on, and merged cells of each sheet of the file; ``hidden`` ones only if wanted."""
    raw = path.read_bytes()
    if not raw.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        yield path.stem, _csv_rows(raw), []
        return
    from python_calamine import CalamineWorkbook, PasswordError

    if _LOCKED in raw:
        raise PasswordError
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    skipped = set() if hidden else set(_hidden(book))
    for name in [name for name in book.sheet_names if name not in skipped][:SHEETS]:
        sheet = book.get_sheet_by_name(name)
        yield name, _from_the_corner(sheet), sheet.merged_cell_ranges or []


def _hidden(book: Any) -> list[str]:
    """Return the names of the sheets a person does not see, and of charts, which hold no rows."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return [told.name for told in book.sheets_metadata if told.visible != SheetVisibleEnum.Visible or told.typ != SheetTypeEnum.WorkSheet]


def _hidden_of(path: Path) -> list[str]:
    """Return the names of the hidden sheets of a file; a text file has none."""
    if not path.read_bytes()[:4].startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        return []
    from python_calamine import CalamineWorkbook

    return _hidden(CalamineWorkbook.from_path(str(path)))


def _from_the_corner(sheet: Any) -> Iterator[Row]:
    """Yield the rows from A1 on: calamine begins at the first cell that is used."""
    if sheet.start is None:
        return
    top, left = sheet.start
    for _ in range(top):
        yield []
    for row in sheet.to_python(skip_empty_area=True):
        yield [None] * left + row


def _headed(rows: Iterable[Row], wanted: set[str]) -> tuple[int, int, Row]:
    """Return how many wanted headings the best of the first rows holds, which row it is (from 0), and the row."""
    scored = [(len({fold_heading(cell) for cell in row} & wanted), -number, row) for number, row in enumerate(islice(rows, HEADING_ROWS))]
    best = max(scored, key=lambda one: one[:2], default=(0, 0, []))
    return best[0], -best[1], best[2]


def read(path: Path, headings: list[str], max_rows: int) -> Iterator[dict[str, Any]]:
    """Yield what was found, then every row below the headings that is not empty; stops one row after ``max_rows``."""
    wanted = set(headings)
    best: tuple[int, str, int, list[Row]] | None = None
    for name, rows, merged in _sheets(path):
        told = list(islice(_fill_merged(rows, merged), max_rows * 4))
        score, at, _row = _headed(told, wanted)
        if best is None or score > best[0]:
            best = score, name, at, told
        if score == len(wanted):
            break
    if best is None or best[0] == 0:
        yield {"sheet": best[1] if best else "", "headings": [str(cell) for cell in best[3][0] if cell] if best and best[3] else []}
        return
    _score, name, at, told = best
    names = [fold_heading(cell) for cell in told[at]]
    yield {"sheet": name, "headings": [str(cell).strip() for cell in told[at] if cell not in (None, "")]}
    places = [names.index(heading) if heading in names else len(names) for heading in headings]
    count = 0
    for number, row in enumerate(told[at + 1 :], at + 2):
        cells = [_tell(row[place]) if place < len(row) else None for place in places]
        if all(value is None or (isinstance(value, str) and not value.strip()) for value in cells):
            continue
        count += 1
        yield {"row": number, "cells": cells}
        if count > max_rows:
            return


def _is_filled(cell: Any) -> bool:
    return cell is not None and not (isinstance(cell, str) and not cell.strip())


def read_whole(path: Path, facts: RawFacts, max_rows: int) -> Iterator[dict[str, Any]]:
    """Yield what the file holds, then for each visible sheet its name and merged cells and every row that is not empty.

    Stops one row after ``max_rows``. Cells are given from column A on, without the empty ones at the end.
    """
    rest = iter(_sheets(path, hidden=False))
    first = next(rest, None)  # asked before the list of hidden ones: this is what finds a password
    yield {
        "hidden": _hidden_of(path),
        "formulas": facts.formulas,
        "macros": facts.macros,
        "date1904": facts.date1904,
    }
    count = 0
    for name, rows, merged in chain([first] if first else [], rest):
        yield {"sheet": name, "merged": [[*start, *end] for start, end in merged]}
        for number, row in enumerate(rows, 1):
            cells = [_tell(cell) for cell in row]
            while cells and not _is_filled(cells[-1]):
                cells.pop()
            if cells:
                count += 1
                yield {"row": number, "cells": cells}
            if count > max_rows:
                return


def answer(asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the lines that answer a request; a sheet with too many rows is told before it is unpacked into memory."""
    path, max_rows = Path(asked["path"]), int(asked["max_rows"])
    facts = facts_of(path, stop_above=max_rows + SPARE_ROWS)
    if facts.rows > max_rows + SPARE_ROWS:
        yield {"too_large": facts.rows}
    elif asked["headings"] is None:
        yield from read_whole(path, facts, max_rows)
    else:
        yield from read(path, asked["headings"], max_rows)


def main() -> int:
    """Read the request, write the answer; leaves with 3 for a locked workbook and 2 for one that cannot be read."""
    asked = json.load(sys.stdin)
    limit_process()
    from python_calamine import CalamineError, PasswordError, XmlError, ZipError

    try:
        for line in answer(asked):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    except PasswordError:
        return 3
    except (CalamineError, XmlError, ZipError, zipfile.BadZipFile, OSError, ValueError, RuntimeError, csv.Error, MemoryError, zlib.error):
        return 2
    return 0


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
