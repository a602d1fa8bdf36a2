"""Parts side by side that go on in the next line where the place is too narrow, and tiles that share a line or stand two by two."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QLayoutItem, QWidget

from ui import theme


class Flow(QLayout):
    """A line of parts at the left (or, with ``right``, at the right) that wraps; each part keeps the width it wants."""

    def __init__(self, parts: Sequence[QWidget], *, spacing: int = 8, right: bool = False) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._right = right
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            self.addWidget(part)

    def addItem(self, item: QLayoutItem) -> None:
        """Take one more part."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many parts there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return a part by its place; None behind the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Give a part back."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Ask for no more room than the parts take."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Less width means more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height the lines take in a width."""
        lines = self._lines(width)
        return sum(max(size.height() for _item, size in line) for line in lines) + self.spacing() * max(len(lines) - 1, 0)

    def sizeHint(self) -> QSize:
        """All in one line."""
        sizes = [item.sizeHint() for item in self._shown()]
        wide = sum(size.width() for size in sizes) + self.spacing() * max(len(sizes) - 1, 0)
        return QSize(wide, max((size.height() for size in sizes), default=0))

    def minimumSize(self) -> QSize:
        """As wide as the widest part."""
        sizes = [item.minimumSize() for item in self._shown()]
        return QSize(max((size.width() for size in sizes), default=0), max((size.height() for size in sizes), default=0))

    def setGeometry(self, place: QRect) -> None:
        """Put every part into its line."""
        super().setGeometry(place)
        top = place.y()
        for line in self._lines(place.width()):
            used = sum(size.width() for _item, size in line) + self.spacing() * (len(line) - 1)
            left = place.x() + (place.width() - used if self._right else 0)
            high = max(size.height() for _item, size in line)
            for item, size in line:
                item.setGeometry(QRect(left, top + (high - size.height()) // 2, size.width(), size.height()))
                left += size.width() + self.spacing()
            top += high + self.spacing()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        left = 0
        for item in self._shown():
            size = item.sizeHint().boundedTo(QSize(max(width, item.minimumSize().width()), 10000))
            if not lines or left + size.width() > width:
                lines.append([])
                left = 0
            lines[-1].append((item, size))
            left += size.width() + self.spacing()
        return lines


def wrapped(*parts: QWidget, spacing: int = 8, right: bool = False) -> Flow:
    """Return parts side by side that go on in the next line where the place is too narrow."""
    return Flow(parts, spacing=spacing, right=right)


class Tiles(QWidget):
    """Tiles of equal width in one line; two by two where a tile would become narrower than ``least`` pixels."""

    def __init__(self, tiles: Sequence[QWidget], *, least: int = 150, spacing: int = 10) -> None:
        super().__init__()
        self._tiles, self._least, self._across = list(tiles), least, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(spacing)
        self.restyle()

    def restyle(self) -> None:
        """Arrange for the width and the text size."""
        wide = self.width() / max(len(self._tiles), 1)
        across = len(self._tiles) if wide >= theme.size(self._least) else 2
        if across == self._across:
            return
        self._across = across
        for at, tile in enumerate(self._tiles):
            self._grid.addWidget(tile, at // across, at % across)
        for at in range(len(self._tiles)):
            self._grid.setColumnStretch(at, 1 if at < across else 0)

    def resizeEvent(self, _event: object) -> None:
        """Arrange for the new width."""
        self.restyle()
