"""Finding a village by typing, and naming the ones that are one's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldapp import resources
from fieldapp.domain.roles import covers
from fieldapp.store import households

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RegionCard:
    """A region with the way to it, for lists. ``id`` is the Kemendagri code."""

    id: str
    name: str
    path: str
    level: str


def _card(found: resources.Region) -> RegionCard:
    above = resources.path(found.id)[:-1]
    return RegionCard(found.id, found.name, ", ".join(r.name for r in reversed(above)), found.level)


def find_regions(
    _ws: Workspace | None, text: str, *, level: str | None = "DESA", within: str | None = None, limit: int = 20
) -> tuple[RegionCard, ...]:
    """Return regions whose words begin with what was typed, best first."""
    return tuple(_card(found) for found in resources.find(text, within=within, level=level, limit=limit))


def my_villages(ws: Workspace) -> tuple[RegionCard, ...]:
    """Return the villages of the granted areas that hold a household, or all of them where the area is a kecamatan or smaller."""
    found: dict[str, RegionCard] = {}
    for prefix in ws.user.regions:
        if prefix.count(".") >= 2:
            found |= {r.id: _card(r) for r in _villages_of(prefix)}
    if not found:
        with ws.reading() as con:
            ids = households.region_ids(con)
        found = {
            i: _card(resources.region(i)) for i in ids if resources.is_region(i) and any(covers(prefix, i) for prefix in ws.user.regions)
        }
    return tuple(sorted(found.values(), key=lambda r: r.id))


@lru_cache(maxsize=64)
def _villages_of(prefix: str) -> tuple[resources.Region, ...]:
    if not resources.is_region(prefix):
        return ()
    here = resources.region(prefix)
    if here.level == "DESA":
        return (here,)
    return tuple(v for child in resources.children(prefix) for v in ((child,) if child.level == "DESA" else _villages_of(child.id)))


@lru_cache(maxsize=4096)
def region_name(region_id: str) -> str:
    """Return the short name of a region; the nation is "Indonesia", and a village newer than our list goes by its code."""
    if region_id == "00":
        return "Indonesia"
    return resources.region(region_id).name if resources.is_region(region_id) else region_id
