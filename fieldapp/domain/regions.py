"""A place in the country: province, kabupaten or kota, kecamatan, desa or kelurahan, each under its Kemendagri code.

Codes are written PP.KK.CC.DDDD (Kepmendagri 300.2.2-2430/2025); a place without its path means nothing, 98 villages are called Sidomulyo.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from fieldapp.language import _

Level = Literal["PROVINSI", "KABUPATEN", "KECAMATAN", "DESA"]
LEVELS: tuple[Level, ...] = ("PROVINSI", "KABUPATEN", "KECAMATAN", "DESA")
NATION = "00"
_WRITTEN = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
_WIDTHS = (2, 4, 6, 10)
_APART = re.compile(r"[^\x00-\x7f]")
_MARKS: dict[str, str | None] = {chr(n): " " for n in range(128) if not chr(n).isalnum() and chr(n) not in "\n'`"} | {"'": None, "`": None}
_FOLDED = str.maketrans(_MARKS)


@dataclass(frozen=True, slots=True)
class Region:
    """One place. ``name`` is as the state writes it ("Kabupaten Mesuji", "Sungai Cambai"); ``parent`` is None for a province."""

    id: str
    level: Level
    name: str
    parent: str | None

    @property
    def kind(self) -> str:
        """What the place is called: Provinsi, Kabupaten, Kota, Kecamatan, Desa, Kelurahan or Desa adat."""
        return kind_of(self.id)

    @property
    def bare_name(self) -> str:
        """The name without the word Kabupaten or Kota before it: "Mesuji"."""
        return self.name.removeprefix("Kabupaten ").removeprefix("Kota ") if self.level == "KABUPATEN" else self.name

    @property
    def short_name(self) -> str:
        """The name as it stands in a path: "Kab. Mesuji", "Kota Bandung", "Sungai Cambai"."""
        return "Kab. " + self.name.removeprefix("Kabupaten ") if self.name.startswith("Kabupaten ") else self.name

    @property
    def title(self) -> str:
        """The name with what it is before it: "Desa Sungai Cambai", "Kecamatan Mesuji Timur", "Kabupaten Mesuji"."""
        return self.name if self.level == "KABUPATEN" else f"{self.kind} {self.name}"


def is_code(text: str) -> bool:
    """Say whether this is a code in the one written form, 18.11.02.2002 or a part of it."""
    return _WRITTEN.fullmatch(text) is not None


def dotted(digits: str) -> str | None:
    """Write 2, 4, 6 or 10 digits as a Kemendagri code; None when the length fits no level."""
    if len(digits) not in _WIDTHS or not digits.isascii() or not digits.isdigit():
        return None
    return ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:]) if part)


def level_of(code: str) -> Level:
    """Return the level a well-formed code stands for."""
    return LEVELS[code.count(".")]


def parent_of(code: str) -> str | None:
    """Return the code one level up; None for a province."""
    return code.rpartition(".")[0] or None


def kind_of(code: str) -> str:
    """Return what a place is called, from its code: kota from KK 71, kelurahan 1, desa 2, desa adat 3 as first digit of DDDD."""
    level = level_of(code)
    if level == "KABUPATEN":
        return _("Kota") if code[3] in "789" else _("Kabupaten")
    if level == "DESA":
        return {"1": _("Kelurahan"), "3": _("Desa adat")}.get(code[9], _("Desa"))
    return _("Provinsi") if level == "PROVINSI" else _("Kecamatan")


def written_path(top_down: tuple[Region, ...]) -> str:
    """Write a path for people, smallest first: "Sungai Cambai, Mesuji Timur, Kab. Mesuji, Lampung"."""
    return ", ".join(region.short_name for region in reversed(top_down))


def fold(text: str) -> str:
    """Make text comparable: lower case, apostrophes gone, every other mark a space; line ends stay."""
    plain = text.lower().replace("’", "'").replace("‘", "'")
    return (plain if plain.isascii() else _APART.sub(" ", plain)).translate(_FOLDED)
