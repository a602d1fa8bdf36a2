"""Residents sheets made for the tests: clean families, and every way a village office breaks a sheet."""

from __future__ import annotations

from itertools import count

import xlsxwriter

from fieldapp.exchange.resident_columns import HEADINGS

VILLAGE = "18.11.02.2002"
_MEMBERS = (("1", "1", 1981, "Suparman"), ("2", "3", 1984, "Siti Aminah"), ("1", "4", 2010, "Agus Pratama"))


def person(family, place=0, **cells):
    """Return one clean row as a dict of text cells; ``place`` 0 head, 1 wife, 2 child."""
    sex, level, year, name = _MEMBERS[place]
    day = 5 + (family % 20) + (40 if sex == "2" else 0)
    row = dict.fromkeys(HEADINGS, "")
    row |= {
        "alamat": f"Jl. Poros {family}", "dusun": "Dusun II", "rw": "002", "rt": "003", "nama": f"{name} {chr(65 + family % 26)}",
        "no_kk": f"181102{10 + family % 15:02d}0715{family:04d}", "nik": f"181102{day:02d}03{year % 100:02d}{family * 3 + place + 1:04d}",
        "sex": sex, "tempatlahir": "Mesuji", "tanggallahir": f"{year}-03-{5 + family % 20:02d}", "agama_id": "1", "pendidikan_kk_id": "5",
        "pekerjaan_id": "9", "status_kawin": "2" if place < 2 else "1", "kk_level": level, "warganegara_id": "1", "golongan_darah_id": "13",
        "nama_ayah": "Karto", "nama_ibu": "Tumini", "cacat_id": "7", "status_dasar": "1", "suku": "Jawa", "ktp_el": "2",
        "lat": "-4.0512", "lng": "105.2311",
    }  # fmt: skip
    return row | cells


def family(number, members=3):
    """Return the rows of one clean family."""
    return [person(number, place) for place in range(members)]


def write(path, rows, *, headings=HEADINGS, above=()):
    """Write rows of dicts as a workbook: text as text, numbers as numbers; ``above`` are lines before the headings."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet("Data Penduduk")
        line = count()
        for told in above:
            page.write_string(next(line), 0, told)
        for row in (dict(zip(headings, headings, strict=True)), *rows):
            at = next(line)
            for column, heading in enumerate(headings):
                value = row.get(heading, "")
                if value not in ("", None):
                    (page.write_string if isinstance(value, str) else page.write)(at, column, value)
    return path
