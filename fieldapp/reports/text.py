"""Every word that goes on paper passes here: what the font lacks becomes a visible box, and < or & print as they were written."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from xml.sax.saxutils import escape

from fieldapp.reports import fonts

BOX = "☐"  # stands for a letter the font lacks; Source Sans has this box but not U+FFFD
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PLAIN = re.compile(r"[ -~]*")
_XML_FORBIDDEN = re.compile("[\ufffe\uffff]")


@lru_cache(16384)
def printable(text: str) -> str:
    """Return the text as the font can print it: composed, control and direction marks gone, unknown letters as ``☐``.

    Lines stay apart; tabs become spaces. Right-to-left letters stand in the order in which they were written.
    """
    if _PLAIN.fullmatch(text):
        return text
    known = fonts.known()
    letters = []
    for letter in unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " ")):
        if letter == "\n":
            letters.append(letter)
        elif unicodedata.category(letter) in _INVISIBLE or _is_variation_selector(letter):
            continue
        else:
            letters.append(letter if ord(letter) in known else BOX)
    return "".join(letters)


def _is_variation_selector(letter: str) -> bool:
    """Tell the marks that only choose between shapes of the letter before them."""
    return "\ufe00" <= letter <= "\ufe0f"


def one_line(text: str) -> str:
    """Return printable text with line breaks turned into spaces, for cells and headings."""
    return " ".join(printable(text).split("\n"))


def markup(text: str) -> str:
    """Return the text escaped for a Paragraph: the one place where data becomes ReportLab's markup."""
    lines = _XML_FORBIDDEN.sub(BOX, printable(text)).split("\n")
    return "<br/>".join(escape(line) for line in lines)


@cache
def style(name: str) -> Any:
    """Return the paragraph style of this name: body, bold, small, note, centre, title, kop1, kop2, heading, cell, head."""
    from reportlab.lib.enums import TA_CENTER, TA_LEFT
    from reportlab.lib.styles import ParagraphStyle

    font, size, leading, centred = _STYLES[name]
    fonts.font()
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=leading,
        alignment=TA_CENTER if centred else TA_LEFT,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


_STYLES = {  # font, size and leading in points, centred
    "body": (fonts.REGULAR, 10.5, 13.5, False),
    "bold": (fonts.BOLD, 10.5, 13.5, False),
    "centre": (fonts.REGULAR, 10.5, 13.5, True),
    "name": (fonts.BOLD, 10.5, 13.5, True),
    "heading": (fonts.BOLD, 11, 14, False),
    "title": (fonts.BOLD, 13.5, 17, True),
    "kop1": (fonts.REGULAR, 13, 16, True),
    "kop2": (fonts.BOLD, 16, 19, True),
    "address": (fonts.REGULAR, 9.5, 12, True),
    "cell": (fonts.REGULAR, 9.5, 12, False),
    "head": (fonts.BOLD, 9.5, 12, False),
    "caption": (fonts.REGULAR, 9, 11, False),
}


def paragraph(text: str, name: str = "body", *, underlined: bool = False) -> Any:
    """Return a ReportLab Paragraph of plain text; no other module of reports makes one (a test holds it to that)."""
    from reportlab.platypus.paragraph import Paragraph

    escaped = markup(text)
    return Paragraph(f"<u>{escaped}</u>" if underlined and escaped else escaped, style(name))


def long_date(day: date) -> str:
    """Return ``23 November 2026``."""
    return _babel(day, "d MMMM y")


def full_date(day: date) -> str:
    """Return ``Senin, 23 November 2026``."""
    return _babel(day, "EEEE, d MMMM y")


def short_date(day: date | None) -> str:
    """Return ``23/11/2026`` for a column, a dash for no day."""
    return "–" if day is None else f"{day:%d/%m/%Y}"


def _babel(day: date, pattern: str) -> str:
    from babel.dates import format_date

    return str(format_date(day.date() if isinstance(day, datetime) else day, pattern, locale="id_ID"))
