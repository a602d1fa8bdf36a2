"""The first shape of the office's tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first release."""
    op.create_table(
        "about",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_about")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("region", sa.String(length=13), nullable=False),
        sa.Column("created_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("login", name=op.f("uq_account_login")),
    )
    op.create_table(
        "area_grant",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=36), nullable=False),
        sa.Column("region", sa.String(length=13), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("starts", sa.String(length=10), nullable=True),
        sa.Column("ends", sa.String(length=10), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_area_grant")),
    )
    op.create_index(op.f("ix_area_grant_account"), "area_grant", ["account"], unique=False)
    op.create_table(
        "batch",
        sa.Column("kab", sa.String(length=5), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("acks", sa.Text(), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("kab", "device", "batch", name=op.f("pk_batch")),
    )
    op.create_table(
        "bucket_head",
        sa.Column("kab", sa.String(length=5), nullable=False),
        sa.Column("region", sa.String(length=13), nullable=False),
        sa.Column("cls", sa.String(length=16), nullable=False),
        sa.Column("head", sa.BigInteger(), nullable=False),
        sa.Column("digests", sa.Text(), nullable=False),
        sa.Column("durable", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kab", "region", "cls", name=op.f("pk_bucket_head")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("account", sa.String(length=36), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("app_version", sa.Text(), nullable=False),
        sa.Column("enrolled_at", sa.String(length=24), nullable=False),
        sa.Column("revoked_at", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("number", name=op.f("uq_device_number")),
    )
    op.create_index(op.f("ix_device_account"), "device", ["account"], unique=False)
    op.create_table(
        "enrolment_code",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("account", sa.String(length=36), nullable=False),
        sa.Column("expires_at", sa.String(length=24), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_enrolment_code")),
    )
    op.create_table(
        "epoch",
        sa.Column("n", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_epoch")),
    )
    op.create_table(
        "oplog",
        sa.Column("kab", sa.String(length=5), nullable=False),
        sa.Column("op", sa.String(length=36), nullable=False),
        sa.Column("device", sa.String(length=36), nullable=False),
        sa.Column("author", sa.String(length=36), nullable=False),
        sa.Column("at", sa.String(length=24), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("result", sa.String(length=12), nullable=False),
        sa.Column("region", sa.String(length=13), nullable=False),
        sa.Column("cls", sa.String(length=16), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kab", "op", name=op.f("pk_oplog")),
    )
    op.create_index(op.f("ix_oplog_op"), "oplog", ["op"], unique=False)
    op.create_table(
        "quarantine",
        sa.Column("kab", sa.String(length=5), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("op", sa.String(length=64), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("pushed_by", sa.String(length=36), nullable=False),
        sa.Column("received_at", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("kab", "fingerprint", name=op.f("pk_quarantine")),
    )
    op.create_index(op.f("ix_quarantine_op"), "quarantine", ["op"], unique=False)
    op.create_table(
        "rec",
        sa.Column("kab", sa.String(length=5), nullable=False),
        sa.Column("region", sa.String(length=13), nullable=False),
        sa.Column("cls", sa.String(length=16), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("entity", sa.String(length=64), nullable=False),
        sa.Column("root", sa.String(length=36), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("clocks", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("gone", sa.String(length=8), nullable=True),
        sa.Column("about", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("kab", "region", "cls", "id", name=op.f("pk_rec")),
        sa.UniqueConstraint("kab", "region", "cls", "seq", name=op.f("uq_rec_kab_region_cls_seq")),
    )
    op.create_index(
        "ix_rec_about",
        "rec",
        ["about"],
        unique=False,
        sqlite_where=sa.text("about IS NOT NULL"),
        postgresql_where=sa.text("about IS NOT NULL"),
    )
    op.create_index(op.f("ix_rec_id"), "rec", ["id"], unique=False)
    op.create_index(op.f("ix_rec_root"), "rec", ["root"], unique=False)
