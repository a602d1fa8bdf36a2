"""The sheets that came in: listed, and undone as a whole, on this laptop or a colleague's, with what was written since shown first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.merge import element_tag
from fieldapp.domain.moments import moment
from fieldapp.domain.roles import may
from fieldapp.domain.written import date_long
from fieldapp.language import _
from fieldapp.services.import_families import BEFORE
from fieldapp.services.import_steps import Cancelled, Progress, day_of, never, quiet, steps
from fieldapp.services.subjects import NOBODY
from fieldapp.store import history, memberships, rows, subjects
from fieldapp.store import imports as kept

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found

_EVERY = 50
_LAST = ("household", "dwelling")  # deleted after what stands in them


@dataclass(frozen=True, slots=True)
class BatchLine:
    """An import: which format, when and by whom, how many rows it had and how many records it made; ``told`` holds the counts."""

    id: str
    format: str
    day: date | None
    at: str
    by_name: str
    rows: int
    kept: int
    regions: tuple[str, ...]
    told: Mapping[str, Any]
    undone_on: date | None

    @property
    def undone(self) -> bool:
        """Whether it was undone."""
        return self.undone_on is not None


@dataclass(frozen=True, slots=True)
class TouchedFamily:
    """A family of an import about which something was written since: how many records changed and by whom, and what hangs on it."""

    household_id: str
    name: str
    changed: int
    by_names: tuple[str, ...]
    hanging: Mapping[str, int]  # noun -> count


@dataclass(frozen=True, slots=True)
class UndoForm:
    """What undoing an import takes away: records by noun, values put back, and the families touched since, which stay unless asked."""

    batch: BatchLine
    counts: Mapping[str, int]
    put_back: int
    touched: tuple[TouchedFamily, ...]

    @property
    def visits(self) -> int:
        """How many visits were made since to families that came with it."""
        return sum(one.hanging.get("visit", 0) for one in self.touched)


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import did: records put into the bin, records that stayed, values put back, values left since they changed again."""

    removed: int
    stayed: int
    put_back: int
    left: int


@dataclass(slots=True)
class _Came:
    """Everything that came with an import, by the family it belongs to."""

    records: dict[str, list[tuple[str, Found]]]
    own_homes: set[str]
    changed: dict[str, list[str]]  # family -> ids of its records that were changed since
    hanging: dict[str, Counter[str]]
    notes: list[Found]

    def touched(self, home: str) -> bool:
        """Say whether something was written about a family that came with it."""
        return bool(self.changed.get(home)) or bool(self.hanging.get(home))


def batches(ws: Workspace, *, limit: int = 100) -> tuple[BatchLine, ...]:
    """Return the imports this laptop knows of, the newest first."""
    with ws.reading() as con:
        return batch_lines(ws, con, limit=limit)


def batch_lines(ws: Workspace, con: Connection, *, limit: int = 100, **which: str) -> tuple[BatchLine, ...]:
    """Return imports as lines, the newest first: all, those of one ``file_sha``, or one ``batch_id``."""
    return tuple(_line(ws, row) for row in kept.batches(con, limit=limit, **which))


def _line(ws: Workspace, row: Found) -> BatchLine:
    by = _("Anda") if row.created_by == ws.user.id else row.by_name or NOBODY
    return BatchLine(
        row.id, row.format or "", day_of(row.created_at, ws.zone), row.created_at or "", by, row.rows or 0, row.kept or 0, tuple(row.regions or ()),
        dict(row.told or {}), day_of(row.undone_at, ws.zone),
    )  # fmt: skip


def _standing(ws: Workspace, con: Connection, batch_id: str) -> BatchLine:
    found = batch_lines(ws, con, batch_id=batch_id)
    if not found:
        raise problems.BATCH_UNKNOWN()
    if found[0].undone_on is not None:
        raise problems.BATCH_UNDONE(day=date_long(found[0].undone_on))
    return found[0]


def undo_form(ws: Workspace, batch_id: str) -> UndoForm:
    """Return what undoing an import would take away; raises BATCH_UNKNOWN and BATCH_UNDONE."""
    with ws.reading() as con:
        batch = _standing(ws, con, batch_id)
        came = _came(con, batch_id)
        homes = [home for home in came.records if came.touched(home)]
        changes = history.of_records(con, (row_id for home in homes for row_id in came.changed.get(home, ())))
        names = subjects.colleagues(con)
        called = memberships.family_names(con, homes)
    by_record: dict[str, set[str]] = defaultdict(set)
    for past in changes:
        by_record[past.row_id].add(_("Anda") if past.by == ws.user.id else names.get(past.by or "", NOBODY))
    counts = Counter(entity for some in came.records.values() for entity, _row in some)
    touched = tuple(
        TouchedFamily(
            home, called.get(home, NOBODY), len(came.changed.get(home, ())),
            tuple(sorted({name for row_id in came.changed.get(home, ()) for name in by_record[row_id]})), dict(came.hanging.get(home, {})),
        )
        for home in homes
    )  # fmt: skip
    return UndoForm(batch, dict(counts), len(came.notes), touched)


