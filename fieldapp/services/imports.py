"""Families from a sheet: all of them in one act, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import sqlalchemy as sa

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.roles import covers
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson
from fieldapp.services.regions import region_name
from fieldapp.store.tables import household as households
from fieldapp.store.tables import person as persons

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.transaction import Transaction

CHUNK = 800


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of an import. ``act`` names the batch; families whose KK and persons whose NIK are here already are counted apart."""

    act: str
    households: int
    persons: int
    known_households: int
    known_persons: int


def known_numbers(ws: Workspace, kks: Sequence[str], niks: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return which of these KK and NIK numbers are here already."""
    with ws.reading() as con:
        return _known(con, households.c.kk, kks), _known(con, persons.c.nik, niks)


def _known(con: sa.Connection, column: sa.Column[str], numbers: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(numbers), CHUNK):
        found |= set(con.execute(sa.select(column).where(column.in_(numbers[start : start + CHUNK]))).scalars())
    return found


def take_in_households(
    ws: Workspace, incoming: Sequence[IncomingHousehold], *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> TakenIn:
    """Keep families from elsewhere, everything or nothing. A KK or NIK that is here already is left as it is and counted.

    ``progress`` is told (done, total) and may raise to cancel: then nothing is kept. Raises OUTSIDE_AREA and DISK_FULL.
    """
    for region_id in {home.region_id for home in incoming}:
        if not any(covers(prefix, region_id) for prefix in ws.user.regions):
            raise problems.OUTSIDE_AREA(region=region_name(region_id))
    members = [member.nik for home in incoming for member in home.members if member.nik]
    known_kk, known_nik = known_numbers(ws, [home.kk for home in incoming if home.kk], members)
    kept = persons_kept = 0
    with ws.transaction() as act:
        for number, home in enumerate(incoming):
            if number % 50 == 0:
                progress(number, len(incoming))
            if home.kk and home.kk in known_kk:
                continue
            fresh = [member for member in home.members if not member.nik or member.nik not in known_nik]
            if fresh:
                _keep(act, home, fresh)
                kept += 1
                persons_kept += len(fresh)
        progress(len(incoming), len(incoming))
        batch = act.act
    return TakenIn(batch, kept, persons_kept, sum(bool(h.kk) and h.kk in known_kk for h in incoming), len(known_nik))


def _keep(act: Transaction, home: IncomingHousehold, members: Sequence[IncomingPerson]) -> str:
    household_id, dwelling_id = new_id(), new_id()
    ids = [new_id() for _member in members]
    head = next((i for i, member in zip(ids, members, strict=True) if member.relation == "1"), ids[0])
    place = {"address": home.address, "hamlet": home.hamlet, "rt": home.rt, "rw": home.rw}
    act.add(
        nouns.Dwelling(id=dwelling_id, root_id=dwelling_id, region_id=home.region_id, latitude=home.latitude, longitude=home.longitude,
                       household_ids=(household_id,), **place)
    )  # fmt: skip
    act.add(
        nouns.Household(
            id=household_id,
            root_id=household_id,
            region_id=home.region_id,
            kk=home.kk or None,
            head_id=head,
            dwelling_id=dwelling_id,
            basis="e",
            **place,
        )
    )
    own = {f.name for f in fields(nouns.Person)}
    for person_id, member in zip(ids, members, strict=True):
        told = {f.name: getattr(member, f.name) or None for f in fields(member) if f.name in own}
        act.add(nouns.Person(id=person_id, root_id=person_id, region_id=home.region_id, household_id=household_id, **told))
    return household_id
