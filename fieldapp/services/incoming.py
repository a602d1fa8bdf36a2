"""People and families as a sheet from elsewhere tells them, before they are anyone's records here.

The reader of sheets (exchange) makes these, the import service takes them in; field names are those of the nouns.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingPerson:
    """One row of a sheet; fields as in :class:`fieldapp.domain.nouns.Person`, days ISO, coded answers Dukcapil's as text.

    ``other`` holds, by the sheet's heading, what has no place of its own, and what stood there written in another form.
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
    father_name: str | None = None
    mother_name: str | None = None
    status: str | None = None
    other: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingHousehold:
    """One KK with its members, the head first; ``region_id`` is the village the sheet is taken in for."""

    kk: str
    region_id: str
    members: tuple[IncomingPerson, ...]
    address: str | None = None
    hamlet: str | None = None
    rt: str | None = None
    rw: str | None = None
    latitude: str | None = None
    longitude: str | None = None

    @property
    def head(self) -> IncomingPerson:
        """The head of the family."""
        return self.members[0]
