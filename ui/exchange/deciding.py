"""Whoever looks like someone here: the reasons of one row, and whether it is someone new, the same person, or waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from fieldapp.language import _
from ui.kit import Action, Button, CheckField, Icon, Label, column, empty, frame, row, rule, scrolled

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldapp.services.imports import Doubt

_SIGNS = {"=": ("circle-check", "ok"), "≠": ("circle-alert", "bad"), "≈": ("equal-approximately", "warn"), "?": ("info", "muted")}


class DoubtPanel(QWidget):
    """``decided(decision)`` for the row in hand: "skip", "new" or "same"; ``decided_all(decision)`` for every row."""

    decided = Signal(str)
    decided_all = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.household = ""
        self.title, self.who = Label("", "h2", wrap=True), Label("", "muted", wrap=True)
        self.lines = QFrame()
        decide: Callable[[str], Callable[[], None]] = lambda told: partial(self.decided.emit, told)  # noqa: E731 - three buttons of one kind
        self.skip = Button(_("Lewati"), hint="Alt+L", icon="skip-forward", fill=True, run=decide("skip"))
        self.new = Button(_("Tetap masukkan"), hint="Alt+B", icon="plus", fill=True, run=decide("new"))
        self.same = Button(_("Orang yang sama"), hint="Alt+S", icon="check", fill=True, run=decide("same"))
        self.all_new = Button(_("Tetap masukkan semua"), "link", run=partial(self.decided_all.emit, "new"))
        self.all_skip = Button(_("Lewati semua"), "link", run=partial(self.decided_all.emit, "skip"))
        told = _("Orang yang sama tidak dibuat dua kali. Yang dilewati menunggu bersama keluarganya, dan dapat diimpor lagi nanti.")
        parts = (
            self.title,
            self.who,
            self.lines,
            self.skip,
            self.new,
            self.same,
            rule(),
            Label(told, "small", wrap=True),
            self.all_new,
            self.all_skip,
        )
        self.setLayout(column((scrolled(column(*parts, None, spacing=8, margins=(16, 14, 16, 14)), _("Keputusan")), 1), spacing=0))

    def show_doubt(self, doubt: Doubt | None, row_number: int, name: str) -> None:
        """Show why a row looks like someone here; a line of a list has no doubt behind it, only a likely match."""
        self.title.setText(_("Baris {row}: {name}").format(row=row_number, name=name or "–"))
        self.new.setVisible(doubt is not None)
        self.all_new.setVisible(doubt is not None)
        old = self.lines.layout()
        if old is not None:
            empty(old)
            QWidget().setLayout(old)
        if doubt is None:
            self.who.setText(_("Nama dan tanggal lahirnya sama dengan warga di sini, tetapi nomornya tidak dikenal."))
            self.lines.setLayout(column())
            return
        self.who.setText(_("Mirip {name}, {place}. {why}").format(name=doubt.known_name, place=doubt.known_place, why=doubt.why))
        self.lines.setLayout(column(*(_line(*one) for one in doubt.lines), spacing=4))

    def acts(self) -> list[Action]:
        """Return what can be done by key."""
        acts = [
            Action(_("Lewati baris"), self.skip.click, "Alt+L", "skip-forward"),
            Action(_("Orang yang sama"), self.same.click, "Alt+S", "check"),
        ]
        return [*acts, Action(_("Tetap masukkan"), self.new.click, "Alt+B", "plus")] if self.new.isVisibleTo(self) else acts


class ChangePanel(QWidget):
    """What the sheet may change about who is here already. ``chosen(group, on)``; the group "fill" fills what is empty."""

    chosen = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, CheckField] = {}
        self._title = Label(_("Yang sudah ada di sini"), "h2", wrap=True)
        told = _("Tidak ada yang diubah kecuali Anda memilihnya. NIK dan nomor KK yang sudah ada tidak pernah diganti oleh lembar.")
        self._told = Label(told, "small", wrap=True)
        self.fill = CheckField(_("Isi yang masih kosong"))
        self.fill.changed.connect(partial(self.chosen.emit, "fill"))
        self._holder = QFrame()
        body = column(
            self._title,
            self._told,
            self.fill,
            Label(_("Ubah seperti lembar:"), "label"),
            self._holder,
            None,
            spacing=8,
            margins=(16, 14, 16, 14),
        )
        self.setLayout(column((scrolled(body, _("Yang boleh diubah")), 1), spacing=0))

    def show_groups(self, groups: list[tuple[str, str, int]], chosen: set[str], *, fill: bool) -> None:
        """Offer the groups in which something differs, each with how many values."""
        self.fill.set_value(fill)
        self.fill.setVisible(bool(groups))
        if list(self.boxes) == [group for group, _label, _count in groups] and self._holder.layout() is not None:
            for group, box in self.boxes.items():
                box.set_value(group in chosen)
            return
        self.boxes = {}
        for group, label, count in groups:
            box = CheckField(_("{label} ({count})").format(label=label, count=count), group in chosen)
            box.changed.connect(partial(self.chosen.emit, group))
            self.boxes[group] = box
        old = self._holder.layout()
        if old is not None:
            empty(old)
            QWidget().setLayout(old)
        nothing = Label(_("Isi lembar sama dengan yang ada di sini."), "muted", wrap=True)
        self._holder.setLayout(column(*(self.boxes.values() or [nothing]), spacing=6))

    def focus(self) -> None:
        """Put the keys on the first choice."""
        self.fill.setFocus(Qt.FocusReason.TabFocusReason)


def _line(sign: str, what: str, value: str) -> QFrame:
    icon, tint = _SIGNS.get(sign, ("info", "muted"))
    return frame(
        row(Icon(icon, tint, 16), (Label(_("{what}: {value}").format(what=what, value=value) if value else what, "small", wrap=True), 1))
    )
