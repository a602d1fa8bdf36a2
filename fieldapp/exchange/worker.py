"""Opens one sheet in a process of its own, so that a damaged or hostile file can only harm that process.

Reads ``{"path", "headings", "max_rows"}`` from standard input and writes lines of JSON: first what was found, then a line a row,
its cells in the order of the headings asked for. A day is written ``["2026-11-23"]``, so that it differs from text. Started by :mod:`fieldapp.exchange.sheet` only.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

MEMORY = 1024 * 1024 * 1024  # bytes of address space
SECONDS = 60  # of processor time
HEADING_ROWS = 5
SHEETS = 30
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


def _csv_rows(raw: bytes) -> Iterator[Row]:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    head = "\n".join(text.splitlines()[:HEADING_ROWS])
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(100_000)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


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


def _sheets(path: Path) -> Iterator[tuple[str, Iterator[Row], Merged]]:
    """Yield name, rows from the first line on, and merged cells of each sheet of the file."""
    raw = path.read_bytes()
    if not raw.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        if b"\0" in raw[:4096]:
            raise ValueError("neither a workbook nor text")
        yield path.stem, _csv_rows(raw), []
        return
    from python_calamine import CalamineWorkbook, PasswordError

    if _LOCKED in raw:
        raise PasswordError
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    for name in book.sheet_names[:SHEETS]:
        sheet = book.get_sheet_by_name(name)
        yield name, _from_the_corner(sheet), sheet.merged_cell_ranges or []


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


def main() -> int:
    """Read the request, write the answer; leaves with 3 for a locked workbook and 2 for one that cannot be read."""
    asked = json.load(sys.stdin)
    limit_process()
    from python_calamine import CalamineError, PasswordError, XmlError, ZipError

    try:
        for line in read(Path(asked["path"]), asked["headings"], asked["max_rows"]):
            sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    except PasswordError:
        return 3
    except (CalamineError, XmlError, ZipError, OSError, ValueError, csv.Error, MemoryError):
        return 2
    return 0


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
