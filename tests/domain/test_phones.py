"""Telephone numbers, however typed."""

import pytest

from fieldapp import problems
from fieldapp.domain import phones


@pytest.mark.parametrize(
    "text",
    [
        "081234567890",
        "0812 3456-7890",
        "62812 3456 7890",
        "+62 812-3456-7890",
        "6281234567890",
        "0062 81234567890",
        "81234567890",
        "+62 0812 3456 7890",
    ],
)
def test_every_way_of_typing_a_mobile_gives_one_form(text):
    assert phones.normalise(text) == "+6281234567890"


def test_a_fixed_line_is_taken():
    assert phones.normalise("(021) 5703303") == "+62215703303"
    assert not phones.is_mobile("+62215703303")


def test_a_number_of_another_country_keeps_its_country():
    assert phones.normalise("+60 12-345 6789") == "+60123456789"


@pytest.mark.parametrize("text", ["", "0812", "08123456789012345", "dua belas", "0812x3456789", "080000000000", "+999123", "0812345"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(problems.Problem) as refused:
        phones.normalise(text)
    assert refused.value.kind is problems.PHONE_WRONG


def test_a_number_is_shown_in_groups():
    assert phones.written("+6281234567890") == "0812 3456 7890"
    assert phones.written("+60123456789") == "+60123456789"
