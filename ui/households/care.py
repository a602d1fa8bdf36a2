"""Who answers for a child, what a person or family is called in the law (PPKS), what it agreed to, and the state's decile."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer

from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services import bin as kept_bin
from fieldapp.services import consents, guardians, ppks
from fieldapp.services.checking import FieldNote
from fieldapp.services.households import HouseholdView
from fieldapp.services.registration import DESILS, check_desil, record_desil
from fieldapp.services.workspace import Workspace
from ui.households.acts import Act, Notes, Outcome, day_missing, people_field
from ui.households.leaving import note_field, since_field
from ui.kit import ComboField, DateField, Field, Label, TextField

SECONDS = 30


class GuardianAct(Act):
    """Wali: an adult of the family, or a note that names somebody else; both empty means nobody any more."""

    def __init__(self, ws: Workspace, view: HouseholdView, person_id: str) -> None:
        self.person = next(member for member in view.members if member.id == person_id)
        super().__init__(ws, view, _("Wali {name}").format(name=self.person.name), _("Simpan wali"))
        self.before = guardians.guardian_of(ws, person_id)
        offered = [("", _("belum ada, atau di luar keluarga")), *guardians.candidates(ws, person_id)]
        now = self.before.id if self.before and self.before.id else ""
        if now and now not in dict(offered):
            offered.append((now, self.before.name or _("wali di keluarga lain")) if self.before else ("", ""))
        note = TextField(self.before.note if self.before else "", limit=200)
        self.take(
            {
                "guardian": Field(_("Anggota keluarga"), ComboField(offered, now)),
                "note": Field(_("Keterangan"), note, help=_("Nama dan hubungannya bila bukan anggota keluarga")),
            }
        )
        self.arrange([[("guardian", 2), ("note", 2)]])

    def _write(self, guardian: str, note: str) -> None:
        if guardian or note.strip():
            guardians.set_guardian(self.ws, self.person.id, guardian_id=guardian, note=note)
        elif self.before:
            guardians.clear_guardian(self.ws, self.person.id)

    def _check(self) -> Notes:
        if self.before or self.fields.value("guardian") or self.fields.value("note"):
            return {}
        return {"guardian": FieldNote("error", _("Pilih wali, atau tulis namanya di keterangan."))}

    def _save(self) -> None:
        self._write(self.fields.value("guardian"), self.fields.value("note"))

    def _told(self, _result: Any) -> Outcome:
        name, before = self.person.name, self.before

        def back() -> None:
            if before and (before.id or before.note):
                guardians.set_guardian(self.ws, self.person.id, guardian_id=before.id or "", note=before.note)
            else:
                guardians.clear_guardian(self.ws, self.person.id)

        return Outcome(
            _("Wali {name} tersimpan di laptop ini.").format(name=name), back, _("Wali {name} seperti sebelumnya.").format(name=name)
        )


class CaseAct(Act):
    """PPKS baru: which of the 26 kinds a person or the family is, and since when."""

    def __init__(self, ws: Workspace, view: HouseholdView, person_id: str = "") -> None:
        super().__init__(ws, view, _("Catat PPKS"), _("Simpan PPKS"))
        offered = [("", _("pilih jenisnya")), *((kind.number, f"{kind.number}  {kind.label}") for kind in ppks.kinds())]
        kind = ComboField(offered)
        kind.changed.connect(self._explain)
        self.take(
            {
                "kind": Field(_("Jenis PPKS"), kind, required=True),
                "who": Field(_("Tentang"), people_field(view, person_id)),
                "since": since_field(ws, _("Sejak")),
                "note": note_field(),
            }
        )
        self.arrange([[("kind", 2), ("who", 2)], [("since", 2), ("note", 2)]])

    def _explain(self, number: str) -> None:
        told = ppks.kind_of(number)
        kept = _("Data peka: hanya terbuka dengan alasan.") if told and told.sensitive else ""
        self.fields["kind"].help = " ".join(part for part in (told.definition if told else "", kept) if part)
        self.fields["kind"].set_note("")
        self.look()

    def _check(self) -> Notes:
        since = self.fields.value("since")
        if since is None or not self.fields.value("kind"):
            kind = {} if self.fields.value("kind") else {"kind": FieldNote("error", _("Pilih jenis PPKS dari daftar 01 sampai 26."))}
            return day_missing(since) | kind
        return ppks.check_case(self.ws, self.view.id, self.fields.value("kind"), person_id=self.fields.value("who"), since=since)

    def _save(self) -> str:
        value = self.fields.value
        return ppks.open_case(self.ws, self.view.id, value("kind"), person_id=value("who"), since=value("since"), note=value("note"))

    def _told(self, result: Any) -> Outcome:
        back = partial(kept_bin.put, self.ws, "ppks_case", str(result))
        return Outcome(_("Catatan PPKS tersimpan di laptop ini."), back, _("Catatan PPKS dimasukkan ke tempat sampah."))


class CloseCaseAct(Act):
    """PPKS ditutup: the day from which it no longer holds."""

    def __init__(self, ws: Workspace, view: HouseholdView, case: ppks.CaseView) -> None:
        self.case = case
        whom = case.person_name or _("keluarga ini")
        super().__init__(ws, view, _("Tutup catatan PPKS: {kind}, {name}").format(kind=case.label, name=whom), _("Tutup catatan"))
        self.take({"until": since_field(ws, _("Tidak berlaku lagi sejak")), "note": note_field()})
        self.arrange([[("until", 2), ("note", 2)]])

    def _check(self) -> Notes:
        return day_missing(self.fields.value("until"), "until")

    def _save(self) -> None:
        ppks.close_case(self.ws, self.case.id, self.fields.value("until"), note=self.fields.value("note"))

    def _told(self, _result: Any) -> Outcome:
        return Outcome(_("Catatan PPKS ditutup."), partial(ppks.reopen_case, self.ws, self.case.id), _("Catatan PPKS dibuka lagi."))


class RevealCaseAct(Act):
    """Data peka: why it is looked at is written down first; then it is shown for thirty seconds."""

    def __init__(self, ws: Workspace, view: HouseholdView, case: ppks.CaseView, seconds: int = SECONDS) -> None:
        self.case = case
        super().__init__(ws, view, _("Buka data peka {name}").format(name=case.person_name or view.name),
                         _("Tampilkan {seconds} detik").format(seconds=seconds), icon="eye")  # fmt: skip
        self.shown, self.detail = Label("", "h2", wrap=True), Label("", "small", wrap=True)
        self.more.addWidget(self.shown)
        self.more.addWidget(self.detail)
        reason = TextField(limit=200, placeholder=_("mis. menyusun rujukan"), enter_moves_on=False)
        reason.entered.connect(self.save)
        self.take({"reason": Field(_("Alasan, dicatat untuk audit"), reason, required=True)})
        self.arrange([[("reason", 4)]])
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(seconds * 1000)
        self._rest.timeout.connect(self.close_act)

    def _check(self) -> Notes:
        if len(self.fields.value("reason")) >= 3:
            return {}
        return {"reason": FieldNote("error", _("Tulis alasannya dahulu, paling sedikit 3 huruf."))}

    def _save(self) -> ppks.CaseView:
        return ppks.reveal(self.ws, self.case.id, self.fields.value("reason"))

    def _kept(self, result: object) -> None:
        assert isinstance(result, ppks.CaseView)
        self.shown.setText(f"{result.number} {result.name}")
        since = _("sejak {day}").format(day=date_medium(result.since)) if result.since else ""
        self.detail.setText(" · ".join(part for part in (since, result.note, result.definition) if part))
        self.arrange([])
        self.keep.hide()
        self.close_button.setFocus()
        self._rest.start()

    def close_act(self) -> None:
        """What was shown is gone."""
        self._rest.stop()
        self.shown.setText("")
        self.detail.setText("")
        super().close_act()


class ConsentAct(Act):
    """Persetujuan: what was answered when asked, on what ground data are kept, with its proof; the answer before stays."""

    def __init__(self, ws: Workspace, view: HouseholdView, person_id: str = "") -> None:
        super().__init__(ws, view, _("Catat persetujuan"), _("Simpan persetujuan"))
        who, basis = people_field(view, person_id), ComboField(consents.choices("dasar"), consents.CONSENT)
        who.changed.connect(lambda _key: self._refit())
        basis.changed.connect(lambda _code: self._refit())
        adults = [
            ("", _("wali yang tercatat")),
            *((one.id, one.name) for one in view.members if (one.age or 0) >= guardians.ADULT and one.status == "1"),
        ]
        self.take(
            {
                "who": Field(_("Yang menjawab"), who),
                "purpose": Field(_("Untuk"), ComboField(consents.choices("tujuan"), consents.MAIN)),
                "basis": Field(_("Dasar"), basis),
                "given": Field(_("Jawaban"), ComboField([("", _("pilih")), *consents.choices("jawaban")]), required=True),
                "proof": Field(_("Bukti"), ComboField([("", _("belum ada bukti")), *consents.choices("bukti")])),
                "given_on": since_field(ws),
                "guardian_id": Field(_("Wali yang menyetujui"), ComboField(adults)),
            }
        )
        self._refit()

    def _refit(self) -> None:
        who = next((one for one in self.view.members if one.id == self.fields.value("who")), None)
        child = who is not None and who.age is not None and who.age < guardians.ADULT
        answered = self.fields.value("basis") == consents.CONSENT
        last = [("given_on", 2), *([("guardian_id", 2)] if child else [])]
        self.arrange([[("who", 2), ("purpose", 2)], [("basis", 4)], *([[("given", 2), ("proof", 2)]] if answered else []), last])

    def _new(self) -> consents.NewConsent:
        value = self.fields.value
        answered = value("basis") == consents.CONSENT
        return consents.NewConsent(
            household_id=self.view.id, person_id=value("who"), basis=value("basis"), given=value("given") if answered else "",
            given_on=value("given_on") or self.ws.today(), proof=value("proof") if answered else "", purpose=value("purpose"),
            guardian_id="" if self.fields["guardian_id"].isHidden() else value("guardian_id"),
        )  # fmt: skip

    def _check(self) -> Notes:
        return consents.check_consent(self.ws, self._new()) | day_missing(self.fields.value("given_on"), "given_on")

    def _save(self) -> str:
        return consents.record_consent(self.ws, self._new())

    def _told(self, _result: Any) -> Outcome:
        return Outcome(_("Persetujuan tersimpan di laptop ini. Jawaban sebelumnya tetap tercatat."))


class DesilAct(Act):
    """Desil: what the state told, with the day it holds for and where it was read; never our own figure."""

    def __init__(self, ws: Workspace, view: HouseholdView) -> None:
        super().__init__(ws, view, _("Catat desil"), _("Simpan desil"))
        self.take(
            {
                "value": Field(_("Desil"), ComboField([("", _("pilih")), *((value, value) for value in DESILS)]), required=True),
                "dated": Field(_("Berlaku per"), DateField(ws.today(), today=ws.today()), required=True),
                "source": Field(_("Sumber"), TextField("DTSEN", limit=100), required=True),
                "snapshot": Field(_("Versi data"), TextField(limit=60), help=_("mis. triwulan III 2026, boleh kosong")),
            }
        )
        self.arrange([[("value", 2), ("dated", 2)], [("source", 2), ("snapshot", 2)]])

    def _told_so_far(self) -> dict[str, Any]:
        value = self.fields.value
        return {"value": value("value"), "dated": value("dated") or self.ws.today(), "source": value("source")}

    def _check(self) -> Notes:
        return check_desil(self.ws, **self._told_so_far()) | day_missing(self.fields.value("dated"), "dated")

    def _save(self) -> str:
        return record_desil(self.ws, self.view.id, **self._told_so_far(), snapshot=self.fields.value("snapshot"))

    def _told(self, result: Any) -> Outcome:
        back = partial(kept_bin.put, self.ws, "desil", str(result))
        return Outcome(_("Desil tersimpan di laptop ini."), back, _("Desil dimasukkan ke tempat sampah."))
