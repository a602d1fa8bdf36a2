"""Choosing a family by typing, as in the list: the beginning of a name, NIK, KK or RT."""

from __future__ import annotations

from fieldapp.language import _
from fieldapp.services import finding
from fieldapp.services.workspace import Workspace
from ui.kit import PickField
from ui.kit.pick import Found

MOST = 20


class FamilyField(PickField):
    """Any family of this laptop but one."""

    def __init__(self, ws: Workspace, but: str) -> None:
        self._ws, self._but = ws, but
        super().__init__(self._look, placeholder=_("ketik 3 huruf"))
        self.setToolTip(_("Ketik tiga huruf nama, atau awal NIK atau nomor KK"))

    def _look(self, text: str) -> list[Found]:
        if not text.strip():
            return []
        found = finding.page(self._ws, finding.Query(text=text), limit=MOST).cards
        return [
            (card.id, card.name, f"{card.place} {card.village} · {card.kk or _('tanpa nomor KK')}")
            for card in found
            if card.id != self._but
        ]
