"""What a printed paper is: the PDF, how many sheets it has, the digest of what it says, and the sizes it comes in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fieldapp import problems
from fieldapp.durable import replace_file
from fieldapp.language import _

PaperName = Literal["A4", "F4"]
Orientation = Literal["portrait", "landscape"]
MM = 72 / 25.4
_SIZES = {"A4": (210.0, 297.0), "F4": (215.0, 330.0)}  # millimetres; F4 as the village offices buy it, not Folio


@dataclass(frozen=True, slots=True)
class Paper:
    """One printed paper: the bytes of its PDF, its number of pages, the SHA-256 (hex) of its content."""

    pdf: bytes
    pages: int
    sha256: str

    def write(self, path: Path) -> None:
        """Write the PDF, whole or not at all; raises FOLDER_UNWRITABLE."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, self.pdf)
        except OSError as wrong:
            raise problems.FOLDER_UNWRITABLE(name=path.parent.resolve().name) from wrong


@dataclass(frozen=True, slots=True)
class ReportCard:
    """One line of the list of papers: its name, what people call it, its group, and what it is about (visit or region)."""

    name: str
    title: str
    group: str
    subject: str


def size(paper: str, orientation: str = "portrait") -> tuple[float, float]:
    """Return width and height in points of ``A4`` or ``F4``, upright or lying; raises WRONG_USE on any other."""
    if paper not in _SIZES:
        raise problems.WRONG_USE(what=_("Kertas {name} tidak dikenal. Pilih A4 atau F4.").format(name=paper))
    if orientation not in {"portrait", "landscape"}:
        raise problems.WRONG_USE(what=_("Arah {name} tidak dikenal. Pilih portrait atau landscape.").format(name=orientation))
    width, height = (side * MM for side in _SIZES[paper])
    return (height, width) if orientation == "landscape" else (width, height)


@dataclass(frozen=True, slots=True)
class Lines:
    """Labels with their values, one under the other; ``wide`` labels are questions, narrow ones single words."""

    pairs: tuple[tuple[str, str], ...]
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """The numbered name of a section (``level`` 1) or the name of a part of it (``level`` 2)."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Prose:
    """A passage of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A small ruled table; ``shares`` say how wide each column is against the others."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo by the SHA-256 of its bytes, with what stands under it; ``jpeg`` is None while it is not on this laptop."""

    sha: str
    caption: str
    jpeg: bytes | None


@dataclass(frozen=True, slots=True)
class PhotoGrid:
    """Photos side by side, all in frames of the same size."""

    photos: tuple[Photo, ...]


Block = Lines | Heading | Prose | Grid | PhotoGrid


def told(block: Block) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a block for the digest: its kind and every string it prints; photos by their SHA-256."""
    match block:
        case Lines():
            yield from (("lines", label, value) for label, value in block.pairs)
        case Heading():
            yield ("heading", str(block.level), block.text)
        case Prose():
            yield ("prose", block.text)
        case Grid():
            yield ("grid", *block.headings)
            yield from (("row", *row) for row in block.rows)
        case PhotoGrid():
            yield from (("photo", photo.sha, photo.caption) for photo in block.photos)
