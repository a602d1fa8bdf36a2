"""Where every record is on its way, and what needs the person: differences to choose between, refusals to mend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from fieldapp import problems
from fieldapp.domain.moments import local, moment
from fieldapp.domain.ops import read_op
from fieldapp.domain.roles import COORDINATORS, may
from fieldapp.domain.written import date_medium, moment_written
from fieldapp.language import _
from fieldapp.services.chips import RecordState
from fieldapp.services.drafts import drafts
from fieldapp.services.households import refusal
from fieldapp.services.labels import field_label, noun_label, value_text
from fieldapp.store.feed import rebase
from fieldapp.store.tables import SYNCED, blob, card, conflict, household, meta, outbox, person, pillar

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

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


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record on its way. ``key`` opens it: ``difference:ID``, ``refused:OP``, ``record:ENTITY:ID`` or ``draft:ID``."""

    key: str
    title: str
    caption: str
    state: RecordState
    kind: Literal["difference", "refused", "record", "draft"]
    household_id: str | None


@dataclass(frozen=True, slots=True)
class ValueView:
    """One of the values two people wrote."""

    op: str
    text: str
    by_name: str
    is_mine: bool
    at_text: str
    device_text: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """Two values side by side, with who and when; ``values`` has the one that shows now first."""

    key: str
    title: str
    subject: str
    label: str
    policy: str
    entity: str
    field: str
    values: tuple[ValueView, ...]
    history: tuple[tuple[str, str, str], ...]
    may_settle: bool
    why_not: str
    household_id: str | None


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


def counts(ws: Workspace) -> Counts:
    """Return how many records are where."""
    with ws.reading() as con:
        here = con.execute(sa.select(sa.func.count(sa.distinct(outbox.c.row_id))).where(outbox.c.state == "waiting")).scalar() or 0
        size = con.execute(sa.select(sa.func.sum(sa.func.length(outbox.c.raw))).where(outbox.c.state == "waiting")).scalar() or 0
        received = sum(
            con.execute(sa.select(sa.func.count()).select_from(table).where(table.c.seq > 0, table.c.pending == 0)).scalar() or 0
            for entity, table in SYNCED.items() if entity != "attachment"
        )  # fmt: skip
        needs = con.execute(sa.select(sa.func.count()).select_from(conflict).where(conflict.c.state == "open")).scalar() or 0
        needs += con.execute(sa.select(sa.func.count()).select_from(outbox).where(outbox.c.state == "refused")).scalar() or 0
        photos, photo_bytes = con.execute(
            sa.select(sa.func.count(), sa.func.sum(blob.c.size - blob.c.sent)).where(blob.c.state == "local")
        ).one()
        written = con.execute(sa.text("SELECT count(*) FROM draft")).scalar() or 0
    return Counts(here, received, needs, written, photos, size, photo_bytes or 0)


def records(ws: Workspace, *, only: Only | None = None, limit: int = 50, offset: int = 0) -> tuple[RecordLine, ...]:
    """Return records by what they need: differences and refusals first, then drafts, what waits, and what arrived, newest first."""
    lines: list[RecordLine] = []
    with ws.reading() as con:
        names = _Names(con)
        if only in (None, "needs_you"):
            lines += _differences(con, names) + _refused(con, names, ws)
        if only in (None, "here"):
            lines += _moving(con, names, ws, "waiting", limit + offset)
        if only in (None, "received"):
            lines += _moving(con, names, ws, "merged", limit + offset)
    if only in (None, "draft"):
        drafted = [
            RecordLine(f"draft:{d.id}", _("Kunjungan {name}").format(name=d.household_name),
                       _("Draf {answered}/{total} · tidak dikirim").format(answered=d.answered, total=d.total), RecordState("draft"), "draft", d.household_id)
            for d in drafts(ws)
        ]  # fmt: skip
        needing = [line for line in lines if line.kind in ("difference", "refused")]
        lines = [*needing, *drafted, *(line for line in lines if line.kind == "record")]
    return tuple(lines[offset : offset + limit])


