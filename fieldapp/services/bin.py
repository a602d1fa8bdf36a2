"""The bin: what is put away can be brought back for ninety days, a whole family as it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.codes import label
from fieldapp.domain.merge import DELETED
from fieldapp.domain.moments import local
from fieldapp.domain.roles import may
from fieldapp.domain.written import date_long
from fieldapp.language import _
from fieldapp.services.history import name_of
from fieldapp.services.labels import noun_label
from fieldapp.services.subjects import NOBODY
from fieldapp.store import aliases, persons, rows, subjects
from fieldapp.store import bin as kept

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Kept

DAYS = 90
# Visits, questionnaires, papers, consents and events are what happened: they are corrected by a new record, never put away.
BINNED = ("household", "person", "dwelling", "desil", "ppks_case", "enrolment", "attachment", "programme", "pillar", "supplement")
CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What putting a record away takes along, to be asked first. ``counts``: noun -> how many go along."""

    title: str
    text: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class BinLine:
    """A record in the bin. ``at`` is the UTC moment it was put there; what went along with it has no line of its own."""

    entity: str
    id: str
    title: str
    text: str
    by_name: str
    at: str
    days_left: int


def consequence(ws: Workspace, entity: str, row_id: str) -> Consequence:
    """Return what putting a record away would take along; raises what :func:`put` raises."""
    with ws.reading() as con:
        row_id, found = _to_put(ws, con, entity, row_id)
        counts = Counter(name for (name, _id), _op in kept.under(con, entity, row_id, deleted=False))
        visits = kept.visits_to(con, row_id) if entity == "household" else 0
        title = _title(con, entity, row_id, found.row.data, found.row.bucket[1])
    until = date_long(ws.today() + timedelta(days=DAYS))
    parts = []
    if counts:
        listed = ", ".join(_counted(name, number) for name, number in counts.items())
        parts.append(_("Ikut masuk: {listed}.").format(listed=listed))
    if visits:
        parts.append(_("{count} kunjungan tetap tersimpan.").format(count=visits))
    parts.append(_("Dapat dikembalikan sampai {day} ({days} hari).").format(day=until, days=DAYS))
    asked = _("Masukkan {noun} {name} ke tempat sampah?").format(noun=noun_label(entity), name=title)
    return Consequence(asked, " ".join(parts), dict(counts))


def put(ws: Workspace, entity: str, row_id: str) -> None:
    """Put a record into the bin with what hangs on it, in one act: a family with its members, their PPKS and aid; visits stay.

    Raises RECORD_UNKNOWN, RECORD_FIXED for what is never put away, OP_NOT_ALLOWED for a role that may not.
    """
    with ws.transaction() as act:
        row_id, _found = _to_put(ws, act.con, entity, row_id)
        along = [named for named, _op in kept.under(act.con, entity, row_id, deleted=False)]
        for name, one in [*reversed(along), (entity, row_id)]:
            act.delete(nouns.NOUNS[name], one)


def _to_put(ws: Workspace, con: Connection, entity: str, row_id: str) -> tuple[str, Kept]:
    if entity not in BINNED:
        raise problems.RECORD_FIXED()
    if entity in nouns.MERGEABLE:
        row_id = aliases.resolve(con, entity, row_id)
    found = rows.read(con, entity, row_id)
    if found is None or found.row.deleted:
        raise problems.RECORD_UNKNOWN()
    if not may(ws.user.role, "write", entity, found.row.bucket[1]):
        raise problems.OP_NOT_ALLOWED()
    return row_id, found


def listed(ws: Workspace, *, limit: int = 500) -> tuple[BinLine, ...]:
    """Return what was put into the bin in the last ninety days, the newest first.

    After ninety days a record is no longer offered: whoever looks for it then has registered it anew or has no use for it, and a
    list that never ends is read by nobody. Its data stays out of sight; erasing it is an act of its own.
    """
    with ws.reading() as con:
        lying = [(entity, row, row.tags[DELETED]) for entity, row in kept.lying(con, BINNED) if row.tags.get(DELETED)]
        puts = kept.put_by(con, (op for _entity, _row, op in lying))
        above = {row.id: puts[op].act for entity, row, op in lying if entity in ("household", "person") and puts[op].act}
        along = Counter(
            (row.household_id, puts[op].act) for entity, row, op in lying if entity == "person" and _along(row, puts[op].act, above)
        )
        own = [
            (entity, row, puts[op]) for entity, row, op in lying if not _along(row, puts[op].act, above) and _days_left(ws, puts[op].at) > 0
        ]
        newest = sorted(own, key=lambda told: (told[2].at, told[1].id), reverse=True)[:limit]
        names = subjects.colleagues(con)
        return tuple(
            BinLine(
                entity, row.id, _title(con, entity, row.id, rows.kept_from(entity, row).row.data, row.bucket_class),
                _text(entity, along[row.id, put.act]), name_of(ws, names, put.by), put.at, _days_left(ws, put.at),
            )
            for entity, row, put in newest
        )  # fmt: skip


