"""Where every record is on its way, in one list: what needs the person first, then drafts, what waits, and what arrived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from fieldapp.domain.moments import local
from fieldapp.language import _
from fieldapp.services.chips import RecordLine, RecordState
from fieldapp.services.differences import DifferenceView, ValueView, difference, open_differences, settle
from fieldapp.services.drafts import drafts
from fieldapp.services.labels import noun_label
from fieldapp.services.refusals import RefusedView, drop, open_refusals, refused, retry
from fieldapp.services.subjects import subject, written_when
from fieldapp.store import outbox, summary

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection

Only = Literal["here", "received", "needs_you", "draft"]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many records are where; ``bytes_waiting`` is text, ``photo_bytes_waiting`` photos."""

    here: int
    received: int
    needs_you: int
    drafts: int
    photos_waiting: int
    bytes_waiting: int
    photo_bytes_waiting: int


def counts(ws: Workspace) -> Counts:
    """Return how many records are where."""
    with ws.reading() as con:
        work, size = summary.work(con), summary.volume(con)
    return Counts(
        size.here, size.received, work.differs + work.refused, size.drafts, work.photos, size.bytes_waiting, size.photo_bytes_waiting
    )


def records(ws: Workspace, *, only: Only | None = None, limit: int = 50, offset: int = 0) -> tuple[RecordLine, ...]:
    """Return records by what they need: differences and refusals first, then drafts, what waits, and what arrived, newest first."""
    lines: list[RecordLine] = []
    with ws.reading() as con:
        if only in (None, "needs_you"):
            lines += open_differences(con) + open_refusals(con, ws.zone)
        if only in (None, "here"):
            lines += _moving(con, ws, "waiting", limit + offset)
        if only in (None, "received"):
            lines += _moving(con, ws, "merged", limit + offset)
    if only in (None, "draft"):
        drafted = [
            RecordLine(f"draft:{d.id}", _("Kunjungan {name}").format(name=d.household_name),
                       _("Draf {answered}/{total} · tidak dikirim").format(answered=d.answered, total=d.total), RecordState("draft"), "draft", d.household_id)
            for d in drafts(ws)
        ]  # fmt: skip
        needing = [line for line in lines if line.kind in ("difference", "refused")]
        lines = [*needing, *drafted, *(line for line in lines if line.kind == "record")]
    return tuple(lines[offset : offset + limit])


def _moving(con: Connection, ws: Workspace, state: str, limit: int) -> list[RecordLine]:
    lines = []
    for row in outbox.by_record(con, state, limit):
        if row.entity == "attachment" and state == "waiting":
            record = RecordState("photo_later")
        else:
            record = RecordState("here" if state == "waiting" else "received")
        name, home = subject(con, row.entity, row.row_id)
        title = _("{noun} {name}").format(noun=noun_label(row.entity), name=name)
        caption = _("{changes} perubahan · {when}").format(changes=row.changes, when=written_when(row.made_at, ws.zone))
        lines.append(RecordLine(f"record:{row.entity}:{row.row_id}", title, caption, record, "record", home))
    return lines


def last_reading(ws: Workspace) -> date | None:
    """Return the day of the last sync, or None."""
    told = ws.store.meta("last_sync")
    return local(told, ws.zone).date() if told else None


__all__ = [
    "Counts",
    "DifferenceView",
    "Only",
    "RecordLine",
    "RefusedView",
    "ValueView",
    "counts",
    "difference",
    "drop",
    "last_reading",
    "records",
    "refused",
    "retry",
    "settle",
]
