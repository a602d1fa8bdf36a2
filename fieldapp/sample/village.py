"""The village: families with cards, numbers, work and schooling, the same ones every time for the same seed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from fieldapp.sample.cast import Family, story
from fieldapp.sample.families import CHILD, HEAD, Member, family
from fieldapp.sample.names import WOMAN, Culture
from fieldapp.sample.places import SUNGAI_CAMBAI, Place
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson

SEED = 1811
COUNTED_ON = date(2026, 11, 1)
NOT_DISABLED, CITIZEN, ALIVE, UNKNOWN_BLOOD = "7", "1", "1", "13"
_NO_NIK = ("Belum pernah merekam KTP", "KTP hilang, belum melapor", "Pindah dari Lampung Tengah, surat pindah belum terbit")
_NO_NIK_BABY = "Bayi, akta kelahiran belum terbit"


def people(
    seed: int = SEED, households: int = 118, *, place: Place = SUNGAI_CAMBAI, on: date = COUNTED_ON
) -> tuple[IncomingHousehold, ...]:
    """Return that many families of the place as they stand on ``on``; the eight families of the story come first."""
    rng = Random(seed)  # noqa: S311 - made-up people, not a secret
    register = _Register(rng, place, on)
    return tuple(register.household(sketch, culture) for sketch, culture in _sketches(rng, place, households, on))


def _sketches(rng: Random, place: Place, households: int, on: date) -> Iterator[tuple[Family, Culture]]:
    known = story(on)[:households]
    yield from ((one, place.cultures[0][0]) for one in known)
    peoples, shares = zip(*place.cultures, strict=True)
    for _ in range(households - len(known)):
        culture = rng.choices(peoples, shares)[0]
        yield Family(f"{rng.randrange(1, 9):03d}", f"{rng.randrange(1, len(place.hamlets) + 1):03d}", family(rng, culture, on)), culture


class _Numbers:
    """Invented NIK and KK: the form of real ones, every one given once."""

    def __init__(self, rng: Random, place: Place) -> None:
        self.rng, self.place, self.given = rng, place, set[str]()

    def nik(self, sex: str, born: date) -> str:
        """Return a NIK: the day of birth has 40 added for women."""
        day = born.day + (40 if sex == WOMAN else 0)
        return self._free(f"{self.place.nik_region}{day:02d}{born:%m%y}")

    def kk(self, on: date) -> str:
        """Return the number of a family card that was printed on some day of the twelve years before ``on``."""
        printed = on - timedelta(days=self.rng.randrange(30, 12 * 365))
        return self._free(f"{self.place.nik_region}{printed:%d%m%y}")

    def _free(self, start: str) -> str:
        while (number := f"{start}{self.rng.randrange(1, 400):04d}") in self.given:
            pass
        self.given.add(number)
        return number


class _Register:
    """The person who fills in the cards: knows the place, the day and the numbers already given."""

    def __init__(self, rng: Random, place: Place, on: date) -> None:
        self.rng, self.place, self.on = rng, place, on
        self.numbers = _Numbers(rng, place)

    def household(self, sketch: Family, culture: Culture) -> IncomingHousehold:
        """Give a family its card, address and point on the map."""
        rng, place = self.rng, self.place
        home = place.hamlets[(int(sketch.rw) - 1) % len(place.hamlets)]
        return IncomingHousehold(
            kk=self.numbers.kk(self.on),
            region_id=place.region_id,
            address=f"Jalan {home} No. {rng.randrange(1, 120)}",
            hamlet=f"Dusun {home}",
            rt=sketch.rt,
            rw=sketch.rw,
            latitude=f"{place.latitude + rng.gauss(0, 0.006):.5f}",
            longitude=f"{place.longitude + rng.gauss(0, 0.008):.5f}",
            members=tuple(self.person(m, culture, sketch.details.get(n, {})) for n, m in enumerate(sketch.members)),
        )

    def person(self, member: Member, culture: Culture, details: dict[str, str]) -> IncomingPerson:
        """Fill in the line of one member; ``details`` hold over what chance would say."""
        rng = self.rng
        age = (self.on - member.born).days // 365
        reason = details.get("no_nik_reason") or _why_no_nik(rng, age)
        occupation, disability = _occupation(rng, self.place, member, age), _disability(rng, age)
        return IncomingPerson(
            name=member.name,
            nik=None if reason else self.numbers.nik(member.sex, member.born),
            no_nik_reason=reason,
            sex=member.sex,
            birth_place=self.place.birth_places[0] if age < 25 else rng.choice(self.place.birth_places),
            birth_date=member.born.isoformat(),
            relation=member.relation,
            marital=member.marital,
            religion=culture.religion,
            education=_education(rng, age),
            occupation=details.get("occupation", occupation),
            citizenship=CITIZEN,
            blood=rng.choice(("1", "2", "4", UNKNOWN_BLOOD, UNKNOWN_BLOOD)),
            disability=details.get("disability", disability),
            father_name=member.father or None,
            mother_name=member.mother or None,
            status=ALIVE,
        )


def _why_no_nik(rng: Random, age: int) -> str | None:
    if age < 1 and rng.random() < 0.5:
        return _NO_NIK_BABY
    return rng.choice(_NO_NIK) if age >= 17 and rng.random() < (0.06 if age > 65 else 0.012) else None


def _education(rng: Random, age: int) -> str:
    if age < 7:
        return "1"
    if age < 16:
        return "2" if age < 13 else "3"
    if age < 19:
        return "4"
    codes = ("1", "2", "3", "4", "5", "7", "8")
    shares = (22, 30, 34, 8, 5, 0, 1) if age > 60 else (4, 12, 34, 24, 22, 1, 3) if age > 35 else (0, 2, 18, 30, 42, 3, 5)
    return rng.choices(codes, shares)[0]


def _occupation(rng: Random, place: Place, member: Member, age: int) -> str:
    if age < 6:
        return "1"
    if age < 18 or (age < 22 and member.relation == CHILD and rng.random() < 0.3):
        return "3"
    if age > 74:
        return "1"
    work = place.women_work if member.sex == WOMAN and member.relation != HEAD else place.men_work
    return rng.choices([code for code, _ in work], [share for _, share in work])[0]


def _disability(rng: Random, age: int) -> str:
    risk = 0.09 if age > 65 else 0.018
    return rng.choices(("1", "2", "3", "4", "6"), (4, 2, 2, 2, 1))[0] if rng.random() < risk else NOT_DISABLED
