"""A real workspace for tests of the window: an account in a folder of the test, families in it, and the real shell around the pages."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, QThreadPool
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.services import accounts
from fieldapp.services.registration import NewHousehold, NewPerson, add_person, register_household
from fieldapp.services.workspace import Workspace
from fieldapp.store import cards, feed
from ui.duplicates.page import DuplicatesPage
from ui.exchange.page import ExchangePage
from ui.home.page import HomePage
from ui.households.form import FamilyFormPage
from ui.households.member_form import MemberFormPage
from ui.households.page import HouseholdsPage
from ui.shell import Shell

PASSPHRASE = "padi sungai cambai pagi"
REGION, VILLAGE = "18.11.02", "18.11.02.2002"
MORNING = datetime(2026, 11, 23, 1, 14, tzinfo=UTC)  # Monday, 08.14 WIB
CONTROL, ALT, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier


class Clock:
    """A clock that a test sets; every reading is a millisecond later."""

    def __init__(self, at: datetime = MORNING) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


def workspace(tmp_path: Path, *names: str, clock: Clock | None = None, role: str = "worker") -> Workspace:
    """An opened account of Ratna with a family for each name; without names there are none."""
    profile = accounts.Profile("ratna", "Ratna Puspita", "TKSK Kec. Mesuji Timur", role, (REGION,))
    ws = accounts.create_account(tmp_path / "rumah", profile, PASSPHRASE, now=clock or Clock())
    for at, name in enumerate(names, start=1):
        family(ws, name, serial=at)
    return ws


def nik(serial: int, *, sex: str = "1", born: date = date(1981, 3, 5)) -> str:
    """A NIK of the kecamatan with a made-up serial."""
    day = born.day + (40 if sex == "2" else 0)
    return f"181102{day:02d}{born.month:02d}{born.year % 100:02d}{serial:04d}"


def family(ws: Workspace, name: str, *, serial: int, born: date = date(1981, 3, 5), kk: str | None = None) -> str:
    """Register a family with this head; returns its id."""
    head = NewPerson(name=name, nik=nik(serial, born=born), sex="1", birth_date=born, relation="1")
    number = f"181102140720{serial:04d}" if kk is None else kk
    return register_household(ws, NewHousehold(head=head, kk=number, region_id=VILLAGE, rt="003", rw="001"))


def member(ws: Workspace, household_id: str, name: str, **facts: object) -> str:
    """Add a member without NIK to a family; returns their id."""
    return add_person(ws, household_id, NewPerson(**{"name": name, "no_nik_reason": "akta sedang diurus", "relation": "4", **facts}))


def crowd(ws: Workspace, count: int) -> None:
    """Take in very many families at once, as a sync does."""
    events = []
    for at in range(count):
        home, head = new_id(), new_id()
        common = {"bucket": f"{VILLAGE}/general", "root": home, "gone": None, "seq": at + 1, "tags": {}}
        facts = {"head_id": head, "rt": f"{at % 20:03d}", "rw": "001"}
        events.append({"entity": "household", "id": home, "data": facts, **common})
        facts = {"household_id": home, "name": f"Warga {at:05d}", "relation": "1", "no_nik_reason": "-"}
        events.append({"entity": "person", "id": head, "data": facts, **common})
    with ws.writing() as con:
        cards.refresh(con, feed.take_in(con, events))


def visited(ws: Workspace, household_id: str, day: date, next_on: date | None) -> str:
    """Record a finished visit with the day of the next one; returns its id."""
    visit = new_id()
    with ws.transaction() as act:
        act.add(
            nouns.Visit(id=visit, root_id=household_id, region_id=VILLAGE, household_id=household_id, visited_on=day.isoformat(), kind="rutin",
                        next_on=next_on.isoformat() if next_on else None, follow_up="Kunjungan ulang", zone="WIB")
        )  # fmt: skip
    return visit


class Window:
    """The real shell with Beranda, Keluarga and the forms; ``opened`` notes what else was asked for."""

    def __init__(self, ws: Workspace, qtbot, *, width: int = 1366, height: int = 768) -> None:
        self.ws, self.qtbot, self.shell = ws, qtbot, Shell()
        self.asked: list[tuple[str, dict]] = []
        self.told: list[str] = []
        add = self.shell.add_page
        add("home", "Beranda", "house", lambda: HomePage(ws), 1)
        add("households", "Keluarga", "users", lambda: HouseholdsPage(ws), 2, three_pane=True)
        add("household_form", "Keluarga baru", "user-plus", lambda: FamilyFormPage(ws), under="households")
        add("member_form", "Anggota", "user-plus", lambda: MemberFormPage(ws), under="households")
        add("duplicates", "Periksa ganda", "users", lambda: DuplicatesPage(ws), under="households", three_pane=True)
        add("exchange", "Impor & ekspor", "table-2", lambda: ExchangePage(ws), 7)
        for key in ("home", "households", "household_form", "member_form", "duplicates", "exchange"):
            self.shell.page(key).go.connect(lambda to, context: self.asked.append((to, dict(context))))
            self.shell.page(key).toast.connect(lambda sentence, _undo: self.told.append(sentence))
        qtbot.addWidget(self.shell)
        self.shell.resize(width, height)
        self.shell.show()
        self.shell.activateWindow()
        assert QTest.qWaitForWindowActive(self.shell)

    def open(self, key: str, **context: object):
        """Open a page and wait until it has read what it shows."""
        self.shell.open(key, **context)
        self.settle()
        return self.shell.page(key)

    def settle(self) -> None:
        """Wait until nothing runs beside the window and all it brought is shown."""
        for _round in range(4):
            assert QThreadPool.globalInstance().waitForDone(5000)
            QApplication.processEvents()

    def until(self, true) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(true, timeout=5000)

    def toasted(self) -> str:
        """Return the last result that was told; "" for none."""
        return self.told[-1] if self.told else ""

    def type(self, text: str) -> None:
        """Type where the focus is."""
        QTest.keyClicks(QApplication.focusWidget(), text)

    def press(self, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        QTest.keyClick(QApplication.focusWidget(), key, how)
        QApplication.processEvents()
