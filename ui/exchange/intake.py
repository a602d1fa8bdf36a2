"""One sheet on its way in: as it was read, what was corrected and decided about it, and what would become of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from fieldapp.exchange import importing
from fieldapp.exchange.formats import OTHER
from fieldapp.services.imports import Choices
from ui.exchange.faults import Faults, faults_of
from ui.exchange.mending import CellPlace, mended

if TYPE_CHECKING:
    from collections.abc import Callable

    from fieldapp.exchange.book import Line
    from fieldapp.exchange.importing import Opened
    from fieldapp.exchange.mapping import Mapping as Columns
    from fieldapp.services.import_doubts import Doubt
    from fieldapp.services.import_plan import Decision, Plan, PlannedFamily
    from fieldapp.services.imports import Imported
    from fieldapp.services.incoming import Place
    from fieldapp.services.workspace import Workspace
    from ui.operation import Job

STRONG = "Sangat mirip"


@dataclass(frozen=True, slots=True)
class Wish:
    """How a file is to be read: as which format, for which village ("" as its columns say), and which column holds what."""

    name: str
    region: str
    columns: Columns
    told: Mapping[CellPlace, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked:
    """A dry run: what was asked, the file with its corrected cells, what would become of it, and what is wrong in it."""

    wish: Wish
    opened: Opened
    plan: Plan
    faults: Faults

    @cached_property
    def rows(self) -> dict[Place, Line]:
        """Every row of the file by sheet and number."""
        return {(page.name, line.number): line for page in self.opened.book.pages for line in page.lines}

    @cached_property
    def doubts(self) -> dict[Place, Doubt]:
        """The rows that look like someone here."""
        return {doubt.place: doubt for doubt in self.plan.doubts}

    @cached_property
    def _members(self) -> dict[Place, tuple[Place, ...]]:
        """Who stands in one family, by each of its rows."""
        homes = [tuple(member.place for member in home.members) for home in self.plan.sheet.households]
        return {place: home for home in homes for place in home}

    def look_up(self) -> None:
        """Put together what rows are found by, beside the window; ten thousand rows would hold it up."""
        assert self.rows is not None
        self.ready({})

    @property
    def known(self) -> int:
        """How many rows are about someone who is here already."""
        lines = self.plan.lines
        return self.plan.known_persons if lines is None else len(lines.found) - len(lines.new)

    @property
    def doubtful(self) -> int:
        """How many rows wait to be told who they mean."""
        return len(self.plan.doubts) if self.plan.lines is None else len(self.plan.lines.likely)

    def ready(self, decisions: Mapping[Place, Decision]) -> int:
        """Return how many rows come in as new, after what was decided about those that look like someone here."""
        lines = self.plan.lines
        if lines is not None:
            return len(lines.new) + sum(decisions.get(match.line.place) == "same" for match in lines.likely)
        return sum(self._new_of(family, decisions) for family in self.plan.families)

    def _new_of(self, family: PlannedFamily, decisions: Mapping[Place, Decision]) -> int:
        found = [self.doubts[place] for place in self._members.get(family.place, ()) if place in self.doubts]
        told = Counter(decided(doubt, decisions) for doubt in found)
        if told["skip"] and family.known_id is None:
            return 0
        return family.new_members - told["skip"] - told["same"]


def decided(doubt: Doubt, decisions: Mapping[Place, Decision]) -> Decision:
    """Return what becomes of a row that looks like someone here: as decided, else the very likely ones wait and the others come in."""
    return decisions.get(doubt.place) or ("skip" if doubt.strength == STRONG else "new")


def check(ws: Workspace, opened: Opened, wish: Wish, job: Job, *, confirmed: bool) -> Checked:
    """Read a file as wished and say what would become of it; no record is kept. Raises what reading and planning raise.

    ``confirmed`` columns are remembered by their headings, so that the next file of this kind is read alike.
    """
    told = mended(opened, wish.told)
    job.check()
    sheet = importing.read(ws, told, name=wish.name, region=wish.region or None, mapping=wish.columns)
    job.check()
    plan = importing.plan(ws, sheet, progress=job.progress, cancelled=lambda: job.cancelled)
    if confirmed and wish.name == OTHER:
        importing.remember(ws, wish.columns)
    made = Checked(wish, told, plan, faults_of(told, wish.name, wish.columns, plan.wrong))
    made.look_up()
    return made


@dataclass(slots=True)
class Decisions:
    """What a person decided: who is whom, and whether the sheet may fill or change what stands here."""

    doubts: dict[Place, Decision] = field(default_factory=dict)
    fill: bool = False
    change: set[str] = field(default_factory=set)

    def choices(self, checked: Checked) -> Choices:
        """Return them as the import asks; wrong rows stay out, they can be written back with their reasons."""
        likely = checked.plan.lines.likely if checked.plan.lines is not None else ()
        lines = {match.line.place: match.subject_id for match in likely if self.doubts.get(match.line.place) == "same"}
        return Choices(skip_wrong=True, fill=self.fill, change=frozenset(self.change), doubts=dict(self.doubts), lines=lines)


def keep(ws: Workspace, checked: Checked, choices: Choices, job: Job, tell: Callable[[int, int], None]) -> Imported:
    """Take the good rows in, all or none; a person who cancels keeps nothing (IMPORT_CANCELLED says how many were left)."""
    return importing.take_in(
        ws, checked.opened, checked.plan, choices, mapping=checked.wish.columns, progress=tell, cancelled=lambda: job.cancelled
    )


def with_column(columns: Columns, at: int, field_: str) -> Columns:
    """Return a mapping in which a column holds a field; another column that held it is left aside."""
    told = [(heading, "" if field_ and one == field_ else one) for heading, one in columns.columns]
    told[at] = (told[at][0], field_)
    return replace(columns, columns=tuple(told))
