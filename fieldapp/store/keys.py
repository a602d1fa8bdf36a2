"""The data key: random, never on disk in the clear, wrapped by the passphrase and, where there is one, for the kabupaten."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nacl import pwhash, secret, utils
from nacl.encoding import RawEncoder
from nacl.exceptions import CryptoError
from nacl.hash import blake2b
from nacl.public import PublicKey, SealedBox

from fieldapp import problems
from fieldapp.durable import replace_file

KEY_BYTES = 32
PASSES = 3
MEMORY = 64 * 1024 * 1024  # bytes; Argon2id, about 200 ms here


@dataclass(frozen=True, slots=True)
class DataKey:
    """The random 256-bit key of one person's store, and what is derived from it."""

    raw: bytes

    def part(self, purpose: str) -> bytes:
        """Return the key for one purpose ("blobs", "journal"), derived by keyed BLAKE2b."""
        return bytes(blake2b(purpose.encode(), digest_size=32, key=self.raw, encoder=RawEncoder))


def new_key() -> DataKey:
    """Return a fresh random data key."""
    return DataKey(utils.random(KEY_BYTES))


def write_durably(path: Path, content: bytes) -> None:
    """Replace a file so that after a power cut either the old or the new one is there, whole; raises DISK_FULL and STORE_READ_ONLY."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, content)
    except PermissionError as wrong:
        raise problems.STORE_READ_ONLY(folder=path.parent.name) from wrong
    except OSError as wrong:
        raise problems.DISK_FULL(mb=200) from wrong


def _wrapping_key(passphrase: str, salt: bytes, passes: int, memory: int) -> bytes:
    return bytes(pwhash.argon2id.kdf(KEY_BYTES, passphrase.encode(), salt, opslimit=passes, memlimit=memory))


def write_key_file(path: Path, key: DataKey, passphrase: str, recovery_key: str = "") -> None:
    """Wrap the data key by the passphrase (Argon2id 64 MiB, 3 passes, secretbox) and, if given, seal a copy to the recovery key (X25519, hex)."""
    salt = utils.random(pwhash.argon2id.SALTBYTES)
    wrapped = secret.SecretBox(_wrapping_key(passphrase, salt, PASSES, MEMORY)).encrypt(key.raw)
    told: dict[str, Any] = {
        "v": 1,
        "kdf": "argon2id",
        "t": PASSES,
        "m": MEMORY // 1024,
        "p": 1,
        "salt": salt.hex(),
        "wrapped": bytes(wrapped).hex(),
    }
    if recovery_key:
        told["sealed"] = SealedBox(PublicKey(bytes.fromhex(recovery_key))).encrypt(key.raw).hex()
    write_durably(path, json.dumps(told).encode())


def read_key_file(path: Path, passphrase: str) -> DataKey:
    """Unwrap the data key; raises WRONG_PASSPHRASE, or KEY_UNREADABLE when the file itself is broken."""
    try:
        told = json.loads(path.read_bytes())
        wrapped, salt = bytes.fromhex(told["wrapped"]), bytes.fromhex(told["salt"])
        wrapping = _wrapping_key(passphrase, salt, int(told["t"]), int(told["m"]) * 1024)
    except (OSError, ValueError, KeyError, TypeError) as wrong:
        raise problems.KEY_UNREADABLE() from wrong
    try:
        return DataKey(secret.SecretBox(wrapping).decrypt(wrapped))
    except CryptoError as wrong:
        raise problems.WRONG_PASSPHRASE(seconds=1) from wrong
