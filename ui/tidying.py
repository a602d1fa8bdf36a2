"""What the window no longer needs is let go in the window's own thread, never in one that works beside it."""

from __future__ import annotations

import gc
from functools import cache

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class Tidier(QObject):
    """Collects what Python would collect in whichever thread happens to run: a part of the window destroyed there ends the program."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.tidy)
        self._timer.start()

    def tidy(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds."""
        counts, limits = gc.get_count(), gc.get_threshold()
        due = next((generation for generation in (2, 1, 0) if counts[generation] > limits[generation]), None)
        if due is not None:
            gc.collect(due)


@cache
def _tidier() -> Tidier:
    return Tidier()


def tidy_here() -> Tidier:
    """From now on collect only in this thread, the window's, once a second; asked again it changes nothing."""
    gc.disable()
    return _tidier()
