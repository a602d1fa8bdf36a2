"""The window of one person: pages, foot, copy of the day, lock, and a second start that calls the first."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest

from fieldapp import language
from fieldapp.services import accounts, backups, settings
from tests.ui.doors import PASSPHRASE, account, press, rest, until, village, window_of
from tests.ui.support import family
from ui import theme
from ui.start import Doorbell, Program
from ui.unlock.entrance import Entrance
from ui.unlock.first_run import FirstRun
from ui.unlock.veil import VeilAsk


@pytest.fixture
def home(tmp_path):
    account(tmp_path)
    return tmp_path


@pytest.fixture
def ws(home):
    return accounts.unlock(home, accounts.accounts(home)[0].user_id, PASSPHRASE)


@pytest.fixture
def program(home, light):
    owner = QObject()
    made = Program(home, owner)
    made.show_entrance()
    yield made
    rest()
    for part in (made.window, made.gate):
        if part is not None:
            part.close()
            part.deleteLater()
    rest()


def test_every_page_of_the_navigation_opens(ws, light):
    family(ws, "Suparman", serial=1)
    with window_of(ws) as window:
        for key in list(window.nav.buttons):
            assert window.open(key)
            rest()
            assert window.current == key


def test_the_foot_counts_what_waits_after_an_act(ws, light):
    with window_of(ws) as window:
        window.open("home")
        assert "perubahan" not in window.status_bar.accessibleName()
        family(ws, "Suparman", serial=1)
        window.refresh()
        assert "Belum terdaftar ke pusat, " in window.status_bar.accessibleName()


def test_the_copy_of_the_day_is_made_at_the_start_and_only_once(home, ws, light):
    with window_of(ws) as window:
        window.open("home")
        window.begin()
        until(lambda: backups.backups(home, ws.folder.name))
        rest()
        assert "Cadangan" in window.status_bar.accessibleName()
        window.begin()
        rest()
        assert len(backups.backups(home, ws.folder.name)) == 1


def test_the_palette_finds_a_family(ws, light):
    family(ws, "Suparman", serial=1)
    with window_of(ws) as window:
        window.open("home")
        assert [hit.title for hit in window._find_families("supar")] == ["Suparman"]


def test_locking_hides_all_until_the_passphrase_is_typed(ws, light):
    with window_of(ws) as window:
        window.open("settings")
        press(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        assert window.locked
        asked = window.veil.findChild(VeilAsk)
        QTest.keyClicks(asked.entry.secret, "bukan kata sandinya")
        QTest.keyClick(asked.entry.secret, Qt.Key.Key_Return)
        until(lambda: asked.entry.waiting)
        assert window.locked
        until(lambda: not asked.entry.waiting)
        asked.entry.secret.setText(PASSPHRASE)
        QTest.keyClick(asked.entry.secret, Qt.Key.Key_Return)
        until(lambda: not window.locked)
        assert window.current == "settings"


def test_opening_shows_the_window_in_the_looks_of_that_person(program, home):
    ws = accounts.unlock(home, accounts.accounts(home)[0].user_id, PASSPHRASE)
    settings.put(ws, "theme", theme.DARK)
    program.show_window(ws, "Selamat datang kembali.")
    rest()
    assert theme.mode() == theme.DARK
    assert program.gate is None
    assert program.window.current == "home"


def test_another_person_may_take_over_at_the_lock(program, home):
    program.show_window(accounts.unlock(home, accounts.accounts(home)[0].user_id, PASSPHRASE))
    rest()
    program.window.lock()
    program.window.veil.findChild(VeilAsk).other.click()
    rest()
    assert program.window is None
    assert isinstance(program.gate.centralWidget(), Entrance)
    accounts.unlock(home, accounts.accounts(home)[0].user_id, PASSPHRASE).close()


def test_another_language_builds_the_window_anew_around_the_same_records(program, home):
    ws = accounts.unlock(home, accounts.accounts(home)[0].user_id, PASSPHRASE)
    program.show_window(ws)
    rest()
    before = program.window
    program.window.language_chosen.emit("en")
    rest()
    assert program.window is not before
    assert language.current() == "en"
    assert program.window.current == "settings"
    assert program.ws is ws


def test_the_way_to_the_first_run_and_back(program):
    program.show_first_run()
    assert isinstance(program.gate.centralWidget(), FirstRun)
    program.gate.centralWidget().leave()
    assert isinstance(program.gate.centralWidget(), Entrance)


def test_the_sample_village_opens_in_a_folder_of_its_own(program, home, tmp_path_factory):
    shutil.copytree(village(tmp_path_factory), home / "contoh")
    program.gate.centralWidget().sample_button.click()
    until(lambda: program.window is not None, 60)
    assert program.ws.home == home / "contoh"
    assert "Kata sandi: " in program.hint
    assert len(accounts.accounts(home)) == 1


def test_a_second_start_calls_the_first_to_the_front(program, home):
    first, second, stranger = Doorbell(home, program), Doorbell(home, program), Doorbell(home / "lain", program)
    first.listen()
    rung = []
    first.rung.connect(lambda: rung.append(True))
    assert second.ring()
    until(lambda: rung)
    program.come_forward()
    assert program.gate.isVisible()
    assert not stranger.ring()
