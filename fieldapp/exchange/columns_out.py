"""Any columns of any list as a sheet, in the order someone chose them; numbers of people hidden in part when the sheet leaves the house."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from fieldapp.domain import nik as numbers
from fieldapp.exchange.labels import QUESTIONS, known
from fieldapp.exchange.writing import write_cells

PERSONAL = frozenset({"nik", "kk", "phone", "card_no", "bank_account", "father_nik", "mother_nik"})


def shown(field: str, value: str, *, mask: bool = False, labels: bool = False) -> str:
    """Return a value as it is written: ``mask`` hides the middle of a number of a person, ``labels`` writes the answer, not its code."""
    if mask and field in PERSONAL:
        return numbers.mask(value)
    if labels and value and (field == "sex" or field in QUESTIONS):
        return known(field).get(value, value)
    return value


def write_columns(
    path: Path,
    columns: Sequence[tuple[str, str]],
    rows: Iterable[Mapping[str, str | None]],
    *,
    mask: bool = False,
    labels: bool = False,
    sheet: str = "Sheet1",
) -> int:
    """Write these columns, (heading, field) each, of rows of fields as text; returns the rows written. Raises FOLDER_UNWRITABLE."""
    lines = ([shown(field, row.get(field) or "", mask=mask, labels=labels) for _heading, field in columns] for row in rows)
    return write_cells(path, [heading for heading, _field in columns], lines, sheet)
