"""Where a record stands: merged from several, in the bin, moved away; said above the family, with the way back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.roles import covers
from fieldapp.language import _
from fieldapp.problems import HOUSEHOLD_UNKNOWN, Problem
from fieldapp.services import bin as kept_bin
from fieldapp.services import merging
from fieldapp.services.households import HouseholdView, household
from fieldapp.services.lives import departures
from fieldapp.services.timeline import TimelineEntry, timeline
from fieldapp.services.workspace import Workspace
from ui.households.summary import AWAY, DEAD
from ui.kit import Banner, Button, EmptyState, column
from ui.kit.arrange import empty
from ui.when import short_moment


@dataclass(frozen=True, slots=True)
class FamilyRead:
    """A family as it was read; ``asked`` is the id it was asked for by, another one when it was merged."""

    asked: str
    view: HouseholdView
    entries: tuple[TimelineEntry, ...]
    mergers: tuple[merging.MergeLine, ...]


@dataclass(frozen=True, slots=True)
class Binned:
    """A family that lies in the bin, and why."""

    line: kept_bin.BinLine
    why: str


def read_family(ws: Workspace, household_id: str, entries: int) -> FamilyRead | Binned:
    """Return a family with the newest of what was done for it, or its line in the bin; raises HOUSEHOLD_UNKNOWN."""
    try:
        view = household(ws, household_id)
    except Problem as gone:
        line = next((one for one in kept_bin.listed(ws) if one.id == household_id), None) if gone.kind is HOUSEHOLD_UNKNOWN else None
        if line is None:
            raise
        left = ", ".join(f"{one.person_name} ({one.text.lower()})" for one in departures(ws, household_id))
        return Binned(line, left)
    mergers = tuple(one for one in merging.merged(ws, household_id=view.id) if one.entity == "household")
    return FamilyRead(household_id, view, timeline(ws, view.id, limit=entries), mergers)


class StandingBanners(QWidget):
    """What is to be said of the record as a whole. ``go(page, context)``."""

    go = Signal(str, dict)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self._list = column(spacing=8)
        self.setLayout(self._list)

    def show_family(self, told: FamilyRead) -> None:
        """Say what holds for this family."""
        empty(self._list)
        for merger in told.mergers:
            self._merger(merger)
        gone = [member for member in told.view.members if member.status in {DEAD, AWAY}]
        if told.view.members and len(gone) == len(told.view.members):
            words = _("Semua anggota keluarga ini pindah atau meninggal.")
            self._list.addWidget(
                Banner("soft", words, _("Catatannya tetap dapat dibaca. Kembali ada di panel warga (Enter)."), icon="log-out")
            )
        if told.view.region_id and not any(covers(prefix, told.view.region_id) for prefix in self.ws.user.regions):
            self._list.addWidget(Banner("soft", _("Keluarga ini di luar wilayah Anda. Catatannya hanya dibaca."), icon="map-pin"))
        self.setVisible(self._list.count() > 0)

    def _merger(self, merger: merging.MergeLine) -> None:
        undo = Button(_("Batalkan penggabungan"), "link", height=28, run=partial(self.go.emit, "duplicates", {"merged": merger.id}))
        words = _("Tampil di sini setelah digabung: {name}").format(name=merger.merged_name)
        self._list.addWidget(Banner("soft", words, f"{merger.by_name} · {short_moment(self.ws, merger.at)}", icon="merge", button=undo))


class NoFamily(EmptyState):
    """The place of a family when there is none to show; one in the bin can be brought back here (``restore_wanted(id)``)."""

    restore_wanted = Signal(str)

    def __init__(self) -> None:
        self.bring = Button(
            _("Kembalikan dari tempat sampah"), "primary", icon="archive-restore", run=lambda: self.restore_wanted.emit(self.binned)
        )
        self.binned = ""
        super().__init__("", icon="users", button=self.bring)
        self.bring.hide()

    def say(self, sentence: str) -> None:
        """Say why there is nothing."""
        self.binned = ""
        self.bring.hide()
        super().say(sentence)

    def say_binned(self, binned: Binned) -> None:
        """Say that the family lies in the bin, until when, and why."""
        told = _("Keluarga {name} ada di tempat sampah, dimasukkan {who}. Dapat dikembalikan {days} hari lagi.").format(
            name=binned.line.title, who=binned.line.by_name, days=binned.line.days_left
        )
        self.say(" ".join(part for part in (told, binned.why and _("Yang pernah di sini: {people}.").format(people=binned.why)) if part))
        self.binned = binned.line.id
        self.bring.show()
