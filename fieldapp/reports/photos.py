"""Photos on paper: two or three side by side in places of the same size, each whole and in proportion, its caption under it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from fieldapp import problems
from fieldapp.language import _
from fieldapp.reports.flow import HAIRLINE, Cell, Row
from fieldapp.reports.paper import MM, Photo
from fieldapp.reports.text import paragraph

GAP = 5 * MM
FRAME_SHAPE = 0.68  # height of a frame against its width, near to what telephones take


def jpeg_of(sha: str, photos: Callable[[str], bytes]) -> bytes | None:
    """Return the JPEG of a photo, or None while it is not on this laptop or damaged there."""
    try:
        return photos(sha)
    except problems.Problem as problem:
        if problem.kind in {problems.PHOTO_MISSING, problems.PHOTO_DAMAGED}:
            return None
        raise


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One row of photos; it stays whole."""

    photos: tuple[Photo, ...]
    frame: float
    captions: Row
    before: float = 3 * MM
    keep: bool = False

    @property
    def height(self) -> float:
        """Its height in points, captions included."""
        return self.before + self.frame * FRAME_SHAPE + self.captions.height

    def split(self, room: float) -> None:
        """A row of photos is never cut."""

    def draw(self, canvas: Any, left: float, top: float) -> None:
        """Draw the photos and their captions."""
        tall = self.frame * FRAME_SHAPE
        bottom = top - self.before - tall
        for place, photo in enumerate(self.photos):
            x = left + place * (self.frame + GAP)
            canvas.setLineWidth(HAIRLINE)
            _fill(canvas, photo, x, bottom, self.frame, tall)
        self.captions.draw(canvas, left, bottom)


def photo_rows(photos: tuple[Photo, ...], width: float) -> Iterator[PhotoRow]:
    """Yield the rows of a grid of photos on a column of this width in points: two side by side, three when there are more."""
    beside = 2 if len(photos) <= 2 else 3
    frame = (width - GAP * (beside - 1)) / beside
    for start in range(0, len(photos), beside):
        row_of = photos[start : start + beside]
        captions = tuple(
            Cell(place * (frame + GAP), frame, paragraph(photo.caption or "–", "caption")) for place, photo in enumerate(row_of)
        )
        yield PhotoRow(row_of, frame, Row(captions, before=1.2 * MM))


def _fill(canvas: Any, photo: Photo, x: float, bottom: float, width: float, height: float) -> None:
    """Draw the photo as large as its place allows, a hairline around it, or say in an empty frame why there is none."""
    image = _image(photo.jpeg)
    if image is None:
        words = _("Foto belum ada di laptop ini.") if photo.jpeg is None else _("Foto tidak dapat dibuka.")
        said = Cell(x, width, paragraph(words, "note"))
        said.paragraph.drawOn(canvas, x, bottom + (height - said.height) / 2)
        canvas.rect(x, bottom, width, height)
        return
    wide, tall = image.getSize()
    scale = min(width / wide, height / tall)
    canvas.drawImage(image, x, bottom, wide * scale, tall * scale)
    canvas.rect(x, bottom, wide * scale, tall * scale)


def _image(jpeg: bytes | None) -> Any | None:
    """Return the photo ready to be drawn, or None when it cannot be opened; the bytes go into the PDF as they are."""
    from PIL import Image, UnidentifiedImageError
    from reportlab.lib.utils import ImageReader

    if jpeg is None:
        return None
    try:
        with Image.open(io.BytesIO(jpeg)) as opened:
            opened.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return None
    return ImageReader(io.BytesIO(jpeg))
