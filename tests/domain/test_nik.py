"""NIK and KK: the table of the domain facts, word for word, and what may never stop anyone."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp import problems
from fieldapp.domain import nik
from fieldapp.resources import KnownRegions

TODAY = date(2026, 11, 23)
KNOWN = KnownRegions()


def test_a_womans_day_of_birth_is_forty_more():
    found = nik.check("3212014508900001", TODAY, KNOWN)
    assert (found.sex, found.birth_dates, found.region_code, found.warnings) == (nik.FEMALE, (date(1990, 8, 5),), "32.12.01", ())


def test_two_centuries_give_two_candidates_and_no_guess():
    found = nik.check("3212010505150001", TODAY, KNOWN)
    assert found.sex == nik.MALE
    assert found.birth_dates == (date(1915, 5, 5), date(2015, 5, 5))


def test_a_told_birth_date_settles_which_century():
    found = nik.check("3212010505150001", TODAY, KNOWN, birth_date=date(2015, 5, 5))
    assert (found.birth_dates, found.warnings) == ((date(2015, 5, 5),), ())


@pytest.mark.parametrize(
    "text", ["3212018505900001", "3212013002900001", "3212017202900001", "3212010013900001", "3212010100000000"[:12] + "0001"]
)
def test_a_day_that_does_not_exist_is_refused(text):
    with pytest.raises(problems.Problem) as refused:
        nik.check(text, TODAY)
    assert refused.value.kind is problems.NIK_DATE


def test_the_new_provinces_of_papua_are_known():
    assert nik.check("9601014101850001", TODAY, KNOWN).warnings == ()


def test_an_unknown_kecamatan_is_a_warning_and_never_stops():
    (warning,) = nik.check("3212993005900001", TODAY, KNOWN).warnings
    assert warning.kind is problems.NIK_REGION_UNKNOWN
    assert warning.sentence.startswith("Kecamatan 32.12.99 pada NIK")


@pytest.mark.parametrize(("text", "level"), [("9912013005900001", "Provinsi 99"), ("3298013005900001", "Kabupaten/kota 32.98")])
def test_the_highest_unknown_level_is_named(text, level):
    (warning,) = nik.check(text, TODAY, KNOWN).warnings
    assert warning.sentence.startswith(level)


def test_the_serial_0000_is_refused():
    with pytest.raises(problems.Problem) as refused:
        nik.check("3212010508900000", TODAY)
    assert refused.value.kind is problems.NIK_SERIAL


@pytest.mark.parametrize(
    ("text", "length", "difference"),
    [("18110223118100", 14, "kurang 2"), ("18110223118100042", 17, "lebih 1"), ("", 0, "kurang 16")],
)
def test_a_wrong_length_says_by_how_much(text, length, difference):
    with pytest.raises(problems.Problem) as refused:
        nik.check(text, TODAY)
    assert refused.value.kind is problems.NIK_LENGTH
    assert refused.value.sentence == f"NIK harus 16 angka. Baru {length}, {difference}."


@pytest.mark.parametrize("text", ["18110223O1810042", "١٨١١٠٢٢٣٠١٨١٠٠٤٢", "1811022301810042x", "1811/022301810042"])
def test_letters_and_other_digits_are_refused(text):
    with pytest.raises(problems.Problem) as refused:
        nik.check(text, TODAY)
    assert refused.value.kind is problems.NIK_CHARACTERS


def test_spaces_dots_and_hyphens_are_taken_out():
    assert nik.check(" 1811.0223-0181 0042 ", TODAY).nik == "1811022301810042"


def test_another_birth_date_or_sex_is_a_warning():
    found = nik.check("1811022301810042", TODAY, birth_date=date(1981, 1, 24), sex=nik.FEMALE)
    assert [warning.kind for warning in found.warnings] == [problems.NIK_BIRTH_DIFFERS, problems.NIK_SEX_DIFFERS]


def test_a_nik_of_another_kecamatan_is_a_warning():
    found = nik.check("1811022301810042", TODAY, KNOWN, lives_in="18.11.01.2001")
    assert [warning.kind for warning in found.warnings] == [problems.NIK_REGION_ELSEWHERE]
    assert nik.check("1811022301810042", TODAY, KNOWN, lives_in="18.11.02.2002").warnings == ()


def test_one_digit_sixteen_times_is_a_warning():
    kinds = [warning.kind for warning in nik.check("1111111111111111", TODAY).warnings]
    assert kinds == [problems.NUMBER_PLACEHOLDER]


def test_who_would_be_born_tomorrow_or_be_older_than_120_is_not_a_candidate():
    assert nik.check("1811022311260001", TODAY).birth_dates == (date(1926, 11, 23), date(2026, 11, 23))
    assert nik.check("1811022411260001", TODAY).birth_dates == (date(1926, 11, 24),)
    assert nik.check("1811022411060001", TODAY).birth_dates == (date(1906, 11, 24), date(2006, 11, 24))
    assert nik.check("1811022311050001", TODAY).birth_dates == (date(2005, 11, 23),)


@given(st.dates(date(1930, 1, 1), TODAY), st.booleans(), st.integers(1, 9999))
def test_every_made_nik_gives_back_its_date_and_sex(born, woman, serial):
    text = f"181102{born.day + 40 * woman:02d}{born:%m%y}{serial:04d}"
    found = nik.check(text, TODAY, birth_date=born)
    assert found.birth_dates == (born,)
    assert found.sex == (nik.FEMALE if woman else nik.MALE)


def test_the_mask_shows_the_first_and_last_four():
    assert nik.mask("1811022301810042") == "1811••••••••0042"
    assert nik.mask(None) == ""
    assert nik.mask("12345678") == "••••••••"


def test_a_kk_needs_sixteen_digits():
    with pytest.raises(problems.Problem) as refused:
        nik.check_kk("181102231181004")
    assert refused.value.kind is problems.KK_LENGTH
    with pytest.raises(problems.Problem) as refused:
        nik.check_kk("18110223O1810042")
    assert refused.value.kind is problems.KK_CHARACTERS
    assert nik.check_kk("1811 0223 0115 0042", TODAY).warnings == ()


def test_a_strange_kk_is_only_warned_about():
    assert [w.kind for w in nik.check_kk("1811024301150042", TODAY).warnings] == [problems.KK_DATE]
    assert [w.kind for w in nik.check_kk("1811022301150042", TODAY, {"1811022301150042"}).warnings] == [problems.KK_IS_NIK]
    assert [w.kind for w in nik.check_kk("2" * 16, TODAY).warnings] == [problems.NUMBER_PLACEHOLDER]
