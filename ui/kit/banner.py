"""A banner: one fact about the page, with at most one button."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from ui.kit.button import Button
from ui.kit.label import Icon, Label

_ICONS = {"soft": "info", "warn": "triangle-alert", "bad": "circle-alert", "ok": "circle-check", "info": "info"}


class Banner(QFrame):
    """A fact of a kind (soft, warn, bad, ok, info): a sentence, a smaller one below, and a button."""

    def __init__(self, kind: str, text: str, detail: str = "", *, icon: str = "", button: Button | None = None) -> None:
        super().__init__()
        self.button = button
        self.text, self.detail = Label(text, "strong", wrap=True), Label(detail, "small", wrap=True)
        self.icon = Icon("", "muted", 20)
        self.words = QVBoxLayout()
        self.words.setSpacing(1)
        self.words.addWidget(self.text)
        self.words.addWidget(self.detail)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 9, 12, 9)
        line.setSpacing(10)
        line.addWidget(self.icon)
        line.addLayout(self.words, 1)
        if button is not None:
            line.addWidget(button)
        self.say(kind, text, detail, icon=icon)

    def say(self, kind: str, text: str, detail: str = "", *, icon: str = "") -> None:
        """Say something else."""
        self.setObjectName(f"{kind}box")
        self.style().unpolish(self)
        self.style().polish(self)
        self.icon.show_icon(icon or _ICONS[kind], "primary" if kind == "soft" else kind)
        self.text.setText(text)
        self.detail.setText(detail)
        self.detail.setVisible(bool(detail))
        self.setAccessibleName(f"{text} {detail}".strip())
