"""The sections of a questionnaire: how many answered, and what is missing where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui import theme
from ui.kit.paint import RIGHT, draw_focus, draw_icon, draw_text, width_of

Index = QModelIndex | QPersistentModelIndex
SECTION = Qt.ItemDataRole.UserRole
_MARKS = {
    "done": ("circle-check", "ok"),
    "begun": ("circle-dot", "warn"),
    "empty": ("circle-dashed", "muted"),
    "wrong": ("circle-alert", "bad"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One section: its id, title, answered and asked, the words for what is missing, and its state: done, begun, empty or wrong."""

    id: str
    title: str
    done: int = 0
    total: int = 0
    missing: str = ""
    state: str = "empty"


class _SectionModel(QAbstractListModel):
    """The sections."""

    def __init__(self, parent: SectionList) -> None:
        super().__init__(parent)
        self.sections: list[Section] = []

    def fill(self, sections: Sequence[Section]) -> None:
        if [section.id for section in sections] == [section.id for section in self.sections]:
            self.sections = list(sections)
            if sections:
                self.dataChanged.emit(self.index(0), self.index(len(sections) - 1))
            return
        self.beginResetModel()
        self.sections = list(sections)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt asks with and without a parent
        return 0 if parent.isValid() else len(self.sections)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        section = self.sections[index.row()]
        if role == SECTION:
            return section
        if role == Qt.ItemDataRole.DisplayRole:
            return section.title
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return ", ".join(part for part in (section.title, f"{section.done}/{section.total}", section.missing) if part)
        return None


class _SectionDelegate(QStyledItemDelegate):
    """Paints a section."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, or two when something is missing."""
        return QSize(100, theme.size(52 if index.data(SECTION).missing else 38))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint mark, title, count and what is missing."""
        section: Section = index.data(SECTION)
        place = QRectF(option.rect)
        state = option.state
        here = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if here:
            painter.fillRect(place, theme.colour("soft"))
            painter.fillRect(QRectF(place.x(), place.y(), 3, place.height()), theme.colour("primary"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, theme.colour("sunken"))
        icon, tint = _MARKS[section.state]
        top, high = place.y() + theme.size(8), theme.size(21)
        draw_icon(painter, place.x() + 14, top + high / 2, icon, tint, 18)
        x = place.x() + 14 + theme.size(28)
        count = f"{section.done}/{section.total}" if section.total else ""
        wide = width_of(count, "small") + 2
        draw_text(painter, QRectF(x, top, place.right() - x - wide - 22, high), section.title, "strong" if here else "body")
        draw_text(painter, QRectF(place.right() - wide - 14, top, wide, high), count, "small", "muted", RIGHT)
        missing = QRectF(x, top + theme.size(20), place.right() - x - 14, theme.size(18))
        draw_text(painter, missing, section.missing, "note", {"wrong": "bad", "done": "muted"}.get(section.state, "warn"))
        if state & QStyle.StateFlag.State_HasFocus:
            draw_focus(painter, place, 3)
        painter.restore()


class SectionList(QListView):
    """Sections one below the other; ``chosen(id)`` when another one is chosen."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._sections = _SectionModel(self)
        self.setModel(self._sections)
        self.setItemDelegate(_SectionDelegate(self))
        self.setAccessibleName(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._tell)
        self._quiet = False

    def set_sections(self, sections: Sequence[Section], current: str = "") -> None:
        """Show the sections as they stand; the one chosen stays chosen, or ``current`` is."""
        wanted = current or self.current()
        self._quiet = True
        self._sections.fill(sections)
        self.scheduleDelayedItemsLayout()
        self.set_current(wanted)
        self._quiet = False

    def current(self) -> str:
        """Return the id of the chosen section, or ""."""
        at = self.currentIndex().row()
        return self._sections.sections[at].id if 0 <= at < len(self._sections.sections) else ""

    def set_current(self, key: str) -> None:
        """Choose a section."""
        for at, section in enumerate(self._sections.sections):
            if section.id == key and self.currentIndex().row() != at:
                self.setCurrentIndex(self._sections.index(at))

    def restyle(self) -> None:
        """Lay out again at the new text size."""
        self.scheduleDelayedItemsLayout()

    def _tell(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid() and not self._quiet:
            self.chosen.emit(self._sections.sections[index.row()].id)
