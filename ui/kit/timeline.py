"""All that was done, newest first: a day, an icon on the line, what happened and who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.kit.paint import RIGHT, draw_focus, draw_icon, draw_text, width_of

Index = QModelIndex | QPersistentModelIndex
ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done: id, day as shown ("21 Nov"), icon, colour, title, and a sentence of up to two lines."""

    id: str
    day: str
    icon: str
    tint: str
    title: str
    text: str = ""


class _EntryModel(QAbstractListModel):
    """The entries."""

    def __init__(self, parent: Timeline) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []

    def fill(self, entries: Sequence[Entry]) -> None:
        self.beginResetModel()
        self.entries = list(entries)
        self.endResetModel()

    def add(self, entries: Sequence[Entry]) -> None:
        self.beginInsertRows(QModelIndex(), len(self.entries), len(self.entries) + len(entries) - 1)
        self.entries += entries
        self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt asks with and without a parent
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return ", ".join(part for part in (entry.day, entry.title, entry.text) if part)
        return None


def _two_lines(text: str, width: float) -> list[str]:
    """Break a text into at most two lines of caption type; what does not fit the second is shortened when it is painted."""
    lines, words = [""], text.split()
    for at, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width_of(longer, "cap") <= width:
            lines[-1] = longer
        elif len(lines) == 1:
            lines.append(word)
        else:
            lines[-1] = " ".join([lines[-1], *words[at:]])
            break
    return [line for line in lines if line]


class _EntryDelegate(QStyledItemDelegate):
    """Paints an entry beside the line that joins them."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """A title line and up to two lines of text."""
        view = self.parent()
        assert isinstance(view, Timeline)
        width = view.viewport().width() - theme.size(32) - 8
        return QSize(100, int(theme.size(22) + len(_two_lines(index.data(ENTRY).text, width)) * theme.size(17) + theme.size(9)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry."""
        entry: Entry = index.data(ENTRY)
        place = QRectF(option.rect)
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place.adjusted(theme.size(26), 0, 0, 0), theme.colour("sunken"))
        self._paint_mark(painter, place, entry)
        x, top, high = place.x() + theme.size(32), place.y() + theme.size(2), theme.size(20)
        day = width_of(entry.day, "cap") + 1
        room = place.right() - x - 4
        draw_text(painter, QRectF(x, top, room - day - 8, high), entry.title, "smallstrong")
        draw_text(painter, QRectF(x + room - day, top, day, high), entry.day, "cap", "muted", RIGHT)
        line = theme.size(17)
        for at, words in enumerate(_two_lines(entry.text, room)):
            draw_text(painter, QRectF(x, top + high + at * line, room, line), words, "cap", "muted")
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus(painter, place.adjusted(theme.size(26), 0, 0, -1), 4)
        painter.restore()

    def _paint_mark(self, painter: QPainter, place: QRectF, entry: Entry) -> None:
        x, y = place.x() + theme.size(12), place.y() + theme.size(13)
        painter.setPen(QPen(theme.colour("line"), 2))
        painter.drawLine(QPointF(x, place.y()), QPointF(x, place.bottom() + 1))
        painter.setPen(QPen(theme.colour(entry.tint), 1.5))
        painter.setBrush(theme.colour("surface"))
        painter.drawEllipse(QPointF(x, y), theme.size(10), theme.size(10))
        draw_icon(painter, x - theme.size(12) / 2, y, entry.icon, entry.tint, 12)


class Timeline(QListView):
    """Entries one below the other. ``opened(id)`` on Enter or double click, ``wanted_more()`` near the end of what is shown."""

    opened = Signal(str)
    wanted_more = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._entries = _EntryModel(self)
        self.setModel(self._entries)
        self.setItemDelegate(_EntryDelegate(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.doubleClicked.connect(lambda index: self.opened.emit(self._entries.entries[index.row()].id))
        self.verticalScrollBar().valueChanged.connect(self._near_end)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these entries instead; who has the keys is on the first of them."""
        self._entries.fill(entries)
        if entries and self.hasFocus():
            self.setCurrentIndex(self._entries.index(0))

    def add_entries(self, entries: Sequence[Entry]) -> None:
        """Show these below those already there."""
        if entries:
            self._entries.add(entries)

    def restyle(self) -> None:
        """Lay out again at the new text size."""
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Texts wrap anew."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _near_end(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - theme.size(120):
            self.wanted_more.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.opened.emit(self._entries.entries[self.currentIndex().row()].id)
        else:
            super().keyPressEvent(event)
