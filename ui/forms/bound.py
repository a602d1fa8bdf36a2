"""One question at one place, tied to its way of answering: what is given goes into the draft, what is wrong comes back as a note."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from fieldapp.forms import Question
from fieldapp.forms.session import Session
from fieldapp.language import _
from ui.forms.coded import OneControl, coded_control
from ui.forms.control import Control, TypedControl
from ui.forms.filling import Filling, Previous
from ui.forms.photo import PhotoControl
from ui.forms.places import Place
from ui.forms.written import written_control
from ui.kit import short


class Bound(QObject):
    """``noted(sentence, state)`` when its note changes (states help, warn, error), ``recalled(text)`` when an earlier answer is known."""

    noted = Signal(str, str)
    recalled = Signal(str)
    entered = Signal(object)

    def __init__(self, filling: Filling, place: Place, question: Question, *, cell: bool = False) -> None:
        super().__init__()
        self.filling, self.place, self.question = filling, place, question
        self.control = self._control(cell=cell)
        self.setParent(self.control.widget)
        self.touched = self.session.value(place.path) is not None
        self.earlier: Previous | None = None
        self._asked_earlier = False
        self._said = ""
        self._before: object = None
        self.control.given.connect(self.give)
        self.control.left.connect(self._leave)
        self.control.entered.connect(self._enter)
        self.control.refused.connect(self._say)
        self.control.keys.installEventFilter(self)

    @property
    def session(self) -> Session:
        """The filling this question belongs to."""
        return self.filling.session(self.place.form)

    def _control(self, *, cell: bool) -> Control:
        if self.question.kind == "image":
            return PhotoControl(self.filling.photos)
        if self.question.kind in {"select_one", "select_multiple"}:
            return coded_control(self.question, self.options(), cell=cell)
        return written_control(self.question, self.session.world.today, cell=cell)

    def options(self) -> list[tuple[str, str]]:
        """Return the options that fit the other answers, as (code, words)."""
        return [(choice.name, choice.label()) for choice in self.session.choices(self.place.path)]

    # --- between screen and draft

    def give(self, value: object) -> None:
        """Hand an answer to the draft."""
        self._said = ""
        if not isinstance(self.control, TypedControl):
            self.touched = True
        self.filling.give(self.place, value)
        self.note()

    def put(self, value: object) -> None:
        """Answer as if it had been typed."""
        self.filling.give(self.place, value)
        self.refresh(anew=True)

    def refresh(self, *, anew: bool = False) -> None:
        """Show what the session holds; what is being typed, or was not taken, stays as it is unless ``anew``."""
        if self.question.kind in {"select_one", "select_multiple"}:
            self.control.show_choices(self.options())
        typing = isinstance(self.control, TypedControl) and self.control.keys.hasFocus()
        if anew or not (typing or self.filling.is_refused(self.place)):
            self.control.show_value(self.session.value(self.place.path))
        self.note()

    # --- what is said below

    def note(self) -> None:
        """Work out what stands below the question."""
        sentence, state = self._sentence()
        self.control.show_state(state if state in {"warn", "error"} else "")
        self.noted.emit(sentence, state)
        self._tell_earlier()

    def _sentence(self) -> tuple[str, str]:
        path = self.place.path
        refusal = self.filling.refusal(self.place)
        if self._said:
            return self._said, "error"
        if refusal and (self.touched or self.place in self.filling.unsaved):
            return refusal, "error"
        wrong = self.session.problem(path) if self.touched else None
        if wrong:
            return wrong, "error"
        if self.filling.demanding and self.session.value(path) is None and self.session.required(path):
            return self._demand(), "warn"
        return self.session.hint(path), "help"

    def verdict(self) -> tuple[str, str]:
        """Return the sentence that stands below, with its state."""
        return self._sentence()

    def answered(self) -> bool:
        """Say whether there is an answer."""
        return self.session.value(self.place.path) is not None

    def _demand(self) -> str:
        words = self.question.required_message()
        if words:
            return words
        count = len(self.control.field.options) if isinstance(self.control, OneControl) else 0
        return _("Tekan 1–{count}. Isian ini belum dijawab.").format(count=count) if count > 1 else _("Isian ini belum dijawab.")

    def _say(self, sentence: str) -> None:
        self._said = sentence
        self.note()

    # --- keys

    def _enter(self) -> None:
        self._before = self.session.value(self.place.path)
        self.recall()
        self.entered.emit(self)

    def _leave(self) -> None:
        self.touched = True
        if not self.filling.is_refused(self.place) and isinstance(self.control, TypedControl):
            self.control.show_value(self.session.value(self.place.path))
        self.note()

    def recall(self) -> None:
        """Look once for the answer of an earlier visit and tell it."""
        if self._asked_earlier:
            return
        self._asked_earlier = True
        self.earlier = self.filling.draft.previous(self.place.form, self.place.path)
        self._tell_earlier()

    def _tell_earlier(self) -> None:
        """Offer the earlier answer while it is another than the one given; the same again would only be noise."""
        if self.earlier is None:
            return
        same = _alike(self.session.value(self.place.path)) == _alike(self.earlier.value)
        day = self.earlier.day
        when = short(day, self.session.world.today) if isinstance(day, date) else str(day)
        self.recalled.emit("" if same else _("terakhir: {text} ({day})").format(text=self.earlier.text, day=when))

    def take_earlier(self) -> bool:
        """Answer as at the earlier visit (Alt+R); False when there is none."""
        if self.earlier is None:
            return False
        self.put(self.earlier.value)
        return True

    def give_back(self) -> bool:
        """Give back the answer from before the keys came (Esc); False when it is still the same."""
        if isinstance(self.control, PhotoControl):
            return False
        self.control.flush()
        if self.session.value(self.place.path) == self._before and not self.filling.is_refused(self.place):
            return False
        self.put(self._before)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+R takes the earlier answer; Esc gives back the one from before."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_R and event.modifiers() == Qt.KeyboardModifier.AltModifier and self.take_earlier():
                return True
            if event.key() == Qt.Key.Key_Escape and self.give_back():
                return True
        return super().eventFilter(watched, event)


def _alike(value: object) -> object:
    """Return an answer as it is compared: several codes in any order, anything else as it is written."""
    return frozenset(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else None if value is None else str(value)
