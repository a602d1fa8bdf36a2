"""Coming back to a locked window: the passphrase once more, and all stands as it was left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp import problems
from fieldapp.language import _
from fieldapp.services.accounts import recognise, wait_seconds
from ui import theme
from ui.kit import Button, Label, column, row
from ui.operation import Job, Operation
from ui.unlock.passphrase import PassphraseEntry

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace


class VeilAsk(QWidget):
    """Held by the veil. ``answered()`` after the right passphrase; ``left()`` when another person wants to work."""

    answered = Signal()
    left = Signal()

    def __init__(self, ws: Workspace, hint: str = "") -> None:
        super().__init__()
        self.ws = ws
        self.entry = PassphraseEntry(_("Kata sandi {name}").format(name=ws.user.name))
        self.open_button = Button(_("Buka"), "primary", icon="lock-open", hint="Enter", height=42, fill=True, run=self.check)
        self.other = Button(_("Ganti akun"), "link", run=self.left.emit)
        told = Label(hint, "cap", wrap=True)
        if not hint:
            told.hide()
        self.setLayout(column(self.entry, told, self.open_button, row(None, self.other, None), spacing=8))
        self.setFocusProxy(self.entry)
        self.entry.entered.connect(self.check)
        self.entry.free.connect(lambda free: self.open_button.disable("" if free else _("Tunggu sebentar sebelum mencoba lagi")))
        self.restyle()
        seconds = wait_seconds(ws.home, ws.folder.name)
        if seconds:
            self.entry.wait(seconds, lambda left: problems.TOO_MANY_TRIES(seconds=left).sentence)

    def restyle(self) -> None:
        """Take the width from the text size."""
        self.setFixedWidth(theme.size(420))

    def check(self) -> None:
        """Look whether the passphrase is right."""
        typed = self.entry.text()
        if not typed or self.entry.waiting or not self.open_button.isEnabled():
            return
        self.open_button.busy(True)

        def look(_job: Job) -> None:
            recognise(self.ws, typed)

        work = Operation(look, self)
        work.succeeded.connect(lambda _none: self.answered.emit())
        work.failed.connect(self.entry.refuse)
        work.finished.connect(lambda: self.open_button.busy(False))
        work.start()
