"""What the status bar says: what waits, when it was last sent, what needs the person, and when it was last copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp.store import summary

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Status:
    """Counts and moments (UTC text) of this laptop. ``waiting`` counts changes not yet taken by the office, photos apart."""

    waiting: int
    photos_waiting: int
    last_sync: str | None
    needs_you: int
    last_backup: str | None
    saved_at: str | None
    enrolled: bool
    clock_off: str | None
    sync_problem: str | None


def status(ws: Workspace) -> Status:
    """Return the status now; bounded to a few milliseconds."""
    with ws.reading() as con:
        work = summary.work(con)
        saved = summary.last_saved(con)
        facts = summary.facts(con, "last_sync", "backup", "clock_off", "sync_problem")
    return Status(
        waiting=work.waiting, photos_waiting=work.photos, last_sync=facts.get("last_sync"), needs_you=work.differs + work.refused,
        last_backup=facts.get("backup"), saved_at=saved, enrolled=ws.user.server_url is not None, clock_off=facts.get("clock_off"),
        sync_problem=facts.get("sync_problem"),
    )  # fmt: skip