class _Names:
    """Names of families and people, read once for a list."""

    def __init__(self, con: sa.Connection) -> None:
        self.con = con

    def subject(self, entity: str, row_id: str) -> tuple[str, str | None]:
        """Return what a record is about in a name, and its family."""
        if entity == "person":
            row = self.con.execute(sa.select(person.c.name, person.c.household_id).where(person.c.id == row_id)).one_or_none()
            return (row.name or "–", row.household_id) if row else ("–", None)
        table = SYNCED.get(entity)
        home: str | None = row_id
        if entity == "dwelling":
            home = self.con.execute(sa.select(household.c.id).where(household.c.dwelling_id == row_id)).scalar()
        elif entity != "household" and table is not None:
            home = self.con.execute(sa.select(table.c.household_id).where(table.c.id == row_id)).scalar()
        name = self.con.execute(sa.select(card.c.name).where(card.c.household_id == home)).scalar()
        return name or "–", home

    def person(self, user_id: str | None) -> str:
        """Return a colleague's name."""
        return self.con.execute(sa.select(pillar.c.name).where(pillar.c.id == user_id)).scalar() or _("rekan")


def _differences(con: sa.Connection, names: _Names) -> list[RecordLine]:
    lines = []
    for row in con.execute(sa.select(conflict).where(conflict.c.state == "open").order_by(conflict.c.id.desc())):
        subject, home = names.subject(row.entity, row.row_id)
        title = _("{name}: {field}").format(name=subject, field=field_label(row.entity, row.name))
        lines.append(RecordLine(f"difference:{row.id}", title, noun_label(row.entity), RecordState("different"), "difference", home))
    return lines


def _refused(con: sa.Connection, names: _Names, ws: Workspace) -> list[RecordLine]:
    lines = []
    for row in con.execute(sa.select(outbox).where(outbox.c.state == "refused").order_by(outbox.c.n.desc())):
        op = read_op(row.raw)
        subject, home = names.subject(row.entity, row.row_id)
        if subject == "–":
            subject = str(op.fields.get("name") or "–")
        caption = _("{noun} · ditolak {day}").format(noun=noun_label(row.entity), day=_when(row.answered_at or row.made_at, ws.zone))
        lines.append(RecordLine(f"refused:{row.op}", subject, caption, RecordState("refused", refusal(row.code)), "refused", home))
    return lines


def _moving(con: sa.Connection, names: _Names, ws: Workspace, state: str, limit: int) -> list[RecordLine]:
    latest = sa.func.max(outbox.c.n).label("latest")
    query = (
        sa.select(outbox.c.entity, outbox.c.row_id, latest, sa.func.max(outbox.c.made_at).label("made_at"), sa.func.count().label("changes"))
        .where(outbox.c.state == state).group_by(outbox.c.entity, outbox.c.row_id).order_by(latest.desc()).limit(limit)
    )  # fmt: skip
    lines = []
    for row in con.execute(query):
        if row.entity == "attachment" and state == "waiting":
            record = RecordState("photo_later")
        else:
            record = RecordState("here" if state == "waiting" else "received")
        subject, home = names.subject(row.entity, row.row_id)
        title = _("{noun} {name}").format(noun=noun_label(row.entity), name=subject)
        caption = _("{changes} perubahan · {when}").format(changes=row.changes, when=_when(row.made_at, ws.zone))
        lines.append(RecordLine(f"record:{row.entity}:{row.row_id}", title, caption, record, "record", home))
    return lines


def _when(at: str, zone: str) -> str:
    here = local(at, zone)
    return f"{date_medium(here.date())} {here:%H.%M}"


def difference(ws: Workspace, key: str) -> DifferenceView:
    """Return two values side by side; raises CONFLICT_UNKNOWN."""
    with ws.reading() as con:
        row = con.execute(sa.select(conflict).where(conflict.c.id == key.removeprefix("difference:"))).one_or_none()
        if row is None:
            raise problems.CONFLICT_UNKNOWN()
        names = _Names(con)
        subject, home = names.subject(row.entity, row.row_id)
        values = tuple(_value(row, told, names, ws) for told in row.told["values"])
    allowed, why_not = _may_settle(ws, row)
    return DifferenceView(
        f"difference:{row.id}", _("{field} {name}").format(field=field_label(row.entity, row.name), name=subject), subject, field_label(row.entity, row.name),
        row.policy, row.entity, row.name, values, (), allowed and row.state == "open", why_not, home,
    )  # fmt: skip


