"""A questionnaire's file, from Excel or readable tables, turned into XForm text by pyxform; what is wrong is said by sheet and row."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from fieldapp import problems
from fieldapp.language import _

KINDS = (".md", ".xlsx", ".xlsm", ".xls", ".csv")
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
# The form of what is written to the cache folder; raise it when `Compiled` changes.
CACHE_VERSION = 2
_ROW = re.compile(r"\[row : (\d+)\]\s*(?:On the '(\w+)' sheet, (?:the '([^']+)' value is invalid\. )?)?(.*)", re.DOTALL)
# What pyxform says of a mistake, in the words of the person who has to mend it.
_REASONS = (
    (re.compile(r"Could not find the name '(.+?)'"), "isian “{0}” yang ditunjuk tidak ada."),
    (re.compile(r"Unknown question type '(.+?)'"), "jenis pertanyaan “{0}” tidak dikenal."),
    (re.compile(r"Unmatched 'begin_\w+'.*name '(.+?)'"), "bagian “{0}” dibuka tetapi tidak ditutup."),
    (re.compile(r"Unmatched 'end_\w+'"), "ada penutup bagian tanpa pembuka."),
    (re.compile(r"There should be a choices sheet"), "lembar choices tidak ada, padahal ada pertanyaan pilihan."),
    (re.compile(r"List name not in choices sheet: (.+)"), "daftar pilihan “{0}” tidak ada di lembar choices."),
    (re.compile(r"Names must begin with a letter"), "nama harus mulai dengan huruf dan tanpa spasi."),
    (re.compile(r"Duplicate column header: (.+)"), "kolom “{0}” tertulis dua kali."),
    (re.compile(r"(?:must be unique|not unique|already been|more than one)"), "ada nama yang dipakai lebih dari satu kali."),
    (re.compile(r"must have a 'survey'|not recognized as a supported type|valid XLSForm"), "lembar survey tidak ditemukan."),
)


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form as pyxform made it: the XForm text, what the sheet says beside it for each path, the settings, pyxform's remarks."""

    xform: str
    beside: dict[str, dict[str, str]] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


def compiled(path: Path, cache: Path | None = None) -> Compiled:
    """Read and convert a form's file, or take the conversion kept in ``cache``. Raises FORM_UNREADABLE, FORM_ENCRYPTED."""
    data = _bytes(path)
    if cache is None:
        return _converted(path, data)
    kept = cache / f"{hashlib.sha256(data).hexdigest()}-{CACHE_VERSION}.json"
    found = _kept(kept)
    if found is not None:
        return found
    made = _converted(path, data)
    cache.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(f".{os.getpid()}.new")  # another program may be keeping the same form
    fresh.write_text(
        json.dumps({"xform": made.xform, "beside": made.beside, "settings": made.settings, "remarks": made.remarks}, ensure_ascii=False),
        "utf-8",
    )
    fresh.replace(kept)
    return made


def _kept(kept: Path) -> Compiled | None:
    """Return the conversion kept in this file; None when there is none, or when it was cut off while it was written."""
    try:
        told = json.loads(kept.read_text("utf-8"))
        return Compiled(told["xform"], told["beside"], told["settings"], tuple(told["remarks"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _unreadable(path: Path, reason: str) -> problems.Problem:
    return problems.FORM_UNREADABLE(name=path.name, reason=reason)


def _bytes(path: Path) -> bytes:
    if path.suffix.lower() not in KINDS:
        raise _unreadable(path, _("jenis berkas tidak dikenal. Pakai .xlsx, .xls, .csv atau .md."))
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise _unreadable(path, _("berkas terlalu besar, paling besar 10 MB."))
        data = path.read_bytes()
    except OSError as wrong:
        raise _unreadable(path, _("berkas tidak dapat dibuka. Periksa apakah masih ada.")) from wrong
    if data.startswith(b"PK"):
        _refuse_bomb(path, data)
    return data


def _refuse_bomb(path: Path, data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
    except zipfile.BadZipFile as wrong:
        raise _unreadable(path, _("berkas Excel rusak. Simpan ulang sebagai .xlsx.")) from wrong
    if unpacked > LARGEST_UNPACKED:
        raise _unreadable(path, _("isi berkas terlalu besar setelah dibuka."))


def _converted(path: Path, data: bytes) -> Compiled:
    from xml.parsers.expat import ExpatError

    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        # pyxform leaves its own readers' surprises (a sheet without a heading, a number for a name) as these kinds of error.
        made = convert(data, file_type=path.suffix.lower(), validate=False)
    except PyXFormError as wrong:
        raise _unreadable(path, reason(str(wrong))) from wrong
    except (
        ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, ExpatError, RecursionError, NotImplementedError,
        zipfile.BadZipFile, EOFError,
    ) as wrong:  # fmt: skip
        raise _unreadable(path, _("isinya bukan XLSForm. Buka di Excel, periksa lembar survey dan choices.")) from wrong
    told: dict[str, Any] = made._pyxform or {}  # noqa: SLF001 - the only place where pyxform keeps the columns it does not know
    settings = {key: value for key, value in told.items() if isinstance(value, str)}
    if settings.get("public_key"):
        raise problems.FORM_ENCRYPTED(name=path.name)
    return Compiled(made.xform, dict(_beside(told.get("children", []), "")), settings, tuple(made.warnings))


def _beside(children: list[dict[str, Any]], prefix: str) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    for child in children:
        path = f"{prefix}{child.get('name', '')}"
        parameters = child.get("parameters")
        facts = {key: str(child[key]) for key in ("type", "number", "list_name", "query") if child.get(key)}
        if isinstance(parameters, dict):
            facts |= {f"parameter:{key}": str(value) for key, value in parameters.items()}
        elif isinstance(parameters, str):
            facts |= {f"parameter:{key}": value for key, _eq, value in (part.partition("=") for part in parameters.split())}
        found.append((path, facts))
        found += _beside(child.get("children", []), f"{path}/")
    return found


def reason(said: str) -> str:
    """Return pyxform's complaint as a sentence that names sheet, row and column and what to mend."""
    found = _ROW.match(said.strip())
    row, sheet, column, rest = found.groups() if found else (None, None, None, said.strip())
    sentence = next((_(cure).format(*hit.groups()) for pattern, cure in _REASONS if (hit := pattern.search(said))), f"“{rest[:300]}”")
    if row and column:
        return _("lembar {sheet}, baris {row}, kolom {column}: {what}").format(sheet=sheet, row=row, column=column, what=sentence)
    if row:
        return _("lembar {sheet}, baris {row}: {what}").format(sheet=sheet or "survey", row=row, what=sentence)
    return sentence
