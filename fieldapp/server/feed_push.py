"""Push: a batch of changes comes in; each is in the record or kept aside with its reason when the answer goes out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from fieldapp import problems
from fieldapp.domain.ids import is_id
from fieldapp.domain.merge import INTO
from fieldapp.domain.moments import moment
from fieldapp.domain.ops import Bucket, Op, bucket_key
from fieldapp.problems import Problem
from fieldapp.server.accounts import Standing, standings
from fieldapp.server.database import Database
from fieldapp.server.feed import Head, Held, Page, changes_under, compact, load, lock, places, slices
from fieldapp.server.feed_check import Incoming, examine, place, targets
from fieldapp.server.feed_work import Value, Work
from fieldapp.server.tables import batch, kab_of, oplog, quarantine
from fieldapp.sync.protocol import MAX_PUSH_OPS, Ack, PushRequest

BATCHES_KEPT = timedelta(days=30)


def push(database: Database, speaker: Standing, request: PushRequest, now: datetime) -> tuple[Ack, ...]:
    """Take a batch in one transaction and return one ack per op, in order; repeating a batch changes nothing.

    Raises BATCH_REUSED for a known batch with other content and REQUEST_SHAPE for a batch without an id or with too many ops.
    """
    if not is_id(request.batch) or len(request.ops) > MAX_PUSH_OPS:
        raise problems.REQUEST_SHAPE()
    with database.reading() as connection:
        known = standings(connection, {signed.device for signed in request.ops} | {speaker.device})
    incoming = [examine(signed, known, now) for signed in request.ops]
    return database.write(lambda connection: _Push(connection, speaker, known, now).take(request, incoming))


def forget_batches(connection: sa.Connection, now: datetime) -> None:
    """Drop answers to batches older than thirty days; the ops themselves still know their answers."""
    connection.execute(sa.delete(batch).where(batch.c.at < moment(now - BATCHES_KEPT)))


def _content(incoming: list[Incoming]) -> str:
    return hashlib.sha256("".join(one.print for one in incoming).encode()).hexdigest()


@dataclass(slots=True)
class _Push:
    """One transaction: what it read, and what each op came to."""

    connection: sa.Connection
    speaker: Standing
    known: Mapping[str, Standing]
    now: datetime
    acks: dict[str, Ack] = field(default_factory=dict)  # fingerprint -> ack
    makers: dict[str, Value] = field(default_factory=dict)
    refused: list[tuple[Incoming, str]] = field(default_factory=list)
    taken: list[tuple[Incoming, str]] = field(default_factory=list)

    def take(self, request: PushRequest, incoming: list[Incoming]) -> tuple[Ack, ...]:
        content, kab = _content(incoming), kab_of(self.speaker.region)
        mine = sa.and_(batch.c.kab == kab, batch.c.device == self.speaker.device, batch.c.batch == request.batch)
        stored = self.connection.execute(sa.select(batch.c.sha256, batch.c.acks).where(mine)).first()
        if stored is not None:
            if stored.sha256 != content:
                raise problems.BATCH_REUSED()
            return tuple(Ack(*told) for told in json.loads(stored.acks))
        by_print = {one.print: one for one in incoming}
        heads, rows = self._hold([one for one in by_print.values() if one.refused is None])
        work = Work(dict(rows), self._made_by, self.now, self._open(rows))
        self._recall(by_print)
        self._apply(work, {p: one for p, one in by_print.items() if p not in self.acks})
        self._write(work, rows, Page(heads))
        acks = tuple(self.acks[one.print] for one in incoming)
        told = compact([[ack.op, ack.result, ack.code, ack.bucket, ack.seq] for ack in acks])
        self.connection.execute(
            sa.insert(batch).values(
                kab=kab, device=self.speaker.device, batch=request.batch, sha256=content, acks=told, at=moment(self.now)
            )
        )
        return acks

    def _hold(self, incoming: list[Incoming]) -> tuple[dict[Bucket, Head], dict[str, Held]]:
        """Lock every bucket these ops may write in and read their records; a record that moved while we waited is followed."""
        ops = [one.op for one in incoming if one.op is not None]
        wanted = {bucket for op in ops for bucket in (op.bucket, *targets(op))} | places(self.connection, {op.id for op in ops})
        heads: dict[Bucket, Head] = {}
        while True:
            heads.update(lock(self.connection, wanted - heads.keys()))
            rows = load(self.connection, dict.fromkeys(op.id for op in ops))
            asked = [held for held in rows.values() if held.entity == "conflict" and held.about]
            rows.update(load(self.connection, {held.about for held in asked if held.about} - rows.keys()))
            rows.update(load(self.connection, [held.id for held in rows.values() if held.entity != "conflict"], column="about"))
            rows.update(self._led_to(ops, rows))
            rows.update(changes_under(self.connection, _leaving(ops, rows)))
            wanted = {held.row.bucket for held in rows.values()} | {bucket for held in asked for bucket in _choices(held)}
            wanted |= {bucket for op in ops if op.kind == "settle" for bucket in _named(op.fields.get("value"))}
            if not wanted - heads.keys():
                return heads, rows

    def _led_to(self, ops: list[Op], rows: dict[str, Held]) -> dict[str, Held]:
        """Return the records that merges among these ops lead to, and those that these were merged into."""
        asked = [held.row.data["values"] for held in rows.values() if held.about and held.row.data["name"] == INTO]
        choices = {value["value"] for values in asked for value in values}
        wanted = {_text(op.fields.get(INTO)) for op in ops} | {_text(op.fields.get("value")) for op in ops if op.kind == "settle"} | choices
        if wanted - {None}:
            wanted |= {held.row.data.get(INTO) for held in rows.values()}
        found: dict[str, Held] = {}
        missing = {id for id in wanted if id} - rows.keys()
        while missing:
            fresh = load(self.connection, missing)
            found.update(fresh)
            missing = {held.row.data[INTO] for held in fresh.values() if held.row.data.get(INTO)} - rows.keys() - found.keys()
        return found

    def _open(self, rows: dict[str, Held]) -> dict[tuple[str, str], str]:
        return {(held.about, held.row.data["name"]): held.id for held in rows.values() if held.about}

    def _made_by(self, op: str | None) -> Value:
        """Return who made an op, when and on which laptop."""
        if op is not None and op not in self.makers:
            query = sa.select(oplog.c.author, oplog.c.at, oplog.c.device).where(oplog.c.op == op)
            found = self.connection.execute(query).first()
            self.makers[op] = {"op": op, "by": found.author, "at": found.at, "device": found.device} if found else _nobody(op)
        return self.makers[op] if op is not None else _nobody(None)

    def _recall(self, by_print: dict[str, Incoming]) -> None:
        """Give ops that were here before the answer they got then."""
        logged: dict[str, Any] = {}
        for names in slices({one.name for one in by_print.values()}):
            logged.update({row.op: row for row in self.connection.execute(sa.select(oplog).where(oplog.c.op.in_(names)))})
        for prints in slices(by_print):
            query = sa.select(quarantine.c.fingerprint, quarantine.c.op, quarantine.c.code).where(quarantine.c.fingerprint.in_(prints))
            self.acks.update({r.fingerprint: Ack(r.op, "quarantined", r.code) for r in self.connection.execute(query)})
        used: set[str] = set()
        for print_, one in by_print.items():
            row = logged.get(one.name)
            if row is not None and bytes(row.raw) == one.signed.raw:
                self.acks[print_] = Ack(row.op, row.result, None, bucket_key((row.region, row.cls)), row.seq)
            elif (row is not None or one.name in used) and print_ not in self.acks:
                self._refuse(print_, one, problems.OP_SHAPE())  # another change under a name that is taken
            used.add(one.name)

    def _apply(self, work: Work, fresh: dict[str, Incoming]) -> None:
        acts: dict[tuple[str, str], list[str]] = {}
        for print_, one in fresh.items():
            acts.setdefault(one.act, []).append(print_)
        for one in fresh.values():
            if one.op is not None:
                self.makers[one.op.op] = {"op": one.op.op, "by": one.op.by, "at": one.op.at, "device": one.signed.device}
        for prints in acts.values():
            act = [fresh[print_] for print_ in prints]
            refused = next((one.refused for one in act if one.refused is not None), None)
            results = refused or work.apply_act([(one, self.known[one.signed.device]) for one in act])
            if isinstance(results, Problem):
                for print_, one in zip(prints, act, strict=True):
                    self._refuse(print_, one, one.refused or results)
            else:
                self.taken.extend(zip(act, results, strict=True))

    def _refuse(self, print_: str, one: Incoming, why: Problem) -> None:
        self.acks[print_] = Ack(one.name, "quarantined", why.code)
        self.refused.append((one, why.code))

    def _write(self, work: Work, before: dict[str, Held], page: Page) -> None:
        for id in work.order:
            page.put(work.rows[id], before.get(id))
        page.write(self.connection)
        log = []
        for one, result in self.taken:
            op = one.op
            assert op is not None
            # A choice is about a record: where that one stands is what the laptop waits to hear of, not where the difference stands.
            subject = work.rows[op.id].row.data["row"] if op.kind == "settle" else op.id
            held = work.rows[subject]
            bucket, seq = page.seqs.get(subject, (held.row.bucket, held.seq))
            self.acks[one.print] = Ack(op.op, "different" if result == "different" else "applied", None, bucket_key(bucket), seq)
            log.append({
                "kab": kab_of(op.bucket[0]), "op": op.op, "device": one.signed.device, "author": op.by, "at": op.at, "raw": one.signed.raw,
                "signature": one.signed.signature, "result": result, "region": bucket[0], "cls": bucket[1], "seq": seq,
            })  # fmt: skip
        if log:
            self.connection.execute(sa.insert(oplog), log)
        if self.refused:
            self.connection.execute(sa.insert(quarantine), [self._kept(one, code) for one, code in self.refused])

    def _kept(self, one: Incoming, code: str) -> dict[str, object]:
        return {
            "kab": kab_of(one.op.bucket[0] if one.op else self.speaker.region), "fingerprint": one.print, "op": one.name,
            "device": one.signed.device, "code": code, "raw": one.signed.raw, "signature": one.signed.signature,
            "pushed_by": self.speaker.device, "received_at": moment(self.now),
        }  # fmt: skip


def _leaving(ops: list[Op], rows: dict[str, Held]) -> set[str]:
    """Return the roots of records that may go to another bucket: their past values go along."""
    asked = {held.row.root for held in rows.values() if held.about and held.row.data["name"] == "bucket"}
    return {op.root for op in ops if op.kind == "move"} | asked


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _nobody(op: str | None) -> Value:
    return {"op": op, "by": None, "at": None, "device": None}


def _choices(conflict: Held) -> list[Bucket]:
    """Return the buckets a record may come to when this difference is settled."""
    data = conflict.row.data
    return [bucket for value in data["values"] for bucket in _named(value["value"])] if data["name"] == "bucket" else []


def _named(value: Any) -> tuple[Bucket, ...]:
    try:
        return (place(value),)
    except Problem:
        return ()
