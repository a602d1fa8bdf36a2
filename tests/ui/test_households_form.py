"""Registering a family: once, by keyboard alone, with every reason beside its field."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldapp.services import households, registration, settings
from tests.ui.support import ALT, CONTROL, Window, family, nik, workspace

TAB, ENTER, DOWN = Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Down


@pytest.fixture
def laptop(tmp_path, light):
    opened = []

    def open_with(*names, **facts):
        opened.append(workspace(tmp_path, *names, **facts))
        return opened[-1]

    yield open_with
    for ws in opened:
        ws.close()


def entry(page, name):
    return page.fields[name].entry


def test_a_family_is_registered_by_keyboard_alone_and_members_follow(laptop, qtbot):
    ws = laptop()
    window = Window(ws, qtbot)
    window.open("households")
    window.press(Qt.Key.Key_N, CONTROL)
    window.settle()
    page = window.shell.page("household_form")
    assert QApplication.focusWidget() is entry(page, "head.name")
    window.type("Sri Wahyuni")
    window.press(TAB)
    window.type(nik(7, sex="2", born=date(1983, 8, 17)))
    window.until(lambda: page.fields.value("head.birth_date") == date(1983, 8, 17))
    assert page.fields.value("head.sex") == "2"
    entry(page, "region_id").setFocus()
    window.type("sungai cam")
    window.until(lambda: entry(page, "region_id").popup_open())
    QApplication.processEvents()
    window.press(ENTER)
    assert page.fields.value("region_id") == "18.11.02.2002"
    window.press(ENTER, CONTROL)
    window.until(lambda: window.shell.current == "member_form")
    window.settle()
    (home,) = households.household_ids(ws)
    view = households.household(ws, home)
    assert (view.name, view.village, view.members[0].sex, view.members[0].birth_date) == (
        "Sri Wahyuni",
        "Sungai Cambai",
        "P",
        date(1983, 8, 17),
    )
    assert settings.get(ws, "draft.household") is None
    member_page = window.shell.page("member_form")
    assert QApplication.focusWidget() is entry(member_page, "name")
    window.type("Dewi Lestari")
    window.press(Qt.Key.Key_K, ALT)
    window.press(DOWN)
    window.press(ENTER, CONTROL)
    window.until(lambda: len(households.household(ws, home).members) == 2)
    window.settle()
    assert member_page.so_far.text.text() == "2 anggota sejauh ini"
    assert member_page.fields.value("name") == ""
    window.press(Qt.Key.Key_Escape)
    window.settle()
    assert window.shell.current == "households"
    assert [row[0].text for row in window.shell.page("households").family.members._model.rows] == ["Sri Wahyuni", "Dewi Lestari"]


def test_a_wrong_nik_is_said_under_its_field_once_left_and_nothing_is_saved(laptop, qtbot):
    ws = laptop()
    window = Window(ws, qtbot)
    page = window.open("household_form")
    window.type("Suparman")
    window.press(TAB)
    window.type("18110205038100")
    window.until(lambda: "head.nik" in page.fields.notes)
    assert page.fields["head.nik"].state == "help"
    window.press(TAB)
    window.until(lambda: page.fields["head.nik"].wrong)
    assert page.fields["head.nik"].note.text() == "NIK harus 16 angka. Baru 14, kurang 2."
    window.press(ENTER, CONTROL)
    window.settle()
    assert QApplication.focusWidget() is entry(page, "head.nik")
    assert page.wrong.text() == "2 isian perlu diperbaiki"
    assert households.household_ids(ws) == ()


def test_the_same_nik_is_stopped_with_the_name_of_the_other(laptop, qtbot):
    ws = laptop("Suparman")
    window = Window(ws, qtbot)
    page = window.open("household_form")
    window.type("Orang Lain")
    window.press(TAB)
    window.type(nik(1))
    window.press(TAB)
    window.until(lambda: page.fields["head.nik"].wrong)
    assert "sudah tercatat untuk Suparman" in page.fields["head.nik"].note.text()
    window.until(lambda: len(page.likely.matches) == 1)
    assert page.likely.matches[0].same_nik
    window.press(ENTER, CONTROL)
    window.settle()
    assert len(households.household_ids(ws)) == 1
    window.press(Qt.Key.Key_1, ALT)
    window.settle()
    assert window.asked[-1] == ("households", {"household": page.likely.matches[0].household_id})
    assert window.shell.page("households").family.view.name == "Suparman"


def test_a_similar_name_warns_and_stops_nobody(laptop, qtbot):
    ws = laptop("Muhammad Slamet Riyadi")
    window = Window(ws, qtbot)
    page = window.open("household_form")
    window.type("Moh. Slamet Riyadi")
    window.until(lambda: page.fields["head.name"].state == "warn")
    assert page.fields["head.name"].note.text() == "1 warga mirip, lihat di kanan (F6)"
    page.fields.put("head.nik", nik(55, born=date(1990, 2, 1)))
    entry(page, "region_id").set_region("18.11.02.2002")
    window.press(ENTER, CONTROL)
    window.until(lambda: len(households.household_ids(ws)) == 2)


def test_f8_walks_through_every_error_and_each_names_its_reason(laptop, qtbot):
    window = Window(laptop(), qtbot)
    page = window.open("household_form")
    for name, text in (("kk", "123"), ("phone", "08"), ("rt", "abc"), ("latitude", "900"), ("head.birth_date", "31/02/1990")):
        page.fields.put(name, None)
        entry(page, name).setText(text)
    window.press(Qt.Key.Key_F8)
    seen = []
    for _step in range(8):
        seen.append(QApplication.focusWidget())
        window.press(Qt.Key.Key_F8)
    walked = [next(name for name, field in page.fields.fields.items() if field.entry is widget) for widget in seen]
    assert set(walked) == {"head.name", "head.nik", "head.birth_date", "phone", "kk", "region_id", "rt", "latitude"}
    assert all(page.fields[name].note.text().endswith(".") for name in walked)
    assert page.wrong.text() == "8 isian perlu diperbaiki"


def test_a_note_of_several_lines_is_not_cut(laptop, qtbot):
    window = Window(laptop(), qtbot)
    page = window.open("household_form")
    entry(page, "rt").setText("abc")
    window.press(ENTER, CONTROL)
    QApplication.processEvents()
    note = page.fields["rt"].note
    assert note.heightForWidth(note.width()) > 20
    assert note.height() >= note.heightForWidth(note.width())


def test_without_a_nik_a_reason_from_the_list_is_enough(laptop, qtbot):
    ws = laptop()
    window = Window(ws, qtbot)
    page = window.open("household_form")
    window.type("Mbah Karsinem")
    window.press(Qt.Key.Key_K, ALT)
    assert QApplication.focusWidget() is entry(page, "head.no_nik_reason")
    window.press(DOWN)
    entry(page, "region_id").set_region("18.11.02.2002")
    window.press(ENTER, CONTROL)
    window.until(lambda: len(households.household_ids(ws)) == 1)
    view = households.household(ws, households.household_ids(ws)[0])
    assert (view.members[0].nik, view.members[0].nik_note) == ("tanpa NIK", "akta sedang diurus")


def test_what_is_typed_survives_closing_the_window(laptop, qtbot):
    ws = laptop()
    window = Window(ws, qtbot)
    window.open("household_form")
    window.type("Suparman")
    window.press(TAB)
    window.type("18110205")
    window.press(Qt.Key.Key_Escape)
    window.press(Qt.Key.Key_Escape)
    window.settle()
    assert window.shell.current == "households"
    again = Window(ws, qtbot).open("household_form")
    assert again.fields.value("head.name") == "Suparman"


def test_the_last_village_stays_for_the_next_family(laptop, qtbot):
    ws = laptop()
    window = Window(ws, qtbot)
    page = window.open("household_form")
    page.fields.put("head.name", "Suparman")
    page.fields.put("head.nik", nik(3))
    entry(page, "region_id").set_region("18.11.02.2002")
    page.fields.put("rt", "003")
    page.save()
    window.until(lambda: window.shell.current == "member_form")
    window.settle()
    page = window.open("household_form")
    assert (page.fields.value("region_id"), page.fields.value("rt"), page.fields.value("head.name")) == ("18.11.02.2002", "003", "")
    assert entry(page, "region_id").text() == "Sungai Cambai (18.11.02.2002)"


def test_correcting_a_family_changes_what_was_changed_and_returns_to_it(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    window = Window(ws, qtbot)
    page = window.open("household_form", household=home)
    assert page.header.title.text() == "Ubah keluarga"
    assert page.fields.value("kk") == "1811021407200001"
    entry(page, "hamlet").setFocus()
    window.type("Dusun II")
    window.press(ENTER, CONTROL)
    window.until(lambda: window.shell.current == "households")
    form = registration.household_form(ws, home)
    assert (form.hamlet, form.kk, form.rt) == ("Dusun II", "1811021407200001", "003")


def test_correcting_a_member_shows_the_full_nik_and_keeps_the_rest(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    person = households.household(ws, home).members[0].id
    window = Window(ws, qtbot)
    page = window.open("member_form", household=home, person=person)
    assert page.fields.value("nik") == nik(1)
    entry(page, "occupation").setFocus()
    window.type("buruh tani")
    window.until(lambda: entry(page, "occupation").popup_open())
    window.press(ENTER)
    window.press(ENTER, CONTROL)
    window.until(lambda: window.shell.current == "households")
    kept = registration.person_form(ws, person)
    assert (kept.occupation, kept.nik, kept.relation) == ("20", nik(1), "1")


def test_a_point_pasted_whole_fills_both_fields(laptop, qtbot):
    page = Window(laptop(), qtbot).open("household_form")
    latitude = entry(page, "latitude")
    latitude.setFocus()
    latitude.setText("-3.98412, 105.61877")
    entry(page, "address").setFocus()
    assert (page.fields.value("latitude"), page.fields.value("longitude")) == ("-3.98412", "105.61877")


def test_clearing_the_form_can_be_taken_back(laptop, qtbot):
    window = Window(laptop(), qtbot)
    page = window.open("household_form")
    window.type("Suparman")
    page.clean_button.click()
    assert page.fields.value("head.name") == ""
    window.press(Qt.Key.Key_Z, CONTROL)
    assert page.fields.value("head.name") == "Suparman"


def test_a_number_changed_elsewhere_is_refused_at_its_field(laptop, qtbot):
    ws = laptop("Suparman")
    window = Window(ws, qtbot)
    page = window.open("household_form")
    page.fields.put("head.name", "Orang Baru")
    page.fields.put("head.nik", nik(77))
    entry(page, "region_id").set_region("18.11.02.2002")
    page.look()
    real = page._check
    page._check = dict  # what another window kept since this form looked last
    family(ws, "Sudah Ada", serial=77)
    page.save()
    page._check = real
    window.settle()
    assert page.fields["head.nik"].wrong
    assert "Sudah Ada" in page.fields["head.nik"].note.text()
    assert len(households.household_ids(ws)) == 2


def test_a_correction_left_half_way_is_there_again_and_a_fresh_one_shows_the_record_as_it_is(laptop, qtbot):
    ws = laptop("Suparman", "Tukiyem")
    first, second = households.household_ids(ws)
    window = Window(ws, qtbot)
    page = window.open("household_form", household=first)
    entry(page, "hamlet").setText("Dusun II")
    window.open("household_form", household=second)
    assert page.fields.value("hamlet") == ""
    page = window.open("household_form", household=first)
    assert page.fields.value("hamlet") == "Dusun II"
    page.clean_button.click()
    window.open("households")
    registration.edit_household(ws, first, replace(registration.household_form(ws, first), hamlet="Dusun III"))
    page = window.open("household_form", household=first)
    assert page.fields.value("hamlet") == "Dusun III"


def test_the_village_of_a_family_is_shown_but_not_offered_for_change(laptop, qtbot):
    ws = laptop("Suparman")
    page = Window(ws, qtbot).open("household_form", household=households.household_ids(ws)[0])
    assert entry(page, "region_id").text() == "Sungai Cambai (18.11.02.2002)"
    assert not entry(page, "region_id").isEnabled()
    assert not page.likely.isVisible()
