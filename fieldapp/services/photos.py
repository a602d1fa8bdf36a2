"""Photos from the phone: turned upright, made small enough for paper and 2G, stripped of where they were taken, and locked away."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldapp import problems
from fieldapp.store.tables import blob, meta
from fieldapp.store.transaction import get_meta, put_meta

if TYPE_CHECKING:
    from PIL import Image

    from fieldapp.services.workspace import Workspace

LONG_SIDE = 1280  # pixels; fills half an F4 page at 150 dpi
TARGET = 120 * 1024  # bytes
MOST_PIXELS = 40_000_000
MOST_BYTES = 10 * 1024 * 1024
QUALITIES = (82, 74, 66, 58, 50)
FORMATS = ("JPEG", "PNG", "MPO")


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
        insert = upsert(blob).values(sha256=sha, root=draft_id, size=len(content), here=True, sent=0, state="local")
        con.execute(insert.on_conflict_do_update(index_elements=["sha256"], set_={"here": True}))
        put_meta(con, f"photo.{sha}", [width, height])
    return PhotoView(sha, "", width, height, here=True)


def shrink(path: Path) -> tuple[bytes, int, int]:
    """Return the bytes of the print-size JPEG with width and height; raises PHOTO_UNREADABLE and PHOTO_TOO_LARGE."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        size = path.stat().st_size
    except OSError as wrong:
        raise problems.FILE_UNREADABLE(name=path.name) from wrong
    try:
        with Image.open(path, formats=FORMATS) as image:
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


def jpeg_size(con: sa.Connection, sha: str) -> tuple[int, int]:
    """Return width and height of a photo taken in on this laptop, in pixels."""
    told = get_meta(con, f"photo.{sha}", [0, 0])
    return int(told[0]), int(told[1])


def photo_views(con: sa.Connection, attachments: sa.Select[Any]) -> tuple[PhotoView, ...]:
    """Return the photos a query of attachments finds, saying which are here."""
    found = con.execute(attachments).all()
    here = set(con.execute(sa.select(blob.c.sha256).where(blob.c.here, blob.c.sha256.in_([row.sha256 for row in found]))).scalars())
    return tuple(PhotoView(row.sha256, row.caption or "", row.width or 0, row.height or 0, row.sha256 in here) for row in found)


__all__ = ["PhotoView", "jpeg_size", "meta", "photo_bytes", "photo_views", "shrink", "take_in"]
