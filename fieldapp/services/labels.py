"""What fields and their values are called when they are shown to a person."""

from __future__ import annotations

from typing import Any

from fieldapp.domain import phones
from fieldapp.domain.codes import DUKCAPIL, label
from fieldapp.domain.nik import mask
from fieldapp.domain.written import date_medium
from fieldapp.language import _

CODED = {
    "relation": "shdk", "marital": "status_kawin", "religion": "agama", "education": "pendidikan", "occupation": "pekerjaan", "disability": "cacat",
    "status": "status_dasar", "blood": "golongan_darah", "citizenship": "kewarganegaraan",
}  # fmt: skip
DAYS = {"birth_date", "death_date", "consent_on", "visited_on", "next_on", "assessed_on", "dated"}


def noun_label(entity: str) -> str:
    """Return the Indonesian word for a noun."""
    return {
        "dwelling": _("Rumah"), "household": _("Keluarga"), "desil": _("Desil"), "person": _("Warga"), "visit": _("Kunjungan"),
        "assessment": _("Asesmen"), "attachment": _("Foto"), "document": _("Surat"), "conflict": _("Keputusan"),
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
        "household_ids": _("Keluarga penghuni"), "other": _("Isian lain"),
    }.get(name, name.replace("_", " "))  # fmt: skip


def value_text(_entity: str, name: str, value: Any) -> str:
    """Return a value as it is shown: coded answers by their label, numbers that identify masked, days written out."""
    if value is None or value == "":
        return _("kosong")
    if name in CODED:
        return label(DUKCAPIL, CODED[name], str(value))
    if name == "sex":
        return {"1": _("Laki-laki"), "2": _("Perempuan")}.get(str(value), str(value))
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
