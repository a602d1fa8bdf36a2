"""A place for a photo: drop it here, or Ctrl+I picks a file; once there, it is shown small."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.paint import CENTRE, draw_focus, draw_icon, draw_text


class PhotoSlot(QWidget):
    """``dropped(path)`` when a file is dropped, ``asked()`` when one should be picked (Ctrl+I, Enter, click), ``removed()`` on Del."""

    dropped = Signal(str)
    asked = Signal()
    removed = Signal()

    def __init__(self, label: str, *, width: int = 168, height: int = 126) -> None:
        super().__init__()
        self.label, self.wide, self.tall = label, width, height
        self.image = QImage()
        self.note, self.note_kind = "", "muted"
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._speak()

    def set_image(self, image: QImage | None) -> None:
        """Show a photo (already small), or the empty frame."""
        self.image = image or QImage()
        self.say("")

    def say(self, sentence: str, kind: str = "muted") -> None:
        """Say something in the frame: why a file was refused (bad), that it follows later (info)."""
        self.note, self.note_kind = sentence, kind
        self._speak()
        self.update()

    def _speak(self) -> None:
        state = _("ada") if not self.image.isNull() else _("belum ada")
        self.setAccessibleName(", ".join(part for part in (self.label, state, self.note) if part))
        self.setToolTip(self.note)

    def sizeHint(self) -> QSize:
        """The photo and its caption."""
        return QSize(theme.size(self.wide), theme.size(self.tall + 24))

    def minimumSizeHint(self) -> QSize:
        """Narrower where several stand side by side."""
        return QSize(theme.size(96), self.sizeHint().height())

    def restyle(self) -> None:
        """Measure again at the new text size."""
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint photo or frame, the caption below."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        frame = QRectF(0, 0, self.width(), self.height() - theme.size(24))
        if self.image.isNull():
            self._paint_empty(painter, frame)
        else:
            self._paint_photo(painter, frame)
        if self.hasFocus():
            draw_focus(painter, frame, 8)
        draw_text(painter, QRectF(0, frame.bottom() + 3, self.width(), theme.size(20)), self.label, "cap", "muted")
        painter.end()

    def _paint_empty(self, painter: QPainter, frame: QRectF) -> None:
        pen = QPen(theme.colour("bad" if self.note_kind == "bad" else "edge"), 1.5, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 8, 8)
        side = theme.size(22)
        draw_icon(painter, frame.center().x() - side / 2, frame.center().y() - theme.size(22), "camera", "muted", 22)
        words = self.note or _("Seret foto ke sini, atau Ctrl I")
        painter.setFont(theme.font("cap"))
        painter.setPen(theme.colour(self.note_kind))
        room = QRectF(frame.x() + 10, frame.center().y() - theme.size(6), frame.width() - 20, frame.height() / 2)
        painter.drawText(
            room, int(CENTRE & Qt.AlignmentFlag.AlignHCenter) | int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap), words
        )

    def _paint_photo(self, painter: QPainter, frame: QRectF) -> None:
        clip = QPainterPath()
        clip.addRoundedRect(frame, 8, 8)
        painter.save()
        painter.setClipPath(clip)
        size = self.image.size().scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        corner = frame.center() - QPointF(size.width() / 2, size.height() / 2)
        painter.drawImage(QRectF(corner.x(), corner.y(), size.width(), size.height()), self.image)
        painter.restore()
        if self.note:
            band = QRectF(frame.x(), frame.bottom() - theme.size(24), frame.width(), theme.size(24))
            painter.fillRect(band, theme.colour("surface"))
            draw_text(painter, band.adjusted(8, 0, -8, 0), self.note, "cap", self.note_kind)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Tell each file dropped."""
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.dropped.emit(url.toLocalFile())
        event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+I, Enter and Space pick a file; Del takes the photo away (which can be undone)."""
        picks = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and not event.modifiers()
        if picks or (event.key() == Qt.Key.Key_I and event.modifiers() == Qt.KeyboardModifier.ControlModifier):
            self.asked.emit()
        elif event.key() == Qt.Key.Key_Delete and not self.image.isNull():
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """A click picks a file."""
        self.asked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()
