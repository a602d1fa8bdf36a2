"""The residents sheet of a village (43 columns, one row a person): read, weighed row by row, taken in by family, written again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from fieldapp import problems, resources
from fieldapp.domain import nik as numbers
from fieldapp.exchange import cells
from fieldapp.exchange.resident_columns import HEADINGS, OF_HOUSEHOLD, OF_NEITHER, OF_PERSON, TITLES, readers_for
from fieldapp.exchange.sheet import Sheet, SheetRow, Value, read_sheet
from fieldapp.language import _
from fieldapp.problems import Problem
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

HEAD = "1"
_IDENTITY = ("nik", "no_kk", "ayah_nik", "ibu_nik")


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong, or strange, in one cell: the row as Excel numbers it, the heading, what stands there (numbers masked), the sentence.

    ``proposal`` is the code of the nearest answer, "" for none.
    """

    row: int
    column: str
    value_shown: str
    sentence: str
    proposal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentRow:
    """One row that can be taken in, with what it says about the household."""

    row: int
    kk: str
    person: IncomingPerson
    address: str | None = None
    hamlet: str | None = None
    rt: str | None = None
    rw: str | None = None
    latitude: str | None = None
    longitude: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentSheet:
    """A sheet as read, nothing imported yet.

    ``problems`` block their rows, ``warnings`` block nothing. ``households`` are the families without a wrong row; families are taken
    in whole or not at all, so ``refused`` holds the wrong rows and with them the good rows of their families.
    """

    village: str
    rows: int
    people: tuple[ResidentRow, ...]
    problems: tuple[RowProblem, ...]
    warnings: tuple[RowProblem, ...]
    households: tuple[IncomingHousehold, ...]
    refused: tuple[SheetRow, ...]
    extra: tuple[str, ...]

    @property
    def wrong_rows(self) -> tuple[int, ...]:
        """The numbers of the rows in which something is wrong."""
        return tuple(sorted({problem.row for problem in self.problems}))


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What came of an import. ``act`` names the batch; families and persons whose numbers were here already are left as they were."""

    act: str
    households: int
    persons: int
    known_households: int
    known_persons: int
    rows_left: int
    added_members: int = 0


@dataclass(slots=True)
class _Read:
    """A row on its way: what could be read of it so far."""

    raw: SheetRow
    values: dict[str, str]
    other: dict[str, str]
    problems: list[RowProblem]


def read_residents(path: Path, *, today: date, village: str) -> ResidentSheet:
    """Read and weigh a residents sheet without importing anything.

    ``village`` is the Kemendagri code the sheet is for. Raises REGION_UNKNOWN and what :func:`fieldapp.exchange.sheet.read_sheet`
    raises; what is wrong in single rows comes back in ``problems``.
    """
    _village(village)
    return weighed(read_sheet(path, HEADINGS), today=today, village=village)


def _village(village: str) -> str:
    region = resources.region(village)
    if region.level != "DESA":
        raise problems.REGION_UNKNOWN(code=village)
    return region.id


def weighed(sheet: Sheet, *, today: date, village: str) -> ResidentSheet:
    """Weigh the rows of a residents sheet, wherever they were read; ``village`` as in :func:`read_residents`. Raises REGION_UNKNOWN."""
    region_id = _village(village)
    readers = readers_for(today)
    read = [_row(raw, readers) for raw in sheet.rows]
    _refuse_twice(read)
    families: dict[str, list[_Read]] = {}
    for row in read:
        if kk := row.values.get("no_kk"):
            families.setdefault(kk, []).append(row)
    for family in families.values():
        _check_head(family)
    good = {kk: family for kk, family in families.items() if not any(row.problems for row in family)}
    taken = {row.raw.number for family in good.values() for row in family}
    return ResidentSheet(
        village=region_id,
        rows=len(read),
        people=tuple(_person_row(row) for row in read if not row.problems),
        problems=tuple(problem for row in read for problem in row.problems),
        warnings=tuple(warning for row in read if not row.problems for warning in _warnings(row, today)),
        households=tuple(_household(family, region_id) for family in good.values()),
        refused=tuple(row.raw for row in read if row.raw.number not in taken),
        extra=sheet.extra,
    )


def _row(raw: SheetRow, readers: MappingProxyType[str, cells.Reader]) -> _Read:
    read = _Read(raw, {}, {}, [])
    for heading in HEADINGS:
        value = raw.cells.get(heading)
        stood = cells.stands(value)
        reader = readers.get(heading)
        try:
            told = reader(_(TITLES[heading]), value) if reader else stood
        except Problem as problem:
            read.problems.append(_problem(raw.number, heading, value, problem))
            continue
        if told is not None:
            read.values[heading] = told
        kept = stood if isinstance(value, str) else told if heading in OF_NEITHER else None
        if kept and (heading in OF_NEITHER or kept != told):
            read.other[heading] = kept
    return read


def _problem(row: int, heading: str, value: Value, problem: Problem) -> RowProblem:
    text = cells.as_text(value)
    shown = numbers.mask(text) if heading in _IDENTITY and len(text) >= numbers.LENGTH else text[:60]
    return RowProblem(row, heading, shown, problem.sentence, str(problem.facts.get("proposal") or ""))


def _refuse_twice(read: list[_Read]) -> None:
    """Mark every later row whose NIK an earlier one has."""
    seen: dict[str, int] = {}
    for row in read:
        nik = row.values.get("nik")
        if not nik:
            continue
        first = seen.setdefault(nik, row.raw.number)
        if first != row.raw.number:
            row.problems.append(_problem(row.raw.number, "nik", nik, problems.NIK_TWICE(row=first)))


def _check_head(family: list[_Read]) -> None:
    """Mark a family without a head, unless someone's kk_level could not be read, and every head after the first."""
    heads = [row for row in family if row.values.get("kk_level") == HEAD]
    for second in heads[1:]:
        problem = problems.HEAD_TWICE(row=heads[0].raw.number)
        second.problems.append(_problem(second.raw.number, "kk_level", second.raw.cells.get("kk_level"), problem))
    if not heads and all("kk_level" in row.values for row in family):
        first = family[0]
        first.problems.append(_problem(first.raw.number, "kk_level", first.raw.cells.get("kk_level"), problems.HEAD_MISSING()))


