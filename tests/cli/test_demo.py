"""The demo lives a whole day through the real parts and leaves its papers where it says."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pypdfium2

from fieldapp import problems
from fieldapp.cli import day
from fieldapp.cli.app import run
from fieldapp.sample.fill import fill
from fieldapp.sample.laptop import PASSPHRASE


def _text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        found = []
        for page in pdf:
            words = page.get_textpage()
            found.append(words.get_text_bounded())
            words.close()
            page.close()
    return "\n".join(found)


def test_the_demo_lives_the_day_and_leaves_papers_and_pictures(tmp_path, capsys):
    grabbed = []

    def tour(home: Path, passphrase: str, out: Path) -> tuple[Path, ...]:
        grabbed.append((list(home.glob("users/*/store.db")), passphrase))
        out.mkdir()
        (out / "beranda.png").write_bytes(b"\x89PNG")
        return (out / "beranda.png",)

    assert run(["demo", "--out", str(tmp_path)], tour=tour) == 0
    told = capsys.readouterr().out
    for line in ("118 keluarga", "tiga huruf: sup", "menunggu dikirim", "diterima pusat", "Eko Prasetyo", "rekap-desa-F4.pdf"):
        assert line in told
    files = [Path(line.strip()) for line in told.partition("Hasilnya:")[2].splitlines() if line.strip()]
    assert {path.name for path in files} == {"laporan-kunjungan-F4.pdf", "laporan-kunjungan-A4.pdf", "rekap-desa-F4.pdf", "beranda.png"}
    assert all(path.is_file() for path in files)
    assert "Suparman" in _text(tmp_path / "laporan-kunjungan-F4.pdf")
    assert "Sungai Cambai" in _text(tmp_path / "rekap-desa-F4.pdf")
    (store,), passphrase = grabbed[0]
    assert passphrase == PASSPHRASE
    assert not store.exists()  # the made-up laptops go, the papers stay
    assert not list(tmp_path.glob("data-*"))


def test_the_demo_stops_with_1_when_something_is_not_as_it_should_be(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(day, "fill", partial(fill, families=3))
    assert run(["demo", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.strip() == problems.DEMO_BROKEN(step="sample").sentence
    assert not list(tmp_path.iterdir())
