"""A kabupaten of made-up people is the same for the same seed, counts exactly, and holds the copies it says it holds."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import islice

import pytest

from fieldapp import resources
from fieldapp.domain import nik
from fieldapp.domain.ids import is_id
from fieldapp.domain.names import fold
from fieldapp.domain.nouns import NOUNS
from fieldapp.domain.shapes import fits, usable
from fieldapp.sample.kabupaten import COUNTED_ON, HOUSEHOLDS, PERSONS, SHARED_NIK, SHARERS, Kabupaten, as_incoming
from fieldapp.services import households, matches
from fieldapp.services.checking import NewPerson
from tests.benchmarks import register_fill

PEOPLE = 2000


@pytest.fixture(scope="module")
def families():
    return list(Kabupaten(PEOPLE).families())


@pytest.fixture(scope="module")
def people(families):
    return {person.id: person for family in families for person in family.of("person")}


def test_a_seed_tells_the_same_families_twice_and_another_seed_others(families):
    assert list(Kabupaten(PEOPLE).families()) == families
    assert next(Kabupaten(PEOPLE, 4).families()) != families[0]


def test_there_are_exactly_as_many_people_and_families_as_asked_for(families, people):
    assert len(people) == PEOPLE
    assert len(families) == round(PEOPLE * HOUSEHOLDS / PERSONS)
    assert all(len(family.of("household")) == len(family.of("dwelling")) == 1 for family in families)


def test_the_whole_has_837062_people_in_273000_families_over_313_real_villages():
    whole = Kabupaten()
    assert (whole.persons, whole.households) == (837_062, 273_000)
    assert len(whole.shares) == 313
    assert len({village[:8] for village, _families in whole.shares}) == 21
    assert sum(count for _village, count in whole.shares) == 273_000
    assert all(resources.region(village).level == "DESA" for village, _families in whole.shares)


def test_every_nik_is_valid_says_the_same_as_its_person_and_only_the_false_one_is_shared(people):
    known = resources.KnownRegions()
    given = Counter(person.data["nik"] for person in people.values() if "nik" in person.data)
    for person in people.values():
        told = person.data
        if told.get("nik", SHARED_NIK) == SHARED_NIK:
            continue
        found = nik.check(told["nik"], COUNTED_ON, known, date.fromisoformat(told["birth_date"]), told["sex"])
        assert not found.warnings or told["relation"] == "9", [warning.sentence for warning in found.warnings]
    assert given[SHARED_NIK] == SHARERS
    copied = {who for who, count in given.items() if count > 1} - {SHARED_NIK}
    assert all(given[number] == 2 for number in copied)


def test_every_family_card_number_is_valid_and_given_once(families):
    numbers = [family.of("household")[0].data["kk"] for family in families]
    assert len(set(numbers)) == len(numbers)
    for number in numbers:
        assert not nik.check_kk(number, COUNTED_ON).warnings


def test_about_four_of_a_hundred_have_no_nik_and_everyone_of_them_has_a_reason(people):
    without = [person for person in people.values() if "nik" not in person.data]
    assert 0.03 <= len(without) / PEOPLE <= 0.055
    assert all(person.data["no_nik_reason"] for person in without)
    assert all("no_nik_reason" not in person.data for person in people.values() if "nik" in person.data)


def test_the_planted_copies_are_there_and_resemble_whom_they_copy(families, people):
    copies = [copy for family in families for copy in family.copies]
    assert len(copies) == round(PEOPLE * 0.005)
    for copy in copies:
        first, second = people[copy.same_as].data, people[copy.person_id].data
        assert first["household_id"] != second["household_id"]
        assert first["sex"] == second["sex"]
        assert fold(first["name"]) == fold(second["name"]) or first["birth_date"] == second["birth_date"]
        if copy.how == "nik":
            assert first["nik"] == second["nik"]


def test_some_names_are_everywhere_and_many_stand_once(people):
    words = Counter(word for person in people.values() for word in person.data["name"].split())
    names = Counter(person.data["name"] for person in people.values())
    assert words["Siti"] >= PEOPLE * 0.02
    assert sum(count == 1 for count in names.values()) > len(names) / 2
    assert sum(len(name.split()) == 1 for name in names) > 50


def test_every_field_fits_its_noun_and_every_id_is_one(families):
    for record in (record for family in families for record in family.records):
        assert is_id(record.id)
        assert is_id(record.op)
        assert usable(record.entity, record.data)
        known = NOUNS[record.entity].__dataclass_fields__
        for name, value in record.data.items():
            assert name in known
            assert fits(record.entity, name, value), (record.entity, name)


def test_children_are_younger_than_their_mothers(families):
    for family in families:
        wives = [date.fromisoformat(p.data["birth_date"]) for p in family.of("person") if p.data["relation"] == "3"]
        for child in (date.fromisoformat(p.data["birth_date"]) for p in family.of("person") if p.data["relation"] == "4"):
            assert all((child - wife).days > 14 * 365 for wife in wives)


def test_the_first_families_are_told_before_the_last_ones_are_made_up():
    assert len(list(islice(Kabupaten(PERSONS).families(), 3))) == 3


def test_a_family_reads_as_a_sheet_of_residents_tells_it(families):
    told = as_incoming(families[0], "16.07.01.2001")
    assert told.region_id == "16.07.01.2001"
    assert [member.name for member in told.members] == [person.data["name"] for person in families[0].of("person")]


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    ws = register_fill.account(tmp_path_factory.mktemp("kabupaten"))
    register_fill.whole(ws, Kabupaten(PEOPLE))
    yield ws
    ws.close()


@pytest.fixture
def fed(tmp_path):
    ws = register_fill.account(tmp_path)
    yield ws
    ws.close()


def test_a_store_filled_at_once_and_one_filled_by_the_feed_show_the_same_families(filled, fed, families):
    count, _seconds = register_fill.by_feed(fed, Kabupaten(PEOPLE))
    assert count == sum(len(family.records) for family in families)
    ids = households.household_ids(filled)
    assert len(ids) == len(families)
    assert households.household_ids(fed) == ids
    for text in ("siti", "rt 1", families[40].of("household")[0].data["kk"]):
        assert households.household_ids(fed, text) == households.household_ids(filled, text) != ()
    some = ids[::40]
    assert households.household_cards(fed, some) == households.household_cards(filled, some)
    assert [households.household(fed, home) for home in some] == [households.household(filled, home) for home in some]


def test_a_planted_copy_is_told_while_it_is_typed(filled, families, people):
    copy = next(copy for family in families for copy in family.copies if copy.how == "day")
    told = people[copy.person_id]
    typed = NewPerson(name=told.data["name"], birth_date=date.fromisoformat(told.data["birth_date"]), sex=told.data["sex"])
    assert copy.same_as in {match.person_id for match in matches.likely_matches(filled, typed, region_id=told.region_id)}
