"""What the office keeps, in one look: the same tables in the embedded file and in PostgreSQL.

``kab`` (the kabupaten's code, ``18.11``; a province's or ``00`` for what stands above) comes first in every key of the feed, so that
one office can grow into many. No sequences, triggers or special types: every database of the family runs this.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)


def kab_of(region_id: str) -> str:
    """Return the kabupaten under which a region is filed: the first two parts of its code, ``18`` for a province, ``00`` for the nation."""
    return ".".join(region_id.split(".")[:2])


def _place() -> tuple[sa.Column[str], sa.Column[str], sa.Column[str]]:
    return (
        sa.Column("kab", sa.String(5), primary_key=True),
        sa.Column("region", sa.String(13), primary_key=True),
        sa.Column("cls", sa.String(16), primary_key=True),
    )


# What the office knows of itself: its name (server_id).
about = sa.Table("about", metadata, sa.Column("name", sa.String(40), primary_key=True), sa.Column("value", sa.Text, nullable=False))

# The age of this office's memory: rises when it was restored from a backup.
epoch = sa.Table(
    "epoch", metadata, sa.Column("n", sa.BigInteger, primary_key=True, autoincrement=False), sa.Column("at", sa.String(24), nullable=False)
)

# The newest number handed out in a bucket; whoever writes in the bucket holds this row until commit, so numbers follow commits.
bucket_head = sa.Table(
    "bucket_head",
    metadata,
    *_place(),
    sa.Column("head", sa.BigInteger, nullable=False),
    sa.Column("digests", sa.Text, nullable=False),  # JSON: entity -> hex digest of its live records, see feed.group_of
    sa.Column("durable", sa.BigInteger, nullable=False),  # backed up to here
)

# A record at its newest state in a bucket; what left the bucket stays as a row with `gone`, without data.
rec = sa.Table(
    "rec",
    metadata,
    *_place(),
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("entity", sa.String(64), nullable=False),
    sa.Column("root", sa.String(36), nullable=False, index=True),
    sa.Column("data", sa.Text, nullable=False),  # JSON
    sa.Column("tags", sa.Text, nullable=False),  # JSON: field -> op behind its value
    sa.Column("clocks", sa.Text, nullable=False),  # JSON: field -> that op's bounded clock reading
    sa.Column("form", sa.Text),
    sa.Column("gone", sa.String(8)),  # moved, erased
    sa.Column("about", sa.String(36)),  # of an open difference: the record it is about
    sa.UniqueConstraint("kab", "region", "cls", "seq"),
    sa.Index(None, "id"),
    sa.Index("ix_rec_about", "about", sqlite_where=sa.text("about IS NOT NULL"), postgresql_where=sa.text("about IS NOT NULL")),
)

# Every change that was accepted, as its verbatim signed bytes, with the answer it got; only ever added to.
oplog = sa.Table(
    "oplog",
    metadata,
    sa.Column("kab", sa.String(5), primary_key=True),
    sa.Column("op", sa.String(36), primary_key=True),
    sa.Column("device", sa.String(36), nullable=False),
    sa.Column("author", sa.String(36), nullable=False),
    sa.Column("at", sa.String(24), nullable=False),  # the laptop's time
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("result", sa.String(12), nullable=False),
    sa.Column("region", sa.String(13), nullable=False),
    sa.Column("cls", sa.String(16), nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Index(None, "op"),
)

# Changes that were refused, with their full content and the reason; nothing is thrown away.
quarantine = sa.Table(
    "quarantine",
    metadata,
    sa.Column("kab", sa.String(5), primary_key=True),
    sa.Column("fingerprint", sa.String(64), primary_key=True),  # SHA-256 of device, signature and bytes
    sa.Column("op", sa.String(64), nullable=False, index=True),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("code", sa.String(8), nullable=False),
    sa.Column("raw", sa.LargeBinary, nullable=False),
    sa.Column("signature", sa.LargeBinary, nullable=False),
    sa.Column("pushed_by", sa.String(36), nullable=False),
    sa.Column("received_at", sa.String(24), nullable=False),
)

# Answers to whole batches, kept for thirty days: a repeated batch is answered without work.
batch = sa.Table(
    "batch",
    metadata,
    sa.Column("kab", sa.String(5), primary_key=True),
    sa.Column("device", sa.String(36), primary_key=True),
    sa.Column("batch", sa.String(36), primary_key=True),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("acks", sa.Text, nullable=False),
    sa.Column("at", sa.String(24), nullable=False),
)

# People with an account at this office.
account = sa.Table(
    "account",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("login", sa.String(64), nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("region", sa.String(13), nullable=False),
    sa.Column("created_at", sa.String(24), nullable=False),
)

# Which area a person works in, as what, from when to when (both days inclusive).
area_grant = sa.Table(
    "area_grant",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("account", sa.String(36), nullable=False, index=True),
    sa.Column("region", sa.String(13), nullable=False),
    sa.Column("role", sa.String(40), nullable=False),
    sa.Column("starts", sa.String(10)),
    sa.Column("ends", sa.String(10)),
)

# One-time enrolment codes: only their hash.
enrolment_code = sa.Table(
    "enrolment_code",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("account", sa.String(36), nullable=False),
    sa.Column("expires_at", sa.String(24), nullable=False),
    sa.Column("device", sa.String(36)),  # the laptop that used it
)

# Laptops and the public keys that prove what they say.
device = sa.Table(
    "device",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("account", sa.String(36), nullable=False, index=True),
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("number", sa.Integer, nullable=False, unique=True),  # LT001 is 1
    sa.Column("app_version", sa.Text, nullable=False),
    sa.Column("enrolled_at", sa.String(24), nullable=False),
    sa.Column("revoked_at", sa.String(24)),
)
