"""Anggota baru / ubah: one person of a family, with what is wrong under its field and who is alike at the right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from PySide6.QtCore import Qt

from fieldapp.language import _
from fieldapp.services import finding, settings
from fieldapp.services.households import HouseholdView, household
from fieldapp.services.registration import FieldNote, NewPerson, add_person, check_person, edit_person, person_form
from fieldapp.services.workspace import Workspace
from ui.households.beside import beside
from ui.households.editor import Editor
from ui.households.fields import CodedPick, Fields, coded
from ui.households.form import no_nik_reasons
from ui.households.wards import guardian_fields, is_child, offer_guardians
from ui.kit import Banner, Button, Card, ComboField, DateField, Field, TextField, column, field_grid

DEAD = "2"  # Dukcapil status dasar: mati


class MemberFormPage(Editor):
    """Context: ``household``; ``person`` corrects that member, without it members are added one after the other."""

    def __init__(self, ws: Workspace) -> None:
        self.household_id, self.person_id, self.without_nik = "", "", False
        self._family: HouseholdView | None = None
        self._kept_values: dict[str, Any] = {}
        super().__init__(ws)
        self.title = _("Anggota baru")
        self.so_far = Banner("soft", "", icon="users")
        self._build()

    # Building

    def _build(self) -> None:
        made = self._made()
        get = made.__getitem__
        self.nik_button = Button(_("Tidak punya NIK"), "link", hint="Alt+K", height=30, run=self.toggle_nik)
        identity = field_grid(
            [
                [(get("name"), 2), (get("nik"), 2)],
                [(get("relation"), 2), get("sex"), get("birth_date")],
                [(get("birth_place"), 2), (get("phone"), 2)],
            ],
            [1, 1, 1, 1],
        )
        identity.addWidget(get("no_nik_reason"), 0, 2, 1, 2, Qt.AlignmentFlag.AlignTop)
        more = field_grid(
            [[get("marital"), get("religion")], [get("education"), get("occupation")], [get("disability"), get("status")],
             [get("guardian_id"), get("guardian_note")], [get("death_date"), None]], [1, 1],
        )  # fmt: skip
        self.so_far = Banner("soft", "", icon="users")
        self.so_far.hide()
        cards = column(
            self.so_far,
            Card(_("Jati diri"), right=[self.nik_button], spacing=6).add(identity),
            Card(_("Keterangan"), spacing=6).add(more),
            None, spacing=10, margins=(24, 10, 20, 8),
        )  # fmt: skip
        self.take_form(cards, Fields(made, self))
        self.fields.put("status", "1")
        self._offer_guardians(self._kept_values if self.person_id else None)
        self._show_nik()
        self._fit()

    def _made(self) -> dict[str, Field]:
        return {
            "name": Field(_("Nama"), TextField(placeholder=_("seperti di KTP")), required=True),
            "nik": Field(_("NIK"), TextField(limit=24), required=True),
            "no_nik_reason": Field(_("Alasan belum ada NIK"), ComboField(no_nik_reasons()), required=True),
            "relation": Field(_("Hubungan dengan kepala keluarga"), coded("relation")),
            "sex": Field(_("Jenis kelamin"), coded("sex")),
            "birth_date": Field(_("Tanggal lahir"), DateField(today=self.ws.today())),
            "birth_place": Field(_("Tempat lahir"), TextField(), help=_("Boleh kosong"), reserve=False),
            "phone": Field(_("No. HP"), TextField(limit=24), help=_("Boleh kosong"), reserve=False),
            "marital": Field(_("Status kawin"), coded("marital"), reserve=False),
            "religion": Field(_("Agama"), coded("religion"), reserve=False),
            "education": Field(_("Pendidikan"), coded("education"), reserve=False),
            "occupation": Field(_("Pekerjaan"), CodedPick("occupation"), reserve=False),
            "disability": Field(_("Disabilitas"), coded("disability"), reserve=False),
            "status": Field(_("Status warga"), coded("status"), reserve=False),
            **guardian_fields(),
            "death_date": Field(_("Tanggal meninggal"), DateField(today=self.ws.today())),
        }

    # What a page is

    def opened(self, **context: object) -> None:
        """Show the member to correct, or an empty form for the next one."""
        household_id, person_id = str(context.get("household") or ""), str(context.get("person") or "")
        self.tabs.choose(0)
        if person_id or (household_id, person_id) != (self.household_id, self.person_id):
            self.household_id, self.person_id, self.without_nik = household_id, person_id, False
            self._family, self._kept_values = None, {}
            self._build()
        self.title = _("Ubah anggota") if person_id else _("Anggota baru")
        self.save_button.set_text(self._primary())
        self.leave_button.set_text(_("Tutup") if person_id else _("Selesai"))
        self.clean_button.set_text(_("Kembalikan") if person_id else _("Kosongkan"))
        self.header.set_title(self.title)
        self.kept.setText(_("Isian disimpan sampai Pilar ditutup") if person_id else _("Isian tersimpan sendiri sebagai draf"))
        self._start()
        self.fields.focus("name")

    def _start(self) -> None:
        beside(self, self._read, self._take, self._say)

    # What is asked only of some

    def _offer_guardians(self, values: Mapping[str, Any] | None = None) -> None:
        offer_guardians(self.ws, self.fields, self._family, self.person_id, values or {})

    def look(self) -> None:
        """Ask for the guardian of a child and the day a dead person died, and only of them."""
        dead, child = self.fields.value("status") == DEAD, is_child(self.fields.value("birth_date"), self.ws.today())
        self.fields["death_date"].setVisible(dead)
        for name in ("guardian_id", "guardian_note"):
            self.fields[name].setVisible(child and not dead)
        super().look()

    def _read(self) -> tuple[int, HouseholdView, dict[str, Any]]:
        view = household(self.ws, self.household_id)
        count = finding.count(self.ws, finding.Query())
        if self.person_id:
            return count, view, _plain(person_form(self.ws, self.person_id))
        return count, view, settings.get(self.ws, self._draft_key()) or {}

    def _take(self, told: tuple[int, HouseholdView, dict[str, Any]]) -> None:
        count, view, values = told
        self._kept_values, self._family = values, view
        self._offer_guardians(values)
        self.likely.set_total(count)
        self.header.set_title(
            self.title, _("Keluarga {name} · {place} {village}").format(name=view.name, place=view.place, village=view.village)
        )
        if not self.person_id:
            people = ", ".join(f"{member.name} ({member.relation or '–'})" for member in view.members)
            self.so_far.say("soft", _("{count} anggota sejauh ini").format(count=len(view.members)), people, icon="users")
            self.so_far.show()
        if self.person_id:
            self.show_record(values)
        elif all(not self.fields.value(name) for name in self.fields.fields if name != "status"):
            self.take_draft(values)
        self.look()
        self._keep.stop()

    def corrected(self) -> str:
        """Return the member being corrected."""
        return self.person_id

    def rebuild(self) -> None:
        """Build the form anew, empty."""
        self._build()

    def _reset(self) -> None:
        self.without_nik = False
        self._build()
        if self.person_id:
            self.take_draft(self._kept_values)
        self.look()

    # Values

    def _primary(self) -> str:
        return _("Simpan") if self.person_id else _("Simpan, isi anggota berikutnya")

    def toggle_nik(self) -> None:
        """Ask for the reason instead of the number, or for the number again."""
        self.without_nik = not self.without_nik
        self._show_nik()
        self.fields.focus("no_nik_reason" if self.without_nik else "nik")
        self.look()

    def _show_nik(self) -> None:
        self.fields["nik"].setVisible(not self.without_nik)
        self.fields["no_nik_reason"].setVisible(self.without_nik)
        self.nik_button.set_text(_("Punya NIK") if self.without_nik else _("Tidak punya NIK"))
        self.nik_button.updateGeometry()

    def _draft(self) -> dict[str, Any]:
        told = {name: self.fields.value(name) for name in self.fields.fields}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in told.items()} | {
            "without_nik": self.without_nik
        }

    def take_draft(self, told: dict[str, Any]) -> None:
        """Show kept values."""
        self.without_nik = bool(told.get("without_nik", bool(told.get("no_nik_reason")) and not told.get("nik")))
        self._show_nik()
        for name, field in self.fields.fields.items():
            value = told.get(name)
            if value not in (None, ""):
                self.fields.put(name, date.fromisoformat(value) if isinstance(field.entry, DateField) else value)

    def _person(self) -> NewPerson:
        told = {name: self.fields.value(name) for name in self.fields.fields}
        told["nik" if self.without_nik else "no_nik_reason"] = ""
        if told["status"] != DEAD:
            told["death_date"] = None
        if self.fields["guardian_id"].isHidden():
            told["guardian_id"] = told["guardian_note"] = None
        return NewPerson(**told)

    def _check(self) -> dict[str, FieldNote]:
        notes = check_person(self.ws, self._person(), person_id=self.person_id or None)
        if self.without_nik and "nik" in notes:
            notes["no_nik_reason"] = notes.pop("nik")
        return notes

    def _names(self) -> tuple[str, str, str]:
        return "name", "sex", "birth_date"

    def _mine(self) -> set[str]:
        return {self.person_id} if self.person_id else set()

    def _draft_key(self) -> str:
        return "" if self.person_id or not self.household_id else f"draft.member.{self.household_id}"

    def _page(self) -> str:
        return "member_form"

    def _way_back(self) -> dict[str, Any]:
        return {"household": self.household_id}

    # Keeping

    def _save(self) -> str:
        new = self._person()
        if self.person_id:
            edit_person(self.ws, self.person_id, new)
            return self.person_id
        return add_person(self.ws, self.household_id, new)

    def _saved(self, _result: object) -> None:
        name = self.fields.value("name")
        if self.person_id:
            self.toast.emit(_("Perubahan {name} tersimpan di laptop ini.").format(name=name), None)
            self._shown = {}
            self.go.emit("households", {"household": self.household_id})
            return
        self.toast.emit(_("{name} tersimpan di laptop ini.").format(name=name), None)
        self.drop_draft()
        self.without_nik = False
        self._build()
        beside(self, lambda: (finding.count(self.ws, finding.Query()), household(self.ws, self.household_id), {}), self._take, self._say)
        self.fields.focus("name")

    def _back(self) -> dict[str, Any]:
        return {"household": self.household_id}


def _plain(form: NewPerson) -> dict[str, Any]:
    """Return a person's values as a draft holds them."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(form).items()}
