"""Making a laptop ready: a code on paper, a passphrase, the first reading of one's villages, and the first page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldapp import problems
from fieldapp.domain.roles import ROLES
from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services.households import household_ids
from fieldapp.services.regions import region_name
from ui.kit import Banner, Button, Card, Field, Label, Progress, Stepper, TextField, column, row, scrolled
from ui.kit.navigation import Mark
from ui.operation import Job, Operation
from ui.unlock.middle import Middle
from ui.unlock.words import PassphraseChoice

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.sync.session import SyncReport

CODE, WORDS, AREA, READY = range(4)
_CODE_KINDS = {problems.CODE_WRONG, problems.TOO_MANY_CODES, problems.PLAIN_HTTP, problems.ANSWER_NONSENSE, problems.NO_NETWORK}
_ADDRESS_KINDS = _CODE_KINDS - {problems.CODE_WRONG, problems.TOO_MANY_CODES}


class CodeStep(Card):
    """The address of the office and the code from the admin. ``changed()`` after each letter."""

    changed = Signal()
    entered = Signal()

    def __init__(self, url: str = "") -> None:
        super().__init__(spacing=10)
        self.url, self.code = (
            TextField(url, placeholder="https://"),
            TextField("", placeholder=_("mis. ABCD-EFGH-JKMN"), enter_moves_on=False),
        )
        self.url_field = Field(_("Alamat pusat"), self.url, help=_("Tertulis di lembar kode, mis. https://pilar.dinas.contoh.id"))
        self.code_field = Field(_("Kode pendaftaran"), self.code, help=_("Sekali pakai, berlaku 24 jam. Huruf besar atau kecil sama saja."))
        lead = _("Kode diberikan admin kabupaten di atas kertas. Kode mengikat laptop ini pada Anda dan wilayah tugas Anda.")
        self.body.setContentsMargins(28, 20, 28, 22)
        self.add(Label(_("Masukkan kode dari admin"), "h1"))
        self.add(Label(lead, "small", wrap=True))
        self.add(self.url_field)
        self.add(self.code_field)
        for field in (self.url, self.code):
            field.edited.connect(lambda _text: self._typed())
        self.code.entered.connect(self.entered)

    def _typed(self) -> None:
        for field in (self.url_field, self.code_field):
            field.set_note("")
        self.changed.emit()

    @property
    def reason(self) -> str:
        """Why one cannot go on yet, "" when one can."""
        if not self.url.value():
            return _("Alamat pusat belum diisi")
        return "" if len(self.code.value()) >= 6 else _("Kode belum lengkap")

    @property
    def address(self) -> str:
        """The address with its scheme: people leave https out."""
        typed = self.url.value().rstrip("/")
        return typed if "://" in typed else f"https://{typed}"

    def show_problem(self, problem: Problem) -> None:
        """Say what is wrong beside the field it lies in."""
        field = self.url_field if problem.kind in _ADDRESS_KINDS else self.code_field
        field.set_note(problem.sentence, "error")
        field.entry.setFocus()


class AreaStep(Card):
    """Who one is at the office, and the first reading with its progress. ``again`` when it is to be tried once more."""

    again = Signal()

    def __init__(self) -> None:
        super().__init__(spacing=12)
        self.body.setContentsMargins(28, 20, 28, 22)
        self.welcome = Banner("ok", _("Kode diterima"))
        self.progress = Progress(_("Membaca catatan wilayah Anda"))
        self.retry = Button(_("Coba lagi"), icon="refresh-cw", run=self.again.emit)
        self.told = Label("", "small", wrap=True)
        self.add(Label(_("Wilayah tugas Anda"), "h1"))
        self.add(self.welcome)
        self.add(self.progress)
        self.add(self.told)
        self.add(row(self.retry, None))
        self.retry.hide()

    def show_account(self, ws: Workspace) -> None:
        """Say whom the code was for and where they work."""
        user = ws.user
        who = _("Kode diterima: {name}, {title}").format(name=user.name, title=user.title or ROLES[user.role])
        areas = [
            _("{region} sampai {day}").format(region=region_name(area.region), day=area.ends) if area.ends else region_name(area.region)
            for area in user.areas
        ]
        self.welcome.say("ok", who, _("Ditugaskan di {areas}. Awalan laptop {prefix}.").format(areas=", ".join(areas), prefix=user.prefix))

    def show_problem(self, sentence: str) -> None:
        """Say that the first reading did not come through, and that one may go on without it."""
        self.progress.end(sentence)
        self.told.setText(_("Akun Anda sudah dibuat di laptop ini. Catatan wilayah dapat dibaca nanti dengan F5."))
        self.retry.show()


class FirstRun(QWidget):
    """Page 02. ``opened(Workspace, sentence)`` when the laptop is ready, ``left()`` when it is to be done later."""

    opened = Signal(object, str)
    left = Signal()

    def __init__(self, home: Path, url: str = "") -> None:
        super().__init__()
        self.setObjectName("root")
        self.home, self.ws, self.sync_work = home, None, None
        self.at = CODE
        self.stepper = Stepper([_("Kode"), _("Kata sandi"), _("Wilayah"), _("Siap")])
        self.code, self.words, self.area = CodeStep(url), PassphraseChoice(), AreaStep()
        self.ready = Card(spacing=12)
        self.ready_banner, self.ready_text = Banner("ok", ""), Label("", "body", wrap=True)
        self.back = Button(_("Kembali"), icon="arrow-left", hint="Alt+Left", run=self.go_back)
        self.told = Label("", "cap")
        self.next = Button(_("Lanjut"), "primary", hint="Ctrl+Return", run=self.go_on)
        self.later = Button(_("Keluar dan lanjutkan nanti"), "link", run=self.leave)
        self._arrange()
        self._connect()
        self.show_step(CODE)

    ws: Workspace | None
    sync_work: Operation | None

    def _arrange(self) -> None:
        self.ready.body.setContentsMargins(28, 20, 28, 22)
        self.ready.add(Label(_("Laptop siap dipakai"), "h1"))
        self.ready.add(self.ready_banner)
        self.ready.add(self.ready_text)
        self.steps = QStackedWidget()
        for part in (self.code, self.words, self.area, self.ready):
            held = QWidget()
            held.setLayout(column(part, None, spacing=0))
            self.steps.addWidget(held)
        inside = Middle(
            column(
                row(Mark(), Label(_("Menyiapkan laptop"), "h1"), None, self.later, spacing=12),
                self.stepper,
                self.steps,
                row(self.back, None, self.told, 8, self.next),
                spacing=16,
            ),
            820,
            480,
        )
        middle = row(None, (inside, 100), None, margins=(24, 16, 24, 16))
        self.setLayout(column(scrolled(column(None, middle, None), _("Menyiapkan laptop")), spacing=0))

    def _connect(self) -> None:
        self.code.changed.connect(self._refresh)
        self.code.entered.connect(self.go_on)
        self.words.changed.connect(self._refresh)
        self.words.second.entered.connect(self.go_on)
        self.area.again.connect(self._read)
        self.area.progress.cancelled.connect(lambda: self.sync_work.cancel() if self.sync_work else None)
        keys = {"Ctrl+Return": self.go_on, "Ctrl+Enter": self.go_on, "Alt+Left": self.go_back, "Alt+U": self._suggest}
        for key, run in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(run)

    def _suggest(self) -> None:
        if self.at == WORDS and not self.words.own.value():
            self.words.suggest()

    # Steps

    def show_step(self, at: int) -> None:
        """Show a step and put the focus where its work begins."""
        self.at = at
        self.stepper.go_to(at)
        self.steps.setCurrentIndex(at)
        self.back.setVisible(at == WORDS)
        self.later.setVisible(at in {CODE, WORDS})
        self._refresh()
        first = {CODE: self.code.code if self.code.url.value() else self.code.url, WORDS: self.words.first}.get(at, self.next)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refresh(self) -> None:
        reason = {CODE: self.code.reason, WORDS: self.words.reason}.get(self.at, "")
        self.next.set_text(_("Buka Beranda") if self.at == READY else _("Lanjut"))
        if self.at == AREA:
            reason = _("Tunggu sampai catatan terbaca") if self.sync_work is not None else ""
        self.next.disable(reason)
        told = _("Langkah {at} dari {count}").format(at=self.at + 1, count=len(self.stepper.steps))
        self.told.setText(f"{told} · {reason}" if reason else told)

    def go_on(self) -> None:
        """Go to the next step when this one is complete."""
        if not self.next.isEnabled():
            return
        if self.at == CODE:
            self.show_step(WORDS)
        elif self.at == WORDS:
            self._enrol()
        elif self.at == AREA:
            self._show_ready("")
        else:
            self.opened.emit(self.ws, "")

    def go_back(self) -> None:
        """Go one step back, as long as nothing was made."""
        if self.at == WORDS:
            self.show_step(CODE)

    def leave(self) -> None:
        """Leave; a code that was not used stays good."""
        self.left.emit()

    # Enrolment and first reading

    def _enrol(self) -> None:
        code, url, typed = self.code.code.value(), self.code.address, self.words.passphrase

        def make(_job: Job) -> Workspace:
            from fieldapp.sync.enrol import enrol

            return enrol(self.home, code, url, typed)

        self.next.busy(True)
        work = Operation(make, self)
        work.succeeded.connect(self._enrolled)
        work.failed.connect(self._refused)
        work.crashed.connect(lambda told: self.words.show_problem(_("Ada yang keliru di program. Kode {code}.").format(code=told)))
        work.finished.connect(lambda: self.next.busy(False))
        work.start()

    def _refused(self, problem: Problem) -> None:
        if problem.kind in _CODE_KINDS:
            self.show_step(CODE)
            self.code.show_problem(problem)
        else:
            self.words.show_problem(problem.sentence)

    def _enrolled(self, ws: Workspace) -> None:
        self.ws = ws
        self.area.show_account(ws)
        self.show_step(AREA)
        self._read()

    def _read(self) -> None:
        ws = self.ws
        assert ws is not None

        def first_sync(job: Job) -> SyncReport:
            from fieldapp.sync.session import sync_now

            return sync_now(ws, progress=job.progress, cancelled=lambda: job.cancelled)

        self.area.retry.hide()
        self.area.progress.bar.show()
        self.sync_work = Operation(first_sync, self)
        self.sync_work.progress.connect(self.area.progress.show_progress)
        self.sync_work.succeeded.connect(lambda report: self._show_ready(report.note))
        self.sync_work.failed.connect(lambda problem: self._not_read(problem.sentence))
        self.sync_work.crashed.connect(lambda code: self._not_read(_("Ada yang keliru di program. Kode {code}.").format(code=code)))
        self.sync_work.start()
        self._refresh()

    def _not_read(self, sentence: str) -> None:
        self.sync_work = None
        self.area.show_problem(sentence)
        self._refresh()

    def _show_ready(self, note: str) -> None:
        self.sync_work = None
        assert self.ws is not None
        count = len(household_ids(self.ws))
        told = _("{count} keluarga ada di laptop ini").format(count=count) if count else _("Belum ada keluarga di wilayah ini")
        self.ready_banner.say("ok", told, note)
        self.ready_text.setText(
            _(
                "Semua yang Anda catat tersimpan terenkripsi di laptop ini dan dikirim ke pusat saat sinkron (F5). Internet tidak diperlukan."
            )
        )
        self.show_step(READY)
