"""What is kept of families: their record, their house, their decile and the counted line they show in lists."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.domain import nouns
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
    query = sa.select(desil).where(desil.c.household_id == household_id, ~desil.c.deleted)
    return con.execute(query.order_by(desil.c.dated.desc(), desil.c.id.desc())).all()


def line_of(con: Connection, household_id: str) -> Found | None:
    """Return a family's counted line, or None when the family is gone."""
    return con.execute(sa.select(card).where(card.c.household_id == household_id)).one_or_none()


def lines_of(con: Connection, household_ids: Sequence[str]) -> dict[str, Found]:
    """Return the counted lines of these families by their id; a family that is gone has none."""
    return {row.household_id: row for row in con.execute(sa.select(card).where(card.c.household_id.in_(household_ids)))}


def names_of(con: Connection, household_ids: Sequence[str]) -> dict[str, str]:
    """Return what these families are called, by their id."""
    found = con.execute(sa.select(card.c.household_id, card.c.name).where(card.c.household_id.in_(household_ids)))
    return {row.household_id: row.name for row in found}


def is_here(con: Connection, household_id: str) -> bool:
    """Say whether a family is on this laptop and not in the bin."""
    return con.execute(sa.select(card.c.household_id).where(card.c.household_id == household_id)).first() is not None


def holder_of(con: Connection, kk: str, but: str = "") -> str | None:
    """Return what the family with this KK is called, leaving one family out of the question."""
    query = sa.select(card.c.name).join(household, household.c.id == card.c.household_id)
    return con.execute(query.where(household.c.kk == kk, household.c.id != but, ~household.c.deleted)).scalar()


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
    inside = sa.or_(card.c.region_id == region_id, card.c.region_id.like(f"{region_id}.%"))
    return con.execute(sa.select(card).where(inside).order_by(card.c.region_id, card.c.rw, card.c.rt, card.c.sort_key)).all()
