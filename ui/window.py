"""The window of one person: all pages around one opened Workspace, the daily copy, the lock, and a foot that is always true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from fieldapp.domain.roles import ROLES, may, sees_identity
from fieldapp.language import _
from fieldapp.services import backups, finding, settings
from fieldapp.services.status import status
from ui import theme
from ui.kit.page import Action, Page
from ui.kit.palette import Hit
from ui.kit.statusbar import Status
from ui.operation import Job, Operation
from ui.shell import IDLE_MS, Shell
from ui.sync.run import SyncRun
from ui.theme import change
from ui.when import short_moment

if TYPE_CHECKING:
    from fieldapp.services.today import Beranda
    from fieldapp.services.workspace import Workspace

WATCH_MS = 2000
FORGET_MS = 30 * 60 * 1000  # a locked window gives its key back after half an hour
_FOUND = 8


class Window(Shell):
    """Page by page built when first opened. ``left()``: another person wants to work; ``language_chosen(code)``: build me anew."""

    left = Signal()
    language_chosen = Signal(str)

    def __init__(self, ws: Workspace, *, hint: str = "", idle_ms: int = IDLE_MS) -> None:
        super().__init__(idle_ms=idle_ms)
        self.ws, self.hint = ws, hint
        self.sync = SyncRun(ws, self)
        self.family = ""
        self._add_pages()
        self.set_account(ws.user.name, ws.user.title or ROLES[ws.user.role])
        self.set_provider(self._find_families)
        self.add_global([Action(_("Buat cadangan sekarang"), self.back_up, "", "hard-drive-download")])
        if "pillars" in self.nav.buttons:
            self.add_global([Action(_("Daftar pilar sosial"), lambda: self.open("pillars"), "Ctrl+Shift+P", "contact")])
        self._watch = QTimer(self)
        self._watch.setInterval(WATCH_MS)
        self._watch.timeout.connect(self.refresh)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(FORGET_MS)
        self._connect()
        self.refresh()

    # Pages

    def _add_pages(self) -> None:
        self.add_page("home", _("Beranda"), "house", self._built("ui.home.page", "HomePage"), 1)
        self.add_page("households", _("Keluarga"), "users", self._built("ui.households.page", "HouseholdsPage"), 2, three_pane=True)
        self.add_page(
            "household_form", _("Keluarga baru"), "user-plus", self._built("ui.households.form", "FamilyFormPage"), under="households"
        )
        self.add_page(
            "member_form", _("Anggota"), "user-plus", self._built("ui.households.member_form", "MemberFormPage"), under="households"
        )
        self.add_page(
            "duplicates",
            _("Periksa ganda"),
            "users",
            self._built("ui.duplicates.page", "DuplicatesPage"),
            under="households",
            three_pane=True,
        )
        self.add_page(
            "supplement_form",
            _("Isian tambahan"),
            "list-checks",
            self._built("ui.households.filling", "SupplementPage"),
            three_pane=True,
            under="households",
        )
        self.add_page("bin", _("Tempat sampah"), "trash-2", self._built("ui.bin.page", "BinPage"), under="households")
        self.add_page("visits", _("Kunjungan"), "clipboard-list", self._built("ui.visits.page", "VisitsPage"), 3, three_pane=True)
        self.add_page("reports", _("Laporan"), "file-text", self._built("ui.reports.page", "ReportsPage"), 6, three_pane=True)
        if sees_identity(self.ws.user.role, "person", "general"):
            self.add_page("exchange", _("Impor & ekspor"), "table-2", self._built("ui.exchange.page", "ExchangePage"), 7)
        self.add_page("sync", _("Sinkronisasi"), "refresh-cw", self._sync_page, 8)
        if may(self.ws.user.role, "read", "pillar", "reference"):
            self.add_page("pillars", _("Pilar"), "contact", self._built("ui.pillars.page", "PillarsPage"), three_pane=True)
            self.add_page("pillar_form", _("Pilar baru"), "user-plus", self._built("ui.pillars.form", "PillarFormPage"), under="pillars")
        self.add_page("settings", _("Pengaturan"), "settings", self._settings_page, below=True)

    def _built(self, module: str, name: str) -> Callable[[], Page]:
        """Return what builds a page; its module is read when the page is first opened."""

        def build() -> Page:
            made = getattr(import_module(module), name)(self.ws)
            assert isinstance(made, Page)
            self._watch_page(made)
            return made

        return build

    def _sync_page(self) -> Page:
        from ui.sync.page import SyncPage

        made = SyncPage(self.ws, self.sync)
        self._watch_page(made)
        return made

    def _settings_page(self) -> Page:
        from ui.settings.page import SettingsPage

        made = SettingsPage(self.ws)
        made.language_chosen.connect(self.language_chosen)
        made.resized.connect(self._fit)
        self._watch_page(made)
        return made

    def _watch_page(self, page: Page) -> None:
        """What a page did shows at the foot at once."""
        page.toast.connect(lambda _sentence, _undo: self.refresh())

    def _connect(self) -> None:
        self.sync_wanted.connect(self.sync.start)
        self.sync.began.connect(self.refresh)
        self.sync.ended.connect(self._synced)
        self.find_wanted.connect(self._find_family)
        self.record_wanted.connect(lambda: self.open("visits"))
        self.lock_wanted.connect(self._ask_passphrase)
        self.scale_changed.connect(lambda scale: settings.put(self.ws, "text_scale", round(scale * 100)))
        self.page_opened.connect(lambda _key: self.refresh())
        self._forget.timeout.connect(self._leave)
        self.closing.connect(self._stop)

    # What goes on by itself

    def begin(self) -> None:
        """Start the work of the day: today's copy, the counts in the navigation, the watch over the foot."""
        self._watch.start()
        self._back_up(daily=True)
        self._count_visits()

    def back_up(self) -> None:
        """Make a copy now, whatever the day."""
        self._back_up(daily=False)

    def _back_up(self, *, daily: bool) -> None:
        call = backups.daily if daily else backups.backup_now
        work = Operation(lambda _job: call(self.ws), self)
        work.succeeded.connect(lambda copy: self._copied(made=copy is not None, told=not daily))
        work.failed.connect(lambda problem: self.toast(problem.sentence))
        work.start()

    def _copied(self, *, made: bool, told: bool) -> None:
        self.refresh()
        if made and told:
            self.toast(_("Cadangan dibuat dan dicoba dibuka."))

    def _count_visits(self) -> None:
        def read(_job: Job) -> Beranda:
            from fieldapp.services.today import beranda

            return beranda(self.ws)

        work = Operation(read, self)
        work.succeeded.connect(self._badge_visits)
        work.start()

    def _badge_visits(self, now: Beranda) -> None:
        due = now.overdue + now.due_today
        self.set_badge("visits", str(due) if due else "", "warn", _("{count} jatuh tempo").format(count=due) if due else "")

    def _synced(self, _good: bool, sentence: str) -> None:
        self.toast(sentence)
        self.refresh()
        self._count_visits()
        if self.current == "home":
            self.page("home").opened()

    def refresh(self) -> None:
        """Say at the foot how things stand now; a read of a few milliseconds."""
        now = status(self.ws)
        problem = _("Jam laptop berbeda {seconds} detik dari pusat").format(seconds=now.clock_off) if now.clock_off else ""
        self.set_status(
            Status(
                online=self.sync.online,
                waiting=now.waiting,
                enrolled=now.enrolled,
                last_sync=short_moment(self.ws, now.last_sync),
                needs_you=now.needs_you,
                backup=short_moment(self.ws, now.last_backup),
                saved=_("Tersimpan di laptop ini {when}").format(when=short_moment(self.ws, now.saved_at)) if now.saved_at else "",
                extra=self.sync.text if self.sync.running else problem,
            )
        )
        count = now.needs_you
        self.set_badge("sync", str(count) if count else "", "bad", _("{count} perlu Anda").format(count=count) if count else "")

    # Keys from anywhere

    def _find_family(self) -> None:
        self.open("households")
        self.page("households").find_here()

    def _find_families(self, words: str) -> Sequence[Hit]:
        if len(words.strip()) < 2:
            return ()
        return [
            Hit(card.name, partial(self.open, "households", household=card.id), f"{card.place}, {card.village}", "users")
            for card in finding.page(self.ws, finding.Query(words), limit=_FOUND).cards
        ]

    # The lock

    def _ask_passphrase(self) -> None:
        from ui.unlock.veil import VeilAsk

        asked = VeilAsk(self.ws, self.hint)
        asked.answered.connect(self._welcome_back)
        asked.left.connect(self._leave)
        self.veil.hold(asked)
        self._watch.stop()
        self._forget.start()

    def _welcome_back(self) -> None:
        self._forget.stop()
        self._watch.start()
        self.unlock()
        self.refresh()

    def _leave(self) -> None:
        """Close these records; a sync under way is let finish first."""
        if self.sync.running:
            self._forget.start(WATCH_MS)
            return
        self.left.emit()

    def _stop(self) -> None:
        self._watch.stop()
        self._forget.stop()
        self._idle.stop()


def take_settings(ws: Workspace) -> None:
    """Show everything in the theme and text size this person chose."""
    mode, scale = str(settings.get(ws, "theme")), int(settings.get(ws, "text_scale")) / 100
    change.apply(mode if mode in theme.THEMES else theme.LIGHT, min(theme.SCALES, key=lambda known: abs(known - scale)))
