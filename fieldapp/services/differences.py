"""Isian berbeda: two values side by side, who may choose between them, and choosing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain.roles import COORDINATORS, may
from fieldapp.domain.written import moment_written
from fieldapp.language import _
from fieldapp.services import history
from fieldapp.services.chips import RecordLine, RecordState
from fieldapp.services.labels import field_label, noun_label, value_text
from fieldapp.services.subjects import colleague, subject
from fieldapp.store import conflicts

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Connection, Found


@dataclass(frozen=True, slots=True)
class ValueView:
    """One of the values two people wrote."""

    op: str
    text: str
    by_name: str
    is_mine: bool
    at_text: str
    device_text: str


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """Two values side by side, with who and when; ``values`` has the one that shows now first.

    ``history`` is the field's, the newest first, as (when, value, who); ``before`` the value that stood before the two wrote, "" where not told.
    """

    key: str
    title: str
    subject: str
    label: str
    policy: str
    entity: str
    field: str
    values: tuple[ValueView, ...]
    history: tuple[tuple[str, str, str], ...]
    may_settle: bool
    why_not: str
    household_id: str | None
    before: str = ""


def open_differences(con: Connection) -> list[RecordLine]:
    """Return the open differences as lines, the newest first."""
    lines = []
    for row in conflicts.listed(con):
        name, home = subject(con, row.entity, row.row_id)
        title = _("{name}: {field}").format(name=name, field=field_label(row.entity, row.name))
        lines.append(RecordLine(f"difference:{row.id}", title, noun_label(row.entity), RecordState("different"), "difference", home))
    return lines


def difference(ws: Workspace, key: str) -> DifferenceView:
    """Return two values side by side; raises CONFLICT_UNKNOWN."""
    with ws.reading() as con:
        row = conflicts.one(con, key.removeprefix("difference:"))
        if row is None:
            raise problems.CONFLICT_UNKNOWN()
        name, home = subject(con, row.entity, row.row_id)
        values = tuple(_value(con, row, told, ws) for told in row.told["values"])
        past, before = history.of_difference(con, ws, row.entity, row.row_id, row.name, {told["op"] for told in row.told["values"]})
    allowed, why_not = _may_settle(ws, row)
    return DifferenceView(
        f"difference:{row.id}", _("{field} {name}").format(field=field_label(row.entity, row.name), name=name), name, field_label(row.entity, row.name),
        row.policy, row.entity, row.name, values, past, allowed and row.state == "open", why_not, home, before,
    )  # fmt: skip


def _value(con: Connection, row: Found, told: dict[str, Any], ws: Workspace) -> ValueView:
    mine = told.get("by") == ws.user.id
    device = told.get("device") or ""
    here = device == ws.device_id
    at = told.get("at")
    return ValueView(
        told["op"], value_text(row.entity, row.name, told["value"]), _("Isian Anda") if mine else colleague(con, told.get("by")), mine,
        moment_written(at, ws.zone) if at else "", _("laptop ini") if here else _("laptop lain"),
    )  # fmt: skip


def _may_settle(ws: Workspace, row: Found) -> tuple[bool, str]:
    cls = row.bucket.rpartition("/")[2]
    if not may(ws.user.role, "settle", "conflict", cls):
        return False, _("Peran Anda tidak memutuskan isian berbeda. Koordinator yang memilih.")
    mine = any(told.get("by") == ws.user.id for told in row.told["values"])
    if row.policy == "R":
        if ws.user.role not in COORDINATORS:
            return False, _("Isian ini diputuskan koordinator. Kedua isian tetap tersimpan.")
        if mine:
            return False, _("Perlu koordinator lain: Anda sendiri yang mengisi salah satunya.")
        return True, ""
    if ws.user.role not in COORDINATORS and not mine:
        return False, _("Hanya pengisi atau koordinator yang memilih.")
    return True, ""


def settle(ws: Workspace, key: str, *, op: str | None = None, value: Any = None, note: str = "") -> None:
    """Choose one of the values (its op), or write another; shown at once, everywhere after the next sync. Raises CONFLICT_UNKNOWN and OP_NOT_ALLOWED."""
    view = difference(ws, key)
    if not view.may_settle:
        raise problems.OP_NOT_ALLOWED()
    with ws.transaction() as act:
        act.settle(key.removeprefix("difference:"), choice=op, value=value, note=note)
