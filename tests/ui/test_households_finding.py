"""The list of families: pages as one scrolls, filters as chips, names kept for them, misspelt names; and who is alike while registering."""

from __future__ import annotations

from datetime import date

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldapp.services import duplicates, finding, households, knowledge, registration, settings, supplements
from fieldapp.services.households import household
from tests.ui.support import ALT, CONTROL, VILLAGE, Window, crowd, member, nik, visited, workspace
from tests.ui.test_households_acts import Home
from ui.households import listing
from ui.kit.records import ROW

ENTER, ESC = Qt.Key.Key_Return, Qt.Key.Key_Escape
SHEETS = {
    "survey": [
        ["type", "name", "label", "required"],
        ["select_one air", "air", "Sumber air minum", "yes"],
        ["integer", "jarak", "Jarak ke sumber air (meter)", ""],
    ],
    "choices": [["list_name", "name", "label"], ["air", "1", "Sumur"], ["air", "2", "Sungai"]],
    "settings": [["form_title", "form_id", "version"], ["Air bersih", "air_bersih", "1"]],
}


@pytest.fixture
def laptop(tmp_path, light):
    opened = []

    def open_with(*names, **facts):
        opened.append(workspace(tmp_path, *names, **facts))
        return opened[-1]

    yield open_with
    for ws in opened:
        ws.close()


def rows(page):
    model = page.list.records.model
    return [model.index(at).data(ROW) for at in range(model.rowCount())]


def names(page):
    return [row.name for row in rows(page)]


@pytest.fixture
def large(monkeypatch):
    """Every list counts as a large one: nothing is read on the window's own thread."""
    monkeypatch.setattr(listing, "MANY", -1)


def test_a_large_list_is_read_beside_the_window_and_enter_opens_what_is_found(laptop, qtbot, large):
    window = Window(laptop("Budi", "Suparman", "Tukiyem"), qtbot)
    page = window.open("households")
    window.until(lambda: page.list.count.text() == "3 keluarga")
    window.press(Qt.Key.Key_F, CONTROL)
    window.type("tuki")
    window.press(ENTER)
    window.until(lambda: page.family.view is not None and page.family.view.name == "Tukiyem")
    window.until(lambda: page.list.count.text() == "1 dari 3 keluarga")


def test_a_family_far_down_a_large_list_is_shown_in_its_place(laptop, qtbot, large):
    ws = laptop()
    crowd(ws, 700)
    far = finding.page(ws, finding.Query(), limit=700).cards[650].id
    window = Window(ws, qtbot)
    page = window.open("households", household=far)
    window.until(lambda: page.list.records.current() == far)
    window.until(lambda: page.family.household_id == far)
    assert names(page)[650] == "Warga 00650"


def test_pages_follow_as_one_scrolls_and_none_is_told_twice(laptop, qtbot, large):
    ws = laptop()
    crowd(ws, 500)
    window = Window(ws, qtbot)
    page = window.open("households")
    window.until(lambda: page.list.count.text() == "500 keluarga")
    for _step in range(3):
        page.list.records.view.scrollToBottom()
        window.settle()
    ids = list(page.list.records.model.ids)
    assert len(ids) == len(set(ids)) == 500
    assert names(page)[-1] == "Warga 00499"


def test_a_misspelt_name_is_found_and_said_to_be_one(laptop, qtbot):
    window = Window(laptop("Suparman", "Tukiyem"), qtbot)
    page = window.open("households", text="supraman")
    window.until(lambda: names(page) == ["Suparman"])
    assert rows(page)[0].below.startswith("ejaan mirip: ")


def test_filters_show_their_counts_narrow_the_list_and_stand_as_chips_until_taken_away(laptop, qtbot):
    ws = laptop("Suparman", "Tukiyem")
    old = next(key for key in households.household_ids(ws) if household(ws, key).name == "Tukiyem")
    member(ws, old, "Mbah Karsinem", birth_date=date(1940, 1, 1))
    window = Window(ws, qtbot)
    page = window.open("households")
    window.press(Qt.Key.Key_F, ALT)
    pane = page.list
    window.until(lambda: "lansia" in pane.panel.ticks)
    assert pane.panel.ticks["lansia"].text() == "Ada lansia (1)"
    pane.panel.ticks["lansia"].setFocus()
    window.press(Qt.Key.Key_Space)
    window.settle()
    assert names(page) == ["Tukiyem"]
    assert [chip.words for chip in pane.chips.chips.values()] == ["Ada lansia"]
    window.press(ESC)
    assert pane.records.isVisible()
    pane.chips.chips["lansia"].click()
    window.settle()
    assert names(page) == ["Suparman", "Tukiyem"]
    assert pane.chips.chips == {}


