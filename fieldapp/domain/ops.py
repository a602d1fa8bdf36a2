"""An op: one change of one record, as it leaves the laptop; its bytes are kept and forwarded unchanged."""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass, field
from typing import Any

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from fieldapp import problems
from fieldapp.domain.ids import is_id
from fieldapp.domain.moments import from_moment, read_clock

VERSION = 1
KINDS = ("put", "add", "remove", "delete", "move", "merge", "unmerge", "settle")
CLASSES = ("reference", "general", "confidential", "payment")
MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
_REGION = re.compile(r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$")
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,60}$")

Bucket = tuple[str, str]  # (region_id, class)
Fields = dict[str, Any]


def bucket_key(bucket: Bucket) -> str:
    """Write a bucket as one text, ``18.11.02.2002/general``."""
    return f"{bucket[0]}/{bucket[1]}"


def read_bucket(key: str) -> Bucket:
    """Read a bucket written by :func:`bucket_key`; raises OP_SHAPE when it is not one."""
    region, _, cls = key.partition("/")
    if not _REGION.match(region) or cls not in CLASSES:
        raise problems.OP_SHAPE()
    return region, cls


@dataclass(frozen=True, slots=True, kw_only=True)
class Op:
    """One change of one record by one person on one device; see docs of the contract for the meaning of each field."""

    op: str
    act: str
    entity: str
    id: str
    root: str
    bucket: Bucket
    kind: str
    by: str
    at: str
    clock: str
    fields: Fields = field(default_factory=dict)
    base: dict[str, str | None] = field(default_factory=dict)
    form: str | None = None

    def written(self) -> bytes:
        """Return the bytes of this op: the one form that is signed, kept and sent."""
        return json.dumps(
            {
                "v": VERSION, "op": self.op, "act": self.act, "entity": self.entity, "id": self.id, "root": self.root,
                "bucket": list(self.bucket), "kind": self.kind, "fields": self.fields, "base": self.base, "form": self.form,
                "by": self.by, "at": self.at, "clock": self.clock,
            },
            ensure_ascii=False, separators=(",", ":"), allow_nan=False,
        ).encode()  # fmt: skip


def _no_constant(text: str) -> None:
    raise ValueError(text)


def _depth(value: object, left: int = MAX_DEPTH) -> None:
    if left == 0:
        raise ValueError("too deep")
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _depth(inner, left - 1)


def read_op(raw: bytes) -> Op:
    """Read an op from its bytes; raises OP_TOO_LARGE or OP_SHAPE, never guesses. Fields it does not know are refused by version, not dropped."""
    if len(raw) > MAX_BYTES:
        raise problems.OP_TOO_LARGE()
    try:
        told = json.loads(raw, parse_constant=_no_constant)
        _depth(told)
        if told["v"] != VERSION or told["kind"] not in KINDS:
            raise ValueError(told["v"])
        read_clock(told["clock"])
        from_moment(told["at"])
        ids_good = all(is_id(told[name]) for name in ("op", "act", "id", "root", "by"))
        names_good = _NAME.match(told["entity"]) and all(isinstance(n, str) and len(n) <= 80 for n in told["fields"])
        if not isinstance(told["fields"], dict) or not isinstance(told["base"], dict) or not isinstance(told["form"], str | None):
            raise TypeError("fields")
        base_good = all(tag is None or is_id(tag) for tag in told["base"].values())
        if not (ids_good and names_good and base_good):
            raise ValueError("ids")
        bucket = read_bucket("/".join(told["bucket"]))
        return Op(
            **{name: told[name] for name in ("op", "act", "entity", "id", "root", "kind", "by", "at", "clock", "fields", "base", "form")},
            bucket=bucket,
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as wrong:
        raise problems.OP_SHAPE() from wrong


@dataclass(frozen=True, slots=True)
class SignedOp:
    """The verbatim bytes of an op with the device that made it and that device's Ed25519 signature over the bytes."""

    raw: bytes
    device: str
    signature: bytes

    def told(self) -> dict[str, str]:
        """Return the form on the wire."""
        return {"op": self.raw.decode(), "device": self.device, "sig": base64.b64encode(self.signature).decode()}

    @classmethod
    def heard(cls, told: dict[str, str]) -> SignedOp:
        """Read the form on the wire; raises OP_SHAPE."""
        try:
            return cls(told["op"].encode(), told["device"], base64.b64decode(told["sig"], validate=True))
        except (KeyError, ValueError, AttributeError, TypeError) as wrong:
            raise problems.OP_SHAPE() from wrong


def sign(op: Op, device: str, key: SigningKey) -> SignedOp:
    """Sign an op with the device key (Ed25519)."""
    raw = op.written()
    return SignedOp(raw, device, key.sign(raw).signature)


def check_signature(signed: SignedOp, device_key: bytes) -> None:
    """Raise OP_SIGNATURE unless the signature is by the device whose public key (32 bytes) this is."""
    try:
        VerifyKey(device_key).verify(signed.raw, signed.signature)
    except (BadSignatureError, ValueError) as wrong:
        raise problems.OP_SIGNATURE() from wrong
