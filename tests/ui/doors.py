"""What the stories of entrance, sync, papers and settings share: a laptop with an account, an office that answers, and waiting."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldapp.sample.laptop import sample_laptop
from fieldapp.server.office import HeadOffice, open_office
from fieldapp.server.run import start_in_thread
from fieldapp.services import accounts
from fieldapp.services.workspace import Workspace
from fieldapp.sync.enrol import enrol
from fieldapp.sync.session import sync_now
from ui.window import Window

PASSPHRASE = "padi sungai cambai pagi"
REGION = "18.11.02"


def account(home: Path, name: str = "Ratna Puspita") -> str:
    """Make an account on this laptop and close it again; returns its id."""
    profile = accounts.Profile(name.split(maxsplit=1)[0].lower(), name, "TKSK Kec. Mesuji Timur", "worker", (REGION,), "LT014")
    ws = accounts.create_account(home, profile, PASSPHRASE)
    ws.close()
    return ws.folder.name


def village(factory: pytest.TempPathFactory) -> Path:
    """A data folder with the sample village, made once for all tests of this run; copy it before changing anything."""
    home = factory.getbasetemp() / "desa-contoh"
    if not home.exists():
        sample_laptop(home).close()
    return home


@contextmanager
def office_at(folder: Path, *logins: str) -> Iterator[tuple[HeadOffice, str]]:
    """An office with these people, answering on this computer; gives it and its address."""
    office = open_office(folder / "kantor")
    for login in logins:
        role = "coordinator_kecamatan" if login == "eko" else "worker"
        office.add_user(login, login.capitalize(), "Petugas", role, REGION)
    running = start_in_thread(office)
    try:
        yield office, running.url
    finally:
        running.stop()
        office.close()


def laptop(folder: Path, office: HeadOffice, url: str, login: str) -> Workspace:
    """Enrol a laptop of this person and read what there is."""
    ws = enrol(folder / login, office.make_code(login), url, PASSPHRASE)
    sync_now(ws)
    return ws


def until(true: Callable[[], object], seconds: float = 15) -> None:
    """Wait until something is so, letting the window work."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to be"
        QTest.qWait(10)


def rest() -> None:
    """Wait until nothing runs beside the window and all it brought is shown."""
    for _round in range(4):
        assert QThreadPool.globalInstance().waitForDone(20_000)
        QApplication.processEvents()


@contextmanager
def window_of(ws: Workspace, width: int = 1366, height: int = 768) -> Iterator[Window]:
    """The real window around an opened account, shown; afterwards nothing of it is left, and the account is closed."""
    window = Window(ws)
    window.resize(width, height)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    try:
        yield window
    finally:
        rest()
        window.close()
        window.deleteLater()
        rest()
        ws.close()


def press(window: Window, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key where the focus is, as a person would."""
    where = window.focusWidget()
    assert where is not None, "a person working by keyboard would be lost"
    QTest.keyClick(where, key, how)
    QApplication.processEvents()
