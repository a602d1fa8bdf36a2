"""Who works on this laptop: one card a person, chosen with ↑ and ↓ or a click."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGroupBox, QSizePolicy

from fieldapp.language import _
from fieldapp.services.accounts import AccountCard
from ui import theme
from ui.kit.paint import draw_focus, draw_icon, draw_text

_HIGH, _GAP = 52, 8


def about(card: AccountCard) -> str:
    """Return what a person is and where, the place only once."""
    return card.title if not card.place or card.place in card.title else f"{card.title} · {card.place}"


class PeopleList(QGroupBox):
    """The accounts of this laptop, one of them chosen. ``chosen(user_id)`` when the person chose another one."""

    chosen = Signal(str)

    def __init__(self, cards: Sequence[AccountCard]) -> None:
        super().__init__()
        self.cards, self.at = list(cards), 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if len(self.cards) > 1 else Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name()

    @property
    def card(self) -> AccountCard | None:
        """The account chosen."""
        return self.cards[self.at] if self.cards else None

    def step(self, by: int) -> None:
        """Choose the next (1) or previous (-1) account, as the person did."""
        self._choose(self.at + by)

    def choose(self, user_id: str) -> None:
        """Choose an account by its id; an unknown one changes nothing."""
        at = next((place for place, card in enumerate(self.cards) if card.user_id == user_id), self.at)
        self._choose(at)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self.cards) and at != self.at:
            self.at = at
            self._name()
            self.update()
            self.chosen.emit(self.cards[at].user_id)

    def _name(self) -> None:
        card = self.card
        if card is not None:
            told = _("Akun {name}, {title}, {at} dari {count}")
            self.setAccessibleName(told.format(name=card.name, title=card.title, at=self.at + 1, count=len(self.cards)))

    def sizeHint(self) -> QSize:
        """One card above the other."""
        return QSize(theme.size(300), len(self.cards) * (theme.size(_HIGH) + _GAP) - _GAP if self.cards else 0)

    def minimumSizeHint(self) -> QSize:
        """As high as its cards, as narrow as it likes."""
        return QSize(theme.size(160), self.sizeHint().height())

    def restyle(self) -> None:
        """Measure again at the new text size."""
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the cards."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, card in enumerate(self.cards):
            self._paint_card(painter, QRectF(0, at * (theme.size(_HIGH) + _GAP), self.width(), theme.size(_HIGH)), card, here=at == self.at)
        painter.end()

    def _paint_card(self, painter: QPainter, place: QRectF, card: AccountCard, *, here: bool) -> None:
        painter.setPen(QPen(theme.colour("primary" if here else "edge"), 2 if here and theme.outlined() else 1))
        painter.setBrush(theme.colour("soft" if here else "surface"))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if here and self.hasFocus():
            draw_focus(painter, place, 8)
        middle, x = place.center().y(), place.x() + theme.size(52)
        draw_icon(painter, place.x() + theme.size(12), middle, "circle-user-round", "primary" if here else "muted", 28)
        room = place.right() - x - theme.size(44)
        draw_text(painter, QRectF(x, middle - theme.size(20), room, theme.size(20)), card.name, "strong")
        draw_text(painter, QRectF(x, middle, room, theme.size(18)), about(card), "cap", "muted")
        if here:
            draw_icon(painter, place.right() - theme.size(32), middle, "circle-check", "primary", 18)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑ and ↓ choose."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self.step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        self._choose(int(event.position().y() // (theme.size(_HIGH) + _GAP)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()
