"""Pilar: the list at the left, everything about the pillar chosen at the right, or where pillars are missing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldapp.language import _
from fieldapp.services.pillar_words import why_not
from fieldapp.services.workspace import Workspace
from ui.kit import Action, Page, row
from ui.pillars.cover import CoverView
from ui.pillars.detail import PillarDetail
from ui.pillars.listing import PillarPane


class PillarsPage(Page):
    """Context: ``pillar`` shows that one, ``text`` looks for it, ``coverage`` shows where pillars are missing."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.title = _("Pilar")
        self._wanted_focus = False
        self.list = PillarPane(ws)
        self.list.new.disable(why_not(ws))
        self.detail = PillarDetail(ws, self._pillar_actions())
        self.cover = CoverView(ws)
        self.right = QStackedWidget()
        self.right.addWidget(self.detail)
        self.right.addWidget(self.cover)
        self.setLayout(row(self.list, (self.right, 1), spacing=0))
        self._connect()

    def _connect(self) -> None:
        self.list.chosen.connect(self._show)
        self.list.opened.connect(self._open)
        self.list.new_wanted.connect(self._new)
        self.list.coverage_wanted.connect(self.toggle_cover)
        self.cover.left.connect(self.toggle_cover)
        self.cover.kind_wanted.connect(self._show_kind)
        for part in (self.list, self.detail, self.cover):
            part.told.connect(lambda sentence: self.toast.emit(sentence, None))
        self.detail.go.connect(self.go)
        self.detail.changed.connect(self._pillar_there)
        self.detail.saved.connect(lambda key: self.list.refresh(current=key))

    def _pillar_actions(self) -> list[Action]:
        reason = why_not(self.ws)
        return [
            Action(_("Tambah sertifikat"), self._certificate, "Alt+T", "award", reason),
            Action(_("Ubah status"), self._status, "Alt+U", "repeat", reason),
            Action(_("Ubah"), self._edit, "F2", "pencil", reason),
        ]

    # What a page is

    def opened(self, **context: object) -> None:
        """Show the list as it is now, with the pillar asked for, else the one chosen before."""
        wanted = str(context.get("pillar") or "")
        if text := str(context.get("text") or ""):
            self.list.search.setText(text)
        self._cover(on=bool(context.get("coverage")))
        if wanted:
            self.list.choose(wanted)
            self.list.records.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.list.refresh()
            self.find_here()

    def refresh(self) -> None:
        """Read again what is shown (after a sync or a save); the pillar chosen stays chosen."""
        self.list.refresh()
        if self.right.currentWidget() is self.cover:
            self.cover.read()

    def closed(self) -> bool:
        """What was typed into a strip and not kept goes."""
        self.detail.close_strips()
        return True

    def find_here(self) -> bool:
        """Put the keys into the search field, all of its text marked."""
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()
        return True

    def page_actions(self) -> list[Action]:
        """What can be done here."""
        found = [Action(_("Pilar baru"), self._new, "Ctrl+N", "user-plus", self.list.new.reason)]
        strip = self.detail.open_strip()
        if strip is not None:
            found.append(Action(_("Simpan"), strip.save, "Ctrl+Return", "check"))
        if self.list.records.current():
            reason = self.detail.view.reason if self.detail.view else ""
            found += [Action(a.name, a.run, a.key, a.icon, a.reason or reason) for a in self._pillar_actions()]
        return [
            *found,
            Action(_("Cakupan pilar"), self.toggle_cover, "Alt+C", "map"),
            Action(_("Pilar berikutnya"), lambda: self.list.records.step(1), "Ctrl+Down", "arrow-down"),
            Action(_("Pilar sebelumnya"), lambda: self.list.records.step(-1), "Ctrl+Up", "arrow-up"),
        ]

    def regions(self) -> list[QWidget]:
        """List, strip, tiles, tables, header; or the kinds and where they are missing."""
        detail = self.detail
        strip = detail.open_strip()
        opened = [next(iter(strip.fields.fields.values())).entry] if strip else []
        parts: list[QWidget] = [
            self.list.search, self.list.records, *opened, detail.tiles, detail.areas, detail.states, detail.header,
            self.cover.kinds, self.cover.places, self.cover.header,
        ]  # fmt: skip
        return [part for part in parts if part.isVisibleTo(self)]

    # What is shown

    def _show(self, key: str) -> None:
        if key:
            self.detail.show_pillar(key)
        else:
            self.detail.clear(_("Pilar yang dipilih di kiri tampil di sini, dengan SK, wilayah tugas, sertifikat, dan riwayat statusnya."))
            self.actions_changed.emit()

    def _open(self, key: str) -> None:
        """Enter: the pillar is shown and its areas have the keys."""
        self._cover(on=False)
        self._wanted_focus = True
        self.detail.show_pillar(key)

    def _pillar_there(self) -> None:
        if self._wanted_focus:
            self._wanted_focus = False
            self.detail.focus_tables()
        self.actions_changed.emit()

    def toggle_cover(self) -> None:
        """Show where pillars are missing, or the pillar again."""
        on = self.right.currentWidget() is not self.cover
        self._cover(on=on)
        if on:
            self.cover.focus_kinds()
        else:
            self.find_here()

    def _cover(self, *, on: bool) -> None:
        self.right.setCurrentWidget(self.cover if on else self.detail)
        if on:
            self.cover.read()
        self.actions_changed.emit()

    def _show_kind(self, kind: str) -> None:
        """Enter on a kind: its pillars are listed."""
        self._cover(on=False)
        self.list.show_kind(kind)
        self.list.records.setFocus(Qt.FocusReason.TabFocusReason)

    # What is done

    def _new(self) -> None:
        self.go.emit("pillar_form", {})

    def _edit(self) -> None:
        if self.list.records.current():
            self.go.emit("pillar_form", {"pillar": self.list.records.current()})

    def _status(self) -> None:
        self._cover(on=False)
        self.detail.ask_status()

    def _certificate(self) -> None:
        self._cover(on=False)
        self.detail.ask_certificate()
