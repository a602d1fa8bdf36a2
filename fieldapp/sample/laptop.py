"""A laptop to practise on: the account of Ratna Puspita with the made-up village in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp.sample.fill import Step, fill
from fieldapp.services import accounts, households

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace

# Shown on screen beside the sample account: nothing it opens is about a real person.
PASSPHRASE = "padi sungai cambai pagi hujan"  # noqa: S105
LOGIN, NAME, TITLE, ROLE = "ratna", "Ratna Puspita", "TKSK Kec. Mesuji Timur", "worker"
REGION = "18.11.02"  # Kec. Mesuji Timur


def sample_laptop(home: Path, passphrase: str = PASSPHRASE, *, progress: Step = lambda _done, _total, _text: None) -> Workspace:
    """Open Ratna's laptop, making account and village where they are missing; raises what unlocking raises."""
    known = [card for card in accounts.accounts(home) if card.login == LOGIN]
    if known:
        ws = accounts.unlock(home, known[0].user_id, passphrase)
    else:
        ws = accounts.create_account(home, accounts.Profile(LOGIN, NAME, TITLE, ROLE, (REGION,)), passphrase)
        ws.store.put_meta("sample", True)  # keeps made-up people from being sent to a real office
    # A first start may have been interrupted between the account and the village.
    if not households.household_ids(ws):
        fill(ws, today=ws.today(), progress=progress)
    return ws
