"""When something happened, as a person would say it: "08.14" today, "kemarin 16.40", with the day further back."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from fieldapp.domain.moments import from_moment, local
from fieldapp.domain.written import date_full, date_medium, relative_day
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace


def laptop_time(moment: str) -> datetime:
    """Return a UTC moment on this computer's own wall clock, for pages shown before anyone has unlocked."""
    return from_moment(moment).astimezone()


def in_full(moment: str) -> str:
    """Write a UTC moment as "Sabtu, 21 November 2026 pukul 16.48" on this computer's own clock."""
    here = laptop_time(moment)
    return _("{day} pukul {time}").format(day=date_full(here.date()), time=f"{here:%H.%M}")


def in_short(moment: str) -> str:
    """Write a UTC moment as "21 Nov 2026, 16.48" on this computer's own clock."""
    here = laptop_time(moment)
    return f"{date_medium(here.date())}, {here:%H.%M}"


def day_and_hour(here: datetime, today: date) -> str:
    """Write a wall-clock time as short as it stays clear: "08.14", "kemarin 16.40", "21 Nov 2026 16.40"."""
    if here.date() == today:
        return f"{here:%H.%M}"
    near = abs((today - here.date()).days) <= 1
    return f"{relative_day(here.date(), today) if near else date_medium(here.date())} {here:%H.%M}"


def short_moment(ws: Workspace, moment: str | None) -> str:
    """Write a UTC moment on the wall clock of the area; "" for none."""
    return day_and_hour(local(moment, ws.zone), ws.today()) if moment else ""
