"""What is being filled in: every accepted answer is in the draft at once, and what could not be kept is remembered on the screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from fieldapp import problems
from fieldapp.forms import Form, Item, Question, Repeat
from fieldapp.forms.session import Session
from fieldapp.problems import Problem
from ui.forms.photo import Photos
from ui.forms.places import Place, Stop, bare, inputs, visible


class Previous(Protocol):
    """The answer of an earlier visit: its words and its day."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def day(self) -> object:
        """The day of that visit."""

    @property
    def value(self) -> object:
        """The answer itself."""


class Draft(Protocol):
    """What questionnaires are filled into: a visit draft, or a trial of a form."""

    @property
    def forms(self) -> tuple[Form, ...]:
        """The questionnaires filled together."""

    def session(self, form_id: str) -> Session:
        """The filling of one questionnaire."""

    def set(self, form_id: str, path: str, value: object) -> frozenset[str]:
        """Keep an answer; return the paths that may look different."""

    def add_row(self, form_id: str, repeat: str) -> frozenset[str]:
        """Add an empty row."""

    def remove_row(self, form_id: str, repeat: str, n: int) -> frozenset[str]:
        """Take a row away."""

    def previous(self, form_id: str, path: str) -> Previous | None:
        """The answer of an earlier visit."""


class Filling(QObject):
    """A draft with its questionnaires, as the window works on it.

    ``changed(form id, paths)`` after each accepted answer, ``stored()`` when it is in the draft, ``not_stored(sentence)`` when the
    draft could not be written (the answer stays on the screen and is tried again with the next one).
    """

    changed = Signal(str, object)
    stored = Signal()
    not_stored = Signal(str)

    def __init__(self, draft: Draft, photos: Photos | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft, self.photos = draft, photos
        self.refused: dict[Place, str] = {}
        self.unsaved: dict[Place, object] = {}
        self.demanding = False  # after "Selesai" or F8, missing answers are said beside their questions

    def session(self, form_id: str) -> Session:
        """Return the filling of one questionnaire."""
        return self.draft.session(form_id)

    # --- answers

    def give(self, place: Place, value: object) -> None:
        """Keep an answer. What cannot be meant, and what could not be written, is told by :meth:`refusal`."""
        self.refused.pop(place, None)
        self.unsaved[place] = value
        for waiting in list(self.unsaved):
            if not self._keep(waiting):
                return
        self.stored.emit()

    def retry(self) -> None:
        """Try again to write what could not be written."""
        for waiting in list(self.unsaved):
            if not self._keep(waiting):
                return
        self.stored.emit()

    def _keep(self, place: Place) -> bool:
        """Write one waiting answer; False when the draft could not be written."""
        try:
            paths = self.draft.set(place.form, place.path, self.unsaved[place])
        except Problem as problem:
            if problem.kind is not problems.ANSWER_WRONG:
                self.refused[place] = problem.sentence
                self.not_stored.emit(problem.sentence)
                self.changed.emit(place.form, frozenset({place.path}))
                return False
            del self.unsaved[place]
            self.refused[place] = _capital(str(problem.facts["reason"]))
            self.changed.emit(place.form, frozenset({place.path}))
            return True
        del self.unsaved[place]
        self.refused.pop(place, None)
        self.changed.emit(place.form, frozenset(paths) | {place.path})
        return True

    def refusal(self, place: Place) -> str:
        """Return why what is on the screen there is not in the draft, or ""."""
        return self.refused.get(place, "")

    def is_refused(self, place: Place) -> bool:
        """Say whether what is on the screen there differs from the draft."""
        return place in self.refused or place in self.unsaved

    # --- rows

    def add_row(self, form_id: str, repeat: str) -> None:
        """Add an empty row; raises ANSWER_WRONG when there may be no more, or what the draft raises."""
        paths = self.draft.add_row(form_id, repeat)
        self.changed.emit(form_id, frozenset(paths) - {repeat})
        self.stored.emit()

    def remove_row(self, form_id: str, repeat: str, n: int) -> None:
        """Take a row away; rows behind it move up."""
        for place in [place for place in (*self.refused, *self.unsaved) if place.form == form_id and place.path.startswith(f"{repeat}[")]:
            self.refused.pop(place, None)
            self.unsaved.pop(place, None)
        paths = self.draft.remove_row(form_id, repeat, n)
        self.changed.emit(form_id, frozenset(paths) | {repeat})
        self.stored.emit()

    def row(self, form_id: str, repeat: str, n: int) -> dict[str, object]:
        """Return the answers of one row, by their paths behind the row number."""
        head = f"{repeat}[{n}]/"
        return {path.removeprefix(head): kept for path, kept in self.session(form_id).answers.items() if path.startswith(head)}

    def put_row_back(self, form_id: str, repeat: str, n: int, answers: dict[str, object]) -> None:
        """Give back a row that was taken away: a row is added at the end, and the answers behind ``n`` move down again."""
        last = self.session(form_id).rows(repeat) + 1
        behind = [self.row(form_id, repeat, at) for at in range(n, last)]
        self.add_row(form_id, repeat)
        for at, kept in enumerate((answers, *behind), n):
            self._write_row(form_id, f"{repeat}[{at}]", kept)
        self.changed.emit(form_id, frozenset({repeat}))

    def _write_row(self, form_id: str, head: str, kept: dict[str, object]) -> None:
        now = [path for path in self.session(form_id).answers if path.startswith(f"{head}/")]
        for path in now:
            if path.removeprefix(f"{head}/") not in kept and "#" not in path:
                self.draft.set(form_id, path, None)
        for path, value in kept.items():
            if "#" not in path:
                self._make_inner_rows(form_id, f"{head}/{path}")
                self.draft.set(form_id, f"{head}/{path}", value)

    def _make_inner_rows(self, form_id: str, path: str) -> None:
        """Make the rows of lists within the row that an answer needs."""
        steps = path.split("/")
        for at, step in enumerate(steps):
            name, bracket, count = step.partition("[")
            inner = "/".join((*steps[:at], name))
            while bracket and self.session(form_id).rows(inner) < int(count.rstrip("]")):
                self.draft.add_row(form_id, inner)

    # --- sections, and what is still to do

    def stops(self) -> list[Stop]:
        """Return the sections of all questionnaires that have something to show now, in order."""
        return [
            Stop(form, section) for form in self.draft.forms for section in form.sections if visible(self.session(form.id), section.items)
        ]

    def inputs(self, stop: Stop) -> Iterator[Place]:
        """Yield the questions of a section that a person answers now, in reading order."""
        for path in inputs(self.session(stop.form.id), stop.section.items):
            yield Place(stop.form.id, path)

    def open_points(self) -> list[Place]:
        """Return every question that is missing, wrong or not taken, in reading order over all sections."""
        found: list[Place] = []
        for stop in self.stops():
            session = self.session(stop.form.id)
            open_paths = {*session.missing(), *session.wrong()}
            found += [place for place in self.inputs(stop) if place.path in open_paths or self.is_refused(place)]
        return found

    def stop_of(self, place: Place) -> Stop | None:
        """Return the section in which a question stands."""
        first = bare(place.path)
        for stop in self.stops():
            if stop.form.id == place.form and (stop.section.path == first or _inside(first, stop.section.path, stop.section.items)):
                return stop
        return None

    def repeat_of(self, place: Place) -> str:
        """Return the innermost list of rows in which a question stands, or ""."""
        return place.path.rpartition("[")[0]


def _inside(path: str, section: str, items: tuple[Item, ...]) -> bool:
    if section:
        return path.startswith(f"{section}/")
    return any(isinstance(item, (Question, Repeat)) and item.path == path for item in items)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
