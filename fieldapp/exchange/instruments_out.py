"""Official sheets made again from what was kept: every cell as it stood, and what was corrected here since in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from fieldapp.domain import nik as numbers
from fieldapp.exchange import bdt, lists, regsosek
from fieldapp.exchange.cells import bare_number, whole_nik
from fieldapp.exchange.codec import Filled, Row, Sheets, fresh
from fieldapp.exchange.layout import format_named
from fieldapp.exchange.parsed import ParsedHousehold, ParsedPerson

if TYPE_CHECKING:
    from fieldapp.services.exports import Answered, ExportedProgramme

Keys = Mapping[str, Sequence[str]]
_PERSON, _FAMILY = "person", "household"
_REGSOSEK = {"name": "402 Nama", "nik": "403 NIK", "sex": "405", "marital": "408"}
_BDT = {"name": "Nama ART", "nik": "NIK", "sex": "jenis kelamin", "marital": "Status perkawinan"}


def bdt_sheets(told: Sequence[Answered]) -> tuple[Sheets, Keys]:
    """Return the BDT sheet of these answers, one row a person, and the person behind each row."""
    headings = bdt.headings()
    people = _by_family(told)
    rows: list[tuple[str, ...]] = []
    keys: list[str] = []
    for home in told:
        if home.subject_kind != _FAMILY:
            continue
        for one in people.get(home.household_id, ()):
            cells = {**home.answers, **one.answers}
            known = bdt.households(fresh(bdt.form(), {bdt.SHEET: [tuple(cells.get(name, "") for name in headings)]}))[0].members[0].known
            cells |= _corrected(one, known, _BDT)
            rows.append(tuple(cells.get(name, "") for name in headings))
            keys.append(one.subject_id)
    return fresh(bdt.form(), {bdt.SHEET: rows}), {bdt.SHEET: keys}


def regsosek_sheets(told: Sequence[Answered]) -> tuple[Sheets, Keys]:
    """Return the five sheets of these answers, and the person or family behind each row."""
    people = _by_family(told)
    families = []
    keys: dict[str, list[str]] = defaultdict(list)
    for home in told:
        if home.subject_kind != _FAMILY:
            continue
        answers = dict(home.answers)
        stood = answers.pop(regsosek.KK, "")
        number = home.record.get("kk") or ""
        members = []
        for one in people.get(home.household_id, ()):
            known = _known_of(stood, one)
            cells = {**one.answers, **_corrected(one, known, _REGSOSEK)}
            members.append(ParsedPerson(row=0, name=cells.get("402 Nama", ""), nik=cells.get("403 NIK", ""), answers=cells))
            keys[regsosek.MEMBERS].append(one.subject_id)
        key = number if number and bare_number(stood) != number else stood
        families.append(ParsedHousehold(key=key, answers=answers, members=tuple(members)))
    return regsosek.sheets_of(families), keys


def _known_of(kk: str, one: Answered) -> Mapping[str, str]:
    """Return what the sheet's cells say for certain about a person, to be compared with the record."""
    person = ParsedPerson(row=0, name=one.answers.get("402 Nama", ""), nik=one.answers.get("403 NIK", ""), answers=dict(one.answers))
    family = regsosek.sheets_of([ParsedHousehold(key=kk or "-", members=(person,))])
    found = [member for home in regsosek.households(family) for member in home.members]
    return found[0].known if found else {}


def _by_family(told: Sequence[Answered]) -> dict[str, list[Answered]]:
    found: dict[str, list[Answered]] = defaultdict(list)
    for one in told:
        if one.subject_kind == _PERSON:
            found[one.household_id].append(one)
    return found


def _corrected(one: Answered, known: Mapping[str, str], headings: Mapping[str, str]) -> dict[str, str]:
    """Return the cells whose fact was corrected here since: only what the sheet said for certain is compared."""
    return {
        heading: str(one.record[field])
        for field, heading in headings.items()
        if one.record.get(field) and known.get(field, "") != one.record[field] and (known.get(field) or not one.answers.get(heading))
    }


def list_sheets(told: Sequence[Answered], of: str, sheet: str) -> tuple[Sheets, Keys]:
    """Return a list of lines as they stood; of the RTM sheet its list of codes too."""
    headings = next(layout.headings for layout in format_named(of).sheets if layout.name == sheet)
    rows = [tuple(one.answers.get(name, "") for name in headings) for one in told]
    more: dict[str, list[tuple[str, ...]]] = {lists.CODES: list(lists.RTM_RELATIONS)} if of == lists.RTM else {}
    return fresh(format_named(of), {sheet: rows, **more}), {sheet: [one.subject_id for one in told]}


def aid_sheets(told: ExportedProgramme) -> tuple[Sheets, Keys]:
    """Return the two sheets of a programme: a cell that still says the same is written as it stood."""
    of = format_named(lists.AID)
    labels, headings = of.sheets[0].headings, of.sheets[1].headings
    stood = tuple(told.stood.get(label, "") for label in labels)
    parsed = lists.programme(fresh(of, {lists.PROGRAMME: [stood]}))
    cells = tuple(
        cell if getattr(parsed, field) == now or (cell and not now) else now
        for (field, now), cell in zip(told.fields.items(), stood, strict=True)
    )
    rows = [_recipient(headings, row, card, now, told.fields["target"]) for _id, row, card, now in told.recipients]
    return fresh(of, {lists.PROGRAMME: [cells], lists.RECIPIENTS: rows}), {lists.RECIPIENTS: [one[0] for one in told.recipients]}


def _recipient(headings: Sequence[str], stood: Mapping[str, str], card: str, now: Mapping[str, Any], target: str) -> tuple[str, ...]:
    """Return the row of a recipient as it stood with the card of now; of one named here, what is known of them."""
    if stood:
        return tuple(card if at == 1 else stood.get(name, "") for at, name in enumerate(headings))
    subject = now.get("kk" if target == "2" else "nik") or now.get("nik") or now.get("kk") or ""
    return (
        subject,
        card,
        now.get("nik") or "",
        now.get("name") or "",
        now.get("birth_place") or "",
        now.get("birth_date") or "",
        now.get("address") or "",
    )


def masked(sheets: Sheets) -> Sheets:
    """Return sheets with the middle of every NIK and KK hidden."""
    return replace(
        sheets, sheets=tuple(_masked(filled, layout) for layout, filled in zip(sheets.format.sheets, sheets.sheets, strict=True))
    )


def _masked(filled: Filled, layout: Any) -> Filled:
    at = {place for place, heading in enumerate(layout.headings) if heading in layout.numbers}
    if not at:
        return filled
    rows = tuple(
        Row(row.number, tuple(_hidden(cell) if place in at else cell for place, cell in enumerate(row.cells)), row.problems)
        for row in filled.rows
    )
    return replace(filled, rows=rows)


def _hidden(cell: str) -> str:
    return numbers.mask(whole_nik(cell) or cell) if cell else ""
