"""The program as a person starts it: real processes, real addresses, real signals."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldapp import config
from tests import make

ROOT = Path(__file__).resolve().parents[2]
MAIN = [sys.executable, "-W", "error", "main.py"]


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """The data of a good answer; anything beside one JSON object fails here."""
        told = json.loads(self.out)
        assert told["ok"], told
        return told["data"]

    @property
    def problem(self) -> str:
        """The code of what went wrong."""
        return str(json.loads(self.out)["problem"]["code"])


def environment(**changes: str) -> dict[str, str]:
    return {**os.environ, config.PASSPHRASE_VARIABLE: make.PASSPHRASE, **changes}


def pilar(*words: object, env: dict[str, str] | None = None) -> Said:
    """Run a command to its end."""
    done = subprocess.run(
        [*MAIN, *map(str, words)], cwd=ROOT, env=env or environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    return Said(done.returncode, done.stdout, done.stderr)


class OfficeProcess:
    """The office as its own process, started on one folder as often as wanted and always at the same port."""

    def __init__(self, data: Path, port: int = 0) -> None:
        self.data, self.port = data, port
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start and return the address it announces."""
        words = ["server", "run", "--data", str(self.data), "--port", str(self.port)]
        self._process = subprocess.Popen(
            [*MAIN, *words], cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert found, line
        self.port = int(found[1])
        return found[0]

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Send this signal; returns the exit code and what was said until then."""
        assert self._process is not None
        self._process.send_signal(how)
        said, _nothing = self._process.communicate(timeout=20)
        return self._process.returncode, said

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None
