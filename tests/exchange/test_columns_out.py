"""Chosen columns go out as text in the order chosen, with the numbers of people hidden if wanted."""

import openpyxl
import pytest

from fieldapp import problems
from fieldapp.exchange.columns_out import write_columns

COLUMNS = (("Nama", "name"), ("No. NIK", "nik"), ("HP", "phone"), ("JK", "sex"), ("Kerja", "occupation"))
ROWS = [
    {"name": "=Ani", "nik": "1811024503810042", "phone": "+6281234567890", "sex": "2", "occupation": "9"},
    {"name": "Budi", "nik": None},
]


def written(path, **how):
    assert write_columns(path, COLUMNS, ROWS, **how) == 2
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows()]


def test_columns_stand_in_the_order_chosen_and_are_text(tmp_path):
    assert written(tmp_path / "a.xlsx") == [
        ["Nama", "No. NIK", "HP", "JK", "Kerja"],
        ["=Ani", "1811024503810042", "+6281234567890", "2", "9"],
        ["Budi", None, None, None, None],
    ]
    assert {cell.data_type for cell in openpyxl.load_workbook(tmp_path / "a.xlsx").active[2]} == {"s"}


def test_numbers_of_people_are_hidden_when_the_sheet_leaves_the_house(tmp_path):
    _heads, first, _second = written(tmp_path / "a.xlsx", mask=True)
    assert first[:3] == ["=Ani", "1811••••••••0042", "+628••••••7890"]


def test_codes_are_written_in_words_if_wanted(tmp_path):
    _heads, first, _second = written(tmp_path / "a.xlsx", labels=True)
    assert first[3:] == ["Perempuan", "Petani/pekebun"]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(problems.Problem) as refused:
        write_columns(tmp_path / "tidak ada" / "a.xlsx", COLUMNS, ROWS)
    assert refused.value.kind is problems.FOLDER_UNWRITABLE
