"""Calling Qt thousands of times gives no reference of None away; PySide6 6.12 did, and Python 3.11 died of it."""

from __future__ import annotations

import gc
import sys
import weakref

import pytest
from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from ui.kit import Button, Field, Label, TextField

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
def test_a_qt_call_gives_no_reference_of_none_away(light, act):
    call = ACTS[act]
    call()
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    gc.collect()
    # Python aborts when the count of None runs out; calls may keep a few, none may give one away.
    assert (sys.getrefcount(None) - before) / CALLS > -0.4


@pytest.mark.parametrize("make", [lambda: Label("a"), lambda: Button("a", run=print), lambda: Field("a", TextField())])
def test_a_part_that_nobody_needs_is_let_go(light, make):
    part = make()
    reference = weakref.ref(part)
    part.deleteLater()
    light.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    del part
    gc.collect()
    assert reference() is None
