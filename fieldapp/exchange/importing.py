"""From a file to what the services take in: what it is, read as that, looked at as a dry run, kept, and given back with reasons."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from fieldapp import problems, resources
from fieldapp.domain import nik as numbers
from fieldapp.exchange import from_instruments, from_lists, from_residents, from_tables
from fieldapp.exchange.book import Book, read_book
from fieldapp.exchange.formats import NAMES, OTHER, any_table, formats, recognise
from fieldapp.exchange.layout import Format
from fieldapp.exchange.mapping import Guess, Mapping, guess_page, headings_sha
from fieldapp.exchange.wrong_cells import as_they_stand
from fieldapp.language import _
from fieldapp.services import imports
from fieldapp.services.import_steps import never, quiet
from fieldapp.services.imports import Choices, Imported, Plan
from fieldapp.services.regions import my_villages, region_name

if TYPE_CHECKING:
    from fieldapp.services.incoming import IncomingSheet
    from fieldapp.services.workspace import Workspace

_FAMILIES = MappingProxyType({
    "penduduk": from_residents.residents, "bdt_2015": from_instruments.bdt_2015, "regsosek_2022_k": from_instruments.regsosek_2022,
})  # fmt: skip
_LISTS = MappingProxyType({"bantuan": from_lists.aid, "rtm": from_lists.rtm, "tambahan": from_lists.supplement})
SURE = 0.6  # a format less certain than this is asked about before the file is read as it


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that was read, before anyone chose what it is. ``formats`` the likest first, each with how certain that is, 0 to 1.

    ``guess`` is which column holds what when it is read as any table; ``remembered``: as it was read last time,
    which was on the day ``remembered_on``.
    """

    path: Path
    sha: str
    book: Book
    formats: tuple[tuple[Format, float], ...]
    guess: Guess
    remembered: bool
    remembered_on: date | None = None

    @property
    def likest(self) -> Format:
        """The format to begin with: the likest, or any table when none is certain."""
        found, certainty = self.formats[0]
        return found if certainty >= SURE else any_table()

    @property
    def notes(self) -> tuple[str, ...]:
        """What the person should know about the file: formulas, macros, hidden sheets."""
        return self.book.notes


def open_file(ws: Workspace, path: Path) -> Opened:
    """Read a file and say what it may be; raises what :func:`fieldapp.exchange.book.read_book` raises."""
    book = read_book(path)
    with path.open("rb") as file:
        sha = hashlib.file_digest(file, "sha256").hexdigest()
    guess = max((guess_page(page) for page in book.pages if page.lines), key=lambda one: one.share)
    told = imports.remembered_mapping(ws, headings_sha(heading for heading, _field in guess.mapping.columns))
    if told is not None:
        columns = tuple((str(heading), str(field)) for heading, field in told.told["columns"])
        guess = Guess(replace(guess.mapping, columns=columns, date_order=told.told["date_order"]), (1.0,) * len(columns))
    day = told.day if told is not None else None
    return Opened(
        path=path, sha=sha, book=book, formats=tuple(recognise(book)), guess=guess, remembered=told is not None, remembered_on=day
    )


def format_by_name(name: str) -> Format:
    """Return a format by its name; raises FORMAT_UNKNOWN, which tells the names there are."""
    if name == OTHER:
        return any_table()
    found = next((one for one in formats() if one.name == name), None)
    if found is None:
        raise problems.FORMAT_UNKNOWN(name=name, known=", ".join((*NAMES, OTHER)))
    return found


def area_for(ws: Workspace, region: str | None) -> str:
    """Return the village a sheet is for: the one told, or the only one of the area; raises REGION_UNKNOWN and WRONG_USE."""
    if region:
        return resources.region(region).id
    villages = my_villages(ws)
    if len(villages) != 1:
        raise problems.WRONG_USE(what=_("Desa tujuan belum dipilih. Pilih desa, mis. 18.11.02.2002."))
    return villages[0].id


def read(
    ws: Workspace, opened: Opened, *, name: str | None = None, region: str | None = None, mapping: Mapping | None = None
) -> IncomingSheet:
    """Read an opened file as a format (the likest when none is named) for a village; an aid list needs only an area.

    Raises FORMAT_UNKNOWN, REGION_UNKNOWN, WRONG_USE without a village, SHEET_NO_TABLE, SHEET_HEADINGS and NAME_COLUMN_MISSING.
    """
    of = format_by_name(name) if name else opened.likest
    if of.name in _LISTS:
        area = resources.region(region).id if region else ws.user.regions[0]
        return as_they_stand(opened.book, _LISTS[of.name](opened, area))
    if of.name == OTHER:
        villages = from_tables.villages_of(ws)
        told = area_for(ws, region) if region else None
        return from_tables.any_table(opened, mapping or opened.guess.mapping, told, villages, ws.today(), lambda: area_for(ws, None))
    return as_they_stand(opened.book, _FAMILIES[of.name](opened, area_for(ws, region), ws.today()))


def plan(
    ws: Workspace, sheet: IncomingSheet, *, progress: Callable[[int, int], None] = quiet, cancelled: Callable[[], bool] = never
) -> Plan:
    """Say what would become of a sheet; nothing is kept. See :func:`fieldapp.services.imports.plan`."""
    return imports.plan(ws, sheet, progress=progress, cancelled=cancelled)


def take_in(
    ws: Workspace, opened: Opened, told: Plan, choices: Choices, *, mapping: Mapping | None = None,
    progress: Callable[[int, int], None] = quiet, cancelled: Callable[[], bool] = never,
) -> Imported:  # fmt: skip
    """Keep what a plan tells, as chosen, and remember how the table was read; raises what :func:`fieldapp.services.imports.apply` raises."""
    done = imports.apply(ws, told, choices, progress=progress, cancelled=cancelled)
    if told.sheet.format == OTHER:
        remember(ws, mapping or opened.guess.mapping)
    return done


def remember(ws: Workspace, mapping: Mapping) -> None:
    """Remember which column of a table with these headings holds what."""
    told = asdict(mapping)
    imports.remember_mapping(
        ws,
        headings_sha(heading for heading, _field in mapping.columns),
        OTHER,
        {"columns": told["columns"], "date_order": told["date_order"]},
    )


def reasons(told: Plan, *, doubts: bool = False) -> dict[tuple[str, int], str]:
    """Return by sheet and row why each row is not taken in; with ``doubts`` also whom a row looks like, to be asked about."""
    found = {row.place: " ".join(row.reasons) for row in told.wrong}
    for doubt in told.doubts if doubts else ():
        like = _("Mirip {name} di {place}: {why}.").format(name=doubt.known_name, place=doubt.known_place, why=doubt.why)
        found.setdefault(doubt.place, like)
    for match in told.lines.likely if doubts and told.lines else ():
        subject = numbers.mask(match.line.subject) or match.line.name
        found.setdefault(
            match.line.place, problems.SUBJECT_LIKELY(subject=subject, name=match.name, place=region_name(match.region_id)).sentence
        )
    return found


def write_wrong(opened: Opened, told: Plan, out: Path, *, only_wrong: bool = True, doubts: bool = False) -> int:
    """Write the same workbook with the reasons in a last column; returns how many rows have one.

    Raises what :func:`fieldapp.exchange.write_back.write_back` raises.
    """
    from fieldapp.exchange.write_back import write_back

    return write_back(opened.path, out, reasons(told, doubts=doubts), only_wrong=only_wrong)
