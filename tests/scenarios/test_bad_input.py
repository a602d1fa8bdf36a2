"""What a laptop meets that nobody meant: damage, a full disk, a wrong clock, wrong words; each is said in a sentence with its cure, and nothing is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldapp import problems
from fieldapp.cli.app import run
from fieldapp.exchange.residents import write_residents
from fieldapp.services.accounts import accounts, unlock
from fieldapp.services.households import household_cards, household_ids
from fieldapp.services.photos import shrink
from fieldapp.services.status import status
from fieldapp.sync.enrol import enrol
from fieldapp.sync.session import sync_now
from tests import make
from tests.cli.conftest import _made_home, home, pilar
from tests.exchange import sheets
from tests.scenarios.commands import ROOT
from tests.scenarios.conftest import add_family
from tests.services.test_full_disk import full_disk

__all__ = ["_made_home", "home", "pilar"]  # pytest finds them by their names


def folder_of(laptop: Path) -> Path:
    return laptop / "users" / accounts(laptop)[0].user_id


def test_wrong_passphrases_at_the_terminal_cost_more_and_more_time_and_no_data(pilar, home, monkeypatch):
    monkeypatch.setenv("FIELDAPP_PASSPHRASE", "bukan kata sandinya")
    codes = [pilar("--json", "--home", home, "find", "sup").object["problem"]["code"] for _try in range(3)]
    assert codes[0] == problems.WRONG_PASSPHRASE.code
    assert set(codes) <= {problems.WRONG_PASSPHRASE.code, problems.TOO_MANY_TRIES.code}
    user = accounts(home)[0].user_id
    with pytest.raises(problems.Problem) as too_soon:
        unlock(
            home, user, make.PASSPHRASE, now=lambda: datetime.fromisoformat(json.loads((folder_of(home) / "tries.json").read_text())["at"])
        )
    assert too_soon.value.kind is problems.TOO_MANY_TRIES
    monkeypatch.setenv("FIELDAPP_PASSPHRASE", make.PASSPHRASE)
    later = unlock(home, user, make.PASSPHRASE, now=lambda: datetime.now(UTC) + timedelta(minutes=2))
    assert len(household_ids(later)) == 12
    later.close()


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for at in range(4096 * 2 + 100, len(content), 4096):
        content[at] ^= 0xFF
    path.write_bytes(content)


DAMAGE = {
    "bytes flipped": flipped,
    "the beginning wiped": lambda path: path.write_bytes(bytes(4096) + path.read_bytes()[4096:]),
    "cut in half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "a few bytes left": lambda path: path.write_bytes(b"SQLite"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_store_is_named_and_comes_back_with_all_that_was_saved(pilar, home, name):
    assert pilar("--home", home, "store", "backup").code == 0
    sheet = home / "baru.xlsx"
    write_residents(sheet, [make.household(3)])
    assert pilar("--home", home, "import", sheet, "--region", make.VILLAGE).code == 0
    DAMAGE[name](folder_of(home) / "store.db")
    seen = pilar("--json", "--home", home, "store", "verify")
    assert (seen.code, seen.object["problem"]["code"]) == (1, problems.STORE_DAMAGED.code)
    assert pilar("--json", "--home", home, "store", "restore").object["data"]["replayed"] > 0
    assert pilar("--json", "--home", home, "store", "info").object["data"]["households"] == 13
    assert pilar("--json", "--home", home, "store", "verify").object["data"]["whole"] is True


def test_a_command_beside_an_open_window_says_so_and_works_once_it_is_closed(pilar, home):
    assert pilar("--home", home, "store", "backup").code == 0
    program = (
        "import sys; from pathlib import Path; from fieldapp.services.accounts import accounts, unlock; home = Path(sys.argv[1]);"
        "ws = unlock(home, accounts(home)[0].user_id, sys.argv[2]); print('terbuka', flush=True); sys.stdin.read(); ws.close()"
    )
    words = [sys.executable, "-c", program, str(home), make.PASSPHRASE]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout.readline() == "terbuka\n"
        for word in (("find", "sup"), ("sync",), ("store", "restore"), ("store", "info")):
            said = pilar("--home", home, *word)
            assert (said.code, said.err.strip()) == (1, problems.STORE_BUSY().sentence)
        window.communicate("")
    assert pilar("--home", home, "find", "sup").code == 0


def test_a_code_is_not_spent_on_a_folder_that_cannot_keep_the_account(here, tmp_path):
    here.office.add_user("wati", "Wati", "TKSK", "worker", "18.11.02")
    code = here.office.make_code("wati")
    (tmp_path / "berkas").write_bytes(b"")
    with pytest.raises(problems.Problem) as refused:
        enrol(tmp_path / "berkas", code, here.url, make.PASSPHRASE)
    assert refused.value.kind is problems.FOLDER_UNWRITABLE
    enrol(tmp_path / "folder", code, here.url, make.PASSPHRASE).close()


def test_a_full_disk_while_reading_from_the_office_loses_nothing_and_goes_on_later(here):
    ratna, eko = here.laptop("ratna"), here.laptop("eko", "coordinator_kecamatan")
    sync_now(eko)
    before = set(household_ids(eko))
    families = {add_family(ratna, f"Wagiman {'x' * 80} {number}") for number in range(12)}
    sync_now(ratna)
    with full_disk(eko):
        with pytest.raises(problems.Problem) as full:
            for number in range(400):
                add_family(eko, f"Isi {number} " + "y" * 80)
        assert full.value.kind is problems.DISK_FULL
        mine = set(household_ids(eko)) - before
        with pytest.raises(problems.Problem) as full:
            sync_now(eko)
        assert full.value.kind is problems.DISK_FULL
        assert set(household_ids(eko)) == before | mine
    sync_now(eko)
    assert set(household_ids(eko)) == before | mine | families
    sync_now(ratna)
    assert mine <= set(household_ids(ratna))
    assert here.office.refused() == ()


@contextmanager
def clock_at(ws, years: int):
    before = ws.store.now, ws.store.author.clock.now
    ahead = lambda: datetime.now(UTC) + timedelta(days=365 * years)  # noqa: E731 - a clock is a function
    ws.store.now = ws.store.author.clock.now = ahead
    try:
        yield
    finally:
        ws.store.now, ws.store.author.clock.now = before


@pytest.mark.parametrize("years", [-10, 10])
def test_a_clock_ten_years_off_is_told_and_no_later_work_is_hidden_by_it(here, years):
    odd, eko = here.laptop(f"jam{years + 10}"), here.laptop("eko", "coordinator_kecamatan")
    with clock_at(odd, years):
        family = add_family(odd, "Sebelum")
        sync_now(odd)
        assert status(odd).clock_off is not None
        assert int(status(odd).clock_off) in range(365 * years - 2, 365 * years + 3)
    sync_now(eko)
    person = household_cards(eko, [family])[0]
    assert person.name == "Sebelum"
    with eko.transaction() as act:
        from fieldapp.domain import nouns

        act.change(nouns.Household, family, {"phone": "+6281234567890"})
    sync_now(eko)
    sync_now(odd)
    with odd.transaction() as act:
        assert act.get(nouns.Household, family).phone == "+6281234567890"
    assert status(odd).clock_off is None


def sheet_of(path: Path, kind: str) -> Path:
    if kind == "not a workbook":
        path.write_bytes(b"PK\x03\x04 bukan lembar")
    elif kind == "empty":
        sheets.write(path, [])
    elif kind == "wrong headings":
        sheets.write(path, [{"nama": "Ani"}], headings=("nama", "hobi"))
    elif kind == "seventeen digits":
        sheets.write(path, [sheets.person(1, nik="18110206038100031")])
    elif kind == "words for a day":
        sheets.write(path, [sheets.person(1, tanggallahir="lima maret")])
    elif kind == "too many rows":
        line = ";".join(sheets.person(1).values())
        path.write_text("\ufeff" + ";".join(sheets.HEADINGS) + "\n" + f"{line}\n" * 60_000, "utf-8")
    return path


@pytest.mark.parametrize(
    ("kind", "name", "met"),
    [
        ("not a workbook", "a.xlsx", problems.SHEET_UNREADABLE),
        ("empty", "b.xlsx", problems.SHEET_EMPTY),
        ("wrong headings", "c.xlsx", problems.SHEET_HEADINGS),
        ("seventeen digits", "d.xlsx", problems.SHEET_ROWS_WRONG),
        ("words for a day", "e.xlsx", problems.SHEET_ROWS_WRONG),
        ("too many rows", "f.csv", problems.SHEET_TOO_LARGE),
    ],
)
def test_a_sheet_that_cannot_be_taken_in_leaves_the_laptop_as_it_was(pilar, home, tmp_path, kind, name, met):
    said = pilar("--json", "--home", home, "import", sheet_of(tmp_path / name, kind), "--region", make.VILLAGE)
    assert (said.code, said.object["problem"]["code"]) == (1, met.code)
    assert pilar("--json", "--home", home, "store", "info").object["data"]["households"] == 12


def test_formulas_and_links_in_a_sheet_stay_words_and_new_members_are_told(pilar, home, tmp_path):
    family = sheets.family(1, 2)
    family[0]["nama_ibu"], family[1]["nama_ayah"] = "=1+1", "@SUM(A1)"
    words = ("--home", home, "import", sheets.write(tmp_path / "a.xlsx", family), "--region", make.VILLAGE)
    assert pilar("--json", *words).object["data"]["taken"] == 1
    grown = [*family, sheets.person(1, 2, nama="=Anak")]
    sheets.write(tmp_path / "a.xlsx", grown)
    told = pilar(*words)
    assert "1 keluarga sudah ada di laptop ini; 1 anggota baru ditambahkan" in told.out
    data = pilar("--json", *words).object["data"]
    assert (data["taken"], data["known"], data["added_members"]) == (0, 1, 0)


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (60_000).to_bytes(4, "big") * 2 + b"\x08\x02\x00\x00\x00" + bytes(4)


@pytest.mark.parametrize("content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"\xff\xd8\xff", b"", b"GIF89a" + bytes(40), PNG])
def test_what_is_no_photo_of_ours_is_refused_before_it_is_opened(tmp_path, content):
    (tmp_path / "rumah.jpg").write_bytes(content)
    with pytest.raises(problems.Problem) as refused:
        shrink(tmp_path / "rumah.jpg")
    assert refused.value.kind in {problems.PHOTO_UNREADABLE, problems.PHOTO_TOO_LARGE}
    assert "rumah.jpg" in refused.value.sentence


HEAD = "| survey |\n| | type | name | label | calculation |\n"
SETTINGS = "| settings |\n| | form_id | version |\n| | coba | 1 |\n"
FORMS = {
    "no form at all": ("# Catatan\n", problems.FORM_UNREADABLE, "tidak dapat dibaca"),
    "encrypted": (HEAD + "| | text | a | A | |\n| settings |\n| | form_id | version | public_key |\n| | x | 1 | MIIB |\n", problems.FORM_ENCRYPTED, "enkripsi"),
    "in a ring": (HEAD + "| | text | t | T | |\n| | calculate | a | | ${b} + 1 |\n| | calculate | b | | ${a} + 1 |\n" + SETTINGS, problems.FORM_REMARKS, "saling bergantung"),
    "an unknown function": (HEAD + "| | text | t | T | |\n| | calculate | a | | ramal(${t}) |\n" + SETTINGS, problems.FORM_REMARKS, "ramal"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_checked_before_anyone_uses_it(pilar, tmp_path, name):
    content, met, says = FORMS[name]
    (tmp_path / "coba.md").write_text(content, "utf-8")
    told = pilar("form", "check", tmp_path / "coba.md")
    assert told.code == 1
    assert says in told.out + told.err
    assert pilar("--json", "form", "check", tmp_path / "coba.md").object["problem"]["code"] == met.code


WRONG = [
    ("find", "sup", "--limit", "0"), ("find", "sup", "--region", "desa"), ("server", "run", "--port", "99999"), ("server", "run", "--port", "-1"),
    ("server", "run", "--port", "0", "--host", "203.0.113.5"), ("server", "user", "add", "", "--name", "X", "--role", "worker", "--region", "18.11.02"),
    ("server", "user", "add", "ani", "--name", " ", "--role", "worker", "--region", "18.11.02"),
    ("server", "user", "add", "ani", "--name", "Ani", "--role", "worker", "--region", "99.99"),
    ("server", "user", "add", "ani", "--name", "Ani", "--role", "worker", "--region", "18.11.02", "--from", "2026-02-30"),
    ("server", "user", "add", "ani", "--name", "Ani", "--role", "worker", "--region", "18.11.02", "--from", "2026-12-01", "--to", "2026-01-01"),
    ("server", "device", "cabut"), ("server", "code"), ("sync", "lagi"), ("sync", "--cepat"), ("demo", "--out"), ("enrol",), ("report", "list", "x"),
    ("report", "rekap-desa", "--out", "a.pdf", "--region", make.VILLAGE, "--paper", "A3"), ("report", "rekap-desa", "--out", "a.pdf"),
    ("report", "rekap-desa", "--out", "a.pdf", "--region", make.VILLAGE, "--from", "2026-12-31", "--to", "2026-01-01"),
    ("report", "rekap-desa", "--out", ".", "--region", make.VILLAGE), ("import", "a.xlsx", "--ragu"), ("form", "fill", "kunjungan_rumah", "--answer", "=x"),
    ("store", "restore", "tidak-ada.db"), ("store", "hapus"), (),
]  # fmt: skip


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_words_that_cannot_be_meant_end_with_2_and_one_sentence(pilar, home, monkeypatch, words):
    monkeypatch.chdir(home)
    if words[:2] == ("store", "restore"):
        assert pilar("--home", home, "store", "backup").code == 0
    said = pilar("--home", home, *words)
    assert said.code == 2, said
    assert said.err.count("\n") == 1
    assert len(said.err.strip()) > 20
    assert not (home / "logs" / "faults.log").exists()


def test_whose_records_follow_from_option_then_variable_and_a_second_person_must_be_named(pilar, home, tmp_path, monkeypatch):
    empty = tmp_path / "kosong"
    monkeypatch.setenv("FIELDAPP_HOME", str(home))
    assert pilar("--json", "find", "sup").object["data"]["count"] == 8
    assert pilar("--json", "--home", empty, "find", "sup").object["problem"]["code"] == problems.NO_ACCOUNT.code
    monkeypatch.setenv("FIELDAPP_HOME", str(empty))
    assert pilar("--json", f"--home={home}", "--user", "ratna", "find", "sup").object["data"]["count"] == 8
    make.laptop(home, login="budi").close()
    unnamed = pilar("--home", home, "find", "sup")
    assert unnamed.code == 2
    assert "budi" in unnamed.err
    assert pilar("--json", "--home", home, "--user", "budi", "find", "sup").object["data"]["count"] == 0
    assert run(["--home", str(home), "--user", "ratna", "find", "sup"]) == 0
    shutil.rmtree(home)
