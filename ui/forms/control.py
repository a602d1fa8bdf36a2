"""What every way of answering has in common: it shows a value, tells another one, and knows when the keys leave it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

PAUSE_MS = 250


class Control(QObject):
    """A way of answering around one widget of the kit.

    ``given(value)``: another answer; ``entered()``, ``left()``: the keys came, went elsewhere; ``refused(sentence)``: a file was no answer.
    """

    given = Signal(object)
    left = Signal()
    entered = Signal()
    refused = Signal(str)

    narrow = False  # a short field leaves room for its hint at the right

    def __init__(self, widget: QWidget, keys: QWidget | None = None) -> None:
        super().__init__(widget)
        self.widget = widget
        self.keys = keys or widget
        self.keys.installEventFilter(self)

    def show_value(self, value: object) -> None:
        """Show an answer of the session."""
        raise AssertionError(value)

    def show_choices(self, options: list[tuple[str, str]]) -> None:
        """Offer other options (code, words)."""

    def show_state(self, state: str) -> None:
        """Show the edge of a state: "", "warn" or "error"."""

    def flush(self) -> None:
        """Tell what is typed and not told yet."""

    def name(self, words: str) -> None:
        """Name the input for screen readers."""
        self.keys.setAccessibleName(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hear when the keys come and go."""
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent) and event.reason() != Qt.FocusReason.PopupFocusReason:
            self.flush()
            self.left.emit()
        return super().eventFilter(watched, event)


class TypedControl(Control):
    """Something typed: told a quarter of a second after the last key, and at once on leaving."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._told: object = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._pass_on)

    def typed(self) -> object:
        """Return what is typed, as it is handed on; None for nothing."""
        raise AssertionError(self.widget)

    def unfinished(self) -> bool:
        """Say whether what is typed cannot be meant as it stands, so that it is handed on only on leaving."""
        return False

    def remember(self) -> None:
        """Take what is shown as told."""
        self._told = self.typed()
        self._pause.stop()

    def type_on(self) -> None:
        """Something was typed."""
        self._pause.start()

    def _pass_on(self) -> None:
        if not self.unfinished():
            self.flush()

    def flush(self) -> None:
        """Tell what is typed and not told yet."""
        self._pause.stop()
        now = self.typed()
        if now != self._told:
            self._told = now
            self.given.emit(now)
