"""Sealed packages that went and came, what is made ready to go, the address book, subject access."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "outgoing",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("for_", sa.String(length=16), nullable=False),
        sa.Column("person_id", AutoString(length=12), nullable=False),
        sa.Column("sharing_id", AutoString(length=12), nullable=True),
        sa.Column("recipient_id", AutoString(length=12), nullable=True),
        sa.Column("author_id", AutoString(length=12), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("selection", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("sealed_seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outgoing"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_outgoing_person_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["sharing_id"], ["sharing.id"], name="fk_outgoing_sharing_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name="fk_outgoing_author_id"),
        sa.CheckConstraint("for_ IN ('sharing', 'subject access')", name=op.f("ck_outgoing_outgoingfor")),
    )
    op.create_index("ix_outgoing_person_id", "outgoing", ["person_id"])
    op.create_index("ix_outgoing_sharing_id", "outgoing", ["sharing_id"])
    op.create_table(
        "package",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("direction", sa.String(length=16), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("digest", AutoString(length=64), nullable=False),
        sa.Column("sharing_id", AutoString(length=12), nullable=True),
        sa.Column("recipient_id", AutoString(length=12), nullable=True),
        sa.Column("outgoing_id", AutoString(length=12), nullable=True),
        sa.Column("other", AutoString(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("public", AutoString(length=64), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_package"),
        sa.CheckConstraint("direction IN ('out', 'in')", name=op.f("ck_package_direction")),
    )
    op.create_index("ix_package_sharing_id", "package", ["sharing_id"])
    op.create_table(
        "contact",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("agency", AutoString(), nullable=False),
        sa.Column("route", AutoString(length=32), nullable=False),
        sa.Column("address", AutoString(), nullable=False),
        sa.Column("key", AutoString(), nullable=False),
        sa.Column("public", AutoString(length=64), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("verified_by", AutoString(), nullable=False),
        sa.Column("verified_how", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
    )
    op.create_table(
        "subject_access",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("person_id", AutoString(length=12), nullable=False),
        sa.Column("outgoing_id", AutoString(length=12), nullable=False),
        sa.Column("author_id", AutoString(length=12), nullable=False),
        sa.Column("asked_by", AutoString(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("clear_on", sa.Date(), nullable=True),
        sa.Column("identity_checked", sa.Text(), nullable=False),
        sa.Column("extended_why", sa.Text(), nullable=False),
        sa.Column("read_by", AutoString(length=12), nullable=True),
        sa.Column("read_digest", AutoString(length=64), nullable=False),
        sa.Column("read_words", sa.Text(), nullable=False),
        sa.Column("released_at", UTCDateTime(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_subject_access"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_subject_access_person_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["outgoing_id"], ["outgoing.id"], name="fk_subject_access_outgoing_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name="fk_subject_access_author_id"),
        sa.ForeignKeyConstraint(["read_by"], ["user_account.id"], name="fk_subject_access_read_by"),
    )
    op.create_index("ix_subject_access_person_id", "subject_access", ["person_id"])
