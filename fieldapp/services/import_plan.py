"""The dry run of an import: what would become of every row, told before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from fieldapp import problems
from fieldapp.domain.roles import covers, may
from fieldapp.services import import_lines
from fieldapp.services.import_batches import BatchLine, batch_lines
from fieldapp.services.import_differences import Differing, differing
from fieldapp.services.import_doubts import Doubt, doubts
from fieldapp.services.import_known import Family, known_of
from fieldapp.services.import_lines import LinePlan
from fieldapp.services.import_steps import Cancelled, Progress, never, quiet, steps
from fieldapp.services.regions import region_name

if TYPE_CHECKING:
    from fieldapp.services.incoming import IncomingSheet, Place, WrongRow
    from fieldapp.services.workspace import Workspace

Decision = Literal["new", "same", "skip"]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person decided about a plan.

    ``skip_wrong``: families with a wrong row stay out; without it such a sheet is not taken in at all. ``change`` names the groups of
    :data:`fieldapp.services.import_differences.GROUPS` in which the sheet overwrites what stands here, ``fill``: where nothing stands it
    is filled. ``doubts`` says of single rows that look like someone here whether they are someone "new", the "same", or are left out;
    for the others ``strong`` and ``weak`` hold, by how alike they are. "skip" leaves the whole new family out. ``lines`` names the person
    or family meant by a line whose number is not known here, by its place.
    """

    skip_wrong: bool = False
    fill: bool = False
    change: frozenset[str] = frozenset()
    doubts: Mapping[Place, Decision] = field(default_factory=lambda: MappingProxyType({}))
    strong: Decision = "skip"
    weak: Decision = "new"
    lines: Mapping[Place, str] = field(default_factory=lambda: MappingProxyType({}))

    def about(self, doubt: Doubt) -> Decision:
        """Return what becomes of a row that looks like someone here."""
        return self.doubts.get(doubt.place) or (self.strong if doubt.strength == "Sangat mirip" else self.weak)


@dataclass(frozen=True, slots=True)
class PlannedFamily:
    """A family as it would come in: new, or known and joined by new members."""

    place: Place
    name: str
    region_id: str
    known_id: str | None
    new_members: int
    known_members: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What would become of a sheet. Persons are counted by row; ``seen`` are earlier imports of the very same file, the newest first."""

    sheet: IncomingSheet
    families: tuple[PlannedFamily, ...] = ()
    differing: tuple[Differing, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    wrong: tuple[WrongRow, ...] = ()
    seen: tuple[BatchLine, ...] = ()
    lines: LinePlan | None = None

    @property
    def new_families(self) -> tuple[PlannedFamily, ...]:
        """The families that are not here yet."""
        return tuple(family for family in self.families if family.known_id is None)

    @property
    def new_persons(self) -> int:
        """How many people are not here yet."""
        return sum(family.new_members for family in self.families)

    @property
    def known_persons(self) -> int:
        """How many people are here already."""
        return sum(family.known_members for family in self.families)

    @property
    def unchanged_persons(self) -> int:
        """How many of them the sheet tells exactly as they stand here."""
        known = {one.place for one in self.differing for told in one.fields if told.entity == "person"}
        return self.known_persons - len(known)

    @property
    def wrong_rows(self) -> int:
        """How many rows are wrong themselves; those that only wait for someone of their family are not counted."""
        return sum(not row.waits for row in self.wrong)

    @property
    def seen_on(self) -> date | None:
        """The day this very file was last taken in and not undone."""
        return next((one.day for one in self.seen if not one.undone), None)


def check_area(ws: Workspace, sheet: IncomingSheet) -> None:
    """Raise OUTSIDE_AREA for a village outside one's areas, OP_NOT_ALLOWED for a role that takes no sheets in."""
    if not may(ws.user.role, "write", "import_batch", "general"):
        raise problems.OP_NOT_ALLOWED()
    if sheet.programme is not None and not may(ws.user.role, "write", "programme", "reference"):
        raise problems.OP_NOT_ALLOWED()
    for region_id in sheet.regions:
        if not any(covers(prefix, region_id) for prefix in ws.user.regions):
            raise problems.OUTSIDE_AREA(region=region_name(region_id))


def plan(ws: Workspace, sheet: IncomingSheet, *, progress: Progress = quiet, cancelled: Cancelled = never) -> Plan:
    """Say what would become of a sheet; nothing is kept. Raises OUTSIDE_AREA, OP_NOT_ALLOWED and IMPORT_CANCELLED."""
    check_area(ws, sheet)
    step = steps(progress, cancelled)
    with ws.reading() as con:
        seen = batch_lines(ws, con, file_sha=sheet.file_sha)
        if sheet.lines or sheet.programme is not None:
            told = import_lines.planned(con, sheet, {})
            return Plan(sheet=sheet, wrong=tuple(sorted((*sheet.wrong, *told.wrong), key=lambda row: row.place)), seen=seen, lines=told)
        known = known_of(con, sheet)
        return Plan(
            sheet=sheet,
            families=tuple(_planned(family) for family in known.families),
            differing=tuple(differing(con, known.families)),
            doubts=tuple(doubts(con, known.families, step)),
            wrong=known.wrong,
            seen=seen,
        )


def _planned(family: Family) -> PlannedFamily:
    head = next((row.person for row in family.people if row.person.relation == "1"), family.people[0].person)
    fresh = len(family.fresh)
    known_id = family.here.id if family.here else None
    return PlannedFamily(head.place, head.name, family.home.region_id, known_id, fresh, len(family.people) - fresh)
