"""Answers that are typed: words, numbers with a decimal comma, days and times."""

from __future__ import annotations

import re
from datetime import date

from fieldapp.forms import Question
from fieldapp.language import _
from ui import theme
from ui.forms.control import Control, TypedControl
from ui.kit import DateField, NumberField, TextArea, TextField

_FULL_DAY = re.compile(r"\d{8}|\d{1,2}[/.\- ]\d{1,2}[/.\- ]\d{4}")


class _Line(TextField):
    """A line of a set width."""

    wide = 0

    def restyle(self) -> None:
        """Take the width from the text size."""
        super().restyle()
        if self.wide:
            self.setFixedWidth(theme.size(self.wide))


class _Number(NumberField):
    """A number; as wide as a number needs."""

    wide = 130

    def restyle(self) -> None:
        """Take the width from the text size."""
        super().restyle()
        self.setFixedWidth(theme.size(self.wide)) if self.wide else self.setMinimumWidth(40)


class _Day(DateField):
    """A day; as wide as a day needs."""

    wide = 160

    def restyle(self) -> None:
        """Take the width from the text size."""
        super().restyle()
        self.setFixedWidth(theme.size(self.wide)) if self.wide else self.setMinimumWidth(60)


class WordsControl(TypedControl):
    """One line of words."""

    def __init__(self, *, digits: bool = False) -> None:
        self.field = TextField(pattern=r"[\d ]*" if digits else "")
        super().__init__(self.field)
        self.field.edited.connect(lambda _text: self.type_on())

    def typed(self) -> object:
        """Return the words without spaces around them."""
        return self.field.value() or None

    def show_value(self, value: object) -> None:
        """Show the words."""
        self.field.set_value("" if value is None else str(value))
        self.remember()

    def show_state(self, state: str) -> None:
        """Show the edge of a state."""
        self.field.set_state(state)


class LinesControl(TypedControl):
    """Several lines of words."""

    def __init__(self) -> None:
        self.field = TextArea()
        super().__init__(self.field)
        self._showing = False
        self.field.edited.connect(lambda _text: None if self._showing else self.type_on())

    def typed(self) -> object:
        """Return the words without spaces around them."""
        return self.field.value() or None

    def show_value(self, value: object) -> None:
        """Show the words."""
        self._showing = True
        self.field.set_value("" if value is None else str(value))
        self._showing = False
        self.remember()

    def show_state(self, state: str) -> None:
        """Show the edge of a state."""
        self.field.set_state(state)


class NumberControl(TypedControl):
    """A whole number, or one with a decimal comma."""

    narrow = True

    def __init__(self, *, decimals: int, wide: int = 130) -> None:
        self.field = _Number(decimals=decimals, negative=True)
        self.field.wide = wide
        self.field.restyle()
        super().__init__(self.field)
        self.field.edited.connect(lambda _text: self.type_on())

    def typed(self) -> object:
        """Return the digits as they are typed; the form reads them."""
        return self.field.value().rstrip(",.") or None

    def unfinished(self) -> bool:
        """A comma or a minus waits for its digits."""
        return self.field.value()[-1:] in {",", ".", "-"}

    def show_value(self, value: object) -> None:
        """Show the number with a decimal comma."""
        self.field.set_value("" if value is None else str(value).replace(".", ","))
        self.remember()

    def show_state(self, state: str) -> None:
        """Show the edge of a state."""
        self.field.set_state(state)


class DayControl(TypedControl):
    """A day."""

    narrow = True

    def __init__(self, today: date, *, wide: int = 160) -> None:
        self.field = _Day(today=today)
        self.field.wide = wide
        self.field.restyle()
        super().__init__(self.field)
        self.field.edited.connect(lambda _text: self.type_on())
        self.field.changed.connect(lambda _day: self.flush())

    def typed(self) -> object:
        """Return the day, or what is typed where it is none."""
        return self.field.day() or self.field.value() or None

    def unfinished(self) -> bool:
        """A day without its year could still become another one."""
        return not _FULL_DAY.fullmatch(self.field.value())

    def show_value(self, value: object) -> None:
        """Show the day."""
        self.field.set_day(date.fromisoformat(str(value)) if value else None)
        self.remember()

    def show_state(self, state: str) -> None:
        """Show the edge of a state."""
        self.field.set_state(state)


class TimeControl(TypedControl):
    """A time of day, 09.30."""

    narrow = True

    def __init__(self, *, wide: int = 110) -> None:
        self.field = _Line("", placeholder=_("jj.mm"), limit=5)
        self.field.wide = wide
        self.field.restyle()
        super().__init__(self.field)
        self.field.edited.connect(lambda _text: self.type_on())

    def typed(self) -> object:
        """Return the time as typed."""
        return self.field.value() or None

    def unfinished(self) -> bool:
        """A time has its minutes."""
        return not re.fullmatch(r"\d{1,2}[.:]\d{2}", self.field.value())

    def show_value(self, value: object) -> None:
        """Show the time with a point."""
        self.field.set_value("" if value is None else str(value).replace(":", "."))
        self.remember()

    def show_state(self, state: str) -> None:
        """Show the edge of a state."""
        self.field.set_state(state)


def written_control(question: Question, today: date, *, cell: bool = False) -> Control:
    """Return the way of typing for a question; in a table's cell it fills its column."""
    wide = 0 if cell else 130
    if question.kind in {"integer", "decimal"}:
        return NumberControl(decimals=0 if question.kind == "integer" else 6, wide=wide)
    if question.kind == "date":
        return DayControl(today, wide=0 if cell else 160)
    if question.kind == "time":
        return TimeControl(wide=0 if cell else 110)
    if "multiline" in question.appearance and not cell:
        return LinesControl()
    return WordsControl(digits="numbers" in question.appearance)
