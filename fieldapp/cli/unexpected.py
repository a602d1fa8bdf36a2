"""When the program itself is at fault: one sentence for the person, and in the log where it happened, with no value and no name."""

from __future__ import annotations

import hashlib
import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Self

from fieldapp.domain.moments import moment, utc_now
from fieldapp.language import _

_OURS = Path(__file__).resolve().parent.parent.parent


class Unexpected:
    """Around a command: lets nothing escape but what a person can understand.

    A class and not an ``except``, so that what a Problem says and what is our fault stay two things.
    """

    def __init__(self, logs: Path) -> None:
        self.logs = logs
        self.code = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> bool:
        if not isinstance(fault, Exception):
            return False
        places = _places(trace)
        self.code = fault_code(type(fault).__name__, places)
        _note(self.logs, f"{moment(utc_now())} {self.code} {type(fault).__qualname__} {' < '.join(reversed(places))}")
        return True

    @property
    def sentence(self) -> str:
        """What the person is told."""
        return _("Ada yang keliru di program. Data Anda aman. Kode {code}").format(code=self.code)


def fault_code(kind: str, places: list[str]) -> str:
    """Return four characters; the same fault in the same place has the same code."""
    return hashlib.sha256(" ".join([kind, *places]).encode()).hexdigest()[:4].upper()


def _places(trace: TracebackType | None) -> list[str]:
    """Return file, line and function of each step: never a value, since those may be somebody's name."""
    return [f"{_short(frame.filename)}:{frame.lineno}:{frame.name}" for frame in traceback.extract_tb(trace)]


def _short(filename: str) -> str:
    path = Path(filename)
    return path.relative_to(_OURS).as_posix() if path.is_relative_to(_OURS) else path.name


def _note(logs: Path, line: str) -> None:
    try:
        logs.mkdir(parents=True, exist_ok=True)
        with (logs / "faults.log").open("a", encoding="utf-8") as log:
            log.write(line + "\n")
    except OSError:
        # The folder may be what is broken; the code on screen still tells which fault it was.
        logging.getLogger(__name__).warning("fault log not writable")
