"""A file is replaced whole or not at all, also while somebody is reading it."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from fieldapp import durable


def test_a_reader_never_meets_half_a_file(tmp_path: Path) -> None:
    """While one thread writes, another that looks finds one of the two versions and nothing between."""
    path = tmp_path / "laporan.pdf"
    versions = [b"a" * 400_000, b"b" * 300_000]
    durable.replace_file(path, versions[0])
    seen: set[bytes] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            seen.add(path.read_bytes())

    reader = threading.Thread(target=look)
    reader.start()
    for turn in range(20):
        durable.replace_file(path, versions[turn % 2])
    done.set()
    reader.join()
    assert seen
    assert seen <= set(versions)


def test_a_file_that_cannot_be_put_in_place_leaves_no_neighbour(tmp_path: Path) -> None:
    """A folder stands where the file should be: the old state stays and nothing is left lying about."""
    (tmp_path / "laporan.pdf" / "isi").mkdir(parents=True)
    with pytest.raises(OSError, match=r"laporan\.pdf"):
        durable.replace_file(tmp_path / "laporan.pdf", b"%PDF")
    assert [path.name for path in tmp_path.iterdir()] == ["laporan.pdf"]
