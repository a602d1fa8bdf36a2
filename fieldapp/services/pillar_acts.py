"""Registering a social pillar, correcting it, changing its state, adding a certificate: each one act, kept or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fieldapp import problems
from fieldapp.domain import nik as niks
from fieldapp.domain import nouns, phones
from fieldapp.domain.ids import new_id
from fieldapp.services.checking import FieldProblems
from fieldapp.services.pillar_checks import NewCertificate, NewPillar, NewStatus, check_certificate, check_pillar, check_status, home_of
from fieldapp.services.pillar_words import ACTIVE, REPLACED, day_of, why_not
from fieldapp.services.regions import region_name
from fieldapp.store import pillars as kept

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldapp.services.checking import FieldNote
    from fieldapp.services.workspace import Workspace
    from fieldapp.store.rows import Found
    from fieldapp.store.transaction import Transaction

CLASS = "reference"


def _stop_on_errors(notes: Mapping[str, FieldNote]) -> None:
    wrong = {name: note for name, note in notes.items() if note.kind == "error"}
    if wrong:
        raise FieldProblems(wrong)


def _must_write(ws: Workspace, pillar_id: str = "") -> Found | None:
    """Return the pillar to change; raises OP_NOT_ALLOWED, PILLAR_UNKNOWN, and PILLAR_ELSEWHERE for one kept above one's area."""
    if why_not(ws):
        raise problems.PILLAR_READ_ONLY()
    if not pillar_id:
        return None
    with ws.reading() as con:
        row = kept.one(con, pillar_id)
    if row is None:
        raise problems.PILLAR_UNKNOWN()
    if why_not(ws, row.region_id):
        raise problems.PILLAR_ELSEWHERE(region=region_name(row.region_id))
    return row


def _values(new: NewPillar) -> dict[str, Any]:
    return {
        "name": new.name.strip(), "kind": new.kind, "nik": niks.digits_of(new.nik) or None,
        "phone": phones.normalise(new.phone) if new.phone.strip() else None, "user_id": new.user_id or None,
        "sk_number": new.sk_number.strip() or None, "sk_from": new.sk_from.isoformat() if new.sk_from else None,
        "sk_until": new.sk_until.isoformat() if new.sk_until else None, "note": new.note.strip() or None,
    }  # fmt: skip


def register_pillar(ws: Workspace, new: NewPillar) -> str:
    """Keep a pillar, active from the first day of the SK (today without one); returns its id. Raises FieldProblems and PILLAR_READ_ONLY."""
    _must_write(ws)
    _stop_on_errors(check_pillar(ws, new))
    pillar_id, home = new_id(), home_of(new.areas)
    since = min(new.sk_from, ws.today()) if new.sk_from else ws.today()
    with ws.transaction() as act:
        act.add(
            nouns.Pillar(
                id=pillar_id, root_id=pillar_id, region_id=home, bucket_class=CLASS, areas=tuple(sorted(set(new.areas))), **_values(new)
            )
        )
        act.add(
            nouns.PillarStatus(
                id=new_id(),
                root_id=pillar_id,
                region_id=home,
                bucket_class=CLASS,
                pillar_id=pillar_id,
                state=ACTIVE,
                since=since.isoformat(),
            )
        )
    return pillar_id


def pillar_form(ws: Workspace, pillar_id: str) -> NewPillar:
    """Return a pillar's values for correcting, numbers in full; raises what writing would raise."""
    row = _must_write(ws, pillar_id)
    assert row is not None
    told = {name: getattr(row, name) or "" for name in ("name", "kind", "nik", "user_id", "sk_number", "note")}
    return NewPillar(
        phone=phones.written(row.phone) if row.phone else "", sk_from=day_of(row.sk_from), sk_until=day_of(row.sk_until),
        areas=tuple(sorted(row.areas or ())), **told,
    )  # fmt: skip


def edit_pillar(ws: Workspace, pillar_id: str, new: NewPillar) -> None:
    """Keep what was corrected; unchanged fields make no change. Raises FieldProblems, PILLAR_UNKNOWN, PILLAR_ELSEWHERE, PILLAR_READ_ONLY."""
    row = _must_write(ws, pillar_id)
    assert row is not None
    _stop_on_errors(check_pillar(ws, new, row.id))
    before, after = set(row.areas or ()), set(new.areas)
    with ws.transaction() as act:
        act.change(nouns.Pillar, row.id, _values(new))
        if after - before:
            act.add_elements(nouns.Pillar, row.id, "areas", after - before)
        if before - after:
            act.remove_elements(nouns.Pillar, row.id, "areas", before - after)
        if home_of(new.areas) != row.region_id:
            _move(ws, act, row.id, home_of(new.areas))


def _move(ws: Workspace, act: Transaction, pillar_id: str, home: str) -> None:
    """A pillar that works elsewhere is kept there, with all that was said of it."""
    with ws.reading() as con:
        rows = [("pillar", pillar_id)]
        rows += [("pillar_status", one.id) for one in kept.statuses(con, pillar_id)]
        rows += [("certificate", one.id) for one in kept.certificates(con, pillar_id)]
    for entity, row_id in rows:
        act.record(entity, row_id, "move", {"bucket": [home, CLASS]})


def change_status(ws: Workspace, pillar_id: str, new: NewStatus) -> str:
    """Keep since when a pillar is in another state; returns the id. Raises FieldProblems and what correcting raises."""
    row = _must_write(ws, pillar_id)
    assert row is not None
    _stop_on_errors(check_status(ws, row.id, new))
    assert new.since is not None
    status_id = new_id()
    with ws.transaction() as act:
        act.add(
            nouns.PillarStatus(
                id=status_id, root_id=row.id, region_id=row.region_id, bucket_class=CLASS, pillar_id=row.id, state=new.state,
                since=new.since.isoformat(), reason=new.reason.strip() or None,
                successor_id=new.successor_id if new.state == REPLACED else None,
            )
        )  # fmt: skip
    return status_id


def add_certificate(ws: Workspace, pillar_id: str, new: NewCertificate) -> str:
    """Keep a certificate of a pillar; returns its id. Raises FieldProblems and what correcting raises."""
    row = _must_write(ws, pillar_id)
    assert row is not None
    _stop_on_errors(check_certificate(ws, new))
    certificate_id = new_id()
    with ws.transaction() as act:
        act.add(
            nouns.Certificate(
                id=certificate_id, root_id=row.id, region_id=row.region_id, bucket_class=CLASS, pillar_id=row.id, title=new.title.strip(),
                number=new.number.strip() or None, giver=new.giver.strip() or None,
                issued_on=new.issued_on.isoformat() if new.issued_on else None,
                expires_on=new.expires_on.isoformat() if new.expires_on else None,
            )
        )  # fmt: skip
    return certificate_id


def account_choices(ws: Workspace) -> tuple[tuple[str, str], ...]:
    """Return (id, "name, title") of the people who have an account."""
    with ws.reading() as con:
        return tuple((one.id, ", ".join(part for part in (one.name, one.title) if part)) for one in kept.accounts(con))
