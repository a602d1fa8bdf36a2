"""Everything about one pillar on one screen: four figures, the areas with the work there, the certificates, the states so far."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import date_medium, number
from fieldapp.language import _
from fieldapp.services.pillar_view import AreaLine, CertificateLine, PillarView, StatusLine, pillar_view
from fieldapp.services.workspace import Workspace
from ui import theme
from ui.households.beside import beside
from ui.kit import Banner, Button, Card, Cell, Column, DataTable, EmptyState, Label, PageHeader, StateChip, chip_cell, column, scrolled
from ui.kit.page import Action
from ui.kit.table import Cells
from ui.pillars.figures import PillarTiles
from ui.pillars.strips import CertificateStrip, StatusStrip, Strip

_MOST = 5  # rows of a table in sight; the others scroll


class PillarDetail(QWidget):
    """Header, strips, tiles, tables. ``go(page, context)`` opens another page; ``saved(id)`` when something was kept."""

    go = Signal(str, dict)
    told = Signal(str)
    changed = Signal()
    saved = Signal(str)

    def __init__(self, ws: Workspace, actions: list[Action]) -> None:
        super().__init__()
        self.ws = ws
        self.view: PillarView | None = None
        self._asked = 0
        self._actions = actions
        self.header = PageHeader("")
        self.status, self.paper = StatusStrip(ws), CertificateStrip(ws)
        self.tiles = PillarTiles()
        self.why = Banner("soft", "", icon="lock")
        self.note = Banner("soft", "", icon="file-text")
        self.areas = DataTable(
            _("Wilayah tugas"),
            [Column(_("Wilayah")), Column(_("Keluarga"), 90, right=True), Column(_("Bulan ini"), 90, right=True),
             Column(_("90 hari"), 80, right=True)],
            row_height=46,
        )  # fmt: skip
        self.papers = DataTable(
            _("Sertifikat"), [Column(_("Sertifikat")), Column(_("Berlaku"), 140), Column(_("Keadaan"), 170)], row_height=46
        )
        self.states = DataTable(_("Riwayat status"), [Column(_("Status"), 150), Column(_("Alasan dan pengganti"))], row_height=46)
        self.no_papers = Label("", "muted", wrap=True)
        self.own = Label("", "muted")
        self.more_papers = Button(_("Tambah sertifikat"), "link", icon="award", height=30)
        self.more_states = Button(_("Ubah status"), "link", icon="repeat", height=30)
        self.nothing = EmptyState("", icon="contact")
        self._build()
        self.clear("")

    def _build(self) -> None:
        areas = Card(_("Wilayah tugas dan kunjungan di sana"), right=[self.own], spacing=6).tight().add(self.areas)
        papers = Card(_("Sertifikat"), right=[self.more_papers], spacing=6).tight().add(self.papers)
        self.no_papers.setContentsMargins(15, 0, 12, 12)
        papers.add(self.no_papers)
        states = Card(_("Riwayat status"), right=[self.more_states], spacing=6).tight().add(self.states)
        parts = column(
            self.status, self.paper, self.why, self.note, self.tiles, areas, papers, states, None, spacing=10, margins=(20, 12, 20, 12)
        )
        self._body = scrolled(parts, _("Pilar"))
        self.setLayout(column(self.header, (self._body, 1), (self.nothing, 1), spacing=0))
        self.more_papers.clicked.connect(lambda _on=False: self.ask_certificate())
        self.more_states.clicked.connect(lambda _on=False: self.ask_status())
        for strip in (self.status, self.paper):
            strip.left.connect(self._focus_back)
            strip.saved.connect(self._strip_saved)
        self.tiles.sk.activated.connect(self._edit_sk)
        for tile, table in ((self.tiles.work, self.areas), (self.tiles.area, self.areas), (self.tiles.state, self.states)):
            tile.activated.connect(lambda table=table: table.setFocus(Qt.FocusReason.TabFocusReason))
        self.states.opened.connect(self._open_successor)

    # Reading

    @property
    def pillar_id(self) -> str:
        """The pillar shown, or ""."""
        return self.view.id if self.view else ""

    def clear(self, sentence: str) -> None:
        """Show no pillar, and say why."""
        self._asked += 1
        self.view = None
        self.close_strips()
        self.nothing.say(sentence)
        self._body.hide()
        self.header.hide()
        self.nothing.show()

    def show_pillar(self, pillar_id: str) -> None:
        """Read a pillar; what was shown stays until it is there."""
        self._asked += 1
        asked = self._asked
        beside(
            self,
            lambda: pillar_view(self.ws, pillar_id),
            lambda view: self._show(view) if asked == self._asked else None,
            self.told.emit,
        )

    def _show(self, view: PillarView) -> None:
        if view.id != self.pillar_id:
            self.close_strips()
        self.view = view
        self._show_header(view)
        self.tiles.show_pillar(view)
        self.why.say("soft", view.reason, icon="lock")
        self.why.setVisible(bool(view.reason))
        self.note.say("soft", _("Catatan"), view.note, icon="file-text")
        self.note.setVisible(bool(view.note))
        self._show_tables(view)
        self.nothing.hide()
        self.header.show()
        self._body.show()
        self.changed.emit()

    def _show_header(self, view: PillarView) -> None:
        nik = f"NIK {view.nik}" if view.nik else ""
        account = _("akun {name}").format(name=view.account) if view.account else ""
        self.header.set_title(view.name, " · ".join(part for part in (view.kind_name, view.phone, nik, account) if part))
        chips = [view.state_chip]
        chips += [view.record.chip] if view.record.kind in {"different", "refused"} else []
        self.header.set_chips([StateChip(chip.text, chip.kind, chip.icon) for chip in chips])
        # Who only reads sees one button; why it is off stands below, where it has room in every size.
        if view.reason:
            buttons = [Button.of(self._actions[-1])]
            buttons[0].disable(view.reason)
        else:
            buttons = [Button.of(action, "primary" if action is self._actions[-1] else "plain") for action in self._actions]
        self.header.set_actions(buttons)
        for button in (self.more_papers, self.more_states):
            button.setVisible(not view.reason)

    def _show_tables(self, view: PillarView) -> None:
        own = view.workload
        self.own.setText(
            _("lewat akunnya {month} bulan ini, {quarter} dalam 90 hari").format(
                month=number(own.own_month or 0), quarter=number(own.own_quarter or 0)
            )
            if own.own_month is not None
            else ""
        )
        self.areas.set_rows([_area_cells(area) for area in view.areas], [area.id for area in view.areas])
        self.papers.set_rows([_paper_cells(paper) for paper in view.certificates], [paper.id for paper in view.certificates])
        self.states.set_rows([_state_cells(line) for line in view.statuses], [line.id for line in view.statuses])
        self.papers.setVisible(bool(view.certificates))
        self.no_papers.setVisible(not view.certificates)
        self.no_papers.setText(_("Belum ada sertifikat.") if view.reason else _("Belum ada sertifikat. Alt T menambahkan yang pertama."))
        self._limit()

    def _limit(self) -> None:
        """Let each table end where it ends, and scroll by itself when it is long."""
        for table, count in self._lengths():
            row = table.verticalHeader().defaultSectionSize()
            head = theme.size(32) + 2
            table.setFixedHeight(head + row * max(min(count, _MOST), 1))

    def _lengths(self) -> list[tuple[DataTable, int]]:
        view = self.view
        if view is None:
            return []
        return [(self.areas, len(view.areas)), (self.papers, len(view.certificates)), (self.states, len(view.statuses))]

    def restyle(self) -> None:
        """Fit the tables to the new text size, once they have taken it."""
        QTimer.singleShot(0, self, self._limit)

    # What is done

    def focus_tables(self) -> None:
        """Put the keys on the areas."""
        self.areas.setFocus(Qt.FocusReason.TabFocusReason)

    def ask_status(self) -> None:
        """Ask for another state."""
        self._ask(self.status, self.paper)

    def ask_certificate(self) -> None:
        """Ask for one more certificate."""
        self._ask(self.paper, self.status)

    def _ask(self, strip: Strip, other: Strip) -> None:
        if self.view and self.view.reason:
            self.told.emit(self.view.reason)
        elif self.view:
            other.hide()
            strip.ask(self.view)
            self.changed.emit()

    def close_strips(self) -> None:
        """Close both strips without keeping."""
        self.status.hide()
        self.paper.hide()

    def open_strip(self) -> Strip | None:
        """Return the strip that is open."""
        return next((strip for strip in (self.status, self.paper) if not strip.isHidden()), None)

    def _focus_back(self) -> None:
        self.focus_tables()
        self.changed.emit()

    def _strip_saved(self, sentence: str) -> None:
        self.told.emit(sentence)
        self.saved.emit(self.pillar_id)

    def _edit_sk(self) -> None:
        if self.view and not self.view.reason:
            self.go.emit("pillar_form", {"pillar": self.view.id, "field": "sk_number"})

    def _open_successor(self, key: str) -> None:
        line = next((line for line in self.view.statuses if line.id == key), None) if self.view else None
        if line and line.successor_id:
            self.go.emit("pillars", {"pillar": line.successor_id})


def _area_cells(area: AreaLine) -> Cells:
    return [Cell(area.title, "strong", second=area.path), number(area.families), number(area.visits_month), number(area.visits_quarter)]


def _paper_cells(paper: CertificateLine) -> Cells:
    origin = " · ".join(part for part in (paper.number, paper.giver) if part)
    issued = date_medium(paper.issued_on) if paper.issued_on else "–"
    until = _("sampai {until}").format(until=date_medium(paper.expires_on)) if paper.expires_on else _("tanpa batas waktu")
    chip = chip_cell(paper.chip.text, paper.chip.kind, paper.chip.icon)
    return [Cell(paper.title, "strong", second=origin), Cell(issued, second=until), chip]


def _state_cells(line: StatusLine) -> Cells:
    follower = _("diganti {name}").format(name=line.successor) if line.successor else ""
    why = " · ".join(part for part in (line.reason, follower) if part)
    since = _("sejak {day}").format(day=date_medium(line.since))
    by = _("dicatat {name}").format(name=line.by_name) if line.by_name != "–" else ""
    return [Cell(line.state_name, "strong", second=since), Cell(why or "–", second=by)]
