"""How two people's changes become one record: by what each had seen, never by whose clock ran ahead.

The office is the only one who merges (`merge`); a laptop puts its own waiting changes on top of what the office said (`replay`).
Every value carries the op that wrote it (its *tag*). A change names the tag it saw (*base*): if the tag is another by now and the
value differs, two people wrote without seeing each other, and the field's policy decides what shows. Nothing is ever dropped unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from fieldapp import problems
from fieldapp.domain.ops import Bucket, Op, read_bucket


class Policy(Enum):
    """What happens when two people changed the same field without seeing each other."""

    L = "L"  # the later one shows at once, both are kept, and an "isian berbeda" opens that blocks nothing
    R = "R"  # the first accepted stays, the second waits for a coordinator
    S = "S"  # a set: elements added and removed merge; an element added unseen survives its removal
    A = "A"  # never changes once written; a correction is a new record with `replaces`
    M = "M"  # a machine's field: the later one, silently


Policies = Mapping[str, Policy]
DELETED = "_deleted"
INTO = "merged_into"


@dataclass(frozen=True, slots=True)
class Row:
    """A record as the office knows it: its values, the op behind each value and that op's clock reading."""

    bucket: Bucket
    root: str
    data: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    clocks: dict[str, str] = field(default_factory=dict)
    form: str | None = None

    @property
    def deleted(self) -> bool:
        """Whether it lies in the bin."""
        return bool(self.data.get(DELETED))


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values for one field that nobody has chosen between yet; ``shown`` is the op whose value shows meanwhile."""

    name: str
    policy: Policy
    shown: str | None
    shown_value: Any
    waiting: str
    waiting_value: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of one op: the row after it, the differences it opened, and whether anything changed."""

    row: Row
    differences: tuple[Difference, ...] = ()
    changed: bool = True


def element_tag(name: str, element: str) -> str:
    """Return the name under which the tag of one element of a set field is kept."""
    return f"{name}:{element}"


def merge(row: Row | None, op: Op, policies: Policies, clock: str) -> Merged:
    """Put an op into a row with the office's rules; ``clock`` is the op's reading, bounded by the office's own time.

    Raises OP_ROW_FIXED for a change of a record that never changes and OP_SHAPE for a kind this record cannot take.
    A field no policy is declared for counts as L, so that an older office keeps what a newer laptop writes.
    """
    if row is None:
        row = Row(op.bucket, op.root, form=op.form)
        if op.kind not in ("put", "add"):
            raise problems.OP_SHAPE()
        fresh = True
    else:
        fresh = False
    check_alias(op)
    if op.kind == "move":
        return _move(row, op, clock)
    if op.kind in ("add", "remove"):
        return _elements(row, op, clock, policies)
    if op.kind == "delete":
        return _delete(row, op, clock)
    fields: dict[str, Any] = op.fields
    data, tags, clocks = dict(row.data), dict(row.tags), dict(row.clocks)
    found = _out_of_the_bin(op, data, tags, clocks, clock)
    changed = fresh or tags.get(DELETED) == op.op
    for name, value in fields.items():
        if name == DELETED and tags.get(DELETED) == op.op:
            continue
        policy = policies.get(name, Policy.L)
        if policy is Policy.A and not fresh:
            if data.get(name) != value:
                raise problems.OP_ROW_FIXED()
            continue
        if policy is Policy.S:
            elements = _strings(value or [])
            for element in elements:
                tags[element_tag(name, element)] = op.op
            data[name] = sorted({*data.get(name, ()), *elements})
            changed = True
            continue
        seen = fresh or tags.get(name) == op.base.get(name)
        if seen or data.get(name) == value:
            changed = changed or data.get(name) != value or name not in tags
            if seen or clocks.get(name, "") < clock:
                data[name], tags[name], clocks[name] = value, op.op, clock
            continue
        later = clocks.get(name, "") < clock
        takes_over = later and policy is not Policy.R
        if policy is not Policy.M:
            mine, theirs = (op.op, value), (tags.get(name), data.get(name))
            shown, waiting = (mine, theirs) if takes_over else (theirs, mine)
            found.append(Difference(name, policy, shown[0], shown[1], waiting[0] or op.op, waiting[1]))
            changed = True
        if takes_over:
            data[name], tags[name], clocks[name] = value, op.op, clock
            changed = True
    return Merged(replace(row, data=_living(data), tags=tags, clocks=clocks, form=op.form or row.form), tuple(found), changed)


def _out_of_the_bin(op: Op, data: dict[str, Any], tags: dict[str, str], clocks: dict[str, str], clock: str) -> list[Difference]:
    """Let a record live again that is edited by who had not seen it deleted, and note who brought back what lives already.

    A put never takes a record into the bin: that is a delete, which says what it had seen. Raises OP_SHAPE.
    """
    if op.fields.get(DELETED):
        raise problems.OP_SHAPE()
    unseen = data.get(DELETED) and op.base.get(DELETED) != tags.get(DELETED) and DELETED not in op.fields
    found = [Difference(DELETED, Policy.L, op.op, False, tags[DELETED], True)] if unseen else []
    if unseen or (DELETED in op.fields and not data.get(DELETED)):
        data.pop(DELETED, None)
        tags[DELETED], clocks[DELETED] = op.op, clock
    return found


