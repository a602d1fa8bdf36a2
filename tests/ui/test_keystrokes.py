"""The most frequent tasks, in keystrokes beyond the text itself; a change that adds a key must change the figure here and say why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldapp.services import accounts, households, records, visits
from fieldapp.services.registration import edit_household, household_form
from fieldapp.sync.session import sync_now
from tests.ui.doors import PASSPHRASE, account, laptop, office_at, rest, until, window_of
from tests.ui.support import family, nik
from ui.forms import photo as photos
from ui.kit import CodeChoice
from ui.reports import page as papers
from ui.start import Program
from ui.sync.difference import DifferencePanel

PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab
FORM = "kunjungan_rumah"


class Hands:
    """Two hands on the keyboard: every key that is not text is counted, and lands where the focus is."""

    def __init__(self) -> None:
        self.keys = 0

    def press(self, key: Qt.Key, how: Qt.KeyboardModifier = PLAIN) -> None:
        """Press one key (with Ctrl or Alt held, it is one still) and wait for what it does."""
        where = QApplication.focusWidget()
        assert where is not None, "the keys are nowhere"
        self.keys += 1
        QTest.keyClick(where, key, how)
        rest()

    def type(self, text: str) -> None:
        """Type text: not counted."""
        QTest.keyClicks(QApplication.focusWidget(), text)
        rest()


@pytest.fixture
def hands(light):
    return Hands()


@pytest.fixture
def ws(tmp_path):
    account(tmp_path)
    return accounts.unlock(tmp_path, accounts.accounts(tmp_path)[0].user_id, PASSPHRASE)


def begun(ws, household, **more):
    """A draft of a routine visit that lacks nothing."""
    draft = visits.open_draft(ws, visits.start_visit(ws, household, (FORM,)))
    told = {"kunjungan/jenis": "rutin", "kunjungan/tujuan": "Memeriksa rumah", "ditemui/persetujuan": "ya", **more}
    for path, value in told.items():
        draft.set(FORM, path, value)
    return draft.id


def test_yesterdays_draft_goes_on_after_two_keys(tmp_path, hands):
    account(tmp_path)
    ws = accounts.unlock(tmp_path, accounts.accounts(tmp_path)[0].user_id, PASSPHRASE)
    begun(ws, family(ws, "Suparman", serial=1))
    ws.close()
    owner = QObject()
    program = Program(tmp_path, owner)
    program.show_entrance()
    assert QTest.qWaitForWindowActive(program.gate)
    rest()
    hands.type(PASSPHRASE)
    hands.press(ENTER)
    until(lambda: program.window is not None)
    assert QTest.qWaitForWindowActive(program.window)
    until(lambda: program.window.page("home").strip.resume.hasFocus())
    hands.press(ENTER)
    until(lambda: program.window.page("visits").editor is not None)
    assert hands.keys == 2
    rest()
    program.window.close()
    program.window.deleteLater()
    rest()


def test_a_family_is_found_with_two_keys(ws, hands):
    for serial, name in enumerate(("Suparman", "Supriyati", "Wagiyem"), 1):
        family(ws, name, serial=serial)
    with window_of(ws) as window:
        window.open("home")
        rest()
        hands.press(Qt.Key.Key_F, CONTROL)
        hands.type("supri")
        hands.press(ENTER)
        page = window.page("households")
        until(lambda: page.family.view is not None and page.family.view.name == "Supriyati")
        assert hands.keys == 2


def test_a_visit_begins_with_one_key(ws, hands):
    home = family(ws, "Suparman", serial=1)
    with window_of(ws) as window:
        window.open("households", household=home)
        until(lambda: window.page("households").family.view is not None)
        hands.press(Qt.Key.Key_J, CONTROL)
        until(lambda: window.current == "visits" and window.page("visits").editor is not None)
        editor = window.page("visits").editor
        assert hands.keys == 1
        assert editor.draft.visited_on == ws.today()
        assert [form.id for form in editor.draft.forms] == [FORM]


def test_a_coded_question_takes_one_key_and_the_keys_go_on(ws, hands):
    home = family(ws, "Suparman", serial=1)
    with window_of(ws) as window:
        window.open("visits", household=home)
        until(lambda: window.page("visits").editor is not None)
        rest()
        asked = QApplication.focusWidget()
        assert isinstance(asked, CodeChoice)
        hands.press(Qt.Key.Key_1)
        assert asked.value() == asked.options[0][0]
        assert QApplication.focusWidget() is not asked
        assert hands.keys == 1


def test_a_visit_with_three_photos_is_finished_with_four_keys(ws, hands, tmp_path, monkeypatch):
    """Ctrl+I, the three files and Enter in the system's dialog (counted as one key for the choice and one for Enter), Ctrl+Enter."""
    files = [tmp_path / f"{colour}.jpg" for colour in ("red", "green", "blue")]
    for file in files:
        Image.new("RGB", (800, 600), file.stem).save(file, "JPEG")

    def choose(_parent):
        hands.keys += 2
        return files

    monkeypatch.setattr(photos.PhotoControl.__init__, "__defaults__", (choose,))
    home = family(ws, "Suparman", serial=1)
    draft = begun(ws, home)
    with window_of(ws) as window:
        window.open("visits", draft=draft)
        until(lambda: window.page("visits").editor is not None)
        page = window.page("visits")
        rest()
        hands.press(Qt.Key.Key_I, CONTROL)
        until(lambda: sum(1 for bound in page.editor.form.view().bounds() if bound.answered()) == 3)
        hands.press(ENTER, CONTROL)
        until(lambda: page.view is not None)
        assert len(page.view.photos) == 3
        assert hands.keys == 4


