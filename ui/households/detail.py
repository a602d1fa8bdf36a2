"""Everything about one family on one screen: four figures, and behind six tabs its people, answers, papers, and all that was done."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services import bin as kept_bin
from fieldapp.services import ppks
from fieldapp.services.households import HouseholdView
from fieldapp.services.timeline import TimelineEntry
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.acting import Acting
from ui.households.beside import beside
from ui.households.cases import CasesPart
from ui.households.figures import FamilyTiles
from ui.households.histories import ChangesPart, TimelinePart
from ui.households.known import KnownPart
from ui.households.numbers import NumberStrip
from ui.households.part import Part
from ui.households.people import PeoplePart
from ui.households.person import PersonPart
from ui.households.standing import Binned, FamilyRead, NoFamily, StandingBanners, read_family
from ui.households.summary import STEP, Summary
from ui.households.ways import KNOWN, PEOPLE, SUMMARY, Way, to_complete, to_entry
from ui.kit import Button, PageHeader, StateChip, Tabs, column, scrolled
from ui.kit.page import Action

NARROW = 790  # width of this part below which the timeline stands behind its tab alone (window 1200, three panes)


class FamilyView(QWidget):
    """Header, figures, tabs. ``go(page, context)`` opens another page; ``renewed(id)`` when an act changed the list."""

    go = Signal(str, dict)
    told = Signal(str)
    toast = Signal(str, object)
    changed = Signal()
    renewed = Signal(str)

    def __init__(self, ws: Workspace, actions: list[Action]) -> None:
        super().__init__()
        self.ws = ws
        self.view: HouseholdView | None = None
        self._asked, self._person, self._act = 0, "", ""
        self.header = PageHeader("", actions=[Button.of(action, "primary" if action is actions[-1] else "plain") for action in actions])
        self.strip, self.tiles = NumberStrip(ws), FamilyTiles(ws)
        self.standing, self.acting = StandingBanners(ws), Acting(ws, self)
        self.tabs = Tabs(self._tab_names())
        self.summary, self.person = Summary(ws), PersonPart(ws)
        self.people, self.known, self.cases = PeoplePart(ws), KnownPart(ws), CasesPart(ws)
        self.history, self.changes = TimelinePart(ws), ChangesPart(ws)
        self.parts: list[QWidget] = [self.summary, self.people, self.known, self.cases, self.history, self.changes]
        self.nothing = NoFamily()
        self.members, self.line, self.missing = self.summary.members, self.summary.line, self.summary.missing
        self._build()
        self._connect()
        self.clear("")

    def _build(self) -> None:
        parts = [(part, 1) for part in self.parts]
        self._inside = column(
            self.standing, self.acting, self.strip, self.tiles, self.tabs, *parts, (self.person, 1), spacing=10, margins=(20, 12, 20, 12)
        )
        self._body = scrolled(self._inside, _("Keluarga"))
        self.setLayout(column(self.header, (self._body, 1), (self.nothing, 1), spacing=0))

    def _connect(self) -> None:
        self.strip.left.connect(self.focus_members)
        self.tabs.changed.connect(self._tab_changed)
        self.summary.person_wanted.connect(self.show_person)
        self.summary.add_wanted.connect(self.add_member)
        self.summary.complete_wanted.connect(self._complete)
        for line in (self.summary, self.history):
            line.entry_opened.connect(self._open_entry)
            line.told.connect(self.told)
        for part in (self.people, self.known, self.cases, self.changes, self.person):
            self._listen(part)
        self.changes.toast.connect(self._changed_value)
        self.person.closed.connect(self.close_person)
        self.person.tab_wanted.connect(self._tab_of_person)
        self.standing.go.connect(self.go)
        self.nothing.restore_wanted.connect(self._restore)
        self.acting.told.connect(self.told)
        self.acting.toast.connect(self.toast)
        self.acting.closed.connect(self._act_closed)
        self.acting.renewed.connect(self.renewed)
        self.tiles.desil.activated.connect(partial(self.show_tab, KNOWN))
        self.tiles.house.activated.connect(self._see_house)
        self.tiles.last.activated.connect(self._see_last)
        self.tiles.next.activated.connect(self._see_next)

    def _listen(self, part: Part) -> None:
        part.go.connect(self.go)
        part.told.connect(self.told)
        part.act_wanted.connect(self.act)
        part.person_wanted.connect(self.show_person)

    # Reading

    @property
    def household_id(self) -> str:
        """The family shown, or ""."""
        return self.view.id if self.view else ""

    def clear(self, sentence: str) -> None:
        """Show no family, and say why."""
        self._asked += 1
        self.view = None
        self.strip.close_strip()
        self.acting.clear()
        self._person = ""
        self.nothing.say(sentence)
        self._body.hide()
        self.header.hide()
        self.nothing.show()

    def show_family(self, household_id: str, *, person: str = "", act: str = "") -> None:
        """Read a family; what was shown stays until it is there. ``person`` shows one of its people, ``act`` begins an act about it."""
        self._asked += 1
        asked = self._asked
        wanted = max(len(self.summary.entries), STEP) if household_id == self.household_id else STEP
        if person or act:
            self._person, self._act = person or self._person, act

        def show(told: FamilyRead | Binned) -> None:
            if asked != self._asked:
                return
            self._show(told, wanted) if isinstance(told, FamilyRead) else self._show_binned(told)

        def gone(problem: Problem) -> None:
            if asked == self._asked:
                self.clear(problem.sentence)
                self.changed.emit()

        beside(self, lambda: read_family(self.ws, household_id, wanted), show, self.told.emit, gone)

    def _show_binned(self, told: Binned) -> None:
        self.clear("")
        self.nothing.say_binned(told)
        self.changed.emit()

    def _show(self, told: FamilyRead, wanted: int) -> None:
        view, other = told.view, told.view.id != self.household_id
        if other:
            self.strip.close_strip()
            self.acting.clear()
            self._person = self._person if any(one.id == self._person for one in view.members) else ""
        self.view = view
        self._show_header(view)
        self.tiles.show_family(view)
        self.standing.show_family(told)
        self.summary.show_family(view, told.entries, wanted)
        for part in (self.people, self.known, self.cases, self.history, self.changes, self.person):
            part.take(view)
        self.nothing.hide()
        self.header.show()
        self._body.show()
        self.person.person_id = self._person
        self._fit()
        if self._act:
            name, self._act = self._act, ""
            self.act(name, {})
        self.changed.emit()

    def _show_header(self, view: HouseholdView) -> None:
        number = f"KK {view.kk}" if view.kk else _("tanpa nomor KK")
        place = " · ".join(part for part in (number, f"{view.place} {view.village}".strip(), view.hamlet) if part)
        self.header.set_title(view.name, place)
        self.header.set_chips([StateChip(chip.text, chip.kind, chip.icon) for chip in view.chips])

    # Tabs and people

    def _tab_names(self) -> list[str]:
        cases = _("PPKS") if self.width() < NARROW or theme.scale() >= 1.3 else _("PPKS & persetujuan")
        return [_("Ringkasan"), _("Anggota"), _("Keterangan"), cases, _("Riwayat"), _("Perubahan")]

    def show_tab(self, at: int) -> None:
        """Show a tab and give it the keys (Alt+1 to Alt+6)."""
        self._person = ""
        self.tabs.choose(at)
        self._fit()
        part = self.parts[at]
        part.focus_first() if isinstance(part, Part) else self.summary.focus_members()
        self.changed.emit()

    def _tab_changed(self, _at: int) -> None:
        self._person = ""
        self._fit()
        self.changed.emit()

    def show_person(self, person_id: str) -> None:
        """Show one of the people (Enter on a member)."""
        if self.view:
            self._person = self.person.person_id = person_id
            self.person.show_person(person_id)
            self._fit()
            self.person.focus_first()
            self._body.verticalScrollBar().setValue(0)
            self.changed.emit()

    def close_person(self) -> None:
        """Return from a person to the family."""
        self._person = self.person.person_id = ""
        self._fit()
        self.focus_members()
        self.changed.emit()

    def _tab_of_person(self, name: str) -> None:
        person_id = self._person
        part: KnownPart | ChangesPart = self.known if name == "known" else self.changes
        self.show_tab(self.parts.index(part))
        part.choose(person_id)

    @property
    def part(self) -> QWidget:
        """What stands below the figures now."""
        return self.person if self._person else self.parts[self.tabs.at]

    def chosen_person(self) -> str:
        """The person an act is about: the one shown, else the one chosen in the table with the keys."""
        if self._person:
            return self._person
        table = self.people.people if self.tabs.at == PEOPLE else self.members
        return table.current() if self.tabs.at in {SUMMARY, PEOPLE} else ""

    # What is done

    def focus_members(self) -> None:
        """Put the keys on the people, or into the tab in sight."""
        part = self.part
        part.focus_first() if isinstance(part, Part) else self.summary.focus_members()

    def reveal(self) -> None:
        """Ask why a number is wanted in full."""
        if self.view:
            chosen = self._person or (self.members.current() if self.members is QApplication.focusWidget() else "")
            self.strip.ask(self.view, chosen)

    def add_member(self) -> None:
        """Open the form of a new member."""
        if self.view:
            self.go.emit("member_form", {"household": self.view.id})

    def act(self, name: str, about: dict[str, Any]) -> None:
        """Begin an act about this family or the person chosen; "edit" opens the person's form."""
        if not self.view:
            return
        if not self.view.may_edit:
            self.told.emit(_("Peran Anda hanya membaca catatan keluarga."))
            return
        person_id = str(about.get("person") or self.chosen_person())
        if name == "edit":
            self.go.emit("member_form", {"household": self.view.id, "person": person_id})
            return
        if name == "reopen_case":
            self._reopen(about["case"])
            return
        self.acting.begin(name, self.view, person_id, about)
        self._body.verticalScrollBar().setValue(0)
        self.changed.emit()

    def _reopen(self, case: ppks.CaseView) -> None:
        def done(_none: object) -> None:
            self.told.emit(_("Catatan PPKS dibuka lagi."))
            self.show_family(self.household_id)

        beside(self, partial(ppks.reopen_case, self.ws, case.id), done, self.told.emit)

    def _act_closed(self) -> None:
        self.focus_members()
        self.changed.emit()

    def _changed_value(self, sentence: str, undo: object) -> None:
        self.toast.emit(sentence, undo)
        self.renewed.emit(self.household_id)

    def _restore(self, household_id: str) -> None:
        def done(_none: object) -> None:
            self.told.emit(_("Keluarga dikembalikan dari tempat sampah."))
            self.renewed.emit(household_id)

        beside(self, partial(kept_bin.restore, self.ws, "household", household_id), done, self.told.emit)

    def _way(self, way: Way | None) -> None:
        """Go where something leads: another page, a person, a tab."""
        if way is None:
            return
        if way.page:
            self.go.emit(way.page, dict(way.context))
        elif way.person:
            self.show_person(way.person)
        elif way.tab:
            self.show_tab(way.tab)

    def _complete(self) -> None:
        if self.view:
            self._way(to_complete(self.view))

    def _open_entry(self, entry: TimelineEntry) -> None:
        if self.view:
            self._way(to_entry(entry, self.view))

    def _see_house(self) -> None:
        found = next((entry for entry in self.summary.entries if entry.kind == "assessment"), None)
        if found:
            self._open_entry(found)

    def _see_last(self) -> None:
        if self.view and self.view.last_visit:
            self.go.emit("visits", {"visit": self.view.last_visit.id})

    def _see_next(self) -> None:
        if self.view:
            self.go.emit("visits", {"household": self.view.id})

    # Room

    def regions(self) -> list[QWidget]:
        """What F6 walks through, from the act in hand to the header."""
        part = self.part
        inside = part.regions() if isinstance(part, Part) else [self.members, self.line]
        return [*self.acting.regions(), self.strip, *inside, self.tabs, self.header]

    def _fit(self) -> None:
        narrow = self.width() < NARROW or theme.scale() >= 1.3
        self.tabs.set_names(self._tab_names())
        shown = self.part
        for part in (*self.parts, self.person):
            part.setVisible(part is shown)
        self.tabs.setVisible(not self._person)
        self.tiles.setVisible(not self._person)
        self.summary.fit(narrow=narrow)
        if isinstance(shown, Part) and self.view:
            shown.show_now()
        QTimer.singleShot(0, self, self._measure)

    def _measure(self) -> None:
        """Ask again how high what scrolls is: parts that were filled while hidden told nobody."""
        self.part.updateGeometry()
        self._inside.invalidate()

    def restyle(self) -> None:
        """Fit to the new text size."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new width."""
        super().resizeEvent(event)
        self._fit()
