"""What is final: the log, sealed contents, keys that sign, and what each user may do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE user_account ADD COLUMN access VARCHAR(16) DEFAULT 'administrator' NOT NULL "
        "CONSTRAINT ck_user_account_access "
        "CHECK (access IN ('practitioner', 'supervisor', 'administrator', 'reader'))"
    )
    op.add_column("user_account", sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("note", sa.Column("finalised_at", UTCDateTime(), nullable=True))
    op.add_column("note", sa.Column("erased_at", UTCDateTime(), nullable=True))
    op.create_table(
        "signing_key",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("user_id", AutoString(length=12), nullable=False),
        sa.Column("public", AutoString(length=64), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signing_key"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_signing_key_user_id"),
    )
    op.create_index("ix_signing_key_user_id", "signing_key", ["user_id"])
    op.create_table(
        "log_entry",
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("at", AutoString(length=32), nullable=False),
        sa.Column("actor", AutoString(length=12), nullable=False),
        sa.Column("key_id", AutoString(length=12), nullable=False),
        sa.Column("act", AutoString(length=32), nullable=False),
        sa.Column("object_id", AutoString(length=12), nullable=False),
        sa.Column("payload", AutoString(length=64), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("prev", AutoString(length=64), nullable=False),
        sa.Column("hash", AutoString(length=64), nullable=False),
        sa.Column("mac", AutoString(length=64), nullable=False),
        sa.Column("signature", AutoString(length=128), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_log_entry"),
    )
    op.create_index("ix_log_entry_object_id", "log_entry", ["object_id"])
    op.create_table(
        "final",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("subject_id", AutoString(length=12), nullable=False),
        sa.Column("kind", AutoString(length=16), nullable=False),
        sa.Column("author_id", AutoString(length=12), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_final"),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name="fk_final_author_id"),
        sa.UniqueConstraint("seq", name="uq_final_seq"),
    )
    op.create_index("ix_final_subject_id", "final", ["subject_id"])
    op.create_table(
        "content_key",
        sa.Column("subject_id", AutoString(length=12), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", name="pk_content_key"),
    )
