"""What every test may rely on: no screen, no network beyond this computer, no one's own data, Indonesian words, and the same examples each time."""

from __future__ import annotations

import ipaddress
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from fieldapp import config, language

# Offscreen is quicker than a screen made for the tests; QT_QPA_PLATFORM=xcb runs the same suite under Xvfb.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

_CALM = {"deadline": None, "database": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
settings.register_profile("quick", max_examples=40, derandomize=True, **_CALM)
settings.register_profile("long", max_examples=4000, print_blob=True, **_CALM)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_xvfb_disable() -> bool:
    """Start Xvfb only when the tests are asked to use a screen."""
    return os.environ["QT_QPA_PLATFORM"] != "xcb"


class NetworkUsedError(AssertionError):
    """A test reached for another computer."""


def _is_here(host: object) -> bool:
    """Say whether this host is this computer; a missing host means the same."""
    name = host.decode() if isinstance(host, bytes) else str(host or "localhost")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _refuse_other_computers(event: str, args: tuple[object, ...]) -> None:
    """Stop a socket that leaves this computer; unix sockets have a path for an address and stay."""
    if event in {"socket.connect", "socket.sendto"}:
        address = args[1]
        if isinstance(address, tuple) and not _is_here(address[0]):
            raise NetworkUsedError(event)
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and not _is_here(args[0]):
        raise NetworkUsedError(event)


# An audit hook sees every socket of this process and cannot be undone by a test that patches modules.
sys.addaudithook(_refuse_other_computers)


@pytest.fixture(autouse=True)
def _a_home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> None:
    """Keep a test that forgets to name a data folder out of the data of whoever runs it; nothing is created by this."""
    monkeypatch.setenv(config.HOME_VARIABLE, str(tmp_path_factory.getbasetemp() / "rumah" / f"{id(request.node):x}"))


@pytest.fixture(autouse=True)
def _indonesian_words() -> Iterator[None]:
    """Give each test the words a new laptop speaks, whatever the test before it chose."""
    language.choose("id")
    yield
    language.choose("id")
