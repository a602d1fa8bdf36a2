"""Where Pilar keeps things on this computer: one folder per person who works here, nothing shared but the program."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

HOME_VARIABLE = "FIELDAPP_HOME"
PASSPHRASE_VARIABLE = "FIELDAPP_PASSPHRASE"  # noqa: S105 - the name of a variable, for tests and scheduled commands


@dataclass(frozen=True, slots=True)
class Folders:
    """The layout of the data folder; nothing is created by asking."""

    home: Path

    @property
    def users(self) -> Path:
        """The folder of everyone who works on this laptop."""
        return self.home / "users"

    @property
    def devices_file(self) -> Path:
        """Who works on this laptop and with which office; holds no secrets."""
        return self.home / "devices.json"

    @property
    def logs(self) -> Path:
        """Codes and ids of what happened, never names."""
        return self.home / "logs"

    def user(self, user_id: str) -> Path:
        """The folder of one person."""
        return self.users / user_id

    def key_file(self, user_id: str) -> Path:
        """The wrapped data key of one person."""
        return self.user(user_id) / "key.json"

    def store_file(self, user_id: str) -> Path:
        """The encrypted store of one person."""
        return self.user(user_id) / "store.db"

    def blobs(self, user_id: str) -> Path:
        """The encrypted photos of one person."""
        return self.user(user_id) / "blobs"

    def backups(self, user_id: str) -> Path:
        """The encrypted backups of one person."""
        return self.user(user_id) / "backups"


def default_home() -> Path:
    """Return the data folder: what FIELDAPP_HOME says, else the usual place of this system."""
    told = os.environ.get(HOME_VARIABLE)
    if told:
        return Path(told)
    import platformdirs

    return Path(platformdirs.user_data_dir("pilar", appauthor=False))


def folders(home: Path | None = None) -> Folders:
    """Return the layout under this data folder, or under the default one."""
    return Folders(home or default_home())


def told_passphrase() -> str | None:
    """Return the passphrase that FIELDAPP_PASSPHRASE gives to commands run without a keyboard; None when it is not set."""
    return os.environ.get(PASSPHRASE_VARIABLE)
