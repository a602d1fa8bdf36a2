"""Choosing the passphrase of this laptop: five words offered and typed twice, or one's own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fieldapp.language import _
from fieldapp.services.accounts import SHORTEST, suggest_passphrase
from ui.kit import Button, Card, CheckField, Field, Icon, Label, frame, row
from ui.kit.arrange import empty
from ui.unlock.passphrase import SecretField


class WordChips(QWidget):
    """The offered words, numbered."""

    def __init__(self) -> None:
        super().__init__()
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(0, 0, 0, 0)
        self._line.setSpacing(8)

    def show_words(self, words: tuple[str, ...]) -> None:
        """Show other words."""
        empty(self._line)
        for at, word in enumerate(words, 1):
            self._line.addWidget(frame(row(Label(str(at), "cap"), Label(word, "strong", whole=True), margins=(12, 7, 14, 7)), "sunk"))
        self._line.addStretch(1)
        self.setAccessibleName(_("Kata sandi yang ditawarkan: {words}").format(words=" ".join(words)))


class PassphraseChoice(Card):
    """``changed()`` after each letter; ``reason`` says why one cannot go on yet, "" when one can; ``passphrase`` is what was chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(look="card", spacing=10)
        self.words: tuple[str, ...] = ()
        self.chips = WordChips()
        self.again = Button(_("Susun ulang"), icon="refresh-cw", hint="Alt+U", run=self.suggest)
        self.first, self.second = SecretField(moves_on=True), SecretField()
        self.first_field, self.second_field = Field(_("Ketik kelima kata itu"), self.first), Field(_("Ketik sekali lagi"), self.second)
        self.shown = CheckField(_("Tampilkan huruf"), True)
        self.own = CheckField(_("Saya memakai kata sandi sendiri (minimal {count} huruf)").format(count=SHORTEST))
        self._offer = QWidget()
        self._offer.setLayout(row((self.chips, 1), self.again))
        self._arrange()
        for field in (self.first, self.second):
            field.edited.connect(lambda _text: self._look())
        self.shown.changed.connect(self._show_letters)
        self.own.changed.connect(lambda _on: self._turn())
        self._show_letters(True)
        self.suggest()

    def _arrange(self) -> None:
        lead = _("Lima kata acak lebih mudah diingat dan lebih kuat daripada satu kata dengan angka. Anda mengetiknya sekali sehari.")
        warning = _("Kata sandi tidak disimpan di mana pun. Bila lupa, isi laptop ini tidak dapat dibuka lagi. Tulis dan simpan terpisah.")
        self.add(Label(_("Buat kata sandi laptop ini"), "h1"))
        self.add(Label(lead, "small", wrap=True))
        self.add(self._offer)
        self.add(row((self.first_field, 1), (self.second_field, 1), spacing=12))
        self.add(row(self.shown, 18, self.own, None))
        self.add(
            frame(
                row(Icon("triangle-alert", "warn"), (Label(warning, "small", wrap=True), 1), spacing=10, margins=(14, 10, 14, 10)),
                "warnbox",
            )
        )
        self.body.setContentsMargins(28, 20, 28, 22)

    @property
    def passphrase(self) -> str:
        """The passphrase chosen."""
        typed = self.first.text()
        return typed if self.own.value() else " ".join(typed.split())

    def suggest(self) -> None:
        """Offer five other words."""
        self.words = suggest_passphrase()
        self.chips.show_words(self.words)
        for field in (self.first, self.second):
            field.set_value("")
        self._look()

    def _turn(self) -> None:
        self._offer.setVisible(not self.own.value())
        self.first_field.set_label(_("Kata sandi Anda") if self.own.value() else _("Ketik kelima kata itu"))
        self._look()

    def _show_letters(self, on: bool) -> None:
        for field in (self.first, self.second):
            field.show_letters(on)

    def matching(self) -> int:
        """Return how many of the offered words are typed, in their order."""
        typed = self.first.text().casefold().split()
        return sum(given == word for given, word in zip(typed, self.words, strict=False))

    @property
    def _complete(self) -> bool:
        if self.own.value():
            return len(self.passphrase) >= SHORTEST
        return self.passphrase.casefold() == " ".join(self.words)

    @property
    def reason(self) -> str:
        """Why one cannot go on yet, "" when one can."""
        if not self._complete:
            return _("Kata sandi belum lengkap")
        same = " ".join(self.second.text().split()) == " ".join(self.first.text().split())
        return "" if same else _("Ketik kata sandi sekali lagi")

    def _look(self) -> None:
        if self.own.value():
            length = len(self.passphrase)
            told = _("{length} huruf, kurang {missing}").format(length=length, missing=SHORTEST - length)
            self.first_field.set_note(_("Cukup panjang") if self._complete else told if length else "", "ok" if self._complete else "help")
        else:
            told = _("{count} dari {all} kata sudah cocok").format(count=self.matching(), all=len(self.words))
            self.first_field.set_note(told, "ok" if self._complete else "help")
        if not self.second.text():
            self.second_field.set_note("" if self._complete else _("Setelah kolom pertama lengkap"))
        elif self.reason:
            self.second_field.set_note(_("Belum sama dengan kolom pertama"), "warn")
        else:
            self.second_field.set_note(_("Sama"), "ok")
        self.changed.emit()

    def show_problem(self, sentence: str) -> None:
        """Say why the office or this laptop did not take it."""
        self.first_field.set_note(sentence, "error")
        self.first.setFocus()
