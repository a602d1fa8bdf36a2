"""How a place is written on paper: Desa Sungai Cambai, Kec. Mesuji Timur, Kab. Mesuji, Lampung."""

from __future__ import annotations

from fieldapp import problems, resources
from fieldapp.domain.regions import Region
from fieldapp.language import _


def where(region_id: str, name: str) -> str:
    """Return a place with all above it as letters write it; a code that the list does not hold leaves the name as it is."""
    try:
        path = resources.path(region_id)
    except problems.Problem as problem:
        if problem.kind is not problems.REGION_UNKNOWN:
            raise
        return name
    return ", ".join(_part(region) for region in reversed(path))


def _part(region: Region) -> str:
    """Return one place of the path: villages with what they are, larger ones short."""
    if region.level == "KECAMATAN":
        return _("Kec. {name}").format(name=region.name)
    return region.title if region.level == "DESA" else region.short_name
