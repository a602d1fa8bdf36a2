"""The frame around every page: navigation, the page, the status bar; the keys that work everywhere; the palette and the lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.navigation import Navigation
from ui.kit.overlay import KeysOverlay, LockVeil
from ui.kit.page import Action, Handing, Page, Undo
from ui.kit.palette import Hit, Palette, Provider
from ui.kit.statusbar import Status, StatusBar
from ui.theme import change
from ui.tidying import tidy_here

IDLE_MS = 5 * 60 * 1000
COMPACT_BELOW, ICONS_BELOW = 740, 1500
_STIRS = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseMove,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


@dataclass(frozen=True, slots=True)
class _Place:
    """A page as it is registered: how to build it, and where it stands."""

    title: str
    icon: str
    factory: Callable[[], Page]
    digit: int
    three_pane: bool
    under: str


class Shell(QMainWindow):
    """The main window. Pages are registered with :meth:`add_page` and built when first opened."""

    find_wanted = Signal()
    record_wanted = Signal()
    sync_wanted = Signal()
    lock_wanted = Signal()
    idle_locked = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    scale_changed = Signal(float)
    page_opened = Signal(str)
    closing = Signal()

    def __init__(self, *, idle_ms: int = IDLE_MS) -> None:
        super().__init__()
        tidy_here()
        self.setWindowTitle("Pilar")
        self.setMinimumSize(1024, 600)
        self.stack, self.nav, self.status_bar = QStackedWidget(), Navigation(), StatusBar()
        self.status_pages = {"online": "sync", "waiting": "sync", "last_sync": "sync", "needs_you": "sync", "backup": "settings"}
        self._places: dict[str, _Place] = {}
        self._pages: dict[str, Page] = {}
        self._extra: list[Action] = []
        self._provider: Provider | None = None
        self._recent: list[Hit] = []
        self._past: list[tuple[str, dict[str, object]]] = []
        self._future: list[tuple[str, dict[str, object]]] = []
        self._here: tuple[str, dict[str, object]] = ("", {})
        self._wants_narrow: bool | None = None
        self._page_keys: list[QShortcut] = []
        self._build()
        self.palette_view, self.keys_view, self.veil = Palette(self._root), KeysOverlay(self._root), LockVeil(self._root)
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(idle_ms)
        self._idle.timeout.connect(self._fell_idle)
        self._global_keys = {action.key: self._shortcut(action.key, action.run) for action in self.global_actions() if action.key}
        self._more_keys = [self._shortcut(key, run) for key, run in self._doubles()]

    def _build(self) -> None:
        self._root = QWidget()
        self._root.setObjectName("root")
        self.setCentralWidget(self._root)
        self.stack.setObjectName("page")
        across = QHBoxLayout()
        across.setSpacing(0)
        across.addWidget(self.nav)
        across.addWidget(self.stack, 1)
        down = QVBoxLayout(self._root)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(across, 1)
        down.addWidget(self.status_bar)
        self.nav.chosen.connect(self.open)
        self.nav.palette_wanted.connect(self.open_palette)
        self.nav.lock_wanted.connect(self.lock)
        self.status_bar.part_chosen.connect(self._open_status_part)

    # Pages

    def add_page(
        self,
        key: str,
        title: str,
        icon: str,
        factory: Callable[[], Page],
        digit: int = 0,
        *,
        three_pane: bool = False,
        parted: bool = False,
        below: bool = False,
        under: str = "",
    ) -> None:
        """Register a page. ``under`` names the page it belongs to and keeps it out of the navigation; ``below`` puts it at its foot."""
        self._places[key] = _Place(title, icon, factory, digit, three_pane, under)
        if not under:
            self.nav.add(key, title, icon, digit=digit, below=below, parted=parted)
        if digit:
            self._more_keys.append(self._shortcut(f"Ctrl+{digit}", lambda: self.open(key)))

    def page(self, key: str) -> Page:
        """Return a page, building it when it is not there yet."""
        if key not in self._pages:
            made = self._places[key].factory()
            made.go.connect(lambda to, context: self.open(to, **context))
            made.toast.connect(self.toast)
            made.actions_changed.connect(lambda: self._take_page_keys() if self._here[0] == key else None)
            made.title_changed.connect(lambda _title: self._name_window() if self._here[0] == key else None)
            self._pages[key] = made
            self.stack.addWidget(made)
        return self._pages[key]

    def drop_pages(self) -> None:
        """Let all built pages go (another account opened, the language changed); they are built anew when opened."""
        for made in self._pages.values():
            self.stack.removeWidget(made)
            made.deleteLater()
        self._pages.clear()
        self._past, self._future, self._here = [], [], ("", {})

    @property
    def current(self) -> str:
        """The key of the page that is shown."""
        return self._here[0]

    def open(self, key: str, **context: object) -> bool:
        """Show a page with what it needs to know; False when the page in sight stays or there is none of that key."""
        if key not in self._places or (self._here[0] and not self.page(self._here[0]).closed()):
            return False
        if self._here[0] and (key, context) != self._here:
            self._past.append(self._here)
            self._future.clear()
        self._show(key, context)
        return True

    def back(self) -> None:
        """Return to the page before."""
        self._walk(self._past, self._future)

    def forward(self) -> None:
        """Go again where one came back from."""
        self._walk(self._future, self._past)

    def _walk(self, source: list[tuple[str, dict[str, object]]], other: list[tuple[str, dict[str, object]]]) -> None:
        if source and self.page(self._here[0]).closed():
            other.append(self._here)
            self._show(*source.pop())

    def _show(self, key: str, context: dict[str, object]) -> None:
        made = self.page(key)
        self._here = (key, context)
        self.stack.setCurrentWidget(made)
        self.nav.show_page(self._places[key].under or key)
        self._fit()
        made.opened(**context)
        self._take_page_keys()
        self._name_window()
        self._remember(key, context)
        if not made.isAncestorOf(self.focusWidget()) if self.focusWidget() else True:
            self._focus_page(made)
        self.page_opened.emit(key)

    def _focus_page(self, made: Page) -> None:
        regions = made.regions()
        if regions:
            _focus_into(regions[0])
        else:
            made.setFocus()

    def _remember(self, key: str, context: dict[str, object]) -> None:
        place, title = self._places[key], self.page(key).title or self._places[key].title
        hit = Hit(title, lambda: self.open(key, **context), "", "history")
        self._recent = [hit, *(old for old in self._recent if old.title not in {title, place.title})][:6]

    def _name_window(self) -> None:
        title = self.page(self._here[0]).title or self._places[self._here[0]].title
        self.setWindowTitle(f"{title} · Pilar")

    # Keys

    def global_actions(self) -> list[Action]:
        """What can be done from anywhere."""
        return [
            Action(_("Cari dan jalankan perintah"), self.open_palette, "Ctrl+K", "search"),
            Action(_("Cari keluarga"), self._find, "Ctrl+F", "search"),
            Action(_("Catat kunjungan"), self.record_wanted.emit, "Ctrl+J", "plus"),
            Action(_("Sinkronkan"), self.sync_wanted.emit, "F5", "refresh-cw"),
            Action(_("Kunci"), self.lock, "Ctrl+L", "lock"),
            Action(_("Urungkan"), self._undo, "Ctrl+Z", "undo-2"),
            Action(_("Ulangi"), self.redo_wanted.emit, "Ctrl+Y", "redo-2"),
            Action(_("Kembali"), self.back, "Alt+Left", "arrow-left"),
            Action(_("Maju"), self.forward, "Alt+Right", "arrow-right"),
            Action(_("Bagian berikutnya"), lambda: self.next_region(1), "F6", "panels-top-left"),
            Action(_("Bagian sebelumnya"), lambda: self.next_region(-1), "Shift+F6", "panels-top-left"),
            Action(_("Navigasi kecil atau besar"), self.toggle_navigation, "F9", "panel-left"),
            Action(_("Perbesar tulisan"), lambda: self.resize_text(1), "Ctrl++", "a-large-small"),
            Action(_("Perkecil tulisan"), lambda: self.resize_text(-1), "Ctrl+-", "a-large-small"),
            Action(_("Tulisan 100 %"), lambda: self.resize_text(0), "Ctrl+0", "a-large-small"),
            Action(_("Tema terang"), lambda: change.apply(theme.LIGHT), "", "sun"),
            Action(_("Tema gelap"), lambda: change.apply(theme.DARK), "", "moon"),
            Action(_("Tema kontras tinggi"), lambda: change.apply(theme.HIGH_CONTRAST), "", "contrast"),
            Action(_("Tombol di halaman ini"), self.show_keys, "F1", "keyboard"),
        ]

    def add_global(self, actions: Sequence[Action]) -> None:
        """Add what else can be done from anywhere; their keys work at once."""
        self._extra += actions
        for action in actions:
            if action.key:
                self._global_keys[action.key] = self._shortcut(action.key, action.run)

    def _doubles(self) -> list[tuple[str, Callable[[], object]]]:
        """Return second keys for the same acts (Ctrl+= is Ctrl++ without Shift)."""
        return [("Ctrl+=", lambda: self.resize_text(1))]

    def _shortcut(self, key: str, run: Callable[[], object]) -> QShortcut:
        made = QShortcut(QKeySequence(key), self)
        made.activated.connect(lambda: None if self._hidden() else run())
        return made

    def _hidden(self) -> bool:
        """Whether something stands in front of the page, so that its keys rest."""
        return any(part.isVisible() for part in (self.veil, self.palette_view, self.keys_view))

    def page_actions(self) -> list[Action]:
        """What can be done on the page in sight."""
        return self.page(self._here[0]).page_actions() if self._here[0] else []

    def _take_page_keys(self) -> None:
        """Give the page in sight its keys; a global key it uses itself rests meanwhile."""
        for old in self._page_keys:
            old.setEnabled(False)
            old.deleteLater()
        self._page_keys = []
        taken = set()
        for action in self.page_actions():
            for key in (action.key, action.key.replace("Return", "Enter")) if "Return" in action.key else (action.key,):
                if key:
                    self._page_keys.append(self._shortcut(key, self._doing(action)))
                    taken.add(key)
        for key, shortcut in self._global_keys.items():
            shortcut.setEnabled(key not in taken)

    def _doing(self, action: Action) -> Callable[[], object]:
        """Return what a key does: the act, or the reason why not."""
        return (lambda: self.toast(action.reason, None)) if action.reason else action.run

    def _find(self) -> None:
        if not (self._here[0] and self.page(self._here[0]).find_here()):
            self.find_wanted.emit()

    def _undo(self) -> None:
        if not self.status_bar.take_back():
            self.undo_wanted.emit()

    def show_keys(self) -> None:
        """Show the keys that work now."""
        here = [(action.key, action.name) for action in self.page_actions() if action.key]
        pages = [(f"Ctrl+{place.digit}", place.title) for place in self._places.values() if place.digit]
        everywhere = [(action.key, action.name) for action in (*self.global_actions(), *self._extra) if action.key]
        self.keys_view.show_keys(here, everywhere + pages)

    def next_region(self, step: int) -> None:
        """Put the focus into the next (1) or previous (-1) region: those of the page, the navigation, the status bar."""
        regions = (
            [part for part in (*self.page(self._here[0]).regions(), self.nav, self.status_bar) if part.isVisible()] if self._here[0] else []
        )
        focus = self.focusWidget()
        at = next((place for place, part in enumerate(regions) if focus is not None and (part is focus or part.isAncestorOf(focus))), -1)
        if regions:
            _focus_into(regions[(at + step) % len(regions)])

    # Palette

    def set_provider(self, provider: Provider) -> None:
        """Let the palette find families and the like: ``provider(words) -> [Hit]``, a bounded read."""
        self._provider = provider

    def open_palette(self) -> None:
        """Open the palette with all that can be done now."""
        acts = [
            Hit(action.name, self._doing(action), action.reason, action.icon or "arrow-right", action.key) for action in self.page_actions()
        ]
        acts += [
            Hit(
                _("Buka {page}").format(page=place.title),
                partial(self.open, key),
                "",
                place.icon,
                f"Ctrl+{place.digit}" if place.digit else "",
            )
            for key, place in self._places.items()
            if not place.under
        ]
        acts += [
            Hit(action.name, action.run, action.reason, action.icon or "arrow-right", action.key)
            for action in (*self._extra, *self.global_actions()[1:])
        ]
        recent = [hit for hit in self._recent if hit.title != self.page(self._here[0]).title] if self._here[0] else []
        self.palette_view.open_with(acts, recent[:5], self._provider)

    # Status, account, badges

    def set_status(self, status: Status) -> None:
        """Say how things stand at the foot."""
        self.status_bar.set_status(status)

    def set_badge(self, key: str, text: str, kind: str = "warn", spoken: str = "") -> None:
        """Show how much waits on a page ("" for nothing); ``spoken`` says it whole: "3 perlu Anda"."""
        if key in self.nav.buttons:
            self.nav.buttons[key].set_badge(text, kind, spoken)

    def set_account(self, name: str, role: str) -> None:
        """Show who works here."""
        self.nav.set_account(name, role)

    def toast(self, sentence: str, undo: Undo | None = None) -> None:
        """Tell a result at the foot for 8 s, with the way back when there is one."""
        self.status_bar.show_toast(sentence, undo)

    def _open_status_part(self, part: str) -> None:
        self.open(self.status_pages.get(part, ""))

    # Size

    def toggle_navigation(self) -> None:
        """Show icons alone, or names too; the choice stays."""
        self._wants_narrow = not self.nav.narrow
        self._fit()

    def resize_text(self, step: int) -> None:
        """Show text one step larger (1), smaller (-1) or at 100 % (0)."""
        change.apply(scale=change.next_scale(step))
        self._fit()
        self.scale_changed.emit(theme.scale())

    def _fit(self) -> None:
        """Choose navigation and heights for the size of the window."""
        change.set_compact(self.height() < COMPACT_BELOW)
        place = self._places.get(self._here[0])
        short = theme.scale() >= 1.3 or (place is not None and place.three_pane and self.width() < ICONS_BELOW)
        self.nav.set_narrow(short if self._wants_narrow is None else self._wants_narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new size."""
        super().resizeEvent(event)
        self._fit()
        for part in (self.veil, self.palette_view, self.keys_view):
            if part.isVisible():
                part.setGeometry(self._root.rect())

    # Lock

    def lock(self) -> None:
        """Hide everything and ask for the passphrase; whoever answers ``lock_wanted`` puts that part into ``veil.hold``."""
        self.palette_view.hide()
        self.keys_view.hide()
        self.veil.lock()
        self._idle.stop()
        self.lock_wanted.emit()

    def unlock(self) -> None:
        """Show everything again."""
        self.veil.unlock()
        self._idle.start()

    @property
    def locked(self) -> bool:
        """Whether the lock hides everything."""
        return self.veil.isVisible()

    def _fell_idle(self) -> None:
        if not self.locked:
            self.idle_locked.emit()
            self.lock()

    def showEvent(self, event: QShowEvent) -> None:
        """Watch for keys and pointer, so that an abandoned laptop locks itself."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)
        self._idle.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key or movement of the pointer starts the five minutes anew."""
        if event.type() in _STIRS and not self.locked:
            self._idle.start()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page in sight keep what it holds, then tell that the window closes."""
        if self._here[0] and not self.page(self._here[0]).closed():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)


def _focus_into(region: QWidget) -> None:
    """Put the focus on a region, or on the first part in it that takes the keys."""
    if isinstance(region, Handing) or region.focusPolicy() != Qt.FocusPolicy.NoFocus or region.focusProxy() is not None:
        region.setFocus(Qt.FocusReason.TabFocusReason)
        return
    for part in region.findChildren(QWidget):
        if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            part.setFocus(Qt.FocusReason.TabFocusReason)
            return
