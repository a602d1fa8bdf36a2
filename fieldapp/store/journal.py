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
    """Encrypted frames appended after each commit; a frame torn by a power cut ends the reading, it never spoils what stands before it."""

    def __init__(self, path: Path, key: DataKey) -> None:
        self.path = path
        self._box = secret.SecretBox(key.part("journal"))
        self._owed: list[bytes] = []  # sealed frames a full disk did not take yet
        self._end: int | None = None  # where the last whole frame ends; None until this program has looked

    def append(self, frames: Iterable[bytes]) -> None:
        """Write frames and wait until the disk has them.

        A full disk is no reason to tell a saved act as unsaved: such frames are owed and written with the next ones.
        """
        for frame in frames:
            sealed = bytes(self._box.encrypt(frame))
            self._owed.append(_LENGTH.pack(len(sealed)) + sealed)
        if self._owed and self._write(b"".join(self._owed)):
            self._owed.clear()

    def _write(self, packed: bytes) -> bool:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._end = self._whole_size()
            with self.path.open("r+b" if self.path.exists() else "w+b") as file:
                file.truncate(self._end)  # what a power cut or a full disk left half written must not hide what follows
                file.seek(self._end)
                file.write(packed)
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            return False
        self._end += len(packed)
        return True

    def _whole_size(self) -> int:
        """Return where the last whole frame ends, looking at the file once."""
        return sum(_LENGTH.size + size for size, _frame in self._whole()) if self._end is None else self._end

    def read(self) -> Iterator[bytes]:
        """Return the frames in order, up to the first that is torn or not ours."""
        for _size, frame in self._whole():
            yield frame

    def _whole(self) -> Iterator[tuple[int, bytes]]:
        if not self.path.exists():
            return
        with self.path.open("rb") as file:
            while len(head := file.read(_LENGTH.size)) == _LENGTH.size:
                sealed = file.read(_LENGTH.unpack(head)[0])
                try:
                    yield len(sealed), bytes(self._box.decrypt(sealed))
                except (CryptoError, ValueError):
                    return

    def start_anew(self, kept_as: Path) -> None:
        """After a verified backup: put this journal beside it and begin an empty one."""
        if self.path.exists():
            os.truncate(self.path, self._whole_size())  # it may be joined to a later one, and what is torn would hide that
            self.path.replace(kept_as)
        self._owed.clear()
        self._end = 0
