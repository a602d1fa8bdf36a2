"""The last step of an import: what came in, what stayed out, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import number
from fieldapp.language import _
from ui.kit import Action, Banner, Button, Card, Label, Tile, Tiles, column, scrolled, wrapped

if TYPE_CHECKING:
    from fieldapp.services.imports import Imported


class DonePane(QWidget):
    """``undo_wanted(batch id)``, ``write_wanted()``, ``again()`` for another file."""

    undo_wanted = Signal(str)
    write_wanted = Signal()
    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.done: Imported | None = None
        self.told = Banner("ok", "")
        self.persons, self.families = Tile(_("Orang baru")), Tile(_("Keluarga baru"))
        self.changed, self.left = Tile(_("Catatan diubah")), Tile(_("Tidak ikut"))
        self.more = Label("", "small", wrap=True)
        self.another = Button(_("Impor berkas lain"), "primary", icon="file-up", hint="Ctrl+O", run=self.again.emit)
        self.write = Button(_("Simpan lembar beralasan"), icon="file-text", hint="Ctrl+S", run=self.write_wanted.emit)
        self.undo = Button(_("Batalkan impor ini"), icon="undo-2", hint="Alt+B", run=self._undo)
        card = Card(_("Yang terjadi"), icon="list-checks")
        card.add(self.more)
        acts = wrapped(self.another, self.write, self.undo, right=True)
        tiles = Tiles([self.persons, self.families, self.changed, self.left])
        self.setLayout(
            column(
                (scrolled(column(self.told, tiles, card, acts, None, spacing=12, margins=(24, 10, 24, 16)), _("Hasil impor")), 1), spacing=0
            )
        )

    def show_done(self, done: Imported, *, left: int) -> None:
        """Show what came of an import; ``left`` rows were wrong or waited, and can be written back with their reasons."""
        self.done = done
        if done.batch_id:
            what = _("{count} baris baru tersimpan di laptop ini").format(count=number(done.kept))
            detail = _("Terkirim ke pusat pada sinkron berikut. Dapat dibatalkan seluruhnya selama 90 hari.")
            self.told.say("ok", what, detail)
        else:
            self.told.say(
                "soft", _("Tidak ada yang baru di lembar ini"), _("Semuanya sudah ada di sini, tidak ada yang disimpan dua kali.")
            )
        self.persons.show_figure(number(done.persons + done.added_members))
        self.families.show_figure(number(done.households))
        self.changed.show_figure(number(done.changed))
        self.left.show_figure(number(left), kind="warn" if left else "", icon="circle-alert" if left else "")
        self.more.setText(" ".join(_sentences(done)) or _("Tidak ada catatan lama yang disentuh."))
        self.undo.setVisible(bool(done.batch_id))
        self.write.setVisible(left > 0)
        self.another.setFocus(Qt.FocusReason.TabFocusReason)

    def _undo(self) -> None:
        if self.done and self.done.batch_id:
            self.undo_wanted.emit(self.done.batch_id)

    def acts(self) -> list[Action]:
        """Return what can be done by key."""
        acts = [Action(_("Impor berkas lain"), self.again.emit, "Ctrl+O", "file-up")]
        if self.done and self.done.batch_id:
            acts.append(Action(_("Batalkan impor ini"), self._undo, "Alt+B", "undo-2"))
        return acts


def _sentences(done: Imported) -> list[str]:
    counts = (
        (done.known_persons, _("{count} orang sudah ada di sini dan tidak dibuat lagi.")), (done.added_members, _("{count} anggota baru masuk ke keluarga yang ada.")),
        (done.waiting, _("{count} baris menunggu keputusan, mirip warga yang ada.")), (done.answers, _("{count} jawaban kuesioner disimpan.")),
        (done.enrolments, _("{count} peserta program disimpan.")), (done.dwellings, _("{count} rumah dihuni bersama.")),
        (done.wrong, _("{count} baris keliru tidak ikut.")),
    )  # fmt: skip
    return [sentence.format(count=number(count)) for count, sentence in counts if count]
