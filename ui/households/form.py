"""Keluarga baru / ubah: register once, never twice; what is wrong stands under its field, who is alike at the right."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from fieldapp.services import finding, settings
from fieldapp.services.households import household
from fieldapp.services.registration import (
    NO_NIK_REASONS,
    FieldNote,
    NewHousehold,
    NewPerson,
    check_household,
    edit_household,
    household_form,
    reference_choices,
    register_household,
)
from fieldapp.services.workspace import Workspace
from ui.households.beside import beside
from ui.households.editor import Editor
from ui.households.fields import CodedPick, Fields, coded
from ui.households.villages import VillageField
from ui.kit import Button, Card, ComboField, DateField, Field, StateChip, TextField, column, field_grid

_POINT = re.compile(r"\s*(-?\d{1,2}[.,]\d+)\s*[,; ]\s*(\d{2,3}[.,]\d+)\s*")
_PROOFS = ("Tanda tangan di formulir kertas", "Cap jempol di formulir kertas", "Lisan, disaksikan perangkat desa", "Rekaman suara")
_PLACE = "last_place"


def no_nik_reasons() -> list[tuple[str, str]]:
    """Return the reasons for having no NIK, as kept and as shown."""
    return [("", _("pilih alasannya")), *((reason, _(reason)) for reason in NO_NIK_REASONS)]


class FamilyFormPage(Editor):
    """Context: ``household`` corrects that family; without it a new one is registered, going on with the draft that is kept."""

    def __init__(self, ws: Workspace) -> None:
        self.household_id = ""
        self.without_nik = self._done = False
        super().__init__(ws)
        self.title = _("Keluarga baru")
        self._place: dict[str, str] = {}
        self._build()

    # Building

    def _build(self) -> None:
        made = {
            **({} if self.household_id else self._head_fields()),
            **self._family_fields(),
            **self._place_fields(),
            **self._consent_fields(),
        }
        fields = Fields(made, self)
        get = made.__getitem__
        self.nik_button = Button(_("Tidak punya NIK"), "link", hint="Alt+K", height=30, run=self.toggle_nik)
        cards: list[QWidget] = []
        if self.household_id:
            numbers = field_grid([[(get("kk"), 2), (get("kks_last4"), 1), (get("phone"), 2)]], [1, 1, 1, 1, 1])
            cards.append(Card(_("Nomor keluarga"), spacing=6).add(numbers))
        else:
            head = Card(_("Kepala keluarga"), right=[self.nik_button], spacing=6)
            rows: list[list[QWidget | tuple[QWidget, int] | None]] = [
                [(get("head.name"), 2), (get("head.nik"), 2)],
                [get("head.sex"), get("head.birth_date"), get("head.marital"), get("phone")],
                [(get("kk"), 2), get("kks_last4"), get("head.occupation")],
            ]
            layout = field_grid(rows, [1, 1, 1, 1])
            layout.addWidget(get("head.no_nik_reason"), 0, 2, 1, 2, Qt.AlignmentFlag.AlignTop)
            cards.append(head.add(layout))
        place = field_grid(
            [[(get("region_id"), 3), get("hamlet"), get("rt"), get("rw")], [(get("address"), 4), get("latitude"), get("longitude")]],
            [1, 1, 1, 1, 1, 1],
        )
        moves = [Button(_("Pindah desa"), "link", icon="map-pin", height=30, run=self._move_home)] if self.household_id else []
        cards.append(Card(_("Tempat tinggal"), right=moves, spacing=6).add(place))
        cards.append(
            Card(_("Persetujuan"), spacing=6).add(field_grid([[get("basis"), get("consent_proof"), get("consent_on")]], [12, 9, 6]))
        )
        self.take_form(column(*cards, None, spacing=10, margins=(24, 10, 20, 8)), fields)
        self._show_nik()
        latitude = get("latitude").entry
        assert isinstance(latitude, TextField)
        latitude.committed.connect(self._split_point)
        self._fit()

    def _head_fields(self) -> dict[str, Field]:
        today = self.ws.today()
        return {
            "head.name": Field(_("Nama kepala keluarga"), TextField(placeholder=_("seperti di KTP")), required=True),
            "head.nik": Field(_("NIK"), TextField(limit=24), required=True),
            "head.no_nik_reason": Field(_("Alasan belum ada NIK"), ComboField(no_nik_reasons()), required=True),
            "head.sex": Field(_("Jenis kelamin"), coded("sex")),
            "head.birth_date": Field(_("Tanggal lahir"), DateField(today=today)),
            "head.marital": Field(_("Status kawin"), coded("marital")),
        }

    def _family_fields(self) -> dict[str, Field]:
        phone = Field(_("No. HP"), TextField(limit=24), help=_("Boleh kosong"))
        kk = Field(_("Nomor KK"), TextField(limit=24), help=_("16 angka, boleh menyusul"))
        kks = Field(_("KKS, 4 akhir"), TextField(limit=4, placeholder="0042"))
        kks.setToolTip(_("Empat angka terakhir Kartu Keluarga Sejahtera. Nomor lengkapnya tidak dicatat."))
        if self.household_id:
            return {"kk": kk, "kks_last4": kks, "phone": phone}
        work = CodedPick("occupation")
        work.setToolTip(work.placeholderText())
        return {"phone": phone, "kk": kk, "kks_last4": kks, "head.occupation": Field(_("Pekerjaan"), work)}

    def _place_fields(self) -> dict[str, Field]:
        fixed = _("Desa berubah lewat Pindah desa, agar semua catatannya ikut.") if self.household_id else ""
        return {
            "region_id": Field(_("Desa"), VillageField(self.ws), required=True, reserve=False, help=fixed),
            "hamlet": Field(_("Dusun"), TextField(), reserve=False),
            "rt": Field(_("RT"), TextField(limit=5, placeholder="003"), reserve=False),
            "rw": Field(_("RW"), TextField(limit=5, placeholder="001"), reserve=False),
            "address": Field(_("Alamat"), TextField(), reserve=False),
            "latitude": Field(_("Lintang"), TextField(placeholder="-3,98412"), reserve=False),
            "longitude": Field(_("Bujur"), TextField(placeholder="105,61877"), reserve=False),
        }

    def _consent_fields(self) -> dict[str, Field]:
        proofs = [("", _("belum ada bukti")), *((proof, _(proof)) for proof in _PROOFS)]
        return {
            "basis": Field(_("Dasar pemrosesan data"), ComboField(reference_choices("basis")), reserve=False),
            "consent_proof": Field(_("Bukti persetujuan"), ComboField(proofs), reserve=False),
            "consent_on": Field(_("Tanggal"), DateField(today=self.ws.today()), reserve=False),
        }

    def _split_point(self, text: str) -> None:
        """A point pasted whole, "-3,98412, 105,61877", fills both fields."""
        found = _POINT.fullmatch(text)
        if found:
            self.fields.put("latitude", found[1])
            self.fields.put("longitude", found[2])

    # What a page is

    def opened(self, **context: object) -> None:
        """Show the family to correct, or the one being registered as far as it was typed."""
        wanted = str(context.get("household") or "")
        self.tabs.choose(0)
        if wanted or self._done or wanted != self.household_id:
            self.household_id, self.without_nik, self._done = wanted, False, False
            self.rebuild()
        self.save_button.set_text(self._primary())
        self.clean_button.set_text(_("Kembalikan") if wanted else _("Kosongkan"))
        self.title = _("Ubah keluarga") if wanted else _("Keluarga baru")
        self.header.set_title(self.title)
        self.header.set_chips([] if wanted else [StateChip(_("Draf"), "mute", "pencil")])
        self.kept.setText(_("Isian disimpan sampai Pilar ditutup") if wanted else _("Isian tersimpan sendiri sebagai draf"))
        beside(self, self._read, self._take, self._say)
        self.fields.focus("kk" if wanted else "head.name")

    def _read(self) -> tuple[int, dict[str, Any], dict[str, str], str]:
        """Return how many families there are, what to show, where the last one lived, and whom this is about."""
        count = finding.count(self.ws, finding.Query())
        if self.household_id:
            view, form = household(self.ws, self.household_id), household_form(self.ws, self.household_id)
            return count, _plain(form), {}, f"{view.name} · {view.place} {view.village}"
        return count, settings.get(self.ws, self._draft_key()) or {}, settings.get(self.ws, _PLACE) or {}, ""

    def _take(self, told: tuple[int, dict[str, Any], dict[str, str], str]) -> None:
        count, values, self._place, subject = told
        self.likely.set_total(count)
        if subject:
            self.header.set_title(self.title, subject)
        if subject:
            self._start = values
            self.show_record(values)
        elif self._untouched():
            self.take_draft(values or dict(self._place))
        self.look()
        self._keep.stop()

    def _untouched(self) -> bool:
        """Whether nothing was typed since the form was built: only then are kept values shown."""
        return all(not self.fields.value(name) for name in self.fields.fields if name != "basis")

    def corrected(self) -> str:
        """Return the family being corrected."""
        return self.household_id

    def rebuild(self) -> None:
        """Build the form anew, empty."""
        self._build()
        if self.household_id:
            self.fields["region_id"].entry.setEnabled(False)

    def _reset(self) -> None:
        self.without_nik = False
        self.rebuild()
        self.take_draft(self._start if self.household_id else self._place)
        self.look()

    # Values

    def _primary(self) -> str:
        return _("Simpan") if self.household_id else _("Simpan dan isi anggota")

    def toggle_nik(self) -> None:
        """Ask for the reason instead of the number, or for the number again."""
        if self.household_id:
            return
        self.without_nik = not self.without_nik
        self._show_nik()
        self.fields.focus("head.no_nik_reason" if self.without_nik else "head.nik")
        self.look()

    def _show_nik(self) -> None:
        if self.household_id:
            return
        self.fields["head.nik"].setVisible(not self.without_nik)
        self.fields["head.no_nik_reason"].setVisible(self.without_nik)
        self.nik_button.set_text(_("Punya NIK") if self.without_nik else _("Tidak punya NIK"))
        self.nik_button.updateGeometry()

    def _draft(self) -> dict[str, Any]:
        told = {name: self.fields.value(name) for name in self.fields.fields}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()} | {
            "without_nik": self.without_nik
        }

    def take_draft(self, told: dict[str, Any]) -> None:
        """Show kept values."""
        self.without_nik = bool(told.get("without_nik"))
        self._show_nik()
        for name, field in self.fields.fields.items():
            value = told.get(name)
            if value in (None, ""):
                continue
            if isinstance(field.entry, VillageField):
                field.entry.set_region(value)
            else:
                self.fields.put(name, date.fromisoformat(value) if isinstance(field.entry, DateField) else value)

    def _person(self) -> NewPerson:
        if self.household_id:
            return NewPerson()
        told = {name.removeprefix("head."): self.fields.value(name) for name in self.fields.fields if name.startswith("head.")}
        told["nik" if self.without_nik else "no_nik_reason"] = ""
        return NewPerson(**told, relation="1")

    def _new(self) -> NewHousehold:
        told = {name: self.fields.value(name) for name in self.fields.fields if "." not in name}
        return NewHousehold(head=self._person(), **told)

    def _check(self) -> dict[str, FieldNote]:
        notes = check_household(self.ws, self._new(), self.household_id or None)
        if self.without_nik and "head.nik" in notes:
            notes["head.no_nik_reason"] = notes.pop("head.nik")
        return notes

    def _names(self) -> tuple[str, str, str]:
        return "head.name", "head.sex", "head.birth_date"

    def _kk_and_region(self) -> tuple[str, str]:
        return self.fields.value("kk"), self.fields.value("region_id")

    def _draft_key(self) -> str:
        return "" if self.household_id else "draft.household"

    def _page(self) -> str:
        return "household_form"

    def _made_person(self, result: object) -> str:
        return next(member.id for member in household(self.ws, str(result)).members if member.is_head)

    def _move_home(self) -> None:
        """A family that moves takes all its records along: that is an act of its own."""
        self.go.emit("households", {"household": self.household_id, "act": "move_home"})

    # Keeping

    def _save(self) -> str:
        new = self._new()
        if self.household_id:
            edit_household(self.ws, self.household_id, replace(new, note=household_form(self.ws, self.household_id).note))
            return self.household_id
        # The family is reached through its head: one number serves both.
        made = register_household(self.ws, replace(new, head=replace(new.head, phone=new.phone)))
        settings.put(self.ws, _PLACE, {name: getattr(new, name) for name in ("region_id", "hamlet", "rt", "rw")})
        return made

    def _saved(self, result: object) -> None:
        if self.household_id:
            self._shown, self._done = {}, True
            self.toast.emit(_("Perubahan tersimpan di laptop ini."), None)
            self.go.emit("households", {"household": result})
            return
        name = self.fields.value("head.name")
        self.drop_draft()
        self._done = True
        self.toast.emit(_("Keluarga {name} tersimpan di laptop ini.").format(name=name), None)
        self.go.emit("member_form", {"household": result, "fresh": True})

    def _back(self) -> dict[str, Any]:
        return {"household": self.household_id} if self.household_id else {}


def _plain(form: NewHousehold) -> dict[str, Any]:
    """Return a family's values as a draft holds them."""
    told = {name: value for name, value in asdict(form).items() if name != "head"}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()}
