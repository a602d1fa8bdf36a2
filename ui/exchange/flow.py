"""An import from file to records: choose, columns, check, done; whatever takes time runs beside the window and can be cancelled."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from fieldapp.domain.written import number
from fieldapp.exchange import importing
from fieldapp.language import _
from fieldapp.services import imports
from ui.exchange.check import CheckPane, low_and_large
from ui.exchange.choose import ChoosePane
from ui.exchange.columns import ColumnsPane
from ui.exchange.done import DonePane
from ui.exchange.intake import Checked, Wish, check, keep
from ui.exchange.running import Heading, Running
from ui.exchange.undoing import UndoPane, undone_sentence
from ui.exchange.words import format_title
from ui.kit import Action, Banner, Progress, Stepper, Undo, column, frame, row
from ui.operation import Job

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldapp.exchange.importing import Opened
    from fieldapp.services.imports import BatchLine, Imported, UndoForm, Undone
    from fieldapp.services.workspace import Workspace
    from ui.exchange.mending import CellPlace

CHOOSE, COLUMNS, CHECK, DONE, UNDO = range(5)


class ImportFlow(Running):
    """The steps of an import; :meth:`heading` says what the head of the page shows in each."""

    def __init__(self, ws: Workspace, may: str) -> None:
        super().__init__()
        self.ws, self.may = ws, may
        self.opened_file: Opened | None = None
        self._again, self._fresh = False, True
        self.mended: dict[CellPlace, str] = {}
        self.stepper = Stepper([_("Berkas"), _("Kolom"), _("Periksa"), _("Selesai")])
        self.choose, self.columns, self.check = ChoosePane(may), ColumnsPane(ws), CheckPane()
        self.done, self.undo = DonePane(), UndoPane(may)
        self.trouble, self.progress = Banner("bad", ""), Progress(_("Mengimpor"))
        self.stack = QStackedWidget()
        for part in (self.choose, self.columns, self.check, self.done, self.undo):
            self.stack.addWidget(part)
        self._strip = frame(column(self.trouble, self.progress, spacing=8, margins=(24, 4, 24, 4)))
        self._steps = frame(row(self.stepper, margins=(24, 8, 24, 2)))
        self.setLayout(column(self._steps, self._strip, (self.stack, 1), spacing=0))
        self._connect()
        self._quiet()
        self.show_step(CHOOSE)

    def _connect(self) -> None:
        self.choose.picked.connect(self.take)
        self.choose.undo_wanted.connect(self.show_undo)
        self.done.undo_wanted.connect(self.show_undo)
        self.done.again.connect(self.start_again)
        self.columns.changed.connect(self.changed)
        self.check.changed.connect(self.changed)
        self.check.saved.connect(self._mend)
        for wanted in (self.check.write_wanted, self.done.write_wanted):
            wanted.connect(self.write_back)
        self.undo.undo_wanted.connect(self._undo)
        self.undo.left.connect(self.leave)
        self.undo.opened.connect(lambda key: self.go.emit("households", {"household": key}))
        for stopped in (self.choose.cancelled, self.columns.cancelled, self.progress.cancelled, self.undo.cancelled):
            stopped.connect(self.cancel)

    # What the page asks

    @property
    def step(self) -> int:
        """The step in hand."""
        return self.stack.currentIndex()

    def opened(self) -> None:
        """Read the earlier imports again."""
        self.beside(lambda _job: imports.batches(self.ws), self._batches, keep=False)

    def _batches(self, lines: tuple[BatchLine, ...]) -> None:
        self.choose.show_batches(lines)

    def focus(self) -> None:
        """Put the keys where the step begins."""
        {CHOOSE: self.choose.focus, COLUMNS: self.columns.focus, CHECK: self.check.focus}.get(self.step, lambda: None)()

    def heading(self) -> Heading:
        """Say what the head of the page shows."""
        opened = self.opened_file
        if self.step == COLUMNS and opened is not None:
            told = _("{format} · {rows} baris").format(format=format_title(self.columns.name), rows=number(_rows(opened)))
            reason = self.columns.missing() or self._busy()
            return Heading(_("Impor: {name}").format(name=opened.path.name), told, _("Periksa baris"), "list-checks", reason, _("Batal"))
        if self.step == CHECK and opened is not None:
            checked = self.check.checked
            assert checked is not None
            told = _("{format} · {rows} baris").format(format=format_title(checked.wish.name), rows=number(checked.plan.sheet.rows))
            return Heading(
                _("Impor: {name}").format(name=opened.path.name),
                told,
                self._import_words(),
                "import",
                self._stays(),
                _("Batal, tidak ada yang tersimpan"),
            )
        if self.step == DONE:
            return Heading(_("Impor selesai"), opened.path.name if opened else "")
        if self.step == UNDO:
            return Heading(_("Batalkan impor"), _("Yang akan hilang ditunjukkan dahulu"))
        return Heading(_("Impor & ekspor"), _("Dari lembar yang kacau menjadi catatan yang rapi, dan sebaliknya"))

    def _import_words(self) -> str:
        ready = self.check.ready()
        return _("Impor {count} baris").format(count=number(ready)) if ready else _("Impor perubahan")

    def _stays(self) -> str:
        """Say why nothing can be taken in; "" when something can."""
        decided = self.check.decisions
        changes = self.check.checked is not None and self.check.checked.plan.differing and (decided.fill or decided.change)
        if not self.check.ready() and not changes:
            return _("Belum ada baris baru yang dapat diambil.")
        return self._busy()

    def _busy(self) -> str:
        return _("Sedang dikerjakan.") if self.running else ""

    def acts(self) -> list[Action]:
        """Return what can be done by key in this step."""
        if self.step == CHOOSE:
            return [Action(_("Pilih berkas"), self.choose.ask, "Ctrl+O", "folder-open", self.may)]
        forward = Action(self.heading().primary, self.primary, "Ctrl+Return", self.heading().icon, self.heading().reason)
        if self.step == COLUMNS:
            return [forward]
        write = [Action(_("Simpan lembar beralasan"), self.write_back, "Ctrl+S", "file-text")] if self._reasons() else []
        if self.step == CHECK:
            return [forward, *write, *self.check.acts()]
        return [*self.done.acts(), *write] if self.step == DONE else self.undo.acts()

    def regions(self) -> list[QWidget]:
        """The parts F6 walks through."""
        check = self.check
        parts: list[QWidget] = [
            self.choose.place, self.choose.batches.table, self.columns, check.table, check.side, check.tiles["ready"], self.done, self.undo,
        ]  # fmt: skip
        return [part for part in parts if part.isVisibleTo(self)]

    # From step to step

    def show_step(self, step: int) -> None:
        """Show a step."""
        self.stack.setCurrentIndex(step)
        self.restyle()
        if step != UNDO:
            self.stepper.go_to(step)
        self._quiet()
        self.changed.emit()

    def restyle(self) -> None:
        """The steps give way where the rows need all the room."""
        self._steps.setVisible(self.step != UNDO and not (self.step == CHECK and low_and_large()))

    def _quiet(self) -> None:
        self.trouble.hide()
        self.progress.hide()
        self._strip.hide()

    def start_again(self) -> None:
        """Go back to choosing a file."""
        self.opened_file = None
        self.mended = {}
        self.opened()
        self.show_step(CHOOSE)
        self.choose.focus()

    def leave(self) -> None:
        """One step out: what runs is cancelled first; nothing is kept of a sheet that was not imported."""
        if self.running is not None:
            self.cancel()
        elif self.step == UNDO and self.done.done is not None and self.opened_file is not None:
            self.show_step(DONE)
        elif self.step == CHECK:
            self.show_step(COLUMNS)
            self.columns.focus()
        elif self.step != CHOOSE:
            self.start_again()

    def primary(self) -> None:
        """Do what the primary button says."""
        if self.heading().reason:
            self.told.emit(self.heading().reason, None)
        elif self.step == COLUMNS:
            self._check(fresh=True)
        elif self.step == CHECK:
            self._keep()

    # Reading

    def take(self, path: str) -> None:
        """Read a file beside the window, and ask what it is."""
        if self.may or self.running is not None:
            return
        self.mended = {}
        self.show_step(CHOOSE)
        self.choose.reading(on=True)

        def read(job: Job) -> Opened:
            found = importing.open_file(self.ws, Path(path))
            job.check()
            return found

        self.beside(read, self._read, self._not_read, always=partial(self.choose.reading, on=False))

    def _read(self, opened: Opened) -> None:
        self.opened_file = opened
        self.columns.show_file(opened)
        self.show_step(COLUMNS)
        self.columns.focus()

    def _not_read(self, sentence: str) -> None:
        self.choose.say_trouble(sentence)
        self.choose.focus()

    def _check(self, *, fresh: bool) -> None:
        """Say what would become of every row; while one look runs, the newest wish waits for it."""
        opened = self.opened_file
        if opened is None:
            return
        if self.running is not None:
            self._again = True
            return
        wish = self._wish(fresh=fresh)
        self._fresh = fresh
        self.columns.checking(on=fresh)
        self.beside(
            lambda job: check(self.ws, opened, wish, job, confirmed=fresh),
            self._checked,
            self._not_checked,
            self.columns.progress,
            always=partial(self.columns.checking, on=False),
        )

    def _wish(self, *, fresh: bool) -> Wish:
        checked = self.check.checked
        return replace(self.columns.wish() if fresh or checked is None else checked.wish, told=dict(self.mended))

    def _checked(self, checked: Checked) -> None:
        self.check.show_plan(checked, fresh=self._fresh)
        if self.step != CHECK:
            self.show_step(CHECK)
            self.check.focus()
        self.changed.emit()

    def _not_checked(self, sentence: str) -> None:
        if self.step == COLUMNS:
            self.columns.say_trouble(sentence)
        else:
            self._say(sentence)

    def _mend(self, place: CellPlace, text: str) -> None:
        """Take a corrected cell, go on to the next row, and look at everything again beside the window."""
        before = dict(self.mended)
        self.mended = {**before, place: text}
        self.told.emit(_("Baris {row} diperbaiki.").format(row=place[1]), Undo(partial(self._put_back, before), _("Kembalikan isi sel")))
        self.check.step(1)
        self._check(fresh=False)

    def _put_back(self, before: Mapping[CellPlace, str]) -> None:
        self.mended = dict(before)
        self._check(fresh=False)

    # Keeping

    def _keep(self) -> None:
        checked = self.check.checked
        if checked is None or self.running is not None:
            return
        choices = self.check.decisions.choices(checked)
        self._strip.show()
        self.progress.show()
        self.beside(
            lambda job: keep(self.ws, checked, choices, job, lambda done, total: job.progress(done, total, _("Menyimpan keluarga"))),
            partial(self._kept, checked), self._say, self.progress,
        )  # fmt: skip

    def _kept(self, checked: Checked, done: Imported) -> None:
        self.show_step(DONE)
        self.done.show_done(done, left=len(checked.faults.lines) + done.waiting)
        undo = Undo(partial(self.show_undo, done.batch_id), _("Batalkan impor")) if done.batch_id else None
        self.told.emit(_("{count} baris diimpor.").format(count=number(done.kept)), undo)

    def _reasons(self) -> bool:
        checked = self.check.checked
        return checked is not None and bool(checked.faults.lines)

    def write_back(self) -> None:
        """Ask where the same workbook is to be written with the reasons in its last column."""
        opened = self.opened_file
        if opened is None or not self._reasons():
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{opened.path.stem}-alasan.xlsx"
        found, _kind = QFileDialog.getSaveFileName(self, _("Simpan lembar beralasan"), str(Path(folder) / name), _("Lembar (*.xlsx)"))
        if found:
            self.write_to(Path(found))

    def write_to(self, path: Path) -> None:
        """Write the workbook with the reasons to this file."""
        opened, checked = self.opened_file, self.check.checked
        if opened is None or checked is None:
            return

        def told(count: int) -> None:
            words = _("Tersimpan: {name}, {count} baris dengan alasan. Berkas ini berisi nomor lengkap, simpan di tempat yang aman.")
            self.told.emit(words.format(name=path.name, count=number(count)), None)

        self.beside(lambda _job: importing.write_wrong(opened, checked.plan, path), told, self._say)

    # Undoing

    def show_undo(self, batch_id: str) -> None:
        """Show what taking an import back would do."""
        if self.running is None:
            self.beside(lambda _job: imports.undo_form(self.ws, batch_id), self._undo_form, lambda sentence: self.told.emit(sentence, None))

    def _undo_form(self, form: UndoForm) -> None:
        self.show_step(UNDO)
        self.undo.show_form(form)

    def _undo(self, batch_id: str, keep_changed: bool) -> None:
        def undo(job: Job) -> Undone:
            told = partial(job.progress, text=_("Membatalkan impor"))
            return imports.undo(self.ws, batch_id, keep_changed=keep_changed, progress=told, cancelled=lambda: job.cancelled)

        self.undo.undoing(on=True)
        self.beside(undo, self._undone, self.undo.say_trouble, self.undo.progress, always=partial(self.undo.undoing, on=False))

    def _undone(self, done: Undone) -> None:
        self.told.emit(undone_sentence(done), None)
        self.start_again()

    def rested(self) -> None:
        """Look again when a cell was corrected while the last look ran."""
        if self._again:
            self._again = False
            self._check(fresh=False)

    def _say(self, sentence: str) -> None:
        self.trouble.say("bad", sentence)
        self._strip.show()
        self.trouble.show()
        self.progress.hide()


def _rows(opened: Opened) -> int:
    return sum(len(page.lines) for page in opened.book.pages)
