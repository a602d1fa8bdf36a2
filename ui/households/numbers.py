"""Seeing a NIK or KK in full: a reason first, thirty seconds then, and the audit knows."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from fieldapp.services.households import HouseholdView, reveal
from fieldapp.services.workspace import Workspace
from ui.households.beside import beside
from ui.kit import Button, ComboField, Field, Icon, Label, TextField, column, frame, row, wrapped

SECONDS = 30


class NumberStrip(QWidget):
    """A strip above the family: which number, why, and "Tampilkan 30 detik"; Esc closes it. ``left()`` when it closed."""

    left = Signal()

    def __init__(self, ws: Workspace, seconds: int = SECONDS) -> None:
        super().__init__()
        self.ws, self.seconds, self._rest = ws, seconds, 0
        self.which = ComboField()
        self.reason = TextField(placeholder=_("mis. cocokkan KTP"), enter_moves_on=False)
        self.show_button = Button(_("Tampilkan {seconds} detik").format(seconds=seconds), icon="eye", hint="Return", run=self._reveal)
        self.close_button = Button(_("Tutup"), "ghost", hint="Esc", run=self.close_strip)
        self.number, self.words = Label("", "h1", whole=True), Label("", "small", wrap=True)
        self.field = Field(_("Alasan, dicatat untuk audit"), self.reason, required=True, reserve=False)
        self.reason.entered.connect(self._reveal)
        for button in (self.show_button, self.close_button):
            button.setAutoDefault(True)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._count_down)
        fields = row((Field(_("Nomor"), self.which, reserve=False), 2), (self.field, 3), spacing=10)
        self._ask = frame(column(fields, wrapped(self.close_button, self.show_button, right=True), spacing=8))
        self._told = frame(
            row(Icon("eye", "info", 20), self.number, 6, (self.words, 1), Button(_("Sembunyikan"), hint="Esc", run=self.close_strip)), ""
        )
        self._told.hide()
        self.setLayout(column(frame(column(self._ask, self._told, margins=(14, 8, 12, 10)), "infobox"), spacing=0))
        self.hide()

    def ask(self, view: HouseholdView, member_id: str) -> None:
        """Ask for the reason; the number offered first is that of the member chosen, else the KK."""
        self.close_strip()
        numbers: list[tuple[str, str]] = [(f"kk {view.id}", _("Nomor KK keluarga"))] if view.kk else []
        numbers += [(f"nik {m.id}", _("NIK {name}").format(name=m.name)) for m in view.members if "•" in m.nik]
        self._offer(numbers, f"nik {member_id}")

    def _offer(self, numbers: Sequence[tuple[str, str]], first: str) -> None:
        self._ask.setVisible(True)
        self.which.set_options(numbers, first)
        self.which.setVisible(True)
        self.show_button.disable("" if numbers else _("Keluarga ini belum punya NIK atau nomor KK."))
        self.field.set_note("" if numbers else self.show_button.reason, "warn")
        self.reason.set_value("")
        self.show()
        self.reason.setFocus(Qt.FocusReason.TabFocusReason)

    def _reveal(self) -> None:
        if not self.which.value():
            return
        if len(self.reason.value()) < 3:
            self.field.set_note(_("Tulis alasannya dahulu, paling sedikit 3 huruf."), "error")
            self.reason.setFocus(Qt.FocusReason.TabFocusReason)
            return
        kind, row_id = self.which.value().split(" ")
        reason, title = self.reason.value(), self.which.currentText()
        self.show_button.busy(True)
        running = beside(
            self,
            lambda: reveal(self.ws, row_id, kind, reason),
            lambda told: self._show(title, told),
            lambda text: self.field.set_note(text, "error"),
        )
        running.finished.connect(lambda: self.show_button.busy(False))

    def _show(self, title: str, told: str) -> None:
        if self.isHidden():
            return
        self.number.setText(told)
        self.number.setAccessibleName(f"{title}: {told}")
        self._title, self._rest = title, self.seconds
        self._say_rest()
        self._ask.hide()
        self._told.show()
        self._tick.start()
        self._told.findChildren(Button)[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _say_rest(self) -> None:
        self.words.setText(_("{title} · disembunyikan lagi dalam {seconds} detik").format(title=self._title, seconds=self._rest))

    def _count_down(self) -> None:
        self._rest -= 1
        if self._rest <= 0:
            self.close_strip()
        else:
            self._say_rest()

    def close_strip(self) -> None:
        """Hide the number, and forget it."""
        was_open = not self.isHidden()
        self._tick.stop()
        self.number.setText("")
        self.words.setText("")
        self.field.set_note("")
        self._told.hide()
        self._ask.show()
        self.hide()
        if was_open:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes, and what was shown is gone."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        else:
            super().keyPressEvent(event)
