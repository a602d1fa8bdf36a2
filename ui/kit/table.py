"""A table of figures and states, painted cell by cell; Enter opens the row, Ctrl+C copies what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui import theme
from ui.kit.paint import LEFT, RIGHT, Chip, chip_width, draw_bar, draw_chip, draw_icon, draw_row_ground, draw_text, width_of

Index = QModelIndex | QPersistentModelIndex
CELL = Qt.ItemDataRole.UserRole
_LEAST_SHARE = 130


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its width in pixels (0 shares what is left), whether it is right aligned (figures)."""

    title: str
    width: int = 0
    right: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. Looks: plain, strong, struck, muted, chip, icon (icon and words), wrong, warn (outlined), bar, tick.

    ``second`` is a second line; ``kind`` the colour or chip kind; ``value`` the percentage of a bar or 1 for a tick; ``target`` a bar's goal.
    """

    text: str = ""
    look: str = "plain"
    second: str = ""
    kind: str = ""
    icon: str = ""
    value: float = 0
    target: float | None = None

    @property
    def spoken(self) -> str:
        """All that is shown, in order."""
        return " ".join(part for part in (self.text, self.second) if part)


Cells = Sequence[Cell | str]


def chip_cell(text: str, kind: str, icon: str = "") -> Cell:
    """Return a cell with a state chip."""
    return Cell(text, "chip", kind=kind, icon=icon)


class _TableModel(QAbstractTableModel):
    """Rows of cells under columns."""

    def __init__(self, columns: Sequence[Column], parent: DataTable) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.rows: list[Cells] = []
        self.ids: list[str] = []

    def fill(self, rows: Sequence[Cells], ids: Sequence[str]) -> None:
        self.beginResetModel()
        self.rows, self.ids = list(rows), list(ids)
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        found = self.rows[index.row()][index.column()]
        return found if isinstance(found, Cell) else Cell(found)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt asks with and without a parent
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt asks with and without a parent
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if self.columns[section].right else LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cell = self.cell(index)
        if role == CELL:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.spoken or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.columns[index.column()].title} {cell.spoken}"
        return None


class _CellDelegate(QStyledItemDelegate):
    """Paints one cell by its look."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row's ground, then the cell."""
        table = self.parent()
        assert isinstance(table, DataTable)
        state = option.state
        place = QRectF(option.rect)
        cell: Cell = index.data(CELL)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        draw_row_ground(painter, place, selected=selected, hovered=False, focused=focused, bar=index.column() == 0)
        inset = 16 if index.column() == 0 else 10
        side = RIGHT if table.columns[index.column()].right else LEFT
        self._paint_cell(painter, place, place.adjusted(inset, 0, -10, -1), cell, side)
        painter.restore()

    def _paint_cell(self, painter: QPainter, place: QRectF, room: QRectF, cell: Cell, side: Qt.AlignmentFlag) -> None:
        if cell.look == "chip":
            self._paint_chip(painter, room, Chip(cell.text, cell.kind or "mute", cell.icon))
        elif cell.look == "bar":
            self._paint_bar(painter, room, cell)
        elif cell.look == "tick":
            self._paint_tick(painter, room, on=cell.value > 0)
        elif cell.look in {"wrong", "warn"}:
            self._paint_wrong(painter, place, room, cell, side)
        else:
            self._paint_words(painter, room, cell, side)

    def _paint_words(self, painter: QPainter, room: QRectF, cell: Cell, side: Qt.AlignmentFlag) -> None:
        ink = cell.kind or ("muted" if cell.look == "muted" else "text")
        role = "smallstrong" if cell.look == "strong" or (cell.kind and cell.look != "muted") else "small"
        if cell.icon:
            moved = draw_icon(painter, room.x(), room.center().y(), cell.icon, cell.kind or "muted", 16) + 7
            room = room.adjusted(moved, 0, 0, 0)
        if not cell.second:
            draw_text(painter, room, cell.text, role, ink, side)
            return
        high, middle = theme.size(18), room.center().y()
        draw_text(painter, QRectF(room.x(), middle - high, room.width(), high), cell.text, role, "text", side)
        if cell.look == "struck":  # who died stays to be seen, struck through, with the day below
            wide = min(width_of(cell.text, role), room.width())
            painter.fillRect(QRectF(room.x(), round(middle - high / 2), wide, 1), theme.colour("text"))
        draw_text(painter, QRectF(room.x(), middle, room.width(), high), cell.second, "cap", cell.kind or "muted", side)

    def _paint_chip(self, painter: QPainter, room: QRectF, chip: Chip) -> None:
        high = theme.size(22)
        wide = min(chip_width(chip), room.width() + 8)
        draw_chip(painter, QRectF(room.x(), round(room.center().y() - high / 2), wide, high), chip)

    def _paint_bar(self, painter: QPainter, room: QRectF, cell: Cell) -> None:
        figure = theme.size(48)
        draw_bar(
            painter, QRectF(room.x(), room.center().y() - 4, room.width() - figure, 8), cell.value, cell.kind or "primary", cell.target
        )
        draw_text(
            painter,
            QRectF(room.right() - figure, room.y(), figure, room.height()),
            cell.text or f"{cell.value:.0f} %",
            "small",
            "text",
            RIGHT,
        )

    def _paint_tick(self, painter: QPainter, room: QRectF, *, on: bool) -> None:
        side = theme.size(16)
        box = QRectF(room.x() + 0.5, round(room.center().y() - side / 2) + 0.5, side, side)
        painter.setPen(QPen(theme.colour("primary" if on else "edge"), 1))
        painter.setBrush(theme.colour("primary" if on else "surface"))
        painter.drawRoundedRect(box, 4, 4)
        if on:
            draw_icon(painter, box.x() + theme.size(1), box.center().y(), "check", "on", 14)

    def _paint_wrong(self, painter: QPainter, place: QRectF, room: QRectF, cell: Cell, side: Qt.AlignmentFlag) -> None:
        ink = "bad" if cell.look == "wrong" else "warn"
        painter.setPen(QPen(theme.colour(ink), 1.5))
        painter.setBrush(theme.colour(f"{ink}bg"))
        painter.drawRoundedRect(place.adjusted(4, 3, -4, -4), 5, 5)
        draw_text(painter, room, cell.text, "smallstrong", ink, side)


