"""What fields and their values are called when they are shown to a person."""

from __future__ import annotations

from typing import Any

from fieldapp.domain import phones
from fieldapp.domain.codes import DUKCAPIL, label
from fieldapp.domain.nik import mask
from fieldapp.domain.shapes import DAYS
from fieldapp.domain.written import date_medium
from fieldapp.language import _

CODED = {
    "relation": "shdk", "marital": "status_kawin", "religion": "agama", "education": "pendidikan", "occupation": "pekerjaan", "disability": "cacat",
    "status": "status_dasar", "blood": "golongan_darah", "citizenship": "kewarganegaraan",
}  # fmt: skip


def noun_label(entity: str) -> str:
    """Return the Indonesian word for a noun."""
    return {
        "dwelling": _("Rumah"), "household": _("Keluarga"), "desil": _("Desil"), "person": _("Warga"), "visit": _("Kunjungan"),
        "assessment": _("Asesmen"), "attachment": _("Foto"), "document": _("Surat"), "conflict": _("Keputusan"),
        "membership": _("Keanggotaan"), "ppks_case": _("PPKS"), "consent": _("Persetujuan"), "pillar": _("Pilar sosial"),
        "pillar_status": _("Status pilar"), "certificate": _("Sertifikat"), "supplement": _("Isian tambahan"), "programme": _("Program"),
        "enrolment": _("Peserta program"), "merge_record": _("Penggabungan"), "judgement": _("Penilaian ganda"), "import_batch": _("Impor"),
    }.get(entity, entity)  # fmt: skip


def field_label(_entity: str, name: str) -> str:
    """Return what a field is called."""
    return {
        "kk": _("Nomor KK"), "head_id": _("Kepala keluarga"), "dwelling_id": _("Rumah"), "address": _("Alamat"), "hamlet": _("Dusun"), "rt": "RT", "rw": "RW",
        "phone": _("No. HP"), "note": _("Catatan"), "basis": _("Dasar pemrosesan"), "consent_proof": _("Bukti persetujuan"),
        "consent_on": _("Tanggal persetujuan"), "flags": _("Tanda"), "name": _("Nama"), "nik": "NIK", "no_nik_reason": _("Alasan tanpa NIK"),
        "sex": _("Jenis kelamin"), "birth_place": _("Tempat lahir"), "birth_date": _("Tanggal lahir"), "relation": _("Hubungan keluarga"),
        "marital": _("Status kawin"), "religion": _("Agama"), "education": _("Pendidikan"), "occupation": _("Pekerjaan"), "citizenship": _("Kewarganegaraan"),
        "blood": _("Golongan darah"), "disability": _("Disabilitas"), "father_name": _("Nama ayah"), "mother_name": _("Nama ibu"), "status": _("Status"),
        "death_date": _("Tanggal meninggal"), "latitude": _("Lintang"), "longitude": _("Bujur"), "household_id": _("Keluarga"), "caption": _("Keterangan foto"),
        "land_status": _("Status lahan"), "ownership": _("Kepemilikan rumah"), "_deleted": _("Dihapus"), "bucket": _("Wilayah"),
        "household_ids": _("Keluarga penghuni"), "other": _("Isian lain"), "merged_into": _("Digabung ke"), "guardian_id": _("Wali"), "guardian_note": _("Keterangan wali"),
        "kks_last4": _("KKS, 4 angka terakhir"), "kind": _("Jenis"), "since": _("Sejak"), "until": _("Sampai"), "sk_number": _("Nomor SK"),
        "sk_from": _("SK berlaku sejak"), "sk_until": _("SK berlaku sampai"), "areas": _("Wilayah tugas"), "card_no": _("Nomor kartu peserta"),
        "state": _("Keadaan"), "title": _("Judul"), "active": _("Dipakai"), "undone_at": _("Dibatalkan pada"),
    }.get(name, name.replace("_", " "))  # fmt: skip


def value_text(_entity: str, name: str, value: Any) -> str:
    """Return a value as it is shown: coded answers by their label, numbers that identify masked, days written out."""
    if value is None or value == "":
        return _("kosong")
    if name in CODED:
        return label(DUKCAPIL, CODED[name], str(value))
    if name == "sex":
        return {"1": _("Laki-laki"), "2": _("Perempuan")}.get(str(value), str(value))
    if name == "basis":
        from fieldapp.services.checking import BASES

        return _(BASES.get(str(value), str(value)))
    if name in ("nik", "kk"):
        return mask(str(value))
    if name == "phone":
        return phones.written(str(value))
    if name in DAYS:
        return date_medium(str(value))
    if name == "_deleted":
        return _("dihapus") if value else _("tetap ada")
    if isinstance(value, (list, tuple)):
        return ", ".join(str(part) for part in value)
    return str(value)
