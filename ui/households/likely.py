"""Who is likely registered already: beside the form, each with the reasons, never reordered under the keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame

from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.services.matches import Match
from ui import theme
from ui.kit import Button, Card, Icon, KeyHint, Label, StateChip, column, frame, row, scrolled
from ui.kit.arrange import empty

_SIGNS = {"=": ("equal", "bad"), "≈": ("equal-approximately", "warn"), "≠": ("equal-not", "muted"), "?": ("circle-dashed", "muted")}
WIDTH = 366


class LikelyPanel(QFrame):
    """``opened(household id)`` when Buka is pressed."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rightpane")
        self.matches: tuple[Match, ...] = ()
        self.narrow = False
        self.icon = Icon("users", "muted", 20)
        self.compared = Label("", "cap", wrap=True)
        self.nobody = Label(_("Belum ada yang mirip. Yang mirip muncul di sini selagi Anda mengetik."), "muted", wrap=True)
        self._list = column(spacing=8)
        inside = column(self.compared, self.nobody, self._list, None, spacing=8, margins=(16, 0, 14, 14))
        title = row(self.icon, Label(_("Mungkin sudah terdaftar"), "h2"), None, KeyHint("F6"), margins=(16, 14, 16, 8))
        self.setLayout(column(title, (scrolled(inside, _("Mungkin sudah terdaftar")), 1), spacing=0))
        self.buttons: list[Button] = []
        self.restyle()

    def restyle(self) -> None:
        """Take the width from the text size."""
        if self.narrow:
            self.setMinimumWidth(0)
            self.setMaximumWidth(16777215)
        else:
            self.setFixedWidth(round(WIDTH * min(theme.scale(), 1.25)))

    def set_narrow(self, narrow: bool) -> None:
        """Take the whole width as a tab, or stand beside the form."""
        if narrow != self.narrow:
            self.narrow = narrow
            self.restyle()

    def set_total(self, households: int) -> None:
        """Say with how many families is compared."""
        self.compared.setText(_("Dibandingkan dengan {count} keluarga di laptop ini.").format(count=number(households)))

    def show_matches(self, matches: tuple[Match, ...]) -> None:
        """Show these, best first; while the keys are in the list it stays as it is."""
        focus = QApplication.focusWidget()
        if matches == self.matches or (focus is not None and self.isAncestorOf(focus)):
            return
        self.matches = matches
        empty(self._list)
        self.buttons = []
        for at, match in enumerate(matches, start=1):
            self._list.addWidget(self._card(at, match))
        self.nobody.setVisible(not matches)
        strong = any(match.strength == "Sangat mirip" for match in matches)
        self.icon.show_icon("users", "bad" if strong else "warn" if matches else "muted")

    def _card(self, at: int, match: Match) -> Card:
        strong = match.strength == "Sangat mirip"
        card = Card(look="badcard" if strong else "card", spacing=5)
        place = _("{place} {village} · {count} anggota").format(place=match.place, village=match.village, count=match.members)
        words = column(Label(match.name, "strong"), Label(place, "cap"), spacing=0)
        card.add(row((words, 1), StateChip(_("Sangat mirip") if strong else _("Mungkin"), "bad" if strong else "warn"), spacing=6))
        for sign, what, value in match.lines:
            icon, tint = _SIGNS[sign]
            label = frame(row(Label(what, "small")), width=96)
            card.add(
                row(Icon(icon, tint, 14), label, (Label(value, "small", tint="" if sign in "=≈" else "muted", wrap=True), 1), spacing=6)
            )
        button = Button(
            _("Buka"), hint=f"Alt+{at}" if at < 10 else "", height=32, name=match.name, run=lambda: self.opened.emit(match.household_id)
        )
        button.setAutoDefault(True)
        button.setAccessibleName(_("Buka {name}, {strength}").format(name=match.name, strength=match.strength))
        self.buttons.append(button)
        card.add(row(button, None))
        card.setAccessibleName(", ".join([match.name, match.strength, *(f"{what} {sign} {value}" for sign, what, value in match.lines)]))
        return card

    def open(self, at: int) -> None:
        """Open the match at a place, from 0."""
        if at < len(self.matches):
            self.opened.emit(self.matches[at].household_id)
