"""Typing a passphrase: hidden unless asked, Caps Lock said, and a wrong one counted down in the same place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fieldapp import problems
from fieldapp.language import _
from ui.kit import Button, Field, TextField, column, row

_SECOND_MS = 1000


class SecretField(TextField):
    """A line whose letters are hidden. ``caps_seen(bool)`` when a key shows whether Caps Lock is on; ``stepped(int)`` on ↑ and ↓."""

    caps_seen = Signal(bool)
    stepped = Signal(int)

    def __init__(self, *, moves_on: bool = False) -> None:
        super().__init__("", enter_moves_on=moves_on)
        self.caps = False
        self.show_letters(False)
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase)

    def show_letters(self, on: bool) -> None:
        """Show the letters, or hide them."""
        self.setEchoMode(QLineEdit.EchoMode.Normal if on else QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter tells whether Caps Lock is on: no system says it in the same way."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.stepped.emit(steps[Qt.Key(event.key())])
            return
        letter = event.text()
        if len(letter) == 1 and letter.isalpha():
            self._see(letter.isupper() != bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() == Qt.Key.Key_CapsLock and self.caps:
            self._see(False)
        super().keyPressEvent(event)

    def _see(self, on: bool) -> None:
        if on != self.caps:
            self.caps = on
            self.caps_seen.emit(on)


class PassphraseEntry(QWidget):
    """Passphrase with Lihat and the line below it; ``entered()`` on Enter, ``stepped(int)`` on ↑ and ↓."""

    entered = Signal()
    stepped = Signal(int)
    free = Signal(bool)

    def __init__(self, label: str = "") -> None:
        super().__init__()
        self.secret = SecretField()
        self.look = Button(_("Lihat"), icon="eye", run=self._turn)
        line = QWidget()
        line.setLayout(row((self.secret, 1), self.look, spacing=8))
        line.setFocusProxy(self.secret)
        self.field = Field(label or _("Kata sandi"), line)
        self.setLayout(column(self.field, spacing=0))
        self.setFocusProxy(self.secret)
        self.seconds = 0
        self._sentence: Callable[[int], str] = lambda _seconds: ""
        self._beat = QTimer(self)
        self._beat.setInterval(_SECOND_MS)
        self._beat.timeout.connect(self._tick)
        self.secret.caps_seen.connect(lambda _on: self._say())
        self.secret.entered.connect(self.entered)
        self.secret.stepped.connect(self.stepped)
        self.secret.edited.connect(lambda _text: None if self.waiting else self._say())
        self._name()

    @property
    def waiting(self) -> bool:
        """Whether the next try must still wait."""
        return self.seconds > 0

    def text(self) -> str:
        """Return what is typed, as it is typed."""
        return self.secret.text()

    def clear(self) -> None:
        """Forget what was typed and said."""
        self.secret.set_value("")
        self.stop()

    def stop(self) -> None:
        """End the waiting: another account was chosen."""
        self._beat.stop()
        self.seconds = 0
        self._say()
        self.free.emit(True)

    def wait(self, seconds: int, sentence: Callable[[int], str]) -> None:
        """Count down from so many seconds, saying the sentence for each."""
        self.seconds, self._sentence = seconds, sentence
        self.free.emit(not self.waiting)
        self._say()
        if self.waiting:
            self._beat.start()

    def refuse(self, problem: problems.Problem) -> None:
        """Say what is wrong; a wrong passphrase is marked, so that typing replaces it."""
        self.secret.selectAll()
        self.secret.setFocus()
        if problem.kind in {problems.WRONG_PASSPHRASE, problems.TOO_MANY_TRIES}:
            self.wait(int(str(problem.facts["seconds"])), lambda seconds: problem.kind(seconds=seconds).sentence)
        else:
            self.field.set_note(problem.sentence, "error")

    def _tick(self) -> None:
        self.seconds = max(self.seconds - 1, 0)
        if not self.waiting:
            self._beat.stop()
            self.field.set_note(_("Kata sandi tadi keliru. Periksa, lalu ketik lagi."), "warn")
            self.free.emit(True)
        else:
            self._say()

    def _say(self) -> None:
        caps = _("Caps Lock aktif.")
        if self.waiting:
            words = self._sentence(self.seconds)
            self.field.set_note(f"{words} {caps}" if self.secret.caps else words, "error")
        else:
            self.field.set_note(caps if self.secret.caps else "", "warn")
        self._name()

    def _name(self) -> None:
        parts = (self.field.label.text(), self.field.note.text())
        self.secret.setAccessibleName(", ".join(part for part in parts if part))

    def _turn(self) -> None:
        shown = self.secret.echoMode() == QLineEdit.EchoMode.Password
        self.secret.show_letters(shown)
        self.look.set_text(_("Tutup") if shown else _("Lihat"))
        self.look.icon_name = "eye-off" if shown else "eye"
        self.secret.setFocus()
