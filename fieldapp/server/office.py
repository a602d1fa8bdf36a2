"""The whole office in one process: its people and laptops, and for each laptop the desk at which it asks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from fieldapp import problems
from fieldapp.domain.ids import new_id
from fieldapp.domain.merge import Row
from fieldapp.domain.moments import Now, moment, utc_now
from fieldapp.domain.ops import bucket_key
from fieldapp.server import accounts
from fieldapp.server.accounts import DeviceCard, Standing, UserCard, WrongCodes
from fieldapp.server.attachments import Blobs
from fieldapp.server.database import Database, read_keys
from fieldapp.server.feed import Held, publish
from fieldapp.server.feed_pull import pull, views
from fieldapp.server.feed_push import forget_batches, push
from fieldapp.server.tables import about, bucket_head, epoch, kab_of, quarantine, rec
from fieldapp.sync.protocol import Ack, EnrolAnswer, EnrolRequest, Grant, PullAnswer, PullRequest, PushAnswer, PushRequest


@dataclass(frozen=True, slots=True)
class Refused:
    """A change kept aside: which op, from which laptop, why, since when (UTC), and its verbatim bytes."""

    op: str
    device: str
    code: str
    received_at: str
    raw: bytes


class HeadOffice:
    """An office over an open database; made by :func:`open_office`. Safe to use from several threads."""

    def __init__(self, database: Database, blobs: Blobs, now: Now = utc_now) -> None:
        self.database = database
        self.blobs = blobs
        self.now = now
        self.wrong_codes = WrongCodes()
        self.server_id: str = database.write(self._begin)

    def _begin(self, connection: sa.Connection) -> str:
        forget_batches(connection, self.now())
        name = connection.execute(sa.select(about.c.value).where(about.c.name == "server_id")).scalar()
        if name is None:
            name = new_id()
            connection.execute(sa.insert(about).values(name="server_id", value=name))
            connection.execute(sa.insert(epoch).values(n=1, at=moment(self.now())))
        return str(name)

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def desk(self, device_id: str | None = None, *, source: str = "desk") -> Desk:
        """Return what one laptop may ask; without a laptop only enrolment. ``source`` says where wrong codes are counted."""
        return Desk(self, device_id, source)

    def epoch(self) -> int:
        """Return the age of this office's memory: 1 at first, one more after each restore."""
        with self.database.reading() as connection:
            return _epoch(connection)

    def new_epoch(self) -> int:
        """Begin a new epoch after a restore, so that laptops hand over again what the backup did not hold; returns it.

        The number is the second it begins in: counting on from the backup would give two restores of one backup the same number,
        and a laptop that had met the first would not notice the second.
        """

        def begin(connection: sa.Connection) -> int:
            number = max(_epoch(connection) + 1, int(self.now().timestamp()))
            connection.execute(sa.insert(epoch).values(n=number, at=moment(self.now())))
            return number

        return self.database.write(begin)

    def heads(self) -> dict[str, int]:
        """Return the newest number of every bucket: noted before a backup, told to :meth:`mark_durable` when it was verified."""
        with self.database.reading() as connection:
            return {bucket_key((r.region, r.cls)): r.head for r in connection.execute(sa.select(bucket_head))}

    def mark_durable(self, heads: dict[str, int]) -> None:
        """Say up to where each bucket is in a verified backup; laptops may then let go of what they kept."""

        def mark(connection: sa.Connection) -> None:
            for key, seq in heads.items():
                region, _, cls = key.partition("/")
                here = sa.and_(bucket_head.c.kab == kab_of(region), bucket_head.c.region == region, bucket_head.c.cls == cls)
                connection.execute(sa.update(bucket_head).where(here, bucket_head.c.durable < seq).values(durable=seq))

        self.database.write(mark)

    def add_user(
        self, login: str, name: str, title: str, role: str, region: str, *, starts: str | None = None, ends: str | None = None
    ) -> UserCard:
        """Add a person with an area and a role (days ISO, inclusive); colleagues learn of them at their next pull.

        Raises USER_EXISTS, ROLE_UNKNOWN, REGION_UNKNOWN, WRONG_USE.
        """

        def add(connection: sa.Connection) -> UserCard:
            card = accounts.add_user(
                connection, self.now(), login=login, name=name, title=title, role=role, region=region, starts=starts, ends=ends
            )
            told = {"name": name, "title": title, "role": role, "region": region}
            publish(connection, Held(card.id, "colleague", Row((kab_of(region), "reference"), card.id, told)))
            return card

        return self.database.write(add)

    def set_grants(self, login: str, grants: Iterable[Grant]) -> None:
        """Replace the areas of a person; raises USER_UNKNOWN, ROLE_UNKNOWN, REGION_UNKNOWN, WRONG_USE."""
        wanted = tuple(grants)
        self.database.write(lambda connection: accounts.set_grants(connection, login, wanted))

    def users(self) -> tuple[UserCard, ...]:
        """Return everybody with an account, by login."""
        with self.database.reading() as connection:
            return accounts.users(connection)

    def make_code(self, login: str) -> str:
        """Return a one-time enrolment code for this person, ``K7QF-3M9D-XA2P``, good for 24 hours; raises USER_UNKNOWN."""
        return self.database.write(lambda connection: accounts.make_code(connection, self.now(), login))

    def devices(self) -> tuple[DeviceCard, ...]:
        """Return every laptop that was ever enrolled."""
        with self.database.reading() as connection:
            return accounts.devices(connection)

    def revoke(self, device: str) -> None:
        """Shut a laptop out, by its id or its prefix (``LT014``); raises DEVICE_UNKNOWN."""
        self.database.write(lambda connection: accounts.revoke(connection, self.now(), device))

    def refused(self) -> tuple[Refused, ...]:
        """Return the changes kept aside, oldest first."""
        q = quarantine.c
        with self.database.reading() as connection:
            rows = connection.execute(sa.select(q.op, q.device, q.code, q.received_at, q.raw).order_by(q.received_at, q.fingerprint)).all()
        return tuple(Refused(r.op, r.device, r.code, r.received_at, bytes(r.raw)) for r in rows)

    def standing(self, device_id: str) -> Standing:
        """Return what is known of a laptop that asks; raises NOT_SIGNED or DEVICE_REVOKED."""
        with self.database.reading() as connection:
            return accounts.standing(connection, device_id)

    def known(self, device_id: str) -> Standing | None:
        """Return what is known of a laptop, revoked or not; None when it was never enrolled."""
        with self.database.reading() as connection:
            return accounts.standings(connection, [device_id]).get(device_id)


