"""Who is here already, told while a family is typed, and who in the whole register may be kept twice."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.services.matches import compare_families, family_suspicions, likely_matches, suspicions
from fieldapp.services.registration import NewPerson, add_person, register_household
from fieldapp.store import likeness as kept
from fieldapp.store import pairing
from tests.services.stage import KK, NIK, OTHER_VILLAGE, VILLAGE, family, typed_family, typed_person

BORN = date(1979, 3, 5)


def head_of(ws, household_id):
    with ws.transaction() as act:
        return act.get(nouns.Household, household_id).head_id


def straight(ws, *people, kk=None, region_id=VILLAGE):
    """Keep a family of people as an import would, without the checks of typing; returns its id."""
    household_id = new_id()
    ids = [new_id() for _one in people]
    with ws.transaction() as act:
        act.add(nouns.Household(id=household_id, root_id=household_id, region_id=region_id, head_id=ids[0], kk=kk, rt="003", rw="001"))
        for person_id, (name, more) in zip(ids, people, strict=True):
            told = {"relation": "4", "sex": "1", "status": "1", **more}
            act.add(nouns.Person(id=person_id, root_id=household_id, region_id=region_id, household_id=household_id, name=name, **told))
    return household_id


def names(matches):
    return [match.name for match in matches]


# While typing


def test_a_misspelt_name_is_found_within_the_village(ws):
    family(ws, "Tumpal Sihombing")
    (found,) = likely_matches(ws, typed_person(name="Tumpla Sihombng", nik=""), region_id=VILLAGE)
    assert (found.name, found.strength) == ("Tumpal Sihombing", "Sangat mirip")
    assert found.score >= 75
    assert "tanggal lahir sama" in found.why


def test_a_nik_with_two_digits_swapped_finds_its_owner(ws):
    register_household(ws, typed_family())
    (found,) = likely_matches(ws, NewPerson(name="Suparman", nik=NIK[:-2] + NIK[-1] + NIK[-2], birth_date=BORN))
    assert not found.same_nik
    assert ("≈", "NIK", "1811••••••••0042") in found.lines


def test_a_day_and_month_turned_round_finds_its_owner(ws):
    family(ws, "Kokom Komariah", head={"sex": "2"})
    (found,) = likely_matches(ws, NewPerson(name="Kokom Komariah", sex="2", birth_date=date(1979, 5, 3)))
    assert found.strength == "Sangat mirip"


def test_a_neighbour_of_the_same_common_name_is_not_told(ws):
    family(ws, "Siti", head={"sex": "2", "birth_date": date(1966, 1, 9)})
    assert likely_matches(ws, NewPerson(name="Siti", sex="2", birth_date=BORN), region_id=VILLAGE) == ()
    assert likely_matches(ws, NewPerson(name="Siti"), region_id=VILLAGE) == ()


def test_the_members_of_the_same_kk_are_told_only_when_they_are_the_one_being_typed(ws):
    home = register_household(ws, typed_family())
    add_person(
        ws, home, NewPerson(name="Bayu Saputra", no_nik_reason="anak baru lahir", sex="1", relation="4", birth_date=date(2010, 4, 12))
    )
    found = likely_matches(ws, NewPerson(name="Bayu Saputra", sex="1", birth_date=date(2010, 4, 12)), kk=KK)
    assert names(found) == ["Bayu Saputra"]


def test_a_nik_typed_for_another_is_told_with_its_owner_and_never_called_very_alike(ws):
    register_household(ws, typed_family())
    (found,) = likely_matches(ws, NewPerson(name="Wagiyem", nik=NIK, sex="2", birth_date=date(1962, 8, 8)))
    assert (found.name, found.same_nik, found.strength) == ("Suparman", True, "Mungkin")


def test_a_made_up_nik_says_how_many_carry_it(ws):
    for name in ("Asep Suherman", "Wagiyem", "Poltak Manurung", "Euis Rohaeti"):
        straight(ws, (name, {"nik": "1811020101700001"}))
    found = likely_matches(ws, NewPerson(name="Ketut Suardana", nik="1811020101700001"))
    assert {match.strength for match in found} == {"Mungkin"}
    assert all(("?", "NIK", "NIK dipakai 4 orang") in match.lines for match in found)


def test_the_best_comes_first_and_no_more_than_asked_for(ws):
    family(ws, "Muhammad Slamet Riyadi", head={"birth_date": date(1990, 1, 2)})
    family(ws, "Muhammad Slamet Riyadi")
    typed = NewPerson(name="Moh. Slamet Riyadi", birth_date=BORN)
    found = likely_matches(ws, typed, region_id=VILLAGE)
    assert found[0].score == max(match.score for match in found)
    assert likely_matches(ws, typed, region_id=VILLAGE, limit=1) == found[:1]


def test_who_was_merged_into_another_or_lies_in_the_bin_is_like_nobody(ws):
    merged, binned, stays = (family(ws, "Tumpal Sihombing", rt=rt) for rt in ("001", "002", "003"))
    into, one, other = (head_of(ws, home) for home in (stays, merged, binned))
    with ws.transaction() as act:
        act.change(nouns.Person, one, {"merged_into": into})
        act.delete(nouns.Person, other)
    found = likely_matches(ws, typed_person(name="Tumpal Sihombing", nik=""))
    assert [match.household_id for match in found] == [stays]
    assert list(suspicions(ws)) == []


@pytest.mark.parametrize("name", ['"', "a OR b*", "NOT", "(", "ð", "李明", "'; DROP TABLE person", "x" * 100, "Siti Siti Siti Siti"])
def test_whatever_is_typed_as_a_name_is_taken_as_a_name(ws, name):
    family(ws, "Suparman")
    assert likely_matches(ws, NewPerson(name=name), region_id=VILLAGE) == ()


def test_a_number_still_being_typed_says_nothing(ws):
    register_household(ws, typed_family())
    assert likely_matches(ws, NewPerson(name="Orang Lain", nik=NIK[:14]), kk=KK[:10]) == ()


# The whole register


def test_the_register_is_searched_for_people_kept_twice_and_every_pair_is_told_once(ws):
    one = straight(ws, ("Tumpal Sihombing", {"nik": NIK, "birth_date": "1979-03-05"}))
    two = straight(ws, ("Tumpal Sihombng", {"nik": NIK, "birth_date": "1979-03-05"}), region_id=OTHER_VILLAGE)
    three = straight(ws, ("Rosmaida Hutapea", {"birth_date": "1982-07-04", "sex": "2", "phone": "+6281234567890"}))
    four = straight(ws, ("Rosmaida Hutapea", {"birth_date": "1982-04-07", "sex": "2", "phone": "+6281234567890"}))
    straight(ws, ("Rosmaida Hutapea", {"birth_date": "1995-11-23", "sex": "2"}))
    told = [(pair.first_id, pair.second_id) for pair in suspicions(ws)]
    assert sorted(told) == sorted(tuple(sorted((head_of(ws, a), head_of(ws, b)))) for a, b in ((one, two), (three, four)))


def test_a_search_within_a_region_leaves_the_others_alone_and_says_how_far_it_is(ws):
    for region in (VILLAGE, OTHER_VILLAGE):
        for _time in range(2):
            straight(ws, ("Tumpal Sihombing", {"birth_date": "1979-03-05"}), region_id=region)
    heard: list[tuple[int, int]] = []
    told = list(suspicions(ws, region=OTHER_VILLAGE, progress=lambda done, of: heard.append((done, of))))
    assert [pair.region_id for pair in told] == [OTHER_VILLAGE]
    assert heard[-1][0] == heard[-1][1]
    assert [done for done, _of in heard] == list(range(1, len(heard) + 1))


def test_many_under_one_made_up_nik_are_not_called_one(ws):
    for name in ("Asep Suherman", "Wagiman", "Poltak Manurung", "Ujang Kosasih", "Baso Dalle"):
        straight(ws, (name, {"nik": "1811020101700001"}))
    assert list(suspicions(ws)) == []


def test_a_block_of_many_equal_names_does_not_pair_each_with_each(ws):
    straight(ws, *(("Siti", {"birth_date": f"19{number % 60 + 30}-12-31"}) for number in range(120)))
    with ws.reading() as con:
        assert 0 < len(list(pairing.pairs(con))) < 120 * 3 * pairing.WINDOW


def test_a_family_entered_twice_is_told_with_who_is_whom(ws):
    people = (("Tumpal Sihombing", {"birth_date": "1979-03-05"}), ("Ester Sihombing", {"birth_date": "2009-09-19", "sex": "2"}))
    one, two = straight(ws, *people, kk=KK), straight(ws, *reversed(people))
    straight(ws, ("Karto Wiyono", {"birth_date": "1955-02-02"}))
    (told,) = family_suspicions(ws)
    assert [told.first_id, told.second_id] == sorted((one, two))
    assert len(told.told.members) == 2
    assert compare_families(ws, one, two).members == told.told.members
    assert compare_families(ws, one, new_id()).members == ()


def test_two_families_under_one_kk_are_told(ws):
    one, two = straight(ws, ("Karto Wiyono", {}), kk=KK), straight(ws, ("Wagiyem", {"sex": "2"}), kk=KK, region_id=OTHER_VILLAGE)
    (told,) = family_suspicions(ws)
    assert [told.first_id, told.second_id] == sorted((one, two))
    assert (told.told.strength, told.told.why) == ("Mungkin", "nomor KK sama, tetapi tidak ada anggota yang sama")


def test_people_of_one_kk_are_paired_however_the_list_is_cut(ws, monkeypatch):
    monkeypatch.setattr(pairing, "CHUNK", 1)
    homes = [straight(ws, ("Karto Wiyono", {"birth_date": "1955-12-31"}), kk=kk) for kk in (KK, "1811022708190008") * 2]
    told = {(pair.first_id, pair.second_id) for pair in suspicions(ws)}
    assert tuple(sorted((head_of(ws, homes[0]), head_of(ws, homes[2])))) in told
    assert tuple(sorted((head_of(ws, homes[1]), head_of(ws, homes[3])))) in told


def test_people_of_a_family_merged_into_another_are_found_under_that_one(ws):
    loser, stays = straight(ws, ("Tumpal Sihombing", {"birth_date": "1979-03-05"})), straight(ws, ("Karto Wiyono", {}))
    with ws.transaction() as act:
        act.change(nouns.Household, loser, {"merged_into": stays})
    (found,) = likely_matches(ws, NewPerson(name="Tumpal Sihombing", birth_date=BORN))
    assert found.household_id == stays


def test_how_common_a_word_is_is_told_once_there_are_people_enough(ws):
    straight(ws, *((f"Siti {word}", {"sex": "2"}) for word in ("Aminah", "Lestari", "Rahayu")))
    with ws.reading() as con:
        assert kept.shares(con) == {}
    for _time in range(3):
        straight(ws, *((name, {}) for name in ["Siti Aminah"] * 60 + ["Karto"] * 140))
    with ws.reading() as con:
        assert kept.shares(con)["siti"] == pytest.approx(183 / 603)
