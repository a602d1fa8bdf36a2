"""Taking in what the office says, and putting one's own waiting changes back on top of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldapp.domain import nouns, ops
from fieldapp.domain.merge import DELETED, Row, replay, settle
from fieldapp.domain.ops import Op, read_bucket, read_op
from fieldapp.domain.shapes import usable
from fieldapp.store import history, rows
from fieldapp.store.tables import SYNCED, blob, card, change, colleague, conflict, cursor, foreign_row, outbox, person, search_row, shadow
from fieldapp.store.transaction import chosen

WAITING = ("waiting",)
MERGED = ("merged", "different")


def waiting_ops(con: sa.Connection, limit: int, max_bytes: int) -> list[sa.Row[Any]]:
    """Return the oldest waiting ops, whole acts only, up to a number and about a size; an act of more ops than that goes in parts."""
    taken: list[sa.Row[Any]] = []
    size = whole = 0
    for row in con.execute(sa.select(outbox).where(outbox.c.state == "waiting").order_by(outbox.c.n).limit(limit + 1)):
        if taken and row.act != taken[-1].act:
            whole = len(taken)
        if len(taken) == limit or (size >= max_bytes and whole == len(taken)):
            return taken[: whole or limit]
        taken.append(row)
        size += len(row.raw)
    return taken


def household_of(con: sa.Connection, entity: str, row_id: str) -> set[str]:
    """Return the household a record belongs to; what follows a person counts where that person lives now as well."""
    if entity == "household":
        return {row_id}
    table = SYNCED.get(entity)
    if table is None or "household_id" not in table.c:
        return set()
    found = set(con.execute(sa.select(table.c.household_id).where(table.c.id == row_id)).scalars())
    if "person_id" in table.c:
        lives = sa.select(person.c.household_id).join(table, table.c.person_id == person.c.id).where(table.c.id == row_id)
        found |= set(con.execute(lives).scalars())
    return found - {None}


def rebase(con: sa.Connection, entity: str, row_id: str) -> set[str]:
    """Show a record as the office last said it with one's own ops on top that the office has not merged into it yet."""
    touched = household_of(con, entity, row_id)
    found = con.execute(sa.select(shadow).where(shadow.c.entity == entity, shadow.c.row_id == row_id)).one_or_none()
    if found is None:
        return touched
    base = Row((found.region_id, found.bucket_class), found.root_id, dict(found.data), dict(found.tags)) if found.known else None
    own = _unmerged(con, entity, row_id, found)
    if base is None and not own:
        rows.remove(con, entity, row_id)
    else:
        row = base
        for op in own:
            row = _on_top(con, row, op, entity)
        if row is not None:
            rows.write(con, entity, row_id, row, found.seq, len(own))
    if not own:
        con.execute(sa.delete(shadow).where(shadow.c.entity == entity, shadow.c.row_id == row_id))
    return touched | household_of(con, entity, row_id)


def _on_top(con: sa.Connection, row: Row | None, op: Op, entity: str) -> Row | None:
    if op.kind != "settle":
        return replay(row, op, nouns.policies_of(entity))
    told = con.execute(sa.select(conflict.c.told, conflict.c.name).where(conflict.c.id == op.id)).one_or_none()
    if row is None or told is None:
        return row
    return settle(row, told.name, chosen(told.told, op), op, op.clock)


def _unmerged(con: sa.Connection, entity: str, row_id: str, base: sa.Row[Any]) -> list[Op]:
    """Own ops on a record that the office's last word does not hold: still waiting, or merged at a later place in the same bucket."""
    here = ops.bucket_key((base.region_id, base.bucket_class))
    later = sa.and_(outbox.c.state.in_(MERGED), outbox.c.bucket == here, outbox.c.seq > base.seq)
    found = con.execute(
        sa.select(outbox.c.raw)
        .where(outbox.c.entity == entity, outbox.c.row_id == row_id, sa.or_(outbox.c.state == "waiting", later))
        .order_by(outbox.c.n)
    )
    return [read_op(row.raw) for row in found]


