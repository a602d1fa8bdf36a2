"""The BDT 2015 sheet: one row a person with the household's columns repeated, grouped into households and written back row by row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from fieldapp import problems
from fieldapp.exchange.cells import tidy, whole_nik
from fieldapp.exchange.codec import Row, Sheets, fresh
from fieldapp.exchange.layout import Format, format_named
from fieldapp.exchange.parsed import CellProblem, ParsedHousehold, ParsedPerson, ParsedPlace, shown

NAME, SHEET = "bdt_2015", "Sheet1"
_HEAD, _HOUSE, _PERSON = range(15), range(15, 78), range(78, 101)
_KEY, _OLD_KEY, _HEAD_NAME, _PERSON_NAME, _NIK = 1, 0, 12, 79, 80
_PLACE = MappingProxyType({
    "province": 2, "province_code": 3, "regency": 4, "regency_code": 5, "district": 6, "district_code": 7, "village": 8,
    "village_code": 9, "sls": 10, "address": 11,
})  # fmt: skip
_SEX, _MARITAL, _RELATION = 84, 86, 83
_CERTAIN = MappingProxyType({
    "sex": (_SEX, MappingProxyType({"1": "1", "2": "2"})),
    # PBDT asks belum kawin, kawin, cerai hidup, cerai mati in the order of Dukcapil; nothing but these four codes is taken over.
    "marital": (_MARITAL, MappingProxyType({"1": "1", "2": "2", "3": "3", "4": "4"})),
    # Only the head and the child mean the same in both lists; code 2 is husband or wife there and two codes here.
    "relation": (_RELATION, MappingProxyType({"1": "1", "3": "4"})),
})  # fmt: skip


def form() -> Format:
    """Return the format: its sheet, headings and the KOLOM row."""
    return format_named(NAME)


def headings() -> tuple[str, ...]:
    """Return the 101 headings in order."""
    return form().sheets[0].headings


def households(sheets: Sheets) -> list[ParsedHousehold]:
    """Return the households of a sheet in the order they begin, each with its people.

    A row without a household id is told as KEY_EMPTY in a household of its own; a household column that differs between two rows of
    one household is told as ROWS_DIFFER and the first row's answer is kept.
    """
    filled = sheets.sheet(SHEET)
    families: dict[str, list[Row]] = {}
    for row in filled.rows if filled else ():
        families.setdefault(_key(row) or f"#{row.number}", []).append(row)
    return [_household(rows, filled.name if filled else SHEET) for rows in families.values()]


def _key(row: Row) -> str:
    return tidy(row.cells[_KEY]) or tidy(row.cells[_OLD_KEY]) or ""


def _household(rows: list[Row], sheet: str) -> ParsedHousehold:
    first, names = rows[0].cells, headings()
    return ParsedHousehold(
        key=_key(rows[0]),
        place=ParsedPlace(**{field: first[at] for field, at in _PLACE.items()}),
        head_name=first[_HEAD_NAME],
        answers={names[at]: first[at] for at in _HOUSE if first[at]},
        other={names[at]: first[at] for at in (0, 13, 14) if first[at]},
        members=tuple(_person(row) for row in rows if any(row.cells[at] for at in _PERSON)),
        rows=tuple((sheet, row.number) for row in rows),
        problems=(*(told for row in rows for told in row.problems), *_differences(rows, sheet)),
    )


def _differences(rows: list[Row], sheet: str) -> Iterator[CellProblem]:
    names, first = headings(), rows[0]
    if not _key(first):
        told = problems.KEY_EMPTY(column=names[_KEY])
        yield CellProblem(sheet=sheet, row=first.number, column=names[_KEY], shown="", sentence=told.sentence)
    for row in rows[1:]:
        for at in (*_HEAD, *_HOUSE):
            if row.cells[at] != first.cells[at]:
                told = problems.ROWS_DIFFER(column=names[at], row=first.number)
                yield CellProblem(sheet=sheet, row=row.number, column=names[at], shown=shown(row.cells[at]), sentence=told.sentence)


def _person(row: Row) -> ParsedPerson:
    names, cells = headings(), row.cells
    known = {"name": cells[_PERSON_NAME], "nik": whole_nik(cells[_NIK])}
    for field, (at, codes) in _CERTAIN.items():
        known[field] = codes.get(cells[at].strip().lstrip("0"), "")
    return ParsedPerson(
        row=row.number,
        name=cells[_PERSON_NAME],
        nik=cells[_NIK],
        answers={names[at]: cells[at] for at in _PERSON if cells[at]},
        known={field: told for field, told in known.items() if told},
    )


def sheets_of(families: Iterable[ParsedHousehold]) -> Sheets:
    """Return the sheet of these households, one row a person, the household's columns repeated; one row for a household without people."""
    names = headings()
    rows: list[tuple[str, ...]] = []
    for family in families:
        told = {names[at]: getattr(family.place, field) for field, at in _PLACE.items()}
        told |= family.answers | family.other | {names[_KEY]: family.key, names[_HEAD_NAME]: family.head_name}
        rows.extend(tuple((told | member).get(name, "") for name in names) for member in _of_members(family, names))
    return fresh(form(), {SHEET: rows})


def _of_members(family: ParsedHousehold, names: tuple[str, ...]) -> list[dict[str, str]]:
    own = {names[_PERSON_NAME], names[_NIK]}
    return [{names[_PERSON_NAME]: one.name, names[_NIK]: one.nik, **_without(one.answers, own)} for one in family.members] or [{}]


def _without(answers: dict[str, str], names: set[str]) -> dict[str, str]:
    return {name: told for name, told in answers.items() if name not in names}
