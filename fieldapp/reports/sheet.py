"""The sheet itself: letterhead on the first page, and in every footer the QR, the seal, who printed it and which page this is."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from fieldapp.domain.written import date_long
from fieldapp.language import _
from fieldapp.reports import fonts, seal
from fieldapp.reports.flow import HAIRLINE, Cell, Row
from fieldapp.reports.paper import MM, Paper, size
from fieldapp.reports.text import one_line, paragraph

if TYPE_CHECKING:
    from fieldapp.services.settings import Letterhead

EDGE = 18 * MM
TOP = 12 * MM
FOOT = 9 * MM  # nothing is printed below
QR_SIDE = 19 * MM
FOOT_ROOM = FOOT + QR_SIDE + 5 * MM
LOGO_SIDE = 22 * MM


@dataclass(frozen=True, slots=True)
class Footer:
    """What the footer of every page says."""

    document_id: str
    sha256: str
    by: str
    issued_on: date
    full_nik: bool = False


class Sheet:
    """A PDF being drawn page by page; the total number of pages is known before the first line is."""

    def __init__(self, paper: str, orientation: str, footer: Footer, total: int, title: str, edge: float = EDGE) -> None:
        from reportlab.pdfgen.canvas import Canvas

        fonts.font()
        self.width, self.height = size(paper, orientation)
        self.left, self.right = edge, self.width - edge
        self.top, self.bottom = self.height - TOP, FOOT_ROOM
        self.orientation, self.total, self.footer, self.page = orientation, total, footer, 0
        self._file = io.BytesIO()
        self.canvas = Canvas(self._file, pagesize=(self.width, self.height), invariant=1, pageCompression=1, lang="id-ID")
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Pilar")
        self.canvas.setCreator("Pilar")
        self._draw_footer_once()

    def begin(self) -> None:
        """Start the next page."""
        self.page += 1

    def end(self) -> None:
        """Finish this page with its footer, which comes last so that a reader of the text meets it last."""
        self.canvas.doForm("kaki")
        self.canvas.setFont(fonts.REGULAR, 9)
        words = _("Halaman {page} dari {total}").format(page=self.page, total=self.total)
        self.canvas.drawRightString(self.right, FOOT + 1, words)
        self.canvas.showPage()

    def finish(self) -> Paper:
        """Close the PDF and return it."""
        self.canvas.save()
        return Paper(self._file.getvalue(), self.page, self.footer.sha256)

    def _draw_footer_once(self) -> None:
        """The footer is one form that every page shows, so a thousand pages cost one QR."""
        canvas = self.canvas
        canvas.beginForm("kaki", 0, 0, self.width, self.height)
        canvas.setLineWidth(HAIRLINE)
        canvas.line(self.left, FOOT_ROOM - 3 * MM, self.right, FOOT_ROOM - 3 * MM)
        draw_qr(canvas, seal.payload(self.footer.document_id, self.footer.sha256), self.left, FOOT, QR_SIDE)
        start = self.left + QR_SIDE + 4 * MM
        lines = footer_lines(self.footer)
        for line, (words, name) in enumerate(lines):
            last = line == len(lines) - 1  # the page number stands beside it
            canvas.setFont(name, 9)
            y = FOOT + 1 + 12.5 * (len(lines) - 1 - line)
            canvas.drawString(start, y, fitted(words, name, 9, self.right - start - (32 * MM if last else 0)))
        canvas.endForm()


def footer_lines(footer: Footer) -> tuple[tuple[str, str], ...]:
    """Return the lines of the footer from top to bottom, each with the font it is set in."""
    secret = (
        _("RAHASIA: memuat NIK lengkap dan data pribadi (UU 27/2022)")
        if footer.full_nik
        else _("RAHASIA: memuat data pribadi (UU 27/2022)")
    )
    told = _("Dokumen {document} · sidik {digest}") if footer.document_id else _("Belum diterbitkan · sidik {digest}")
    document = told.format(document=footer.document_id, digest=seal.shortened(footer.sha256))
    printed = _("Dicetak oleh {name}, {moment}").format(name=footer.by, moment=printed_at(footer.issued_on))
    return (
        (_("Pindai untuk memeriksa keaslian lembar ini di Pilar"), fonts.REGULAR),
        (document, fonts.REGULAR),
        (secret, fonts.BOLD),
        (printed, fonts.REGULAR),
    )


def printed_at(issued_on: date) -> str:
    """Return the day in words, with the hour and zone when a moment was given (``23 November 2026 15.14 WIB``)."""
    day = date_long(issued_on)
    if not isinstance(issued_on, datetime):
        return day
    return f"{day} {issued_on:%H.%M} {issued_on.tzname() or ''}".rstrip()


def fitted(words: str, name: str, points: float, room: float) -> str:
    """Return printable words on one line, cut with ``…`` where they would be wider than ``room`` points."""
    words = one_line(words)
    if fonts.width(words, name, points) <= room:
        return words
    room -= fonts.width("…", name, points)
    end, used = 0, 0.0
    table = fonts.widths(name)
    for letter in words:
        used += table.get(ord(letter), 0.0) * points / 1000
        if used > room:
            break
        end += 1
    return words[:end].rstrip() + "…"


def draw_qr(canvas: Any, words: str, left: float, bottom: float, side: float) -> None:
    """Draw the QR of these words as black squares, runs of them as one rectangle."""
    grid = seal.modules(words)
    unit = side / len(grid)
    path = canvas.beginPath()
    for line, squares in enumerate(grid):
        column = 0
        while column < len(squares):
            if not squares[column]:
                column += 1
                continue
            end = next((at for at in range(column, len(squares)) if not squares[at]), len(squares))
            path.rect(left + column * unit, bottom + side - (line + 1) * unit, (end - column) * unit, unit)
            column = end
    canvas.drawPath(path, stroke=0, fill=1)


@dataclass(frozen=True, slots=True)
class Kop:
    """The kop surat as a piece: crest left, lines centred, a thick and a thin rule below."""

    rows: tuple[Row, ...]
    width: float
    logo: bytes | None
    keep: bool = True

    @property
    def height(self) -> float:
        """Its height in points, the rules and the space below included."""
        return self._lines_height + 5 * MM

    @property
    def _lines_height(self) -> float:
        lines = sum(row.height for row in self.rows)
        return max(lines, LOGO_SIDE if self.logo else 0)

    def split(self, room: float) -> None:
        """A letterhead is never cut."""

    def draw(self, canvas: Any, left: float, top: float) -> None:
        """Draw the crest, the lines, the rules."""
        if self.logo:
            from reportlab.lib.utils import ImageReader

            image = ImageReader(io.BytesIO(self.logo))
            canvas.drawImage(image, left, top - LOGO_SIDE, LOGO_SIDE, LOGO_SIDE, preserveAspectRatio=True, mask="auto")
        y = top - (self._lines_height - sum(row.height for row in self.rows)) / 2
        for row in self.rows:
            row.draw(canvas, left, y)
            y -= row.height
        y = top - self._lines_height - 2 * MM
        canvas.setLineWidth(2)
        canvas.line(left, y, left + self.width, y)
        canvas.setLineWidth(0.6)
        canvas.line(left, y - 2.4, left + self.width, y - 2.4)


def letterhead_piece(letterhead: Letterhead, width: float, logo: bytes | None) -> tuple[Kop, ...]:
    """Return the kop surat to stand on the first page; none when no line of it is filled in."""
    styles = ("kop1", "kop2", "address", "address")
    words = (letterhead.level1, letterhead.level2, letterhead.address, letterhead.contact)
    inset = LOGO_SIDE + 3 * MM if logo else 0.0
    rows = tuple(
        Row((Cell(inset, width - 2 * inset, paragraph(line, name)),)) for line, name in zip(words, styles, strict=True) if line.strip()
    )
    return (Kop(rows, width, logo),) if rows else ()
