"""What is done about a family, as a small form in the flow of its page: fields with their notes, Simpan, Tutup; nothing opens in front."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services.checking import FieldNote, FieldProblems
from fieldapp.services.households import HouseholdView, MemberView
from fieldapp.services.workspace import Workspace
from ui.households.beside import beside
from ui.households.fields import Fields
from ui.kit import Button, ComboField, Field, Label, column, frame, wrapped

Notes = Mapping[str, FieldNote]
Spot = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an act: what is said, how to take it back and what is said then, and the family to show ("" for the same)."""

    sentence: str
    back: Callable[[], object] | None = None
    said: str = ""
    family: str = ""


class Act(QWidget):
    """``left()`` when it closed, ``done(Outcome)`` when it was kept."""

    left = Signal()
    done = Signal(object)

    def __init__(self, ws: Workspace, view: HouseholdView, title: str, primary: str, *, kind: str = "plain", icon: str = "check") -> None:
        super().__init__()
        self.ws, self.view = ws, view
        self.fields = Fields({}, self)
        self._tried = False
        self.title = Label(title, "h2")
        self.warned, self.wrong = Label("", "note", tint="warn", wrap=True), Label("", "note", tint="bad", wrap=True)
        self.keep = Button(primary, kind, icon=icon, hint="Ctrl+Return", run=self.save)
        self.close_button = Button(_("Tutup"), "ghost", hint="Esc", run=self.close_act)
        self.more = column(spacing=0)
        self._place = QWidget()
        self._grid = QGridLayout(self._place)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(4)
        foot = wrapped(self.close_button, self.keep, right=True)
        inside = column(self.title, self.more, self._place, self.warned, self.wrong, foot, spacing=8, margins=(14, 10, 12, 10))
        self.setLayout(column(frame(inside, "infobox"), spacing=0))
        self.setAccessibleName(title)
        for part in (self.warned, self.wrong):
            part.hide()

    def take(self, fields: Mapping[str, Field]) -> None:
        """Stand in these fields, none of them shown yet."""
        self.fields = Fields(fields, self)
        for field in fields.values():
            field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            field.setParent(self._place)
            field.hide()
        self.fields.changed.connect(self.look)

    def arrange(self, rows: Sequence[Sequence[Spot]], across: int = 4) -> None:
        """Show these fields in rows, each (name, columns it spans); the others rest. Whatever has the keys keeps them."""
        while self._grid.takeAt(0) is not None:
            pass
        shown: list[QWidget] = []
        for y, spots in enumerate(rows):
            x = 0
            for name, span in spots:
                field = self.fields[name]
                self._grid.addWidget(field, y, x, 1, span, Qt.AlignmentFlag.AlignTop)
                shown.append(field)
                x += span
        for column_at in range(across):
            self._grid.setColumnStretch(column_at, 1)
        for field in self.fields.fields.values():
            field.setVisible(field in shown)
        for one, other in pairwise([*(self.fields[name].entry for spots in rows for name, _span in spots), self.close_button, self.keep]):
            QWidget.setTabOrder(one, other)

    def focus_first(self) -> None:
        """Put the keys into the first field."""
        for name, field in self.fields.fields.items():
            if not field.isHidden():
                self.fields.focus(name)
                return
        self.keep.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def first(self) -> QWidget:
        """The part that takes the keys first."""
        return next((field.entry for field in self.fields.fields.values() if not field.isHidden()), self.keep)

    # Notes

    def look(self) -> None:
        """Say under each field what is to be said of it, and below them what concerns the whole."""
        self._show(self._check())

    def _show(self, notes: Notes) -> None:
        self.fields.show_notes({name: note for name, note in notes.items() if name in self.fields.fields})
        rest = [note for name, note in notes.items() if name not in self.fields.fields]
        warned = [note.text for note in rest if note.kind == "warn"]
        wrong = [note.text for note in rest if note.kind == "error"] if self._tried else []
        for part, lines in ((self.warned, warned), (self.wrong, wrong)):
            part.setText("\n".join(dict.fromkeys(lines)))
            part.setVisible(bool(lines))

    # Keeping

    def save(self) -> None:
        """Keep it when nothing is wrong; else show every error and go to the first."""
        if self.isHidden() or not self.keep.isEnabled():
            return
        self.fields.flush()
        self._tried = True
        notes = self._check()
        self._show(notes)
        if self.fields.show_all():
            self.fields.focus(self.fields.errors()[0])
            return
        if any(note.kind == "error" for note in notes.values()):
            return
        self.run(self._save, self._kept)

    def run(self, call: Callable[[], Any], then: Callable[[Any], object]) -> None:
        """Do something beside the window, and show what stopped it here."""
        self.keep.busy(True)
        running = beside(self, call, then, self._say, self._refused)
        running.finished.connect(lambda: self.keep.busy(False))

    def _kept(self, result: object) -> None:
        outcome = self._told(result)
        self.hide()
        self.done.emit(outcome)

    def _refused(self, problem: Problem) -> None:
        if isinstance(problem, FieldProblems):
            self._show({**self._check(), **problem.notes})
            self.fields.show_all()
        else:
            self._say(problem.sentence)

    def _say(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.show()

    def close_act(self) -> None:
        """Close without keeping."""
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_act()
        else:
            super().keyPressEvent(event)

    # What each act says

    def _check(self) -> Notes:
        return {}

    def _save(self) -> Any:
        raise AssertionError

    def _told(self, result: Any) -> Outcome:
        """Return what is said of what was kept, the way back, and the family to show then."""
        raise AssertionError(result)


def present(view: HouseholdView) -> list[MemberView]:
    """Return who lives in a family now, its head first."""
    return sorted((member for member in view.members if member.status == "1"), key=lambda member: not member.is_head)


def people_field(view: HouseholdView, person_id: str = "", *, family: bool = True) -> ComboField:
    """Return a list of whom something is about: the family itself, or one of its people."""
    options = [("", _("Keluarga ini"))] if family else []
    return ComboField([*options, *((member.id, member.name) for member in present(view))], person_id)


def day_missing(day: date | None, name: str = "since") -> dict[str, FieldNote]:
    """Return the note of a day that is not typed yet."""
    return {} if day else {name: FieldNote("error", _("Tanggal belum diisi."))}
