"""The four figures of a family: desil with its source, the house, the last visit and the next."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services.households import HouseholdView
from fieldapp.services.workspace import Workspace
from ui.kit import Tile, Tiles, column, short


class FamilyTiles(QWidget):
    """Tiles ``desil``, ``house``, ``last`` and ``next``; each tells ``activated``."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self._ws = ws
        self.desil, self.house = Tile(_("Desil")), Tile(_("Rumah"))
        self.last, self.next = Tile(_("Kunjungan terakhir")), Tile(_("Kunjungan berikut"))
        self.setLayout(column(Tiles([self.desil, self.house, self.last, self.next], least=128)))

    def show_family(self, view: HouseholdView) -> None:
        """Show the figures of a family; what is not known says so."""
        today = self._ws.today()
        told = view.desil
        if told:
            dated = _("per {day}").format(day=date_medium(told.dated)) if told.dated else ""
            noted = _("dicatat {day}").format(day=short(told.recorded_on, today)) if told.recorded_on else ""
            self.desil.caption.setText(_("Desil ({source})").format(source=told.source) if told.source else _("Desil"))
            self.desil.show_figure(told.value or "–", ", ".join(part for part in (dated, noted) if part))
        else:
            self.desil.caption.setText(_("Desil"))
            self.desil.show_figure(_("belum ada"), _("Desil hanya dari negara, tidak dihitung di sini"))
        if view.house:
            note = _("Indikatif, {day}. {text}").format(text=view.house.text, day=short(view.house.assessed_on, today))
            kind = view.house.kind if view.house.kind in {"ok", "bad", "warn"} else ""
            self.house.show_figure(view.house.verdict, note, kind=kind, icon="house")
        else:
            self.house.show_figure(_("belum dinilai"), _("Isi kuesioner rumah saat kunjungan"))
        if view.last_visit:
            by = _("Anda") if view.last_visit.by_name == self._ws.user.name else view.last_visit.by_name
            self.last.show_figure(date_medium(view.last_visit.day), _("oleh {name}, {count} kunjungan").format(name=by, count=view.visits))
        else:
            self.last.show_figure(_("belum pernah"), _("Ctrl J mencatat yang pertama"))
        self._show_next(view)

    def _show_next(self, view: HouseholdView) -> None:
        due, today = view.next_visit, self._ws.today()
        if due is None:
            self.next.show_figure(_("belum dijadwalkan"), _("Tanggalnya diisi saat kunjungan"))
        elif due < today:
            self.next.show_figure(date_medium(due), _("lewat {days} hari").format(days=(today - due).days), kind="bad", icon="clock")
        else:
            days = (due - today).days
            self.next.show_figure(
                date_medium(due), _("{days} hari lagi").format(days=days) if days else _("hari ini"), kind="warn", icon="calendar"
            )
