"""Choosing a village: one's own first, and all others by three letters."""

from __future__ import annotations

from fieldapp.domain.names import fold
from fieldapp.language import _
from fieldapp.services.regions import RegionCard, find_regions, my_villages
from fieldapp.services.workspace import Workspace
from ui.kit import PickField
from ui.kit.pick import Found


def titled(card: RegionCard) -> str:
    """Write a village as in the field: Sungai Cambai (18.11.02.2002)."""
    return f"{card.name} ({card.id})"


class VillageField(PickField):
    """Own villages on F4 or ↓; typing looks among them, and in all of Indonesia when none of them fits."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        super().__init__(self._look, placeholder=_("ketik 3 huruf, atau F4"))

    def _look(self, text: str) -> list[Found]:
        wanted = fold(text)
        own = [card for card in my_villages(self._ws) if not wanted or wanted in fold(card.name) or card.id.startswith(text.strip())]
        found = own or list(find_regions(self._ws, text))
        return [(card.id, titled(card), card.path) for card in found]

    def set_region(self, region_id: str) -> None:
        """Show a village by its code."""
        if not region_id:
            self.set_chosen("", "")
            return
        card = next((card for card in my_villages(self._ws) if card.id == region_id), None)
        found = [card] if card else [other for other in find_regions(self._ws, region_id) if other.id == region_id]
        self.set_chosen(region_id, titled(found[0]) if found else region_id)
