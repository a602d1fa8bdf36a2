"""Sheets from elsewhere come in: looked at first, then kept as one batch, everything or nothing, and undone as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import moment
from fieldapp.domain.names import fold
from fieldapp.domain.roles import covers
from fieldapp.services.import_batches import BatchLine, TouchedFamily, UndoForm, Undone, batches, undo, undo_form
from fieldapp.services.import_differences import GROUPS, Differing, FieldDifference, differing, group_label
from fieldapp.services.import_doubts import Doubt, doubts
from fieldapp.services.import_families import EVERY, Counted, Keeper, keep_household, keep_members, settle_doubts
from fieldapp.services.import_known import known_of
from fieldapp.services.import_lines import LinePlan, Match, keep_lines, planned
from fieldapp.services.import_plan import Choices, Plan, PlannedFamily, check_area, plan
from fieldapp.services.import_steps import Cancelled, Progress, day_of, never, quiet, steps
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson, IncomingSheet
from fieldapp.services.regions import region_name
from fieldapp.store import households, persons
from fieldapp.store import imports as kept
from fieldapp.store.imports import Pile

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came of taking families in. ``act`` names it; families whose KK and persons whose NIK are here already are counted apart.

    ``added_members`` counts people who were new in a family that was here already.
    """

    act: str
    households: int
    persons: int
    known_households: int
    known_persons: int
    added_members: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of an import. ``batch_id`` is "" when nothing was new, so that there is nothing to undo.

    ``waiting`` rows look like someone here and wait for a decision, ``wrong`` rows were left out, ``changed`` counts records.
    """

    batch_id: str = ""
    households: int = 0
    persons: int = 0
    known_households: int = 0
    known_persons: int = 0
    added_members: int = 0
    changed: int = 0
    waiting: int = 0
    answers: int = 0
    enrolments: int = 0
    dwellings: int = 0
    wrong: int = 0
    likely: int = 0

    @property
    def kept(self) -> int:
        """How many people, recipients or answers are new."""
        return self.persons + self.added_members + self.enrolments + self.answers


def apply(
    ws: Workspace, planned_: Plan, choices: Choices | None = None, *, progress: Progress = quiet, cancelled: Cancelled = never
) -> Imported:
    """Keep what a plan tells, as chosen, in one batch: everything or nothing; for the office each family is an act of its own.

    Who is here is asked anew, since a sync may have brought someone meanwhile. Raises SHEET_ROWS_WRONG when rows are wrong and
    ``choices.skip_wrong`` is not said, OUTSIDE_AREA, OP_NOT_ALLOWED, IMPORT_CANCELLED and DISK_FULL: then nothing is kept.
    """
    choices = choices or Choices()
    sheet = planned_.sheet
    check_area(ws, sheet)
    step = steps(progress, cancelled)
    with ws.transaction() as act:
        pile, counted, batch_id = Pile(act), Counted(), new_id()
        wrong, likely = (_keep_list if sheet.lines or sheet.programme is not None else _keep_families)(
            ws, pile, sheet, planned_, choices, batch_id, counted, step
        )
        made = asdict(counted)
        done = bool(act.written)
        if done:
            act.next_act()
            pile.add(_batch(ws, sheet, batch_id, made | {"wrong": wrong, "likely": likely}))
            pile.write()
    return Imported(batch_id=batch_id if done else "", wrong=wrong, likely=likely, **made)


def _batch(ws: Workspace, sheet: IncomingSheet, batch_id: str, told: dict[str, Any]) -> nouns.ImportBatch:
    made = ("persons", "added_members", "answers", "enrolments")
    more = {"programme": dict(sheet.programme.cells)} if sheet.programme is not None else {}
    return nouns.ImportBatch(
        id=batch_id, root_id=batch_id, region_id=_bucket_region(ws, sheet), format=sheet.format, file_sha=sheet.file_sha, regions=sheet.regions,
        rows=sheet.rows, kept=sum(told[name] for name in made), told={name: count for name, count in told.items() if count} | more,
    )  # fmt: skip


def _bucket_region(ws: Workspace, sheet: IncomingSheet) -> str:
    """Return the one village of a sheet, else the smallest area of one's own that holds all of them."""
    if len(sheet.regions) == 1:
        return sheet.regions[0]
    holding = [prefix for prefix in ws.user.regions if all(covers(prefix, region_id) for region_id in sheet.regions)]
    return max(holding, key=len, default=sheet.regions[0])


def _refuse_wrong(count: int, choices: Choices) -> None:
    if count and not choices.skip_wrong:
        raise problems.SHEET_ROWS_WRONG(count=count)


def _keep_families(
    ws: Workspace, pile: Pile, sheet: IncomingSheet, planned_: Plan, choices: Choices, batch_id: str, counted: Counted, step: Progress
) -> tuple[int, int]:
    con = pile.act.con
    known = known_of(con, sheet)
    wrong = sum(not row.waits for row in known.wrong)
    _refuse_wrong(wrong, choices)
    families, counted.waiting = settle_doubts(con, known.families, planned_.doubts, choices)
    wanted = differing(con, families) if choices.fill or choices.change else []
    Keeper(pile, batch_id, sheet.form, ws.today().isoformat(), counted).families(families, wanted, choices, step)
    return wrong, counted.waiting


