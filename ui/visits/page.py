"""Kunjungan: what is due, what was done and what is half written; the visit at the right, or the questionnaire in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fieldapp.domain.moments import local
from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services import visits
from fieldapp.services.visits import DraftCard, VisitDraft, VisitLine, VisitView
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.kit import (
    Action,
    Button,
    Card,
    Chip,
    EmptyState,
    Label,
    Page,
    PageHeader,
    RecordList,
    Row,
    StateChip,
    column,
    frame,
    row,
    short,
    wrapped,
)
from ui.kit.arrange import ScrollArea
from ui.kit.dialog import ask
from ui.operation import Operation
from ui.visits.editor import VisitEditor
from ui.visits.kept_photos import KeptPhotos
from ui.visits.reading import VisitReading
from ui.visits.thumbnails import LargePhoto

DUE, DONE, DRAFT = "due", "done", "draft"


class VisitsPage(Page):
    """Opened with ``household=`` (begins or goes on with its visit), ``draft=``, ``visit=``, or ``only="due"|"done"|"draft"``."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.title = _("Kunjungan")
        self.workspace = workspace
        self.only = DUE
        self.editor: VisitEditor | None = None
        self.view: VisitView | None = None
        self.reading: VisitReading | None = None
        self.lines: dict[str, VisitLine | DraftCard] = {}
        self._wanted = ""
        self._reads = 0
        self.chips = {only: Button(text, "chip", run=partial(self.show_only, only)) for only, text in _names().items()}
        self.nothing = Button(_("Buka daftar keluarga"), icon="users", run=lambda: self.go.emit("households", {}))
        self.list = RecordList(_("Daftar kunjungan"), self._rows, empty="", button=self.nothing)
        self.header = PageHeader("")
        self._buttons: list[Button] = []
        self.area = ScrollArea()
        self._arrange()
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._open_line)

    def _arrange(self) -> None:
        head = column(Label(_("Kunjungan"), "h1"), wrapped(*self.chips.values(), spacing=6), spacing=8, margins=(16, 14, 12, 10))
        self.left = frame(column(head, (self.list, 1), spacing=0), "pane")
        right = QWidget()
        box = QVBoxLayout(right)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.header)
        box.addWidget(self.area, 1)
        self.both = QWidget()
        self.both.setLayout(row(self.left, (right, 1), spacing=0))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.both)
        self.setLayout(column(self.stack, spacing=0))
        self.restyle()

    def restyle(self) -> None:
        """Take the list's width from the text size and the window, so that what is read keeps the larger part."""
        self.left.setFixedWidth(max(min(theme.size(344), int(self.width() * 0.36)), 260))
        for button in self._buttons:
            if button.name:
                button.set_text(button.name if self._roomy() else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self.restyle()

    def _roomy(self) -> bool:
        """Say whether the head at the right has room for a name and two buttons with words."""
        return self.width() - self.left.width() >= theme.size(640)

    def _home_button(self) -> Button:
        words = _("Buka keluarga")
        return Button(words if self._roomy() else "", icon="users", name=words, run=self.open_household)

    # --- arriving and leaving

    def opened(self, **context: object) -> None:
        """Begin, go on with or read what was asked for; else show the list as it was left."""
        if context.get("household"):
            self.start(str(context["household"]))
        elif context.get("draft"):
            self.edit(str(context["draft"]))
        elif context.get("visit"):
            self._close_editor()
            self.show_only(DONE, str(context["visit"]))
        elif self.editor is None:
            self.show_only(str(context.get("only") or self.only), self.list.current())

    def closed(self) -> bool:
        """The page is left: what is typed goes into the draft."""
        if self.editor is not None:
            self.editor.form.settle()
            self._drop_if_worthless(self.editor)
        return True

    # --- the list

    def show_only(self, only: str, wanted: str = "") -> None:
        """Show what is due, done, or half written; ``wanted`` is chosen when it is there, else the first."""
        self.only, self._wanted = only, wanted
        for name, chip in self.chips.items():
            chip.setChecked(name == only)
        reads = {DUE: self._read_visits, DONE: self._read_visits, DRAFT: self._read_drafts}
        self._run(reads[only], self._fill)

    def _read_visits(self) -> dict[str, VisitLine | DraftCard]:
        found = visits.visit_list(self.workspace, only="due" if self.only == DUE else "done")
        return {line.visit_id or line.household_id: line for line in found}

    def _read_drafts(self) -> dict[str, VisitLine | DraftCard]:
        return {draft.id: draft for draft in visits.drafts(self.workspace)}

    def _run(self, call: Callable[[], object], show: Callable[[object], None]) -> None:
        """Read beside the window; only the answer to the last question is shown."""
        self._reads += 1
        mine = self._reads
        work = Operation(lambda _job: call(), self)
        work.succeeded.connect(lambda found: show(found) if mine == self._reads else None)
        work.failed.connect(lambda problem: self._say(problem.sentence))
        work.crashed.connect(lambda code: self._say(_("Ada yang keliru di program. Data Anda aman. Kode {code}.").format(code=code)))
        work.start()

    def _fill(self, found: object) -> None:
        assert isinstance(found, dict)
        self.lines = found
        ids = list(found)
        self.list.say_empty(_empty()[self.only])
        current = self._wanted if self._wanted in found else ids[0] if ids else ""
        self.list.set_ids(ids, current=current)
        if current:
            self._choose(current)
        elif self._wanted and self.only == DONE:
            self._choose(self._wanted)
        else:
            self._say(_empty()[self.only])
        self.actions_changed.emit()

    def _rows(self, ids: Sequence[str]) -> list[Row]:
        return [self._row(self.lines[key]) for key in ids]

    def _row(self, line: VisitLine | DraftCard) -> Row:
        today = self.workspace.today()
        if isinstance(line, DraftCard):
            saved = local(line.saved_at, self.workspace.zone)
            when = _("tersimpan {day} {time}").format(day=short(saved.date(), today), time=saved.strftime("%H.%M"))
            chip = Chip(_("{answered} dari {total}").format(answered=line.answered, total=line.total), "mute", "pencil")
            return Row(line.household_name, when, "", line.lacking, chip)
        day = line.due if self.only == DUE else line.done
        where = ", ".join(part for part in (line.place, line.village) if part)
        return Row(line.name, where, short(day, today) if day else "", line.purpose, Chip(line.chip.text, line.chip.kind, line.chip.icon))

    # --- the right side

    def _choose(self, key: str) -> None:
        line = self.lines.get(key)
        if isinstance(line, DraftCard):
            self._show_draft(line)
        elif line is not None and line.visit_id is None:
            self._show_due(line)
        else:
            self._run(lambda: visits.visit_view(self.workspace, key), self._show_visit)

    def _open_line(self, key: str) -> None:
        """Enter on a line: a due visit begins, a draft goes on, a visit is read."""
        line = self.lines.get(key)
        if isinstance(line, DraftCard):
            self.edit(line.id)
        elif line is not None and line.visit_id is None:
            self.start(line.household_id)
        elif self.reading is not None:
            self.reading.photos.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_visit(self, found: object) -> None:
        assert isinstance(found, VisitView)
        self.view = found
        words = (found.kind_label, date_medium(found.visited_on), _("oleh {name}").format(name=found.by_name))
        self.header.set_title(found.household_name, " · ".join(part for part in words if part))
        self.header.set_chips(
            [StateChip(found.state.word, found.state.chip_kind, found.state.icon, tip=f"{found.state.reason} {found.state.cure}".strip())]
        )
        paper = Button(_("Cetak"), "primary", icon="printer", hint="Ctrl+P", run=self.print_visit)
        self._offer([self._home_button(), paper])
        self.reading = VisitReading(found, KeptPhotos(self.workspace))
        self.reading.opened_photo.connect(self.open_photo)
        self.area.setWidget(self.reading)
        self.actions_changed.emit()

    def _show_card(self, title: str, subtitle: str, card: QWidget, buttons: Sequence[Button]) -> None:
        self.view = self.reading = None
        self.header.set_title(title, subtitle)
        self.header.set_chips([])
        self._offer(list(buttons))
        inside = QWidget()
        inside.setLayout(column(card, None, margins=(24, 16, 24, 16)))
        self.area.setWidget(inside)
        self.actions_changed.emit()

    def _offer(self, buttons: list[Button]) -> None:
        self._buttons = buttons
        self.header.set_actions(buttons)

    def _show_due(self, line: VisitLine) -> None:
        card = Card(_("Rencana kunjungan"), icon="calendar", right=[StateChip(line.chip.text, line.chip.kind, line.chip.icon)])
        pairs = (
            (_("Jatuh tempo"), date_medium(line.due) if line.due else "–"),
            (_("Keperluan"), line.purpose or "–"),
            (_("Kunjungan terakhir"), date_medium(line.done) if line.done else _("belum pernah")),
            (_("Tempat"), ", ".join(part for part in (line.place, line.village) if part)),
        )
        for label, text in pairs:
            card.add(row((Label(label, "small", tint="muted", wrap=True), 2), (Label(text, "body", wrap=True), 3), spacing=16))
        begin = Button(_("Catat kunjungan"), "primary", icon="plus", hint="Ctrl+J", run=partial(self.start, line.household_id))
        self._show_card(line.name, f"KK {line.kk}" if line.kk else line.village, card, [self._home_button(), begin])

    def _show_draft(self, line: DraftCard) -> None:
        card = Card(_("Draf kunjungan"), icon="pencil")
        card.add(Label(_("{answered} dari {total} isian terjawab.").format(answered=line.answered, total=line.total), "body", wrap=True))
        if line.lacking:
            card.add(Label(_("Masih kurang: {sections}.").format(sections=line.lacking), "small", wrap=True))
        go_on = Button(_("Lanjutkan"), "primary", icon="pencil", hint="Ctrl+Return", run=partial(self.edit, line.id))
        drop = Button(_("Hapus draf"), "danger", run=partial(self.discard, line))
        saved = local(line.saved_at, self.workspace.zone)
        when = _("Tersimpan {day} {time}").format(day=date_medium(saved.date()), time=saved.strftime("%H.%M"))
        self._show_card(line.household_name, when, card, [drop, go_on])

    def _say(self, sentence: str) -> None:
        self.view = self.reading = None
        self.header.set_title(_("Kunjungan"))
        self.header.set_chips([])
        self._offer([])
        self.area.setWidget(EmptyState(sentence, icon="clipboard-list"))
        self.actions_changed.emit()

    # --- what can be done

    def household(self) -> str:
        """Return the family of what is chosen, or ""."""
        line = self.lines.get(self.list.current())
        return line.household_id if line is not None else self.view.household_id if self.view is not None else ""

    def open_household(self) -> None:
        """Open the family of what is chosen."""
        if self.household():
            self.go.emit("households", {"household": self.household()})

    def print_visit(self) -> None:
        """Open the paper of the visit in sight."""
        if self.view is not None:
            self.go.emit("reports", {"visit": self.view.id})

    def open_photo(self, at: int) -> None:
        """Show a photo of the visit large."""
        if self.view is not None:
            LargePhoto(self, self.view.photos, KeptPhotos(self.workspace), at).open()

    def discard(self, line: DraftCard) -> None:
        """Delete a draft for good, after asking: it cannot be taken back."""
        consequence = _("{count} isian ikut hilang dan tidak dapat dikembalikan.").format(count=line.answered)
        if ask(self, _("Hapus draf kunjungan {name}?").format(name=line.household_name), consequence, _("Hapus draf")):
            visits.discard_draft(self.workspace, line.id)
            self.toast.emit(_("Draf kunjungan {name} dihapus.").format(name=line.household_name), None)
            self.show_only(DRAFT)

    # --- writing

    def start(self, household_id: str) -> None:
        """Begin the visit of a family, or go on with the draft it has."""
        if not household_id:
            return
        self._open_editor(lambda: visits.open_draft(self.workspace, visits.start_visit(self.workspace, household_id)))

    def edit(self, draft_id: str) -> None:
        """Go on with a draft."""
        self._open_editor(lambda: visits.open_draft(self.workspace, draft_id))

    def _open_editor(self, opening: Callable[[], VisitDraft]) -> None:
        self._close_editor()
        self._run(opening, self._show_editor)

    def _show_editor(self, draft: object) -> None:
        assert isinstance(draft, VisitDraft)
        self.editor = VisitEditor(self.workspace, draft)
        self.editor.left.connect(self._left)
        self.editor.finished.connect(self._finished)
        self.editor.told.connect(self.toast)
        self.stack.addWidget(self.editor)
        self.stack.setCurrentWidget(self.editor)
        self.title = self.editor.title
        self.title_changed.emit(self.title)
        self.actions_changed.emit()
        self.editor.form.focus_first()

    def _close_editor(self) -> None:
        if self.editor is None:
            return
        editor, self.editor = self.editor, None
        editor.form.settle()
        self._drop_if_worthless(editor)
        self.stack.setCurrentWidget(self.both)
        self.stack.removeWidget(editor)
        editor.deleteLater()
        self.title = _("Kunjungan")
        self.title_changed.emit(self.title)
        self.actions_changed.emit()

    def _drop_if_worthless(self, editor: VisitEditor) -> None:
        """A draft in which nothing was written is no draft."""
        if editor.worthless():
            visits.discard_draft(self.workspace, editor.draft.id)

    def _left(self) -> None:
        draft_id = self.editor.draft.id if self.editor is not None else ""
        self._close_editor()
        self.show_only(DRAFT, draft_id)
        self.list.setFocus()

    def _finished(self, visit_id: str) -> None:
        if self.editor is not None:
            self.editor.wrote = True
        self._close_editor()
        self.show_only(DONE, visit_id)
        self.list.setFocus()

    # --- keys

    def page_actions(self) -> list[Action]:
        """What can be done here."""
        if self.editor is not None:
            return self.editor.page_actions()
        found = [
            Action(_("Jatuh tempo"), partial(self.show_only, DUE), "Alt+1", "calendar"),
            Action(_("Selesai"), partial(self.show_only, DONE), "Alt+2", "circle-check"),
            Action(_("Draf"), partial(self.show_only, DRAFT), "Alt+3", "pencil"),
            Action(_("Kunjungan berikut"), partial(self.list.step, 1), "Ctrl+Down", "chevron-down"),
            Action(_("Kunjungan sebelumnya"), partial(self.list.step, -1), "Ctrl+Up", "chevron-up"),
        ]
        if self.household():
            found.append(Action(_("Catat kunjungan"), lambda: self.start(self.household()), "Ctrl+J", "plus"))
            found.append(Action(_("Buka keluarga"), self.open_household, "Alt+K", "users"))
        if self.view is not None:
            found.append(Action(_("Cetak laporan kunjungan"), self.print_visit, "Ctrl+P", "printer"))
        if isinstance(self.lines.get(self.list.current()), DraftCard):
            found.append(Action(_("Lanjutkan draf"), self.list.open_current, "Ctrl+Return", "pencil"))
        return found

    def regions(self) -> list[QWidget]:
        """The parts F6 walks through."""
        if self.editor is not None:
            return self.editor.regions()
        photos: list[QWidget] = [self.reading.photos] if self.reading is not None and self.reading.view.photos else []
        return [self.list, *photos, self.header]


def _names() -> dict[str, str]:
    return {DUE: _("Jatuh tempo"), DONE: _("Selesai"), DRAFT: _("Draf")}


def _empty() -> dict[str, str]:
    return {
        DUE: _("Tidak ada kunjungan yang jatuh tempo. Buka keluarga, lalu Ctrl J mencatat kunjungan."),
        DONE: _("Belum ada kunjungan yang selesai. Buka keluarga, lalu Ctrl J mencatat yang pertama."),
        DRAFT: _("Tidak ada draf. Kunjungan yang belum selesai tersimpan di sini dengan sendirinya."),
    }
