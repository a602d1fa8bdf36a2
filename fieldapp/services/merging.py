"""Two records of one family or one person become one: field by field, by an alias, so that it can be taken apart exactly."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.domain.merge import INTO
from fieldapp.domain.moments import moment
from fieldapp.domain.roles import may, sees_identity
from fieldapp.language import _
from fieldapp.services.households import place_of
from fieldapp.services.labels import field_label, value_text
from fieldapp.services.regions import region_name
from fieldapp.store import aliases, households, merges, persons, subjects

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found
    from fieldapp.store.transaction import Transaction

Entity = Literal["household", "person"]
Pick = Literal["first", "second"]
KINDS: dict[str, type[nouns.Household | nouns.Person]] = {"household": nouns.Household, "person": nouns.Person}
CHOSEN: dict[str, tuple[str, ...]] = {
    "household": ("kk", "head_id", "dwelling_id", "address", "hamlet", "rt", "rw", "phone", "kks_last4", "basis", "consent_proof", "consent_on", "note"),
    "person": (
        "name", "nik", "no_nik_reason", "sex", "birth_place", "birth_date", "household_id", "relation", "marital", "religion", "education", "occupation",
        "citizenship", "blood", "disability", "phone", "father_name", "mother_name", "guardian_id", "guardian_note", "status", "death_date", "other",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two records, as much as is needed to tell them apart."""

    id: str
    name: str
    code: str
    place: str
    village: str
    members: int
    visits: int
    written: str  # who registered it and when


@dataclass(frozen=True, slots=True)
class MergeField:
    """One field of both records; ``same`` ones need no choice, ``pick`` is what is proposed."""

    name: str
    label: str
    first: str
    second: str
    same: bool
    pick: Pick


@dataclass(frozen=True, slots=True)
class MemberPair:
    """A member of each family who may be one person; ``joined`` when that is proposed."""

    first_id: str
    second_id: str
    first: str
    second: str
    why: str
    joined: bool


@dataclass(frozen=True, slots=True)
class MergeForm:
    """What has to be chosen before two records become one; ``survivor`` is the one proposed to stay."""

    entity: Entity
    first: Side
    second: Side
    survivor: Pick
    fields: tuple[MergeField, ...]
    pairs: tuple[MemberPair, ...]
    joining: tuple[str, ...]  # members of the second family who have no counterpart and come along


@dataclass(frozen=True, slots=True)
class MergeLine:
    """A merger that stands."""

    id: str
    entity: Entity
    survivor_id: str
    loser_id: str
    name: str
    merged_name: str
    by_name: str
    at: str


@dataclass(frozen=True, slots=True)
class LaterEdit:
    """A field that somebody changed after the merger: undoing keeps it, or puts back what stood before."""

    entity: str
    row_id: str
    name: str
    label: str
    before: str
    merged: str
    now: str

    @property
    def key(self) -> str:
        """Return by which word :func:`undo` is told about this field."""
        return f"{self.row_id}/{self.name}"


@dataclass(frozen=True, slots=True)
class UndoForm:
    """What undoing a merger brings back, and what it must ask about."""

    merge_id: str
    name: str
    merged_name: str
    later: tuple[LaterEdit, ...]
    stays: str


def _allowed(ws: Workspace, entity: str) -> None:
    if not may(ws.user.role, "write", entity, "general") or not sees_identity(ws.user.role, entity, "general"):
        raise problems.OP_NOT_ALLOWED()


def _rows(con: Connection, entity: str, *ids: str) -> list[Found]:
    one = households.one if entity == "household" else persons.one
    found = [one(con, row_id) for row_id in ids]
    if None in found:
        raise problems.HOUSEHOLD_UNKNOWN() if entity == "household" else problems.PERSON_UNKNOWN()
    return [row for row in found if row is not None]


def merge_form(ws: Workspace, entity: Entity, first_id: str, second_id: str) -> MergeForm:
    """Return both records side by side with a proposal; raises HOUSEHOLD_UNKNOWN, PERSON_UNKNOWN, and MERGE_SAME for one and the same record."""
    with ws.reading() as con:
        stands = aliases.upward(con, entity, [first_id, second_id])
        if stands[first_id] == stands[second_id]:
            raise problems.MERGE_SAME()
        first, second = _rows(con, entity, stands[first_id], stands[second_id])
        sides = (_side(con, entity, first), _side(con, entity, second))
        fields = tuple(_field(con, entity, name, first, second) for name in CHOSEN[entity])
        pairs, joining = _members(con, first.id, second.id) if entity == "household" else ((), ())
    survivor: Pick = "second" if (sides[1].visits, sides[1].members) > (sides[0].visits, sides[0].members) else "first"
    told = tuple(_propose(field, survivor) for field in fields if field is not None)
    return MergeForm(entity, *sides, survivor, told, pairs, joining)


