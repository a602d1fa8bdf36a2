"""What every page is: a widget with a title, that hears when it is opened and closed and names what can be done on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget


class Handing(QWidget):
    """A part that hands the keys to one part in it. Qt's own focus proxies leave what stands around them out of the Tab order."""

    @property
    def keys(self) -> QWidget:
        """The part that takes the keys."""
        raise AssertionError(type(self).__name__)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Hand the keys on."""
        self.keys.setFocus(reason)

    def hasFocus(self) -> bool:
        """Whether the part that takes the keys has them."""
        return self.keys.hasFocus()


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do: its name (verb first), what it runs, its key ("Ctrl+J"), its icon, and why it is off ("" = on)."""

    name: str
    run: Callable[[], object]
    key: str = ""
    icon: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Undo:
    """The way back from what was just done; travels with ``Page.toast``."""

    run: Callable[[], object]
    name: str = ""


def key_hint(key: str) -> str:
    """Return a key as people read it: "Ctrl+Return" becomes "Ctrl Enter"."""
    plus = "+" if key.endswith("+") else ""
    words = key.removesuffix("+") if plus else key
    return (
        (words.replace("Return", "Enter").replace("+", " ") + plus)
        .replace("Left", "←")
        .replace("Right", "→")
        .replace("Up", "↑")
        .replace("Down", "↓")
    )


class Page(QWidget):
    """One page of the window. ``go(key, context)`` opens another page; ``toast(sentence, Undo | None)`` tells a result."""

    go = Signal(str, dict)
    toast = Signal(str, object)
    title_changed = Signal(str)
    actions_changed = Signal()
    title = ""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")

    def opened(self, **context: object) -> None:
        """The page is shown, with what the way here brought along (ids by name)."""

    def closed(self) -> bool:
        """The page is left; False keeps it (never to ask about unsaved changes: fields save themselves)."""
        return True

    def page_actions(self) -> list[Action]:
        """What can be done here: keys and the palette are filled from it."""
        return []

    def regions(self) -> list[QWidget]:
        """The parts F6 walks through, first to last; each takes the focus itself or hands it on."""
        return []

    def find_here(self) -> bool:
        """Ctrl+F: put the focus into this page's search field; False when it has none."""
        return False
