"""Kertas dan kop surat: what stands on every printed sheet of this laptop."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldapp.language import _
from fieldapp.services import settings
from fieldapp.services.settings import Letterhead
from ui.kit import CodeChoice, Field, TextField, column, row
from ui.settings.parts import Section

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

_SIGNER_NAMES = ("officer_name", "officer_title", "officer_nip", "head_name", "head_title", "place")


class Letter(Section):
    """``told(sentence)`` when something was kept."""

    told = Signal(str)

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws, self.title = ws, _("Kertas dan kop surat")
        self.paper = CodeChoice([("F4", "F4, 215 × 330 mm"), ("A4", "A4, 210 × 297 mm")], columns=2, advance=False)
        self.head = {name: TextField() for name in ("level1", "level2", "address", "contact")}
        self.signing = {name: TextField() for name in _SIGNER_NAMES}
        self.add_setting(
            _("Kertas"), _("Ukuran yang dipilih lebih dahulu di Laporan. Tiap laporan tetap dapat memakai yang lain."), self.paper
        )
        self._add_head()
        self._add_signers()
        self.paper.changed.connect(self._keep_paper)
        for entry in self.head.values():
            entry.committed.connect(lambda _text: self._keep_head())
        for entry in self.signing.values():
            entry.committed.connect(lambda _text: self._keep_signers())

    def _add_head(self) -> None:
        labels = {
            "level1": (_("Baris pertama"), _("mis. PEMERINTAH KABUPATEN MESUJI")),
            "level2": (_("Baris kedua"), _("mis. DINAS SOSIAL")),
            "address": (_("Alamat"), _("boleh kosong")),
            "contact": (_("Telepon, surel, kode pos"), _("boleh kosong")),
        }
        fields = []
        for name, (label, example) in labels.items():
            self.head[name].setPlaceholderText(example)
            fields.append(Field(label, self.head[name], reserve=False))
        self.add_setting(
            _("Kop surat"), _("Tercetak di atas setiap laporan dari laptop ini, mulai lembar berikut."), column(*fields, spacing=8)
        )

    def _add_signers(self) -> None:
        labels = {
            "officer_name": _("Petugas"),
            "officer_title": _("Jabatan petugas"),
            "officer_nip": _("NIP (boleh kosong)"),
            "head_name": _("Nama yang mengetahui"),
            "head_title": _("Jabatan yang mengetahui"),
            "place": _("Tempat"),
        }
        pairs = [Field(labels[name], self.signing[name], reserve=False) for name in _SIGNER_NAMES]
        self.add_setting(
            _("Penanda tangan"),
            _("Petugas di kanan, kepala desa di kiri di bawah Mengetahui. Yang kosong diisi menurut akun dan desa."),
            row((column(*pairs[:3], spacing=8), 1), (column(*pairs[3:], spacing=8), 1), spacing=12),
        )

    def opened(self) -> None:
        """Show what is kept."""
        self.paper.set_value(str(settings.get(self.ws, "paper")))
        for name, text in asdict(settings.letterhead(self.ws)).items():
            if name in self.head:
                self.head[name].set_value(str(text))
        for name, text in asdict(settings.signers(self.ws)).items():
            if name in self.signing:
                self.signing[name].set_value(str(text))

    def _keep_paper(self) -> None:
        settings.put(self.ws, "paper", self.paper.value())

    def _keep_head(self) -> None:
        settings.put(self.ws, "letterhead", Letterhead(**{name: entry.value() for name, entry in self.head.items()}))
        self.told.emit(_("Kop surat tersimpan. Berlaku mulai lembar berikut."))

    def _keep_signers(self) -> None:
        usual = asdict(settings.signers(self.ws))
        kept = dict(settings.get(self.ws, "signers") or {})
        for name, entry in self.signing.items():
            if entry.value() != usual.get(name):
                kept[name] = entry.value()
        settings.put(self.ws, "signers", kept)
        self.told.emit(_("Penanda tangan tersimpan. Berlaku mulai lembar berikut."))
