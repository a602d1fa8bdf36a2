"""The feed: every bucket is a row of numbered records, each at its newest state; whoever writes holds the bucket until commit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from fieldapp.domain.merge import Row
from fieldapp.domain.nouns import IDENTITY
from fieldapp.domain.ops import Bucket
from fieldapp.server.tables import bucket_head, kab_of, rec
from fieldapp.sync.protocol import hash64

T = TypeVar("T")
SLICE = 400  # values in one IN (...): below every database's limit
WHOLE = 2**64
_write = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def group_of(entity: str, data: dict[str, Any]) -> str:
    """Return under which name a record counts in its bucket's digest.

    Laptops whose role may not see some records compare digests without them: so there is one digest per entity, and differences
    about NIK and KK count apart. Past values count with the records they are of (``change:person``), those of NIK and KK alone
    apart (``change:person:identity``).
    """
    if entity == "change":
        told = data["told"].keys()
        return f"change:{data['entity']}{'' if told - IDENTITY else ':identity'}"
    return "conflict:identity" if entity == "conflict" and data.get("name") in IDENTITY else entity


def compact(value: Any) -> str:
    """Write JSON the way the tables keep it: ASCII only, so that no database stumbles over a character."""
    return _write(value)


def slices(values: Iterable[T]) -> Iterator[list[T]]:
    """Give values in portions that fit one query."""
    whole = list(values)
    for at in range(0, len(whole), SLICE):
        yield whole[at : at + SLICE]


@dataclass(frozen=True, slots=True)
class Held:
    """A living record with its place in the feed; ``seq`` 0 while it has none. ``about`` names the record an open difference is about."""

    id: str
    entity: str
    row: Row
    seq: int = 0
    about: str | None = None


@dataclass(slots=True)
class Head:
    """A locked bucket: the newest number and the digest of each entity's records."""

    head: int
    digests: dict[str, int]

    def next(self) -> int:
        """Take the next number."""
        self.head += 1
        return self.head

    def count(self, group: str, id: str, seq: int, sign: int) -> None:
        """Let a record at a number count in the digest (sign 1) or no longer (-1)."""
        self.digests[group] = (self.digests.get(group, 0) + sign * hash64(id, seq)) % WHOLE


def read_digests(text: str) -> dict[str, int]:
    """Read the digests of a bucket from its table."""
    return {group: int(digest, 16) for group, digest in json.loads(text).items()}


def _upsert(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]], *, renew: bool) -> None:
    """Insert rows; on the same primary key renew every other column, or leave what is there."""
    if not rows:
        return
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    keys = [column.name for column in table.primary_key]
    if renew:
        statement = insert.on_conflict_do_update(
            index_elements=keys, set_={column.name: insert.excluded[column.name] for column in table.c if column.name not in keys}
        )
    else:
        statement = insert.on_conflict_do_nothing(index_elements=keys)
    connection.execute(statement, rows)


def _place(bucket: Bucket) -> dict[str, str]:
    return {"kab": kab_of(bucket[0]), "region": bucket[0], "cls": bucket[1]}


def _here(table: sa.Table, bucket: Bucket) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.kab == kab_of(bucket[0]), table.c.region == bucket[0], table.c.cls == bucket[1])


def lock(connection: sa.Connection, buckets: Iterable[Bucket]) -> dict[Bucket, Head]:
    """Hold these buckets until the transaction ends, in sorted order so that two writers never wait for each other in a ring."""
    wanted = sorted(set(buckets))
    _upsert(connection, bucket_head, [{**_place(b), "head": 0, "digests": "{}", "durable": 0} for b in wanted], renew=False)
    heads: dict[Bucket, Head] = {}
    for bucket in wanted:
        query = sa.select(bucket_head.c.head, bucket_head.c.digests).where(_here(bucket_head, bucket)).with_for_update()
        head, digests = connection.execute(query).one()
        heads[bucket] = Head(head, read_digests(digests))
    return heads


