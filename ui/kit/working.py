"""A score with its working: the verdict, then each line with the answer it used and the rule it was held to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.arrange import empty, rule
from ui.kit.label import Icon, Label
from ui.kit.paint import draw_focus

_ICONS = {"ok": "circle-check", "bad": "circle-alert", "warn": "circle-dashed", "info": "info", "mute": "circle-dashed"}


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One line of a score: state (ok, bad, warn = cannot be judged yet), title, what was found, the rule, and the question behind it."""

    kind: str
    title: str
    text: str = ""
    rule: str = ""
    question: str = ""


class _Line(QFrame):
    """One line that can be followed to its question."""

    activated = Signal()

    def __init__(self, line: ScoreLine) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(4, 6, 4, 6)
        box.setSpacing(1)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon(_ICONS[line.kind], "muted" if line.kind == "mute" else line.kind, 16))
        head.addWidget(Label(line.title, "smallstrong"), 1)
        box.addLayout(head)
        for text, role in ((line.text, "small"), (line.rule, "cap")):
            if text:
                box.addWidget(Label(text, role, wrap=True))
        if line.question:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(", ".join(part for part in (line.title, line.text, line.rule) if part))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter jumps to the question."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.activated.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """A click jumps to the question."""
        self.activated.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring of the line that has the keys."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw_focus(painter, self.rect().toRectF(), 5)
            painter.end()


class WorkingPanel(QWidget):
    """Verdict and lines; ``jumped(question)`` when a line is followed."""

    jumped = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.verdict, self.detail = Label("", "h1", wrap=True), Label("", "small", wrap=True)
        self.box = QFrame()
        box = QVBoxLayout(self.box)
        box.setContentsMargins(14, 10, 14, 12)
        box.setSpacing(2)
        box.addWidget(self.verdict)
        box.addWidget(self.detail)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.box)
        layout.addLayout(self._lines)
        layout.addStretch(1)

    def show_working(self, verdict: str, detail: str, kind: str, lines: Sequence[ScoreLine]) -> None:
        """Show a verdict (kind ok, bad, warn, info) with the sentence below it and its lines."""
        self.box.setObjectName(f"{kind}box")
        self.box.style().unpolish(self.box)
        self.box.style().polish(self.box)
        self.verdict.setText(verdict)
        self.verdict.set_tint(kind)
        self.detail.setText(detail)
        self.setAccessibleName(f"{verdict}. {detail}")
        empty(self._lines)
        for at, line in enumerate(lines):
            if at:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(line))

    def _line(self, line: ScoreLine) -> QWidget:
        part = _Line(line)
        if line.question:
            part.activated.connect(lambda: self.jumped.emit(line.question))
        return part
