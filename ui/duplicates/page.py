"""Periksa ganda: who may be kept twice is decided here, and what was decided can be taken back here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldapp.domain.roles import may, sees_identity
from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services import duplicates, matches, merging
from fieldapp.services.households import household
from fieldapp.services.registration import person_form
from ui.duplicates.pair import PairView
from ui.duplicates.pane import FAMILIES, MERGED, PERSONS, WITH, PairPane
from ui.duplicates.undoing import UndoView
from ui.households.beside import beside
from ui.kit import Action, EmptyState, Page, Undo, column, frame, row
from ui.operation import Job, Operation
from ui.when import short_moment

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace


class DuplicatesPage(Page):
    """Context: ``household`` asks with which family that one is to be merged; ``merged`` shows a merger; else the list of pairs."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.title = _("Periksa ganda")
        self._asked = 0
        self._searching: Operation | None = None
        self.pane = PairPane(ws)
        self.pair = PairView(may=self._reason())
        self.undoing = UndoView(may=self._reason())
        self.quiet = EmptyState("", icon="users")
        self.setLayout(row(self.pane, (frame(column((self.pair, 1), (self.undoing, 1), (self.quiet, 1), spacing=0)), 1), spacing=0))
        self.pane.look.disable(self._reason())
        self._connect()
        self._only(None)

    def _connect(self) -> None:
        self.pane.chosen.connect(self._choose)
        self.pane.opened.connect(self._open)
        self.pane.mode_changed.connect(self._read)
        self.pane.search_wanted.connect(self.look_for_pairs)
        self.pane.progress.cancelled.connect(self._cancel)
        self.pair.merge_wanted.connect(self._merge)
        self.pair.different.connect(self._differ)
        self.pair.opened.connect(lambda key: self.go.emit("households", {"household": key}))
        self.pair.changed.connect(self.actions_changed)
        self.undoing.undo_wanted.connect(self._undo)

    def _reason(self) -> str:
        role = self.ws.user.role
        if may(role, "write", "household", "general") and sees_identity(role, "person", "general"):
            return ""
        return _("Peran Anda hanya membaca catatan keluarga.")

    # What a page is

    def opened(self, **context: object) -> None:
        """Show the pairs that wait, or what was asked for."""
        home, merged = str(context.get("household") or ""), str(context.get("merged") or "")
        if home:
            self._merge_with(home)
            return
        self.pane.home = ""
        if merged:
            self.pane.mode.set_value(MERGED)
        self._read(merged)
        self.pane.records.setFocus(Qt.FocusReason.TabFocusReason)

    def refresh(self) -> None:
        """Read again what is shown."""
        self._read()

    def page_actions(self) -> list[Action]:
        """What can be done here."""
        found = [Action(_("Cari pasangan lagi"), self.look_for_pairs, "F5", "search", self._reason())] if self.pane.showing != WITH else []
        if self.pair.isVisibleTo(self):
            found += self.pair.acts()
        if self.undoing.isVisibleTo(self):
            found += self.undoing.acts()
        return found

    def regions(self) -> list[QWidget]:
        """List, fields, members."""
        parts: list[QWidget] = [self.pane.mode, self.pane.search, self.pane.records, self.pair.fields, self.pair.people, self.undoing.later]
        return [part for part in parts if part.isVisibleTo(self)]

    def find_here(self) -> bool:
        """Put the keys into the search field where there is one."""
        if self.pane.showing != WITH:
            return False
        self.pane.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    # What is shown

    def _only(self, part: QWidget | None, sentence: str = "") -> None:
        self.pair.setVisible(part is self.pair)
        self.undoing.setVisible(part is self.undoing)
        self.quiet.setVisible(part is None)
        if part is None:
            self.quiet.say(sentence or _("Pilih satu pasangan di kiri untuk melihat keduanya berdampingan."))
        self.actions_changed.emit()

    def _read(self, current: str = "") -> None:
        self._choose(self.pane.refresh(current=current))

    def _merge_with(self, home: str) -> None:
        def likely() -> list[str]:
            head = next((member for member in household(self.ws, home).members if member.is_head), None)
            if head is None:
                return []
            found = matches.likely_matches(self.ws, person_form(self.ws, head.id), limit=20)
            return list(dict.fromkeys(match.household_id for match in found))

        def show(found: list[str]) -> None:
            self.pane.merge_with(home, found)
            self._choose(self.pane.records.current())
            if not found:
                name = household(self.ws, home).name
                self._only(None, _("Cari di kiri catatan lain dari keluarga {name}, lalu bandingkan keduanya di sini.").format(name=name))
            self.pane.search.setFocus(Qt.FocusReason.TabFocusReason)

        self._only(None, _("Sedang mencari catatan yang mirip."))
        beside(self, likely, show, self._say)

    def _choose(self, key: str) -> None:
        self._asked += 1
        if not key:
            self._only(None)
            return
        if self.pane.showing == MERGED:
            self._show_merger(key)
        elif self.pane.showing == WITH:
            self._show_pair("household", self.pane.home, key, "", "")
        else:
            card = self.pane.pairs[key]
            self._show_pair(card.entity, card.first_id, card.second_id, card.why, card.strength)

    def _show_pair(self, entity: merging.Entity, first: str, second: str, why: str, strength: str) -> None:
        asked = self._asked

        def read() -> tuple[merging.MergeForm, str, str]:
            form = merging.merge_form(self.ws, entity, first, second)
            if strength or entity == "person":
                return form, why, strength
            told = matches.compare_families(self.ws, first, second)
            return form, told.why, told.strength

        def show(told: tuple[merging.MergeForm, str, str]) -> None:
            if asked == self._asked:
                self.pair.show_form(*told)
                self._only(self.pair)

        beside(self, read, show, self._say, lambda problem: self._only(None, problem.sentence))

    def _show_merger(self, key: str) -> None:
        line = self.pane.lines[key]
        try:
            self.undoing.show_form(merging.undo_form(self.ws, key), line, short_moment(self.ws, line.at))
        except Problem as gone:
            self._only(None, gone.sentence)
            return
        self._only(self.undoing)

    def _open(self, _key: str) -> None:
        part = self.undoing.later if self.pane.showing == MERGED else self.pair.fields
        part.setFocus(Qt.FocusReason.TabFocusReason)

    def _say(self, sentence: str) -> None:
        self.toast.emit(sentence, None)

    # What is done

    def look_for_pairs(self) -> None:
        """Search all records of this laptop for pairs, with progress; Esc cancels and keeps what was there."""
        if self._searching is not None or self._reason():
            return

        def search(job: Job) -> tuple[int, int]:
            def progress(done: int, total: int) -> None:
                job.check()
                job.progress(done, total, _("Mencari pasangan"))

            return duplicates.look_for_pairs(self.ws, progress=progress)

        self._searching = Operation(search, self)
        self._searching.progress.connect(self.pane.progress.show_progress)
        self._searching.succeeded.connect(self._found)
        self._searching.failed.connect(lambda problem: self._say(problem.sentence))
        self._searching.cancelled.connect(lambda: self._say(_("Dibatalkan. Daftar pasangan tetap seperti sebelumnya.")))
        self._searching.crashed.connect(lambda code: self._say(_("Ada yang keliru di program. Kode {code}.").format(code=code)))
        self._searching.finished.connect(self._searched)
        self.pane.progress.show()
        self.pane.look.busy(True)
        self._searching.start()

    def _cancel(self) -> None:
        if self._searching:
            self._searching.cancel()

    def _found(self, found: tuple[int, int]) -> None:
        families, persons = found
        self._say(_("Ditemukan {families} pasangan keluarga dan {persons} pasangan warga.").format(families=families, persons=persons))
        if not families and persons and self.pane.showing == FAMILIES:
            self.pane.mode.set_value(PERSONS)
        self._read()

    def _searched(self) -> None:
        self._searching = None
        self.pane.progress.hide()
        self.pane.look.busy(False)

    def _merge(self) -> None:
        form = self.pair.form
        if form is None or self.pair.merge_button.reason:
            return
        survivor, loser = self.pair.ids
        take, pairs, entity = self.pair.take, self.pair.pairs, form.entity
        self.pair.merge_button.busy(True)

        def done(merge_id: str) -> None:
            names = _("{first} dan {second} menjadi satu catatan.").format(first=form.first.name, second=form.second.name)
            self.toast.emit(names, Undo(lambda: self._undo(merge_id), _("Batalkan penggabungan")))
            if self.pane.showing == WITH:
                self.go.emit("households", {"household": survivor})
            else:
                self._read()

        work = beside(self, lambda: merging.merge(self.ws, entity, survivor, loser, take=take, pairs=pairs), done, self._say)
        work.finished.connect(lambda: self.pair.merge_button.busy(False))

    def _differ(self, reason: str) -> None:
        form = self.pair.form
        if form is None:
            return

        def done(judged: str) -> None:
            said = _("Dicatat: memang berbeda. Tidak ditanyakan lagi.")
            self.toast.emit(said, Undo(lambda: self._take_back(judged), _("Batalkan")))
            self._read()

        ids = (form.first.id, form.second.id)
        beside(self, lambda: duplicates.differ(self.ws, form.entity, *ids, reason), done, self._say)

    def _take_back(self, judged: str) -> None:
        duplicates.take_back(self.ws, judged)
        self._read()

    def _undo(self, merge_id: str) -> None:
        shown = self.undoing.form
        put_back = tuple(self.undoing.put_back) if shown and shown.merge_id == merge_id else ()

        def done(_nothing: object) -> None:
            self._say(_("Penggabungan dibatalkan. Kedua catatan tampil lagi."))
            self._read()

        beside(self, lambda: merging.undo(self.ws, merge_id, put_back=put_back), done, self._say)