def test_a_filter_is_kept_under_a_name_and_chosen_again(laptop, qtbot):
    window = Window(laptop("Suparman", "Tukiyem"), qtbot)
    page = window.open("households")
    pane = page.list
    window.press(Qt.Key.Key_F, ALT)
    window.until(lambda: bool(pane.panel.ticks))
    pane.panel._use(("lansia",))
    pane.panel._keep()
    window.until(lambda: pane.panel.name_field.wrong)
    pane.panel.name.setText("Lansia saya")
    pane.panel._keep()
    window.until(lambda: [one.name for one in finding.saved_filters(window.ws, "households")] == ["Lansia saya"])
    window.settle()
    pane.panel._untick_all()
    assert pane.query().filters == ()
    (saved,) = pane.panel._saved
    pane.panel.saved.set_value(saved)
    pane.panel.saved.changed.emit(saved)
    window.settle()
    assert pane.query().filters == ("lansia",)
    assert page.list.count.text() == "0 dari 2 keluarga"
    pane.panel._forget()
    window.until(lambda: not finding.saved_filters(window.ws, "households"))


def test_the_order_puts_the_visit_that_is_due_first(laptop, qtbot):
    ws = laptop("Amir", "Budi")
    second = next(key for key in households.household_ids(ws) if household(ws, key).name == "Budi")
    visited(ws, second, date(2026, 11, 1), date(2026, 11, 30))
    window = Window(ws, qtbot)
    page = window.open("households")
    page.list.order.set_value("next")
    page.list.order.changed.emit("next")
    window.settle()
    assert names(page) == ["Budi", "Amir"]


# Who is alike while registering


def registering(window, name, born):
    page = window.open("household_form")
    page.fields.put("head.name", name)
    page.fields.put("head.birth_date", born)
    page.fields.put("head.nik", nik(77, born=born))
    page.fields["region_id"].entry.set_region(VILLAGE)
    page.look()
    window.settle()
    return page


def test_who_is_very_much_alike_is_told_apart_with_a_reason_before_anything_is_kept(laptop, qtbot):
    ws = laptop("Muhammad Slamet Riyadi")
    window = Window(ws, qtbot)
    page = registering(window, "Moh. Slamet Riyadi", date(1981, 3, 5))
    assert page.likely.matches[0].strength == "Sangat mirip"
    alike = page.likely.matches[0].person_id
    page.save()
    window.until(lambda: page.likely.differing.field.wrong)
    assert QApplication.focusWidget() is page.likely.differing.reason
    assert len(households.household_ids(ws)) == 1
    window.type("anak, nama sama")
    window.press(ENTER, CONTROL)
    window.until(lambda: len(households.household_ids(ws)) == 2)
    window.settle()
    made = next(key for key in households.household_ids(ws) if household(ws, key).name == "Moh. Slamet Riyadi")
    new = household(ws, made).members[0].id
    ((first, second),) = duplicates.judged(ws, [new])
    assert {first, second} == {new, alike}


def test_the_one_that_is_here_is_used_and_the_draft_comes_back_with_ctrl_z(laptop, qtbot):
    ws = laptop("Muhammad Slamet Riyadi")
    window = Window(ws, qtbot)
    page = registering(window, "Moh. Slamet Riyadi", date(1981, 3, 5))
    page.keep_draft()
    window.settle()
    page.likely.use.ask(page.likely.matches[0])
    assert "dibuang" in page.likely.use.words.text()
    assert settings.get(ws, "draft.household")["head.name"] == "Moh. Slamet Riyadi"
    page.likely.use.go_on.click()
    window.until(lambda: window.shell.current == "households")
    window.until(lambda: settings.get(ws, "draft.household") is None)
    window.press(Qt.Key.Key_Tab)
    window.press(Qt.Key.Key_Z, CONTROL)
    window.until(lambda: window.shell.current == "household_form")
    window.settle()
    assert page.fields.value("head.name") == "Moh. Slamet Riyadi"


def test_each_match_says_why_and_how_much(laptop, qtbot):
    window = Window(laptop("Muhammad Slamet Riyadi"), qtbot)
    page = registering(window, "Moh. Slamet Riyadi", date(1981, 3, 5))
    match = page.likely.matches[0]
    chip = page.likely._chip(match)
    assert chip.chip.text == f"Sangat mirip {match.score}"
    assert match.why


