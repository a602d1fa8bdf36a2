"""Cadangan: the copies of one's own records, when the last was made and proven, and how one comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.services import backups
from fieldapp.services.status import status
from ui.kit import Banner, Button, Cell, Column, DataTable, Label, row
from ui.operation import Operation
from ui.settings.parts import Section
from ui.when import short_moment

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

_MB = 1024 * 1024


class Copies(Section):
    """``told(sentence)`` when a copy was made."""

    told = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws, self.title = ws, _("Cadangan")
        self.state = Banner("ok", "")
        self.make = Button(_("Buat cadangan sekarang"), icon="hard-drive-download", run=self.make_now)
        self.table = DataTable(_("Cadangan"), [Column(_("Dibuat")), Column(_("Ukuran"), 110, right=True), Column(_("Keadaan"), 150)])
        self.where = Label("", "cap", wrap=True)
        self.add_setting(
            _("Cadangan harian"),
            _("Dibuat sendiri sekali sehari, terenkripsi dengan kata sandi Anda, lalu dicoba dibuka. Tujuh hari dan empat pekan disimpan."),
            self.state,
            row(self.make, None),
        )
        self.add_setting(
            _("Yang tersimpan"), _("Yang terbaru di atas. Salin folder ini ke flashdisk bila laptop akan diservis."), self.table, self.where
        )
        self.add_setting(
            _("Memulihkan"),
            _(
                "Kunci Pilar (Ctrl L), pilih Ganti akun, lalu Pulihkan cadangan (Alt P). Perubahan sesudah cadangan dibaca lagi dari jurnal."
            ),
        )

    def opened(self) -> None:
        """Show the copies there are."""
        found = backups.backups(self.ws.home, self.ws.folder.name)
        last = status(self.ws).last_backup
        if last:
            self.state.say(
                "ok", _("Cadangan terakhir {when}").format(when=short_moment(self.ws, last)), _("Sudah dicoba dibuka, isinya utuh.")
            )
        else:
            self.state.say("warn", _("Belum ada cadangan"), _("Buat satu sekarang; sesudahnya dibuat sendiri setiap hari."))
        rows = [
            (
                Cell(short_moment(self.ws, copy.at), "strong"),
                f"{number(copy.size / _MB, 1)} MB",
                Cell(_("Terverifikasi"), "icon", icon="circle-check", kind="ok"),
            )
            for copy in found
        ]
        self.table.set_rows(rows, [copy.path.name for copy in found])
        self.table.setFixedHeight(min(self.table.natural_height(), 260))
        self.table.setVisible(bool(found))
        self.where.setText(_("Letaknya: {folder}").format(folder=found[0].path.parent) if found else _("Belum ada yang tersimpan."))

    def make_now(self) -> None:
        """Make a copy beside the window."""
        self.make.busy(True)
        work = Operation(lambda _job: backups.backup_now(self.ws), self)
        work.succeeded.connect(lambda _copy: self.told.emit(_("Cadangan dibuat dan dicoba dibuka.")))
        work.failed.connect(lambda problem: self.state.say("bad", problem.sentence))
        work.succeeded.connect(lambda _copy: self.opened())
        work.finished.connect(lambda: self.make.busy(False))
        work.start()
