"""Work that must not make the window wait: it runs beside it, tells how far it is, can be cancelled, and always ends in a sentence."""

from __future__ import annotations

import logging
import secrets
import sys
import threading
import traceback
from collections.abc import Callable
from functools import cache, partial
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal, Slot
from shiboken6 import isValid

from fieldapp.problems import Problem
from ui.tidying import tidy_here

log = logging.getLogger("pilar.window")
_CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SMOOTH_SECONDS = 0.0005


class Cancelled(BaseException):
    """The person cancelled; not an error, so nothing may mistake it for one."""


class Job(QObject):
    """What a running call is given: it tells how far it is and hears whether it should stop."""

    progressed = Signal(int, int, str)

    def __init__(self) -> None:
        super().__init__()
        self._stop = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the person cancelled."""
        return self._stop.is_set()

    def check(self) -> None:
        """Stop here when the person cancelled; a call asks between steps that leave nothing half done."""
        if self.cancelled:
            raise Cancelled

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Tell how many of how many are done."""
        self.progressed.emit(done, total, text)

    def cancel(self) -> None:
        """Ask the call to stop."""
        self._stop.set()


class _Switching:
    """While anything runs beside the window, Python changes threads ten times as often, so the window stays quick."""

    lock = threading.Lock()
    running = 0
    usual = sys.getswitchinterval()

    @classmethod
    def begin(cls) -> None:
        with cls.lock:
            if cls.running == 0:
                cls.usual = sys.getswitchinterval()
                sys.setswitchinterval(_SMOOTH_SECONDS)
            cls.running += 1

    @classmethod
    def end(cls) -> None:
        with cls.lock:
            cls.running -= 1
            if cls.running == 0:
                sys.setswitchinterval(cls.usual)


class _Work:
    """A call and what it tells while it runs; made and let go in the window's thread only, for a call may hold parts of the window."""

    def __init__(self, call: Callable[[Job], object], job: Job) -> None:
        self._call, self._job = call, job

    def run(self) -> tuple[str, object]:
        """Run the call; return how it ended and with what."""
        try:
            return "succeeded", self._call(self._job)
        except Cancelled:
            return "cancelled", None
        except Problem as problem:
            return "failed", _bare(problem)
        except Exception as error:  # noqa: BLE001 - the one place where whatever is no Problem is taken as our bug
            return "crashed", _remember(error)


def _bare(problem: Problem) -> Problem:
    """Return a problem without its traceback, whose frames would hold parts of the window in another thread."""
    problem.__cause__ = problem.__context__ = None
    return problem.with_traceback(None)


class _Run(QRunnable):
    """One call in a thread of the pool. It knows its number only: whatever the thread held it would also let go."""

    def __init__(self, token: int, messenger: _Messenger) -> None:
        super().__init__()
        self.setAutoDelete(True)
        self._token, self._messenger = token, messenger

    def run(self) -> None:
        """Run the call and tell how it ended."""
        _Switching.begin()
        try:
            how, what = _works[self._token].run()
        finally:
            _Switching.end()
        self._messenger.ended.emit(self._token, how, what)


class _Messenger(QObject):
    """Carries the end of every call from its thread to the window's; there is one, and it stays."""

    ended = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__()
        self.ended.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        tidy_here()

    @Slot(object, str, object)
    def _arrived(self, token: int, how: str, what: object) -> None:
        work, operation = _works.pop(token), _alive.pop(token, None)
        if operation is not None and isValid(operation):
            operation.end(how, what)
        del work


@cache
def _messenger() -> _Messenger:
    return _Messenger()


def _remember(error: Exception) -> str:
    """Log where our bug lies, without its text (which may name people), and return the code the person can pass on."""
    code = "".join(secrets.choice(_CODE_LETTERS) for _ in range(4))
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(traceback.extract_tb(error.__traceback__)))
    log.error("crash %s %s at %s", code, type(error).__name__, places)
    return code


class Operation(QObject):
    """Runs ``call(job)`` beside the window; signals come back in the window's thread, exactly one of the four ends it.

    ``succeeded(result)``, ``failed(Problem)``, ``crashed(code)``, ``cancelled()``; ``progress(done, total, text)`` meanwhile;
    ``finished()`` follows the end. When ``parent`` is gone, nothing is told any more.
    """

    succeeded = Signal(object)
    failed = Signal(object)
    crashed = Signal(str)
    cancelled = Signal()
    progress = Signal(int, int, str)
    finished = Signal()

    def __init__(self, call: Callable[[Job], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._call = call
        self._job = Job()
        self._job.progressed.connect(self.progress)
        self.running = False

    def start(self) -> Operation:
        """Begin; returns itself so that it can be kept."""
        self.running = True
        token = next(_tokens)
        _works[token], _alive[token] = _Work(self._call, self._job), self
        self.destroyed.connect(partial(_forget, token))
        QThreadPool.globalInstance().start(_Run(token, _messenger()))
        return self

    def cancel(self) -> None:
        """Ask the call to stop at its next step."""
        self._job.cancel()

    def end(self, how: str, what: object) -> None:
        """Tell how the call ended: succeeded, failed, crashed or cancelled."""
        self.running = False
        told = {"succeeded": self.succeeded, "failed": self.failed, "crashed": self.crashed}.get(how)
        if told is None:
            self.cancelled.emit()
        else:
            told.emit(what)
        if not isValid(self):
            return
        self.finished.emit()
        if self.parent() is not None:
            self.deleteLater()


# What runs, by number: the calls until their end has arrived, and the operations until then or until their page is gone.
_tokens = count()
_works: dict[int, _Work] = {}
_alive: dict[int, Operation] = {}


def _forget(token: int, _gone: object = None) -> None:
    """Let an operation go whose page is gone."""
    _alive.pop(token, None)
