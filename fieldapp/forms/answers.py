"""Kept answers, found again by the name of their question, without opening the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping


def find(answers: Mapping[str, object], name: str) -> object:
    """Return the answer whose question has this name, whatever group it stands in; None when there is none."""
    return next((kept for path, kept in answers.items() if path.rpartition("/")[2] == name), None)
