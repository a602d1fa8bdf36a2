"""Ctrl+K: one field that finds families, pages and every act by a few letters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.arrange import rule
from ui.kit.entry import TextField
from ui.kit.label import Label
from ui.kit.page import key_hint
from ui.kit.paint import draw_icon, draw_key, draw_row_ground, draw_text, key_width
from ui.kit.search import PAUSE_MS

Index = QModelIndex | QPersistentModelIndex
HIT = Qt.ItemDataRole.UserRole
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Hit:
    """Something the palette offers: title, what it runs, a second line, an icon and the key that does the same."""

    title: str
    run: Callable[[], object]
    caption: str = ""
    icon: str = "arrow-right"
    key: str = ""


Provider = Callable[[str], Sequence[Hit]]


def fitting(hits: Sequence[Hit], words: str) -> list[Hit]:
    """Return the hits in which every typed word begins a word of the title (those first) or occurs in it."""
    parts = words.casefold().split()
    if not parts:
        return list(hits)
    ranked = []
    for place, hit in enumerate(hits):
        text = f"{hit.title} {hit.caption}".casefold()
        begins = [word.strip("&,.") for word in text.split()]
        if all(part in text for part in parts):
            misses = sum(not any(word.startswith(part) for word in begins) for part in parts)
            ranked.append((misses, place, hit))
    return [hit for _misses, _place, hit in sorted(ranked, key=lambda item: item[:2])]


class _HitModel(QAbstractListModel):
    """What is offered now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []

    def fill(self, hits: Sequence[Hit]) -> None:
        self.beginResetModel()
        self.hits = list(hits)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt asks with and without a parent
        return 0 if parent.isValid() else len(self.hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        hit = self.hits[index.row()]
        if role == HIT:
            return hit
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (hit.title, hit.caption, key_hint(hit.key)) if part)
        return None


class _HitDelegate(QStyledItemDelegate):
    """Paints one offer."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, two with a caption."""
        return QSize(100, theme.size(50 if index.data(HIT).caption else 38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint icon, title, caption and key."""
        hit: Hit = index.data(HIT)
        place = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_row_ground(painter, place, selected=selected, hovered=False, focused=False, indent=16)
        draw_icon(painter, place.x() + 16, place.center().y(), hit.icon, "primary" if selected else "muted", 18)
        key = key_hint(hit.key)
        wide = key_width(key) + 12 if key else 0
        x = place.x() + 16 + theme.size(30)
        room = place.right() - x - wide - 16
        middle = place.center().y()
        if hit.caption:
            draw_text(painter, QRectF(x, middle - theme.size(20), room, theme.size(20)), hit.title, "strong")
            draw_text(painter, QRectF(x, middle, room, theme.size(18)), hit.caption, "cap", "muted")
        else:
            draw_text(painter, QRectF(x, place.y(), room, place.height()), hit.title, "body")
        if key:
            draw_key(painter, place.right() - wide - 4, middle, key)
        painter.restore()


class Veil(QWidget):
    """A dark film over the window while something stands in front of it; a click beside that closes it."""

    beside = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()

    def cover(self) -> None:
        """Lie over the whole window."""
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the film."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 61 if theme.mode() == theme.LIGHT else 150))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tell a click beside what stands in front."""
        if self.childAt(event.position().toPoint()) is None:
            self.beside.emit()


class Palette(Veil):
    """``open_with(recent, hits, provider)``; typing filters, ``>`` shows acts only, Enter runs, Esc closes."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._acts: list[Hit] = []
        self._recent: list[Hit] = []
        self._provider: Provider | None = None
        self._before: QWidget | None = None
        self.entry = TextField(placeholder=_("Cari keluarga, halaman, atau perintah"), enter_moves_on=False)
        self.entry.setObjectName("bare")
        self.entry.setAccessibleName(_("Cari atau jalankan perintah"))
        self.model = _HitModel(self)
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setItemDelegate(_HitDelegate(self.view))
        self.view.setAccessibleName(_("Yang ditemukan"))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.clicked.connect(lambda _index: self.run_current())
        self.foot = Label(_("Enter menjalankan · ↑↓ memilih · > hanya perintah · Esc menutup"), "cap")
        self.box = QFrame(self)
        self.box.setObjectName("popup")
        box = QVBoxLayout(self.box)
        box.setContentsMargins(1, 8, 1, 8)
        box.setSpacing(6)
        for part in (self.entry, rule(), self.view, rule()):
            box.addWidget(part, 1 if part is self.view else 0)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(self.foot)
        box.addLayout(foot)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.entry.textChanged.connect(self._typed)
        self.entry.installEventFilter(self)
        self.beside.connect(self.close_palette)

    def open_with(self, acts: Sequence[Hit], recent: Sequence[Hit] = (), provider: Provider | None = None) -> None:
        """Open over the window, offering the recent ones first."""
        self._acts, self._recent, self._provider = list(acts), list(recent), provider
        self._before = self.window().focusWidget()
        self.entry.set_value("")
        self._show(self._recent + self._acts)
        self.cover()
        self._place()
        self.entry.setFocus()

    def _place(self) -> None:
        wide, high = min(theme.size(620), self.width() - 48), min(theme.size(440), self.height() - 80)
        self.box.setGeometry((self.width() - wide) // 2, max((self.height() - high) // 4, 24), wide, high)

    def close_palette(self) -> None:
        """Close; the focus returns to where it was."""
        self.hide()
        self._pause.stop()
        if self._before is not None:
            self._before.setFocus()

    def run_current(self) -> None:
        """Run what is chosen."""
        at = self.view.currentIndex().row()
        if 0 <= at < len(self.model.hits):
            hit = self.model.hits[at]
            self.close_palette()
            hit.run()

    def _typed(self, text: str) -> None:
        words = text.removeprefix(">").strip()
        self._show(fitting(self._acts if words or text.startswith(">") else self._recent + self._acts, words))
        if self._provider is not None and len(words) > 1 and not text.startswith(">"):
            self._pause.start()
        else:
            self._pause.stop()

    def _look(self) -> None:
        words = self.entry.value()
        if self._provider is not None and self.isVisible():
            self._show([*self._provider(words), *fitting(self._acts, words)])

    def _show(self, hits: Sequence[Hit]) -> None:
        self.model.fill(hits[:_SHOWN])
        self.view.setCurrentIndex(self.model.index(0) if hits else QModelIndex())

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """↑ ↓ move in the list, Enter runs, Esc closes, Tab stays here."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -8, Qt.Key.Key_PageDown: 8}
        pressed = Qt.Key(event.key())
        if pressed in steps:
            at = min(max(self.view.currentIndex().row() + steps[pressed], 0), len(self.model.hits) - 1)
            self.view.setCurrentIndex(self.model.index(at) if at >= 0 else QModelIndex())
        elif pressed in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.run_current()
        elif pressed == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return pressed in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        return True
