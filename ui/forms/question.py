"""One question as it is read: its number, its words, the way of answering, and a line below that is always kept free for a note."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget
from shiboken6 import isValid

from fieldapp.forms import Question
from fieldapp.language import _
from ui import theme
from ui.forms.bound import Bound
from ui.forms.filling import Filling
from ui.forms.places import Place
from ui.kit import Icon, KeyHint, Label, column, row

_NOTES = {"error": ("circle-alert", "bad"), "warn": ("triangle-alert", "warn")}
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__")
_NUMBER_WIDTH = 34


class Numbered(QWidget):
    """A number at the left and what belongs to it; where no question of a page has a number, there is no column for them."""

    def __init__(self, number: str, *, column_wanted: bool = True) -> None:
        super().__init__()
        self.number = Label(number, "strong", tint="muted", whole=True)
        self._wide = _NUMBER_WIDTH if column_wanted else 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self._gutter = QWidget()

    def restyle(self) -> None:
        """Take the width of the number's column from the text size."""
        self.number.setFixedWidth(theme.size(self._wide))
        self._gutter.setFixedWidth(theme.size(self._wide))


class NoteLine(QWidget):
    """The line below a question: what is wrong, what is missing, or help; at its right the answer of an earlier visit."""

    def __init__(self) -> None:
        super().__init__()
        self.icon, self.text = Icon("", "muted", 14), Label("", "cap", wrap=True)
        self.earlier, self.key = Label("", "cap"), KeyHint("Alt R")
        self.earlier.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setLayout(row(column(2, self.icon, None, spacing=0), (self.text, 1), self.earlier, self.key, spacing=5))
        self._said: tuple[str, str] | None = None
        self.earlier.hide()
        self.key.hide()
        self.state = "help"
        self.say("", "help")
        self.restyle()

    def say(self, sentence: str, state: str) -> None:
        """Say something; states help, warn, error."""
        if (sentence, state) == self._said:
            return
        self._said = (sentence, state)
        self.state = state
        icon, tint = _NOTES.get(state, ("", "muted"))
        self.icon.show_icon(icon, tint)
        self.icon.setVisible(bool(icon))
        self.text.role = "note" if icon else "cap"
        self.text.setProperty("role", self.text.role)
        self.text.setText(sentence)
        self.text.set_tint(tint)

    def recall(self, words: str) -> None:
        """Offer the answer of an earlier visit."""
        self.earlier.setText(words)
        self.earlier.setVisible(bool(words))
        self.key.setVisible(bool(words))

    def restyle(self) -> None:
        """Keep the height of one line free."""
        self.setMinimumHeight(theme.size(18))


class Answer(Numbered):
    """A question a person answers."""

    def __init__(self, filling: Filling, place: Place, question: Question, *, numbered: bool = True) -> None:
        super().__init__(question.number, column_wanted=numbered)
        self.bound = Bound(filling, place, question)
        self.label = Label("", "strong", wrap=True)
        self.mark, self.aside, self.line = Label("", "cap", whole=True), Label("", "muted"), NoteLine()
        control = self.bound.control
        head = row(self.number, (self.label, 1), self.mark, spacing=4 if numbered else 0)
        entry = row(control.widget, (self.aside, 1), spacing=10) if control.narrow else row((control.widget, 1))
        below = column(entry, self.line, spacing=4)
        self.setLayout(column(head, row(self._gutter, (below, 1), spacing=4 if numbered else 0), spacing=5))
        self.aside.setVisible(control.narrow)
        self.bound.noted.connect(self._note)
        self.bound.recalled.connect(self.line.recall)
        self.restyle()
        self.refresh(anew=True)

    def refresh(self, *, anew: bool = False) -> None:
        """Show words, whether it must be answered, and the answer as the session has them."""
        session, path = self.bound.session, self.bound.place.path
        self.label.setText(session.label(path))
        self.mark.setText(_("wajib") if session.required(path) else "")
        self.bound.refresh(anew=anew)

    def _note(self, sentence: str, state: str) -> None:
        """Say what is wrong below; help for a short field stands beside it."""
        # A window that is let go takes the keys from its fields while its parts are going one by one.
        if not all(map(isValid, (self.label, self.mark, self.aside, self.line))):
            return
        narrow = self.bound.control.narrow
        self.aside.setText(self.bound.session.hint(self.bound.place.path) if narrow else "")
        self.line.say("" if narrow and state == "help" else sentence, state)
        parts = (self.bound.question.number, self.label.text(), self.mark.text(), sentence)
        self.bound.control.name(", ".join(part for part in parts if part))


class Worked(Numbered):
    """What the form itself works out: read, never typed."""

    def __init__(self, filling: Filling, place: Place, question: Question, *, numbered: bool = True) -> None:
        super().__init__(question.number, column_wanted=numbered)
        self.filling, self.place = filling, place
        self.label, self.value = Label("", "body", wrap=True), Label("", "strong", whole=True)
        self.setLayout(row(self.number, (self.label, 1), self.value, spacing=4 if numbered else 0))
        self.restyle()
        self.refresh()

    def refresh(self, *, anew: bool = False) -> None:  # noqa: ARG002 - asked like an answer, but nobody types here
        """Show the value worked out."""
        session = self.filling.session(self.place.form)
        value = session.value(self.place.path)
        self.label.setText(session.label(self.place.path))
        self.value.setText("–" if value in (None, "") else str(value).replace(".", ","))
        self.setAccessibleName(f"{self.label.text()}: {self.value.text()}")


class Said(Numbered):
    """A note of the form: words to read, with **bold** where the form marks it."""

    def __init__(self, filling: Filling, place: Place, question: Question, *, numbered: bool = True) -> None:
        super().__init__(question.number, column_wanted=numbered)
        self.filling, self.place = filling, place
        self.words = _Words()
        box = QFrame()
        box.setObjectName("sunk")
        box.setLayout(row(self.words, margins=(12, 8, 12, 8)))
        self.setLayout(row(self._gutter, (box, 1), spacing=4 if numbered else 0))
        self.restyle()
        self.refresh()

    def refresh(self, *, anew: bool = False) -> None:  # noqa: ARG002 - asked like an answer, but nobody types here
        """Show the words with the answers they speak of."""
        self.words.say(self.filling.session(self.place.form).label(self.place.path))


class _Words(QLabel):
    """Words in which parts may be bold; nothing else of them is taken as markup."""

    def __init__(self) -> None:
        super().__init__()
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def say(self, words: str) -> None:
        """Show words of a form."""
        safe = _BOLD.sub(lambda found: f"<b>{found[1] or found[2]}</b>", html.escape(words)).replace("\n", "<br>")
        self.setText(safe)
        self.setAccessibleName(_BOLD.sub(lambda found: found[1] or found[2], words))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Never takes the keys."""
        event.ignore()


Shown = Answer | Worked | Said


def shown(filling: Filling, place: Place, question: Question, *, numbered: bool) -> Shown | None:
    """Return the part that shows a question, or None when it is not shown."""
    if not question.visible or question.kind in {"hidden", "unsupported"}:
        return None
    if question.kind == "note":
        return Said(filling, place, question, numbered=numbered)
    if question.kind == "calculate":
        return Worked(filling, place, question, numbered=numbered)
    return Answer(filling, place, question, numbered=numbered)
