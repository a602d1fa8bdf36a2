"""The head of a page: back, title, what it is about, its states, and what can be done, the primary act last."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldapp.language import _
from ui import theme
from ui.kit.arrange import empty
from ui.kit.button import Button
from ui.kit.label import Label
from ui.kit.paint import width_of

_TITLE = 210  # pixels of a title by which a page is known


class PageHeader(QFrame):
    """66 px high (52 in a low window, the subtitle then joins the title's tooltip). ``went_back()`` when Kembali is pressed."""

    went_back = Signal()

    def __init__(
        self, title: str, subtitle: str = "", *, chips: Sequence[QWidget] = (), actions: Sequence[Button] = (), back: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName("head")
        self.title, self.subtitle = Label(title, "h1"), Label(subtitle, "muted")
        self.reason = Label("", "cap", wrap=True)
        self.buttons: list[Button] = []
        self.back = Button("", icon="arrow-left", name=_("Kembali"), hint="Alt+Left", run=self.went_back.emit)
        if not back:
            self.back.hide()  # shown before it stands in a layout it would open as a window of its own
        self._chips, self._actions = QHBoxLayout(), QHBoxLayout()
        self._chips.setSpacing(6)
        self._actions.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.title)
        top.addLayout(self._chips)
        top.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addLayout(top)
        words.addWidget(self.subtitle)
        words.addStretch(1)
        self.line = QHBoxLayout(self)
        self.line.setContentsMargins(24, 4, 24, 4)
        self.line.setSpacing(12)
        self.line.addWidget(self.back)
        self.line.addLayout(words, 1)
        self.line.addWidget(self.reason)
        self.line.addLayout(self._actions)
        self.set_chips(chips)
        self.set_actions(actions)
        self.restyle()

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Show another title and subtitle."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        self.restyle()

    def set_chips(self, chips: Sequence[QWidget]) -> None:
        """Show other states beside the title."""
        empty(self._chips)
        for chip in chips:
            self._chips.addWidget(chip)

    def set_actions(self, actions: Sequence[Button]) -> None:
        """Show other actions, the primary one last."""
        empty(self._actions)
        self.buttons = list(actions)
        for button in actions:
            self._actions.addWidget(button)
            button.reason_changed.connect(lambda _reason: self._say_reason())
        self._say_reason()

    def _say_reason(self) -> None:
        """Say beside the buttons why the primary act is off."""
        reason = next((button.reason for button in self.buttons if button.kind == "primary"), "")
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        self._fit()

    def restyle(self) -> None:
        """Take the height from text size and window."""
        self.setFixedHeight(theme.size(52 if theme.compact() else 66))
        self.reason.setMaximumWidth(theme.size(260))
        self.subtitle.setVisible(bool(self.subtitle.text()) and not theme.compact())
        if theme.compact() and not self.title.shortened:
            self.title.setToolTip(self.subtitle.text())
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where there is little room, the keys drawn in the buttons go first, then the words of all but the primary one, then its too."""
        self.reason.setMinimumWidth(self._reason_width())
        shown = [button for button in self.buttons if not button.isHidden()]
        for hints, words, primary in ((True, True, True), (False, True, True), (False, False, True), (False, False, False)):
            for button in self.buttons:
                button.show_hint(hints)
                button.show_words(primary if button.kind == "primary" else words)
            if sum(button.sizeHint().width() + 8 for button in shown) + self._kept() <= self.width():
                break

    def _reason_width(self) -> int:
        """Return a width in which the reason takes two lines."""
        half = int(width_of(self.reason.text(), "cap") / 2) + theme.size(36)
        return min(half, theme.size(260)) if self.reason.text() else 0

    def _kept(self) -> int:
        """Return the width that is not the buttons': margins, back, chips, reason, and enough of the title to know it by."""
        parts = [self._chips.itemAt(at) for at in range(self._chips.count())]
        chips = sum(part.sizeHint().width() + 6 for part in parts if part is not None)
        back = 0 if self.back.isHidden() else self.back.sizeHint().width() + 12
        title = min(self.title.sizeHint().width(), theme.size(_TITLE))
        return 48 + 24 + back + chips + title + (self._reason_width() + 12 if self.reason.text() else 0)
