"""Photos from the phone: turned upright, made small enough for paper and 2G, stripped of where they were taken, and locked away."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.store import photos as kept

if TYPE_CHECKING:
    from PIL import Image

    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection

LONG_SIDE = 1280  # pixels; fills half an F4 page at 150 dpi
TARGET = 120 * 1024  # bytes
MOST_PIXELS = 40_000_000
MOST_BYTES = 10 * 1024 * 1024
QUALITIES = (82, 74, 66, 58, 50)
FORMATS = ("JPEG", "PNG")  # the two-picture JPEG of some phones (MPO) opens as JPEG


@dataclass(frozen=True, slots=True)
class PhotoView:
    """A photo by its SHA-256; ``here`` is False while its bytes are still at the office."""

    sha: str
    caption: str
    width: int
    height: int
    here: bool


def take_in(ws: Workspace, path: Path, *, draft_id: str = "") -> PhotoView:
    """Take a JPEG or PNG in: upright, at most 1280 px, no EXIF, about 120 kB, encrypted.

    Raises FILE_UNREADABLE, PHOTO_UNREADABLE, PHOTO_TOO_LARGE and DISK_FULL; the original file is never touched.
    """
    content, width, height = shrink(path)
    sha = ws.store.blobs.put(content)
    with ws.writing() as con:
        kept.keep(con, sha, size=len(content), width=width, height=height, root=draft_id)
    return PhotoView(sha, "", width, height, here=True)


def shrink(path: Path) -> tuple[bytes, int, int]:
    """Return the bytes of the print-size JPEG with width and height; raises PHOTO_UNREADABLE and PHOTO_TOO_LARGE."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        size = path.stat().st_size
    except OSError as wrong:
        raise problems.FILE_UNREADABLE(name=path.name) from wrong
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # the header is judged below, before a pixel is read
            opened = Image.open(path, formats=FORMATS)
        with opened as image:
            pixels = image.width * image.height
            if pixels > MOST_PIXELS or size > MOST_BYTES:
                raise problems.PHOTO_TOO_LARGE(name=path.name, megapixels=round(pixels / 1_000_000))
            image.draft("RGB", (LONG_SIDE * 2, LONG_SIDE * 2))
            upright = ImageOps.exif_transpose(image)
            upright.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
            flat = _flat(upright)
    except Image.DecompressionBombError as wrong:
        raise problems.PHOTO_TOO_LARGE(name=path.name, megapixels=">178") from wrong
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as wrong:
        raise problems.PHOTO_UNREADABLE(name=path.name) from wrong
    return _packed(flat), flat.width, flat.height


def _flat(image: Image.Image) -> Image.Image:
    from PIL import Image as Blank

    if image.mode in ("RGBA", "LA", "P"):
        layer = image.convert("RGBA")
        ground = Blank.new("RGB", layer.size, "white")
        ground.paste(layer, mask=layer.getchannel("A"))
        return ground
    return image.convert("RGB")


def _packed(image: Image.Image) -> bytes:
    content = b""
    for quality in QUALITIES:
        target = io.BytesIO()
        image.save(target, "JPEG", quality=quality, optimize=True, progressive=True)
        content = target.getvalue()
        if len(content) <= TARGET:
            break
    return content


def photo_bytes(ws: Workspace, sha: str) -> bytes:
    """Return the JPEG of a photo; raises PHOTO_MISSING and PHOTO_DAMAGED."""
    return ws.store.blobs.get(sha)


def photos_of(con: Connection, visit_id: str) -> tuple[PhotoView, ...]:
    """Return the photos of a visit, saying which are here."""
    return tuple(PhotoView(p.sha256, p.caption or "", p.width or 0, p.height or 0, bool(p.here)) for p in kept.of_visit(con, visit_id))
