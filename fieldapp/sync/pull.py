"""Pull: what is new in one's areas comes in page by page; each page, its cursors and one's own waiting changes in one local transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain.moments import from_moment, moment, read_clock
from fieldapp.domain.ops import read_bucket
from fieldapp.store import cards
from fieldapp.store import cursors as kept
from fieldapp.store.feed import let_go, purge_bucket, start_over, take_in
from fieldapp.sync.protocol import PAGE_BYTES, Event, Office, PullAnswer, PullRequest
from fieldapp.sync.standing import known_epoch, notice_clock, notice_epoch

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection

DIFFERENCE = {"entity", "row", "root", "name", "policy", "values", "state"}

_PARTS = tuple(part.name for part in fields(Event))


def pull(
    ws: Workspace, office: Office, progress: Callable[[int, int], None], cancelled: Callable[[], bool], max_bytes: int = PAGE_BYTES
) -> int:
    """Read until nothing is new, or until cancelled between two pages; returns how many records came. Raises the Problems of the office."""
    came = 0
    asked: tuple[dict[str, int], int | None] | None = None
    while not cancelled():
        with ws.reading() as con:
            cursors, epoch = kept.reached(con), known_epoch(con)
        if asked == (cursors, epoch):
            raise problems.ANSWER_NONSENSE()  # the page before brought nothing and yet promised more: it would do so for ever
        asked = cursors, epoch
        answer = office.pull(PullRequest(cursors, max_bytes))
        check(answer)
        came += take_in_page(ws, answer)
        left = sum(max(head.head - cursors.get(head.bucket, 0), 0) for head in answer.buckets)
        progress(came, max(came, left))
        if not answer.more and epoch in (None, answer.epoch):  # else this page only told that the office was restored
            return came
    return came


def check(answer: PullAnswer) -> None:
    """Raise ANSWER_NONSENSE unless moments, places and clock readings of a page can be read and each difference is whole."""
    try:
        from_moment(answer.server_time)
        for bucket in {*(head.bucket for head in answer.buckets), *(event.bucket for event in answer.events)}:
            read_bucket(bucket)
        for reading in {event.clock for event in answer.events if event.clock}:
            read_clock(reading)
    except (ValueError, problems.Problem) as wrong:
        raise problems.ANSWER_NONSENSE() from wrong
    whole = all(event.gone or event.data.keys() >= DIFFERENCE for event in answer.events if event.entity == "conflict")
    if not whole or any(event.seq < 0 for event in answer.events):
        raise problems.ANSWER_NONSENSE()


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
        touched |= let_go(con, granted)
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
