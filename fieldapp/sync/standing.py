"""What this laptop remembers of the office between two syncs: which server it is, its epoch, and how far the clocks are apart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain.moments import from_moment
from fieldapp.store.transaction import get_meta, put_meta

if TYPE_CHECKING:
    from fieldapp.store.rows import Connection

CLOCK_SLACK = timedelta(days=1)


def notice_epoch(con: Connection, server_id: str, epoch: int) -> bool:
    """Remember the office's epoch; returns True when it was restored from a backup since. Raises OTHER_SERVER for another office."""
    known = get_meta(con, "server_id")
    if known is not None and known != server_id:
        raise problems.OTHER_SERVER()
    before = get_meta(con, "epoch")
    if before != epoch:
        put_meta(con, "server_id", server_id)
        put_meta(con, "epoch", epoch)
    return before is not None and epoch != before


def known_epoch(con: Connection) -> int | None:
    """Return the office's epoch as it was last told; None before the first answer."""
    known = get_meta(con, "epoch")
    return None if known is None else int(known)


def notice_clock(con: Connection, server_time: str, here: str) -> None:
    """Remember whether this laptop's clock is off by more than a day; it changes no outcome, it is only shown."""
    apart = from_moment(here) - from_moment(server_time)
    off = f"{apart.total_seconds() / 86400:+.0f}" if abs(apart) > CLOCK_SLACK else None
    put_meta(con, "clock_off", off)
