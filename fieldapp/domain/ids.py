"""Names for things that are made without asking anyone: UUIDv7, as lowercase text."""

from __future__ import annotations

import os
import re
import threading
import time
import uuid

_WRITTEN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_lock = threading.Lock()
_last = [0]


def new_id(milliseconds: int | None = None) -> str:
    """Return a new UUIDv7 (RFC 9562) as lowercase text with hyphens.

    Ids made in one process sort in the order they were made: the 12 bits behind the version count within a millisecond.
    """
    with _lock:
        now = (time.time_ns() // 1_000_000 if milliseconds is None else milliseconds) << 12
        stamp = max(now, _last[0] + 1) if milliseconds is None else now | int.from_bytes(os.urandom(2)) & 0xFFF
        if milliseconds is None:
            _last[0] = stamp
    high = ((stamp >> 12) & (1 << 48) - 1) << 16 | 0x7000 | stamp & 0xFFF
    low = 0b10 << 62 | int.from_bytes(os.urandom(8)) & (1 << 62) - 1
    return str(uuid.UUID(int=high << 64 | low))


def is_id(text: object) -> bool:
    """Say whether this is an id in the one written form: lowercase UUID with hyphens."""
    return isinstance(text, str) and _WRITTEN.fullmatch(text) is not None
