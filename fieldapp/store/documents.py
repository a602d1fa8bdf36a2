"""What is kept of the papers that were issued."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from fieldapp.store.aliases import family_ids
from fieldapp.store.rows import Connection, Found
from fieldapp.store.tables import document


def numbers(con: Connection, classification: str, year: int) -> Sequence[str]:
    """Return the letter numbers of this classification used in a year."""
    query = sa.select(document.c.number).where(document.c.number.like(f"{classification}/%/{year}"))
    return [number for number in con.execute(query).scalars() if number]


def has_number(con: Connection, number: str) -> bool:
    """Say whether a letter has this number."""
    return con.execute(sa.select(document.c.id).where(document.c.number == number)).first() is not None


def of_household(con: Connection, household_id: str) -> Sequence[Found]:
    """Return the papers issued about a family."""
    return con.execute(sa.select(document).where(document.c.household_id.in_(family_ids(con, household_id)))).all()
