"""Days as people type them in one column: date cells, Excel's serial numbers and text in every order, read by one rule a column."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from fieldapp import problems
from fieldapp.exchange import cells
from fieldapp.exchange.cells import as_text, tidy
from fieldapp.exchange.sheet import Value

DMY, MDY, YMD = "dmy", "mdy", "ymd"
_OFFSET_1904 = timedelta(days=1462)
_WEEKDAY = re.compile(r"^(senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad)\s*,?\s*", re.IGNORECASE)
_PARTS = re.compile(r"[\s/.,\-]+")
_SHORT_YEAR = re.compile(r"(\d{1,2})[\s/.\-]+([A-Za-z]+|\d{1,2})[\s/.\-]+'?(\d{2})")
_SWAPPED = re.compile(r"(\d{1,2})[/.\-](\d{1,2})([/.\-]\d{2,4})")
_DIGITS8 = re.compile(r"(\d{2})(\d{2})((?:19|20)\d{2})")


def order_of(values: Iterable[Value]) -> str:
    """Return in which order a column writes day and month: "mdy" only when some text cannot be otherwise and none says "dmy"."""
    orders = set()
    for value in values:
        found = _SWAPPED.fullmatch(tidy(value) or "") if isinstance(value, str) else None
        if found and int(found[1]) > 12:
            orders.add(DMY)
        elif found and int(found[2]) > 12:
            orders.add(MDY)
    return MDY if orders == {MDY} else DMY


def read_day(heading: str, value: Value, *, today: date, order: str = DMY, date1904: bool = False) -> str | None:
    """Read a day ISO; None for an empty cell. Raises CELL_DATE.

    Two-digit years are of this century up to this year, of the last one after it. With ``date1904`` bare numbers count from 1904.
    """
    if isinstance(value, date) or not isinstance(value, str):
        told = cells.day(heading, value)
        if told is not None and date1904 and isinstance(value, int | float):
            return (date.fromisoformat(told) + _OFFSET_1904).isoformat()
        return told
    text = _WEEKDAY.sub("", tidy(value) or "").removesuffix(" 00:00:00").removesuffix(" 00:00")
    if text.isdigit() and len(text) == 5:
        return read_day(heading, float(text), today=today, date1904=date1904)
    whole = _DIGITS8.fullmatch(text)
    text = "-".join(whole.groups()) if whole else _with_century(text, today)
    if order == MDY and (swapped := _SWAPPED.fullmatch(text)):
        text = f"{swapped[2]}-{swapped[1]}{swapped[3]}"
    try:
        return cells.day(heading, " ".join(_PARTS.split(text)) if "," in text else text)
    except problems.Problem as wrong:
        raise problems.CELL_DATE(column=heading, value=as_text(value)) from wrong


def _with_century(text: str, today: date) -> str:
    found = _SHORT_YEAR.fullmatch(text)
    if not found:
        return text
    year = int(found[3])
    return f"{found[1]}-{found[2]}-{year + (2000 if year <= today.year % 100 else 1900)}"
