"""Data for tests, made and not mocked: people with numbers that could be real, families, a village, a laptop that holds them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp.domain.moments import Now, utc_now
from fieldapp.sample import laptop as sample
from fieldapp.sample.places import SUNGAI_CAMBAI
from fieldapp.sample.village import people
from fieldapp.services import accounts, imports
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

PASSPHRASE = sample.PASSPHRASE
VILLAGE = SUNGAI_CAMBAI.region_id
COUNTED_ON = date(2026, 11, 1)
_serial = count(4000)  # the sample village stays below 400


def nik(born: date = date(1979, 3, 5), sex: str = "1") -> str:
    """Return a NIK nobody else in the tests has."""
    day = born.day + (40 if sex == "2" else 0)
    return f"{SUNGAI_CAMBAI.nik_region}{day:02d}{born:%m%y}{next(_serial):04d}"


def kk(printed: date = date(2019, 8, 27)) -> str:
    """Return the number of a family card nobody else in the tests has."""
    return f"{SUNGAI_CAMBAI.nik_region}{printed:%d%m%y}{next(_serial):04d}"


def person(**changes: Any) -> IncomingPerson:
    """Return one person; a new birth date or sex gets a NIK that fits."""
    told: dict[str, Any] = {
        "name": "Suparman",
        "sex": "1",
        "birth_date": "1979-03-05",
        "relation": "1",
        "marital": "2",
        "religion": "1",
        **changes,
    }
    told.setdefault("nik", nik(date.fromisoformat(told["birth_date"]), told["sex"]))
    return IncomingPerson(**told)


def household(members: int = 3, **changes: Any) -> IncomingHousehold:
    """Return a family: the head, his wife, then children."""
    people_in_it = [person()]
    if members > 1:
        people_in_it.append(person(name="Sri Rejeki", sex="2", birth_date="1983-08-17", relation="3"))
    people_in_it += [person(name=f"Anak {n}", birth_date=f"{2006 + n}-02-21", relation="4", marital="1") for n in range(1, members - 1)]
    told: dict[str, Any] = {
        "kk": kk(),
        "region_id": VILLAGE,
        "members": tuple(people_in_it),
        "rt": "003",
        "rw": "001",
        "address": "Jalan Sumber Rejo",
    }
    return IncomingHousehold(**{**told, **changes})


def village(households: int = 12) -> tuple[IncomingHousehold, ...]:
    """Return the first families of the sample village, as they stand on 1 November 2026."""
    return people(households=households, on=COUNTED_ON)


def profile(login: str = "ratna", **changes: Any) -> accounts.Profile:
    """Return what is known of a worker of Kec. Mesuji Timur before the account is made."""
    return replace(accounts.Profile(login, sample.NAME, sample.TITLE, sample.ROLE, (sample.REGION,)), **changes)


def laptop(
    home: Path, *, households: tuple[IncomingHousehold, ...] = (), now: Now = utc_now, passphrase: str = PASSPHRASE, **changes: Any
) -> Workspace:
    """Return a new unlocked laptop that holds these families; ``changes`` are fields of the profile. Close it."""
    ws = accounts.create_account(home, profile(**changes), passphrase, now=now)
    if households:
        imports.take_in_households(ws, households)
    return ws
