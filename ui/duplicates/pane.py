"""The list at the left of Periksa ganda: pairs that wait, mergers that stand, or families to merge one family with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame

from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.services import duplicates, merging
from fieldapp.services.duplicates import PairCard
from fieldapp.services.households import household_cards, household_ids
from ui import theme
from ui.households.listing import row_of
from ui.kit import Button, Chip, ComboField, Label, Progress, RecordList, Row, SearchField, column, row, rule
from ui.when import short_moment

if TYPE_CHECKING:
    from fieldapp.services.merging import MergeLine
    from fieldapp.services.workspace import Workspace

WIDTH = 312
FAMILIES, PERSONS, MERGED, WITH = "household", "person", "merged", "with"
MOST = 500  # pairs shown at a time: decided ones make room for the next


def pair_row(card: PairCard) -> Row:
    """Return a pair as a row of the list."""
    strong = card.strength == "Sangat mirip"
    chip = Chip(_("Sangat mirip") if strong else _("Mungkin"), "bad" if strong else "warn", "")
    return Row(card.first, card.second, "", card.why, chip)


class PairPane(QFrame):
    """``chosen(key)`` on moving, ``opened(key)`` on Enter, ``mode_changed()``; ``search_wanted`` looks for pairs anew."""

    chosen = Signal(str)
    opened = Signal(str)
    mode_changed = Signal()
    search_wanted = Signal()

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.setObjectName("pane")
        self.pairs: dict[str, PairCard] = {}
        self.lines: dict[str, MergeLine] = {}
        self.home, self.text = "", ""
        self.look = Button(_("Cari lagi"), icon="search", hint="F5", height=32, run=self.search_wanted.emit)
        self.records = RecordList(_("Daftar pasangan"), self._rows)
        self.search = SearchField(_("Cari keluarga yang sama"), placeholder=_("nama, NIK, KK"), results=self.records)
        self.mode = ComboField([(FAMILIES, _("Keluarga")), (PERSONS, _("Warga")), (MERGED, _("Sudah digabung"))])
        self.mode.setAccessibleName(_("Yang ditampilkan"))
        self.count = Label("", "cap", wrap=True)
        self.progress = Progress(_("Mencari pasangan"))
        self.progress.hide()
        self.search.hide()
        self._connect()
        head = column(
            Label(_("Periksa ganda"), "h1"),
            row((self.mode, 1), self.look, spacing=6),
            self.search,
            self.progress,
            self.count,
            margins=(16, 12, 16, 8),
        )
        self.setLayout(column(head, rule(), (self.records, 1), spacing=0))
        self.restyle()

    def _connect(self) -> None:
        self.mode.changed.connect(lambda _key: self._switched())
        self.search.searched.connect(self._typed)
        self.search.chosen.connect(self.records.open_current)
        self.search.left.connect(lambda: self.records.setFocus(Qt.FocusReason.TabFocusReason))
        self.records.chosen.connect(self.chosen)
        self.records.opened.connect(self.opened)

    def restyle(self) -> None:
        """Take the width from the text size."""
        self.setFixedWidth(round(WIDTH * min(theme.scale(), 1.25)))

    # What is shown

    @property
    def showing(self) -> str:
        """Which of the lists is in sight."""
        return WITH if self.home else self.mode.value()

    def _switched(self) -> None:
        self.home = ""
        self.refresh()
        self.mode_changed.emit()

    def _typed(self, text: str) -> None:
        self.text = text
        self.refresh()

    def merge_with(self, household_id: str, likely: Sequence[str]) -> None:
        """Ask with which family one is to be merged: those that look alike first."""
        self.home, self._likely = household_id, [one for one in likely if one != household_id]
        self.text = ""
        self.search.clear()
        self.refresh()

    def refresh(self, *, current: str = "") -> str:
        """Read the list again and return which line is chosen."""
        readers: dict[str, Callable[[], list[str]]] = {WITH: self._families, MERGED: self._merged}
        ids = readers.get(self.showing, self._pairs)()
        self.search.setVisible(self.showing == WITH)
        self.mode.setVisible(self.showing != WITH)
        self.look.setVisible(self.showing in {FAMILIES, PERSONS})
        wanted = current or self.records.current()
        now = wanted if wanted in ids else (ids[0] if ids else "")
        self.records.set_ids(ids, matched=self.text, current=now)
        self.records.say_empty(self._nothing())
        return now

    def _pairs(self) -> list[str]:
        found = duplicates.pairs(self.ws, self.mode.value(), limit=MOST)  # type: ignore[arg-type]
        self.pairs = {card.id: card for card in found.cards}
        self.count.setText(_("{count} pasangan menunggu keputusan").format(count=number(found.total)) if found.total else "")
        return list(self.pairs)

    def _merged(self) -> list[str]:
        self.lines = {line.id: line for line in merging.merged(self.ws, limit=MOST)}
        self.count.setText(_("{count} penggabungan, dapat dibatalkan").format(count=number(len(self.lines))) if self.lines else "")
        return list(self.lines)

    def _families(self) -> list[str]:
        ids = household_ids(self.ws, self.text)[:MOST] if self.text else self._likely
        self.count.setText(_("Pilih catatan lain dari keluarga yang sama.") if ids or self.text else "")
        return [one for one in ids if one != self.home]

    def _nothing(self) -> str:
        if self.showing == WITH:
            return _("Tidak ada yang mirip. Ketik nama, NIK, atau nomor KK dari catatan yang lain.")
        if self.showing == MERGED:
            return _("Belum ada catatan yang digabung.")
        return _("Tidak ada pasangan yang menunggu. F5 mencari lagi di seluruh catatan laptop ini.")

    def _rows(self, ids: Sequence[str]) -> list[Row]:
        if self.showing == WITH:
            found = {card.id: row_of(card) for card in household_cards(self.ws, ids, self.text)}
            return [found.get(key, Row("…")) for key in ids]
        if self.showing == MERGED:
            return [self._merge_row(self.lines[key]) for key in ids]
        return [pair_row(self.pairs[key]) for key in ids]

    def _merge_row(self, line: MergeLine) -> Row:
        kind = _("Keluarga") if line.entity == "household" else _("Warga")
        when = short_moment(self.ws, line.at)
        return Row(line.name, _("dari {name}").format(name=line.merged_name), "", f"{kind} · {line.by_name} · {when}")