def test_a_family_is_registered_with_nine_keys(ws, hands):
    """The NIK fills sex and birth date; village, hamlet and RT/RW stay from the family before."""
    with window_of(ws) as window:
        window.open("household_form")
        rest()
        page = window.page("household_form")
        page.fields.put("head.name", "Suparman")
        page.fields.put("head.nik", nik(1))
        page.fields.put("region_id", ("18.11.02.2002", "Sungai Cambai"))
        page.fields.put("rt", "003")
        page.save()
        until(lambda: window.current == "member_form")
        window.open("households")
        rest()
        hands.press(Qt.Key.Key_N, CONTROL)
        hands.type("Sri Wahyuni")
        hands.press(TAB)
        hands.type(nik(7, sex="2", born=date(1983, 8, 17)))
        until(lambda: page.fields.value("head.birth_date") == date(1983, 8, 17))
        for _tab in range(4):
            hands.press(TAB)
        hands.type("0812 7788 9900")
        hands.press(TAB)
        hands.type("1811021407200007")
        hands.press(TAB)
        hands.press(ENTER, CONTROL)
        until(lambda: len(households.household_ids(ws)) == 2)
        found = households.household(ws, households.household_ids(ws, "Sri Wahyuni")[0])
        assert (found.village, found.members[0].sex, found.members[0].birth_date) == ("Sungai Cambai", "P", date(1983, 8, 17))
        assert found.kk
        assert hands.keys == 9


def test_the_paper_of_a_visit_is_printed_with_two_keys(ws, hands, monkeypatch):
    printed = []
    monkeypatch.setattr(papers, "printer_for", lambda *_parent, **_paper: "printer")
    monkeypatch.setattr(papers, "print_pdf", lambda pdf, printer: printed.append((pdf[:4], printer)) or 1)
    visit = visits.finish_visit(ws, begun(ws, family(ws, "Suparman", serial=1)))
    with window_of(ws) as window:
        window.open("visits", visit=visit)
        until(lambda: window.page("visits").view is not None)
        rest()
        hands.press(Qt.Key.Key_P, CONTROL)
        until(lambda: window.current == "reports" and window.page("reports").print_button.hasFocus())
        hands.press(ENTER)
        until(lambda: printed)
        assert printed == [(b"%PDF", "printer")]
        assert hands.keys == 2


def test_a_difference_is_settled_with_three_keys_and_the_next_with_two(tmp_path, hands):
    with office_at(tmp_path, "ratna", "eko") as (office, url):
        ratna, eko = (laptop(tmp_path, office, url, login) for login in ("ratna", "eko"))
        homes = [family(ratna, name, serial=serial) for serial, name in enumerate(("Suparman", "Wagiyem"), 1)]
        sync_now(ratna)
        sync_now(eko)
        for ws, number in ((ratna, "0811 1111 111"), (eko, "0822 2222 222")):
            for home in homes:
                edit_household(ws, home, replace(household_form(ws, home), phone=f"{number}1"))
        sync_now(eko)
        sync_now(ratna)
        eko.close()
        with window_of(ratna) as window:
            window.open("home")
            rest()
            for count, left in ((3, 1), (5, 0)):
                if window.current != "sync":
                    hands.press(Qt.Key.Key_8, CONTROL)
                page = window.page("sync")
                until(lambda page=page: isinstance(page.panel, DifferencePanel) and not page._loading)
                hands.press(Qt.Key.Key_1)
                hands.press(ENTER, CONTROL)
                until(lambda left=left: records.counts(ratna).needs_you == left)
                rest()
                assert hands.keys == count
