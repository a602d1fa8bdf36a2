"""Days, hours, numbers and rupiah as they are written, and in words."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words

from fieldapp import language
from fieldapp.domain import written

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (0, "nol"), (1, "satu"), (10, "sepuluh"), (11, "sebelas"), (12, "dua belas"), (20, "dua puluh"), (100, "seratus"),
        (1_000, "seribu"), (1_100, "seribu seratus"), (11_000, "sebelas ribu"), (1_000_000, "satu juta"), (10**9, "satu miliar"),
        (10**12, "satu triliun"), (837_062, "delapan ratus tiga puluh tujuh ribu enam puluh dua"),
        (2_500_000_000, "dua miliar lima ratus juta"), ("12.77", "dua belas koma tujuh tujuh"), (-5, "minus lima"),
        (100_000, "seratus ribu"), (101_000, "seratus satu ribu"), ("0.05", "nol koma nol lima"), (1_001, "seribu satu"),
    ],
)  # fmt: skip
def test_figures_in_words(figures, words):
    assert written.terbilang(figures) == words


@given(st.integers(0, 10**15 - 1))
def test_words_agree_with_num2words(count):
    assert written.terbilang(count) == " ".join(num2words(count, lang="id").split())


def test_a_receipt_begins_with_a_capital():
    assert written.rupiah_in_words(1_350_000) == "Satu juta tiga ratus lima puluh ribu rupiah"


def test_days_are_written_as_indonesia_writes_them():
    assert written.date_short(SUNDAY) == "22/11/26"
    assert written.date_medium("2026-08-22") == "22 Agu 2026"
    assert written.date_long(SUNDAY) == "22 November 2026"
    assert written.date_full("2026-11-23") == "Senin, 23 November 2026"
    assert written.date_entry(SUNDAY) == "22/11/2026"
    assert written.month_year(SUNDAY) == "November 2026"
    assert written.month_roman(SUNDAY) == "XI"


def test_days_agree_with_babel():
    from babel.dates import format_date

    for month in range(1, 13):
        told = date(2026, month, 10 + month)  # the two differ on 4 and 04 only
        for form, ours in (
            ("medium", written.date_medium),
            ("long", written.date_long),
            ("full", written.date_full),
            ("short", written.date_short),
        ):
            assert ours(told) == format_date(told, form, locale="id_ID")


def test_english_days_follow_the_language():
    language.choose("en")
    try:
        assert written.date_full("2026-11-23") == "Monday, 23 November 2026"
        assert written.number("1234567.89") == "1,234,567.89"
        assert written.date_in_words(SUNDAY).startswith("Minggu")
    finally:
        language.choose("id")


def test_a_bast_opens_with_the_day_in_words():
    assert written.date_in_words(SUNDAY) == "Minggu, tanggal dua puluh dua, bulan November, tahun dua ribu dua puluh enam (22-11-2026)"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("2026-11-22", "hari ini"),
        ("2026-11-21", "kemarin"),
        ("2026-11-23", "besok"),
        ("2026-11-27", "5 hari lagi"),
        ("2026-11-15", "7 hari lalu"),
        ("2026-12-01", "1 Des 2026"),
    ],
)
def test_near_days_are_said_in_words(told, words):
    assert written.relative_day(told, SUNDAY) == words


def test_the_hour_is_that_of_the_zone():
    assert written.time_written("2026-11-23T09:40:00.000Z", "WIB") == "16.40 WIB"
    assert written.moment_written("2026-11-23T16:40:00.000Z", "WIT") == "24 November 2026, 01.40 WIT"


def test_numbers_have_dots_between_thousands_and_a_comma_before_decimals():
    assert written.number("1234567.89") == "1.234.567,89"
    assert written.number(Decimal("0.125"), 2) == "0,13"
    assert written.rupiah(1_350_000) == "Rp1.350.000"
    assert written.rupiah(-500) == "-Rp500"
    assert written.percent("12.13") == "12,13%"


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234.567,89", "1234567.89"), ("7,25", "7.25"), ("7.25", "7.25"), ("1.234", "1234"), (" 12 ", "12"), ("-3,5", "-3.5")],
)
def test_numbers_are_read_with_comma_or_dot(text, value):
    assert written.read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "nan", "1e5", "Infinity", "12.34,5"])
def test_what_is_no_number_is_not_read(text):
    with pytest.raises(ValueError, match=r"^\W*" + re.escape(text.strip()[:3])):
        written.read_number(text)


@pytest.mark.parametrize(
    ("birth", "on", "years"),
    [
        ("1981-11-23", "2026-11-22", 44),
        ("1981-11-23", "2026-11-23", 45),
        ("2000-02-29", "2026-02-28", 25),
        ("2000-02-29", "2026-03-01", 26),
        ("2000-02-29", "2024-02-29", 24),
    ],
)
def test_age_counts_completed_years(birth, on, years):
    assert written.age(birth, on) == years


def test_small_children_are_told_in_months():
    assert written.age_written("2025-01-31", "2026-11-30") == "21 bulan"
    assert written.age_written("1981-11-23", "2026-11-23") == "45 tahun"
