"""NIK and KK numbers: what is certainly wrong stops, what is only strange is said and never stops anyone.

A NIK is PP KK CC DD MM YY SSSS: the kecamatan that first registered the person, the day of birth (plus 40 for women) and a serial.
Checked here and not by a library, because the usual one takes day 85 for a woman's and refuses the new provinces of Papua.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from fieldapp import problems
from fieldapp.language import _
from fieldapp.problems import Problem

LENGTH = 16
OLDEST = 120  # years; nobody in the register is older
MALE, FEMALE = "1", "2"
_APART = re.compile(r"[\s.\-]+")
_DIGITS = re.compile(r"[0-9]*")


@dataclass(frozen=True, slots=True)
class NikCheck:
    """What a NIK says. Two ``birth_dates`` mean: ask, do not guess. ``warnings`` are Problems to show, never to raise."""

    nik: str
    sex: str
    birth_dates: tuple[date, ...]
    region_code: str
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class KkCheck:
    """A KK number that can be one, with what is strange about it."""

    kk: str
    warnings: tuple[Problem, ...]


def digits_of(text: str) -> str:
    """Return the number without the spaces, dots and hyphens people put into it."""
    return _APART.sub("", text)


def difference(length: int, wanted: int = LENGTH) -> str:
    """Say how far a number is from its length: "kurang 2", "lebih 1"."""
    return _("kurang {count}").format(count=wanted - length) if length < wanted else _("lebih {count}").format(count=length - wanted)


def mask(number: str | None) -> str:
    """Return the number as it may be shown: first four and last four, ``1811••••••••0042``; shorter ones wholly hidden."""
    if not number:
        return ""
    return f"{number[:4]}{'•' * (len(number) - 8)}{number[-4:]}" if len(number) > 8 else "•" * len(number)


def birth_dates(nik: str, today: date) -> tuple[date, ...]:
    """Return the days of birth the digits can mean, 19YY before 20YY: real, not after today, at most 120 years ago."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    if 40 < day <= 71:
        day -= 40
    found = []
    for century in (1900, 2000):
        try:
            born = date(century + year, month, day)
        except ValueError:
            continue
        if born <= today and (today.year - born.year) - ((today.month, today.day) < (born.month, born.day)) <= OLDEST:
            found.append(born)
    return tuple(found)


def check(
    text: str,
    today: date,
    known_regions: Container[str] | None = None,
    birth_date: date | None = None,
    sex: str | None = None,
    *,
    lives_in: str | None = None,
) -> NikCheck:
    """Read a NIK as typed.

    Raises NIK_CHARACTERS, NIK_LENGTH, NIK_DATE or NIK_SERIAL. Warns, and never more, when the region is unknown, when it is not the
    kecamatan of ``lives_in``, when ``birth_date`` or ``sex`` ("1" man, "2" woman) say otherwise, and at one digit sixteen times.
    A ``birth_date`` that is one of two candidates settles which.
    """
    nik = digits_of(text)
    if not _DIGITS.fullmatch(nik):
        raise problems.NIK_CHARACTERS()
    if len(nik) != LENGTH:
        raise problems.NIK_LENGTH(length=len(nik), difference=difference(len(nik)))
    dates = birth_dates(nik, today)
    if not dates:
        raise problems.NIK_DATE()
    if nik.endswith("0000"):
        raise problems.NIK_SERIAL()
    told_sex = FEMALE if int(nik[6:8]) > 40 else MALE
    region = f"{nik[:2]}.{nik[2:4]}.{nik[4:6]}"
    warnings = [*_place(region, known_regions, lives_in)]
    if birth_date is not None and birth_date not in dates:
        warnings.append(problems.NIK_BIRTH_DIFFERS(told=nik[6:12]))
    if sex in (MALE, FEMALE) and sex != told_sex:
        warnings.append(problems.NIK_SEX_DIFFERS(told=_("perempuan") if told_sex == FEMALE else _("laki-laki")))
    if len(set(nik)) == 1:
        warnings.append(problems.NUMBER_PLACEHOLDER())
    return NikCheck(nik, told_sex, (birth_date,) if birth_date in dates and birth_date else dates, region, tuple(warnings))


def _place(region: str, known: Container[str] | None, lives_in: str | None) -> list[Problem]:
    if known is not None:
        for end, level in ((2, _("Provinsi")), (5, _("Kabupaten/kota")), (8, _("Kecamatan"))):
            if region[:end] not in known:
                return [problems.NIK_REGION_UNKNOWN(level=level, code=region[:end])]
    if lives_in is not None and not lives_in.startswith(region):
        return [problems.NIK_REGION_ELSEWHERE(code=region)]
    return []


def check_kk(text: str, today: date | None = None, member_niks: Container[str] = ()) -> KkCheck:
    """Read a KK number as typed: 16 digits.

    Raises KK_CHARACTERS or KK_LENGTH. Warns when digits 7 to 12 are no date of issue up to ``today``, when it equals a member's NIK
    (KK_IS_NIK), and at one digit sixteen times.
    """
    kk = digits_of(text)
    if not _DIGITS.fullmatch(kk):
        raise problems.KK_CHARACTERS()
    if len(kk) != LENGTH:
        raise problems.KK_LENGTH(length=len(kk), difference=difference(len(kk)))
    warnings = []
    if len(set(kk)) == 1:
        warnings.append(problems.NUMBER_PLACEHOLDER())
    elif not _issued(kk, today):
        warnings.append(problems.KK_DATE())
    if kk in member_niks:
        warnings.append(problems.KK_IS_NIK())
    return KkCheck(kk, tuple(warnings))


def _issued(kk: str, today: date | None) -> bool:
    try:
        issued = date(2000 + int(kk[10:12]), int(kk[8:10]), int(kk[6:8]))
    except ValueError:
        return False
    return today is None or issued <= today
