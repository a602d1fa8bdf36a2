"""The rows that were refused, as a sheet to correct: as they stood, with the reason last, ready to be imported once corrected."""

from __future__ import annotations

from pathlib import Path

from fieldapp.exchange.cells import as_text
from fieldapp.exchange.resident_columns import HEADINGS
from fieldapp.exchange.residents import ResidentSheet
from fieldapp.exchange.writing import write_cells
from fieldapp.language import _

ROW, REASON = "baris", "alasan"


def reasons(sheet: ResidentSheet) -> dict[int, str]:
    """Return for each refused row what is wrong in it, or that someone else of its family is why it waits."""
    told: dict[int, list[str]] = {}
    for problem in sheet.problems:
        told.setdefault(problem.row, []).append(f"{problem.column}: {problem.sentence}")
    waiting = _("Baris ini benar, menunggu anggota lain dalam keluarga ini diperbaiki.")
    return {row.number: " ".join(told.get(row.number, [waiting])) for row in sheet.refused}


def write_wrong_rows(path: Path, sheet: ResidentSheet) -> int:
    """Write the refused rows with their old row number and the reason, all as text; returns how many. Raises FOLDER_UNWRITABLE.

    The file holds full numbers, as the sheet it came from did: keep it where that sheet is kept.
    """
    why = reasons(sheet)
    rows = ([*(as_text(row.cells.get(name)) for name in HEADINGS), str(row.number), why[row.number]] for row in sheet.refused)
    return write_cells(path, (*HEADINGS, ROW, REASON), rows)
