"""Rekap desa: every family of a village on one list, with its house, its visits and the totals the Camat asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING

from fieldapp.domain.regions import kind_of
from fieldapp.domain.written import date_entry, date_long, terbilang
from fieldapp.domain.written import number as number_written
from fieldapp.language import _
from fieldapp.reports import seal
from fieldapp.reports.compose import number_line, title_pieces
from fieldapp.reports.flow import Cell, Piece, Row
from fieldapp.reports.long_table import Column, LongTable, heading_height, rows_on_pages
from fieldapp.reports.paper import MM, Paper, size
from fieldapp.reports.places import where
from fieldapp.reports.sheet import FOOT_ROOM, TOP, Footer, Sheet, letterhead_piece
from fieldapp.reports.signatures import signatures, signers_of
from fieldapp.reports.text import paragraph

if TYPE_CHECKING:
    from fieldapp.services.recap import RecapRow, RecapTotals, VillageRecap
    from fieldapp.services.settings import Letterhead, Signers

EDGE = 14 * MM
LETTERS = {"landscape": 9.0, "portrait": 8.0}  # font sizes in points
ROW = 15.0  # points
GAP = 3 * MM


def columns(orientation: str = "landscape") -> tuple[Column, ...]:
    """Return the columns of the list; upright sheets give the names less room. The house is our own reckoning and says so."""
    name, house = (160, 96) if orientation == "landscape" else (96, 78)
    return (
        Column(_("No"), 26, "right"),
        Column(_("Kepala keluarga"), name),
        Column(_("No. KK"), 79),
        Column(_("RT/RW"), 42),
        Column(_("Jiwa"), 28, "right"),
        Column(_("Desil"), 30, "right"),
        Column(_("Rumah\n(indikatif)"), house),
        Column(_("Kunjungan\nterakhir"), 54),
        Column(_("Jumlah\nkunjungan"), 53, "right"),
        Column(_("Kunjungan\nberikut"), 54),
    )


def cells(row: RecapRow) -> tuple[str, ...]:
    """Return one family as it stands on the list; what is not known is a dash."""
    house = {"ok": _("Layak huni"), "bad": _("Tidak layak huni"), "unknown": _("Belum dapat dinilai")}
    return (
        str(row.number),
        row.name,
        row.kk or "–",
        f"{row.rt or '–'}/{row.rw or '–'}",
        str(row.members),
        row.desil or "–",
        house.get(row.house, "–"),
        date_entry(row.last_visit) if row.last_visit else "–",
        str(row.visits),
        date_entry(row.next_on) if row.next_on else "–",
    )


def village_recap(
    recap: VillageRecap,
    *,
    paper: str = "F4",
    orientation: str = "landscape",
    letterhead: Letterhead,
    signers: Signers,
    number: str,
    document_id: str,
    issued_on: date,
    by: str,
    logo: bytes | None = None,
) -> Paper:
    """Return the recap of one village on ``A4`` or ``F4``, ``landscape`` or ``portrait``.

    ``issued_on`` is the day of the letter, or a moment with its zone; ``by`` is who prints. The digest does not depend on paper,
    document id, ``by`` or hour. Raises WRONG_USE on another paper.
    """
    width = size(paper, orientation)[0] - 2 * EDGE
    title = _("REKAP {kind}").format(kind=kind_of(recap.region_id).upper())
    under = (where(recap.region_id, recap.full_name), period_line(recap.period), number_line(number))
    signing = signers_of(signers, issued_on)
    opening: list[Piece] = [*letterhead_piece(letterhead, width, logo), *title_pieces(title, under, width)]
    closing: list[Piece] = [*_remarks(recap.totals, width), *_totals(recap.totals, width), signatures(signing, width, before=3.5 * MM)]
    told = _told(recap, (letterhead.level1, letterhead.level2, letterhead.address, letterhead.contact, title, *under))
    signed = (("signer", *signer.above, signer.name, signer.below) for signer in signing)
    footer = Footer(document_id, seal.digest((*told, *signed)), by, issued_on)
    plan = _plan(len(recap.rows), size(paper, orientation)[1], orientation, _height(opening), _height(closing))
    sheet = Sheet(paper, orientation, footer, len(plan), _("Rekap desa"), EDGE)
    _draw(sheet, plan, opening, (cells(row) for row in recap.rows), closing)
    return sheet.finish()


def period_line(period: tuple[date, date]) -> str:
    """Return ``Masa 1 November 2026 sampai 30 November 2026``."""
    return _("Masa {start} sampai {end}").format(start=date_long(period[0]), end=date_long(period[1]))


def _told(recap: VillageRecap, head: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Yield what the recap says, for the digest."""
    yield ("PILAR1", "rekap-desa", recap.region_id)
    yield ("head", *head)
    yield from (("row", *cells(row)) for row in recap.rows)
    yield from (("total", label, value) for column in total_columns(recap.totals) for label, value in column)


