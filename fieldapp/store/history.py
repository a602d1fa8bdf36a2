"""Past values as they are kept: what the office told of every change, and one's own changes that it has not told of yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldapp.domain import nouns
from fieldapp.domain.merge import DELETED, Policy
from fieldapp.domain.moments import from_moment
from fieldapp.domain.ops import Op, read_op
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import SYNCED, change, conflict, outbox, shadow

CHUNK = 400
ACT = "_act"  # beside the fields of ``told``: the act the change was part of
PARTS = ("entity", "row", "kind", "op", "act", "by", "at", "device")
COUNTED = ("waiting", "merged", "different")  # what the office refused, or was let rest, never became so


@dataclass(frozen=True, slots=True)
class Step:
    """One field from one value to the next; ``op`` is behind the earlier value. ``aside``: kept, but another value shows."""

    was: Any
    op: str | None
    became: Any
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """One change of one record: who, when, on which laptop, and what stood there before; ``waiting`` while the office does not have it."""

    op: str
    act: str
    entity: str
    row_id: str
    kind: str
    by: str | None
    at: str
    device: str | None
    steps: Mapping[str, Step]
    waiting: bool = False


def readable(event: Mapping[str, Any]) -> bool:
    """Say whether an event of the feed tells of past values in a form this version reads."""
    data = event["data"]
    if event["entity"] != "change" or event["gone"]:
        return False
    texts = all(isinstance(data.get(part), str) for part in PARTS)
    told = data.get("told")
    return texts and isinstance(told, dict) and _is_moment(data["at"]) and all(isinstance(s, list) and len(s) >= 3 for s in told.values())


def _is_moment(text: str) -> bool:
    try:
        from_moment(text)
    except ValueError:
        return False
    return True


def keep(con: Connection, events: Sequence[Mapping[str, Any]]) -> None:
    """Keep past values the office told, many at once."""
    values = [
        {
            "op": data["op"], "entity": data["entity"], "row_id": data["row"], "bucket": event["bucket"], "root": event["root"], "seq": event["seq"],
            "by": data["by"], "at": data["at"], "device": data["device"], "kind": data["kind"], "told": {**data["told"], ACT: data["act"]},
        }
        for event in events
        for data in (event["data"],)
    ]  # fmt: skip
    if values:
        insert = upsert(change)
        con.execute(
            insert.on_conflict_do_update(index_elements=["op"], set_={n: insert.excluded[n] for n in values[0] if n != "op"}), values
        )


def of_records(con: Connection, row_ids: Iterable[str]) -> list[Past]:
    """Return the changes of these records, each record's in the order in which they came to stand; one's own on their way last."""
    ids = list(dict.fromkeys(row_ids))
    found: list[Past] = []
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        told = con.execute(sa.select(change).where(change.c.row_id.in_(some)).order_by(change.c.seq)).all()
        found += [_told(row) for row in told]
        found += _own(con, some, told)
    return found


def state_here(con: Connection, op: str) -> str | None:
    """Return where an op made on this laptop is on its way (waiting, merged ...); None for one made elsewhere."""
    return con.execute(sa.select(outbox.c.state).where(outbox.c.op == op)).scalar()


def _told(row: Found) -> Past:
    steps = {name: Step(s[0], s[1], s[2], len(s) > 3 and bool(s[3])) for name, s in row.told.items() if name != ACT}
    return Past(row.op, row.told.get(ACT, row.op), row.entity, row.row_id, row.kind, row.by, row.at or "", row.device, steps)


def _own(con: Connection, ids: Sequence[str], told: Sequence[Found]) -> list[Past]:
    """Return one's own changes that the office has not told of: still waiting, or merged and not read back."""
    sent = con.execute(
        sa.select(outbox.c.raw, outbox.c.op, outbox.c.entity, outbox.c.row_id, outbox.c.device, outbox.c.state)
        .where(outbox.c.row_id.in_(ids), outbox.c.state.in_(COUNTED))
        .order_by(outbox.c.n)
    ).all()
    known = {row.op for row in told}
    if all(row.op in known for row in sent):
        return []
    now: dict[str, dict[str, Any]] = {}
    ops = [(row, read_op(bytes(row.raw))) for row in sent]
    for row, op in ops:
        if op.kind == "put" and "created_at" in op.fields:
            now[row.row_id] = {**op.fields, "bucket": list(op.bucket)}
    for row in told:
        standing = now.setdefault(row.row_id, {})
        standing.update({name: step[2] for name, step in row.told.items() if name != ACT and len(step) == 3})
    for base in con.execute(sa.select(shadow).where(shadow.c.row_id.in_(ids), shadow.c.known == sa.true())):
        now[base.row_id] = {**base.data, "bucket": [base.region_id, base.bucket_class], **now.get(base.row_id, {})}
    made = []
    for row, op in ops:
        if row.op not in known and not ("created_at" in op.fields and op.kind == "put"):
            steps = _steps(con, row.entity, op, now.setdefault(row.row_id, {}))
            waiting = row.state == "waiting"
            made.append(Past(op.op, op.act, row.entity, row.row_id, op.kind, op.by, op.at, row.device, steps, waiting))
    return [past for past in made if past.steps]


