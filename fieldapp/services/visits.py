"""Visits: finished once, never changed, read back with every answer in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.written import date_medium, number
from fieldapp.language import _
from fieldapp.services.chips import Chip, RecordState
from fieldapp.services.drafts import (
    VISIT_FORM,
    DraftCard,
    Previous,
    VisitDraft,
    available_forms,
    discard_draft,
    drafts,
    form_of,
    household_noun,
    open_draft,
    start_visit,
)
from fieldapp.services.households import card_chip, place_of, record_state
from fieldapp.services.photos import PhotoView, photo_views
from fieldapp.services.regions import region_name
from fieldapp.services.timeline import form_title
from fieldapp.store import drafts as kept
from fieldapp.store.tables import assessment, attachment, blob, card, person, pillar, visit

if TYPE_CHECKING:
    from fieldapp.forms.session import Session
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.transaction import Transaction

KINDS = {"rutin": "Kunjungan rutin", "kasus": "Kunjungan kasus", "verval": "Verifikasi dan validasi", "monev": "Pemantauan dan evaluasi"}


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answered question in words; ``number`` is the form's own."""

    section: str
    number: str
    label: str
    text: str


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


def finish_visit(ws: Workspace, draft_id: str) -> str:
    """Turn a draft into a visit with its assessments and photos, in one act; returns the visit's id.

    Raises DRAFT_UNKNOWN, VISIT_INCOMPLETE and VISIT_DATE_FUTURE; then nothing has changed.
    """
    draft = open_draft(ws, draft_id)
    if draft.visited_on > ws.today():
        raise problems.VISIT_DATE_FUTURE(date=draft.visited_on.strftime("%d/%m/%Y"))
    lacking = draft.lacking()
    if lacking:
        raise problems.VISIT_INCOMPLETE(count=lacking)
    visit_id = new_id()
    with ws.transaction() as act:
        home = household_noun(act.con, draft.household_id)
        photos = [sha for form in draft.forms for sha in _photos(draft.session(form.id))]
        _add_visit(act, home, draft, visit_id, photos)
        for form in draft.forms:
            if form.id != VISIT_FORM:
                _add_assessment(act, home, draft, form.reference, draft.session(form.id), visit_id)
        for form in draft.forms:
            _add_photos(act, home, draft.session(form.id), visit_id)
        kept.remove(act.con, draft_id)
    return visit_id


def _photos(session: Session) -> list[str]:
    return [str(value) for path, value in session.relevant_answers().items() if value and _question(session, path) == "image"]


def _question(session: Session, path: str) -> str:
    import re

    return session.form.question(re.sub(r"\[\d+\]", "", path)).kind


def _add_visit(act: Transaction, home: nouns.Household, draft: VisitDraft, visit_id: str, photos: list[str]) -> None:
    main = next((form for form in draft.forms if form.id == VISIT_FORM), draft.forms[0])
    session = draft.session(main.id)
    told = session.relevant_answers() if main.id == VISIT_FORM else {}
    kind = str(_answer(session, told, "jenis") or "rutin")
    act.add(
        nouns.Visit(
            id=visit_id, root_id=home.id, region_id=home.region_id, bucket_class="confidential" if kind == "kasus" else "general", household_id=home.id,
            visited_on=draft.visited_on.isoformat(), kind=kind, met_name=_text(_answer(session, told, "bertemu")),
            summary=_summary(session, told), follow_up=_text(_answer(session, told, "rencana")), next_on=_text(_answer(session, told, "batas_waktu")),
            form=main.reference, answers=told | session.calculated(), photos=tuple(photos) or None,
        ),
        form=main.reference,
    )  # fmt: skip


def _answer(session: Session, told: dict[str, Any], name: str) -> Any:
    path = session.form.path_of(name)
    return told.get(path) if path else None


