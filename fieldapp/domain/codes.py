"""Coded answers and what they mean, one file per instrument: Dukcapil, DTSEN PBI 2026, Regsosek 2022-K, PBDT 2015.

A coded answer is always (instrument, question, code), the code as text exactly as in the source. Dukcapil's questions are
agama, pendidikan, status_kawin, shdk, kewarganegaraan, golongan_darah, cacat, cara_kb, status_dasar, asuransi and pekerjaan.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from fieldapp import problems
from fieldapp.language import _

FOLDER = Path(__file__).resolve().parent.parent.parent / "resources" / "codes"
DUKCAPIL = "dukcapil"
# Our plain words for Dukcapil's questions; the file keeps the source's own titles.
PLAIN_WORDS = MappingProxyType(
    {
        "agama": "Agama",
        "pendidikan": "Pendidikan dalam KK",
        "status_kawin": "Status kawin",
        "shdk": "SHDK (hubungan dalam KK)",
        "kewarganegaraan": "Kewarganegaraan",
        "golongan_darah": "Golongan darah",
        "cacat": "Cacat (SIAK)",
        "cara_kb": "Cara KB",
        "status_dasar": "Status dasar penduduk",
        "asuransi": "Asuransi",
        "pekerjaan": "Pekerjaan KTP/KK (89)",
    }
)


@cache
def instrument(name: str) -> MappingProxyType[str, Any]:
    """Return an instrument's file as it stands: id, title, version, source, confidence, items; raises CODES_UNKNOWN."""
    file = FOLDER / f"{name}.json"
    if not name.isidentifier() or not file.is_file():
        raise problems.CODES_UNKNOWN(name=name)
    return MappingProxyType(json.loads(file.read_text("utf-8")))


def instruments() -> tuple[str, ...]:
    """Return the names of the instruments there are."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.json")))


def questions(name: str) -> tuple[str, ...]:
    """Return the questions of an instrument that have a list of codes (others take a number or text); raises CODES_UNKNOWN."""
    return tuple(question for question, listed in instrument(name)["items"].items() if isinstance(listed, dict))


def codes(name: str, question: str) -> MappingProxyType[str, str]:
    """Return code and label of each answer in the order of the source, by plain word or the source's title; raises CODES_UNKNOWN."""
    items = instrument(name)["items"]
    found = items.get(question, items.get(PLAIN_WORDS.get(question)) if name == DUKCAPIL else None)
    if not isinstance(found, dict):
        raise problems.CODES_UNKNOWN(name=f"{name}/{question}")
    return MappingProxyType(found)


def label(name: str, question: str, code: str | None) -> str:
    """Return what a code means; empty for no answer, "kode 99" for a code this list does not have. Raises CODES_UNKNOWN."""
    if code is None or code == "":
        return ""
    return codes(name, question).get(code) or _("kode {code}").format(code=code)
