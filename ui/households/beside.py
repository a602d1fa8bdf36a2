"""Reads and writes that must not hold up the window: what came of them goes to the page, what went wrong is said on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject

from fieldapp.language import _
from fieldapp.problems import Problem
from ui.operation import Operation

Result = TypeVar("Result")


def beside(
    parent: QObject,
    call: Callable[[], Result],
    then: Callable[[Result], object],
    say: Callable[[str], object],
    stop: Callable[[Problem], object] | None = None,
) -> Operation:
    """Run ``call`` beside the window and hand what it returns to ``then``; a Problem goes to ``stop``, else its sentence to ``say``."""
    running = Operation(lambda _job: call(), parent)
    running.succeeded.connect(then)
    running.failed.connect(stop or (lambda problem: say(problem.sentence)))
    running.crashed.connect(
        lambda code: say(_("Ada yang keliru di program. Data Anda aman. Kode {code} untuk koordinator.").format(code=code))
    )
    return running.start()
