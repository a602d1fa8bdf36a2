"""The wire between laptop and office in one look: what is asked, what is answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

from fieldapp.domain.ops import SignedOp

VERSION = 1
CONTENT_TYPE = "application/vnd.pilar.sync.v1+zstd"  # zstd of the JSON of one of these
MAX_PUSH_OPS = 500
PAGE_BYTES = 256 * 1024
MAX_BODY_BYTES = 8 * 1024 * 1024  # of what a compressed body unpacks to
PART_BYTES = 64 * 1024

Result = Literal["applied", "different", "quarantined"]


@dataclass(frozen=True, slots=True)
class Ack:
    """What became of one op. ``applied``: in the record. ``different``: kept, and a difference is open. ``quarantined``: refused and kept, ``code`` says why.

    ``bucket`` and ``seq`` say where in the feed the record stands after it; a quarantined op has neither.
    A repeated op gets its first answer again.
    """

    op: str
    result: Result
    code: str | None = None
    bucket: str | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class PushRequest:
    """A batch: whole acts, in the order they were made. ``batch`` is only an optimisation; the truth is each op's id.

    ``epoch`` is the office's epoch as the laptop knows it. An office that was restored since takes nothing of the batch and answers
    without acks: the laptop first goes back to the beginning, so that no later change arrives before the earlier one it rests on.
    """

    batch: str
    ops: tuple[SignedOp, ...]
    epoch: int | None = None


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """One ack per op, in order. ``epoch`` rises when the office was restored from a backup; ``durable`` says up to where it is backed up."""

    server_id: str
    epoch: int
    server_time: str
    acks: tuple[Ack, ...]
    durable: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BucketHead:
    """One bucket this laptop is granted: its newest sequence number and its digest (hex, sum modulo 2^64 over (id, seq))."""

    bucket: str
    head: int
    digest: str


@dataclass(frozen=True, slots=True)
class Event:
    """A record at its newest state in a bucket. ``gone`` says why it is no longer there: "moved" or "erased"; then data is empty.

    Entity ``conflict`` is made by the office: data has entity, row, root, name, policy, values ([{op, value, by, at, device}], the shown one first),
    state ("open", "settled"), choice. Entity ``colleague`` are people: name, title, role, region. Entity ``change`` says what an op replaced in a
    record that was there: entity, row, kind, op, act, by, at, device, told ({field: [was, op behind it, became]}, a fourth part true where the value
    waits for a choice). It is written once, goes where its record goes and leaves with it; that it left is not told apart.
    """

    bucket: str
    seq: int
    entity: str
    id: str
    root: str
    data: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    form: str | None = None
    gone: str | None = None
    clock: str | None = None  # the newest clock reading in the record


@dataclass(frozen=True, slots=True)
class PullRequest:
    """Where this laptop stands in each bucket it holds (key ``18.11.02.2002/general``), and how much it wants at once."""

    cursors: dict[str, int]
    max_bytes: int = PAGE_BYTES


@dataclass(frozen=True, slots=True)
class PullAnswer:
    """``buckets`` is the whole list of what is granted now: what is missing from it must leave the laptop. Events are ordered by (bucket, seq)."""

    server_id: str
    epoch: int
    server_time: str
    buckets: tuple[BucketHead, ...]
    events: tuple[Event, ...]
    more: bool
    durable: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Grant:
    """An area and a role, from a day to a day (ISO, both optional and inclusive)."""

    region: str
    role: str
    starts: str | None = None
    ends: str | None = None


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """A one-time code from paper and the laptop's new public key (hex, Ed25519)."""

    code: str
    device: str
    device_key: str
    app_version: str


@dataclass(frozen=True, slots=True)
class EnrolAnswer:
    """Who this laptop now belongs to. ``prefix`` begins its short human codes (``LT014``). ``recovery_key`` (hex, X25519) may be empty."""

    server_id: str
    epoch: int
    user: str
    name: str
    title: str
    login: str
    prefix: str
    grants: tuple[Grant, ...]
    recovery_key: str = ""


class Office(Protocol):
    """What a laptop can ask of the office; the same over HTTP and in one process. Raises Problems of the 07xx and 08xx blocks."""

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """Bind this laptop to the account the code was made for."""
        ...

    def push(self, request: PushRequest) -> PushAnswer:
        """Hand over changes; repeating a request is harmless."""
        ...

    def pull(self, request: PullRequest) -> PullAnswer:
        """Ask for what is new; repeating a request is harmless."""
        ...

    def attachment_offset(self, root: str, sha256: str) -> int:
        """Return how many bytes of this attachment the office has; -1 when it is complete."""
        ...

    def send_attachment(self, root: str, sha256: str, offset: int, total: int, part: bytes) -> int:
        """Hand over bytes from ``offset`` on (at most PART_BYTES) of ``total``; returns the new offset, -1 when complete and the hash fits."""
        ...

    def fetch_attachment(self, root: str, sha256: str, offset: int) -> bytes:
        """Return up to PART_BYTES bytes from ``offset`` on; empty at the end. Raises ATTACHMENT_UNKNOWN."""
        ...


def told(message: Any) -> dict[str, Any]:
    """Return a message as JSON-ready data; signed ops keep their bytes."""
    if isinstance(message, PushRequest):
        return {"batch": message.batch, "ops": [op.told() for op in message.ops], "epoch": message.epoch}
    return asdict(message)


def hash64(id: str, seq: int) -> int:
    """Return what one record at one sequence number adds to its bucket's digest: the first 8 bytes of BLAKE2b of ``id:seq``."""
    return int.from_bytes(hashlib.blake2b(f"{id}:{seq}".encode(), digest_size=64).digest()[:8])


def digest_of(rows: Iterable[tuple[str, int]]) -> str:
    """Return the digest (16 hex digits) of the records a laptop holds of one bucket, as (id, seq); what is gone does not count."""
    return f"{sum(hash64(id, seq) for id, seq in rows) % 2**64:016x}"
