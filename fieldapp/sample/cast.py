"""The eight families of the story: the ones whose names begin alike, with what makes a register hard."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from fieldapp.sample.families import CHILD, GRANDCHILD, HEAD, IN_LAW_CHILD, MARRIED, PARENT, UNMARRIED, WIDOWED, WIFE, Member
from fieldapp.sample.names import MAN, WOMAN


@dataclass(frozen=True, slots=True)
class Family:
    """A family with a fixed place. ``details`` are fields of a person by place in the family, over what chance would say."""

    rt: str
    rw: str
    members: tuple[Member, ...]
    details: dict[int, dict[str, str]] = field(default_factory=dict)


def _born(on: date, age: int, month: int, day: int) -> date:
    """Return the birthday that makes someone this old on that day."""
    year = on.year - age - ((month, day) > (on.month, on.day))
    return date(year, month, day)


def story(on: date) -> tuple[Family, ...]:
    """Return the families of the story with their ages on that day; Suparman's comes first."""

    def one(name: str, sex: str, age: int, month: int, day: int, relation: str, marital: str, father: str = "", mother: str = "") -> Member:
        return Member(name, sex, _born(on, age, month, day), relation, marital, father, mother)

    suparman, sri = "Suparman", "Sri Rejeki Handayani"
    return (
        Family(
            "003",
            "001",
            (
                one(suparman, MAN, 47, 3, 5, HEAD, MARRIED, "Karto", "Karsinem"),
                one(sri, WOMAN, 43, 8, 17, WIFE, MARRIED, "Sarwono", "Suminah"),
                one("Bayu Adi Saputra", MAN, 15, 2, 21, CHILD, UNMARRIED, suparman, sri),
                one("Dwi Anggraini", WOMAN, 4, 6, 9, CHILD, UNMARRIED, suparman, sri),
                one("Mbah Karsinem", WOMAN, 81, 7, 1, PARENT, WIDOWED, "Tukijan", "Painem"),
            ),
            {0: {"occupation": "20"}, 4: {"no_nik_reason": "Akta lahir dan KTP sedang diurus operator desa", "disability": "2"}},
        ),
        Family(
            "008",
            "003",
            (one("Suparman", MAN, 61, 11, 30, HEAD, MARRIED), one("Juminten", WOMAN, 58, 4, 14, WIFE, MARRIED)),
            {0: {"occupation": "9"}},
        ),
        Family(
            "001",
            "002",
            (
                one("Suparmi", WOMAN, 52, 1, 19, HEAD, WIDOWED),
                one("Tri Wahyuni", WOMAN, 24, 9, 3, CHILD, UNMARRIED, "Ngadiman", "Suparmi"),
                one("Galih Prasetyo", MAN, 17, 12, 12, CHILD, UNMARRIED, "Ngadiman", "Suparmi"),
                one("Ngatiyem", WOMAN, 76, 5, 5, PARENT, WIDOWED),
            ),
        ),
        Family(
            "005",
            "002",
            (
                one("H. Suparno Hadi Kusumo Wirjodiprojo", MAN, 66, 10, 2, HEAD, MARRIED),
                one("Hj. Siti Aminah", WOMAN, 62, 2, 28, WIFE, MARRIED),
                one("Andri Kusumo", MAN, 34, 7, 25, CHILD, MARRIED, "Suparno Hadi Kusumo Wirjodiprojo", "Siti Aminah"),
                one("Yuni Astuti", WOMAN, 31, 3, 16, IN_LAW_CHILD, MARRIED),
                one("Raka Kusumo", MAN, 8, 5, 29, GRANDCHILD, UNMARRIED, "Andri Kusumo", "Yuni Astuti"),
                one("Kirana Kusumo", WOMAN, 0, 6, 18, GRANDCHILD, UNMARRIED, "Andri Kusumo", "Yuni Astuti"),
            ),
            {0: {"occupation": "9"}, 5: {"no_nik_reason": "Bayi, akta kelahiran belum terbit"}},
        ),
        Family("002", "001", (one("Soeparman bin Karto", MAN, 84, 8, 8, HEAD, WIDOWED, "Karto"),), {0: {"disability": "1"}}),
        Family(
            "007",
            "003",
            (
                one("Supari", MAN, 39, 6, 6, HEAD, MARRIED),
                one("Rina Lestari", WOMAN, 35, 11, 11, WIFE, MARRIED),
                one("Alif Ramadhan", MAN, 9, 7, 7, CHILD, UNMARRIED, "Supari", "Rina Lestari"),
            ),
        ),
        Family(
            "004",
            "002",
            (
                one("Suparti", WOMAN, 68, 12, 1, HEAD, WIDOWED),
                one("Joko Susilo", MAN, 29, 4, 22, CHILD, UNMARRIED, "Parto", "Suparti"),
            ),
            {0: {"no_nik_reason": "Belum pernah merekam KTP, tidak sanggup ke kecamatan"}, 1: {"disability": "4", "occupation": "1"}},
        ),
        Family(
            "006",
            "002",
            (
                one("Suparyono", MAN, 45, 9, 9, HEAD, MARRIED),
                one("Sulastri", WOMAN, 41, 1, 27, WIFE, MARRIED),
                one("Dimas Setiawan", MAN, 19, 10, 10, CHILD, UNMARRIED, "Suparyono", "Sulastri"),
                one("Aulia Safitri", WOMAN, 12, 3, 30, CHILD, UNMARRIED, "Suparyono", "Sulastri"),
            ),
        ),
    )
