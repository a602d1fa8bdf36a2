"""Benchmarks are functions with a name, a unit, and something to be measured against; this keeps their list and prints their table.

@benchmark("cari tiga huruf, 100.000 warga", unit="ms", limit=20)
def search_three_letters(folder: Path) -> float:
    store = ...
    return median_ms(lambda: find(store, "sit"))

@benchmark("BNBA 50.000 baris", unit="halaman/s", rival="LongTable", more_is_better=True)
def list_of_fifty_thousand(folder: Path) -> Beside:
    return Beside(ours, theirs)
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Beside:
    """Our figure and the rival's, measured in the same minutes on the same machine."""

    ours: float
    rival: float


@dataclass(frozen=True, slots=True)
class Benchmark:
    """What is measured; ``limit`` is in ``unit``, and exactly one of ``limit`` and ``rival`` is given."""

    name: str
    unit: str
    measure: Callable[[Path], float | Beside]
    limit: float | None
    rival: str | None
    more_is_better: bool


@dataclass(frozen=True, slots=True)
class Result:
    """One line of the table; a ratio of 1.00 or less is good."""

    benchmark: Benchmark
    figure: float
    against: float

    @property
    def ratio(self) -> float:
        """How much of the limit is used up, or how much longer we take than the rival."""
        return self.against / self.figure if self.benchmark.more_is_better else self.figure / self.against

    @property
    def kept(self) -> bool:
        """Whether the limit is kept; a rival that is faster is told, not failed."""
        return self.benchmark.limit is None or self.ratio <= 1

    def line(self) -> str:
        """Return the line of the table, as Markdown."""
        told = self.benchmark
        other = f"batas {told.limit:,g}" if told.limit is not None else f"{told.rival} {self.against:,.3g}"
        return f"| {told.name} | {self.figure:,.3g} | {told.unit} | {other} | {self.ratio:.2f}{'' if self.kept else ' **lewat**'} |"


Measure = Callable[[Path], float | Beside]
HEADER = "| yang diukur | angka | satuan | di samping | rasio |\n|---|---:|---|---|---:|"
REGISTERED: list[Benchmark] = []


def benchmark(
    name: str, *, unit: str, limit: float | None = None, rival: str | None = None, more_is_better: bool = False
) -> Callable[[Measure], Measure]:
    """Register a function that takes an empty folder and returns its figure in this unit, or a ``Beside`` when it has a rival."""
    assert (limit is None) != (rival is None), "a figure is read against a limit or a rival"

    def register(measure: Measure) -> Measure:
        REGISTERED.append(Benchmark(name, unit, measure, limit, rival, more_is_better))
        return measure

    return register


def run(chosen: Benchmark, folder: Path) -> Result:
    """Measure one benchmark in this empty folder."""
    gc.collect()
    figure = chosen.measure(folder)
    if isinstance(figure, Beside):
        return Result(chosen, figure.ours, figure.rival)
    assert chosen.limit is not None, "a benchmark with a rival returns both figures"
    return Result(chosen, figure, chosen.limit)


def median_ms(call: Callable[[], object], *, rounds: int = 7) -> float:
    """Return the median time of a call in milliseconds, after one call that does not count."""
    call()
    taken = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken) * 1000
