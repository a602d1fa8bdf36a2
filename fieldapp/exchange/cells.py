"""One cell at a time: what may stand under a heading, and the sentence for the person when something else stands there."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from difflib import get_close_matches

from fieldapp import problems
from fieldapp.domain import nik as numbers
from fieldapp.domain.codes import DUKCAPIL, codes
from fieldapp.domain.written import MONTHS, MONTHS_SHORT, age, read_number
from fieldapp.exchange.sheet import Value

Reader = Callable[[str, Value], str | None]
"""Reads the cell under a heading; None for an empty one. Raises the Problem of the cell."""

NAME_LIMIT = 100
_EMPTY = {"", "-", "--", "---", ".", "?", "n/a", "na", "#n/a", "null", "none", "nihil", "tidak ada", "belum ada", "tidak diketahui"}
_NOBODY = {"x", "xx", "xxx", "xxxx", "test", "tes", "nn", "no name", "noname", "anonim", "nama", "fulan"}
_CUT = re.compile(r"\d[.,]?\d*e\+?1\d", re.IGNORECASE)
_PARTS = re.compile(r"[\s/.\-]+")
_SHEET_ZERO = date(1899, 12, 30)
_MONTH = {name.lower(): number for names in (MONTHS, MONTHS_SHORT) for number, name in enumerate(names, 1)} | {
    "agt": 8,
    "ags": 8,
    "nop": 11,
}
LATITUDES, LONGITUDES = (Decimal(-12), Decimal(7)), (Decimal(94), Decimal(142))  # Indonesia with a margin, degrees WGS84


def as_text(value: Value) -> str:
    """Return a cell as text, as the person sees it: whole numbers without .0, days ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e17 else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def tidy(value: Value) -> str | None:
    """Return the text of a cell with single spaces; None when it is empty or only says that nothing is known."""
    text = " ".join(as_text(value).replace("\N{NO-BREAK SPACE}", " ").split())
    return None if text.lower() in _EMPTY else text


def stands(value: Value) -> str | None:
    """Return what stands in a cell, unchanged but for outer spaces; None when nothing does."""
    return as_text(value).strip() or None


def needed(reader: Reader) -> Reader:
    """Return a reader that refuses an empty cell with CELL_EMPTY."""

    def read(heading: str, value: Value) -> str:
        told = reader(heading, value)
        if told is None:
            raise problems.CELL_EMPTY(column=heading)
        return told

    return read


def free(limit: int) -> Reader:
    """Return a reader of any text of at most this many letters; raises CELL_TOO_LONG."""

    def read(heading: str, value: Value) -> str | None:
        text = tidy(value)
        if text and len(text) > limit:
            raise problems.CELL_TOO_LONG(column=heading, limit=limit, length=len(text))
        return text

    return read


def name(heading: str, value: Value) -> str | None:
    """Read a person's name as given; raises CELL_NAME and NAME_TOO_LONG."""
    text = tidy(value)
    if text is None:
        return None
    if text.lower() in _NOBODY or not any(letter.isalpha() for letter in text):
        raise problems.CELL_NAME(column=heading, value=text)
    if len(text) > NAME_LIMIT:
        raise problems.NAME_TOO_LONG(length=len(text))
    return text


def is_cut(value: Value) -> bool:
    """Say whether a number of 16 digits was stored as a number, or written 1.81102E+15: then its last digits are lost."""
    text = (tidy(value) or "").lstrip("'")
    stored_as_number = isinstance(value, int | float) and len(text.rstrip("0")) > 0 and abs(value) >= 10**15
    return stored_as_number or _CUT.fullmatch(text) is not None


def _number16(heading: str, value: Value) -> str | None:
    text = (tidy(value) or "").lstrip("'")
    if is_cut(value):
        raise problems.CELL_NUMBER_CUT(column=heading)
    bare = numbers.digits_of(text)
    return text if bare.strip("0") or len(bare) == numbers.LENGTH else None


def bare_number(value: Value) -> str | None:
    """Return only the digits of a number as it stood, None for 0; judges nothing."""
    digits = numbers.digits_of((tidy(value) or "").lstrip("'"))
    return digits if digits.strip("0") else None


def whole_nik(value: Value) -> str:
    """Return the sixteen digits of a NIK as it stood, "" for anything less or sixteen zeros; judges nothing else."""
    digits = bare_number(value) or ""
    return digits if len(digits) == numbers.LENGTH and digits.isascii() and digits.isdigit() and not is_cut(value) else ""


