"""The rare question before what cannot be taken back: consequence with count, the safe button focused, the acting button named."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.language import _
from ui.kit.button import Button
from ui.kit.label import Label


class Question(QDialog):
    """Title = the question, a consequence, the act by name. ``exec()`` or ``open()``; accepted means: do it."""

    def __init__(self, parent: QWidget, question: str, consequence: str, act: str, *, stay: str = "", extra: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(question)
        self.setModal(True)
        self.setMinimumWidth(440)
        self.act = Button(act, "danger", run=self.accept)
        self.stay = Button(stay or _("Batal"), hint="Esc", run=self.reject)
        for button in (self.act, self.stay):
            button.setAutoDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.stay)
        buttons.addWidget(self.act)
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 20, 24, 20)
        box.setSpacing(12)
        box.addWidget(Label(question, "h1", wrap=True))
        box.addWidget(Label(consequence, "body", wrap=True))
        if extra is not None:
            box.addWidget(extra)
        box.addLayout(buttons)
        self.stay.setFocus()


def ask(parent: QWidget, question: str, consequence: str, act: str) -> bool:
    """Ask before what cannot be taken back; True means: do it. Esc and closing mean: nothing happened."""
    return Question(parent, question, consequence, act).exec() == QDialog.DialogCode.Accepted
