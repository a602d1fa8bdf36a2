"""What both halves of the page share: what the head says of them, and work that runs beside the window and can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from ui.kit import Progress
from ui.operation import Job, Operation


@dataclass(frozen=True, slots=True)
class Heading:
    """What the head of the page says: title, what it is about, the primary act with its icon (or why it is off), and the way out."""

    title: str
    subtitle: str = ""
    primary: str = ""
    icon: str = "arrow-right"
    reason: str = ""
    leave: str = ""


class Running(QWidget):
    """``told(sentence, Undo | None)``, ``changed()`` when the head says something else, ``go(page, context)``; one work at a time."""

    told = Signal(str, object)
    changed = Signal()
    go = Signal(str, dict)

    def __init__(self) -> None:
        super().__init__()
        self.running: Operation | None = None

    def cancel(self) -> None:
        """Ask what runs to stop; nothing of it is kept."""
        if self.running is not None:
            self.running.cancel()

    def rested(self) -> None:
        """Nothing runs any more: what waited for it may begin."""

    def beside(
        self, call: Callable[[Job], object], then: Callable[..., object], stop: Callable[[str], object] | None = None, bar: Progress | None = None, *,
        always: Callable[[], object] = lambda: None, keep: bool = True,
    ) -> None:  # fmt: skip
        """Run something beside the window; ``stop`` is told the sentence when it did not work or was cancelled.

        ``always`` follows every end; ``keep`` is False for a read during which other work may go on.
        """
        said = stop or (lambda sentence: self.told.emit(sentence, None))
        work = Operation(call, self)
        if bar is not None:
            work.progress.connect(bar.show_progress)
        if keep:
            self.running = work
        crashed = _("Ada yang keliru di program. Data Anda aman. Kode {code} untuk koordinator.")
        work.succeeded.connect(lambda result: self._ended(work, always, partial(then, result)))
        work.failed.connect(lambda problem: self._ended(work, always, lambda: said(problem.sentence)))
        work.cancelled.connect(lambda: self._ended(work, always, partial(said, _("Dibatalkan, tidak ada yang tersimpan."))))
        work.crashed.connect(lambda code: self._ended(work, always, partial(said, crashed.format(code=code))))
        work.start()
        self.changed.emit()

    def _ended(self, work: Operation, always: Callable[[], object], then: Callable[[], object]) -> None:
        if work is self.running:
            self.running = None
            always()
        then()
        if self.running is None:
            self.rested()
        self.changed.emit()
