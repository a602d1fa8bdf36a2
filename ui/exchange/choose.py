"""The first step of an import: which file, and what came in earlier."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QWidget

from fieldapp.language import _
from ui.exchange.batches import BatchList
from ui.kit import Banner, Button, Card, Icon, Label, Progress, column, row, scrolled

if TYPE_CHECKING:
    from fieldapp.services.import_batches import BatchLine

KINDS = "*.xlsx *.xlsm *.xls *.ods *.csv"


class DropPlace(QFrame):
    """Where a file is dropped or picked. ``dropped(path)``."""

    dropped = Signal(str)

    def __init__(self, pick: Button) -> None:
        super().__init__()
        self.setObjectName("softbox")
        self.setAcceptDrops(True)
        words = Label(_("Seret berkas lembar ke sini, atau pilih dari laptop"), "h2", wrap=True)
        told = _(
            "Excel (.xlsx, .xls), .ods, atau .csv, paling banyak 50.000 baris. Format penduduk, BDT, Regsosek, bantuan, dan RTM dikenali sendiri; "
            "untuk tabel lain Anda memilih kolomnya. Sebelum disimpan, setiap baris diperiksa dahulu."
        )
        words_below = column(words, Label(told, "small", wrap=True), spacing=3)
        self.setLayout(row(Icon("file-up", "primary", 22), (words_below, 1), pick, spacing=14, margins=(18, 16, 18, 16)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell the first file dropped."""
        found = next((url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()), "")
        if found:
            event.acceptProposedAction()
            self.dropped.emit(found)


class ChoosePane(QWidget):
    """``picked(path)`` when a file was chosen, ``undo_wanted(batch id)`` for an earlier import, ``cancelled()`` while one is read."""

    picked = Signal(str)
    undo_wanted = Signal(str)
    cancelled = Signal()

    def __init__(self, may: str) -> None:
        super().__init__()
        self.pick = Button(_("Pilih berkas"), "primary", icon="folder-open", hint="Ctrl+O", run=self.ask)
        self.pick.disable(may)
        self.place = DropPlace(self.pick)
        self.place.setEnabled(not may)
        self.place.dropped.connect(self.picked)
        self.trouble = Banner("bad", "")
        self.trouble.hide()
        self.quiet = Banner("warn", may)
        self.quiet.setVisible(bool(may))
        self.progress = Progress(_("Membaca lembar"))
        self.progress.hide()
        self.progress.cancelled.connect(self.cancelled)
        self.batches = BatchList()
        self.batches.opened.connect(self.undo_wanted)
        card = Card(_("Impor terdahulu"), icon="history", spacing=6).tight()
        card.add(self.batches, 1)
        body = column(self.place, self.quiet, self.trouble, self.progress, card, None, spacing=12, margins=(24, 14, 24, 16))
        self.setLayout(column((scrolled(body, _("Pilih berkas")), 1), spacing=0))

    def ask(self) -> None:
        """Let the system ask for a file."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name, _kind = QFileDialog.getOpenFileName(self, _("Pilih berkas"), str(Path(folder)), _("Lembar ({kinds})").format(kinds=KINDS))
        if name:
            self.picked.emit(name)

    def show_batches(self, lines: tuple[BatchLine, ...]) -> None:
        """Show what came in earlier."""
        self.batches.show_lines(lines)

    def reading(self, *, on: bool) -> None:
        """Show that a file is being read."""
        self.progress.setVisible(on)
        self.pick.busy(on)
        if on:
            self.trouble.hide()

    def say_trouble(self, sentence: str) -> None:
        """Say why a file could not be read, until another one is chosen."""
        self.trouble.say("bad", sentence, _("Tidak ada yang tersimpan. Berkas Anda tidak diubah."))
        self.trouble.setVisible(bool(sentence))

    def focus(self) -> None:
        """Put the keys on what is done first."""
        part: QWidget = self.pick if self.pick.isEnabled() else self.batches.table
        part.setFocus(Qt.FocusReason.TabFocusReason)
