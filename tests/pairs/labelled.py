"""The labelled pairs: those written by hand and those made by rule, each in a tuning half and a held-out half."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from fieldapp.domain.likeness import Traits

HERE = Path(__file__).parent
PLACES = {"A": "18.11.02.2008", "B": "18.11.02.2001", "C": "35.08.05.2003", "D": "18.11.03.2002"}
WORDS = {
    "L": ("sex", "1"), "P": ("sex", "2"), "kepala": ("relation", "1"), "istri": ("relation", "3"), "anak": ("relation", "4"), "meninggal": ("living", False),
}  # fmt: skip
FIELDS = {"lahir": "birth_date", "NIK": "nik", "ibu": "mother_name", "ayah": "father_name", "HP": "phone", "dipakai": "holders"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """Two people and whether they are one; ``holders`` different people are kept under the NIK of the second."""

    kind: str
    same: bool
    first: Traits
    second: Traits
    tuning: bool
    holders: int = 0


def _part(text: str) -> dict[str, Any]:
    if text in WORDS:
        name, value = WORDS[text]
        return {name: value}
    word, _space, rest = text.partition(" ")
    if word == "desa":
        return {"region_id": PLACES[rest]}
    if word == "KK":
        return {"kk": f"181102270819{int(rest):04}"}
    if word == "RT":
        return {"rt": rest, "rw": "001"}
    return {FIELDS[word]: rest}


def _told(text: str) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for part in text.split(";"):
        if part.strip():
            told |= _part(part.strip())
    return told


def _side(shared: dict[str, Any], text: str) -> dict[str, Any]:
    name, _semicolon, rest = text.strip().partition(";")
    return {"name": name.strip(), **shared, **_told(rest)}


def by_hand() -> Iterator[Labelled]:
    """Read the pairs written by hand; every second of a kind is held out."""
    kind, at = "", 0
    for line in (HERE / "by_hand.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        elif line and not line.startswith("#"):
            label, shared, first, second = line.split("|")
            one, other = _side(_told(shared), first), _side(_told(shared), second)
            holders = max(int(one.pop("holders", 0)), int(other.pop("holders", 0)))
            yield Labelled(kind, {"ya": True, "bukan": False}[label.strip()], _traits(one), _traits(other), at % 2 == 0, holders)
            at += 1


def _traits(told: dict[str, Any]) -> Traits:
    return Traits(**{field.name: told[field.name] for field in fields(Traits) if field.name in told})


def labelled() -> list[Labelled]:
    """Return every pair there is."""
    from tests.pairs.by_rule import by_rule

    return [*by_hand(), *by_rule(1, tuning=True), *by_rule(2, tuning=False)]
