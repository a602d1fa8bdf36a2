"""What formats, columns and certainties are called on the page."""

from __future__ import annotations

from fieldapp.exchange import exporting
from fieldapp.exchange.formats import OTHER, any_table, formats
from fieldapp.exchange.mapping import fields
from fieldapp.language import _

SURE, LIKELY = 0.9, 0.6


def format_title(name: str) -> str:
    """Return what a format is called; its own name for one this version does not know."""
    if name == OTHER:
        return any_table().title
    if name == exporting.CHOSEN:
        return _("Kolom pilihan sendiri")
    return next((one.title for one in formats() if one.name == name), name)


def field_label(field: str) -> str:
    """Return what a target of a column is called."""
    if field.startswith("aid:"):
        return _("Bantuan: {name}").format(name=field.removeprefix("aid:").upper())
    return {
        "": _("Tidak dipakai, tetap disimpan"), "birth": _("Tempat, tanggal lahir"), "rt_rw": "RT/RW", "kk": _("Nomor KK"),
        "relation": _("Hubungan keluarga"), "village": _("Desa"), "district": _("Kecamatan"),
    }.get(field) or exporting.columns().get(field, field)  # fmt: skip


def targets() -> list[tuple[str, str]]:
    """Return everything a column may hold, to choose from."""
    return [("", field_label("")), *((field, field_label(field)) for field in fields())]


def certainty_chip(field: str, certainty: float, *, chosen: bool) -> tuple[str, str, str]:
    """Return words, kind and icon that say how certain a column's target is."""
    if chosen:
        return _("Dipilih"), "info", "check"
    if not field:
        return (_("Dibiarkan"), "mute", "") if certainty >= SURE else (_("Tidak dikenal"), "warn", "circle-alert")
    if certainty >= SURE:
        return _("Pasti"), "ok", "check"
    return (_("Mungkin {percent} %").format(percent=round(certainty * 100)), "warn", "circle-alert")


def noun_label(entity: str) -> str:
    """Return what a record that came with an import is called."""
    return {
        "household": _("keluarga"), "person": _("warga"), "dwelling": _("rumah"), "membership": _("keanggotaan"), "assessment": _("jawaban kuesioner"),
        "enrolment": _("peserta program"), "programme": _("program"), "desil": _("desil"), "visit": _("kunjungan"), "consent": _("persetujuan"),
        "ppks_case": _("catatan PPKS"), "attachment": _("foto"), "document": _("surat"),
    }.get(entity, entity)  # fmt: skip
