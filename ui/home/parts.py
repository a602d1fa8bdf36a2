"""The blocks of Beranda: the visit left half way, what needs a decision, the month, and the three steps of a first day."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fieldapp.domain.moments import local
from fieldapp.domain.written import month_name, number, relative_day
from fieldapp.language import _
from fieldapp.services.drafts import DraftCard
from fieldapp.services.today import Beranda, Decision, Month
from ui.kit import Bar, Button, Card, CountTile, Icon, Label, Tile, column, frame, row, scrolled, wrapped
from ui.kit.arrange import empty
from ui.kit.page import Action

Run = Callable[[], object]


class DraftStrip(QWidget):
    """The visit that was begun and not finished; its button has the focus when the window opens."""

    def __init__(self, resume: Run, later: Run, others: Run) -> None:
        super().__init__()
        self.title, self.text = Label("", "strong"), Label("", "muted")
        self.bar = Bar(name=_("Terjawab"), width=120)
        self.others = Button("", "link", run=others)
        self.later = Button(_("Nanti"), "ghost", run=later)
        self.resume = Button(_("Lanjutkan"), "primary", hint="Return", run=resume)
        self.resume.setAutoDefault(True)
        words = column(self.title, self.text, spacing=1)
        inside = row(
            Icon("history", "primary", 22), 2, (words, 1), self.bar, 6, self.others, self.later, self.resume, margins=(16, 9, 12, 9)
        )
        box = column(frame(inside, "softbox"), spacing=0)
        self.setLayout(box)
        self.hide()

    def show_drafts(self, drafts: tuple[DraftCard, ...], beranda: Beranda, zone: str) -> None:
        """Show the newest draft, and how many more there are; without one the strip is gone."""
        self.setVisible(bool(drafts))
        if not drafts:
            return
        draft = drafts[0]
        saved = local(draft.saved_at, zone)
        when = _("{day} {time}").format(day=relative_day(saved.date(), beranda.day), time=f"{saved:%H.%M}")
        told = [
            _("{answered} dari {total} pertanyaan terjawab").format(answered=draft.answered, total=draft.total),
            _("tersimpan {when}").format(when=when),
            _("tersisa bagian {sections}").format(sections=draft.lacking) if draft.lacking else "",
        ]
        self.title.setText(_("Draf kunjungan {name} belum selesai").format(name=draft.household_name))
        self.text.setText(" · ".join(part for part in told if part))
        self.bar.fill(100 * draft.answered / draft.total if draft.total else 0)
        self.others.setVisible(len(drafts) > 1)
        self.others.set_text(_("{count} draf lain").format(count=len(drafts) - 1))
        self.resume.setAccessibleName(f"{_('Lanjutkan')}: {self.title.text()}, {self.text.text()}")


class DecisionCard(Card):
    """What waits for the person, each a tile that opens its list; calm when nothing does."""

    def __init__(self, open_page: Callable[[str], object]) -> None:
        super().__init__(_("Perlu keputusan Anda"), spacing=8)
        self._open = open_page
        self.tiles: list[Tile] = []
        self._list = column(spacing=8)
        self.calm = Label(
            _("Tidak ada yang menunggu keputusan Anda. Isian yang berbeda dengan rekan muncul di sini setelah sinkron."), "muted", wrap=True
        )
        self.add(self.calm)
        self.add(self._list)

    def show_decisions(self, decisions: tuple[Decision, ...]) -> None:
        """Show these decisions, most urgent first."""
        empty(self._list)
        self.tiles = [self._tile(decision) for decision in decisions]
        for tile in self.tiles:
            self._list.addWidget(tile)
        self.calm.setVisible(not decisions)

    def _tile(self, decision: Decision) -> Tile:
        tile = CountTile(number(decision.count), f"{decision.title}. {decision.text}", kind=decision.kind)
        tile.activated.connect(lambda page=decision.page: self._open(page))
        return tile


class MonthCard(Card):
    """How the month goes: visits done by this person, and what should have been visited by now."""

    def __init__(self) -> None:
        self.days = Label("", "cap", whole=True)
        super().__init__(" ", right=[self.days], spacing=6)
        self.done, self.words = Label("0", "big", whole=True), Label("", "muted", wrap=True)
        self.late, self.never = Label("", "cap", wrap=True), Label("", "cap", wrap=True)
        self.add(row(self.done, (self.words, 1), spacing=8))
        self.add(self.late)
        self.add(self.never)

    def show_month(self, month: Month, never_visited: int) -> None:
        """Show the figures; without a target there is no percentage."""
        name = month_name(month.first.month)
        self.title.setText(name)
        self.setAccessibleName(name)
        self.days.setText(_("{first}–{last} {month}").format(first=month.first.day, last=month.today.day, month=name[:3]))
        self.done.setText(number(month.done))
        self.words.setText(_("kunjungan selesai bulan ini, oleh Anda"))
        self.late.setText(
            _("{count} keluarga jatuh tempo bulan ini dan belum dikunjungi.").format(count=number(month.due))
            if month.due
            else _("Semua yang jatuh tempo bulan ini sudah dikunjungi.")
            if month.done
            else _("Belum ada yang jatuh tempo bulan ini.")
        )
        self.never.setText(_("{count} keluarga belum pernah dikunjungi.").format(count=number(never_visited)))
        self.never.setVisible(never_visited > 0)


class FirstDay(Card):
    """A laptop without families: three steps, each with its button."""

    def __init__(self, steps: list[tuple[str, str, list[Action]]]) -> None:
        super().__init__(_("Tiga langkah untuk mulai"), spacing=10)
        self.buttons: list[Button] = []
        each = [self._step(at, title, text, actions) for at, (title, text, actions) in enumerate(steps, start=1)]
        self.add(scrolled(column(*each, None, spacing=10), self.title.text()), 1)

    def _step(self, at: int, title: str, text: str, actions: list[Action]) -> QWidget:
        buttons = [Button.of(action, "primary" if at == 1 and place == 0 else "plain") for place, action in enumerate(actions)]
        self.buttons += buttons
        words = column(Label(title, "strong", wrap=True), Label(text, "small", wrap=True), wrapped(*buttons), spacing=6)
        return frame(
            row(column(Label(str(at), "big", tint="primary", whole=True), None, spacing=0), 4, (words, 1), margins=(14, 10, 14, 12)), "sunk"
        )
