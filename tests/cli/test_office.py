"""The office from the command line, and two laptops that enrol and sync with it over the network of this computer."""

from __future__ import annotations

import pytest

from fieldapp import problems
from fieldapp.sample import laptop
from fieldapp.server.office import open_office
from fieldapp.server.run import start_in_thread
from tests import make

RATNA = ("ratna", "--name", "Ratna Puspita", "--role", "worker", "--region", "18.11.02", "--title", "TKSK")
EKO = ("eko", "--name", "Eko Prasetyo", "--role", "coordinator_kecamatan", "--region", "18.11.02")


@pytest.fixture
def data(tmp_path):
    return tmp_path / "kantor"


@pytest.fixture
def address(data):
    """Return where an office over this data folder answers."""
    office = open_office(data)
    running = start_in_thread(office)
    yield running.url
    running.stop()
    office.close()


def _code(pilar, data, login: str) -> str:
    return pilar("--json", "server", "code", login, "--data", data).object["data"]["code"]


def test_people_are_added_listed_and_given_codes(pilar, data):
    added = pilar("--json", "server", "user", "add", *RATNA, "--data", data)
    assert added.code == 0
    assert added.object["data"]["login"] == "ratna"
    assert pilar("server", "user", "add", *RATNA, "--data", data).code == 1
    assert [u["login"] for u in pilar("--json", "server", "user", "list", "--data", data).object["data"]] == ["ratna"]
    assert len(_code(pilar, data, "ratna").replace("-", "")) == 12
    unknown = pilar("--json", "server", "code", "budi", "--data", data)
    assert (unknown.code, unknown.object["problem"]["code"]) == (1, problems.USER_UNKNOWN.code)


def test_a_laptop_enrols_syncs_and_another_one_finds_the_family(pilar, data, address, tmp_path):
    pilar("server", "user", "add", *RATNA, "--data", data)
    pilar("server", "user", "add", *EKO, "--data", data)
    first, second = tmp_path / "satu", tmp_path / "dua"
    enrolled = pilar("--json", "--home", first, "enrol", _code(pilar, data, "ratna"), "--server", address)
    assert enrolled.code == 0, enrolled.out
    assert enrolled.object["data"]["login"] == "ratna"
    from fieldapp.exchange.residents import write_residents

    write_residents(tmp_path / "penduduk.xlsx", [make.household(4)])
    assert pilar("--home", first, "import", tmp_path / "penduduk.xlsx", "--region", make.VILLAGE).code == 0
    sent = pilar("--json", "--home", first, "sync")
    assert sent.code == 0, sent.out
    assert sent.object["data"]["pushed"] == 7  # the import itself is a record too
    assert pilar("--json", "--home", first, "store", "info").object["data"]["status"]["waiting"] == 0
    assert pilar("--home", second, "enrol", _code(pilar, data, "eko"), "--server", address).code == 0
    assert pilar("--json", "--home", second, "sync").object["data"]["pulled"] >= 6
    assert pilar("--json", "--home", second, "find", "suparman").object["data"]["count"] == 1
    devices = pilar("--json", "server", "device", "list", "--data", data).object["data"]
    assert [device["login"] for device in devices] == ["ratna", "eko"]
    assert pilar("server", "device", "revoke", devices[1]["prefix"], "--data", data).code == 0
    shut_out = pilar("--json", "--home", second, "sync")
    assert (shut_out.code, shut_out.object["problem"]["code"]) == (1, problems.DEVICE_REVOKED.code)


def test_an_account_begun_without_an_office_joins_one_and_keeps_its_families(pilar, data, address, home):
    pilar("server", "user", "add", *RATNA, "--data", data)
    joined = pilar("--json", "--home", home, "--user", "ratna", "enrol", _code(pilar, data, "ratna"), "--server", address)
    assert joined.code == 0, joined.out
    assert pilar("--json", "--home", home, "sync").object["data"]["pushed"] > 50
    assert pilar("--json", "--home", home, "store", "info").object["data"]["households"] == 12


def test_a_wrong_code_registers_nothing(pilar, address, tmp_path):
    said = pilar("--json", "--home", tmp_path / "satu", "enrol", "AAAA-BBBB-CCCC", "--server", address)
    assert (said.code, said.object["problem"]["code"]) == (1, problems.CODE_WRONG.code)
    assert pilar("--json", "--home", tmp_path / "satu", "find", "sup").object["problem"]["code"] == problems.NO_ACCOUNT.code


def test_syncing_a_laptop_that_was_never_enrolled_says_so(pilar, home):
    said = pilar("--json", "--home", home, "sync")
    assert (said.code, said.object["problem"]["code"]) == (1, problems.NOT_ENROLLED.code)


def test_the_shown_passphrase_of_the_sample_opens_what_the_demo_makes():
    assert laptop.PASSPHRASE == make.PASSPHRASE
