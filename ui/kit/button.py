"""Buttons: what will happen as a verb, an icon if it helps, and the key that does the same."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui import theme
from ui.kit.page import Action, key_hint
from ui.kit.paint import draw_focus, draw_icon, draw_key, key_width, shortened, width_of

_INK = {"primary": "on", "link": "primary", "danger": "bad"}
_PADDING = {"chip": 22, "link": 10}


class Button(QPushButton):
    """A button of a kind: primary, plain, ghost, link, chip (checkable), danger.

    ``hint`` is the key drawn in it (the key itself is an Action's business); ``name`` is for screen readers when there is no text.
    """

    reason_changed = Signal(str)

    def __init__(
        self,
        text: str = "",
        kind: str = "plain",
        *,
        icon: str = "",
        hint: str = "",
        name: str = "",
        height: int = 0,
        fill: bool = False,
        run: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        self.kind, self.icon_name, self.hint, self.fill = kind, icon, key_hint(hint), fill
        self.key = self.hint
        self.tall = height or (28 if kind == "chip" else 36)
        self.reason, self.name, self.words = "", name, text
        self._busy, self._angle, self._wordless = False, 0, False
        self._beat = QTimer(self)
        self._beat.setInterval(80)
        self._beat.timeout.connect(self._turn)
        self.setCheckable(kind == "chip")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        across = QSizePolicy.Policy.Expanding if fill else QSizePolicy.Policy.Fixed
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.set_text(text)
        self.toggled.connect(self._toggled)
        if run is not None:
            self.clicked.connect(lambda _checked=False: run())

    @classmethod
    def of(cls, action: Action, kind: str = "plain") -> Button:
        """Return a button that shows and does an action."""
        button = cls(action.name, kind, icon=action.icon, hint=action.key, run=action.run)
        button.disable(action.reason)
        return button

    def set_text(self, words: str) -> None:
        """Show other words."""
        self.words = words
        self.setText(words.replace("&", "&&"))
        self._name()

    def disable(self, reason: str) -> None:
        """Switch the button off and say why; "" switches it on again."""
        self.reason = reason
        self.setEnabled(not reason and not self._busy)
        self._name()
        self.reason_changed.emit(reason)

    def show_hint(self, on: bool) -> None:
        """Draw the key in the button, or leave it to the tooltip where there is little room."""
        self.hint = self.key if on else ""
        self.updateGeometry()
        self.update()

    def show_words(self, on: bool) -> None:
        """Draw the words, or where there is little room the icon alone; the words are then in the tooltip, and are always heard."""
        self._wordless = not on and bool(self.icon_name)
        self._name()
        self.updateGeometry()
        self.update()

    def _drawn(self) -> str:
        return "" if self._wordless else self.words

    def busy(self, on: bool) -> None:
        """Show that what was pressed is being done; meanwhile the button does nothing."""
        self._busy = on
        self.setEnabled(not on and not self.reason)
        self._beat.start() if on and not theme.calm() else self._beat.stop()
        self.update()

    def _name(self) -> None:
        self.setAccessibleName(self.words or self.name)
        self.setAccessibleDescription(self.reason or self.key)
        whole = bool(self._drawn()) and self._content_width() <= self.width() + 1
        self.setToolTip(self.reason or ("" if whole else f"{self.words or self.name} {self.key}".strip()))

    def _turn(self) -> None:
        self._angle = (self._angle + 30) % 360
        self.update()

    def _toggled(self, _on: bool) -> None:
        self.updateGeometry()

    def restyle(self) -> None:
        """Measure again at the new text size."""
        self.updateGeometry()

    def _content_width(self) -> float:
        wide: float = theme.size(18) if self.icon_name or self._busy else 0
        words = self._drawn()
        if words:
            wide += width_of(words, self._role()) + (theme.size(8) if wide else 0)
        return wide + (key_width(self.hint) + theme.size(10) if self.hint and words else 0)

    def _role(self) -> str:
        return "smallstrong" if self.kind == "chip" else "strong"

    def sizeHint(self) -> QSize:
        """As wide as icon, words and key; as high as its kind."""
        padding = 14 if self.tall <= 26 else _PADDING.get(self.kind, 28 if self._drawn() else 18)
        return QSize(int(self._content_width() + theme.size(padding)) + 1, theme.size(self.tall))

    def minimumSizeHint(self) -> QSize:
        """A button that fills its place may be narrow; others keep their words whole."""
        return QSize(theme.size(60), theme.size(self.tall)) if self.fill else self.sizeHint()

    def _look(self) -> tuple[str, str, str]:
        """Return ink, ground and edge as names of colours; "" for none."""
        if not self.isEnabled() and not self._busy:
            return ("muted", "", "") if self.kind in {"link", "ghost"} else ("muted", "sunken", "line")
        hovered = self.underMouse() or self.isDown()
        if self.kind == "primary":
            return "on", "hover" if hovered else "primary", "primary"
        if self.kind in {"link", "ghost"}:
            return _INK.get(self.kind, "text"), "sunken" if hovered and self.kind == "ghost" else "", ""
        if self.isChecked():
            return "primary", "soft", "primary"
        return _INK.get(self.kind, "text"), "sunken" if hovered else "surface", "bad" if self.kind == "danger" else "edge"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, ring, icon, words and key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground, edge = self._look()
        place = QRectF(self.rect())
        radius = place.height() / 2 - 1 if self.kind == "chip" else 6.0
        painter.setPen(QPen(theme.colour(edge), 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(ground) if ground else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            draw_focus(painter, place, radius, "surface" if self.kind == "primary" else "")
        self._paint_content(painter, ink)
        painter.end()

    def _paint_content(self, painter: QPainter, ink: str) -> None:
        x, middle = max((self.width() - self._content_width()) / 2, theme.size(2)), self.height() / 2
        if self._busy:
            self._paint_spinner(painter, QRectF(x + 1, middle - theme.size(8), theme.size(16), theme.size(16)), ink)
        elif self.icon_name:
            draw_icon(painter, x, middle, self.icon_name, ink, 18)
        if self.icon_name or self._busy:
            x += theme.size(18) + theme.size(8)
        if not self._drawn():
            return
        room = self.width() - x - (key_width(self.hint) + theme.size(14) if self.hint else theme.size(3))
        fits = self._content_width() <= self.width()
        words = self.words if fits else shortened(self.words, self._role(), max(room, 10))
        painter.setFont(theme.font(self._role()))
        painter.setPen(theme.colour(ink))
        painter.drawText(QRectF(x, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, words)
        if self.kind == "link" and self.underMouse():
            width = width_of(words, self._role())
            painter.fillRect(QRectF(x, middle + theme.size(9), width, 1), theme.colour(ink))
        if self.hint:
            draw_key(painter, x + width_of(words, self._role()) + theme.size(10), middle, self.hint, ink if ink == "on" else "muted")

    def _paint_spinner(self, painter: QPainter, place: QRectF, ink: str) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour(ink), 2))
        painter.drawArc(place, -self._angle * 16, 270 * 16)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole words as tooltip where they are shortened."""
        super().resizeEvent(event)
        self._name()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keys, as Space does."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.click()
        else:
            super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that the button answers the pointer."""
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Return to rest."""
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()
