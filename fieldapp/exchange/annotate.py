"""Writes a column of reasons into a packed workbook and leaves every other part of it as it was: styles, other sheets, pictures.

Only the rows of the sheets named are touched, in the text of their own part. Reads its request from standard input and runs in a
process of its own, started by :mod:`fieldapp.exchange.write_back` only.
"""

from __future__ import annotations

import json
import re
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from fieldapp.exchange.layout import place_of
from fieldapp.exchange.worker import limit_process

HEADING = "Alasan ditolak"  # never translated: this is how the column is known when the sheet comes back
_TAG = rb"<((?:\w+:)?)%s\b([^>]*?)(?:/>|>(.*?)</\1%s>)"
_ROW = re.compile(_TAG % (b"row", b"row"), re.DOTALL)
_CELL = re.compile(_TAG % (b"c", b"c"), re.DOTALL)
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>.*?</(?:\w+:)?f>)", re.DOTALL)
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?>(.*)</\1sheetData>", re.DOTALL)
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=\"([A-Z]+\d+):([A-Z]+\d+)\"[^>]*?/>")
_MERGES = re.compile(rb"<((?:\w+:)?)mergeCells\b[^>]*?>(.*?)</\1mergeCells>", re.DOTALL)
_LINKS = re.compile(rb"<((?:\w+:)?)hyperlinks\b[^>]*?>.*?</\1hyperlinks>", re.DOTALL)
_SIZE = re.compile(rb"(<(?:\w+:)?dimension\b[^>]*?\bref=\")[^\"]*(\")")
_REF, _STYLE, _SPANS = re.compile(rb"\br=\"([^\"]*)\""), re.compile(rb"\bs=\"(\d+)\""), re.compile(rb"\s*\bspans=\"[^\"]*\"")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TYPES, _BOOK_LINKS, _BOOK = "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class Order:
    """What to write into one sheet: column from 0, the row of the headings and of the first data, sentences by row from 1, rows to keep."""

    column: int
    heading: int
    first: int
    reasons: dict[int, str]
    kept: frozenset[int] | None = None


def letters(column: int) -> str:
    """Return the letters of a column counted from 0: 43 is "AR"."""
    told, left = "", column + 1
    while left:
        left, rest = divmod(left - 1, 26)
        told = chr(65 + rest) + told
    return told


def annotated(part: bytes, order: Order) -> bytes:
    """Return the text of a sheet's part with the column of reasons; raises ValueError when it is not written as sheets are."""
    data = _DATA.search(part)
    if data is None or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ValueError("no rows in this part")
    moved: dict[int, int] = {}
    body = b"".join(_rows(data[2], order, moved))
    head, tail = part[: data.start(2)], part[data.end(2) :]
    if order.kept is not None:
        tail = _LINKS.sub(b"", _MERGES.sub(lambda found: _merges(found, moved), tail))
    last = f"{letters(order.column)}{max(moved.values(), default=1)}".encode()
    return _SIZE.sub(rb"\g<1>A1:" + last + rb"\g<2>", head, count=1) + body + tail


def _rows(body: bytes, order: Order, moved: dict[int, int]) -> list[bytes]:
    """Return the rows that stay, and tell in ``moved`` where each is now."""
    told, number, free = [], 0, order.first
    for found in _ROW.finditer(body):
        ref = _REF.search(found[2])
        number = int(ref[1]) if ref else number + 1
        row = _row(found, number, order.column, HEADING if number == order.heading else order.reasons.get(number))
        if order.kept is None or number < order.first:
            moved[number] = number
            told.append(row)
        elif number in order.kept:
            moved[number] = free
            told.append(_renumbered(row, free))
            free += 1
    return told


def _row(found: re.Match[bytes], number: int, column: int, text: str | None) -> bytes:
    """Return a row with the text in its column; a reason of an earlier time goes."""
    prefix, attributes, inside = found[1], found[2], found[3] or b""
    before: list[bytes] = []
    after: list[bytes] = []
    stood, style, at = b"", b"", -1
    for cell in _CELL.finditer(inside):
        ref = _REF.search(cell[2])
        at = place_of(ref[1].decode())[1] if ref else at + 1
        if at == column:
            stood = cell[0]
        else:
            (before if at < column else after).append(cell[0])
            style = _style(cell[2]) if at < column else style
    if text is None and not stood:
        return found[0]
    new = _new_cell(prefix, f"{letters(column)}{number}", text, style if text == HEADING else b"") if text else b""
    opened = b"<" + prefix + b"row" + _SPANS.sub(b"", attributes.rstrip(b"/ ")) + b">"
    return opened + b"".join(before) + new + b"".join(after) + b"</" + prefix + b"row>"


def _style(attributes: bytes) -> bytes:
    found = _STYLE.search(attributes)
    return b' s="' + found[1] + b'"' if found else b""


