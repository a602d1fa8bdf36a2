"""The table of `make bench` reads the same way for limits and rivals: 1.00 or less is good."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.measure import Benchmark, Beside, run


def _result(tmp_path: Path, figure: float | Beside, **told: object):
    told = {"limit": None, "rival": None, "more_is_better": False} | told
    return run(Benchmark("cari", "ms", lambda _: figure, **told), tmp_path)


def test_a_figure_over_its_limit_is_marked_and_not_kept(tmp_path):
    result = _result(tmp_path, 30.0, limit=20)
    assert not result.kept
    assert result.line() == "| cari | 30 | ms | batas 20 | 1.50 **lewat** |"


def test_a_figure_within_its_limit_is_kept(tmp_path):
    result = _result(tmp_path, 5.0, limit=20)
    assert result.kept
    assert result.ratio == 0.25


def test_more_pages_a_second_than_the_rival_is_a_ratio_below_one(tmp_path):
    result = _result(tmp_path, Beside(600, 120), rival="LongTable", more_is_better=True)
    assert result.ratio == 0.2
    assert "LongTable 120" in result.line()


def test_a_faster_rival_is_told_but_does_not_fail(tmp_path):
    result = _result(tmp_path, Beside(600, 300), rival="LongTable")
    assert result.ratio == 2
    assert result.kept
