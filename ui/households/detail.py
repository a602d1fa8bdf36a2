"""Everything about one family on one screen: four figures, its people, what is missing, and all that was done."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.language import _
from fieldapp.services.chips import Chip
from fieldapp.services.households import HouseholdView, MemberView, household
from fieldapp.services.timeline import TimelineEntry, timeline
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.beside import beside
from ui.households.figures import FamilyTiles
from ui.households.numbers import NumberStrip
from ui.kit import (
    Banner,
    Button,
    Card,
    Cell,
    Column,
    DataTable,
    EmptyState,
    Entry,
    Label,
    PageHeader,
    StateChip,
    Tabs,
    Timeline,
    chip_cell,
    column,
    frame,
    row,
    scrolled,
    short,
)
from ui.kit.page import Action
from ui.kit.table import Cells

_WORST = ("bad", "warn", "info", "soft", "mute", "ok")
NARROW = 790  # width of this part below which the timeline becomes a tab (window 1200, three panes)
_LEAST = 150  # pixels: head and two members
STEP = 20  # entries of the timeline read at a time


def one_chip(chips: tuple[Chip, ...]) -> Cell:
    """Return all signs of a member in one chip, in the colour and with the icon of the gravest."""
    if not chips:
        return Cell("–", "muted")
    first = min(chips, key=lambda chip: _WORST.index(chip.kind))
    rest = [chip.text for chip in chips if chip is not first]
    return chip_cell(", ".join([first.text, *(text[0].lower() + text[1:] for text in rest)]), first.kind, first.icon)


class FamilyView(QWidget):
    """Header, tiles, members, what is missing, timeline. ``go(page, context)`` opens another page."""

    go = Signal(str, dict)
    told = Signal(str)
    changed = Signal()

    def __init__(self, ws: Workspace, actions: list[Action]) -> None:
        super().__init__()
        self.ws = ws
        self.view: HouseholdView | None = None
        self._asked = 0
        self._entries: tuple[TimelineEntry, ...] = ()
        self._more = True
        self.header = PageHeader("", actions=[Button.of(action, "primary" if action is actions[-1] else "plain") for action in actions])
        self.strip = NumberStrip(ws)
        self.strip.left.connect(self.focus_members)
        self.tiles = FamilyTiles(ws)
        self.tabs = Tabs([_("Ringkasan"), _("Riwayat")])
        self.tabs.changed.connect(lambda _at: self._fit())
        self.members = DataTable(
            _("Anggota keluarga"),
            [Column(_("Nama"), 172), Column(_("Hubungan"), 100), Column(_("L/P"), 52), Column(_("Usia"), 52, right=True), Column(_("Kegiatan")),
             Column(_("Tanda"), 132)],
            row_height=46,
        )  # fmt: skip
        self.count = Label("", "muted")
        self.add = Button(_("Tambah anggota"), "link", icon="user-plus", height=30, run=self.add_member)
        self.complete = Button(_("Lengkapi"), "link", height=28, run=self._complete)
        self.missing = Banner("warn", _("Yang kurang pada catatan ini"), icon="list-checks", button=self.complete)
        self.line = Timeline(_("Riwayat"))
        self.quiet = EmptyState(_("Belum ada kunjungan. Ctrl J mencatat yang pertama."), icon="history")
        self.nothing = EmptyState("", icon="users")
        self._build()
        self._connect()
        self.clear("")

    def _build(self) -> None:
        people = Card(_("Anggota keluarga"), right=[self.count, self.add], spacing=6).tight()
        people.head.insertWidget(1, self.count)
        people.add(self.members, 1)
        self.people = people
        self.left = frame(column((people, 100), self.missing, (frame(column()), 1), spacing=10))
        self.right = Card(_("Riwayat"), spacing=8)
        self.right.add(self.line, 1).add(self.quiet, 1)
        self._line = row((self.left, 1), self.right, spacing=12)
        self._body = scrolled(
            column(self.strip, self.tiles, self.tabs, (self._line, 1), spacing=10, margins=(20, 12, 20, 12)), _("Keluarga")
        )
        self.setLayout(column(self.header, (self._body, 1), (self.nothing, 1), spacing=0))

    def _connect(self) -> None:
        self.members.opened.connect(self._edit_member)
        self.line.opened.connect(self._open_entry)
        self.line.wanted_more.connect(self._read_more)
        self.tiles.desil.activated.connect(self._see_timeline)
        self.tiles.house.activated.connect(self._see_house)
        self.tiles.last.activated.connect(self._see_last)
        self.tiles.next.activated.connect(self._see_next)

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
        self.nothing.say(sentence)
        self._body.hide()
        self.header.hide()
        self.nothing.show()

    def show_family(self, household_id: str) -> None:
        """Read a family and the newest of what was done for it; what was shown stays until it is there."""
        self._asked += 1
        asked = self._asked
        wanted = max(len(self._entries), STEP) if household_id == self.household_id else STEP

        def read() -> tuple[HouseholdView, tuple[TimelineEntry, ...]]:
            return household(self.ws, household_id), timeline(self.ws, household_id, limit=wanted)

        beside(self, read, lambda told: self._show(*told, wanted) if asked == self._asked else None, self.told.emit)

    def _show(self, view: HouseholdView, entries: tuple[TimelineEntry, ...], wanted: int) -> None:
        other = view.id != self.household_id
        if other:
            self.strip.close_strip()
        self.view = view
        self._show_header(view)
        self.tiles.show_family(view)
        self._show_members(view, other=other)
        self._show_missing(view)
        self._entries, self._more = entries, len(entries) == wanted
        if other or entries:
            self.line.set_entries([self._entry(entry) for entry in entries])
        visited = any(entry.kind == "visit" for entry in entries)
        self.line.setVisible(bool(entries))
        self.quiet.setVisible(not entries)
        self.quiet.say(_("Belum ada kunjungan. Ctrl J mencatat yang pertama.") if not visited else "")
        self.nothing.hide()
        self.header.show()
        self._body.show()
        self._fit()
        self.changed.emit()

    def _show_header(self, view: HouseholdView) -> None:
        number = f"KK {view.kk}" if view.kk else _("tanpa nomor KK")
        place = " · ".join(part for part in (number, f"{view.place} {view.village}".strip(), view.hamlet) if part)
        self.header.set_title(view.name, place)
        self.header.set_chips([StateChip(chip.text, chip.kind, chip.icon) for chip in view.chips])
        self.add.setVisible(view.may_edit)

    def _show_members(self, view: HouseholdView, *, other: bool) -> None:
        self.count.setText(_("{count} orang").format(count=len(view.members)))
        people = sorted(view.members, key=lambda member: not member.is_head)
        self.members.set_rows([self._cells(member) for member in people], [member.id for member in people])
        if (other or not self.members.current()) and people:
            self.members.set_current(people[0].id)
        self._limit()

    def _cells(self, member: MemberView) -> Cells:
        nik = f"NIK {member.nik}" if "•" in member.nik else ", ".join(part for part in (member.nik, member.nik_note) if part)
        # Who has no NIK for a reason is a complete record; the reason stands below the name already.
        signs = tuple(chip for chip in member.chips if not (chip.icon == "id-card" and member.nik_note))
        age = "–" if member.age is None else str(member.age)
        relation = _("Kepala") if member.is_head else member.relation or "–"
        return [Cell(member.name, "strong", second=nik), relation, member.sex or "–", age, member.activity or "–", one_chip(signs)]

    def _limit(self) -> None:
        """Let the card of the members end where they end."""
        whole = self.members.natural_height() + self.people.head.sizeHint().height() + theme.size(20)
        self.people.setMaximumHeight(whole)
        self.people.setMinimumHeight(min(whole, theme.size(_LEAST)))

    def _show_missing(self, view: HouseholdView) -> None:
        self.missing.say("warn", _("Yang kurang pada catatan ini"), " · ".join(view.missing), icon="list-checks")
        self.missing.setVisible(bool(view.missing))
        self.complete.setVisible(view.may_edit)

    def _entry(self, entry: TimelineEntry) -> Entry:
        by = _("oleh {name}").format(name=entry.by_name) if entry.by_name not in {"", "–"} else ""
        text = " · ".join(part for part in (entry.text, by) if part)
        return Entry(entry.id, short(entry.day, self.ws.today()), entry.icon, entry.tone, entry.title, text)

    def _read_more(self) -> None:
        """Read the next twenty; asked for by their count, as several entries may share one moment."""
        if not self.view or not self._more:
            return
        self._more = False
        asked, household_id, wanted = self._asked, self.view.id, len(self._entries) + STEP
        beside(
            self,
            lambda: timeline(self.ws, household_id, limit=wanted),
            lambda told: self._add_entries(told, wanted) if asked == self._asked else None,
            self.told.emit,
        )

    def _add_entries(self, told: tuple[TimelineEntry, ...], wanted: int) -> None:
        known = {entry.id for entry in self._entries}
        fresh = [entry for entry in told if entry.id not in known]
        self._entries, self._more = told, len(told) == wanted
        self.line.add_entries([self._entry(entry) for entry in fresh])

    # What is done

    def focus_members(self) -> None:
        """Put the keys on the members."""
        self.members.setFocus(Qt.FocusReason.TabFocusReason)

    def reveal(self) -> None:
        """Ask why a number is wanted in full."""
        if self.view:
            chosen = self.members.current() if self.members is QApplication.focusWidget() else ""
            self.strip.ask(self.view, chosen)

    def add_member(self) -> None:
        """Open the form of a new member."""
        if self.view:
            self.go.emit("member_form", {"household": self.view.id})

    def _edit_member(self, person_id: str) -> None:
        if self.view and self.view.may_edit:
            self.go.emit("member_form", {"household": self.view.id, "person": person_id})

    def _complete(self) -> None:
        """Open what can complete the record: the member without NIK or reason, the visit, else the family's own form."""
        if not self.view:
            return
        if self.view.missing == (_("Kunjungan pertama"),):
            self.go.emit("visits", {"household": self.view.id})
            return
        lacking = next((m for m in self.view.members if not m.nik_note and "•" not in m.nik), None)
        if lacking and self.view.missing[0] == _("NIK atau alasannya"):
            self.go.emit("member_form", {"household": self.view.id, "person": lacking.id})
        else:
            self.go.emit("household_form", {"household": self.view.id})

    def _see_timeline(self) -> None:
        if self.tabs.isVisible():
            self.tabs.choose(1)
        self.line.setFocus(Qt.FocusReason.TabFocusReason)

    def _see_house(self) -> None:
        found = next((entry for entry in self._entries if entry.kind == "assessment"), None)
        if found:
            self.go.emit("visits", {"visit": found.target_id})

    def _see_last(self) -> None:
        if self.view and self.view.last_visit:
            self.go.emit("visits", {"visit": self.view.last_visit.id})

    def _see_next(self) -> None:
        if self.view:
            self.go.emit("visits", {"household": self.view.id})

    def _open_entry(self, key: str) -> None:
        entry = next((entry for entry in self._entries if entry.id == key), None)
        if entry is None or self.view is None:
            return
        if entry.kind in {"visit", "assessment"}:
            self.go.emit("visits", {"visit": entry.target_id})
        elif entry.kind == "difference":
            self.go.emit("sync", {"record": entry.target_id})
        elif entry.kind == "document":
            self.go.emit("reports", {"household": self.view.id})
        elif entry.kind == "change" and entry.target_id in {member.id for member in self.view.members}:
            self._edit_member(entry.target_id)

    # Room

    def _fit(self) -> None:
        narrow = self.width() < NARROW or theme.scale() >= 1.3
        self.tabs.setVisible(narrow)
        self.left.setVisible(not narrow or self.tabs.at == 0)
        self.right.setVisible(not narrow or self.tabs.at == 1)
        if narrow:
            self.right.setMinimumWidth(0)
            self.right.setMaximumWidth(16777215)
        else:
            self.right.setFixedWidth(round(316 * min(theme.scale(), 1.25)))

    def restyle(self) -> None:
        """Fit to the new text size."""
        self._fit()
        QTimer.singleShot(0, self, self._limit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new width."""
        super().resizeEvent(event)
        self._fit()
