"""Impor & ekspor: a file is chosen, its columns are confirmed, its rows checked and taken in; and sheets go out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldapp.domain.roles import may
from fieldapp.language import _
from ui.exchange.export import ExportView
from ui.exchange.flow import ImportFlow
from ui.kit import Action, Button, Page, PageHeader, Tabs, column, frame, row

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

IMPORT, EXPORT = 0, 1


class ExchangePage(Page):
    """Page 13. Opened with ``path`` it reads that file, with ``batch`` it shows what undoing that import does, with ``export`` the other tab."""

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws, self.title = ws, _("Impor & ekspor")
        reason = "" if may(ws.user.role, "write", "import_batch", "general") else _("Peran Anda tidak mengambil lembar dari luar.")
        self.leave = Button(_("Batal"), hint="Esc", icon="x", run=lambda: self._part.leave())
        self.primary = Button("", "primary", icon="arrow-right", hint="Ctrl+Return", run=lambda: self._part.primary())
        self.header = PageHeader(self.title, actions=[self.leave, self.primary])
        self.tabs = Tabs([_("Impor"), _("Ekspor")], EXPORT if reason else IMPORT)
        self.flow, self.export = ImportFlow(ws, reason), ExportView(ws)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.flow)
        self.stack.addWidget(self.export)
        self._tabs_box = frame(row(self.tabs, margins=(24, 2, 24, 0)), "plain")
        self.setLayout(column(self.header, self._tabs_box, (self.stack, 1), spacing=0))
        self.tabs.changed.connect(self._show)
        for part in (self.flow, self.export):
            part.told.connect(self.toast)
            part.changed.connect(self._changed)
            part.go.connect(self.go)
        self._show(self.tabs.at)

    def opened(self, **context: object) -> None:
        """Show what the way here brought along, else what was left last."""
        if context.get("export"):
            self.tabs.choose(EXPORT)
            self.export.take_query(context.get("query"))
        elif path := str(context.get("path") or ""):
            self.tabs.choose(IMPORT)
            self.flow.take(path)
        elif batch := str(context.get("batch") or ""):
            self.tabs.choose(IMPORT)
            self.flow.show_undo(batch)
        self._part.opened()
        self._part.focus()

    @property
    def _part(self) -> ImportFlow | ExportView:
        return self.flow if self.tabs.at == IMPORT else self.export

    def _show(self, at: int) -> None:
        self.stack.setCurrentIndex(at)
        if self.isVisible():
            self._part.opened()
        self._changed()

    def _changed(self) -> None:
        told = self._part.heading()
        self.header.set_title(told.title, told.subtitle)
        self.leave.set_text(told.leave)
        self.leave.setVisible(bool(told.leave))
        self.primary.set_text(told.primary)
        self.primary.icon_name = told.icon
        self.primary.setVisible(bool(told.primary))
        self.primary.disable(told.reason)
        self.header.restyle()
        self.actions_changed.emit()

    def page_actions(self) -> list[Action]:
        """What can be done here."""
        tabs = [
            Action(_("Bagian Impor"), lambda: self._go_to(IMPORT), "Alt+I", "file-up"),
            Action(_("Bagian Ekspor"), lambda: self._go_to(EXPORT), "Alt+E", "file-down"),
        ]
        return [*self._part.acts(), *tabs]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is one step out; what runs is cancelled first."""
        if event.key() == Qt.Key.Key_Escape:
            self._part.leave()
        else:
            super().keyPressEvent(event)

    def _go_to(self, at: int) -> None:
        self.tabs.choose(at)
        self._part.focus()

    def regions(self) -> list[QWidget]:
        """The parts of the step in hand, then tabs and head."""
        return [part for part in (*self._part.regions(), self.tabs, self.header) if part.isVisibleTo(self)]

    def closed(self) -> bool:
        """What was chosen and corrected stays until another file is chosen."""
        return True
