"""Pilar: the registry walked by keyboard in the real window: found, registered, corrected, put on leave, and missed where it lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldapp.domain.ids import new_id
from fieldapp.services.pillar_acts import register_pillar
from fieldapp.services.pillar_checks import NewPillar
from fieldapp.services.pillar_view import pillar_view
from fieldapp.services.pillars import PillarQuery, pillar_list
from fieldapp.store.feed import take_in
from tests.ui.doors import rest, until
from tests.ui.inspection import faults_of_contrast, faults_of_keys, faults_of_names, faults_of_room
from tests.ui.support import ALT, CONTROL, VILLAGE, workspace
from ui import theme
from ui.kit.records import ROW
from ui.theme import change
from ui.window import Window

LONG = "Raden Ajeng Siti Nurhaliza Kusumawardhani Prawirodirdjo binti Haji Abdurrahman Wahid Notonegoro Soer"
OTHER = "18.11.02.2001"


@pytest.fixture
def opened(tmp_path, light):
    """Give what opens the real window of a coordinator (or another role) on the page Pilar."""
    windows = []

    def open_with(*pillars: NewPillar, role="coordinator_kecamatan", size=(1366, 768), **context):
        ws = workspace(tmp_path, role="coordinator_kecamatan")
        for new in pillars:
            register_pillar(ws, new)
        if role != ws.user.role:
            ws.user = replace(ws.user, role=role)
        window = Window(ws)
        windows.append(window)
        window.resize(*size)
        window.show()
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window)
        window.open("pillars", **context)
        rest()
        return window

    yield open_with
    for window in windows:
        rest()
        window.close()
        window.deleteLater()
        rest()
        window.ws.close()


def pillar(name="Siti Aminah", **facts) -> NewPillar:
    told = {"kind": "PSM", "areas": (VILLAGE,), "sk_number": "400/21", "sk_from": date(2026, 1, 2), "sk_until": date(2026, 12, 5), **facts}
    return NewPillar(name=name, **told)


def names(window) -> list[str]:
    model = window.page("pillars").list.records.model
    return [model.index(at).data(ROW).name for at in range(model.rowCount())]


def press(key, how=Qt.KeyboardModifier.NoModifier) -> None:
    where = QApplication.focusWidget()
    assert where is not None, "a person working by keyboard would be lost"
    QTest.keyClick(where, key, how)
    rest()


def type_in(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)
    rest()


def test_ctrl_shift_p_opens_the_page_from_anywhere_and_letters_find_a_pillar(opened):
    window = opened(pillar(), pillar("Soeparno", kind="TKSK", areas=("18.11.02",)))
    window.open("home")
    rest()
    press(Qt.Key.Key_P, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert window.current == "pillars"
    type_in("suparno")
    press(Qt.Key.Key_Return)
    page = window.page("pillars")
    until(lambda: page.detail.view and page.detail.view.name == "Soeparno" and page.detail.areas.hasFocus())
    assert names(window) == ["Soeparno"]
    assert page.list.count.text() == "1 dari 2 pilar"


def test_a_row_and_the_tiles_say_what_needs_a_person(opened):
    window = opened(pillar(phone="0812 3456 7890"))
    page = window.page("pillars")
    row = page.list.records.model.index(0).data(ROW)
    assert (row.name, row.left, row.right, row.below) == ("Siti Aminah", "Pekerja Sosial Masyarakat", "0812 3456 7890", "Sungai Cambai")
    assert row.chip.text == "SK habis 12 hari lagi"
    assert page.detail.tiles.sk.value.text() == "Habis 12 hari lagi"
    assert page.detail.tiles.state.value.text() == "Aktif"


def test_filters_keep_those_whose_sk_is_over(opened):
    window = opened(pillar(), pillar("Bayu", sk_until=date(2026, 10, 1)))
    page = window.page("pillars")
    page.list.state.set_value("sk:expired")
    page.list.look()
    until(lambda: names(window) == ["Bayu"])
    page.list.choose(next(card.id for card in pillar_list(window.ws).cards if card.name == "Siti Aminah"))
    until(lambda: page.detail.view and page.detail.view.name == "Siti Aminah")
    assert names(window) == ["Bayu", "Siti Aminah"]


def test_nothing_at_all_says_how_to_begin(opened):
    page = opened().page("pillars")
    assert "Daftarkan yang pertama (Ctrl N)" in page.list.records.nothing.sentence.text()
    assert not page.detail.header.isVisible()


def test_who_only_reads_is_told_why_the_buttons_are_off(opened):
    window = opened(pillar(), role="worker")
    page = window.page("pillars")
    assert page.list.new.reason == "Peran Anda hanya membaca daftar pilar. Minta koordinator mengubahnya."
    assert page.detail.why.text.text() == page.list.new.reason
    assert not page.detail.header.buttons[0].isEnabled()
    assert not page.detail.more_states.isVisible()
    page.list.records.setFocus()
    press(Qt.Key.Key_F2)
    assert window.current == "pillars"


def test_a_role_without_pillars_has_no_such_page(opened):
    window = opened(role="distribution_officer")
    assert "pillars" not in window.nav.buttons
    assert window.current == ""


def test_a_pillar_is_registered_by_keys_alone(opened):
    window = opened()
    press(Qt.Key.Key_N, CONTROL)
    form = window.page("pillar_form")
    type_in("Wayan Sudarma")
    press(Qt.Key.Key_Tab)
    type_in("PSM")
    for _field in range(6):
        press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.fields["sk_until"].entry
    type_in("31122027")
    press(Qt.Key.Key_Tab)
    type_in("sungai")
    QTest.keyClick(form.fields["areas"].entry, Qt.Key.Key_Return)
    until(lambda: form.fields["areas"].entry.found)
    QTest.keyClick(form.fields["areas"].entry, Qt.Key.Key_Return)
    rest()
    assert form.chosen.areas == (VILLAGE,)
    press(Qt.Key.Key_Return, CONTROL)
    until(lambda: window.current == "pillars" and names(window) == ["Wayan Sudarma"])
    kept = pillar_view(window.ws, pillar_list(window.ws).cards[0].id)
    assert (kept.kind, kept.sk_until, [area.id for area in kept.areas]) == ("PSM", date(2027, 12, 31), [VILLAGE])


def test_what_is_wrong_stands_under_its_field_and_f8_leads_there(opened):
    window = opened()
    press(Qt.Key.Key_N, CONTROL)
    form = window.page("pillar_form")
    press(Qt.Key.Key_Return, CONTROL)
    assert window.current == "pillar_form"
    assert form.fields["name"].note.text() == "Nama pilar belum diisi."
    assert form.fields["areas"].note.text() == "Wilayah tugas belum dipilih. Ketik tiga huruf namanya."
    assert form.wrong.text() == "3 isian perlu diperbaiki"
    assert QApplication.focusWidget() is form.fields["name"].entry
    press(Qt.Key.Key_F8)
    assert QApplication.focusWidget() is form.fields["kind"].entry


def test_who_is_here_already_is_named_under_the_name(opened):
    window = opened(pillar())
    press(Qt.Key.Key_N, CONTROL)
    form = window.page("pillar_form")
    form.put({"name": "siti aminah", "kind": "PSM", "areas": [VILLAGE]})
    form.look()
    assert form.fields["name"].state == "warn"
    assert form.fields["name"].note.text().startswith("Siti Aminah (PSM, Sungai Cambai) sudah tercatat.")


def test_a_new_pillar_left_half_typed_comes_back_as_it_was(opened):
    window = opened()
    press(Qt.Key.Key_N, CONTROL)
    form = window.page("pillar_form")
    type_in("Wayan")
    press(Qt.Key.Key_Tab)
    form.chosen.add(VILLAGE)
    press(Qt.Key.Key_Escape)
    assert window.current == "pillars"
    press(Qt.Key.Key_N, CONTROL)
    assert form.fields.value("name") == "Wayan"
    assert form.chosen.areas == (VILLAGE,)


def test_an_area_is_taken_out_and_the_correction_is_kept(opened):
    window = opened(pillar(areas=(VILLAGE, OTHER)))
    press(Qt.Key.Key_F2)
    form = window.page("pillar_form")
    assert [button.words for button in form.chosen.buttons] == ["Talang Batu", "Sungai Cambai"]
    form.chosen.buttons[0].setFocus()
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return, CONTROL)
    page = window.page("pillars")
    until(lambda: window.current == "pillars" and page.detail.view and len(page.detail.view.areas) == 1)
    assert page.detail.view.areas[0].id == VILLAGE


def test_a_state_is_changed_in_the_strip_and_stands_first_in_the_history(opened):
    window = opened(pillar())
    page = window.page("pillars")
    press(Qt.Key.Key_U, ALT)
    strip = page.detail.status
    assert QApplication.focusWidget() is strip.state
    press(Qt.Key.Key_Return, CONTROL)
    assert strip.fields["reason"].note.text() == "Alasan belum ditulis. Tulis paling sedikit 3 huruf."
    assert QApplication.focusWidget() is strip.fields["reason"].entry
    type_in("melahirkan")
    press(Qt.Key.Key_Return, CONTROL)
    until(lambda: page.detail.view.state == "cuti" and strip.isHidden())
    assert page.detail.states.model().rowCount() == 2
    assert page.list.records.model.index(0).data(ROW).chip.text == "Cuti"


def test_whoever_is_replaced_names_the_successor(opened):
    window = opened(pillar(), pillar("Eka"))
    page = window.page("pillars")
    first = next(card.id for card in pillar_list(window.ws).cards if card.name == "Siti Aminah")
    page.list.choose(first)
    until(lambda: page.detail.pillar_id == first)
    press(Qt.Key.Key_U, ALT)
    strip = page.detail.status
    strip.state.set_value("diganti")
    strip._fit()
    assert strip.fields["successor_id"].isVisible()
    assert [name for _id, name, _caption in strip._look("eka")] == ["Eka"]
    strip.who.set_chosen(*strip._look("eka")[0][:2])
    strip.fields.put("reason", "pindah tugas")
    press(Qt.Key.Key_Return, CONTROL)
    until(lambda: page.detail.view.state == "diganti" and strip.isHidden())
    assert page.detail.view.statuses[0].successor == "Eka"
    page.detail.states.setFocus()
    page.detail.states.set_current(page.detail.view.statuses[0].id)
    press(Qt.Key.Key_Return)
    until(lambda: page.detail.view.name == "Eka")


def test_a_certificate_is_added_and_esc_leaves_the_strip_without_keeping(opened):
    window = opened(pillar())
    page = window.page("pillars")
    press(Qt.Key.Key_T, ALT)
    type_in("Bimtek PSM")
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_Escape)
    assert page.detail.paper.isHidden()
    press(Qt.Key.Key_T, ALT)
    assert page.detail.paper.fields.value("title") == ""
    type_in("Bimtek TKSK")
    press(Qt.Key.Key_Return, CONTROL)
    until(lambda: [paper.title for paper in page.detail.view.certificates] == ["Bimtek TKSK"])
    assert page.detail.papers.isVisible()


def test_villages_without_a_kind_are_named_and_enter_lists_that_kind(opened):
    window = opened(pillar(), pillar("Eka", kind="PKH"))
    page = window.page("pillars")
    press(Qt.Key.Key_C, ALT)
    assert page.cover.kinds.hasFocus()
    page.cover.kinds.set_current("PSM")
    rest()
    assert page.cover.title.text() == "19 wilayah tanpa Pekerja Sosial Masyarakat"
    assert page.cover.places.model().rowCount() == 19
    press(Qt.Key.Key_Return)
    until(lambda: names(window) == ["Siti Aminah"])
    assert page.list.kind.value() == "PSM"
    assert page.right.currentWidget() is page.detail


def test_f6_walks_through_list_tiles_and_tables(opened):
    window = opened(pillar())
    seen = []
    for _step in range(len(window.page("pillars").regions())):
        press(Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    page = window.page("pillars")
    assert page.list.records.view in seen
    assert page.detail.tiles.sk in seen
    assert page.detail.areas in seen
    assert page.detail.states in seen


# How it looks


def _looks(window, name: str, found: list[str], *, whole: bool) -> None:
    checks = (faults_of_room, faults_of_contrast, faults_of_names, faults_of_keys) if whole else (faults_of_room,)
    found += [f"[{name}] {fault}" for check in checks for fault in dict.fromkeys(check(window))]


@pytest.mark.parametrize(
    ("size", "scale", "mode"),
    [
        ((1366, 768), 1.0, theme.LIGHT),
        ((1366, 768), 1.5, theme.LIGHT),
        ((1366, 698), 1.0, theme.LIGHT),
        ((1024, 600), 1.0, theme.LIGHT),
        ((1024, 600), 1.5, theme.LIGHT),
        ((1366, 768), 1.0, theme.DARK),
        ((1366, 768), 1.0, theme.HIGH_CONTRAST),
    ],
)
def test_the_page_its_strips_and_its_form_have_room_and_can_be_read(opened, size, scale, mode):
    change.apply(mode, scale)
    window = opened(pillar(LONG, kind="WKSBM", nik="1811020503790042", phone="0812 3456 7890", note="Bergiliran. " * 20), size=size)
    whole, found = scale == 1 and size == (1366, 768), []
    page = window.page("pillars")
    key = pillar_list(window.ws, PillarQuery()).cards[0].id
    _looks(window, "pilar", found, whole=whole)
    page._status()
    page.detail.status.state.set_value("diganti")
    page.detail.status._fit()
    page.detail.status.save()
    rest()
    _looks(window, "status", found, whole=whole)
    page._certificate()
    rest()
    _looks(window, "sertifikat", found, whole=whole)
    page.toggle_cover()
    rest()
    _looks(window, "cakupan", found, whole=whole)
    for context in ({}, {"pillar": key}):
        window.open("pillar_form", **context)
        rest()
        window.page("pillar_form").fields.go_to_wrong(1)
        rest()
        _looks(window, f"isian {context}", found, whole=whole)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("size", "scale"), [((1366, 768), 1.0), ((1366, 698), 1.0), ((1024, 600), 1.5)])
def test_a_pillar_kept_above_ones_area_has_room_to_say_so(opened, size, scale):
    change.apply(theme.LIGHT, scale)
    window = opened(size=size)
    told = {"entity": "pillar", "id": new_id(), "bucket": "18.11/reference", "seq": 1, "gone": None, "tags": {}}
    facts = {"name": LONG, "kind": "TAGANA", "areas": ["18.11"], "sk_number": "360/44"}
    with window.ws.writing() as con:
        take_in(con, [{**told, "root": told["id"], "data": facts}])
    page, found = window.page("pillars"), []
    page.refresh()
    until(lambda: page.detail.view is not None)
    rest()
    assert page.detail.why.text.text() == "Dicatat untuk Kabupaten Mesuji. Minta koordinator di sana mengubahnya."
    _looks(window, "hanya baca", found, whole=False)
    assert not found, "\n".join(found)
