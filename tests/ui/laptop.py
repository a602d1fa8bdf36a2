"""A real laptop for tests of the window: an account, one village, a few families; and the window around a page."""

from datetime import date
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldapp.services import accounts, registration, visits
from fieldapp.services.registration import NewHousehold, NewPerson
from ui.shell import Shell
from ui.visits.page import VisitsPage

PASSPHRASE = "padi cambai pagi hujan"
VILLAGE = "18.11.02.2002"


def make_laptop(home: Path):
    profile = accounts.Profile("ratna", "Ratna Puspita", "TKSK Mesuji Timur", "worker", ("18.11.02",), "LT014")
    return accounts.create_account(home, profile, PASSPHRASE)


def make_family(ws, name="Suparman", kk="1811021201150117", nik="1811021203790042"):
    head = NewPerson(name=name, nik=nik, sex="1", birth_date=date(1979, 3, 12), relation="1", marital="2")
    return registration.register_household(ws, NewHousehold(head=head, kk=kk, region_id=VILLAGE, rt="003", rw="001"))


def make_draft(ws, household, *forms):
    return visits.start_visit(ws, household, forms or ("kunjungan_rumah",))


def window_on(ws, *, width=1366, height=768, **context):
    """The real window with the page Kunjungan, shown at a size."""
    shell = Shell()
    shell.add_page("visits", "Kunjungan", "clipboard-list", lambda: VisitsPage(ws), 3, three_pane=True)
    shell.resize(width, height)
    shell.show()
    shell.activateWindow()
    assert QTest.qWaitForWindowActive(shell)
    shell.open("visits", **context)
    return shell, shell.page("visits")


def press(key, *modifiers):
    """Press a key where the focus is, as a person would."""
    from PySide6.QtCore import Qt

    how = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        how |= modifier
    QTest.keyClick(QApplication.focusWidget(), key, how)
    QApplication.processEvents()


def type_in(text):
    """Type where the focus is."""
    QTest.keyClicks(QApplication.focusWidget(), text)
    QApplication.processEvents()
