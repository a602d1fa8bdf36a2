"""Putting a family or a person into the bin: what goes along and until when it can come back is said first."""

from __future__ import annotations

from functools import partial
from typing import Any

from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services import bin as kept_bin
from fieldapp.services.households import HouseholdView
from fieldapp.services.workspace import Workspace
from ui.households.acts import Act, Outcome
from ui.kit import Label


class RemoveAct(Act):
    """Masukkan ke tempat sampah: the family, or one of its people."""

    def __init__(self, ws: Workspace, view: HouseholdView, person_id: str = "") -> None:
        entity, row_id = ("person", person_id) if person_id else ("household", view.id)
        self.what = (entity, row_id)
        self.name = next((one.name for one in view.members if one.id == person_id), view.name)
        super().__init__(ws, view, "", _("Masukkan ke tempat sampah"), kind="danger", icon="trash-2")
        self.words = Label("", "body", wrap=True)
        self.more.addWidget(self.words)
        self.take({})
        try:
            told = kept_bin.consequence(ws, entity, row_id)
        except Problem as refused:
            self.title.setText(_("{name} tidak dapat dimasukkan ke tempat sampah").format(name=self.name))
            self.words.setText(refused.sentence)
            self.keep.disable(refused.sentence)
        else:
            self.title.setText(told.title)
            self.words.setText(told.text)
        self.setAccessibleName(self.title.text())

    def focus_first(self) -> None:
        """The safe button has the keys."""
        self.close_button.setFocus()

    def _save(self) -> None:
        kept_bin.put(self.ws, *self.what)

    def _told(self, _result: Any) -> Outcome:
        said = _("{name} ada di tempat sampah, dapat dikembalikan {days} hari.").format(name=self.name, days=kept_bin.DAYS)
        return Outcome(said, partial(kept_bin.restore, self.ws, *self.what), _("{name} dikembalikan.").format(name=self.name))
