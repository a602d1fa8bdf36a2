"""What the status bar says: what waits, when it was last sent, what needs the person, and when it was last copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from fieldapp.store.tables import blob, conflict, meta, outbox

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
        states = dict(
            con.execute(
                sa.select(outbox.c.state, sa.func.count()).where(outbox.c.state.in_(("waiting", "refused"))).group_by(outbox.c.state)
            ).all()
        )
        differs = con.execute(sa.select(sa.func.count()).select_from(conflict).where(conflict.c.state == "open")).scalar() or 0
        photos = con.execute(sa.select(sa.func.count()).select_from(blob).where(blob.c.state == "local")).scalar() or 0
        saved = con.execute(sa.select(outbox.c.made_at).order_by(outbox.c.n.desc()).limit(1)).scalar()
        facts = {
            row.name: row.value
            for row in con.execute(sa.select(meta).where(meta.c.name.in_(("last_sync", "backup", "clock_off", "sync_problem"))))
        }
    return Status(
        waiting=states.get("waiting", 0), photos_waiting=photos, last_sync=facts.get("last_sync"), needs_you=differs + states.get("refused", 0),
        last_backup=facts.get("backup"), saved_at=saved, enrolled=ws.user.server_url is not None, clock_off=facts.get("clock_off"),
        sync_problem=facts.get("sync_problem"),
    )  # fmt: skip
