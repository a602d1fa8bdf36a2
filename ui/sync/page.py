"""Sinkronisasi: four counts, the records behind them, and the one that needs a decision opened beside them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

from fieldapp.domain.written import number
from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services import differences, records, refusals
from fieldapp.services.chips import RecordLine
from fieldapp.services.records import Counts
from fieldapp.services.status import Status, status
from ui import theme
from ui.kit import (
    Action,
    Banner,
    Button,
    Card,
    Cell,
    Column,
    CountTile,
    DataTable,
    EmptyState,
    Page,
    PageHeader,
    Progress,
    Tiles,
    chip_cell,
    column,
    frame,
    row,
    scrolled,
    wrapped,
)
from ui.operation import Job, Operation
from ui.sync.difference import Decision, DifferencePanel
from ui.sync.panels import JoinStrip, RecordPanel, RefusedPanel
from ui.when import short_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldapp.services.workspace import Workspace
    from ui.sync.run import SyncRun

_LIMIT = 200
_LEAST_HEIGHT = 260  # pixels below which list and decision scroll with the page instead of shrinking
_KB, _MB = 1024, 1024 * 1024
FILTERS = ("here", "received", "needs_you", "photos")
Panel = DifferencePanel | RefusedPanel | RecordPanel


@dataclass(frozen=True, slots=True)
class Facts:
    """All the page shows, read at one moment."""

    counts: Counts
    status: Status
    lines: tuple[RecordLine, ...]


def bytes_written(size: int) -> str:
    """Write a size as "38 kB" or "2,1 MB"."""
    return f"{number(size / _MB, 1)} MB" if size >= _MB else f"{max(round(size / _KB), 1) if size else 0} kB"


class SyncPage(Page):
    """Page 07. Opened with ``key`` it shows that record."""

    def __init__(self, ws: Workspace, run: SyncRun) -> None:
        super().__init__()
        self.ws, self.run, self.title = ws, run, _("Sinkronisasi")
        self.only, self.unfinished = "", False
        self.facts: Facts | None = None
        self.panel: Panel | None = None
        self._wanted, self._loading = "", False
        self.sync_button = Button(_("Sinkronkan"), "primary", icon="refresh-cw", hint="F5", run=self.run.start)
        self.header = PageHeader(self.title, "", actions=[self.sync_button])
        self.tiles = {
            "here": CountTile("–", _("di laptop ini"), icon="hard-drive-download"),
            "received": CountTile("–", _("diterima pusat"), icon="cloud-check"),
            "needs_you": CountTile("–", _("perlu Anda"), icon="circle-alert"),
            "photos": CountTile("–", _("foto menunggu"), icon="image"),
        }
        self.problem = Banner("warn", "", button=Button(_("Sinkronkan lagi"), icon="refresh-cw", height=32, run=self.run.start))
        self.progress, self.join = Progress(_("Menghubungi pusat")), JoinStrip()
        self.progress_card = frame(row((self.progress, 1), margins=(16, 10, 12, 10)), "card")
        self.all_chip = Button(_("Semua"), "chip", height=26, run=lambda: self._show_unfinished(False))
        self.open_chip = Button(_("Belum selesai"), "chip", height=26, run=lambda: self._show_unfinished(True))
        self.table = DataTable(_("Catatan"), [Column(_("Catatan")), Column(_("Keadaan"), 158)], row_height=52)
        self.nothing = EmptyState("", icon="cloud-check")
        self.list_nothing = EmptyState("", icon="inbox")
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        card = Card(_("Catatan")).tight()
        card.add(frame(row(wrapped(self.open_chip, self.all_chip), margins=(15, 0, 10, 6))))
        self.list_stack, self.side = QStackedWidget(), QStackedWidget()
        for part in (self.table, self.list_nothing):
            self.list_stack.addWidget(part)
        card.add(self.list_stack, 1)
        self.side.addWidget(self.nothing)
        beside = frame(column((self.side, 1), spacing=0, margins=(1, 1, 1, 1)), "card")
        card.setMaximumWidth(theme.size(430))
        card.setMinimumWidth(280)
        tiles = Tiles(list(self.tiles.values()), least=205)
        both = frame(row((card, 3), (beside, 4), spacing=14))
        both.setMinimumHeight(_LEAST_HEIGHT)
        strips: tuple[QWidget, ...] = (self.problem, self.progress_card, self.join)
        for strip in strips:
            strip.hide()
        body = column(
            tiles,
            self.join,
            self.problem,
            self.progress_card,
            (both, 1),
            spacing=12,
            margins=(24, 14, 24, 14),
        )
        self.setLayout(column(self.header, (scrolled(body, self.title), 1), spacing=0))

    def _connect(self) -> None:
        for name, tile in self.tiles.items():
            tile.activated.connect(lambda chosen=name: self.filter(chosen))
        self.table.chosen.connect(self._show_record)
        self.table.opened.connect(self._open_record)
        self.run.began.connect(self._show_running)
        self.run.progressed.connect(self.progress.show_progress)
        self.run.ended.connect(lambda _good, _sentence: self.reload())
        self.progress.cancelled.connect(self.run.cancel)
        self.join.wanted.connect(self._enrol)

    # The page

    def opened(self, **context: object) -> None:
        """Show how things stand; ``key`` names the record to open."""
        self._wanted = str(context.get("key") or "")
        if context.get("only") in FILTERS:
            self.only = str(context["only"])
        self.reload()

    def regions(self) -> list[QWidget]:
        """The counts, the list, the decision."""
        first = self.panel.first_focus() if self.panel is not None else self.side
        return [self.table, first, self.tiles["here"]] if self.facts and self.facts.lines else [self.tiles["here"], self.sync_button]

    def page_actions(self) -> list[Action]:
        """Sync, the decision in hand, and the filters."""
        sync = Action(_("Sinkronkan"), self.run.start, "F5", "refresh-cw")
        stop = [Action(_("Hentikan sinkron"), self.run.cancel, "Esc", "x")] if self.run.running else []
        filters = [
            Action(_("Saring: {words}").format(words=self.tiles[name].words.text()), partial(self.filter, name), f"Alt+{at}")
            for at, name in enumerate(FILTERS, 1)
        ]
        return [sync, *stop, *(self.panel.acts() if self.panel is not None else []), *filters]

    def reload(self) -> None:
        """Read everything anew, beside the window."""
        if self._loading:
            return
        self._loading = True
        work = Operation(self._read, self)
        work.succeeded.connect(self._show)
        work.failed.connect(lambda problem: self.problem.say("bad", problem.sentence))
        work.finished.connect(self._loaded)
        work.start()

    def _loaded(self) -> None:
        self._loading = False

    def _read(self, _job: Job) -> Facts:
        only = {"here": "here", "received": "received", "needs_you": "needs_you", "photos": "here"}.get(self.only)
        lines = records.records(self.ws, only=only, limit=_LIMIT)  # type: ignore[arg-type]
        if self.only == "photos":
            lines = tuple(line for line in lines if line.state.kind == "photo_later")
        elif self.unfinished and not self.only:
            lines = tuple(line for line in lines if line.state.kind != "received")
        return Facts(records.counts(self.ws), status(self.ws), lines)

    def _show(self, facts: Facts) -> None:
        first, self.facts = self.facts is None, facts
        counts = facts.counts
        self.tiles["here"].set_count(number(counts.here), icon="hard-drive-download")
        self.tiles["received"].set_count(number(counts.received), kind="ok" if counts.received else "", icon="cloud-check")
        self.tiles["needs_you"].set_count(number(counts.needs_you), kind="bad" if counts.needs_you else "", icon="circle-alert")
        self.tiles["photos"].set_count(number(counts.photos_waiting), icon="image")
        for name, tile in self.tiles.items():
            tile.select(name == self.only)
        self.all_chip.setChecked(not self.unfinished and not self.only)
        self.open_chip.setChecked(self.unfinished and not self.only)
        self.header.set_title(self.title, self._subtitle(facts))
        self._show_strips(facts.status)
        self._show_lines(facts, first=first)

    def _subtitle(self, facts: Facts) -> str:
        last = facts.status.last_sync
        said = _("Sinkron terakhir {when}").format(when=short_moment(self.ws, last)) if last else _("Belum pernah sinkron")
        counts = facts.counts
        if not counts.bytes_waiting and not counts.photo_bytes_waiting:
            return said
        told = _("{said} · akan dikirim {text} teks, {photos} foto")
        return told.format(said=said, text=bytes_written(counts.bytes_waiting), photos=bytes_written(counts.photo_bytes_waiting))

    def _show_strips(self, now: Status) -> None:
        self.join.setVisible(not now.enrolled)
        self.sync_button.disable("" if now.enrolled else _("Daftarkan laptop ini dahulu"))
        self.progress_card.setVisible(self.run.running)
        self.sync_button.busy(self.run.running)
        told = now.sync_problem if now.enrolled and not self.run.running else None
        if told:
            self.problem.say("warn", told, _("Kalimat ini tinggal sampai sinkron berikutnya selesai."))
        self.problem.setVisible(bool(told))

    def _show_lines(self, facts: Facts, *, first: bool) -> None:
        self.table.set_rows(
            [
                (Cell(line.title, "strong", second=line.caption), chip_cell(line.state.word, line.state.chip_kind, line.state.icon))
                for line in facts.lines
            ],
            [line.key for line in facts.lines],
        )
        keys = [line.key for line in facts.lines]
        if keys and first and self.tiles["here"].hasFocus():
            self.table.setFocus()
        self.list_stack.setCurrentWidget(self.table if keys else self.list_nothing)
        self.list_nothing.say(self._why_empty(facts))
        wanted = self._wanted if self._wanted in keys else self.table.current() or (keys[0] if keys else "")
        self._wanted = ""
        if wanted:
            self.table.blockSignals(True)
            self.table.set_current(wanted)
            self.table.blockSignals(False)
        self._show_record(wanted)

    def _why_empty(self, facts: Facts) -> str:
        if self.only == "needs_you":
            return _("Belum ada isian berbeda. Yang baru muncul di sini setelah sinkron.")
        if self.only in {"here", "photos"}:
            return self._all_received(facts.status)
        return _("Belum ada catatan yang berjalan ke pusat. Yang Anda catat muncul di sini.")

    def _all_received(self, now: Status) -> str:
        if not now.enrolled:
            return _("Semua tersimpan di laptop ini. Setelah didaftarkan, catatan dikirim ke pusat.")
        when = short_moment(self.ws, now.last_sync)
        return _("Semua sudah diterima pusat, {when}").format(when=when) if when else _("Belum pernah sinkron. Tekan F5.")

    # The record beside the list

    def _line(self, key: str) -> RecordLine | None:
        return next((line for line in self.facts.lines if line.key == key), None) if self.facts else None

    def _show_record(self, key: str) -> None:
        """Open a record beside the list, or say that all is well."""
        line = self._line(key)
        old, self.panel = self.panel, None
        if line is not None:
            self.panel = self._panel_of(line)
        if self.panel is not None:
            self.side.addWidget(self.panel)
            self.side.setCurrentWidget(self.panel)
        elif self.facts is not None:
            self.nothing.say(self._all_received(self.facts.status))
            self.side.setCurrentWidget(self.nothing)
        if old is not None:
            self.side.removeWidget(old)
            old.deleteLater()
        self.sync_button.kind = "plain" if isinstance(self.panel, DifferencePanel | RefusedPanel) else "primary"
        self.sync_button.update()
        self.actions_changed.emit()

    def _panel_of(self, line: RecordLine) -> Panel | None:
        try:
            if line.kind == "difference":
                return self._difference(line)
            if line.kind == "refused":
                return self._refusal(line)
        except Problem as problem:
            self.problem.say("warn", problem.sentence)
            self.problem.show()
            return None
        made = RecordPanel(line)
        made.opened.connect(self._open_family)
        made.draft_opened.connect(lambda draft: self.go.emit("visits", {"draft": draft}))
        return made

    def _difference(self, line: RecordLine) -> DifferencePanel:
        assert self.facts is not None
        others = [found.key for found in self.facts.lines if found.kind == "difference"]
        made = DifferencePanel(differences.difference(self.ws, line.key), others.index(line.key) + 1, len(others))
        made.decided.connect(self._settle)
        made.opened.connect(self._open_family)
        made.stepped.connect(lambda by: self.table.set_current(others[(others.index(line.key) + by) % len(others)]))
        return made

    def _refusal(self, line: RecordLine) -> RefusedPanel:
        made = RefusedPanel(refusals.refused(self.ws, line.key))
        made.retried.connect(
            lambda: self._do(lambda: refusals.retry(self.ws, [line.key]), _("Dikirim lagi pada sinkron berikut. Tekan F5 untuk sekarang."))
        )
        made.dropped.connect(lambda: self._do(lambda: refusals.drop(self.ws, line.key), _("Diambil dari daftar. Isinya tetap tersimpan.")))
        made.opened.connect(self._open_family)
        return made

    def _open_record(self, key: str) -> None:
        if isinstance(self.panel, RecordPanel):
            self.panel.open()
        elif self.panel is not None and self._line(key) is not None:
            self.panel.first_focus().setFocus()

    def _open_family(self, household: str) -> None:
        if household:
            self.go.emit("households", {"household": household})

    # Acts

    def _settle(self, decision: Decision) -> None:
        def act() -> None:
            differences.settle(self.ws, decision.key, op=decision.op, value=decision.value, note=decision.note)

        self._do(act, _("Keputusan tersimpan. Berlaku di semua laptop setelah sinkron."))

    def _do(self, act: Callable[[], None], told: str) -> None:
        work = Operation(lambda _job: act(), self)
        work.succeeded.connect(lambda _none: self._done(told))
        work.failed.connect(lambda problem: self.toast.emit(problem.sentence, None))
        work.start()

    def _done(self, told: str) -> None:
        self.toast.emit(told, None)
        self.reload()

    def filter(self, name: str) -> None:
        """Show only what a count stands for; the same count again shows all."""
        self.only = "" if self.only == name else name
        self.reload()

    def _show_unfinished(self, on: bool) -> None:
        self.unfinished, self.only = on, ""
        self.reload()

    def _show_running(self) -> None:
        self.progress.show_progress(0, 0, self.run.text)
        self.problem.hide()
        self.progress_card.show()
        self.sync_button.busy(True)
        self.actions_changed.emit()

    def _enrol(self, code: str, url: str) -> None:
        def bind(_job: Job) -> None:
            from fieldapp.sync.enrol import join

            join(self.ws, code, url)

        self.join.go.busy(True)
        work = Operation(bind, self)
        work.succeeded.connect(lambda _none: self._enrolled())
        work.failed.connect(lambda problem: self.join.show_problem(problem.sentence))
        work.crashed.connect(lambda told: self.join.show_problem(_("Ada yang keliru di program. Kode {code}.").format(code=told)))
        work.finished.connect(lambda: self.join.go.busy(False))
        work.start()

    def _enrolled(self) -> None:
        self.toast.emit(_("Laptop ini terdaftar. Sinkron pertama dimulai."), None)
        self.reload()
        self.run.start()
