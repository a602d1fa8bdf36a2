"""Laporan: the list of papers, what can be chosen about one, and the sheet as it will be printed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldapp import reports
from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.reports import preview
from ui import theme
from ui.kit import Action, Banner, Button, Page, PageHeader, PaperPreview, Tabs, column, frame, row
from ui.operation import Job, Operation
from ui.reports.making import RECAP, VISIT, Wish, file_name, issued, made
from ui.reports.options import Options
from ui.reports.printing import SCREEN_WIDTH, image_of, print_pdf, printer_for
from ui.sidelist import Side, SideList

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldapp.reports import Paper
    from fieldapp.services.visits import VisitLine
    from fieldapp.services.workspace import Workspace

PAUSE_MS = 300
_NARROW = 780
_ICONS = {"visit": "clipboard-list", "region": "table-2"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper drawn for the window: the wish it answers, its pages, and how long and large it was."""

    wish: Wish
    pages: list[QImage]
    caption: str


class ReportsPage(Page):
    """Page 10. Opened with ``visit``, ``household`` or ``region`` it shows that paper."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws, self.title = ws, _("Laporan")
        self.cards = {card.name: card for card in reports.names()}
        self.save_button = Button(_("Simpan PDF"), icon="file-down", hint="Ctrl+S", run=self.save)
        self.print_button = Button(_("Cetak"), "primary", icon="printer", hint="Ctrl+P", run=self.print)
        self.header = PageHeader(self.title, _("Semua dibuat di laptop ini, tanpa internet"), actions=[self.save_button, self.print_button])
        sides = [Side(card.name, card.title, _ICONS.get(card.subject, "file-text"), card.group) for card in self.cards.values()]
        self.papers, self.options, self.sheet = SideList(_("Surat dan laporan"), sides), Options(ws), PaperPreview()
        self.offer = Banner("warn", "", button=Button(_("Simpan PDF"), icon="file-down", height=32, run=self.save))
        self.drawn: Wish | None = None
        self._making: Operation | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self._context: dict[str, str] = {}
        self._arrange()
        self.papers.chosen.connect(self._choose_paper)
        self.options.changed.connect(self._changed)
        self._choose_paper(VISIT)

    def _arrange(self) -> None:
        self._list_box = frame(column((self.papers, 1), spacing=0, margins=(0, 6, 0, 14)), "pane", width=248)
        self._right = QWidget()
        self._offer_box = frame(row((self.offer, 1), margins=(16, 10, 16, 10)))
        self._offer_box.hide()
        self._right.setLayout(column(self._offer_box, (self.sheet, 1), spacing=0))
        self.tabs = Tabs([_("Pilihan"), _("Lembar")])
        self.tabs.changed.connect(lambda _at: self._fit())
        self._tabs_box = frame(row(self.tabs, margins=(24, 4, 24, 0)), "plain")
        self._tabs_box.hide()
        across = row(self._list_box, self.options, (self._right, 1), spacing=0)
        self.setLayout(column(self.header, self._tabs_box, (across, 1), spacing=0))

    def restyle(self) -> None:
        """Fit to the new text size."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Put the sheet behind a tab where it would be a strip too narrow to read."""
        narrow = self.width() < theme.size(_NARROW)
        self._tabs_box.setVisible(narrow)
        self._list_box.setVisible(not narrow or self.tabs.at == 0)
        self.options.setVisible(not narrow or self.tabs.at == 0)
        self._right.setVisible(not narrow or self.tabs.at == 1)

    # The page

    def opened(self, **context: object) -> None:
        """Read what there is to print about, and choose what the way here brought along."""
        self._context = {name: str(value) for name, value in context.items() if value}
        if "region" in self._context:
            self.papers.choose(RECAP)
        elif self._context:
            self.papers.choose(VISIT)
        work = Operation(lambda _job: self.options.read(), self)
        work.succeeded.connect(lambda found: self._fill(*found))
        work.failed.connect(lambda problem: self.sheet.wait(problem.sentence))
        work.start()

    def regions(self) -> list[QWidget]:
        """The choices, the list of papers, the sheet."""
        first = self.options.household if self.options.report == VISIT else self.options.region
        return [part for part in (first, self.papers, self.sheet) if part.isVisible() or not self.isVisible()]

    def page_actions(self) -> list[Action]:
        """Print, save, and one entry for each paper."""
        acts = [
            Action(_("Cetak"), self.print, "Ctrl+P", "printer", self.print_button.reason),
            Action(_("Simpan PDF"), self.save, "Ctrl+S", "file-down", self.save_button.reason),
        ]
        papers = [
            Action(_("Buat {title}").format(title=card.title), partial(self.papers.choose, card.name), "", "file-text")
            for card in self.cards.values()
        ]
        return [*acts, *papers]

    def _fill(self, lines: tuple[VisitLine, ...], number_free: str) -> None:
        self.options.fill(lines, number_free)
        self.options.choose(
            visit=self._context.get("visit", ""), household=self._context.get("household", ""), region=self._context.get("region", "")
        )
        self._changed()
        focus = self.window().focusWidget()
        if self._context and self.print_button.isEnabled() and (focus is None or self.isAncestorOf(focus)):
            # Whoever came with a subject (Ctrl+P on its page) wants that paper: Enter prints.
            self.print_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _choose_paper(self, name: str) -> None:
        here = self.options.focusWidget()
        self.options.show_report(name, self.cards[name].title)
        self._changed()
        if here is not None and here.hasFocus() and not here.isVisible():
            self.regions()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        """Draw anew 300 ms after the last change; the old sheet stays until then."""
        reason = "" if self.options.wish().complete else self._nothing()
        for button in (self.save_button, self.print_button):
            button.disable(reason)
        self._offer_box.hide()
        self.actions_changed.emit()
        if reason:
            self.sheet.set_pages([], "")
            self.sheet.wait(reason)
        else:
            self._pause.start()

    def _nothing(self) -> str:
        return _("Belum ada kunjungan untuk dilaporkan") if self.options.report == VISIT else _("Belum ada desa di wilayah tugas Anda")

    # The sheet

    def _draw(self) -> None:
        if self._making is not None:
            self._pause.start()  # one at a time: what is being drawn is let finish, then the newest wish is drawn
            return
        wish = self.options.wish()
        if not wish.complete or wish == self.drawn:
            return
        self.sheet.wait(_("Menyusun lembar"))
        self._making = Operation(lambda _job: self._sheet_of(wish), self)
        self._making.succeeded.connect(self._show)
        self._making.failed.connect(lambda problem: self._not_drawn(problem.sentence))
        self._making.crashed.connect(lambda code: self._not_drawn(_("Ada yang keliru di program. Kode {code}.").format(code=code)))
        self._making.finished.connect(self._drawn)
        self._making.start()

    def _sheet_of(self, wish: Wish) -> Sheet:
        began = time.perf_counter()
        paper = made(self.ws, wish)
        pages = [image_of(picture) for picture in preview.pages(paper.pdf, SCREEN_WIDTH)]
        took = number(time.perf_counter() - began, 2)
        size = number(round(len(paper.pdf) / 1024))
        return Sheet(wish, pages, _("{count} halaman · {seconds} detik · {size} kB").format(count=paper.pages, seconds=took, size=size))

    def _show(self, sheet: Sheet) -> None:
        self.drawn = sheet.wish
        self.sheet.set_pages(sheet.pages, sheet.caption)

    def _drawn(self) -> None:
        self._making = None

    def _not_drawn(self, sentence: str) -> None:
        self.drawn = None
        self.sheet.set_pages([], "")
        self.sheet.wait(sentence)

    # Out of the program

    def save(self) -> None:
        """Ask where and write the PDF; the sheet counts as issued."""
        if self.save_button.reason:
            self.toast.emit(self.save_button.reason, None)
            return
        wish = self.options.wish()
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name, _kind = QFileDialog.getSaveFileName(self, _("Simpan PDF"), str(Path(folder) / file_name(self.ws, wish)), "PDF (*.pdf)")
        if name:
            self.save_to(Path(name), wish)

    def save_to(self, path: Path, wish: Wish) -> None:
        """Issue the paper and write it to this file."""

        def write(_job: Job) -> str:
            paper = issued(self.ws, wish)
            paper.write(path)
            return _("Tersimpan: {name}, {count} halaman.").format(name=path.name, count=paper.pages)

        self._issue(self.save_button, write, self._told)

    def print(self) -> None:
        """Ask on which printer and print; without a printer say so and offer the PDF."""
        if self.print_button.reason:
            self.toast.emit(self.print_button.reason, None)
            return
        wish = self.options.wish()
        try:
            printer = printer_for(self, landscape=wish.orientation == "landscape", paper=wish.paper)
        except Problem as problem:
            self.offer.say("warn", problem.sentence, icon="printer")
            self._offer_box.show()
            return
        if printer is not None:
            self._issue(self.print_button, lambda _job: issued(self.ws, wish), lambda paper: self._printed(paper, printer))

    def _printed(self, paper: Paper, printer: object) -> None:
        count = print_pdf(paper.pdf, printer)  # type: ignore[arg-type]
        self._told(_("Dikirim ke printer: {count} halaman.").format(count=count))

    def _issue(self, button: Button, call: Callable[[Job], object], done: Callable[..., None]) -> None:
        button.busy(True)
        work = Operation(call, self)
        work.succeeded.connect(done)
        work.failed.connect(lambda problem: self.toast.emit(problem.sentence, None))
        work.crashed.connect(lambda code: self.toast.emit(_("Ada yang keliru di program. Kode {code}.").format(code=code), None))
        work.finished.connect(lambda: button.busy(False))
        work.start()

    def _told(self, sentence: str) -> None:
        self.toast.emit(sentence, None)
        self.options.take_next_number()
