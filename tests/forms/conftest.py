"""Small forms written as tables, opened on a fixed day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fieldapp import forms, language

TODAY = date(2026, 11, 23)
Write = Callable[..., forms.Form]


@pytest.fixture(autouse=True)
def _indonesian():
    language.choose("id")
    yield
    language.choose("id")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Load a form from its survey rows and, where needed, its choices."""

    def made(survey: str, choices: str = "", settings: str = "") -> forms.Form:
        text = f"| survey |\n{survey.strip()}\n"
        text += f"\n| choices |\n| | list_name | name | label |\n{choices.strip()}\n" if choices else ""
        text += f"\n| settings |\n{settings.strip()}\n" if settings else "\n| settings |\n| | form_id | version |\n| | coba | 1 |\n"
        path = tmp_path / "coba.md"
        path.write_text("\n".join(line.strip() for line in text.splitlines()), "utf-8")
        return forms.load(path)

    return made
