"""Who may open this laptop, and with what; the passphrase is nowhere, only what it unwraps."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldapp import problems, resources
from fieldapp.config import Folders
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import Now, from_moment, moment, utc_now
from fieldapp.services.people import AccountCard, account, accounts, note_in_list
from fieldapp.services.workspace import Area, User, Workspace

# The entrance is painted from this module before anyone types: what opens a file is read when a file is opened.
if TYPE_CHECKING:
    from fieldapp.store.keys import DataKey

SHORTEST = 12
FREE_TRIES = 3
LONGEST_WAIT = 60  # seconds


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a person before the account is made. ``role`` is one of domain.roles.ROLES."""

    login: str
    name: str
    title: str
    role: str
    regions: tuple[str, ...]
    prefix: str = "LT000"
    user_id: str = ""
    server_url: str | None = None
    server_id: str | None = None
    areas: tuple[Area, ...] = ()
    recovery_key: str = ""


def check_passphrase(text: str) -> None:
    """Raise WEAK_PASSPHRASE unless it has at least twelve characters, five of them different."""
    if len(text) < SHORTEST or len(set(text)) < 5:
        raise problems.WEAK_PASSPHRASE(length=len(text), missing=max(SHORTEST - len(text), 1))


def suggest_passphrase() -> tuple[str, ...]:
    """Return five Indonesian words chosen at random (about 51 bits)."""
    words = resources.folder("codes", "kata_sandi.txt").read_text("utf-8").split()
    return tuple(secrets.choice(words) for _ in range(5))


def create_account(home: Path, profile: Profile, passphrase: str, *, now: Now = utc_now) -> Workspace:
    """Make a person's encrypted store on this laptop and open it; raises WEAK_PASSPHRASE."""
    from fieldapp.store import keys
    from fieldapp.store.opening import Store

    check_passphrase(passphrase)
    user_id = profile.user_id or new_id()
    folder = Folders(home).user(user_id)
    folder.mkdir(parents=True, exist_ok=True)
    key = keys.new_key()
    keys.write_key_file(folder / "key.json", key, passphrase, profile.recovery_key)
    areas = profile.areas or tuple(Area(region, profile.role) for region in profile.regions)
    user = User(
        user_id, profile.login, profile.name, profile.title, profile.role, areas, profile.prefix, profile.server_url, profile.server_id
    )
    store = Store(folder, key, now=now)
    store.become(user_id, profile.prefix)
    store.put_meta("profile", user.told())
    ws = Workspace(home, folder, store, user)
    _know_oneself(ws)
    note_in_list(ws)
    return ws


def _know_oneself(ws: Workspace) -> None:
    from fieldapp.store.feed import take_in

    told = {"name": ws.user.name, "title": ws.user.title, "role": ws.user.role, "region": ws.user.regions[0] if ws.user.regions else "00"}
    with ws.writing() as con:
        take_in(con, [{"entity": "colleague", "id": ws.user.id, "bucket": "00/reference", "data": told, "gone": None}])


def unlock(home: Path, user_id: str, passphrase: str, *, now: Now = utc_now) -> Workspace:
    """Open a person's store with their passphrase.

    Raises WRONG_PASSPHRASE or TOO_MANY_TRIES (with the seconds to wait), STORE_BUSY, STORE_DAMAGED (naming the newest copy),
    STORE_NEWER, KEY_UNREADABLE, DISK_FULL, STORE_READ_ONLY.
    """
    from fieldapp.store.opening import Store

    folder = Folders(home).user(user_id)
    key = _tried(home, user_id, passphrase, now())
    try:
        store = Store(folder, key, now=now)
    except problems.Problem as wrong:
        if wrong.kind is problems.STORE_DAMAGED:
            from fieldapp.store.backup import listed

            copies = listed(folder)
            raise problems.STORE_DAMAGED(backup=copies[0].at if copies else "-") from wrong
        raise
    return Workspace(home, folder, store, User.read(store.meta("profile")))


