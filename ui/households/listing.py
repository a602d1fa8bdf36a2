"""The list of families: found while typing, filtered by village, read only where it is in sight."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame

from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.services.households import HouseholdCard, household_cards, household_ids
from fieldapp.services.regions import my_villages
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.beside import beside
from ui.kit import Button, Chip, ComboField, Label, RecordList, Row, SearchField, column, row, rule

MANY = 20_000  # families from which finding runs beside the window
WIDTH = 312


def row_of(card: HouseholdCard) -> Row:
    """Return a family as a row of the list; a member who was found stands before the count."""
    people = _("{count} anggota").format(count=card.members)
    if card.matched:
        people = _("anggota: {name}").format(name=card.matched)
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
        self.total, self._asked, self._text, self._want = 0, 0, "", ""
        self.new = Button(_("Baru"), icon="plus", hint="Ctrl+N", height=32, run=self.new_wanted.emit)
        self.records = RecordList(_("Daftar keluarga"), self._rows)
        self.search = SearchField(_("Cari keluarga"), placeholder=_("nama, NIK, KK, HP, RT/RW"), results=self.records)
        self.village = ComboField([("", _("Semua desa"))])
        self.village.setAccessibleName(_("Desa"))
        self.order = ComboField([("name", _("Urut nama")), ("next", _("Urut jadwal"))])
        self.order.setAccessibleName(_("Urutan"))
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
            self.count,
            margins=(16, 12, 16, 8),
        )
        self.setLayout(column(head, rule(), (self.records, 1), spacing=0))
        self.restyle()

    def _connect(self) -> None:
        self.search.searched.connect(lambda text: self.look(text) if text != self._text else None)
        self.search.chosen.connect(self.records.open_current)
        self.search.left.connect(lambda: self.records.setFocus(Qt.FocusReason.TabFocusReason))
        self.village.changed.connect(lambda _key: self.look(self.search.value()))
        self.order.changed.connect(lambda _key: self.look(self.search.value()))
        self.records.chosen.connect(lambda _key: self._settle.start())
        self.records.opened.connect(self._open)
        self.records.left_at_top.connect(lambda: self.search.setFocus(Qt.FocusReason.TabFocusReason))

    def restyle(self) -> None:
        """Take the width from the text size."""
        self.setFixedWidth(round(WIDTH * min(theme.scale(), 1.25)))

    # Reading

    def refresh(self, *, current: str = "") -> None:
        """Read the list again; ``current`` or the family chosen before stays chosen, and the scroll where it was."""
        villages = [("", _("Semua desa")), *((v.id, v.name) for v in my_villages(self.ws))]
        if villages != [(str(self.village.itemData(at)), self.village.itemText(at)) for at in range(self.village.count())]:
            self.village.set_options(villages, self.village.value())
        self.look(self.search.value(), keep=current or self.records.current())

    def clear(self) -> None:
        """Show all families again."""
        self.search.clear()
        self.village.set_value("")
        self._text = ""

    def look(self, text: str, *, keep: str = "") -> None:
        """Look for what was typed; the first family found is chosen, unless ``keep`` is among them."""
        self._asked += 1
        asked, region, order = self._asked, self.village.value() or None, self.order.value()

        def read() -> tuple[tuple[str, ...], int]:
            ids = household_ids(self.ws, text, region=region, order=order)
            return ids, len(ids) if not text and region is None else len(household_ids(self.ws))

        def take(found: tuple[tuple[str, ...], int]) -> None:
            if asked == self._asked:
                self._show(text, *found, keep)

        if self.total > MANY:
            beside(self, read, take, self.told.emit)
        else:
            take(read())

    def _show(self, text: str, ids: tuple[str, ...], total: int, keep: str) -> None:
        bar = self.records.view.verticalScrollBar()
        # Another family than the one chosen before is brought into sight; else the list stays where it was.
        same, scroll = text == self._text and bool(keep) and keep == self.records.current(), bar.value()
        self._text, self.total = text, total
        keep = keep if keep in ids else (ids[0] if ids else "")
        self.records.set_ids(ids, matched=text, current=keep)
        if same:
            self.records.view.executeDelayedItemsLayout()
            bar.setValue(scroll)
        shown, all_of_them = number(len(ids)), number(total)
        self.count.setText(
            _("{total} keluarga").format(total=all_of_them)
            if len(ids) == total
            else _("{shown} dari {total} keluarga").format(shown=shown, total=all_of_them)
        )
        self.records.say_empty(self._nothing(text, total))
        self._settle.stop()
        self.chosen.emit(keep)

    def _nothing(self, text: str, total: int) -> str:
        if not total:
            return _("Belum ada keluarga di laptop ini. Sinkronkan (F5), atau daftarkan yang pertama (Ctrl N).")
        if text:
            return _("Tidak ada yang cocok dengan '{text}'. Coba 3 huruf pertama, atau Ctrl N untuk mendaftarkan.").format(text=text)
        return _("Belum ada keluarga di desa ini. Pilih desa lain, atau Ctrl N untuk mendaftarkan.")

    def _rows(self, ids: Sequence[str]) -> list[Row]:
        found = {card.id: row_of(card) for card in household_cards(self.ws, ids, self._text)}
        return [found.get(key, Row("…")) for key in ids]

    def _open(self, key: str) -> None:
        self._settle.stop()
        self.opened.emit(key)

    def choose(self, key: str) -> bool:
        """Choose a family by its id, showing all when the filters hide it; False when it is not here."""
        if key not in self.records.model.ids:
            self.clear()
            self.look("", keep=key)
        self.records.set_current(key)
        return self.records.current() == key
