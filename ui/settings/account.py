"""Akun: who one is here, where one works, and changing the passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldapp import problems
from fieldapp.domain.roles import ROLES
from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services.accounts import SHORTEST, change_passphrase
from fieldapp.services.regions import region_name
from ui.kit import Button, CheckField, Field, Label, empty, grid, row
from ui.operation import Operation
from ui.settings.parts import Section
from ui.unlock.passphrase import SecretField

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace


class Account(Section):
    """``told(sentence)`` when the passphrase was changed."""

    told = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws, self.title = ws, _("Akun")
        self.facts = grid([])
        self.add_setting(_("Anda"), _("Nama, jabatan dan wilayah diberikan pusat; hanya admin yang mengubahnya."), self.facts)
        self.old, self.new, self.again = SecretField(moves_on=True), SecretField(moves_on=True), SecretField()
        self.old_field, self.new_field = Field(_("Kata sandi sekarang"), self.old), Field(_("Kata sandi baru"), self.new)
        self.again_field = Field(_("Sekali lagi"), self.again)
        self.shown = CheckField(_("Tampilkan huruf"))
        self.change = Button(_("Ganti kata sandi"), icon="key-round", run=self.change_it)
        self.add_setting(
            _("Kata sandi"),
            _("Mengubah kata sandi untuk membuka laptop ini. Catatan tidak disandi ulang; cadangan lama tetap memakai yang lama."),
            self.old_field,
            row((self.new_field, 1), (self.again_field, 1), spacing=12),
            row(self.shown, None, self.change),
        )
        for field in (self.old, self.new, self.again):
            field.edited.connect(lambda _text: self._look())
            self.shown.changed.connect(field.show_letters)
        self.again.entered.connect(self.change_it)
        self._look()

    def opened(self) -> None:
        """Show who one is."""
        user = self.ws.user
        facts = (
            (_("Nama"), user.name),
            (_("Jabatan"), user.title or ROLES[user.role]),
            (_("Peran"), ROLES[user.role]),
            (_("Wilayah tugas"), ", ".join(region_name(region) for region in user.regions) or "–"),
            (_("Kode laptop"), user.prefix),
            (_("Pusat"), user.server_url or _("belum terdaftar, lihat Sinkronisasi")),
        )
        empty(self.facts)
        for at, (label, text) in enumerate(facts):
            self.facts.addWidget(Label(label, "muted"), at, 0)
            self.facts.addWidget(Label(text, "strong", wrap=True), at, 1)
        self.facts.setColumnStretch(1, 1)
        self.facts.setColumnMinimumWidth(0, 140)

    def _look(self) -> None:
        new, again = self.new.text(), self.again.text()
        short = bool(new) and len(new) < SHORTEST
        self.new_field.set_note(
            _("{length} huruf, kurang {missing}").format(length=len(new), missing=SHORTEST - len(new)) if short else "", "warn"
        )
        self.again_field.set_note(_("Belum sama") if again and again != new else "", "warn")
        ready = bool(self.old.text()) and len(new) >= SHORTEST and new == again
        self.change.disable("" if ready else _("Isi ketiga kolom dahulu"))

    def change_it(self) -> None:
        """Change the passphrase."""
        if not self.change.isEnabled():
            return
        old, new = self.old.text(), self.new.text()
        self.change.busy(True)
        work = Operation(lambda _job: change_passphrase(self.ws, old, new), self)
        work.succeeded.connect(lambda _none: self._changed())
        work.failed.connect(self._refused)
        work.finished.connect(lambda: self.change.busy(False))
        work.start()

    def _changed(self) -> None:
        for field in (self.old, self.new, self.again):
            field.set_value("")
        self._look()
        self.told.emit(_("Kata sandi diganti. Pakai yang baru mulai sekarang."))

    def _refused(self, problem: Problem) -> None:
        if problem.kind is problems.WRONG_PASSPHRASE:
            self.old_field.set_note(_("Kata sandi sekarang keliru. Periksa, lalu ketik lagi."), "error")
            self.old.setFocus()
        else:
            self.new_field.set_note(problem.sentence, "error")
