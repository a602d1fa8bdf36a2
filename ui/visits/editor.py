"""Writing a visit down: its questionnaires, its day, what is still missing, and finishing it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from fieldapp.domain.moments import local
from fieldapp.forms import FormCard
from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services import visits
from fieldapp.services.visits import VisitDraft
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.forms.questionnaire import Questionnaire
from ui.kit import Action, Banner, Button, DateField, Field, PageHeader, StateChip, column, frame
from ui.operation import Operation
from ui.visits.kept_photos import KeptPhotos


class VisitEditor(QWidget):
    """Fills one draft. ``left()``: back, the draft stays; ``finished(visit id)``; ``told(sentence, Undo)`` for the toast."""

    left = Signal()
    finished = Signal(str)
    told = Signal(str, object)
    actions_changed = Signal()

    def __init__(self, workspace: Workspace, draft: VisitDraft) -> None:
        super().__init__()
        self.setObjectName("page")
        self.workspace, self.draft = workspace, draft
        self.wrote = False
        self.day = DateField(draft.visited_on, today=workspace.today())
        self.day_field = Field(_("Tanggal kunjungan"), self.day)
        self.form = Questionnaire(draft, photos=KeptPhotos(workspace, draft.id), above=self.day_field)
        self.missing = Button("", icon="circle-alert", hint="F8", run=self.form.next_open)
        self.more = Button(_("Tambah kuesioner"), icon="file-plus-2", name=_("Tambah kuesioner"), run=self.offer_forms)
        self.done = Button(_("Selesai"), icon="circle-check", hint="Ctrl+Return", run=self.finish)
        self.header = PageHeader("", chips=[StateChip(_("Draf"), "mute", "pencil")])
        self.notices = [Banner("warn", notice) for notice in draft.notices]
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.header)
        self.header.back.show()
        if self.notices:
            box.addWidget(frame(column(*self.notices, margins=(24, 12, 24, 0))))
        box.addWidget(self.form, 1)
        self._connect()
        self.header.set_actions([self.missing, self.more, self.done])
        self.restyle()
        self._progressed()
        self._say_saved()

    def _connect(self) -> None:
        self.header.went_back.connect(self.leave)
        self.form.stored.connect(self._stored)
        self.form.progressed.connect(self._progressed)
        self.form.told.connect(self.told)
        self.day.changed.connect(self._set_day)
        self.day.committed.connect(lambda _text: self._judge_day())

    def restyle(self) -> None:
        """Keep the day's field as wide as a day."""
        self.day_field.setMaximumWidth(theme.size(180))

    def _roomy(self) -> bool:
        """Say whether the head has room for whole words beside a name."""
        return self.width() >= theme.size(960)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the name: in a narrow window the buttons say less."""
        super().resizeEvent(event)
        self._progressed()

    # --- what the head says

    @property
    def title(self) -> str:
        """The visit in a few words."""
        return _("Kunjungan {name}").format(name=self.draft.household.name)

    def _say_saved(self) -> None:
        household = self.draft.household
        saved = local(self.draft.saved_at, self.workspace.zone).strftime("%H.%M")
        forms = ", ".join(_("{form} versi {version}").format(form=form.title(), version=form.version) for form in self.draft.forms)
        parts = (f"KK {household.kk}" if household.kk else household.place, forms, _("draf tersimpan {time}").format(time=saved))
        self.header.set_title(self.title, " · ".join(parts))

    def _stored(self) -> None:
        self.wrote = True
        self._say_saved()

    def _progressed(self) -> None:
        count = len(self.form.open_points())
        words = _("{count} isian kurang") if self._roomy() else _("{count} kurang")
        self.missing.set_text(words.format(count=count))
        self.more.set_text(_("Tambah kuesioner") if self._roomy() else "")
        self.missing.setVisible(count > 0)
        kind = "plain" if count else "primary"
        if self.done.kind != kind:
            self.done.kind = kind
            self.done.update()
        self.done.setAccessibleDescription(_("{count} isian masih kurang atau keliru").format(count=count) if count else "Ctrl Enter")
        self.done.setToolTip(_("Masih {count} isian kurang atau keliru. F8 menuju ke sana.").format(count=count) if count else "")

    # --- day and questionnaires

    def _set_day(self, day: date | None) -> None:
        if day is None:
            self._judge_day()
            return
        try:
            self.draft.set_day(day)
        except Problem as problem:
            self.day_field.set_note(problem.sentence, "error")
            return
        self.day_field.set_note("")
        self._stored()

    def _judge_day(self) -> None:
        """Say what is wrong with the day; an empty one returns to the day kept."""
        if self.day.error():
            self.day_field.set_note(self.day.error(), "error")
        elif self.day.day() is None:
            self.day.set_day(self.draft.visited_on)
            self.day_field.set_note("")

    def day_is_wrong(self) -> bool:
        """Say whether the day on the screen is not the day kept."""
        return self.day.day() != self.draft.visited_on

    def forms_to_add(self) -> list[FormCard]:
        """Return the questionnaires that are not yet part of this visit."""
        here = {form.id for form in self.draft.forms}
        return [card for card in visits.available_forms(self.workspace) if card.id not in here]

    def offer_forms(self) -> QMenu:
        """Show the questionnaires that can be added; each empty one of the visit can be left out again."""
        menu = QMenu(self)
        for card in self.forms_to_add():
            menu.addAction(card.title).triggered.connect(partial(self._picked, self.add_form, card.id))
        removable = [form for form in self.draft.forms if len(self.draft.forms) > 1]
        if removable and menu.actions():
            menu.addSeparator()
        for form in removable:
            act = menu.addAction(_("Keluarkan {form}").format(form=form.title()))
            act.triggered.connect(partial(self._picked, self.remove_form, form.id))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + 4)))
        return menu

    def _picked(self, act: Callable[[str], None], form_id: str, _checked: bool = False) -> None:
        act(form_id)

    def add_form(self, form_id: str) -> None:
        """Fill one more questionnaire on this visit and go to its first section."""
        self.form.settle()
        try:
            self.draft.add_form(form_id)
        except Problem as problem:
            self.told.emit(problem.sentence, None)
            return
        self.wrote = True
        self.form.refresh_all()
        first = next((stop for stop in self.form.stops() if stop.form.id == form_id), None)
        if first is not None:
            self.form.open(f"{form_id}:{first.section.path}")
        self._say_saved()

    def remove_form(self, form_id: str) -> None:
        """Leave a questionnaire out; its answers stay in the draft and come back with it."""
        self.form.settle()
        self.draft.remove_form(form_id)
        self.form.refresh_all()
        self._say_saved()

    # --- leaving and finishing

    def leave(self) -> None:
        """Go back; the draft stays as it is."""
        self.form.settle()
        self.left.emit()

    def escape(self) -> None:
        """Give back what a field held before; where nothing was changed, leave."""
        if not self.form.give_back():
            self.leave()

    def finish(self) -> None:
        """Finish the visit; while something is missing, go there instead."""
        self.form.settle()
        if self.day_is_wrong():
            self._judge_day()
            self.form.open(next(iter(self.form.views)), focus=False)
            self.day.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        missing = self.form.open_points()
        if missing:
            self.form.demand()
            self.form.go_to(missing[0])
            return
        self.done.busy(True)
        work = Operation(lambda _job: visits.finish_visit(self.workspace, self.draft.id), self)
        work.succeeded.connect(self._finished)
        work.failed.connect(lambda problem: self.form.say(problem.sentence))
        work.crashed.connect(lambda code: self.form.say(_("Ada yang keliru di program. Draf Anda aman. Kode {code}.").format(code=code)))
        work.finished.connect(lambda: self.done.busy(False))
        work.start()

    def _finished(self, visit_id: object) -> None:
        self.finished.emit(str(visit_id))
        self.told.emit(_("Kunjungan tersimpan di laptop ini, menunggu dikirim."), None)

    def worthless(self) -> bool:
        """Say whether nothing was written in a draft that held nothing but what the laptop knew."""
        return not self.wrote and sum(len(self.draft.session(form.id).answers) for form in self.draft.forms) <= 1

    # --- keys

    def page_actions(self) -> list[Action]:
        """What can be done while a visit is written down."""
        return [
            Action(_("Selesai"), self.finish, "Ctrl+Return", "circle-check"),
            *self.form.actions_offered(),
            Action(_("Tambah kuesioner"), self.offer_forms, "Alt+K", "file-plus-2"),
            Action(_("Tutup, simpan draf"), self.escape, "Esc", "arrow-left"),
        ]

    def regions(self) -> list[QWidget]:
        """The parts F6 walks through."""
        return [*self.form.regions(), self.header]
