"""A packed workbook counted before it is opened: rows with something in them, formulas, macros, and which year its days count from."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20
_ROW_LIMIT = 1 << 24  # bytes; a row above this is no honest row
_FORMULA = re.compile(rb"<f[\s>/]|table:formula=")
_1904 = re.compile(rb"date1904\s*=\s*[\"'](?:1|true)[\"']", re.IGNORECASE)
_VBA = "_VBA_PROJECT".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class RawFacts:
    """``rows`` of the fullest sheet, ``formulas`` in the whole workbook; ``date1904`` when its days count from 1904."""

    rows: int = 0
    formulas: int = 0
    macros: bool = False
    date1904: bool = False


def facts_of(path: Path, stop_above: int) -> RawFacts:
    """Count what is in a packed workbook, stopping at the first sheet with more rows than ``stop_above``; other files count nothing.

    Raises zipfile.BadZipFile, OSError and ValueError for a damaged one.
    """
    if not zipfile.is_zipfile(path):
        raw = path.read_bytes()
        return RawFacts(macros=raw.startswith(b"\xd0\xcf\x11\xe0") and _VBA in raw)
    rows = formulas = 0
    with zipfile.ZipFile(path) as parts:
        names = parts.namelist()
        book = parts.read("xl/workbook.xml")[:_CHUNK] if "xl/workbook.xml" in names else b""
        for name in names:
            told = _sheet_part(name)
            if told is None:
                continue
            end, filled = told
            with parts.open(name) as part:
                there, found = _count(lambda size, part=part: part.read(size), end, filled, stop_above)  # type: ignore[misc]
            rows, formulas = max(rows, there), formulas + found
            if rows > stop_above:
                break
    return RawFacts(rows, formulas, any(name.endswith("vbaProject.bin") for name in names), bool(_1904.search(book)))


def _sheet_part(name: str) -> tuple[bytes, tuple[bytes, ...]] | None:
    """Return how a row ends in this part and what shows that one is filled; None for a part that holds no rows."""
    if name.startswith("xl/worksheets/") and name.endswith(".xml"):
        return b"</row>", (b"<v", b"<is")
    return (b"</table:table-row>", (b"<text:p",)) if name == "content.xml" else None


def _count(read: Callable[[int], bytes], end: bytes, filled: tuple[bytes, ...], stop_above: int) -> tuple[int, int]:
    rows = formulas = 0
    for row in _rows(read, end):
        rows += any(sign in row for sign in filled)
        formulas += len(_FORMULA.findall(row))
        if rows > stop_above:
            break
    return rows, formulas


def _rows(read: Callable[[int], bytes], end: bytes) -> Iterator[bytes]:
    rest = b""
    while chunk := read(_CHUNK):
        *whole, rest = (rest + chunk).split(end)
        yield from whole
        if len(rest) > _ROW_LIMIT:
            raise ValueError("a row without end")
    yield rest
