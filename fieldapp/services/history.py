"""The history of every field: what stood there, who wrote it, when and on which laptop; and bringing an earlier value back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.merge import DELETED, Policy
from fieldapp.domain.moments import local
from fieldapp.domain.nik import mask
from fieldapp.domain.roles import may, sees_identity
from fieldapp.language import _
from fieldapp.services.labels import field_label, value_text
from fieldapp.services.regions import region_name
from fieldapp.services.subjects import NOBODY, written_when
from fieldapp.store import history as kept
from fieldapp.store import households, persons, rows, subjects

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from fieldapp.services.workspace import Workspace
    from fieldapp.store.history import Past
    from fieldapp.store.rows import Connection, Kept

# Where a record belongs is an act of its own (moving, leaving a family, merging, the bin): one value alone would tear it apart.
BY_ACTS = frozenset({DELETED, "bucket", "household_id", "household_ids", "dwelling_id", "head_id", "merged_into", "undone_at"})
NOT_SHOWN = frozenset({"created_by", "created_at", "zone", "code", "batch_id"})
_PEOPLE = frozenset({"head_id", "guardian_id", "person_id"})
_FAMILIES = frozenset({"household_id", "left_household_id"})


@dataclass(frozen=True, slots=True)
class PastValue:
    """A value a field had. ``text`` is as shown; ``value`` of NIK and KK is masked too. ``at`` is UTC, empty where it is not known.

    ``op`` names it for :func:`bring_back`. ``is_now``: it stands there. ``waiting``: the office does not have it yet. ``aside``: it was
    kept beside the value that shows, for somebody to choose.
    """

    value: Any
    text: str
    at: str
    day: date | None
    by_name: str
    device_text: str
    op: str
    is_now: bool
    waiting: bool
    aside: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field in words, before and after; ``aside``: the value after was kept for a choice and did not show."""

    field: str
    label: str
    before: str
    after: str
    aside: bool


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What one act did to one record. ``kind``: created, changed, deleted, restored, moved, chosen, merged, unmerged."""

    act: str
    kind: str
    at: str
    day: date | None
    by_name: str
    device_text: str
    lines: tuple[FieldChange, ...]
    waiting: bool


@dataclass(frozen=True, slots=True)
class _Value:
    """A value with who wrote it, before it is put in words."""

    value: Any
    op: str
    by: str | None = None
    at: str = ""
    device: str | None = None
    waiting: bool = False
    aside: bool = False


def of_field(ws: Workspace, entity: str, row_id: str, field: str) -> tuple[PastValue, ...]:
    """Return every value a field had, the newest first, the one it was made with last; none for a role that may not see it."""
    with ws.reading() as con:
        found = rows.read(con, entity, row_id)
        if found is None or not _seen(ws, entity, field, found):
            return ()
        values = _values(con, ws, found, kept.of_records(con, [row_id]), field)
        names = subjects.colleagues(con)
        texts = [shown(con, field, value.value, entity) for value in values]
    told = [_past(ws, names, field, value, text) for value, text in zip(values, texts, strict=True)]
    standing = [place for place, value in enumerate(told) if not value.aside][-1:]
    return tuple(replace(value, is_now=place in standing) for place, value in enumerate(told))[::-1]


def of_record(ws: Workspace, entity: str, row_id: str) -> tuple[RecordChange, ...]:
    """Return what each act did to a record, the newest first, its making last; what a role may not see is left out."""
    with ws.reading() as con:
        found = rows.read(con, entity, row_id)
        if found is None:
            return ()
        hidden = {name for name in nouns.IDENTITY if not _seen(ws, entity, name, found)}
        acts = [(pasts, in_words(con, pasts, hidden)) for pasts in by_act(kept.of_records(con, [row_id]), hidden)]
        names = subjects.colleagues(con)
        made = _made(con, ws, found)
    told = [_change(ws, names, pasts, lines) for pasts, lines in acts]
    if made.at:
        when, who, where = _day(ws, made.at), name_of(ws, names, made.by), device_text(ws, names, made.by, made.device)
        told.insert(0, RecordChange("", "created", made.at, when, who, where, (), made.waiting))
    return tuple(reversed(told))


def by_act(changes: Iterable[Past], hidden: Iterable[str] = ()) -> list[list[Past]]:
    """Put changes of records together by act and record, in their order; those of ``hidden`` fields alone are left out."""
    unseen = {*hidden, *NOT_SHOWN}
    together: dict[tuple[str, str], list[Past]] = {}
    for past in changes:
        if past.steps.keys() - unseen:
            together.setdefault((past.act, past.row_id), []).append(past)
    return list(together.values())


def in_words(con: Connection, pasts: Iterable[Past], hidden: Iterable[str] = ()) -> tuple[FieldChange, ...]:
    """Return the fields an act changed, before and after, each as it is shown."""
    unseen = {*hidden, *NOT_SHOWN}
    return tuple(
        FieldChange(
            name,
            field_label(past.entity, name),
            shown(con, name, step.was, past.entity),
            shown(con, name, step.became, past.entity),
            step.aside,
        )
        for past in pasts
        for name, step in past.steps.items()
        if name not in unseen
    )


def kind_of(pasts: Iterable[Past]) -> str:
    """Return what an act did to a record: changed, deleted, restored, moved, chosen, merged or unmerged."""
    listed = list(pasts)
    steps = {name: step for past in listed for name, step in past.steps.items()}
    if DELETED in steps and not steps[DELETED].aside:
        return "deleted" if steps[DELETED].became else "restored"
    by_kind = {"settle": "chosen", "merge": "merged", "unmerge": "unmerged"}.get(listed[0].kind)
    return by_kind or ("moved" if "bucket" in steps else "changed")


def _change(ws: Workspace, names: Mapping[str, str], pasts: list[Past], lines: tuple[FieldChange, ...]) -> RecordChange:
    past = pasts[0]
    where, who = device_text(ws, names, past.by, past.device), name_of(ws, names, past.by)
    return RecordChange(past.act, kind_of(pasts), past.at, _day(ws, past.at), who, where, lines, past.waiting)


def _seen(ws: Workspace, entity: str, field: str, found: Kept) -> bool:
    return field not in nouns.IDENTITY or sees_identity(ws.user.role, entity, found.row.bucket[1])


def _made(con: Connection, ws: Workspace, found: Kept) -> _Value:
    """Return who made a record, when and where, as far as it is known; its value is nothing."""
    data = found.row.data
    op = found.row.tags.get("created_at", "")
    state = kept.state_here(con, op)
    return _Value(None, op, data.get("created_by"), data.get("created_at") or "", ws.device_id if state else None, state == "waiting")


def _values(con: Connection, ws: Workspace, found: Kept, changes: list[Past], field: str) -> list[_Value]:
    """Return the values of a field, the one it was made with first; a value whose writer nobody told of stands without a name."""
    steps = [(past, past.steps[field]) for past in changes if field in past.steps]
    if field == "bucket":
        now: Any = list(found.row.bucket)
    else:
        now = found.row.data.get(field)
    first = steps[0][1].was if steps else now
    if not steps and first in (None, []):
        return []
    told = [
        _Value(step.became, past.op, past.by, past.at, past.device, past.waiting, step.aside)
        for past, step in steps
    ]  # fmt: skip
    made = _made(con, ws, found)
    behind = steps[0][1].op if steps else found.row.tags.get(field)
    is_made = behind in (None, made.op)  # elements of a set have their own ops, the set has none
    return [replace(made, value=first) if is_made else _Value(first, behind or ""), *told]


def _past(ws: Workspace, names: Mapping[str, str], field: str, value: _Value, text: str) -> PastValue:
    raw = mask(str(value.value)) if field in nouns.IDENTITY and value.value else value.value
    where = device_text(ws, names, value.by, value.device)
    who = name_of(ws, names, value.by)
    return PastValue(raw, text, value.at, _day(ws, value.at), who, where, value.op, is_now=False, waiting=value.waiting, aside=value.aside)


def _day(ws: Workspace, at: str) -> date | None:
    return local(at, ws.zone).date() if at else None


def name_of(ws: Workspace, names: Mapping[str, str], by: str | None) -> str:
    """Return who did something: Anda, a colleague by name, a dash where nobody told."""
    return _("Anda") if by == ws.user.id else names.get(by or "", NOBODY)


def device_text(ws: Workspace, names: Mapping[str, str], by: str | None, device: str | None) -> str:
    """Return on which laptop: this one, another of one's own, or a colleague's; empty where nobody told. A laptop is known by its person."""
    if device == ws.device_id:
        return _("laptop ini")
    if by == ws.user.id:
        return _("laptop Anda yang lain")
    return _("laptop {name}").format(name=names[by]) if by and by in names else ""


def shown(con: Connection, field: str, value: Any, entity: str = "") -> str:
    """Return a value as a person reads it: people and families by name, places by name, codes by their label, NIK and KK masked."""
    if field in _PEOPLE and value:
        person = persons.one(con, str(value))
        return (person.name if person else None) or NOBODY
    if field in _FAMILIES and value:
        return households.names_of(con, [str(value)]).get(str(value), NOBODY)
    if field == "bucket" and value:
        return region_name(str(value[0]))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {part}" for name, part in value.items()) or _("kosong")
    return value_text(entity, field, value) or _("kosong")


def may_bring_back(ws: Workspace, entity: str, row_id: str, field: str) -> bool:
    """Say whether this person may bring back an earlier value of a field."""
    with ws.reading() as con:
        found = rows.read(con, entity, row_id)
    return found is not None and _why_not(ws, entity, field, found) is None


def _why_not(ws: Workspace, entity: str, field: str, found: Kept) -> problems.Kind | None:
    if not may(ws.user.role, "write", entity, found.row.bucket[1]) or not _seen(ws, entity, field, found):
        return problems.OP_NOT_ALLOWED
    fixed = nouns.policies_of(entity).get(field, Policy.A) is Policy.A
    return problems.RECORD_FIXED if fixed or field in BY_ACTS else None


def bring_back(ws: Workspace, entity: str, row_id: str, field: str, op: str) -> None:
    """Write an earlier value of a field again, as this person's own change; a value that stands already makes none.

    Raises RECORD_UNKNOWN for a record or a value that is not there, RECORD_FIXED for what never changes or changes only by an act of its
    own, OP_NOT_ALLOWED for a role that may not, NIK_TAKEN and KK_TAKEN for a number that is somebody else's by now.
    """
    with ws.transaction() as act:
        found = rows.read(act.con, entity, row_id)
        if found is None:
            raise problems.RECORD_UNKNOWN()
        refused = _why_not(ws, entity, field, found)
        if refused is not None:
            raise refused()
        listed = _values(act.con, ws, found, kept.of_records(act.con, [row_id]), field)
        wanted = [value for value in listed if value.op == op]
        if not wanted:
            raise problems.RECORD_UNKNOWN()
        value = wanted[-1].value
        noun = nouns.NOUNS[entity]
        if nouns.policies_of(entity)[field] is Policy.S:
            there, then = set(found.row.data.get(field) or ()), set(value or ())
            if then - there:
                act.add_elements(noun, row_id, field, then - there)
            if there - then:
                act.remove_elements(noun, row_id, field, there - then)
            return
        _free(act.con, row_id, field, value)
        act.change(noun, row_id, {field: value})


def _free(con: Connection, row_id: str, field: str, value: Any) -> None:
    holder = None
    if field == "nik" and value:
        holder = persons.holder_of(con, value, row_id)
    elif field == "kk" and value:
        holder = households.holder_of(con, value, row_id)
    if holder is not None:
        raise (problems.NIK_TAKEN if field == "nik" else problems.KK_TAKEN)(name=holder)


def of_difference(
    con: Connection, ws: Workspace, entity: str, row_id: str, field: str, ops: Collection[str]
) -> tuple[tuple[tuple[str, str, str], ...], str]:
    """Return the history of a field as lines (when, value, who), the newest first, and the value that stood before these ops differed."""
    found = rows.read(con, entity, row_id)
    if found is None or not _seen(ws, entity, field, found):
        return (), ""
    changes = kept.of_records(con, [row_id])
    names = subjects.colleagues(con)
    lines = [
        (written_when(value.at, ws.zone) if value.at else "", shown(con, field, value.value, entity), name_of(ws, names, value.by))
        for value in _values(con, ws, found, changes, field)
    ]
    stood = [past.steps[field].was for past in changes if field in past.steps and past.op in ops]
    return tuple(reversed(lines)), shown(con, field, stood[0], entity) if stood else ""