def _value(row: sa.Row[Any], told: dict[str, Any], names: _Names, ws: Workspace) -> ValueView:
    mine = told.get("by") == ws.user.id
    device = told.get("device") or ""
    here = device == ws.device_id
    at = told.get("at")
    return ValueView(
        told["op"], value_text(row.entity, row.name, told["value"]), _("Isian Anda") if mine else names.person(told.get("by")), mine,
        moment_written(at, ws.zone) if at else "", _("laptop ini") if here else _("laptop lain"),
    )  # fmt: skip


def _may_settle(ws: Workspace, row: sa.Row[Any]) -> tuple[bool, str]:
    cls = row.bucket.rpartition("/")[2]
    if not may(ws.user.role, "settle", "conflict", cls):
        return False, _("Peran Anda tidak memutuskan isian berbeda. Koordinator yang memilih.")
    mine = any(told.get("by") == ws.user.id for told in row.told["values"])
    if row.policy == "R":
        if ws.user.role not in COORDINATORS:
            return False, _("Isian ini diputuskan koordinator. Kedua isian tetap tersimpan.")
        if mine:
            return False, _("Perlu koordinator lain: Anda sendiri yang mengisi salah satunya.")
        return True, ""
    if ws.user.role not in COORDINATORS and not mine:
        return False, _("Hanya pengisi atau koordinator yang memilih.")
    return True, ""


def settle(ws: Workspace, key: str, *, op: str | None = None, value: Any = None, note: str = "") -> None:
    """Choose one of the values (its op), or write another; shown at once, everywhere after the next sync. Raises CONFLICT_UNKNOWN and OP_NOT_ALLOWED."""
    view = difference(ws, key)
    if not view.may_settle:
        raise problems.OP_NOT_ALLOWED()
    with ws.transaction() as act:
        act.settle(key.removeprefix("difference:"), choice=op, value=value, note=note)


def refused(ws: Workspace, key: str) -> RefusedView:
    """Return a change the office did not take; raises RECORD_UNKNOWN."""
    with ws.reading() as con:
        row = _refused_row(con, key)
        op = read_op(row.raw)
        subject, home = _Names(con).subject(row.entity, row.row_id)
    lines = tuple(
        (field_label(row.entity, name), value_text(row.entity, name, value)) for name, value in op.fields.items() if name not in _PLUMBING
    )
    title = _("{noun}: ditolak pusat").format(noun=noun_label(row.entity))
    return RefusedView(
        key,
        title,
        subject if subject != "–" else str(op.fields.get("name") or "–"),
        refusal(row.code),
        lines,
        _when(row.made_at, ws.zone),
        home,
    )


_PLUMBING = {"created_by", "created_at", "zone", "code", "household_id", "dwelling_id", "head_id", "household_ids", "answers", "scores"}


def _refused_row(con: sa.Connection, key: str) -> sa.Row[Any]:
    row = con.execute(sa.select(outbox).where(outbox.c.op == key.removeprefix("refused:"), outbox.c.state == "refused")).one_or_none()
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
            act.con.execute(sa.update(outbox).where(outbox.c.op == row.op).values(state="dropped", answered_at=moment(ws.now())))


def drop(ws: Workspace, key: str) -> None:
    """Let a refused change rest: it leaves the list, its content stays in this laptop's file."""
    with ws.writing() as con:
        row = _refused_row(con, key)
        con.execute(sa.update(outbox).where(outbox.c.op == row.op).values(state="dropped"))
        rebase(con, row.entity, row.row_id)


def last_reading(ws: Workspace) -> date | None:
    """Return the day of the last sync, or None."""
    with ws.reading() as con:
        told = con.execute(sa.select(meta.c.value).where(meta.c.name == "last_sync")).scalar()
    return local(told, ws.zone).date() if told else None
