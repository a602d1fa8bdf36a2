"""A list of very many records: it holds only their ids, and reads the rows that are in sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStackedLayout, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui import theme
from ui.kit.button import Button
from ui.kit.empty_state import EmptyState
from ui.kit.page import Handing
from ui.kit.paint import RIGHT, Chip, chip_width, draw_chip, draw_row_ground, draw_text, shortened, width_of

Index = QModelIndex | QPersistentModelIndex
_BLOCK, _KEPT_BLOCKS = 32, 64
_NEAR = 20  # rows from the end at which more are asked for
ROW = Qt.ItemDataRole.UserRole
ID = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Row:
    """One record in a list: name, a caption left and right below it (the right one is never shortened), a third line and a chip."""

    name: str
    left: str = ""
    right: str = ""
    below: str = ""
    chip: Chip | None = None

    @property
    def spoken(self) -> str:
        """All that is shown, in order."""
        return ", ".join(part for part in (self.name, self.left, self.right, self.below, self.chip.text if self.chip else "") if part)


Fetch = Callable[[Sequence[str]], Sequence[Row]]


class RecordModel(QAbstractListModel):
    """Ids of all, rows of some: rows are fetched in blocks when they come into sight and the last blocks are kept."""

    def __init__(self, fetch: Fetch, parent: QWidget) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self.ids: Sequence[str] = ()
        self._blocks: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def set_ids(self, ids: Sequence[str]) -> None:
        """Hold other ids; nothing is fetched until it is shown."""
        self.beginResetModel()
        self.ids = ids
        self._blocks.clear()
        self.endResetModel()

    def add_ids(self, ids: Sequence[str]) -> None:
        """Hold these below those already held; nothing is fetched until it is shown."""
        if not ids:
            return
        self._blocks.pop(len(self.ids) // _BLOCK, None)  # a block that was not full yet
        self.beginInsertRows(QModelIndex(), len(self.ids), len(self.ids) + len(ids) - 1)
        self.ids = [*self.ids, *ids]
        self.endInsertRows()

    def forget(self) -> None:
        """Fetch again what is in sight: records changed."""
        self._blocks.clear()
        if self.ids:
            self.dataChanged.emit(self.index(0), self.index(len(self.ids) - 1))

    def row(self, at: int) -> Row:
        """Return the row at a place, fetching its block when it is not at hand."""
        block = at // _BLOCK
        if block not in self._blocks:
            self._blocks[block] = self._fetch(self.ids[block * _BLOCK : (block + 1) * _BLOCK])
            while len(self._blocks) > _KEPT_BLOCKS:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(block)
        rows = self._blocks[block]
        return rows[at % _BLOCK] if at % _BLOCK < len(rows) else Row("…")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt asks with and without a parent
        """How many ids there are."""
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Answer with the row, its name, or all its texts for screen readers."""
        if role == ID:
            return self.ids[index.row()]
        if role == ROW:
            return self.row(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.row(index.row()).name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self.row(index.row()).spoken
        return None


class _RowDelegate(QStyledItemDelegate):
    """Paints a record: name with the matched letters underlined, two captions, a third line and the chip."""

    HEIGHTS: ClassVar[dict[bool, int]] = {False: 75, True: 58}

    def __init__(self, parent: RecordList) -> None:
        super().__init__(parent)
        self.matched = ""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Three lines; two in a low window."""
        return QSize(200, theme.size(self.HEIGHTS[theme.compact()]))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one record."""
        row = index.data(ROW)
        state = option.state
        place = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        draw_row_ground(
            painter,
            place,
            selected=bool(state & QStyle.StateFlag.State_Selected),
            hovered=bool(state & QStyle.StateFlag.State_MouseOver),
            focused=focused,
            indent=16,
        )
        room = place.adjusted(16, theme.size(7), -16, 0)
        self._paint_name(painter, room, row)
        self._paint_captions(painter, room, row)
        painter.restore()

    def _paint_name(self, painter: QPainter, room: QRectF, row: Row) -> None:
        high = theme.size(21)
        wide = room.width() - (chip_width(row.chip) + 10 if row.chip and theme.compact() else 0)
        draw_text(painter, QRectF(room.x(), room.y(), wide, high), row.name, "strong")
        at = row.name.casefold().find(self.matched.casefold()) if self.matched else -1
        if at >= 0:
            shown = shortened(row.name, "strong", wide)
            start = width_of(shown[:at], "strong")
            line = width_of(shown[at : at + len(self.matched)], "strong")
            painter.fillRect(QRectF(room.x() + start, room.y() + high - theme.size(2), line, 2), theme.colour("primary"))
        if row.chip and theme.compact():
            self._paint_chip(painter, room, room.y() + high / 2, row.chip)

    def _paint_captions(self, painter: QPainter, room: QRectF, row: Row) -> None:
        high, top = theme.size(18), room.y() + theme.size(21)
        right = width_of(row.right, "cap") + 1 if row.right else 0
        left = f"{row.left} · {row.below}".strip(" ·") if theme.compact() else row.left
        draw_text(painter, QRectF(room.x(), top, max(room.width() - right - (8 if right else 0), 0), high), left, "cap", "muted")
        draw_text(painter, QRectF(room.right() - right, top, right, high), row.right, "cap", "muted", RIGHT)
        if theme.compact():
            return
        top += theme.size(21)
        chip = min(chip_width(row.chip), room.width() * 0.75) if row.chip else 0
        draw_text(painter, QRectF(room.x(), top, room.width() - chip - (8 if chip else 0), high), row.below, "cap", "muted")
        if row.chip:
            self._paint_chip(painter, room, top + high / 2, row.chip)

    def _paint_chip(self, painter: QPainter, room: QRectF, middle: float, chip: Chip) -> None:
        wide, high = min(chip_width(chip), room.width() * 0.75), theme.size(21)
        draw_chip(painter, QRectF(room.right() - wide, round(middle - high / 2), wide, high), chip)


class _Rows(QListView):
    """The rows themselves."""

    def __init__(self, owner: RecordList) -> None:
        super().__init__()
        self.owner = owner
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(25)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; ↑ on the first row returns to the search field."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.owner.open_current()
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0 and not event.modifiers():
            self.owner.left_at_top.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keys arrive: the first row is chosen when none is."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))


class RecordList(Handing):
    """Many records, one chosen: ``fetch(ids)`` gives the rows in sight. ``chosen(id)`` on moving, ``opened(id)`` on Enter or double click.

    ``wanted_more()`` when the last rows held come near (:meth:`add_ids` then holds further ones).
    ``empty`` is the sentence shown when there is nothing, with at most one button.
    """

    chosen = Signal(str)
    opened = Signal(str)
    left_at_top = Signal()
    wanted_more = Signal()

    def __init__(self, name: str, fetch: Fetch, *, empty: str = "", button: Button | None = None, several: bool = False) -> None:
        super().__init__()
        self.model = RecordModel(fetch, self)
        self.view = _Rows(self)
        self.delegate = _RowDelegate(self)
        self.view.setItemDelegate(self.delegate)
        self.view.setModel(self.model)
        mode = QAbstractItemView.SelectionMode
        self.view.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.view.setAccessibleName(name)
        self.nothing = EmptyState(empty, button=button)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.nothing)
        self.view.selectionModel().currentChanged.connect(lambda now, _before: self._tell(now))
        self.view.doubleClicked.connect(lambda _index: self.open_current())
        self.view.verticalScrollBar().valueChanged.connect(self._near_end)
        self.set_ids(())

    @property
    def keys(self) -> QWidget:
        """The rows, or the button that stands for them when there are none."""
        return self.view if self.model.ids or self.nothing.button is None else self.nothing.button

    def set_ids(self, ids: Sequence[str], *, matched: str = "", current: str = "") -> None:
        """Hold other ids (100,000 take an instant); ``matched`` letters are underlined, ``current`` is chosen without a signal."""
        self.delegate.matched = matched
        self.model.set_ids(ids)
        self._stack.setCurrentWidget(self.view if ids else self.nothing)
        if current:
            self.set_current(current)

    def add_ids(self, ids: Sequence[str]) -> None:
        """Hold further ids below those already held; what is chosen and where one scrolled to stays."""
        self.model.add_ids(ids)

    def _near_end(self, value: int) -> None:
        rows = _NEAR * theme.size(_RowDelegate.HEIGHTS[theme.compact()])
        if value >= self.view.verticalScrollBar().maximum() - rows:
            self.wanted_more.emit()

    def say_empty(self, sentence: str) -> None:
        """Say why there is nothing."""
        self.nothing.say(sentence)

    def refresh(self) -> None:
        """Read again what is in sight."""
        self.model.forget()

    def current(self) -> str:
        """Return the id of the chosen record, or ""."""
        index = self.view.currentIndex()
        return str(self.model.ids[index.row()]) if index.isValid() else ""

    def set_current(self, key: str) -> None:
        """Choose a record without telling ``chosen``; an id that is not in the list leaves none chosen."""
        at = self.model.ids.index(key) if key in self.model.ids else -1
        other = key != self.current()
        self.view.selectionModel().blockSignals(True)
        self.view.setCurrentIndex(self.model.index(at) if at >= 0 else QModelIndex())
        self.view.selectionModel().blockSignals(False)
        if at >= 0 and other:
            self.view.scrollTo(self.model.index(at))
        self.view.viewport().update()

    def marked(self) -> tuple[str, ...]:
        """Return the ids of all selected records, top to bottom."""
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return tuple(str(self.model.ids[at]) for at in places)

    def step(self, by: int) -> None:
        """Choose the next (1) or previous (-1) record, wherever the focus is."""
        at = self.view.currentIndex().row() + by
        if 0 <= at < len(self.model.ids):
            self.view.setCurrentIndex(self.model.index(at))

    def open_current(self) -> None:
        """Open the chosen record."""
        if self.current():
            self.opened.emit(self.current())

    def restyle(self) -> None:
        """Lay out again: rows have another height."""
        self.view.scheduleDelayedItemsLayout()

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(str(self.model.ids[index.row()]))
