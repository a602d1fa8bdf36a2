"""What stands beside the list when no difference is open: a refusal with its reason, a record's state, or that all is well."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldapp.language import _
from fieldapp.services.chips import RecordLine
from fieldapp.services.refusals import RefusedView
from ui.kit import Action, Banner, Button, Field, Label, StateChip, TextField, column, row, scrolled, wrapped


class RefusedPanel(QWidget):
    """A change the office did not take. ``retried()``, ``dropped()``, ``opened(household)``."""

    retried = Signal()
    dropped = Signal()
    opened = Signal(str)

    def __init__(self, view: RefusedView) -> None:
        super().__init__()
        self.view = view
        self.again = Button(_("Kirim lagi"), "primary", icon="send", hint="Ctrl+Return", run=self.retried.emit)
        self.rest = Button(_("Biarkan"), icon="archive", hint="Alt+B", run=self.dropped.emit)
        open_family = Button(_("Buka keluarga"), "link", run=lambda: self.opened.emit(view.household_id or ""))
        if not view.household_id:
            open_family.hide()
        lines = [row((Label(label, "muted"), 2), (Label(text, "small", wrap=True), 3)) for label, text in view.lines]
        told = _("Kirim lagi setelah sebabnya hilang. Biarkan menyimpan isinya tertutup di laptop ini dan mengambilnya dari daftar.")
        middle = column(
            Banner("bad", view.reason, _("Dicatat {when}").format(when=view.made_text)),
            *([Label(_("Yang tertulis"), "strong")] if lines else []),
            *lines,
            Label(told, "cap", wrap=True),
            None,
            spacing=10,
        )
        title = f"{view.subject}: {view.title}" if view.subject not in {"", "–"} else view.title
        foot = wrapped(open_family, self.rest, self.again, right=True)
        self.setLayout(column(Label(title, "h1", wrap=True), (scrolled(middle, title), 1), foot, spacing=10, margins=(18, 14, 18, 14)))

    def first_focus(self) -> QWidget:
        """Return where the keys go when the refusal is opened."""
        return self.again

    def acts(self) -> list[Action]:
        """Return what can be done by key."""
        return [
            Action(_("Kirim lagi"), self.retried.emit, "Ctrl+Return", "send"),
            Action(_("Biarkan"), self.dropped.emit, "Alt+B", "archive"),
        ]


def meaning(kind: str) -> str:
    """Return what a state means for the person."""
    return {
        "draft": _("Draf hanya ada di laptop ini dan tidak dikirim. Selesaikan kunjungannya agar dapat dikirim."),
        "here": _("Tersimpan di laptop ini dan menunggu dikirim. Akan dikirim pada sinkron berikut."),
        "received": _("Sudah diterima pusat. Rekan di wilayah yang sama dapat melihatnya setelah mereka sinkron."),
        "photo_later": _("Teksnya sudah dikirim atau akan dikirim lebih dahulu. Foto menyusul sesudahnya."),
    }.get(kind, "")


class RecordPanel(QWidget):
    """One record: where it is and what that means. ``opened(household)``, ``draft_opened(id)``."""

    opened = Signal(str)
    draft_opened = Signal(str)

    def __init__(self, line: RecordLine) -> None:
        super().__init__()
        self.line = line
        draft = line.kind == "draft"
        words = _("Lanjutkan kunjungan") if draft else _("Buka keluarga")
        self.open_button = Button(words, icon="arrow-right", hint="Enter", run=self.open)
        if not draft and not line.household_id:
            self.open_button.hide()
        chip = StateChip(line.state.word, line.state.chip_kind, line.state.icon)
        told = column(
            row((Label(line.title, "h1"), 1), chip),
            Label(line.caption, "muted"),
            Label(meaning(line.state.kind), "body", wrap=True),
            row(self.open_button, None),
            None,
            spacing=10,
            margins=(18, 14, 18, 14),
        )
        self.setLayout(column((scrolled(told, line.title), 1), spacing=0))

    def open(self) -> None:
        """Open the draft, or the family the record is about."""
        if self.line.kind == "draft":
            self.draft_opened.emit(self.line.key.removeprefix("draft:"))
        elif self.line.household_id:
            self.opened.emit(self.line.household_id)

    def first_focus(self) -> QWidget:
        """Return where the keys go when the record is opened."""
        return self.open_button

    def acts(self) -> list[Action]:
        """Return what can be done by key: nothing beyond the button."""
        return []


class JoinStrip(Banner):
    """Not enrolled yet: the address and a code bind this laptop to an office. ``wanted(code, url)``."""

    wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("soft", _("Daftarkan laptop ini ke pusat"), "", icon="cloud-off")
        self.url, self.code = (
            TextField("", placeholder="https://"),
            TextField("", placeholder=_("mis. ABCD-EFGH-JKMN"), enter_moves_on=False),
        )
        self.url_field = Field(_("Alamat pusat"), self.url, reserve=False)
        self.code_field = Field(_("Kode pendaftaran"), self.code, reserve=False)
        self.go = Button(_("Daftarkan"), "primary", icon="key-round", run=self._ask)
        self.told = Label("", "note", tint="bad", wrap=True)
        self.detail.setText(
            _("Semua catatan yang sudah ada tetap tersimpan dan dikirim pada sinkron pertama. Kode diberikan admin kabupaten.")
        )
        self.detail.show()
        fields = row((self.url_field, 3), (self.code_field, 3), column(None, self.go, spacing=0), spacing=10)
        self.told.hide()
        self.words.addSpacing(6)
        self.words.addLayout(column(fields, self.told, spacing=4))
        self.code.entered.connect(self._ask)

    def _ask(self) -> None:
        url, code = self.url.value().rstrip("/"), self.code.value()
        if not url or not code:
            self.show_problem(_("Isi alamat pusat dan kode pendaftaran."))
            return
        self.told.hide()
        self.wanted.emit(code, url if "://" in url else f"https://{url}")

    def show_problem(self, sentence: str) -> None:
        """Say why the laptop was not enrolled."""
        self.told.setText(sentence)
        self.told.show()
        (self.url if not self.url.value() else self.code).setFocus()
