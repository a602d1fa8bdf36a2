"""Is this family here already: who is likely the same, with the reason beside each sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fieldapp.domain.names import fold
from fieldapp.domain.nik import digits_of, mask
from fieldapp.domain.written import date_entry
from fieldapp.language import _
from fieldapp.services.households import place_of
from fieldapp.services.regions import region_name
from fieldapp.store import persons

if TYPE_CHECKING:
    from fieldapp.services.checking import NewPerson
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found

Sign = Literal["=", "≈", "≠", "?"]
LIKELY = 88  # percent of name likeness from which two names count as one
POSSIBLE = 78


@dataclass(frozen=True, slots=True)
class Match:
    """A person already here who may be the one being typed; ``lines`` are (sign, what, value)."""

    household_id: str
    person_id: str
    name: str
    place: str
    village: str
    members: int
    strength: Literal["Sangat mirip", "Mungkin"]
    lines: tuple[tuple[Sign, str, str], ...]
    same_nik: bool


def likely_matches(ws: Workspace, new: NewPerson, *, kk: str = "", region_id: str | None = None, limit: int = 4) -> tuple[Match, ...]:
    """Return who is likely already here, best first; an empty form matches nobody."""
    nik, number = digits_of(new.nik), digits_of(kk)
    found = _candidates(ws, new, nik, number)
    scored = [(score, match) for row in found for score, match in [_compare(row, new, nik, number, region_id)] if match]
    return tuple(match for _score, match in sorted(scored, key=lambda pair: -pair[0])[:limit])


def _candidates(ws: Workspace, new: NewPerson, nik: str, kk: str) -> Sequence[Found]:
    born = new.birth_date.isoformat() if new.birth_date else ""
    beginnings = [word[:4] for word in fold(new.name).split() if len(word) >= 3]
    with ws.reading() as con:
        return persons.alike(con, nik=nik if len(nik) == 16 else "", kk=kk if len(kk) == 16 else "", born=born, beginnings=beginnings)


def _compare(row: Found, new: NewPerson, nik: str, kk: str, region_id: str | None) -> tuple[float, Match | None]:
    from rapidfuzz import fuzz

    likeness = fuzz.token_sort_ratio(fold(new.name), fold(row.name or "")) if new.name.strip() else 0
    born = new.birth_date.isoformat() if new.birth_date else ""
    same_nik = len(nik) == 16 and row.nik == nik
    same_day = bool(born) and row.birth_date == born
    same_kk = len(kk) == 16 and row.kk == kk
    here = region_id is not None and row.region_id == region_id
    score = 100 * same_nik + likeness * 0.5 + 30 * same_day + 20 * same_kk + 10 * here
    strong = same_nik or same_kk or (likeness >= LIKELY and same_day)
    possible = (likeness >= POSSIBLE and (same_day or here or not born)) or (same_day and likeness >= 60)
    if not strong and not possible:
        return 0, None
    lines: list[tuple[Sign, str, str]] = []
    if nik:
        lines.append(
            ("=", "NIK", _("sama, {nik}").format(nik=mask(row.nik)))
            if same_nik
            else ("≠" if row.nik and len(nik) == 16 else "?", "NIK", mask(row.nik) or _("belum ada"))
        )
    lines.append(
        ("=" if likeness >= LIKELY else "≈" if likeness >= POSSIBLE else "≠", _("Nama"), _("{percent} %").format(percent=round(likeness)))
    )
    if born:
        lines.append(("=", _("Tanggal lahir"), _("sama, {day}").format(day=date_entry(row.birth_date))) if same_day
                     else ("≠" if row.birth_date else "?", _("Tanggal lahir"), date_entry(row.birth_date) if row.birth_date else _("belum ada")))  # fmt: skip
    lines.append(
        (
            "=" if same_kk else "≠" if row.kk and len(kk) == 16 else "?",
            _("Nomor KK"),
            _("sama") if same_kk else mask(row.kk) or _("belum ada"),
        )
    )
    return score, Match(
        row.household_id, row.id, row.name or "–", place_of(row.rt, row.rw), region_name(row.region_id), row.members,
        "Sangat mirip" if strong else "Mungkin", tuple(lines), same_nik,
    )  # fmt: skip
