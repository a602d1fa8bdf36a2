"""Who answers for a child: the fields that ask it, and the adults of the family they offer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from fieldapp.domain.written import age
from fieldapp.language import _
from fieldapp.services.guardians import ADULT, guardian_of
from fieldapp.services.households import HouseholdView
from fieldapp.services.workspace import Workspace
from ui.households.fields import Fields
from ui.kit import ComboField, Field, TextField


def guardian_fields() -> dict[str, Field]:
    """Return the two fields: an adult of the family, or a note that names one from outside."""
    return {
        "guardian_id": Field(_("Wali"), ComboField([("", _("belum ada"))]), help=_("Yang bertanggung jawab atas anak di bawah 18 tahun")),
        "guardian_note": Field(_("Keterangan wali"), TextField(limit=200), help=_("Nama dan hubungannya bila bukan anggota keluarga")),
    }


def is_child(born: date | None, today: date) -> bool:
    """Say whether someone is under 18; who has no birth date is not taken for a child."""
    return born is not None and born <= today and age(born, today) < ADULT


def adults(view: HouseholdView | None, person_id: str) -> list[tuple[str, str]]:
    """Return (id, name and relation) of the adults of a family."""
    people = view.members if view else ()
    grown = [member for member in people if member.id != person_id and (member.age or 0) >= ADULT and member.status == "1"]
    return [(member.id, f"{member.name} ({member.relation or '–'})") for member in grown]


def offer_guardians(ws: Workspace, fields: Fields, view: HouseholdView | None, person_id: str, values: Mapping[str, Any]) -> None:
    """Offer the adults of the family, and who is the guardian already though they live elsewhere."""
    entry = fields["guardian_id"].entry
    assert isinstance(entry, ComboField)
    offered = [("", _("belum ada")), *adults(view, person_id)]
    now = values.get("guardian_id") or entry.value()
    known = guardian_of(ws, person_id) if person_id and now and now not in dict(offered) else None
    if known and known.id:
        offered.append((known.id, known.name or _("wali di keluarga lain")))
        now = known.id
    entry.set_options(offered, now)
