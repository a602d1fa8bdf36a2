"""Pilar baru / ubah: who it is, the SK, the areas; what is wrong or already here stands under its field."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from fieldapp import problems
from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services import settings
from fieldapp.services.checking import FieldProblems
from fieldapp.services.pillar_acts import account_choices, edit_pillar, pillar_form, register_pillar
from fieldapp.services.pillar_checks import NewPillar, check_pillar
from fieldapp.services.pillar_words import kinds, why_not
from fieldapp.services.workspace import Workspace
from ui.households.beside import beside
from ui.households.fields import Fields
from ui.kit import (
    Action,
    Button,
    Card,
    ComboField,
    DateField,
    Field,
    Icon,
    KeyHint,
    Label,
    Page,
    PageHeader,
    TextField,
    Undo,
    column,
    field_grid,
    frame,
    row,
    scrolled,
)
from ui.pillars.areas import AreaPick, ChosenAreas

_DRAFT = "draft.pillar"
_KEEP_MS = 600


class PillarFormPage(Page):
    """Context: ``pillar`` corrects that one, ``field`` names the field to begin in; without a pillar a new one is registered."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.pillar_id = ""
        self.title = _("Pilar baru")
        self._shown: dict[str, Any] = {}
        self._typed: dict[str, dict[str, Any]] = {}
        self.fields = Fields({}, self)
        self.area: QScrollArea | None = None
        self.header = PageHeader("", back=True)
        self.header.went_back.connect(self.leave)
        self.wrong_icon, self.wrong = Icon("circle-alert", "bad", 16), Label("", "note", tint="bad", wrap=True)
        self.wrong_key, self.kept = KeyHint("F8"), Label("", "cap", wrap=True)
        self.clean_button = Button(_("Kosongkan"), "ghost", run=self.clean)
        self.leave_button = Button(_("Tutup"), hint="Esc", run=self.leave)
        self.save_button = Button(_("Simpan pilar"), "primary", hint="Ctrl+Return", run=self.save)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_MS)
        self._keep.timeout.connect(self.keep_draft)
        self._holder = column(spacing=0)
        words = row(self.wrong_icon, (self.wrong, 1), self.wrong_key, (self.kept, 1), spacing=8)
        foot = frame(row((words, 1), self.clean_button, self.leave_button, self.save_button, margins=(24, 9, 24, 9)), "foot")
        self.setLayout(column(self.header, (self._holder, 1), foot, spacing=0))
        self._build()
        self._count(0)

    # Building

    def _build(self) -> None:
        made = self._made()
        get = made.__getitem__
        who = field_grid([[(get("name"), 3), (get("kind"), 3)], [(get("nik"), 2), (get("phone"), 2), (get("user_id"), 2)]], [1] * 6)
        letter = field_grid([[get("sk_number"), get("sk_from"), get("sk_until")]], [2, 1, 1])
        self.chosen = ChosenAreas()
        self.chosen.changed.connect(self.look)
        pick = get("areas").entry
        assert isinstance(pick, AreaPick)
        pick.added.connect(self.chosen.add)
        places = Card(_("Wilayah tugas dan catatan"), spacing=6).add(field_grid([[get("areas"), get("note")]], [3, 2])).add(self.chosen)
        cards = column(
            Card(_("Jati diri"), spacing=6).add(who),
            Card(_("Surat keputusan"), spacing=6).add(letter),
            places,
            None, spacing=10, margins=(24, 10, 20, 8),
        )  # fmt: skip
        if self.area is not None:
            self.area.hide()
            self.area.deleteLater()
        self.area = scrolled(cards, _("Isian"))
        self._holder.addWidget(self.area)
        old, self.fields = self.fields, Fields(made, self)
        old.deleteLater()
        self.fields.changed.connect(self.look)
        self.fields.counted.connect(self._count)
        self.chosen.set_areas(())

    def _made(self) -> dict[str, Field]:
        today = self.ws.today()
        offered = [("", _("pilih jenisnya")), *((code, f"{code}  {name}") for code, name in kinds())]
        accounts = [("", _("tanpa akun")), *account_choices(self.ws)]
        return {
            "name": Field(_("Nama"), TextField(placeholder=_("orang atau lembaga")), required=True),
            "kind": Field(_("Jenis pilar"), ComboField(offered), required=True),
            "nik": Field(_("NIK"), TextField(limit=24), help=_("Kosong untuk lembaga")),
            "phone": Field(_("No. HP"), TextField(limit=24), help=_("Boleh kosong")),
            "user_id": Field(_("Akun Pilar"), ComboField(accounts), help=_("Kunjungannya ikut dihitung")),
            "sk_number": Field(_("Nomor SK"), TextField(limit=100)),
            "sk_from": Field(_("Berlaku sejak"), DateField(today=today)),
            "sk_until": Field(_("Berlaku sampai"), DateField(today=today), help=_("Kosong bila tanpa batas")),
            "areas": Field(_("Tambah wilayah"), AreaPick(self.ws), required=True),
            "note": Field(_("Catatan"), TextField(limit=500), help=_("Boleh kosong")),
        }

    # What a page is

    def opened(self, **context: object) -> None:
        """Show the pillar to correct, or the one being registered as far as it was typed."""
        self.pillar_id = str(context.get("pillar") or "")
        self._build()
        self.title = _("Ubah pilar") if self.pillar_id else _("Pilar baru")
        self.header.set_title(self.title)
        self.clean_button.set_text(_("Kembalikan") if self.pillar_id else _("Kosongkan"))
        self.kept.setText(_("Isian disimpan sampai Pilar ditutup") if self.pillar_id else _("Isian tersimpan sendiri sebagai draf"))
        beside(self, self._read, self._take, self._say, self._cannot)
        self.fields.focus(str(context.get("field") or "name"))

    def _read(self) -> dict[str, Any]:
        if self.pillar_id:
            return _plain(pillar_form(self.ws, self.pillar_id))
        if why_not(self.ws):
            raise problems.PILLAR_READ_ONLY()
        return settings.get(self.ws, _DRAFT) or {}

    def _take(self, values: dict[str, Any]) -> None:
        if self.pillar_id:
            self.header.set_title(self.title, str(values["name"]))
        self._shown = values
        self.put(self._typed.pop(self.pillar_id, values) if self.pillar_id else values)
        self.look()
        self._keep.stop()

    def _cannot(self, problem: Problem) -> None:
        """Who may not change it is led back, with the reason."""
        self._say(problem.sentence)
        self.go.emit("pillars", {"pillar": self.pillar_id} if self.pillar_id else {})

    def put(self, told: dict[str, Any]) -> None:
        """Show kept values."""
        for name, field in self.fields.fields.items():
            value = told.get(name)
            if name == "areas" or value in (None, ""):
                continue
            self.fields.put(name, date.fromisoformat(value) if isinstance(field.entry, DateField) else value)
        self.chosen.set_areas(told.get("areas") or ())

    # Values

    def typed(self) -> NewPillar:
        """Return the pillar as typed."""
        told = {name: self.fields.value(name) for name in self.fields.fields if name != "areas"}
        return NewPillar(areas=self.chosen.areas, **told)

    def look(self) -> None:
        """Say what is to be said of what is typed, and keep it as a draft."""
        pick = self.fields["areas"].entry
        assert isinstance(pick, AreaPick)
        pick.kind = self.fields.value("kind")
        self.fields.show_notes(check_pillar(self.ws, self.typed(), self.pillar_id or None))
        if not self.pillar_id:
            self._keep.start()

    def keep_draft(self) -> None:
        """Keep what is typed in the encrypted file of this laptop."""
        self._keep.stop()
        if self.pillar_id:
            return
        told, at = _plain(self.typed()), f"{self.ws.moment_here():%H.%M}"
        beside(
            self,
            lambda: settings.put(self.ws, _DRAFT, told),
            lambda _none: self.kept.setText(_("Draf tersimpan {time}").format(time=at)),
            self._say,
        )

    def clean(self) -> None:
        """Begin anew, with the way back."""
        before = _plain(self.typed())
        self._build()
        if self.pillar_id:
            self.put(self._shown)
        self.look()
        self.clean_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.toast.emit(_("Isian dikosongkan."), Undo(lambda: self._put_back(before), _("Kembalikan isian")))

    def _put_back(self, told: dict[str, Any]) -> None:
        self.put(told)
        self.look()

    # Keeping

    def save(self) -> None:
        """Keep it when nothing is wrong; else show every error and go to the first."""
        self.fields.flush()
        self.fields.show_notes(check_pillar(self.ws, self.typed(), self.pillar_id or None))
        if self.fields.show_all():
            self.fields.focus(self.fields.errors()[0])
            return
        self.save_button.busy(True)
        self._keep.stop()
        new, pillar_id = self.typed(), self.pillar_id

        def keep() -> str:
            if pillar_id:
                edit_pillar(self.ws, pillar_id, new)
                return pillar_id
            made = register_pillar(self.ws, new)
            settings.put(self.ws, _DRAFT, None)
            return made

        running = beside(self, keep, lambda made: self._saved(made, new.name), self._say, self._refused)
        running.finished.connect(lambda: self.save_button.busy(False))

    def _saved(self, made: str, name: str) -> None:
        self._shown = _plain(self.typed())
        self._build()
        self._keep.stop()
        self.toast.emit(_("Pilar {name} tersimpan di laptop ini.").format(name=name), None)
        self.go.emit("pillars", {"pillar": made})

    def _refused(self, problem: Problem) -> None:
        if not isinstance(problem, FieldProblems):
            self._say(problem.sentence)
            return
        self.fields.show_notes(problem.notes)
        self.fields.show_all()
        self.fields.focus(self.fields.errors()[0])

    def _say(self, sentence: str) -> None:
        self.toast.emit(sentence, None)

    def _count(self, wrong: int) -> None:
        self.wrong.setText(_("{count} isian perlu diperbaiki").format(count=wrong) if wrong else "")
        for part in (self.wrong_icon, self.wrong, self.wrong_key):
            part.setVisible(wrong > 0)
        self.kept.setVisible(wrong == 0)

    def leave(self) -> None:
        """Go back to the pillars; what is typed stays."""
        self.go.emit("pillars", {"pillar": self.pillar_id} if self.pillar_id else {})

    def page_actions(self) -> list[Action]:
        """What can be done here."""
        return [
            Action(_("Simpan pilar"), self.save, "Ctrl+Return", "check"),
            Action(_("Isian yang perlu diperbaiki berikutnya"), lambda: self.fields.go_to_wrong(1), "F8", "circle-alert"),
            Action(_("Isian yang perlu diperbaiki sebelumnya"), lambda: self.fields.go_to_wrong(-1), "Shift+F8", "circle-alert"),
            Action(_("Tutup, isian tetap disimpan"), self.leave, "", "arrow-left"),
        ]

    def regions(self) -> list[QWidget]:
        """Who, the areas, footer."""
        parts: list[QWidget] = [self.fields["name"].entry, self.fields["areas"].entry, self.save_button]
        return [part for part in parts if part.isVisibleTo(self)]

    def closed(self) -> bool:
        """What is typed is kept: a new one as a draft, a correction until Pilar is closed."""
        if self._keep.isActive():
            self.keep_draft()
        typed = _plain(self.typed())
        if self.pillar_id and self._shown and typed != self._shown and typed["name"]:
            self._typed[self.pillar_id] = typed
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes; the text typed stays."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def _plain(new: NewPillar) -> dict[str, Any]:
    """Return a pillar's values as a draft holds them."""
    told = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(new).items()}
    return {**told, "areas": list(new.areas)}