def _new_cell(prefix: bytes, ref: str, text: str, style: bytes) -> bytes:
    written = escape(_CONTROL.sub(" ", text)).encode("utf-8", "replace")
    inside = b"<" + prefix + b"is><" + prefix + b't xml:space="preserve">' + written + b"</" + prefix + b"t></" + prefix + b"is>"
    return b"<" + prefix + b'c r="' + ref.encode() + b'"' + style + b' t="inlineStr">' + inside + b"</" + prefix + b"c>"


def _renumbered(row: bytes, number: int) -> bytes:
    """Return a row under another number; formulas become their last result, since what they point at has moved."""
    at = str(number).encode()
    row = re.sub(rb"(<(?:\w+:)?row\b[^>]*?\br=\")\d+(\")", rb"\g<1>" + at + rb"\g<2>", row, count=1)
    return _FORMULA.sub(b"", re.sub(rb"(<(?:\w+:)?c\b[^>]*?\br=\"[A-Z]+)\d+(\")", rb"\g<1>" + at + rb"\g<2>", row))


def _merges(found: re.Match[bytes], moved: dict[int, int]) -> bytes:
    """Return the merged cells of the rows that are left, where they are now."""
    told = []
    for merge in _MERGE.finditer(found[2]):
        (top, left), (bottom, right) = place_of(merge[1].decode()), place_of(merge[2].decode())
        rows = [moved[row] for row in range(top + 1, bottom + 2) if row in moved]
        if rows and (len(rows) > 1 or left != right):
            ref = f"{letters(left)}{min(rows)}:{letters(right)}{max(rows)}".encode()
            told.append(b"<" + found[1] + b'mergeCell ref="' + ref + b'"/>')
    opened = b"<" + found[1] + b'mergeCells count="' + str(len(told)).encode() + b'">'
    return opened + b"".join(told) + b"</" + found[1] + b"mergeCells>" if told else b""


def parts_of(book: zipfile.ZipFile) -> dict[str, str]:
    """Return the part that holds each sheet, by the sheet's name; raises KeyError, ValueError and ParseError for another kind of file."""
    links = {one.get("Id", ""): one.get("Target", "") for one in ET.fromstring(book.read(_BOOK_LINKS))}  # noqa: S314 - weighed, in a process with limits
    told = {}
    for one in ET.fromstring(book.read(_BOOK)).iter():  # noqa: S314 - weighed, in a process with limits
        if one.tag.endswith("}sheet"):
            target = links[one.get(_RELATION, "")]
            told[one.get("name", "")] = target.lstrip("/") if target.startswith("/") else "xl/" + target
    return told


def _without(text: bytes, name: bytes) -> bytes:
    """Return a list of parts without the elements that name this one."""
    return re.sub(rb"<(?:Override|Relationship)\b[^>]*?" + re.escape(name) + rb"[^>]*?/>", b"", text)


def annotate(source: Path, out: Path, orders: dict[str, Order], *, keep_macros: bool) -> None:
    """Write the workbook with the reasons; one that loses rows loses the order of calculation of its formulas, which Excel makes anew."""
    dropped = set()
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        by_part = {part: orders[name] for name, part in parts_of(book).items() if name in orders}
        names = book.namelist()
        if any(order.kept is not None for order in orders.values()):
            dropped |= {name for name in names if name == "xl/calcChain.xml"}
        if not keep_macros:
            dropped |= {name for name in names if name.startswith("xl/vbaProject")}
        for name in names:
            if name in dropped:
                continue
            raw = book.read(name)
            if name in by_part:
                raw = annotated(raw, by_part[name])
            elif name in (_TYPES, _BOOK_LINKS):
                for part in dropped:
                    raw = _without(raw, part.removeprefix("xl/").encode())
                if not keep_macros and name == _TYPES:
                    raw = raw.replace(
                        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    )
            new.writestr(name, raw)


def _order(told: dict[str, Any]) -> Order:
    kept = None if told["kept"] is None else frozenset(told["kept"])
    reasons = {int(row): text for row, text in told["reasons"].items()}
    return Order(told["column"], told["heading"], told["first"], reasons, kept)


def main() -> int:
    """Read the request, write the workbook; leaves with 2 when it is not one we can write into."""
    asked = json.load(sys.stdin)
    limit_process()
    try:
        orders = {name: _order(told) for name, told in asked["sheets"].items()}
        annotate(Path(asked["source"]), Path(asked["out"]), orders, keep_macros=asked["keep_macros"])
    except (KeyError, ValueError, OSError, RuntimeError, MemoryError, ET.ParseError, zipfile.BadZipFile, zlib.error):
        return 2
    return 0


if __name__ == "__main__":
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.exit(main())
