"""Rows of short answers as a table: Tab walks the cells, Alt+T adds a row, Ctrl+Del takes one away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from fieldapp.forms import Item, Question, Repeat
from fieldapp.language import _
from ui import theme
from ui.forms.bound import Bound
from ui.forms.filling import Filling
from ui.forms.places import Place, moved
from ui.kit import Button, Icon, Label, row

_SIMPLE: Final = {"text", "integer", "decimal", "date", "time", "select_one"}
_MOST_COLUMNS = 5


def fits_a_table(repeat: Repeat) -> bool:
    """Say whether rows are short enough for a table: up to five questions that each take one line."""
    shown = [item for item in repeat.items if not _silent(item)]
    simple = all(isinstance(item, Question) and item.kind in _SIMPLE and "multiline" not in item.appearance for item in shown)
    return simple and 1 <= len(shown) <= _MOST_COLUMNS


def _silent(item: Item) -> bool:
    return isinstance(item, Question) and (not item.visible or item.kind in {"hidden", "unsupported"})


class RowKeys(QObject):
    """Ctrl+Del in any field of a row takes the row away: a line edit would delete a word otherwise."""

    pressed = Signal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Ctrl+Del before the field does."""
        if event.type() in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride} and isinstance(event, QKeyEvent):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if event.key() == Qt.Key.Key_Delete and control:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    self.pressed.emit()
                return True
        return super().eventFilter(watched, event)


class _Row:
    """The cells of one row and the word about it."""

    def __init__(self, number: Label, cells: list[Bound], mark: QWidget, icon: Icon, word: Label, remove: Button) -> None:
        self.number, self.cells, self.mark, self.icon, self.word, self.remove = number, cells, mark, icon, word, remove

    def widgets(self) -> Iterator[QWidget]:
        yield self.number
        yield from (cell.control.widget for cell in self.cells)
        yield self.mark
        yield self.remove


class RowsTable(QWidget):
    """The rows of a repeat as a table. ``removing(n)`` asks for a row to be taken away, ``entered(Bound)`` tells where the keys are."""

    removing = Signal(int)
    entered = Signal(object)

    def __init__(self, filling: Filling, form_id: str, repeat: Repeat, path: str) -> None:
        super().__init__()
        self.filling, self.form_id, self.repeat, self.path = filling, form_id, repeat, path
        self.questions = [item for item in repeat.items if isinstance(item, Question) and not _silent(item)]
        self.rows: list[_Row] = []
        self.sentence = Label("", "note", tint="bad", wrap=True)
        self._frame = QFrame()
        self._frame.setObjectName("card")
        self._grid = QGridLayout(self._frame)
        self._grid.setContentsMargins(12, 8, 8, 8)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(6)
        self._head()
        self.setLayout(row(self._frame))

    def _head(self) -> None:
        self._grid.addWidget(Label(_("No"), "cap"), 0, 0)
        for at, question in enumerate(self.questions, 1):
            self._grid.addWidget(Label(question.label(), "cap"), 0, at)
            self._grid.setColumnStretch(at, {"text": 3, "select_one": 3}.get(question.kind, 2))
        self.restyle()

    def restyle(self) -> None:
        """Take the widths of the narrow columns from the text size."""
        self._grid.setColumnMinimumWidth(0, theme.size(22))
        self._grid.setColumnMinimumWidth(len(self.questions) + 1, theme.size(86))

    def bounds(self) -> Iterator[Bound]:
        """Yield the cells, row by row."""
        for line in self.rows:
            yield from line.cells

    def chain(self) -> Iterator[QWidget]:
        """Yield what Tab walks through."""
        yield from (cell.control.keys for cell in self.bounds())

    def sync(self, paths: frozenset[str] | None = None, *, anew: bool = False) -> None:
        """Show as many rows as there are, and what they hold."""
        session = self.filling.session(self.form_id)
        wanted = session.rows(self.path)
        while len(self.rows) < wanted:
            self._add(len(self.rows) + 1)
        while len(self.rows) > wanted:
            self._drop()
        for cell in self.bounds():
            cell.control.widget.setVisible(session.relevant(cell.place.path))
            if anew or paths is None or cell.place.path in paths:
                cell.refresh(anew=anew)
        self._frame.setVisible(bool(self.rows))
        self._judge()

    def _add(self, n: int) -> None:
        cells = []
        keys = RowKeys(self)
        keys.pressed.connect(lambda: self.removing.emit(n))
        for question in self.questions:
            place = Place(self.form_id, moved(question.path, self.repeat.path, f"{self.path}[{n}]"))
            cell = Bound(self.filling, place, question, cell=True)
            cell.entered.connect(self.entered)
            cell.noted.connect(lambda _sentence, _state: self._judge())
            cell.control.name(_("{rows}, baris {n}, {question}").format(rows=self.repeat.label(), n=n, question=question.label()))
            cell.control.keys.installEventFilter(keys)
            cells.append(cell)
        icon, word = Icon("", "muted", 16), Label("", "small")
        mark = QWidget()
        mark.setLayout(row(icon, (word, 1), spacing=5))
        remove = Button("", "ghost", icon="trash-2", name=_("Hapus baris {n}").format(n=n), hint="Ctrl+Del", height=32)
        remove.clicked.connect(lambda: self.removing.emit(n))
        remove.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        made = _Row(Label(str(n), "small", whole=True), cells, mark, icon, word, remove)
        for at, part in enumerate(made.widgets()):
            self._grid.addWidget(part, n, at)
        remove.setVisible(not self.repeat.fixed)
        self.rows.append(made)
        for cell in cells:
            cell.refresh(anew=True)

    def _drop(self) -> None:
        for part in self.rows.pop().widgets():
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()

    def _judge(self) -> None:
        """Say at the end of each row whether it fits, and below the table the first thing that does not."""
        said = ""
        for n, line in enumerate(self.rows, 1):
            notes = [cell.verdict() for cell in line.cells if not cell.control.widget.isHidden()]
            wrong = [sentence for sentence, state in notes if state in {"error", "warn"}]
            full = not wrong and all(cell.answered() for cell in line.cells if not cell.control.widget.isHidden())
            line.icon.show_icon("circle-alert" if wrong else "circle-check" if full else "", "bad" if wrong else "ok")
            line.word.setText(_("{count} keliru").format(count=len(wrong)) if wrong else _("lengkap") if full else "")
            line.word.set_tint("bad" if wrong else "ok")
            if wrong and not said:
                said = _("Baris {n}: {sentence}").format(n=n, sentence=wrong[0])
        self.sentence.setText(said)
