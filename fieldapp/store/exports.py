"""What leaves in a sheet: families with their people page by page, and the digest of each row as it left last time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldapp.store import imports
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import card, exported, person

CHUNK = 400


def household_ids(con: Connection, region_id: str | None) -> list[str]:
    """Return the families of an area as one walks it: by village, RW, RT and name."""
    query = sa.select(card.c.household_id).order_by(card.c.region_id, card.c.rw, card.c.rt, card.c.sort_key, card.c.household_id)
    if region_id and region_id != "00":
        query = query.where(sa.or_(card.c.region_id == region_id, card.c.region_id.like(f"{region_id}.%")))
    return list(con.execute(query).scalars())


def families(con: Connection, ids: Sequence[str]) -> list[tuple[Found, Found | None, list[Found], str | None]]:
    """Return these families in this order, each with its house, its members in the order of the KK, and its decile."""
    homes = {row.id: row for row in imports.families_by_id(con, ids)}
    people = imports.people_in(con, homes)
    points = imports.points_of(con, (row.dwelling_id for row in homes.values() if row.dwelling_id))
    deciles = imports.deciles(con, homes)
    return [(homes[i], points.get(homes[i].dwelling_id or ""), _by_relation(people.get(i, [])), deciles.get(i)) for i in ids if i in homes]


def _by_relation(people: list[Found]) -> list[Found]:
    return sorted(people, key=lambda row: (int(row.relation) if (row.relation or "").isdigit() else 99, row.birth_date or "9", row.id))


def names_of(con: Connection, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return name and NIK of people, the bin too, by their id."""
    found: dict[str, tuple[str, str]] = {}
    for start in range(0, len(ids), CHUNK):
        query = sa.select(person.c.id, person.c.name, person.c.nik).where(person.c.id.in_(ids[start : start + CHUNK]))
        found |= {row.id: (row.name or "", row.nik or "") for row in con.execute(query)}
    return found


# What left last time


def digests(con: Connection, name: str, keys: Sequence[str]) -> dict[str, str]:
    """Return the digests of these rows of a list as they left last time."""
    found: dict[str, str] = {}
    for start in range(0, len(keys), CHUNK):
        query = sa.select(exported.c.key, exported.c.digest).where(exported.c.list == name, exported.c.key.in_(keys[start : start + CHUNK]))
        found |= {row.key: row.digest for row in con.execute(query)}
    return found


def left_keys(con: Connection, name: str) -> Iterator[str]:
    """Yield the keys of the rows of a list that left last time."""
    yield from con.execute(sa.select(exported.c.key).where(exported.c.list == name).order_by(exported.c.key)).scalars()


def last_at(con: Connection, name: str) -> str | None:
    """Return the moment a list left last, or None."""
    return con.execute(sa.select(sa.func.max(exported.c.at)).where(exported.c.list == name)).scalar()


def keep_digests(con: Connection, name: str, told: Mapping[str, str], at: str) -> None:
    """Write down that these rows left with these digests."""
    if not told:
        return
    insert = upsert(exported)
    put: dict[str, Any] = {column: insert.excluded[column] for column in ("digest", "at")}
    rows = [{"list": name, "key": key, "digest": digest, "at": at} for key, digest in told.items()]
    con.execute(insert.on_conflict_do_update(index_elements=["list", "key"], set_=put), rows)


def forget(con: Connection, name: str, before: str) -> None:
    """Forget the rows of a list that were not in the sheet that has just left."""
    con.execute(sa.delete(exported).where(exported.c.list == name, exported.c.at < before))
