"""Days as people type and read them: 05/03/1981, 05031981, 5/3/81; never a day that does not exist."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtCore import QDate, QLocale

from fieldapp import problems
from fieldapp.language import current

_MONTHS = {
    month: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari pebruari february",
            "mar mrt maret march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu ags agst agt agustus aug august",
            "sep sept september",
            "okt oktober oct october",
            "nov nop november nopember",
            "des desember dec december",
        ),
        start=1,
    )
    for month in names.split()
}


def parse_day(text: str, today: date) -> date | None:
    """Read a typed day; two-digit years lie in the hundred years up to today. "" is None; raises BIRTH_DATE_WRONG otherwise."""
    words = text.strip().lower()
    if not words:
        return None
    parts = _parts(words)
    if parts is None:
        raise problems.BIRTH_DATE_WRONG(text=text.strip())
    day, month, year = parts
    if year < 100:
        year += today.year // 100 * 100
        year -= 100 if year > today.year else 0
    try:
        found = date(year, month, day)
    except ValueError:
        raise problems.BIRTH_DATE_WRONG(text=text.strip()) from None
    if year < 1880:
        raise problems.BIRTH_DATE_WRONG(text=text.strip())
    return found


def _parts(words: str) -> tuple[int, int, int] | None:
    """Split typed words into day, month, year; None when they are no day at all."""
    if re.fullmatch(r"\d{8}|\d{6}", words):
        return int(words[:2]), int(words[2:4]), int(words[4:])
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", words):
        return int(found[3]), int(found[2]), int(found[1])
    if found := re.fullmatch(r"(\d{1,2})[\s/.\-]+(\d{1,2})[\s/.\-]+(\d{4}|\d{2})", words):
        return int(found[1]), int(found[2]), int(found[3])
    found = re.fullmatch(r"(\d{1,2})[\s/.\-]*([a-z]+)[\s/.\-]*(\d{4}|\d{2})", words)
    if found and found[2] in _MONTHS:
        return int(found[1]), _MONTHS[found[2]], int(found[3])
    return None


def written(day: date | None) -> str:
    """Return a day as it is typed, 05/03/1981; "" for none."""
    return "" if day is None else f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def spoken(day: date) -> str:
    """Return a day in full, "5 Maret 1981", in the language in use."""
    locale = QLocale(QLocale.Language.English) if current() == "en" else QLocale(QLocale.Language.Indonesian)
    return locale.toString(QDate(day.year, day.month, day.day), "d MMMM yyyy")


def short(day: date, today: date) -> str:
    """Return a day as lists show it: "21 Nov", with the year when it is not this one."""
    locale = QLocale(QLocale.Language.English) if current() == "en" else QLocale(QLocale.Language.Indonesian)
    return locale.toString(QDate(day.year, day.month, day.day), "d MMM" if day.year == today.year else "d MMM yyyy")


def stepped(day: date, *, days: int = 0, months: int = 0) -> date:
    """Return a day some days or months on; a month shorter than the day ends on its last day."""
    moved = QDate(day.year, day.month, day.day).addDays(days).addMonths(months)
    return date(moved.year(), moved.month(), moved.day())
