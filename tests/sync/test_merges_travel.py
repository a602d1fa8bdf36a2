"""Mergers reach everybody, two opposite ones never make a circle, and undoing travels too."""

from __future__ import annotations

from fieldapp.services import merging, records
from fieldapp.services.households import household, household_ids
from tests.sync.cast import World


def _two(world: World):
    ratna, eko = world.laptop("ratna"), world.laptop("eko", "coordinator_kecamatan")
    first, second = ratna.household(name="Suparman"), ratna.household(name="Suparmanto")
    world.settle_down()
    return ratna, eko, first, second


def test_a_merger_and_its_undoing_reach_the_colleague(world: World) -> None:
    ratna, eko, first, second = _two(world)
    merge_id = merging.merge(ratna.ws, "household", first, second)
    world.settle_down()
    assert household_ids(eko.ws) == (first,)
    assert household(eko.ws, second).id == first
    assert [line.id for line in merging.merged(eko.ws)] == [merge_id]
    merging.undo(eko.ws, merge_id)
    world.settle_down()
    assert set(household_ids(ratna.ws)) == {first, second}
    assert ratna.get(second).merged_into is None
    assert len(world.office.refused()) == 0


def test_two_opposite_mergers_make_no_circle_and_the_second_waits_for_a_person(world: World) -> None:
    ratna, eko, first, second = _two(world)
    merging.merge(ratna.ws, "household", first, second)
    merging.merge(eko.ws, "household", second, first)
    world.settle_down()
    for laptop in (ratna, eko):
        assert household_ids(laptop.ws) == (first,)
        assert len(household(laptop.ws, first).members) == 2
    assert [refused.code for refused in world.office.refused()] == ["409.0731"] * 2
    assert records.counts(eko.ws).needs_you == 2  # the record and the note of its merger


def test_one_record_merged_into_two_keeps_the_first_and_asks_about_the_second(world: World) -> None:
    ratna, eko, first, second = _two(world)
    third = ratna.household(name="Suparman Karto")
    world.settle_down()
    merging.merge(ratna.ws, "household", first, second)
    merging.merge(eko.ws, "household", third, second)
    world.settle_down()
    for laptop in (ratna, eko):
        assert laptop.get(second).merged_into == first
        assert records.counts(laptop.ws).needs_you == 1


def test_what_a_colleague_wrote_offline_on_the_merged_record_is_kept_on_it(world: World) -> None:
    ratna, eko, first, second = _two(world)
    eko.change(second, phone="+6281200001111")
    merge_id = merging.merge(ratna.ws, "household", first, second)
    world.settle_down()
    assert household_ids(eko.ws) == (first,)
    merging.undo(ratna.ws, merge_id)
    world.settle_down()
    assert ratna.get(second).phone == eko.get(second).phone == "+6281200001111"
