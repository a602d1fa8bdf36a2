"""What can be chosen about a paper: whom it is about, the sheet, its number, who signs, what goes on it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services import documents, settings, visits
from fieldapp.services.regions import my_villages
from fieldapp.services.settings import Signers
from ui.kit import Button, CheckField, ComboField, DateField, Field, Label, TextField, column, frame, row, scrolled
from ui.reports.making import RECAP, VISIT, Wish

if TYPE_CHECKING:
    from fieldapp.services.visits import VisitLine
    from fieldapp.services.workspace import Workspace

_NEWEST = 400
_SIGNING = ("officer_name", "officer_title", "officer_nip", "head_name", "head_title", "place")


class SignerFields(QWidget):
    """Who signs at the right and at the left; remembered for the next paper. ``changed()`` after each change."""

    changed = Signal()

    def __init__(self, now: Signers) -> None:
        super().__init__()
        self.before = now
        labels = {
            "officer_name": _("Petugas"),
            "officer_title": _("Jabatan petugas"),
            "officer_nip": _("NIP (boleh kosong)"),
            "head_name": _("Nama yang mengetahui"),
            "head_title": _("Jabatan yang mengetahui"),
            "place": _("Tempat"),
        }
        self.entries = {name: TextField(str(getattr(now, name))) for name in _SIGNING}
        fields = [Field(labels[name], entry, reserve=False) for name, entry in self.entries.items()]
        self.setLayout(column(*fields, spacing=8))
        for entry in self.entries.values():
            entry.committed.connect(lambda _text: self.changed.emit())

    def value(self) -> Signers:
        """Return who signs."""
        return Signers(**{name: entry.value() for name, entry in self.entries.items()})

    def show_signers(self, now: Signers) -> None:
        """Show other signers."""
        self.before = now
        for name, entry in self.entries.items():
            entry.set_value(str(getattr(now, name)))

    def written(self) -> dict[str, str]:
        """Return only what differs from what stood there, so that the head of another village is not overwritten."""
        now, before = asdict(self.value()), asdict(self.before)
        return {name: text for name, text in now.items() if text != before[name]}


class Options(QWidget):
    """322 px of choices. ``changed()`` after each; ``wish()`` is what they come to."""

    changed = Signal()

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws, self.report = ws, VISIT
        self.lines: tuple[VisitLine, ...] = ()
        self.title = Label("", "h1", wrap=True)
        self.household, self.visit = ComboField(), ComboField()
        self.region = ComboField()
        self.first, self.last = DateField(), DateField()
        self.paper = ComboField([("F4", "F4 (215 × 330)"), ("A4", "A4 (210 × 297)")], str(settings.get(ws, "paper")))
        self.orientation = ComboField([("landscape", _("Mendatar")), ("portrait", _("Tegak"))])
        self.number = TextField("")
        self.number_field = Field(_("Nomor surat"), self.number)
        self.next_number = Button(_("Pakai nomor berikut"), "link", height=26, run=self.take_next_number)
        self.signers = SignerFields(settings.signers(ws))
        self.signer_toggle = Button(_("Ubah penanda tangan"), "link", icon="pencil", height=30, run=self._toggle_signers)
        self.signer_line = Label("", "small", wrap=True)
        self.photos, self.working = CheckField(_("Foto"), True), CheckField(_("Cara hitung penilaian"), True)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self.household_field = Field(_("Keluarga"), self.household, reserve=False)
        self.visit_field = Field(_("Kunjungan"), self.visit, reserve=False)
        self.region_field = Field(_("Desa"), self.region, reserve=False)
        self.first_field = Field(_("Dari"), self.first, reserve=False)
        self.last_field = Field(_("Sampai"), self.last, reserve=False)
        self.orientation_field = Field(_("Arah"), self.orientation, reserve=False)
        self.contents = QWidget()
        self.contents.setLayout(column(Label(_("Isi"), "label"), self.photos, self.working, spacing=4))
        self.signers.hide()
        inside = column(
            self.title,
            self.household_field,
            self.visit_field,
            self.region_field,
            row((self.first_field, 1), (self.last_field, 1)),
            row((Field(_("Kertas"), self.paper, reserve=False), 1), (self.orientation_field, 1)),
            column(self.number_field, row(None, self.next_number), spacing=0),
            Label(_("Penanda tangan"), "label"),
            self.signer_line,
            row(self.signer_toggle, None),
            self.signers,
            self.contents,
            None,
            spacing=10,
            margins=(20, 14, 18, 14),
        )
        box = frame(column((scrolled(inside, _("Pilihan")), 1), spacing=0), width=322)
        self.setLayout(column((box, 1), spacing=0))

    def _connect(self) -> None:
        self.household.changed.connect(self._choose_household)
        for combo in (self.visit, self.paper, self.orientation):
            combo.changed.connect(lambda _value: self._tell())
        self.region.changed.connect(self._choose_region)
        for day in (self.first, self.last):
            day.changed.connect(lambda _day: self._tell())
        self.number.edited.connect(lambda _text: self._check_number())
        for box in (self.photos, self.working):
            box.changed.connect(lambda _on: self._tell())
        self.signers.changed.connect(self._keep_signers)

    # What there is to choose from

    def read(self) -> tuple[tuple[VisitLine, ...], str]:
        """Read the visits there are and the next free number; for an operation."""
        return visits.visit_list(self.ws, only="done", limit=_NEWEST), documents.next_number(self.ws, self.ws.today())

    def fill(self, lines: tuple[VisitLine, ...], number: str) -> None:
        """Offer these visits, newest first, and this number."""
        self.lines = lines
        before = self.household.value(), self.visit.value()
        families: dict[str, str] = {}
        for line in lines:
            families.setdefault(line.household_id, f"{line.name}, {line.place}")
        ordered = sorted(families.items(), key=lambda item: item[1].casefold())
        self.household.set_options(ordered, before[0] or (lines[0].household_id if lines else ""))
        self._fill_visits(before[1])
        villages = my_villages(self.ws)
        self.region.set_options([(found.id, found.name) for found in villages], self.region.value())
        if not self.number.value():
            self.number.set_value(number)
        self._check_number(tell=False)
        self._show_signers()

    def _fill_visits(self, wanted: str = "") -> None:
        own = [line for line in self.lines if line.household_id == self.household.value() and line.visit_id]
        told = [
            (line.visit_id or "", _("{day}, kunjungan ke-{n}").format(day=date_medium(line.done) if line.done else "–", n=len(own) - at))
            for at, line in enumerate(own)
        ]
        self.visit.set_options(told, wanted)

    def show_report(self, report: str, title: str) -> None:
        """Show the choices of another paper."""
        self.report = report
        self.title.setText(title)
        visit = report == VISIT
        for part in (self.household_field, self.visit_field, self.contents):
            part.setVisible(visit)
        for part in (self.region_field, self.first_field, self.last_field, self.orientation_field):
            part.setVisible(not visit)
        if self.first.day() is None and not visit:
            today = self.ws.today()
            self.first.set_day(date(today.year, 1, 1))
            self.last.set_day(today)
        self._show_signers()

    def choose(self, *, visit: str = "", household: str = "", region: str = "") -> None:
        """Choose what the way here brought along."""
        line = next((found for found in self.lines if found.visit_id == visit), None)
        if line is not None or household:
            self.household.set_value(line.household_id if line is not None else household)
            self._fill_visits(visit)
        elif visit:
            view = visits.visit_view(self.ws, visit)
            self.household.addItem(f"{view.household_name}, {view.place}", view.household_id)
            self.household.set_value(view.household_id)
            self.visit.set_options([(view.id, date_medium(view.visited_on))], view.id)
        if region:
            self.region.set_value(region)
        self._show_signers()

    # What was chosen

    def wish(self) -> Wish:
        """Return what the choices come to."""
        visit = self.report == VISIT
        first, last = self.first.day(), self.last.day()
        return Wish(
            report=self.report,
            subject=self.visit.value() if visit else self.region.value(),
            paper=self.paper.value(),
            orientation="portrait" if visit else self.orientation.value(),
            number=self.number.value(),
            with_photos=self.photos.value(),
            with_working=self.working.value(),
            signers=self.signers.value(),
            period=(first, last) if first and last and not visit else None,
        )

    def _choose_household(self, _household: str) -> None:
        self._fill_visits()
        self._show_signers()
        self._tell()

    def _choose_region(self, _region: str) -> None:
        self._show_signers()
        self._tell()

    def _region(self) -> str | None:
        if self.report == RECAP:
            return self.region.value() or None
        line = next((found for found in self.lines if found.household_id == self.household.value()), None)
        if line is None:
            return None
        return next((found.id for found in my_villages(self.ws) if found.name == line.village), None)

    def _show_signers(self) -> None:
        now = settings.signers(self.ws, self._region())
        self.signers.show_signers(now)
        head = now.head_name or now.head_title
        self.signer_line.setText(_("{officer}; mengetahui {head}").format(officer=now.officer_name, head=head or "–"))

    def _keep_signers(self) -> None:
        kept = settings.get(self.ws, "signers") or {}
        settings.put(self.ws, "signers", {**kept, **self.signers.written()})
        self._tell()

    def _toggle_signers(self) -> None:
        self.signers.setVisible(not self.signers.isVisible())
        if self.signers.isVisible():
            self.signers.entries["officer_name"].setFocus()

    def _check_number(self, *, tell: bool = True) -> None:
        typed = self.number.value()
        if not typed:
            self.number_field.set_note(_("Nomor surat belum diisi"), "warn")
        elif documents.number_taken(self.ws, typed):
            self.number_field.set_note(_("Nomor ini sudah dipakai"), "warn")
        else:
            following = typed == documents.next_number(self.ws, self.ws.today())
            self.number_field.set_note(_("Nomor berikut yang belum terpakai") if following else _("Belum terpakai di laptop ini"), "ok")
        self.next_number.setVisible(self.number_field.state == "warn")
        if tell:
            self._tell()

    def take_next_number(self) -> None:
        """Take the next number not used on this laptop."""
        self.number.set_value(documents.next_number(self.ws, self.ws.today()))
        self._check_number()

    def _tell(self) -> None:
        self.changed.emit()
