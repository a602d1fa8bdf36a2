"""The calm side of the door: what was saved, copied and sent last, so that nobody worries before typing a passphrase."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from fieldapp import __version__
from fieldapp.domain.written import date_full
from fieldapp.language import _
from fieldapp.services.accounts import AccountCard
from ui import theme
from ui.kit.paint import draw_icon, draw_text
from ui.when import in_full, in_short

Fact = tuple[str, str, str]
_WAVES = ((0.70, 22), (0.80, 30))
_SLOGAN_LINES = 3


def facts_of(card: AccountCard | None) -> tuple[Fact, ...]:
    """Return icon, sentence and detail of what is known of an account without its passphrase."""
    locked = ("lock", _("Terkunci dengan sandi Anda"), _("Tanpa sandi, isi laptop tidak terbaca"))
    if card is None:
        return (
            locked,
            ("wifi-off", _("Jalan tanpa internet"), _("Kirim ke pusat saat ada jaringan")),
            ("hard-drive-download", _("Cadangan dibuat sendiri"), _("Setiap hari, dan dicoba dibuka")),
        )
    saved = in_full(card.last_saved) if card.last_saved else _("Belum ada yang dicatat")
    copied = in_full(card.last_backup) if card.last_backup else _("Dibuat sendiri setelah Anda membuka Pilar")
    synced = _("Sinkron terakhir {when}").format(when=in_short(card.last_sync)) if card.last_sync else _("Belum pernah sinkron")
    waiting = _("{count} perubahan menunggu dikirim").format(count=card.waiting) if card.waiting else _("Tidak ada yang menunggu dikirim")
    return (
        locked,
        ("circle-check", _("Pekerjaan terakhir tersimpan"), saved),
        ("hard-drive-download", _("Cadangan terverifikasi") if card.last_backup else _("Belum ada cadangan"), copied),
        ("cloud-upload", waiting, synced),
    )


class Facts(QWidget):
    """430 px of teal with the mark, what Pilar is, and four facts about the account chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.card: AccountCard | None = None
        self.facts: tuple[Fact, ...] = ()
        self.show_card(None)
        self.restyle()

    def show_card(self, card: AccountCard | None) -> None:
        """Show the facts of another account."""
        self.card, self.facts = card, facts_of(card)
        self.setAccessibleName(". ".join(f"{title}: {detail}" for _icon, title, detail in self.facts))
        self.update()

    def restyle(self) -> None:
        """Take the width from the text size."""
        self.setFixedWidth(round(430 * min(theme.scale(), 1.2)))

    def _ink(self) -> str:
        """Return the colour of words here: high contrast keeps its black ground."""
        return "text" if theme.outlined() else "on"

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, waves, mark and facts."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.colour("bg" if theme.outlined() else "primary"))
        if theme.outlined():
            painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme.colour("line"))
        else:
            self._paint_waves(painter)
        self._paint_head(painter)
        self._paint_facts(painter)
        self._paint_foot(painter)
        painter.end()

    def _paint_waves(self, painter: QPainter) -> None:
        wide, high = self.width(), self.height()
        tint = QColor(theme.colour("on"))
        painter.setPen(Qt.PenStyle.NoPen)
        for share, alpha in _WAVES:
            tint.setAlpha(alpha)
            painter.setBrush(tint)
            wave = QPainterPath(QPointF(0, high))
            wave.lineTo(0, high * share)
            wave.cubicTo(wide * 0.3, high * (share - 0.12), wide * 0.6, high * (share + 0.06), wide, high * (share - 0.05))
            wave.lineTo(wide, high)
            painter.drawPath(wave)

    def _left(self) -> int:
        return round(self.width() * 0.11)

    def _top(self) -> int:
        return 28 if self.height() < theme.size(640) else 52

    def _paint_head(self, painter: QPainter) -> None:
        x, y = self._left(), self._top()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("primary" if theme.outlined() else "on"))
        for dx, dy, wide, high in ((0, 0, 40, 7), (0, 41, 40, 7), (3, 11, 6, 26), (17, 11, 6, 26), (31, 11, 6, 26)):
            painter.drawRect(QRectF(x + dx, y + dy, wide, high))
        painter.setPen(QPen(theme.colour(self._ink())))
        draw_text(painter, QRectF(x + 56, y, 300, 48), "Pilar", "display", self._ink())
        lines = (_("Catatan keluarga, kunjungan,"), _("dan bantuan. Di laptop ini,"), _("tanpa internet."))
        for at, line in enumerate(lines):
            place = QRectF(x, y + 72 + at * theme.size(27), self.width() - x - 16, theme.size(26))
            draw_text(painter, place, line, "h1", self._ink())

    def _paint_facts(self, painter: QPainter) -> None:
        y = self._top() + 72 + _SLOGAN_LINES * theme.size(27) + theme.size(28)
        step = theme.size(62 if self.height() >= theme.size(640) else 52)
        left, ink = self._left(), self._ink()
        for icon, title, detail in self.facts:
            draw_icon(painter, left, y + theme.size(20), icon, ink, 20)
            x = left + theme.size(36)
            room = self.width() - x - 12
            draw_text(painter, QRectF(x, y, room, theme.size(20)), title, "strong", ink)
            draw_text(painter, QRectF(x, y + theme.size(20), room, theme.size(19)), detail, "small", ink)
            y += step

    def _paint_foot(self, painter: QPainter) -> None:
        ink, now = self._ink(), datetime.now().astimezone()
        parts = [f"Pilar {__version__}", self.card.prefix if self.card else "", self.card.place if self.card else ""]
        clock = _("Jam laptop: {day}, {time}").format(day=date_full(now.date()), time=f"{now:%H.%M}")
        for up, words in ((46, " · ".join(part for part in parts if part)), (26, clock)):
            place = QRectF(self._left(), self.height() - theme.size(up), self.width() - self._left() - 12, theme.size(19))
            draw_text(painter, place, words, "cap", ink)
