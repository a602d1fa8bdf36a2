"""Tentang: which Pilar this is, and whose work it stands on."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, metadata

from PySide6.QtCore import qVersion

from fieldapp import __version__
from fieldapp.language import _
from ui.kit import Column, DataTable
from ui.settings.parts import Section

_SHIPPED = (
    "PySide6-Essentials",
    "SQLAlchemy",
    "sqlcipher3",
    "PyNaCl",
    "reportlab",
    "pypdfium2",
    "httpx",
    "pillow",
    "platformdirs",
    "python-lucide",
    "font-source-sans-pro",
    "babel",
)


def licences() -> list[tuple[str, str, str]]:
    """Return name, version and licence of the libraries that are installed."""
    found = []
    for name in _SHIPPED:
        try:
            told = metadata(name)
        except PackageNotFoundError:
            continue
        held = told.json
        classifiers = held.get("classifier") or ()
        classified = next((line.rpartition("::")[2].strip() for line in classifiers if line.startswith("License ::")), "")
        licence = held.get("license_expression") or classified or held.get("license") or "–"
        found.append((name, str(held["version"]), str(licence).splitlines()[0][:60]))
    return found


class About(Section):
    """The version and the licences."""

    def __init__(self) -> None:
        super().__init__()
        self.title = _("Tentang")
        told = _("Versi {version}. Qt {qt}. Semua data di laptop ini tersandi; tidak ada yang dikirim selain ke pusat Anda.")
        self.add_setting("Pilar", told.format(version=__version__, qt=qVersion()))
        self.table = DataTable(_("Pustaka dan lisensi"), [Column(_("Pustaka"), 200), Column(_("Versi"), 110), Column(_("Lisensi"))])
        self.add_setting(
            _("Pustaka dan lisensi"),
            _("Pilar berdiri di atas karya orang lain. Naskah lisensi lengkap ada di berkas NOTICE."),
            self.table,
        )

    def opened(self) -> None:
        """List the libraries, once."""
        if self.table.natural_height() < 100:
            self.table.set_rows(licences())
            self.table.setFixedHeight(min(self.table.natural_height(), 470))
