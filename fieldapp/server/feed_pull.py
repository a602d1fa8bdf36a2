"""Pull: each laptop gets what is new in the areas of its person, page by page, and never a record from outside them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from fieldapp.domain import roles
from fieldapp.domain.nouns import IDENTITY
from fieldapp.domain.ops import Bucket, bucket_key
from fieldapp.server.accounts import Standing, in_force
from fieldapp.server.feed import WHOLE, compact, group_of, read_digests
from fieldapp.server.tables import bucket_head, kab_of, rec
from fieldapp.sync.protocol import MAX_BODY_BYTES, BucketHead, Event, PullRequest

READ_AT_ONCE = 200  # rows of one query; a page is cut by bytes long before that many large ones are in memory


@dataclass(frozen=True, slots=True)
class View:
    """What one person may read in one bucket: the roles that reach it."""

    bucket: Bucket
    roles: frozenset[str]

    def reads(self, entity: str) -> bool:
        """Say whether any of the roles receives this entity here; people are known to all who read the reference of their area."""
        if entity == "colleague":
            return self.bucket[1] == "reference"
        return any(roles.may(role, "read", entity, self.bucket[1]) for role in self.roles)

    def sees_identity(self, entity: str) -> bool:
        """Say whether any of the roles receives NIK and KK of this entity here."""
        return any(roles.sees_identity(role, entity, self.bucket[1]) for role in self.roles)

    def counts(self, group: str) -> bool:
        """Say whether a digest group is of records this person receives."""
        entity, *more = group.split(":")
        if entity == "change":
            return self.reads(more[0]) and (len(more) == 1 or self.sees_identity(more[0]))
        return self.reads(entity) and (not more or self.sees_identity("person"))

    def event(self, row: Any) -> Event | None:
        """Return a row as this person may see it, or None when it is not for these eyes."""
        if row.entity == "change":
            return self._change(row)
        if not self.reads(row.entity):
            return None
        data, tags, clocks = json.loads(row.data), json.loads(row.tags), json.loads(row.clocks)
        if not row.gone and not self.counts(group_of(row.entity, data)):
            return None
        if row.entity != "conflict" and not self.sees_identity(row.entity):
            data = {name: value for name, value in data.items() if name not in IDENTITY}
            tags = {name: tag for name, tag in tags.items() if name not in IDENTITY}
        clock = max(clocks.values(), default=None)
        return Event(bucket_key(self.bucket), row.seq, row.entity, row.id, row.root, data, tags, row.form, row.gone, clock)

    def _change(self, row: Any) -> Event | None:
        """Return past values without those this person may not see; they come and go with their record, so one that left is not told."""
        data = {} if row.gone else json.loads(row.data)
        if row.gone or not self.counts(group_of("change", data)):
            return None
        if not self.sees_identity(data["entity"]):
            data["told"] = {name: told for name, told in data["told"].items() if name not in IDENTITY}
        return Event(bucket_key(self.bucket), row.seq, row.entity, row.id, row.root, data)


def views(standing: Standing, buckets: list[Bucket], now: datetime) -> dict[Bucket, View]:
    """Return, of these buckets, those a laptop may read: inside an area in force, or reference of a region above it."""
    grants = [grant for grant in standing.grants if in_force(grant, now)]
    found: dict[Bucket, View] = {}
    for bucket in buckets:
        region, cls = bucket
        reaching = frozenset(
            grant.role
            for grant in grants
            if cls in roles.readable_classes(grant.role)
            and (roles.covers(grant.region, region) or (cls == "reference" and region in roles.ancestors(grant.region)))
        )
        if reaching:
            found[bucket] = View(bucket, reaching)
    return found


def _near(standing: Standing, now: datetime) -> sa.ColumnElement[bool]:
    """Return the filter on ``kab`` that no bucket of these grants falls outside of."""
    tests: list[sa.ColumnElement[bool]] = [sa.false()]
    for grant in standing.grants:
        if not in_force(grant, now):
            continue
        if grant.region == "00":
            return sa.true()
        kab = kab_of(grant.region)
        tests.append(bucket_head.c.kab.in_(["00", kab[:2], kab]))
        if "." not in kab:
            tests.append(bucket_head.c.kab.like(f"{kab}.%"))
    return sa.or_(*tests)


@dataclass(frozen=True, slots=True)
class Pulled:
    """One page: every bucket of the person, the new records, whether there are more."""

    buckets: tuple[BucketHead, ...]
    events: tuple[Event, ...]
    more: bool
    durable: dict[str, int]


def pull(connection: sa.Connection, standing: Standing, request: PullRequest, now: datetime) -> Pulled:
    """Return what is new behind these cursors; a cursor beyond the bucket's head starts again from nothing."""
    query = sa.select(bucket_head).where(bucket_head.c.head > 0, _near(standing, now))
    heads = {(r.region, r.cls): r for r in connection.execute(query)}
    mine = views(standing, sorted(heads, key=bucket_key), now)
    buckets = tuple(BucketHead(bucket_key(b), heads[b].head, _digest(view, heads[b].digests)) for b, view in mine.items())
    left = max(1, min(request.max_bytes, MAX_BODY_BYTES // 4))
    events: list[Event] = []
    more = False
    for bucket, view in mine.items():
        cursor = max(0, request.cursors.get(bucket_key(bucket), 0))
        if cursor >= heads[bucket].head:
            cursor = 0 if cursor > heads[bucket].head else cursor
        for event in _after(connection, view, cursor, heads[bucket].head):
            size = len(compact(event.data)) + 50 * len(event.tags) + 250  # about what it takes on the wire before zstd
            if events and size > left:
                more = True
                break
            assert event.bucket == bucket_key(bucket), "a record from outside the grant was about to leave"
            events.append(event)
            left -= size
        if more:
            break
    durable = {bucket_key(b): heads[b].durable for b in mine if heads[b].durable}
    return Pulled(buckets, tuple(events), more, durable)


def _digest(view: View, digests: str) -> str:
    return f"{sum(value for group, value in read_digests(digests).items() if view.counts(group)) % WHOLE:016x}"


def _after(connection: sa.Connection, view: View, cursor: int, head: int) -> Iterator[Event]:
    """Give the records of a bucket behind a cursor that are for these eyes, in the order of their numbers."""
    region, cls = view.bucket
    here = sa.and_(rec.c.kab == kab_of(region), rec.c.region == region, rec.c.cls == cls)
    while cursor < head:
        rows = connection.execute(sa.select(rec).where(here, rec.c.seq > cursor).order_by(rec.c.seq).limit(READ_AT_ONCE)).all()
        if not rows:
            return
        for row in rows:
            event = view.event(row)
            if event is not None:
                yield event
        cursor = rows[-1].seq