def _keep_list(
    ws: Workspace, pile: Pile, sheet: IncomingSheet, _planned: Plan, choices: Choices, batch_id: str, counted: Counted, step: Progress
) -> tuple[int, int]:
    told = planned(pile.act.con, sheet, choices.lines)
    wrong = len(sheet.wrong) + len(told.wrong)
    _refuse_wrong(wrong, choices)
    keep_lines(pile, sheet, told, batch_id, ws.today().isoformat(), counted, step)
    return wrong, len(told.likely)


# Families without a sheet: the sample village, and tests


def known_numbers(ws: Workspace, kks: Sequence[str], niks: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return which of these KK and NIK numbers are here already."""
    with ws.reading() as con:
        return set(households.by_kk(con, kks)), persons.known_niks(con, niks)


def take_in_households(
    ws: Workspace, incoming: Sequence[IncomingHousehold], *, progress: Callable[[int, int], None] = lambda _done, _total: None
) -> TakenIn:
    """Keep families that come from no sheet, everything or nothing, without a batch to undo.

    What is here already is never changed: a family whose KK is known only gains the members it lacks, a person whose NIK is known is counted.
    ``progress`` is told (done, total) and may raise to cancel: then nothing is kept. Raises OUTSIDE_AREA and DISK_FULL.
    """
    for region_id in {home.region_id for home in incoming}:
        if not any(covers(prefix, region_id) for prefix in ws.user.regions):
            raise problems.OUTSIDE_AREA(region=region_name(region_id))
    known = _Known.of(ws, incoming)
    kept_ = persons_kept = added = 0
    with ws.transaction() as act:
        pile = Pile(act)
        for number, home in enumerate(incoming):
            if number % EVERY == 0:
                progress(number, len(incoming))
            act.next_act()  # a family is one act at the office, so that it is never sent in halves
            there = known.families.get(home.kk) if home.kk else None
            fresh = [member for member in home.members if not known.holds(member, there)]
            if there is not None:
                keep_members(pile, there.id, there.region_id, fresh, None)
                added += len(fresh)
            elif fresh:
                keep_household(pile, home, fresh, None)
                kept_ += 1
                persons_kept += len(fresh)
        pile.write()
        progress(len(incoming), len(incoming))
        batch = act.first_act
    families = sum(bool(h.kk) and h.kk in known.families for h in incoming)
    return TakenIn(batch, kept_, persons_kept, families, len(known.niks), added)


@dataclass(frozen=True, slots=True)
class _Known:
    """Which families are here, and who of them."""

    families: dict[str, Found]
    niks: set[str]
    members: set[tuple[str, str, str]]  # household, folded name, day of birth: for those without NIK

    @classmethod
    def of(cls, ws: Workspace, incoming: Sequence[IncomingHousehold]) -> _Known:
        """Read everything that must be known at once."""
        with ws.reading() as con:
            families = households.by_kk(con, [home.kk for home in incoming if home.kk])
            niks = persons.known_niks(con, [member.nik for home in incoming for member in home.members if member.nik])
            people = persons.members_of_many(con, [row.id for row in families.values()])
        return cls(families, niks, {(row.household_id, fold(row.name or ""), row.birth_date or "") for row in people})

    def holds(self, member: IncomingPerson, there: Found | None) -> bool:
        """Say whether a person is here: by NIK anywhere; in a family that is here also by name and day of birth, so that nobody stands in it twice."""
        if member.nik and member.nik in self.niks:
            return True
        return there is not None and (there.id, fold(member.name), member.birth_date or "") in self.members


# How a table was read last time


@dataclass(frozen=True, slots=True)
class RememberedMapping:
    """How a table with these headings was read last time: the format's name, what exchange needs to read it so again, and the day."""

    format: str
    told: Mapping[str, Any] = field(default_factory=dict)
    day: date | None = None


def remembered_mapping(ws: Workspace, headings_sha: str) -> RememberedMapping | None:
    """Return how a table with these headings (their SHA-256) was read last time, or None."""
    with ws.reading() as con:
        found = kept.mapping_for(con, headings_sha)
    return RememberedMapping(found.format, found.told, day_of(found.used_at, ws.zone)) if found is not None else None


def remember_mapping(ws: Workspace, headings_sha: str, format_name: str, told: Mapping[str, Any]) -> None:
    """Remember how a table with these headings is read; it stays on this laptop."""
    with ws.writing() as con:
        kept.keep_mapping(con, headings_sha, format_name, told, moment(ws.now()))


__all__ = [
    "GROUPS", "BatchLine", "Choices", "Differing", "Doubt", "FieldDifference", "Imported", "LinePlan", "Match", "Plan", "PlannedFamily",
    "RememberedMapping", "TakenIn", "TouchedFamily", "UndoForm", "Undone", "apply", "batches", "doubts", "group_label", "known_numbers", "plan",
    "remember_mapping", "remembered_mapping", "take_in_households", "undo", "undo_form",
]  # fmt: skip
