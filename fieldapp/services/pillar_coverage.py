"""Where a kind of pillar is missing: "desa tanpa PSM", counted for every kind and named for each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldapp import resources
from fieldapp.domain.names import fold
from fieldapp.domain.regions import LEVELS, is_code, level_of, written_path
from fieldapp.domain.roles import covers
from fieldapp.services.pillar_words import ACTIVE, AT_WORK, LEAVE, day_of, kind_name, kinds, level_of_kind
from fieldapp.services.regions import RegionCard
from fieldapp.store import pillars as kept

if TYPE_CHECKING:
    from collections.abc import Iterable

    from fieldapp.domain.regions import Level
    from fieldapp.services.workspace import Workspace

_CHOICES = 40


@dataclass(frozen=True, slots=True)
class KindLine:
    """One kind: how many are active and on leave, whose SK ended, and the places of its level that have none of it at work.

    ``level`` is None for a kind that belongs to no level; then there are no places.
    """

    kind: str
    name: str
    level: str | None
    active: int
    leave: int
    expired: int
    places: int
    without: tuple[RegionCard, ...]


def coverage(ws: Workspace) -> tuple[KindLine, ...]:
    """Return every kind with its counts and the places of one's own area where it is missing."""
    with ws.reading() as con:
        rows, said = kept.everyone(con), kept.states(con)
    today = ws.today()
    lines = []
    for kind, _name in kinds():
        mine = [(row, said.get(row.id, ACTIVE)) for row in rows if row.kind == kind]
        working = [row for row, state in mine if state in AT_WORK]
        level = level_of_kind(kind)
        here = places_at(ws, level) if level else ()
        areas = [area for row in working for area in row.areas or ()]
        ended = [day_of(row.sk_until) for row in working]
        lines.append(
            KindLine(
                kind, kind_name(kind), level, sum(state == ACTIVE for _row, state in mine), sum(state == LEAVE for _row, state in mine),
                sum(day is not None and day < today for day in ended), len(here), _without(here, areas),
            )
        )  # fmt: skip
    return tuple(lines)


def uncovered(ws: Workspace, kind: str) -> tuple[RegionCard, ...]:
    """Return the places of one's own area where no pillar of this kind is at work; none for a kind without a usual level."""
    return next((line.without for line in coverage(ws) if line.kind == kind), ())


def _without(places: Iterable[RegionCard], areas: list[str]) -> tuple[RegionCard, ...]:
    exact = set(areas)
    wide = [area for area in exact if area.count(".") < 3]
    return tuple(place for place in places if place.id not in exact and not any(covers(area, place.id) for area in wide))


def places_at(ws: Workspace, level: str) -> tuple[RegionCard, ...]:
    """Return the places of a level in one's own area, in order of code; for a smaller area the place it lies in."""
    wanted = LEVELS.index(level)
    found: dict[str, RegionCard] = {}
    for prefix in ws.user.regions:
        if is_code(prefix) and resources.is_region(prefix):
            found |= {card.id: card for card in _at(prefix, wanted)}
    return tuple(sorted(found.values(), key=lambda card: card.id))


@lru_cache(maxsize=64)
def _at(prefix: str, wanted: int) -> tuple[RegionCard, ...]:
    have = LEVELS.index(level_of(prefix))
    if have >= wanted:
        return (region_card(".".join(prefix.split(".")[: wanted + 1])),)
    ids = [prefix]
    for _step in range(wanted - have):
        ids = [child.id for one in ids for child in resources.children(one)]
    return tuple(region_card(one) for one in ids)


def region_card(region_id: str) -> RegionCard:
    """Return a place with the way to it."""
    here = resources.path(region_id)
    return RegionCard(region_id, here[-1].name, written_path(here[:-1]), here[-1].level)


def area_choices(ws: Workspace, text: str, kind: str = "") -> tuple[RegionCard, ...]:
    """Return places of one's own area that fit what was typed, those of the kind's usual level first; all of them for no text."""
    first = level_of_kind(kind) if kind else None
    order: list[Level] = sorted(LEVELS[1:], key=lambda level: (level != first, -LEVELS.index(level)))
    wanted, typed = fold(text).split(), text.strip()
    inside = [card for level in order for card in places_at(ws, level) if any(covers(prefix, card.id) for prefix in ws.user.regions)]
    fits = [
        card
        for card in inside
        if not typed or card.id.startswith(typed) or (wanted and all(any(w.startswith(t) for w in fold(card.name).split()) for t in wanted))
    ]
    return tuple(fits[:_CHOICES])
