"""The rule of a house fit for living, code by code."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fieldapp.domain import housing
from fieldapp.domain.housing import House, Settings, judge

# 36 m², 5 persons, zinc roof, woven bamboo wall, cement floor, protected well at 12 m, own toilet with gooseneck and tank.
WORKED = House(
    area=Decimal(36), persons=5, roof="3", wall="4", floor="6", water="5", distance=housing.distance_code(Decimal(12)),
    toilet="1", closet="1", outlet="1",
)  # fmt: skip
FIT = replace(WORKED, wall="1")


def finding(house: House, part: str, settings: Settings | None = None) -> housing.Finding:
    return next(one for one in judge(house, settings).findings if one.part == part)


def test_the_worked_example_is_unfit_by_its_wall_alone():
    fitness = judge(WORKED)
    assert fitness.verdict == "bad"
    assert (fitness.failed, fitness.unknown) == (1, 0)
    assert finding(WORKED, "building").failing == ("wall",)
    assert {one.part: one.verdict for one in fitness.findings} == {"area": "ok", "building": "bad", "water": "ok", "sanitation": "ok"}


def test_seven_point_two_fits_but_is_under_the_nine_of_rtlh():
    fitness = judge(WORKED)
    assert fitness.per_person == Decimal("7.2")
    assert fitness.under_rtlh is True
    assert judge(replace(WORKED, area=Decimal(45))).under_rtlh is False


def test_a_hair_under_seven_point_two_fails():
    assert finding(replace(FIT, area=Decimal("35.999")), "area").verdict == "bad"
    assert finding(replace(FIT, area=Decimal("7.2"), persons=1), "area").verdict == "ok"


def test_all_four_conditions_make_it_fit():
    assert judge(FIT).verdict == "ok"


def test_nothing_answered_is_unknown_and_never_bad():
    fitness = judge(House())
    assert fitness.verdict == "unknown"
    assert fitness.unknown == 4
    assert fitness.per_person is None
    assert fitness.under_rtlh is None
    assert [one.waiting for one in fitness.findings] == [
        ("area", "persons"), ("roof", "floor", "wall"), ("water",), ("toilet", "closet", "outlet"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "house", [replace(FIT, persons=None), replace(FIT, persons=0), replace(FIT, area=None), replace(FIT, area=Decimal(0))]
)
def test_without_area_or_people_the_room_is_unknown(house: House):
    assert finding(house, "area").verdict == "unknown"
    assert judge(house).verdict == "unknown"


@pytest.mark.parametrize(("field", "good", "bad"), [("roof", "1236", "4578"), ("wall", "1235", "467"), ("floor", "123456", "789")])
def test_each_material_is_judged_by_its_code(field: str, good: str, bad: str):
    for code in good:
        assert finding(replace(FIT, **{field: code}), "building").verdict == "ok"
    for code in bad:
        assert finding(replace(FIT, **{field: code}), "building").failing == (field,)
    assert finding(replace(FIT, **{field: None}), "building").waiting == (field,)
    assert finding(replace(FIT, **{field: "99"}), "building").verdict == "unknown"


def test_one_bad_part_decides_even_while_others_are_unknown():
    house = House(wall="4")
    assert finding(house, "building").verdict == "bad"
    assert finding(house, "building").waiting == ("roof", "floor")
    assert judge(house).verdict == "bad"
    assert judge(house).unknown == 3


def test_a_log_wall_follows_the_setting():
    house = replace(FIT, wall="5")
    assert judge(house).verdict == "ok"
    assert judge(house, Settings(log_wall_fits=False)).verdict == "bad"


def test_a_pit_for_waste_fits_only_where_the_setting_says_so():
    house = replace(FIT, outlet="4")
    assert finding(house, "sanitation").failing == ("outlet",)
    assert finding(house, "sanitation", Settings(pit_fits=True)).verdict == "ok"


@pytest.mark.parametrize(
    ("water", "distance", "bathing", "verdict", "waiting"),
    [
        ("3", None, None, "ok", ()), ("7", "1", None, "ok", ()), ("10", None, None, "ok", ()),
        ("4", "2", None, "ok", ()), ("5", "2", None, "ok", ()), ("5", "1", None, "bad", ()), ("4", "1", None, "bad", ()),
        ("4", "8", None, "unknown", ("distance",)), ("5", None, None, "unknown", ("distance",)),
        ("1", None, None, "unknown", ("bathing",)), ("2", "2", None, "unknown", ("bathing",)),
        ("1", None, "3", "ok", ()), ("1", None, "4", "ok", ()), ("2", None, "5", "ok", ()), ("2", None, "7", "ok", ()),
        ("2", None, "10", "ok", ()), ("1", None, "9", "bad", ()), ("2", None, "6", "bad", ()), ("1", None, "2", "bad", ()),
        ("6", "2", None, "bad", ()), ("8", None, None, "bad", ()), ("9", None, None, "bad", ()), ("11", None, None, "bad", ()),
        (None, "2", "3", "unknown", ("water",)), ("77", None, None, "unknown", ("water",)),
    ],
)  # fmt: skip
def test_water_is_judged_by_source_distance_and_bathing(
    water: str | None, distance: str | None, bathing: str | None, verdict: str, waiting: tuple[str, ...]
):
    one = finding(replace(FIT, water=water, distance=distance, bathing=bathing), "water")
    assert (one.verdict, one.waiting) == (verdict, waiting)


@pytest.mark.parametrize("toilet", ["4", "5", "6"])
def test_a_public_unused_or_missing_toilet_decides_alone(toilet: str):
    assert finding(House(toilet=toilet), "sanitation").verdict == "bad"


@pytest.mark.parametrize(("toilet", "closet", "outlet", "waiting"), [
    (None, "1", "1", ("toilet",)), ("1", None, "1", ("closet",)), ("2", "1", None, ("outlet",)), ("3", None, None, ("closet", "outlet")),
])  # fmt: skip
def test_sanitation_waits_for_what_is_not_answered(toilet: str | None, closet: str | None, outlet: str | None, waiting: tuple[str, ...]):
    one = finding(replace(FIT, toilet=toilet, closet=closet, outlet=outlet), "sanitation")
    assert (one.verdict, one.waiting) == ("unknown", waiting)


def test_ten_metres_are_far_enough():
    assert housing.distance_code(Decimal(10)) == housing.FAR
    assert housing.distance_code(Decimal("9.99")) == housing.NEAR
