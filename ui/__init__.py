"""The window: every page a worker sees, built from one kit of parts and one theme."""

from __future__ import annotations

from importlib.metadata import version

from fieldapp import problems


def refuse_leaking_qt(found: str) -> None:
    """Stop on PySide6 6.12: each void call there gives one reference of None away, until Python 3.11 aborts in mid-work."""
    if found.split(".")[:2] == ["6", "12"]:
        raise problems.WRONG_QT(found=found)


refuse_leaking_qt(version("PySide6-Essentials"))
