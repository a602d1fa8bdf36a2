"""A field: its label, its input, and below them a reserved line that says what is wrong, what to look at, or that it fits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.arrange import column, grid
from ui.kit.label import Icon, Label

_NOTES = {"error": ("circle-alert", "bad"), "warn": ("triangle-alert", "warn"), "ok": ("circle-check", "ok"), "help": ("", "muted")}


class Field(QWidget):
    """Label above, input, note below (states: help, ok, warn, error). ``reserve=False`` keeps no empty line for a note."""

    noted = Signal(str)

    def __init__(self, label: str, entry: QWidget, *, required: bool = False, help: str = "", reserve: bool = True) -> None:
        super().__init__()
        self.entry, self.required, self.help, self.reserve = entry, required, help, reserve
        self.state = "help"
        self.label = Label(label, "label")
        self.label.setBuddy(entry)
        self.mark = Label(_("wajib") if required else "", "cap")
        self.note_icon = Icon("", "muted", 14)
        self.note = Label("", "cap", wrap=True)
        # As high as its note needs, never higher than that: a note of two lines is read whole.
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred if reserve else QSizePolicy.Policy.Maximum)
        self._arrange()
        self.set_note("")

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.label, 1)
        head.addWidget(self.mark)
        self._line = QWidget()
        note = QHBoxLayout(self._line)
        note.setContentsMargins(0, 0, 0, 0)
        note.setSpacing(5)
        note.addLayout(column(2, self.note_icon, None, spacing=0))
        note.addWidget(self.note, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(head)
        box.addWidget(self.entry)
        box.addWidget(self._line)
        box.addStretch(1)
        self.restyle()

    def restyle(self) -> None:
        """Reserve the height of one line of notes at the text size in use."""
        self._line.setMinimumHeight(theme.size(18) if self.reserve else 0)

    def set_label(self, label: str) -> None:
        """Name the field otherwise."""
        self.label.setText(label)
        self._name()

    def set_note(self, sentence: str, state: str = "help") -> None:
        """Say something below the input: help, ok, warn or error; "" returns to the help text."""
        self.state = state if sentence else "help"
        words = sentence or self.help
        icon, tint = _NOTES[self.state]
        self.note_icon.show_icon(icon, tint)
        self.note_icon.setVisible(bool(icon))
        self.note.setText(words)
        self.note.role = "note" if icon else "cap"
        self.note.setProperty("role", self.note.role)
        self.note.set_tint(tint)
        self._line.setVisible(self.reserve or bool(words))
        show = getattr(self.entry, "set_state", None)
        if show is not None:
            show(self.state if self.state in {"warn", "error"} else "")
        self._name()
        self.noted.emit(self.state)

    @property
    def wrong(self) -> bool:
        """Whether the field carries an error."""
        return self.state == "error"

    def _name(self) -> None:
        """Name the input for screen readers: label, whether required, note."""
        parts = (self.label.text(), self.mark.text(), self.note.text())
        self.entry.setAccessibleName(", ".join(part for part in parts if part))


def field_grid(rows: Sequence[Sequence[QWidget | tuple[QWidget, int] | None]], shares: Sequence[int]) -> QGridLayout:
    """Return fields in rows whose labels stay in line, each as high as its note needs."""
    layout = grid(rows, shares)
    for part in (part[0] if isinstance(part, tuple) else part for parts in rows for part in parts):
        if part is not None:
            layout.setAlignment(part, Qt.AlignmentFlag.AlignTop)
            part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return layout
