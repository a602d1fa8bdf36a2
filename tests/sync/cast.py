"""The people of the sync stories: an office, laptops over real encrypted files, and a road between them that can fail."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fieldapp import problems
from fieldapp.domain import nouns
from fieldapp.domain.ids import new_id
from fieldapp.server.office import HeadOffice, open_office
from fieldapp.services.workspace import Area, User, Workspace
from fieldapp.store import keys
from fieldapp.store.opening import Store
from fieldapp.store.transaction import put_meta
from fieldapp.sync.protocol import EnrolRequest, Office, PullRequest, PushRequest
from fieldapp.sync.session import SyncReport, sync_now

DESA = "18.11.02.2002"
VILLAGES = ("18.11.02.2001", "18.11.02.2002", "18.11.02.2003")


class RoadCutError(Exception):
    """The laptop died in the middle: power, or kill -9."""


@dataclass
class Time:
    """One wall clock; a laptop may stand beside it by ``skew``."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 23, 1, 0, tzinfo=UTC))

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=7)
        return self.at


@dataclass
class Road:
    """The way from a laptop to the office. ``plan`` says what happens to the next requests: ok, lost_request, lost_answer, crash."""

    desk: Office
    plan: list[str] = field(default_factory=list)
    pushed: list[PushRequest] = field(default_factory=list)
    moved: int = 0

    def _next(self) -> str:
        return self.plan.pop(0) if self.plan else "ok"

    def _travel(self, ask: Callable[[], Any]) -> Any:
        fate = self._next()
        if fate == "lost_request":
            raise problems.NO_NETWORK()
        answer = ask()
        if fate == "lost_answer":
            raise problems.ANSWER_CUT()
        if fate == "crash":
            raise RoadCutError
        return answer

    def push(self, request: PushRequest) -> Any:
        self.pushed.append(request)
        self.moved += len(request.ops)
        return self._travel(lambda: self.desk.push(request))

    def pull(self, request: PullRequest) -> Any:
        answer = self._travel(lambda: self.desk.pull(request))
        self.moved += len(answer.events)
        return answer

    def attachment_offset(self, root: str, sha256: str) -> int:
        return self._travel(lambda: self.desk.attachment_offset(root, sha256))

    def send_attachment(self, root: str, sha256: str, offset: int, total: int, part: bytes) -> int:
        return self._travel(lambda: self.desk.send_attachment(root, sha256, offset, total, part))

    def fetch_attachment(self, root: str, sha256: str, offset: int) -> bytes:
        return self._travel(lambda: self.desk.fetch_attachment(root, sha256, offset))

    def enrol(self, request: EnrolRequest) -> Any:
        return self.desk.enrol(request)


@dataclass
class Laptop:
    """One person's laptop: a real encrypted store, a clock of its own, and its road to the office."""

    ws: Workspace
    road: Road
    skew: timedelta = timedelta()

    def sync(self, *plan: str) -> SyncReport:
        self.road.plan = list(plan)
        try:
            return sync_now(self.ws, self.road)
        finally:
            self.road.plan = []

    def household(self, region: str = DESA, **values: Any) -> str:
        """Register a family of one."""
        household_id, person_id = new_id(), new_id()
        name = values.pop("name", "Suparman")
        with self.ws.transaction() as act:
            act.add(nouns.Household(id=household_id, root_id=household_id, region_id=region, head_id=person_id, **values))
            act.add(nouns.Person(id=person_id, root_id=person_id, region_id=region, household_id=household_id, name=name, relation="1"))
        return household_id

    def change(self, household_id: str, **values: Any) -> None:
        with self.ws.transaction() as act:
            act.change(nouns.Household, household_id, values)

    def get(self, household_id: str) -> nouns.Household:
        with self.ws.transaction() as act:
            return act.get(nouns.Household, household_id)

    def has(self, household_id: str) -> bool:
        with self.ws.transaction() as act:
            return act.find(nouns.Household, household_id) is not None


class World:
    """An office and its laptops in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.time = Time()
        self.office: HeadOffice = open_office(folder / "office", now=self.time.now)
        self.laptops: list[Laptop] = []

    def laptop(self, login: str, role: str = "worker", region: str = "18.11.02") -> Laptop:
        """Enrol a laptop; the slow key derivation of a passphrase is left out, everything else is real."""
        if login not in {user.login for user in self.office.users()}:
            self.office.add_user(login, login.capitalize(), "Petugas", role, region)
        folder = self.folder / f"laptop-{len(self.laptops)}"
        folder.mkdir()
        (folder / "key.json").write_text("{}")
        here = Laptop.__new__(Laptop)
        here.skew = timedelta()
        store = Store(folder, keys.new_key(), now=lambda: self.time.now() + here.skew, room=0)
        request = EnrolRequest(self.office.make_code(login), store.author.device_id, bytes(store.author.key.verify_key).hex(), "test")
        told = self.office.desk().enrol(request)
        store.become(told.user, told.prefix)
        areas = tuple(Area(grant.region, grant.role) for grant in told.grants)
        user = User(told.user, login, told.name, told.title, role, areas, told.prefix, "http://127.0.0.1", told.server_id)
        store.put_meta("profile", user.told())
        with store.writing() as con:
            put_meta(con, "server_id", told.server_id)
            put_meta(con, "epoch", told.epoch)
        here.ws = Workspace(self.folder, folder, store, user)
        here.road = Road(self.office.desk(store.author.device_id))
        self.laptops.append(here)
        return here

    def reopen(self, laptop: Laptop) -> None:
        """The laptop was killed: its file is opened again as it lies."""
        old = laptop.ws.store
        old.engine.dispose()
        old._lock.release()
        store = Store(old.folder, old.key, now=old.now, room=0)
        laptop.ws = Workspace(laptop.ws.home, laptop.ws.folder, store, User.read(store.meta("profile")))

    def restart_office(self) -> None:
        self.office.close()
        self._open_office()

    def _open_office(self) -> None:
        self.office = open_office(self.folder / "office", now=self.time.now)
        for laptop in self.laptops:
            laptop.road.desk = self.office.desk(laptop.ws.device_id)

    def backup_office(self) -> None:
        self.office.close()
        shutil.rmtree(self.folder / "backup", ignore_errors=True)
        shutil.copytree(self.folder / "office", self.folder / "backup")
        self._open_office()

    def restore_office(self) -> None:
        """The office's disk died; yesterday's copy is put back and a new epoch begins."""
        self.office.close()
        shutil.rmtree(self.folder / "office")
        shutil.copytree(self.folder / "backup", self.folder / "office")
        self._open_office()
        self.time.at += timedelta(seconds=2)
        self.office.new_epoch()

    def settle_down(self, rounds: int = 12) -> None:
        """Everybody syncs over a good road until nothing moves; fails when that never happens."""
        for _round in range(rounds):
            moved = 0
            for laptop in self.laptops:
                laptop.road.moved = 0
                laptop.sync()
                moved += laptop.road.moved
            if moved == 0:
                return
        raise AssertionError("sync never comes to rest")

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.ws.store.engine.dispose()
            laptop.ws.store._lock.release()
        self.office.close()
