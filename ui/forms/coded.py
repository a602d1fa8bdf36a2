"""Answers that are picked: all options in sight with their digits, or a list to type into where they are many."""

from __future__ import annotations

from collections.abc import Sequence

from fieldapp.forms import Question
from fieldapp.language import _
from ui.forms.control import Control
from ui.kit import CodeChoice, ComboField, PickField

MOST_IN_SIGHT = 9
_MOST_FOUND = 60
Options = list[tuple[str, str]]


class OneControl(Control):
    """One of up to nine options."""

    def __init__(self, options: Options) -> None:
        self.field = CodeChoice(options)
        super().__init__(self.field)
        self.field.changed.connect(lambda: self.given.emit(self.field.value() or None))

    def show_value(self, value: object) -> None:
        """Show the option chosen."""
        self.field.set_value(str(value or ""))

    def show_choices(self, options: Options) -> None:
        """Offer other options."""
        if options != self.field.options:
            self.field.set_options(options)

    def show_state(self, state: str) -> None:
        """Show the edge of a state."""
        self.field.set_state(state)


class SeveralControl(Control):
    """Several of some options."""

    def __init__(self, options: Options) -> None:
        self.field = CodeChoice(options, multiple=True)
        super().__init__(self.field)
        self.field.changed.connect(lambda: self.given.emit(list(self.field.values()) or None))

    def show_value(self, value: object) -> None:
        """Show the options chosen."""
        self.field.set_value(*(str(code) for code in value) if isinstance(value, (list, tuple)) else "")

    def show_choices(self, options: Options) -> None:
        """Offer other options."""
        if options != self.field.options:
            self.field.set_options(options)

    def show_state(self, state: str) -> None:
        """Show the edge of a state."""
        self.field.set_state(state)


class ManyControl(Control):
    """One of many options: letters of its words or its code find it, F4 shows all."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.field = PickField(self._search, placeholder=_("Ketik kode atau beberapa huruf, F4 melihat semua"), letters=1)
        super().__init__(self.field)
        self.field.changed.connect(lambda code: self.given.emit(code or None))

    def _search(self, words: str) -> Sequence[tuple[str, str, str]]:
        wanted = words.casefold().split()
        by_code = [option for option in self.options if words and option[0].casefold() == words.casefold()]
        by_words = [option for option in self.options if all(word in option[1].casefold() for word in wanted)]
        found = dict.fromkeys((*by_code, *by_words))
        return [(code, text, _("kode {code}").format(code=code)) for code, text in list(found)[:_MOST_FOUND]]

    def show_value(self, value: object) -> None:
        """Show the option chosen."""
        code = str(value or "")
        self.field.set_chosen(code, dict(self.options).get(code, code))

    def show_choices(self, options: Options) -> None:
        """Offer other options."""
        self.options = options

    def show_state(self, state: str) -> None:
        """Show the edge of a state."""
        self.field.set_state(state)


class CellControl(Control):
    """One of some options in a table's cell: a digit or a letter finds it, F4 opens the list."""

    def __init__(self, options: Options) -> None:
        self.options: Options = []
        self.field = ComboField()
        super().__init__(self.field)
        self._value = ""
        self.show_choices(options)
        self.field.changed.connect(lambda code: self.given.emit(code or None))

    def show_value(self, value: object) -> None:
        """Show the option chosen."""
        self._value = str(value or "")
        self.field.set_value(self._value)

    def show_choices(self, options: Options) -> None:
        """Offer other options, each with its code in front."""
        if options != self.options:
            self.options = options
            self.field.set_options([("", ""), *((code, f"{code}  {text}") for code, text in options)], self._value)

    def show_state(self, state: str) -> None:
        """Show the edge of a state."""
        self.field.set_state(state)


def coded_control(question: Question, options: Options, *, cell: bool = False) -> Control:
    """Return the way of picking for a question."""
    if question.kind == "select_multiple":
        return SeveralControl(options)
    if cell:
        return CellControl(options)
    return OneControl(options) if len(question.choices) <= MOST_IN_SIGHT else ManyControl(options)