def _epoch(connection: sa.Connection) -> int:
    return int(connection.execute(sa.select(sa.func.max(epoch.c.n))).scalar_one())


def _durable(connection: sa.Connection, acks: Iterable[Ack]) -> dict[str, int]:
    wanted = {ack.bucket for ack in acks if ack.bucket}
    kabs = {kab_of(key.partition("/")[0]) for key in wanted}
    rows = connection.execute(sa.select(bucket_head).where(bucket_head.c.kab.in_(kabs), bucket_head.c.durable > 0))
    return {key: r.durable for r in rows if (key := bucket_key((r.region, r.cls))) in wanted}


class Desk:
    """The office as one laptop meets it: :class:`fieldapp.sync.protocol.Office` without a network between."""

    def __init__(self, office: HeadOffice, device_id: str | None, source: str) -> None:
        self.office = office
        self.device_id = device_id
        self.source = source

    def _standing(self) -> Standing:
        if self.device_id is None:
            raise problems.NOT_SIGNED()
        return self.office.standing(self.device_id)

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """Bind a laptop to the account the code was made for; raises CODE_WRONG, TOO_MANY_CODES, REQUEST_SHAPE."""
        office, now = self.office, self.office.now()
        office.wrong_codes.check(self.source, now)
        try:
            user, prefix = office.database.write(lambda connection: accounts.enrol(connection, now, request))
        except problems.Problem as refused:
            if refused.kind is problems.CODE_WRONG:
                office.wrong_codes.note(self.source, now)
            raise
        self.device_id = self.device_id or request.device
        return EnrolAnswer(office.server_id, office.epoch(), user.id, user.name, user.title, user.login, prefix, user.grants)

    def push(self, request: PushRequest) -> PushAnswer:
        """Take changes in; raises BATCH_REUSED, REQUEST_SHAPE. A laptop that does not know of a restore yet is told, and nothing is taken."""
        office = self.office
        standing, now_epoch = self._standing(), office.epoch()
        if request.epoch not in {None, now_epoch}:
            return PushAnswer(office.server_id, now_epoch, moment(office.now()), ())
        acks = push(office.database, standing, request, office.now())
        with office.database.reading() as connection:
            return PushAnswer(office.server_id, _epoch(connection), moment(office.now()), acks, _durable(connection, acks))

    def pull(self, request: PullRequest) -> PullAnswer:
        """Hand out what is new."""
        office, standing = self.office, self._standing()
        with office.database.reading() as connection:
            page = pull(connection, standing, request, office.now())
            number = _epoch(connection)
        return PullAnswer(office.server_id, number, moment(office.now()), page.buckets, page.events, page.more, page.durable)

    def attachment_offset(self, root: str, sha256: str) -> int:
        """Return how many bytes are here, -1 when complete; raises ATTACHMENT_UNKNOWN."""
        self._may_touch(root, sha256)
        return self.office.blobs.offset(root, sha256)

    def send_attachment(self, root: str, sha256: str, offset: int, total: int, part: bytes) -> int:
        """Take bytes in; raises ATTACHMENT_UNKNOWN, ATTACHMENT_HASH, REQUEST_TOO_LARGE, REQUEST_SHAPE."""
        self._may_touch(root, sha256)
        return self.office.blobs.add(root, sha256, offset, total, part)

    def fetch_attachment(self, root: str, sha256: str, offset: int) -> bytes:
        """Hand bytes out; raises ATTACHMENT_UNKNOWN."""
        self._may_touch(root, sha256)
        return self.office.blobs.fetch(root, sha256, offset)

    def _may_touch(self, root: str, sha256: str) -> None:
        """Let pass who may read a record of this root that names this hash; unknown and forbidden are one and the same."""
        standing = self._standing()
        if len(sha256) != 64 or not sha256.isalnum() or not root.isascii() or "\x00" in root:
            raise problems.ATTACHMENT_UNKNOWN()
        query = sa.select(rec.c.region, rec.c.cls, rec.c.entity).where(
            rec.c.root == root,
            rec.c.gone.is_(None),
            rec.c.entity.in_(("attachment", "visit", "assessment")),
            rec.c.data.contains(f'"{sha256}"'),
        )
        with self.office.database.reading() as connection:
            rows = connection.execute(query).all()
        seen = views(standing, [(r.region, r.cls) for r in rows], self.office.now())
        if not any((r.region, r.cls) in seen and seen[r.region, r.cls].reads(r.entity) for r in rows):
            raise problems.ATTACHMENT_UNKNOWN()


def open_office(folder: Path, database: str | None = None, *, now: Now = utc_now) -> HeadOffice:
    """Open the office in this folder, making it at the first start; ``database`` is a PostgreSQL URL or None for the encrypted file.

    Raises FOLDER_UNWRITABLE, KEY_UNREADABLE, STORE_DAMAGED, STORE_NEWER, DATABASE_UNREACHABLE, DATABASE_UNSAFE.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = read_keys(folder)
    except OSError as wrong:
        raise problems.FOLDER_UNWRITABLE(name=folder.name) from wrong
    return HeadOffice(Database(folder, keys.database, database), Blobs(folder / "blobs", keys.blobs), now)


__all__ = ["Desk", "DeviceCard", "HeadOffice", "Refused", "UserCard", "open_office"]
