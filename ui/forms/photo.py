"""Answers that are photos: taken in beside the window, shown small, refused with the reason in the frame."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from fieldapp.language import _
from fieldapp.problems import Problem
from ui.forms.control import Control
from ui.kit import Button, PhotoSlot, column, row
from ui.operation import Operation

_SMALL = 336


class Photos(Protocol):
    """Where photos are kept."""

    def take(self, path: Path) -> str:
        """Take a file in and return its id; raises PHOTO_UNREADABLE, PHOTO_TOO_LARGE, FILE_UNREADABLE, DISK_FULL."""

    def read(self, sha: str) -> bytes:
        """Return the JPEG of a photo; raises PHOTO_MISSING, PHOTO_DAMAGED."""


def ask_for_files(parent: QWidget) -> list[Path]:
    """Let the person pick photos with the system's own dialog."""
    names, _filter = QFileDialog.getOpenFileNames(parent, _("Pilih foto"), "", _("Foto (*.jpg *.jpeg *.png)"))
    return [Path(name) for name in names]


def small_image(content: bytes) -> QImage:
    """Return a photo small enough for a slot."""
    image = QImage.fromData(content)
    wide = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    return image.scaled(_SMALL, _SMALL, wide, Qt.TransformationMode.SmoothTransformation) if not image.isNull() else image


class _Slot(PhotoSlot):
    """A slot below its question: the question's words are spoken, the line below says what fits."""

    spoken = ""

    def _speak(self) -> None:
        state = _("ada") if not self.image.isNull() else _("belum ada")
        self.setAccessibleName(", ".join(part for part in (self.spoken, state, self.note) if part))
        self.setToolTip(self.note)

    def name(self, words: str) -> None:
        """Speak these words before the state."""
        self.spoken = words
        self._speak()


class PhotoControl(Control):
    """A photo slot. ``more(paths)``: further files picked at once, for the next slots; ``taken_away(sha)``: removed, can be given back."""

    more = Signal(list)
    taken_away = Signal(str)

    def __init__(self, photos: Photos | None, choose: Callable[[QWidget], list[Path]] = ask_for_files) -> None:
        self.slot = _Slot(_("JPEG atau PNG, paling besar 10 MB"), width=224, height=148)
        self.pick = Button(_("Pilih foto"), icon="image-plus", hint="Ctrl+I", height=32, run=self.ask)
        self.remove = Button(_("Hapus foto"), "link", hint="Del", height=32, run=self.take_away)
        widget = QWidget()
        widget.setLayout(row(self.slot, column(self.pick, self.remove, None, spacing=6), None, spacing=12))
        for button in (self.pick, self.remove):
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        super().__init__(widget, self.slot)
        widget.setFocusProxy(self.slot)
        self.photos, self.choose = photos, choose
        self.sha = ""
        self.slot.asked.connect(self.ask)
        self.slot.dropped.connect(lambda path: self.take([Path(path)]))
        self.slot.removed.connect(self.take_away)
        self.show_value(None)

    def name(self, words: str) -> None:
        """The slot is named with its state."""
        self.slot.name(words)

    def ask(self) -> None:
        """Let the person pick one or more files."""
        files = self.choose(self.widget)
        if files:
            self.take(files)

    def take(self, files: list[Path]) -> None:
        """Take the first file in here; hand the others on."""
        photos = self.photos
        if photos is None:
            self.slot.say(_("Saat formulir dicoba, foto tidak disimpan."), "warn")
            return
        self.slot.say(_("Menyimpan foto"), "muted")
        self.pick.busy(True)
        work = Operation(lambda _job: self._taken_in(photos, files[0]), self.widget)
        work.succeeded.connect(self._show_taken)
        work.failed.connect(self._refuse)
        work.crashed.connect(lambda code: self.slot.say(_("Ada yang keliru di program. Kode {code}.").format(code=code), "bad"))
        work.finished.connect(lambda: self.pick.busy(False))
        work.start()
        if files[1:]:
            self.more.emit(files[1:])

    @staticmethod
    def _taken_in(photos: Photos, path: Path) -> tuple[str, QImage]:
        sha = photos.take(path)
        return sha, small_image(photos.read(sha))

    def _show_taken(self, found: object) -> None:
        assert isinstance(found, tuple)
        self.sha, image = found
        self.slot.set_image(image)
        self.remove.show()
        self.given.emit(self.sha)

    def _refuse(self, problem: object) -> None:
        assert isinstance(problem, Problem)
        self.slot.say("")
        self.failed(problem.sentence)

    def failed(self, sentence: str) -> None:
        """Say why the file was refused; the answer stays what it was."""
        self.slot.say(_("Berkas tidak diambil"), "bad")
        self.refused.emit(sentence)

    def take_away(self) -> None:
        """Take the photo out of the answer."""
        if self.sha:
            self.taken_away.emit(self.sha)

    def show_value(self, value: object) -> None:
        """Show the photo with this id, read beside the window."""
        sha = str(value or "")
        self.remove.setVisible(bool(sha))
        if sha == self.sha and (sha or not self.slot.image.isNull()):
            return
        self.sha = sha
        self.slot.set_image(None)
        photos = self.photos
        if not sha or photos is None:
            return
        work = Operation(lambda _job: (sha, small_image(photos.read(sha))), self.widget)
        work.succeeded.connect(self._show_read)
        work.failed.connect(lambda problem: self.slot.say(problem.sentence, "info"))
        work.start()

    def _show_read(self, found: object) -> None:
        assert isinstance(found, tuple)
        sha, image = found
        if sha == self.sha:
            self.slot.set_image(image)
