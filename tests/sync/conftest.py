"""A world for each story."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.cast import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An office without laptops yet."""
    made = World(tmp_path)
    yield made
    made.close()