class DataTable(QTableView):
    """Columns and rows of cells. ``opened(id)`` on Enter or double click, ``chosen(id)`` on moving to another row.

    Row heights: 34 dense, 52 for two lines (44 in a low window).
    """

    opened = Signal(str)
    chosen = Signal(str)

    def __init__(self, name: str, columns: Sequence[Column], *, row_height: int = 34, several: bool = False) -> None:
        super().__init__()
        self.columns = list(columns)
        self.row_height = row_height
        self._model = _TableModel(columns, self)
        self.setModel(self._model)
        self.setItemDelegate(_CellDelegate(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now))
        self.doubleClicked.connect(lambda _index: self.open_current())
        self.restyle()

    def set_rows(self, rows: Sequence[Cells], ids: Sequence[str] = ()) -> None:
        """Show other rows; the row chosen before stays chosen when its id is still there."""
        before = self.current()
        self.blockSignals(True)
        self._model.fill(rows, ids or [str(at) for at in range(len(rows))])
        if before:
            self.set_current(before)
        self.blockSignals(False)

    def current(self) -> str:
        """Return the id of the chosen row, or ""."""
        at = self.currentIndex().row()
        return self._model.ids[at] if 0 <= at < len(self._model.ids) else ""

    def set_current(self, key: str) -> None:
        """Choose the row with this id."""
        if key in self._model.ids:
            self.setCurrentIndex(self._model.index(self._model.ids.index(key), 0))

    def marked(self) -> tuple[str, ...]:
        """Return the ids of all selected rows, top to bottom."""
        return tuple(self._model.ids[at] for at in sorted(index.row() for index in self.selectionModel().selectedRows()))

    def open_current(self) -> None:
        """Open the chosen row."""
        if self.current():
            self.opened.emit(self.current())

    def natural_height(self) -> int:
        """Return the height that shows all rows without scrolling, in pixels."""
        return self.horizontalHeader().height() + self._model.rowCount() * self.verticalHeader().defaultSectionSize() + 2

    def restyle(self) -> None:
        """Take row heights and column widths from the text size."""
        high = theme.size(44 if theme.compact() and self.row_height > 44 else self.row_height)
        self.verticalHeader().setMinimumSectionSize(high)
        self.verticalHeader().setDefaultSectionSize(high)
        header = self.horizontalHeader()
        header.setFixedHeight(theme.size(32))
        header.setMinimumSectionSize(24)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._share_width()

    def _share_width(self) -> None:
        """Give the columns their widths; where there is too little room, all give way by the same factor and none vanishes."""
        room = max(self.viewport().width(), 120)
        fixed = sum(theme.size(column.width) for column in self.columns)
        sharing = [at for at, column in enumerate(self.columns) if not column.width]
        least = theme.size(_LEAST_SHARE) * len(sharing)
        factor = min(1.0, room / (fixed + least))
        left = room
        for at, column in enumerate(self.columns):
            if column.width:
                width = int(theme.size(column.width) * factor)
                self.horizontalHeader().resizeSection(at, width)
                left -= width
        for place, at in enumerate(sharing):
            width = left // (len(sharing) - place)
            self.horizontalHeader().resizeSection(at, width)
            left -= width

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width among the columns."""
        super().resizeEvent(event)
        self._share_width()

    def _tell(self, index: QModelIndex) -> None:
        if index.isValid() and not self.signalsBlocked():
            self.chosen.emit(self._model.ids[index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies the rows as they are seen (masked stays masked)."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.open_current()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the selected rows, cells parted by tabs."""
        columns = range(len(self.columns))
        marked = self.selectionModel().selectedRows()
        lines = ["\t".join(self._model.cell(index.siblingAtColumn(at)).spoken for at in columns) for index in marked]
        QGuiApplication.clipboard().setText("\n".join(lines))