def take_in(con: sa.Connection, events: Iterable[dict[str, Any]]) -> set[str]:
    """Put a page of the office's feed in place; each event is a record at its newest state. Returns the households touched."""
    touched: set[str] = set()
    fresh: dict[str, list[dict[str, Any]]] = {}
    listed = list(events)
    history.keep(con, [event for event in listed if history.readable(event)])
    covered = _with_own_ops(con, listed)
    for event in listed:
        entity, row_id, bucket = event["entity"], event["id"], read_bucket(event["bucket"])
        if entity == "conflict":
            touched |= _take_difference(con, event)
        elif entity == "colleague":
            _take_colleague(con, event)
        elif history.readable(event):
            continue  # past values, kept above all at once
        elif entity not in SYNCED or not (event["gone"] or usable(entity, event["data"])):
            _take_foreign(con, event)
        elif event["gone"]:
            touched |= _take_away(con, entity, row_id, event["bucket"])
        elif (entity, row_id) in covered:
            _keep_news(con, event, bucket)
            touched |= rebase(con, entity, row_id)
        else:
            row = Row(bucket, event["root"], event["data"], event["tags"])
            fresh.setdefault(entity, []).append(rows.values_of(entity, row_id, row, event["seq"], 0))
            household_id = row_id if entity == "household" else event["data"].get("household_id")
            touched |= {household_id} if household_id else set()
            if entity == "attachment":
                _want_blob(con, event)
    for entity, values in fresh.items():
        if entity in ("person", "visit", "assessment", "desil", "attachment"):
            touched |= _earlier_households(con, entity, [v["id"] for v in values])
        rows.write_many(con, entity, values)
        if entity == "ppks_case":
            touched |= _where_they_live(con, [value["person_id"] for value in values if value["person_id"]])
    return touched


