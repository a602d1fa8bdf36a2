"""Who is likely registered already: beside the form, each with the reasons, never reordered under the keys."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QFrame

from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.services.matches import Match
from ui import theme
from ui.households.differing import DifferingStrip, UseStrip
from ui.kit import Button, Card, Icon, KeyHint, Label, StateChip, column, frame, row, scrolled, wrapped
from ui.kit.arrange import empty

_SIGNS = {"=": ("equal", "bad"), "≈": ("equal-approximately", "warn"), "≠": ("equal-not", "muted"), "?": ("circle-dashed", "muted")}
WIDTH = 366
STRONG = "Sangat mirip"


class LikelyPanel(QFrame):
    """``opened(household id)`` when Buka is pressed, ``used(match)`` once Pakai yang ini was said again, ``marked()`` when one is told apart.

    ``reasons`` holds why each person told apart is someone else, by their id.
    """

    opened = Signal(str)
    used = Signal(object)
    marked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rightpane")
        self.matches: tuple[Match, ...] = ()
        self.reasons: dict[str, str] = {}
        self.narrow, self.usable = False, True
        self.icon = Icon("users", "muted", 20)
        self.compared = Label("", "cap", wrap=True)
        self.nobody = Label(_("Belum ada yang mirip. Yang mirip muncul di sini selagi Anda mengetik."), "muted", wrap=True)
        self._list = column(spacing=8)
        self.differing, self.use = DifferingStrip(), UseStrip()
        self.differing.told.connect(self._mark)
        self.use.agreed.connect(self.used)
        inside = column(self.compared, self.nobody, self._list, None, spacing=8, margins=(16, 0, 14, 14))
        title = row(self.icon, Label(_("Mungkin sudah terdaftar"), "h2"), None, KeyHint("F6"), margins=(16, 14, 16, 8))
        self.setLayout(column(title, (scrolled(inside, _("Mungkin sudah terdaftar")), 1), self.use, self.differing, spacing=0))
        self.buttons: list[Button] = []
        self.restyle()
        self._show()

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

    def begin(self, *, usable: bool) -> None:
        """Begin with another form; ``usable`` is False where there is no draft to give up for a family that is here."""
        self.reasons, self.usable, self.matches = {}, usable, ()
        self._show()

    def show_matches(self, matches: tuple[Match, ...], *, anyway: bool = False) -> None:
        """Show these, best first; while the keys are in the list it stays as it is, unless ``anyway``."""
        focus = QApplication.focusWidget()
        held = focus is not None and self.isAncestorOf(focus) and not anyway
        if matches == self.matches or held:
            return
        self.matches = matches
        self._show()

    def _show(self) -> None:
        empty(self._list)
        self.buttons = []
        for at, match in enumerate(self.matches, start=1):
            self._list.addWidget(self._card(at, match))
        self.nobody.setVisible(not self.matches)
        strong = any(match.strength == STRONG for match in self.matches)
        self.icon.show_icon("users", "bad" if strong else "warn" if self.matches else "muted")
        self.use.hide()
        self.differing.setVisible(bool(tuple(self.undecided())))

    def undecided(self) -> Iterator[Match]:
        """Yield who was not told apart yet, the likeliest first; who has the same NIK cannot be."""
        return (match for match in self.matches if match.person_id not in self.reasons and not match.same_nik)

    def asks_for_reason(self) -> bool:
        """Whether somebody very much alike was not told apart yet."""
        return any(match.strength == STRONG for match in self.undecided())

    def _card(self, at: int, match: Match) -> Card:
        strong, apart = match.strength == STRONG, match.person_id in self.reasons
        card = Card(look="badcard" if strong and not apart else "card", spacing=5)
        place = _("{place} {village} · {count} anggota").format(place=match.place, village=match.village, count=match.members)
        card.add(row((Label(match.name, "strong"), 1), self._chip(match), spacing=6))
        card.add(Label(place, "cap", wrap=True))
        if match.why:
            card.add(Label(match.why, "small", wrap=True))
        for sign, what, value in match.lines:
            icon, tint = _SIGNS[sign]
            label = frame(row(Label(what, "small")), width=96)
            card.add(
                row(Icon(icon, tint, 14), label, (Label(value, "small", tint="" if sign in "=≈" else "muted", wrap=True), 1), spacing=6)
            )
        if apart:
            card.add(Label(_("Berbeda: {reason}").format(reason=self.reasons[match.person_id]), "cap", wrap=True))
        card.add(wrapped(*self._acts(at, match), spacing=6))
        spoken = [match.name, match.strength, match.why, *(f"{what} {sign} {value}" for sign, what, value in match.lines)]
        card.setAccessibleName(", ".join(part for part in spoken if part))
        return card

    def _chip(self, match: Match) -> StateChip:
        if match.person_id in self.reasons:
            return StateChip(_("Ditandai berbeda"), "mute", "equal-not")
        tip = _("Nilai kemiripan {score} dari 100").format(score=match.score)
        words = (_("Sangat mirip {score}") if match.strength == STRONG else _("Mungkin {score}")).format(score=match.score)
        return StateChip(words, "bad" if match.strength == STRONG else "warn", tip=tip)

    def _acts(self, at: int, match: Match) -> list[Button]:
        shown = Button(
            _("Buka"), hint=f"Alt+{at}" if at < 10 else "", height=32, name=match.name, run=lambda: self.opened.emit(match.household_id)
        )
        shown.setAccessibleName(_("Buka {name}, {strength}").format(name=match.name, strength=match.strength))
        self.buttons.append(shown)
        if not self.usable:
            return [shown]
        used = Button(_("Pakai yang ini"), icon="user-check", height=32, run=lambda: self.use.ask(match))
        used.setAccessibleName(_("Pakai {name}, isian ini dibuang").format(name=match.name))
        return [shown, used]

    def open(self, at: int) -> None:
        """Open the match at a place, from 0."""
        if at < len(self.matches):
            self.opened.emit(self.matches[at].household_id)

    # Telling apart

    def mark(self) -> bool:
        """Tell apart with the reason that is typed; without one the keys go there and False is returned."""
        if not tuple(self.undecided()):
            return True
        return self.differing.tell()

    def _mark(self, reason: str) -> None:
        """What is written holds for all who are very much alike, else for the likeliest."""
        undecided = tuple(self.undecided())
        strong = [match for match in undecided if match.strength == STRONG]
        self.reasons |= {match.person_id: reason for match in strong or undecided[:1]}
        self._show()
        self.marked.emit()
