"""Where things on a family's page lead: what completes its record, what stands behind something that was done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldapp.language import _
from fieldapp.services.households import HouseholdView
from fieldapp.services.timeline import TimelineEntry

SUMMARY, PEOPLE, KNOWN, CASES, LINE, CHANGES = range(6)


@dataclass(frozen=True, slots=True)
class Way:
    """Another page with its context, one of the people, or a tab: the first of them that is told."""

    page: str = ""
    context: Mapping[str, str] = field(default_factory=dict)
    person: str = ""
    tab: int = 0


def to_complete(view: HouseholdView) -> Way:
    """Return what can complete the record: the member without NIK or reason, the visit, else the family's own form."""
    if view.missing == (_("Kunjungan pertama"),):
        return Way("visits", {"household": view.id})
    lacking = next((m for m in view.members if not m.nik_note and "•" not in m.nik), None)
    if lacking and view.missing[0] == _("NIK atau alasannya"):
        return Way("member_form", {"household": view.id, "person": lacking.id})
    return Way("household_form", {"household": view.id})


def to_entry(entry: TimelineEntry, view: HouseholdView) -> Way | None:
    """Return what stands behind something that was done, or None where there is nothing more to see."""
    if entry.kind in {"visit", "assessment"}:
        return Way("visits", {"visit": entry.target_id})
    if entry.kind == "difference":
        return Way("sync", {"record": entry.target_id})
    if entry.kind == "document":
        return Way("reports", {"household": view.id})
    tabs = {"ppks": CASES, "consent": CASES, "desil": KNOWN}
    if entry.kind in tabs:
        return Way(tab=tabs[entry.kind])
    if entry.target_id in {member.id for member in view.members}:
        return Way(person=entry.target_id)
    return Way(tab=CHANGES) if entry.kind == "change" else None
