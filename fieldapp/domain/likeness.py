"""Are these two the same person: every sign for and against is weighed, added up, and said.

The model is that of Fellegi and Sunter: each sign adds the logarithm (base 2, "bits") of how much oftener it is seen between two records
of one person than between records of two. The weights stand in one table with their reasons; what the name says is weighed by
:mod:`fieldapp.domain.name_likeness`. One rule is not additive: a family shares its KK, its house, its parents and its telephone, so these
count for one person only when the names agree. Twins and a son named after his father are the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from fieldapp.domain.name_likeness import NameLikeness, Shares, compare_names
from fieldapp.domain.nik import mask
from fieldapp.domain.written import date_entry
from fieldapp.language import _

Sign = Literal["=", "≈", "≠", "?"]
Strength = Literal["Sangat mirip", "Mungkin", ""]
Line = tuple[Sign, str, str]

WEIGHTS: dict[str, float] = {
    # Before anything is known: one of the some four thousand people of a village and its neighbours.
    "start": -12.0,
    # NIK. The same number is nearly proof, yet clerks copy the number of another line, so it does not outweigh another name and another day.
    "nik_same": 19.0,
    "nik_same_weak": 4.0,  # day 01-01 or 31-12 with serial 0001: made up at the desk, the same for many
    "nik_same_bad": 0.0,  # 0000…, no date, one digit sixteen times: says nothing
    "nik_shared": 0.0,  # three and more different people are kept under it: says nothing
    "nik_slip": 8.0,  # one digit wrong or two neighbours swapped
    "nik_serial": 2.0,  # only the serial is off by a digit: a slip, or the next child registered on that day
    "nik_twin": -9.0,  # as before, within one family and with a name not wholly equal: twins registered one after the other
    "nik_other": -12.0,  # two sound numbers far apart; a person with two is seen in about one of a hundred
    "nik_doubtful": -3.0,  # far apart, but one of them is made up or contradicts its own day of birth
    # Day of birth. One day of some sixty years is one in 22,000 (14 bits); families and desks prefer some days, hence less.
    "born_same": 11.0,
    "born_same_round": 4.0,  # both 01-01, 01-07 or 31-12: only the year was known
    "born_swapped": 8.0,  # day and month changed places
    "born_slip": 4.0,  # one digit of the date wrong, or two swapped
    "born_year": -1.0,  # the same year, and one of them only knew the year
    "born_near_year": -2.0,  # one only knew a year, and was out by five at most
    "born_same_year": -6.0,  # the same year, another day
    "born_other": -10.0,  # not the theoretical -5: people of one name in one village are the rule here
    # Sex is nearly always right, and halves the candidates.
    "sex_same": 1.0,
    "sex_other": -7.0,
    # What a family shares.
    "kk_same": 6.0,
    "kk_other": -1.0,  # people marry, move and divorce: a new KK says little
    "mother_same": 6.0,  # at most; less when her name is a common one
    "mother_other": -6.0,
    "father_same": 4.0,
    "father_other": -5.0,
    "phone_same": 5.0,
    "village_same": 2.0,
    "village_other": -1.5,
    "kabupaten_other": -3.0,
    "rt_same": 1.5,
    "rt_other": -0.5,  # RT are split and renumbered
    "family_most": 9.0,  # all that a family shares together says no more than this
    "family_named_otherwise": 1.0,  # and no more than this when the names disagree: relatives, not one person
    # Roles that one person cannot have at once.
    "roles_apart": -5.0,  # head and child of the same KK
    "generation": -8.0,  # fifteen years and more apart within one family: father and son, grandmother and grandchild
    # Twins share all but a letter of the name; among children of one family born on one day they are likelier than a letter mistaken.
    "twins": -16.0,
    "one_dead": -1.0,  # one record says dead: often the other is only stale
}
POSSIBLE = 3.5  # bits from which a worker should look: about eleven to one
STRONG = 9.0  # bits from which hardly anyone would doubt: five hundred to one
PER_BIT = 2.5  # points of the score for a bit; 50 points are even odds
ROUND_DAYS = frozenset({"01-01", "07-01", "12-31"})
DIGITS = 16  # of a NIK and of a KK
MANY = 3  # different people under one NIK from which the number says nothing
GENERATION = 15  # years


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a person for comparing. Numbers are digits or "", ``birth_date`` ISO or "", ``sex`` "1"/"2", ``relation`` SHDK."""

    name: str
    nik: str = ""
    birth_date: str = ""
    sex: str = ""
    kk: str = ""
    region_id: str = ""
    rt: str = ""
    rw: str = ""
    mother_name: str = ""
    father_name: str = ""
    phone: str = ""
    relation: str = ""
    living: bool = True


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two people are. ``score`` 0..100, ``bits`` the sum behind it, ``lines`` the signs one by one, ``why`` in one sentence."""

    score: int
    strength: Strength
    lines: tuple[Line, ...]
    why: str
    same_nik: bool
    bits: float


@dataclass(frozen=True, slots=True)
class _Sign:
    """One sign as found: its weight, and how it is said; ``why`` is empty when it goes without saying."""

    bits: float
    line: Line | None = None
    why: str = ""
    family: bool = False


def compare(a: Traits, b: Traits, *, shares: Shares | None = None, holders: int = 0) -> Likeness:
    """Return how alike two people are; ``b`` is the one whose values are told in the lines.

    ``shares`` tells how common words are among the caller's people; ``holders`` how many different people are kept under the NIK of ``b``.
    """
    name = compare_names(a.name, b.name, shares)
    own = [_of_nik(a, b, name, holders), _of_name(name), _of_birth(a, b), _of_sex(a, b)]
    family = [_of_kk(a, b), _of_parent(a.mother_name, b.mother_name, "mother", shares), _of_parent(a.father_name, b.father_name, "father", shares),
              *_of_place(a, b), _of_phone(a, b)]  # fmt: skip
    twins = _of_twins(a, b, name)
    most = WEIGHTS["family_named_otherwise" if twins or name.verdict == "other" else "family_most"]
    shared = min(most, sum(sign.bits for sign in family if sign.bits > 0)) + sum(sign.bits for sign in family if sign.bits < 0)
    rest = [*_of_roles(a, b), *twins]
    bits = WEIGHTS["start"] + sum(sign.bits for sign in [*own, *rest]) + shared
    if name.verdict == "unknown":
        bits = min(bits, POSSIBLE - 0.5 if not _same_number(a.nik, b.nik) else POSSIBLE)
    signs = [*own, *family, *rest]
    strength: Strength = "Sangat mirip" if bits >= STRONG else "Mungkin" if bits >= POSSIBLE else ""
    return Likeness(
        max(0, min(100, round(50 + PER_BIT * bits))), strength, tuple(sign.line for sign in signs if sign.line), _sentence(signs),
        _same_number(a.nik, b.nik), bits,
    )  # fmt: skip


def _sentence(signs: list[_Sign]) -> str:
    """Say the signs for, then those against."""
    pro = ", ".join(sign.why for sign in signs if sign.why and sign.bits >= 0)
    contra = ", ".join(sign.why for sign in signs if sign.why and sign.bits < 0)
    if pro and contra:
        return _("{pro}; tetapi {contra}").format(pro=pro, contra=contra)
    return pro or contra


def _same_number(one: str, other: str) -> bool:
    return len(one) == DIGITS and one == other


@lru_cache(maxsize=20_000)
def worth(nik: str, birth_date: str = "") -> Literal["", "bad", "weak", "good"]:
    """Return what a NIK is worth as a sign: "" none, "bad" cannot be one, "weak" made up or at odds with the day of birth, else "good"."""
    if not nik:
        return ""
    if len(nik) != DIGITS or not nik.isdigit() or nik.endswith("0000") or len(set(nik)) <= 2 or nik[:2] in {"00", "99"}:
        return "bad"
    day, month = int(nik[6:8]) % 40, int(nik[8:10])
    if not 1 <= day <= 31 or not 1 <= month <= 12:
        return "bad"
    if birth_date and nik[8:12] + f"{day:02d}" != birth_date[5:7] + birth_date[2:4] + birth_date[8:10]:
        return "weak"
    return "weak" if f"{month:02d}-{day:02d}" in ROUND_DAYS and nik.endswith("0001") else "good"


def _of_nik(a: Traits, b: Traits, name: NameLikeness, holders: int) -> _Sign:
    mine, theirs = worth(a.nik), worth(b.nik)
    if not mine:
        return _Sign(0.0)
    if not theirs:
        return _Sign(0.0, ("?", "NIK", _("belum ada")))
    if a.nik == b.nik:
        return _same_nik(b, theirs, holders)
    kind = _nik_apart(a, b, name)
    told: dict[str, tuple[Sign, str]] = {
        "nik_slip": ("≈", _("NIK beda satu angka")),
        "nik_serial": ("≈", _("NIK beda satu angka nomor urut")),
        "nik_twin": ("≠", _("NIK bernomor urut lain, mungkin kembar")),
        "nik_other": ("≠", _("NIK berbeda")),
        "nik_doubtful": ("?", _("NIK berbeda, salah satunya meragukan")),
    }
    sign, why = told[kind]
    return _Sign(WEIGHTS[kind], (sign, "NIK", mask(b.nik)), why)


def _same_nik(b: Traits, value: str, holders: int) -> _Sign:
    if holders >= MANY:
        text = _("NIK dipakai {count} orang").format(count=holders)
        return _Sign(WEIGHTS["nik_shared"], ("?", "NIK", text), text)
    if value == "bad":
        return _Sign(WEIGHTS["nik_same_bad"], ("?", "NIK", _("sama, tetapi bukan NIK sah")), _("NIK sama tetapi tidak sah"))
    weak = value == "weak"
    text = _("sama, {nik}").format(nik=mask(b.nik))
    return _Sign(
        WEIGHTS["nik_same_weak" if weak else "nik_same"], ("=", "NIK", text), _("NIK sama tetapi meragukan") if weak else _("NIK sama")
    )


def _nik_apart(a: Traits, b: Traits, name: NameLikeness) -> str:
    """Return how two different NIK differ, as a key of the weights."""
    if "bad" in {worth(a.nik), worth(b.nik)}:
        return "nik_doubtful"
    if _one_slip(a.nik, b.nik):
        if a.nik[:12] != b.nik[:12]:
            return "nik_slip"
        return "nik_serial" if name.verdict == "same" else "nik_twin"
    if a.nik[:12] == b.nik[:12] and name.verdict != "same":
        return "nik_twin"
    return "nik_doubtful" if "weak" in {worth(a.nik, a.birth_date), worth(b.nik, b.birth_date)} else "nik_other"


def _one_slip(one: str, other: str) -> bool:
    """Say whether two numbers of one length differ by one digit, or by two neighbours that changed places."""
    if len(one) != len(other):
        return False
    apart = [at for at, (left, right) in enumerate(zip(one, other, strict=True)) if left != right]
    if len(apart) == 2 and apart[1] == apart[0] + 1:
        return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    return len(apart) == 1


def _of_name(name: NameLikeness) -> _Sign:
    if name.verdict == "unknown":
        return _Sign(0.0, ("?", _("Nama"), _("belum ada")))
    text = _("{percent} %").format(percent=name.percent)
    sign: Sign = {"same": "=", "other": "≠"}.get(name.verdict, "≈")  # type: ignore[assignment]
    why = (
        _("nama berbeda")
        if name.verdict == "other"
        else _("nama sama")
        if name.percent == 100
        else _("nama {percent}").format(percent=text)
    )
    return _Sign(name.bits, (sign, _("Nama"), text), why)


def _of_birth(a: Traits, b: Traits) -> _Sign:
    if not a.birth_date:
        return _Sign(0.0)
    if not b.birth_date:
        return _Sign(0.0, ("?", _("Tanggal lahir"), _("belum ada")))
    kind = birth_kind(a.birth_date, b.birth_date)
    day = date_entry(b.birth_date)
    told: dict[str, tuple[Sign, str, str]] = {
        "born_same": ("=", _("sama, {day}").format(day=day), _("tanggal lahir sama")),
        "born_same_round": ("≈", _("sama, {day}, hanya tahun yang pasti").format(day=day), _("tahun lahir sama")),
        "born_swapped": ("≈", _("{day}, hari dan bulan tertukar").format(day=day), _("tanggal lahir sama dengan hari dan bulan tertukar")),
        "born_slip": ("≈", _("{day}, beda satu angka").format(day=day), _("tanggal lahir beda satu angka")),
        "born_year": ("?", _("{day}, tahun sama").format(day=day), _("hanya tahun lahir yang sama")),
        "born_near_year": ("?", day, _("tahun lahir berdekatan")),
    }
    sign, text, why = told.get(kind, ("≠", day, _("tanggal lahir berbeda")))
    return _Sign(WEIGHTS[kind], (sign, _("Tanggal lahir"), text), why)


def birth_kind(one: str, other: str) -> str:
    """Return how two days of birth (ISO) agree, as a key of the weights."""
    round_days = one[5:] in ROUND_DAYS, other[5:] in ROUND_DAYS
    if one == other:
        return "born_same_round" if all(round_days) else "born_same"
    years = abs(int(one[:4]) - int(other[:4]))
    if any(round_days):
        return "born_year" if not years else "born_near_year" if years <= 5 else "born_other"
    if not years and one[5:7] == other[8:] and one[8:] == other[5:7]:
        return "born_swapped"
    if _one_slip(one.replace("-", ""), other.replace("-", "")):
        return "born_slip"
    return "born_same_year" if not years else "born_other"


def _of_sex(a: Traits, b: Traits) -> _Sign:
    if not a.sex or not b.sex:
        return _Sign(0.0)
    if a.sex == b.sex:
        return _Sign(WEIGHTS["sex_same"])
    text = _("perempuan") if b.sex == "2" else _("laki-laki")
    return _Sign(WEIGHTS["sex_other"], ("≠", _("Jenis kelamin"), text), _("jenis kelamin berbeda"))


def _of_kk(a: Traits, b: Traits) -> _Sign:
    if len(a.kk) != DIGITS or len(b.kk) != DIGITS:
        return _Sign(0.0, ("?", _("Nomor KK"), mask(b.kk) or _("belum ada")))
    if a.kk == b.kk:
        return _Sign(WEIGHTS["kk_same"], ("=", _("Nomor KK"), _("sama")), _("nomor KK sama"))
    return _Sign(WEIGHTS["kk_other"], ("≠", _("Nomor KK"), mask(b.kk)))


def _of_parent(mine: str, theirs: str, who: Literal["mother", "father"], shares: Shares | None) -> _Sign:
    told = compare_names(mine, theirs, shares)
    if told.verdict == "unknown":
        return _Sign(0.0)
    what = _("Nama ibu") if who == "mother" else _("Nama ayah")
    if told.verdict == "other":
        why = _("nama ibu berbeda") if who == "mother" else _("nama ayah berbeda")
        return _Sign(WEIGHTS[f"{who}_other"], ("≠", what, theirs), why)
    why = _("nama ibu sama") if who == "mother" else _("nama ayah sama")
    return _Sign(max(0.0, min(WEIGHTS[f"{who}_same"], told.bits / 2)), ("=" if told.verdict == "same" else "≈", what, theirs), why)


def _of_place(a: Traits, b: Traits) -> list[_Sign]:
    if not a.region_id or not b.region_id:
        return []
    if a.region_id != b.region_id:
        far = a.region_id[:5] != b.region_id[:5]
        return [_Sign(WEIGHTS["kabupaten_other" if far else "village_other"], None, _("kabupaten berbeda") if far else _("desa berbeda"))]
    signs = [_Sign(WEIGHTS["village_same"], ("=", _("Desa"), _("sama")), _("desa sama"))]
    if a.rt and b.rt:
        same = (a.rt, a.rw or b.rw) == (b.rt, b.rw or a.rw)
        signs.append(_Sign(WEIGHTS["rt_same" if same else "rt_other"], ("=", "RT", _("sama")) if same else None))
    return signs


def _of_phone(a: Traits, b: Traits) -> _Sign:
    if not a.phone or a.phone != b.phone:
        return _Sign(0.0)
    return _Sign(WEIGHTS["phone_same"], ("=", _("Telepon"), _("sama")), _("telepon sama"))


def _of_roles(a: Traits, b: Traits) -> list[_Sign]:
    """Weigh what one person cannot be at once: head and child of one KK, born a generation apart, alive and dead."""
    signs = []
    one_kk = _same_number(a.kk, b.kk)
    if one_kk and "1" in {a.relation, b.relation} and {a.relation, b.relation} & {"4", "5", "6"}:
        signs.append(_Sign(WEIGHTS["roles_apart"], None, _("yang satu kepala keluarga, yang lain anaknya")))
    years = abs(int(a.birth_date[:4]) - int(b.birth_date[:4])) if a.birth_date and b.birth_date else 0
    if years >= GENERATION and birth_kind(a.birth_date, b.birth_date) != "born_slip":
        signs.append(_Sign(WEIGHTS["generation"], None, _("terpaut {years} tahun").format(years=years)))
    if a.living != b.living:
        signs.append(
            _Sign(WEIGHTS["one_dead"], ("?", _("Keadaan"), _("hidup") if b.living else _("meninggal")), _("yang satu tercatat meninggal"))
        )
    return signs


def _of_twins(a: Traits, b: Traits, name: NameLikeness) -> list[_Sign]:
    one_family = _same_number(a.kk, b.kk) or bool(a.mother_name and compare_names(a.mother_name, b.mother_name).verdict in {"same", "near"})
    children = {a.relation, b.relation} <= {"", "4", "6"}
    if not (name.twin and one_family and children and a.birth_date and a.birth_date == b.birth_date) or _same_number(a.nik, b.nik):
        return []
    return [_Sign(WEIGHTS["twins"], None, _("mungkin kembar"))]
