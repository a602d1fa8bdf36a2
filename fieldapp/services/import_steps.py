"""How far an import is, told while it runs, and the word that stops it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from fieldapp import problems
from fieldapp.domain.moments import local

Progress = Callable[[int, int], None]
"""Is told (done, total); may raise to stop the work, of which nothing is kept then."""
Cancelled = Callable[[], bool]
"""Says whether the person cancelled."""


def quiet(_done: int, _total: int) -> None:
    """Tell nobody how far the work is."""


def never() -> bool:
    """Say that nobody cancels."""
    return False


def steps(progress: Progress, cancelled: Cancelled) -> Progress:
    """Return a progress that stops the work with IMPORT_CANCELLED when the person cancelled."""

    def step(done: int, total: int) -> None:
        if cancelled():
            raise problems.IMPORT_CANCELLED(left=total - done, total=total)
        progress(done, total)

    return step


def day_of(at: str | None, zone: str) -> date | None:
    """Return the day a moment was where the laptop works."""
    return local(at, zone).date() if at else None
