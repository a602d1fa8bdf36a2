"""Two strips below who is alike: why it is someone else, and giving up the draft for the family that is here already."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from fieldapp.services.duplicates import LEAST_REASON
from fieldapp.services.matches import Match
from ui.kit import Button, Field, Label, TextField, column, frame, rule, wrapped


class DifferingStrip(QWidget):
    """A reason and "Tandai berbeda"; ``told(reason)`` once it says something."""

    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.reason = TextField(placeholder=_("mis. anak, nama sama"), limit=200, enter_moves_on=False)
        self.reason.setToolTip(_("mis. anak dengan nama sama, beda ibu"))
        self.field = Field(_("Alasan singkat, dibaca koordinator"), self.reason)
        self.mark = Button(_("Tandai berbeda"), icon="equal-not", hint="Alt+B", fill=True, run=self.tell)
        self.reason.entered.connect(self.tell)
        self.reason.edited.connect(lambda _text: self.field.set_note(""))
        inside = column(
            Label(_("Memang orang yang berbeda?"), "strong", wrap=True), self.field, self.mark, spacing=6, margins=(16, 10, 14, 12)
        )
        self.setLayout(column(rule(), inside, spacing=0))
        self.hide()

    def tell(self) -> bool:
        """Tell the reason, or go and ask for it; returns whether it was told."""
        if len(self.reason.value()) < LEAST_REASON:
            self.field.set_note(_("Tulis mengapa bukan orang yang sama, paling sedikit 3 huruf."), "error")
            self.reason.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return False
        reason = self.reason.value()
        self.reason.set_value("")
        self.field.set_note("")
        self.told.emit(reason)
        return True


class UseStrip(QWidget):
    """What using a family that is here does to the draft, said before it is done; ``agreed(match)``."""

    agreed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.match: Match | None = None
        self.words = Label("", "body", wrap=True)
        self.go_on = Button(_("Buang draf dan buka"), icon="user-check", height=32, run=self._agree)
        self.stay = Button(_("Batal"), "ghost", height=32, hint="Esc", run=self.close_strip)
        inside = column(self.words, wrapped(self.stay, self.go_on, right=True), spacing=8, margins=(14, 10, 12, 10))
        self.setLayout(column(frame(inside, "warnbox"), margins=(12, 0, 10, 10)))
        self.hide()

    def ask(self, match: Match) -> None:
        """Say what follows."""
        self.match = match
        self.words.setText(
            _("Draf ini dibuang dan keluarga {name} di {place} dibuka. Draf masih dapat dikembalikan dengan Ctrl Z.").format(
                name=match.name, place=match.place
            )
        )
        self.show()
        self.stay.setFocus(Qt.FocusReason.TabFocusReason)

    def _agree(self) -> None:
        self.hide()
        if self.match:
            self.agreed.emit(self.match)

    def close_strip(self) -> None:
        """Keep the draft."""
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps the draft."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        else:
            super().keyPressEvent(event)
