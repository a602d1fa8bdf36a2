"""An office that answers, laptops enrolled at it, and somebody who may stand between."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from fieldapp.server.office import HeadOffice, open_office
from fieldapp.server.run import start_in_thread
from fieldapp.services.households import household_ids
from fieldapp.services.imports import take_in_households
from fieldapp.services.workspace import Workspace
from fieldapp.sync.enrol import enrol
from fieldapp.sync.http import HttpOffice
from fieldapp.sync.session import SyncReport, sync_now
from tests import make
from tests.scenarios.between import Between, honest


@dataclass
class Here:
    """An office with its address, and what was opened."""

    folder: Path
    office: HeadOffice
    url: str
    between: Between
    laptops: dict[str, Workspace] = field(default_factory=dict)

    def laptop(self, login: str, role: str = "worker", region: str = "18.11.02") -> Workspace:
        """Return this person's enrolled laptop."""
        if login not in self.laptops:
            self.office.add_user(login, login.capitalize(), "TKSK", role, region)
            self.laptops[login] = enrol(self.folder / login, self.office.make_code(login), self.url, make.PASSPHRASE)
        return self.laptops[login]

    def spoilt(self, ws: Workspace, timeout: float = 1.0) -> SyncReport:
        """Sync over the stranger's line."""
        with HttpOffice(self.between.url, ws.device_id, ws.store.author.key, timeout=timeout, server_id=ws.user.server_id) as line:
            return sync_now(ws, line)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Here]:
    """Return an office that serves from a thread, for one module."""
    folder = tmp_path_factory.mktemp("kabupaten")
    office = open_office(folder / "kantor")
    running = start_in_thread(office)
    between = Between(running.url)
    with ExitStack() as ends:
        ends.callback(office.close)
        ends.callback(running.stop)
        ends.callback(between.stop)
        world = Here(folder, office, running.url, between)
        ends.callback(lambda: [ws.close() for ws in world.laptops.values()])
        yield world


@pytest.fixture(autouse=True)
def _honest_again(request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test the stranger is honest again."""
    yield
    if "here" in request.fixturenames:
        request.getfixturevalue("here").between.spoil = honest


def add_family(ws: Workspace, name: str = "Suparman") -> str:
    """Take in one family of one person and return its id."""
    before = set(household_ids(ws))
    take_in_households(ws, [replace(make.household(1), members=(make.person(name=name),))])
    (made,) = set(household_ids(ws)) - before
    return made
