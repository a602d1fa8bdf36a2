"""A finished visit to read: what was seen and agreed, the photos, every answer in words, the scores with their working."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services.visits import AnswerLine, AssessmentView, VisitView
from ui import theme
from ui.forms.working import KINDS, lines_of
from ui.kit import Card, Label, StateChip, WorkingPanel, column, row
from ui.visits.kept_photos import KeptPhotos
from ui.visits.thumbnails import Thumbnails

_WIDEST = 860


class _Pair(QWidget):
    """A question and its answer side by side, each as high as it needs."""

    def __init__(self, label: str, text: str, number: str = "", *, shares: tuple[int, int] = (2, 3)) -> None:
        super().__init__()
        words = f"{number}  {label}" if number else label
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        self.label, self.text = Label(words, "small", tint="muted", wrap=True, side=top), Label(text, "body", wrap=True, side=top)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setLayout(row((self.label, shares[0]), (self.text, shares[1]), spacing=16))
        self.setAccessibleName(f"{words}: {text}")


def answers(lines: tuple[AnswerLine, ...]) -> list[QWidget]:
    """Return the parts that show answers, section by section."""
    parts: list[QWidget] = []
    for section, found in groupby(lines, lambda line: line.section):
        if section:
            parts.append(Label(section, "strong", wrap=True))
        parts += [_Pair(line.label, line.text, line.number) for line in found]
    return parts


class VisitReading(QWidget):
    """A visit from top to bottom; ``opened_photo(n)`` when a photo is to be seen large."""

    opened_photo = Signal(int)

    def __init__(self, view: VisitView, photos: KeptPhotos) -> None:
        super().__init__()
        self.view = view
        self.photos = Thumbnails(view.photos, photos)
        self.photos.opened.connect(self.opened_photo)
        parts: list[QWidget] = [self._facts()]
        if view.photos:
            parts.append(Card(_("Foto"), icon="camera", right=[Label(str(len(view.photos)), "cap")]).add(self.photos))
        parts += [self._assessment(found) for found in view.assessments]
        if view.lines:
            parts.append(self._answers(view.form_title, view.lines))
        self.setLayout(column(*parts, None, spacing=12, margins=(24, 16, 24, 16)))
        self.restyle()

    def restyle(self) -> None:
        """Keep lines short enough to read."""
        self.setMaximumWidth(theme.size(_WIDEST) + 48)

    def _facts(self) -> Card:
        view = self.view
        card = Card(_("Hasil kunjungan"), icon="clipboard-list")
        pairs = (
            (_("Tempat"), ", ".join(part for part in (view.place, view.address, view.village) if part)),
            (_("Yang ditemui"), view.met_name),
            (_("Ringkasan"), view.summary),
            (_("Tindak lanjut"), view.follow_up),
            (_("Kunjungan berikut"), date_medium(view.next_on) if view.next_on else ""),
            (_("Kode"), view.code),
        )
        for label, text in pairs:
            if text:
                card.add(_Pair(label, text, shares=(1, 3)))
        return card

    def _answers(self, title: str, lines: tuple[AnswerLine, ...]) -> Card:
        card = Card(title or _("Isian"), icon="list-checks")
        for part in answers(lines):
            card.add(part)
        return card

    def _assessment(self, found: AssessmentView) -> Card:
        card = Card(found.form_title, icon="house", right=[StateChip(_("Indikatif"), "info")] if found.verdict else [])
        if found.verdict:
            panel = WorkingPanel()
            lines = [type(line)(line.kind, line.title, line.text, line.rule) for line in lines_of({"lines": found.lines})]
            panel.show_working(found.verdict, found.summary, KINDS.get(found.kind, "warn"), lines)
            card.add(panel)
        if found.note:
            card.add(Label(found.note, "small", wrap=True))
        for part in answers(found.answers):
            card.add(part)
        return card
