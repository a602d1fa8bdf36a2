"""Enrolment: a code on paper binds this laptop to a person and an area."""

from __future__ import annotations

import ipaddress
import platform
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from nacl.signing import SigningKey

from fieldapp import __version__, problems
from fieldapp.config import Folders
from fieldapp.domain.ids import new_id
from fieldapp.domain.moments import Now, utc_now
from fieldapp.services.accounts import Profile, accounts, check_passphrase, create_account, keep_profile
from fieldapp.services.backups import backup_now
from fieldapp.services.workspace import Area, Workspace
from fieldapp.store.adopt import adopt
from fieldapp.store.transaction import put_meta
from fieldapp.sync.protocol import EnrolAnswer, EnrolRequest, Office

if TYPE_CHECKING:
    from fieldapp.sync.http import HttpOffice


def enrol(home: Path, code: str, server_url: str, passphrase: str, *, now: Now = utc_now, office: Office | None = None) -> Workspace:
    """Use a one-time code: the account it names is made on this laptop and opened.

    Raises FOLDER_UNWRITABLE and WEAK_PASSPHRASE before the code is spent, then CODE_WRONG, NO_NETWORK, PLAIN_HTTP, ACCOUNT_HERE.
    """
    check_passphrase(passphrase)
    _must_be_writable(home)
    device, key = new_id(), SigningKey.generate()
    with ExitStack() as road:
        answer = _ask(office or road.enter_context(_over_network(server_url, device, key)), code, device, key)
    if any(card.user_id == answer.user for card in accounts(home)):
        raise problems.ACCOUNT_HERE(name=answer.name)
    profile = Profile(
        login=answer.login, name=answer.name, title=answer.title, role=_role(answer), regions=(), prefix=answer.prefix, user_id=answer.user,
        server_url=server_url, server_id=answer.server_id, areas=_areas(answer), recovery_key=answer.recovery_key,
    )  # fmt: skip
    ws = create_account(home, profile, passphrase, now=now)
    _become_device(ws, device, key, answer)
    return ws


def _must_be_writable(home: Path) -> None:
    """Raise FOLDER_UNWRITABLE before the one-time code is spent on a folder that cannot keep the account."""
    try:
        Folders(home).users.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=Folders(home).users):
            return
    except OSError as wrong:
        raise problems.FOLDER_UNWRITABLE(name=home.resolve().name) from wrong


def join(ws: Workspace, code: str, server_url: str, *, office: Office | None = None) -> None:
    """Bring an account that was begun without an office under the one the code is for; all it recorded is kept and sent with the next sync.

    Raises CODE_WRONG, NO_NETWORK, PLAIN_HTTP; ACCOUNT_HERE when it belongs to an office already, and SAMPLE_STAYS for the made-up people of the
    sample, which only an office on this same computer may have.
    """
    if ws.user.server_id is not None:
        raise problems.ACCOUNT_HERE(name=ws.user.name)
    if ws.store.meta("sample", default=False) and not on_this_computer(server_url):
        raise problems.SAMPLE_STAYS()
    key = ws.store.author.key
    with ExitStack() as road:
        answer = _ask(office or road.enter_context(_over_network(server_url, ws.device_id, key)), code, ws.device_id, key)
    adopt(ws.store, answer.user)
    with ws.writing() as con:
        put_meta(con, "server_id", answer.server_id)
        put_meta(con, "epoch", answer.epoch)
    keep_profile(
        ws, id=answer.user, login=answer.login, name=answer.name, title=answer.title, server_url=server_url, server_id=answer.server_id,
        areas=_areas(answer), prefix=answer.prefix, role=_role(answer),
    )  # fmt: skip
    backup_now(ws)


def on_this_computer(server_url: str) -> bool:
    """Say whether an address is this computer itself."""
    host = urlsplit(server_url).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _over_network(server_url: str, device: str, key: SigningKey) -> HttpOffice:
    from fieldapp.sync.http import HttpOffice

    return HttpOffice(server_url, device, key)


def _ask(office: Office, code: str, device: str, key: SigningKey) -> EnrolAnswer:
    return office.enrol(EnrolRequest(code.strip().upper(), device, bytes(key.verify_key).hex(), f"{__version__} {platform.system()}"))


def _areas(answer: EnrolAnswer) -> tuple[Area, ...]:
    return tuple(Area(grant.region, grant.role, grant.starts, grant.ends) for grant in answer.grants)


def _role(answer: EnrolAnswer) -> str:
    return answer.grants[0].role if answer.grants else "worker"


def _become_device(ws: Workspace, device: str, key: SigningKey, answer: EnrolAnswer) -> None:
    with ws.writing() as con:
        put_meta(con, "device", device)
        put_meta(con, "device_key", key.encode().hex())
        put_meta(con, "server_id", answer.server_id)
        put_meta(con, "epoch", answer.epoch)
    ws.store.author.device_id, ws.store.author.key, ws.store.author.clock.device_id = device, key, device
