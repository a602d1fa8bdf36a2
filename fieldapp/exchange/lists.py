"""The small sheets: an aid programme with its recipients, the people of one roof (RTM), and a supplement list."""

from __future__ import annotations

from collections.abc import Iterable

from fieldapp import problems
from fieldapp.exchange import cells
from fieldapp.exchange.codec import Row, Sheets, fresh
from fieldapp.exchange.layout import format_named
from fieldapp.exchange.parsed import CellProblem, ParsedDweller, ParsedProgramme, ParsedRecipient, ParsedSupplement, shown
from fieldapp.problems import Problem

AID, RTM, SUPPLEMENT = "bantuan", "rtm", "tambahan"
PROGRAMME, RECIPIENTS, DWELLERS, CODES, SUBJECTS = "Program", "Peserta", "RTM", "Kode Data", "Peserta"
# The relations of the RTM sheet as the village information system numbers them.
RTM_RELATIONS = (("1", "Kepala Rumah Tangga"), ("2", "Anggota"))
_TARGETS, _SOURCES = frozenset("1234"), frozenset("12345")
_PROGRAMME_FIELDS = ("number", "name", "target", "note", "source", "starts_on", "ends_on")


def _headings(of: str, sheet: str) -> tuple[str, ...]:
    return next(layout.headings for layout in format_named(of).sheets if layout.name == sheet)


def _told(sheet: str, row: int, column: str, value: str, problem: Problem) -> CellProblem:
    return CellProblem(sheet=sheet, row=row, column=column, shown=shown(value), sentence=problem.sentence)


def _day(text: str) -> str:
    """Return a day ISO when it reads as one; what stood there otherwise."""
    try:
        return cells.day("", text) or ""
    except Problem:
        return text


def programme(sheets: Sheets) -> ParsedProgramme:
    """Return the programme; CELL_EMPTY without a name, CELL_CODE for an unknown target or source, CELL_DATE in its ``problems``."""
    filled = sheets.sheet(PROGRAMME)
    if filled is None:
        return ParsedProgramme()
    told = dict(zip(_PROGRAMME_FIELDS, filled.rows[0].cells, strict=True))
    rows = {cells[0]: row for row, cells in filled.heads}
    labels = dict(zip(_PROGRAMME_FIELDS, _headings(AID, PROGRAMME), strict=True))
    wrong = []

    def check(field: str, problem: Problem) -> None:
        wrong.append(_told(filled.name, rows.get(labels[field], 1), labels[field], told[field], problem))

    if not told["name"]:
        check("name", problems.CELL_EMPTY(column=labels["name"]))
    for field, known in (("target", _TARGETS), ("source", _SOURCES)):
        if told[field] and told[field] not in known:
            check(field, problems.CELL_CODE(column=labels[field], value=told[field], known=", ".join(sorted(known))))
    for field in ("starts_on", "ends_on"):
        try:
            told[field] = cells.day(labels[field], told[field]) or ""
        except Problem as problem:
            check(field, problem)
    return ParsedProgramme(**told, problems=tuple(wrong))


def recipients(sheets: Sheets) -> list[ParsedRecipient]:
    """Return the recipients of the second sheet; one without a number in the first column is told as CELL_EMPTY."""
    filled = sheets.sheet(RECIPIENTS)
    column = _headings(AID, RECIPIENTS)[0]
    found = []
    for row in filled.rows if filled else ():
        subject, card_no, nik, name, birth_place, birth_date, address = row.cells
        empty = () if subject else (_told(RECIPIENTS, row.number, column, "", problems.CELL_EMPTY(column=column)),)
        found.append(
            ParsedRecipient(
                row=row.number, subject=subject, card_no=card_no, nik=nik, name=name, birth_place=birth_place,
                birth_date=_day(birth_date), address=address, problems=(*row.problems, *empty),
            )
        )  # fmt: skip
    return found


def aid_sheets(told: ParsedProgramme, people: Iterable[ParsedRecipient]) -> Sheets:
    """Return the two sheets of a programme."""
    values = tuple(getattr(told, field) for field in _PROGRAMME_FIELDS)
    rows: list[tuple[str, ...]] = [
        (one.subject, one.card_no, one.nik, one.name, one.birth_place, one.birth_date, one.address) for one in people
    ]
    return fresh(format_named(AID), {PROGRAMME: [values], RECIPIENTS: rows})


def dwellers(sheets: Sheets) -> list[ParsedDweller]:
    """Return the people of the RTM sheet; a row without NIK or number is told as CELL_EMPTY."""
    filled = sheets.sheet(DWELLERS)
    names = _headings(RTM, DWELLERS)
    found = []
    for row in filled.rows if filled else ():
        nik, number, relation = row.cells
        empty = _empty(DWELLERS, row, names[:2])
        found.append(ParsedDweller(row=row.number, nik=nik, number=number, relation=relation, problems=(*row.problems, *empty)))
    return found


def _empty(sheet: str, row: Row, names: Iterable[str]) -> tuple[CellProblem, ...]:
    told = ((name, cell) for name, cell in zip(names, row.cells, strict=False))
    return tuple(_told(sheet, row.number, name, "", problems.CELL_EMPTY(column=name)) for name, cell in told if not cell)


def rtm_sheets(people: Iterable[ParsedDweller]) -> Sheets:
    """Return the RTM sheet with its list of codes."""
    return fresh(format_named(RTM), {DWELLERS: [(one.nik, one.number, one.relation) for one in people], CODES: list(RTM_RELATIONS)})


def supplements(sheets: Sheets) -> list[ParsedSupplement]:
    """Return the lines of a supplement list; one without a subject is told as CELL_EMPTY."""
    filled = sheets.sheet(SUBJECTS)
    names = _headings(SUPPLEMENT, SUBJECTS)
    return [
        ParsedSupplement(
            row=row.number, subject=row.cells[0], note=row.cells[1], problems=(*row.problems, *_empty(SUBJECTS, row, names[:1]))
        )
        for row in (filled.rows if filled else ())
    ]


def supplement_sheets(lines: Iterable[ParsedSupplement]) -> Sheets:
    """Return the one sheet of a supplement list."""
    return fresh(format_named(SUPPLEMENT), {SUBJECTS: [(one.subject, one.note) for one in lines]})
