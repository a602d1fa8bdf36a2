"""Photos and files at the office: taken in piece by piece over bad lines, kept encrypted, handed only to who may see their family."""

from __future__ import annotations

import hashlib
import os
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from fieldapp import problems
from fieldapp.domain.ids import is_id
from fieldapp.sync.protocol import PART_BYTES

MAX_BYTES = 16 * 1024 * 1024  # of one attachment
_HEAD = struct.Struct(">Q")  # how many plain bytes the whole has
_LENGTH = struct.Struct(">I")  # of the sealed piece that follows
_SEAL = SecretBox.NONCE_SIZE + SecretBox.MACBYTES
_SHA = re.compile(r"[0-9a-f]{64}")


@dataclass(slots=True)
class _Piece:
    """Where a sealed piece lies in its file and which plain bytes it holds."""

    at: int
    sealed: int
    start: int

    @property
    def end(self) -> int:
        return self.start + self.sealed - _SEAL


@dataclass(slots=True)
class Blobs:
    """The folder of attachments: one file per (root, SHA-256), pieces sealed with the office's key, immutable once complete."""

    folder: Path
    key: bytes
    locks: tuple[Lock, ...] = field(default_factory=lambda: tuple(Lock() for _ in range(64)))

    def offset(self, root: str, sha256: str) -> int:
        """Return how many bytes are here; -1 when complete."""
        whole, part = self._paths(root, sha256)
        if whole.exists():
            return -1
        if not part.exists():
            return 0
        with part.open("rb") as file:
            return _end(list(_pieces(file)))

    def add(self, root: str, sha256: str, offset: int, total: int, part: bytes) -> int:
        """Append bytes and return the new offset, -1 when complete; bytes from another offset change nothing.

        Raises ATTACHMENT_HASH when the whole is not what its name says (it is forgotten then), REQUEST_TOO_LARGE, REQUEST_SHAPE.
        """
        if total > MAX_BYTES or len(part) > PART_BYTES:
            raise problems.REQUEST_TOO_LARGE(most="16 MB")
        if offset < 0 or total < 1 or offset + len(part) > total:
            raise problems.REQUEST_SHAPE()
        whole, growing = self._paths(root, sha256)
        with self.locks[int(sha256[:4], 16) % len(self.locks)]:  # two senders of one photo take turns
            have = self.offset(root, sha256)
            if have != offset or not part:
                return have
            growing.parent.mkdir(parents=True, exist_ok=True)
            self._append(growing, total, part)
            if offset + len(part) == total:
                return self._complete(growing, whole, sha256)
            return offset + len(part)

    def fetch(self, root: str, sha256: str, offset: int) -> bytes:
        """Return up to PART_BYTES bytes from ``offset`` on, empty at the end; raises ATTACHMENT_UNKNOWN while it is not complete."""
        whole, _part = self._paths(root, sha256)
        if offset < 0:
            raise problems.REQUEST_SHAPE()
        try:
            file = whole.open("rb")
        except FileNotFoundError:
            raise problems.ATTACHMENT_UNKNOWN() from None
        with file:
            wanted = b""
            for piece in _pieces(file):
                if piece.end > offset and len(wanted) < PART_BYTES:
                    wanted += self._opened(file, piece)[max(0, offset - piece.start) :]
            return wanted[:PART_BYTES]

    def _paths(self, root: str, sha256: str) -> tuple[Path, Path]:
        if not is_id(root) or not _SHA.fullmatch(sha256):
            raise problems.ATTACHMENT_UNKNOWN()
        whole = self.folder / root[-2:] / f"{root}-{sha256}"
        return whole, whole.with_name(whole.name + ".part")

    def _append(self, path: Path, total: int, part: bytes) -> None:
        with path.open("r+b" if path.exists() else "w+b") as file:
            head = file.read(_HEAD.size)
            if len(head) < _HEAD.size:
                file.seek(0)
                file.truncate()
                file.write(_HEAD.pack(total))
            elif _HEAD.unpack(head)[0] != total:
                raise problems.REQUEST_SHAPE()
            pieces = list(_pieces(file))
            end = pieces[-1].at + pieces[-1].sealed if pieces else _HEAD.size
            file.seek(end)  # a piece that a power cut left half written is written again
            file.truncate()
            sealed = SecretBox(self.key).encrypt(part)
            file.write(_LENGTH.pack(len(sealed)) + sealed)
            file.flush()
            os.fsync(file.fileno())

    def _complete(self, growing: Path, whole: Path, sha256: str) -> int:
        digest = hashlib.sha256()
        with growing.open("rb") as file:
            for piece in _pieces(file):
                digest.update(self._opened(file, piece))
        if digest.hexdigest() != sha256:
            growing.unlink()
            raise problems.ATTACHMENT_HASH()
        growing.replace(whole)
        return -1

    def _opened(self, file: BinaryIO, piece: _Piece) -> bytes:
        file.seek(piece.at)
        try:
            return SecretBox(self.key).decrypt(file.read(piece.sealed))
        except (CryptoError, ValueError) as wrong:
            raise problems.PHOTO_DAMAGED() from wrong


def _pieces(file: BinaryIO) -> Iterator[_Piece]:
    """Give the whole pieces of a file; what a power cut left behind the last one is passed over."""
    size = file.seek(0, os.SEEK_END)
    at, start = _HEAD.size, 0
    while at + _LENGTH.size <= size:
        file.seek(at)
        (sealed,) = _LENGTH.unpack(file.read(_LENGTH.size))
        at += _LENGTH.size
        if sealed <= _SEAL or at + sealed > size:
            return
        piece = _Piece(at, sealed, start)
        yield piece
        at, start = at + sealed, piece.end


def _end(pieces: list[_Piece]) -> int:
    return pieces[-1].end if pieces else 0
