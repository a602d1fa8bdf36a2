"""The members of a family as they are shown: numbers masked, age told, and what is remarkable as chips."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from fieldapp.domain.codes import DUKCAPIL, label
from fieldapp.domain.nik import mask
from fieldapp.domain.written import age
from fieldapp.language import _
from fieldapp.services.chips import Chip

if TYPE_CHECKING:
    from fieldapp.store.rows import Found

ELDERLY = 60  # years, UU 13/1998


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of a family; ``nik`` is masked."""

    id: str
    name: str
    nik: str
    nik_note: str
    relation: str
    relation_code: str
    sex: str
    age: int | None
    birth_date: date | None
    activity: str
    chips: tuple[Chip, ...]
    is_head: bool
    status: str = "1"  # Dukcapil status dasar: 1 hidup, 2 mati, 3 pindah
    died_on: date | None = None


def member(row: Found, today: date, *, head_id: str | None, seen: bool, differs: bool) -> MemberView:
    """Return a member as shown; ``seen`` says whether this role may know of NIK at all."""
    born = date.fromisoformat(row.birth_date) if row.birth_date else None
    years = age(born, date.fromisoformat(row.death_date) if row.death_date else today) if born else None
    return MemberView(
        id=row.id, name=row.name or "–", nik=(mask(row.nik) or _("tanpa NIK")) if seen else "", nik_note=row.no_nik_reason or "",
        relation=label(DUKCAPIL, "shdk", row.relation), relation_code=row.relation or "", sex={"1": "L", "2": "P"}.get(row.sex or "", ""), age=years,
        birth_date=born, activity=label(DUKCAPIL, "pekerjaan", row.occupation), chips=_chips(row, years, seen=seen, differs=differs), is_head=row.id == head_id,
        status=row.status or "1", died_on=date.fromisoformat(row.death_date) if row.death_date else None,
    )  # fmt: skip


def _chips(row: Found, years: int | None, *, seen: bool, differs: bool) -> tuple[Chip, ...]:
    chips = []
    if differs:
        chips.append(Chip("bad", _("Berbeda"), "git-compare-arrows"))
    if row.status == "2":
        chips.append(Chip("mute", _("Meninggal"), "minus"))
    if row.status == "3":
        chips.append(Chip("mute", _("Pindah"), "log-out"))
    if row.disability and row.disability != "7":
        chips.append(Chip("info", _("Disabilitas"), "accessibility"))
    if years is not None and years >= ELDERLY:
        chips.append(Chip("info", _("Lansia"), "accessibility"))
    if years is not None and years < 5:
        chips.append(Chip("soft", _("Balita"), "baby"))
    if seen and not row.nik:
        chips.append(Chip("warn", _("Tanpa NIK"), "id-card"))
    return tuple(chips)
