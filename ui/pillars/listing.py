"""The list of pillars: found while typing, by kind, state, SK and area."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame

from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.services.pillar_words import STATES, kind_name, state_name
from fieldapp.services.pillars import PillarCard, PillarList, PillarQuery, pillar_list
from fieldapp.services.regions import my_villages
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.beside import beside
from ui.kit import Button, Chip, ComboField, Label, RecordList, Row, SearchField, column, row, rule

WIDTH = 312


def row_of(card: PillarCard) -> Row:
    """Return a pillar as a row of the list."""
    chip = Chip(card.chip.text, card.chip.kind, card.chip.icon)
    return Row(card.name, card.kind_name, card.phone, card.place, chip)


class PillarPane(QFrame):
    """Title, search, filters, count, list. ``chosen(id)`` on moving, ``opened(id)`` on Enter; "" when there is nothing."""

    chosen = Signal(str)
    opened = Signal(str)
    new_wanted = Signal()
    coverage_wanted = Signal()
    told = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.setObjectName("pane")
        self.cards: dict[str, PillarCard] = {}
        self._asked, self._text, self._wanted = 0, "", ""
        self.new = Button(_("Baru"), icon="plus", hint="Ctrl+N", height=32, run=self.new_wanted.emit)
        self.records = RecordList(_("Daftar pilar"), self._rows)
        self.search = SearchField(_("Cari pilar"), placeholder=_("nama, jenis, desa, HP"), results=self.records)
        self.kind, self.state = _combo(_("Jenis")), _combo(_("Keadaan"))
        self.area, self.order = _combo(_("Wilayah")), _combo(_("Urutan"))
        self.state.set_options(_states())
        self.order.set_options(
            [("name", _("Urut nama")), ("kind", _("Urut jenis")), ("sk", _("Urut SK habis")), ("area", _("Urut wilayah"))]
        )
        self.count = Label("", "cap")
        self.cover = Button(_("Cakupan"), "link", icon="map", height=28, run=self.coverage_wanted.emit)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(60)
        self._settle.timeout.connect(lambda: self.chosen.emit(self.records.current()))
        self._connect()
        head = column(
            row(Label(_("Pilar"), "h1"), None, self.new),
            self.search,
            row((self.kind, 1), (self.state, 1), spacing=6),
            row((self.area, 1), (self.order, 1), spacing=6),
            row((self.count, 1), self.cover),
            margins=(16, 12, 16, 4),
        )
        self.setLayout(column(head, rule(), (self.records, 1), spacing=0))
        self.restyle()

    def _connect(self) -> None:
        self.search.searched.connect(lambda text: self.look() if text != self._text else None)
        self.search.chosen.connect(self.records.open_current)
        self.search.left.connect(lambda: self.records.setFocus(Qt.FocusReason.TabFocusReason))
        for combo in (self.kind, self.state, self.area, self.order):
            combo.changed.connect(lambda _key: self.look())
        self.records.chosen.connect(lambda _key: self._settle.start())
        self.records.opened.connect(self._open)
        self.records.left_at_top.connect(lambda: self.search.setFocus(Qt.FocusReason.TabFocusReason))

    def restyle(self) -> None:
        """Take the width from the text size."""
        self.setFixedWidth(round(WIDTH * min(theme.scale(), 1.25)))

    # Reading

    def query(self) -> PillarQuery:
        """Return what is asked for: search field and filters."""
        what, _colon, value = self.state.value().partition(":")
        return PillarQuery(
            text=self.search.value(), kind=self.kind.value(), area=self.area.value(), order=self.order.value(),
            state=value if what == "state" else "", sk=value if what == "sk" else "",
        )  # fmt: skip

    def refresh(self, *, current: str = "") -> None:
        """Read the list again; ``current`` or the pillar chosen before stays chosen."""
        areas = [("", _("Semua desa")), *((village.id, village.name) for village in my_villages(self.ws))]
        if areas != _options(self.area):
            self.area.set_options(areas, self.area.value())
        self.look(keep=current or self.records.current())

    def clear(self) -> None:
        """Show all pillars again."""
        self.search.clear()
        for combo in (self.kind, self.state, self.area):
            combo.set_value("")

    def choose(self, key: str) -> None:
        """Choose a pillar by its id, showing all when the filters hide it."""
        self._wanted = key
        self.refresh(current=key)

    def show_kind(self, kind: str) -> None:
        """Show the pillars of one kind."""
        self.clear()
        if self.kind.findData(kind) >= 0:
            self.kind.set_value(kind)
        self.look()

    def look(self, *, keep: str = "") -> None:
        """Look for what is asked; the first pillar found is chosen, unless ``keep`` is among them."""
        self._asked += 1
        asked, query = self._asked, self.query()

        def take(told: PillarList) -> None:
            if asked == self._asked:
                self._show(query, told, keep)

        beside(self, lambda: pillar_list(self.ws, query), take, self.told.emit)

    def _show(self, query: PillarQuery, told: PillarList, keep: str) -> None:
        self._text = query.text
        self.cards = {card.id: card for card in told.cards}
        if self._wanted and self._wanted not in self.cards and query != PillarQuery(order=query.order):
            self.clear()
            self.look(keep=self._wanted)
            return
        missing, self._wanted = self._wanted if self._wanted not in self.cards else "", ""
        ids = tuple(self.cards)
        bar = self.records.view.verticalScrollBar()
        same, scroll = bool(keep) and keep == self.records.current(), bar.value()
        keep = keep if keep in self.cards else (ids[0] if ids else "")
        self.records.set_ids(ids, matched=query.text, current=keep)
        if same:
            self.records.view.executeDelayedItemsLayout()
            bar.setValue(scroll)
        self._offer_kinds(told)
        self._say_count(len(ids), told.total)
        self.records.say_empty(self._nothing(query, told.total))
        self._settle.stop()
        self.chosen.emit(keep)
        if missing:
            self.told.emit(_("Pilar itu belum ada di laptop ini. Cari dengan nama, atau sinkronkan dahulu."))

    def _offer_kinds(self, told: PillarList) -> None:
        shown = [("", _("Semua jenis")), *((kind, f"{kind_name(kind)} ({count})") for kind, count in told.kinds)]
        if shown != _options(self.kind):
            self.kind.set_options(shown, self.kind.value())

    def _say_count(self, shown: int, total: int) -> None:
        whole = _("{total} pilar").format(total=number(total))
        part = _("{shown} dari {total} pilar").format(shown=number(shown), total=number(total))
        self.count.setText(whole if shown == total else part)

    def _nothing(self, query: PillarQuery, total: int) -> str:
        if not total:
            if self.new.reason:
                return _("Belum ada pilar di laptop ini. Koordinator yang mendaftarkan, lalu sinkronkan (F5).")
            return _("Belum ada pilar di laptop ini. Daftarkan yang pertama (Ctrl N), atau sinkronkan (F5).")
        if query.text:
            return _("Tidak ada pilar yang cocok dengan '{text}'. Coba 3 huruf pertama.").format(text=query.text)
        return _("Tidak ada pilar dengan saringan ini. Pilih jenis, keadaan, atau wilayah lain.")

    def _rows(self, ids: Sequence[str]) -> list[Row]:
        return [row_of(self.cards[key]) if key in self.cards else Row("…") for key in ids]

    def _open(self, key: str) -> None:
        self._settle.stop()
        self.opened.emit(key)


def _combo(name: str) -> ComboField:
    made = ComboField()
    made.setAccessibleName(name)
    return made


def _options(combo: ComboField) -> list[tuple[str, str]]:
    return [(str(combo.itemData(at)), combo.itemText(at)) for at in range(combo.count())]


def _states() -> list[tuple[str, str]]:
    return [
        ("", _("Status, SK")),
        ("state:bertugas", _("Bertugas")),
        *((f"state:{state}", state_name(state)) for state in STATES),
        ("sk:expired", _("SK sudah habis")),
        ("sk:soon", _("SK habis dalam 90 hari")),
        ("sk:missing", _("SK belum dicatat")),
    ]
