"""The sample village is made of people who could exist: their numbers hold, their ages fit, and each seed gives the same ones."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from fieldapp.domain import nik
from fieldapp.domain.codes import DUKCAPIL, codes
from fieldapp.domain.written import age
from fieldapp.resources import KnownRegions
from fieldapp.sample.village import COUNTED_ON, people

HEAD, WIFE, CHILD, GRANDCHILD, PARENT, PARENT_IN_LAW = "1", "3", "4", "6", "7", "8"
SEEDS = (1811, 7, 42)


@pytest.fixture(params=SEEDS, scope="module")
def village(request: pytest.FixtureRequest):
    return people(request.param)


def _everyone(village):
    return [member for household in village for member in household.members]


def _age(member) -> int:
    return age(date.fromisoformat(member.birth_date), COUNTED_ON)


def test_a_seed_gives_the_same_village_twice_and_another_seed_another():
    assert people(1811) == people(1811)
    assert people(1811)[8:] != people(1812)[8:]


def test_the_village_has_118_families_with_the_people_of_a_village(village):
    assert len(village) == 118
    assert 400 <= len(_everyone(village)) <= 520
    sizes = Counter(len(household.members) for household in village)
    assert sizes[1] >= 5
    assert max(sizes) <= 8


def test_every_nik_is_valid_says_the_same_as_its_person_and_is_given_once(village):
    known = KnownRegions()
    with_nik = [member for member in _everyone(village) if member.nik]
    for member in with_nik:
        told = nik.check(member.nik, COUNTED_ON, known, date.fromisoformat(member.birth_date), member.sex)
        assert not told.warnings, [warning.sentence for warning in told.warnings]
        assert date.fromisoformat(member.birth_date) in told.birth_dates
    numbers = [member.nik for member in with_nik] + [household.kk for household in village]
    assert len(set(numbers)) == len(numbers)


def test_every_family_card_number_is_valid(village):
    for household in village:
        assert not nik.check_kk(household.kk, COUNTED_ON, [m.nik for m in household.members if m.nik]).warnings


def test_who_has_no_nik_has_a_reason_and_some_have_none(village):
    without = [member for member in _everyone(village) if member.nik is None]
    assert 3 <= len(without) <= 30
    assert all(member.no_nik_reason for member in without)
    assert not [member for member in _everyone(village) if member.nik and member.no_nik_reason]


def test_ages_fit_the_place_in_the_family(village):
    for household in village:
        head = household.members[0]
        assert head.relation == HEAD
        assert 20 <= _age(head) <= 95
        mothers = [m for m in household.members if m.relation == WIFE or (m is head and m.sex == "2")]
        for member in household.members:
            if member.relation == CHILD:
                assert all(15 <= _age(mother) - _age(member) <= 45 for mother in mothers), (head.name, member.name)
            if member.relation in {PARENT, PARENT_IN_LAW}:
                assert _age(member) - _age(head) >= 15
            if member.relation == GRANDCHILD:
                assert _age(head) - _age(member) >= 30


def test_a_family_has_one_head_and_no_name_twice(village):
    for household in village:
        assert [m.relation for m in household.members].count(HEAD) == 1
        names = [m.name for m in household.members]
        assert len(set(names)) == len(names)


def test_children_neither_work_nor_marry(village):
    for member in _everyone(village):
        if _age(member) < 15:
            assert member.marital == "1"
            assert member.occupation in {"1", "3"}


def test_the_village_has_babies_old_people_alone_and_people_with_a_disability(village):
    everyone = _everyone(village)
    assert any(_age(member) < 2 for member in everyone)
    assert any(len(h.members) == 1 and _age(h.members[0]) >= 60 for h in village)
    assert sum(member.disability != "7" for member in everyone) >= 4


def test_coded_answers_are_those_of_dukcapil(village):
    questions = {"relation": "shdk", "marital": "status_kawin", "religion": "agama", "education": "pendidikan", "occupation": "pekerjaan"}
    for field, question in questions.items():
        assert {getattr(member, field) for member in _everyone(village)} <= set(codes(DUKCAPIL, question)), field


def test_several_peoples_live_there_and_single_names_are_common(village):
    names = [member.name for member in _everyone(village)]
    assert sum(" " not in name for name in names) > len(names) / 12
    assert any(name.startswith(("I Wayan", "I Made", "Ni Wayan", "Ni Made", "Ni Nyoman", "I Nyoman")) for name in names)
    assert {member.religion for member in _everyone(village)} >= {"1", "4"}


def test_homes_lie_in_the_village(village):
    for household in village:
        assert household.region_id == "18.11.02.2002"
        assert abs(float(household.latitude) + 3.98) < 0.05
        assert abs(float(household.longitude) - 105.62) < 0.05
        assert 1 <= int(household.rt) <= 8
        assert 1 <= int(household.rw) <= 8
