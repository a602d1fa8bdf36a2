"""A real encrypted store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.domain.ids import new_id
from fieldapp.store import keys
from fieldapp.store.opening import Store


@pytest.fixture
def key() -> keys.DataKey:
    return keys.new_key()


@pytest.fixture
def store(tmp_path: Path, key: keys.DataKey) -> Iterator[Store]:
    """An opened store of one person; closed at the end unless the test did."""
    folder = tmp_path / "ratna"
    folder.mkdir()
    keys.write_durably(folder / "key.json", b"{}")
    made = Store(folder, key)
    made.become(new_id(), "LT001")
    yield made
    made.engine.dispose()
    made._lock.release()
