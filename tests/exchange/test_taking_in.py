"""A sheet becomes records of an encrypted store: all of it in one act, or nothing."""

from datetime import date

import pytest

from fieldapp import problems
from fieldapp.exchange.residents import import_residents, read_residents
from fieldapp.services import accounts
from fieldapp.services.households import household, household_ids
from tests.exchange import sheets

TODAY = date(2026, 11, 23)


@pytest.fixture
def laptop(tmp_path):
    profile = accounts.Profile("rina", "Rina Wati", "TKSK", "worker", ("18.11.02",))
    workspace = accounts.create_account(tmp_path / "home", profile, "kuda laut hijau besar")
    yield workspace
    workspace.close()


def read(tmp_path, rows, village=sheets.VILLAGE):
    return read_residents(sheets.write(tmp_path / "warga.xlsx", rows), today=TODAY, village=village)


def test_families_of_a_sheet_are_found_on_the_laptop(tmp_path, laptop):
    head, wife, child = sheets.family(2)
    taken = import_residents(laptop, read(tmp_path, [*sheets.family(1), head | {"nama": "Tjokro Wongso"}, wife, child]))
    assert (taken.households, taken.persons, taken.rows_left) == (2, 6, 0)
    (found,) = household_ids(laptop, "cokro")
    assert [member.name for member in household(laptop, found).members] == ["Tjokro Wongso", "Siti Aminah C", "Agus Pratama C"]


def test_one_wrong_row_and_nothing_is_kept(tmp_path, laptop):
    sheet = read(tmp_path, [*sheets.family(1), sheets.person(2, sex="3")])
    with pytest.raises(problems.Problem) as refused:
        import_residents(laptop, sheet)
    assert refused.value.kind is problems.SHEET_ROWS_WRONG
    assert household_ids(laptop) == ()


def test_families_with_a_wrong_row_can_be_left_out_whole(tmp_path, laptop):
    wrong = sheets.family(2)
    wrong[2]["sex"] = "3"
    taken = import_residents(laptop, read(tmp_path, sheets.family(1) + wrong), skip_wrong=True)
    assert (taken.households, taken.persons, taken.rows_left) == (1, 3, 3)
    assert len(household_ids(laptop)) == 1


def test_a_cancelled_import_keeps_nothing(tmp_path, laptop):
    class CancelledError(Exception):
        pass

    def cancel(done, _total):
        if done:
            raise CancelledError

    rows = [row for number in range(1, 62) for row in sheets.family(number, members=1)]
    with pytest.raises(CancelledError):
        import_residents(laptop, read(tmp_path, rows), progress=cancel)
    assert household_ids(laptop) == ()


def test_the_same_sheet_twice_makes_nobody_twice(tmp_path, laptop):
    sheet = read(tmp_path, sheets.family(1))
    import_residents(laptop, sheet)
    again = import_residents(laptop, sheet)
    assert (again.households, again.persons, again.known_households) == (0, 0, 1)
    assert len(household_ids(laptop)) == 1


def test_a_village_outside_ones_area_is_refused(tmp_path, laptop):
    with pytest.raises(problems.Problem) as refused:
        import_residents(laptop, read(tmp_path, sheets.family(1), village="32.12.01.2011"))
    assert refused.value.kind is problems.OUTSIDE_AREA
    assert household_ids(laptop) == ()