def _side(con: Connection, entity: str, row: Found) -> Side:
    home_id = row.id if entity == "household" else row.household_id or ""
    line = households.line_of(con, home_id)
    own = line if entity == "household" else None
    made = (row.created_at or "")[:10]
    author = subjects.colleague(con, row.created_by)
    written = _("didaftarkan {day}").format(day=value_text(entity, "dated", made)) if made else ""
    return Side(
        row.id, (own.name if own else getattr(row, "name", None)) or "–", row.code or "",
        place_of(line.rt, line.rw) if line else "", region_name(row.region_id), line.members if line else 0,
        line.visits if line else 0, " · ".join(part for part in (written, author or "") if part),
    )  # fmt: skip


def _text(con: Connection, entity: str, name: str, value: Any) -> str:
    if value in (None, "", {}):
        return ""
    if name in ("head_id", "guardian_id"):
        found = persons.one(con, value)
        return (found.name if found else None) or "–"
    if name == "household_id":
        line = households.line_of(con, value)
        return line.name if line else "–"
    if name == "dwelling_id":
        home = households.dwelling_of(con, value)
        point = f"{home.latitude}, {home.longitude}" if home and home.latitude else _("titik belum ada")
        return ", ".join(part for part in ((home.address if home else None) or "", point) if part)
    if name == "other":
        return ", ".join(f"{column}: {text}" for column, text in value.items())
    return value_text(entity, name, value)


def _field(con: Connection, entity: str, name: str, first: Found, second: Found) -> MergeField | None:
    values = (getattr(first, name), getattr(second, name))
    if not any(values):
        return None
    texts = tuple(_text(con, entity, name, value) for value in values)
    same = (values[0] or None) == (values[1] or None) or (name == "dwelling_id" and texts[0] == texts[1])
    return MergeField(name, field_label(entity, name), texts[0], texts[1], same, "first")


def _propose(field: MergeField, survivor: Pick) -> MergeField:
    """What the record that stays knows is kept; what it lacks is taken from the other."""
    has = {"first": bool(field.first), "second": bool(field.second)}
    other: Pick = "second" if survivor == "first" else "first"
    pick: Pick = survivor if has[survivor] else other
    return MergeField(field.name, field.label, field.first, field.second, field.same, pick)


def _members(con: Connection, first_id: str, second_id: str) -> tuple[tuple[MemberPair, ...], tuple[str, ...]]:
    """Pair the members of two families who look like one person, each at most once, the likeliest first."""
    from fieldapp.domain.likeness import compare

    mine, theirs = persons.members_of(con, first_id), persons.members_of(con, second_id)
    traits = merges.traits_of(con, [row.id for row in (*mine, *theirs)])
    scored = [(compare(traits[a.id], traits[b.id]), a, b) for a in mine for b in theirs]
    taken: set[str] = set()
    pairs = []
    for likeness, a, b in sorted(scored, key=lambda one: -one[0].score):
        if not likeness.strength or {a.id, b.id} & taken:
            continue
        taken |= {a.id, b.id}
        pairs.append(MemberPair(a.id, b.id, a.name or "–", b.name or "–", likeness.why, likeness.strength == "Sangat mirip"))
    return tuple(pairs), tuple(row.name or "–" for row in theirs if row.id not in taken)


def merge(
    ws: Workspace,
    entity: Entity,
    survivor_id: str,
    loser_id: str,
    *,
    take: Collection[str] = (),
    pairs: Iterable[tuple[str, str]] = (),
) -> str:
    """Make two records one and return the merger's id.

    ``take`` names the fields in which the other record's value is chosen, ``pairs`` members who are one person, survivor first.
    Nothing is removed: the other record and all that hangs on it stay as they are and are read through the alias.
    Raises OP_NOT_ALLOWED, HOUSEHOLD_UNKNOWN, PERSON_UNKNOWN, MERGE_SAME.
    """
    _allowed(ws, entity)
    with ws.transaction() as act:
        merge_id = _merge_one(act, entity, survivor_id, loser_id, take, None)
        for kept, other in pairs:
            blank = _lacking(act, kept, other)
            _merge_one(act, "person", kept, other, blank, merge_id)
    return merge_id


def _lacking(act: Transaction, survivor_id: str, loser_id: str) -> list[str]:
    kept, other = act.get(nouns.Person, survivor_id), act.get(nouns.Person, loser_id)
    return [name for name in CHOSEN["person"] if not getattr(kept, name) and getattr(other, name)]


def _merge_one(act: Transaction, entity: str, survivor_id: str, loser_id: str, take: Collection[str], with_id: str | None) -> str:
    kind = KINDS[entity]
    survivor, loser = act.find(kind, survivor_id), act.find(kind, loser_id)
    if survivor is None or loser is None:
        raise problems.HOUSEHOLD_UNKNOWN() if entity == "household" else problems.PERSON_UNKNOWN()
    if survivor_id == loser_id or survivor.merged_into or loser.merged_into:
        raise problems.MERGE_SAME()
    chosen = {name: getattr(loser, name) for name in CHOSEN[entity] if name in take and getattr(loser, name) != getattr(survivor, name)}
    before = {name: getattr(survivor, name) for name in chosen}
    if chosen:
        act.change(kind, survivor_id, chosen)
    seen = merges.tags_of(act.con, entity, loser_id)
    act.record(entity, loser_id, "merge", {INTO: survivor_id})
    made = act.add(
        nouns.MergeRecord(
            id=new_id(), root_id=survivor.root_id, region_id=survivor.region_id, bucket_class=survivor.bucket_class, entity=entity,
            survivor_id=survivor_id, loser_id=loser_id, chosen=chosen, before=before, seen=seen, with_id=with_id,
        )
    )  # fmt: skip
    act.touched |= {home for home in (survivor_id if entity == "household" else getattr(survivor, "household_id", None),) if home}
    return made.id


