"""What the dry run says about the rows it shows, by which of the four counts they belong to."""

from __future__ import annotations

from fieldapp.domain.written import number
from fieldapp.language import _
from ui.exchange.rows import DOUBTS, KNOWN, READY, WRONG

KINDS = {READY: "ok", KNOWN: "info", DOUBTS: "warn", WRONG: "bad"}
ICONS = {READY: "circle-check", KNOWN: "users", DOUBTS: "copy", WRONG: "circle-alert"}


def label(show: str) -> str:
    """Return the words beside a count."""
    return {READY: _("siap diimpor"), KNOWN: _("sudah ada"), DOUBTS: _("mungkin ganda"), WRONG: _("perlu diperbaiki")}[show]


def title(show: str, count: int) -> str:
    """Return the title above the rows."""
    return {
        READY: _("{count} keluarga dengan orang baru"), KNOWN: _("{count} isian berbeda dari yang di sini"), DOUBTS: _("{count} baris mirip warga di sini"),
        WRONG: _("{count} baris tidak ikut diimpor"),
    }[show].format(count=number(count))  # fmt: skip


def hint(show: str, waits: int) -> str:
    """Return what can be done with the rows; ``waits`` of the wrong ones only wait for someone of their family."""
    if show == WRONG and waits:
        return _("Enter memperbaiki, F8 berikutnya. {count} di antaranya benar, tetapi menunggu anggota keluarganya.").format(
            count=number(waits)
        )
    return {
        READY: _("Keluarga masuk utuh atau tidak sama sekali."), KNOWN: _("Yang boleh diubah dipilih di kanan (F6)."),
        DOUBTS: _("Enter ke keputusan di kanan, F8 berikutnya."), WRONG: _("Enter memperbaiki, F8 berikutnya."),
    }[show]  # fmt: skip


def nothing(show: str) -> str:
    """Return what is said where there is no row."""
    return {
        READY: _("Tidak ada orang baru di lembar ini."), KNOWN: _("Yang sudah ada di sini sama isinya dengan lembar."),
        DOUBTS: _("Tidak ada baris yang mirip warga di sini."), WRONG: _("Tidak ada baris keliru."),
    }[show]  # fmt: skip
