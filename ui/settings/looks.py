"""Tampilan: theme, text size and language, each at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldapp import language
from fieldapp.language import _
from fieldapp.services import settings
from ui import theme
from ui.kit import CodeChoice
from ui.settings.parts import Section
from ui.theme import change

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace


class Looks(Section):
    """``language_chosen(code)`` when the words are to change; ``resized()`` when the text size did."""

    language_chosen = Signal(str)
    resized = Signal()

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws, self.title = ws, _("Tampilan")
        self.theme = CodeChoice(
            [(theme.LIGHT, _("Terang")), (theme.DARK, _("Gelap")), (theme.HIGH_CONTRAST, _("Kontras tinggi"))], columns=3, advance=False
        )
        self.scale = CodeChoice([(str(round(scale * 100)), f"{scale * 100:.0f} %") for scale in theme.SCALES], columns=4, advance=False)
        self.language = CodeChoice([("id", "Indonesia"), ("en", "English")], columns=2, advance=False)
        self.add_setting(
            _("Tema"), _("Mengubah warna semua halaman sekarang juga. Kontras tinggi untuk layar redup atau mata lelah."), self.theme
        )
        self.add_setting(
            _("Ukuran huruf"), _("Memperbesar huruf, baris dan gambar kecil bersama-sama. Ctrl + dan Ctrl − di mana saja."), self.scale
        )
        self.add_setting(
            _("Bahasa"),
            _("Mengubah kata di jendela dan di kertas sekarang juga, tanpa mulai ulang. Isian Anda tidak diterjemahkan."),
            self.language,
        )
        self.theme.changed.connect(self._choose_theme)
        self.scale.changed.connect(self._choose_scale)
        self.language.changed.connect(self._choose_language)

    def opened(self) -> None:
        """Show what is in use."""
        self.theme.set_value(theme.mode())
        self.scale.set_value(str(round(theme.scale() * 100)))
        self.language.set_value(language.current())

    def _choose_theme(self) -> None:
        settings.put(self.ws, "theme", self.theme.value())
        change.apply(mode=self.theme.value())

    def _choose_scale(self) -> None:
        settings.put(self.ws, "text_scale", int(self.scale.value()))
        change.apply(scale=int(self.scale.value()) / 100)
        self.resized.emit()

    def _choose_language(self) -> None:
        if self.language.value() != language.current():
            settings.put(self.ws, "language", self.language.value())
            self.language_chosen.emit(self.language.value())
