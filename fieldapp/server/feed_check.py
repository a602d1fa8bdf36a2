"""The door of the feed: is this change whole, truly from that laptop, and within what its person may do."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldapp import problems
from fieldapp.domain import roles
from fieldapp.domain.moments import read_clock
from fieldapp.domain.ops import Bucket, Op, SignedOp, check_signature, read_bucket, read_op
from fieldapp.domain.shapes import fits
from fieldapp.problems import Problem
from fieldapp.server.accounts import Standing

_ENORMOUS = re.compile(rb"\d[eE][+-]?\d|\d{300}")  # only such a number can read as infinite


@dataclass(frozen=True, slots=True)
class Incoming:
    """One change as it arrived: readable or not, and why it is refused at the door, if it is."""

    signed: SignedOp
    name: str  # its op id; of an unreadable one what could be made out, else its fingerprint
    op: Op | None
    refused: Problem | None
    print: str  # its fingerprint

    @property
    def act(self) -> tuple[str, str]:
        """What is applied together or not at all: the act of one laptop; an unreadable change stands alone."""
        return (self.signed.device, self.op.act if self.op else self.name)


def fingerprint(signed: SignedOp) -> str:
    """Return the SHA-256 of a change with its laptop and signature."""
    return hashlib.sha256(b"\n".join((signed.device.encode(), signed.signature.hex().encode(), signed.raw))).hexdigest()


def examine(signed: SignedOp, known: Mapping[str, Standing], now: datetime) -> Incoming:
    """Read a change and check all that needs no record: shape, signature, author, and the grant over the bucket it names."""
    print_ = fingerprint(signed)
    try:
        op = read_op(signed.raw)
        _well_formed(op, signed.raw)
    except Problem as refused:
        return Incoming(signed, _made_out(signed) or print_, None, refused, print_)
    try:
        author = known.get(signed.device)
        if author is None:
            raise problems.OP_SIGNATURE()
        check_signature(signed, author.key)
        if author.revoked:
            raise problems.DEVICE_REVOKED()
        if op.by != author.user:
            raise problems.OP_NOT_ALLOWED()
        for bucket in (op.bucket, *targets(op)):
            check_grant(author, op, bucket, now)
    except Problem as refused:
        return Incoming(signed, op.op, op, refused, print_)
    return Incoming(signed, op.op, op, None, print_)


def check_grant(author: Standing, op: Op, bucket: Bucket, now: datetime) -> None:
    """Raise OP_OUTSIDE_GRANT without an area here in force today, OP_NOT_ALLOWED when no role of those areas may do this."""
    here = author.grants_over(bucket[0], now)
    if not here:
        raise problems.OP_OUTSIDE_GRANT()
    act: roles.Act = "settle" if op.kind == "settle" else "write"
    if not any(roles.may(grant.role, act, op.entity, bucket[1]) for grant in here):
        raise problems.OP_NOT_ALLOWED()


def targets(op: Op) -> tuple[Bucket, ...]:
    """Return the bucket a move leads to; raises OP_SHAPE when it names none."""
    return (place(op.fields.get("bucket")),) if op.kind == "move" else ()


def place(value: Any) -> Bucket:
    """Read a bucket written as [region, class]; raises OP_SHAPE."""
    if not isinstance(value, (list, tuple)) or len(value) != 2 or not all(isinstance(part, str) for part in value):
        raise problems.OP_SHAPE()
    return read_bucket("/".join(value))


def _well_formed(op: Op, raw: bytes) -> None:
    """Raise OP_SHAPE for what reads as JSON and yet cannot be kept by every database we run on."""
    ms, count = read_clock(op.clock)
    plain = op.form is None or (isinstance(op.form, str) and len(op.form) <= 100 and op.form.isprintable())
    shaped = isinstance(op.fields, dict) and isinstance(op.base, dict) and (op.kind == "settle") == (op.entity == "conflict")
    timed = 0 <= ms < 10**14 and 0 <= count < 10**5 and len(op.clock) <= 80 and op.clock.isascii() and len(op.at) == 24
    fitting = op.kind in ("move", "settle") or (shaped and all(fits(op.entity, name, value) for name, value in op.fields.items()))
    if not (plain and shaped and timed and fitting and (not _ENORMOUS.search(raw) or _finite(op.fields))):
        raise problems.OP_SHAPE()
    targets(op)


def _finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    inner: Iterable[Any] = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(_finite(one) for one in inner)


def _made_out(signed: SignedOp) -> str | None:
    try:
        name = json.loads(signed.raw)["op"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return name if isinstance(name, str) and 0 < len(name) <= 64 and name.isascii() and name.isprintable() else None
