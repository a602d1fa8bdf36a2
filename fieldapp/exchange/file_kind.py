"""What a file really is, whatever its name says: a picture named .xlsx is told from a workbook by its first bytes."""

from __future__ import annotations

import zipfile
from pathlib import Path

from fieldapp.language import _

_HEAD = 2048
_WORKBOOK_PARTS = ("xl/", "content.xml", "mimetype", "[Content_Types].xml")


def not_a_sheet(path: Path) -> str | None:
    """Return in words what the file is, "berkas PDF", when that is no sheet; None when it may be one. Raises OSError."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith(b"PK\x03\x04"):
        return _packed(path)
    return _by_signature(head) or _by_text(head)


def _by_signature(head: bytes) -> str | None:
    known = (
        (b"%PDF", _("berkas PDF")),
        (b"\x89PNG", _("gambar PNG")),
        (b"\xff\xd8\xff", _("foto JPEG")),
        (b"GIF8", _("gambar GIF")),
        (b"BM\x36", _("gambar BMP")),
        (b"{\\rtf", _("naskah RTF")),
        (b"Rar!", _("arsip RAR")),
        (b"7z\xbc\xaf", _("arsip 7-Zip")),
        (b"MZ", _("program Windows")),
        (b"SQLite format 3", _("berkas basis data SQLite")),
    )
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return _("gambar WebP")
    if head[4:8] == b"ftyp":
        return _("foto atau video ponsel")
    return next((words for sign, words in known if head.startswith(sign)), None)


def _by_text(head: bytes) -> str | None:
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html", b"<table", b"<div")):
        return _("halaman web (HTML) yang diberi nama lembar")
    if text.startswith(b"<?xml") and b"excel.sheet" not in text and b"urn:schemas-microsoft-com:office:spreadsheet" not in text:
        return _("berkas XML")
    return _("lembar XML Excel 2003") if text.startswith(b"<?xml") else None


def _packed(path: Path) -> str | None:
    """Tell a text document, a presentation or any other archive from a workbook; a damaged one is left to the reader."""
    try:
        with zipfile.ZipFile(path) as parts:
            names = parts.namelist()
            kind = parts.read("mimetype")[:80] if "mimetype" in names and parts.getinfo("mimetype").file_size < _HEAD else b""
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError):
        return None
    if any(name.startswith("word/") for name in names) or b"opendocument.text" in kind:
        return _("naskah Word")
    if any(name.startswith("ppt/") for name in names) or b"opendocument.presentation" in kind:
        return _("berkas presentasi")
    return None if not names or any(name.startswith(_WORKBOOK_PARTS) for name in names) else _("arsip ZIP")