def _living(data: dict[str, Any]) -> dict[str, Any]:
    """A record that is not in the bin says nothing of it, whichever way it came out."""
    if not data.get(DELETED):
        data.pop(DELETED, None)
    return data


def check_alias(op: Op) -> None:
    """Raise OP_SHAPE unless the alias of a record is changed by a merge or unmerge, and these change nothing else."""
    into = op.fields.get(INTO)
    alone = set(op.fields) == {INTO}
    fitting = {
        "merge": alone and isinstance(into, str) and into != op.id,
        "unmerge": alone and into is None,
    }.get(op.kind, INTO not in op.fields)
    if not fitting:
        raise problems.OP_SHAPE()


def _strings(value: Any) -> list[str]:
    """Return the elements of a set field; raises OP_SHAPE for what cannot be one (text alone, numbers, lists in lists)."""
    if not isinstance(value, (list, tuple)) or not all(isinstance(element, str) for element in value):
        raise problems.OP_SHAPE()
    return list(value)


def _elements(row: Row, op: Op, clock: str, policies: Policies) -> Merged:
    data, tags, clocks = dict(row.data), dict(row.tags), dict(row.clocks)
    changed = False
    for name, elements in op.fields.items():
        if policies.get(name) is not Policy.S:
            raise problems.OP_SHAPE()
        held = set(data.get(name, ()))
        for element in _strings(elements):
            tag = element_tag(name, element)
            if op.kind == "add":
                changed = changed or element not in held
                held.add(element)
                tags[tag], clocks[tag] = op.op, clock
            elif element in held and tags.get(tag) == op.base.get(tag):
                changed = True
                held.discard(element)
                tags.pop(tag, None)
                clocks.pop(tag, None)
        data[name] = sorted(held)
    return Merged(replace(row, data=data, tags=tags, clocks=clocks), (), changed)


def _delete(row: Row, op: Op, clock: str) -> Merged:
    # Whoever deletes without having seen that it was brought back asks; two who delete agree.
    unseen = [name for name, tag in row.tags.items() if op.base.get(name) != tag and (name != DELETED or not row.deleted)]
    if unseen:
        name = unseen[0]
        return Merged(row, (Difference(DELETED, Policy.L, row.tags[name], False, op.op, True),), changed=True)
    data, tags, clocks = {**row.data, DELETED: True}, {**row.tags, DELETED: op.op}, {**row.clocks, DELETED: clock}
    return Merged(replace(row, data=data, tags=tags, clocks=clocks), (), changed=not row.deleted)


def _move(row: Row, op: Op, clock: str) -> Merged:
    try:
        region, cls = op.fields["bucket"]
        target = read_bucket(f"{region}/{cls}")
    except (KeyError, ValueError, TypeError) as wrong:
        raise problems.OP_SHAPE() from wrong
    tag = row.tags.get("bucket")
    if tag != op.base.get("bucket") and target != row.bucket:
        return Merged(row, (Difference("bucket", Policy.R, tag, list(row.bucket), op.op, list(target)),), changed=True)
    tags, clocks = {**row.tags, "bucket": op.op}, {**row.clocks, "bucket": clock}
    return Merged(replace(row, bucket=target, tags=tags, clocks=clocks), (), changed=target != row.bucket)


def settle(row: Row, name: str, value: Any, op: Op, clock: str) -> Row:
    """Write the value a person chose between two; the choice becomes the field's tag."""
    if name == "bucket":
        return replace(row, bucket=(value[0], value[1]), tags={**row.tags, name: op.op}, clocks={**row.clocks, name: clock})
    data = {**row.data, name: value}
    if name == DELETED and not value:
        data.pop(DELETED, None)
    return replace(row, data=data, tags={**row.tags, name: op.op}, clocks={**row.clocks, name: clock})


def replay(row: Row | None, op: Op, policies: Policies) -> Row:
    """Put one's own waiting op on top of what the office last said: on this laptop one's own word shows until the office answers."""
    row = row or Row(op.bucket, op.root, form=op.form)
    data, tags = dict(row.data), dict(row.tags)
    bucket = row.bucket
    if op.kind == "delete":
        data[DELETED], tags[DELETED] = True, op.op
    elif op.kind == "move":
        bucket, tags["bucket"] = (op.fields["bucket"][0], op.fields["bucket"][1]), op.op
    elif op.kind == "remove":
        for name, elements in op.fields.items():
            data[name] = sorted(set(data.get(name, ())) - set(elements))
            for element in elements:
                tags.pop(element_tag(name, element), None)
    elif op.kind in ("put", "add", "merge", "unmerge"):
        for name, value in op.fields.items():
            if policies.get(name) is Policy.S:
                data[name] = sorted({*data.get(name, ()), *(value or ())})
                tags.update({element_tag(name, element): op.op for element in value or ()})
            else:
                data[name], tags[name] = value, op.op
    return replace(row, data=_living(data), tags=tags, bucket=bucket, form=op.form or row.form)
