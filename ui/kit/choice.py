"""A coded question: every option in sight with its digit; the digit chooses it and goes on."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QGroupBox, QSizePolicy

from fieldapp.language import _
from ui import theme
from ui.kit.paint import draw_focus, draw_icon, draw_text, width_of

_GAP = 8
_AROUND = 60  # pixels of an option that are not its words: digit, tick and margins


class CodeChoice(QGroupBox):
    """Options (code, text) in a grid. One answer, or several with ``multiple``.

    ``changed()`` after each change; ``moved_on()`` when a digit or Enter finished it (the focus goes on by itself unless ``advance=False``).
    """

    changed = Signal()
    moved_on = Signal()

    def __init__(self, options: Sequence[tuple[str, str]], *, multiple: bool = False, columns: int = 0, advance: bool = True) -> None:
        super().__init__()
        self.options = list(options)
        self.multiple, self.columns, self.advance = multiple, columns, advance
        self.chosen: set[str] = set()
        self.current = 0
        self.state, self._question = "", ""
        self._hovered = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._speak()

    # What is chosen

    def value(self) -> str:
        """Return the code of the one answer, or "" (for several, see :meth:`values`)."""
        return next(iter(self.values()), "")

    def values(self) -> tuple[str, ...]:
        """Return the codes chosen, in the order of the options."""
        return tuple(code for code, _text in self.options if code in self.chosen)

    def set_value(self, *codes: str) -> None:
        """Show these codes as chosen, without telling ``changed``."""
        self.chosen = {code for code in codes if code}
        self.current = next((at for at, (code, _text) in enumerate(self.options) if code in self.chosen), self.current)
        self._speak()
        self.update()

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer other options; answers that are no longer offered are forgotten."""
        self.options = list(options)
        self.chosen &= {code for code, _text in options}
        self.current = min(self.current, max(len(self.options) - 1, 0))
        self.updateGeometry()
        self._speak()
        self.update()

    def set_state(self, state: str) -> None:
        """Remember the state of the field; the note below says it."""
        self.state = state

    def digit(self, at: int) -> str:
        """Return the key of an option: its own code when that is one digit, else its place in the list."""
        code = self.options[at][0]
        return code if self._own_digits() else str(at + 1)

    def _own_digits(self) -> bool:
        codes = [code for code, _text in self.options]
        return all(len(code) == 1 and code.isdigit() for code in codes) and len(set(codes)) == len(codes)

    def choose(self, at: int, *, by_digit: bool = False) -> None:
        """Choose an option (or change it, where several may be chosen) as the person did."""
        code = self.options[at][0]
        self.current = at
        if self.multiple:
            self.chosen ^= {code}
        else:
            self.chosen = {code}
        self._speak()
        self.update()
        self.changed.emit()
        if by_digit and not self.multiple:
            self._go_on()

    def _go_on(self) -> None:
        self.moved_on.emit()
        if self.advance:
            self.focusNextChild()

    # What screen readers hear

    def setAccessibleName(self, name: str) -> None:
        """Keep the question; the option under the keys is added to it."""
        self._question = name
        self._speak()

    def _speak(self) -> None:
        if not self.options:
            super().setAccessibleName(self._question)
            return
        code, text = self.options[self.current]
        state = _("terpilih") if code in self.chosen else _("belum terpilih")
        count = _("{at} dari {count}").format(at=self.current + 1, count=len(self.options))
        super().setAccessibleName(", ".join(part for part in (self._question, text, state, count) if part))
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # Where the options stand

    def restyle(self) -> None:
        """Lay out again at the new text size."""
        self.updateGeometry()

    def _across(self, width: int) -> int:
        """Return how many columns fit: 4, 3, 2 or 1, so that the longest text stays in one line where it can."""
        if self.columns:
            return min(self.columns, max(len(self.options), 1))
        need = max((width_of(text, "strong") for _code, text in self.options), default=0) + theme.size(_AROUND) + 2
        for count in (4, 3, 2):
            if (
                len(self.options) >= count
                and (count != 3 or len(self.options) in {3, 5, 6, 9})
                and (width - (count - 1) * _GAP) / count >= need
            ):
                return count
        return 2 if len(self.options) > 4 and width > theme.size(520) else 1

    def _places(self, width: int) -> list[QRectF]:
        """Return where each option stands in a given width."""
        across = self._across(width)
        wide = (width - (across - 1) * _GAP) / across
        places, top = [], 0.0
        for row in range(ceil(len(self.options) / across)):
            texts = [text for _code, text in self.options[row * across : (row + 1) * across]]
            high = max(self._height(text, wide) for text in texts)
            places += [QRectF(x * (wide + _GAP), top, wide, high) for x in range(len(texts))]
            top += high + _GAP
        return places

    def _height(self, text: str, width: float) -> float:
        room = QRectF(0, 0, max(width - theme.size(_AROUND), 40), 10000)
        flags = int(Qt.TextFlag.TextWordWrap)
        high = QFontMetricsF(theme.font("strong")).boundingRect(room, flags, text).height()
        return max(theme.size(34), ceil(high) + theme.size(14))

    def hasHeightForWidth(self) -> bool:
        """More width means fewer rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height the options take in a width."""
        places = self._places(max(width, 80))
        return ceil(places[-1].bottom()) + 1 if places else theme.size(34)

    def sizeHint(self) -> QSize:
        """Wide enough for two columns."""
        width = max(self.width(), theme.size(320))
        return QSize(theme.size(320), self.heightForWidth(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that belongs to the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """One column of the narrowest use."""
        return QSize(theme.size(120), theme.size(34))

    # Keys and pointer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits choose and go on, arrows move, Space chooses, Enter goes on."""
        across = self._across(self.width())
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -across, Qt.Key.Key_Down: across}
        pressed = Qt.Key(event.key())
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        at = next((at for at in range(len(self.options)) if event.text() and self.digit(at) == event.text()), -1)
        if plain and at >= 0:
            self.choose(at, by_digit=True)
        elif plain and pressed in steps:
            self._move(self.current + steps[pressed])
        elif plain and pressed == Qt.Key.Key_Space:
            self.choose(self.current)
        elif plain and pressed in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go_on()
        elif plain and pressed in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and self.chosen:
            self.chosen = set()
            self._speak()
            self.update()
            self.changed.emit()
        else:
            super().keyPressEvent(event)

    def _move(self, to: int) -> None:
        if 0 <= to < len(self.options):
            self.current = to
            self._speak()
            self.update()

    def _under(self, event: QMouseEvent) -> int:
        return next((at for at, place in enumerate(self._places(self.width())) if place.contains(event.position())), -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses."""
        at = self._under(event)
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.choose(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which option a click would choose."""
        self._hovered = self._under(event)
        self.update()

    def leaveEvent(self, _event: object) -> None:
        """Return to rest."""
        self._hovered = -1
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring on the chosen option, or the first."""
        super().focusInEvent(event)
        self._speak()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the options."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, place in enumerate(self._places(self.width())):
            self._paint_option(painter, place, at)
        painter.end()

    def _paint_option(self, painter: QPainter, place: QRectF, at: int) -> None:
        code, text = self.options[at]
        on = code in self.chosen
        thick = 2 if on else 1
        painter.setPen(QPen(theme.colour("primary" if on else "edge"), thick))
        painter.setBrush(theme.colour("soft" if on else "sunken" if at == self._hovered and self.isEnabled() else "surface"))
        painter.drawRoundedRect(place.adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2), 6, 6)
        if self.hasFocus() and at == self.current:
            draw_focus(painter, place, 6, "soft" if on else "")
        draw_text(
            painter,
            QRectF(place.x() + theme.size(12), place.y(), theme.size(18), place.height()),
            self.digit(at),
            "smallstrong",
            "primary" if on else "muted",
        )
        painter.setFont(theme.font("strong" if on else "body"))
        painter.setPen(theme.colour("text" if self.isEnabled() else "muted"))
        room = QRectF(place.x() + theme.size(32), place.y(), place.width() - theme.size(_AROUND), place.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap), text)
        if on:
            draw_icon(painter, place.right() - theme.size(24), place.center().y(), "check", "primary", 16)
