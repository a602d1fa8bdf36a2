"""The start: one program a data folder, the entrance first, then the window of whoever opened it."""

from __future__ import annotations

import hashlib
import importlib
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from fieldapp import language
from fieldapp.config import default_home
from fieldapp.language import _
from fieldapp.services import settings
from ui import icons
from ui.operation import Job, Operation
from ui.theme import change
from ui.unlock.entrance import Entrance

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from ui.window import Window

_ANSWER_MS = 1000
_PREPARE_MS = 150  # after the entrance stands
SAMPLE_FOLDER = "contoh"


def application() -> QApplication:
    """Return the application, made on the first call, in the light theme until someone is known."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Pilar")
    app.setDesktopFileName("pilar")
    change.apply()
    app.setWindowIcon(icons.icon("landmark", "primary", 64))
    return app


class Doorbell(QObject):
    """Only one program works on a data folder: a second start rings here, and the first comes to the front."""

    rung = Signal()

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:20]
        self.name = f"pilar-{digest}"
        self.server = QLocalServer(self)
        self.server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self.server.newConnection.connect(self._answer)

    def ring(self) -> bool:
        """Ring at a program that may be there; True when one answered."""
        socket = QLocalSocket()
        socket.connectToServer(self.name)
        if not socket.waitForConnected(_ANSWER_MS):
            return False
        socket.write(b"raise\n")
        socket.waitForBytesWritten(_ANSWER_MS)
        socket.disconnectFromServer()
        return True

    def listen(self) -> None:
        """Wait for others; what a killed program left behind is swept away first."""
        QLocalServer.removeServer(self.name)
        self.server.listen(self.name)

    def _answer(self) -> None:
        caller = self.server.nextPendingConnection()
        if caller is not None:
            caller.disconnected.connect(caller.deleteLater)
            self.rung.emit()


class Program(QObject):
    """What is on the screen: the entrance, the first run, or the window; never two of them."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.home = home
        self.gate: QMainWindow | None = None
        self.window: Window | None = None
        self.ws: Workspace | None = None
        self.hint = ""
        self.chosen_language = ""

    # The entrance

    def show_entrance(self) -> None:
        """Show who may open this laptop."""
        made = Entrance(self.home, hint=self.hint)
        made.opened.connect(self.show_window)
        made.enrol_wanted.connect(self.show_first_run)
        made.sample_wanted.connect(lambda: self.open_sample())
        made.language_chosen.connect(self._choose_language)
        self._at_gate(made)

    def show_first_run(self) -> None:
        """Show the steps that make a laptop ready."""
        from ui.unlock.first_run import FirstRun

        made = FirstRun(self.home)
        made.opened.connect(self.show_window)
        made.left.connect(self.show_entrance)
        self._at_gate(made)

    def _at_gate(self, part: QWidget) -> None:
        if self.gate is None:
            self.gate = QMainWindow()
            self.gate.setWindowTitle("Pilar")
            self.gate.setMinimumSize(1024, 600)
            self.gate.resize(1366, 768)
        self.gate.setCentralWidget(part)
        self.gate.show()

    def _choose_language(self, code: str) -> None:
        language.choose(code)
        self.chosen_language = code
        self.show_entrance()

    # The sample village

    def open_sample(self, folder: Path | None = None) -> None:
        """Open the made-up village, in a folder of its own beside the real records unless one is named; made when it is not there yet."""
        home = folder or (self.home if self.home.name == SAMPLE_FOLDER else self.home / SAMPLE_FOLDER)

        def make(job: Job) -> tuple[Workspace, str]:
            from fieldapp.sample.laptop import PASSPHRASE, sample_laptop

            return sample_laptop(home, progress=job.progress), PASSPHRASE

        work = Operation(make, self)
        gate = self.gate.centralWidget() if self.gate is not None else None
        if isinstance(gate, Entrance):
            gate.show_sample_progress(0, 0, _("Menyiapkan desa contoh"))
            work.progress.connect(gate.show_sample_progress)
            work.failed.connect(lambda problem: gate.end_sample(problem.sentence))
            work.crashed.connect(lambda code: gate.end_sample(_("Ada yang keliru di program. Kode {code}.").format(code=code)))
        work.succeeded.connect(lambda found: self._show_sample(*found))
        work.start()

    def _show_sample(self, ws: Workspace, passphrase: str) -> None:
        self.hint = _("Data contoh: semua orang di dalamnya rekaan. Kata sandi: {passphrase}").format(passphrase=passphrase)
        self.home = ws.home
        self.show_window(ws, self.hint)

    # The window

    def show_window(self, ws: Workspace, sentence: str = "") -> None:
        """Show the window of whoever opened their records; the words and looks are theirs."""
        self.ws = ws
        if self.chosen_language:
            settings.put(ws, "language", self.chosen_language)
            self.chosen_language = ""
        language.choose(str(settings.get(ws, "language")))
        from ui.window import take_settings

        take_settings(ws)
        before = self.gate
        self.window = self._made_window(ws, before)
        self.window.open("home")
        self.window.show()
        if before is not None:
            self.gate = None
            before.close()
            before.deleteLater()
        QTimer.singleShot(0, self.window, self.window.begin)
        if sentence:
            self.window.toast(sentence)

    def _made_window(self, ws: Workspace, before: QWidget | None) -> Window:
        from ui.window import Window

        made = Window(ws, hint=self.hint)
        made.left.connect(self.leave)
        made.language_chosen.connect(self._speak)
        made.closing.connect(self._close_records)
        made.resize(before.size() if before is not None else made.size().expandedTo(made.minimumSize()))
        if before is None:
            made.resize(1366, 768)
        elif before.isMaximized():
            made.setWindowState(before.windowState())
        return made

    def leave(self) -> None:
        """Close the records and show the entrance again."""
        old = self.window
        self.show_entrance()
        if old is not None:
            old.close()
            old.deleteLater()
            self.window = None

    def _speak(self, code: str) -> None:
        """Speak another language from now on: the window is built anew around the same records."""
        language.choose(code)
        old, ws = self.window, self.ws
        assert old is not None
        assert ws is not None
        old.closing.disconnect(self._close_records)
        self.window = self._made_window(ws, old)
        self.window.open("settings")
        self.window.show()
        old.close()
        old.deleteLater()
        QTimer.singleShot(0, self.window, self.window.begin)

    def _close_records(self) -> None:
        """Let running work end, then give back lock and key."""
        QThreadPool.globalInstance().waitForDone(20_000)
        if self.ws is not None:
            self.ws.close()
            self.ws = None

    def come_forward(self) -> None:
        """Bring what is on the screen to the front."""
        front = self.window or self.gate
        if front is not None:
            front.setWindowState(front.windowState() & ~Qt.WindowState.WindowMinimized)
            front.show()
            front.raise_()
            front.activateWindow()


def _read_ahead() -> None:
    """While the passphrase is typed: read the modules of the window and of the encrypted file, so that Enter shows it at once."""
    importlib.import_module("fieldapp.store.opening")
    importlib.import_module("ui.window")


def start(home: Path | None = None, *, sample: bool = False) -> int:
    """Open Pilar on a data folder (the usual one when none is named), or on the sample village, and return its exit code.

    A second start on the same folder brings the first window to the front and returns 0 at once.
    """
    app = application()
    folder = home or (default_home() / SAMPLE_FOLDER if sample else default_home())
    bell = Doorbell(folder)
    if bell.ring():
        return 0
    bell.listen()
    program = Program(folder)
    bell.rung.connect(program.come_forward)
    program.show_entrance()
    QTimer.singleShot(_PREPARE_MS, program, lambda: threading.Thread(target=_read_ahead, name="read-ahead").start())
    if sample:
        QTimer.singleShot(0, program, lambda: program.open_sample(folder))
    return app.exec()
