"""The review list of pairs: found over the register, decided by a person, never asked about twice."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp import problems
from fieldapp.services import duplicates, merging
from fieldapp.services.registration import add_person
from tests.services.stage import KK, OTHER_VILLAGE, VILLAGE, family, open_laptop, typed_person

BORN = {"birth_date": date(1979, 3, 5)}


def couple(ws, name="Muhammad Slamet Riyadi", wife="Sulastri Handayani", **changes):
    home = family(ws, name, head=BORN, **changes)
    add_person(
        ws, home, typed_person(name=wife, nik="", no_nik_reason="dokumen hilang", sex="2", relation="3", birth_date=date(1983, 7, 9))
    )
    return home


@pytest.fixture
def alike(ws):
    """One family kept twice in one village, and another of other people."""
    first, second = couple(ws, kk=KK), couple(ws, "Moh. Slamet Riyadi")
    family(ws, "Yohanes Kambu", head={"birth_date": date(1990, 1, 20)})
    return first, second


def test_a_family_kept_twice_is_found_once_with_its_reason(ws, alike):
    assert duplicates.look_for_pairs(ws)[0] == 1
    found = duplicates.pairs(ws, "household")
    (card,) = found.cards
    assert {card.first_id, card.second_id} == set(alike)
    assert card.why
    assert found.total == duplicates.waiting(ws) == 1


def test_two_people_of_one_name_in_families_that_differ_stand_in_the_list_of_persons(ws):
    family(ws, "Muhammad Slamet Riyadi", head=BORN)
    home = family(ws, "Karyono Wiryo", head={"birth_date": date(1950, 2, 11)})
    add_person(ws, home, typed_person(name="Moh Slamet Riyadi", nik="", no_nik_reason="dokumen hilang", relation="9"))
    duplicates.look_for_pairs(ws)
    (card,) = duplicates.pairs(ws, "person").cards
    assert {card.first, card.second} == {"Muhammad Slamet Riyadi", "Moh Slamet Riyadi"}


def test_a_pair_said_to_differ_is_not_asked_about_again_until_that_is_taken_back(ws, alike):
    duplicates.look_for_pairs(ws)
    (card,) = duplicates.pairs(ws, "household").cards
    judged = duplicates.differ(ws, "household", card.second_id, card.first_id, "sepupu, beda ibu")
    assert duplicates.waiting(ws) == 0
    duplicates.look_for_pairs(ws)
    assert duplicates.pairs(ws, "household").cards == ()
    duplicates.take_back(ws, judged)
    duplicates.look_for_pairs(ws)
    assert duplicates.pairs(ws, "household").total == 1


def test_a_merged_pair_leaves_the_list_and_comes_back_when_the_merger_is_undone(ws, alike):
    duplicates.look_for_pairs(ws)
    merge_id = merging.merge(ws, "household", *alike)
    assert duplicates.waiting(ws) == 0
    merging.undo(ws, merge_id)
    assert duplicates.waiting(ws) == 1


def test_a_search_in_one_village_leaves_what_was_found_in_others(ws, alike):
    couple(ws, region_id=OTHER_VILLAGE)
    couple(ws, region_id=OTHER_VILLAGE)
    duplicates.look_for_pairs(ws)
    before = duplicates.pairs(ws, "household", region=OTHER_VILLAGE).total
    assert before >= 1
    duplicates.look_for_pairs(ws, region=VILLAGE)
    assert duplicates.pairs(ws, "household", region=OTHER_VILLAGE).total == before


def test_pages_of_the_list_hold_every_pair_once(ws):
    for number in range(4):
        couple(ws, rt=str(number + 1))
    duplicates.look_for_pairs(ws)
    whole = [card.id for card in duplicates.pairs(ws, "household").cards]
    read, after = [], None
    while True:
        found = duplicates.pairs(ws, "household", after=after, limit=2)
        read += [card.id for card in found.cards]
        after = found.after
        if after is None:
            break
    assert read == whole
    assert len(whole) == 6


def test_a_reason_is_asked_for(ws, alike):
    with pytest.raises(problems.Problem) as missing:
        duplicates.differ(ws, "household", *alike, " ")
    assert missing.value.kind is problems.REASON_MISSING


def test_a_cancelled_search_keeps_what_was_there(ws, alike):
    duplicates.look_for_pairs(ws)

    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        duplicates.look_for_pairs(ws, progress=stop)
    assert duplicates.waiting(ws) == 1


def test_a_masked_role_does_not_search(tmp_path, clock):
    reader = open_laptop(tmp_path / "baca", clock, "tono", role="distribution_officer")
    try:
        with pytest.raises(problems.Problem) as refused:
            duplicates.look_for_pairs(reader)
        assert refused.value.kind is problems.OP_NOT_ALLOWED
    finally:
        reader.close()
