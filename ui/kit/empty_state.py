"""An empty place says why it is empty and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.label import Icon, Label


class EmptyState(QWidget):
    """A sentence, at most one button, and a quiet icon."""

    def __init__(self, sentence: str, *, icon: str = "inbox", button: Button | None = None) -> None:
        super().__init__()
        self.button = button
        self.sentence = Label(sentence, "muted", wrap=True, side=Qt.AlignmentFlag.AlignCenter)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 24, 24, 24)
        box.setSpacing(12)
        box.addStretch(1)
        box.addWidget(Icon(icon, "muted", 22), 0, Qt.AlignmentFlag.AlignHCenter)
        box.addWidget(self.sentence)
        if button is not None:
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        box.addStretch(1)
        self.setAccessibleName(sentence)

    def say(self, sentence: str) -> None:
        """Say another reason."""
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
