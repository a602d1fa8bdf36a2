"""What may stand in a cell, and the sentence when something else does."""

from datetime import date

import pytest

from fieldapp import problems
from fieldapp.exchange import cells

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "value",
    [
        "1981-03-05",
        "05-03-1981",
        "5/3/1981",
        "05.03.1981",
        "5 Maret 1981",
        "5-Mar-1981",
        "1981/3/5",
        "1981-03-05 00:00:00",
        date(1981, 3, 5),
        29650,
        29650.0,
    ],
)
def test_every_way_of_writing_a_day_gives_one(value):
    assert cells.birth_date("tanggallahir", value, TODAY) == "1981-03-05"


@pytest.mark.parametrize(
    "value",
    ["tidak tahu", "1981", "05-03-81", "31-02-1981", "29650", "1981-13-01", "lahir 1981-03-05", -5, 999999, "5 Marit 1981", 19810305],
)
def test_text_in_a_day_is_refused_by_what_stands_there(value):
    with pytest.raises(problems.Problem) as refused:
        cells.birth_date("tanggallahir", value, TODAY)
    assert refused.value.kind is problems.CELL_DATE
    assert str(value) in refused.value.sentence


@pytest.mark.parametrize(("value", "kind"), [("2026-11-24", problems.BIRTH_DATE_FUTURE), ("1890-01-01", problems.BIRTH_DATE_WRONG)])
def test_a_birth_that_cannot_be_is_refused(value, kind):
    with pytest.raises(problems.Problem) as refused:
        cells.birth_date("tanggallahir", value, TODAY)
    assert refused.value.kind is kind


@pytest.mark.parametrize("value", [None, "", " ", "-", "n/a", "Tidak ada", "0000-00-00", 0, "\N{NO-BREAK SPACE}"])
def test_placeholders_are_no_day(value):
    assert cells.day("tanggalperkawinan", value) is None


@pytest.mark.parametrize("value", [1811020503810040, 1811020503810040.0, 18110205038100400, "1.81102E+15", "1,81102050381E+15"])
def test_a_nik_stored_as_a_number_has_lost_its_last_digit(value):
    for reader in (lambda: cells.nik("nik", value, TODAY), lambda: cells.kk("no_kk", value)):
        with pytest.raises(problems.Problem) as refused:
            reader()
        assert refused.value.kind is problems.CELL_NUMBER_CUT
        assert "Ubah kolom menjadi Teks" in refused.value.sentence


def test_a_nik_of_seventeen_digits_says_one_too_many():
    with pytest.raises(problems.Problem) as refused:
        cells.nik("nik", "18110205038100421", TODAY)
    assert refused.value.sentence == "NIK harus 16 angka. Baru 17, lebih 1."


@pytest.mark.parametrize("value", [None, "", "0", 0, "-", "belum ada"])
def test_people_without_a_nik_are_let_through(value):
    assert cells.nik("nik", value, TODAY) is None


def test_sixteen_zeros_are_no_number():
    assert cells.kk("no_kk", "0" * 16) is None
    with pytest.raises(problems.Problem) as refused:
        cells.nik("nik", "0" * 16, TODAY)
    assert refused.value.kind is problems.NIK_DATE


def test_an_apostrophe_before_a_number_is_taken_off():
    assert cells.nik("nik", "'1811020503810042", TODAY) == "1811020503810042"


@pytest.mark.parametrize(
    ("value", "code"), [("1", "1"), (1, "1"), (1.0, "1"), ("01", "1"), ("Islam", "1"), ("ISLAM", "1"), ("", None), (0, None)]
)
def test_a_code_is_read_as_number_text_or_label(value, code):
    assert cells.coded("agama")("agama_id", value) == code


@pytest.mark.parametrize("value", ["8", 99, "kejawen", "-1", 1.5])
def test_a_code_outside_the_list_is_refused_with_the_list(value):
    with pytest.raises(problems.Problem) as refused:
        cells.coded("agama")("agama_id", value)
    assert refused.value.kind is problems.CELL_CODE
    assert "1 Islam, 2 Kristen" in refused.value.sentence


@pytest.mark.parametrize("value", ["xxx", "TEST", "12345", "..", "N N".replace(" ", "")])
def test_a_placeholder_is_no_name(value):
    with pytest.raises(problems.Problem) as refused:
        cells.name("nama", value)
    assert refused.value.kind is problems.CELL_NAME


def test_a_name_is_kept_as_given():
    assert cells.name("nama", "  <b>O'Neil,  S.Sos. ") == "<b>O'Neil, S.Sos."
    with pytest.raises(problems.Problem) as refused:
        cells.name("nama", "a" * 101)
    assert refused.value.kind is problems.NAME_TOO_LONG


@pytest.mark.parametrize(("value", "told"), [("3", "003"), (3, "003"), (3.0, "003"), ("003", "003"), ("0", None), ("-", None)])
def test_rt_and_rw_have_three_digits(value, told):
    assert cells.rt_rw("rt", value) == told


@pytest.mark.parametrize("value", ["RT 3", "1234", "³"])
def test_other_rt_are_refused(value):
    with pytest.raises(problems.Problem) as refused:
        cells.rt_rw("rt", value)
    assert refused.value.kind is problems.RT_RW_WRONG


@pytest.mark.parametrize(("value", "told"), [("-4,0512", "-4.0512"), ("-4.0512", "-4.0512"), (-4.0512, "-4.0512"), ("0", None), ("", None)])
def test_degrees_take_dot_or_comma(value, told):
    assert cells.coordinate(cells.LATITUDES)("lat", value) == told


@pytest.mark.parametrize("value", ["105.2", "utara", "NaN", "-40512", "4°3'"])
def test_degrees_outside_indonesia_are_refused(value):
    with pytest.raises(problems.Problem) as refused:
        cells.coordinate(cells.LATITUDES)("lat", value)
    assert refused.value.kind is problems.CELL_COORDINATE
