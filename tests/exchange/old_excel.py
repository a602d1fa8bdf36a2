"""Sheets in the two older packings, made byte by byte for the tests: Excel 97 (.xls) and OpenDocument (.ods)."""

import struct
import zipfile

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR = 512


def _record(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


def _cell(row, column, value):
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + text)
    return _record(0x0203, place + struct.pack("<d", value))


def _book(rows, name):
    bof = struct.pack("<HHHHII", 0x0600, 5, 0, 1997, 0, 0)
    cells = b"".join(_cell(at, column, value) for at, row in enumerate(rows) for column, value in enumerate(row) if value is not None)
    size = struct.pack("<IIHHH", 0, len(rows), 0, max(len(row) for row in rows), 0)
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 1997, 0, 0)) + _record(0x0200, size) + cells + _record(0x0A, b"")
    head = _record(0x0809, bof) + _record(0x42, struct.pack("<H", 1200))
    bound = struct.pack("<HBB", 0, len(name), 0) + name.encode("latin-1")
    start = len(head) + 4 + 4 + len(bound) + 4
    return head + _record(0x85, struct.pack("<I", start) + bound) + _record(0x0A, b"") + sheet


def _entry(name, kind, child, start, size):
    told = name.encode("utf-16-le") + b"\0\0"
    head = told.ljust(64, b"\0") + struct.pack("<HBBIII", len(told), kind, 1, _FREE, _FREE, child)
    return head + bytes(16 + 4 + 8 + 8) + struct.pack("<IQ", start, size)


def write_xls(path, rows, name="Data", storage=()):
    """Write rows of text and numbers as Excel 97 would; ``storage`` names further empty parts."""
    stream = _book(rows, name).ljust(4096, b"\0")
    stream += bytes(-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    chain = [*range(1, count), _END, _END, _FAT]  # the book, the directory, the table itself
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    extra = b"".join(_entry(told, 1, _FREE, 0, 0) for told in storage)
    folder = (_entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 0, len(stream)) + extra).ljust(_SECTOR, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, count, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<I", count + 1) + b"\xff" * 432
    path.write_bytes(head + stream + folder + table)
    return path


def write_ods(path, rows, name="Isi"):
    """Write rows of text as an OpenDocument sheet."""
    cells = [
        "".join(f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row) for row in rows
    ]
    spaces = " ".join(f'xmlns:{space}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"' for space in ("office", "table", "text"))
    lines = "".join(f"<table:table-row>{row}</table:table-row>" for row in cells)
    body = f'<office:body><office:spreadsheet><table:table table:name="{name}">{lines}</table:table></office:spreadsheet></office:body>'
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", f'<?xml version="1.0"?><office:document-content {spaces}>{body}</office:document-content>')
        manifest = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        parts.writestr("META-INF/manifest.xml", f'<?xml version="1.0"?>{manifest}')
    return path
