"""Tempat sampah: what was put away, by whom and when, how long it can still come back; Enter brings it back as it was."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldapp.domain.moments import local
from fieldapp.language import _
from fieldapp.services import bin as kept_bin
from fieldapp.services.bin import BinLine
from fieldapp.services.workspace import Workspace
from ui.households.beside import beside
from ui.kit import (
    Action,
    Button,
    Cell,
    Column,
    DataTable,
    EmptyState,
    Label,
    Page,
    PageHeader,
    SearchField,
    Undo,
    chip_cell,
    column,
    row,
    short,
)
from ui.kit.table import Cells

SOON = 14  # days left from which it is said in colour


class BinPage(Page):
    """The lines of the bin; what went along with another record has none of its own and comes back with it."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.title = _("Tempat sampah")
        self.lines: dict[str, BinLine] = {}
        self._asked = 0
        self.bring = Button(_("Kembalikan"), "primary", icon="archive-restore", hint="Return", run=self.restore)
        self.header = PageHeader(self.title, actions=[self.bring], back=True)
        self.header.went_back.connect(self._leave)
        self.search = SearchField(_("Cari di tempat sampah"), placeholder=_("nama atau jenis"))
        self.count = Label("", "muted")
        self.table = DataTable(
            _("Tempat sampah"), [Column(_("Catatan")), Column(_("Dimasukkan"), 200), Column(_("Sisa waktu"), 150)], row_height=52
        )
        self.quiet = EmptyState("", icon="trash-2")
        self.search.follow(self.table)
        self.search.searched.connect(lambda _text: self._show())
        self.search.left.connect(lambda: self.table.setFocus(Qt.FocusReason.TabFocusReason))
        self.table.opened.connect(lambda _key: self.restore())
        self.table.chosen.connect(lambda _key: self._fit())
        note = Label(
            _("Catatan di sini tidak tampil di daftar. Yang ikut dimasukkan kembali bersamanya. Setelah {days} hari tidak ditawarkan lagi.").format(days=kept_bin.DAYS),
            "small", wrap=True,
        )  # fmt: skip
        head = row((self.search, 1), self.count, spacing=12)
        body = column(head, note, (self.table, 1), (self.quiet, 1), spacing=10, margins=(24, 14, 24, 14))
        self.setLayout(column(self.header, (body, 1), spacing=0))

    # What a page is

    def opened(self, **_context: object) -> None:
        """Show what lies in the bin now."""
        self.refresh()
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def refresh(self) -> None:
        """Read the bin again; the line chosen stays chosen."""
        self._asked += 1
        asked = self._asked

        def take(found: tuple[BinLine, ...]) -> None:
            if asked == self._asked:
                self.lines = {line.id: line for line in found}
                self._show()

        beside(self, lambda: kept_bin.listed(self.ws), take, self._say)

    def find_here(self) -> bool:
        """Put the keys into the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def page_actions(self) -> list[Action]:
        """What can be done here."""
        return [
            Action(_("Kembalikan"), self.restore, "", "archive-restore", self.bring.reason),
            Action(_("Kembali ke keluarga"), self._leave, "", "arrow-left"),
        ]

    def regions(self) -> list[QWidget]:
        """Lines, search."""
        return [part for part in (self.table, self.search) if part.isVisibleTo(self)]

    # What is shown

    def _show(self) -> None:
        words = self.search.value().casefold().split()
        shown = [line for line in self.lines.values() if all(word in f"{line.title} {line.text}".casefold() for word in words)]
        self.table.set_rows([self._cells(line) for line in shown], [line.id for line in shown])
        if shown and not self.table.current():
            self.table.set_current(shown[0].id)
        self.table.setVisible(bool(shown))
        self.quiet.setVisible(not shown)
        self.quiet.say(
            _("Tidak ada yang cocok di tempat sampah.")
            if self.lines
            else _("Tempat sampah kosong. Keluarga atau warga yang dihapus tampil di sini selama {days} hari.").format(days=kept_bin.DAYS)
        )
        self.count.setText(_("{count} catatan").format(count=len(shown)))
        self._fit()
        if not shown and not self.search.hasFocus():
            # Not into the search field, whose own Ctrl+Z would take that of the act.
            self.header.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cells(self, line: BinLine) -> Cells:
        day = short(local(line.at, self.ws.zone).date(), self.ws.today()) if line.at else "–"
        left = _("{days} hari lagi").format(days=line.days_left)
        soon = line.days_left <= SOON
        return [Cell(line.title, "strong", second=line.text), Cell(day, second=_("oleh {name}").format(name=line.by_name)),
                chip_cell(left, "warn" if soon else "mute", "clock" if soon else "calendar")]  # fmt: skip

    def _fit(self) -> None:
        here = bool(self.table.current()) and not self.table.isHidden()
        self.bring.disable("" if here else _("Belum ada yang dipilih."))
        self.actions_changed.emit()

    def _say(self, sentence: str) -> None:
        self.toast.emit(sentence, None)

    # What is done

    def restore(self) -> None:
        """Bring the line chosen back, with all that went along; the toast can put it away again."""
        line = self.lines.get(self.table.current())
        if line is None or self.bring.reason:
            return

        def again() -> None:
            beside(self, partial(kept_bin.put, self.ws, line.entity, line.id), lambda _none: self.refresh(), self._say)

        def done(_none: object) -> None:
            self.toast.emit(_("{name} dikembalikan.").format(name=line.title), Undo(again, _("Batalkan")))
            self.refresh()

        beside(self, partial(kept_bin.restore, self.ws, line.entity, line.id), done, self._say)

    def _leave(self) -> None:
        self.go.emit("households", {})
