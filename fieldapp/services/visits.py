"""Visits: finished once, never changed, read back with every answer in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from fieldapp import problems
from fieldapp.domain.nik import mask
from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.services.answers import AnswerLine, answer_lines, answer_text, form_of, form_title
from fieldapp.services.chips import Chip, RecordState
from fieldapp.services.drafts import (
    VISIT_FORM,
    DraftCard,
    Previous,
    VisitDraft,
    available_forms,
    discard_draft,
    drafts,
    open_draft,
    start_visit,
)
from fieldapp.services.finishing import finish_visit
from fieldapp.services.households import card_chip, place_of
from fieldapp.services.photos import PhotoView, photos_of
from fieldapp.services.regions import region_name
from fieldapp.services.states import record_state, record_states
from fieldapp.store import aliases, households
from fieldapp.store import visits as kept
from fieldapp.store.memberships import family_names

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found

KINDS = {"rutin": "Kunjungan rutin", "kasus": "Kunjungan kasus", "verval": "Verifikasi dan validasi", "monev": "Pemantauan dan evaluasi"}


@dataclass(frozen=True, slots=True)
class AssessmentView:
    """A filled questionnaire with its score; ``lines`` are the conditions of the score, each {name, verdict, text, rule_text}."""

    id: str
    form_id: str
    form_title: str
    verdict: str
    kind: str
    summary: str
    note: str
    lines: tuple[dict[str, Any], ...]
    answers: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class VisitView:
    """A finished visit, all in words."""

    id: str
    code: str
    number: int
    household_id: str
    household_name: str
    kk: str
    region_id: str
    village: str
    place: str
    address: str
    visited_on: date
    kind: str
    kind_label: str
    by_name: str
    by_title: str
    met_name: str
    summary: str
    follow_up: str
    next_on: date | None
    form_title: str
    lines: tuple[AnswerLine, ...]
    photos: tuple[PhotoView, ...]
    assessments: tuple[AssessmentView, ...]
    latitude: str
    longitude: str
    made_at: str
    zone: str
    state: RecordState


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit due, or done, in a list."""

    household_id: str
    visit_id: str | None
    name: str
    kk: str
    place: str
    village: str
    purpose: str
    due: date | None
    done: date | None
    by_name: str
    chip: Chip


def visit_view(ws: Workspace, visit_id: str) -> VisitView:
    """Return a finished visit in words; raises VISIT_UNKNOWN."""
    with ws.reading() as con:
        row = kept.one(con, visit_id)
        stands = aliases.standing(con, [row.household_id])[row.household_id] if row else ""
        home = households.noun(con, stands) if row else None
        if row is None or home is None:
            raise problems.VISIT_UNKNOWN()
        name = family_names(con, [stands])[stands]
        number = kept.number_of(con, row)
        found = kept.assessments_of(con, visit_id)
        photos = photos_of(con, visit_id)
        point = households.dwelling_of(con, home.dwelling_id)
        state = record_state(con, "visit", visit_id)
    return VisitView(
        id=visit_id, code=row.code or "", number=number, household_id=home.id, household_name=name, kk=mask(home.kk), region_id=home.region_id,
        village=region_name(home.region_id), place=place_of(home.rt, home.rw), address=home.address or "", visited_on=date.fromisoformat(row.visited_on),
        kind=row.kind or "rutin", kind_label=_(KINDS.get(row.kind or "rutin", row.kind or "")), by_name=row.by_name or "–", by_title=row.by_title or "",
        met_name=row.met_name or "", summary=row.summary or "", follow_up=row.follow_up or "",
        next_on=date.fromisoformat(row.next_on) if row.next_on else None, form_title=form_title(row.form), lines=answer_lines(ws, row.form, row.answers),
        photos=photos, assessments=tuple(_assessment(ws, a) for a in found), latitude=(point.latitude if point else "") or "",
        longitude=(point.longitude if point else "") or "", made_at=row.created_at or "", zone=row.zone or ws.zone, state=state,
    )  # fmt: skip


def _assessment(ws: Workspace, row: Found) -> AssessmentView:
    scores = row.scores or {}
    return AssessmentView(
        row.id, (row.form or "").partition("@")[0], form_title(row.form), scores.get("verdict", ""), scores.get("kind", ""), scores.get("summary", ""),
        scores.get("note", ""), tuple(scores.get("lines", ())), answer_lines(ws, row.form, row.answers),
    )  # fmt: skip


def visit_list(ws: Workspace, *, only: Literal["due", "done"] = "due", limit: int = 200) -> tuple[VisitLine, ...]:
    """Return the visits that are due (the longest overdue first) or done (the newest first)."""
    today = ws.today()
    with ws.reading() as con:
        if only == "due":
            found = kept.due(con, limit)
            plans = _plans(con, [row.household_id for row in found])
            return tuple(_due_line(row, plans.get(row.household_id, ""), today) for row in found)
        rows = kept.done(con, limit)
        states = record_states(con, "visit", [row.id for row in rows])
    return tuple(_done_line(row, states[row.id]) for row in rows)


def _plans(con: Connection, ids: list[str]) -> dict[str, str]:
    return {home: plan or _(KINDS.get(kind or "rutin", "")) for home, (plan, kind) in kept.plans(con, ids).items()}


def _due_line(row: Found, plan: str, today: date) -> VisitLine:
    due = date.fromisoformat(row.next_visit)
    chip = card_chip(row, today) if due <= today else Chip("mute", date_medium(due), "calendar")
    if due == today:
        chip = Chip("warn", _("Hari ini"), "calendar")
    return VisitLine(row.household_id, None, row.name, mask(row.kk), place_of(row.rt, row.rw), region_name(row.region_id), plan, due,
                     date.fromisoformat(row.last_visit) if row.last_visit else None, "", chip)  # fmt: skip


def _done_line(row: Found, state: RecordState) -> VisitLine:
    return VisitLine(row.household_id, row.id, row.name, mask(row.kk), place_of(row.rt, row.rw), region_name(row.region_id),
                     row.summary or _(KINDS.get(row.kind or "rutin", "")), None, date.fromisoformat(row.visited_on), row.by_name or "–", state.chip)  # fmt: skip


__all__ = [
    "KINDS", "VISIT_FORM", "AnswerLine", "AssessmentView", "DraftCard", "Previous", "VisitDraft", "VisitLine", "VisitView", "answer_lines", "answer_text",
    "available_forms", "discard_draft", "drafts", "finish_visit", "form_of", "open_draft", "start_visit", "visit_list", "visit_view",
]  # fmt: skip
