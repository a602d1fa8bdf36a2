"""A whole kabupaten of made-up people, told family by family: to see that Pilar answers at once when everybody is in it.

The villages and their codes are real (Kabupaten Banyuasin); every person, number and duplicate in them is invented by the seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import NamedTuple

from fieldapp import resources
from fieldapp.domain.moments import moment, zone_of
from fieldapp.sample.families import HEAD, KIN
from fieldapp.sample.kabupaten_numbers import Numbers
from fieldapp.sample.kabupaten_people import Data, Registrar, sketches
from fieldapp.sample.peoples import BALINESE, BUGIS, JAVANESE, MALAY, People
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson

KABUPATEN = "16.07"  # Banyuasin
PERSONS, HOUSEHOLDS = 837_062, 273_000
SEED = 1607
COUNTED_ON = date(2026, 11, 1)
COPIED = 0.005  # of all persons, how many are someone who is recorded already
SHARED_NIK, SHARERS = "1607010101700001", 20  # a number somebody typed to get past the field, on twenty family cards
PER_RT, RT_PER_RW = 38, 3
_SIZES, _SIZE_SHARES = (1, 2, 3, 4, 5, 6, 7, 8), (120, 250, 270, 215, 95, 35, 12, 3)
_MIXES = ((MALAY, 42), (JAVANESE, 38), (BUGIS, 13), (BALINESE, 7))
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_DUSUN = ("Makmur", "Sido Mulyo", "Talang Baru", "Sumber Jaya", "Tanjung", "Ulu", "Ilir", "Karang Anyar", "Harapan", "Jaya")
_STREETS = ("Jalan Poros", "Jalan Masjid", "Jalan Jembatan", "Jalan Parit 4", "Jalan Melati", "Lorong Sawah", "Jalan Tepi Sungai")
_DESIL = (13, 14, 14, 13, 12, 10, 9, 7, 5, 3)


class Record(NamedTuple):
    """One record as the office would tell it: ``data`` holds only fields with a value, ``op`` is what wrote them."""

    entity: str
    id: str
    region_id: str
    op: str
    data: Data

    @property
    def tags(self) -> dict[str, str]:
        """The op behind each value; a set has one behind each element."""
        told = dict.fromkeys(self.data, self.op)
        if homes := self.data.get("household_ids"):
            del told["household_ids"]
            told |= {f"household_ids:{home}": self.op for home in homes}
        return told


class Copy(NamedTuple):
    """The truth about a planted duplicate: this person is that one. ``how``: nik, day, name, bare."""

    person_id: str
    same_as: str
    how: str


class Family(NamedTuple):
    """A family with all its records, the house and the household first, then its people; the copies planted in it."""

    region_id: str
    records: tuple[Record, ...]
    copies: tuple[Copy, ...]

    def of(self, entity: str) -> list[Record]:
        """Return the records of one noun."""
        return [record for record in self.records if record.entity == entity]


class Kabupaten:
    """Banyuasin with this many people; the same seed tells the same families in the same order, village by village."""

    def __init__(self, persons: int = PERSONS, seed: int = SEED, *, on: date = COUNTED_ON) -> None:
        """Share the families among the real villages; their people are made up while they are told."""
        self.persons, self.seed, self.on = persons, seed, on
        self.households = round(persons * HOUSEHOLDS / PERSONS)
        rng = Random(seed)  # noqa: S311 - made-up people, not a secret
        villages = [village.id for kecamatan in resources.children(KABUPATEN) for village in resources.children(kecamatan.id)]
        self.shares = tuple(zip(villages, _shared(self.households, [rng.lognormvariate(0, 0.55) for _ in villages]), strict=True))
        self._sizes = _sizes(rng, persons, self.households)
        places = range(min(60, self.households // 2), self.households)
        self._copied = frozenset(rng.sample(places, round(persons * COPIED)))
        self._sharers = frozenset(rng.sample(range(self.households), min(SHARERS, self.households)))

    def families(self) -> Iterator[Family]:
        """Yield every family; what is kept in memory meanwhile are the numbers of one kecamatan and a few hundred people."""
        rng = Random(self.seed + 1)  # noqa: S311 - as above
        place, number = _Place(rng, self), 0
        for village, count in self.shares:
            place.enter(village)
            for here in range(count):
                yield place.family(here, self._sizes[number], copied=number in self._copied, shares=number in self._sharers)
                number += 1


def _shared(total: int, weights: list[float]) -> list[int]:
    """Share a whole number by weights so that nothing is left over."""
    upto, given, whole = 0.0, 0, sum(weights)
    shares = []
    for weight in weights:
        upto += weight
        share = round(total * upto / whole) - given
        given += share
        shares.append(share)
    return shares


def _sizes(rng: Random, persons: int, households: int) -> bytearray:
    """Return how many live in each family, together exactly ``persons``."""
    sizes = bytearray(rng.choices(_SIZES, _SIZE_SHARES, k=households))
    over = sum(sizes) - persons
    while over:
        at = rng.randrange(households)
        if over > 0 and sizes[at] > 1:
            sizes[at] -= 1
            over -= 1
        elif over < 0 and sizes[at] < 8:
            sizes[at] += 1
            over += 1
    return sizes


class _Place:
    """The village one stands in, and who was met on the way there."""

    def __init__(self, rng: Random, kabupaten: Kabupaten) -> None:
        self.rng, self.on = rng, kabupaten.on
        self.numbers = Numbers(rng, kabupaten.seed)
        self.registrar = Registrar(rng, self.numbers, self.on)
        self.village = ""
        self.people: People = MALAY
        self.met: list[tuple[str, Data]] = []  # whom a later family may hold a second time
        self.codes = 0

    def enter(self, village: str) -> None:
        """Begin with a village; most of its families are of one people."""
        if village[:8] != self.village[:8]:
            self.numbers.enter(village[:8])
        self.village = village
        self.people = self.rng.choices([p for p, _ in _MIXES], [share for _, share in _MIXES])[0]

    def family(self, here: int, size: int, *, copied: bool, shares: bool) -> Family:
        """Return the next family of the village: ``here`` counts them from 0 and says in which RT they live."""
        rng, numbers = self.rng, self.numbers
        culture = self.people if rng.random() < 0.78 else rng.choice((JAVANESE, MALAY, BUGIS, JAVANESE))
        dwelling, household = numbers.id(), numbers.id()
        rt = here // PER_RT
        rw = rt // RT_PER_RW
        stamp = {"created_by": "pusat", "created_at": moment(datetime.fromtimestamp(numbers.ms / 1000, UTC)), "zone": zone_of(self.village)}
        where = {
            "address": f"{rng.choice(_STREETS)} No. {rng.randrange(1, 160)}", "hamlet": f"Dusun {_ROMAN[rw % 10]} {_DUSUN[rw % 10]}",
            "rt": f"{rt + 1:03d}", "rw": f"{rw + 1:03d}",
        }  # fmt: skip
        people, copies = self._people(culture, household, size, stamp, copied=copied)
        if shares:
            people[0].data["nik"] = SHARED_NIK
            people[0].data.pop("no_nik_reason", None)
        house = {**where, "household_ids": [household], **stamp, **self._code()}
        if rng.random() < 0.7:
            house |= {"latitude": f"{-2.7 + rng.gauss(0, 0.2):.5f}", "longitude": f"{104.8 + rng.gauss(0, 0.2):.5f}"}
        card = {**where, "kk": numbers.kk(self.on), "head_id": people[0].id, "dwelling_id": dwelling, "basis": "e", **stamp, **self._code()}
        if rng.random() < 0.45:
            card["phone"] = f"+62812{rng.randrange(10_000_000, 99_999_999)}"
        records = [self._record("dwelling", dwelling, house), self._record("household", household, card), *people]
        records += self._past(household, people, stamp)
        self._meet(people)
        return Family(self.village, tuple(records), copies)

    def _record(self, entity: str, row_id: str, data: Data) -> Record:
        return Record(entity, row_id, self.village, self.numbers.id(), data)

    def _code(self) -> dict[str, str]:
        self.codes += 1
        return {"code": f"BA{self.codes // 100_000:03d}-{self.codes % 100_000:05d}"}

    # People

    def _people(self, culture: People, household: str, size: int, stamp: Data, *, copied: bool) -> tuple[list[Record], tuple[Copy, ...]]:
        who = sketches(self.rng, size)
        again = copied and bool(self.met)
        told: list[Data] = []
        for sketch in who[: size - again]:
            told.append(self.registrar.person(culture, household, sketch, told) | stamp | self._code())
        people = [self._record("person", self.numbers.id(), data) for data in told]
        if not again:
            return people, ()
        known, data = self.met[self.rng.randrange(len(self.met))]
        second, how = self.registrar.second(data, household, HEAD if size == 1 else KIN)
        copy = self._record("person", self.numbers.id(), second | stamp | self._code())
        return [*people, copy], (Copy(copy.id, known, how),)

    def _meet(self, people: list[Record]) -> None:
        """Remember a few hundred adults, so that a copy stands within a day's walk of its first."""
        self.met += [(person.id, person.data) for person in people[:2] if person.data["birth_date"] < "2008"]
        if len(self.met) > 600:
            del self.met[:300]

    # What was found there

    def _past(self, household: str, people: list[Record], stamp: Data) -> Iterator[Record]:
        rng = self.rng
        about = {"household_id": household, **stamp}
        if rng.random() < 0.62:
            value = rng.choices(range(1, 11), _DESIL)[0]
            told = {"value": str(value), "snapshot": "DTSEN 2026 TW3", "dated": "2026-09-30", "source": "DTSEN"}
            yield self._record("desil", self.numbers.id(), about | told | self._code())
        if rng.random() < 0.06:
            yield from self._visited(household, people, about)
        for person in people:
            alone = len(people) == 1 and person.data["birth_date"] < "1962"
            if person.data["disability"] != "7" or alone:
                kind = "09" if person.data["disability"] != "7" else "08"
                told = {"person_id": person.id, "kind": kind, "since": "2026-01-15"}
                yield self._record("ppks_case", self.numbers.id(), about | told | self._code())

    def _visited(self, household: str, people: list[Record], about: Data) -> Iterator[Record]:
        rng, visit = self.rng, self.numbers.id()
        day = self.on - timedelta(days=rng.randrange(3, 300))
        told: Data = {
            "visited_on": day.isoformat(), "kind": rng.choice(("rutin", "rutin", "verval")), "met_name": people[0].data["name"],
            "summary": rng.choice(("Keadaan keluarga tetap.", "Atap bocor di dapur.", "Anak kembali bersekolah.", "Panen kurang baik.")),
        }  # fmt: skip
        if rng.random() < 0.6:
            told["next_on"] = (day + timedelta(days=rng.choice((90, 180, 365)))).isoformat()
        yield self._record("visit", visit, about | told | self._code())
        if rng.random() < 0.4:
            kind = rng.choice(("ok", "bad", "bad"))
            verdict = "Layak huni" if kind == "ok" else "Tidak layak huni"
            scores = {"verdict": verdict, "kind": kind, "summary": "Indikatif, menurut jawaban di lapangan.", "note": "", "lines": []}
            found = {"subject_kind": "household", "subject_id": household, "visit_id": visit, "assessed_on": day.isoformat(), "form": "rumah_layak_huni@1",
                     "answers": {"lantai": rng.choice(("1", "2")), "dinding": rng.choice(("1", "2", "3")), "atap": rng.choice(("1", "2"))}, "scores": scores}  # fmt: skip
            yield self._record("assessment", self.numbers.id(), about | found | self._code())


def as_incoming(family: Family, region_id: str = "") -> IncomingHousehold:
    """Return a family as a sheet of residents tells it, for another village when one is named."""
    home, own = family.of("household")[0].data, {f.name for f in fields(IncomingPerson)}
    members = tuple(IncomingPerson(**{name: value for name, value in person.data.items() if name in own}) for person in family.of("person"))
    where = {name: home[name] for name in ("address", "hamlet", "rt", "rw")}
    return IncomingHousehold(kk=home["kk"], region_id=region_id or family.region_id, members=members, **where)


__all__ = [
    "COPIED",
    "COUNTED_ON",
    "HOUSEHOLDS",
    "KABUPATEN",
    "PERSONS",
    "SEED",
    "SHARED_NIK",
    "SHARERS",
    "Copy",
    "Family",
    "Kabupaten",
    "Record",
    "as_incoming",
]
