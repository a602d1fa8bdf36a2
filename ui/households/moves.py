"""Who goes where: into another family or a new one, away, back again, and a whole family to another village."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fieldapp.language import _
from fieldapp.services.checking import FieldNote, NewHousehold
from fieldapp.services.households import HouseholdView
from fieldapp.services.lives import (
    REASONS,
    Move,
    check_away,
    check_household_move,
    check_move,
    come_back,
    move_away,
    move_household,
    move_members,
    reasons,
)
from fieldapp.services.registration import household_form
from fieldapp.services.workspace import Workspace
from ui.households.acts import Act, Notes, Outcome, Spot, day_missing
from ui.households.families import FamilyField
from ui.households.fields import coded
from ui.households.leaving import HEAD, LeavingAct, in_pairs, note_field, since_field
from ui.households.villages import VillageField
from ui.kit import ComboField, Field, TextField

NEW, THERE = "new", "there"


class MoveAct(LeavingAct):
    """Pindah anggota, pisah KK, gabung KK: people of this family come into another one, or found one."""

    def __init__(self, ws: Workspace, view: HouseholdView, chosen: str = "", *, everyone: bool = False) -> None:
        whom = [member.id for member in view.members if member.status == "1"] if everyone else [chosen] if chosen else []
        super().__init__(ws, view, _("Pindah anggota atau pisah KK"), _("Simpan perpindahan"), whom)
        self.home = household_form(ws, view.id)
        self.where = ComboField([(THERE, _("Keluarga yang sudah ada")), (NEW, _("KK baru di desa ini"))])
        words = dict(reasons())
        why = ComboField([(code, words[code]) for code in REASONS], "gabung_kk" if everyone else "pindah_keluarga")
        self.where.changed.connect(self._where_changed)
        why.changed.connect(lambda _code: self._ticked())
        self.take(
            {
                "where": Field(_("Ke mana"), self.where),
                "to": Field(_("Keluarga tujuan"), FamilyField(ws, view.id), required=True),
                "home.kk": Field(_("Nomor KK baru"), TextField(limit=24), help=_("16 angka, boleh menyusul")),
                "home.rt": Field(_("RT"), TextField(self.home.rt, limit=5)),
                "home.rw": Field(_("RW"), TextField(self.home.rw, limit=5)),
                "home.address": Field(_("Alamat"), TextField(self.home.address)),
                "reason": Field(_("Alasan"), why),
                "since": since_field(ws, _("Sejak")),
                **self.leaving_fields(),
                **{
                    f"marital.{key}": Field(_("Status kawin {name}").format(name=one.name), coded("marital"))
                    for key, one in self.people.items()
                },
                "note": note_field(),
            }
        )
        self.refit()

    def _where_changed(self, where: str) -> None:
        if where == NEW and self.fields.value("reason") in {"pindah_keluarga", "gabung_kk"}:
            self.fields.put("reason", "pisah_kk")
        self._ticked()

    def refit(self) -> None:
        """Show the fields that are asked now."""
        new = self.where.value() == NEW
        place: list[list[Spot]] = (
            [[("where", 2), ("home.kk", 2)], [("home.rt", 1), ("home.rw", 1), ("home.address", 2)]] if new else [[("where", 2), ("to", 2)]]
        )
        coming = self.leaving()
        if new and len(coming) == 1 and not self.fields.value(f"relation.{coming[0]}"):
            self.fields.put(f"relation.{coming[0]}", HEAD)
        married = [f"marital.{key}" for key in coming] if self.fields.value("reason") in {"kawin", "cerai"} else []
        relations = in_pairs([f"relation.{key}" for key in coming])
        self.arrange([*place, [("reason", 2), ("since", 2)], *relations, *in_pairs(married), *self.leaving_rows(), [("note", 4)]])
        for key, member in self.people.items():
            staying = _("Hubungan {name} dengan kepala yang baru") if key not in coming else _("Hubungan {name} di keluarga tujuan")
            self.fields[f"relation.{key}"].set_label(staying.format(name=member.name))

    def _target(self) -> str | NewHousehold:
        if self.where.value() == THERE:
            return str(self.fields.value("to"))
        value = self.fields.value
        return replace(self.home, kk=value("home.kk"), rt=value("home.rt"), rw=value("home.rw"), address=value("home.address"), phone="",
                       latitude="", longitude="", note="", kks_last4=None, consent_proof="", consent_on=None)  # fmt: skip

    def _move(self) -> Move:
        marital = {key: self.fields.value(f"marital.{key}") for key in self.leaving() if not self.fields[f"marital.{key}"].isHidden()}
        return Move(
            person_ids=self.leaving(), to=self._target(), reason=self.fields.value("reason"), since=self.fields.value("since") or self.ws.today(),
            relations=self.relations(), heads=self.heads(), marital={key: code for key, code in marital.items() if code}, note=self.fields.value("note"),
        )  # fmt: skip

    def _check(self) -> Notes:
        notes = dict(day_missing(self.fields.value("since")))
        if self.where.value() == THERE and not self.fields.value("to"):
            return notes | {"to": FieldNote("error", _("Keluarga tujuan belum dipilih. Ketik tiga huruf namanya."))}
        if not self.leaving():
            return notes | {"people": FieldNote("error", _("Belum ada anggota yang dipilih."))}
        told = check_move(self.ws, self._move()) | notes
        return {name: note for name, note in told.items() if name != "home.consent_on"}  # the family's consent is not asked here

    def _save(self) -> str:
        return move_members(self.ws, self._move())

    def _told(self, result: Any) -> Outcome:
        where = _("KK baru") if self.where.value() == NEW else self.fields["to"].entry.property("text")
        return Outcome(_("{names} pindah ke {where}.").format(names=self.names(), where=where), family=str(result))


class AwayAct(LeavingAct):
    """Pindah keluar: people move out of reach and stay to be seen here."""

    def __init__(self, ws: Workspace, view: HouseholdView, chosen: str = "", *, everyone: bool = False) -> None:
        whom = [member.id for member in view.members if member.status == "1"] if everyone else [chosen] if chosen else []
        super().__init__(ws, view, _("Pindah keluar"), _("Simpan pindah keluar"), whom)
        where = Field(_("Ke mana"), TextField(limit=300), help=_("Desa, kecamatan, atau kabupaten tujuan, bila diketahui"))
        self.take({"since": since_field(ws, _("Sejak")), "note": where, **self.leaving_fields()})
        self.refit()

    def refit(self) -> None:
        """Show the fields that are asked now."""
        self.arrange([[("since", 2), ("note", 2)], *self.leaving_rows()])

    def _check(self) -> Notes:
        since = self.fields.value("since")
        if not since or not self.leaving():
            told = {} if self.leaving() else {"people": FieldNote("error", _("Belum ada anggota yang dipilih."))}
            return day_missing(since) | told
        return check_away(self.ws, self.leaving(), since, self.heads(), self.relations())

    def _save(self) -> None:
        note, since = self.fields.value("note"), self.fields.value("since")
        move_away(self.ws, self.leaving(), since=since, note=note, heads=self.heads(), relations=self.relations())

    def _told(self, _result: Any) -> Outcome:
        return Outcome(_("{names} dicatat pindah keluar. Catatannya tetap tampil di keluarga ini.").format(names=self.names()))


class BackAct(Act):
    """Kembali: someone who had moved away lives again in this family or another one."""

    def __init__(self, ws: Workspace, view: HouseholdView, person_id: str) -> None:
        self.person = next(member for member in view.members if member.id == person_id)
        super().__init__(ws, view, _("{name} kembali").format(name=self.person.name), _("Simpan kembali"))
        to = FamilyField(ws, "")
        to.set_chosen(view.id, view.name)
        self.take(
            {
                "to": Field(_("Ke keluarga"), to, required=True),
                "since": since_field(ws, _("Sejak")),
                f"relation.{person_id}": Field(_("Hubungan dengan kepala keluarga"), coded("relation"), required=True),
                "note": note_field(),
            }
        )
        self.fields.put(f"relation.{person_id}", self.person.relation_code)
        self.arrange([[("to", 2), ("since", 2)], [(f"relation.{person_id}", 2), ("note", 2)]])

    def _check(self) -> Notes:
        told = {} if self.fields.value("to") else {"to": FieldNote("error", _("Keluarga tujuan belum dipilih. Ketik tiga huruf namanya."))}
        return day_missing(self.fields.value("since")) | told

    def _save(self) -> str:
        value = self.fields.value
        come_back(
            self.ws, self.person.id, to=value("to"), relation=value(f"relation.{self.person.id}"), since=value("since"), note=value("note")
        )
        return str(value("to"))

    def _told(self, result: Any) -> Outcome:
        return Outcome(_("{name} tinggal lagi di keluarga itu.").format(name=self.person.name), family=str(result))


class MoveHomeAct(Act):
    """Pindah desa: the whole family with all that is kept of it moves to another house, in another village too."""

    def __init__(self, ws: Workspace, view: HouseholdView) -> None:
        super().__init__(ws, view, _("Pindah rumah atau desa"), _("Pindahkan keluarga"))
        self.home = household_form(ws, view.id)
        region = VillageField(ws)
        self.take(
            {
                "region_id": Field(_("Desa baru"), region, required=True),
                "since": since_field(ws, _("Sejak")),
                "hamlet": Field(_("Dusun"), TextField()),
                "rt": Field(_("RT"), TextField(limit=5, placeholder="003")),
                "rw": Field(_("RW"), TextField(limit=5, placeholder="001")),
                "address": Field(_("Alamat baru"), TextField()),
                "kk": Field(_("Nomor KK baru"), TextField(limit=24), help=_("Kosong bila nomornya tetap")),
                "note": note_field(),
            }
        )
        self.arrange([[("region_id", 2), ("since", 2)], [("hamlet", 2), ("rt", 1), ("rw", 1)], [("address", 4)], [("kk", 2), ("note", 2)]])

    def _new(self) -> NewHousehold:
        names = ("region_id", "hamlet", "rt", "rw", "address", "kk")
        told = {name: self.fields.value(name) for name in names}
        return replace(self.home, **told, phone="", latitude="", longitude="", kks_last4=None)

    def _check(self) -> Notes:
        since = self.fields.value("since")
        return check_household_move(self.ws, self.view.id, self._new(), since or self.ws.today()) | day_missing(since)

    def _save(self) -> int:
        return move_household(self.ws, self.view.id, self._new(), since=self.fields.value("since"), note=self.fields.value("note"))

    def _told(self, result: Any) -> Outcome:
        where = self.fields["region_id"].entry.property("text")
        return Outcome(_("Keluarga pindah ke {village}, {count} catatan ikut.").format(village=where, count=result))
