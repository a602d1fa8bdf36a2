"""Sheets as village offices keep them, made for the tests of the window: titles above, own headings, and some rows gone wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl

HEADINGS = ("No", "Nama Lengkap", "No KTP", "No. KK", "L/P", "TTL", "Alamat Rumah Warga", "RT/RW", "Pekerjaan", "Hubungan", "Ket.")
NAMES = (
    "Paimin",
    "Sugeng",
    "Ngadiman",
    "Tumiar",
    "Ketut",
    "Yohanes",
    "Made",
    "Ujang",
    "Daeng",
    "Wagiyem",
    "Sri Mulat",
    "Bambang",
    "Rukmini",
    "Poniman",
    "Kasmirah",
)
SURNAMES = ("Situmorang", "Wibisono", "Lasmana", "Daulay")
FIRST_ROW = 4


def born(at: int) -> date:
    """Return the day on which the person of a row (from 0) was born."""
    return date(1950 + at % 50, 1 + at % 9, 1 + at % 27)


def nik(at: int) -> str:
    """Return the NIK of the person of a row."""
    day = born(at)
    return f"181102{day:%d%m%y}{at + 100:04d}"


def name(at: int) -> str:
    """Return the name of the person of a row."""
    return f"{NAMES[at % len(NAMES)]} {SURNAMES[at // len(NAMES) % len(SURNAMES)]}"


def line(at: int) -> list[object]:
    """Return the cells of a row, each person a family of their own."""
    kk = f"181102{10 + at % 15:02d}0715{at + 1:04d}"
    return [
        at + 1,
        name(at),
        nik(at),
        kk,
        "L",
        f"Mesuji, {born(at):%d-%m-%Y}",
        "Jl. Poros Desa",
        "001/002",
        "Petani",
        "Kepala Keluarga",
        "-",
    ]


def written(path: Path, count: int, wrong: Mapping[int, Mapping[str, object]] | None = None) -> Path:
    """Write a sheet of so many rows; ``wrong`` tells by row (from 0) and heading what stands there instead."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "DATA"
    page.append(["DAFTAR WARGA DESA SUNGAI CAMBAI TAHUN 2026"])
    page.append([])
    page.append(HEADINGS)
    for at in range(count):
        cells = line(at)
        for heading, value in (wrong or {}).get(at, {}).items():
            cells[HEADINGS.index(heading)] = value
        page.append(cells)
    book.save(path)
    return path


FIVE_WRONG: Mapping[int, Mapping[str, object]] = {
    5: {"No KTP": nik(5) + "7"},
    20: {"TTL": "Mesuji, 31-02-1990"},
    33: {"RT/RW": "04-"},
    41: {"Pekerjaan": "Petanni"},
    50: {"L/P": "X"},
}