def merged(ws: Workspace, *, household_id: str | None = None, limit: int = 100) -> tuple[MergeLine, ...]:
    """Return the mergers that stand, the newest first: all on this laptop, or those of one family and its members."""
    with ws.reading() as con:
        ids: list[str] | None = None
        if household_id is not None:
            family = aliases.family_ids(con, household_id)
            ids = [*family, *(row.id for row in persons.members_of(con, household_id))]
        return tuple(_line(con, row) for row in merges.listed(con, ids, limit))


def _line(con: Connection, row: Found) -> MergeLine:
    return MergeLine(
        row.id, row.entity, row.survivor_id, row.loser_id, _name(con, row.entity, row.survivor_id), _name(con, row.entity, row.loser_id),
        subjects.colleague(con, row.created_by) or "–", row.created_at or "",
    )  # fmt: skip


def _name(con: Connection, entity: str, row_id: str) -> str:
    """Return what a record by itself is called, also one that was merged into another."""
    if entity == "household":
        own = households.one(con, row_id)
        row_id = (own.head_id if own else None) or ""
    found = persons.one(con, row_id)
    return (found.name if found else None) or "–"


def undo_form(ws: Workspace, merge_id: str) -> UndoForm:
    """Return what undoing a merger must ask about; raises MERGE_GONE when it was undone already."""
    with ws.reading() as con:
        row = _standing(con, merge_id)
        parts = [row, *merges.parts_of(con, merge_id)]
        later = [edit for part in parts for edit in _later(con, part)]
        count = merges.visits_since(con, row.survivor_id, row.created_at or "") if row.entity == "household" else 0
        name = _name(con, row.entity, row.survivor_id)
        stays = _("{count} kunjungan sesudah penggabungan tetap pada {name}.").format(count=count, name=name) if count else ""
        return UndoForm(merge_id, name, _name(con, row.entity, row.loser_id), tuple(later), stays)


def _standing(con: Connection, merge_id: str) -> Found:
    row = merges.one(con, merge_id)
    if row is None or row.undone_at:
        raise problems.MERGE_GONE()
    loser = _rows(con, row.entity, row.loser_id)[0]
    if loser.merged_into != row.survivor_id:
        raise problems.MERGE_GONE()
    return row


def _later(con: Connection, row: Found) -> list[LaterEdit]:
    survivor = _rows(con, row.entity, row.survivor_id)[0]
    told = []
    for name, value in (row.chosen or {}).items():
        now = getattr(survivor, name)
        if now != value:
            texts = [_text(con, row.entity, name, one) or _("kosong") for one in ((row.before or {}).get(name), value, now)]
            told.append(LaterEdit(row.entity, row.survivor_id, name, field_label(row.entity, name), *texts))
    return told


def undo(ws: Workspace, merge_id: str, *, put_back: Collection[str] = ()) -> None:
    """Take a merger apart: both records as they stood, with what was changed on each of them since.

    A field that somebody changed after the merger keeps that value unless ``put_back`` names it (``LaterEdit.key``).
    Raises MERGE_GONE when it was undone already, OP_NOT_ALLOWED.
    """
    with ws.reading() as con:
        row = _standing(con, merge_id)
        parts: Sequence[Found] = [*merges.parts_of(con, merge_id), row]
    _allowed(ws, row.entity)
    at = moment(ws.now())
    with ws.transaction() as act:
        for part in parts:
            _undo_one(act, part, put_back, at)


def _undo_one(act: Transaction, row: Found, put_back: Collection[str], at: str) -> None:
    kind = KINDS[row.entity]
    survivor = act.get(kind, row.survivor_id)
    before: Mapping[str, Any] = row.before or {}
    changes = {
        name: before.get(name)
        for name, value in (row.chosen or {}).items()
        if getattr(survivor, name) == value or f"{row.survivor_id}/{name}" in put_back
    }
    if changes:
        act.change(kind, row.survivor_id, changes)
    act.record(row.entity, row.loser_id, "unmerge", {INTO: None})
    act.change(nouns.MergeRecord, row.id, {"undone_at": at})
    act.touched |= {home for home in (row.survivor_id if row.entity == "household" else getattr(survivor, "household_id", None),) if home}


__all__ = [
    "LaterEdit",
    "MemberPair",
    "MergeField",
    "MergeForm",
    "MergeLine",
    "Side",
    "UndoForm",
    "merge",
    "merge_form",
    "merged",
    "undo",
    "undo_form",
]
