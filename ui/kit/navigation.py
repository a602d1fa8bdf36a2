"""The way to every page: names with icons at the left, icons alone where room is short; numbers say what waits there."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.arrange import column, rule
from ui.kit.button import Button
from ui.kit.label import Icon, Label
from ui.kit.paint import CENTRE, Chip, draw_chip, draw_focus, draw_icon, draw_key, draw_text, key_width, width_of

WIDE, NARROW = 216, 56


class Mark(QWidget):
    """The mark of Pilar: three pillars under one roof."""

    def __init__(self, pixels: int = 28) -> None:
        super().__init__()
        self.pixels = pixels
        self.setAccessibleName("Pilar")
        self.restyle()

    def restyle(self) -> None:
        """Take the side from the text size."""
        self.setFixedSize(theme.size(self.pixels), theme.size(self.pixels))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 28, self.height() / 28)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary"))
        painter.drawRoundedRect(QRectF(0, 0, 28, 28), 7, 7)
        painter.setBrush(theme.colour("on"))
        for x, y, wide, high in ((6, 6, 16, 3), (6, 20, 16, 3), (7.5, 10.5, 3, 8), (12.5, 10.5, 3, 8), (17.5, 10.5, 3, 8)):
            painter.drawRect(QRectF(x, y, wide, high))
        painter.end()


class _Painted(QPushButton):
    """A button of the navigation, painted whole."""

    def __init__(self, high: int, low: int) -> None:
        super().__init__()
        self._high, self._low = high, low
        self.narrow = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.restyle()

    def restyle(self) -> None:
        """Take the height from text size and window."""
        self.setFixedHeight(theme.size(self._low if theme.compact() else self._high))

    def sizeHint(self) -> QSize:
        """As wide as the navigation."""
        return QSize(40, self.height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()


class NavButton(_Painted):
    """One page: icon, name, and a number when something waits there. ``reached()`` when the keys come to it."""

    reached = Signal()

    def __init__(self, icon: str, title: str, digit: int = 0) -> None:
        super().__init__(38, 34)
        self.icon_name, self.title, self.digit, self.here = icon, title, digit, False
        self.badge = Chip("", "mute")
        self.set_badge("", "mute", "")

    def set_badge(self, text: str, kind: str, spoken: str) -> None:
        """Show how much waits (""  for nothing); ``spoken`` says it for screen readers: "3 perlu Anda"."""
        self.badge = Chip(text, kind)
        self.setAccessibleName(", ".join(part for part in (self.title, spoken or text) if part))
        key = f"Ctrl {self.digit}" if self.digit else ""
        self.setToolTip("  ".join(part for part in (self.title, spoken, key) if part))
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring, and tell that it must be in sight."""
        super().focusInEvent(event)
        self.reached.emit()

    def set_here(self, here: bool) -> None:
        """Mark this page as the one shown."""
        self.here = here
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon, name and number."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF(self.rect())
        if self.here or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("soft" if self.here else "sunken"))
            painter.drawRoundedRect(place, 6, 6)
        if self.here:
            painter.fillRect(QRectF(0, place.height() / 2 - theme.size(10), 3, theme.size(20)), theme.colour("primary"))
        tint, middle = ("primary" if self.here else "muted"), place.height() / 2
        if self.narrow:
            draw_icon(painter, (place.width() - theme.size(18)) / 2, middle, self.icon_name, tint, 18)
        else:
            draw_icon(painter, 12, middle, self.icon_name, tint, 18)
            self._paint_words(painter, place)
        if self.narrow and self.badge.text:
            painter.setPen(QPen(theme.colour("surface"), 1.5))
            painter.setBrush(theme.colour(theme.ink_of(self.badge.kind)))
            painter.drawEllipse(QPointF(place.width() / 2 + theme.size(9), middle - theme.size(8)), 4.5, 4.5)
        if self.hasFocus():
            draw_focus(painter, place, 6)
        painter.end()

    def _paint_words(self, painter: QPainter, place: QRectF) -> None:
        x = 12 + theme.size(28)
        wide = max(theme.size(26), width_of(self.badge.text, "chip") + theme.size(18)) if self.badge.text else 0
        words = QRectF(x, 0, place.width() - x - wide - 10, place.height())
        draw_text(painter, words, self.title, "strong" if self.here else "body", "primary" if self.here else "text")
        if self.badge.text:
            high = theme.size(20)
            pill = QRectF(place.right() - wide - 8, (place.height() - high) / 2, wide, high)
            draw_chip(painter, pill, Chip("", self.badge.kind))
            draw_text(painter, pill, self.badge.text, "chip", theme.ink_of(self.badge.kind), CENTRE)


