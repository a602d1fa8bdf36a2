"""The window without a screen: one application, the light theme at 100 %, put back after each test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from ui import theme
from ui.theme import change

HERE = Path(__file__).parent

def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let pass the one sentence the offscreen platform says about each window; every other warning of Qt fails a test."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints", extend=True))


@pytest.fixture
def light(qapp: QApplication) -> Iterator[QApplication]:
    """Show everything in the light theme at 100 %; themes a test chose are put back."""
    theme.choose(compact=False, calm=True)
    change.apply(theme.LIGHT, 1.0)
    yield qapp
    theme.choose(compact=False, calm=True)
    change.apply(theme.LIGHT, 1.0)


@pytest.fixture
def shown(light: QApplication, qtbot):
    """Show a widget at a size and wait until it is there."""

    def show(widget: QWidget, width: int = 1366, height: int = 768) -> QWidget:
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        qtbot.waitExposed(widget)
        widget.activateWindow()
        light.processEvents()
        return widget

    return show
