"""Beranda: what matters today, in one summary that is there before the eye is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from fieldapp.language import _
from fieldapp.services.drafts import DraftCard, drafts
from fieldapp.services.regions import region_name
from fieldapp.services.visits import VisitLine, visit_list
from fieldapp.store import summary, suspects

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that waits for the person; ``page`` opens it."""

    count: int
    title: str
    text: str
    kind: Literal["bad", "warn", "info"]
    page: str


@dataclass(frozen=True, slots=True)
class Month:
    """Visits done this month, by this person; ``target`` None while nobody set one."""

    first: date
    today: date
    done: int
    due: int


@dataclass(frozen=True, slots=True)
class Beranda:
    """Everything the first page shows."""

    name: str
    title: str
    place: str
    day: date
    drafts: tuple[DraftCard, ...]
    due: tuple[VisitLine, ...]
    overdue: int
    due_today: int
    total_due: int
    never_visited: int
    households: int
    decisions: tuple[Decision, ...]
    month: Month


def beranda(ws: Workspace) -> Beranda:
    """Return the first page of the day."""
    today = ws.today()
    first = today.replace(day=1)
    with ws.reading() as con:
        counts = summary.due(con, first.isoformat(), today.isoformat())
        done = summary.visits_since(con, first.isoformat(), ws.user.id)
        work = summary.work(con)
        twice = suspects.count(con, "household", None) + suspects.count(con, "person", None)
    return Beranda(
        name=ws.user.name, title=ws.user.title, place=", ".join(region_name(r) for r in ws.user.regions), day=today, drafts=drafts(ws),
        due=visit_list(ws, only="due", limit=50), overdue=counts.overdue, due_today=counts.due_today, total_due=counts.total_due,
        never_visited=counts.never, households=counts.households, decisions=tuple(_decisions(work.differs, work.refused, twice)),
        month=Month(first, today, done, counts.due_month),
    )  # fmt: skip


def _decisions(differs: int, refused: int, twice: int) -> list[Decision]:
    found = []
    if differs:
        found.append(
            Decision(differs, _("Isian berbeda dengan rekan"), _("Pilih satu; isian lain tetap tersimpan di riwayat."), "bad", "sync")
        )
    if refused:
        found.append(Decision(refused, _("Ditolak pusat"), _("Lihat alasannya, perbaiki, atau kirim lagi."), "bad", "sync"))
    if twice:
        found.append(
            Decision(
                twice, _("Mungkin tercatat dua kali"), _("Bandingkan keduanya, lalu gabungkan atau tandai berbeda."), "warn", "duplicates"
            )
        )
    return found
