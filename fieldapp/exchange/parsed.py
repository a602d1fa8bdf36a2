"""What sheets of every format tell, grouped for the services: families, their people, aid and its recipients, as plain facts."""

from __future__ import annotations

from dataclasses import dataclass, field

from fieldapp.domain import nik as numbers
from fieldapp.language import _


@dataclass(frozen=True, slots=True, kw_only=True)
class CellProblem:
    """What is wrong in one cell, named as people see it: sheet, row as Excel numbers it, heading.

    ``shown`` is what stands there, numbers masked. ``proposal`` is the code of the nearest answer, to be offered and never applied unasked.
    """

    sheet: str
    row: int
    column: str
    shown: str
    sentence: str
    proposal: str | None = None

    @property
    def told(self) -> str:
        """The place and the sentence: "baris 14, kolom NIK: …"."""
        return _("baris {row}, kolom {column}: {sentence}").format(row=self.row, column=self.column, sentence=self.sentence)


def shown(text: str, *, number: bool = False) -> str:
    """Return what stands in a cell as it may be shown: numbers of people masked, long text cut at 60 letters."""
    return numbers.mask(text) if number or (text.isdigit() and len(text) >= numbers.LENGTH - 1) else text[:60]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPlace:
    """Where a family lives, as the sheet says it: names, codes as they stood, the SLS (RT, dusun) and the address."""

    province: str = ""
    province_code: str = ""
    regency: str = ""
    regency_code: str = ""
    district: str = ""
    district_code: str = ""
    village: str = ""
    village_code: str = ""
    sls: str = ""
    sls_code: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedPerson:
    """One person of an instrument's sheet. ``answers`` by heading or question, codes as they stood.

    ``known`` holds, by the field names of :class:`fieldapp.services.incoming.IncomingPerson`, only what is certain, in Dukcapil's codes.
    """

    row: int
    name: str
    nik: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedHousehold:
    """One household of an instrument's sheet. ``key`` is its number there: the BDT household id, or the KK number of Regsosek.

    ``answers`` by heading (BDT columns 16 to 78) or question (Regsosek sheets 1, 2, 3, 5); ``other`` what stands beside them;
    ``rows`` the sheet and row of each row it came from.
    """

    key: str
    place: ParsedPlace = ParsedPlace()
    head_name: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)
    members: tuple[ParsedPerson, ...] = ()
    rows: tuple[tuple[str, int], ...] = ()
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedProgramme:
    """An aid programme as its sheet says it: target "1" to "4", source "1" to "5", days as they stood when they are no days."""

    number: str = ""
    name: str = ""
    target: str = ""
    note: str = ""
    source: str = ""
    starts_on: str = ""
    ends_on: str = ""
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRecipient:
    """One recipient: ``subject`` is the number the programme's target asks for (NIK, KK, household or group)."""

    row: int
    subject: str
    card_no: str = ""
    nik: str = ""
    name: str = ""
    birth_place: str = ""
    birth_date: str = ""
    address: str = ""
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedDweller:
    """One person of a household under one roof (RTM): NIK, the household's number, the relation's code in the sheet."""

    row: int
    nik: str
    number: str
    relation: str
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedSupplement:
    """One line of a supplement list: the subject's number and what is told about it."""

    row: int
    subject: str
    note: str = ""
    problems: tuple[CellProblem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedLine:
    """One row of any table, read by a mapping: ``fields`` by target field in our codes, ``other`` by heading as it stood."""

    row: int
    fields: dict[str, str] = field(default_factory=dict)
    other: dict[str, str] = field(default_factory=dict)
    problems: tuple[CellProblem, ...] = ()
