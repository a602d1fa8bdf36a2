"""One sync at a time, whoever asked for it: the page, F5 anywhere, or the first start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from fieldapp.language import _
from fieldapp.problems import Problem
from ui.operation import Job, Operation

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.sync.session import SyncReport


class SyncRun(QObject):
    """``began()``, ``progressed(done, total, text)``, then ``ended(good, sentence)``; ``good`` says whether the office was reached."""

    began = Signal()
    progressed = Signal(int, int, str)
    ended = Signal(bool, str)

    def __init__(self, ws: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ws = ws
        self.work: Operation | None = None
        self.online = False
        self.text = ""

    @property
    def running(self) -> bool:
        """Whether a sync is under way."""
        return self.work is not None

    def start(self) -> None:
        """Begin, unless one is under way."""
        if self.running:
            return
        self.text = _("Menghubungi pusat")
        self.work = Operation(self._call, self)
        self.work.progress.connect(self._tell)
        self.work.succeeded.connect(lambda report: self._end(good=True, sentence=report.note))
        self.work.failed.connect(self._failed)
        self.work.crashed.connect(self._crashed)
        self.work.start()
        self.began.emit()

    def cancel(self) -> None:
        """Stop after the batch in flight; what the office took stays taken."""
        if self.work is not None:
            self.text = _("Berhenti setelah kiriman ini")
            self.work.cancel()
            self.progressed.emit(0, 0, self.text)

    def _call(self, job: Job) -> SyncReport:
        from fieldapp.sync.session import sync_now

        return sync_now(self.ws, progress=job.progress, cancelled=lambda: job.cancelled)

    def _tell(self, done: int, total: int, text: str) -> None:
        self.text = text
        self.progressed.emit(done, total, text)

    def _failed(self, problem: Problem) -> None:
        self._end(good=False, sentence=problem.sentence)

    def _crashed(self, code: str) -> None:
        told = _("Ada yang keliru di program. Data Anda aman. Kode {code} untuk koordinator.")
        self._end(good=False, sentence=told.format(code=code))

    def _end(self, *, good: bool, sentence: str) -> None:
        self.work, self.online = None, good
        self.ended.emit(good, sentence)
