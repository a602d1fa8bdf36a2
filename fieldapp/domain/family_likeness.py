"""Are these two families one: the same KK written twice, or the same people under two."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.likeness import POSSIBLE, STRONG, Likeness, Line, Strength, Traits, compare
from fieldapp.domain.name_likeness import Shares
from fieldapp.domain.nik import mask
from fieldapp.language import _

WEIGHTS: dict[str, float] = {
    "kk_same": 55.0,  # points of the score: one KK is one family, but numbers are copied from the line above
    "kk_other": -10.0,  # a family gets a new KK when it moves or when a child is born
    "members": 60.0,  # when every member of the smaller family is found in the other; less in proportion
    "one_member": -25.0,  # only one person in common: who married or moved out stands in two families
    "same_rt": 10.0,
    "other_village": -10.0,
}
STRONG_SCORE = 75
POSSIBLE_SCORE = 45


@dataclass(frozen=True, slots=True)
class Family:
    """What is known of a family for comparing; ``members`` in the order of the KK."""

    members: tuple[Traits, ...] = ()
    kk: str = ""
    region_id: str = ""
    rt: str = ""
    rw: str = ""


@dataclass(frozen=True, slots=True)
class FamilyLikeness:
    """How alike two families are. ``members`` are (place in the first, place in the second, how alike), from 0, the surest first."""

    score: int
    strength: Strength
    lines: tuple[Line, ...]
    why: str
    same_kk: bool
    members: tuple[tuple[int, int, Likeness], ...]


def compare_households(a: Family, b: Family, *, shares: Shares | None = None) -> FamilyLikeness:
    """Return how alike two families are, and who of the one is whom of the other."""
    same_kk = len(a.kk) == 16 and a.kk == b.kk
    pairs = _same_people(a, b, shares)
    smaller, larger = sorted((len(a.members), len(b.members)))
    score = WEIGHTS["members"] * len(pairs) / smaller if smaller else 0.0
    if len(pairs) == 1 and larger > 1 and not same_kk:
        score += WEIGHTS["one_member"]
    if len(a.kk) == len(b.kk) == 16:
        score += WEIGHTS["kk_same" if same_kk else "kk_other"]
    if a.region_id and a.region_id == b.region_id:
        score += WEIGHTS["same_rt"] * ((a.rt, a.rw) == (b.rt, b.rw) != ("", ""))
    elif a.region_id and b.region_id:
        score += WEIGHTS["other_village"]
    told = max(0, min(100, round(score)))
    strength: Strength = "Sangat mirip" if told >= STRONG_SCORE else "Mungkin" if told >= POSSIBLE_SCORE else ""
    return FamilyLikeness(told, strength, _lines(a, b, same_kk, pairs), _why(a, b, same_kk, pairs), same_kk, pairs)


def _same_people(a: Family, b: Family, shares: Shares | None) -> tuple[tuple[int, int, Likeness], ...]:
    """Pair the members who are one person, each with one, the surest first."""
    told = [(at, place, compare(one, other, shares=shares)) for at, one in enumerate(a.members) for place, other in enumerate(b.members)]
    told = sorted((pair for pair in told if pair[2].bits >= POSSIBLE), key=lambda pair: -pair[2].bits)
    found: list[tuple[int, int, Likeness]] = []
    for pair in told:
        if all(pair[0] != at and pair[1] != place for at, place, _told in found):
            found.append(pair)
    return tuple(found)


def _lines(a: Family, b: Family, same_kk: bool, pairs: tuple[tuple[int, int, Likeness], ...]) -> tuple[Line, ...]:
    known = len(a.kk) == len(b.kk) == 16
    kk: Line = ("=" if same_kk else "≠" if known else "?", _("Nomor KK"), _("sama") if same_kk else mask(b.kk) or _("belum ada"))
    certain = sum(told.bits >= STRONG for _at, _place, told in pairs)
    text = _("{count} dari {all} anggota sama").format(count=len(pairs), all=len(b.members))
    sign: Line = ("=" if certain and certain >= len(b.members) else "≈" if pairs else "≠", _("Anggota"), text)
    place: tuple[Line, ...] = (("=", _("Desa"), _("sama")),) if a.region_id == b.region_id else (("≠", _("Desa"), _("lain")),)
    return (kk, sign, *(place if a.region_id and b.region_id else ()))


def _why(a: Family, b: Family, same_kk: bool, pairs: tuple[tuple[int, int, Likeness], ...]) -> str:
    if same_kk and not pairs:
        return _("nomor KK sama, tetapi tidak ada anggota yang sama")
    smaller = min(len(a.members), len(b.members))
    shared = _("{count} dari {all} anggota sama").format(count=len(pairs), all=smaller)
    return _("nomor KK sama, {shared}").format(shared=shared) if same_kk else shared
