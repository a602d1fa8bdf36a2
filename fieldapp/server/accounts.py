"""People, their areas and their laptops: who may come in, with which one-time code, and who may no longer."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from threading import Lock

import sqlalchemy as sa

from fieldapp import problems, resources
from fieldapp.domain import roles
from fieldapp.domain.ids import is_id, new_id
from fieldapp.domain.moments import ZONES, moment, zone_of
from fieldapp.language import _
from fieldapp.server.tables import account, area_grant, device, enrolment_code
from fieldapp.sync.protocol import EnrolRequest, Grant

CODE_LIFE = timedelta(hours=24)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: nothing that paper or a telephone confuses
CODE_LENGTH = 12  # of 5 bits: 60 bits
WRONG_CODES = 10  # per source
WRONG_WINDOW = 15 * 60  # seconds
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_KEY = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class UserCard:
    """One person with an account, and the areas granted."""

    id: str
    login: str
    name: str
    title: str
    role: str
    region: str
    grants: tuple[Grant, ...] = ()


@dataclass(frozen=True, slots=True)
class DeviceCard:
    """One laptop: whose it is, its prefix (``LT014``), since when, and since when no longer (both UTC)."""

    id: str
    login: str
    prefix: str
    enrolled_at: str
    revoked_at: str | None
    app_version: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What the office knows of a laptop when it speaks: its person, its public key, its grants; ``revoked`` when it may no longer."""

    device: str
    user: str
    key: bytes
    revoked: bool
    region: str
    grants: tuple[Grant, ...]

    def grants_over(self, region_id: str, now: datetime) -> tuple[Grant, ...]:
        """Return the grants in force today that cover this region."""
        return tuple(grant for grant in self.grants if roles.covers(grant.region, region_id) and in_force(grant, now))


def in_force(grant: Grant, now: datetime) -> bool:
    """Say whether a grant holds on the day it is now, where the granted area lies."""
    today = now.astimezone(ZONES[zone_of(grant.region)]).date().isoformat()
    return (grant.starts is None or grant.starts <= today) and (grant.ends is None or today <= grant.ends)


def prefix_of(number: int) -> str:
    """Write a laptop's number as the prefix of its short codes."""
    return f"LT{number:03d}"


def new_code() -> str:
    """Return a fresh one-time code of 60 random bits, grouped for reading aloud."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def code_hash(code: str) -> str:
    """Return the SHA-256 of a code as it is kept; spaces, hyphens, case and the letters O, I and L do not matter."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return hashlib.sha256(letters.translate(str.maketrans("OIL", "011")).encode()).hexdigest()


