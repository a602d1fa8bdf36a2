"""The second step of an import: what the file is, for which village, and in any other table which column holds what."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from fieldapp.domain.written import date_long, number
from fieldapp.exchange.days import DMY
from fieldapp.exchange.formats import OTHER
from fieldapp.exchange.mapping import guess_page
from fieldapp.language import _
from fieldapp.services.regions import my_villages
from ui import theme
from ui.exchange.intake import Wish, with_column
from ui.exchange.rows import masked
from ui.exchange.words import certainty_chip, format_title, targets
from ui.kit import Banner, Card, ComboField, Field, Label, Progress, StateChip, column, empty, field_grid, grid, scrolled

if TYPE_CHECKING:
    from fieldapp.exchange.book import Page
    from fieldapp.exchange.importing import Opened
    from fieldapp.exchange.mapping import Guess
    from fieldapp.services.workspace import Workspace

MDY = "mdy"
SAMPLES = 3
MOST = 120  # columns of a table that can be given a target; sheets of instruments are recognised instead
_LISTS = ("bantuan", "rtm", "tambahan")


class ColumnsPane(QWidget):
    """``changed()`` after each choice; :meth:`wish` says how the file is to be read."""

    changed = Signal()
    cancelled = Signal()

    def __init__(self, ws: Workspace) -> None:
        super().__init__()
        self.ws = ws
        self.opened: Opened | None = None
        self.guess: Guess | None = None
        self.combos: list[ComboField] = []
        self.chips: list[StateChip] = []
        self._by_hand: set[int] = set()
        self.known, self.trouble, self.notes = Banner("ok", ""), Banner("bad", ""), Banner("soft", "")
        self.progress = Progress(_("Memeriksa setiap baris"))
        self.progress.hide()
        self.progress.cancelled.connect(self.cancelled)
        self.format, self.village = Field(_("Dibaca sebagai"), ComboField(), reserve=False), Field(_("Desa"), ComboField(), reserve=False)
        self.sheet, self.order = (
            Field(_("Lembar di berkas"), ComboField(), reserve=False),
            Field(_("Tanggal angka dibaca"), ComboField(), reserve=False),
        )
        self.rest = Label("", "cap", wrap=True)
        self.holder = QFrame()
        self.card = Card(_("Kolom lembar dan isinya di Pilar"), icon="columns-3", spacing=8)
        self.card.add(self.rest).add(self.holder)
        self._arrange()

    def _arrange(self) -> None:
        top = Card(_("Berkas"), icon="file-spreadsheet", spacing=8)
        top.add(field_grid([[self.format, self.village], [self.order, self.sheet]], [1, 1]))
        body = column(self.trouble, self.progress, self.known, self.notes, top, self.card, None, spacing=10, margins=(24, 10, 24, 16))
        self.setLayout(column((scrolled(body, _("Kolom")), 1), spacing=0))
        for field in (self.format, self.sheet, self.order, self.village):
            combo = field.entry
            assert isinstance(combo, ComboField)
            combo.changed.connect(partial(self._chose, field))

    def _combo(self, field: Field) -> ComboField:
        assert isinstance(field.entry, ComboField)
        return field.entry

    # What is shown

    def show_file(self, opened: Opened) -> None:
        """Show a file that was read, with everything as it was guessed or remembered."""
        self.opened, self.guess = opened, opened.guess
        self._by_hand = set()
        certainty = next((sure for of, sure in opened.formats if of.name == opened.likest.name), 0.0)
        options = [
            (of.name, _("{format} ({percent} %)").format(format=of.title, percent=round(sure * 100)))
            for of, sure in opened.formats
            if of.name != OTHER
        ]
        self._combo(self.format).set_options([*options, (OTHER, format_title(OTHER))], opened.likest.name)
        self._combo(self.order).set_options([(DMY, _("hari/bulan/tahun")), (MDY, _("bulan/hari/tahun"))], opened.guess.mapping.date_order)
        pages = [page for page in opened.book.pages if page.lines]
        self._combo(self.sheet).set_options([(page.name, _page_words(page)) for page in pages], opened.guess.mapping.sheet)
        villages = [(card.id, f"{card.name} ({card.id})") for card in my_villages(self.ws)]
        first = [("", _("Pilih desa, atau menurut kolom Desa"))] if len(villages) != 1 else []
        self._combo(self.village).set_options([*first, *villages], villages[0][0] if len(villages) == 1 else "")
        self.notes.say("soft", " ".join(opened.notes))
        self.notes.setVisible(bool(opened.notes))
        self.trouble.hide()
        self._say_known(certainty)
        self._show_columns()

    def _say_known(self, certainty: float) -> None:
        opened = self.opened
        assert opened is not None
        if opened.likest.name != OTHER:
            words = _("Dikenali: {format}, {percent} % pasti").format(format=opened.likest.title, percent=round(certainty * 100))
            self.known.say("ok", words, _("Kolomnya sudah diketahui, tidak ada yang perlu dipilih."))
        elif opened.remembered:
            day = opened.remembered_on
            words = _("Kolom seperti {day}").format(day=date_long(day)) if day else _("Kolom seperti impor terakhir dengan judul yang sama")
            self.known.say("ok", words, _("Diingat dari judul kolomnya. Periksa sebentar, lalu lanjut."), icon="history")
        else:
            unsure = sum(
                bool(field) and sure < 1 for (_h, field), sure in zip(opened.guess.mapping.columns, opened.guess.certainty, strict=True)
            )
            self.known.say(
                "soft", _("Tabel ini belum dikenal"), _("Kolomnya diduga dari judul, {count} perlu dilihat.").format(count=unsure)
            )

    def _show_columns(self) -> None:
        """Show the columns of any other table; the formats that are known need none."""
        opened, guess = self.opened, self.guess
        if opened is None or guess is None:
            return
        other = self.name == OTHER
        self.card.setVisible(other)
        self.order.setVisible(other)
        self.sheet.setVisible(other and self._combo(self.sheet).count() > 1)
        self.village.setVisible(self.name not in _LISTS)
        if not other:
            return
        page = next(page for page in opened.book.pages if page.name == guess.mapping.sheet)
        lines = [line for line in page.lines if line.number > guess.mapping.header_row][:SAMPLES]
        self.combos, self.chips = [], []
        rows: list[list[QWidget]] = [[Label(text, "cap") for text in (_("Judul di lembar"), _("Isinya"), _("Dugaan"), _("Contoh"))]]
        for at, (heading, field) in enumerate(guess.mapping.columns[:MOST]):
            samples = " · ".join(masked(text) for text in (line.text(at) for line in lines) if text)
            if heading or samples:
                rows.append(self._column(at, heading or _("tanpa judul"), field, samples))
        old = self.holder.layout()
        if old is not None:
            empty(old)
            QWidget().setLayout(old)
        self.holder.setLayout(grid(rows, [4, 5, 3, 6], across=14, down=8))
        self.restyle()
        self._show_targets()

    def restyle(self) -> None:
        """Leave the guesses room for their words at the text size in use."""
        layout = self.holder.layout()
        if isinstance(layout, QGridLayout):
            layout.setColumnMinimumWidth(2, theme.size(118))

    def _column(self, at: int, heading: str, field: str, samples: str) -> list[QWidget]:
        combo, chip = ComboField(targets(), field), StateChip("")
        combo.setAccessibleName(_("Isi kolom {heading}, mis. {samples}").format(heading=heading, samples=samples or "–"))
        combo.setProperty("column", at)
        combo.changed.connect(partial(self._give, at))
        self.combos.append(combo)
        self.chips.append(chip)
        return [Label(heading, "strong"), combo, chip, Label(samples, "muted")]

    def _show_targets(self) -> None:
        guess = self.guess
        assert guess is not None
        for combo, chip in zip(self.combos, self.chips, strict=True):
            at = int(combo.property("column"))
            field = guess.mapping.columns[at][1]
            combo.set_value(field)
            chip.set(*certainty_chip(field, guess.certainty[at], chosen=at in self._by_hand))
        used = sum(bool(field) for _heading, field in guess.mapping.columns)
        self.rest.setText(
            _(
                "{used} dari {all} kolom dipakai. Yang tidak dipakai tetap disimpan pada warganya sebagai kolom lain, agar tidak hilang."
            ).format(used=used, all=sum(bool(heading) for heading, _field in guess.mapping.columns))
        )

    # What is chosen

    @property
    def name(self) -> str:
        """The format the file is to be read as."""
        return self._combo(self.format).value()

    def _chose(self, field: Field, value: str) -> None:
        opened, guess = self.opened, self.guess
        assert opened is not None
        assert guess is not None
        if field is self.sheet and value != guess.mapping.sheet:
            self.guess = guess_page(next(page for page in opened.book.pages if page.name == value))
            self._by_hand = set()
        if field in (self.sheet, self.format):
            self._show_columns()
        self.trouble.hide()
        self.changed.emit()

    def _give(self, at: int, field: str) -> None:
        guess = self.guess
        assert guess is not None
        self.guess = replace(guess, mapping=with_column(guess.mapping, at, field))
        self._by_hand.add(at)
        self._show_targets()
        self.trouble.hide()
        self.changed.emit()

    def wish(self) -> Wish:
        """Return how the file is to be read."""
        assert self.guess is not None
        region = self._combo(self.village).value() if self.village.isVisibleTo(self) else ""
        return Wish(self.name, region, replace(self.guess.mapping, date_order=self._combo(self.order).value() or DMY))

    def say_trouble(self, sentence: str) -> None:
        """Say why the file cannot be read as it was chosen."""
        self.trouble.say("bad", sentence)
        self.trouble.setVisible(bool(sentence))

    def checking(self, *, on: bool) -> None:
        """Show that the rows are being checked."""
        self.progress.setVisible(on)

    def focus(self) -> None:
        """Put the keys where something is still to be chosen: the village, else the format."""
        unsaid = self.village.isVisibleTo(self) and not self._combo(self.village).value()
        (self.village if unsaid else self.format).entry.setFocus(Qt.FocusReason.TabFocusReason)

    def missing(self) -> str:
        """Say what must still be chosen before the rows can be checked; "" when nothing."""
        guess = self.guess
        fields = {field for _heading, field in guess.mapping.columns} if guess else set()
        if self.name in _LISTS or self._combo(self.village).value() or (self.name == OTHER and "village" in fields):
            return ""
        return _("Pilih desa lembar ini.")


def _page_words(page: Page) -> str:
    return _("{name}, {count} baris").format(name=page.name, count=number(len(page.lines)))
