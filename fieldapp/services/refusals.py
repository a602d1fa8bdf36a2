"""Changes the office did not take: why, what they said, and sending them again or letting them rest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain.moments import moment
from fieldapp.domain.ops import read_op
from fieldapp.language import _
from fieldapp.services.chips import RecordLine, RecordState
from fieldapp.services.labels import field_label, noun_label, value_text
from fieldapp.services.states import refusal
from fieldapp.services.subjects import NOBODY, subject, written_when
from fieldapp.store import outbox
from fieldapp.store.feed import rebase

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found

_PLUMBING = {"created_by", "created_at", "zone", "code", "household_id", "dwelling_id", "head_id", "household_ids", "answers", "scores"}


@dataclass(frozen=True, slots=True)
class RefusedView:
    """A change the office did not take, with the reason and what it said."""

    key: str
    title: str
    subject: str
    reason: str
    lines: tuple[tuple[str, str], ...]
    made_text: str
    household_id: str | None


def open_refusals(con: Connection, zone: str) -> list[RecordLine]:
    """Return the changes the office refused as lines, the newest first."""
    lines = []
    for row in outbox.refused(con):
        name, home = _about(con, row)
        caption = _("{noun} · ditolak {day}").format(noun=noun_label(row.entity), day=written_when(row.answered_at or row.made_at, zone))
        lines.append(RecordLine(f"refused:{row.op}", name, caption, RecordState("refused", refusal(row.code)), "refused", home))
    return lines


def refused(ws: Workspace, key: str) -> RefusedView:
    """Return a change the office did not take; raises RECORD_UNKNOWN."""
    with ws.reading() as con:
        row = _refused_row(con, key)
        name, home = _about(con, row)
    op = read_op(row.raw)
    lines = tuple(
        (field_label(row.entity, name), value_text(row.entity, name, value)) for name, value in op.fields.items() if name not in _PLUMBING
    )
    title = _("{noun}: ditolak pusat").format(noun=noun_label(row.entity))
    return RefusedView(
        key,
        title,
        name,
        refusal(row.code),
        lines,
        written_when(row.made_at, ws.zone),
        home,
    )


def _about(con: Connection, row: Found) -> tuple[str, str | None]:
    """A refused new record is nowhere but in its op: there its name is read."""
    name, home = subject(con, row.entity, row.row_id)
    return (str(read_op(row.raw).fields.get("name") or NOBODY) if name == NOBODY else name), home


def _refused_row(con: Connection, key: str) -> Found:
    row = outbox.one_refused(con, key.removeprefix("refused:"))
    if row is None:
        raise problems.RECORD_UNKNOWN()
    return row


def retry(ws: Workspace, keys: Iterable[str]) -> None:
    """Send refused changes again, as new ops with the same content, after the reason was removed."""
    with ws.transaction() as act:
        for key in keys:
            row = _refused_row(act.con, key)
            op = read_op(row.raw)
            act.record(row.entity, row.row_id, op.kind, op.fields, root=op.root, bucket=op.bucket, form=op.form)
            outbox.let_rest(act.con, row.op, moment(ws.now()))


def drop(ws: Workspace, key: str) -> None:
    """Let a refused change rest: it leaves the list, its content stays in this laptop's file."""
    with ws.writing() as con:
        row = _refused_row(con, key)
        outbox.let_rest(con, row.op)
        rebase(con, row.entity, row.row_id)
