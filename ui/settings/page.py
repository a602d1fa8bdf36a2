"""Pengaturan: sections at the left, one column at the right; every setting says what it changes, and takes effect at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldapp.language import _
from ui.kit import Action, Page, PageHeader, column, frame, row, scrolled
from ui.settings.about import About
from ui.settings.account import Account
from ui.settings.copies import Copies
from ui.settings.letter import Letter
from ui.settings.looks import Looks
from ui.settings.supplements import Supplements
from ui.sidelist import Side, SideList

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from ui.settings.parts import Section


class SettingsPage(Page):
    """Opened with ``section`` (looks, letter, supplements, copies, account, about). ``language_chosen(code)`` when the words are to change."""

    language_chosen = Signal(str)
    resized = Signal()

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws, self.title = ws, _("Pengaturan")
        self.looks, self.letter, self.copies, self.account, self.about = Looks(ws), Letter(ws), Copies(ws), Account(ws), About()
        self.supplements = Supplements(ws)
        self.sections: dict[str, Section] = {
            "looks": self.looks,
            "letter": self.letter,
            "supplements": self.supplements,
            "copies": self.copies,
            "account": self.account,
            "about": self.about,
        }
        icons = {
            "looks": "palette",
            "letter": "file-text",
            "supplements": "clipboard-list",
            "copies": "hard-drive-download",
            "account": "circle-user-round",
            "about": "info",
        }
        self.list = SideList(self.title, [Side(key, part.title, icons[key]) for key, part in self.sections.items()])
        self.header = PageHeader(self.title, _("Berlaku sekarang juga, di laptop ini saja"))
        self.stack = QStackedWidget()
        for part in self.sections.values():
            self.stack.addWidget(scrolled(row((column(part, None, spacing=0), 100), None, margins=(24, 14, 24, 24)), part.title))
        left = frame(column((self.list, 1), spacing=0, margins=(0, 12, 0, 12)), "pane", width=238)
        self.setLayout(column(self.header, (row(left, (self.stack, 1), spacing=0), 1), spacing=0))
        self.list.chosen.connect(self._show)
        self.looks.language_chosen.connect(self.language_chosen)
        self.looks.resized.connect(self.resized)
        for part in (self.letter, self.supplements, self.copies, self.account):
            part.told.connect(lambda sentence: self.toast.emit(sentence, None))

    def opened(self, **context: object) -> None:
        """Show the section asked for, or the one left last."""
        wanted = str(context.get("section") or "")
        if wanted in self.sections:
            self.list.choose(wanted)
        self._show(self.list.current)

    def _show(self, key: str) -> None:
        self.stack.setCurrentIndex(list(self.sections).index(key))
        self.sections[key].opened()

    def regions(self) -> list[QWidget]:
        """The sections, and the one shown."""
        return [self.list, self.stack]

    def page_actions(self) -> list[Action]:
        """One entry for each section."""
        icons = {
            "copies": "hard-drive-download",
            "letter": "file-text",
            "supplements": "clipboard-list",
            "looks": "palette",
            "account": "circle-user-round",
        }
        told = _("Pengaturan: {section}")
        return [
            Action(told.format(section=part.title), partial(self.list.choose, key), "", icons.get(key, "info"))
            for key, part in self.sections.items()
        ]
