"""The list of families: found while typing, filtered and in order, read page by page as it is scrolled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame

from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.services import finding
from fieldapp.services.finding import FoundCard, Query
from fieldapp.services.households import HouseholdCard, household_cards
from fieldapp.services.regions import my_villages
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.beside import beside
from ui.households.filters import ChipRow, FilterPanel
from ui.kit import Button, Chip, ComboField, Label, RecordList, Row, SearchField, column, row, rule

MANY = 20_000  # families from which finding runs beside the window
FIRST, NEXT = 200, 200  # families of the first page and of the next ones
FROM_START = 1500  # families before one asked for, up to which the list is read from its start
HELD = 2000  # cards remembered; those of rows further away are read again
WIDTH = 312


def row_of(card: HouseholdCard) -> Row:
    """Return a family as a row of the list; who was found, and a word taken for a misspelt one, stand before the count."""
    people = _("{count} anggota").format(count=card.members)
    if card.matched:
        people = _("anggota: {name}").format(name=card.matched)
    if isinstance(card, FoundCard) and card.matched_as and not card.matched:
        people = _("ejaan mirip: {word}").format(word=card.matched_as)
    desil = _("desil {value}").format(value=card.desil) if card.desil else _("desil belum ada")
    chip = Chip(card.chip.text, card.chip.kind, card.chip.icon)
    return Row(card.name, card.place, card.kk or _("tanpa nomor KK"), f"{people} · {desil}", chip)


class ListPane(QFrame):
    """Title, search, filters, count, list. ``chosen(id)`` on moving, ``opened(id)`` on Enter; "" when there is nothing."""

    chosen = Signal(str)
    opened = Signal(str)
    new_wanted = Signal()
    told = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.setObjectName("pane")
        self.total, self._asked, self._text = 0, 0, ""
        self._cards: dict[str, HouseholdCard] = {}
        self._next: finding.Key | None = None
        self._reading = self._opening = False
        self._must, self._widen = "", True
        self.new = Button(_("Baru"), icon="plus", hint="Ctrl+N", height=32, run=self.new_wanted.emit)
        self.records = RecordList(_("Daftar keluarga"), self._rows)
        self.search = SearchField(_("Cari keluarga"), placeholder=_("nama, NIK, KK, HP, RT/RW"), results=self.records)
        self.village = ComboField([("", _("Semua desa"))])
        self.village.setAccessibleName(_("Desa"))
        self.order = ComboField([(order, finding.order_label(order)) for order in finding.ORDERS])
        self.order.setAccessibleName(_("Urutan"))
        self.chips, self.panel = ChipRow(), FilterPanel(ws, self.query)
        self.count = Label("", "cap")
        # Moving through the list with a key held down opens only the family one stops at.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(60)
        self._settle.timeout.connect(lambda: self.chosen.emit(self.records.current()))
        self._connect()
        head = column(
            row(Label(_("Keluarga"), "h1"), None, self.new),
            self.search,
            row((self.village, 1), (self.order, 1), spacing=6),
            self.chips,
            self.count,
            margins=(16, 12, 16, 8),
        )
        self.setLayout(column(head, rule(), (self.records, 1), (self.panel, 1), spacing=0))
        self.panel.hide()
        self.restyle()

    def _connect(self) -> None:
        self.search.searched.connect(lambda text: self.look(text) if text != self._text else None)
        self.search.chosen.connect(self._enter)
        self.search.left.connect(lambda: self.records.setFocus(Qt.FocusReason.TabFocusReason))
        self.village.changed.connect(lambda _key: self._narrowed())
        self.order.changed.connect(lambda _key: self.look(self.search.value()))
        self.chips.panel_wanted.connect(self.toggle_filters)
        self.chips.removed.connect(self.panel.untick)
        self.panel.changed.connect(self._narrowed)
        self.panel.closed.connect(self.close_filters)
        self.panel.saved_chosen.connect(self._take_saved)
        self.panel.told.connect(self.told)
        self.records.chosen.connect(lambda _key: self._settle.start())
        self.records.opened.connect(self._open)
        self.records.wanted_more.connect(self._read_more)
        self.records.left_at_top.connect(lambda: self.search.setFocus(Qt.FocusReason.TabFocusReason))

    def restyle(self) -> None:
        """Take the width from the text size."""
        self.setFixedWidth(round(WIDTH * min(theme.scale(), 1.25)))

    # What is asked

    def query(self, text: str | None = None) -> Query:
        """Return what is looked for now."""
        words = self.search.value() if text is None else text
        return Query(words, self.village.value() or None, self.panel.chosen())

    def _narrowed(self) -> None:
        self.chips.show_chips(self.panel.labels())
        if self.panel.isVisible():
            self.panel.read(self.village.value())
        self.look(self.search.value())

    def _take_saved(self, query: Query) -> None:
        """A filter chosen by its name takes the place of what was looked for."""
        self.search.blockSignals(True)
        self.search.setText(query.text)
        self.search.blockSignals(False)
        self.village.set_value(query.region or "")
        self._narrowed()

    def toggle_filters(self) -> None:
        """Show the filters in the place of the list, or the list again (Alt+F)."""
        if self.panel.isVisible():
            self.close_filters()
            return
        self.records.hide()
        self.panel.show()
        self.panel.read(self.village.value())
        self.panel.focus_first()

    def close_filters(self) -> None:
        """Show the list again."""
        self.panel.hide()
        self.records.show()
        self.records.setFocus(Qt.FocusReason.TabFocusReason)

    # Reading

    def refresh(self, *, current: str = "") -> None:
        """Read the list again; ``current`` or the family chosen before stays chosen, and the scroll where it was."""
        villages = [("", _("Semua desa")), *((v.id, v.name) for v in my_villages(self.ws))]
        if villages != [(str(self.village.itemData(at)), self.village.itemText(at)) for at in range(self.village.count())]:
            self.village.set_options(villages, self.village.value())
        self.look(self.search.value(), keep=current or self.records.current())

    def clear(self) -> None:
        """Show all families again."""
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.village.set_value("")
        self.panel.clear()
        self.chips.show_chips(())
        self._text = ""

    def look(self, text: str, *, keep: str = "") -> None:
        """Look for what was typed; the first family found is chosen, unless ``keep`` is among them."""
        self._asked += 1
        asked, query, order = self._asked, self.query(text), self.order.value()
        long = max(len(self.records.model.ids), FIRST) if keep else FIRST

        def read() -> finding.Found:
            return self._page_with(query, order, keep, long)

        def take(found: finding.Found) -> None:
            if asked == self._asked:
                self._show(query, found, keep)

        self._reading = True
        if self.total > MANY:
            beside(self, read, take, self.told.emit)
        else:
            take(read())

    def _page_with(self, query: Query, order: str, keep: str, long: int) -> finding.Found:
        """Return the first families; where one must be among them and stands further down, as many as it takes, or those from it on."""
        by = next(known for known in finding.ORDERS if known == order)
        found = finding.page(self.ws, query, order=by, limit=long)
        if not keep or found.next_key is None or any(card.id == keep for card in found.cards):
            return found
        place = finding.position_of(self.ws, query, by, keep)
        if place is None:
            return found
        if place.before <= FROM_START:
            return finding.page(self.ws, query, order=by, limit=place.before + FIRST)
        return finding.page(self.ws, query, order=by, after=place.key, limit=NEXT)

    def _show(self, query: Query, found: finding.Found, keep: str) -> None:
        bar = self.records.view.verticalScrollBar()
        ids = [card.id for card in found.cards]
        # Another family than the one chosen before is brought into sight; else the list stays where it was.
        same, scroll = query.text == self._text and bool(keep) and keep == self.records.current(), bar.value()
        self._text, self._next = query.text, found.next_key
        self._cards = {card.id: card for card in found.cards}
        must, self._must = self._must, ""
        if must and must not in self._cards and query != Query() and self._widen:
            self.clear()
            self._must, self._widen = must, False
            self.look("", keep=must)
            return
        keep = keep if keep in self._cards else "" if must else (ids[0] if ids else "")
        self.records.set_ids(ids, matched=query.text, current=keep)
        if same:
            self.records.view.executeDelayedItemsLayout()
            bar.setValue(scroll)
        self._reading = False
        self._count(query, found.total)
        self._settle.stop()
        self.chosen.emit(keep or must)
        if self._opening:
            self._opening = False
            self.records.open_current()

    def _read_more(self) -> None:
        """Read the next families; asked for when the last twenty rows come near."""
        if self._reading or self._next is None:
            return
        self._reading = True
        asked, query, order, after = self._asked, self.query(self._text), self.order.value(), self._next
        by = next(known for known in finding.ORDERS if known == order)

        def take(found: finding.Found) -> None:
            if asked != self._asked:
                return
            self._reading, self._next = False, found.next_key
            fresh = [card for card in found.cards if card.id not in self._cards]
            self._cards |= {card.id: card for card in fresh}
            self.records.add_ids([card.id for card in fresh])
            for key in list(self._cards)[: max(len(self._cards) - HELD, 0)]:
                del self._cards[key]

        beside(self, lambda: finding.page(self.ws, query, order=by, after=after, limit=NEXT), take, self.told.emit)

    def _count(self, query: Query, known: int | None) -> None:
        """Say how many there are; where not all are read yet they are counted beside the window."""
        asked, all_of_them = self._asked, query == Query()
        self._say_count(known, self.total)

        def read() -> tuple[int, int]:
            shown = known if known is not None else finding.count(self.ws, query)
            return shown, shown if all_of_them else finding.count(self.ws, Query())

        def take(told: tuple[int, int]) -> None:
            if asked == self._asked:
                self.total = told[1]
                self._say_count(*told)
                self.records.say_empty(self._nothing(query, told[1]))

        if self.total > MANY or known is None:
            beside(self, read, take, self.told.emit)
        else:
            take(read())

    def _say_count(self, shown: int | None, total: int) -> None:
        if shown is None:
            self.count.setText(_("Menghitung keluarga"))
        elif shown == total:
            self.count.setText(_("{total} keluarga").format(total=number(total)))
        else:
            self.count.setText(_("{shown} dari {total} keluarga").format(shown=number(shown), total=number(total)))

    def _nothing(self, query: Query, total: int) -> str:
        if not total:
            return _("Belum ada keluarga di laptop ini. Sinkronkan (F5), atau daftarkan yang pertama (Ctrl N).")
        if query.filters:
            return _("Tidak ada keluarga yang memenuhi semua saringan. Lepas salah satu di atas.")
        if query.text:
            return _("Tidak ada yang cocok dengan '{text}'. Coba 3 huruf pertama, atau Ctrl N untuk mendaftarkan.").format(text=query.text)
        return _("Belum ada keluarga di desa ini. Pilih desa lain, atau Ctrl N untuk mendaftarkan.")

    def _rows(self, ids: Sequence[str]) -> list[Row]:
        lost = [key for key in ids if key not in self._cards]
        again = {card.id: card for card in household_cards(self.ws, lost, self._text)} if lost else {}
        found = [self._cards.get(key) or again.get(key) for key in ids]
        return [row_of(card) if card else Row("…") for card in found]

    # Choosing

    def _enter(self) -> None:
        """Enter in the search field opens the first family found, once it is found."""
        if self._reading:
            self._opening = True
        else:
            self.records.open_current()

    def _open(self, key: str) -> None:
        self._settle.stop()
        self.opened.emit(key)

    def choose(self, key: str, *, widen: bool = True) -> None:
        """Choose a family by its id; where what is looked for hides it all are shown (``widen``).

        One that is not in the list at all (merged, in the bin, not here) is told too: its place says what became of it.
        """
        self._must, self._widen = key, widen
        self.refresh(current=key)
