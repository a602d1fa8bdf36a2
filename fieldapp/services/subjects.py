"""Whom a record is about and who wrote it, as told in lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fieldapp.domain.moments import local
from fieldapp.domain.written import date_medium
from fieldapp.language import _
from fieldapp.store import subjects

if TYPE_CHECKING:
    from fieldapp.store.rows import Connection

NOBODY = "–"


def subject(con: Connection, entity: str, row_id: str) -> tuple[str, str | None]:
    """Return what a record is about by name, an en dash where that is not known, and the id of its family."""
    name, home = subjects.subject(con, entity, row_id)
    return name or NOBODY, home


def colleague(con: Connection, user_id: str | None) -> str:
    """Return a colleague's name."""
    return subjects.colleague(con, user_id) or _("rekan")


def written_when(at: str, zone: str) -> str:
    """Write a moment as day and time where the laptop works (zone WIB, WITA or WIT)."""
    here = local(at, zone)
    return f"{date_medium(here.date())} {here:%H.%M}"
