"""How fast papers come: the long table against ReportLab's own drawString for each cell, and one visit report with photos."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

from fieldapp import reports
from fieldapp.reports import fonts
from fieldapp.reports.long_table import LongTable
from fieldapp.reports.recap import cells, columns
from tests.benchmarks.measure import Beside, benchmark, median_ms
from tests.reports import samples

ROWS, ON_PAGE = 10_000, 30
WIDE, HIGH = 935.4, 609.4  # F4 lying, points


def _rows() -> list[tuple[str, ...]]:
    return [cells(row) for row in samples.village(ROWS).rows]


def _pages_per_second(draw: Callable[[list[tuple[str, ...]]], int], rows: list[tuple[str, ...]]) -> float:
    started = time.perf_counter()
    pages = draw(rows)
    return pages / (time.perf_counter() - started)


def _ours(rows: list[tuple[str, ...]]) -> int:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(io.BytesIO(), pagesize=(WIDE, HIGH), invariant=1, pageCompression=1)
    table = LongTable(canvas, columns(), left=40, width=WIDE - 80)
    for start in range(0, len(rows), ON_PAGE):
        table.draw_page(HIGH - 40, rows[start : start + ON_PAGE])
        canvas.showPage()
    canvas.save()
    return -(-len(rows) // ON_PAGE)


def _drawn_string_by_string(rows: list[tuple[str, ...]]) -> int:
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(io.BytesIO(), pagesize=(WIDE, HIGH), invariant=1, pageCompression=1)
    table = LongTable(canvas, columns(), left=40, width=WIDE - 80)
    for start in range(0, len(rows), ON_PAGE):
        page = rows[start : start + ON_PAGE]
        y = table.draw_page(HIGH - 40, ())
        canvas.lines([(40, y - 15 * n, WIDE - 40, y - 15 * n) for n in range(1, len(page) + 1)])
        canvas.setFont(fonts.REGULAR, 8.5)
        for row in page:
            y -= 15
            for place, words in enumerate(row):
                if table.columns[place].align == "right":
                    canvas.drawRightString(table.edges[place + 1] - 4, y + 5, words)
                else:
                    canvas.drawString(table.edges[place] + 4, y + 5, words)
        canvas.showPage()
    canvas.save()
    return -(-len(rows) // ON_PAGE)


@benchmark("kertas: tabel panjang 10.000 baris, 10 kolom", unit="halaman/s", rival="drawString", more_is_better=True)
def long_table(folder: Path) -> Beside:
    rows = _rows()
    fonts.font()
    return Beside(_pages_per_second(_ours, rows), _pages_per_second(_drawn_string_by_string, rows))


@benchmark("kertas: laporan kunjungan, 3 foto", unit="ms", limit=300)
def one_visit_report(folder: Path) -> float:
    view, store = samples.visit_with(3)
    return median_ms(
        lambda: reports.visit_report(
            view,
            store.__getitem__,
            letterhead=samples.KOP,
            signers=samples.SIGNERS,
            number="400.9/127/DINSOS/XI/2026",
            document_id="0192f0a1-7c3d-7bbb-8ccc-0123456789ab",
            issued_on=samples.DAY,
            by="Ratna Puspita",
        )
    )
