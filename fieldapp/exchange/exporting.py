"""Sheets go out: each format as offices know it, cell for cell as it came in, with numbers hidden unless there is a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.domain import nik as numbers
from fieldapp.exchange import bdt, lists, regsosek
from fieldapp.exchange.codec import Row, Sheets
from fieldapp.exchange.columns_out import PERSONAL, shown
from fieldapp.exchange.instruments_out import aid_sheets, bdt_sheets, list_sheets, masked, regsosek_sheets
from fieldapp.exchange.resident_columns import HEADINGS
from fieldapp.exchange.residents import row_of
from fieldapp.exchange.writing import write_cells
from fieldapp.language import _
from fieldapp.services import exports
from fieldapp.services.exports import Changes, ExportRow, Permit
from fieldapp.services.finding import Query
from fieldapp.services.import_lines import RTM_FORM
from fieldapp.services.import_steps import never

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

RESIDENTS, CHOSEN = "penduduk", "kolom"
NAMES = (RESIDENTS, bdt.NAME, regsosek.NAME, lists.AID, lists.RTM, lists.SUPPLEMENT, CHOSEN)
CHANGES = "Perubahan"  # never translated: it is how the column is known when the sheet comes back
SUPPLEMENT_FORM = "tambahan@1"
_NUMBERS = frozenset({"nik", "no_kk", "ayah_nik", "ibu_nik"})
_EVERY = 400
Progress = Callable[[int], None]


def columns() -> Mapping[str, str]:
    """Return the columns that can be chosen: field -> what it is called."""
    return MappingProxyType({
        "name": _("Nama"), "nik": "NIK", "kk": _("Nomor KK"), "sex": _("Jenis kelamin"), "birth_place": _("Tempat lahir"), "birth_date": _("Tanggal lahir"),
        "relation": _("Hubungan keluarga"), "marital": _("Status kawin"), "religion": _("Agama"), "education": _("Pendidikan"), "occupation": _("Pekerjaan"),
        "citizenship": _("Kewarganegaraan"), "blood": _("Golongan darah"), "disability": _("Disabilitas"), "phone": _("No. HP"),
        "father_name": _("Nama ayah"), "mother_name": _("Nama ibu"), "status": _("Status"), "address": _("Alamat"), "hamlet": _("Dusun"), "rt": "RT", "rw": "RW",
        "village": _("Desa"), "district": _("Kecamatan"), "latitude": _("Lintang"), "longitude": _("Bujur"), "desil": _("Desil"),
    })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to export and how. ``columns`` of a list of one's own choice; ``programme`` of an aid sheet, by id, number or name.

    ``changes`` tells in a last column what is otherwise than last time (residents and chosen columns); ``changes_out`` writes it as a
    sheet of its own, which leaves an official format exactly as it is. ``only_changed`` writes, of residents and chosen columns, only the
    rows that are otherwise than last time, with that last column; a list that never left goes whole. ``labels`` writes answers in words.
    """

    query: Query = field(default_factory=Query)
    full: bool = False
    reason: str = ""
    columns: tuple[str, ...] = ()
    labels: bool = False
    programme: str = ""
    changes: bool = False
    changes_out: Path | None = None
    only_changed: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """What left: the number of rows, and what was otherwise than last time, when that was asked."""

    rows: int
    changes: Changes | None = None


def export(
    ws: Workspace, name: str, out: Path, wanted: Wanted, *, progress: Progress = lambda _done: None, cancelled: Callable[[], bool] = never
) -> Exported:
    """Write a sheet of a format; who, how many rows and why is written down.

    Raises FORMAT_UNKNOWN, OP_NOT_ALLOWED, EXPORT_REASON for full numbers without a reason, PROGRAMME_UNKNOWN, REPORT_EMPTY when there
    is nothing to write, EXPORT_UNCHANGED when only changes are wanted and there are none, FOLDER_UNWRITABLE, EXPORT_CANCELLED: then no file is there. ``progress`` is told how many rows are done.
    """
    if name not in NAMES:
        raise problems.FORMAT_UNKNOWN(name=name, known=", ".join(NAMES))
    told = exports.permit(ws, full=wanted.full, reason=wanted.reason)
    part = out.with_name(f"{out.name}.part")
    going = _Going(progress, cancelled)
    try:
        done = (_people if name in (RESIDENTS, CHOSEN) else _official)(ws, name, part, wanted, told, going)
        exports.note_export(ws, name, done.rows, told)
        _into_place(part, out)
    finally:
        part.unlink(missing_ok=True)
    return done


