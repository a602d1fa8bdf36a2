"""Ringkasan: four figures, the people of the family, what is missing, and the newest of what was done."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services.chips import Chip
from fieldapp.services.households import HouseholdView, MemberView
from fieldapp.services.timeline import TimelineEntry, timeline
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.beside import beside
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
    Timeline,
    chip_cell,
    column,
    frame,
    row,
    short,
)  # fmt: skip
from ui.kit.table import Cells

_WORST = ("bad", "warn", "info", "soft", "mute", "ok")
_LEAST = 150  # pixels: head and two members
STEP = 20  # entries of the timeline read at a time
DEAD, AWAY = "2", "3"  # Dukcapil status dasar


def one_chip(chips: tuple[Chip, ...]) -> Cell:
    """Return all signs of a member in one chip, in the colour and with the icon of the gravest."""
    if not chips:
        return Cell("–", "muted")
    first = min(chips, key=lambda chip: _WORST.index(chip.kind))
    rest = [chip.text for chip in chips if chip is not first]
    return chip_cell(", ".join([first.text, *(text[0].lower() + text[1:] for text in rest)]), first.kind, first.icon)


def member_cells(member: MemberView) -> Cells:
    """Return a member as a row: who died is struck through, with the day; NIK masked."""
    nik = f"NIK {member.nik}" if "•" in member.nik else ", ".join(part for part in (member.nik, member.nik_note) if part)
    if member.status == DEAD:
        nik = _("meninggal {day}").format(day=date_medium(member.died_on)) if member.died_on else _("meninggal, tanggal belum ada")
    # Who has no NIK for a reason is a complete record; the reason stands below the name already.
    signs = tuple(chip for chip in member.chips if not (chip.icon == "id-card" and member.nik_note))
    age = "–" if member.age is None else str(member.age)
    relation = _("Kepala") if member.is_head else member.relation or "–"
    name = Cell(member.name, "struck" if member.status == DEAD else "strong", second=nik)
    return [name, relation, member.sex or "–", age, member.activity or "–", one_chip(signs)]


def in_order(view: HouseholdView) -> list[MemberView]:
    """Return the members: the head, who lives there, then who died or moved away."""
    return sorted(view.members, key=lambda member: (member.status in {DEAD, AWAY}, not member.is_head))


def entry_of(entry: TimelineEntry, ws: Workspace) -> Entry:
    """Return what was done as an entry of the line."""
    by = _("oleh {name}").format(name=entry.by_name) if entry.by_name not in {"", "–"} else ""
    text = " · ".join(part for part in (entry.text, by) if part)
    return Entry(entry.id, short(entry.day, ws.today()), entry.icon, entry.tone, entry.title, text)


class Summary(QWidget):
    """``entry_opened(entry)``, ``person_wanted(id)``, ``add_wanted()``, ``complete_wanted()``."""

    entry_opened = Signal(object)
    person_wanted = Signal(str)
    add_wanted = Signal()
    complete_wanted = Signal()
    told = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.view: HouseholdView | None = None
        self.entries: tuple[TimelineEntry, ...] = ()
        self._asked, self._more = 0, True
        self.members = DataTable(
            _("Anggota keluarga"),
            [Column(_("Nama"), 172), Column(_("Hubungan"), 100), Column(_("L/P"), 52), Column(_("Usia"), 52, right=True), Column(_("Kegiatan")),
             Column(_("Tanda"), 132)],
            row_height=46,
        )  # fmt: skip
        self.count = Label("", "muted")
        self.add = Button(_("Tambah anggota"), "link", icon="user-plus", height=30, run=self.add_wanted.emit)
        self.complete = Button(_("Lengkapi"), "link", height=28, run=self.complete_wanted.emit)
        self.missing = Banner("warn", _("Yang kurang pada catatan ini"), icon="list-checks", button=self.complete)
        self.line = Timeline(_("Riwayat"))
        self.quiet = EmptyState(_("Belum ada kunjungan. Ctrl J mencatat yang pertama."), icon="history")
        self._build()

    def _build(self) -> None:
        self.people = Card(_("Anggota keluarga"), right=[self.add], spacing=6).tight()
        self.people.head.insertWidget(1, self.count)
        self.people.add(self.members, 1)
        left = frame(column((self.people, 100), self.missing, (frame(column()), 1), spacing=10))
        self.right = Card(_("Riwayat"), spacing=8)
        self.right.add(self.line, 1).add(self.quiet, 1)
        self.setLayout(row((left, 1), self.right, spacing=12))
        self.members.opened.connect(self.person_wanted)
        self.line.opened.connect(self._opened)
        self.line.wanted_more.connect(self._read_more)

    def show_family(self, view: HouseholdView, entries: tuple[TimelineEntry, ...], wanted: int) -> None:
        """Show a family with the newest of what was done for it; ``wanted`` is how many were asked for."""
        other = self.view is None or view.id != self.view.id
        self._asked += 1
        self.view = view
        self._show_members(view, other=other)
        self.missing.say("warn", _("Yang kurang pada catatan ini"), " · ".join(view.missing), icon="list-checks")
        self.missing.setVisible(bool(view.missing))
        self.complete.setVisible(view.may_edit)
        self.add.setVisible(view.may_edit)
        self.entries, self._more = entries, len(entries) == wanted
        if other or entries:
            self.line.set_entries([entry_of(entry, self.ws) for entry in entries])
        visited = any(entry.kind == "visit" for entry in entries)
        self.line.setVisible(bool(entries))
        self.quiet.setVisible(not entries)
        self.quiet.say(_("Belum ada kunjungan. Ctrl J mencatat yang pertama.") if not visited else "")

    def _show_members(self, view: HouseholdView, *, other: bool) -> None:
        self.count.setText(_("{count} orang").format(count=len(view.members)))
        people = in_order(view)
        self.members.set_rows([member_cells(member) for member in people], [member.id for member in people])
        if (other or not self.members.current()) and people:
            self.members.set_current(people[0].id)
        self._limit()

    def _limit(self) -> None:
        """Let the card of the members end where they end."""
        whole = self.members.natural_height() + self.people.head.sizeHint().height() + theme.size(20)
        self.people.setMaximumHeight(whole)
        self.people.setMinimumHeight(min(whole, theme.size(_LEAST)))

    def _read_more(self) -> None:
        """Read the next twenty; asked for by their count, as several entries may share one moment."""
        if not self.view or not self._more:
            return
        self._more = False
        asked, household_id, wanted = self._asked, self.view.id, len(self.entries) + STEP
        beside(
            self,
            lambda: timeline(self.ws, household_id, limit=wanted),
            lambda told: self._add_entries(told, wanted) if asked == self._asked else None,
            self.told.emit,
        )

    def _add_entries(self, told: tuple[TimelineEntry, ...], wanted: int) -> None:
        known = {entry.id for entry in self.entries}
        fresh = [entry for entry in told if entry.id not in known]
        self.entries, self._more = told, len(told) == wanted
        self.line.add_entries([entry_of(entry, self.ws) for entry in fresh])

    def _opened(self, key: str) -> None:
        found = next((entry for entry in self.entries if entry.id == key), None)
        if found:
            self.entry_opened.emit(found)

    def focus_members(self) -> None:
        """Put the keys on the members."""
        self.members.setFocus(Qt.FocusReason.TabFocusReason)

    def fit(self, *, narrow: bool) -> None:
        """Stand beside what was done, or give it up to its own tab where there is little room."""
        self.right.setVisible(not narrow)
        self.right.setFixedWidth(round(316 * min(theme.scale(), 1.25)))

    def restyle(self) -> None:
        """Fit to the new text size."""
        QTimer.singleShot(0, self, self._limit)
