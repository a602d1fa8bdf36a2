"""Keluarga: the list at the left, everything about the family chosen at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu, QWidget

from fieldapp.domain.roles import may
from fieldapp.language import _
from fieldapp.services.workspace import Workspace
from ui.households.acting import offered
from ui.households.detail import FamilyView
from ui.households.listing import ListPane
from ui.households.ways import LINE
from ui.kit import Action, Page, key_hint, row


class HouseholdsPage(Page):
    """Context: ``household`` shows that family, ``person`` one of its people, ``act`` begins an act about it.

    ``find`` puts the keys into the search field, ``text`` looks for it.
    """

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.title = _("Keluarga")
        self._wanted_focus = False
        self._wanted: dict[str, str] = {}
        self.list = ListPane(ws)
        self.list.new.disable(self._reason())
        self.family = FamilyView(ws, self._family_actions())
        self.setLayout(row(self.list, (self.family, 1), spacing=0))
        self.list.chosen.connect(self._show)
        self.list.opened.connect(self._open)
        self.list.new_wanted.connect(self._new)
        self.list.told.connect(lambda sentence: self.toast.emit(sentence, None))
        self.family.told.connect(lambda sentence: self.toast.emit(sentence, None))
        self.family.go.connect(self.go)
        self.family.toast.connect(self.toast)
        self.family.renewed.connect(self._renewed)
        self.family.changed.connect(self._family_there)

    def _reason(self) -> str:
        return "" if may(self.ws.user.role, "write", "household", "general") else _("Peran Anda hanya membaca catatan keluarga.")

    def _family_actions(self) -> list[Action]:
        visits = "" if may(self.ws.user.role, "write", "visit", "general") else _("Peran Anda tidak mencatat kunjungan.")
        return [
            Action(_("Ubah"), self._edit, "F2", "pencil", self._reason()),
            Action(_("Cetak"), self._print, "Ctrl+P", "printer"),
            Action(_("Tindakan"), self.offer_acts, "Alt+T", "ellipsis", self._reason()),
            Action(_("Catat kunjungan"), self._visit, "Ctrl+J", "plus", visits),
        ]

    # What a page is

    def opened(self, **context: object) -> None:
        """Show the list as it is now, with the family asked for, else the one chosen before."""
        wanted = str(context.get("household") or "")
        self._wanted = {name: str(context[name]) for name in ("household", "person", "act") if context.get(name)}
        if text := str(context.get("text") or ""):
            self.list.search.setText(text)
        if wanted:
            self.list.choose(wanted)
            # A list without a family chosen would choose its first as soon as the keys came to it.
            first = self.list.records if self.list.records.current() else self.list.search
            first.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.list.refresh()
        if context.get("find") or not wanted:
            self.find_here()

    def refresh(self) -> None:
        """Read again what is shown (after a sync or a save); the family chosen stays chosen."""
        self.list.refresh()

    def closed(self) -> bool:
        """A number shown in full does not outlive the page."""
        self.family.strip.close_strip()
        if self.family.acting.act is not None and not self.family.acting.act.fields.fields:
            self.family.acting.clear()
        return True

    def find_here(self) -> bool:
        """Put the keys into the search field, all of its text marked."""
        self.list.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.list.search.selectAll()
        return True

    def page_actions(self) -> list[Action]:
        """What can be done here."""
        there = bool(self._current())
        found = [
            Action(_("Keluarga baru"), self._new, "Ctrl+N", "user-plus", self._reason()),
            Action(_("Saring daftar"), self.list.toggle_filters, "Alt+F", "funnel"),
            Action(_("Tempat sampah"), lambda: self.go.emit("bin", {}), "", "trash-2"),
            *self.family.acting.page_actions(),
        ]
        if there:
            found += [
                *self._family_actions(),
                Action(_("Tambah anggota"), self.family.add_member, "Alt+A", "user-plus", self._reason()),
                Action(_("Lihat NIK atau nomor KK lengkap"), self.family.reveal, "Alt+M", "eye"),
                Action(_("Pilih jenis riwayat"), self._kinds, "Alt+J", "history"),
                Action(_("Gabung dengan keluarga lain"), self._merge, "Alt+G", "merge", self._reason()),
                *(Action(words, partial(self.family.act, name, {}), key, icon, self._reason()) for name, words, key, icon in offered()),
            ]
        found += [
            Action(_("Keluarga berikutnya"), lambda: self.list.records.step(1), "Ctrl+Down", "arrow-down"),
            Action(_("Keluarga sebelumnya"), lambda: self.list.records.step(-1), "Ctrl+Up", "arrow-up"),
        ]
        if there:
            found += [
                Action(_("Bagian {name}").format(name=name), partial(self.family.show_tab, at), f"Alt+{at + 1}", "panel-top")
                for at, name in enumerate(self.family.tabs.names)
            ]
        return found

    def regions(self) -> list[QWidget]:
        """List, act in hand, what stands in the tab, tabs, header."""
        parts: list[QWidget] = [self.list.search, self.list.records, self.list.panel, *self.family.regions()]
        return [part for part in parts if part.isVisibleTo(self)]

    # What is shown

    def _show(self, key: str) -> None:
        if key:
            wanted = self._wanted if self._wanted.get("household") == key else {}
            self.family.show_family(key, person=wanted.get("person", ""), act=wanted.get("act", ""))
            self._wanted = {} if wanted else self._wanted
        else:
            self.family.clear(_("Keluarga yang dipilih di kiri tampil di sini, dengan anggota, kunjungan, dan riwayatnya."))
            self.actions_changed.emit()

    def _open(self, key: str) -> None:
        """Enter: the family is shown and its people have the keys."""
        self._wanted_focus = True
        self.family.show_family(key)

    def _renewed(self, key: str) -> None:
        """An act changed a family: the list and the family are read again."""
        self.list.choose(key, widen=False)

    def _family_there(self) -> None:
        shown = self.family.household_id
        if shown in self.list.records.model.ids and shown != self.list.records.current():
            self.list.records.set_current(shown)  # the one another was merged into
        if self._wanted_focus:
            self._wanted_focus = False
            self.family.focus_members()
        self.actions_changed.emit()

    def _kinds(self) -> None:
        """Put the keys into the kinds of what was done, in their tab."""
        self.family.show_tab(LINE)
        self.family.history.choose_kind()

    def offer_acts(self) -> QMenu:
        """Show what can be done about the family, each with its key."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, words, key, _icon in offered():
            menu.addAction(f"{words}\t{key_hint(key)}" if key else words).triggered.connect(partial(self._picked, name))
        menu.addSeparator()
        menu.addAction(f"{_('Gabung dengan keluarga lain')}\t{key_hint('Alt+G')}").triggered.connect(lambda _on=False: self._merge())
        menu.addAction(_("Tempat sampah")).triggered.connect(lambda _on=False: self.go.emit("bin", {}))
        header = self.family.header
        more = next((button for button in header.buttons if button.words == _("Tindakan")), header.buttons[-1])
        menu.popup(more.mapToGlobal(QPoint(0, more.height() + 4)))
        return menu

    def _picked(self, name: str, _checked: bool = False) -> None:
        self.family.act(name, {})

    # What is done; the list knows the family chosen even while its facts are still being read

    def _current(self) -> str:
        """Return the family chosen; one that is not in the list (merged, hidden by a filter) is the one shown."""
        return self.list.records.current() or self.family.household_id

    def _new(self) -> None:
        self.go.emit("household_form", {})

    def _edit(self) -> None:
        if self._current():
            self.go.emit("household_form", {"household": self._current()})

    def _print(self) -> None:
        if self._current():
            self.go.emit("reports", {"household": self._current()})

    def _merge(self) -> None:
        if self._current():
            self.go.emit("duplicates", {"household": self._current()})

    def _visit(self) -> None:
        if self._current():
            self.go.emit("visits", {"household": self._current()})
