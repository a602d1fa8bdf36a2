"""Who lives in a family of the made-up kabupaten, and what their line on the family card says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from fieldapp.sample.families import CHILD, DIVORCED, GRANDCHILD, HEAD, IN_LAW_CHILD, MARRIED, PARENT, UNMARRIED, WIDOWED, WIFE
from fieldapp.sample.kabupaten_numbers import Numbers
from fieldapp.sample.peoples import MAN, WOMAN, People, misspelt, name_for

_BORN_IN = (
    "Banyuasin",
    "Banyuasin",
    "Palembang",
    "Musi Banyuasin",
    "Cilacap",
    "Wonogiri",
    "Bantul",
    "Kediri",
    "Bone",
    "Ogan Komering Ilir",
)
_NO_NIK = (
    "Belum pernah merekam KTP",
    "KTP hilang, belum melapor",
    "Pindah datang, surat pindah belum terbit",
    "NIK ganda, sedang diurus Dukcapil",
)
_NO_NIK_BABY = "Bayi, akta kelahiran belum terbit"
_MEN_WORK = (
    ("9",) * 40 + ("20",) * 22 + ("11",) * 8 + ("19",) * 10 + ("21",) * 3 + ("15",) * 6 + ("8",) * 3 + ("84",) * 4 + ("5", "14", "26", "27")
)
_WOMEN_WORK = ("2",) * 64 + ("20",) * 12 + ("9",) * 8 + ("84",) * 6 + ("15",) * 3 + ("65",) * 2 + ("23", "8")
_SCHOOL = {  # weights of Dukcapil's codes 1..8 for those who were born before 1965, before 1990, later
    1965: (22, 30, 34, 8, 5, 0, 0, 1),
    1990: (4, 12, 34, 24, 22, 0, 1, 3),
    9999: (1, 2, 18, 30, 42, 0, 2, 5),
}
Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sketch:
    """Someone in a family before they have a name."""

    sex: str
    age: int
    relation: str
    marital: str
    child: int = 0  # which of its parents' children; 0 where nobody tells


class Registrar:
    """The one who writes the lines: knows the day and the numbers given so far."""

    def __init__(self, rng: Random, numbers: Numbers, on: date) -> None:
        self.rng, self.numbers, self.on = rng, numbers, on

    def person(self, culture: People, household: str, sketch: Sketch, family: list[Data]) -> Data:
        """Return the fields of someone; ``family`` are those written before, from whom children have father and mother."""
        rng, on = self.rng, self.on
        born = on - timedelta(days=sketch.age * 365 + rng.randrange(1, 365))
        if born.year < 1965 and rng.random() < 0.2:
            born = date(born.year, *rng.choice(((7, 1), (12, 31), (1, 1))))  # nobody knew the day, so the office wrote one
        parents = family[:2] if sketch.relation in (CHILD, GRANDCHILD) else []
        father = next((p["name"] for p in parents if p["sex"] == MAN), "") or name_for(rng, culture, MAN, born.year - 27)
        mother = next((p["name"] for p in parents if p["sex"] == WOMAN), "") or name_for(rng, culture, WOMAN, born.year - 24)
        reason = _why_no_nik(rng, sketch.age)
        work = _MEN_WORK if sketch.sex == MAN or sketch.relation == HEAD else _WOMEN_WORK
        data = {
            "household_id": household, "name": name_for(rng, culture, sketch.sex, born.year, child=sketch.child or rng.randrange(1, 5), father=father),
            **({"no_nik_reason": reason} if reason else {"nik": self.numbers.nik(sketch.sex, born)}),
            "sex": sketch.sex, "birth_place": _BORN_IN[0] if sketch.age < 25 else rng.choice(_BORN_IN), "birth_date": born.isoformat(),
            "relation": sketch.relation, "marital": sketch.marital, "religion": culture.religion, "education": _education(rng, born.year, sketch.age),
            "occupation": "1" if sketch.age < 6 or sketch.age > 76 else "3" if sketch.age < 18 else rng.choice(work), "citizenship": "1",
            "blood": rng.choice(("1", "2", "4", "13", "13", "13")), "father_name": father, "mother_name": mother, "status": "1",
            "disability": rng.choice(("1", "2", "3", "4", "6")) if rng.random() < (0.08 if sketch.age > 65 else 0.015) else "7",
        }  # fmt: skip
        if sketch.age > 20 and rng.random() < 0.12:
            data["phone"] = f"+62813{rng.randrange(10_000_000, 99_999_999)}"
        return data

    def second(self, first: Data, household: str, relation: str) -> tuple[Data, str]:
        """Return someone who is here already as another office wrote them down, and what still tells it."""
        rng = self.rng
        how = rng.choices(("nik", "day", "name", "bare"), (35, 30, 20, 15))[0]
        data = first | {"household_id": household, "relation": relation}
        if how != "nik":
            data.pop("nik", None)
            data["no_nik_reason"] = _NO_NIK[2]
        if how == "nik" and "nik" not in data:
            how = "day"
        if how in ("nik", "day"):
            data["name"] = misspelt(rng, first["name"])
        if how == "name":
            data["birth_date"] = _another_day(rng, first["birth_date"])
        if how == "bare":
            data["name"] = misspelt(rng, first["name"])
            for name in ("father_name", "birth_place", "education", "occupation"):
                data.pop(name, None)
        return data, how


def sketches(rng: Random, size: int) -> list[Sketch]:
    """Return who lives in a family of this size, the head first."""
    if size == 1:
        old = rng.random() < 0.75
        return [
            Sketch(
                WOMAN if rng.random() < 0.68 else MAN,
                rng.randrange(58, 91) if old else rng.randrange(21, 45),
                HEAD,
                WIDOWED if old else UNMARRIED,
            )
        ]
    if rng.random() < 0.13:
        age = rng.randrange(min(22 + 3 * size, 46), 60)
        found = [Sketch(WOMAN, age, HEAD, rng.choice((DIVORCED, WIDOWED, WIDOWED)))]
    else:
        age = rng.randrange(55, 84) if size == 2 and rng.random() < 0.6 else rng.randrange(min(22 + 3 * size, 46), 62)
        wife = max(19, age - rng.randrange(0, 7))
        found = [Sketch(MAN, age, HEAD, MARRIED), Sketch(WOMAN, wife, WIFE, MARRIED)]
        age = wife
    youngest = max(age - rng.randrange(19, 26), 0)
    child = 0
    while len(found) < size:
        left = size - len(found)
        if not youngest or (child >= 2 and left == 1 and rng.random() < 0.22):
            found.append(Sketch(rng.choice((WOMAN, WOMAN, MAN)), min(age + rng.randrange(19, 28), 96), PARENT, WIDOWED))
        elif youngest > 21 and left >= 2 and child == 1 and rng.random() < 0.4:
            found += [
                Sketch(WOMAN, max(youngest - 1, 18), IN_LAW_CHILD, MARRIED),
                Sketch(rng.choice((MAN, WOMAN)), max(youngest - 21, 0), GRANDCHILD, UNMARRIED),
            ]
        else:
            child += 1
            found.append(Sketch(rng.choice((MAN, WOMAN)), min(youngest, 34), CHILD, UNMARRIED, child))
            youngest = max(youngest - rng.randrange(2, 6), 0)
    return found


def _why_no_nik(rng: Random, age: int) -> str | None:
    if age < 1:
        return _NO_NIK_BABY if rng.random() < 0.4 else None
    return rng.choice(_NO_NIK) if rng.random() < (0.07 if age > 65 else 0.055 if age < 5 else 0.036) else None


def _education(rng: Random, born: int, age: int) -> str:
    if age < 7:
        return "1"
    if age < 19:
        return "2" if age < 13 else "3" if age < 16 else "4"
    shares = next(shares for before, shares in _SCHOOL.items() if born < before)
    return str(rng.choices(range(1, 9), shares)[0])


def _another_day(rng: Random, written: str) -> str:
    """Return a day of birth as it is often written wrong: day and month swapped, or a year beside."""
    year, month, day = written.split("-")
    if int(day) <= 12 and day != month:
        return f"{year}-{day}-{month}"
    return f"{int(year) + rng.choice((-1, 1))}-{month}-{min(int(day), 28):02d}"