@dataclass(slots=True)
class _Going:
    """How far the writing is, and whether it goes on: rows end early when the person cancels, so that the workbook is closed properly."""

    progress: Progress
    cancelled: Callable[[], bool]
    stopped: bool = False

    def on(self, done: int) -> bool:
        """Tell how many rows are done, and say whether to go on."""
        self.stopped = self.stopped or self.cancelled()
        self.progress(done)
        return not self.stopped

    def check(self) -> None:
        """Raise EXPORT_CANCELLED when the person has cancelled."""
        if self.stopped or self.cancelled():
            raise problems.EXPORT_CANCELLED()


def _into_place(part: Path, out: Path) -> None:
    try:
        part.replace(out)
    except OSError as wrong:
        raise problems.FOLDER_UNWRITABLE(name=out.parent.name) from wrong


def list_name(name: str, wanted: Wanted) -> str:
    """Return under which name it is remembered what left: the format with its area and filters, so that like is compared with like."""
    parts = (name, wanted.programme, wanted.query.region or "", wanted.query.text, *sorted(wanted.query.filters))
    return "|".join(parts)


# Lists with one row a person


def _people(ws: Workspace, name: str, part: Path, wanted: Wanted, told: Permit, going: _Going) -> Exported:
    fields = wanted.columns or tuple(columns())
    headings: tuple[str, ...] = HEADINGS if name == RESIDENTS else tuple(columns()[field] for field in fields)

    def rows() -> Iterator[ExportRow]:
        return _resident_rows(ws, wanted) if name == RESIDENTS else _chosen_rows(ws, wanted, fields)

    hide = _NUMBERS if name == RESIDENTS else frozenset(columns()[field] for field in fields if field in PERSONAL)
    hide = frozenset() if told.full else hide
    asked = wanted.changes or wanted.only_changed or wanted.changes_out is not None
    changes = exports.changed_since(ws, list_name(name, wanted), rows()) if asked else None
    beside = changes if wanted.changes or wanted.only_changed else None
    leaving = _otherwise(ws, rows(), changes) if wanted.only_changed and changes is not None else rows()
    count = write_cells(part, (*headings, CHANGES) if beside else headings, _lines(ws, leaving, headings, hide, beside, going))
    going.check()
    _after(ws, name, wanted, headings, rows, changes)
    return Exported(count, changes)


def _otherwise(ws: Workspace, rows: Iterable[ExportRow], changes: Changes) -> Iterable[ExportRow]:
    """Return the rows that are new or changed, all of a list that never left; raises EXPORT_UNCHANGED when nothing is otherwise."""
    if changes.since is None:
        return rows
    if not (changes.new or changes.changed or changes.gone):
        raise problems.EXPORT_UNCHANGED(since=exports.since_text(ws, changes))
    return (row for row in rows if changes.text(row.key))


def _after(
    ws: Workspace, name: str, wanted: Wanted, headings: Sequence[str], rows: Callable[[], Iterable[ExportRow]], changes: Changes | None
) -> None:
    """Write the sheet of changes when it is asked for, and remember what left."""
    if wanted.changes_out is not None and changes is not None:
        named = {row.key: _called(row.cells) for row in rows()}
        gone = {key: (told[0], numbers.mask(told[1])) for key, told in exports.people_gone(ws, changes.gone).items()}
        keys = [*(key for key in named if changes.text(key)), *changes.gone]
        write_cells(
            wanted.changes_out,
            (_("Nama"), "NIK", CHANGES),
            ((*(named | gone).get(key, ("", "")), changes.text(key)) for key in keys),
            CHANGES,
        )
    exports.remember_export(ws, list_name(name, wanted), headings, rows())


def _called(cells: Mapping[str, str]) -> tuple[str, str]:
    """Return name and masked NIK of a row, whatever its format calls them."""
    by_name = {heading.casefold(): cell for heading, cell in cells.items()}
    found = next((by_name[one] for one in ("nama", "nama art", "402 nama", "nama krt") if by_name.get(one)), "")
    nik = next((by_name[one] for one in ("nik", "403 nik") if by_name.get(one)), "")
    return found, numbers.mask(nik)


