"""An opened laptop: whose it is, where its area lies, and the door to its records."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp.domain.moments import ZONES, Now, zone_of

if TYPE_CHECKING:
    from fieldapp.store.opening import Store
    from fieldapp.store.rows import Connection
    from fieldapp.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Area:
    """One granted area: a region, a role there, and from which day to which (ISO)."""

    region: str
    role: str
    starts: str | None = None
    ends: str | None = None


@dataclass(frozen=True, slots=True)
class User:
    """The person whose laptop this is. ``prefix`` begins the short codes of what they record; ``server_url`` is None before enrolment."""

    id: str
    login: str
    name: str
    title: str
    role: str
    areas: tuple[Area, ...]
    prefix: str
    server_url: str | None = None
    server_id: str | None = None

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions granted."""
        return tuple(area.region for area in self.areas)

    @classmethod
    def read(cls, told: dict[str, Any]) -> User:
        """Read what :meth:`told` wrote."""
        return cls(**{**told, "areas": tuple(Area(**area) for area in told["areas"])})

    def told(self) -> dict[str, Any]:
        """Return the form in which it is kept."""
        from dataclasses import asdict

        return asdict(self)


class Workspace:
    """What the window holds and passes on: one person's unlocked records."""

    def __init__(self, home: Path, folder: Path, store: Store, user: User) -> None:
        self.home = home
        self.folder = folder
        self.store = store
        self.user = user

    @property
    def device_id(self) -> str:
        """The id of this laptop, for this person."""
        return self.store.author.device_id

    @property
    def zone(self) -> str:
        """WIB, WITA or WIT: where the first granted area lies."""
        return zone_of(self.user.regions[0]) if self.user.regions else "WIB"

    @property
    def now(self) -> Now:
        """The clock of this program; tests hand in their own."""
        return self.store.now

    def moment_here(self) -> datetime:
        """Return the moment now as the wall clock of the area."""
        return self.now().astimezone(ZONES[self.zone])

    def today(self) -> date:
        """Return the day it is in the area."""
        return self.moment_here().date()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """One act: everything recorded inside, or nothing."""
        with self.store.transaction() as act:
            yield act

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read one consistent state."""
        with self.store.reading() as con:
            yield con

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write what is not synced."""
        with self.store.writing() as con:
            yield con

    def close(self) -> None:
        """Let go: the WAL is written back, the lock freed, the key forgotten."""
        from fieldapp.services.people import note_in_list

        try:
            note_in_list(self)
        finally:
            self.store.close()