def test_a_child_is_asked_for_a_guardian_and_a_dead_person_for_the_day(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    head = household(ws, home).members[0].id
    window = Window(ws, qtbot)
    page = window.open("member_form", household=home)
    assert not page.fields["guardian_id"].isVisibleTo(page)
    page.fields.put("name", "Bayu")
    page.fields.put("birth_date", date(2015, 1, 1))
    page.look()
    assert page.fields["guardian_id"].isVisibleTo(page)
    page.fields.put("guardian_id", head)
    page.toggle_nik()
    page.fields.put("no_nik_reason", "akta sedang diurus")
    page.save()
    window.until(lambda: len(household(ws, home).members) == 2)
    window.settle()
    child = next(one.id for one in household(ws, home).members if one.name == "Bayu")
    assert registration.person_form(ws, child).guardian_id == head
    page = window.open("member_form", household=home, person=child)
    page.fields.put("status", "2")
    page.look()
    assert page.fields["death_date"].isVisibleTo(page)
    page.fields.put("death_date", date(2026, 11, 1))
    page.save()
    window.until(lambda: registration.person_form(ws, child).death_date == date(2026, 11, 1))


def test_the_last_four_of_the_kks_are_kept_and_checked(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    window = Window(ws, qtbot)
    page = window.open("household_form", household=home)
    page.fields.put("kks_last4", "12")
    page.save()
    assert page.fields["kks_last4"].wrong
    page.fields.put("kks_last4", "1234")
    page.save()
    window.until(lambda: registration.household_form(ws, home).kks_last4 == "1234")


# Fields of the area's own


def test_a_supplement_is_filled_from_the_page_and_its_answers_stand_there(laptop, qtbot, tmp_path):
    ws = laptop("Suparman", role="coordinator_kecamatan")
    (home,) = households.household_ids(ws)
    book = xlsxwriter.Workbook(str(tmp_path / "air.xlsx"))
    for name, lines in SHEETS.items():
        sheet = book.add_worksheet(name)
        for at, line in enumerate(lines):
            sheet.write_row(at, 0, line)
    book.close()
    supplements.add(ws, tmp_path / "air.xlsx", "Air bersih", "household")
    window = Home(ws, qtbot)
    page = window.open("households", household=home)
    window.press(Qt.Key.Key_3, ALT)
    window.settle()
    known = page.family.known
    assert known.forms.isVisible()
    known._fill(supplements.active(ws, "household")[0].form)
    window.until(lambda: window.shell.page("supplement_form").form is not None)
    form = window.shell.page("supplement_form")
    assert form.finish_button.words == "Selesai, 1 isian kurang"
    form.finish()
    assert window.shell.current == "supplement_form"
    path = form.draft.opened.form.path_of("air")
    form.form.filling.draft.set(form.draft.forms[0].id, path, "2")
    window.open("households", household=home)
    window.open("supplement_form", form=form.form_id, household=home, person="")
    form.finish()
    window.until(lambda: window.shell.current == "households")
    assert [(one.label, one.code, one.meaning) for one in knowledge.of(ws, "household", home)] == [("Sumber air minum", "2", "Sungai")]
    window.press(Qt.Key.Key_3, ALT)
    window.until(lambda: page.family.known.count.text() == "1 keterangan")
    assert page.family.known.table._model.rows[0][1].second == "kode 2"


def test_the_desil_is_written_with_its_source_and_taken_back(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    window = Home(ws, qtbot)
    page = window.open("households", household=home, act="desil")
    act = page.family.acting.act
    act.save()
    assert act.fields["value"].wrong
    act.fields.put("value", "2")
    act.save()
    window.until(lambda: household(ws, home).desil is not None)
    window.settle()
    assert page.family.tiles.desil.value.text() == "2"
    window.undo()
    window.until(lambda: household(ws, home).desil is None)


def test_a_new_family_beside_a_stranger_is_asked_nothing(laptop, qtbot):
    ws = laptop("Muhammad Slamet Riyadi")
    window = Window(ws, qtbot)
    page = registering(window, "Zulkarnain Harahap", date(1990, 2, 1))
    assert page.likely.nobody.isVisible()
    assert not page.likely.differing.isVisible()
    page.save()
    window.until(lambda: len(households.household_ids(ws)) == 2)