def _along(row: Any, act: str, above: Mapping[str, str]) -> bool:
    """Say whether a record went into the bin because another did, its family or its person."""
    over = (getattr(row, "household_id", None), getattr(row, "person_id", None), getattr(row, "subject_id", None))
    return bool(act) and any(above.get(one or "") == act for one in over if one != row.id)


def _days_left(ws: Workspace, at: str) -> int:
    return DAYS - (ws.today() - local(at, ws.zone).date()).days


def _counted(entity: str, number: int) -> str:
    word = noun_label(entity)
    return f"{number} {word if word.isupper() else word[:1].lower() + word[1:]}"


def _text(entity: str, members: int) -> str:
    if members:
        return _("{noun}, bersama {count} anggota").format(noun=noun_label(entity), count=members)
    return noun_label(entity)


def restore(ws: Workspace, entity: str, row_id: str) -> None:
    """Bring a record back with all that went into the bin with it, in one act, as it was.

    A colleague who wrote in it meanwhile has brought it back already and the difference is asked about. Raises RECORD_UNKNOWN for
    what does not lie there, BIN_OVER after ninety days, BIN_ABOVE while its family or person lies there, OP_NOT_ALLOWED.
    """
    with ws.transaction() as act:
        con = act.con
        found = rows.read(con, entity, row_id)
        if found is None or not found.row.deleted:
            raise problems.RECORD_UNKNOWN()
        if not may(ws.user.role, "write", entity, found.row.bucket[1]):
            raise problems.OP_NOT_ALLOWED()
        _above_stands(con, found)
        gone = kept.under(con, entity, row_id, deleted=True)
        own = found.row.tags.get(DELETED, "")
        puts = kept.put_by(con, (op for op in (own, *(op for _named, op in gone)) if op))
        if own and _days_left(ws, puts[own].at) <= 0:
            raise problems.BIN_OVER(days=DAYS)
        together = puts[own].act if own else ""
        along = [named for named, op in gone if together and op and puts[op].act == together]
        for name, one in [(entity, row_id), *along]:
            act.record(name, one, "put", {DELETED: False})


def _above_stands(con: Connection, found: Kept) -> None:
    for entity, name in (("household", "household_id"), ("person", "person_id")):
        row_id = found.row.data.get(name)
        above = rows.read(con, entity, row_id) if isinstance(row_id, str) else None
        if above is not None and above.row.deleted:
            raise problems.BIN_ABOVE(name=f"{noun_label(entity)} {_title(con, entity, str(row_id), above.row.data, above.row.bucket[1])}")


def _title(con: Connection, entity: str, row_id: str, data: Mapping[str, Any], cls: str) -> str:
    """Return what a record is called; of a confidential one only whom it is about."""
    name = data.get("name") or data.get("title") or data.get("caption") or data.get("address")
    if entity == "household":
        name = _person(con, data.get("head_id"))
    elif entity == "ppks_case":
        kind = _("data peka") if cls == CONFIDENTIAL else label("ppks", "jenis", data.get("kind"))
        who = _person(con, data.get("person_id")) or subjects.subject(con, entity, row_id)[0] or NOBODY
        name = f"{kind}, {who}"
    elif entity == "enrolment":
        programme = rows.read(con, "programme", str(data.get("programme_id")))
        who = _person(con, data.get("subject_id")) or subjects.subject(con, entity, row_id)[0] or NOBODY
        name = f"{(programme.row.data.get('name') if programme else None) or NOBODY}, {who}"
    elif entity == "desil":
        name = _("{value}, {name}").format(value=data.get("value") or NOBODY, name=subjects.subject(con, entity, row_id)[0] or NOBODY)
    return str(name or NOBODY)


def _person(con: Connection, person_id: Any) -> str | None:
    found = persons.one(con, person_id) if person_id else None
    return found.name if found else None


__all__ = ["BINNED", "DAYS", "BinLine", "Consequence", "consequence", "listed", "put", "restore"]
