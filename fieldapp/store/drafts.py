"""Visits being written down: every answer is in the file before the next key is pressed."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert as upsert

from fieldapp.store.tables import draft, draft_answer


def start(con: sa.Connection, draft_id: str, household_id: str, day: str, forms: list[str], at: str) -> None:
    """Begin a draft."""
    con.execute(sa.insert(draft).values(id=draft_id, household_id=household_id, visited_on=day, forms=forms, made_at=at, saved_at=at))


def live(con: sa.Connection, household_id: str) -> str | None:
    """Return the newest draft of a household, or None."""
    return con.execute(sa.select(draft.c.id).where(draft.c.household_id == household_id).order_by(draft.c.saved_at.desc())).scalar()


def listed(con: sa.Connection) -> list[sa.Row[Any]]:
    """Return every draft, newest first."""
    return list(con.execute(sa.select(draft).order_by(draft.c.saved_at.desc())))


def one(con: sa.Connection, draft_id: str) -> sa.Row[Any] | None:
    """Return a draft, or None."""
    return con.execute(sa.select(draft).where(draft.c.id == draft_id)).one_or_none()


def change(con: sa.Connection, draft_id: str, at: str, **values: Any) -> None:
    """Change the day or the questionnaires of a draft."""
    con.execute(sa.update(draft).where(draft.c.id == draft_id).values(saved_at=at, **values))


def put_answer(con: sa.Connection, draft_id: str, form: str, path: str, value: Any, at: str) -> None:
    """Keep one answer as it is typed."""
    insert = upsert(draft_answer).values(draft_id=draft_id, form=form, path=path, value=value, saved_at=at)
    con.execute(insert.on_conflict_do_update(index_elements=["draft_id", "form", "path"], set_={"value": value, "saved_at": at}))
    con.execute(sa.update(draft).where(draft.c.id == draft_id).values(saved_at=at))


def put_answers(con: sa.Connection, draft_id: str, form: str, answers: dict[str, Any], at: str) -> None:
    """Replace all answers of one questionnaire, as after a row was added or removed."""
    con.execute(sa.delete(draft_answer).where(draft_answer.c.draft_id == draft_id, draft_answer.c.form == form))
    if answers:
        rows = [{"draft_id": draft_id, "form": form, "path": path, "value": value, "saved_at": at} for path, value in answers.items()]
        con.execute(sa.insert(draft_answer), rows)
    con.execute(sa.update(draft).where(draft.c.id == draft_id).values(saved_at=at))


def answers(con: sa.Connection, draft_id: str, form: str) -> dict[str, Any]:
    """Return the answers of one questionnaire of a draft."""
    query = sa.select(draft_answer.c.path, draft_answer.c.value).where(draft_answer.c.draft_id == draft_id, draft_answer.c.form == form)
    return {row.path: row.value for row in con.execute(query)}


def remove(con: sa.Connection, draft_id: str) -> None:
    """Take a draft away, with its answers."""
    con.execute(sa.delete(draft_answer).where(draft_answer.c.draft_id == draft_id))
    con.execute(sa.delete(draft).where(draft.c.id == draft_id))
