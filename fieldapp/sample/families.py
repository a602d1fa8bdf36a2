"""Who lives together: couples with children, three generations, widows alone, as a village of this size has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from fieldapp.sample.names import MAN, WOMAN, Culture, name_for, titled

HEAD, HUSBAND, WIFE, CHILD, IN_LAW_CHILD, GRANDCHILD, PARENT, PARENT_IN_LAW, KIN = "1", "2", "3", "4", "5", "6", "7", "8", "9"  # SHDK
UNMARRIED, MARRIED, DIVORCED, WIDOWED = "1", "2", "3", "4"


@dataclass(frozen=True, slots=True)
class Member:
    """Someone in a family before cards and numbers are made up. ``relation`` and ``marital`` are Dukcapil's codes."""

    name: str
    sex: str
    born: date
    relation: str
    marital: str = UNMARRIED
    father: str = ""
    mother: str = ""


class _House:
    """A family while it is being put together."""

    def __init__(self, rng: Random, culture: Culture, on: date) -> None:
        self.rng, self.culture, self.on = rng, culture, on
        self.marga = rng.choice(culture.marga) if culture.marga else ""
        self.members: list[Member] = []

    def add(self, sex: str, age: int, relation: str, marital: str, *, child: int = 1, father: str = "", mother: str = "") -> Member:
        born = self.on - timedelta(days=int(age * 365.25) + self.rng.randrange(1, 360))
        # A wife and in-laws bring the marga of their own father.
        marga = "" if relation in {WIFE, IN_LAW_CHILD, PARENT_IN_LAW} else self.marga
        parent = father or name_for(self.rng, self.culture, MAN, born.year - 28, marga=marga)
        taken = {m.name for m in self.members}
        name = next(
            n
            for n in iter(
                lambda: name_for(self.rng, self.culture, sex, born.year, child=child, marga=marga, father=parent),
                None,
            )
            if n not in taken
        )
        mother = mother or name_for(self.rng, self.culture, WOMAN, born.year - 24)
        member = Member(titled(self.rng, self.culture, name, sex, age), sex, born, relation, marital, parent, mother)
        self.members.append(member)
        return member

    def children(self, count: int, mother_age: int, father: str, mother: str) -> None:
        """Add children from the eldest down; none is born before the mother was 18 or after she was 43."""
        age = min(mother_age - self.rng.randrange(19, 25), 23)
        for n in range(1, count + 1):
            if age < 0:
                return
            if mother_age - age <= 43:
                self.add(self.rng.choice((MAN, WOMAN)), age, CHILD, UNMARRIED, child=n, father=father, mother=mother)
            age -= self.rng.randrange(2, 6)


def _couple(house: _House) -> None:
    man = house.rng.randrange(27, 60)
    head = house.add(MAN, man, HEAD, MARRIED)
    woman = max(20, man - house.rng.randrange(0, 6))
    wife = house.add(WOMAN, woman, WIFE, MARRIED)
    house.children(house.rng.choices((0, 1, 2, 3, 4), (7, 24, 38, 22, 9))[0], woman, head.name, wife.name)


def _three_generations(house: _House) -> None:
    _couple(house)
    eldest = house.members[0]
    age = (house.on - eldest.born).days // 365
    mother = house.rng.random() < 0.7
    house.add(
        WOMAN if mother else MAN,
        min(age + house.rng.randrange(20, 28), 92),
        PARENT if house.rng.random() < 0.65 else PARENT_IN_LAW,
        WIDOWED,
    )


def _grown_children(house: _House) -> None:
    age = house.rng.randrange(55, 68)
    head = house.add(MAN, age, HEAD, MARRIED)
    wife = house.add(WOMAN, age - house.rng.randrange(1, 5), WIFE, MARRIED)
    young = house.rng.randrange(25, 31)
    child = house.add(MAN, young, CHILD, MARRIED, father=head.name, mother=wife.name)
    bride = house.add(WOMAN, young - house.rng.randrange(1, 4), IN_LAW_CHILD, MARRIED)
    for n in range(1, house.rng.randrange(1, 3) + 1):
        house.add(
            house.rng.choice((MAN, WOMAN)), max(0, young - 22 - 3 * n), GRANDCHILD, UNMARRIED, child=n, father=child.name, mother=bride.name
        )


def _old_alone(house: _House) -> None:
    house.add(WOMAN if house.rng.random() < 0.75 else MAN, house.rng.randrange(63, 90), HEAD, WIDOWED)


def _old_couple(house: _House) -> None:
    age = house.rng.randrange(61, 82)
    head = house.add(MAN, age, HEAD, MARRIED)
    house.add(WOMAN, age - house.rng.randrange(1, 7), WIFE, MARRIED)
    if house.rng.random() < 0.35:
        house.add(house.rng.choice((MAN, WOMAN)), house.rng.randrange(6, 17), GRANDCHILD, UNMARRIED, father="", mother="")
        if house.rng.random() < 0.2:
            house.add(MAN, house.rng.randrange(20, 35), KIN, UNMARRIED, father=head.father)


def _woman_head(house: _House) -> None:
    age = house.rng.randrange(29, 56)
    head = house.add(WOMAN, age, HEAD, house.rng.choice((DIVORCED, WIDOWED, WIDOWED)))
    house.children(house.rng.randrange(1, 4), age, "", head.name)


def _one_young(house: _House) -> None:
    house.add(MAN, house.rng.randrange(22, 38), HEAD, UNMARRIED)


KINDS = (
    (_couple, 54),
    (_three_generations, 13),
    (_grown_children, 8),
    (_old_alone, 9),
    (_old_couple, 7),
    (_woman_head, 7),
    (_one_young, 2),
)


def family(rng: Random, culture: Culture, on: date) -> tuple[Member, ...]:
    """Return one family as it stands on that day, the head first."""
    house = _House(rng, culture, on)
    rng.choices([make for make, _ in KINDS], [share for _, share in KINDS])[0](house)
    return tuple(house.members)
