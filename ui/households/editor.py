"""What the forms of a family and of a member share: header, cards that scroll, likely matches, footer, saving, and the kept draft."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QLayout, QScrollArea, QWidget

from fieldapp.domain.nik import LENGTH, birth_dates, check, digits_of
from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services import settings
from fieldapp.services.registration import FieldNote, FieldProblems
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.beside import beside
from ui.households.comparing import Alike, Comparing
from ui.households.fields import Fields
from ui.households.likely import STRONG
from ui.kit import Action, Button, Icon, KeyHint, Label, PageHeader, Tabs, Undo, column, frame, row, scrolled

NARROW = 960  # page width below which the likely matches become a tab
KEEP_MS = 600


class Editor(Comparing):
    """A form page. Subclasses build their cards and say how to read, check and keep what is typed."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__(ws)
        self.header = PageHeader("")
        self.header.went_back.connect(self.leave)
        self.tabs = Tabs([_("Isian"), _("Mungkin terdaftar")])
        self.tabs.changed.connect(lambda _at: self._fit())
        self.area: QScrollArea | None = None
        self.wrong_icon, self.wrong = Icon("circle-alert", "bad", 16), Label("", "note", tint="bad", wrap=True)
        self.wrong_key, self.kept = KeyHint("F8"), Label("", "cap", wrap=True)
        self.clean_button = Button(_("Kosongkan"), "ghost", run=self.clean)
        self.leave_button = Button(_("Tutup"), hint="Esc", run=self.leave)
        self.save_button = Button(self._primary(), "primary", hint="Ctrl+Return", run=self.save)
        self._typed: dict[str, dict[str, Any]] = {}
        self._shown: dict[str, Any] = {}
        self._filled: dict[str, Any] = {"sex": "", "birth_date": None}
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(KEEP_MS)
        self._keep.timeout.connect(self.keep_draft)
        self._holder = column(spacing=0)
        words = row(self.wrong_icon, (self.wrong, 1), self.wrong_key, (self.kept, 1), spacing=8)
        self.foot = frame(row((words, 1), self.clean_button, self.leave_button, self.save_button, margins=(24, 9, 24, 9)), "foot")
        self._left = frame(column((self._holder, 1), self.foot, spacing=0))
        self._tabs_line = frame(column(self.tabs, margins=(24, 0, 24, 0)), "plain")
        self.setLayout(column(self.header, self._tabs_line, (row((self._left, 1), self.likely, spacing=0), 1), spacing=0))
        self.header.back.show()
        self._count(0)

    # What a subclass says

    def _primary(self) -> str:
        """Return the name of the primary act."""
        raise AssertionError

    def _check(self) -> dict[str, FieldNote]:
        """Return what is said of each field."""
        raise AssertionError

    def _save(self) -> object:
        """Keep what is typed; runs beside the window."""
        raise AssertionError

    def _saved(self, result: object) -> None:
        """Say and show what follows."""
        raise AssertionError(result)

    def _draft_key(self) -> str:
        """Return the name the draft is kept under, or "" when it is not kept."""
        return ""

    def _draft(self) -> dict[str, Any]:
        """Return what is typed as the draft."""
        return {}

    def _reset(self) -> None:
        """Show the form as it was before anything was typed."""
        raise AssertionError

    # Building

    def take_form(self, cards: QLayout, fields: Fields) -> None:
        """Show these cards instead of those before."""
        if self.area is not None:
            self.area.hide()
            self.area.deleteLater()
        self.area = scrolled(cards, _("Isian"))
        self._holder.addWidget(self.area)
        old, self.fields = self.fields, fields
        old.deleteLater()
        self._filled = {"sex": "", "birth_date": None}
        fields.changed.connect(self.look)
        fields.counted.connect(self._count)
        self.likely.begin(usable=not self.corrected())

    def look(self) -> None:
        """Say what is to be said of what is typed, find who is like it, and keep it as a draft."""
        self._fill_from_nik()
        self.fields.show_notes(self._with_matches(self._check()))
        self._find_likely()
        if self._draft_key():
            self._keep.start()

    def _fill_from_nik(self) -> None:
        """A NIK tells sex and birth date: into empty fields, and again where it filled them itself; two possible days are asked, not guessed."""
        _name, sex, born = self._names()
        if sex not in self.fields.fields:
            return
        nik = digits_of(self._person().nik)
        if len(nik) != LENGTH or not nik.isdigit():
            return
        today = self.ws.today()
        try:
            told = check(nik, today)
        except Problem:
            return
        days = birth_dates(nik, today)
        if self.fields.value(sex) in {"", self._filled["sex"]}:
            self.fields.put(sex, told.sex)
            self._filled["sex"] = told.sex
        entry = self.fields[born].entry
        if len(days) == 1 and self.fields.value(born) in {None, self._filled["birth_date"]} and QApplication.focusWidget() is not entry:
            self.fields.put(born, days[0])
            self._filled["birth_date"] = days[0]

    # The footer

    def _count(self, wrong: int) -> None:
        self.wrong.setText(_("{count} isian perlu diperbaiki").format(count=wrong) if wrong else "")
        for part in (self.wrong_icon, self.wrong, self.wrong_key):
            part.setVisible(wrong > 0)
        self.kept.setVisible(wrong == 0)

    def _say(self, sentence: str) -> None:
        self.toast.emit(sentence, None)

    # Draft

    def corrected(self) -> str:
        """Return the id of the record being corrected, or "" while a new one is written."""
        return ""

    def rebuild(self) -> None:
        """Build the form anew, empty."""
        raise AssertionError

    def show_record(self, values: dict[str, Any]) -> None:
        """Show a record as it is now; what was typed over it in this session and not saved comes back on top."""
        self.take_draft(values)
        self._shown = self._draft()
        typed = self._typed.pop(self.corrected(), None)
        if typed is not None:
            self.rebuild()
            self.take_draft(typed)

    def _stash(self) -> None:
        """Remember what was typed over a record and is not saved, until Pilar is closed."""
        if self.corrected() and self._shown and self._draft() != self._shown:
            self._typed[self.corrected()] = self._draft()

    def keep_draft(self) -> None:
        """Keep what is typed in the encrypted file of this laptop."""
        self._keep.stop()
        key = self._draft_key()
        if not key:
            return
        told = self._draft()
        at = f"{self.ws.moment_here():%H.%M}"
        beside(
            self,
            lambda: settings.put(self.ws, key, told),
            lambda _none: self.kept.setText(_("Draf tersimpan {time}").format(time=at)),
            self._say,
        )

    def drop_draft(self) -> None:
        """The draft became a record: nothing of it stays."""
        self._keep.stop()
        key = self._draft_key()
        if key:
            beside(self, lambda: settings.put(self.ws, key, None), lambda _none: None, self._say)

    def clean(self) -> None:
        """Begin anew, with the way back."""
        before = self._draft()
        self._reset()
        # The keys stay out of the text fields, whose own Ctrl+Z would take this act's.
        self.clean_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.toast.emit(_("Isian dikosongkan."), Undo(lambda: self._put_back(before), _("Kembalikan isian")))

    def _put_back(self, told: dict[str, Any]) -> None:
        self.take_draft(told)
        self.look()

    def take_draft(self, told: dict[str, Any]) -> None:
        """Show a kept draft."""
        raise AssertionError(told)

    # Doing

    def save(self) -> None:
        """Keep it when nothing is wrong; else show every error and go to the first."""
        self.fields.flush()
        self.fields.show_notes(self._with_matches(self._check()))
        if self.fields.show_all():
            self.tabs.choose(0)
            self.fields.focus(self.fields.errors()[0])
            return
        if self.likely.isVisible() and self.likely.differing.reason.value():
            self.likely.mark()
        read, apart, fresh = self._likely_reader(), set(self.likely.reasons), not self.corrected() and self._compares()

        def keep() -> object:
            """Who is very much alike is asked about before anything is kept; what was typed a moment ago counts too."""
            found = read() if fresh else ()
            alike = any(match.strength == STRONG and not match.same_nik and match.person_id not in apart for match in found)
            return Alike(found) if alike else self._save()

        self.save_button.busy(True)
        self._keep.stop()
        running = beside(self, keep, self._kept, self._say, self._refused)
        running.finished.connect(lambda: self.save_button.busy(False))

    def _kept(self, result: object) -> None:
        """Go on after keeping; or ask why it is someone else."""
        if not isinstance(result, Alike):
            self._tell_apart(result)
            self._saved(result)
            return
        self.likely.show_matches(result.found, anyway=True)
        self.tabs.choose(1)
        self.likely.mark()

    def _refused(self, problem: Problem) -> None:
        """Put what stopped it under its fields, or say it."""
        if not isinstance(problem, FieldProblems):
            self._say(problem.sentence)
            return
        self.fields.show_notes({**self._check(), **problem.notes})
        self.fields.show_all()
        errors = self.fields.errors()
        if errors:
            self.fields.focus(errors[0])
        else:
            self._say(next(iter(problem.notes.values())).text)

    def leave(self) -> None:
        """Go back to the families; what is typed stays."""
        self.keep_draft()
        self.go.emit("households", self._back())

    def _back(self) -> dict[str, Any]:
        return {}

    # What a page is

    def page_actions(self) -> list[Action]:
        """What can be done here."""
        found = [
            Action(self._primary(), self.save, "Ctrl+Return", "check"),
            Action(_("Isian yang perlu diperbaiki berikutnya"), lambda: self.fields.go_to_wrong(1), "F8", "circle-alert"),
            Action(_("Isian yang perlu diperbaiki sebelumnya"), lambda: self.fields.go_to_wrong(-1), "Shift+F8", "circle-alert"),
            Action(_("Tutup, isian tetap disimpan"), self.leave, "", "arrow-left"),
        ]
        if self.fields.fields.keys() & {"nik", "head.nik"}:
            found.insert(1, Action(_("Tidak punya NIK"), self.toggle_nik, "Alt+K", "id-card"))
        if tuple(self.likely.undecided()):
            found.append(Action(_("Tandai berbeda"), self.mark_different, "Alt+B", "equal-not"))
        for at, match in enumerate(self.likely.matches):
            found.append(Action(_("Buka {name}").format(name=match.name), partial(self.likely.open, at), f"Alt+{at + 1}", "users"))
        return found

    def toggle_nik(self) -> None:
        """Ask for the reason instead of the number, or for the number again."""

    def regions(self) -> list[QWidget]:
        """Form, likely matches, footer."""
        first = next((field.entry for field in self.fields.fields.values() if not field.isHidden()), self.save_button)
        parts: list[QWidget] = [first, *self.likely.buttons[:1], self.save_button]
        return [part for part in parts if part.isVisibleTo(self)]

    def closed(self) -> bool:
        """What is typed is kept."""
        self._stash()
        if self._keep.isActive():
            self.keep_draft()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; the text typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        compares = self._compares()
        narrow = self.width() < NARROW or theme.scale() >= 1.3
        self._tabs_line.setVisible(narrow and compares)
        self.likely.set_narrow(narrow)
        self._left.setVisible(not narrow or not compares or self.tabs.at == 0)
        self.likely.setVisible(compares and (not narrow or self.tabs.at == 1))

    def restyle(self) -> None:
        """Fit to the new text size."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new width."""
        super().resizeEvent(event)
        self._fit()
