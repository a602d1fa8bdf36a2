"""A second, plain-running record of every op made here since the last backup: what a restored copy is missing is read back from it."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path

from nacl import secret
from nacl.exceptions import CryptoError

from fieldapp.store.keys import DataKey

_LENGTH = struct.Struct(">I")


class Journal:
    """Encrypted frames appended after each commit; a frame torn by a power cut ends the reading, it never spoils it."""

    def __init__(self, path: Path, key: DataKey) -> None:
        self.path = path
        self._box = secret.SecretBox(key.part("journal"))

    def append(self, frames: Iterable[bytes]) -> None:
        """Write frames and wait until the disk has them."""
        packed = b"".join(_LENGTH.pack(len(sealed)) + sealed for sealed in (bytes(self._box.encrypt(frame)) for frame in frames))
        if not packed:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            file.write(packed)
            file.flush()
            os.fsync(file.fileno())

    def read(self) -> Iterator[bytes]:
        """Return the frames in order, up to the first that is torn or not ours."""
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            while len(head := file.read(_LENGTH.size)) == _LENGTH.size:
                sealed = file.read(_LENGTH.unpack(head)[0])
                try:
                    yield bytes(self._box.decrypt(sealed))
                except (CryptoError, ValueError):
                    return

    def start_anew(self, kept_as: Path) -> None:
        """After a verified backup: put this journal beside it and begin an empty one."""
        if self.path.exists():
            self.path.replace(kept_as)