def nik(heading: str, value: Value, today: date) -> str | None:
    """Read a NIK, None for a person without (empty or 0); raises CELL_NUMBER_CUT and what :func:`fieldapp.domain.nik.check` raises."""
    text = _number16(heading, value)
    return numbers.check(text, today).nik if text else None


def kk(heading: str, value: Value) -> str | None:
    """Read a KK number; sixteen zeros count as none. Raises CELL_NUMBER_CUT, KK_CHARACTERS, KK_LENGTH."""
    text = _number16(heading, value)
    return numbers.check_kk(text).kk if text and numbers.digits_of(text).strip("0") else None


def coded(question: str) -> Reader:
    """Return a reader of one of Dukcapil's codes, or of its label; 0 counts as no answer. Raises CELL_CODE."""
    return among(dict(codes(DUKCAPIL, question)))


def among(known: dict[str, str]) -> Reader:
    """Return a reader of one of these codes, or of its label; 0 counts as no answer.

    Raises CELL_CODE, which carries the code of the nearest label as the fact ``proposal``, "" for none.
    """
    labels = {label.lower(): code for code, label in known.items()}

    def read(heading: str, value: Value) -> str | None:
        text = tidy(value)
        if text is None:
            return None
        code = text.lstrip("0") if text.isdigit() else text
        if code == "":
            return None
        found = code if code in known else labels.get(text.lower())
        if found is None:
            told = list(known.items())
            listed = ", ".join(f"{number} {label}" for number, label in told[:12]) + (f" … {told[-1][0]}" if len(told) > 12 else "")
            near = get_close_matches(text.lower(), labels, n=1, cutoff=0.6)
            raise problems.CELL_CODE(column=heading, value=text, known=listed, proposal=labels[near[0]] if near else "")
        return found

    return read


def day(heading: str, value: Value) -> str | None:
    """Read a day: a date cell, Excel's serial number, 1981-03-05, 05-03-1981, 5/3/1981 or 5 Maret 1981; raises CELL_DATE."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value == 0:
            return None
        if not 1 <= value <= 80_000:
            raise problems.CELL_DATE(column=heading, value=as_text(value))
        return (_SHEET_ZERO + timedelta(days=int(value))).isoformat()
    text = tidy(value)
    if text is None or not text.strip("0-/. "):
        return None
    parts = _PARTS.split(text.removesuffix(" 00:00:00"))
    try:
        first, month, last = parts
        middle = _MONTH.get(month.lower()) or int(month)
        if len(first) == 4:
            return date(int(first), middle, int(last)).isoformat()
        if len(last) == 4:
            return date(int(last), middle, int(first)).isoformat()
    except ValueError as wrong:
        raise problems.CELL_DATE(column=heading, value=text) from wrong
    raise problems.CELL_DATE(column=heading, value=text)


def birth_date(heading: str, value: Value, today: date) -> str | None:
    """Read a day of birth; raises CELL_DATE, BIRTH_DATE_FUTURE and, beyond 120 years, BIRTH_DATE_WRONG."""
    told = day(heading, value)
    if told is None:
        return None
    born = date.fromisoformat(told)
    if born > today:
        raise problems.BIRTH_DATE_FUTURE(text=told)
    if age(born, today) > numbers.OLDEST:
        raise problems.BIRTH_DATE_WRONG(text=told)
    return told


def rt_rw(_heading: str, value: Value) -> str | None:
    """Read an RT or RW as three digits; 0 counts as none. Raises RT_RW_WRONG."""
    text = tidy(value)
    if text is None or not text.strip("0"):
        return None
    if not text.isascii() or not text.isdigit() or int(text) > 999:
        raise problems.RT_RW_WRONG()
    return f"{int(text):03d}"


def coordinate(bounds: tuple[Decimal, Decimal]) -> Reader:
    """Return a reader of decimal degrees within these bounds, with dot or comma; 0 counts as none. Raises CELL_COORDINATE."""

    def read(heading: str, value: Value) -> str | None:
        text = tidy(value)
        if text is None:
            return None
        try:
            degrees = Decimal(text) if "," not in text else read_number(text)
        except (ValueError, ArithmeticError) as wrong:
            raise problems.CELL_COORDINATE(column=heading, value=text) from wrong
        if degrees == 0:
            return None
        if not degrees.is_finite() or not bounds[0] <= degrees <= bounds[1]:
            raise problems.CELL_COORDINATE(column=heading, value=text)
        return f"{degrees:f}"

    return read
