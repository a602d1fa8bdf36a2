"""The line at the foot that is always true: online or not, what waits, the last sync, the last backup, and that all is saved."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.button import Button
from ui.kit.label import Icon, Label
from ui.kit.page import Undo

TOAST_MS = 8000
_GIVE_WAY = ("extra", "backup", "saved", "last_sync", "waiting")


@dataclass(frozen=True, slots=True)
class Status:
    """What the status bar says; times are texts as shown ("kemarin 16.40"), "" leaves a part out."""

    online: bool = False
    waiting: int = 0
    last_sync: str = ""
    needs_you: int = 0
    backup: str = ""
    saved: str = ""
    extra: str = ""
    enrolled: bool = True


class _Part(Button):
    """One part of the line; Enter or a click opens its page."""

    def __init__(self, icon: str, tint: str, role: str) -> None:
        super().__init__("", "ghost", icon=icon, height=26)
        self.tint, self.role = tint, role

    def _look(self) -> tuple[str, str, str]:
        return self.tint, "sunken" if self.underMouse() else "", ""

    def _role(self) -> str:
        return self.role if hasattr(self, "role") else "small"


class StatusBar(QFrame):
    """30 px. ``part_chosen(name)``: online, waiting, last_sync, needs_you, backup, saved."""

    part_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusbar")
        self.undo: Undo | None = None
        self._telling = False
        self.parts = {
            "online": _Part("cloud-off", "muted", "small"),
            "waiting": _Part("", "text", "small"),
            "last_sync": _Part("", "muted", "cap"),
            "needs_you": _Part("circle-alert", "bad", "note"),
            "extra": _Part("", "muted", "cap"),
            "backup": _Part("hard-drive-download", "muted", "cap"),
            "saved": _Part("circle-check", "muted", "cap"),
        }
        for name, part in self.parts.items():
            part.clicked.connect(lambda _on=False, chosen=name: self.part_chosen.emit(chosen))
        self.toast_icon, self.toast_text = Icon("circle-check", "ok", 16), Label("", "smallstrong")
        self.toast_undo = Button(_("Urungkan"), "link", hint="Ctrl+Z", height=26, run=self.take_back)
        self._clear = QTimer(self)
        self._clear.setSingleShot(True)
        self._clear.setInterval(TOAST_MS)
        self._clear.timeout.connect(self.clear_toast)
        self._arrange()
        self.clear_toast()
        self.set_status(Status())
        self.restyle()

    def _arrange(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 8, 0)
        line.setSpacing(0)
        for name in ("online", "waiting", "last_sync", "needs_you"):
            line.addWidget(self.parts[name])
        self._toast = QWidget()
        toast = QHBoxLayout(self._toast)
        toast.setContentsMargins(16, 0, 0, 0)
        toast.setSpacing(6)
        for part in (self.toast_icon, self.toast_text, self.toast_undo):
            toast.addWidget(part)
        line.addStretch(1)
        line.addWidget(self._toast)
        line.addStretch(1)
        for name in ("extra", "backup", "saved"):
            line.addWidget(self.parts[name])

    def set_status(self, status: Status) -> None:
        """Say how things stand."""
        online = self.parts["online"]
        online.icon_name, online.tint = ("wifi", "ok") if status.online else ("cloud-off", "text")
        words = {
            "online": _("Daring") if status.online else _("Luring"),
            "waiting": _waiting(status),
            "last_sync": _last_sync(status),
            "needs_you": _("{count} perlu Anda").format(count=status.needs_you) if status.needs_you else "",
            "extra": status.extra,
            "backup": _("Cadangan {time}").format(time=status.backup) if status.backup else "",
            "saved": status.saved,
        }
        for name, text in words.items():
            self.parts[name].set_text(text)
            self.parts[name].updateGeometry()
        self.setAccessibleName(". ".join(text for text in words.values() if text))
        self._fit()

    def _fit(self) -> None:
        """Show what there is room for; what gives way first is said by the tooltip of what stays."""
        shown = [name for name, part in self.parts.items() if part.words]
        room = self.width() - 24 - (self._toast.sizeHint().width() if self._telling else 0)
        for name in _GIVE_WAY:
            if sum(self.parts[kept].sizeHint().width() for kept in shown) <= room:
                break
            shown = [kept for kept in shown if kept != name]
        for name, part in self.parts.items():
            part.setVisible(name in shown)
        hidden = [part.words for name, part in self.parts.items() if part.words and name not in shown]
        self.parts["online"].setToolTip(" · ".join(hidden))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def show_toast(self, sentence: str, undo: Undo | None = None) -> None:
        """Tell a result for 8 s, with the way back when there is one."""
        self.undo = undo
        self.toast_text.setText(sentence)
        self.toast_undo.setVisible(undo is not None)
        self.toast_undo.set_text(undo.name if undo and undo.name else _("Urungkan"))
        self._toast.setAccessibleName(sentence)
        self._telling = True
        self._toast.show()
        self._fit()
        self._clear.start()

    def clear_toast(self) -> None:
        """Take the result away; the act stays in Riwayat tindakan."""
        self._telling = False
        self._toast.hide()
        self.undo = None
        self._fit()

    def take_back(self) -> bool:
        """Undo what was just told; False when there is nothing to undo."""
        undo = self.undo
        if undo is None:
            return False
        self.clear_toast()
        undo.run()
        return True

    def restyle(self) -> None:
        """Take the height from the text size."""
        self.setFixedHeight(theme.size(30))
        self._fit()


def _waiting(status: Status) -> str:
    """Say what waits; a laptop that belongs to no office yet has sent nothing, and says so."""
    if not status.enrolled:
        if status.waiting:
            return _("Belum terdaftar ke pusat, {count} perubahan hanya di laptop ini").format(count=status.waiting)
        return _("Belum terdaftar ke pusat")
    return _("{count} perubahan menunggu dikirim").format(count=status.waiting) if status.waiting else _("Semua sudah diterima pusat")


def _last_sync(status: Status) -> str:
    if not status.enrolled:
        return ""
    return _("Sinkron terakhir {time}").format(time=status.last_sync) if status.last_sync else _("Belum pernah sinkron")