class PaletteButton(_Painted):
    """The field that opens the palette."""

    def __init__(self) -> None:
        super().__init__(36, 34)
        self.setAccessibleName(_("Cari atau jalankan perintah"))
        self.setToolTip(_("Cari atau jalankan perintah  Ctrl K"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it as a field."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place, middle = QRectF(self.rect()), self.height() / 2
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.setBrush(theme.colour("sunken" if self.underMouse() else "surface"))
        painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self.narrow:
            draw_icon(painter, (place.width() - theme.size(18)) / 2, middle, "search", "muted", 18)
        else:
            draw_icon(painter, 11, middle, "search", "muted", 18)
            key = key_width("Ctrl K")
            x = 11 + theme.size(26)
            draw_text(painter, QRectF(x, 0, place.width() - x - key - 14, place.height()), _("Cari, perintah"), "body", "muted")
            draw_key(painter, place.right() - key - 8, middle, "Ctrl K")
        if self.hasFocus():
            draw_focus(painter, place, 6)
        painter.end()


class Navigation(QFrame):
    """``chosen(key)`` when a page is chosen; ``palette_wanted``, ``lock_wanted``."""

    chosen = Signal(str)
    palette_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("nav")
        self.setAccessibleName(_("Halaman"))
        self.buttons: dict[str, NavButton] = {}
        self.narrow = False
        self.name, self.role = Label("", "strong"), Label("", "cap")
        self._word = Label("Pilar", "h2")
        self._palette = PaletteButton()
        self._palette.clicked.connect(self.palette_wanted)
        self.lock = Button("", "ghost", icon="lock", name=_("Kunci"), hint="Ctrl+L", height=32, run=self.lock_wanted.emit)
        self._pages, self._below = QVBoxLayout(), QVBoxLayout()
        for pages in (self._pages, self._below):
            pages.setSpacing(2)
        self._box = QVBoxLayout(self)
        self._box.setSpacing(0)
        self._arrange()
        self.restyle()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Mark())
        head.addWidget(self._word, 1)
        self._head = head
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._pages.addStretch(1)
        inside.setLayout(self._pages)
        self._pages.setContentsMargins(0, 0, 0, 0)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setMinimumHeight(80)
        self._account = QWidget()
        line = QHBoxLayout(self._account)
        line.setContentsMargins(6, 6, 0, 0)
        line.setSpacing(8)
        self._face = Icon("circle-user-round", "muted", 26)
        line.addWidget(self._face)
        line.addLayout(column(self.name, self.role, spacing=0), 1)
        line.addWidget(self.lock)
        self._account_rule = rule()
        for part, gap in ((head, 12), (self._palette, 8)):
            self._box.addLayout(part) if isinstance(part, QHBoxLayout) else self._box.addWidget(part)
            self._box.addSpacing(gap)
        self._box.addWidget(area, 1)
        self._box.addLayout(self._below)
        self._box.addSpacing(4)
        self._box.addWidget(self._account_rule)
        self._box.addWidget(self._account)

    def add(self, key: str, title: str, icon: str, *, digit: int = 0, below: bool = False, parted: bool = False) -> None:
        """Add a page; ``below`` puts it at the foot (Pengaturan), ``parted`` draws a line before it."""
        button = NavButton(icon, title, digit)
        button.narrow = self.narrow
        button.clicked.connect(lambda: self.chosen.emit(key))
        button.reached.connect(lambda: self._area.ensureWidgetVisible(button, 0, 8))
        self.buttons[key] = button
        if below:
            self._below.addWidget(button)
            return
        at = self._pages.count() - 1
        if parted:
            self._pages.insertSpacing(at, 5)
            self._pages.insertWidget(at + 1, rule())
            self._pages.insertSpacing(at + 2, 5)
            at += 3
        self._pages.insertWidget(at, button)

    def show_page(self, key: str) -> None:
        """Mark the page that is shown."""
        for name, button in self.buttons.items():
            button.set_here(name == key)

    def set_account(self, name: str, role: str) -> None:
        """Show who works here."""
        self.name.setText(name)
        self.role.setText(role)
        self.lock.setToolTip(_("Kunci, {name}  Ctrl L").format(name=name))

    def set_narrow(self, narrow: bool) -> None:
        """Show icons alone, or icons and names."""
        if narrow == self.narrow:
            return
        self.narrow = narrow
        for button in (*self.buttons.values(), self._palette):
            button.narrow = narrow
        self.restyle()
        self.update()

    def restyle(self) -> None:
        """Take widths from the text size."""
        side = 6 if self.narrow else 10
        self.setFixedWidth(theme.size(NARROW if self.narrow else WIDE))
        self._box.setContentsMargins(side, 14, side, 8)
        self._word.setVisible(not self.narrow)
        self._head.setContentsMargins(0 if self.narrow else 8, 0, 0, 0)
        account = self._account.layout()
        assert account is not None
        account.setContentsMargins(0 if self.narrow else 6, 6, 0, 0)
        for part in (self._face, self.name, self.role):
            part.setVisible(not self.narrow)
