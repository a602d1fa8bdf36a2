"""Who is the same person: what counts for it, what against, and how it is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fieldapp.domain.family_likeness import Family, compare_households
from fieldapp.domain.likeness import WEIGHTS, Traits, birth_kind, compare, worth
from fieldapp.domain.name_likeness import compare_names, said, surprise
from tests.pairs.labelled import Labelled, labelled
from tests.pairs.measure import count

VILLAGE = "18.11.02.2008"
HEAD = Traits("Tumpal Sihombing", "1811020503790042", "1979-03-05", "1", "1811022708190007", VILLAGE, "003", "001", "Lamria", relation="1")
TWIN = Traits(
    "Hasan", "1811021204100001", "2010-04-12", "1", "1811022708190031", VILLAGE, "001", "001", "Sri Wahyuni", "Sutrisno", relation="4"
)


# The labelled pairs


@pytest.fixture(scope="module")
def pairs() -> list[Labelled]:
    return labelled()


def test_the_set_is_large_and_tricky_enough_to_measure_by(pairs):
    kinds = {pair.kind for pair in pairs}
    assert len(pairs) >= 600
    assert len(kinds) >= 16
    assert all(len({pair.same for pair in pairs if pair.kind == kind}) == 2 for kind in kinds - {"tetangga senama", "orang lain"})


@pytest.mark.parametrize("tuning", [True, False], ids=["tuned on", "held out"])
def test_who_is_one_is_found_and_who_is_not_is_left_alone(pairs, tuning):
    told = count(pair for pair in pairs if pair.tuning == tuning)
    assert told.recall >= 0.95
    assert told.precision >= 0.98


def test_what_is_called_very_alike_hardly_ever_is_two_people(pairs):
    assert count(pairs, ("Sangat mirip",)).precision >= 0.98


# Names


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Soeharto", "Suharto"),
        ("Moh. Tjahjono", "Muhammad Cahyono"),
        ("H. Bambang Wahyudi, S.Sos., M.Si.", "Bambang Wahyudi"),
        ("Achmad Rizky", "Ahmad Riski"),
        ("Fitri Handayani", "Pitri Handayani"),
        ("Nur Hayati", "Nurhayati"),
        ("Abdurrahman", "Abdul Rahman"),
        ("Abd. Rozak", "Abdul Rozaq"),
        ("Ni Md. Ayu Suryani", "Ni Made Ayu Suryani"),
        ("Rohman Saleh", "Rahman Sholeh"),
    ],
)
def test_a_name_is_the_same_however_it_is_spelt(first, second):
    assert compare_names(first, second).verdict == "same"


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [
        ("Suparman", "Suaprman", "near"),
        ("Rohayati", "Rohayatai", "near"),
        ("M. S. Hidayat", "Muhammad Slamet Hidayat", "part"),
        ("Muhammad Rizki", "Rizki Pratama", "part"),
        ("Sutrisno alias Bagong", "Sutrisno", "same"),
        ("Siti Aminah", "Siti Aisyah", "other"),
        ("Hasan", "Husein", "other"),
        ("Suharto", "Suharti", "other"),
        ("Rina", "Rini", "other"),
        ("Siti Lestari", "Dewi Lestari", "other"),
        ("", "Siti", "unknown"),
        ("   ", "  ", "unknown"),
    ],
)
def test_a_name_is_near_part_or_another(first, second, verdict):
    assert compare_names(first, second).verdict == verdict
    assert compare_names(second, first).verdict == verdict


def test_a_rare_name_says_more_than_a_common_one():
    assert surprise("siti") < surprise("slamet") < surprise("nainggolan")
    assert compare_names("Siti", "Siti").bits < compare_names("Tumiar", "Tumiar").bits


def test_the_callers_own_counts_say_how_rare_a_word_is():
    assert compare_names("Sinaga", "Sinaga", {"sinaga": 0.1}).bits < compare_names("Sinaga", "Sinaga").bits


def test_names_that_sound_alike_fall_under_one_key_in_any_order():
    assert said("Ahmad Chaerudin") == said("Khairudin, Achmad") != said("Ahmad Saepudin")


# Numbers and days


@pytest.mark.parametrize(
    ("nik", "born", "value"),
    [
        ("", "", ""),
        ("1811020503790042", "1979-03-05", "good"),
        ("1811024503790042", "1979-03-05", "good"),
        ("1811020503790042", "1980-03-05", "weak"),
        ("1811020101700001", "", "weak"),
        ("1811020503790000", "", "bad"),
        ("1811020000700012", "", "bad"),
        ("1111111111111111", "", "bad"),
        ("18110205037900", "", "bad"),
    ],
)
def test_a_nik_is_worth_what_it_can_prove(nik, born, value):
    assert worth(nik, born) == value


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("1979-03-05", "1979-03-05", "born_same"),
        ("1950-12-31", "1950-12-31", "born_same_round"),
        ("1979-03-05", "1979-05-03", "born_swapped"),
        ("1979-03-05", "1978-03-05", "born_slip"),
        ("1987-03-27", "1978-03-27", "born_slip"),
        ("1950-12-31", "1950-03-18", "born_year"),
        ("1952-01-01", "1950-03-18", "born_near_year"),
        ("1979-03-05", "1979-11-24", "born_same_year"),
        ("1979-03-05", "1991-11-24", "born_other"),
    ],
)
def test_days_of_birth_agree_in_kinds(one, other, kind):
    assert birth_kind(one, other) == birth_kind(other, one) == kind


# People


def test_one_person_written_twice_is_very_alike_and_the_sentence_says_why():
    told = compare(HEAD, replace(HEAD, name="Tumpal Sihombng"))
    assert told.strength == "Sangat mirip"
    assert told.same_nik
    assert told.why.startswith("NIK sama, nama 93 %, tanggal lahir sama, nomor KK sama, nama ibu sama, desa sama")


def test_what_speaks_against_comes_after_what_speaks_for():
    told = compare(replace(HEAD, nik=""), replace(HEAD, nik="", sex="2"))
    assert told.why.endswith("desa sama; tetapi jenis kelamin berbeda")
    assert ("≠", "Jenis kelamin", "perempuan") in told.lines


def test_numbers_are_never_told_in_full():
    other = replace(HEAD, nik="1811020503790024", kk="1811022708190070")
    assert not any(number in str(compare(HEAD, other)) for number in (HEAD.nik, HEAD.kk, other.nik, other.kk))


def test_likeness_is_the_same_from_both_sides(pairs):
    differing = [
        pair
        for pair in pairs
        if not pair.holders and abs(compare(pair.first, pair.second).bits - compare(pair.second, pair.first).bits) > 1e-9
    ]
    assert not differing


def test_twins_are_two_people_even_with_nearly_one_name():
    for name in ("Husein", "Hassan", "Hisan"):
        other = replace(TWIN, name=name, nik="1811021204100002")
        assert compare(TWIN, other).strength == ("Sangat mirip" if name == "Hassan" else "")
    assert "mungkin kembar" in compare(replace(TWIN, name="Nayla", nik=""), replace(TWIN, name="Nayra", nik="")).why


def test_a_son_named_after_his_father_is_another():
    son = replace(HEAD, nik="", birth_date="2001-08-19", relation="4")
    told = compare(HEAD, son)
    assert told.strength == ""
    assert "yang satu kepala keluarga, yang lain anaknya" in told.why
    assert "terpaut 22 tahun" in told.why


def test_one_common_name_alone_proves_nothing():
    assert compare(Traits("Siti", region_id=VILLAGE), Traits("Siti", region_id=VILLAGE)).strength == ""


def test_a_nik_that_many_carry_says_so_and_proves_nothing():
    one, other = replace(HEAD, name="Karto"), replace(HEAD, name="Wagiyem", sex="2", birth_date="1962-08-08", kk="", mother_name="")
    told = compare(one, other, holders=20)
    assert (told.strength, told.same_nik) == ("", True)
    assert ("?", "NIK", "NIK dipakai 20 orang") in told.lines


def test_a_copied_nik_does_not_make_another_name_and_day_one_person():
    told = compare(HEAD, Traits("Wagiyem", HEAD.nik, "1962-08-08", "2", region_id=VILLAGE))
    assert (told.strength, told.same_nik) == ("", True)


@pytest.mark.parametrize(
    ("nik", "kind"), [("1811020503790024", "nik_serial"), ("1811020508790042", "nik_slip"), ("3508051212840003", "nik_other")]
)
def test_another_nik_weighs_by_how_it_differs(nik, kind):
    bare = Traits("Tumpal Sihombing", HEAD.nik)
    without = compare(replace(bare, nik=""), bare).bits
    assert compare(bare, replace(bare, nik=nik)).bits - without == pytest.approx(WEIGHTS[kind])


def test_someone_without_a_name_is_never_more_than_possible():
    nameless = replace(HEAD, name="")
    assert compare(HEAD, replace(nameless, nik="")).strength == ""
    assert compare(HEAD, nameless).strength == "Mungkin"


# Families

WIFE = Traits("Rosmaida Hutapea", "", "1982-07-17", "2", HEAD.kk, VILLAGE, "003", "001", relation="3")
CHILD = Traits("Ester Sihombing", "", "2009-09-19", "2", HEAD.kk, VILLAGE, "003", "001", relation="4")
HOME = Family((HEAD, WIFE, CHILD), HEAD.kk, VILLAGE, "003", "001")


def test_a_family_written_twice_is_one_and_its_people_are_paired():
    other = replace(HOME, members=(replace(WIFE, name="Rosmaida Hutapaea"), replace(HEAD, nik="")))
    told = compare_households(HOME, other)
    assert (told.strength, told.same_kk) == ("Sangat mirip", True)
    assert sorted((one, two) for one, two, _told in told.members) == [(0, 1), (1, 0)]
    assert told.why == "nomor KK sama, 2 dari 2 anggota sama"


def test_a_family_under_a_new_kk_is_found_by_its_people():
    members = tuple(replace(one, kk="1811020101200009") for one in HOME.members)
    told = compare_households(HOME, replace(HOME, kk="1811020101200009", members=members))
    assert told.strength != ""
    assert not told.same_kk


def test_a_daughter_who_founded_a_family_does_not_make_two_families_one():
    married = replace(CHILD, kk="1811020101300001", relation="3")
    husband = Traits("Robert Manurung", "", "2005-01-11", "1", "1811020101300001", VILLAGE, relation="1")
    told = compare_households(HOME, Family((husband, married), "1811020101300001", VILLAGE, "005", "001"))
    assert told.strength == ""


def test_one_kk_with_other_people_is_to_be_looked_at_and_says_so():
    told = compare_households(HOME, Family((Traits("Karto", birth_date="1955-02-02", sex="1"),), HEAD.kk, VILLAGE))
    assert told.strength == "Mungkin"
    assert told.why == "nomor KK sama, tetapi tidak ada anggota yang sama"


def test_two_empty_families_are_not_alike():
    assert compare_households(Family(), Family()).strength == ""
