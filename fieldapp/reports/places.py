"""How a place is written on paper: Desa Sungai Cambai, Kec. Mesuji Timur, Kab. Mesuji, Lampung."""

from __future__ import annotations

from fieldapp import problems, resources
from fieldapp.language import _


def where(region_id: str, name: str) -> str:
    """Return a place with all above it as letters write it; a code that the list does not hold leaves the name as it is."""
    try:
        province, *below = resources.path(region_id)
    except problems.Problem as problem:
        if problem.kind is not problems.REGION_UNKNOWN:
            raise
        return name
    parts = [province.name, *(part.name for part in below)]
    if len(parts) > 2:
        parts[2] = _("Kec. {name}").format(name=parts[2])
    if len(parts) > 3:
        kelurahan = region_id.rpartition(".")[2].startswith("1")
        parts[3] = (_("Kelurahan {name}") if kelurahan else _("Desa {name}")).format(name=parts[3])
    return ", ".join(reversed(parts))
