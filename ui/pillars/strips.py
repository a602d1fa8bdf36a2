"""Two strips above a pillar: another state with its day and reason, and one more certificate; Esc closes, nothing opens in front."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QWidget

from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services.checking import FieldNote, FieldProblems
from fieldapp.services.pillar_acts import add_certificate, change_status
from fieldapp.services.pillar_checks import NewCertificate, NewStatus, check_certificate, check_status
from fieldapp.services.pillar_view import PillarView
from fieldapp.services.pillar_words import ACTIVE, REPLACED, STATES, state_name
from fieldapp.services.pillars import PillarQuery, pillar_list
from fieldapp.services.workspace import Workspace
from ui.households.beside import beside
from ui.households.fields import Fields
from ui.kit import Button, ComboField, DateField, Field, Label, PickField, TextField, column, field_grid, frame, wrapped
from ui.kit.pick import Found


class Strip(QWidget):
    """Fields in a box with Simpan and Tutup. ``left()`` when it closed, ``saved(sentence)`` when it was kept."""

    left = Signal()
    saved = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.view: PillarView | None = None
        self.fields = Fields({}, self)
        self.title = Label("", "h2")
        self.wrong = Label("", "note", tint="bad", wrap=True)
        self.keep = Button(_("Simpan"), icon="check", hint="Ctrl+Return", run=self.save)
        self.close_button = Button(_("Tutup"), "ghost", hint="Esc", run=self.close_strip)

    def take(self, fields: dict[str, Field], layout: QLayout) -> None:
        """Stand in these fields."""
        self.fields = Fields(fields, self)
        self.fields.changed.connect(lambda: self.fields.show_notes(self._check()))
        foot = wrapped(self.close_button, self.keep, right=True)
        inside = column(self.title, layout, self.wrong, foot, spacing=8, margins=(14, 10, 12, 10))
        self.setLayout(column(frame(inside, "infobox"), spacing=0))
        self.wrong.hide()
        self.hide()

    def ask(self, view: PillarView) -> None:
        """Open for a pillar, empty."""
        self.view = view
        self.wrong.hide()
        self._begin(view)
        self.fields.forget()
        self.show()
        self.fields.focus(next(iter(self.fields.fields)))

    def save(self) -> None:
        """Keep it when nothing is wrong; else show every error and go to the first."""
        if self.view is None or self.isHidden():
            return
        self.fields.flush()
        self.fields.show_notes(self._check())
        if self.fields.show_all():
            self.fields.focus(self.fields.errors()[0])
            return
        self.keep.busy(True)
        running = beside(self, self._save, self._kept, self._say, self._refused)
        running.finished.connect(lambda: self.keep.busy(False))

    def _kept(self, _id: object) -> None:
        sentence = self._sentence()
        self.close_strip()
        self.saved.emit(sentence)

    def _refused(self, problem: Problem) -> None:
        if isinstance(problem, FieldProblems):
            self.fields.show_notes(problem.notes)
            self.fields.show_all()
        else:
            self._say(problem.sentence)

    def _say(self, sentence: str) -> None:
        self.wrong.setText(sentence)
        self.wrong.show()

    def close_strip(self) -> None:
        """Close without keeping."""
        was_open = not self.isHidden()
        self.view = None
        self.hide()
        if was_open:
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_strip()
        else:
            super().keyPressEvent(event)

    # What each strip says

    def _begin(self, view: PillarView) -> None:
        raise AssertionError(view)

    def _check(self) -> dict[str, FieldNote]:
        raise AssertionError

    def _save(self) -> str:
        raise AssertionError

    def _sentence(self) -> str:
        raise AssertionError


class StatusStrip(Strip):
    """Another state: aktif, cuti, diganti by whom, berhenti; since when and why."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__(ws)
        self.state = ComboField()
        self.who = PickField(self._look, placeholder=_("ketik nama, atau F4"), letters=1)
        fields = {
            "state": Field(_("Status baru"), self.state, required=True),
            "since": Field(_("Sejak"), DateField(today=ws.today()), required=True),
            "reason": Field(_("Alasan"), TextField(limit=200)),
            "successor_id": Field(_("Pengganti"), self.who, required=True),
        }
        self.state.changed.connect(lambda _state: self._fit())
        get = fields.__getitem__
        rows = [[get("state"), get("since")], [get("reason"), get("successor_id")]]
        self.take(fields, field_grid(rows, [1, 1]))

    def _begin(self, view: PillarView) -> None:
        self.title.setText(_("Ubah status {name}").format(name=view.name))
        offered = [state for state in STATES if state != view.state]
        self.state.set_options([(state, state_name(state)) for state in offered], offered[0])
        self.fields.put("since", self.ws.today())
        self.fields.put("reason", "")
        self.who.set_chosen("", "")
        self._fit()

    def _fit(self) -> None:
        self.fields["successor_id"].setVisible(self.state.value() == REPLACED)
        self.fields["reason"].mark.setText("" if self.state.value() == ACTIVE else _("wajib"))

    def _look(self, text: str) -> list[Found]:
        mine = self.view.id if self.view else ""
        found = pillar_list(self.ws, PillarQuery(text=text)).cards
        return [(card.id, card.name, f"{card.kind_name} · {card.place}") for card in found if card.id != mine][:40]

    def _new(self) -> NewStatus:
        return NewStatus(**{name: self.fields.value(name) for name in ("state", "since", "reason", "successor_id")})

    def _check(self) -> dict[str, FieldNote]:
        return check_status(self.ws, self.view.id, self._new()) if self.view else {}

    def _save(self) -> str:
        assert self.view is not None
        return change_status(self.ws, self.view.id, self._new())

    def _sentence(self) -> str:
        return _("Status {name} tersimpan di laptop ini: {state}.").format(
            name=self.view.name if self.view else "", state=self.state.currentText().lower()
        )


class CertificateStrip(Strip):
    """One more certificate: its name, number, who gave it, from when and until when."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__(ws)
        fields = {
            "title": Field(_("Nama sertifikat"), TextField(limit=200), required=True),
            "giver": Field(_("Diberikan oleh"), TextField(limit=200)),
            "number": Field(_("Nomor"), TextField(limit=100)),
            "issued_on": Field(_("Terbit"), DateField(today=ws.today())),
            "expires_on": Field(_("Berlaku sampai"), DateField(today=ws.today()), help=_("Kosong bila tanpa batas")),
        }
        get = fields.__getitem__
        rows: list[list[QWidget | tuple[QWidget, int] | None]] = [
            [(get("title"), 3), (get("giver"), 3)],
            [(get("number"), 2), (get("issued_on"), 2), (get("expires_on"), 2)],
        ]
        self.take(fields, field_grid(rows, [1] * 6))

    def _begin(self, view: PillarView) -> None:
        self.title.setText(_("Sertifikat baru {name}").format(name=view.name))
        for name in self.fields.fields:
            self.fields.put(name, None)

    def _new(self) -> NewCertificate:
        return NewCertificate(**{name: self.fields.value(name) for name in self.fields.fields})

    def _check(self) -> dict[str, FieldNote]:
        return check_certificate(self.ws, self._new())

    def _save(self) -> str:
        assert self.view is not None
        return add_certificate(self.ws, self.view.id, self._new())

    def _sentence(self) -> str:
        return _("Sertifikat {title} tersimpan di laptop ini.").format(title=self.fields.value("title"))
