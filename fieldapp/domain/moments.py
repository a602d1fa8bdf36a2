"""Moments, days and the hybrid clock: UTC text beside the zone where it was, and an order that a wrong laptop clock cannot break."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

ZONES = {"WIB": ZoneInfo("Asia/Jakarta"), "WITA": ZoneInfo("Asia/Makassar"), "WIT": ZoneInfo("Asia/Jayapura")}
_WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
_WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}
_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3,6}Z", re.ASCII)
MAX_AHEAD_MS = 5 * 60 * 1000

Now = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the moment now, with its zone (UTC)."""
    return datetime.now(UTC)


def moment(at: datetime) -> str:
    """Write a moment as UTC text with milliseconds, ``2026-11-23T08:14:05.123Z``."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def from_moment(text: str) -> datetime:
    """Read a moment written by :func:`moment`; raises ValueError on anything else."""
    if _WRITTEN.fullmatch(text) is None:
        raise ValueError(text)
    return datetime.fromisoformat(text)


def zone_of(region_id: str) -> str:
    """Return WIB, WITA or WIT for a Kemendagri region code; the national code and unknown ones count as WIB."""
    province = region_id[:2]
    return "WITA" if province in _WITA else "WIT" if province in _WIT else "WIB"


def local(text: str, zone: str) -> datetime:
    """Return a written moment as the wall clock of WIB, WITA or WIT."""
    return from_moment(text).astimezone(ZONES.get(zone, ZONES["WIB"]))


class HybridClock:
    """A clock that never runs backwards: milliseconds UTC, a counter, the device; as text it sorts in time order."""

    def __init__(self, device_id: str, now: Now = utc_now, last: str = "") -> None:
        self.device_id = device_id
        self.now = now
        self._ms, self._count = read_clock(last) if last else (0, 0)

    def stamp(self) -> str:
        """Return the next reading, later than every reading given or seen before."""
        wall = int(self.now().timestamp() * 1000)
        self._ms, self._count = (wall, 0) if wall > self._ms else (self._ms, self._count + 1)
        return write_clock(self._ms, self._count, self.device_id)

    def saw(self, reading: str, server_ms: int) -> None:
        """Take notice of a reading from elsewhere, never more than five minutes ahead of the server."""
        ms, count = read_clock(reading)
        ms = min(ms, server_ms + MAX_AHEAD_MS)
        self._ms, self._count = max((self._ms, self._count), (ms, count))


def write_clock(ms: int, count: int, device_id: str) -> str:
    """Write a reading so that text order is time order."""
    return f"{max(ms, 0):014d}-{count:05d}-{device_id}"


def read_clock(reading: str) -> tuple[int, int]:
    """Return (milliseconds since 1970, counter) of a reading; raises ValueError when it is not one."""
    ms, count, _device = reading.split("-", 2)
    return int(ms), int(count)


def bounded(reading: str, server_ms: int) -> str:
    """Return the reading, held to at most five minutes ahead of the server; the order of others is not bent."""
    ms, count = read_clock(reading)
    device = reading.split("-", 2)[2]
    return write_clock(min(ms, server_ms + MAX_AHEAD_MS), count, device)
