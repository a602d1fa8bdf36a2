"""What a sheet says otherwise about people and families who are here: shown in groups, changed only where someone says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from fieldapp.language import _
from fieldapp.services.labels import field_label, value_text
from fieldapp.store import imports as kept

if TYPE_CHECKING:
    from fieldapp.services.import_known import Family, Row
    from fieldapp.services.incoming import Place
    from fieldapp.store.rows import Connection, Found

# The groups in which changing is chosen; "identity" is only ever filled where nothing stands, a number here is never replaced by a sheet.
GROUPS = MappingProxyType({
    "name": ("name",),
    "identity": ("nik", "kk"),
    "birth": ("birth_place", "birth_date", "sex"),
    "civil": ("relation", "marital", "religion", "citizenship", "blood", "disability", "status"),
    "work": ("education", "occupation"),
    "parents": ("father_name", "mother_name"),
    "phone": ("phone",),
    "place": ("address", "hamlet", "rt", "rw", "latitude", "longitude"),
    "other": ("other",),
})  # fmt: skip
IDENTITY = "identity"
_GROUP_OF = MappingProxyType({name: group for group, names in GROUPS.items() for name in names})
_OF_PERSON = ("name", "nik", "birth_place", "birth_date", "sex", "relation", "marital", "religion", "citizenship", "blood", "disability", "status",
              "education", "occupation", "father_name", "mother_name", "phone")  # fmt: skip
_OF_HOUSEHOLD = ("kk", "address", "hamlet", "rt", "rw")
_OF_DWELLING = ("latitude", "longitude")


def group_label(group: str) -> str:
    """Return what a group of fields is called."""
    return {
        "name": _("Nama"), "identity": _("NIK dan nomor KK yang masih kosong"), "birth": _("Kelahiran dan jenis kelamin"),
        "civil": _("Hubungan keluarga, status kawin, agama, dan keadaan"), "work": _("Pendidikan dan pekerjaan"), "parents": _("Nama orang tua"),
        "phone": _("No. HP"), "place": _("Alamat dan titik lokasi"), "other": _("Kolom lain dari lembar"),
    }[group]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that the sheet tells otherwise. ``here`` and ``told`` are as shown, numbers masked; ``fills``: nothing stands here yet.

    ``may_change`` is False for a NIK or KK that stands here: it is shown, and corrected by hand only.
    """

    entity: str
    row_id: str
    field: str
    label: str
    group: str
    here: str
    told: str
    value: Any
    fills: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class Differing:
    """A person or family that is here and of whom the sheet says something else."""

    place: Place
    household_id: str
    name: str
    fields: tuple[FieldDifference, ...]


def differing(con: Connection, families: Iterable[Family]) -> list[Differing]:
    """Return, row by row, what the sheet says otherwise; what it leaves empty says nothing."""
    listed = list(families)
    points = kept.points_of(con, (family.here.dwelling_id for family in listed if family.here and family.here.dwelling_id))
    elsewhere = _elsewhere(con, listed)
    found = []
    for family in listed:
        own = list(_of_family(family, points))
        for at, row in enumerate(family.people):
            moved = _of_card(family, elsewhere.get(row.here.household_id) if row.here else None)
            told = [*(own if at == 0 else ()), *moved, *(_of_row(row) if row.here else ())]
            if told:
                home = family.here.id if family.here else (row.here.household_id if row.here else "")
                found.append(Differing(row.person.place, home, row.person.name or (row.here.name if row.here else "") or "–", tuple(told)))
    return found


def _elsewhere(con: Connection, families: Iterable[Family]) -> dict[str, Found]:
    """Return the families here in which people of the sheet live who stand under another KK there."""
    homes = {
        row.here.household_id
        for family in families
        for row in family.people
        if row.here and (family.here is None or family.here.id != row.here.household_id)
    }
    stands = kept.standing(con, homes)
    found = {row.id: row for row in kept.families_by_id(con, stands.values())}
    return {home: found[into] for home, into in stands.items() if into in found}


def _of_card(family: Family, home: Found | None) -> Iterator[FieldDifference]:
    """Tell that the sheet has someone under another KK: moving is an act of its own, so it is only shown."""
    same = home is None or (family.here is not None and family.here.id == home.id)
    if home is not None and not same and family.home.kk and home.kk and home.kk != family.home.kk:
        told = family.home.kk
        yield FieldDifference(
            "household", home.id, "kk", field_label("household", "kk"), IDENTITY, value_text("household", "kk", home.kk), value_text("household", "kk", told),
            told, fills=False, may_change=False,
        )  # fmt: skip


def _of_row(row: Row) -> Iterator[FieldDifference]:
    here = row.here
    assert here is not None, "only asked for known rows"
    for name in _OF_PERSON:
        told = getattr(row.person, name) or None
        if told is not None and told != getattr(here, name):
            yield _difference("person", here, name, told)
    merged = {**(here.other or {}), **row.person.other}
    if row.person.other and merged != (here.other or {}):
        new = {name: text for name, text in row.person.other.items() if (here.other or {}).get(name) != text}
        before = {name: (here.other or {}).get(name, "") for name in new}
        yield FieldDifference(
            "person", here.id, "other", field_label("person", "other"), "other", _columns(before), _columns(new), merged,
            fills=not any(before.values()), may_change=True,
        )  # fmt: skip


def _of_family(family: Family, points: dict[str, Found]) -> Iterator[FieldDifference]:
    if family.here is None:
        return
    for name in _OF_HOUSEHOLD:
        told = getattr(family.home, name) or None
        if told is not None and told != getattr(family.here, name):
            yield _difference("household", family.here, name, told)
    point = points.get(family.here.dwelling_id or "")
    for name in _OF_DWELLING if point is not None else ():
        told = getattr(family.home, name) or None
        if told is not None and told != getattr(point, name):
            yield _difference("dwelling", point, name, told)


def _difference(entity: str, here: Any, name: str, told: str) -> FieldDifference:
    stands = getattr(here, name)
    return FieldDifference(
        entity, here.id, name, field_label(entity, name), _GROUP_OF[name], value_text(entity, name, stands), value_text(entity, name, told), told,
        fills=not stands, may_change=not stands or _GROUP_OF[name] != IDENTITY,
    )  # fmt: skip


def _columns(told: dict[str, str]) -> str:
    return ", ".join(f"{name}: {text or '–'}" for name, text in told.items())
