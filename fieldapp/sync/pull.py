"""Pull: what is new in one's areas comes in page by page; each page, its cursors and one's own waiting changes in one local transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING

from fieldapp.domain.moments import from_moment, moment
from fieldapp.store import cards
from fieldapp.store import cursors as kept
from fieldapp.store.feed import purge_bucket, start_over, take_in
from fieldapp.sync.protocol import PAGE_BYTES, Event, Office, PullAnswer, PullRequest
from fieldapp.sync.standing import notice_clock, notice_epoch

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection

_PARTS = tuple(part.name for part in fields(Event))


def pull(
    ws: Workspace, office: Office, progress: Callable[[int, int], None], cancelled: Callable[[], bool], max_bytes: int = PAGE_BYTES
) -> int:
    """Read until nothing is new, or until cancelled between two pages; returns how many records came. Raises the Problems of the office."""
    came = 0
    while not cancelled():
        with ws.reading() as con:
            cursors = kept.reached(con)
        answer = office.pull(PullRequest(cursors, max_bytes))
        came += take_in_page(ws, answer)
        left = sum(max(head.head - cursors.get(head.bucket, 0), 0) for head in answer.buckets)
        progress(came, max(came, left))
        if not answer.more:
            return came
    return came


def take_in_page(ws: Workspace, answer: PullAnswer) -> int:
    """Put one page in place; a cut before the end of the transaction leaves everything as it was. Returns how many records came."""
    with ws.writing() as con:
        restored = notice_epoch(con, answer.server_id, answer.epoch)
        if restored:
            start_over(con)
            return 0
        notice_clock(con, answer.server_time, moment(ws.now()))
        granted = {head.bucket for head in answer.buckets}
        held = set(kept.reached(con))
        touched: set[str] = set()
        for bucket in held - granted:
            touched |= purge_bucket(con, bucket)
        touched |= take_in(con, ({name: getattr(event, name) for name in _PARTS} for event in answer.events))
        _move_cursors(con, answer)
        cards.refresh(con, touched)
    server_ms = int(from_moment(answer.server_time).timestamp() * 1000)
    for reading in {event.clock for event in answer.events if event.clock}:
        ws.store.author.clock.saw(reading, server_ms)
    return len(answer.events)


def _move_cursors(con: Connection, answer: PullAnswer) -> None:
    heads = {head.bucket: head for head in answer.buckets}
    reached: dict[str, int] = {}
    for event in answer.events:
        reached[event.bucket] = max(reached.get(event.bucket, 0), event.seq)
    if not answer.more:
        reached |= {bucket: head.head for bucket, head in heads.items()}
    for bucket, seq in reached.items():
        if bucket in heads:
            kept.move(con, bucket, seq, heads[bucket].digest)