def _tried(home: Path, user_id: str, passphrase: str, now: datetime) -> DataKey:
    """Return the data key for a passphrase, counting what is wrong and waiting longer each time."""
    from fieldapp.store import keys

    folder = Folders(home).user(user_id)
    wait = wait_seconds(home, user_id, now)
    if wait:
        raise problems.TOO_MANY_TRIES(seconds=wait)
    try:
        key = keys.read_key_file(folder / "key.json", passphrase)
    except problems.Problem as wrong:
        if wrong.kind is problems.WRONG_PASSPHRASE:
            raise problems.WRONG_PASSPHRASE(seconds=_note_wrong_try(folder, now)) from wrong
        raise
    _tries_file(folder).unlink(missing_ok=True)
    return key


def recognise(ws: Workspace, passphrase: str) -> None:
    """Let the person back at a veiled window whose records are still open; raises WRONG_PASSPHRASE, TOO_MANY_TRIES and KEY_UNREADABLE."""
    _tried(ws.home, ws.folder.name, passphrase, ws.now())


def _tries_file(folder: Path) -> Path:
    return folder / "tries.json"


@dataclass(frozen=True, slots=True)
class _Tries:
    """How many passphrases were wrong in a row, when the last one was (None: not known) and how many seconds to wait since."""

    wrong: int = 0
    at: datetime | None = None
    wait: int = 0


SPOILT = _Tries(wrong=FREE_TRIES + 6)  # a spoilt file neither locks out nor makes guessing easier


def _note_wrong_try(folder: Path, now: datetime) -> int:
    from fieldapp.store import keys

    wrong = _tries(folder).wrong + 1
    wait = min(2 ** min(max(wrong - FREE_TRIES, 0), 10), LONGEST_WAIT)
    keys.write_durably(_tries_file(folder), json.dumps({"wrong": wrong, "at": moment(now), "wait": wait}).encode())
    return int(wait)


def _tries(folder: Path) -> _Tries:
    path = _tries_file(folder)
    if not path.exists():
        return _Tries()
    try:
        told = json.loads(path.read_bytes())
        return _Tries(max(int(told["wrong"]), 0), from_moment(told["at"]), min(int(told["wait"]), LONGEST_WAIT))
    except (OSError, ValueError, TypeError, KeyError):
        return SPOILT


def wait_seconds(home: Path, user_id: str, now: datetime | None = None) -> int:
    """Return how many seconds until the next try; a clock set back does not shorten the wait."""
    told = _tries(Folders(home).user(user_id))
    if told.at is None:
        return 0
    passed = ((now or utc_now()) - told.at).total_seconds()
    if passed >= told.wait:
        return 0
    return int(told.wait - passed) + 1 if passed >= 0 else told.wait


def change_passphrase(ws: Workspace, old: str, new: str) -> None:
    """Wrap the data key anew; raises WRONG_PASSPHRASE and WEAK_PASSPHRASE."""
    from fieldapp.store import keys

    check_passphrase(new)
    key = keys.read_key_file(ws.folder / "key.json", old)
    keys.write_key_file(ws.folder / "key.json", key, new, ws.store.meta("recovery_key", ""))


def keep_profile(ws: Workspace, **changes: Any) -> None:
    """Note what the office says of this person (name, areas, server)."""
    ws.user = replace(ws.user, **changes)
    ws.store.put_meta("profile", ws.user.told())
    ws.store.author.prefix = ws.user.prefix
    ws.store.put_meta("prefix", ws.user.prefix)
    note_in_list(ws)


__all__ = [
    "AccountCard",
    "Profile",
    "account",
    "accounts",
    "change_passphrase",
    "check_passphrase",
    "create_account",
    "keep_profile",
    "note_in_list",
    "suggest_passphrase",
    "unlock",
    "wait_seconds",
]
