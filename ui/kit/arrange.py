"""Putting parts side by side or one above the other, on a grid of four pixels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui import theme

# What a row or column may hold: a part, a layout, a gap in pixels, None for what stretches, or (part, stretch).
Item = QWidget | QLayout | int | tuple[QWidget | QLayout, int] | None
_ROOM = 24  # pixels kept above and below what has the keys
Margins = tuple[int, int, int, int]


def row(*items: Item, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QHBoxLayout:
    """Return the items side by side; None stretches, a number is a gap in pixels, (item, n) takes a share n of the room."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def column(*items: Item, spacing: int = 8, margins: Margins = (0, 0, 0, 0)) -> QVBoxLayout:
    """Return the items one above the other; items as in :func:`row`."""
    layout = QVBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def _fill(layout: QBoxLayout, items: Sequence[Item], spacing: int, margins: Margins) -> None:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for item in items:
        part, stretch = item if isinstance(item, tuple) else (item, 0)
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, int):
            layout.addSpacing(part)
        elif isinstance(part, QLayout):
            layout.addLayout(part, stretch)
        else:
            layout.addWidget(part, stretch)


def grid(
    rows: Sequence[Sequence[QWidget | tuple[QWidget, int] | None]], shares: Sequence[int] = (), across: int = 12, down: int = 4
) -> QGridLayout:
    """Return fields in rows; (field, n) spans n columns, None leaves a place empty, `shares` are the columns' shares of the width."""
    layout = QGridLayout()
    layout.setHorizontalSpacing(across)
    layout.setVerticalSpacing(down)
    layout.setContentsMargins(0, 0, 0, 0)
    for y, fields in enumerate(rows):
        x = 0
        for field in fields:
            part, span = field if isinstance(field, tuple) else (field, 1)
            if part is not None:
                layout.addWidget(part, y, x, 1, span)
            x += span
    for x, share in enumerate(shares):
        layout.setColumnStretch(x, share)
        layout.setColumnMinimumWidth(x, 0)
    return layout


class _Frame(QFrame):
    """A frame whose width and height follow the text size; the width at most by a quarter, so that three panes still fit."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._width, self._height = width, height
        self.restyle()

    def restyle(self) -> None:
        """Take width and height from the text size."""
        if self._width:
            self.setFixedWidth(round(self._width * min(theme.scale(), 1.25)))
        if self._height:
            self.setFixedHeight(theme.size(self._height))


def frame(layout: QLayout, look: str = "", *, width: int = 0, height: int = 0) -> QFrame:
    """Return a frame around a layout; looks: pane, rightpane, head, foot, card, sunk, softbox, warnbox, badbox, okbox, infobox, page."""
    made = _Frame(width, height)
    if look:
        made.setObjectName(look)
    made.setLayout(layout)
    return made


def rule(*, upright: bool = False) -> QFrame:
    """Return a hairline, lying or upright."""
    line = QFrame()
    line.setObjectName("rule")
    line.setFixedWidth(1) if upright else line.setFixedHeight(1)
    return line


class _Inside(QWidget):
    """What scrolls: its height follows from its width, never from the tallest it could be."""

    def minimumSizeHint(self) -> QSize:
        """As narrow as its parts allow, and as low as it likes."""
        return QSize(super().minimumSizeHint().width(), 0 if self.hasHeightForWidth() else super().minimumSizeHint().height())


class ScrollArea(QScrollArea):
    """Scrolls up and down only, and brings whatever gets the keys into sight, from wherever they came."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow)
        self.verticalScrollBar().rangeChanged.connect(self._stay)

    def _stay(self, _least: int, _most: int) -> None:
        """A note that appears above moves what has the keys; it stays in sight."""
        self._follow(None, QApplication.focusWidget())

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        inside = self.widget()
        if now is not None and inside is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, theme.size(_ROOM))


def scrolled(layout: QLayout, name: str) -> QScrollArea:
    """Return a layout that scrolls up and down only; the name is for screen readers."""
    area = ScrollArea()
    area.setAccessibleName(name)
    inside = _Inside()
    inside.setObjectName("scrolled")
    inside.setLayout(layout)
    area.setWidget(inside)
    return area


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)
