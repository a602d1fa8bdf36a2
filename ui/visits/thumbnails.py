"""Photos of a visit: small ones in a row that wraps, and one of them large."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QDialog, QGroupBox, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services.photos import PhotoView
from ui import theme
from ui.forms.photo import small_image
from ui.kit import Label
from ui.kit.paint import draw_focus, draw_icon, draw_text
from ui.operation import Operation
from ui.visits.kept_photos import KeptPhotos

_WIDE, _TALL, _GAP = 150, 112, 10


class Thumbnails(QGroupBox):
    """Small photos; arrows move, Enter or a click opens (``opened(n)``)."""

    opened = Signal(int)

    def __init__(self, views: Sequence[PhotoView], photos: KeptPhotos) -> None:
        super().__init__()
        self.views, self.photos = list(views), photos
        self.images: dict[str, QImage] = {}
        self.missing: dict[str, str] = {}
        self.current = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        for view in self.views:
            self._read(view.sha)
        self._speak()

    def _read(self, sha: str) -> None:
        work = Operation(lambda _job: small_image(self.photos.read(sha)), self)
        work.succeeded.connect(lambda image: self._show(sha, image))
        work.failed.connect(lambda problem: self._miss(sha, problem))
        work.start()

    def _show(self, sha: str, image: QImage) -> None:
        self.images[sha] = image
        self.update()

    def _miss(self, sha: str, problem: Problem) -> None:
        self.missing[sha] = problem.sentence
        self.setToolTip(problem.sentence)
        self.update()

    def _across(self, width: int) -> int:
        return max((width + _GAP) // (theme.size(_WIDE) + _GAP), 1)

    def _places(self, width: int) -> list[QRectF]:
        wide, tall, across = theme.size(_WIDE), theme.size(_TALL) + theme.size(22), self._across(width)
        return [QRectF(at % across * (wide + _GAP), at // across * (tall + _GAP), wide, tall) for at in range(len(self.views))]

    def hasHeightForWidth(self) -> bool:
        """More width means fewer rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height the photos take in a width."""
        places = self._places(width)
        return int(places[-1].bottom()) + 1 if places else 0

    def sizeHint(self) -> QSize:
        """Three side by side."""
        return QSize(theme.size(_WIDE) * 3 + _GAP * 2, self.heightForWidth(max(self.width(), theme.size(_WIDE))))

    def minimumSizeHint(self) -> QSize:
        """At least one."""
        return QSize(theme.size(_WIDE), theme.size(_TALL))

    def restyle(self) -> None:
        """Measure again at the new text size."""
        self.updateGeometry()

    def _speak(self) -> None:
        if self.views:
            caption = self.views[self.current].caption or _("Foto")
            self.setAccessibleName(_("{caption}, {at} dari {count}").format(caption=caption, at=self.current + 1, count=len(self.views)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the photos with their captions."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for at, (view, place) in enumerate(zip(self.views, self._places(self.width()), strict=True)):
            frame = place.adjusted(0, 0, 0, -theme.size(22))
            self._paint_photo(painter, view.sha, frame)
            if self.hasFocus() and at == self.current:
                draw_focus(painter, frame, 8)
            draw_text(painter, QRectF(place.x(), frame.bottom() + 2, place.width(), theme.size(20)), view.caption, "cap", "muted")
        painter.end()

    def _paint_photo(self, painter: QPainter, sha: str, frame: QRectF) -> None:
        image = self.images.get(sha)
        if image is None or image.isNull():
            painter.setPen(QPen(theme.colour("edge"), 1, Qt.PenStyle.DashLine))
            painter.setBrush(theme.colour("sunken"))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 8, 8)
            draw_icon(painter, frame.center().x() - theme.size(11), frame.center().y() - theme.size(10), "image", "muted", 22)
            words = _("Menyusul") if sha in self.missing else ""
            draw_text(
                painter,
                QRectF(frame.x(), frame.center().y() + 4, frame.width(), theme.size(20)),
                words,
                "cap",
                "muted",
                Qt.AlignmentFlag.AlignCenter,
            )
            return
        clip = QPainterPath()
        clip.addRoundedRect(frame, 8, 8)
        painter.save()
        painter.setClipPath(clip)
        size = image.size().scaled(frame.size().toSize(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        painter.drawImage(
            QRectF(frame.center().x() - size.width() / 2, frame.center().y() - size.height() / 2, size.width(), size.height()), image
        )
        painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter opens."""
        across = self._across(self.width())
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -across, Qt.Key.Key_Down: across}.get(Qt.Key(event.key()), 0)
        if step and 0 <= self.current + step < len(self.views):
            self.current += step
            self._speak()
            self.update()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space} and not event.modifiers():
            self.opened.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens a photo."""
        at = next((at for at, place in enumerate(self._places(self.width())) if place.contains(event.position())), -1)
        if at >= 0:
            self.current = at
            self.opened.emit(at)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()


class LargePhoto(QDialog):
    """One photo as large as the window allows; ← → show the neighbours, Esc closes."""

    def __init__(self, parent: QWidget, views: Sequence[PhotoView], photos: KeptPhotos, at: int) -> None:
        super().__init__(parent)
        self.views, self.photos, self.at = list(views), photos, at
        self.image = QImage()
        self.caption = Label("", "strong", side=Qt.AlignmentFlag.AlignCenter)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window = parent.window()
        self.resize(int(window.width() * 0.9), int(window.height() * 0.9))
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 16, 16, 12)
        box.addStretch(1)
        box.addWidget(self.caption)
        self.show_photo(at)

    def show_photo(self, at: int) -> None:
        """Show another photo."""
        if not 0 <= at < len(self.views):
            return
        self.at, self.image = at, QImage()
        view = self.views[at]
        count = _("{at} dari {count}").format(at=at + 1, count=len(self.views))
        self.caption.setText(f"{view.caption} · {count}" if view.caption else count)
        self.setWindowTitle(view.caption or _("Foto"))
        work = Operation(lambda _job: (at, QImage.fromData(self.photos.read(view.sha))), self)
        work.succeeded.connect(self._show)
        work.failed.connect(lambda problem: self.caption.setText(problem.sentence))
        work.start()

    def _show(self, found: object) -> None:
        assert isinstance(found, tuple)
        if found[0] == self.at:
            self.image = found[1]
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the photo above its caption."""
        super().paintEvent(event)
        if self.image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRectF(16, 16, self.width() - 32, self.height() - 28 - theme.size(34))
        size = self.image.size().scaled(room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(
            QRectF(room.center().x() - size.width() / 2, room.center().y() - size.height() / 2, size.width(), size.height()), self.image
        )
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → show the neighbours; Enter and Esc close."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.show_photo(self.at + step)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accept()
        else:
            super().keyPressEvent(event)
