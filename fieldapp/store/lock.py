"""One program at a time on one person's file: a lock the operating system itself gives back when a program dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from fieldapp import problems


class FolderLock:
    """Holds a person's folder while open. The system frees it at exit, also after kill -9, so no lock is ever stale."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lock"
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Take the lock; raises STORE_BUSY while another program has it."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("a+b")
        try:
            _lock(file)
        except OSError as wrong:
            file.close()
            raise problems.STORE_BUSY() from wrong
        self._file = file

    def release(self) -> None:
        """Give the lock back."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[bytes]) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def process() -> int:
    """Return the number of this process, for messages."""
    return os.getpid()
