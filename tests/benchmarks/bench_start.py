"""How soon the worker can begin: from the command to the window's modules, and from `make run` to the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.measure import benchmark, median_ms

ROOT = Path(__file__).resolve().parent.parent.parent


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


@benchmark("mulai: modul jendela terbaca, proses baru", unit="ms", limit=1000)
def import_of_the_window(folder: Path) -> float:
    return median_ms(lambda: _python("import ui.start"))


@benchmark("mulai: penyiapan yang sudah selesai", unit="ms", limit=200)
def setup_that_is_done(folder: Path) -> float:
    return median_ms(lambda: subprocess.run(["bash", "tools/setup.sh", "run"], cwd=ROOT, check=True))
