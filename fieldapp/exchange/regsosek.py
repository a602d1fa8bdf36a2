"""The five sheets of Regsosek 2022-K, joined by the family card's number into families, and taken apart into five sheets again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from fieldapp import problems
from fieldapp.exchange.cells import tidy, whole_nik
from fieldapp.exchange.codec import Row, Sheets, fresh
from fieldapp.exchange.layout import Format, SheetLayout, format_named
from fieldapp.exchange.parsed import CellProblem, ParsedHousehold, ParsedPerson, ParsedPlace, shown

NAME, KK = "regsosek_2022_k", "no kartu keluarga"
PLACE, OFFICERS, HOUSING, MEMBERS, PROGRAMMES = (
    "1.keterangan tempat", "2.keterangan petugas", "3.keterangan perumahan", "4.ket sos-ek anggota", "5.keikutsertaan program dll",
)  # fmt: skip
_ONCE = (PLACE, OFFICERS, HOUSING, PROGRAMMES)  # one row a family; sheet 4 has one a person
_NAME, _NIK, _SEX, _MARITAL, _RELATION = "402 Nama", "403 NIK", "405", "408", "409"
_HEAD_CODE = "1"
_CERTAIN = MappingProxyType({
    "sex": (_SEX, MappingProxyType({"1": "1", "2": "2"})),
    "marital": (_MARITAL, MappingProxyType({"1": "1", "2": "2", "3": "3", "4": "4"})),
    # 2 is wife or husband there, 6 parent or parent-in-law: two codes each here, so they are not taken over.
    "relation": (_RELATION, MappingProxyType({"1": "1", "3": "4", "4": "5", "5": "6"})),
})  # fmt: skip


def form() -> Format:
    """Return the format with its five sheets."""
    return format_named(NAME)


def _layout(name: str) -> SheetLayout:
    return next(sheet for sheet in form().sheets if sheet.name == name)


def keys_of(name: str) -> tuple[str, ...]:
    """Return the name of each column's answer: its heading; where sheets share one, the sheet's number before it.

    A heading that stands again in the same sheet has its count behind it, "401 (2)"; a column without a heading is named by its letters.
    """
    layout, seen = _layout(name), dict[str, int]()
    told = []
    for at, heading in enumerate(layout.headings):
        seen[heading] = seen.get(heading, 0) + 1
        shared = heading == "Catatan" or not heading
        text = (f"{name[0]} " if shared else "") + (heading or f"kolom {at + 1}")
        told.append(text if not heading or seen[heading] == 1 else f"{text} ({seen[heading]})")
    return tuple(told)


def households(sheets: Sheets) -> list[ParsedHousehold]:
    """Return the families in the order of sheet 1, then those that only other sheets have.

    Told in ``problems``: KEY_EMPTY for a row without KK, KEY_TWICE for a second row of a family in a sheet that has one row a family,
    KEY_ALONE for a KK that another sheet of the file lacks.
    """
    by_kk: dict[str, dict[str, list[Row]]] = {}
    for name in (*_ONCE, MEMBERS):
        filled = sheets.sheet(name)
        at = _layout(name).headings.index(KK)
        for row in filled.rows if filled else ():
            key = tidy(row.cells[at]) or f"#{name[0]}.{row.number}"
            by_kk.setdefault(key, {}).setdefault(name, []).append(row)
    there = tuple(layout.name for layout in form().sheets if sheets.sheet(layout.name))
    return [_household(kk, rows, there) for kk, rows in by_kk.items()]


def _household(kk: str, rows: dict[str, list[Row]], there: tuple[str, ...]) -> ParsedHousehold:
    answers: dict[str, str] = {}
    for name in _ONCE:
        if name in rows:
            answers |= {key: cell for key, cell in zip(keys_of(name), rows[name][0].cells, strict=True) if cell and key != KK}
    members = tuple(_person(row) for row in rows.get(MEMBERS, ()))
    head = next((one.name for one in members if one.answers.get(_RELATION) == _HEAD_CODE), members[0].name if members else "")
    return ParsedHousehold(
        key="" if kk.startswith("#") else kk,
        place=ParsedPlace(sls_code=answers.get("kode sls/ non sls", ""), sls=answers.get("nama sls/non sls", "")),
        head_name=head,
        answers=answers,
        members=members,
        rows=tuple((name, row.number) for name, told in rows.items() for row in told),
        problems=tuple(_wrong(kk, rows, there)),
    )


def _wrong(kk: str, rows: dict[str, list[Row]], there: tuple[str, ...]) -> Iterator[CellProblem]:
    for told in rows.values():
        for row in told:
            yield from row.problems
    first_sheet, first = next((name, told[0]) for name, told in rows.items())

    def problem(sheet: str, row: Row, told: problems.Problem) -> CellProblem:
        return CellProblem(sheet=sheet, row=row.number, column=KK, shown=shown(kk, number=True), sentence=told.sentence)

    if kk.startswith("#"):
        empty = problems.KEY_EMPTY(column=KK).sentence
        yield CellProblem(sheet=first_sheet, row=first.number, column=KK, shown="", sentence=empty)
        return
    for name in _ONCE:
        for second in rows.get(name, ())[1:]:
            yield problem(name, second, problems.KEY_TWICE(row=rows[name][0].number))
    for name in there:
        if name not in rows:
            yield problem(first_sheet, first, problems.KEY_ALONE(here=first_sheet, missing=name))


def _person(row: Row) -> ParsedPerson:
    answers = {key: cell for key, cell in zip(keys_of(MEMBERS), row.cells, strict=True) if cell and key != KK}
    known = {"name": answers.get(_NAME, ""), "nik": whole_nik(answers.get(_NIK))}
    for field, (question, codes) in _CERTAIN.items():
        known[field] = codes.get(answers.get(question, "").strip().lstrip("0"), "")
    return ParsedPerson(
        row=row.number,
        name=answers.get(_NAME, ""),
        nik=answers.get(_NIK, ""),
        answers=answers,
        known={field: told for field, told in known.items() if told},
    )


def sheets_of(families: Iterable[ParsedHousehold]) -> Sheets:
    """Return the five sheets of these families; a family has a row in every sheet, in sheet 4 one for each person."""
    rows: dict[str, list[tuple[str, ...]]] = {layout.name: [] for layout in form().sheets}
    for family in families:
        for name in _ONCE:
            told = family.answers | {KK: family.key}
            rows[name].append(tuple(told.get(key, "") for key in keys_of(name)))
        for one in family.members:
            told = {_NAME: one.name, _NIK: one.nik} | one.answers | {KK: family.key}
            rows[MEMBERS].append(tuple(told.get(key, "") for key in keys_of(MEMBERS)))
    return fresh(form(), rows)
