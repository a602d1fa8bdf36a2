"""The preview of a paper: the PDF itself, page by page as pictures, so what is seen is what comes out of the printer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as pixels: width and height, four bytes a pixel (red, green, blue, alpha), rows without gaps."""

    width: int
    height: int
    rgba: bytes


def pages(pdf: bytes, width_px: int) -> Iterator[Picture]:
    """Yield each page, ``width_px`` pixels wide; the pages come one at a time, so the first can be shown at once."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield _picture(page, width_px)
            page.close()
    finally:
        document.close()


def page(pdf: bytes, index: int, width_px: int) -> Picture:
    """Return one page (from 0), ``width_px`` pixels wide; raises IndexError when there is no such page."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        if not 0 <= index < len(document):
            raise IndexError(index)
        return _picture(document[index], width_px)
    finally:
        document.close()


def _picture(page: Any, width_px: int) -> Picture:
    """Draw one page of pypdfium2 into bytes of our own."""
    bitmap = page.render(scale=width_px / page.get_width(), rev_byteorder=True, prefer_bgrx=True)
    try:
        line, used = bitmap.stride, bitmap.width * 4
        raw = bytes(bitmap.buffer)
        rows = (raw[start : start + used] for start in range(0, line * bitmap.height, line))
        return Picture(bitmap.width, bitmap.height, b"".join(rows))
    finally:
        bitmap.close()
