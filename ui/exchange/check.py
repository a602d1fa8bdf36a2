"""The third step of an import: what would become of every row, with the wrong ones corrected and the doubtful ones decided."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from fieldapp.domain.written import date_long, number
from fieldapp.language import _
from fieldapp.services.imports import group_label
from ui import theme
from ui.exchange import check_words as words
from ui.exchange import rows
from ui.exchange.deciding import ChangePanel, DoubtPanel
from ui.exchange.intake import Decisions
from ui.exchange.repair import WIDTH, RepairPanel
from ui.exchange.rows import DOUBTS, KNOWN, READY, WRONG, key_of, place_of
from ui.kit import Action, Banner, Button, Card, CountTile, DataTable, EmptyState, Label, Tiles, column, empty, frame, row, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldapp.services.import_plan import Decision
    from fieldapp.services.incoming import Place
    from ui.exchange.faults import WrongLine
    from ui.exchange.intake import Checked
    from ui.kit import Column
    from ui.kit.table import Cells

_NARROW, LARGE = 900, 1.3
SHOWS = (READY, KNOWN, DOUBTS, WRONG)


def low_and_large() -> bool:
    """Say whether the window is low and its text large, so that only what is worked on has room."""
    return theme.compact() and theme.scale() >= LARGE


class CheckPane(QWidget):
    """``changed()`` when the number of rows that would come in is another; ``saved(place, text)`` for a corrected cell."""

    changed = Signal()
    saved = Signal(object, str)
    write_wanted = Signal()
    told = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.checked: Checked | None = None
        self.decisions = Decisions()
        self.skipped: set[Place] = set()
        self._keys: list[str] = []
        self._chip_count, self._narrow = 0, False
        self.showing, self.column = WRONG, ""
        self.seen = Banner("warn", "")
        self.tiles = {show: CountTile("0", words.label(show), kind=words.KINDS[show], icon=words.ICONS[show]) for show in SHOWS}
        for show, tile in self.tiles.items():
            tile.activated.connect(partial(self.show_only, show, focus=True))
        self.heading, self.foot = Label("", "h2"), Label("", "cap", wrap=True)
        self.chips = QFrame()
        self.place = QFrame()
        self.table = self._table(rows.ready_columns(), 34)
        self.nothing = EmptyState("", icon="circle-check")
        self.repair, self.doubt, self.change = RepairPanel(), DoubtPanel(), ChangePanel()
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.card = Card(spacing=6).tight()
        head = frame(column(self.heading, self.chips, spacing=6, margins=(16, 10, 12, 4)))
        self.place.setLayout(column((self.table, 1), (self.nothing, 1), spacing=0))
        self.card.add(head).add(self.place, 1).add(frame(row((self.foot, 1), margins=(16, 4, 16, 10))))
        self.side = frame(column((self.repair, 1), (self.doubt, 1), (self.change, 1), spacing=0), "card", width=WIDTH)
        body = row((self.card, 1), self.side, spacing=12)
        tiles = Tiles(list(self.tiles.values()), least=170)
        self.setLayout(column(self.seen, tiles, (body, 1), spacing=10, margins=(24, 4, 24, 10)))

    def _connect(self) -> None:
        self.repair.saved.connect(self.saved)
        self.repair.skipped.connect(self.skip)
        self.repair.next_wanted.connect(partial(self.step, 1))
        self.repair.write_wanted.connect(self.write_wanted)
        self.doubt.decided.connect(self._decide)
        self.doubt.decided_all.connect(self._decide_all)
        self.change.chosen.connect(self._allow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit to the new width."""
        super().resizeEvent(event)
        self.restyle()

    def restyle(self) -> None:
        """The panel at the right gives way where the table would become a strip."""
        narrow = self.width() < theme.size(_NARROW)
        if narrow != self._narrow:
            self._narrow = narrow
            self._fill()
        self.side.setFixedWidth(round((260 if narrow else WIDTH) * min(theme.scale(), 1.25)))
        self.foot.setVisible(not low_and_large())
        self.chips.setVisible(self._chip_count > 1 and not low_and_large())

    # What is shown

    def show_plan(self, checked: Checked, *, fresh: bool) -> None:
        """Show a dry run; ``fresh``: of a file just read, whose decisions begin anew."""
        self.checked = checked
        if fresh:
            self.decisions, self.skipped, self.column = Decisions(), set(), ""
        day = checked.plan.seen_on
        again = _("Berkas yang sama sudah diimpor {day}").format(day=date_long(day)) if day else ""
        self.seen.say("warn", again, _("Yang sudah ada tidak dibuat dua kali; hanya yang berbeda ditunjukkan."), icon="history")
        self.seen.setVisible(day is not None)
        self._count()
        first = next((show for show in (WRONG, DOUBTS, READY, KNOWN) if self._counts()[show]), READY)
        self.show_only(first if fresh else self.showing)

    def _counts(self) -> dict[str, int]:
        checked = self.checked
        if checked is None:
            return dict.fromkeys(SHOWS, 0)
        return {READY: self.ready(), KNOWN: checked.known, DOUBTS: checked.doubtful, WRONG: checked.faults.count}

    def _count(self) -> None:
        for show, count in self._counts().items():
            self.tiles[show].set_count(number(count), kind=words.KINDS[show] if count else "", icon=words.ICONS[show])
        self.changed.emit()

    def ready(self) -> int:
        """Return how many rows come in as new, as decided now."""
        return self.checked.ready(self.decisions.doubts) if self.checked else 0

    def show_only(self, show: str, *, focus: bool = False) -> None:
        """Show the rows one of the counts stands for."""
        self.showing = show
        for name, tile in self.tiles.items():
            tile.select(name == show)
        self.repair.setVisible(show == WRONG)
        self.doubt.setVisible(show == DOUBTS)
        self.change.setVisible(show == KNOWN)
        had = self.focusWidget()
        self._show_chips()
        self._fill()
        if focus or (had is not None and had.hasFocus() and not had.isVisibleTo(self)):
            self.focus()

    def focus(self) -> None:
        """Put the keys on the rows, or on the count when there is none."""
        part: QWidget = self.table if self._keys else self.tiles[self.showing]
        part.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_chips(self) -> None:
        old = self.chips.layout()
        if old is not None:
            empty(old)
            QWidget().setLayout(old)
        columns = self.checked.faults.columns if self.checked and self.showing == WRONG else ()
        made = []
        for heading, count in columns[:8]:
            chip = Button(_("{column} {count}").format(column=heading[:20], count=count), "chip", run=partial(self._only_column, heading))
            chip.setChecked(heading == self.column)
            made.append(chip)
        self.chips.setLayout(wrapped(*made, spacing=6))
        self._chip_count = len(made)
        self.chips.setVisible(self._chip_count > 1 and not low_and_large())

    def _only_column(self, heading: str) -> None:
        self.column = "" if self.column == heading else heading
        self._show_chips()
        self._fill()

    def _fill(self) -> None:
        checked = self.checked
        if checked is None:
            return
        before = self.table.current()
        columns, found = self._columns_and_rows(checked)
        self._new_table(columns, 52 if self.showing == DOUBTS else 34)
        self.table.set_rows([cells for _key, cells in found], [key for key, _cells in found])
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.side.setVisible(bool(found) and self.showing != READY)
        self.nothing.say(words.nothing(self.showing))
        keys = self._keys = [key for key, _cells in found]
        self.table.set_current(before if before in keys else (keys[0] if keys else ""))
        self.heading.setText(words.title(self.showing, len(found)))
        self.foot.setText(words.hint(self.showing, sum(line.waits for line in checked.faults.lines)))
        self._show_side(self.table.current())

    def _columns_and_rows(self, checked: Checked) -> tuple[list[Column], list[tuple[str, Cells]]]:
        if self.showing == READY:
            return rows.ready_columns(), list(rows.ready_rows(checked))
        if self.showing == KNOWN:
            return rows.known_columns(), list(rows.known_rows(checked, self.decisions.change, fill=self.decisions.fill))
        if self.showing == DOUBTS:
            return rows.doubt_columns(), list(rows.doubt_rows(checked, self.decisions.doubts))
        columns = rows.wrong_columns(narrow=self._narrow)
        make = partial(rows.wrong_row, checked, column=self.column, skipped=self.skipped, narrow=self._narrow)
        return columns, [(key_of(line.place), rows.Lazy(partial(make, line), len(columns))) for line in self._wrong()]

    def _wrong(self) -> list[WrongLine]:
        lines = self.checked.faults.lines if self.checked else ()
        return [line for line in lines if not self.column or any(fault.heading == self.column for fault in line.faults)]

    def _new_table(self, columns: Sequence[Column], height: int) -> None:
        if [one.title for one in columns] == [one.title for one in self.table.columns] and height == self.table.row_height:
            return
        had, old = self.table.hasFocus(), self.table
        self.table = self._table(columns, height)
        layout = self.place.layout()
        assert layout is not None
        layout.replaceWidget(old, self.table)
        if had:
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
        old.hide()
        old.deleteLater()

    def _table(self, columns: Sequence[Column], height: int) -> DataTable:
        made = DataTable(_("Baris lembar"), columns, row_height=height)
        made.chosen.connect(self._show_side)
        made.opened.connect(lambda _key: self.focus_side())
        return made

    def _show_side(self, key: str) -> None:
        checked = self.checked
        if checked is None:
            return
        if self.showing == WRONG:
            lines = self._wrong()
            at = next((at for at, line in enumerate(lines) if key_of(line.place) == key), -1)
            self.repair.show_line(checked, lines[at] if at >= 0 else None, at + 1, len(lines))
        elif self.showing == DOUBTS and key:
            place = place_of(key)
            doubt = checked.doubts.get(place)
            likely = checked.plan.lines.likely if checked.plan.lines is not None else ()
            name = doubt.name if doubt else next((match.line.name for match in likely if match.line.place == place), "")
            self.doubt.show_doubt(doubt, place[1], name)
        elif self.showing == KNOWN:
            self._show_groups(checked)
        self.doubt.setEnabled(bool(key))
        self.changed.emit()

    def _show_groups(self, checked: Checked) -> None:
        counts = Counter(told.group for one in checked.plan.differing for told in one.fields if told.may_change)
        groups = [(group, group_label(group), count) for group, count in counts.items()]
        self.change.show_groups(groups, self.decisions.change, fill=self.decisions.fill)

    # What is done

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) row and into what can be done about it; after the last comes the first."""
        keys = self._keys
        if not keys:
            return
        at = keys.index(self.table.current()) if self.table.current() in keys else -by
        self.table.set_current(keys[(at + by) % len(keys)])
        self.table.scrollTo(self.table.currentIndex())
        self.focus_side()

    def focus_side(self) -> None:
        """Put the keys where the row in hand is corrected or decided."""
        if self.showing == WRONG:
            self.repair.focus()
        elif self.showing == DOUBTS:
            self.doubt.skip.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.showing == KNOWN:
            self.change.focus()

    def skip(self) -> None:
        """Leave the row in hand out, and go to the next one."""
        key = self.table.current()
        if self.showing == WRONG and key:
            self.skipped.add(place_of(key))
            self.table.viewport().update()
            self._fill()
            self.step(1)

    def _decide(self, told: Decision) -> None:
        key = self.table.current()
        if key:
            self.decisions.doubts[place_of(key)] = told
            self._count()
            self._fill()
            self.step(1)

    def _decide_all(self, told: Decision) -> None:
        if self.checked:
            self.decisions.doubts |= dict.fromkeys(self.checked.doubts, told)
            self._count()
            self._fill()

    def _allow(self, group: str, on: bool) -> None:
        if group == "fill":
            self.decisions.fill = on
        else:
            (self.decisions.change.add if on else self.decisions.change.discard)(group)
        self._fill()
        self.changed.emit()

    def acts(self) -> list[Action]:
        """Return what can be done by key on the rows shown."""
        side = self.repair.acts() if self.showing == WRONG else self.doubt.acts() if self.showing == DOUBTS else []
        walk = [
            Action(_("Baris berikutnya"), partial(self.step, 1), "F8", "arrow-down"),
            Action(_("Baris sebelumnya"), partial(self.step, -1), "Shift+F8", "arrow-up"),
        ]
        shows = [
            Action(_("Tampilkan {words}").format(words=tile.words.text()), partial(self.show_only, show, focus=True), f"Alt+{at}", "filter")
            for at, (show, tile) in enumerate(self.tiles.items(), start=1)
        ]
        return [*side, *walk, *shows]
