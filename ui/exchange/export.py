"""Sheets go out: which, of whom, with which columns, with numbers hidden or for a reason whole; what changed since the last one is told."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldapp import problems
from fieldapp.domain.written import number
from fieldapp.exchange import exporting
from fieldapp.language import _
from fieldapp.services import exports, finding
from fieldapp.services.finding import Query
from ui.exchange.export_options import CHANGES_BESIDE, ExportOptions
from ui.exchange.running import Heading, Running
from ui.exchange.words import format_title
from ui.kit import Action, Banner, Card, Label, Progress, column, frame, row, scrolled
from ui.operation import Job, Operation

if TYPE_CHECKING:
    from fieldapp.exchange.exporting import Exported
    from fieldapp.problems import Problem
    from fieldapp.services.workspace import Workspace

PAUSE_MS = 200
WIDTH = 322


class ExportView(Running):
    """What is to leave, how much that is, and the writing of it."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.options = ExportOptions(ws)
        self._counting: Operation | None = None
        self._count_again = False
        self.families: int | None = None
        self.result, self.progress = Banner("ok", ""), Progress(_("Menulis lembar"))
        self.progress.cancelled.connect(self.leave)
        self.count, self.hidden = Label("", "h1"), Label("", "small", wrap=True)
        self.since, self.logged = (
            Label("", "small", wrap=True),
            Label(_("Siapa, berapa baris, dan alasannya dicatat setiap kali."), "cap", wrap=True),
        )
        card = Card(_("Yang akan keluar"), icon="file-down", spacing=8)
        card.add(self.count).add(self.hidden).add(self.since).add(self.logged)
        side = frame(column(card, self.progress, self.result, None, spacing=12, margins=(0, 14, 24, 16)), width=WIDTH + 24)
        body = scrolled(column(self.options, None, spacing=0, margins=(24, 14, 16, 16)), _("Pilihan ekspor"))
        self.setLayout(row((body, 1), side, spacing=0))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._count)
        self.options.changed.connect(self._chosen)
        self.progress.hide()
        self.result.hide()

    # What the page asks

    def opened(self) -> None:
        """Read again what there is to export."""
        work = Operation(
            lambda _job: (exports.programmes(self.ws), finding.chips(self.ws), finding.saved_filters(self.ws, "households")), self
        )
        work.succeeded.connect(lambda found: self.options.offer(*found))
        work.start()
        self._chosen()

    def take_query(self, query: object) -> None:
        """Begin with what was looked for on another page."""
        if isinstance(query, Query):
            self.options.take(query)
            self._chosen()

    def focus(self) -> None:
        """Put the keys on the first choice."""
        self.options.format.entry.setFocus(Qt.FocusReason.TabFocusReason)

    def heading(self) -> Heading:
        """Say what the head of the page shows."""
        reason = self.options.missing() or (_("Sedang ditulis.") if self.running else "")
        return Heading(_("Ekspor"), _("Lembar dibuat di laptop ini, tanpa internet"), _("Ekspor ke berkas"), "file-down", reason)

    def acts(self) -> list[Action]:
        """Return what can be done by key."""
        return [Action(_("Ekspor ke berkas"), self.primary, "Ctrl+Return", "file-down", self.heading().reason)]

    def regions(self) -> list[QWidget]:
        """The choices."""
        return [self.options.format.entry]

    # What would leave

    def _chosen(self) -> None:
        self.hidden.setText(
            _("NIK dan nomor KK lengkap, dengan alasan Anda.") if self.options.full.value() else _("NIK dan nomor KK ditutup di tengahnya.")
        )
        self._pause.start()
        self.changed.emit()

    def _count(self) -> None:
        if self._counting is not None:
            self._count_again = True
            return
        name, wanted = self.options.name, self.options.wanted()
        told = _("belum pernah diekspor")

        def look(_job: Job) -> tuple[int, str]:
            last = exports.changed_since(self.ws, exporting.list_name(name, wanted), ())
            return finding.count(self.ws, wanted.query), exports.since_text(self.ws, last) if last.since else told

        self._counting = Operation(look, self)
        self._counting.succeeded.connect(lambda found: self._counted(name, *found))
        self._counting.finished.connect(self._count_ended)
        self._counting.start()

    def _counted(self, name: str, families: int, since: str) -> None:
        self.families = families
        whole = name in (exporting.RESIDENTS, exporting.CHOSEN)
        self.count.setText(_("{count} keluarga").format(count=number(families)) if whole else format_title(name))
        self.since.setText(_("Ekspor terakhir dengan pilihan ini: {when}").format(when=since))

    def _count_ended(self) -> None:
        self._counting = None
        if self._count_again:
            self._count_again = False
            self._count()

    # Writing

    def primary(self) -> None:
        """Ask where, and write the sheet."""
        if reason := self.heading().reason:
            self.told.emit(reason, None)
            self.options.show_missing()
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        found, _kind = QFileDialog.getSaveFileName(
            self, _("Ekspor ke berkas"), str(Path(folder) / self.options.file_name()), _("Lembar (*.xlsx)")
        )
        if found:
            self.write_to(Path(found))

    def write_to(self, path: Path) -> None:
        """Write the sheet to this file, beside the window."""
        if self.running is not None:
            return
        beside = path.with_name(f"{path.stem}-perubahan.xlsx") if self.options.changes == CHANGES_BESIDE else None
        name, wanted, families = self.options.name, self.options.wanted(beside), self.families or 0

        def write(job: Job) -> Exported:
            def step(done: int) -> None:
                job.progress(done, max(done, families), _("{count} baris ditulis").format(count=number(done)))

            return exporting.export(self.ws, name, path, wanted, progress=step, cancelled=lambda: job.cancelled)

        self.result.hide()
        self.progress.show()
        self.progress.show_progress(0, 0)
        self.running = Operation(write, self)
        self.running.progress.connect(self.progress.show_progress)
        self.running.succeeded.connect(partial(self._written, path))
        self.running.failed.connect(self._not_written)
        self.running.crashed.connect(lambda code: self._say("bad", _("Ada yang keliru di program. Kode {code}.").format(code=code), ""))
        self.running.finished.connect(self._finished)
        self.running.start()
        self.changed.emit()

    def _written(self, path: Path, done: Exported) -> None:
        detail = ""
        if done.changes is not None and done.changes.since:
            counts = {
                "new": number(len(done.changes.new)),
                "changed": number(len(done.changes.changed)),
                "gone": number(len(done.changes.gone)),
            }
            detail = _("Sejak {since}: {new} baru, {changed} diubah, {gone} hilang.").format(
                since=exports.since_text(self.ws, done.changes), **counts
            )
        elif done.changes is not None:
            detail = _("Ini ekspor pertama dengan pilihan ini, jadi belum ada pembandingnya.")
        words = _("Tersimpan: {name}, {rows} baris.").format(name=path.name, rows=number(done.rows))
        self._say("ok", words, detail)
        self.told.emit(words, None)

    def _not_written(self, problem: Problem) -> None:
        quiet = problem.kind in (problems.EXPORT_CANCELLED, problems.EXPORT_UNCHANGED)
        self._say("warn" if quiet else "bad", problem.sentence, "")

    def _say(self, kind: str, sentence: str, detail: str) -> None:
        self.result.say(kind, sentence, detail)
        self.result.show()

    def _finished(self) -> None:
        self.running = None
        self.progress.hide()
        self._chosen()

    def leave(self) -> None:
        """Stop what is being written; nothing of it is kept."""
        self.cancel()