def _came(con: Connection, batch_id: str) -> _Came:
    found = kept.records_of(con, batch_id)
    notes = [row for row in found.pop("import_batch", []) if row.format == BEFORE]
    own = {row.id for row in found.get("household", [])}
    of_dwelling = {row.dwelling_id: row.id for row in found.get("household", []) if row.dwelling_id}
    records: dict[str, list[tuple[str, Found]]] = defaultdict(list)
    changed: dict[str, list[str]] = defaultdict(list)
    by_own = {note.told["op"] for note in notes if (note.told or {}).get("op")}
    for entity, listed in found.items():
        for row in listed:
            home = (
                row.id
                if entity in ("household", "programme")
                else of_dwelling.get(row.id, row.id)
                if entity == "dwelling"
                else row.household_id
            )
            records[home].append((entity, row))
            if _was_changed(entity, row, by_own):
                changed[home].append(row.id)
    hanging: dict[str, Counter[str]] = defaultdict(Counter)
    for entity, _row_id, home in kept.hanging(con, batch_id, own):
        hanging[home][entity] += 1
    return _Came(records, own, changed, hanging, notes)


def _was_changed(entity: str, row: Found, by_own: set[str]) -> bool:
    """Say whether another op than the one that made a record is behind one of its values; the import's own changes do not count.

    Who lives in a house, and which house a family lives in, is not the record's own affair.
    """
    skipped = ("household_ids:", "dwelling_id")
    ops = {op for name, op in row.tags.items() if op and op not in by_own and not name.startswith(skipped)}
    made = row.tags.get("created_at") or row.tags.get("created_by")
    return bool(ops - {made}) and entity != "programme"


def undo(ws: Workspace, batch_id: str, *, keep_changed: bool = True, progress: Progress = quiet, cancelled: Cancelled = never) -> Undone:
    """Put everything that came with an import into the bin, family by family, and values it changed back to what stood before.

    With ``keep_changed`` families written about since, or visited, stay as they are. A value changed again since is left as it is. All
    in one transaction; for the office each family is one act. Raises BATCH_UNKNOWN, BATCH_UNDONE, OP_NOT_ALLOWED, IMPORT_CANCELLED.
    """
    if not may(ws.user.role, "write", "import_batch", "general"):
        raise problems.OP_NOT_ALLOWED()
    step = steps(progress, cancelled)
    with ws.transaction() as act:
        _standing(ws, act.con, batch_id)
        came = _came(act.con, batch_id)
        pile = kept.Pile(act)
        removed = stayed = 0
        staying: set[str] = set()
        for done, (home, listed) in enumerate(sorted(came.records.items(), key=lambda told: told[1][0][0] == "programme")):
            if done % _EVERY == 0:
                step(done, len(came.records))
            act.next_act()
            going = [(entity, row) for entity, row in listed if not (keep_changed and _stays(came, home, entity, row, staying))]
            staying |= {row.programme_id for entity, row in listed if entity == "enrolment" and (entity, row) not in going}
            stayed += len(listed) - len(going)
            for entity, row in sorted(going, key=lambda told: told[0] in _LAST):
                pile.record(entity, row.id, "delete", {}, rows.kept_from(entity, row))
                removed += 1
        pile.write()
        put_back, left = _put_back(pile, came.notes)
        act.next_act()
        pile.write()
        act.change(nouns.ImportBatch, batch_id, {"undone_at": moment(ws.now())})
        step(len(came.records), len(came.records))
    return Undone(removed, stayed, put_back, left)


def _stays(came: _Came, home: str, entity: str, row: Found, staying: set[str]) -> bool:
    """Say whether a record stays: of a family of this import when anything was written about the family, else when it was itself changed."""
    if entity == "programme":
        return row.id in staying
    if home in came.own_homes:
        return came.touched(home)
    return row.id in came.changed.get(home, ())


def _put_back(pile: kept.Pile, notes: Sequence[Found]) -> tuple[int, int]:
    """Put values back that the import changed; returns how many were, and how many have been changed again since and stay."""
    put = left = 0
    for note in reversed(notes):
        told = note.told or {}
        here = rows.read(pile.act.con, told["entity"], told["row"])
        if here is None or here.row.deleted:
            continue
        pile.act.next_act()
        before = {name: value for name, value in told.get("before", {}).items() if here.row.tags.get(name) == told.get("op")}
        left += len(told.get("before", {})) - len(before)
        put += len(before)
        if before:
            pile.record(told["entity"], told["row"], "put", before, here)
        for kind, back in (("add", "remove"), ("remove", "add")):
            elements = {name: [one for one in some if _may_turn(here, name, one, kind)] for name, some in told.get(kind, {}).items()}
            if any(elements.values()):
                pile.record(told["entity"], told["row"], back, elements, here)
        pile.write()  # a record may be named by several notes: the next one reads it as it stands then
    return put, left


def _may_turn(here: rows.Kept, name: str, element: str, kind: str) -> bool:
    stands = element_tag(name, element) in here.row.tags
    return stands if kind == "add" else not stands
