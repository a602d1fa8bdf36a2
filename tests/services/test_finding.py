"""Finding a family while typing, however its name is spelt, and noticing that it is here already."""

from __future__ import annotations

import pytest

from fieldapp.services.households import household_cards, household_ids
from fieldapp.services.matches import likely_matches
from fieldapp.services.registration import NewPerson, add_person, register_household
from tests.services.stage import KK, NIK, OTHER_VILLAGE, family, filled_draft, typed_family, typed_person


@pytest.fixture
def village(ws):
    """Four families by the name of their head."""
    suparman = register_household(ws, typed_family(phone="0812 3456 7890"))
    add_person(ws, suparman, NewPerson(name="Muhammad Slamet", no_nik_reason="anak baru lahir", sex="1", relation="4"))
    return {
        "suparman": suparman,
        "slamet": family(ws, "Muhammad Slamet", rt="004"),
        "wagiman": family(ws, "Wagiman", region_id=OTHER_VILLAGE, hamlet="Karang Anyar", rt="007", rw="002"),
        "siti": family(ws, "Hj. Siti Nur'aini, S.Pd.", rt="005"),
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("sup", ["suparman"]),
        ("SUP", ["suparman"]),
        ("soeparman", ["suparman"]),
        ("moh slamet", ["slamet", "suparman"]),
        ("Moch. Slamet", ["slamet", "suparman"]),
        ("slamet muh", ["slamet", "suparman"]),
        ("nuraini", ["siti"]),
        ("siti nur", ["siti"]),
        ("nur'aini siti", ["siti"]),
        ("siti nur’aini", ["siti"]),
        ("Hj. Siti Nur'aini, S.Pd.", ["siti"]),
        ("nùraini sìti", ["siti"]),
        (NIK, ["suparman"]),
        (NIK[:7], ["suparman"]),
        (KK, ["suparman"]),
        ("0812", ["suparman"]),
        ("62812", ["suparman"]),
        ("talang batu", ["wagiman"]),
        ("dwi karya", ["slamet", "siti", "suparman"]),
        ("karang anyar", ["wagiman"]),
        ("rt 003", ["suparman"]),
        ("rt003", ["suparman"]),
        ("rt 3", ["suparman"]),
        ("rw 2", ["wagiman"]),
        ("suparman rt 003", ["suparman"]),
        ("suparman rt 004", []),
        ("tidak ada", []),
        ('"', ["slamet", "siti", "suparman", "wagiman"]),
        ("sup* OR", []),
        ("", ["slamet", "siti", "suparman", "wagiman"]),
    ],
)
def test_what_was_typed_finds(ws, village, typed, found):
    names = {value: key for key, value in village.items()}
    assert [names[i] for i in household_ids(ws, typed)] == found


def test_only_the_families_of_one_village_are_found_when_it_is_named(ws, village):
    assert household_ids(ws, region=OTHER_VILLAGE) == (village["wagiman"],)
    assert household_ids(ws, "wag", region="18.11.02") == (village["wagiman"],)
    assert household_ids(ws, "sup", region=OTHER_VILLAGE) == ()
    assert len(household_ids(ws, region="18.11")) == 4


def test_a_head_that_fits_comes_before_a_member_that_fits_and_the_member_is_named(ws, village):
    ids = household_ids(ws, "muhammad")
    cards = household_cards(ws, ids, "muhammad")
    assert [(card.name, card.matched) for card in cards] == [("Muhammad Slamet", None), ("Suparman", "Muhammad Slamet")]


def test_the_visit_that_is_due_first_comes_first_when_one_asks_for_it(ws, village):
    from fieldapp.services.visits import finish_visit

    finish_visit(ws, filled_draft(ws, village["wagiman"], tindak_lanjut__batas_waktu="2026-12-20"))
    finish_visit(ws, filled_draft(ws, village["siti"], tindak_lanjut__batas_waktu="2026-12-01"))
    assert household_ids(ws, order="next") == (village["siti"], village["wagiman"], village["slamet"], village["suparman"])


def test_a_changed_name_is_found_and_the_old_one_no_more(ws, village):
    from dataclasses import replace

    from fieldapp.services.households import household
    from fieldapp.services.registration import edit_person, person_form

    (head,) = household(ws, village["wagiman"]).members
    edit_person(ws, head.id, replace(person_form(ws, head.id), name="Tukijan"))
    assert household_ids(ws, "tukijan") == (village["wagiman"],)
    assert household_ids(ws, "wagiman") == ()


def test_a_card_shows_place_and_number_masked_and_leaves_out_what_is_gone(ws, village):
    (card,) = household_cards(ws, [village["suparman"], "tiada"])
    assert (card.name, card.kk, card.place, card.village, card.members) == (
        "Suparman",
        "1811••••••••0007",
        "RT 003/RW 001",
        "Dwi Karya Mustika",
        2,
    )


def test_who_is_likely_here_already_is_told_with_the_reasons(ws, village):
    (found,) = likely_matches(ws, typed_person(name="Soeparman"))
    assert (found.household_id, found.strength, found.same_nik) == (village["suparman"], "Sangat mirip", True)
    assert [line[:2] for line in found.lines] == [("=", "NIK"), ("=", "Nama"), ("=", "Tanggal lahir"), ("?", "Nomor KK")]
    assert NIK not in str(found)


def test_the_same_name_and_day_of_birth_is_likely_the_same_without_a_nik(ws, village):
    matches = likely_matches(ws, typed_person(name="Moh. Slamet", nik=""))
    assert matches[0].household_id == village["slamet"]
    assert matches[0].strength == "Sangat mirip"


def test_an_empty_form_is_like_nobody(ws, village):
    assert likely_matches(ws, NewPerson()) == ()


def test_a_stranger_is_like_nobody(ws, village):
    from datetime import date

    assert likely_matches(ws, NewPerson(name="Zulkarnain Harahap", birth_date=date(1955, 1, 9))) == ()
