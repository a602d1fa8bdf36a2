"""What leaves in a sheet, for whom and why: rows page by page, numbers hidden unless there is a reason, and what changed since last time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.moments import moment
from fieldapp.domain.roles import may, sees_identity
from fieldapp.language import _
from fieldapp.services import finding
from fieldapp.services.finding import Query
from fieldapp.services.incoming import IncomingHousehold, IncomingPerson
from fieldapp.services.regions import region_name
from fieldapp.services.subjects import written_when
from fieldapp.store import audit
from fieldapp.store import exports as kept
from fieldapp.store import imports as told_by

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found

AT_ONCE = 400  # families read at once
SHORTEST_REASON = 3
COLUMNS = "#"  # the key under which the headings of a list's digests are kept
_DIGITS = 8  # of a column's digest
_OWN = tuple(f.name for f in fields(IncomingPerson) if f.name in {one.name for one in fields(nouns.Person)})


@dataclass(frozen=True, slots=True)
class ExportedFamily:
    """A family as it leaves: as a sheet would tell it, with the ids of its members in the same order."""

    id: str
    home: IncomingHousehold
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One row of a sheet: the id behind it and its cells by heading."""

    key: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Permit:
    """Leave to export: ``full`` numbers or masked ones, and why. Written down with the count when the sheet has been made."""

    full: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What is otherwise than when a list left last: ``new`` keys, ``changed`` keys with their headings, ``gone`` keys; ``since`` a moment."""

    since: str | None
    new: frozenset[str] = frozenset()
    changed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    gone: tuple[str, ...] = ()

    def text(self, key: str) -> str:
        """Return what the column "Perubahan" says of a row; "" when nothing changed."""
        if key in self.new:
            return _("baru")
        if key in self.changed:
            return _("diubah: {columns}").format(columns=", ".join(self.changed[key]))
        return _("hilang") if key in self.gone else ""


def permit(ws: Workspace, *, full: bool = False, reason: str = "", noun: str = "person") -> Permit:
    """Say whether this role may export, and whether numbers leave in full; the reason is written down either way.

    Raises OP_NOT_ALLOWED for a role that does not read these records or receives no NIK, EXPORT_REASON for full numbers without one.
    """
    if not may(ws.user.role, "read", noun, "general") or (full and not sees_identity(ws.user.role, "person", "general")):
        raise problems.OP_NOT_ALLOWED()
    if full and len(reason.strip()) < SHORTEST_REASON:
        raise problems.EXPORT_REASON()
    return Permit(full, reason.strip())


def note_export(ws: Workspace, name: str, count: int, told: Permit) -> None:
    """Write down that a sheet left: which, how many rows, with full or masked numbers, and why."""
    with ws.writing() as con:
        audit.note(
            con,
            at=moment(ws.now()),
            by=ws.user.id,
            act="export",
            field=f"{name}:{count}:{'full' if told.full else 'masked'}",
            reason=told.reason,
        )


def family_ids(ws: Workspace, query: Query) -> list[str]:
    """Return the families a query leaves, in the order of their village, RW, RT and name."""
    if not query.text and not query.filters:
        with ws.reading() as con:
            return kept.household_ids(con, query.region)
    found: list[str] = []
    after: finding.Key | None = None
    while True:
        told = finding.page(ws, query, order="place", after=after, limit=AT_ONCE)
        found += [card.id for card in told.cards]
        after = told.next_key
        if after is None:
            return found


def families(ws: Workspace, query: Query, *, in_sheet_order: bool = False) -> Iterator[ExportedFamily]:
    """Yield the families a query leaves, some hundred read at once; ``in_sheet_order``: as they were first written down."""
    ids = family_ids(ws, query)
    if in_sheet_order:
        ids.sort()  # ids tell when a record was made
    for start in range(0, len(ids), AT_ONCE):
        with ws.reading() as con:
            some = kept.families(con, ids[start : start + AT_ONCE])
        yield from (_family(*told) for told in some)


def _family(home: Found, point: Found | None, people: Sequence[Found], decile: str | None) -> ExportedFamily:
    members = tuple(_person(row) for row in people)
    return ExportedFamily(
        home.id,
        IncomingHousehold(
            kk=home.kk or "", region_id=home.region_id, members=members, address=home.address, hamlet=home.hamlet, rt=home.rt, rw=home.rw,
            latitude=point.latitude if point is not None else None, longitude=point.longitude if point is not None else None, desil=decile,
        ),
        tuple(row.id for row in people),
    )  # fmt: skip


def _person(row: Found) -> IncomingPerson:
    told: dict[str, Any] = {name: getattr(row, name) for name in _OWN if name != "other"}
    told |= {name: told[name] or "" for name in ("name", "sex", "birth_date", "relation")}
    return IncomingPerson(other=dict(row.other or {}), **told)


def place_words(region_id: str) -> dict[str, str]:
    """Return the names of a village and of what it lies in, by the field names of chosen columns."""
    return {"village": region_name(region_id), "district": region_name(region_id.rpartition(".")[0])}


# What instruments told


@dataclass(frozen=True, slots=True)
class Answered:
    """What an instrument was told about a family or person: the id of who stands for it now, and the record as it is now."""

    subject_kind: str
    subject_id: str
    household_id: str
    answers: Mapping[str, str]
    record: Mapping[str, Any]


def answered(ws: Workspace, form: str, region_id: str) -> list[Answered]:
    """Return the newest answers of an instrument in an area, in the order of their sheet; those about someone in the bin are left out."""
    with ws.reading() as con:
        found = told_by.told_in(con, form, region_id)
        stands = {
            kind: told_by.standing(con, (row.subject_id for row in found if row.subject_kind == kind), entity=kind)
            for kind in ("household", "person")
        }
        records = {kind: _records(con, kind, stands[kind].values()) for kind in stands}
    told = []
    for row in found:
        stands_id = stands.get(row.subject_kind, {}).get(row.subject_id, row.subject_id)
        record = records.get(row.subject_kind, {}).get(stands_id)
        if record is not None:
            told.append(Answered(row.subject_kind, stands_id, row.household_id, dict(row.answers or {}), record))
    return told


def _records(con: Connection, entity: str, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    return {row_id: row.row.data for row_id, row in told_by.kept_many(con, entity, ids).items() if not row.row.deleted}


# Aid


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    """An aid programme that can be exported."""

    id: str
    name: str
    number: str


@dataclass(frozen=True, slots=True)
class ExportedProgramme:
    """A programme with its recipients: fields as kept, the cells of its sheet as they stood, and each recipient's row."""

    id: str
    fields: Mapping[str, str]
    stood: Mapping[str, str]
    recipients: tuple[tuple[str, Mapping[str, str], str, Mapping[str, Any]], ...]  # id, row as it stood, card number, person or family now


