"""The score at the right while the answers are given: the verdict, and each condition with the answers it used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from fieldapp.forms import Form
from ui import theme
from ui.forms.filling import Filling
from ui.forms.places import Place
from ui.kit import Label, ScoreLine, StateChip, WorkingPanel, column, frame, row, scrolled

KINDS = {"ok": "ok", "bad": "bad"}


def lines_of(told: Mapping[str, Any]) -> list[ScoreLine]:
    """Return the lines of a kept or live score as the panel shows them."""
    return [
        ScoreLine(
            KINDS.get(line["verdict"], "warn"), line["name"], line["text"], line["rule_text"], next(iter(line.get("questions", ())), "")
        )
        for line in told["lines"]
    ]


class ScorePanel(QFrame):
    """The live score of the questionnaires that have one; ``jumped(Place)`` when a line is followed to its question."""

    jumped = Signal(object)

    def __init__(self, filling: Filling) -> None:
        super().__init__()
        self.setObjectName("rightpane")
        self.filling = filling
        self.form_id = ""
        self._shown: object = None
        self.title, self.mark, self.panel = Label("", "h2"), StateChip("", "info"), WorkingPanel()
        self.note = Label("", "small", wrap=True)
        self.note_box = frame(row(self.note, margins=(12, 8, 12, 8)), "sunk")
        body = column(row((self.title, 1), self.mark), self.panel, self.note_box, None, spacing=8, margins=(16, 14, 16, 10))
        self.setLayout(column(scrolled(body, "")))
        self.panel.jumped.connect(lambda path: self.jumped.emit(Place(self.form_id, path)))
        self.restyle()

    def restyle(self) -> None:
        """Take the width from the text size."""
        self.setMinimumWidth(theme.size(284))

    def scored(self) -> list[Form]:
        """Return the questionnaires that have a score."""
        return [form for form in self.filling.draft.forms if form.score and self.filling.session(form.id).scores() is not None]

    def verdict(self) -> str:
        """Return the verdict shown."""
        return self.panel.verdict.text()

    def refresh(self, current_form: str) -> bool:
        """Show the score of the questionnaire in hand, else of the first that has one; False when there is none."""
        forms = self.scored()
        form = next((form for form in forms if form.id == current_form), forms[0] if forms else None)
        if form is None:
            return False
        told = self.filling.session(form.id).scores()
        assert told is not None
        self.form_id = form.id
        if told != self._shown:
            self._shown = told
            self._show(told)
        return True

    def _show(self, told: Mapping[str, Any]) -> None:
        self.title.setText(told["title"])
        self.mark.set(told["mark"], "info")
        self.mark.setVisible(bool(told["mark"]))
        self.panel.show_working(told["verdict"], told["summary"], KINDS.get(told["kind"], "warn"), lines_of(told))
        self.note.setText(told["note"])
        self.note_box.setVisible(bool(told["note"]))
        self.panel.setAccessibleName(f"{told['title']}: {told['verdict']}")
