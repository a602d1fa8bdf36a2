"""Files of each format about the same few families, made for the tests, and what stands in any workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

from fieldapp.exchange import bdt, codec, lists, regsosek
from fieldapp.exchange.layout import format_named

KK, OTHER_KK = "1811021507150001", "1811021507150002"
ANI, BUDI, CICI = "1811024503810042", "1811020503840007", "1811026108150003"


def cells(path: Path) -> dict[str, list[list[str]]]:
    """Return the text of every sheet, row by row, without empty cells at the end."""
    book = openpyxl.load_workbook(path)
    return {
        page.title: [[str(cell) if cell is not None else "" for cell in row] for row in page.iter_rows(values_only=True)] for page in book
    }


def bdt_file(path: Path, **changes: str) -> Path:
    """Write two BDT households of two and one people; ``changes`` are headings of the first row."""
    names = bdt.headings()
    base = {"ruta_6": "000001", "ID rumah tangga": "180811001", "Provinsi": "LAMPUNG", "Kode Provinsi": "18", "Desa/Kelurahan": "SUNGAI CAMBAI",
            "Kode Desa/Kelurahan": "008", "Nama SLS": "RT 003", "Alamat": "Jl. Poros 1", "Nama KRT": "Ani", "Jumlah ART": "2", "Status bangunan": "1",
            "Lantai terluas": "05"}  # fmt: skip
    first = base | {"Nomor urut ART": "1", "Nama ART": "Ani Lestari", "NIK": ANI, "Hubungan dengan kepala keluarga": "1", "jenis kelamin": "2",
                    "Status perkawinan": "04", "Umur anggota rumah tangga (tahun)": "45"} | changes  # fmt: skip
    second = base | {
        "Nomor urut ART": "2",
        "Nama ART": "Budi Santoso",
        "NIK": BUDI,
        "Hubungan dengan kepala keluarga": "3",
        "jenis kelamin": "1",
    }
    alone = base | {"ID rumah tangga": "180811002", "Nama KRT": "Cici", "Jumlah ART": "1", "Nomor urut ART": "1", "Nama ART": "Cici Mulyani", "NIK": "",
                    "Hubungan dengan kepala keluarga": "1", "jenis kelamin": "2"}  # fmt: skip
    rows = [tuple(told.get(name, "") for name in names) for told in (first, second, alone)]
    codec.write(path, codec.fresh(bdt.form(), {bdt.SHEET: rows}))
    return path


def regsosek_file(path: Path, **changes: str) -> Path:
    """Write two Regsosek families; ``changes`` are questions about the first person."""
    told: dict[str, list[dict[str, str]]] = {name: [{regsosek.KK: kk} for kk in (KK, OTHER_KK)] for name in
                                             (regsosek.PLACE, regsosek.OFFICERS, regsosek.HOUSING, regsosek.PROGRAMMES)}  # fmt: skip
    told[regsosek.HOUSING][0]["301a"] = "1"
    told[regsosek.MEMBERS] = [
        {regsosek.KK: KK, "402 Nama": "Ani Lestari", "403 NIK": ANI, "405": "2", "408": "4", "409": "1"} | changes,
        {regsosek.KK: KK, "402 Nama": "Budi Santoso", "403 NIK": BUDI, "405": "1", "409": "3"},
        {regsosek.KK: OTHER_KK, "402 Nama": "Cici Mulyani", "405": "2", "409": "1"},
    ]
    rows = {name: [tuple(row.get(key, "") for key in regsosek.keys_of(name)) for row in some] for name, some in told.items()}
    codec.write(path, codec.fresh(regsosek.form(), rows))
    return path


def aid_file(path: Path, *recipients: tuple[str, ...], name: str = "PKH 2026") -> Path:
    """Write a programme that began on a day written the Indonesian way, with its recipients."""
    head = ("P-01", name, "1", "Tahap I", "1", "01-01-2026", "31-12-2026")
    rows = list(recipients) or [(ANI, "KKS-0001", ANI, "Ani Lestari", "Mesuji", "05-03-1981", "Jl. Poros 1")]
    codec.write(path, codec.fresh(format_named(lists.AID), {lists.PROGRAMME: [head], lists.RECIPIENTS: rows}))
    return path


def rtm_file(path: Path) -> Path:
    """Write two people of one household number, and its list of codes."""
    told: dict[str, Any] = {lists.DWELLERS: [(ANI, "RTM-1", "1"), (BUDI, "RTM-1", "2")], lists.CODES: list(lists.RTM_RELATIONS)}
    codec.write(path, codec.fresh(format_named(lists.RTM), told))
    return path


def supplement_file(path: Path) -> Path:
    """Write two lines of a supplement list."""
    codec.write(path, codec.fresh(format_named(lists.SUPPLEMENT), {lists.SUBJECTS: [(ANI, "perlu kursi roda"), (BUDI, "")]}))
    return path
