"""From what a paper says to what stands on it: each block becomes pieces, the pieces fall on pages, the pages are drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fieldapp.language import _
from fieldapp.reports.flow import Cell, Piece, Row, paginate
from fieldapp.reports.paper import MM, Block, Grid, Heading, Lines, Paper, PhotoGrid, Prose, size
from fieldapp.reports.photos import photo_rows
from fieldapp.reports.sheet import EDGE, FOOT_ROOM, TOP, Footer, Sheet
from fieldapp.reports.text import paragraph

GRID_INSET = 1.6 * MM


def title_pieces(title: str, under: Sequence[str], width: float) -> Iterator[Row]:
    """Yield the title of a paper, bold and underlined, with the lines below it (number, period)."""
    yield Row((Cell(0, width, paragraph(title, "title", underlined=True)),), before=3 * MM, keep=True)
    for line in under:
        yield Row((Cell(0, width, paragraph(line, "centre")),), before=0.5 * MM, keep=True)


def pieces(blocks: Iterable[Block], width: float) -> Iterator[Piece]:
    """Yield the pieces of these blocks for a column of ``width`` points."""
    for block in blocks:
        match block:
            case Heading():
                yield Row(
                    (Cell(0, width, paragraph(block.text, "heading" if block.level == 1 else "bold")),),
                    before=(4 if block.level == 1 else 2.2) * MM,
                    keep=True,
                )
            case Prose():
                yield Row((Cell(0, width, paragraph(block.text)),), before=0.8 * MM)
            case Lines():
                yield from _lines(block, width)
            case Grid():
                yield from _grid(block, width)
            case PhotoGrid():
                yield from photo_rows(block.photos, width)


def _lines(block: Lines, width: float) -> Iterator[Row]:
    """Label, colon, value, the values on one line down the page."""
    label = width * (0.46 if block.wide else 0.3)
    colon = 3.5 * MM
    for name, value in block.pairs:
        yield Row(
            (
                Cell(0, label - 2 * MM, paragraph(name)),
                Cell(label, colon, paragraph(":")),
                Cell(label + colon, width - label - colon, paragraph(value.strip() or "–")),
            ),
            before=0.6 * MM,
        )


def _grid(block: Grid, width: float) -> Iterator[Row]:
    """A ruled table: bold headings, no tint, cells broken to their columns."""
    whole = sum(block.shares)
    edges = [0.0]
    for share in block.shares:
        edges.append(edges[-1] + width * share / whole)
    for number, row in enumerate((block.headings, *block.rows)):
        cells = tuple(
            Cell(left + GRID_INSET, right - left - 2 * GRID_INSET, paragraph(words.strip() or "–", "head" if number == 0 else "cell"))
            for left, right, words in zip(edges, edges[1:], row, strict=False)
        )
        yield Row(cells, before=1.5 * MM if number == 0 else 0, keep=number == 0, rules=tuple(edges), padding=0.9 * MM)


def text_width(paper: str, orientation: str = "portrait") -> float:
    """Return the width in points between the margins."""
    return size(paper, orientation)[0] - 2 * EDGE


def print_pieces(all_pieces: Iterable[Piece], *, paper: str, orientation: str, footer: Footer, title: str) -> Paper:
    """Lay the pieces out, draw every page, return the paper."""
    room = size(paper, orientation)[1] - TOP - FOOT_ROOM
    pages = paginate(all_pieces, lambda _page: room)
    sheet = Sheet(paper, orientation, footer, len(pages), title)
    for page in pages:
        sheet.begin()
        y = sheet.top
        for piece in page:
            piece.draw(sheet.canvas, sheet.left, y)
            y -= piece.height
        sheet.end()
    return sheet.finish()


def number_line(number: str) -> str:
    """Return ``Nomor 400.9/127/DINSOS/XI/2026``, or dots to write it on."""
    return _("Nomor {number}").format(number=number.strip() or "." * 40)
