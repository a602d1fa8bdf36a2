"""Two people wrote differently: both values side by side, and the choice that ends it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from fieldapp.language import _
from fieldapp.services.checking import reference_choices
from fieldapp.services.differences import DifferenceView
from fieldapp.services.labels import CODED
from ui import theme
from ui.kit import Action, Button, ComboField, Field, Icon, Label, TextField, column, frame, row, scrolled, wrapped
from ui.sync.values import ValueCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QHBoxLayout


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen: one of the values by its op, or another value; with the note for the colleague."""

    key: str
    op: str | None
    value: str | None
    note: str


def other_entry(view: DifferenceView) -> TextField | ComboField:
    """Return where another value is typed: a list for coded answers, a line for the rest."""
    if view.field in CODED:
        return ComboField([("", _("pilih")), *reference_choices(CODED[view.field])])
    if view.field == "sex":
        return ComboField([("", _("pilih")), ("1", _("Laki-laki")), ("2", _("Perempuan"))])
    return TextField("", placeholder=_("tulis nilai yang benar"))


class DifferencePanel(QWidget):
    """``decided(Decision)`` when the choice is made, ``stepped(int)`` for the next or previous difference, ``opened(household)``."""

    decided = Signal(object)
    stepped = Signal(int)
    opened = Signal(str)

    def __init__(self, view: DifferenceView, at: int, count: int) -> None:
        super().__init__()
        self.view = view
        self.cards = [ValueCard(value, digit) for digit, value in enumerate(view.values, 1)]
        self.picked = next((place for place, value in enumerate(view.values) if value.is_mine), -1)
        self.other = other_entry(view)
        self.other_field = Field(_("Nilai lain"), self.other, reserve=False)
        self.other_button = Button(_("Isi nilai lain"), icon="pencil", hint=str(len(self.cards) + 1), run=self.choose_other)
        self.note = TextField("", placeholder=_("mis. ditanyakan langsung hari ini"))
        self.use = Button("", "primary", hint="Ctrl+Return", run=self.decide)
        self.before = Button("", icon="chevron-left", name=_("Isian berbeda sebelumnya"), height=32, run=lambda: self.stepped.emit(-1))
        self.behind = Button("", icon="chevron-right", name=_("Isian berbeda berikutnya"), height=32, run=lambda: self.stepped.emit(1))
        self._arrange(at, count)
        for place, card in enumerate(self.cards):
            card.chosen.connect(lambda chosen=place: self.choose(chosen))
        (self.other.changed if isinstance(self.other, ComboField) else self.other.edited).connect(lambda _text: self._refresh())
        self.other_field.hide()
        self._refresh()

    def _arrange(self, at: int, count: int) -> None:
        view = self.view
        lead = _("Dua orang mengisi berbeda. Pilih satu; isian lain tetap tersimpan di riwayat.")
        rule_text = _("Keputusan berlaku di semua laptop setelah sinkron.") if view.may_settle else view.why_not
        icon = "shield-check" if view.may_settle else "lock"
        told = frame(row(Icon(icon), (Label(rule_text, "cap", wrap=True), 1), spacing=10, margins=(12, 8, 12, 8)), "sunk")
        head: QHBoxLayout = row((Label(view.title, "h1"), 1), spacing=6)
        if count > 1:
            head.addWidget(Label(_("{at} dari {count}").format(at=at, count=count), "cap"))
            head.addWidget(self.before)
            head.addWidget(self.behind)
        open_family = Button(_("Buka keluarga"), "link", run=lambda: self.opened.emit(view.household_id or ""))
        if not view.household_id:
            open_family.hide()
        self.note_field = Field(_("Catatan keputusan (boleh kosong, dibaca rekan Anda)"), self.note, reserve=False)
        self.pair = row(*[(card, 1) for card in self.cards], spacing=12)
        middle = column(
            Label(lead, "muted", wrap=True),
            self.pair,
            row(self.other_button, None),
            self.other_field,
            self.note_field,
            *self._history(),
            None,
            spacing=10,
        )
        foot = wrapped(open_family, self.use, right=True)
        self.setLayout(column(head, (scrolled(middle, view.title), 1), told, foot, spacing=10, margins=(18, 14, 18, 14)))
        for part in (self.other_button, self.note_field, self.use):
            part.setVisible(view.may_settle)

    def _history(self) -> list[QWidget]:
        if not self.view.history:
            return []
        lines: list[QWidget] = [Label(_("Riwayat isian ini"), "strong")]
        for day, text, who in self.view.history:
            line = QWidget()
            line.setLayout(row(Label(day, "muted"), 12, (Label(text, "small"), 1), Label(who, "cap")))
            lines.append(line)
        return lines

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the values stand one above the other: a number is never cut."""
        super().resizeEvent(event)
        narrow = self.width() < theme.size(520)
        self.pair.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def first_focus(self) -> QWidget:
        """Return where the keys go when the difference is opened."""
        return self.cards[max(self.picked, 0)] if self.cards else self.use

    def choose(self, at: int) -> None:
        """Choose one of the values."""
        if self.view.may_settle and 0 <= at < len(self.cards):
            self.picked = at
            self.other_field.hide()
            self.cards[at].setFocus()
            self._refresh()

    def choose_other(self) -> None:
        """Write another value than those two."""
        if self.view.may_settle:
            self.picked = len(self.cards)
            self.other_field.show()
            self.other.setFocus()
            self._refresh()

    def _refresh(self) -> None:
        for place, card in enumerate(self.cards):
            card.choose(place == self.picked)
        if 0 <= self.picked < len(self.cards):
            value = self.cards[self.picked].value
            words = _("Pakai isian Anda") if value.is_mine else _("Pakai isian {name}").format(name=value.by_name)
            reason = ""
        elif self.picked == len(self.cards):
            words, reason = _("Pakai nilai lain"), "" if self.other.value() else _("Nilai lain belum ditulis")
        else:
            words, reason = _("Pakai isian yang dipilih"), _("Pilih satu isian")
        self.use.set_text(words)
        self.use.disable(reason)
        self.use.updateGeometry()

    def decide(self) -> None:
        """Take the choice as the decision."""
        if not self.view.may_settle or not self.use.isEnabled():
            return
        mine = 0 <= self.picked < len(self.cards)
        op = self.cards[self.picked].value.op if mine else None
        self.decided.emit(Decision(self.view.key, op, None if mine else self.other.value(), self.note.value()))

    def acts(self) -> list[Action]:
        """Return what can be done by key."""
        if not self.view.may_settle:
            return []
        chosen = [
            Action(_("Pilih isian {name}").format(name=card.value.by_name), partial(self.choose, place), str(place + 1), "check")
            for place, card in enumerate(self.cards)
        ]
        other = Action(_("Isi nilai lain"), self.choose_other, str(len(self.cards) + 1), "pencil")
        return [*chosen, other, Action(_("Pakai isian yang dipilih"), self.decide, "Ctrl+Return", "check", self.use.reason)]
