"""Every word that goes on paper passes here: what the font lacks becomes a visible box, and < or & print as they were written."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any
from xml.sax.saxutils import escape

from fieldapp.reports import fonts

BOX = "☐"  # stands for a letter the font lacks; Source Sans has this box but not U+FFFD
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_PLAIN = re.compile(r"[ -~]*")


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
    return "<br/>".join(escape(line) for line in printable(text).split("\n"))


@cache
def style(name: str) -> Any:
    """Return the paragraph style of this name, one of ``_STYLES``."""
    from reportlab.lib.styles import ParagraphStyle

    font, size, leading, align = _STYLES[name]
    fonts.font()
    return ParagraphStyle(
        name,
        fontName=font,
        fontSize=size,
        leading=leading,
        alignment=align,
        splitLongWords=1,
        allowWidows=0,
        allowOrphans=0,
    )


LEFT, CENTRE, RIGHT = 0, 1, 2  # ReportLab's own figures
_STYLES = {  # font, size and leading in points, alignment
    "body": (fonts.REGULAR, 10.5, 13.5, LEFT),
    "bold": (fonts.BOLD, 10.5, 13.5, LEFT),
    "centre": (fonts.REGULAR, 10.5, 13.5, CENTRE),
    "name": (fonts.BOLD, 10.5, 13.5, CENTRE),
    "heading": (fonts.BOLD, 11, 14, LEFT),
    "title": (fonts.BOLD, 13.5, 17, CENTRE),
    "kop1": (fonts.REGULAR, 13, 16, CENTRE),
    "kop2": (fonts.BOLD, 16, 19, CENTRE),
    "address": (fonts.REGULAR, 9.5, 12, CENTRE),
    "cell": (fonts.REGULAR, 9.5, 12, LEFT),
    "figure": (fonts.REGULAR, 9.5, 12, RIGHT),
    "head": (fonts.BOLD, 9.5, 12, LEFT),
    "caption": (fonts.REGULAR, 9, 11, LEFT),
    "note": (fonts.REGULAR, 9, 11, CENTRE),
}


def paragraph(text: str, name: str = "body", *, underlined: bool = False) -> Any:
    """Return a ReportLab Paragraph of plain text; no other module of reports makes one (a test holds it to that)."""
    from reportlab.platypus.paragraph import Paragraph

    escaped = markup(text)
    return Paragraph(f"<u>{escaped}</u>" if underlined and escaped else escaped, style(name))
