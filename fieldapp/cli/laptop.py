"""Opening this laptop's records for a command: whose, and with which passphrase."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.language import _

if TYPE_CHECKING:
    from fieldapp.cli.told import Told
    from fieldapp.services.workspace import Workspace


def passphrase(prompt: str) -> str:
    """Return what FIELDAPP_PASSPHRASE says, else ask; raises WRONG_USE where there is no terminal to ask at."""
    from fieldapp.config import PASSPHRASE_VARIABLE, told_passphrase

    known = told_passphrase()
    if known:
        return known
    if not sys.stdin.isatty():
        raise problems.WRONG_USE(
            what=_("Kata sandi belum diberikan. Isi {variable}, atau jalankan perintah ini di terminal.").format(
                variable=PASSPHRASE_VARIABLE
            )
        )
    from getpass import getpass

    return getpass(prompt)


@contextmanager
def opened(before: Told) -> Iterator[Workspace]:
    """Unlock the records of the person named before the word, and let go of them at the end."""
    from fieldapp.services import accounts

    who = accounts.account(before.home, before.user)
    ws = accounts.unlock(before.home, who.user_id, passphrase(_("Kata sandi {name}: ").format(name=who.name)))
    try:
        yield ws
    finally:
        ws.close()
