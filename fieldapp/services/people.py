"""The people of this laptop as told before anyone unlocks: no secrets, no names of the families served."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fieldapp import problems
from fieldapp.config import Folders
from fieldapp.domain.roles import ROLES

if TYPE_CHECKING:
    from fieldapp.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class AccountCard:
    """One person on this laptop as told without a passphrase. Moments are UTC text or None."""

    user_id: str
    login: str
    name: str
    title: str
    role: str
    place: str
    prefix: str
    server_url: str | None = None
    last_saved: str | None = None
    last_backup: str | None = None
    last_sync: str | None = None
    waiting: int = 0


def accounts(home: Path) -> tuple[AccountCard, ...]:
    """Return the people of this laptop, from a list without secrets."""
    path = Folders(home).devices_file
    if not path.exists():
        return ()
    try:
        return tuple(AccountCard(**told) for told in json.loads(path.read_bytes()))
    except (ValueError, TypeError) as wrong:
        raise problems.FILE_UNREADABLE(name=path.name) from wrong


def account(home: Path, name: str | None = None) -> AccountCard:
    """Return the account with this login or id, or the only one; raises NO_ACCOUNT and ACCOUNT_UNKNOWN."""
    known = accounts(home)
    if not known:
        raise problems.NO_ACCOUNT()
    fits = [card for card in known if name in (card.login, card.user_id)] if name else list(known)
    if len(fits) != 1:
        raise problems.ACCOUNT_UNKNOWN(name=name or "-", known=", ".join(card.login for card in known))
    return fits[0]


def note_in_list(ws: Workspace) -> None:
    """Write this person's line in the list that is shown before unlocking: no secrets, no names of the people served."""
    from fieldapp.services.regions import region_name
    from fieldapp.services.status import status
    from fieldapp.store import keys

    now = status(ws)
    place = region_name(ws.user.regions[0]) if ws.user.regions else ""
    line = AccountCard(
        ws.folder.name, ws.user.login, ws.user.name, ws.user.title or ROLES[ws.user.role], ws.user.role, place, ws.user.prefix, ws.user.server_url,
        now.saved_at, now.last_backup, now.last_sync, now.waiting,
    )  # fmt: skip
    others = [card for card in accounts(ws.home) if card.user_id != ws.folder.name]
    told = sorted((asdict(card) for card in [*others, line]), key=lambda card: card["name"])
    keys.write_durably(Folders(ws.home).devices_file, json.dumps(told, ensure_ascii=False).encode())
