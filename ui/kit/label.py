"""Words and icons on a page: one line shortens with "…" instead of pushing its neighbours, and keeps the whole in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui import theme
from ui.kit.paint import LEFT, draw_icon, draw_key, draw_text, key_width, width_of


class Label(QLabel):
    """Text in a role (display, big, h1, h2, body, strong, label, small, smallstrong, cap, muted, note).

    ``tint`` names a colour of the theme; ``wrap`` lets it run over several lines; ``whole`` never shortens (numbers that identify).
    """

    def __init__(
        self, text: str = "", role: str = "body", *, tint: str = "", wrap: bool = False, whole: bool = False, side: Qt.AlignmentFlag = LEFT
    ) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.role, self.tint, self.whole = role, tint, whole
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        self.setAlignment(side)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.set_tint(tint)
        self.setText(text)

    def set_tint(self, tint: str) -> None:
        """Show the text in another colour of the theme ("" for that of its role)."""
        self.tint = tint
        self.setProperty("tint", tint)
        self.style().unpolish(self)
        self.style().polish(self)

    def setText(self, text: str) -> None:
        """Show other words."""
        super().setText(text)
        self.setAccessibleName(text)
        self._explain()

    @property
    def shortened(self) -> bool:
        """Whether the line does not fit and ends with "…"."""
        return not self.wordWrap() and width_of(self.text(), self.role) > self.width() + 0.5

    def _explain(self) -> None:
        self.setToolTip(self.text() if self.shortened else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text as tooltip when it is shortened."""
        super().resizeEvent(event)
        self._explain()

    def restyle(self) -> None:
        """Measure again at the new text size."""
        self._explain()

    def sizeHint(self) -> QSize:
        """As wide as the text, measured by the same type it is painted in."""
        hint = super().sizeHint()
        return hint if self.wordWrap() else QSize(int(width_of(self.text(), self.role)) + 2 if self.text() else 0, hint.height())

    def minimumSizeHint(self) -> QSize:
        """A line may shrink to a few letters, unless it must stay whole."""
        hint = super().minimumSizeHint()
        if self.wordWrap():
            return QSize(min(hint.width(), theme.size(60)), hint.height())
        return QSize(self.sizeHint().width() if self.whole else min(self.sizeHint().width(), theme.size(24)), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, shortened where it must be."""
        if not self.shortened:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        tint = self.tint or ("muted" if self.role in {"cap", "muted"} else "text")
        draw_text(painter, self.contentsRect().toRectF(), self.text(), self.role, tint, self.alignment())
        painter.end()


class Icon(QWidget):
    """A Lucide icon beside words, in a colour of the theme."""

    def __init__(self, name: str, tint: str = "muted", pixels: int = 18) -> None:
        super().__init__()
        self.name, self.tint, self.pixels = name, tint, pixels
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.restyle()

    def show_icon(self, name: str, tint: str) -> None:
        """Show another icon, or the same in another colour."""
        self.name, self.tint = name, tint
        self.update()

    def restyle(self) -> None:
        """Take the side from the text size."""
        self.setFixedSize(theme.size(self.pixels), theme.size(self.pixels))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the icon."""
        if not self.name:
            return
        painter = QPainter(self)
        draw_icon(painter, 0, self.height() / 2, self.name, self.tint, self.pixels)
        painter.end()


class KeyHint(QWidget):
    """A key drawn as on the keyboard."""

    def __init__(self, key: str, tint: str = "muted") -> None:
        super().__init__()
        self.key, self.tint = key, tint
        self.setAccessibleName(key)
        self.restyle()

    def restyle(self) -> None:
        """Take the size from the text size."""
        self.setFixedSize(int(key_width(self.key)) + 1, theme.size(19))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the key."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_key(painter, 0, self.height() / 2, self.key, self.tint)
        painter.end()
