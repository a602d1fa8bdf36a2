"""A questionnaire's Excel file written as readable tables, so that one text holds it and can be kept and sent."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from fieldapp import problems
from fieldapp.forms.source import compiled
from fieldapp.language import _

SHEETS = ("survey", "choices", "settings")
_BREAKS = re.compile(r"[\r\n\t]+")


def text_of(path: Path) -> str:
    """Return a questionnaire's file (.md, .xlsx, .xls) as Markdown tables. Raises FORM_UNREADABLE and FORM_ENCRYPTED with sheet and row."""
    compiled(path)  # everything that is wrong with the file is said here, by sheet and row
    if path.suffix.lower() == ".md":
        return path.read_text("utf-8")
    if path.suffix.lower() not in (".xlsx", ".xlsm", ".xls"):
        raise problems.FORM_UNREADABLE(name=path.name, reason=_("jenis berkas tidak dikenal. Pakai .xlsx, .xls, atau .md."))
    from pyxform.xls2json_backends import xls_to_dict, xlsx_to_dict

    sheets: dict[str, Any] = (xls_to_dict if path.suffix.lower() == ".xls" else xlsx_to_dict)(str(path))
    return "\n".join(line for name in SHEETS if sheets.get(name) for line in _table(name, sheets[name]))


def _table(name: str, rows: list[dict[str, str]]) -> list[str]:
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    lines = [[_cell(str(row.get(heading) or "")) for heading in headings] for row in rows]
    return [f"| {name} |", *(f"|  | {' | '.join(cells)} |" for cells in ([_cell(heading) for heading in headings], *lines)), ""]


def _cell(text: str) -> str:
    return _BREAKS.sub(" ", text).strip().replace("|", r"\|")