def programmes(ws: Workspace) -> tuple[ProgrammeLine, ...]:
    """Return the aid programmes on this laptop, the newest first."""
    with ws.reading() as con:
        return tuple(ProgrammeLine(row.id, row.name or "–", row.number or "") for row in told_by.programmes(con))


def programme(ws: Workspace, name: str) -> ExportedProgramme:
    """Return a programme by its id, number or name, with its recipients in the order of its sheet; raises PROGRAMME_UNKNOWN."""
    with ws.reading() as con:
        listed = told_by.programmes(con)
        row = next((one for one in listed if name in (one.id, one.number, one.name)), None)
        if row is None:
            raise problems.PROGRAMME_UNKNOWN(name=name, known=", ".join(one.name or "–" for one in listed) or "–")
        named = told_by.enrolments(con, row.id)
        people = _records(con, "person", (one.subject_id for one in named if one.subject_kind == "person"))
        homes = _records(con, "household", (one.subject_id for one in named if one.subject_kind == "household"))
        batch = told_by.batches(con, batch_id=row.batch_id) if row.batch_id else ()
    stood = dict((batch[0].told or {}).get("programme", {})) if batch else {}
    told = {name: getattr(row, name) or "" for name in ("number", "name", "target", "note", "source", "starts_on", "ends_on")}
    recipients = tuple(
        (one.id, dict(one.told or {}), one.card_no or "", (people | homes)[one.subject_id])
        for one in named
        if one.subject_id in people or one.subject_id in homes
    )
    return ExportedProgramme(row.id, told, stood, recipients)


# What changed since


def changed_since(ws: Workspace, name: str, rows: Iterable[ExportRow]) -> Changes:
    """Return what is otherwise than when a list left last, told by heading; a list that never left has no changes and no ``since``.

    Only headings that both sheets have are compared.
    """
    with ws.reading() as con:
        since = kept.last_at(con, name)
        if since is None:
            return Changes(None)
        headings = json.loads(kept.digests(con, name, [COLUMNS]).get(COLUMNS, "[]"))
        new: set[str] = set()
        changed: dict[str, tuple[str, ...]] = {}
        seen: set[str] = set()
        for some in _some(rows):
            before = kept.digests(con, name, [row.key for row in some])
            for row in some:
                seen.add(row.key)
                if row.key not in before:
                    new.add(row.key)
                elif columns := _otherwise(headings, before[row.key], row.cells):
                    changed[row.key] = columns
        gone = tuple(key for key in kept.left_keys(con, name) if key != COLUMNS and key not in seen)
    return Changes(since, frozenset(new), changed, gone)


def _some(rows: Iterable[ExportRow]) -> Iterator[list[ExportRow]]:
    some: list[ExportRow] = []
    for row in rows:
        some.append(row)
        if len(some) >= AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _digest(cells: Mapping[str, str], headings: Sequence[str]) -> str:
    return "".join(hashlib.blake2s(cells.get(name, "").encode(), digest_size=_DIGITS // 2).hexdigest() for name in headings)


def _otherwise(headings: Sequence[str], before: str, cells: Mapping[str, str]) -> tuple[str, ...]:
    now = _digest(cells, headings)
    return tuple(
        name
        for at, name in enumerate(headings)
        if name in cells and now[at * _DIGITS : (at + 1) * _DIGITS] != before[at * _DIGITS : (at + 1) * _DIGITS]
    )


def remember_export(ws: Workspace, name: str, headings: Sequence[str], rows: Iterable[ExportRow]) -> None:
    """Write down how each row of a list has left, so that the next sheet can say what changed; numbers are kept as digests only."""
    at = moment(ws.now())
    with ws.writing() as con:
        kept.keep_digests(con, name, {COLUMNS: json.dumps(list(headings))}, at)
        for some in _some(rows):
            kept.keep_digests(con, name, {row.key: _digest(row.cells, headings) for row in some}, at)
        kept.forget(con, name, at)


def people_gone(ws: Workspace, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return name and NIK of people whose rows are gone from a list, as far as this laptop still has them."""
    with ws.reading() as con:
        return kept.names_of(con, list(ids))


def since_text(ws: Workspace, changes: Changes) -> str:
    """Return since when changes are told, in words."""
    return written_when(changes.since, ws.zone) if changes.since else _("belum pernah diekspor")


__all__ = [
    "COLUMNS", "Answered", "Changes", "ExportRow", "ExportedFamily", "ExportedProgramme", "Permit", "ProgrammeLine", "answered", "changed_since", "families",
    "family_ids", "note_export", "people_gone", "permit", "place_words", "programme", "programmes", "remember_export", "since_text",
]  # fmt: skip
