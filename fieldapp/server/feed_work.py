"""The office's desk: changes of one batch are laid onto the records they touch, act by act, before anything is written."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from fieldapp import problems
from fieldapp.domain import roles
from fieldapp.domain.merge import DELETED, INTO, Difference, Row, merge, settle
from fieldapp.domain.moments import bounded
from fieldapp.domain.nouns import policies_of
from fieldapp.domain.ops import Op
from fieldapp.domain.shapes import fits
from fieldapp.problems import Problem
from fieldapp.server.accounts import Standing
from fieldapp.server.feed import Held
from fieldapp.server.feed_check import Incoming, check_grant, place

Value = dict[str, Any]  # {op, value, by, at, device}: one of the values of a difference
Maker = Callable[[str | None], Value]  # who made an op, and when


def difference_id(op: str, name: str) -> str:
    """Return the id of the difference that an op opened about a field: always the same for the same two."""
    return _made_from(op, f"{op}/{name}")


def change_id(op: str) -> str:
    """Return the id under which the past values that an op replaced are kept.

    It is not the op's own: a laptop chooses that one freely, and could choose the id of somebody's record.
    """
    return _made_from(op, f"change/{op}")


def _made_from(op: str, text: str) -> str:
    digest = bytearray(hashlib.sha256(text.encode()).digest()[:16])
    digest[:6] = uuid.UUID(op).bytes[:6]  # the op's own milliseconds, so that ids still sort by time
    digest[6] = digest[6] & 0x0F | 0x70
    digest[8] = digest[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(digest)))


@dataclass(slots=True)
class Work:
    """The records a batch touches, as they become; ``order`` is the order in which they changed."""

    rows: dict[str, Held]
    made_by: Maker
    now: datetime
    open: dict[tuple[str, str], str] = field(default_factory=dict)  # (record, field) -> its open difference
    order: dict[str, None] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)  # record -> what is told of its past values, as far as it is here

    def __post_init__(self) -> None:
        """Note which past values belong to which record."""
        for held in self.rows.values():
            if held.entity == "change":
                self.told.setdefault(held.row.data["row"], []).append(held.id)

    def apply_act(self, act: list[tuple[Incoming, Standing]]) -> list[str] | Problem:
        """Apply the ops of one act together: what became of each, or the Problem that keeps all of them out."""
        trial = Trial(self)
        try:
            results = [trial.apply(one, author) for one, author in act]
        except Problem as refused:
            return refused
        self.rows.update(trial.rows)
        self.open.update(trial.open)
        for row, changes in trial.told.items():
            self.told.setdefault(row, []).extend(changes)
        for closed in trial.closed:
            self.open.pop(closed, None)
        for id, held in trial.rows.items():
            if held.entity == "change":
                self.order.pop(id, None)  # what goes along to another place keeps its order among the past values of its record
            self.order[id] = None
        return results


@dataclass(slots=True)
class Trial:
    """One act being laid on; forgotten as a whole when one of its ops cannot be."""

    work: Work
    rows: dict[str, Held] = field(default_factory=dict)
    open: dict[tuple[str, str], str] = field(default_factory=dict)
    closed: set[tuple[str, str]] = field(default_factory=set)
    ops: dict[str, Value] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)

    def held(self, id: str) -> Held | None:
        """Return a record as it stands now."""
        return self.rows.get(id) or self.work.rows.get(id)

    def apply(self, one: Incoming, author: Standing) -> str:
        """Lay one op on; returns ``applied`` or ``different``."""
        op = one.op
        assert op is not None
        if one.refused is not None:
            raise one.refused
        held = self.held(op.id)
        if held is not None and held.row.bucket != op.bucket:
            check_grant(author, op, held.row.bucket, self.work.now)
        if op.kind == "settle":
            return self._settle(op, held, author)
        if held is not None and (held.entity != op.entity or held.row.root != op.root):
            raise problems.OP_SHAPE()
        merged = merge(held.row if held else None, op, policies_of(op.entity), self._clock(op))
        if op.kind == "merge":
            self._no_circle(op.entity, op.id, op.fields[INTO])
        after = replace(held, row=merged.row) if held else Held(op.id, op.entity, merged.row)
        if merged.changed or held is None:
            self._put(after, held)
        for difference in merged.differences:
            self._differ(difference, after, op, author.device)
        if held is not None:
            self._tell(op, author.device, held, after, merged.differences)
        return "different" if merged.differences else "applied"

    def _no_circle(self, entity: str, id: str, into: str) -> None:
        """Follow where a record would lead; raises MERGE_UNKNOWN for a record that is not here, MERGE_CIRCLE when it leads back to itself."""
        passed = {id}
        there: str | None = into
        while there is not None:
            held = self.held(there)
            if held is None or held.entity != entity:
                raise problems.MERGE_UNKNOWN()
            if there in passed:
                raise problems.MERGE_CIRCLE()
            passed.add(there)
            there = held.row.data.get(INTO)

    def _clock(self, op: Op) -> str:
        return bounded(op.clock, int(self.work.now.timestamp() * 1000))

    def _put(self, after: Held, before: Held | None) -> None:
        self.rows[after.id] = after
        if before is not None and before.row.bucket != after.row.bucket:
            # What people still differ about goes where the record goes, or nobody there could settle it.
            for (row, _name), conflict in {**self.work.open, **self.open}.items():
                held = self.held(conflict) if row == after.id else None
                if held is not None:
                    self.rows[conflict] = replace(held, row=replace(held.row, bucket=after.row.bucket))
            for change in (*self.work.told.get(after.id, ()), *self.told.get(after.id, ())):
                told = self.rows.get(change) or self.work.rows[change]
                self.rows[change] = replace(told, row=replace(told.row, bucket=after.row.bucket))

    def _tell(self, op: Op, device: str, before: Held, after: Held, differences: tuple[Difference, ...] = (), settled: str = "") -> None:
        """Keep what stood there before: field -> [was, the op behind it, became]; with a fourth part where the value waits for a choice."""
        told = _changes(before.row, after.row, settled)
        for found in differences:
            if found.waiting == op.op:
                told[found.name] = [found.shown_value, found.shown, found.waiting_value, True]
        if not told:
            return
        data = {
            "entity": after.entity, "row": after.id, "kind": op.kind, "op": op.op, "act": op.act, "by": op.by, "at": op.at, "device": device, "told": told,
        }  # fmt: skip
        id = change_id(op.op)
        self.rows[id] = Held(id, "change", Row(after.row.bucket, after.row.root, data))
        self.told.setdefault(after.id, []).append(id)

    def _value(self, op_id: str | None, value: Any, op: Op, device: str) -> Value:
        if op_id == op.op:
            return {"op": op.op, "value": value, "by": op.by, "at": op.at, "device": device}
        return {**self.work.made_by(op_id), "value": value}

    def _differ(self, found: Difference, about: Held, op: Op, device: str) -> None:
        """Open a difference, or add to the one that is open about this field; the shown value stands first."""
        shown = self._value(found.shown, found.shown_value, op, device)
        waiting = self._value(found.waiting, found.waiting_value, op, device)
        where = (about.id, found.name)
        old_id = self.open.get(where) or (None if where in self.closed else self.work.open.get(where))
        old = self.held(old_id) if old_id else None
        others = old.row.data["values"] if old else []
        values = [shown, *(v for v in [*others, waiting] if v["op"] != shown["op"])]
        values = list({v["op"]: v for v in values}.values())
        if old is not None:
            self.rows[old.id] = replace(old, row=replace(old.row, data={**old.row.data, "values": values}))
            return
        data = {
            "entity": about.entity, "row": about.id, "root": about.row.root, "name": found.name, "policy": found.policy.value,
            "values": values, "state": "open", "choice": None,
        }  # fmt: skip
        id = difference_id(op.op, found.name)
        self.rows[id] = Held(id, "conflict", Row(about.row.bucket, about.row.root, data), about=about.id)
        self.open[where] = id
        self.closed.discard(where)

    def _settle(self, op: Op, conflict: Held | None, author: Standing) -> str:
        if conflict is None or conflict.about is None:
            raise problems.CONFLICT_UNKNOWN()
        data = conflict.row.data
        about = self.held(data["row"])
        if about is None:
            raise problems.CONFLICT_UNKNOWN()
        name, values = data["name"], data["values"]
        value = self._chosen(op, data)
        self._four_eyes(op, conflict, author)
        tag = about.row.tags.get(name)
        if tag is not None and op.base.get(name) != tag and tag not in {v["op"] for v in values}:
            # Someone wrote a third value meanwhile: it joins the question instead of being overwritten unseen.
            shown = {**self.work.made_by(tag), "value": about.row.data.get(name)}
            self.rows[conflict.id] = replace(conflict, row=replace(conflict.row, data={**data, "values": [shown, *values]}))
            return "different"
        if name == "bucket":
            value = place(value)
            check_grant(author, replace(op, kind="move", entity=about.entity), value, self.work.now)
        elif not fits(about.entity, name, value):
            raise problems.OP_SHAPE()
        elif name == INTO and value is not None:
            self._no_circle(about.entity, about.id, value)
        after = replace(about, row=settle(about.row, name, value, op, self._clock(op)))
        closed = {
            **data,
            "state": "settled",
            "choice": op.fields.get("choice", op.op),
            "by": op.by,
            "at": op.at,
            "note": op.fields.get("note"),
        }
        self._put(after, about)
        self._tell(op, author.device, about, after, settled=name)
        self.rows[conflict.id] = Held(conflict.id, "conflict", Row(after.row.bucket, conflict.row.root, closed), conflict.seq, about=None)
        self.open.pop((about.id, name), None)
        self.closed.add((about.id, name))
        return "applied"

    def _chosen(self, op: Op, data: dict[str, Any]) -> Any:
        if "choice" in op.fields:
            for value in data["values"]:
                if value["op"] == op.fields["choice"]:
                    return value["value"]
            raise problems.OP_SHAPE()
        if "value" not in op.fields:
            raise problems.OP_SHAPE()
        return op.fields["value"]

    def _four_eyes(self, op: Op, conflict: Held, author: Standing) -> None:
        """R: a coordinator who did not propose the value; L: the author of one of the values, or a coordinator."""
        data = conflict.row.data
        here = author.grants_over(conflict.row.bucket[0], self.work.now)
        coordinates = any(grant.role in roles.COORDINATORS for grant in here)
        choice = op.fields.get("choice")
        proposers = {value["by"] for value in data["values"] if choice is None or value["op"] == choice}
        if data["policy"] == "R":
            if not coordinates or op.by in proposers:
                raise problems.OP_NOT_ALLOWED()
        elif not coordinates and op.by not in {value["by"] for value in data["values"]}:
            raise problems.OP_NOT_ALLOWED()


def _changes(before: Row, after: Row, settled: str) -> dict[str, list[Any]]:
    """Return what is another now, field by field; a choice is told even where it confirms what stood there."""
    told = {
        name: [before.data.get(name), before.tags.get(name), after.data.get(name)]
        for name in {**before.data, **after.data}
        if name != DELETED and ((before.data.get(name) or None) != (after.data.get(name) or None) or name == settled)
    }
    if before.deleted != after.deleted or settled == DELETED:
        told[DELETED] = [before.deleted, before.tags.get(DELETED), after.deleted]
    if before.bucket != after.bucket or settled == "bucket":
        told["bucket"] = [list(before.bucket), before.tags.get("bucket"), list(after.bucket)]
    return told
