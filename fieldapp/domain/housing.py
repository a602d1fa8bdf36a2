"""Whether a house is fit for living, as BPS reckons it: room for each person, a sound building, safe water, a decent toilet.

Codes are those of BPS FASIH "Pemutakhiran DTSEN PBI 2026" (the questions of the distance to waste and of bathing water come from
Regsosek 2022-K and HREIS). The rule is BPS's for the SDGs as HREIS quotes it; the note on 9 m² is Permen PUPR 29/2018.
What is not known stays unknown: it is never counted as bad, nor as good. The result is indicative, not an official status.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Verdict = Literal["ok", "bad", "unknown"]
Part = Literal["area", "building", "water", "sanitation"]

VERSION = "1"
LEAST_PER_PERSON = Decimal("7.2")  # m², BPS
RTLH_PER_PERSON = Decimal(9)  # m², Permen PUPR 29/2018
LEAST_DISTANCE = Decimal(10)  # metres from a well to where waste gathers
ROOFS, BAD_ROOFS = frozenset("1236"), frozenset("4578")
WALLS, BAD_WALLS, LOG_WALL = frozenset("123"), frozenset("467"), "5"
FLOORS, BAD_FLOORS = frozenset("123456"), frozenset("789")
SAFE_WATER, UNSAFE_WATER = frozenset({"3", "7", "10"}), frozenset({"6", "8", "9", "11"})
WELLS, BOUGHT_WATER = frozenset({"4", "5"}), frozenset({"1", "2"})
SAFE_BATHING = frozenset({"3", "4", "5", "7", "10"})
NEAR, FAR, DISTANCE_UNKNOWN = "1", "2", "8"
TOILETS, BAD_TOILETS = frozenset("123"), frozenset("456")
GOOSENECK, TANKS, PIT = "1", frozenset("12"), "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What the questionnaire says of a house, as codes; None where it was not answered. Area in m²."""

    area: Decimal | None = None
    persons: int | None = None
    roof: str | None = None
    wall: str | None = None
    floor: str | None = None
    water: str | None = None
    distance: str | None = None  # 1 nearer than 10 m, 2 at 10 m or more, 8 not known
    bathing: str | None = None  # the codes of water
    toilet: str | None = None
    closet: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Where the sources leave a choice: log walls count as fit, a pit in the ground does not (BPS allows it in villages)."""

    log_wall_fits: bool = True
    pit_fits: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One of the four conditions: ``failing`` and ``waiting`` name the fields of House that fail, or that must be answered."""

    part: Part
    verdict: Verdict
    failing: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fitness:
    """The whole verdict. ``per_person`` m² a person, or None; ``under_rtlh`` says whether that is under 9 m², None when not known."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    per_person: Decimal | None
    under_rtlh: bool | None

    @property
    def failed(self) -> int:
        """How many of the four conditions fail."""
        return sum(finding.verdict == "bad" for finding in self.findings)

    @property
    def unknown(self) -> int:
        """How many of the four cannot be judged yet."""
        return sum(finding.verdict == "unknown" for finding in self.findings)


def judge(house: House, settings: Settings | None = None) -> Fitness:
    """Judge a house: fit when all four conditions hold, unfit as soon as one fails, unknown otherwise."""
    chosen = settings or Settings()
    findings = (_area(house), _building(house, chosen), _water(house), _sanitation(house, chosen))
    verdicts = {finding.verdict for finding in findings}
    whole: Verdict = "bad" if "bad" in verdicts else "unknown" if "unknown" in verdicts else "ok"
    each = per_person(house)
    return Fitness(whole, findings, each, None if each is None else each < RTLH_PER_PERSON)


def per_person(house: House) -> Decimal | None:
    """Return m² a person, exactly; None without an area or without persons."""
    if house.area is None or not house.area.is_finite() or house.area <= 0 or not house.persons or house.persons < 0:
        return None
    return house.area / house.persons


def rounded(area: Decimal) -> Decimal:
    """Return an area rounded to one decimal for showing; judging always uses the exact figure."""
    return area.quantize(Decimal("0.1"), ROUND_HALF_UP)


def distance_code(metres: Decimal) -> str:
    """Return the code for a measured distance between a well and where waste gathers."""
    return FAR if metres >= LEAST_DISTANCE else NEAR


def part_fits(field: str, code: str, settings: Settings | None = None) -> bool | None:
    """Say whether a code of roof, wall or floor counts as fit; None for a code that the instrument does not have."""
    chosen = settings or Settings()
    if field == "wall" and code == LOG_WALL:
        return chosen.log_wall_fits
    good, bad = {"roof": (ROOFS, BAD_ROOFS), "wall": (WALLS, BAD_WALLS), "floor": (FLOORS, BAD_FLOORS)}[field]
    return True if code in good else False if code in bad else None


def _area(house: House) -> Finding:
    each = per_person(house)
    if each is None:
        missing = (("area", house.area is None or house.area <= 0), ("persons", not house.persons or house.persons < 0))
        return Finding("area", "unknown", waiting=tuple(field for field, lacks in missing if lacks))
    return Finding("area", "ok") if each >= LEAST_PER_PERSON else Finding("area", "bad", ("area",))


def _building(house: House, settings: Settings) -> Finding:
    verdicts = {
        field: None if code is None else part_fits(field, code, settings)
        for field, code in (("roof", house.roof), ("floor", house.floor), ("wall", house.wall))
    }
    failing = tuple(field for field, fits in verdicts.items() if fits is False)
    waiting = tuple(field for field, fits in verdicts.items() if fits is None)
    return Finding("building", "bad" if failing else "unknown" if waiting else "ok", failing, waiting)


def _water(house: House) -> Finding:
    if house.water in SAFE_WATER:
        return Finding("water", "ok")
    if house.water in UNSAFE_WATER:
        return Finding("water", "bad", ("water",))
    if house.water in WELLS:
        if house.distance == FAR:
            return Finding("water", "ok")
        return Finding("water", "bad", ("distance",)) if house.distance == NEAR else Finding("water", "unknown", waiting=("distance",))
    if house.water in BOUGHT_WATER:
        if house.bathing is None:
            return Finding("water", "unknown", waiting=("bathing",))
        return Finding("water", "ok") if house.bathing in SAFE_BATHING else Finding("water", "bad", ("bathing",))
    return Finding("water", "unknown", waiting=("water",))


def _sanitation(house: House, settings: Settings) -> Finding:
    if house.toilet in BAD_TOILETS:
        return Finding("sanitation", "bad", ("toilet",))
    fits = {
        "toilet": None if house.toilet is None else house.toilet in TOILETS,
        "closet": None if house.closet is None else house.closet == GOOSENECK,
        "outlet": None if house.outlet is None else house.outlet in TANKS or (house.outlet == PIT and settings.pit_fits),
    }
    failing = tuple(field for field, fit in fits.items() if fit is False)
    waiting = tuple(field for field, fit in fits.items() if fit is None)
    return Finding("sanitation", "bad" if failing else "unknown" if waiting else "ok", failing, waiting)