def load(connection: sa.Connection, ids: Iterable[str], *, column: str = "id") -> dict[str, Held]:
    """Return the living records with these ids (or open differences ``about`` these ids), by id."""
    found: dict[str, Held] = {}
    for some in slices(ids):
        query = sa.select(rec).where(rec.c[column].in_(some), rec.c.gone.is_(None))
        for r in connection.execute(query):
            row = Row((r.region, r.cls), r.root, json.loads(r.data), json.loads(r.tags), json.loads(r.clocks), r.form)
            found[r.id] = Held(r.id, r.entity, row, r.seq, r.about)
    return found


def changes_under(connection: sa.Connection, roots: Iterable[str]) -> dict[str, Held]:
    """Return what is told of past values of the records with these roots, the oldest first."""
    ids: list[str] = []
    for some in slices(roots):
        query = sa.select(rec.c.id).where(rec.c.root.in_(some), rec.c.entity == "change", rec.c.gone.is_(None)).order_by(rec.c.seq)
        ids += connection.execute(query).scalars()
    found = load(connection, ids)
    return {held.id: held for held in sorted(found.values(), key=lambda held: held.seq)}


def places(connection: sa.Connection, ids: Iterable[str]) -> set[Bucket]:
    """Return the buckets in which these records live now."""
    found: set[Bucket] = set()
    for some in slices(ids):
        query = sa.select(rec.c.region, rec.c.cls).distinct().where(rec.c.id.in_(some), rec.c.gone.is_(None))
        found.update((r.region, r.cls) for r in connection.execute(query))
    return found


@dataclass(slots=True)
class Page:
    """What one transaction writes: records in the order of their numbers, and what left a bucket."""

    heads: dict[Bucket, Head]
    rows: dict[tuple[Bucket, str], dict[str, Any]] = field(default_factory=dict)
    seqs: dict[str, tuple[Bucket, int]] = field(default_factory=dict)

    def put(self, held: Held, before: Held | None) -> None:
        """Give a changed record its next number; when it comes from another bucket, leave a marker there that says so."""
        group = group_of(held.entity, held.row.data)
        if before is not None:
            self.heads[before.row.bucket].count(group_of(before.entity, before.row.data), held.id, before.seq, -1)
            if before.row.bucket != held.row.bucket:
                self._leave(before)
        head = self.heads[held.row.bucket]
        seq = head.next()
        head.count(group, held.id, seq, 1)
        self.seqs[held.id] = (held.row.bucket, seq)
        self.rows[held.row.bucket, held.id] = _written(held, seq)

    def _leave(self, held: Held) -> None:
        seq = self.heads[held.row.bucket].next()
        gone = Held(held.id, held.entity, Row(held.row.bucket, held.row.root))
        self.rows[held.row.bucket, held.id] = {**_written(gone, seq), "gone": "moved"}

    def write(self, connection: sa.Connection) -> None:
        """Write it all: a few statements, whatever the number of records."""
        _upsert(connection, rec, list(self.rows.values()), renew=True)
        heads = [
            {
                "b_kab": kab_of(b[0]),
                "b_region": b[0],
                "b_cls": b[1],
                "head": h.head,
                "digests": compact({g: f"{d:016x}" for g, d in h.digests.items()}),
            }
            for b, h in self.heads.items()
        ]
        if heads:
            table = bucket_head.c
            connection.execute(
                sa.update(bucket_head).where(
                    table.kab == sa.bindparam("b_kab"), table.region == sa.bindparam("b_region"), table.cls == sa.bindparam("b_cls")
                ),
                heads,
            )


def _written(held: Held, seq: int) -> dict[str, Any]:
    row = held.row
    return {
        **_place(row.bucket), "id": held.id, "seq": seq, "entity": held.entity, "root": row.root, "data": compact(row.data),
        "tags": compact(row.tags), "clocks": compact(row.clocks), "form": row.form, "gone": None, "about": held.about,
    }  # fmt: skip


def publish(connection: sa.Connection, held: Held) -> None:
    """Put one record of the office's own (a person, say) into its bucket."""
    heads = lock(connection, [held.row.bucket])
    page = Page(heads)
    page.put(held, load(connection, [held.id]).get(held.id))
    page.write(connection)
