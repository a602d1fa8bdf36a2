"""Sinkronisasi on two laptops and a real office: a choice by keys that holds everywhere, refusals, and a sentence that stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from fieldapp import problems
from fieldapp.services import accounts, records
from fieldapp.services.registration import edit_household, household_form
from fieldapp.services.status import status
from fieldapp.sync.session import sync_now
from tests.ui.doors import PASSPHRASE, REGION, laptop, office_at, press, rest, until, window_of
from tests.ui.support import family
from ui.sync.difference import DifferencePanel
from ui.sync.panels import RefusedPanel


@pytest.fixture
def office(tmp_path):
    with office_at(tmp_path, "ratna", "eko") as (office, url):
        yield office, url


def phone(ws, household, number):
    edit_household(ws, household, replace(household_form(ws, household), phone=number))


@pytest.fixture
def differing(tmp_path, office):
    """Two laptops on which two people wrote different phones of one family."""
    ratna, eko = (laptop(tmp_path, *office, login) for login in ("ratna", "eko"))
    household = family(ratna, "Suparman", serial=1)
    sync_now(ratna)
    sync_now(eko)
    phone(ratna, household, "0811 1111 1111")
    phone(eko, household, "0822 2222 2222")
    sync_now(eko)
    sync_now(ratna)
    yield ratna, eko, household
    eko.close()


def test_a_choice_by_one_and_ctrl_enter_holds_on_the_other_laptop(differing, light):
    ratna, eko, household = differing
    with window_of(ratna) as window:
        window.open("sync", only="needs_you")
        page = window.page("sync")
        until(lambda: isinstance(page.panel, DifferencePanel))
        page.table.setFocus()
        mine = next(place for place, card in enumerate(page.panel.cards, 1) if card.value.is_mine)
        press(window, getattr(Qt.Key, f"Key_{mine}"))
        assert page.panel.use.words == "Pakai isian Anda"
        press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        until(lambda: records.counts(ratna).needs_you == 0)
        sync_now(ratna)
        sync_now(eko)
        sync_now(ratna)
        assert household_form(eko, household).phone == household_form(ratna, household).phone
        assert household_form(eko, household).phone == "0811 1111 1111"
        assert records.counts(eko).needs_you == 0


def test_another_value_can_be_written_instead_of_both(differing, light):
    ratna, _eko, household = differing
    with window_of(ratna) as window:
        window.open("sync")
        page = window.page("sync")
        until(lambda: isinstance(page.panel, DifferencePanel))
        page.table.setFocus()
        press(window, Qt.Key.Key_3)
        assert page.panel.use.reason == "Nilai lain belum ditulis"
        QTest.keyClicks(page.panel.other, "+6281333333333")
        press(window, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        until(lambda: records.counts(ratna).needs_you == 0)
        assert household_form(ratna, household).phone.replace(" ", "").endswith("81333333333")


def test_digits_are_typed_and_not_taken_as_a_choice_in_a_field(differing, light):
    ratna, _eko, _household = differing
    with window_of(ratna) as window:
        window.open("sync")
        page = window.page("sync")
        until(lambda: isinstance(page.panel, DifferencePanel))
        before = page.panel.picked
        page.panel.note.setFocus()
        QTest.keyClicks(page.panel.note, "21 November 2")
        assert page.panel.note.value() == "21 November 2"
        assert page.panel.picked == before


def test_an_office_that_does_not_answer_is_said_until_a_sync_ends_well(tmp_path, light):
    with office_at(tmp_path, "ratna") as (office, url):
        ratna = laptop(tmp_path, office, url, "ratna")
    good = ratna.user
    ratna.user = replace(good, server_url="http://127.0.0.1:9")
    with window_of(ratna) as window:
        window.open("sync")
        page = window.page("sync")
        window.sync.start()
        until(lambda: not window.sync.running)
        until(page.problem.isVisible)
        assert page.problem.text.text() == problems.NO_NETWORK().sentence
        window.open("settings")
        window.open("sync")
        rest()
        assert page.problem.isVisible()
        with office_at(tmp_path, *()) as (_office, url):
            ratna.user = replace(good, server_url=url)
            press(window, Qt.Key.Key_F5)
            until(lambda: not window.sync.running)
            until(lambda: not page.problem.isVisible())
        assert status(ratna).sync_problem is None


def test_what_the_office_refused_shows_its_reason_and_can_be_left(tmp_path, office, light):
    ratna = laptop(tmp_path, *office, "ratna")
    from fieldapp.domain import nouns
    from fieldapp.domain.ids import new_id

    home, head = new_id(), new_id()
    with ratna.transaction() as act:
        act.add(nouns.Household(id=home, root_id=home, region_id="18.11.03.2001", head_id=head))
    sync_now(ratna)
    with window_of(ratna) as window:
        window.open("sync", only="needs_you")
        page = window.page("sync")
        until(lambda: isinstance(page.panel, RefusedPanel))
        assert "wilayah tugas" in page.panel.view.reason
        page.table.setFocus()
        press(window, Qt.Key.Key_B, Qt.KeyboardModifier.AltModifier)
        until(lambda: records.counts(ratna).needs_you == 0)


def test_a_laptop_begun_without_an_office_joins_by_a_code_and_sends_what_it_has(tmp_path, office, light):
    service, url = office
    profile = accounts.Profile("ratna", "Ratna", "TKSK", "worker", (REGION,))
    ws = accounts.create_account(tmp_path / "sendiri", profile, PASSPHRASE)
    family(ws, "Suparman", serial=1)
    with window_of(ws) as window:
        window.open("sync")
        page = window.page("sync")
        until(page.join.isVisible)
        page.join.url.setText(url)
        page.join.code.setText("AAAA-BBBB-CCCC")
        page.join.go.click()
        until(lambda: page.join.told.text() == problems.CODE_WRONG().sentence)
        page.join.code.setText(service.make_code("ratna"))
        page.join.go.click()
        until(lambda: status(ws).last_sync)
        until(lambda: not page.join.isVisible())
        assert status(ws).waiting == 0


def test_all_received_says_so_with_the_hour(tmp_path, office, light):
    ratna = laptop(tmp_path, *office, "ratna")
    with window_of(ratna) as window:
        window.open("sync", only="here")
        page = window.page("sync")
        until(lambda: page.facts is not None)
        assert page.list_nothing.sentence.text().startswith("Semua sudah diterima pusat, ")