def _lines(
    ws: Workspace, rows: Iterable[ExportRow], headings: Sequence[str], hide: frozenset[str], changes: Changes | None, going: _Going
) -> Iterator[list[str]]:
    for done, row in enumerate(rows):
        if done % _EVERY == 0 and not going.on(done):
            return
        cells = [numbers.mask(row.cells.get(name, "")) if name in hide else row.cells.get(name, "") for name in headings]
        yield [*cells, changes.text(row.key)] if changes else cells
    if changes:
        gone = exports.people_gone(ws, changes.gone)
        name_at, nik_at = _place(headings, "nama"), _place(headings, "nik")
        for key in changes.gone:
            line = [""] * len(headings)
            found = gone.get(key, ("", ""))
            for at, text in ((name_at, found[0]), (nik_at, numbers.mask(found[1]) if hide else found[1])):
                if at is not None:
                    line[at] = text
            yield [*line, changes.text(key)]


def _place(headings: Sequence[str], name: str) -> int | None:
    return next((at for at, heading in enumerate(headings) if heading.casefold() == name), None)


def _resident_rows(ws: Workspace, wanted: Wanted) -> Iterator[ExportRow]:
    for family in exports.families(ws, wanted.query, in_sheet_order=True):
        for key, person in zip(family.ids, family.home.members, strict=True):
            yield ExportRow(key, row_of(family.home, person))


def _chosen_rows(ws: Workspace, wanted: Wanted, fields: Sequence[str]) -> Iterator[ExportRow]:
    named = columns()
    for family in exports.families(ws, wanted.query):
        home = family.home
        place = exports.place_words(home.region_id) | {name: getattr(home, name) or "" for name in ("kk", "address", "hamlet", "rt", "rw", "latitude",
                                                                                                     "longitude", "desil")}  # fmt: skip
        for key, person in zip(family.ids, home.members, strict=True):
            cells = {
                named[field]: shown(field, place.get(field) or getattr(person, field, "") or "", labels=wanted.labels) for field in fields
            }
            yield ExportRow(key, cells)


# Official formats


def _official(ws: Workspace, name: str, part: Path, wanted: Wanted, told: Permit, going: _Going) -> Exported:
    from fieldapp.exchange.codec import write

    region = wanted.query.region or "00"
    made, keys = _SHEETS[name](ws, wanted, region)
    if not any(keys.values()):
        raise problems.REPORT_EMPTY()
    going.check()
    rows = list(_keyed(made, keys))
    changes = exports.changed_since(ws, list_name(name, wanted), rows) if wanted.changes or wanted.changes_out is not None else None
    count = write(part, made if told.full else masked(made))
    _after(ws, name, wanted, list(rows[0].cells), lambda: rows, changes)
    return Exported(count, changes)


def _keyed(made: Sheets, keys: Mapping[str, Sequence[str]]) -> Iterator[ExportRow]:
    """Yield the rows of the sheets that have one row a person or line, each by the id behind it."""
    for layout, filled in zip(made.format.sheets, made.sheets, strict=True):
        rows: Sequence[Row] = filled.rows
        for key, row in zip(keys.get(layout.name, ()), rows, strict=False):
            yield ExportRow(key, _by_heading(layout.headings, row.cells))


def _by_heading(headings: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return cells by heading; one that stands again in the sheet has its count behind it."""
    told: dict[str, str] = {}
    for heading, cell in zip(headings, cells, strict=True):
        name, count = heading, 1
        while name in told:
            count += 1
            name = f"{heading} ({count})"
        told[name] = cell
    return told


def _list(form: str, of: str, sheet: str) -> Callable[[Workspace, Wanted, str], tuple[Sheets, Mapping[str, Sequence[str]]]]:
    return lambda ws, _wanted, region: list_sheets(exports.answered(ws, form, region), of, sheet)


_SHEETS: Mapping[str, Callable[[Workspace, Wanted, str], tuple[Sheets, Mapping[str, Sequence[str]]]]] = MappingProxyType({
    bdt.NAME: lambda ws, _wanted, region: bdt_sheets(exports.answered(ws, "bdt_2015@1", region)),
    regsosek.NAME: lambda ws, _wanted, region: regsosek_sheets(exports.answered(ws, "regsosek_2022_k@1", region)),
    lists.AID: lambda ws, wanted, _region: aid_sheets(exports.programme(ws, wanted.programme)),
    lists.RTM: _list(RTM_FORM, lists.RTM, lists.DWELLERS),
    lists.SUPPLEMENT: _list(SUPPLEMENT_FORM, lists.SUPPLEMENT, lists.SUBJECTS),
})  # fmt: skip
