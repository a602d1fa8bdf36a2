"""State in icon, word and colour, always all three; and where each record is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fieldapp.language import _

ChipKind = Literal["ok", "warn", "bad", "info", "mute", "soft"]


@dataclass(frozen=True, slots=True)
class Chip:
    """A state chip; ``icon`` is a Lucide name."""

    kind: ChipKind
    text: str
    icon: str


@dataclass(frozen=True, slots=True)
class RecordState:
    """Where a record is: draft, here, received, different, refused, photo_later; with the reason and what to do."""

    kind: Literal["draft", "here", "received", "different", "refused", "photo_later"]
    reason: str = ""
    cure: str = ""

    @property
    def word(self) -> str:
        """The state in words."""
        return {
            "draft": _("Draf"),
            "here": _("Di laptop ini"),
            "received": _("Diterima pusat"),
            "different": _("Isian berbeda"),
            "refused": _("Ditolak pusat"),
            "photo_later": _("Menyusul teks"),
        }[self.kind]

    @property
    def icon(self) -> str:
        """The Lucide icon of the state."""
        return {
            "draft": "pencil", "here": "hard-drive-download", "received": "cloud-check", "different": "git-compare-arrows", "refused": "circle-alert",
            "photo_later": "image",
        }[self.kind]  # fmt: skip

    @property
    def chip_kind(self) -> ChipKind:
        """The colour of the state."""
        kinds: dict[str, ChipKind] = {
            "draft": "mute",
            "here": "info",
            "received": "ok",
            "different": "bad",
            "refused": "bad",
            "photo_later": "info",
        }
        return kinds[self.kind]

    @property
    def chip(self) -> Chip:
        """The state as a chip."""
        return Chip(self.chip_kind, self.word, self.icon)


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record on its way. ``key`` opens it: ``difference:ID``, ``refused:OP``, ``record:ENTITY:ID`` or ``draft:ID``."""

    key: str
    title: str
    caption: str
    state: RecordState
    kind: Literal["difference", "refused", "record", "draft"]
    household_id: str | None
