"""One section of a questionnaire: its heading, its questions in a narrow column, and the way to the sections before and behind it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from ui import theme
from ui.forms.body import Body
from ui.forms.bound import Bound
from ui.forms.filling import Filling
from ui.forms.places import Stop
from ui.forms.question import Answer
from ui.kit import Label, row
from ui.kit.arrange import ScrollArea

_WIDEST = 760


class SectionView(ScrollArea):
    """The questions of one section; built once and kept, so that its scroll position and its texts stay."""

    removing = Signal(str, str, int)
    entered = Signal(object)

    def __init__(self, filling: Filling, stop: Stop, above: QWidget | None = None) -> None:
        super().__init__()
        self.filling, self.stop = filling, stop
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.title, self.count = Label(stop.section.title() or stop.form.title(), "h1", wrap=True), Label("", "cap", whole=True)
        self.body = Body(filling, stop.form.id, stop.section.items)
        self.above = above
        self._column = QFrame()
        box = QVBoxLayout(self._column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(12)
        box.addLayout(row((self.title, 1), self.count))
        if above is not None:
            box.addWidget(above)
        box.addWidget(self.body)
        box.addStretch(1)
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(row(None, (self._column, 1000), None, spacing=0, margins=(24, 16, 24, 16)))
        self.setWidget(inside)
        self.setAccessibleName(self.title.text())
        self.body.removing.connect(lambda path, n: self.removing.emit(stop.form.id, path, n))
        self.body.grown.connect(self._grown)
        self.body.entered.connect(self.entered)
        self.restyle()
        self._grown()

    def restyle(self) -> None:
        """Keep lines short enough to read at any text size."""
        self._column.setMaximumWidth(theme.size(_WIDEST))

    def _grown(self) -> None:
        for rows in self.body.rows():
            rows.label.setVisible(rows.label.text() != self.title.text())

    def chain(self) -> Iterator[QWidget]:
        """Yield what Tab walks through in reading order, also parts that were made later."""
        if self.above is not None:
            yield from (part for part in self.above.findChildren(QLineEdit))
        yield from self.body.chain()

    def refresh(self, paths: frozenset[str] | None = None) -> None:
        """Show what changed."""
        self.body.refresh(paths)

    def bounds(self) -> Iterator[Bound]:
        """Yield the questions shown, in reading order."""
        yield from self.body.bounds()

    def bound(self, path: str) -> Bound | None:
        """Return the question at a path."""
        return next((bound for bound in self.bounds() if bound.place.path == path), None)

    def show_bound(self, bound: Bound) -> None:
        """Put the keys into a question and bring it into sight."""
        bound.control.keys.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.keep_in_sight(bound)

    def keep_in_sight(self, bound: Bound) -> None:
        """Scroll so that a question is in sight with its words and its note."""
        # Parts that were just made have no place yet; lay them out first.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        part = bound.control.widget.parentWidget()
        if isinstance(part, Answer):
            self.ensureWidgetVisible(part, 0, 12)
        # Below a table stands what is wrong in it; a cell is not in sight without that line.
        self.ensureWidgetVisible(bound.control.keys, 0, 12 if isinstance(part, Answer) else theme.size(72))
