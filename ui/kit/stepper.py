"""Three to five steps in a row: done, here, still to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.paint import CENTRE, draw_icon, draw_text, width_of


class Stepper(QWidget):
    """Steps by name, the one in hand marked; ``go_to`` moves on or back."""

    def __init__(self, steps: Sequence[str], at: int = 0) -> None:
        super().__init__()
        self.steps, self.at = list(steps), at
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.go_to(at)

    def go_to(self, at: int) -> None:
        """Mark another step (from 0) as the one in hand."""
        self.at = at
        self.setAccessibleName(_("Langkah {at} dari {count}: {name}").format(at=at + 1, count=len(self.steps), name=self.steps[at]))
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(theme.size(200), theme.size(32))

    def restyle(self) -> None:
        """Measure again at the new text size."""
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint circles, names and the lines between them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        circle, gap = theme.size(24), theme.size(10)
        names = [width_of(name, "strong") for name in self.steps]
        room = self.width() - sum(names) - len(names) * (circle + gap)
        line = max(min(theme.size(34), (room / max(len(names) - 1, 1)) - 2 * gap), 4) if len(names) > 1 else 0
        x, middle = 1.0, self.height() / 2
        for at, name in enumerate(self.steps):
            self._paint_circle(painter, QRectF(x, middle - circle / 2, circle, circle), at)
            x += circle + gap
            tint = "text" if at <= self.at else "muted"
            draw_text(painter, QRectF(x, 0, names[at] + 2, self.height()), name, "strong" if at == self.at else "body", tint)
            x += names[at] + gap
            if at < len(self.steps) - 1:
                painter.setPen(QPen(theme.colour("primary" if at < self.at else "edge"), 2))
                painter.drawLine(QPointF(x, middle), QPointF(x + line, middle))
                x += line + gap
        painter.end()

    def _paint_circle(self, painter: QPainter, place: QRectF, at: int) -> None:
        done, here = at < self.at, at == self.at
        painter.setPen(QPen(theme.colour("primary" if done or here else "edge"), 1.5))
        painter.setBrush(theme.colour("primary" if done else "soft" if here else "surface"))
        painter.drawEllipse(place)
        if done:
            draw_icon(painter, place.center().x() - theme.size(16) / 2, place.center().y(), "check", "on", 16)
        else:
            draw_text(painter, place, str(at + 1), "smallstrong", "primary" if here else "muted", CENTRE | Qt.AlignmentFlag.AlignVCenter)
