"""Photos on this laptop: each an encrypted file named after the hash of what it holds."""

from __future__ import annotations

import hashlib
from pathlib import Path

from nacl import secret
from nacl.exceptions import CryptoError

from fieldapp import problems
from fieldapp.store.keys import DataKey, write_durably


class Blobs:
    """The encrypted photos of one person; a name is the SHA-256 of the bytes in the clear."""

    def __init__(self, folder: Path, key: DataKey) -> None:
        self.folder = folder
        self._box = secret.SecretBox(key.part("blobs"))

    def path(self, sha256: str) -> Path:
        """Return where this photo lies, encrypted."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise problems.PHOTO_MISSING()
        return self.folder / sha256[:2] / sha256

    def put(self, content: bytes) -> str:
        """Keep these bytes; returns their SHA-256. Raises DISK_FULL and STORE_READ_ONLY."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.exists():
            write_durably(path, bytes(self._box.encrypt(content)))
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes; raises PHOTO_MISSING, or PHOTO_DAMAGED when the file is not what its name says."""
        path = self.path(sha256)
        if not path.exists():
            raise problems.PHOTO_MISSING()
        try:
            content = bytes(self._box.decrypt(path.read_bytes()))
        except (CryptoError, ValueError) as wrong:
            raise problems.PHOTO_DAMAGED() from wrong
        if hashlib.sha256(content).hexdigest() != sha256:
            raise problems.PHOTO_DAMAGED()
        return content

    def has(self, sha256: str) -> bool:
        """Say whether this photo is here."""
        return self.path(sha256).exists()

    def remove(self, sha256: str) -> None:
        """Take this photo off the laptop."""
        self.path(sha256).unlink(missing_ok=True)
