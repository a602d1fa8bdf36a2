"""What is kept of families: their record, their house, their decile and the counted line they show in lists."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.domain import nouns
from fieldapp.store.aliases import family_ids, standing
from fieldapp.store.filters import region_condition
from fieldapp.store.rows import Connection, Found, noun_from
from fieldapp.store.tables import card, desil, dwelling, household

CHUNK = 800  # numbers asked for at once


def one(con: Connection, household_id: str) -> Found | None:
    """Return a family's record, or None."""
    return con.execute(sa.select(household).where(household.c.id == household_id)).one_or_none()


def noun(con: Connection, household_id: str) -> nouns.Household | None:
    """Return a family as its noun, or None."""
    found = one(con, household_id)
    told = noun_from("household", found) if found else None
    return told if isinstance(told, nouns.Household) else None


def dwelling_of(con: Connection, dwelling_id: str | None) -> Found | None:
    """Return a house, or None."""
    return con.execute(sa.select(dwelling).where(dwelling.c.id == dwelling_id)).one_or_none()


def desils(con: Connection, household_id: str) -> Sequence[Found]:
    """Return the deciles told of a family, the newest first."""
    query = sa.select(desil).where(desil.c.household_id.in_(family_ids(con, household_id)), ~desil.c.deleted)
    return con.execute(query.order_by(desil.c.dated.desc(), desil.c.id.desc())).all()


def line_of(con: Connection, household_id: str) -> Found | None:
    """Return the counted line of a family or of the one it was merged into, or None when it is gone."""
    return con.execute(sa.select(card).where(card.c.household_id == standing(con, [household_id])[household_id])).one_or_none()


def lines_of(con: Connection, household_ids: Sequence[str]) -> dict[str, Found]:
    """Return the counted lines of these families by their id; a family that is gone has none."""
    stands = standing(con, household_ids)
    lines = {row.household_id: row for row in con.execute(sa.select(card).where(card.c.household_id.in_(set(stands.values()))))}
    return {asked: lines[into] for asked, into in stands.items() if into in lines}


def names_of(con: Connection, household_ids: Sequence[str]) -> dict[str, str]:
    """Return what these families are called, by their id."""
    stands = standing(con, household_ids)
    found = con.execute(sa.select(card.c.household_id, card.c.name).where(card.c.household_id.in_(set(stands.values()))))
    names = {row.household_id: row.name for row in found}
    return {asked: names[into] for asked, into in stands.items() if into in names}


def is_here(con: Connection, household_id: str) -> bool:
    """Say whether a family is on this laptop and not in the bin."""
    return line_of(con, household_id) is not None


def holder_of(con: Connection, kk: str, but: str = "") -> str | None:
    """Return what the family with this KK is called, leaving one family out of the question."""
    query = sa.select(card.c.name).join(household, household.c.id == card.c.household_id)
    return con.execute(
        query.where(household.c.kk == kk, household.c.id != but, ~household.c.deleted, household.c.merged_into.is_(None))
    ).scalar()


def by_kk(con: Connection, numbers: Sequence[str]) -> dict[str, Found]:
    """Return those of these KK numbers that are here, each with its family (``id``, ``region_id``); the bin does not count."""
    found: dict[str, Found] = {}
    query = sa.select(household.c.kk, household.c.id, household.c.region_id).where(~household.c.deleted)
    for start in range(0, len(numbers), CHUNK):
        some = con.execute(query.where(household.c.kk.in_(numbers[start : start + CHUNK])).order_by(household.c.id))
        for row in some:
            found.setdefault(row.kk, row)
    return found


def region_ids(con: Connection) -> Sequence[str]:
    """Return the villages in which a family lives."""
    return con.execute(sa.select(card.c.region_id).distinct()).scalars().all()


def lines_in(con: Connection, region_id: str) -> Sequence[Found]:
    """Return the counted lines of a village, or of everything below a larger region, as one walks it: by RW, RT and name."""
    inside = sa.and_(*region_condition(region_id))
    return con.execute(sa.select(card).where(inside).order_by(card.c.region_id, card.c.rw, card.c.rt, card.c.sort_key)).all()
