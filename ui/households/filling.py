"""Isian tambahan: a questionnaire of the area filled about one family or one person, kept when it is finished."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services import knowledge, settings, supplements
from fieldapp.services.households import household
from fieldapp.services.workspace import Workspace
from ui.forms.questionnaire import Questionnaire
from ui.households.beside import beside
from ui.kit import Action, Button, EmptyState, Page, PageHeader, column

if TYPE_CHECKING:
    from fieldapp.forms import Form
    from fieldapp.forms.session import Session
    from ui.forms.filling import Previous


class SubjectDraft:
    """The filling in hand about one subject; has what :class:`ui.forms.filling.Draft` asks for, and keeps every answer as a draft."""

    def __init__(self, ws: Workspace, form: str, kind: knowledge.Subject, subject_id: str) -> None:
        self.ws, self.key = ws, f"draft.supplement.{form}.{subject_id}"
        self.opened = knowledge.start(ws, form, kind, subject_id)
        for path, value in (settings.get(ws, self.key) or {}).items():
            try:
                self.opened.set(path, value)
            except Problem:
                continue  # an answer the questionnaire does not take any more
        self.forms: tuple[Form, ...] = (self.opened.form,)

    def session(self, _form_id: str) -> Session:
        """Return the filling."""
        return self.opened

    def set(self, _form_id: str, path: str, value: Any) -> frozenset[str]:
        """Take an answer and keep it; raises ANSWER_WRONG."""
        changed = self.opened.set(path, value)
        self._keep()
        return changed

    def add_row(self, _form_id: str, repeat: str) -> frozenset[str]:
        """Add an empty row."""
        changed = self.opened.add_row(repeat)
        self._keep()
        return changed

    def remove_row(self, _form_id: str, repeat: str, n: int) -> frozenset[str]:
        """Take a row away."""
        changed = self.opened.remove_row(repeat, n)
        self._keep()
        return changed

    def previous(self, _form_id: str, _path: str) -> Previous | None:
        """Earlier answers stand in Keterangan."""
        return None

    def _keep(self) -> None:
        settings.put(self.ws, self.key, dict(self.opened.answers))

    def drop(self) -> None:
        """Nothing of the draft stays: it became an answer."""
        settings.put(self.ws, self.key, None)


class SupplementPage(Page):
    """Context: ``form`` (form@version), ``household``, and ``person`` when it is about one of its people."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.title = _("Isian tambahan")
        self.form_id, self.household_id, self.person_id = "", "", ""
        self.draft: SubjectDraft | None = None
        self.form: Questionnaire | None = None
        self.finish_button = Button(_("Selesai"), "primary", icon="check", hint="Ctrl+Return", run=self.finish)
        self.header = PageHeader(self.title, actions=[Button(_("Tutup"), hint="Esc", run=self.leave), self.finish_button], back=True)
        self.header.went_back.connect(self.leave)
        self.nothing = EmptyState("", icon="file-x")
        self._place = column(spacing=0)
        self.setLayout(column(self.header, (self._place, 1), (self.nothing, 1), spacing=0))

    @property
    def subject(self) -> tuple[knowledge.Subject, str]:
        """Whom it is about."""
        return (knowledge.PERSON, self.person_id) if self.person_id else (knowledge.HOUSEHOLD, self.household_id)

    def opened(self, **context: object) -> None:
        """Begin, or go on where one stopped."""
        told = tuple(str(context.get(name) or "") for name in ("form", "household", "person"))
        if self.form is not None and told == (self.form_id, self.household_id, self.person_id):
            self.form.focus_first()
            return
        self.form_id, self.household_id, self.person_id = told
        self._let_go()
        beside(self, self._read, lambda found: self._show(*found) if told[0] == self.form_id else None, self._say, self._cannot)

    def _read(self) -> tuple[SubjectDraft, str, str]:
        view = household(self.ws, self.household_id)
        name = next((one.name for one in view.members if one.id == self.person_id), view.name)
        title = supplements.title_of(self.ws, self.form_id) or ""
        return SubjectDraft(self.ws, self.form_id, *self.subject), title, name

    def _show(self, draft: SubjectDraft, title: str, name: str) -> None:
        self.draft, self.form = draft, Questionnaire(draft)
        self.title = title or draft.forms[0].title()
        self.header.set_title(self.title, name)
        self.form.told.connect(self.toast)
        self.form.progressed.connect(self._progressed)
        self._place.addWidget(self.form, 1)
        self.nothing.hide()
        self.form.focus_first()
        self._progressed()
        self.title_changed.emit(self.title)
        self.actions_changed.emit()

    def _progressed(self) -> None:
        points = len(self.form.open_points()) if self.form else 0
        self.finish_button.set_text(_("Selesai, {count} isian kurang").format(count=points) if points else _("Selesai"))

    def _cannot(self, problem: Problem) -> None:
        self.nothing.say(problem.sentence)
        self.nothing.show()

    def _let_go(self) -> None:
        if self.form is not None:
            self._place.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.draft = self.form = None

    def _say(self, sentence: str) -> None:
        self.toast.emit(sentence, None)

    # What is done

    def finish(self) -> None:
        """Keep it when nothing is missing; else go to what is."""
        if self.form is None or self.draft is None:
            return
        self.form.settle()
        if self.form.next_open():
            return
        draft, on = self.draft, self.ws.today()

        def keep() -> str:
            made = knowledge.save(self.ws, draft.opened, self.form_id, *self.subject, on=on)
            draft.drop()
            return made

        def done(_made: object) -> None:
            self._let_go()
            self.toast.emit(_("{title} tersimpan di laptop ini.").format(title=self.title), None)
            self.leave()

        self.finish_button.busy(True)
        running = beside(self, keep, done, self._say)
        running.finished.connect(partial(self.finish_button.busy, False))

    def leave(self) -> None:
        """Return to the family; what is answered stays as a draft."""
        if self.form is not None:
            self.form.settle()
        self.go.emit("households", {"household": self.household_id})

    def page_actions(self) -> list[Action]:
        """What can be done here."""
        found = [
            Action(_("Selesai"), self.finish, "Ctrl+Return", "check"),
            Action(_("Tutup, isian tetap disimpan"), self.leave, "", "arrow-left"),
        ]
        return [*found, *(self.form.actions_offered() if self.form else [])]

    def regions(self) -> list[QWidget]:
        """Sections, questions, score."""
        return self.form.regions() if self.form else []

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; what is answered stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)
