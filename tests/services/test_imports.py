"""Families from a sheet: all or none, and what is here already is never changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp import problems
from fieldapp.services.households import household, household_ids
from fieldapp.services.imports import known_numbers, take_in_households
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson
from fieldapp.services.registration import person_form, register_household
from fieldapp.services.status import status
from tests.services.stage import KK, NIK, VILLAGE, typed_family


def person(number: int, **changes: str | None) -> IncomingPerson:
    told = {
        "name": f"Warga {number}",
        "sex": "1",
        "birth_date": "1979-03-05",
        "relation": "1",
        "nik": f"181102050379{number:04d}",
        **changes,
    }
    return IncomingPerson(**told)


def sheet(count: int, first: int = 100) -> tuple[IncomingHousehold, ...]:
    return tuple(
        IncomingHousehold(kk=f"181102270819{n:04d}", region_id=VILLAGE, members=(person(n),), rt="003", rw="001")
        for n in range(first, first + count)
    )


def test_a_sheet_becomes_families_each_of_which_is_sent_whole(ws):
    taken = take_in_households(ws, sheet(60))
    assert (taken.households, taken.persons, taken.known_households, taken.known_persons, taken.added_members) == (60, 60, 0, 0, 0)
    assert len(household_ids(ws)) == 60
    assert status(ws).waiting == 180
    with ws.reading() as con:
        acts = con.exec_driver_sql("SELECT act, count(*) FROM outbox GROUP BY act").fetchall()
    assert len(acts) == 60
    assert {count for _act, count in acts} == {3}


def test_progress_is_told_and_ends_with_all(ws):
    told = []
    take_in_households(ws, sheet(60), progress=lambda done, total: told.append((done, total)))
    assert told == [(0, 60), (50, 60), (60, 60)]


@pytest.mark.parametrize("at", [0, 50, 60])
def test_a_cancelled_import_leaves_nothing_however_late_it_was_cancelled(ws, at):
    class CancelledError(Exception):
        pass

    def cancel(done, _total):
        if done == at:
            raise CancelledError

    with pytest.raises(CancelledError):
        take_in_households(ws, sheet(60), progress=cancel)
    assert household_ids(ws) == ()
    assert household_ids(ws, "warga") == ()
    assert status(ws).waiting == 0


def test_one_family_outside_the_area_stops_the_whole_sheet(ws):
    families = sheet(3)
    with pytest.raises(problems.Problem) as refused:
        take_in_households(ws, (*families, replace(sheet(1, 200)[0], region_id="32.12.01.2011")))
    assert refused.value.kind is problems.OUTSIDE_AREA
    assert household_ids(ws) == ()


def test_the_same_sheet_again_changes_nothing(ws):
    take_in_households(ws, sheet(5))
    before = status(ws).waiting
    again = take_in_households(ws, sheet(5))
    assert (again.households, again.persons, again.known_households, again.known_persons, again.added_members) == (0, 0, 5, 5, 0)
    assert status(ws).waiting == before


def test_new_members_join_the_family_that_is_here_and_nobody_is_changed(ws):
    kept = register_household(ws, typed_family())
    before = household(ws, kept)
    head = person(42, name="Suparman Lain", nik=NIK, birth_date="1979-03-05")
    child = person(7, name="Budi", relation="4", birth_date="2015-02-21", nik="1811022102150007")
    baby = person(8, name="Ani", relation="4", birth_date="2026-01-02", nik=None, sex="2")
    incoming = IncomingHousehold(kk=KK, region_id=VILLAGE, members=(head, child, baby), rt="009", address="Jalan Lain")
    taken = take_in_households(ws, (incoming,))
    assert (taken.households, taken.persons, taken.known_households, taken.known_persons, taken.added_members) == (0, 0, 1, 1, 2)
    after = household(ws, kept)
    assert [m.name for m in after.members] == ["Suparman", "Budi", "Ani"]
    assert (after.name, after.rt, after.address) == (before.name, before.rt, before.address)
    assert person_form(ws, after.members[0].id).name == "Suparman"
    assert household_ids(ws, "budi") == (kept,)
    assert take_in_households(ws, (incoming,)).added_members == 0, "the baby without NIK is known by name and day of birth"


def test_a_person_known_elsewhere_is_not_made_twice(ws):
    register_household(ws, typed_family())
    (one,) = sheet(1, 500)
    taken = take_in_households(ws, (replace(one, members=(*one.members, person(42, nik=NIK, relation="4"))),))
    assert (taken.households, taken.persons, taken.known_persons) == (1, 1, 1)


def test_numbers_that_are_here_are_told_apart(ws):
    register_household(ws, typed_family())
    assert known_numbers(ws, [KK, "1811022708190099"], [NIK, "1811020503790099"]) == ({KK}, {NIK})
    assert known_numbers(ws, [], []) == (set(), set())


def test_an_empty_sheet_keeps_nothing(ws):
    assert take_in_households(ws, ()).households == 0
