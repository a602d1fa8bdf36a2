"""What a person set for this laptop: how it looks, on what paper it prints, whose letterhead and signatures stand on it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from fieldapp import resources
from fieldapp.language import _
from fieldapp.services.regions import region_name

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

DEFAULTS: dict[str, Any] = {"theme": "light", "text_scale": 100, "language": "id", "paper": "F4", "navigation": "auto", "saver": False}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of a letter, line by line; ``contact`` is telephone, e-mail, post code."""

    level1: str
    level2: str
    address: str
    contact: str


@dataclass(frozen=True, slots=True)
class Signers:
    """Who signs: the officer at the right, the village head at the left under "Mengetahui"."""

    officer_name: str
    officer_title: str
    officer_nip: str
    head_name: str
    head_title: str
    place: str


def get(ws: Workspace, name: str) -> Any:
    """Return a setting, or its default."""
    return ws.store.meta(f"set.{name}", DEFAULTS.get(name))


def put(ws: Workspace, name: str, value: Any) -> None:
    """Keep a setting; it takes effect at once and stays on this laptop."""
    ws.store.put_meta(f"set.{name}", asdict(value) if isinstance(value, (Letterhead, Signers)) else value)


def letterhead(ws: Workspace) -> Letterhead:
    """Return the letterhead: as set, else the Dinas Sosial of the area."""
    told = get(ws, "letterhead")
    if told:
        return Letterhead(**told)
    region = ws.user.regions[0] if ws.user.regions else "00"
    kabupaten = region_name(".".join(region.split(".")[:2])).upper() if region.count(".") else ""
    return Letterhead(_("PEMERINTAH {kabupaten}").format(kabupaten=kabupaten), _("DINAS SOSIAL"), "", "")


def signers(ws: Workspace, region_id: str | None = None) -> Signers:
    """Return who signs: as set, else this person and the head of the village."""
    told = get(ws, "signers")
    region = region_id or (ws.user.regions[0] if ws.user.regions else "00")
    village = resources.region(region) if resources.is_region(region) else None
    heads = {"DESA": _("Kepala Desa {name}"), "KECAMATAN": _("Camat {name}"), "KABUPATEN": _("Kepala Dinas Sosial {name}")}
    head = _("Lurah {name}") if village and village.kind == "Kelurahan" else heads.get(village.level if village else "", "{name}")
    named = Signers(ws.user.name, ws.user.title, "", "", head.format(name=village.name) if village else "", village.name if village else "")
    if not told:
        return named
    return Signers(**{**asdict(named), **{name: value for name, value in told.items() if value}})
