"""Calling Qt thousands of times gives no reference of None away; PySide6 6.12 did, and Python 3.11 died of it."""

from __future__ import annotations

import gc
import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from ui.kit import Button, Label

CALLS = 2000


class Teller(QObject):
    """Tells something or nothing."""

    told = Signal(object)


def _teller():
    teller = Teller()
    return lambda: teller.told.emit(None)


def _connector():
    teller = Teller()
    return lambda: teller.told.disconnect(teller.told.connect(print))


ACTS = {
    "setText": lambda: QLabel("a").setText("b"),
    "our label": lambda: Label("a").setText("b"),
    "our button": lambda: Button("a").set_text("b"),
    "emit None": _teller(),
    "parent of none": lambda: QWidget().parent(),
    "pixmap": lambda: QPixmap(4, 4),
    "connect": _connector(),
}


@pytest.mark.parametrize("act", ACTS)
def test_a_qt_call_leaves_the_references_of_none_alone(light, act):
    call = ACTS[act]
    call()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    gc.collect()
    assert abs(sys.getrefcount(None) - before) / CALLS < 0.4