def _steps(con: Connection, entity: str, op: Op, now: dict[str, Any]) -> dict[str, Step]:
    """Return what an own op changes on top of ``now``, and let ``now`` go on."""
    steps: dict[str, Step] = {}
    for name, value in _becomes(con, entity, op, now).items():
        was = now.get(name)
        if was != value:
            steps[name] = Step(was, op.base.get(name), value)
        now[name] = value
    return steps


def _becomes(con: Connection, entity: str, op: Op, now: Mapping[str, Any]) -> dict[str, Any]:
    if op.kind == "delete":
        return {DELETED: True}
    if op.kind == "move":
        return {"bucket": op.fields["bucket"]}
    if op.kind == "settle":
        return _choice(con, op)
    if op.kind == "remove":
        return {name: sorted(set(now.get(name) or ()) - set(gone)) for name, gone in op.fields.items()}
    sets = {name for name, policy in nouns.policies_of(entity).items() if policy is Policy.S}
    return {name: sorted({*(now.get(name) or ()), *(value or ())}) if name in sets else value for name, value in op.fields.items()}


def _choice(con: Connection, op: Op) -> dict[str, Any]:
    found = con.execute(sa.select(conflict.c.name, conflict.c.told).where(conflict.c.id == op.id)).one_or_none()
    if found is None:
        return {}
    if "value" in op.fields:
        return {found.name: op.fields["value"]}
    picked = [value["value"] for value in found.told["values"] if value["op"] == op.fields.get("choice")]
    return {found.name: picked[0]} if picked else {}


def lines_of(con: Connection, entity: str, test: sa.ColumnElement[bool], *columns: str) -> Sequence[Found]:
    """Return records of a noun that are not in the bin, only with what a line tells: ``id``, who made it and when, and these columns."""
    table = SYNCED[entity]
    wanted = [table.c[name] for name in ("id", "created_at", "created_by", *columns)]
    return con.execute(sa.select(*wanted).where(test, table.c.deleted == sa.false())).all()


def in_family(con: Connection, entity: str, ids: Sequence[str], *columns: str, by: str = "household_id") -> Sequence[Found]:
    """Return the lines of a noun's records about a family that stands under these ids."""
    return lines_of(con, entity, SYNCED[entity].c[by].in_(ids), *columns)


def verdicts(con: Connection, ids: Sequence[str]) -> Sequence[Found]:
    """Return the questionnaires filled about a family; of the scores only ``verdict``, ``kind`` and ``summary``, not their working."""
    told = SYNCED["assessment"].c
    scores = [told.scores[name].as_string().label(name) for name in ("verdict", "kind", "summary")]
    query = sa.select(told.id, told.created_at, told.created_by, told.assessed_on, told.form, told.visit_id, *scores)
    return con.execute(query.where(told.household_id.in_(ids), told.deleted == sa.false())).all()


def events_of(con: Connection, ids: Sequence[str]) -> Sequence[Found]:
    """Return who came into a family or left it, when and why."""
    told = SYNCED["membership"].c
    here = sa.or_(told.household_id.in_(ids), told.left_household_id.in_(ids))
    return lines_of(con, "membership", here, "person_id", "household_id", "left_household_id", "since", "reason", "note")


def mergers_of(con: Connection, row_ids: Sequence[str]) -> Sequence[Found]:
    """Return the mergers into these records, those undone too."""
    told = SYNCED["merge_record"].c
    return lines_of(con, "merge_record", told.survivor_id.in_(row_ids), "entity", "survivor_id", "loser_id", "undone_at")


def imports_of(con: Connection, row_ids: Sequence[str], entity: str) -> Sequence[Found]:
    """Return the imports that these records of a noun came with, each once with ``format`` and ``undone_at``."""
    table, batch = SYNCED[entity], SYNCED["import_batch"].c
    came = sa.select(table.c.batch_id).where(table.c.id.in_(row_ids), table.c.batch_id.is_not(None))
    return lines_of(con, "import_batch", batch.id.in_(came), "format", "undone_at")


def members_ever(con: Connection, ids: Sequence[str]) -> Sequence[Found]:
    """Return everyone kept in a family, those in the bin too: ``id``, ``name``, ``batch_id``."""
    told = SYNCED["person"].c
    return con.execute(sa.select(told.id, told.name).where(told.household_id.in_(ids))).all()


def ids_under(con: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Return the other records about a family whose changes belong on its line, each with its noun: its house, its PPKS, its aid."""
    found: dict[str, str] = {}
    for entity in ("ppks_case", "enrolment"):
        told = SYNCED[entity].c
        found |= dict.fromkeys(con.execute(sa.select(told.id).where(told.household_id.in_(ids))).scalars(), entity)
    home = SYNCED["household"].c
    houses = con.execute(sa.select(home.dwelling_id).where(home.id.in_(ids), home.dwelling_id.is_not(None))).scalars()
    return found | dict.fromkeys(houses, "dwelling")


__all__ = [
    "ACT",
    "Past",
    "Step",
    "events_of",
    "ids_under",
    "imports_of",
    "in_family",
    "keep",
    "lines_of",
    "members_ever",
    "mergers_of",
    "of_records",
    "readable",
    "state_here",
    "verdicts",
]
