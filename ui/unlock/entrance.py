"""The entrance: choose who you are, type the passphrase, and Pilar opens; the ways round are beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QWidget

from fieldapp import language, problems
from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services import accounts, backups
from ui.kit import Banner, Button, Card, ComboField, Field, Label, Progress, column, frame, row, rule, scrolled
from ui.operation import Job, Operation
from ui.unlock.facts import Facts
from ui.unlock.middle import Middle
from ui.unlock.passphrase import PassphraseEntry
from ui.unlock.people import PeopleList
from ui.when import in_full

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

_LANGUAGES = {"id": "Indonesia", "en": "English"}


class Entrance(QWidget):
    """Page 01. ``opened(Workspace, sentence)`` once unlocked; ``enrol_wanted``, ``sample_wanted``; ``busy`` when it is open elsewhere."""

    opened = Signal(object, str)
    enrol_wanted = Signal()
    sample_wanted = Signal()
    busy = Signal()
    language_chosen = Signal(str)

    def __init__(self, home: Path, *, hint: str = "") -> None:
        super().__init__()
        self.setObjectName("root")
        self.home, self.hint = home, hint
        self.facts, self.people = Facts(), PeopleList(accounts.accounts(home))
        self.entry = PassphraseEntry()
        self.open_button = Button(_("Buka"), "primary", icon="lock-open", hint="Enter", height=42, fill=True, run=self.unlock)
        self.banner = Banner("bad", "", button=Button(_("Buka cadangan terakhir"), height=32, run=self._restore_latest))
        self.copies, self.restore_button = ComboField(), Button(_("Pulihkan cadangan ini"), icon="history", run=self._restore_chosen)
        self.restoring = self._restore_card()
        self.working = Progress(_("Menyiapkan desa contoh"))
        self.sample_button = Button(
            _("Coba dengan data contoh"), icon="book-open-check", hint="Alt+C", fill=True, run=self.sample_wanted.emit
        )
        self._arrange()
        self._connect()
        self._show_card()

    # How it is put together

    def _restore_card(self) -> Card:
        card = Card(_("Pulihkan cadangan"), icon="history")
        card.add(Field(_("Cadangan"), self.copies, reserve=False))
        told = _(
            "Berkas yang sekarang disisihkan, tidak dihapus. Perubahan sesudah cadangan dipulihkan dari jurnal. Ketik kata sandi dahulu."
        )
        card.add(Label(told, "small", wrap=True))
        card.add(row(None, self.restore_button))
        card.hide()
        return card

    def _arrange(self) -> None:
        known = bool(self.people.cards)
        title = _("Buka Pilar") if known else _("Selamat datang di Pilar")
        lead = (
            _("Pilih akun, lalu ketik kata sandi Anda.") if known else _("Daftarkan laptop ini dengan kode dari admin, atau coba dahulu.")
        )
        self.banner.hide()
        self.working.hide()
        self.enrol_button = Button(_("Daftar dengan kode"), icon="key-round", hint="Alt+D", fill=True, run=self.enrol_wanted.emit)
        self.restore_toggle = Button(_("Pulihkan cadangan"), icon="history", hint="Alt+P", fill=True, run=self._toggle_restore)
        told = Label(self.hint, "small", wrap=True)
        hint = frame(row((told, 1), margins=(14, 10, 14, 10)), "infobox")
        if not self.hint:
            hint.hide()
        middle = column(Label(title, "display"), Label(lead, "muted", wrap=True), 6, hint, self.banner, spacing=8)
        if known:
            self._language = Button(
                _("Bahasa: {name}").format(name=_LANGUAGES[language.current()]),
                "link",
                icon="languages",
                height=32,
                run=self._turn_language,
            )
            for part in (self.people, self.entry, self.open_button):
                middle.addWidget(part)
            middle.addLayout(row(None, self._language))
        middle.addWidget(self.restoring)
        middle.addWidget(rule())
        middle.addLayout(
            column(
                6,
                Label(_("Baru di laptop ini?"), "h2"),
                self.enrol_button,
                *([self.restore_toggle] if known else []),
                self.sample_button,
                self.working,
                spacing=8,
            )
        )
        inside = Middle(middle, 480, 420)
        centred = column(None, row(None, (inside, 100), None), None, margins=(24, 16, 24, 16))
        self.setLayout(row(self.facts, (scrolled(centred, _("Buka Pilar")), 1), spacing=0))

    def _connect(self) -> None:
        self.people.chosen.connect(lambda _id: self._show_card())
        self.entry.stepped.connect(self.people.step)
        self.entry.entered.connect(self.unlock)
        self.entry.free.connect(lambda free: self.open_button.disable("" if free else _("Tunggu sebentar sebelum mencoba lagi")))
        for key, run in (("Alt+D", self.enrol_wanted.emit), ("Alt+P", self._toggle_restore), ("Alt+C", self.sample_wanted.emit)):
            QShortcut(QKeySequence(key), self).activated.connect(run)

    def showEvent(self, event: QShowEvent) -> None:
        """The keys go to the passphrase, or to the first way in on a new laptop."""
        super().showEvent(event)
        (self.entry if self.people.cards else self.enrol_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_card(self) -> None:
        card = self.people.card
        self.facts.show_card(card)
        self.banner.hide()
        self.restoring.hide()
        if card is None:
            return
        self.entry.clear()
        seconds = accounts.wait_seconds(self.home, card.user_id)
        if seconds:
            self.entry.wait(seconds, lambda left: problems.TOO_MANY_TRIES(seconds=left).sentence)

    # Opening

    def unlock(self) -> None:
        """Open the records of the chosen account with what is typed."""
        card, typed = self.people.card, self.entry.text()
        if card is None or self.entry.waiting or not self.open_button.isEnabled():
            return
        if not typed:
            self.entry.field.set_note(_("Ketik kata sandi Anda dahulu."), "error")
            self.entry.setFocus()
            return
        self._run(lambda _job: accounts.unlock(self.home, card.user_id, typed), lambda ws: self.opened.emit(ws, ""))

    def _run(self, call: Callable[[Job], object], done: Callable[[Any], object]) -> None:
        self.open_button.busy(True)
        work = Operation(call, self)
        work.succeeded.connect(done)
        work.failed.connect(self._refused)
        work.crashed.connect(self._crashed)
        work.finished.connect(lambda: self.open_button.busy(False))
        work.start()

    def _refused(self, problem: Problem) -> None:
        if problem.kind in {problems.STORE_DAMAGED, problems.KEY_UNREADABLE}:
            self._offer_copy(problem)
        elif problem.kind is problems.STORE_BUSY:
            self.busy.emit()
            self.entry.field.set_note(problem.sentence, "warn")
        else:
            self.entry.refuse(problem)

    def _crashed(self, code: str) -> None:
        told = _("Ada yang keliru di program. Data Anda aman. Kode {code} untuk koordinator.")
        self.entry.field.set_note(told.format(code=code), "error")

    # Copies

    def _copies(self) -> list[tuple[str, str]]:
        card = self.people.card
        found = backups.backups(self.home, card.user_id) if card else ()
        return [(str(copy.path), in_full(copy.at)) for copy in found]

    def _offer_copy(self, problem: Problem) -> None:
        copies = self._copies()
        if copies:
            told = _("Berkas data di laptop ini rusak. Cadangan {when} dapat dibuka.").format(when=copies[0][1])
            detail = _("Perubahan sesudahnya dipulihkan dari jurnal. Berkas yang rusak disisihkan, tidak dihapus.")
            self.banner.say("bad", told, detail)
        else:
            self.banner.say("bad", problem.sentence, _("Belum ada cadangan di laptop ini. Hubungi koordinator sebelum melakukan apa pun."))
        assert self.banner.button is not None
        self.banner.button.setVisible(bool(copies))
        self.banner.show()
        self.banner.button.setFocus()

    def _toggle_restore(self) -> None:
        if not self.people.cards:
            return
        copies = self._copies()
        self.copies.set_options(copies)
        self.restore_button.disable("" if copies else _("Belum ada cadangan untuk akun ini"))
        self.restoring.setVisible(not self.restoring.isVisible())
        (self.copies if self.restoring.isVisible() and copies else self.entry).setFocus()

    def _restore_latest(self) -> None:
        self._restore(None)

    def _restore_chosen(self) -> None:
        self._restore(Path(self.copies.value()))

    def _restore(self, path: Path | None) -> None:
        card, typed = self.people.card, self.entry.text()
        if card is None:
            return
        if not typed:
            self.entry.field.set_note(_("Ketik kata sandi Anda dahulu, lalu pulihkan."), "error")
            self.entry.setFocus()
            return

        def bring_back(_job: object) -> tuple[Workspace, str]:
            result = backups.restore(self.home, card.user_id, typed, path)
            told = _("Cadangan {when} dibuka. {count} perubahan sesudahnya dipulihkan dari jurnal.")
            return accounts.unlock(self.home, card.user_id, typed), told.format(when=in_full(result.at), count=result.replayed)

        self._run(bring_back, lambda found: self.opened.emit(*found))

    # The rest

    def _turn_language(self) -> None:
        self.language_chosen.emit("en" if language.current() == "id" else "id")

    def show_sample_progress(self, done: int, total: int, text: str = "") -> None:
        """Show how far the sample village is."""
        self.sample_button.busy(True)
        self.working.cancel.hide()
        self.working.show()
        self.working.show_progress(done, total, text)

    def end_sample(self, sentence: str) -> None:
        """Say why the sample village could not be made."""
        self.sample_button.busy(False)
        self.working.end(sentence)
