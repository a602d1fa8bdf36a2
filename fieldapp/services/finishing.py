"""A draft becomes a visit, with the questionnaires filled on it and its photos: all in one act, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.services.answers import without_rows
from fieldapp.services.drafts import VISIT_FORM, VisitDraft, open_draft
from fieldapp.store import drafts, households, photos

if TYPE_CHECKING:
    from fieldapp.forms.session import Session
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.transaction import Transaction


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
        home = households.noun(act.con, draft.household_id)
        if home is None:
            raise problems.HOUSEHOLD_UNKNOWN()
        shas = [sha for form in draft.forms for sha in _photos(draft.session(form.id))]
        _add_visit(act, home, draft, visit_id, shas)
        for form in draft.forms:
            if form.id != VISIT_FORM:
                _add_assessment(act, home, draft, form.reference, draft.session(form.id), visit_id)
        for form in draft.forms:
            _add_photos(act, home, draft.session(form.id), visit_id)
        drafts.remove(act.con, draft_id)
    return visit_id


def _photos(session: Session) -> list[str]:
    return [str(value) for path, value in session.relevant_answers().items() if value and _question(session, path) == "image"]


def _question(session: Session, path: str) -> str:
    return session.form.question(without_rows(path)).kind


def _add_visit(act: Transaction, home: nouns.Household, draft: VisitDraft, visit_id: str, shas: list[str]) -> None:
    main = next((form for form in draft.forms if form.id == VISIT_FORM), draft.forms[0])
    session = draft.session(main.id)
    told = session.relevant_answers() if main.id == VISIT_FORM else {}
    kind = str(_answer(session, told, "jenis") or "rutin")
    act.add(
        nouns.Visit(
            id=visit_id, root_id=home.id, region_id=home.region_id, bucket_class="confidential" if kind == "kasus" else "general", household_id=home.id,
            visited_on=draft.visited_on.isoformat(), kind=kind, met_name=_text(_answer(session, told, "bertemu")),
            summary=_summary(session, told), follow_up=_text(_answer(session, told, "rencana")), next_on=_text(_answer(session, told, "batas_waktu")),
            form=main.reference, answers=told | session.calculated(), photos=tuple(shas) or None,
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
    for path, sha in session.relevant_answers().items():
        if not sha or _question(session, path) != "image":
            continue
        size = photos.size(act.con, str(sha))
        if size is None:
            raise problems.PHOTO_MISSING()
        width, height = photos.dimensions(act.con, str(sha))
        act.add(
            nouns.Attachment(
                id=new_id(), root_id=home.id, region_id=home.region_id, household_id=home.id, visit_id=visit_id, sha256=str(sha), kind="photo",
                size=size, width=width, height=height, caption=session.label(path),
            )
        )  # fmt: skip
        photos.belongs_to(act.con, str(sha), home.id)
