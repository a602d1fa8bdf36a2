"""Measures Pilar's speed and prints one table; words on the command line choose the benchmarks whose names hold one of them."""

from __future__ import annotations

import importlib
import platform
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import measure


def gather() -> list[measure.Benchmark]:
    """Import every ``bench_*.py`` beside this file, in order, and return what they registered."""
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        importlib.import_module(f"tests.benchmarks.{path.stem}")
    return measure.REGISTERED


def main(words: list[str]) -> int:
    """Measure and print line by line; return 1 when a limit is passed, 2 when no benchmark has these words."""
    chosen = [one for one in gather() if not words or any(word.lower() in one.name.lower() for word in words)]
    if not chosen:
        print("Tidak ada pengukuran dengan kata itu.", file=sys.stderr)
        return 2
    print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}\n\n{measure.HEADER}", flush=True)
    kept = True
    for one in chosen:
        with tempfile.TemporaryDirectory() as folder:
            result = measure.run(one, Path(folder))
        print(result.line(), flush=True)
        kept = kept and result.kept
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
