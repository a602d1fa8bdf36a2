"""What happens to a family is written down on its page: by keys, with every reason under its field and a way back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from fieldapp.services import bin as kept_bin
from fieldapp.services import consents, guardians, households, lives, merging, ppks, registration
from fieldapp.services.households import household
from tests.ui.support import ALT, CONTROL, REGION, Window, family, member, workspace
from ui.bin.page import BinPage
from ui.households.filling import SupplementPage
from ui.kit import Button, Label

ESC, ENTER = Qt.Key.Key_Escape, Qt.Key.Key_Return


@pytest.fixture
def laptop(tmp_path, light):
    opened = []

    def open_with(*names, **facts):
        opened.append(workspace(tmp_path, *names, **facts))
        return opened[-1]

    yield open_with
    for ws in opened:
        ws.close()


class Home(Window):
    """The window with the bin and the supplements too."""

    def __init__(self, ws, qtbot, **size):
        super().__init__(ws, qtbot, **size)
        for key, made in (("bin", BinPage), ("supplement_form", SupplementPage)):
            self.shell.add_page(key, key, "trash-2", lambda made=made: made(ws), under="households")
            self.shell.page(key).go.connect(lambda to, context: self.asked.append((to, dict(context))))
            self.shell.page(key).toast.connect(lambda sentence, _undo: self.told.append(sentence))

    def undo(self):
        self.press(Qt.Key.Key_Z, CONTROL)
        self.settle()


def act_of(page):
    return page.family.acting.act


def put(page, **values):
    for name, value in values.items():
        act_of(page).fields.put(name.replace("__", "."), value)


def stay(ws, home, name, **facts):
    return member(ws, home, name, **facts)


def test_a_death_asks_who_heads_the_family_now_and_strikes_the_name_with_its_day(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    wife = stay(ws, home, "Sri", relation="3", birth_date=date(1985, 1, 1), sex="2")
    head = household(ws, home).members[0].id
    window = Home(ws, qtbot)
    page = window.open("households", household=home)
    window.press(Qt.Key.Key_X, ALT)
    assert act_of(page).person.id == head
    window.type("01/11/2026")
    window.press(ENTER, CONTROL)
    window.settle()
    assert act_of(page).fields[f"head.{home}"].wrong
    put(page, **{f"head.{home}": wife})
    act_of(page).refit()
    window.press(ENTER, CONTROL)
    window.until(lambda: act_of(page) is None)
    window.settle()
    view = household(ws, home)
    assert next(one for one in view.members if one.is_head).id == wife
    assert [one.died_on for one in view.members if one.id == head] == [date(2026, 11, 1)]
    cells = page.family.members._model.rows
    assert [row[0].look for row in cells] == ["strong", "struck"]
    assert cells[1][0].second == "meninggal 1 Nov 2026"


def test_a_death_written_by_mistake_is_taken_back_with_ctrl_z(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    child = stay(ws, home, "Bayu", birth_date=date(2010, 1, 1))
    window = Home(ws, qtbot)
    page = window.open("households", household=home, person=child, act="death")
    put(page, since=date(2026, 11, 2))
    act_of(page).save()
    window.until(lambda: act_of(page) is None)
    window.settle()
    assert [one.status for one in household(ws, home).members if one.id == child] == ["2"]
    window.undo()
    window.until(lambda: [one.status for one in household(ws, home).members if one.id == child] == ["1"])
    window.until(lambda: "Catatan meninggal Bayu dibatalkan." in window.told)


def test_part_of_a_family_founds_a_new_one_and_the_page_shows_it(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    son = stay(ws, home, "Bayu Adi", birth_date=date(2000, 1, 1), sex="1")
    window = Home(ws, qtbot)
    page = window.open("households", household=home, person=son)
    window.press(Qt.Key.Key_P, ALT)
    act = act_of(page)
    assert act.leaving() == (son,)
    act.save()
    assert act.fields["to"].note.text() == "Keluarga tujuan belum dipilih. Ketik tiga huruf namanya."
    act.where.set_value("new")
    act.where.changed.emit("new")
    assert (act.fields.value("reason"), act.fields.value(f"relation.{son}")) == ("pisah_kk", "1")
    act.save()
    window.until(lambda: page.family.household_id not in {"", home})
    window.settle()
    made = household(ws, page.family.household_id)
    assert (made.name, [one.name for one in household(ws, home).members]) == ("Bayu Adi", ["Suparman"])
    assert lives.membership_history(ws, son)[-1].reason == "pisah_kk"
    assert "Bayu Adi pindah ke KK baru." in window.told


def test_a_member_goes_to_a_family_found_by_typing(laptop, qtbot):
    ws = laptop("Suparman", "Tukiyem")
    first, second = households.household_ids(ws)
    child = stay(ws, first, "Bayu", birth_date=date(2010, 1, 1))
    window = Home(ws, qtbot)
    page = window.open("households", household=first, person=child)
    window.press(Qt.Key.Key_P, ALT)
    entry = act_of(page).fields["to"].entry
    entry.setFocus()
    window.type("tuki")
    window.until(entry.popup_open)
    QApplication.processEvents()
    window.press(ENTER)
    assert entry.chosen() == second
    put(page, **{f"relation.{child}": "9"})
    act_of(page).save()
    window.until(lambda: [one.name for one in household(ws, second).members] == ["Tukiyem", "Bayu"])


def test_a_birth_without_a_nik_takes_its_relation_from_the_mother_and_can_be_taken_back(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    window = Home(ws, qtbot)
    page = window.open("households", household=home)
    window.press(Qt.Key.Key_L, ALT)
    window.type("Ayu")
    put(page, birth_date=date(2026, 11, 1), sex="2", father=household(ws, home).members[0].id)
    window.press(ENTER, CONTROL)
    window.until(lambda: len(household(ws, home).members) == 2)
    window.settle()
    child = next(one for one in household(ws, home).members if one.name == "Ayu")
    assert (child.relation_code, child.nik_note, page.family.summary.count.text()) == ("4", "anak baru lahir", "2 orang")
    window.undo()
    window.until(lambda: [one.name for one in household(ws, home).members] == ["Suparman"])


def test_who_moved_away_is_still_seen_and_can_come_back(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    son = stay(ws, home, "Bayu", birth_date=date(2000, 1, 1))
    window = Home(ws, qtbot)
    page = window.open("households", household=home, person=son, act="away")
    put(page, note="Lampung Tengah")
    act_of(page).save()
    window.until(lambda: "Pindah" in [chip.text for one in household(ws, home).members for chip in one.chips])
    window.settle()
    assert [button.words for button in page.family.person.buttons] == ["Ubah", "Kembali tinggal", "Hapus"]
    page.family.act("back", {"person": son})
    act_of(page).save()
    window.until(lambda: all(one.status == "1" for one in household(ws, home).members))


def test_a_child_without_a_guardian_is_said_on_their_panel_and_undo_gives_the_old_one_back(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    child = stay(ws, home, "Bayu", birth_date=date(2015, 1, 1))
    head = household(ws, home).members[0].id
    window = Home(ws, qtbot)
    page = window.open("households", household=home, person=child)
    window.settle()
    assert page.family.person.ward.isVisible()
    window.press(Qt.Key.Key_W, ALT)
    put(page, guardian=head)
    window.press(ENTER, CONTROL)
    window.until(lambda: guardians.guardian_of(ws, child) is not None)
    window.settle()
    assert not page.family.person.ward.isVisible()
    window.undo()
    window.until(lambda: guardians.guardian_of(ws, child) is None)


def test_a_sensitive_kind_is_covered_until_somebody_says_why_they_look(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    head = household(ws, home).members[0].id
    case = ppks.open_case(ws, home, "19", person_id=head, since=date(2026, 5, 1), note="rahasia sekali")
    name = ppks.kind_of("19").name
    window = Home(ws, qtbot)
    page = window.open("households", household=home)
    window.press(Qt.Key.Key_4, ALT)
    window.settle()
    rows = page.family.cases.cases._model.rows
    shown = " ".join(getattr(cell, "spoken", cell) for row in rows for cell in row)
    assert "Data peka" in shown
    assert name not in shown
    assert "rahasia" not in shown
    window.press(ENTER)
    window.press(ENTER)
    assert act_of(page).fields["reason"].wrong
    window.type("menyusun rujukan")
    window.press(ENTER)
    window.until(lambda: name in act_of(page).shown.text())
    assert "rahasia sekali" in act_of(page).detail.text()
    window.press(ESC)
    assert act_of(page) is None
    assert ppks.cases(ws, home)[0].hidden
    assert case == ppks.cases(ws, home)[0].id


def test_ppks_is_recorded_closed_and_opened_again(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    window = Home(ws, qtbot)
    page = window.open("households", household=home)
    window.press(Qt.Key.Key_K, ALT)
    act_of(page).save()
    assert act_of(page).fields["kind"].wrong
    put(page, kind="25")
    act_of(page).save()
    window.until(lambda: len(ppks.cases(ws, home)) == 1)
    window.settle()
    window.press(Qt.Key.Key_4, ALT)
    window.settle()
    page.family.cases._close()
    act_of(page).save()
    window.until(lambda: ppks.cases(ws, home)[0].until == ws.today())
    window.settle()
    window.undo()
    window.until(lambda: ppks.cases(ws, home)[0].until is None)


def test_a_consent_needs_its_proof_and_shows_what_follows_from_it(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    window = Home(ws, qtbot)
    page = window.open("households", household=home)
    window.press(Qt.Key.Key_S, ALT)
    put(page, given="ya")
    act_of(page).save()
    assert act_of(page).fields["proof"].wrong
    put(page, proof="tertulis")
    act_of(page).save()
    window.until(lambda: len(consents.consents(ws, home)) == 1)
    window.settle()
    window.press(Qt.Key.Key_4, ALT)
    window.settle()
    assert page.family.cases.meaning.text() == "Data boleh diproses untuk tujuan ini sampai persetujuan ditarik."


def test_a_family_moves_to_another_village_through_the_act_its_form_names(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    window = Home(ws, qtbot)
    form = window.open("household_form", household=home)
    form._move_home()
    window.settle()
    page = window.shell.page("households")
    assert act_of(page) is not None
    act_of(page).fields["region_id"].entry.set_region(f"{REGION}.2001")
    act_of(page).save()
    window.until(lambda: household(ws, home).region_id == f"{REGION}.2001")
    window.until(lambda: bool(window.told))
    assert window.told[-1].startswith("Keluarga pindah ke ")


def test_what_goes_into_the_bin_is_said_first_and_comes_back_with_one_key(laptop, qtbot):
    ws = laptop("Suparman", "Tukiyem")
    home = next(card.id for card in households.household_cards(ws, households.household_ids(ws)) if card.name == "Suparman")
    stay(ws, home, "Bayu")
    window = Home(ws, qtbot)
    page = window.open("households", household=home)
    window.press(Qt.Key.Key_H, ALT)
    act = act_of(page)
    assert act.title.text() == "Masukkan Keluarga Suparman ke tempat sampah?"
    assert "2 warga" in act.words.text()
    assert "90 hari" in act.words.text()
    assert QApplication.focusWidget() is act.close_button
    window.press(ENTER, CONTROL)
    window.until(lambda: len(households.household_ids(ws)) == 1)
    window.until(lambda: page.family.nothing.binned == home)
    assert "Dapat dikembalikan 90 hari lagi." in page.family.nothing.sentence.text()
    window.undo()
    window.until(lambda: page.family.household_id == home)
    assert [one.name for one in household(ws, home).members] == ["Suparman", "Bayu"]


def test_the_bin_lists_what_lies_there_and_enter_restores(laptop, qtbot):
    ws = laptop("Suparman", "Tukiyem")
    home = households.household_ids(ws)[0]
    kept_bin.put(ws, "household", home)
    window = Home(ws, qtbot)
    page = window.open("bin")
    window.until(lambda: len(page.lines) == 1)
    (row,) = page.table._model.rows
    assert [cell.text for cell in row] == ["Suparman", "23 Nov", "90 hari lagi"]
    assert row[1].second == "oleh Anda"
    page.table.setFocus()
    window.press(ENTER)
    window.until(lambda: len(households.household_ids(ws)) == 2)
    window.until(lambda: not page.lines)
    assert page.quiet.isVisible()
    window.undo()
    window.until(lambda: len(page.lines) == 1)


def test_a_family_in_the_bin_can_be_brought_back_where_it_was_looked_for(laptop, qtbot):
    ws = laptop("Suparman", "Tukiyem")
    home = households.household_ids(ws)[0]
    kept_bin.put(ws, "household", home)
    window = Home(ws, qtbot)
    page = window.open("households", household=home)
    window.until(lambda: page.family.nothing.bring.isVisible())
    page.family.nothing.bring.click()
    window.until(lambda: page.family.household_id == home)


def test_a_merged_family_names_what_it_was_merged_from_and_leads_to_the_way_back(laptop, qtbot):
    ws = laptop("Suparman")
    other = family(ws, "Soeparman", serial=44, kk="")
    home = next(key for key in households.household_ids(ws) if key != other)
    merge = merging.merge(ws, "household", home, other)
    window = Home(ws, qtbot)
    page = window.open("households", household=other)
    window.until(lambda: page.family.household_id == home)
    said = " ".join(label.text() for label in page.family.standing.findChildren(Label))
    assert "Tampil di sini setelah digabung: Soeparman" in said
    window.press(Qt.Key.Key_G, ALT)
    assert window.asked[-1] == ("duplicates", {"household": home})
    window.open("households", household=home)
    next(iter(page.family.standing.findChildren(Button))).click()
    assert window.asked[-1] == ("duplicates", {"merged": merge})
    window.settle()


def test_an_earlier_value_of_a_field_is_brought_back_and_undone(laptop, qtbot):
    from dataclasses import replace

    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    for hamlet in ("Dusun I", "Dusun II"):
        registration.edit_household(ws, home, replace(registration.household_form(ws, home), hamlet=hamlet))
    window = Home(ws, qtbot)
    page = window.open("households", household=home)
    window.press(Qt.Key.Key_6, ALT)
    window.settle()
    part = page.family.changes
    assert part.table._model.rows[0][2].text == "Dusun II"
    window.press(ENTER)
    window.settle()
    assert [row[0].text for row in part.values._model.rows] == ["Dusun II", "Dusun I", "kosong"]
    part.values.set_current(list(part.past)[1])
    part.bring_back()
    window.until(lambda: registration.household_form(ws, home).hamlet == "Dusun I")
    window.settle()
    window.undo()
    window.until(lambda: registration.household_form(ws, home).hamlet == "Dusun II")


def test_the_line_of_one_kind_is_shown_with_alt_j(laptop, qtbot):
    ws = laptop("Suparman")
    (home,) = households.household_ids(ws)
    ppks.open_case(ws, home, "25", since=date(2026, 5, 1))
    window = Home(ws, qtbot)
    page = window.open("households", household=home)
    window.press(Qt.Key.Key_J, ALT)
    window.settle()
    kinds = page.family.history.kind
    assert QApplication.focusWidget() is kinds
    kinds.set_value("ppks")
    kinds.changed.emit("ppks")
    assert page.family.history.count.text() == "1 catatan"


def test_a_person_opens_on_enter_masked_and_esc_returns(laptop, qtbot):
    ws = laptop("Suparman")
    window = Home(ws, qtbot)
    page = window.open("households", household=households.household_ids(ws)[0])
    page.family.focus_members()
    window.press(ENTER)
    window.settle()
    person = page.family.person
    assert person.isVisible()
    shown = " ".join(label.text() for label in person.findChildren(Label))
    assert "NIK 1811••••••••0001" in shown
    assert "1811020503810001" not in shown
    window.press(ESC)
    assert QApplication.focusWidget() is page.family.members


def test_an_auditor_begins_no_act(laptop, qtbot):
    ws = laptop("Suparman", role="auditor")
    window = Home(ws, qtbot)
    page = window.open("households", household=households.household_ids(ws)[0])
    page.family.act("remove", {})
    assert act_of(page) is None
    assert window.told[-1] == "Peran Anda hanya membaca catatan keluarga."
    assert page.family.acting.page_actions() == []
