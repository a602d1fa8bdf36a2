"""What is kept of records that were found to be one."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.domain.likeness import Traits
from fieldapp.store.likeness import candidate, people
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import SYNCED, merge_record, person, visit


def listed(con: Connection, survivor_ids: Sequence[str] | None, limit: int) -> Sequence[Found]:
    """Return mergers that were not undone, the newest first: all, or those into these records; mergers of members come with their family's."""
    query = sa.select(merge_record).where(merge_record.c.undone_at.is_(None), merge_record.c.with_id.is_(None), ~merge_record.c.deleted)
    if survivor_ids is not None:
        query = query.where(merge_record.c.survivor_id.in_(survivor_ids))
    return con.execute(query.order_by(merge_record.c.created_at.desc(), merge_record.c.id.desc()).limit(limit)).all()


def one(con: Connection, merge_id: str) -> Found | None:
    """Return a merger, or None."""
    return con.execute(sa.select(merge_record).where(merge_record.c.id == merge_id)).one_or_none()


def parts_of(con: Connection, merge_id: str) -> Sequence[Found]:
    """Return the mergers of members that came with a merger of families and still stand."""
    return con.execute(sa.select(merge_record).where(merge_record.c.with_id == merge_id, merge_record.c.undone_at.is_(None))).all()


def tags_of(con: Connection, entity: str, row_id: str) -> dict[str, str]:
    """Return the op behind each value of a record."""
    table = SYNCED[entity]
    return dict(con.execute(sa.select(table.c.tags).where(table.c.id == row_id)).scalar() or {})


def visits_since(con: Connection, household_id: str, moment: str) -> int:
    """Return how many visits were written down for a family after a moment."""
    query = sa.select(sa.func.count()).select_from(visit).where(visit.c.household_id == household_id, visit.c.created_at > moment)
    return con.execute(query).scalar() or 0


def traits_of(con: Connection, person_ids: Sequence[str]) -> dict[str, Traits]:
    """Return by what these people are told apart."""
    return {row.id: candidate(row).traits for row in con.execute(people().where(person.c.id.in_(person_ids)))}
