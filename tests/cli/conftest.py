"""The commands as someone types them, in this process, on a laptop with a few families."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fieldapp import config
from fieldapp.cli.app import run
from tests import make


@dataclass(frozen=True)
class Said:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The one JSON object on stdout; anything beside it fails here."""
        return json.loads(self.out)


Pilar = Callable[..., Said]


@pytest.fixture
def pilar(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Pilar:
    """Type words and return what came of it; the passphrase comes from the environment."""
    monkeypatch.setenv(config.PASSPHRASE_VARIABLE, make.PASSPHRASE)

    def typed(*words: object) -> Said:
        capsys.readouterr()
        code = run([str(word) for word in words])
        told = capsys.readouterr()
        return Said(code, told.out, told.err)

    return typed


@pytest.fixture(scope="session")
def _made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("laptop")
    make.laptop(home, households=make.village(12)).close()
    return home


@pytest.fixture
def home(_made_home: Path, tmp_path: Path) -> Path:
    """Return the data folder of a laptop with twelve families, for this test alone."""
    return Path(shutil.copytree(_made_home, tmp_path / "rumah"))
