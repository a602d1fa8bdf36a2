"""The window without a screen: one application, the light theme at 100 %, put back after each test."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui import theme
from ui.theme import change
from ui.tidying import tidy_here

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass what the offscreen platform says about what it has no screen for; every other warning of Qt fails a test."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


def _plain() -> None:
    """Return to the light theme at 100 %, full heights, no animation; costs nothing when it is so already."""
    theme.choose(compact=False, calm=True)
    if (theme.mode(), theme.scale()) != (theme.LIGHT, 1.0) or not QApplication.instance().styleSheet():
        change.apply(theme.LIGHT, 1.0)


@pytest.fixture
def light(qapp: QApplication) -> Iterator[QApplication]:
    """Show everything in the light theme at 100 %; a theme that a test chose is put back."""
    _plain()
    tidy_here()
    yield qapp
    _plain()
    gc.enable()


@pytest.fixture
def shown(light: QApplication, qtbot: QtBot) -> Iterator[Callable[..., QWidget]]:
    """Show a widget at a size and wait until it is there; it is let go after the test."""
    kept: list[QWidget] = []

    def show(widget: QWidget, width: int = 1366, height: int = 768) -> QWidget:
        kept.append(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        light.processEvents()
        return widget

    yield show
    for widget in kept:
        if isValid(widget):
            widget.close()
            widget.deleteLater()
    light.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
