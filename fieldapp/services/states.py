"""Where a record is on its way, in words: here, at the office, written differently by two people, or refused and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.language import _
from fieldapp.services.chips import RecordState
from fieldapp.store import conflicts, outbox

if TYPE_CHECKING:
    from fieldapp.store.rows import Connection


def record_state(con: Connection, entity: str, row_id: str) -> RecordState:
    """Return where a record is on its way."""
    return record_states(con, entity, [row_id])[row_id]


def record_states(con: Connection, entity: str, row_ids: Sequence[str]) -> dict[str, RecordState]:
    """Return where each of these records of one noun is on its way."""
    differing = conflicts.records_with(con, row_ids)
    sent = outbox.states_of(con, entity, row_ids)
    return {row_id: _state(row_id in differing, sent.get(row_id, {})) for row_id in row_ids}


def _state(differs: bool, states: dict[str, str | None]) -> RecordState:
    if differs:
        return RecordState("different", _("Dua orang mengisi berbeda."), _("Pilih salah satu di halaman Sinkronisasi."))
    if "refused" in states:
        return RecordState("refused", refusal(states["refused"]), _("Buka halaman Sinkronisasi."))
    return RecordState("here") if "waiting" in states else RecordState("received")


def refusal(code: str | None) -> str:
    """Return the sentence behind the code with which the office refused something."""
    kinds = {kind.code: kind for kind in vars(problems).values() if isinstance(kind, problems.Kind)}
    kind = kinds.get(code or "")
    if kind and "{" not in kind.sentence:
        return _(kind.sentence)
    return _("Pusat menolak perubahan ini (kode {code}).").format(code=code or "-")
