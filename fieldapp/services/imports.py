"""Families from a sheet: all of them in one act, or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.names import fold
from fieldapp.domain.roles import covers
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson
from fieldapp.services.regions import region_name
from fieldapp.store import households, persons

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found
    from fieldapp.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of an import. ``act`` names the batch; families whose KK and persons whose NIK are here already are counted apart.

    ``added_members`` counts people who were new in a family that was here already.
    """

    act: str
    households: int
    persons: int
    known_households: int
    known_persons: int
    added_members: int = 0


def known_numbers(ws: Workspace, kks: Sequence[str], niks: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return which of these KK and NIK numbers are here already."""
    with ws.reading() as con:
        return set(households.by_kk(con, kks)), persons.known_niks(con, niks)


def take_in_households(
    ws: Workspace, incoming: Sequence[IncomingHousehold], *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> TakenIn:
    """Keep families from elsewhere, everything or nothing.

    What is here already is never changed: a family whose KK is known only gains the members it lacks, a person whose NIK is known is counted.
    ``progress`` is told (done, total) and may raise to cancel: then nothing is kept. Raises OUTSIDE_AREA and DISK_FULL.
    """
    for region_id in {home.region_id for home in incoming}:
        if not any(covers(prefix, region_id) for prefix in ws.user.regions):
            raise problems.OUTSIDE_AREA(region=region_name(region_id))
    known = _Known.of(ws, incoming)
    kept = persons_kept = added = 0
    with ws.transaction() as act:
        for number, home in enumerate(incoming):
            if number % 50 == 0:
                progress(number, len(incoming))
            act.next_act()  # a family is one act at the office, so that it is never sent in halves
            there = known.families.get(home.kk) if home.kk else None
            fresh = [member for member in home.members if not known.holds(member, there)]
            if there is not None:
                _add_members(act, there.id, there.region_id, fresh)
                added += len(fresh)
            elif fresh:
                _keep(act, home, fresh)
                kept += 1
                persons_kept += len(fresh)
        progress(len(incoming), len(incoming))
        batch = act.first_act
    families = sum(bool(h.kk) and h.kk in known.families for h in incoming)
    return TakenIn(batch, kept, persons_kept, families, len(known.niks), added)


@dataclass(frozen=True, slots=True)
class _Known:
    """Which families of an import are here, and who of them."""

    families: dict[str, Found]
    niks: set[str]
    members: set[tuple[str, str, str]]  # household, folded name, day of birth: for those without NIK

    @classmethod
    def of(cls, ws: Workspace, incoming: Sequence[IncomingHousehold]) -> _Known:
        """Read everything the import must know at once."""
        with ws.reading() as con:
            families = households.by_kk(con, [home.kk for home in incoming if home.kk])
            niks = persons.known_niks(con, [member.nik for home in incoming for member in home.members if member.nik])
            people = persons.members_of_many(con, [row.id for row in families.values()])
        return cls(families, niks, {(row.household_id, fold(row.name or ""), row.birth_date or "") for row in people})

    def holds(self, member: IncomingPerson, there: Found | None) -> bool:
        """Say whether a person is here: by NIK anywhere; in a family that is here also by name and day of birth, so that nobody stands in it twice."""
        if member.nik and member.nik in self.niks:
            return True
        return there is not None and (there.id, fold(member.name), member.birth_date or "") in self.members


def _keep(act: Transaction, home: IncomingHousehold, members: Sequence[IncomingPerson]) -> str:
    household_id, dwelling_id = new_id(), new_id()
    ids = [new_id() for _member in members]
    head = next((i for i, member in zip(ids, members, strict=True) if member.relation == "1"), ids[0])
    place: dict[str, Any] = {"address": home.address, "hamlet": home.hamlet, "rt": home.rt, "rw": home.rw}
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
    _add_members(act, household_id, home.region_id, members, ids)
    return household_id


def _add_members(
    act: Transaction, household_id: str, region_id: str, members: Sequence[IncomingPerson], ids: Sequence[str] | None = None
) -> None:
    own = {f.name for f in fields(nouns.Person)}
    for person_id, member in zip(ids or [new_id() for _member in members], members, strict=True):
        told: dict[str, Any] = {f.name: getattr(member, f.name) or None for f in fields(member) if f.name in own}
        act.add(nouns.Person(id=person_id, root_id=person_id, region_id=region_id, household_id=household_id, **told))
