"""A move written on one laptop is the same move everywhere, and nothing is left behind in the old village."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.services import lives, ppks
from fieldapp.services.households import household, household_ids
from fieldapp.services.registration import NewHousehold
from fieldapp.store.tables import SYNCED
from tests.sync.cast import VILLAGES, Laptop, World

HERE, THERE = VILLAGES[1], VILLAGES[2]
DAY = date(2026, 11, 23)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def with_son(laptop: Laptop) -> tuple[str, str]:
    home, son = laptop.household(HERE), new_id()
    with laptop.ws.transaction() as act:
        act.add(nouns.Person(id=son, root_id=son, region_id=HERE, household_id=home, name="Budi", relation="4", birth_date="1999-04-02"))
    return home, son


def rows_about(laptop: Laptop, *roots: str) -> int:
    with laptop.ws.reading() as con:
        return sum(len(con.execute(table.select().where(table.c.root_id.in_(roots))).all()) for table in SYNCED.values())


def refused(world: World) -> list[object]:
    return list(world.office.refused())


def test_who_marries_into_another_village_is_there_for_its_worker_and_gone_from_the_other(world: World) -> None:
    eko = world.laptop("eko", "coordinator_kecamatan")
    old, new = world.laptop("lama", region=HERE), world.laptop("baru", region=THERE)
    home, son = with_son(old)
    other = new.household(THERE, name="Tukiman")
    case = ppks.open_case(old.ws, home, "17", person_id=son, since=DAY)
    world.settle_down()
    lives.move_members(eko.ws, lives.Move(person_ids=(son,), to=other, reason="kawin", since=DAY, relations={son: "5"}))
    world.settle_down()
    assert [one.name for one in household(new.ws, other).members] == ["Tukiman", "Budi"]
    assert [one.name for one in household(old.ws, home).members] == ["Suparman"]
    assert household_ids(old.ws, "Budi") == ()
    assert rows_about(old, son) == 0
    assert [one.id for one in ppks.cases(new.ws, other)] == [case]
    assert lives.membership_history(new.ws, son)[-1].reason == "kawin"
    assert refused(world) == []


def test_a_family_that_moves_village_is_whole_on_the_other_side(world: World) -> None:
    eko = world.laptop("eko", "coordinator_kecamatan")
    old, new = world.laptop("lama", region=HERE), world.laptop("baru", region=THERE)
    home, son = with_son(old)
    with old.ws.transaction() as act:
        act.add(nouns.Visit(id=new_id(), root_id=home, region_id=HERE, household_id=home, visited_on="2026-11-01", kind="rutin"))
    world.settle_down()
    lives.move_household(eko.ws, home, NewHousehold(region_id=THERE, rt="1", rw="2"), since=DAY)
    world.settle_down()
    view = household(new.ws, home)
    assert (view.visits, [one.name for one in view.members], view.place) == (1, ["Suparman", "Budi"], "RT 001/RW 002")
    assert household_ids(old.ws) == ()
    assert rows_about(old, home, son) == 0
    assert rows_about(new, home, son) == rows_about(eko, home, son)
    assert refused(world) == []


def test_a_split_written_offline_and_a_note_written_meanwhile_both_hold(world: World) -> None:
    ratna, budi = world.laptop("ratna"), world.laptop("budi")
    home, son = with_son(ratna)
    world.settle_down()
    made = lives.move_members(
        ratna.ws, lives.Move(person_ids=(son,), to=NewHousehold(region_id=HERE), reason="pisah_kk", since=DAY, relations={son: "1"})
    )
    budi.change(home, note="atap bocor")
    world.settle_down()
    for laptop in (ratna, budi):
        assert laptop.get(home).note == "atap bocor"
        assert [one.name for one in household(laptop.ws, made).members] == ["Budi"]
    assert refused(world) == []


def test_an_emptied_family_lies_in_the_bin_everywhere(world: World) -> None:
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    home, other = ratna.household(HERE), ratna.household(HERE, name="Tukiman")
    world.settle_down()
    head = ratna.get(home).head_id
    lives.move_members(ratna.ws, lives.Move(person_ids=(head,), to=other, reason="gabung_kk", since=DAY, relations={head: "9"}))
    world.settle_down()
    assert household_ids(eko.ws) == (other,)
    assert [one.reason for one in lives.departures(eko.ws, home)] == ["gabung_kk"]
    assert refused(world) == []
