"""Finding while typing: the beginning of a name, of a number or of a place, in any order."""

from __future__ import annotations

import re

import sqlalchemy as sa

from fieldapp.domain.names import bare_words, fold
from fieldapp.store.tables import card

_WORD = re.compile(r"[a-z0-9]+")
_PLACE = re.compile(r"\b(rt|rw)[\s.:/]*([0-9]{1,3})\b")
_ORDERS = {"name": (card.c.sort_key, card.c.household_id), "next": (card.c.next_visit.is_(None), card.c.next_visit, card.c.sort_key)}


def words(text: str) -> list[str]:
    """Return the folded words of what was typed; a word of the index begins with each of them."""
    spelled = _PLACE.sub(_place, text.lower())
    typed = _WORD.findall(" ".join(bare_words(spelled)))
    return (
        [w for word in typed for w in (_WORD.findall(fold(word)) or [word])] if len(typed) != 1 else (_WORD.findall(fold(spelled)) or typed)
    )


def _place(found: re.Match[str]) -> str:
    """RT 3, rt. 003 and rt003 are one word; a number that begins with a nought is still being typed."""
    name, number = found.groups()
    return f" {name}{number if number.startswith('0') else number.zfill(3)} "


def household_ids(con: sa.Connection, text: str, region: str | None, order: str) -> list[str]:
    """Return the ids of the households that fit, in order: those whose head begins with what was typed come first."""
    wanted = words(text)
    by = _ORDERS.get(order, _ORDERS["name"])
    query = sa.select(card.c.household_id)
    if region:
        query = query.where(sa.or_(card.c.region_id == region, card.c.region_id.like(f"{region}.%")))
    if not wanted:
        return list(con.execute(query.order_by(*by)).scalars())
    match = " ".join(f'"{word}"*' for word in wanted)
    hits = sa.text("SELECT r.household_id FROM search s JOIN search_row r ON r.n = s.rowid WHERE search MATCH :words").bindparams(
        words=match
    )
    query = query.where(card.c.household_id.in_(hits))
    first = wanted[0]
    begins = sa.case((card.c.sort_key.like(f"{first}%"), 0), else_=1)
    return list(con.execute(query.order_by(begins, *by)).scalars())


def matching_members(con: sa.Connection, text: str, ids: list[str]) -> dict[str, str]:
    """Return, for those of the households whose head does not fit, the name of a member who does."""
    wanted = words(text)
    if not wanted or not ids:
        return {}
    match = " ".join(f'"{word}"*' for word in wanted)
    found = con.execute(
        sa.text(
            "SELECT r.household_id, p.name FROM search s JOIN search_row r ON r.n = s.rowid JOIN person p ON p.id = r.person_id "
            "WHERE search MATCH :words AND r.household_id IN :ids"
        ).bindparams(sa.bindparam("ids", expanding=True)),
        {"words": match, "ids": ids},
    )
    told: dict[str, str] = {}
    for household_id, name in found:
        told.setdefault(household_id, name)
    return told
