"""Opens a sheet from elsewhere (.xlsx, .xls, .ods, .csv): first weighed, then read by a worker process, never by the program itself."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import Any

from fieldapp import problems
from fieldapp.exchange.file_kind import not_a_sheet
from fieldapp.exchange.worker import fold_heading
from fieldapp.language import _

MAX_ROWS = 50_000
MAX_BYTES = 30 * 1024 * 1024
MAX_UNPACKED = 500 * 1024 * 1024
MAX_RATIO = 150  # honest sheets pack 10 to 40 times; judged above RATIO_FROM
RATIO_FROM = 20 * 1024 * 1024
MAX_PARTS = 3_000
SECONDS = 120
MISSING_SHOWN = 6  # headings named when many are missing: then it is another sheet altogether
_ROOT = Path(__file__).resolve().parent.parent.parent

OURS = "alasan_ditolak"  # the column in which we wrote why a row was refused; folded as headings are

Value = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number as Excel shows it, and its cells by heading; an empty one is not there."""

    number: int
    cells: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows below the headings; ``extra`` names the columns that were not asked for and not read, as they stand in the sheet."""

    name: str
    rows: tuple[SheetRow, ...]
    extra: tuple[str, ...]


def read_sheet(path: Path, headings: tuple[str, ...], *, max_rows: int = MAX_ROWS) -> Sheet:
    """Read the sheet of a file that carries these headings in one of its first five rows, in any order.

    Raises FILE_UNREADABLE, SHEET_OTHER, SHEET_UNREADABLE, SHEET_LOCKED, SHEET_BOMB, SHEET_SLOW, SHEET_HEADINGS (naming the missing ones),
    SHEET_TOO_LARGE and SHEET_EMPTY. Cells merged downwards hold their value in every row.
    """
    weigh(path)
    lines = ask_worker(path, headings, max_rows)
    found: dict[str, Any] = next(lines)
    check_headings(found["headings"], headings)
    rows = tuple(SheetRow(line["row"], _cells(headings, line["cells"])) for line in lines)
    if len(rows) > max_rows:
        raise too_large(max_rows)
    if not rows:
        raise problems.SHEET_EMPTY()
    return Sheet(found["sheet"], rows, strangers(found["headings"], headings))


def strangers(found: Iterable[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of a sheet that were not asked for; the column in which we write reasons is no stranger."""
    return tuple(name for name in found if fold_heading(name) not in (*wanted, OURS))


def weigh(path: Path) -> None:
    """Refuse a file too large to open, or one that unpacks to far more than it is; nothing is unpacked for that."""
    try:
        size = path.stat().st_size
        packed = zipfile.is_zipfile(path)
        other = not_a_sheet(path)
    except OSError as wrong:
        raise problems.FILE_UNREADABLE(name=path.name) from wrong
    if other:
        raise problems.SHEET_OTHER(name=path.name, what=other)
    if size > MAX_BYTES:
        raise problems.SHEET_BOMB(name=path.name, mb=size // 2**20, limit=MAX_BYTES // 2**20)
    if not packed:
        return
    try:
        with zipfile.ZipFile(path) as parts:
            members = parts.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as wrong:
        raise problems.SHEET_UNREADABLE(name=path.name) from wrong
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_PARTS or unpacked > MAX_UNPACKED or (unpacked > RATIO_FROM and unpacked > MAX_RATIO * size):
        raise problems.SHEET_BOMB(name=path.name, mb=unpacked // 2**20, limit=MAX_UNPACKED // 2**20)


def ask_worker(path: Path, headings: tuple[str, ...] | None, max_rows: int) -> Iterator[dict[str, Any]]:
    """Have a process of its own read a file that was weighed, and yield its lines; without ``headings`` every sheet whole.

    Raises SHEET_UNREADABLE, SHEET_LOCKED, SHEET_SLOW and SHEET_TOO_LARGE.
    """
    asked = {"path": str(path.resolve()), "headings": headings and list(headings), "max_rows": max_rows}
    told = run_apart("fieldapp.exchange.worker", asked, path.name)
    lines = (json.loads(line) for line in told.split(b"\n") if line)
    first = next(lines, {"sheet": "", "headings": []})
    if "too_large" in first:
        raise too_large(max_rows)
    return chain([first], lines)


def run_apart(module: str, asked: dict[str, Any], name: str) -> bytes:
    """Run a module of ours in a process of its own on a request, and return what it wrote.

    Raises SHEET_UNREADABLE, SHEET_LOCKED and SHEET_SLOW, which name the file.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter on one of our own modules
            [sys.executable, "-m", module],
            input=json.dumps(asked).encode(),
            capture_output=True,
            timeout=SECONDS,
            cwd=_ROOT,
            check=False,
        )
    except subprocess.TimeoutExpired as wrong:
        raise problems.SHEET_SLOW(name=name) from wrong
    if done.returncode == 3:
        raise problems.SHEET_LOCKED(name=name)
    if done.returncode:
        raise problems.SHEET_UNREADABLE(name=name)
    return done.stdout


def too_large(max_rows: int) -> problems.Problem:
    """Return the Problem of a sheet with more rows than can be taken at once."""
    return problems.SHEET_TOO_LARGE(rows=_("lebih dari {count}").format(count=max_rows), limit=max_rows)


def _cells(headings: tuple[str, ...], told: list[Any]) -> dict[str, Value]:
    """Return the cells that are not empty; a village's sheet is mostly empty, and this is what it weighs in memory."""
    return {
        name: date.fromisoformat(cell[0]) if isinstance(cell, list) else cell
        for name, cell in zip(headings, told, strict=True)
        if cell is not None
    }


def check_headings(found: Sequence[str], wanted: Sequence[str]) -> None:
    """Raise SHEET_HEADINGS unless all are there; a heading that looks like a slip of a missing one is told beside it."""
    folded = {fold_heading(name): name for name in found}
    missing = [name for name in wanted if name not in folded]
    if not missing:
        return
    others = [name for name in folded if name not in wanted]
    told = []
    for name in missing:
        near = get_close_matches(name, others, n=1, cutoff=0.75)
        told.append(_("{name} (mungkin {near})").format(name=name, near=folded[near[0]]) if near else name)
    shown = ", ".join(told[:MISSING_SHOWN])
    more = len(told) - MISSING_SHOWN
    raise problems.SHEET_HEADINGS(missing=_("{shown}, dan {count} lagi").format(shown=shown, count=more) if more > 0 else shown)
