"""Periksa ganda by keyboard: two records side by side, a value chosen, merged, taken apart, or said to differ."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldapp.services import duplicates, merging
from fieldapp.services.households import household, household_ids
from tests.ui.support import ALT, CONTROL, Window, family, member, workspace
from ui.kit.records import ROW

WIFE = {"sex": "2", "relation": "3", "birth_date": date(1983, 2, 9)}


@pytest.fixture
def laptop(tmp_path, light):
    """A family kept twice, with a pair in the review list."""
    ws = workspace(tmp_path, "Yohanes Kambu")
    first = family(ws, "Muhammad Slamet Riyadi", serial=31)
    second = family(ws, "Moh. Slamet Riyadi", serial=13, kk="")
    member(ws, first, "Siti Aminah", **WIFE)
    member(ws, second, "Sitti Aminah", **WIFE)
    member(ws, second, "Agus", relation="4", birth_date=date(2018, 1, 9))
    duplicates.look_for_pairs(ws)
    yield ws, first, second
    ws.close()


def opened(window, **context):
    page = window.open("duplicates", **context)
    window.until(lambda: page.pair.form is not None or page.undoing.form is not None)
    return page


def names(page):
    model = page.pane.records.model
    return [model.index(at).data(ROW).name for at in range(model.rowCount())]


def test_a_pair_is_merged_by_keys_and_undone_from_the_list(laptop, qtbot):
    ws, first, second = laptop
    window = Window(ws, qtbot)
    page = opened(window)
    assert page.pane.count.text() == "1 pasangan menunggu keputusan"
    window.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.pair.fields
    window.press(Qt.Key.Key_Return, CONTROL)
    window.until(lambda: len(household_ids(ws)) == 2)
    window.until(lambda: names(page) == [])
    survivor = household(ws, first).id
    assert len(household(ws, survivor).members) == 3
    page.pane.mode.set_value("merged")
    page.pane.mode.changed.emit("merged")
    window.until(lambda: page.undoing.form is not None and page.undoing.isVisible())
    window.press(Qt.Key.Key_Return, CONTROL)
    window.until(lambda: len(household_ids(ws)) == 3)
    assert {household(ws, one).id for one in (first, second)} == {first, second}


def test_digits_choose_the_value_that_stays(laptop, qtbot):
    ws, _first, _second = laptop
    window = Window(ws, qtbot)
    page = opened(window)
    window.press(Qt.Key.Key_Return)
    page.pair.fields.set_current("head_id")
    window.press(Qt.Key.Key_2)
    assert page.pair.picks["head_id"] == "second"
    window.press(Qt.Key.Key_1)
    assert page.pair.picks["head_id"] == "first"
    window.press(Qt.Key.Key_T, ALT)
    assert page.pair.survivor == ("second" if page.pair.form.survivor == "first" else "first")
    assert page.pair.picks["head_id"] == "first"


def test_members_who_are_one_person_are_paired_and_can_be_parted(laptop, qtbot):
    ws, first, _second = laptop
    window = Window(ws, qtbot)
    page = opened(window)
    assert len(page.pair.pairs) == 2
    page.pair.toggle_member(next(iter(page.pair.joined)))
    window.press(Qt.Key.Key_Return, CONTROL)
    window.until(lambda: len(household_ids(ws)) == 2)
    assert len(household(ws, first).members) == 4


def test_said_to_differ_needs_a_reason_and_is_not_asked_again(laptop, qtbot):
    ws, *_both = laptop
    window = Window(ws, qtbot)
    page = opened(window)
    window.press(Qt.Key.Key_B, ALT)
    assert QApplication.focusWidget() is page.pair.reason
    page.pair.tell.click()
    window.until(lambda: "Alasan belum ditulis" in window.toasted())
    window.type("sepupu, beda ibu")
    page.pair.tell.click()
    window.until(lambda: duplicates.waiting(ws) == 0)
    window.until(lambda: names(page) == [])
    assert "F5 mencari lagi" in page.pane.records.nothing.sentence.text()


def test_from_a_family_the_likely_ones_are_offered_and_others_are_found_by_name(laptop, qtbot):
    ws, first, second = laptop
    window = Window(ws, qtbot)
    page = window.open("duplicates", household=first)
    window.until(lambda: names(page) == ["Moh. Slamet Riyadi"])
    window.until(lambda: page.pair.form is not None)
    assert {page.pair.form.first.id, page.pair.form.second.id} == {first, second}
    page.pane.search.setFocus()
    window.type("kambu")
    window.until(lambda: names(page) == ["Yohanes Kambu"])


def test_searching_again_shows_progress_and_what_was_found(laptop, qtbot):
    ws, *_both = laptop
    window = Window(ws, qtbot)
    page = opened(window)
    window.press(Qt.Key.Key_F5)
    window.until(lambda: "Ditemukan 1 pasangan keluarga" in window.toasted())
    assert not page.pane.progress.isVisible()


def test_a_role_that_only_reads_sees_why_it_cannot_merge(tmp_path, qtbot, light):
    ws = workspace(tmp_path, role="auditor")
    window = Window(ws, qtbot)
    page = window.open("duplicates")
    assert page.pair.merge_button.reason == "Peran Anda hanya membaca catatan keluarga."
    ws.close()


def test_a_later_change_can_be_put_back_when_undoing(laptop, qtbot):
    from fieldapp.domain import nouns

    ws, first, second = laptop
    merge_id = merging.merge(ws, "household", second, first, take=["kk"])
    with ws.transaction() as act:
        act.change(nouns.Household, second, {"kk": "1811021407209999"})
    window = Window(ws, qtbot)
    page = opened(window, merged=merge_id)
    window.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.undoing.later
    window.press(Qt.Key.Key_Return)
    assert page.undoing.put_back
    window.press(Qt.Key.Key_Return, CONTROL)
    window.until(lambda: len(household_ids(ws)) == 3)
    with ws.transaction() as act:
        assert act.get(nouns.Household, second).kk is None
