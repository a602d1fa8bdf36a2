"""The sheet as it will be printed, on screen: one page at a time, to the width or larger."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.arrange import frame
from ui.kit.button import Button
from ui.kit.label import Label
from ui.kit.page import Handing
from ui.kit.paint import CENTRE, draw_focus, draw_text

_ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)


class _Sheet(QLabel):
    """One sheet; white in every theme."""

    def __init__(self, owner: PaperPreview) -> None:
        super().__init__()
        self.owner = owner
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the page, or the outline of a sheet while it is made."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self.owner.sheet_place()
        painter.fillRect(place, Qt.GlobalColor.white)
        image = self.owner.image()
        if image is not None:
            painter.drawImage(place, image)
        elif self.owner.waiting:
            draw_text(painter, place, self.owner.waiting, "small", "#4A5A67", CENTRE)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.drawRect(place.adjusted(0, 0, -1, -1))
        if self.hasFocus():
            draw_focus(painter, place.adjusted(-4, -4, 4, 4), 3)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp and PgDn turn the page, + and - change the size."""
        if not self.owner.key(event):
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()


class PaperPreview(Handing):
    """Pages as images; ``set_pages`` shows them, the old ones stay in sight until then. ``turned(int)`` tells the page shown (from 0)."""

    turned = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.pages: list[QImage] = []
        self.at, self.zoom, self.waiting = 0, 0.0, ""
        self.number, self.caption = Label("", "small", whole=True), Label("", "cap", side=CENTRE)
        self.back = Button("", "ghost", icon="chevron-left", name=_("Halaman sebelumnya"), height=32, run=lambda: self.turn(-1))
        self.forth = Button("", "ghost", icon="chevron-right", name=_("Halaman berikutnya"), height=32, run=lambda: self.turn(1))
        smaller = Button("", "ghost", icon="zoom-out", name=_("Perkecil lembar"), height=32, run=lambda: self.resize_sheet(-1))
        larger = Button("", "ghost", icon="zoom-in", name=_("Perbesar lembar"), height=32, run=lambda: self.resize_sheet(1))
        whole = Button(_("Selembar"), "ghost", height=32, run=lambda: self.resize_sheet(0))
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 3, 16, 3)
        bar.setSpacing(4)
        for part in (self.back, self.number, self.forth):
            bar.addWidget(part)
        bar.addWidget(self.caption, 1)
        for part in (smaller, whole, larger):
            bar.addWidget(part)
        self._sheet = _Sheet(self)
        self._area = QScrollArea()
        self._area.setObjectName("paper")
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._area.setWidget(self._sheet)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(frame(bar, "head"))
        box.addWidget(self._area, 1)
        self._show()

    @property
    def keys(self) -> QWidget:
        """The sheet."""
        return self._sheet

    def set_pages(self, pages: Sequence[QImage], caption: str = "") -> None:
        """Show other pages; the page number is kept where it can be."""
        self.pages, self.waiting = list(pages), ""
        self.at = min(self.at, max(len(self.pages) - 1, 0))
        self.caption.setText(caption)
        self._show()

    def wait(self, sentence: str) -> None:
        """Say that the sheet is being made; pages already there stay in sight."""
        self.waiting = sentence
        self.caption.setText(sentence)
        self._sheet.update()

    def image(self) -> QImage | None:
        """Return the page in sight."""
        return self.pages[self.at] if self.pages else None

    def turn(self, by: int) -> None:
        """Show the next (1) or previous (-1) page."""
        self.at = min(max(self.at + by, 0), max(len(self.pages) - 1, 0))
        self._show()
        self.turned.emit(self.at)

    def resize_sheet(self, step: int) -> None:
        """Show the sheet larger (1), smaller (-1), or whole (0)."""
        if step == 0:
            self.zoom = 0.0
        else:
            now = self.zoom or self._whole()
            fitting = [zoom for zoom in _ZOOMS if (zoom > now if step > 0 else zoom < now)]
            self.zoom = (fitting[0] if step > 0 else fitting[-1]) if fitting else now
        self._show()

    def key(self, event: QKeyEvent) -> bool:
        """Answer a key of the sheet; False when it is none."""
        turns = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
        sizes = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
        pressed = Qt.Key(event.key())
        if pressed in turns:
            self.turn(turns[pressed])
        elif pressed in sizes:
            self.resize_sheet(sizes[pressed])
        return pressed in turns or pressed in sizes

    def _size(self) -> QSize:
        image = self.image()
        return image.size() if image is not None else QSize(645, 990)

    def _whole(self) -> float:
        """Return the scale at which the sheet is seen whole."""
        room, sheet = self._area.viewport().size(), self._size()
        return max(min((room.width() - 32) / sheet.width(), (room.height() - 24) / sheet.height()), 0.05)

    def sheet_place(self) -> QRectF:
        """Return where the sheet is painted."""
        scale, sheet = self.zoom or self._whole(), self._size()
        width, height = sheet.width() * scale, sheet.height() * scale
        return QRectF((self._sheet.width() - width) / 2, (self._sheet.height() - height) / 2, width, height)

    def _show(self) -> None:
        count = max(len(self.pages), 1)
        self.number.setText(f"{self.at + 1} / {count}")
        self.back.disable("" if self.at > 0 else _("Ini halaman pertama"))
        self.forth.disable("" if self.at < count - 1 else _("Ini halaman terakhir"))
        self._sheet.setAccessibleName(_("Halaman {at} dari {count}").format(at=self.at + 1, count=count))
        scale, sheet, room = self.zoom or self._whole(), self._size(), self._area.viewport().size()
        self._sheet.resize(max(int(sheet.width() * scale) + 16, room.width()), max(int(sheet.height() * scale) + 16, room.height()))
        self._sheet.update()

    def resizeEvent(self, _event: object) -> None:
        """Fit the sheet anew."""
        self._show()

    def showEvent(self, _event: object) -> None:
        """Fit the sheet once its room is known."""
        self._show()
