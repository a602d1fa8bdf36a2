"""What a questionnaire is made of: sections, groups, repeats, questions and choices, as a window or a paper reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from fieldapp import language as words

Kind = Literal[
    "text", "integer", "decimal", "date", "time", "select_one", "select_multiple", "note", "calculate", "image", "hidden", "unsupported"
]  # fmt: skip
INPUTS: frozenset[str] = frozenset({"text", "integer", "decimal", "date", "time", "select_one", "select_multiple", "image"})
_CODE = re.compile(r"\(([A-Za-z]{2,3})(?:-\w+)?\)\s*$")
_NAMES = {"indonesia": "id", "bahasa indonesia": "id", "indonesian": "id", "bahasa": "id", "english": "en", "inggris": "en"}


def language_code(name: str) -> str:
    """Return the short code of a language as XLSForms write it: ``Indonesia (id)`` is ``id``; an unnamed language is ``""``."""
    found = _CODE.search(name)
    if found:
        return found[1].lower()
    return "" if name == "default" else _NAMES.get(name.strip().lower(), name.strip().lower())


@dataclass(frozen=True, slots=True)
class Slot:
    """A place inside a sentence that shows an answer, as the expression that finds it."""

    expression: str


Parts = tuple[str | Slot, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """One sentence of a form in every language it has; parts are text and places for answers."""

    by_language: Mapping[str, Parts] = field(default_factory=dict)

    def parts(self, language: str | None = None) -> Parts:
        """Return the sentence in the language asked for, else in the first language that has it."""
        wanted = self.by_language.get(language or words.current())
        return wanted or next((parts for parts in self.by_language.values() if parts), ())

    def text(self, language: str | None = None) -> str:
        """Return the sentence with an ellipsis wherever an answer would stand."""
        return "".join(part if isinstance(part, str) else "…" for part in self.parts(language)).strip()

    def slots(self) -> Iterator[str]:
        """Yield the expression of every place for an answer, in all languages."""
        for parts in self.by_language.values():
            yield from (part.expression for part in parts if isinstance(part, Slot))


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to pick: its code exactly as the form has it, and its words."""

    name: str
    wording: Wording = field(default_factory=Wording)
    values: Mapping[str, str] = field(default_factory=dict)

    def label(self, language: str | None = None) -> str:
        """Return the words of this choice, or its code when it has none."""
        return self.wording.text(language) or self.name


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``path`` has no row numbers; ``number`` is the form's own number as printed at the left, such as 11a."""

    path: str
    name: str
    kind: Kind
    number: str = ""
    wording: Wording = field(default_factory=Wording)
    hints: Wording = field(default_factory=Wording)
    constraint_words: Wording = field(default_factory=Wording)
    required_words: Wording = field(default_factory=Wording)
    appearance: str = ""
    list_name: str = ""
    choices: tuple[Choice, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict)
    visible: bool = True
    may_be_required: bool = False

    @property
    def is_input(self) -> bool:
        """Say whether a person answers it (a note or a calculation is only read)."""
        return self.kind in INPUTS

    def label(self, language: str | None = None) -> str:
        """Return the question's words; places for answers show an ellipsis (the session fills them)."""
        return self.wording.text(language) or self.name

    def hint(self, language: str | None = None) -> str:
        """Return the line of help under the question, or an empty text."""
        return self.hints.text(language)

    def constraint_message(self, language: str | None = None) -> str:
        """Return what the form says when the answer breaks its rule, or an empty text."""
        return self.constraint_words.text(language)

    def required_message(self, language: str | None = None) -> str:
        """Return what the form says when the answer is missing, or an empty text."""
        return self.required_words.text(language)

    def choice(self, code: str) -> Choice | None:
        """Return the choice with this code, if the question has it."""
        return next((choice for choice in self.choices if choice.name == code), None)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that stand together inside a section."""

    path: str
    wording: Wording
    items: tuple[Item, ...]
    appearance: str = ""
    number: str = ""

    def label(self, language: str | None = None) -> str:
        """Return the heading of the group, possibly empty."""
        return self.wording.text(language)


@dataclass(frozen=True, slots=True)
class Repeat:
    """Questions asked once for each row: each meter, each member of the family. ``fixed``: the form itself counts the rows."""

    path: str
    wording: Wording
    items: tuple[Item, ...]
    appearance: str = ""
    number: str = ""
    fixed: bool = False

    def label(self, language: str | None = None) -> str:
        """Return what one row is, in words."""
        return self.wording.text(language)


Item = Question | Group | Repeat


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the questionnaire; ``path`` is empty for questions that stand outside every group."""

    path: str
    wording: Wording
    items: tuple[Item, ...]

    def title(self, language: str | None = None) -> str:
        """Return the heading of the section."""
        return self.wording.text(language)

    def questions(self) -> Iterator[Question]:
        """Yield every question of the section in order, those inside groups and repeats too."""
        yield from questions_of(self.items)


def questions_of(items: tuple[Item, ...]) -> Iterator[Question]:
    """Yield every question in these items, in the order of the form."""
    for item in items:
        if isinstance(item, Question):
            yield item
        else:
            yield from questions_of(item.items)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the filling is: relevant questions answered of total, how many required ones are missing, how many answers are wrong."""

    answered: int
    total: int
    missing: int
    wrong: int
