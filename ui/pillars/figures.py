"""The four figures of a pillar: its SK, the work of the last weeks, the areas, and the state."""

from __future__ import annotations

from fieldapp.domain.written import date_medium, number
from fieldapp.language import _
from fieldapp.services.pillar_view import PillarView
from fieldapp.services.pillar_words import place_of
from ui.kit import Tile, Tiles


class PillarTiles(Tiles):
    """Tiles ``sk``, ``work``, ``area`` and ``state``; each tells ``activated``."""

    def __init__(self) -> None:
        self.sk, self.work = Tile(_("SK")), Tile(_("Beban kerja"))
        self.area, self.state = Tile(_("Wilayah tugas")), Tile(_("Status"))
        super().__init__([self.sk, self.work, self.area, self.state], least=165)

    def show_pillar(self, view: PillarView) -> None:
        """Show the figures of a pillar; what is not known says so."""
        self.sk.caption.setText(_("SK {number}").format(number=view.sk_number) if view.sk_number else _("SK"))
        kind = "" if view.sk_chip.kind in {"mute", "ok"} else view.sk_chip.kind
        self.sk.show_figure(view.sk_chip.text.removeprefix("SK ").capitalize(), _sk_days(view), kind=kind, icon=view.sk_chip.icon)
        self._show_work(view)
        places = [area.id for area in view.areas]
        self.area.show_figure(_("{count} wilayah").format(count=number(len(places))), place_of(places, 3))
        since = _("sejak {day}").format(day=date_medium(view.state_since)) if view.state_since else ""
        self.state.show_figure(view.state_chip.text, since, icon=view.state_chip.icon)

    def _show_work(self, view: PillarView) -> None:
        work = view.workload
        note = _("{month} kunjungan bulan ini, {quarter} dalam 90 hari").format(
            month=number(work.visits_month), quarter=number(work.visits_quarter)
        )
        self.work.show_figure(_("{count} keluarga").format(count=number(work.families)), note)


def _sk_days(view: PillarView) -> str:
    if view.sk_from and view.sk_until:
        return _("{since} sampai {until}").format(since=date_medium(view.sk_from), until=date_medium(view.sk_until))
    if view.sk_until:
        return _("sampai {until}").format(until=date_medium(view.sk_until))
    return _("sejak {day}").format(day=date_medium(view.sk_from)) if view.sk_from else ""