def _text(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def _summary(session: Session, told: dict[str, Any]) -> str | None:
    parts = [
        _answer(session, told, name)
        for name in ("pengamatan_rumah", "pengamatan_kesehatan", "pengamatan_ekonomi", "pengamatan_sosial", "tujuan")
    ]
    first = next((str(part) for part in parts if part), None)
    return first[:200] if first else None


def _add_assessment(act: Transaction, home: nouns.Household, draft: VisitDraft, reference: str, session: Session, visit_id: str) -> None:
    act.add(
        nouns.Assessment(
            id=new_id(), root_id=home.id, region_id=home.region_id, household_id=home.id, subject_kind="household", subject_id=home.id, visit_id=visit_id,
            assessed_on=draft.visited_on.isoformat(), form=reference, answers=session.relevant_answers() | session.calculated(), scores=session.scores(),
        ),
        form=reference,
    )  # fmt: skip


def _add_photos(act: Transaction, home: nouns.Household, session: Session, visit_id: str) -> None:
    from fieldapp.services.photos import jpeg_size

    for path, sha in session.relevant_answers().items():
        if not sha or _question(session, path) != "image":
            continue
        known = act.con.execute(sa.select(blob.c.size).where(blob.c.sha256 == sha)).one_or_none()
        if known is None:
            raise problems.PHOTO_MISSING()
        width, height = jpeg_size(act.con, str(sha))
        act.add(
            nouns.Attachment(
                id=new_id(), root_id=home.id, region_id=home.region_id, household_id=home.id, visit_id=visit_id, sha256=str(sha), kind="photo",
                size=known.size, width=width, height=height, caption=session.label(path),
            )
        )  # fmt: skip
        act.con.execute(sa.update(blob).where(blob.c.sha256 == sha, blob.c.state == "local").values(root=home.id))


def answer_text(session: Session, path: str, value: Any) -> str:
    """Return an answer in words: labels for codes, days written out, decimals with a comma."""
    import re

    question = session.form.question(re.sub(r"\[\d+\]", "", path))
    if value in (None, "", []):
        return "–"
    if question.kind in ("select_one", "select_multiple"):
        picked = value if isinstance(value, list) else [value]
        labels = {choice.name: choice.label() for choice in question.choices}
        return "; ".join(labels.get(str(code), str(code)) for code in picked)
    if question.kind == "date":
        return date_medium(str(value))
    if question.kind in ("decimal", "integer"):
        return number(str(value))
    return _("foto") if question.kind == "image" else str(value)


def answer_lines(ws: Workspace, reference: str | None, answers: dict[str, Any] | None) -> tuple[AnswerLine, ...]:
    """Return stored answers in words, in the order of the form; a form this laptop does not have shows names and values as they are kept."""
    form_id = (reference or "").partition("@")[0]
    told = answers or {}
    try:
        form = form_of(ws, form_id)
    except problems.Problem:
        return tuple(AnswerLine("", "", path, str(value)) for path, value in told.items())
    session = form.open(told, today=ws.today(), person=ws.user.name)
    lines = []
    for section in form.sections:
        for path, question in _paths(session, section.path, told):
            if question.kind != "image" and (question.is_input or (question.visible and question.kind == "calculate")):
                lines.append(AnswerLine(section.title(), question.number, session.label(path), answer_text(session, path, told[path])))
    return tuple(lines)


def _paths(session: Session, section: str, told: dict[str, Any]) -> list[tuple[str, Any]]:
    import re

    inside = []
    places = {question.path: place for place, question in enumerate(session.form.questions())}
    for path in told:
        bare = re.sub(r"\[\d+\]", "", path)
        if bare in places and (bare.startswith(f"{section}/") if section else "/" not in bare):
            rows = [int(n) for n in re.findall(r"\[(\d+)\]", path)]
            inside.append(((rows, places[bare]), path, session.form.question(bare)))
    return [(path, question) for _key, path, question in sorted(inside, key=lambda found: found[0])]


def visit_view(ws: Workspace, visit_id: str) -> VisitView:
    """Return a finished visit in words; raises VISIT_UNKNOWN."""
    with ws.reading() as con:
        row = con.execute(
            sa.select(visit, pillar.c.name.label("by_name"), pillar.c.title.label("by_title"))
            .outerjoin(pillar, pillar.c.id == visit.c.created_by)
            .where(visit.c.id == visit_id)
        ).one_or_none()
        if row is None:
            raise problems.VISIT_UNKNOWN()
        line = con.execute(sa.select(card).where(card.c.household_id == row.household_id)).one_or_none()
        if line is None:
            raise problems.VISIT_UNKNOWN()
        home = household_noun(con, row.household_id)
        found = con.execute(
            sa.select(assessment).where(assessment.c.visit_id == visit_id, ~assessment.c.deleted).order_by(assessment.c.id)
        ).all()
        earlier = con.execute(
            sa.select(sa.func.count()).select_from(visit).where(
                visit.c.household_id == row.household_id, sa.tuple_(visit.c.visited_on, visit.c.id) <= sa.tuple_(row.visited_on, row.id)
            )
        ).scalar()  # fmt: skip
        photos = photo_views(con, sa.select(attachment).where(attachment.c.visit_id == visit_id).order_by(attachment.c.id))
        point = con.execute(sa.text("SELECT latitude, longitude FROM dwelling WHERE id = :id"), {"id": home.dwelling_id}).one_or_none()
        state = record_state(con, "visit", visit_id)
    from fieldapp.domain.nik import mask

    return VisitView(
        id=visit_id, code=row.code or "", number=earlier or 1, household_id=home.id, household_name=line.name, kk=mask(home.kk), region_id=home.region_id,
        village=region_name(home.region_id), place=place_of(home.rt, home.rw), address=home.address or "", visited_on=date.fromisoformat(row.visited_on),
        kind=row.kind or "rutin", kind_label=_(KINDS.get(row.kind or "rutin", row.kind or "")), by_name=row.by_name or "–", by_title=row.by_title or "",
        met_name=row.met_name or "", summary=row.summary or "", follow_up=row.follow_up or "",
        next_on=date.fromisoformat(row.next_on) if row.next_on else None, form_title=form_title(row.form), lines=answer_lines(ws, row.form, row.answers),
        photos=photos, assessments=tuple(_assessment(ws, a) for a in found), latitude=(point.latitude if point else "") or "",
        longitude=(point.longitude if point else "") or "", made_at=row.created_at or "", zone=row.zone or ws.zone, state=state,
    )  # fmt: skip


def _assessment(ws: Workspace, row: sa.Row[Any]) -> AssessmentView:
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
            found = con.execute(
                sa.select(card).where(card.c.next_visit.is_not(None)).order_by(card.c.next_visit, card.c.sort_key).limit(limit)
            ).all()
            plans = _plans(con, [row.household_id for row in found])
            return tuple(_due_line(row, plans.get(row.household_id, ""), today) for row in found)
        rows = con.execute(
            sa.select(visit.c.id, visit.c.visited_on, visit.c.kind, visit.c.summary, card, pillar.c.name.label("by_name"))
            .join(card, card.c.household_id == visit.c.household_id).outerjoin(pillar, pillar.c.id == visit.c.created_by)
            .where(~visit.c.deleted).order_by(visit.c.visited_on.desc(), visit.c.id.desc()).limit(limit)
        ).all()  # fmt: skip
        states = {row.id: record_state(con, "visit", row.id) for row in rows}
    return tuple(_done_line(row, states[row.id]) for row in rows)


def _plans(con: sa.Connection, ids: list[str]) -> dict[str, str]:
    query = (
        sa.select(visit.c.household_id, visit.c.follow_up, visit.c.kind)
        .where(visit.c.household_id.in_(ids))
        .order_by(visit.c.visited_on, visit.c.id)
    )
    return {row.household_id: row.follow_up or _(KINDS.get(row.kind or "rutin", "")) for row in con.execute(query)}


def _due_line(row: sa.Row[Any], plan: str, today: date) -> VisitLine:
    from fieldapp.domain.nik import mask

    due = date.fromisoformat(row.next_visit)
    chip = card_chip(row, today) if due <= today else Chip("mute", date_medium(due), "calendar")
    if due == today:
        chip = Chip("warn", _("Hari ini"), "calendar")
    return VisitLine(row.household_id, None, row.name, mask(row.kk), place_of(row.rt, row.rw), region_name(row.region_id), plan, due,
                     date.fromisoformat(row.last_visit) if row.last_visit else None, "", chip)  # fmt: skip


def _done_line(row: sa.Row[Any], state: RecordState) -> VisitLine:
    from fieldapp.domain.nik import mask

    return VisitLine(row.household_id, row.id, row.name, mask(row.kk), place_of(row.rt, row.rw), region_name(row.region_id),
                     row.summary or _(KINDS.get(row.kind or "rutin", "")), None, date.fromisoformat(row.visited_on), row.by_name or "–", state.chip)  # fmt: skip


__all__ = [
    "AnswerLine", "AssessmentView", "DraftCard", "Previous", "VisitDraft", "VisitLine", "VisitView", "available_forms", "discard_draft", "drafts",
    "finish_visit", "open_draft", "person", "start_visit", "visit_list", "visit_view",
]  # fmt: skip
