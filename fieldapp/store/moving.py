"""Records that go to another village: each follows its root into the bucket of the region it goes to, its class unchanged."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import sqlalchemy as sa

from fieldapp.store.aliases import family_ids
from fieldapp.store.rows import Connection
from fieldapp.store.tables import SYNCED, person

if TYPE_CHECKING:
    from fieldapp.store.transaction import Transaction

CHUNK = 800


def follow(act: Transaction, roots: Iterable[str], region_id: str, *, but: tuple[str, ...] = ()) -> int:
    """Move every record of these roots, those in the bin too, to a region; returns how many. Entities in ``but`` stay where they are."""
    wanted = sorted(set(roots))
    moved = 0
    for entity, table in SYNCED.items():
        if entity in but:
            continue
        for start in range(0, len(wanted), CHUNK):
            some = wanted[start : start + CHUNK]
            # What hangs on a root is found by an index that holds only such records; the root itself by its own id.
            theirs = sa.or_(table.c.id.in_(some), sa.and_(table.c.root_id.in_(some), sa.text("root_id <> id")))
            query = sa.select(table.c.id, table.c.bucket_class).where(theirs, table.c.root_id.in_(some), table.c.region_id != region_id)
            for row in act.con.execute(query).all():
                act.record(entity, row.id, "move", {"bucket": [region_id, row.bucket_class]})
                moved += 1
    return moved


def roots_of_family(con: Connection, household_id: str) -> set[str]:
    """Return the roots that move when a family moves: its own, those of families merged into it, and those of everyone kept in them."""
    families = family_ids(con, household_id)
    return {*families, *con.execute(sa.select(person.c.root_id).where(person.c.household_id.in_(families))).scalars()}


def left_in(con: Connection, household_id: str) -> bool:
    """Say whether anybody, living or dead, is still kept in a family."""
    here = person.c.household_id.in_(family_ids(con, household_id))
    return con.execute(sa.select(person.c.id).where(here, ~person.c.deleted, person.c.merged_into.is_(None)).limit(1)).first() is not None
