"""Whoever types something wrong gets one Indonesian sentence and exit code 2; a program gets the same as JSON."""

from __future__ import annotations

import io
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fieldapp import config, problems
from fieldapp.cli import find
from fieldapp.cli.app import WORDS, run

ROOT = Path(__file__).resolve().parents[2]
WRONG = [
    (("cari", "sup"), "Kata cari tidak dikenal"),
    (("find",), "TEKS belum ditulis"),
    (("find", "--huruf", "sup"), "Pilihan --huruf tidak dikenal"),
    (("find", "sup", "--limit", "banyak"), "Nilai untuk --limit tidak dapat dipakai"),
    (("import",), "BERKAS belum ditulis"),
    (("import", "tidak-ada.xlsx"), "tidak-ada.xlsx tidak dapat dibaca"),
    (("enrol", "KODE"), "--server belum ditulis"),
    (("server",), "belum ditulis"),
    (("server", "user"), "belum ditulis"),
    (("server", "user", "add", "budi", "--name", "Budi", "--region", "18.11.02", "--role", "raja"), "Peran raja tidak dikenal"),
    (("report", "kwitansi"), "Kata kwitansi tidak dikenal"),
    (("report", "kunjungan"), "--out belum ditulis"),
    (("form", "check", "tidak-ada.xlsx"), "tidak-ada.xlsx tidak dapat dibaca"),
    (("form", "check", "sensus"), "Formulir sensus tidak ada"),
    (("form", "fill", "rumah_layak_huni", "--answer", "luas"), "tidak berbentuk JALUR=NILAI"),
    (("form", "fill", "rumah_layak_huni", "--day", "31-12-2026"), "Hari 31-12-2026 tidak ada"),
    (("--home",), "Pilihan --home ditulis keliru"),
    (("store", "info", "lagi"), "kurang atau berlebih"),
]


@pytest.mark.parametrize(("words", "sentence"), WRONG, ids=[" ".join(words) for words, _sentence in WRONG])
def test_wrong_words_end_with_2_and_one_sentence(pilar, tmp_path, words, sentence):
    said = pilar("--home", tmp_path, *words) if words != ("--home",) else pilar(*words)
    assert said.code == 2
    assert sentence in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


@pytest.mark.parametrize(("words", "sentence"), WRONG, ids=[" ".join(words) for words, _sentence in WRONG])
def test_wrong_words_as_json_are_one_object(pilar, tmp_path, words, sentence):
    said = pilar("--json", "--home", tmp_path, *words) if words != ("--home",) else pilar("--json", *words)
    assert said.code == 2
    assert said.err == ""
    assert said.object["ok"] is False
    assert said.object["data"] is None
    assert sentence in said.object["problem"]["text"]


def test_a_laptop_without_an_account_says_what_to_do(pilar, tmp_path):
    said = pilar("--home", tmp_path, "find", "sup")
    assert (said.code, said.err.strip()) == (1, problems.NO_ACCOUNT().sentence)


def test_an_account_that_is_not_here_is_wrong_use(pilar, home):
    said = pilar("--home", home, "--user", "budi", "find", "sup")
    assert said.code == 2
    assert "ratna" in said.err


def test_a_wrong_passphrase_is_refused(pilar, home, monkeypatch):
    monkeypatch.setenv(config.PASSPHRASE_VARIABLE, "bukan kata sandinya")
    said = pilar("--json", "--home", home, "find", "sup")
    assert said.code == 1
    assert said.object["problem"]["code"] == problems.WRONG_PASSPHRASE.code


def test_without_a_terminal_the_passphrase_is_not_asked_for(pilar, home, monkeypatch):
    monkeypatch.delenv(config.PASSPHRASE_VARIABLE)
    monkeypatch.setattr(sys, "stdin", io.StringIO("tidak dibaca"))
    said = pilar("--home", home, "find", "sup")
    assert said.code == 2
    assert config.PASSPHRASE_VARIABLE in said.err


def _fall_over(*_told: object) -> None:
    secret = "Suparman 1811020503790042"
    raise RuntimeError(secret)


def test_a_fault_of_ours_shows_a_code_and_logs_no_name(pilar, home, monkeypatch):
    monkeypatch.setattr(find, "opened", _fall_over)
    said = pilar("--home", home, "find", "Suparman")
    log = (home / "logs" / "faults.log").read_text("utf-8")
    code = log.split()[1]
    assert said.code == 1
    assert said.err.strip() == f"Ada yang keliru di program. Data Anda aman. Kode {code}"
    assert "RuntimeError" in log
    assert "fieldapp/cli/find.py" in log
    assert "Suparman" not in log
    assert "1811" not in log
    again = pilar("--json", "--home", home, "find", "Suparman")
    assert again.object["problem"]["code"] == code


def test_help_is_in_indonesian_and_lists_every_word(pilar):
    said = pilar("--help")
    assert said.code == 0
    for word in ("demo", "server", "enrol", "sync", "find", "import", "export", "report", "form", "store"):
        assert f"\n  {word} " in said.out
    english = ("Usage", "Options", "Commands", "Show this message", "required", "default")
    pages = [("report", "kunjungan"), ("server", "run"), ("server", "user", "add"), ("import",), ("store", "restore"), ("form", "fill")]
    for page in [(), *pages]:
        told = pilar(*page, "--help").out
        assert told.startswith("Pakai: python main.py")
        assert not [word for word in english if word in told], page
    assert len(WORDS) == 10


def test_help_loads_nothing_heavy():
    heavy = ("sqlalchemy", "PySide6", "reportlab", "fastapi", "httpx", "PIL", "rich", "nacl")
    code = f"import sys, main; sys.argv = ['main.py', '--help']; main.main(); print([m for m in {heavy!r} if m in sys.modules])"
    began = time.perf_counter()
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.splitlines()[-1] == "[]"
    assert time.perf_counter() - began < 3  # seconds; 0.15 on an idle machine


def test_no_word_opens_the_window_and_sample_is_handed_on(tmp_path):
    opened = []

    def window(home, sample):
        opened.append((home, sample))
        return 0

    assert run(["--home", str(tmp_path), "--sample"], window=window) == 0
    assert run([], window=window) == 0
    assert opened == [(tmp_path, True), (None, False)]
