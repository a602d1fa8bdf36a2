"""A worker's laptop over a real encrypted file, with a clock that tests turn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.services.workspace import Workspace
from fieldapp.store import keys
from tests.services.stage import Clock, open_laptop


@pytest.fixture(autouse=True)
def _light_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    """The figures stand in the key file, so the same lock turns with a lighter key; its real weight has a test of its own."""
    monkeypatch.setattr(keys, "MEMORY", 1 << 20)
    monkeypatch.setattr(keys, "PASSES", 1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def ws(home: Path, clock: Clock) -> Iterator[Workspace]:
    opened = open_laptop(home, clock)
    yield opened
    opened.store.engine.dispose()  # a test may have spoilt the file; then closing would tell so
    opened.store._lock.release()
