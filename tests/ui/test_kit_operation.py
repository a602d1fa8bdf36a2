"""Work beside the window ends in exactly one way, can be cancelled, and never makes the window wait."""

from __future__ import annotations

import gc
import itertools
import logging
import sys
import threading
import time
import weakref

import pytest
from PySide6.QtCore import QObject, Qt, QThread, QTimer
from PySide6.QtWidgets import QWidget

from fieldapp import problems
from ui import operation
from ui.operation import Operation


class Ends:
    """Writes down how an operation ended."""

    def __init__(self, running: Operation) -> None:
        self.seen: list[tuple[str, object]] = []
        running.succeeded.connect(lambda what: self.seen.append(("succeeded", what)))
        running.failed.connect(lambda what: self.seen.append(("failed", what)))
        running.crashed.connect(lambda what: self.seen.append(("crashed", what)))
        running.cancelled.connect(lambda: self.seen.append(("cancelled", None)))


def run(qtbot, call):
    running = Operation(call)
    ends = Ends(running)
    with qtbot.waitSignal(running.finished, timeout=5000):
        running.start()
    return ends.seen


def test_a_result_comes_back_in_the_windows_thread(light, qtbot):
    where = []
    running = Operation(lambda _job: (threading.get_ident(), 42))
    running.succeeded.connect(lambda result: where.append((result, threading.get_ident(), QThread.currentThread() is light.thread())))
    with qtbot.waitSignal(running.finished):
        running.start()
    ((worker, answer), here, in_window), *_ = where
    assert (answer, in_window) == (42, True)
    assert worker != here == threading.get_ident()


def test_a_problem_comes_back_as_it_was_raised(light, qtbot):
    def call(_job):
        raise problems.STORE_BUSY()

    ((how, problem),) = run(qtbot, call)
    assert (how, problem.kind) == ("failed", problems.STORE_BUSY)


def test_our_own_bug_gives_a_code_and_logs_no_names(light, qtbot, caplog):
    def call(_job):
        raise ValueError("Suparman 1811020503810002")

    with caplog.at_level(logging.ERROR, logger="pilar.window"):
        ((how, code),) = run(qtbot, call)
    assert how == "crashed"
    assert len(code) == 4
    assert code in caplog.text
    assert "ValueError" in caplog.text
    assert "Suparman" not in caplog.text
    assert "1811" not in caplog.text


def test_cancelling_stops_at_the_next_step(light, qtbot):
    begun, steps = threading.Event(), []

    def call(job):
        while True:
            job.check()
            steps.append(1)
            begun.set()

    running = Operation(call)
    ends = Ends(running)
    with qtbot.waitSignal(running.finished, timeout=5000):
        running.start()
        assert begun.wait(5)
        running.cancel()
    assert ends.seen == [("cancelled", None)]


def test_progress_arrives_in_order(light, qtbot):
    seen = []
    running = Operation(lambda job: [job.progress(at, 3, f"langkah {at}") for at in (1, 2, 3)] and None)
    running.progress.connect(lambda done, total, text: seen.append((done, total, text)))
    with qtbot.waitSignal(running.finished):
        running.start()
    assert seen == [(1, 3, "langkah 1"), (2, 3, "langkah 2"), (3, 3, "langkah 3")]


def test_nothing_is_told_once_the_page_is_gone(light, qtbot):
    page, told, go = QObject(), [], threading.Event()
    running = Operation(lambda _job: go.wait(5), page)
    running.succeeded.connect(told.append)
    running.start()
    page.deleteLater()
    light.sendPostedEvents(None, 0)
    light.processEvents()
    go.set()
    qtbot.waitUntil(lambda: operation._Switching.running == 0)
    light.processEvents()
    assert told == []


def test_ended_operations_are_let_go(light, qtbot):
    kept = []
    for _ in range(20):
        running = Operation(lambda _job: bytes(1000))
        kept.append(weakref.ref(running))
        with qtbot.waitSignal(running.finished):
            running.start()
    del running
    gc.collect()
    assert sum(reference() is not None for reference in kept) <= 1
    assert not operation._alive


def test_the_switch_interval_is_put_back(light, qtbot):
    usual, during = sys.getswitchinterval(), []
    run(qtbot, lambda _job: during.append(sys.getswitchinterval()))
    assert during[0] == pytest.approx(0.0005)
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_the_window_keeps_beating_while_work_burns_the_processor(light, qtbot):
    beats: list[float] = []
    beat = QTimer()
    beat.setTimerType(Qt.TimerType.PreciseTimer)
    beat.setInterval(10)
    beat.timeout.connect(lambda: beats.append(time.perf_counter()))

    def burn(_job):
        until = time.perf_counter() + 0.7
        total = 0
        while time.perf_counter() < until:
            total += sum(range(2000))
        return total

    running = Operation(burn)
    with qtbot.waitSignal(running.finished, timeout=10_000):
        beat.start()
        running.start()
    beat.stop()
    gaps = sorted(later - sooner for sooner, later in itertools.pairwise(beats))
    # Two cores are shared with other programs when tests run; nine of ten beats must be prompt, and none may take half a second.
    assert len(gaps) > 10
    assert gaps[int(len(gaps) * 0.9)] < 0.1
    assert gaps[-1] < 0.5


def test_garbage_of_the_window_is_let_go_in_the_windows_thread(light, qtbot):
    where = []

    def make_a_ring():
        part = QWidget()
        part.itself = part
        weakref.finalize(part, lambda: where.append(threading.get_ident()))

    def litter(_job):
        return len([[at] for at in range(200_000)])

    make_a_ring()
    running = Operation(litter)
    with qtbot.waitSignal(running.succeeded):
        running.start()
    assert where == []
    gc.collect()
    assert where == [threading.get_ident()]
