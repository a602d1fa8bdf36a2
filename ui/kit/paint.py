"""Strokes every painted part shares: text that shortens, chips, key hints, focus rings, bars."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from ui import icons, theme

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Chip:
    """A state as icon, word and colour together; kinds: ok, warn, bad, info, soft (programme), mute (neutral)."""

    text: str
    kind: str = "mute"
    icon: str = ""


def width_of(words: str, role: str) -> float:
    """Return how many pixels the words take in one line of this role."""
    return QFontMetricsF(theme.font(role)).horizontalAdvance(words)


def shortened(words: str, role: str, width: float) -> str:
    """Return the words, ended with "…" where they do not fit the width in pixels."""
    return QFontMetricsF(theme.font(role)).elidedText(words, Qt.TextElideMode.ElideRight, width + 0.5)


def draw_text(painter: QPainter, place: QRectF, words: str, role: str = "body", tint: str = "text", side: Qt.AlignmentFlag = LEFT) -> None:
    """Write one line into a place, shortened at its end when it does not fit."""
    painter.setFont(theme.font(role))
    painter.setPen(theme.colour(tint))
    painter.drawText(place, side, shortened(words, role, place.width()))


def draw_icon(painter: QPainter, x: float, middle: float, name: str, tint: str, pixels: int) -> float:
    """Draw an icon with its left edge at x, centred on a height; return its width."""
    ratio = painter.device().devicePixelRatio()
    side = theme.size(pixels)
    painter.drawPixmap(QPointF(x, round(middle - side / 2)), icons.pixmap(name, tint, pixels, ratio))
    return side


def chip_width(chip: Chip) -> float:
    """Return the width in pixels a chip wants."""
    return width_of(chip.text, "chip") + theme.size(18) + (theme.size(17) if chip.icon else 0)


def draw_chip(painter: QPainter, place: QRectF, chip: Chip) -> None:
    """Draw a state chip, its words shortened when the place is too narrow; high contrast outlines it."""
    ink, ground = theme.ink_of(chip.kind), theme.ground_of(chip.kind)
    place = place.adjusted(0.5, 0.5, -0.5, -0.5)
    painter.setPen(QPen(theme.colour(ink), 1) if theme.outlined() else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface" if theme.outlined() else ground))
    painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
    x = place.x() + theme.size(9)
    if chip.icon:
        draw_icon(painter, x, place.center().y(), chip.icon, ink, 13)
        x += theme.size(17)
    draw_text(painter, QRectF(x, place.y(), place.right() - theme.size(7) - x, place.height()), chip.text, "chip", ink)


def key_width(key: str) -> float:
    """Return the width in pixels of a drawn key."""
    return width_of(key, "key") + theme.size(10)


def draw_key(painter: QPainter, x: float, middle: float, key: str, tint: str = "muted") -> None:
    """Draw a key as on the keyboard, with its left edge at x."""
    high = theme.size(18)
    place = QRectF(x + 0.5, round(middle - high / 2) + 0.5, key_width(key) - 1, high - 1)
    edge = QColor(theme.colour(tint))
    edge.setAlpha(150)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(edge, 1))
    painter.drawRoundedRect(place, 4, 4)
    painter.setPen(theme.colour(tint))
    painter.setFont(theme.font("key"))
    painter.drawText(place, CENTRE, key)


def draw_focus(painter: QPainter, place: QRectF, radius: float = 6, gap: str = "") -> None:
    """Draw the focus ring: two pixels of focus blue, and inside them a gap in the named colour where the part is filled."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("focus"), 2))
    painter.drawRoundedRect(place.adjusted(1, 1, -1, -1), radius, radius)
    if gap:
        painter.setPen(QPen(theme.colour(gap), 1.5))
        painter.drawRoundedRect(place.adjusted(2.75, 2.75, -2.75, -2.75), max(radius - 2, 2), max(radius - 2, 2))


def draw_bar(painter: QPainter, place: QRectF, percent: float, tint: str = "primary", target: float | None = None) -> None:
    """Draw a bar filled to a percentage (0 to 100), with an upright stroke at the target."""
    painter.setPen(QPen(theme.colour("line"), 1) if theme.outlined() else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("sunken"))
    painter.drawRoundedRect(place, 3, 3)
    if percent > 0:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(tint))
        painter.drawRoundedRect(QRectF(place.x(), place.y(), max(6.0, place.width() * min(percent, 100) / 100), place.height()), 3, 3)
    if target is not None:
        x = place.x() + place.width() * target / 100
        painter.setPen(QPen(theme.colour("text"), 2))
        painter.drawLine(QPointF(x, place.y() - 3), QPointF(x, place.bottom() + 3))


def draw_row_ground(
    painter: QPainter, place: QRectF, *, selected: bool, hovered: bool, focused: bool, indent: int = 0, bar: bool = True
) -> None:
    """Draw what lies under a row: its line, the tint and bar of the selected one, the ring of the one with the keys."""
    if selected:
        painter.fillRect(place, theme.colour("soft"))
    elif hovered:
        painter.fillRect(place, theme.colour("sunken"))
    painter.fillRect(QRectF(place.x() + indent, place.bottom() - 1, place.width() - indent, 1), theme.colour("line"))
    if selected and bar:
        painter.fillRect(QRectF(place.x(), place.y(), 3, place.height()), theme.colour("primary"))
    if focused:
        draw_focus(painter, place.adjusted(0, 0, 0, -1), 3)