@cache
def _known() -> resources.KnownRegions:
    return resources.KnownRegions()


def _warnings(row: _Read, today: date) -> Iterator[RowProblem]:
    values = row.values
    nik, kk, born = values.get("nik"), values.get("no_kk") or "", values.get("tanggallahir")
    if nik:
        check = numbers.check(nik, today, _known(), date.fromisoformat(born) if born else None, values.get("sex"))
        for warning in check.warnings:
            yield _problem(row.raw.number, "nik", nik, warning)
    for warning in numbers.check_kk(kk, today, (nik,) if nik else ()).warnings:
        yield _problem(row.raw.number, "no_kk", kk, warning)


def _person(row: _Read) -> IncomingPerson:
    told = {field: row.values.get(heading) for heading, field in OF_PERSON.items()}
    reason = None if told["nik"] else _("Tidak ada di lembar impor")
    return IncomingPerson(**told, no_nik_reason=reason, other=row.other)  # type: ignore[arg-type] # needed() refused the empty ones


def _of_household(row: _Read) -> dict[str, str | None]:
    return {field: row.values.get(heading) for heading, field in OF_HOUSEHOLD.items()}


def _person_row(row: _Read) -> ResidentRow:
    return ResidentRow(row=row.raw.number, person=_person(row), **_of_household(row))  # type: ignore[arg-type] # as above


def _household(family: list[_Read], village: str) -> IncomingHousehold:
    """Return a family, the head first; what its head leaves out about the household is taken from the first member who tells it."""
    ordered = sorted(family, key=lambda row: row.values.get("kk_level") != HEAD)
    told: dict[str, str | None] = {}
    for row in ordered:
        told = {field: told.get(field) or value for field, value in _of_household(row).items()}
    return IncomingHousehold(region_id=village, members=tuple(_person(row) for row in ordered), **told)  # type: ignore[arg-type]


def import_residents(
    workspace: Workspace,
    sheet: ResidentSheet,
    *,
    skip_wrong: bool = False,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> ImportResult:
    """Take the families of a sheet in, all in one act or none of them.

    Raises SHEET_ROWS_WRONG when any row is wrong, unless ``skip_wrong``: then families with a wrong row stay out, whole. Raises
    OUTSIDE_AREA and DISK_FULL. ``progress`` is told (done, total) families and may raise to cancel: then nothing is kept.
    """
    if sheet.problems and not skip_wrong:
        raise problems.SHEET_ROWS_WRONG(count=len(sheet.wrong_rows))
    from fieldapp.services.imports import take_in_households

    taken = take_in_households(workspace, sheet.households, progress=progress)
    return ImportResult(
        taken.act, taken.households, taken.persons, taken.known_households, taken.known_persons, len(sheet.refused), taken.added_members
    )


def row_of(household: IncomingHousehold, person: IncomingPerson) -> dict[str, str]:
    """Return the 43 cells of a person; a cell that stood written another way and still means the same is written so again."""
    row = {heading: getattr(person, field) or "" for heading, field in OF_PERSON.items()}
    row |= {heading: getattr(household, field) or "" for heading, field in OF_HOUSEHOLD.items()}
    row |= {heading: person.other.get(heading, "") for heading in OF_NEITHER}
    # What was once taken in is not judged again: here a day is only a day, and a NIK only its digits.
    readers = readers_for(date.max) | {"tanggallahir": cells.day, "nik": lambda _heading, value: cells.bare_number(value)}
    for heading in person.other.keys() & row.keys() - {*OF_NEITHER}:
        if _reads_as(readers[heading], heading, person.other[heading], row[heading]):
            row[heading] = person.other[heading]
    return row


def _reads_as(reader: cells.Reader, heading: str, stood: str, now: str) -> bool:
    try:
        return (reader(heading, stood) or "") == now
    except Problem:
        return False


def write_residents(path: Path, households: Iterable[IncomingHousehold]) -> int:
    """Write families as a residents sheet: the 43 headings in order, every cell text and never a formula; returns the rows written.

    Raises FOLDER_UNWRITABLE.
    """
    from fieldapp.exchange.writing import write_cells

    rows = (row_of(household, person) for household in households for person in household.members)
    return write_cells(path, HEADINGS, ([row[heading] for heading in HEADINGS] for row in rows))