def total_columns(totals: RecapTotals) -> tuple[tuple[tuple[str, str], ...], ...]:
    """Return the totals in four columns of label and number: families, houses, and the desil in two."""
    families = (
        (_("Keluarga"), totals.households),
        (_("Jiwa"), totals.persons),
        (_("Dikunjungi masa ini"), totals.visited),
        (_("Belum pernah"), totals.never),
        (_("Jumlah kunjungan"), totals.visits),
    )
    houses = ((_("Layak huni"), totals.fit), (_("Tidak layak huni"), totals.unfit), (_("Belum dinilai"), totals.unknown))
    half = (len(totals.by_desil) + 1) // 2
    groups = (families, houses, totals.by_desil[:half], totals.by_desil[half:])
    return tuple(tuple((label, number_written(count)) for label, count in group) for group in groups)


def _remarks(totals: RecapTotals, width: float) -> Iterator[Row]:
    """Say it in words where the list or the period is empty."""
    if not totals.households:
        yield Row((Cell(0, width, paragraph(_("Belum ada keluarga tercatat di wilayah ini."))),), before=1.5 * MM, keep=True)
    if not totals.visits:
        yield Row((Cell(0, width, paragraph(_("Belum ada kunjungan pada masa ini."))),), before=2 * MM, keep=True)


def _totals(totals: RecapTotals, width: float) -> Iterator[Row]:
    """The totals under four headings, then the number of families in words."""
    groups = total_columns(totals)
    share = (width - 3 * GAP * 2) / 4
    starts = [place * (share + GAP * 2) for place in range(4)]
    heads = (_("Keluarga dan kunjungan"), _("Rumah (indikatif)"), _("Keluarga menurut desil"), "")
    yield Row(tuple(Cell(x, share, paragraph(words, "head")) for x, words in zip(starts, heads, strict=True)), before=2.5 * MM, keep=True)
    for line in range(max(len(group) for group in groups)):
        parts: list[Cell] = []
        for x, group in zip(starts, groups, strict=True):
            if line < len(group):
                label, value = group[line]
                parts += (Cell(x, share * 0.74, paragraph(label, "cell")), Cell(x + share * 0.74, share * 0.26, paragraph(value, "figure")))
        yield Row(tuple(parts), before=0.3 * MM, keep=True)
    sentence = _("Jumlah keluarga: {count} ({words}).").format(count=number_written(totals.households), words=terbilang(totals.households))
    yield Row((Cell(0, width, paragraph(sentence)),), before=2 * MM, keep=True)


def _height(pieces: Iterable[Piece]) -> float:
    return sum(piece.height for piece in pieces)


def _plan(count: int, height: float, orientation: str, opening: float, closing: float) -> tuple[int, ...]:
    """Return how many rows stand on each page of this height in points."""
    room = height - TOP - FOOT_ROOM - heading_height(columns(), LETTERS[orientation])
    first, later = (int((room - used) // ROW) for used in (opening + GAP, 0.0))
    return tuple(rows_on_pages(count, first, later, tail=ceil(closing / ROW)))


def _draw(sheet: Sheet, plan: Sequence[int], opening: Iterable[Piece], rows: Iterator[tuple[str, ...]], closing: Iterable[Piece]) -> None:
    """Draw every page: the opening on the first, headings and rows on each, what closes the recap on the last."""
    letters = LETTERS[sheet.orientation]
    table = LongTable(sheet.canvas, columns(sheet.orientation), left=sheet.left, width=sheet.right - sheet.left, size=letters, row=ROW)
    for number, count in enumerate(plan):
        sheet.begin()
        y = sheet.top
        if number == 0:
            y = _stand(sheet, opening, y) - GAP
        if count or number == 0:
            y = table.draw_page(y, list(islice(rows, count)))
        if number == len(plan) - 1:
            _stand(sheet, closing, y)
        sheet.end()


def _stand(sheet: Sheet, pieces: Iterable[Piece], y: float) -> float:
    """Draw pieces one under the other from ``y``; return where they end."""
    for piece in pieces:
        piece.draw(sheet.canvas, sheet.left, y)
        y -= piece.height
    return y
