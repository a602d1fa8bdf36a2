"""Beranda: the draft in hand, the next visits, and what needs a decision; there before the eye is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from fieldapp.domain.written import date_full, date_medium, number
from fieldapp.language import _
from fieldapp.services.today import Beranda, beranda
from fieldapp.services.visits import VisitLine
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.home.parts import DecisionCard, DraftStrip, FirstDay, MonthCard
from ui.households.beside import beside
from ui.kit import Action, Button, Card, Cell, Column, DataTable, EmptyState, Label, Page, PageHeader, StateChip, Tabs, column, frame, row
from ui.kit.table import Cells

NARROW = 960  # page width below which the right column becomes a tab


def greeting(hour: int) -> str:
    """Return how one greets at this hour (0 to 23)."""
    if 4 <= hour < 11:
        return _("Selamat pagi")
    if 11 <= hour < 15:
        return _("Selamat siang")
    return _("Selamat sore") if 15 <= hour < 18 else _("Selamat malam")


class HomePage(Page):
    """The first page of the day. Context: nothing. Opens "visits", "households", "sync"."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.title = _("Beranda")
        self.now: Beranda | None = None
        self._asked = 0
        self._put_off: set[str] = set()
        self.find_button = Button(_("Cari keluarga"), icon="search", hint="Ctrl+F", run=self._find)
        self.record_button = Button(_("Catat kunjungan"), icon="plus", hint="Ctrl+J", run=self.record)
        self.header = PageHeader(self._hello(), "", actions=[self.find_button, self.record_button])
        self.strip = DraftStrip(self._resume, self._later, lambda: self.go.emit("visits", {}))
        self.table = DataTable(
            _("Kunjungan berikutnya"),
            [Column(_("Keluarga")), Column(_("Tempat"), 120), Column(_("Keperluan"), 216), Column(_("Tenggat"), 136)],
            row_height=52,
        )
        self.table.opened.connect(lambda key: self.go.emit("households", {"household": key}))
        self.nothing = EmptyState("", icon="calendar", button=Button(_("Lihat keluarga"), icon="users", run=self._find))
        self.decisions, self.month = DecisionCard(lambda page: self.go.emit(page, {})), MonthCard()
        self.tabs = Tabs([_("Kunjungan berikutnya"), _("Keputusan dan bulan ini")])
        self.tabs.changed.connect(lambda _at: self._fit())
        self._build()

    def _build(self) -> None:
        self.overdue, self.today_chip = StateChip("", "bad", "clock"), StateChip("", "warn", "calendar")
        self.more = Button("", "link", run=lambda: self.go.emit("visits", {}))
        self.count = Label("", "cap")
        head = row(Label(_("Kunjungan berikutnya"), "h2"), self.overdue, self.today_chip, None, margins=(0, 0, 0, 0))
        self.due = Card(spacing=6).tight()
        self.due.add(frame(column(head, margins=(15, 10, 12, 2))))
        self.due.add(self.table, 1).add(self.nothing, 1)
        self.foot = frame(row(self.count, None, self.more, margins=(15, 2, 8, 4)))
        self.due.add(self.foot)
        self.first = FirstDay(self._steps())
        self.left = frame(column((self.due, 1), (self.first, 1), spacing=0))
        self.right = frame(column(self.decisions, self.month, None, spacing=12), width=342)
        self._line = row((self.left, 1), self.right, spacing=14)
        body = column(self.strip, self.tabs, (self._line, 1), spacing=12, margins=(24, 14, 24, 14))
        self.setLayout(column(self.header, (body, 1), spacing=0))
        for part in (self.due, self.first, self.tabs, self.overdue, self.today_chip, self.nothing):
            part.hide()

    def _steps(self) -> list[tuple[str, str, list[Action]]]:
        sync = Action(_("Sinkronkan"), lambda: self.go.emit("sync", {}), "F5", "refresh-cw")
        register = Action(_("Daftarkan keluarga"), lambda: self.go.emit("household_form", {}), "Ctrl+N", "user-plus")
        find = Action(_("Cari keluarga"), self._find, "Ctrl+F", "search")
        record = Action(_("Catat kunjungan"), self.record, "Ctrl+J", "plus")
        return [
            (
                _("Ambil data wilayah Anda"),
                _("Sinkronkan bila ada jaringan. Tanpa jaringan, daftarkan keluarga satu per satu."),
                [sync, register],
            ),
            (_("Cari keluarga"), _("Ketik tiga huruf nama, NIK, nomor KK, atau RT/RW. Ejaan lama pun ketemu."), [find]),
            (_("Catat kunjungan pertama"), _("Isian tersimpan sendiri di laptop ini dan dikirim saat ada jaringan."), [record]),
        ]

    # What a page is

    def opened(self, **_context: object) -> None:
        """Show the day as it is now; the keys go to the draft in hand, else to the first visit."""
        self.header.set_title(self._hello(), self._where())
        self.refresh(focus=True)

    def refresh(self, *, focus: bool = False) -> None:
        """Read the day again (after a sync, a visit, a save)."""
        self._asked += 1
        asked = self._asked
        beside(self, lambda: beranda(self.ws), lambda told: self._show(told, focus=focus) if asked == self._asked else None, self._say)

    def page_actions(self) -> list[Action]:
        """What can be done here."""
        found = [
            Action(_("Catat kunjungan"), self.record, "Ctrl+J", "plus"),
            Action(_("Keluarga baru"), lambda: self.go.emit("household_form", {}), "Ctrl+N", "user-plus"),
        ]
        if self.strip.isVisibleTo(self):
            found.insert(0, Action(_("Lanjutkan draf"), self._resume, "Ctrl+Return", "history"))
        return found

    def regions(self) -> list[QWidget]:
        """Strip, list, right column."""
        parts: list[QWidget] = [
            self.strip.resume,
            self.tabs,
            self.table,
            self.first.buttons[0],
            *self.decisions.tiles[:1],
            self.record_button,
        ]
        return [part for part in parts if part.isVisibleTo(self)]

    def record(self) -> None:
        """Start a visit for the family chosen; without one, go and choose."""
        chosen = self.table.current() if self.table.isVisibleTo(self) else ""
        if chosen:
            self.go.emit("visits", {"household": chosen})
        else:
            self._find()

    # What is shown

    def _hello(self) -> str:
        first = self.ws.user.name.split()[0] if self.ws.user.name.split() else ""
        return _("{greeting}, {name}").format(greeting=greeting(self.ws.moment_here().hour), name=first)

    def _where(self) -> str:
        day = date_full(self.ws.today())
        return f"{day} · {self.now.place}" if self.now and self.now.place else day

    def _show(self, told: Beranda, *, focus: bool) -> None:
        self.now = told
        self.header.set_title(self._hello(), self._where())
        self.strip.show_drafts(tuple(draft for draft in told.drafts if draft.id not in self._put_off), told, self.ws.zone)
        self._show_due(told)
        self.decisions.show_decisions(told.decisions)
        self.month.show_month(told.month, told.never_visited)
        self._show_primary()
        self._fit()
        self.actions_changed.emit()
        if focus and self.isVisible():
            self._take_keys()

    def _show_primary(self) -> None:
        """One teal button a page: the draft's, the first day's, else Catat kunjungan."""
        kind = "plain" if self.strip.isVisibleTo(self) or self.first.isVisibleTo(self) else "primary"
        if self.record_button.kind != kind:
            self.record_button.kind = kind
            self.record_button.update()

    def _show_due(self, told: Beranda) -> None:
        self.first.setVisible(told.households == 0)
        self.due.setVisible(told.households > 0)
        self.table.set_rows([self._cells(line) for line in told.due], [line.household_id for line in told.due])
        self.table.setVisible(bool(told.due))
        self.nothing.setVisible(not told.due)
        self.nothing.say(self._calm(told))
        self.overdue.set(_("{count} lewat").format(count=number(told.overdue)), "bad", "clock")
        self.overdue.setVisible(told.overdue > 0)
        self.today_chip.set(_("{count} hari ini").format(count=number(told.due_today)), "warn", "calendar")
        self.today_chip.setVisible(told.due_today > 0)
        self.foot.setVisible(bool(told.due))
        self.count.setText(
            _("{shown} dari {total} keluarga yang punya jadwal").format(shown=number(len(told.due)), total=number(told.total_due))
        )
        self.more.set_text(_("Lihat semua {count}").format(count=number(told.total_due)))
        if told.due and not self.table.current():
            self.table.set_current(told.due[0].household_id)

    def _calm(self, told: Beranda) -> str:
        if told.never_visited:
            return _("Tidak ada kunjungan yang jatuh tempo. {count} keluarga belum pernah dikunjungi.").format(
                count=number(told.never_visited)
            )
        return _("Tidak ada kunjungan yang jatuh tempo. Jadwal muncul di sini setelah sebuah kunjungan diberi tanggal berikutnya.")

    def _cells(self, line: VisitLine) -> Cells:
        kk = f"KK {line.kk}" if line.kk else _("tanpa nomor KK")
        last = _("terakhir {day}").format(day=date_medium(line.done)) if line.done else _("belum pernah dikunjungi")
        chip = line.chip
        due = Cell(chip.text, "muted") if chip.kind == "mute" else Cell(chip.text, "chip", kind=chip.kind, icon=chip.icon)
        purpose = line.purpose or _("Kunjungan rutin")
        return [Cell(line.name, "strong", second=kk), Cell(line.place, second=line.village), Cell(purpose, second=last), due]

    def _take_keys(self) -> None:
        """Give the keys to what is done most likely next, unless they are outside this page by now (the palette, the lock)."""
        focus = QApplication.focusWidget()
        if focus is not None and not self.isAncestorOf(focus):
            return
        if self.strip.isVisible():
            self.strip.resume.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.table.isVisible():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.first.isVisible():
            self.first.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.record_button.setFocus(Qt.FocusReason.TabFocusReason)

    def _fit(self) -> None:
        """Where there is little width, the right column becomes a tab."""
        narrow = self.width() < NARROW or theme.scale() >= 1.3
        self.tabs.setVisible(narrow)
        self.left.setVisible(not narrow or self.tabs.at == 0)
        self.right.setVisible(not narrow or self.tabs.at == 1)

    def restyle(self) -> None:
        """Fit to the new text size."""
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new width."""
        super().resizeEvent(event)
        self._fit()

    # What is done

    def _resume(self) -> None:
        if self.now and self.now.drafts:
            draft = next((d for d in self.now.drafts if d.id not in self._put_off), self.now.drafts[0])
            self.go.emit("visits", {"draft": draft.id, "household": draft.household_id})

    def _later(self) -> None:
        """Put the draft in hand off until the window opens again; it stays in Kunjungan."""
        if self.now:
            self._put_off |= {draft.id for draft in self.now.drafts}
            self._show(self.now, focus=False)
            self._take_keys()

    def _find(self) -> None:
        self.go.emit("households", {"find": True})

    def _say(self, sentence: str) -> None:
        self.toast.emit(sentence, None)
