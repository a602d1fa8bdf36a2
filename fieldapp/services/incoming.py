"""People and families as a sheet from elsewhere tells them, before they are anyone's records here.

The reader of sheets (exchange) makes these, the import services take them in; field names are those of the nouns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Place = tuple[str, int]
"""Where something stands: the name of the sheet and the row as Excel numbers it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPerson:
    """One row of a sheet; fields as in :class:`fieldapp.domain.nouns.Person`, days ISO, coded answers Dukcapil's as text.

    ``other`` holds, by the sheet's heading, what has no place of its own, and what stood there written in another form; ``answers``
    what an instrument asked of this person. ``row`` is 0 for a person who comes from no sheet.
    """

    name: str
    sex: str
    birth_date: str
    relation: str
    nik: str | None = None
    no_nik_reason: str | None = None
    birth_place: str | None = None
    marital: str | None = None
    religion: str | None = None
    education: str | None = None
    occupation: str | None = None
    citizenship: str | None = None
    blood: str | None = None
    disability: str | None = None
    phone: str | None = None
    father_name: str | None = None
    mother_name: str | None = None
    status: str | None = None
    other: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0

    @property
    def place(self) -> Place:
        """Where this person stands in the file."""
        return (self.sheet, self.row)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingHousehold:
    """One KK with its members, the head first; ``region_id`` is the village the sheet is taken in for.

    ``key`` is the number an instrument gave the household, ``answers`` what it asked about it; ``desil`` "1" to "10" as the sheet says.
    """

    kk: str
    region_id: str
    members: tuple[IncomingPerson, ...]
    address: str | None = None
    hamlet: str | None = None
    rt: str | None = None
    rw: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    desil: str | None = None
    key: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def head(self) -> IncomingPerson:
        """The head of the family."""
        return self.members[0]


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row that is not taken in, and why; numbers of people in the sentences are masked. ``name`` is who stands there, "" unknown.

    ``waits``: nothing is wrong in this row, it only waits for someone of its family. ``columns`` holds for each reason the heading it
    speaks of as it stands in the sheet, ``proposals`` what could stand there instead; both "" where there is none.
    """

    place: Place
    name: str
    reasons: tuple[str, ...]
    waits: bool = False
    columns: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Let every reason have its column and its proposal, so that they can be read side by side."""
        for name in ("columns", "proposals"):
            told: tuple[str, ...] = getattr(self, name)
            object.__setattr__(self, name, told + ("",) * (len(self.reasons) - len(told)))


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingProgramme:
    """An aid programme; fields as in :class:`fieldapp.domain.nouns.Programme`. ``cells`` are what stood, by label."""

    name: str
    number: str = ""
    target: str = ""
    source: str = ""
    note: str = ""
    starts_on: str = ""
    ends_on: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingLine:
    """One line about someone who should be here already: a recipient of aid, a person of a shared house, a line of a supplement list.

    ``subject`` is the number it names (NIK, KK, number of a household), ``nik``, ``name`` and ``birth_date`` what else tells who is meant,
    ``group`` the house it belongs to; ``cells`` the line as it stood, by heading.
    """

    place: Place
    subject: str
    nik: str = ""
    name: str = ""
    birth_date: str = ""
    card_no: str = ""
    group: str = ""
    relation: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingSheet:
    """A whole file as read: families, or lines about people who are here. ``format`` is the name of its format, ``file_sha`` its SHA-256.

    ``form`` is the instrument whose answers are kept (id@version), "" for none. ``rows`` counts every row that is not empty, ``wrong``
    those that could not be read. ``region_id`` is the area the file was taken in for. ``shared`` holds numbers of rows that are wrong too.
    """

    format: str
    file_sha: str
    region_id: str
    rows: int
    households: tuple[IncomingHousehold, ...] = ()
    lines: tuple[IncomingLine, ...] = ()
    programme: IncomingProgramme | None = None
    wrong: tuple[WrongRow, ...] = ()
    warnings: tuple[WrongRow, ...] = ()  # rows that come in and hold something strange
    notes: tuple[str, ...] = ()
    form: str = ""
    key_question: str = ""  # under which an instrument's answers hold the number it gave the household
    shared: tuple[tuple[str, str], ...] = ()  # NIK and name of rows that are wrong for another reason: they count as bearers too

    @property
    def regions(self) -> tuple[str, ...]:
        """The villages of the families, or the area of a list."""
        return tuple(sorted({home.region_id for home in self.households} or {self.region_id}))
