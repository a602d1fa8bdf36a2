"""How far something is: a bar, and for what takes longer a line with count, time left and Batal."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.button import Button
from ui.kit.label import Label
from ui.kit.paint import draw_bar


class Bar(QWidget):
    """A bar filled to a percentage (0 to 100), with a target stroke if there is one."""

    def __init__(self, percent: float = 0, *, name: str = "", tint: str = "primary", width: int = 0, height: int = 8) -> None:
        super().__init__()
        self.percent, self.tint, self.wide, self.tall, self.name = percent, tint, width, height, name
        self.target: float | None = None
        across = QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.fill(percent)

    def fill(self, percent: float, target: float | None = None) -> None:
        """Show another percentage."""
        self.percent, self.target = percent, target
        self.setAccessibleName(f"{self.name} {percent:.0f} %".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as wanted, as high as the bar."""
        return QSize(theme.size(self.wide or 80), theme.size(self.tall) + (6 if self.target is not None else 0))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        high = theme.size(self.tall)
        draw_bar(painter, QRectF(0, (self.height() - high) / 2, self.width(), high), self.percent, self.tint, self.target)
        painter.end()


class Progress(QWidget):
    """A job that takes more than a moment: what is done, a bar, and ``cancelled()`` when Batal is pressed."""

    cancelled = Signal()

    def __init__(self, what: str, *, cancel: str = "") -> None:
        super().__init__()
        self.what = what
        self.text, self.figure = Label(what, "strong"), Label("", "muted", whole=True)
        self.bar = Bar(name=what, height=10)
        self.cancel = Button(cancel or _("Batal"), hint="Esc", height=32, run=self.cancelled.emit)
        self._spoken = -1
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.text, 1)
        line.addWidget(self.figure)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addLayout(line)
        words.addWidget(self.bar)
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(words, 1)
        box.addWidget(self.cancel)
        self.setAccessibleName(what)

    def show_progress(self, done: int, total: int, text: str = "") -> None:
        """Show how many of how many are done; screen readers hear every tenth."""
        percent = 100 * done / total if total else 0
        self.bar.fill(percent)
        self.text.setText(text or self.what)
        self.figure.setText(_("{done} dari {total}").format(done=done, total=total) if total else "")
        if int(percent) // 10 != self._spoken:
            self._spoken = int(percent) // 10
            self.setAccessibleName(f"{self.what}, {percent:.0f} %")

    def end(self, sentence: str) -> None:
        """Say what was done, also when it was cancelled."""
        self.text.setText(sentence)
        self.figure.setText("")
        self.bar.hide()
        self.cancel.hide()
        self.setAccessibleName(sentence)
