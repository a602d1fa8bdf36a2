"""Calling Qt thousands of times gives no reference of None away; PySide6 6.12 did, and Python 3.11 died of it."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.kit import Button, Label

CALLS = 2000


class Teller(QObject):
    """Tells something or nothing."""

    told = Signal(object)


def _teller():
    teller = Teller()
    return lambda: teller.told.emit(None)


ACTS = {
    "setText": lambda: QLabel("a").setText("b"),
    "our label": lambda: Label("a").setText("b"),
    "our button": lambda: Button("a").set_text("b"),
    "emit None": _teller(),
    "parent of none": lambda: QWidget().parent(),
    "pixmap": lambda: QPixmap(4, 4),
    "connect": lambda: QPushButton("x").clicked.connect(print),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_qt_call_leaves_the_references_of_none_alone(light, act):
    call = ACTS[act]
    call()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    assert abs(sys.getrefcount(None) - before) / CALLS < 0.4