def _where_they_live(con: sa.Connection, person_ids: list[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(person_ids), 500):
        found |= set(con.execute(sa.select(person.c.household_id).where(person.c.id.in_(person_ids[start : start + 500]))).scalars())
    return found - {None}


def _keep_news(con: sa.Connection, event: dict[str, Any], bucket: ops.Bucket) -> None:
    """Put the news under one's own changes: it becomes what the office last said of the record."""
    values = {
        "entity": event["entity"], "row_id": event["id"], "known": True, "region_id": bucket[0], "bucket_class": bucket[1],
        "root_id": event["root"], "data": event["data"], "tags": event["tags"], "seq": event["seq"],
    }  # fmt: skip
    insert = upsert(shadow).values(values)
    con.execute(
        insert.on_conflict_do_update(
            index_elements=["entity", "row_id"], set_={k: v for k, v in values.items() if k not in ("entity", "row_id")}
        )
    )


def _earlier_households(con: sa.Connection, entity: str, ids: list[str]) -> set[str]:
    """A person may have come from another household: that one's line changes too."""
    table = SYNCED[entity]
    found: set[str] = set()
    for start in range(0, len(ids), 500):
        found |= set(con.execute(sa.select(table.c.household_id).where(table.c.id.in_(ids[start : start + 500]))).scalars())
    return found - {None}


def _with_own_ops(con: sa.Connection, events: list[dict[str, Any]]) -> set[tuple[str, str]]:
    """Return the records among these that have own ops the news does not hold yet; the shadows of the others have done their work and go."""
    if not con.execute(sa.select(shadow.c.row_id).limit(1)).first():
        return set()
    news = {(event["entity"], event["id"]): event for event in events if event["entity"] in SYNCED and not event["gone"]}
    ids = [row_id for _entity, row_id in news]
    busy: set[tuple[str, str]] = set()
    for start in range(0, len(ids), 500):
        here = ids[start : start + 500]
        shadowed = {(r.entity, r.row_id) for r in con.execute(sa.select(shadow.c.entity, shadow.c.row_id).where(shadow.c.row_id.in_(here)))}
        own = con.execute(
            sa.select(outbox.c.entity, outbox.c.row_id, outbox.c.state, outbox.c.bucket, sa.func.max(outbox.c.seq).label("seq"))
            .where(outbox.c.row_id.in_(here), outbox.c.state.in_((*WAITING, *MERGED)))
            .group_by(outbox.c.entity, outbox.c.row_id, outbox.c.state, outbox.c.bucket)
        )
        for row in own:
            event = news.get((row.entity, row.row_id))
            if event and (row.state in WAITING or (row.bucket == event["bucket"] and row.seq > event["seq"])):
                busy.add((row.entity, row.row_id))
        done = [{"e": entity, "r": row_id} for entity, row_id in shadowed & news.keys() if (entity, row_id) not in busy]
        if done:
            con.execute(sa.delete(shadow).where(shadow.c.entity == sa.bindparam("e"), shadow.c.row_id == sa.bindparam("r")), done)
    return busy


def _take_difference(con: sa.Connection, event: dict[str, Any]) -> set[str]:
    told = event["data"]
    if event["gone"]:
        con.execute(sa.delete(conflict).where(conflict.c.id == event["id"]))
        return set()
    settling = _settles_here(con, event["id"], told["row"])
    state = "settling" if told["state"] == "open" and settling else told["state"]
    values = {
        "id": event["id"], "bucket": event["bucket"], "entity": told["entity"], "row_id": told["row"], "root": told["root"], "name": told["name"],
        "policy": told["policy"], "told": told, "state": state, "seq": event["seq"], "tags": event["tags"],
    }  # fmt: skip
    insert = upsert(conflict).values(values)
    con.execute(insert.on_conflict_do_update(index_elements=["id"], set_={k: v for k, v in values.items() if k != "id"}))
    return household_of(con, told["entity"], told["row"])


def _settles_here(con: sa.Connection, difference_id: str, row_id: str) -> bool:
    """Say whether a choice made on this laptop is still on its way."""
    waiting = con.execute(sa.select(outbox.c.raw).where(outbox.c.state == "waiting", outbox.c.row_id == row_id)).scalars()
    return any(op.kind == "settle" and op.id == difference_id for op in map(read_op, waiting))


def _take_colleague(con: sa.Connection, event: dict[str, Any]) -> None:
    values = {"id": event["id"], **{name: event["data"].get(name) for name in ("name", "title", "role", "region")}}
    insert = upsert(colleague).values(values)
    con.execute(insert.on_conflict_do_update(index_elements=["id"], set_={k: v for k, v in values.items() if k != "id"}))


def _take_foreign(con: sa.Connection, event: dict[str, Any]) -> None:
    values = {name: event[name] for name in ("entity", "id", "bucket", "seq", "data", "tags")}
    insert = upsert(foreign_row).values(values)
    con.execute(
        insert.on_conflict_do_update(index_elements=["entity", "id"], set_={k: v for k, v in values.items() if k not in ("entity", "id")})
    )


def _want_blob(con: sa.Connection, event: dict[str, Any]) -> None:
    told = event["data"]
    values = {"sha256": told["sha256"], "root": event["root"], "size": told.get("size") or 0, "here": False, "sent": 0, "state": "wanted"}
    con.execute(upsert(blob).values(values).on_conflict_do_nothing())


def _take_away(con: sa.Connection, entity: str, row_id: str, bucket: str) -> set[str]:
    kept = rows.read(con, entity, row_id)
    if kept is None or ops.bucket_key(kept.row.bucket) != bucket:
        return set()
    touched = household_of(con, entity, row_id)
    con.execute(sa.delete(shadow).where(shadow.c.entity == entity, shadow.c.row_id == row_id))
    rows.remove(con, entity, row_id)
    con.execute(sa.delete(change).where(change.c.row_id == row_id, change.c.bucket == bucket))
    return touched


def let_go(con: sa.Connection, granted: set[str]) -> set[str]:
    """Take away records the office took from here but never told back, because their bucket left the grant in between; nothing of them waits."""
    touched: set[str] = set()
    for base in con.execute(sa.select(shadow.c.region_id, shadow.c.bucket_class).distinct()).all():
        if ops.bucket_key((base.region_id, base.bucket_class)) in granted:
            continue
        waits = sa.select(outbox.c.n).where(
            outbox.c.entity == shadow.c.entity, outbox.c.row_id == shadow.c.row_id, outbox.c.state.in_(WAITING)
        )
        here = sa.and_(shadow.c.region_id == base.region_id, shadow.c.bucket_class == base.bucket_class)
        for row in con.execute(sa.select(shadow.c.entity, shadow.c.row_id).where(here, ~waits.exists())).all():
            touched |= household_of(con, row.entity, row.row_id)
            rows.remove(con, row.entity, row.row_id)
            con.execute(sa.delete(shadow).where(shadow.c.entity == row.entity, shadow.c.row_id == row.row_id))
    return touched


def purge_bucket(con: sa.Connection, bucket: str) -> set[str]:
    """Take a bucket that is no longer granted off this laptop; waiting ops stay in the outbox and still reach the office."""
    region, cls = read_bucket(bucket)
    touched: set[str] = set()
    for entity, table in SYNCED.items():
        here = (table.c.region_id == region) & (table.c.bucket_class == cls)
        if "household_id" in table.c or entity == "household":
            column = table.c.id if entity == "household" else table.c.household_id
            touched |= set(con.execute(sa.select(column).where(here).distinct()).scalars())
        con.execute(sa.delete(table).where(here))
    con.execute(sa.delete(shadow).where(shadow.c.region_id == region, shadow.c.bucket_class == cls))
    con.execute(sa.delete(conflict).where(conflict.c.bucket == bucket))
    con.execute(sa.delete(change).where(change.c.bucket == bucket))
    con.execute(sa.delete(foreign_row).where(foreign_row.c.bucket == bucket))
    con.execute(sa.delete(cursor).where(cursor.c.bucket == bucket))
    return touched - {None}


def start_over(con: sa.Connection) -> None:
    """The office was restored from a backup: read every bucket from the start and offer again every op that is still kept here."""
    con.execute(sa.update(cursor).values(seq=0))
    con.execute(
        sa.update(outbox).where(outbox.c.state.in_((*MERGED, "refused"))).values(state="waiting", bucket=None, seq=None, answered_at=None)
    )


__all__ = ["DELETED", "card", "household_of", "purge_bucket", "rebase", "search_row", "start_over", "take_in", "waiting_ops"]
