"""Sheets as the services take them in, made for the tests: families with rows of their own, lists, and the same corrected."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from fieldapp.services.incoming import IncomingHousehold, IncomingLine, IncomingPerson, IncomingProgramme, IncomingSheet
from tests.services.stage import VILLAGE

NAMES = ("Paimin", "Sugeng Riyadi", "Ngadiman", "Tumiar Nainggolan", "Ketut Suardana", "Yohanes Lumban", "Made Artini", "Ujang Saefulloh", "Daeng Basri",
         "Zulkarnain Harahap", "Wagiyem", "Sri Mulat", "Bambang Irawan", "Rukmini", "Teuku Fachri", "Poniman", "Kasmirah", "Lalu Gede", "Hotman Simbolon",
         "Mince Wenda")  # fmt: skip


def person(row: int, place: int = 0, **changes: Any) -> IncomingPerson:
    """Return the person of a row; ``place`` 0 is the head, later ones are children."""
    told = {
        "name": f"{NAMES[row % len(NAMES)]} {chr(65 + row // len(NAMES) % 26)}{'nak' * place}", "sex": "1", "birth_date": f"{1950 + row % 50}-0{1 + row % 9}-1{row % 9}",
        "relation": "4" if place else "1", "sheet": "Lembar", "row": row, **changes,
    }  # fmt: skip
    told.setdefault("nik", f"1811021{row % 9}0{1 + row % 9}{(50 + row) % 100:02d}{row:04d}")
    return IncomingPerson(**told)


def family(number: int, count: int = 1, **changes: Any) -> IncomingHousehold:
    """Return a family of the rows from number * 10 on."""
    told = {
        "kk": f"181102270819{number:04d}", "region_id": VILLAGE, "members": tuple(person(number * 10 + at, at) for at in range(count)), "rt": "003",
        "rw": "001", **changes,
    }  # fmt: skip
    return IncomingHousehold(**told)


def sheet(*homes: IncomingHousehold, **changes: Any) -> IncomingSheet:
    """Return a residents sheet of these families; its digest is that of what it holds."""
    rows = sum(len(home.members) for home in homes)
    told = {
        "format": "penduduk",
        "file_sha": hashlib.sha256(repr((homes, changes)).encode()).hexdigest(),
        "region_id": VILLAGE,
        "rows": rows,
        **changes,
    }
    return IncomingSheet(households=homes, **told)


def with_member(home: IncomingHousehold, at: int = 0, **changes: Any) -> IncomingHousehold:
    """Return a family in which one member is told otherwise."""
    members = tuple(replace(one, **changes) if place == at else one for place, one in enumerate(home.members))
    return replace(home, members=members)


def recipients(*lines: IncomingLine, target: str = "1", name: str = "PKH 2026", **changes: Any) -> IncomingSheet:
    """Return an aid sheet."""
    programme = IncomingProgramme(name=name, target=target, starts_on="2026-01-01", cells={"Nama Program": name})
    told = {"format": "bantuan", "file_sha": name, "region_id": VILLAGE, "rows": len(lines), **changes}
    return IncomingSheet(lines=lines, programme=programme, **told)


def line(row: int, **changes: Any) -> IncomingLine:
    """Return one line of a list."""
    told = {"place": ("Peserta", row), "subject": "", **changes}
    told.setdefault("cells", {"NIK": told["subject"]})
    return IncomingLine(**told)
