"""A coordinator's laptop with a turned clock, for sheets that come in and go out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.services.workspace import Workspace
from fieldapp.store import keys
from tests.services.stage import Clock, open_laptop


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ws(tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(keys, "MEMORY", 1 << 20)
    monkeypatch.setattr(keys, "PASSES", 1)
    opened = open_laptop(tmp_path / "laptop", clock, "dewi", "coordinator_kecamatan")
    yield opened
    opened.close()
