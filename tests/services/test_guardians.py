"""Every child has someone who answers for them, and only an adult can."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.services import guardians, lives
from fieldapp.services.households import household
from fieldapp.services.registration import NewPerson, add_person
from tests.services.stage import TODAY, family


@pytest.fixture
def house(ws):
    return family(ws)


def child(ws, home, name="Laras", born=date(2018, 5, 1)):
    return add_person(ws, home, NewPerson(name=name, no_nik_reason="akta sedang diurus", relation="4", birth_date=born, sex="2"))


def head_of(ws, home):
    return household(ws, home).members[0].id


def test_a_child_without_guardian_is_named_until_one_is_chosen(ws, house):
    ward = child(ws, house)
    assert [(w.name, w.age) for w in guardians.wards_without_guardian(ws, house)] == [("Laras", 8)]
    assert guardians.candidates(ws, ward) == ((head_of(ws, house), "Suparman"),)
    guardians.set_guardian(ws, ward, guardian_id=head_of(ws, house))
    assert guardians.wards_without_guardian(ws, house) == ()
    told = guardians.guardian_of(ws, ward)
    assert (told.name, told.relation, told.same_family, told.problem) == ("Suparman", "Kepala keluarga", True, "")


def test_a_guardian_may_live_elsewhere_or_be_named_in_a_note_alone(ws, house):
    ward = child(ws, house)
    guardians.set_guardian(ws, ward, guardian_id=head_of(ws, family(ws, "Tukiman")))
    assert guardians.guardian_of(ws, ward).same_family is False
    guardians.set_guardian(ws, ward, note="nenek di Metro, Bu Karsi")
    assert (guardians.guardian_of(ws, ward).id, guardians.guardian_of(ws, ward).note) == (None, "nenek di Metro, Bu Karsi")
    guardians.clear_guardian(ws, ward)
    assert guardians.guardian_of(ws, ward) is None


def test_only_a_living_adult_other_than_the_child_can_be_guardian(ws, house):
    ward, brother = child(ws, house), child(ws, house, "Budi", date(2010, 1, 1))
    dead, ageless = child(ws, house, "Sri", date(1980, 1, 1)), child(ws, house, "Karto", None)
    lives.record_death(ws, dead, TODAY)
    for told, kind in (
        ({"guardian_id": ward}, problems.GUARDIAN_SELF),
        ({"guardian_id": brother}, problems.GUARDIAN_AGE),
        ({"guardian_id": ageless}, problems.GUARDIAN_AGE),
        ({"guardian_id": dead}, problems.GUARDIAN_GONE),
        ({"note": " "}, problems.GUARDIAN_MISSING),
        ({"guardian_id": "tiada"}, problems.PERSON_UNKNOWN),
    ):
        with pytest.raises(problems.Problem) as refused:
            guardians.set_guardian(ws, ward, **told)
        assert refused.value.kind is kind
        assert refused.value.sentence


def test_a_guardian_who_died_is_said(ws, house):
    ward, aunt = child(ws, house), child(ws, house, "Sri", date(1980, 1, 1))
    guardians.set_guardian(ws, ward, guardian_id=aunt)
    lives.record_death(ws, aunt, TODAY)
    assert "Sri" in guardians.guardian_of(ws, ward).problem


@pytest.mark.parametrize(
    ("person", "needs"),
    [
        ({"birth_date": "2008-11-24"}, True),
        ({"birth_date": "2008-11-23"}, False),
        ({"birth_date": None}, False),
        ({"birth_date": "2015-01-01", "status": "2"}, False),
        ({"birth_date": "2015-01-01", "guardian_note": "paman"}, False),
    ],
)
def test_who_needs_a_guardian_is_a_living_child_without_one(person, needs):
    told = nouns.Person(id="p", root_id="p", region_id="18.11.02.2008", **person)
    assert guardians.needs_guardian(told, TODAY) is needs
