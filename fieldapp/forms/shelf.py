"""The questionnaires that come with Pilar: their cards are read at once, the questionnaire itself when it is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.language import current

if TYPE_CHECKING:
    from fieldapp.forms.form import Form

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "forms"
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class FormCard:
    """What a list of questionnaires shows, without reading the questionnaire; ``score`` names its scoring rule.

    ``subject`` is whom it is about: household, or person for one filled about a single member.
    """

    id: str
    version: str
    title: str
    description: str
    score: str | None
    path: Path
    subject: str = "household"


def shipped() -> tuple[FormCard, ...]:
    """Return the cards of the questionnaires that come with Pilar, titles in the language in use."""
    language = current()
    return tuple(_card(path, settings, language) for path, settings in _settings())


def shipped_form(form_id: str, cache: Path | None = None) -> Form:
    """Return a questionnaire that comes with Pilar, read once and then kept; ``cache`` may keep the conversion. FORM_UNKNOWN."""
    for path, settings in _settings():
        if settings.get("form_id") == form_id:
            return _opened(path, cache)
    raise problems.FORM_UNKNOWN(name=form_id, known=", ".join(card.id for card in shipped()))


@lru_cache(maxsize=32)
def _opened(path: Path, cache: Path | None) -> Form:
    from fieldapp.forms.form import load

    return load(path, cache)


@lru_cache(maxsize=1)
def _settings() -> tuple[tuple[Path, dict[str, str]], ...]:
    return tuple((path, settings_of(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.md")))


def settings_of(text: str) -> dict[str, str]:
    """Return the settings sheet of a form written as tables: each heading with the value under it."""
    rows: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        if not line.startswith("|"):
            continue
        first, *cells = [cell.strip().replace(r"\|", "|") for cell in _CELL.split(line.strip().strip("|"))]
        if first:
            inside = first == "settings"
        elif inside and any(cells):
            rows.append(cells)
    return {name: value for name, value in zip(*rows[:2], strict=False) if name and value} if len(rows) >= 2 else {}


def _card(path: Path, settings: dict[str, str], language: str) -> FormCard:
    title = settings.get(f"pilar_title_{language}") or settings.get("form_title", path.stem)
    description = settings.get(f"pilar_description_{language}") or settings.get("pilar_description", "")
    return FormCard(
        settings["form_id"], settings["version"], title, description, settings.get("pilar_score"), path,
        settings.get("pilar_subject", "household"),
    )  # fmt: skip
