"""Opening the laptop: who may, how often one may guess, and that two never open the same file at once."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from fieldapp import problems
from fieldapp.config import Folders
from fieldapp.services import accounts
from fieldapp.services.households import household_ids
from fieldapp.store import keys
from tests.services.stage import KK, NIK, PASSPHRASE, Clock, family, open_laptop, typed_family

ROOT = Path(__file__).resolve().parents[2]
WRONG = "padi sungai cambai pagi panas"


def refuses(home: Path, user_id: str, clock: Clock, passphrase: str = WRONG) -> problems.Problem:
    with pytest.raises(problems.Problem) as refused:
        accounts.unlock(home, user_id, passphrase, now=clock)
    return refused.value


@pytest.fixture
def closed(home, clock):
    """An account that is not open; returns its id."""
    ws = open_laptop(home, clock)
    ws.close()
    return ws.folder.name


def test_the_right_passphrase_opens_and_what_was_written_is_there(home, clock):
    ws = open_laptop(home, clock)
    kept = family(ws)
    ws.close()
    again = accounts.unlock(home, ws.folder.name, PASSPHRASE, now=clock)
    assert household_ids(again) == (kept,)
    assert again.user == ws.user
    again.close()


def test_three_wrong_tries_cost_a_second_and_every_further_one_twice_as_long(home, clock, closed):
    waits = []
    for _try in range(12):
        wrong = refuses(home, closed, clock)
        assert wrong.kind is problems.WRONG_PASSPHRASE
        waits.append(wrong.facts["seconds"])
        clock.turn(seconds=wrong.facts["seconds"] + 1)
    assert waits == [1, 1, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]


def test_no_try_is_looked_at_before_the_wait_is_over_not_even_a_right_one(home, clock, closed):
    for _try in range(6):
        clock.turn(seconds=61)
        refuses(home, closed, clock)
    refused = refuses(home, closed, clock, PASSPHRASE)
    assert refused.kind is problems.TOO_MANY_TRIES
    assert 1 <= refused.facts["seconds"] <= 9
    clock.turn(seconds=9)
    accounts.unlock(home, closed, PASSPHRASE, now=clock).close()
    assert accounts.wait_seconds(home, closed, clock()) == 0


def test_a_clock_set_back_does_not_shorten_the_wait(home, clock, closed):
    for _try in range(7):
        clock.turn(seconds=61)
        refuses(home, closed, clock)
    clock.turn(days=-400)
    assert refuses(home, closed, clock, PASSPHRASE).kind is problems.TOO_MANY_TRIES
    assert accounts.wait_seconds(home, closed, clock()) == 16


@pytest.mark.parametrize(
    "spoilt", [b"{", b"[]", b"null", b'{"wrong": "x"}', b'{"wrong": 9, "at": "kemarin", "wait": 60}', b'{"wrong": 9, "at": 7}']
)
def test_a_spoilt_count_of_tries_neither_locks_out_nor_makes_guessing_easier(home, clock, closed, spoilt):
    tries = Folders(home).user(closed) / "tries.json"
    tries.write_bytes(spoilt)
    assert refuses(home, closed, clock).facts["seconds"] == 60
    clock.turn(seconds=61)
    accounts.unlock(home, closed, PASSPHRASE, now=clock).close()


def test_an_account_that_is_open_is_not_opened_twice_and_is_free_after_closing(home, clock):
    ws = open_laptop(home, clock)
    assert refuses(home, ws.folder.name, clock, PASSPHRASE).kind is problems.STORE_BUSY
    ws.close()
    accounts.unlock(home, ws.folder.name, PASSPHRASE, now=clock).close()


def test_an_account_is_free_again_after_the_program_that_held_it_was_killed(home, clock, closed):
    told = "import sys, pathlib; from fieldapp.services.accounts import unlock\n"
    told += "ws = unlock(pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]); print('terbuka', flush=True); sys.stdin.read()"
    program = subprocess.Popen(
        [sys.executable, "-c", told, str(home), closed, PASSPHRASE], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stdout.readline() == "terbuka\n"
    assert refuses(home, closed, clock, PASSPHRASE).kind is problems.STORE_BUSY
    program.kill()
    program.communicate()
    accounts.unlock(home, closed, PASSPHRASE, now=clock).close()


def test_two_people_on_one_laptop_see_nothing_of_each_other(home, clock):
    ratna = open_laptop(home, clock)
    kept = family(ratna)
    budi = open_laptop(home, clock, "budi", name="Budi Santoso")
    assert household_ids(ratna) == (kept,)
    assert household_ids(budi) == ()
    assert ratna.folder != budi.folder
    assert ratna.store.key != budi.store.key
    assert [card.login for card in accounts.accounts(home)] == ["budi", "ratna"]
    ratna.close()
    budi.close()
    with pytest.raises(problems.Problem) as refused:
        keys.read_key_file(budi.folder / "key.json", "bukan sandi siapa pun")
    assert refused.value.kind is problems.WRONG_PASSPHRASE


def test_nothing_on_the_disk_tells_a_passphrase_a_number_or_a_name_of_a_family(home, clock):
    from fieldapp.services.registration import register_household

    ws = open_laptop(home, clock)
    register_household(ws, typed_family())
    ws.close()
    files = [path for path in home.rglob("*") if path.is_file()]
    assert {"store.db", "key.json", "devices.json", "journal.bin"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes().lower()
        for secret in (PASSPHRASE, NIK, KK, "Suparman", "Sumber Rejo"):
            assert secret.lower().encode() not in content, path.name


def test_the_list_of_accounts_is_told_without_unlocking(home, clock):
    ws = open_laptop(home, clock)
    family(ws)
    ws.close()
    card = accounts.account(home, "ratna")
    assert (card.name, card.title, card.place, card.waiting) == ("Ratna Puspita", "TKSK Kec. Mesuji Timur", "Mesuji Timur", 3)
    assert accounts.account(home) == card
    with pytest.raises(problems.Problem) as refused:
        accounts.account(home, "siapa")
    assert refused.value.sentence == "Akun siapa tidak ada di laptop ini. Yang ada: ratna."


def test_an_empty_folder_has_no_account_and_a_spoilt_list_says_so(home):
    with pytest.raises(problems.Problem) as refused:
        accounts.account(home)
    assert refused.value.kind is problems.NO_ACCOUNT
    home.mkdir()
    for spoilt in (b"[{", b'[{"x": 1}]', b"7", b'{"a": 1}', b'["x"]'):
        (home / "devices.json").write_bytes(spoilt)
        with pytest.raises(problems.Problem) as unreadable:
            accounts.accounts(home)
        assert unreadable.value.kind is problems.FILE_UNREADABLE


def test_a_new_passphrase_opens_and_the_old_one_no_longer_does(home, clock):
    ws = open_laptop(home, clock)
    kept = family(ws)
    accounts.change_passphrase(ws, PASSPHRASE, "gunung biru sejuk sekali")
    ws.close()
    assert refuses(home, ws.folder.name, clock, PASSPHRASE).kind is problems.WRONG_PASSPHRASE
    clock.turn(seconds=2)
    again = accounts.unlock(home, ws.folder.name, "gunung biru sejuk sekali", now=clock)
    assert household_ids(again) == (kept,)
    again.close()


def test_the_passphrase_is_not_changed_without_the_old_one_nor_to_a_weak_one(ws):
    before = (ws.folder / "key.json").read_bytes()
    for old, new, kind in ((WRONG, "gunung biru sejuk", problems.WRONG_PASSPHRASE), (PASSPHRASE, "pendek", problems.WEAK_PASSPHRASE)):
        with pytest.raises(problems.Problem) as refused:
            accounts.change_passphrase(ws, old, new)
        assert refused.value.kind is kind
    assert (ws.folder / "key.json").read_bytes() == before


@pytest.mark.parametrize("weak", ["", "sebelashrf1", "aaaaaaaaaaaaaaaa", "abababababababab"])
def test_a_weak_passphrase_makes_no_account(home, clock, weak):
    with pytest.raises(problems.Problem) as refused:
        accounts.create_account(home, accounts.Profile("ratna", "Ratna", "TKSK", "worker", ("18.11.02",)), weak, now=clock)
    assert refused.value.kind is problems.WEAK_PASSPHRASE
    assert not home.exists()


def test_a_suggested_passphrase_is_strong_and_never_the_same():
    suggested = {accounts.suggest_passphrase() for _time in range(50)}
    assert len(suggested) == 50
    for words in suggested:
        accounts.check_passphrase(" ".join(words))


def test_the_key_is_wrapped_as_heavily_as_promised(tmp_path, monkeypatch):
    monkeypatch.undo()
    keys.write_key_file(tmp_path / "key.json", keys.new_key(), PASSPHRASE)
    told = json.loads((tmp_path / "key.json").read_bytes())
    assert (told["kdf"], told["m"], told["t"]) == ("argon2id", 65536, 3)


@pytest.mark.parametrize(
    "spoilt", [b"", b"{}", b"[]", b'{"wrapped": "zz", "salt": "zz", "t": 1, "m": 8}', b'{"wrapped": "00", "salt": "00", "t": 1, "m": 1024}']
)
def test_a_spoilt_key_file_is_told_as_such(home, clock, closed, spoilt):
    (Folders(home).user(closed) / "key.json").write_bytes(spoilt)
    assert refuses(home, closed, clock, PASSPHRASE).kind is problems.KEY_UNREADABLE


def test_a_damaged_file_names_the_newest_copy(home, clock):
    from fieldapp.services.backups import backup_now

    ws = open_laptop(home, clock)
    made = backup_now(ws)
    ws.close()
    (ws.folder / "store.db").write_bytes(b"\0" * 8192)
    refused = refuses(home, ws.folder.name, clock, PASSPHRASE)
    assert refused.kind is problems.STORE_DAMAGED
    assert refused.facts["backup"] == made.at


def test_a_file_of_a_newer_pilar_is_left_as_it_is(home, clock, closed):
    folder = Folders(home).user(closed)
    from fieldapp.store.engine import connect

    con = connect(folder / "store.db", keys.read_key_file(folder / "key.json", PASSPHRASE).raw)
    con.execute("PRAGMA user_version = 99")
    con.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    con.close()
    before = (folder / "store.db").read_bytes()
    assert refuses(home, closed, clock, PASSPHRASE).kind is problems.STORE_NEWER
    assert (folder / "store.db").read_bytes() == before


def test_the_profile_that_the_office_tells_stays(home, clock):
    ws = open_laptop(home, clock)
    accounts.keep_profile(ws, name="Ratna P.", prefix="LT007")
    kept = family(ws)
    ws.close()
    again = accounts.unlock(home, ws.folder.name, PASSPHRASE, now=clock)
    assert (again.user.name, again.user.prefix) == ("Ratna P.", "LT007")
    with again.transaction() as act:
        from fieldapp.domain import nouns

        assert act.get(nouns.Household, kept).code == "LT007-0002"
    again.close()
    assert accounts.account(home).name == "Ratna P."


def test_today_is_the_day_where_the_area_lies(home):
    clock = Clock()
    clock.at = clock.at.replace(hour=16, minute=30)  # 23.30 WIB, 01.30 WIT the next day
    west, east = open_laptop(home, clock), open_laptop(home, clock, "yosef", name="Yosef", regions=("91.03.01",))
    assert east.today() - west.today() == timedelta(days=1)
    assert (west.zone, east.zone) == ("WIB", "WIT")
    west.close()
    east.close()


def test_the_one_who_is_already_in_is_recognised_by_the_same_passphrase_and_counted_like_anyone(ws, clock):
    from fieldapp.services.accounts import recognise

    recognise(ws, PASSPHRASE)
    for _try in range(5):
        with pytest.raises(problems.Problem) as refused:
            recognise(ws, "bukan kata sandinya")
    assert refused.value.kind is problems.TOO_MANY_TRIES
    with pytest.raises(problems.Problem):
        recognise(ws, PASSPHRASE)
