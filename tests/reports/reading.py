"""Reads printed papers back as a person or a scanner would: words, sizes, the QR."""

from __future__ import annotations

import re
from typing import Any

import pypdfium2
import zxingcpp

from fieldapp import reports
from fieldapp.reports import preview
from fieldapp.reports.paper import MM, Paper
from tests.reports import samples

DOCUMENT = "0192f0a1-7c3d-7bbb-8ccc-0123456789ab"
NUMBER = "400.9/127/DINSOS/XI/2026"
GIVEN = {
    "letterhead": samples.KOP,
    "signers": samples.SIGNERS,
    "number": NUMBER,
    "document_id": DOCUMENT,
    "issued_on": samples.DAY,
    "by": "Ratna Puspita",
}


def visit(photos: int = 0, *, view: Any = None, store: dict[str, bytes] | None = None, **given: Any) -> Paper:
    """Print the sample visit with so many photos, or another view."""
    made, kept = samples.visit_with(photos)
    return reports.visit_report(view or made, (store if store is not None else kept).__getitem__, **{**GIVEN, **given})


def recap(rows: int, **given: Any) -> Paper:
    """Print the recap of a village of so many families."""
    return reports.village_recap(samples.village(rows), **{**GIVEN, **given})


def pages(paper: Paper) -> list[str]:
    """Return the words of each page; lines stay lines."""
    document = pypdfium2.PdfDocument(paper.pdf)
    found = []
    for page in document:
        text = page.get_textpage()
        found.append(text.get_text_bounded().replace("\r\n", "\n"))
        text.close()
        page.close()
    document.close()
    return found


def words(paper: Paper) -> str:
    """Return all words of the paper with single spaces."""
    return re.sub(r"\s+", " ", " ".join(pages(paper)))


def letters(text: str) -> str:
    """Return the text without any space, to compare what a line break may have cut."""
    return re.sub(r"\s+", "", text)


def size_mm(paper: Paper) -> tuple[int, int]:
    """Return width and height of the first page in whole millimetres."""
    document = pypdfium2.PdfDocument(paper.pdf)
    width, height = document[0].get_size()
    document.close()
    return round(width / MM), round(height / MM)


def qr(paper: Paper, index: int = 0) -> str:
    """Scan the QR of a page as printed at 150 dots an inch."""
    width = size_mm(paper)[0] / 25.4 * 150
    picture = preview.page(paper.pdf, index, round(width))
    found = zxingcpp.read_barcodes(_picture(picture).convert("L"))
    assert len(found) == 1, "one QR on each page"
    return found[0].text


def ink(paper: Paper, index: int = 0, dots: int = 100) -> tuple[float, float, float, float]:
    """Return how far the ink stays from the left, top, right and bottom edge of a page, in millimetres."""
    width, _height = size_mm(paper)
    picture = preview.page(paper.pdf, index, round(width / 25.4 * dots))
    image = _picture(picture).convert("L").point(lambda value: 255 if value < 250 else 0)
    left, top, right, bottom = image.getbbox()
    unit = width / picture.width
    return left * unit, top * unit, (picture.width - right) * unit, (picture.height - bottom) * unit


def _picture(picture: preview.Picture) -> Any:
    from PIL import Image

    return Image.frombytes("RGBA", (picture.width, picture.height), picture.rgba)