def add_user(
    connection: sa.Connection,
    now: datetime,
    *,
    login: str,
    name: str,
    title: str,
    role: str,
    region: str,
    starts: str | None = None,
    ends: str | None = None,
) -> UserCard:
    """Add an account with its first grant; raises USER_EXISTS, ROLE_UNKNOWN, REGION_UNKNOWN or WRONG_USE."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", login):
        raise problems.WRONG_USE(
            what=_("Login {login} tidak dapat dipakai. Pakai huruf kecil, angka, titik, atau garis, mis. ratna.").format(login=login)
        )
    if not name.strip():
        raise problems.WRONG_USE(what=_("Nama lengkap belum ditulis."))
    if connection.execute(sa.select(account.c.id).where(account.c.login == login)).first():
        raise problems.USER_EXISTS(name=login)
    first = checked_grant(region, role, starts, ends)
    id = new_id()
    connection.execute(
        sa.insert(account).values(id=id, login=login, name=name, title=title, role=role, region=region, created_at=moment(now))
    )
    _insert_grant(connection, id, first)
    return UserCard(id, login, name, title, role, region, (first,))


def checked_grant(region: str, role: str, starts: str | None, ends: str | None) -> Grant:
    """Return a grant; raises ROLE_UNKNOWN, REGION_UNKNOWN or WRONG_USE."""
    if role not in roles.ROLES:
        raise problems.ROLE_UNKNOWN(role=role, known=", ".join(roles.ROLES))
    if region != "00" and not resources.is_region(region):
        raise problems.REGION_UNKNOWN(code=region)
    for day in (starts, ends):
        if day is not None and not (_DAY.fullmatch(day) and _is_day(day)):
            raise problems.WRONG_USE(what=_("Hari {text} tidak ada. Tulis seperti 2026-11-23.").format(text=day))
    if starts and ends and ends < starts:
        raise problems.WRONG_USE(
            what=_("Tugas berakhir {ends}, sebelum mulai {starts}. Periksa kedua harinya.").format(starts=starts, ends=ends)
        )
    return Grant(region, role, starts, ends)


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _insert_grant(connection: sa.Connection, user: str, grant: Grant) -> None:
    connection.execute(
        sa.insert(area_grant).values(id=new_id(), account=user, region=grant.region, role=grant.role, starts=grant.starts, ends=grant.ends)
    )


def set_grants(connection: sa.Connection, login: str, grants: Iterable[Grant]) -> None:
    """Replace the areas of a person; raises USER_UNKNOWN."""
    user = user_named(connection, login).id
    connection.execute(sa.delete(area_grant).where(area_grant.c.account == user))
    for grant in grants:
        _insert_grant(connection, user, checked_grant(grant.region, grant.role, grant.starts, grant.ends))


def users(connection: sa.Connection, *, login: str | None = None) -> tuple[UserCard, ...]:
    """Return everybody with an account, by login, or the one of this login."""
    rows = connection.execute(
        sa.select(account).order_by(account.c.login).where(sa.true() if login is None else account.c.login == login)
    ).all()
    grants = grants_of(connection, [row.id for row in rows])
    return tuple(UserCard(r.id, r.login, r.name, r.title, r.role, r.region, grants.get(r.id, ())) for r in rows)


def user_named(connection: sa.Connection, login: str) -> UserCard:
    """Return the person of this login; raises USER_UNKNOWN."""
    found = users(connection, login=login)
    if not found:
        raise problems.USER_UNKNOWN(name=login)
    return found[0]


def grants_of(connection: sa.Connection, ids: Iterable[str]) -> dict[str, tuple[Grant, ...]]:
    """Return the grants of each of these accounts, in force or not."""
    found: dict[str, tuple[Grant, ...]] = {}
    for row in connection.execute(sa.select(area_grant).where(area_grant.c.account.in_(list(ids))).order_by(area_grant.c.id)):
        found[row.account] = (*found.get(row.account, ()), Grant(row.region, row.role, row.starts, row.ends))
    return found


def make_code(connection: sa.Connection, now: datetime, login: str) -> str:
    """Return a one-time enrolment code for this person, good for 24 hours; only its hash is kept. Raises USER_UNKNOWN."""
    user = user_named(connection, login)
    code = new_code()
    connection.execute(
        sa.insert(enrolment_code).values(hash=code_hash(code), account=user.id, expires_at=moment(now + CODE_LIFE), device=None)
    )
    return code


def devices(connection: sa.Connection) -> tuple[DeviceCard, ...]:
    """Return every laptop that was ever enrolled, in order of enrolment."""
    rows = connection.execute(
        sa.select(device, account.c.login).join_from(device, account, device.c.account == account.c.id).order_by(device.c.number)
    )
    return tuple(DeviceCard(r.id, r.login, prefix_of(r.number), r.enrolled_at, r.revoked_at, r.app_version) for r in rows)


def revoke(connection: sa.Connection, now: datetime, named: str) -> None:
    """Shut a laptop out, by its id or its prefix; what it sent before stays. Raises DEVICE_UNKNOWN."""
    number = int(named[2:]) if re.fullmatch(r"LT\d{3,9}", named) else -1
    done = connection.execute(
        sa.update(device)
        .where(sa.or_(device.c.id == named, device.c.number == number))
        .values(revoked_at=sa.func.coalesce(device.c.revoked_at, moment(now)))
    )
    if not done.rowcount:
        raise problems.DEVICE_UNKNOWN()


def standings(connection: sa.Connection, ids: Iterable[str]) -> dict[str, Standing]:
    """Return what is known of these laptops; one that was never enrolled is missing."""
    rows = connection.execute(
        sa.select(device, account.c.region.label("home"))
        .join_from(device, account, device.c.account == account.c.id)
        .where(device.c.id.in_(list(ids)))
    ).all()
    grants = grants_of(connection, {row.account for row in rows})
    return {
        r.id: Standing(r.id, r.account, bytes.fromhex(r.key), r.revoked_at is not None, r.home, grants.get(r.account, ())) for r in rows
    }


def standing(connection: sa.Connection, id: str) -> Standing:
    """Return what is known of a laptop that asks; raises NOT_SIGNED for an unknown and DEVICE_REVOKED for a revoked one."""
    found = standings(connection, [id]).get(id)
    if found is None:
        raise problems.NOT_SIGNED()
    if found.revoked:
        raise problems.DEVICE_REVOKED()
    return found


def enrol(connection: sa.Connection, now: datetime, request: EnrolRequest) -> tuple[UserCard, str]:
    """Bind a laptop to the person a code was made for; returns the person and the laptop's prefix.

    The same laptop may repeat its request when the answer was lost. Raises CODE_WRONG for every other use of a code that is not good,
    REQUEST_SHAPE for a laptop without a proper id and key.
    """
    if not is_id(request.device) or not _KEY.fullmatch(request.device_key) or len(request.app_version) > 80:
        raise problems.REQUEST_SHAPE()
    code = connection.execute(sa.select(enrolment_code).where(enrolment_code.c.hash == code_hash(request.code))).first()
    known = connection.execute(sa.select(device).where(device.c.id == request.device)).first()
    if code is None or code.expires_at < moment(now) or code.device not in {None, request.device}:
        raise problems.CODE_WRONG()
    if known is not None and (code.device is None or known.key != request.device_key or known.account != code.account or known.revoked_at):
        raise problems.CODE_WRONG()
    number = known.number if known is not None else _add_device(connection, now, request, code.account)
    login = connection.execute(sa.select(account.c.login).where(account.c.id == code.account)).scalar_one()
    return user_named(connection, login), prefix_of(number)


def _add_device(connection: sa.Connection, now: datetime, request: EnrolRequest, user: str) -> int:
    # Only one of two who use a code at the same moment changes the row, whatever the database.
    claimed = connection.execute(
        sa.update(enrolment_code)
        .where(enrolment_code.c.hash == code_hash(request.code), enrolment_code.c.device.is_(None))
        .values(device=request.device)
    )
    if not claimed.rowcount:
        raise problems.CODE_WRONG()
    number: int = connection.execute(sa.select(sa.func.coalesce(sa.func.max(device.c.number), 0) + 1)).scalar_one()
    connection.execute(
        sa.insert(device).values(
            id=request.device, account=user, key=request.device_key, number=number, app_version=request.app_version,
            enrolled_at=moment(now), revoked_at=None,
        )
    )  # fmt: skip
    return number


@dataclass(slots=True)
class WrongCodes:
    """How many wrong codes came from where in the last quarter of an hour; kept in memory only."""

    seen: dict[str, deque[float]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def check(self, source: str, now: datetime) -> None:
        """Raise TOO_MANY_CODES when this source has tried too often."""
        with self.lock:
            tries = self._recent(source, now.timestamp())
            if len(tries) >= WRONG_CODES:
                raise problems.TOO_MANY_CODES(seconds=int(tries[0] + WRONG_WINDOW - now.timestamp()) + 1)

    def note(self, source: str, now: datetime) -> None:
        """Remember one wrong code from this source."""
        with self.lock:
            if len(self.seen) > 10_000:  # a flood from many addresses must not fill the memory
                self.seen = {one: tries for one, tries in self.seen.items() if tries and tries[-1] > now.timestamp() - WRONG_WINDOW}
            self._recent(source, now.timestamp()).append(now.timestamp())

    def _recent(self, source: str, now: float) -> deque[float]:
        tries = self.seen.setdefault(source, deque(maxlen=WRONG_CODES))
        while tries and tries[0] <= now - WRONG_WINDOW:
            tries.popleft()
        return tries
