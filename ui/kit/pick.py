"""A choice from a very long list (83,762 villages): type three letters, ↓, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fieldapp.language import _
from ui import icons, theme
from ui.kit.entry import TextField
from ui.kit.paint import draw_row_ground, draw_text
from ui.kit.search import PAUSE_MS

Found = tuple[str, str, str]
Search = Callable[[str], Sequence[Found]]


class _FoundDelegate(QStyledItemDelegate):
    """Paints one thing found: its name, and below it what tells it apart."""

    def __init__(self, field: PickField) -> None:
        super().__init__(field)
        self.field = field

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Two lines."""
        return QSize(200, theme.size(44))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint name and caption."""
        _key, text, caption = self.field.found[index.row()]
        place = QRectF(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        draw_row_ground(painter, place, selected=selected, hovered=False, focused=False)
        room = place.adjusted(12, theme.size(4), -12, 0)
        draw_text(painter, QRectF(room.x(), room.y(), room.width(), theme.size(19)), text, "strong")
        draw_text(painter, QRectF(room.x(), room.y() + theme.size(18), room.width(), theme.size(18)), caption, "cap", "muted")


class PickField(TextField):
    """``search(text)`` gives up to some dozens of (id, text, caption); ``changed(str)`` tells the id chosen, "" when cleared."""

    changed = Signal(str)
    nothing_found = Signal(str)

    def __init__(self, search: Search, *, placeholder: str = "", letters: int = 3) -> None:
        super().__init__("", placeholder=placeholder or _("Ketik 3 huruf"))
        self._search, self._letters = search, letters
        self._id, self._text = "", ""
        self.found: list[Found] = []
        self._model = QStringListModel(self)
        self._list = QListView()
        self._list.setAccessibleName(_("Yang ditemukan"))
        self._completer = QCompleter(self)
        self._completer.setModel(self._model)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(8)
        self._completer.setPopup(self._list)
        self._list.setItemDelegate(_FoundDelegate(self))
        self._completer.setWidget(self)
        self._list.clicked.connect(self._picked)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.look)
        self._chevron = self.addAction(icons.icon("chevron-down", "muted", 16), QLineEdit.ActionPosition.TrailingPosition)
        self._chevron.setToolTip(_("Lihat daftar (F4)"))
        self._chevron.triggered.connect(self.look_at_all)
        self.edited.connect(lambda _text: self._pause.start())

    def chosen(self) -> str:
        """Return the id chosen, or ""."""
        return self._id

    def set_chosen(self, key: str, text: str) -> None:
        """Show something as chosen."""
        self._id, self._text = key, text
        self.set_value(text)

    def popup_open(self) -> bool:
        """Tell whether the list of what was found is shown."""
        return self._list.isVisible()

    def restyle(self) -> None:
        """Take the arrow in the colours of the theme."""
        super().restyle()
        self._chevron.setIcon(icons.icon("chevron-down", "muted", 16))

    def look(self) -> None:
        """Search for what is typed, once it has letters enough."""
        self._pause.stop()
        if len(self.value()) >= self._letters:
            self._show(self.value())

    def look_at_all(self) -> None:
        """Show the list for what is typed, or all of it."""
        self._show("" if self.value() == self._text else self.value())

    def _show(self, words: str) -> None:
        self.found = list(self._search(words))
        self._model.setStringList([text for _key, text, _caption in self.found])
        if not self.found:
            self._list.hide()
            self.nothing_found.emit(words)
            return
        self._completer.complete()
        self._list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _picked(self, index: QModelIndex) -> None:
        key, text, _caption = self.found[index.row()]
        self._list.hide()
        self.set_chosen(key, text)
        self.changed.emit(key)

    def commit(self) -> None:
        """Leaving with words that are no choice gives the last choice back; leaving it empty clears the choice."""
        if self._list.isVisible():
            return
        if not self.value() and self._id:
            self.set_chosen("", "")
            self.changed.emit("")
        elif self.value() != self._text:
            self.set_value(self._text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ and F4 open the list, Enter takes its first line; Esc closes it."""
        if event.key() in {Qt.Key.Key_F4, Qt.Key.Key_Down} and not self._list.isVisible():
            self.look_at_all()
        elif self._list.isVisible() and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._picked(self._list.currentIndex())
            self.focusNextChild()
        elif self._list.isVisible() and event.key() == Qt.Key.Key_Escape:
            self._list.hide()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.value() != self._text:
            self.look()
        else:
            super().keyPressEvent(event)
