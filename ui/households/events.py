"""A child is born, somebody dies: written down in the family where it happened."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from fieldapp.language import _
from fieldapp.services import bin as kept_bin
from fieldapp.services.checking import FieldNote, NewPerson
from fieldapp.services.households import HouseholdView
from fieldapp.services.lives import check_birth, check_death, correct_death, record_birth, record_death
from fieldapp.services.workspace import Workspace
from ui.households.acts import Act, Notes, Outcome, day_missing, present
from ui.households.fields import coded
from ui.households.leaving import HEAD, LeavingAct, note_field
from ui.kit import Button, ComboField, DateField, Field, TextField


class BirthAct(Act):
    """Catat kelahiran: with or without NIK; the parents tell the relation."""

    def __init__(self, ws: Workspace, view: HouseholdView) -> None:
        super().__init__(ws, view, _("Catat kelahiran"), _("Simpan kelahiran"))
        people = present(view)
        none = ("", _("tidak dicatat"))
        mothers = [none, *((one.id, one.name) for one in people if one.sex != "L" and (one.age or 0) >= 12)]
        fathers = [none, *((one.id, one.name) for one in people if one.sex != "P" and (one.age or 0) >= 12)]
        self.take(
            {
                "name": Field(_("Nama anak"), TextField(limit=100), required=True),
                "sex": Field(_("Jenis kelamin"), coded("sex")),
                "birth_date": Field(_("Tanggal lahir"), DateField(today=ws.today()), required=True),
                "birth_place": Field(_("Tempat lahir"), TextField(), help=_("Boleh kosong")),
                "mother": Field(_("Ibu"), ComboField(mothers)),
                "father": Field(_("Ayah"), ComboField(fathers)),
                "relation": Field(_("Hubungan dengan kepala keluarga"), coded("relation", none=_("menurut ibu atau ayah"))),
                "nik": Field(_("NIK"), TextField(limit=24), help=_("Kosong bila akta belum ada")),
            }
        )
        self.arrange(
            [
                [("name", 4)],
                [("sex", 2), ("birth_date", 2)],
                [("mother", 2), ("father", 2)],
                [("relation", 2), ("nik", 2)],
                [("birth_place", 4)],
            ]
        )

    def _new(self) -> NewPerson:
        return NewPerson(**{name: self.fields.value(name) for name in ("name", "sex", "birth_date", "birth_place", "relation", "nik")})

    def _parents(self) -> dict[str, str]:
        return {"mother_id": self.fields.value("mother"), "father_id": self.fields.value("father")}

    def _check(self) -> Notes:
        return check_birth(self.ws, self.view.id, self._new(), **self._parents())

    def _save(self) -> str:
        return record_birth(self.ws, self.view.id, self._new(), **self._parents())

    def _told(self, result: Any) -> Outcome:
        name = self.fields.value("name")
        back = partial(kept_bin.put, self.ws, "person", str(result))
        return Outcome(
            _("Kelahiran {name} tersimpan di laptop ini.").format(name=name), back, _("Kelahiran {name} dibatalkan.").format(name=name)
        )


class DeathAct(LeavingAct):
    """Catat meninggal: the day, and who heads the family when its head died."""

    def __init__(self, ws: Workspace, view: HouseholdView, person_id: str) -> None:
        person = next(member for member in view.members if member.id == person_id)
        super().__init__(ws, view, _("{name} meninggal").format(name=person.name), _("Simpan"), [person_id], several=False)
        self.person = person
        day = Field(_("Tanggal meninggal"), DateField(today=ws.today()), required=True)
        self.take({"since": day, "note": note_field(), **self.leaving_fields()})
        self.refit()

    def refit(self) -> None:
        """Show the fields that are asked now."""
        self.arrange([[("since", 2), ("note", 2)], *self.leaving_rows()])

    def _check(self) -> Notes:
        since = self.fields.value("since")
        return day_missing(since) if since is None else check_death(self.ws, self.person.id, since, self.heads(), self.relations())

    def _save(self) -> None:
        value = self.fields.value
        record_death(self.ws, self.person.id, value("since"), note=value("note"), heads=self.heads(), relations=self.relations())

    def _told(self, _result: Any) -> Outcome:
        # A family that took another head in the same act is not brought back by correcting the death alone.
        back = None if self.heads() else partial(correct_death, self.ws, self.person.id, None, relation=self.person.relation_code)
        name = self.person.name
        said = _("Catatan meninggal {name} dibatalkan.").format(name=name)
        return Outcome(_("{name} dicatat meninggal. Catatannya tetap tampil di keluarga ini.").format(name=name), back, said)


class CorrectDeathAct(Act):
    """The day of a death is corrected, or the death was written down by mistake."""

    def __init__(self, ws: Workspace, view: HouseholdView, person_id: str) -> None:
        self.person = next(member for member in view.members if member.id == person_id)
        super().__init__(ws, view, _("Perbaiki catatan meninggal {name}").format(name=self.person.name), _("Simpan tanggal"))
        self.alive = Button(_("Masih hidup, batalkan catatan"), icon="undo-2", run=self._revive)
        self.more.addWidget(self.alive)
        self.take(
            {
                "since": Field(_("Tanggal meninggal"), DateField(self.person.died_on, today=ws.today()), required=True),
                f"relation.{person_id}": Field(_("Hubungan bila masih hidup"), coded("relation")),
            }
        )
        self.fields.put(f"relation.{person_id}", self.person.relation_code)
        led = self.person.relation_code == HEAD and not self.person.is_head
        self.arrange([[("since", 2), *([(f"relation.{person_id}", 2)] if led else [])]])

    def _check(self) -> Notes:
        since: date | None = self.fields.value("since")
        if since and since > self.ws.today():
            return {"since": FieldNote("error", _("Tanggal meninggal belum terjadi. Periksa tahunnya."))}
        return day_missing(since)

    def _save(self) -> str:
        correct_death(self.ws, self.person.id, self.fields.value("since"))
        return _("Tanggal meninggal {name} diperbaiki.").format(name=self.person.name)

    def _revive(self) -> None:
        relation = self.fields.value(f"relation.{self.person.id}")

        def write() -> str:
            correct_death(self.ws, self.person.id, None, relation=relation)
            return _("{name} tercatat hidup lagi.").format(name=self.person.name)

        self._tried = True
        self.run(write, self._kept)

    def _told(self, result: Any) -> Outcome:
        return Outcome(str(result))


__all__ = ["BirthAct", "CorrectDeathAct", "DeathAct"]
