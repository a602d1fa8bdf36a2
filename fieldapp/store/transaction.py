"""The one way to write: a record and its outgoing change go into the file together, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa
from nacl.signing import SigningKey
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldapp import problems
from fieldapp.domain import nouns, ops
from fieldapp.domain.ids import new_id
from fieldapp.domain.merge import DELETED, Row, element_tag, replay, settle
from fieldapp.domain.moments import HybridClock, moment, zone_of
from fieldapp.store import rows
from fieldapp.store.tables import SYNCED, conflict, meta, outbox, person, shadow

T = TypeVar("T", bound=nouns.Noun)


@dataclass(slots=True)
class Author:
    """Who writes on this laptop: the person, the device with its key and clock, and the counter of short human codes."""

    user_id: str
    device_id: str
    key: SigningKey
    clock: HybridClock
    prefix: str = "LT000"


@dataclass(slots=True)
class Transaction:
    """One act of a person. Everything recorded through it becomes visible together, and is sent together."""

    con: sa.Connection
    author: Author
    act: str = field(default_factory=new_id)
    touched: set[str] = field(default_factory=set)  # households whose card and words must be made anew
    written: list[bytes] = field(default_factory=list)  # for the journal beside the file
    first_act: str = ""
    _codes: int | None = None

    def __post_init__(self) -> None:
        """Remember under which act the transaction began: it names the batch."""
        self.first_act = self.act

    def next_act(self) -> None:
        """Go on with another act inside the same transaction: here all of it is kept together, the office takes each act on its own."""
        self.act = new_id()

    def get(self, kind: type[T], row_id: str | None) -> T:
        """Return a record; raises RECORD_UNKNOWN."""
        found = self.find(kind, row_id)
        if found is None:
            raise problems.RECORD_UNKNOWN()
        return found

    def find(self, kind: type[T], row_id: str | None) -> T | None:
        """Return a record, or None."""
        entity = nouns.ENTITY_OF[kind]
        table = SYNCED[entity]
        found = self.con.execute(sa.select(table).where(table.c.id == row_id)).one_or_none() if row_id else None
        return None if found is None else rows.noun_from(entity, found)  # type: ignore[return-value]

    def add(self, noun: T, *, form: str | None = None) -> T:
        """Keep a new record; who made it, when and its short code are filled in here."""
        entity = nouns.ENTITY_OF[type(noun)]
        now = self.author.clock.now()
        told = {name: getattr(noun, name) for name in nouns.field_names(entity)}
        told |= {"created_by": self.author.user_id, "created_at": moment(now), "zone": zone_of(noun.region_id), "code": self._next_code()}
        told = {
            name: list(value) if isinstance(value, tuple) else value for name, value in told.items() if value is not None and value != ()
        }
        self.record(entity, noun.id, "put", told, root=noun.root_id, bucket=(noun.region_id, noun.bucket_class), form=form)
        return noun

    def change(self, kind: type[T], row_id: str, changes: Mapping[str, Any]) -> None:
        """Change fields of a record; values that are already so make no op. Raises RECORD_UNKNOWN and RECORD_FIXED."""
        entity = nouns.ENTITY_OF[kind]
        kept = rows.read(self.con, entity, row_id)
        if kept is None:
            raise problems.RECORD_UNKNOWN()
        policies = nouns.policies_of(entity)
        real = {name: value for name, value in changes.items() if kept.row.data.get(name) != value}
        if any(policies[name].value == "A" for name in real):
            raise problems.RECORD_FIXED()
        if real:
            self.record(entity, row_id, "put", real)

    def add_elements(self, kind: type[T], row_id: str, name: str, elements: Iterable[str]) -> None:
        """Add elements to a set field."""
        self.record(nouns.ENTITY_OF[kind], row_id, "add", {name: sorted(elements)})

    def remove_elements(self, kind: type[T], row_id: str, name: str, elements: Iterable[str]) -> None:
        """Remove elements from a set field."""
        self.record(nouns.ENTITY_OF[kind], row_id, "remove", {name: sorted(elements)})

    def delete(self, kind: type[T], row_id: str) -> None:
        """Put a record into the bin."""
        self.record(nouns.ENTITY_OF[kind], row_id, "delete", {})

    def record(
        self,
        entity: str,
        row_id: str,
        kind: str,
        told: Mapping[str, Any],
        *,
        root: str = "",
        bucket: ops.Bucket | None = None,
        form: str | None = None,
    ) -> ops.Op:
        """Write one change of one record: its row, what the office last said of it (once), and the signed op that will tell the office."""
        kept = rows.read(self.con, entity, row_id)
        if kept is None and bucket is None:
            raise problems.RECORD_UNKNOWN()
        row = kept.row if kept else None
        op = self._op(
            entity,
            row_id,
            kind,
            told,
            row,
            root or (row.root if row else row_id),
            bucket or (row.bucket if row else ("00", "reference")),
            form,
        )
        if kept is None or kept.pending == 0:
            keep_shadow(self.con, entity, row_id, kept, op)
        after = replay(row, op, nouns.policies_of(entity))
        rows.write(self.con, entity, row_id, after, kept.seq if kept else 0, (kept.pending if kept else 0) + 1)
        self._send(op, entity, row_id)
        self._touch(entity, row_id, after)
        return op

    def settle(self, difference_id: str, *, choice: str | None, value: Any, note: str) -> None:
        """Choose between values two people wrote: shown at once, decided everywhere when the office has it. Raises CONFLICT_UNKNOWN."""
        found = self.con.execute(sa.select(conflict).where(conflict.c.id == difference_id, conflict.c.state == "open")).one_or_none()
        if found is None:
            raise problems.CONFLICT_UNKNOWN()
        kept = rows.read(self.con, found.entity, found.row_id)
        if kept is None:
            raise problems.CONFLICT_UNKNOWN()
        told = {"choice": choice, "note": note} if choice else {"value": value, "note": note}
        bucket = ops.read_bucket(found.bucket)
        op = ops.Op(op=new_id(), act=self.act, entity="conflict", id=difference_id, root=found.root, bucket=bucket, kind="settle",
                    fields=told, by=self.author.user_id, at=moment(self.author.clock.now()), clock=self.author.clock.stamp())  # fmt: skip
        if kept.pending == 0:
            keep_shadow(self.con, found.entity, found.row_id, kept, op)
        after = settle(kept.row, found.name, chosen(found.told, op), op, op.clock)
        rows.write(self.con, found.entity, found.row_id, after, kept.seq, kept.pending + 1)
        self.con.execute(sa.update(conflict).where(conflict.c.id == difference_id).values(state="settling"))
        self._send(op, found.entity, found.row_id)
        self._touch(found.entity, found.row_id, after)

    def _op(
        self, entity: str, row_id: str, kind: str, told: Mapping[str, Any], row: Row | None, root: str, bucket: ops.Bucket, form: str | None
    ) -> ops.Op:
        return ops.Op(
            op=new_id(), act=self.act, entity=entity, id=row_id, root=root, bucket=bucket, kind=kind, fields=dict(told),
            base=_base(kind, told, row), form=form, by=self.author.user_id, at=moment(self.author.clock.now()), clock=self.author.clock.stamp(),
        )  # fmt: skip

    def _send(self, op: ops.Op, entity: str, row_id: str) -> None:
        signed = ops.sign(op, self.author.device_id, self.author.key)
        told = {
            "op": op.op, "act": op.act, "entity": entity, "row_id": row_id, "root": op.root, "raw": signed.raw, "signature": signed.signature,
            "device": signed.device, "state": "waiting", "made_at": op.at,
        }  # fmt: skip
        self.con.execute(_SENDING, told)
        self.written.append(json.dumps(signed.told()).encode())

    def _touch(self, entity: str, row_id: str, row: Row) -> None:
        household_id = row_id if entity == "household" else row.data.get("household_id")
        if household_id:
            self.touched.add(household_id)
        if entity == "ppks_case" and row.data.get("person_id"):
            lives = self.con.execute(sa.select(person.c.household_id).where(person.c.id == row.data["person_id"])).scalar()
            self.touched |= {lives} if lives else set()

    def _next_code(self) -> str:
        if self._codes is None:
            self._codes = int(self.con.execute(sa.select(meta.c.value).where(meta.c.name == "codes")).scalar() or 0)
        self._codes += 1
        return f"{self.author.prefix}-{self._codes:04d}"

    def finish(self) -> None:
        """Write what outlives the act: the clock and the counter of codes."""
        put_meta(self.con, "clock", self.author.clock.stamp())
        if self._codes is not None:
            put_meta(self.con, "codes", self._codes)


def _shadowing() -> Insert:
    insert = upsert(shadow)
    names = [column.name for column in shadow.columns if column.name not in ("entity", "row_id")]
    return insert.on_conflict_do_update(index_elements=["entity", "row_id"], set_={name: insert.excluded[name] for name in names})


# Made once: making a statement costs more than running it.
_SENDING, _SHADOWING = sa.insert(outbox), _shadowing()


def _base(kind: str, told: Mapping[str, Any], row: Row | None) -> dict[str, str | None]:
    if row is None:
        return {}
    if kind in ("add", "remove"):
        return {element_tag(name, e): row.tags.get(element_tag(name, e)) for name, elements in told.items() for e in elements}
    if kind == "delete":
        return dict(row.tags)
    if kind == "move":
        return {"bucket": row.tags.get("bucket")}
    base: dict[str, str | None] = {name: row.tags.get(name) for name in told}
    return base | ({DELETED: row.tags.get(DELETED)} if row.tags.get(DELETED) else {})


def chosen(told: Mapping[str, Any], op: ops.Op) -> Any:
    """Return the value a settle op chooses among the values of a difference; raises CONFLICT_UNKNOWN when it names none of them."""
    if "value" in op.fields:
        return op.fields["value"]
    for value in told["values"]:
        if value["op"] == op.fields["choice"]:
            return value["value"]
    raise problems.CONFLICT_UNKNOWN()


def keep_shadow(con: sa.Connection, entity: str, row_id: str, kept: rows.Kept | None, op: ops.Op) -> None:
    """Put aside what the office last said of a record before one's own first change covers it."""
    values = {
        "entity": entity, "row_id": row_id, "known": kept is not None, "root_id": op.root,
        "region_id": kept.row.bucket[0] if kept else op.bucket[0], "bucket_class": kept.row.bucket[1] if kept else op.bucket[1],
        "data": kept.row.data if kept else {}, "tags": kept.row.tags if kept else {}, "seq": kept.seq if kept else 0,
    }  # fmt: skip
    con.execute(_SHADOWING, values)


def put_meta(con: sa.Connection, name: str, value: Any) -> None:
    """Write a one-off fact."""
    insert = upsert(meta).values(name=name, value=value)
    con.execute(insert.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def get_meta(con: sa.Connection, name: str, default: Any = None) -> Any:
    """Read a one-off fact."""
    found = con.execute(sa.select(meta.c.value).where(meta.c.name == name)).scalar()
    return default if found is None else found


__all__ = ["Author", "Transaction", "chosen", "get_meta", "keep_shadow", "put_meta"]
