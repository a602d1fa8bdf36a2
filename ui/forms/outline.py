"""The sections at the left: how far the filling is, and what is missing or wrong where."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from fieldapp.forms import Progress
from fieldapp.language import _
from ui import theme
from ui.forms.filling import Filling
from ui.forms.places import Stop
from ui.kit import Bar, KeyHint, Label, Section, SectionList, column, row, rule


def key_of(stop: Stop) -> str:
    """Return the name under which the list knows a section."""
    return f"{stop.form.id}:{stop.section.path}"


def section_line(stop: Stop, progress: Progress, refused: int) -> Section:
    """Return a section as the list shows it."""
    wrong = progress.wrong + refused
    parts = (
        _("kurang {count}").format(count=progress.missing) if progress.missing else "",
        _("keliru {count}").format(count=wrong) if wrong else "",
    )
    complete = not progress.missing and not wrong
    state = "wrong" if wrong else "done" if complete and progress.answered else "begun" if progress.answered else "empty"
    if complete and not progress.total:
        state = "done"
    title = stop.section.title() or stop.form.title()
    return Section(key_of(stop), title, progress.answered, progress.total, ", ".join(part for part in parts if part), state)


class Outline(QFrame):
    """Progress, then the sections of each questionnaire; ``chosen(key)`` when another section is chosen."""

    chosen = Signal(str)

    def __init__(self, filling: Filling) -> None:
        super().__init__()
        self.setObjectName("pane")
        self.filling = filling
        self.text, self.percent = Label("", "strong"), Label("", "cap", whole=True)
        self.bar = Bar(name=_("Terjawab"))
        self.lists: dict[str, SectionList] = {}
        self._titles: dict[str, Label] = {}
        self._lines = QVBoxLayout()
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(self._lines)
        self._lines.addStretch(1)
        self.area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = column(row((self.text, 1), self.percent), self.bar, spacing=6, margins=(16, 14, 16, 10))
        named = (("Tab", _("lanjut"), "Ctrl ↓", _("bagian berikut")), ("1–9", _("kode"), "F8", _("yang kurang")))
        keys = [row(KeyHint(a), Label(b, "cap"), 6, KeyHint(c), Label(d, "cap"), None, spacing=5) for a, b, c, d in named]
        self.keys = QFrame()
        self.keys.setLayout(column(rule(), column(*keys, spacing=6, margins=(14, 10, 8, 12)), spacing=0))
        self.setLayout(column(head, rule(), (area, 1), self.keys, spacing=0))
        self.restyle()

    def restyle(self) -> None:
        """Take the width from the text size; a low window and large text leave the keys out."""
        self.setFixedWidth(theme.size(238) if theme.scale() < 1.3 else theme.size(210))
        self.keys.setVisible(not theme.compact() and theme.scale() < 1.3)
        for part in self.lists.values():
            self._fit(part)

    def refresh(self, stops: list[Stop], current: str) -> None:
        """Show the sections as they stand, the current one chosen."""
        by_form: dict[str, list[Stop]] = {}
        for stop in stops:
            by_form.setdefault(stop.form.id, []).append(stop)
        for form_id in [known for known in self.lists if known not in by_form]:
            self.lists.pop(form_id).deleteLater()
            self._titles.pop(form_id).deleteLater()
        answered = total = 0
        for form_id, mine in by_form.items():
            part = self._list(form_id, mine[0])
            lines = [self._line(stop) for stop in mine]
            answered, total = answered + sum(line.done for line in lines), total + sum(line.total for line in lines)
            here = current if current.startswith(f"{form_id}:") else ""
            part.set_sections(lines, here)
            if not here:
                part.clearSelection()
            self._titles[form_id].setVisible(len(by_form) > 1)
            self._fit(part)
        self._keep_in_sight(self.lists.get(current.partition(":")[0]))
        self.text.setText(_("{answered} dari {total} terjawab").format(answered=answered, total=total))
        share = 100 * answered / total if total else 0
        self.percent.setText(f"{share:.0f} %")
        self.bar.fill(share)

    def _keep_in_sight(self, part: SectionList | None) -> None:
        """Scroll so that the section in hand is seen."""
        if part is not None:
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
            here = part.visualRect(part.currentIndex())
            self.area.ensureVisible(0, part.y() + here.bottom(), 0, theme.size(24))
            self.area.ensureVisible(0, part.y() + here.top(), 0, theme.size(24))

    def _line(self, stop: Stop) -> Section:
        session = self.filling.session(stop.form.id)
        refused = sum(self.filling.stop_of(place) == stop for place in self.filling.refused) if self.filling.refused else 0
        return section_line(stop, session.progress(stop.section.path), refused)

    def _list(self, form_id: str, first: Stop) -> SectionList:
        if form_id not in self.lists:
            title = Label(first.form.title(), "cap")
            title.setContentsMargins(16, 10, 14, 4)
            part = SectionList(first.form.title())
            part.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            part.chosen.connect(self.chosen)
            part.clicked.connect(lambda _index: self.chosen.emit(part.current()))
            at = self._lines.count() - 1
            self._lines.insertWidget(at, title)
            self._lines.insertWidget(at + 1, part)
            self.lists[form_id], self._titles[form_id] = part, title
        return self.lists[form_id]

    def _fit(self, part: SectionList) -> None:
        """Make a list as high as its lines: only the whole pane scrolls."""
        model = part.model()
        high = sum(part.sizeHintForRow(at) for at in range(model.rowCount()))
        part.setFixedHeight(high + 2)
