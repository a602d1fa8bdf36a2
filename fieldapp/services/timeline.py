"""All that was done for a family, newest first, on one line of time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from fieldapp.domain.moments import local
from fieldapp.domain.ops import read_op
from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services.answers import form_title
from fieldapp.services.labels import field_label, value_text
from fieldapp.store import conflicts, documents, households, outbox, persons, subjects, visits

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One thing that was done; ``at`` is a UTC moment and orders the line."""

    id: str
    at: str
    day: date
    icon: str
    kind: Literal["visit", "assessment", "document", "change", "register", "difference", "desil"]
    tone: str
    title: str
    text: str
    by_name: str
    target_id: str


def timeline(ws: Workspace, household_id: str, *, before: str | None = None, limit: int = 20) -> tuple[TimelineEntry, ...]:
    """Return what was done for a family before a moment, newest first."""
    with ws.reading() as con:
        names = subjects.colleagues(con)
        people = persons.names_in(con, household_id)
        entries = [
            *_visits(con, household_id), *_assessments(con, household_id), *_desils(con, household_id), *_documents(con, household_id),
            *_registered(con, household_id), *_changes(con, household_id, people), *_differences(con, household_id, people),
        ]  # fmt: skip
    made = [_entry(told, names, ws) for told in entries]
    wanted = [entry for entry in made if before is None or entry.at < before]
    return tuple(sorted(wanted, key=lambda e: (e.at, e.id), reverse=True)[:limit])


def _entry(told: dict[str, Any], names: dict[str, str], ws: Workspace) -> TimelineEntry:
    by = told.pop("by", None)
    day = told.pop("day", None) or local(told["at"], ws.zone).date()
    return TimelineEntry(day=day, by_name=_("Anda") if by == ws.user.id else names.get(by or "", "–"), **told)


def _visits(con: Connection, household_id: str) -> list[dict[str, Any]]:
    told = []
    for number, row in enumerate(visits.of_household(con, household_id), 1):
        photos = len(row.photos or ())
        text = " ".join(part for part in (row.summary or "", _("{count} foto.").format(count=photos) if photos else "") if part)
        told.append({
            "id": row.id, "at": _order(row.visited_on, row.created_at), "day": date.fromisoformat(row.visited_on), "icon": "clipboard-list", "kind": "visit",
            "tone": "primary", "title": _("Kunjungan ke-{number}").format(number=number), "text": text, "by": row.created_by, "target_id": row.id,
        })  # fmt: skip
    return told


def _order(day: str, made_at: str | None) -> str:
    """A visit belongs to its day; within the day the moment of writing orders."""
    return made_at if made_at and made_at[:10] == day else f"{day}T12:00:00.000Z"


def _assessments(con: Connection, household_id: str) -> list[dict[str, Any]]:
    told = []
    for row in visits.assessments_in(con, household_id):
        scores = row.scores or {}
        verdict = scores.get("verdict")
        text = _("{verdict} (indikatif). {summary}").format(verdict=verdict, summary=scores.get("summary", "")) if verdict else ""
        told.append({
            "id": row.id, "at": _order(row.assessed_on, row.created_at), "day": date.fromisoformat(row.assessed_on), "icon": "house", "kind": "assessment",
            "tone": {"ok": "ok", "bad": "bad"}.get(scores.get("kind", ""), "muted"), "title": form_title(row.form), "text": text, "by": row.created_by,
            "target_id": row.visit_id or row.id,
        })  # fmt: skip
    return told


def _desils(con: Connection, household_id: str) -> list[dict[str, Any]]:
    return [
        {"id": row.id, "at": row.created_at or f"{row.dated}T00:00:00.000Z", "icon": "pencil", "kind": "desil", "tone": "muted",
         "title": _("Desil {value}").format(value=row.value), "by": row.created_by, "target_id": row.id,
         "text": _("{source} per {day}").format(source=row.source, day=date_medium(row.dated)) if row.dated else row.source or ""}
        for row in households.desils(con, household_id)
    ]  # fmt: skip


def _documents(con: Connection, household_id: str) -> list[dict[str, Any]]:
    return [
        {"id": row.id, "at": row.issued_at, "icon": "file-text", "kind": "document", "tone": "info", "title": _("Surat dicetak"),
         "text": row.number or "", "by": row.created_by, "target_id": row.id}
        for row in documents.of_household(con, household_id)
    ]  # fmt: skip


def _registered(con: Connection, household_id: str) -> list[dict[str, Any]]:
    row = households.one(con, household_id)
    if row is None or not row.created_at:
        return []
    return [{"id": row.id, "at": row.created_at, "icon": "user-plus", "kind": "register", "tone": "muted", "title": _("Didaftarkan"), "text": row.code or "",
             "by": row.created_by, "target_id": row.id}]  # fmt: skip


def _changes(con: Connection, household_id: str, people: dict[str, str]) -> list[dict[str, Any]]:
    """Own changes of the family and its members that this laptop still keeps as ops; those made at registration are not changes."""
    by_act: dict[tuple[str, str], list[tuple[Any, str]]] = defaultdict(list)
    for row in outbox.changes_of(con, [household_id, *people], ("household", "person")):
        op = read_op(row.raw)
        if op.kind in ("put", "add", "remove") and "created_at" not in op.fields:
            by_act[op.act, row.row_id].append((op, row.entity))
    told = []
    for (act, row_id), ops in by_act.items():
        lines = [
            f"{field_label(entity, name)}: {value_text(entity, name, value)}"
            for op, entity in ops
            for name, value in op.fields.items()
            if name != "dwelling_id"
        ]
        first = ops[0][0]
        title = _("{name} diubah").format(name=people.get(row_id) or _("Keluarga"))
        told.append({"id": f"{act}{row_id}", "at": first.at, "icon": "pencil", "kind": "change", "tone": "muted", "title": title, "text": "; ".join(lines),
                     "by": first.by, "target_id": row_id})  # fmt: skip
    return told


def _differences(con: Connection, household_id: str, people: dict[str, str]) -> list[dict[str, Any]]:
    told = []
    for row in conflicts.unsettled(con, [household_id, *people]):
        values = " / ".join(value_text(row.entity, row.name, value["value"]) for value in row.told["values"])
        title = _("{field} berbeda").format(field=field_label(row.entity, row.name))
        told.append({"id": row.id, "at": row.told["values"][-1].get("at") or "", "icon": "git-compare-arrows", "kind": "difference", "tone": "bad",
                     "title": title, "text": values, "by": None, "target_id": row.id})  # fmt: skip
    return told


__all__ = ["TimelineEntry", "form_title", "timeline"]
