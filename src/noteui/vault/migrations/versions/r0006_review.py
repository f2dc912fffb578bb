"""Reviews of finalised notes, and what of a note a reviewer is pointed to; drafts belong to somebody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0006"
down_revision = "0005"

_KINDS = ("submitted", "question", "suggestion", "praise", "answer", "returned", "agreed")


def upgrade() -> None:
    op.create_table(
        "review_act",
        sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("note_id", AutoString(length=12), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*_KINDS, name="reviewkind", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("by_id", AutoString(length=12), nullable=False),
        sa.Column("to_id", AutoString(length=12), nullable=True),
        sa.Column("about_id", AutoString(length=12), nullable=True),
        sa.Column("final_id", AutoString(length=12), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_review_act"),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_review_act_note_id"),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name="fk_review_act_by_id"),
        sa.ForeignKeyConstraint(["to_id"], ["user_account.id"], name="fk_review_act_to_id"),
    )
    op.create_index("ix_review_act_note_id", "review_act", ["note_id"])
    op.create_table(
        "note_signals",
        sa.Column("note_id", AutoString(length=12), nullable=False),
        sa.Column("risk", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("voice_missing", sa.Boolean(), nullable=False),
        sa.Column("dismissed_twice", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("note_id", name="pk_note_signals"),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_note_signals_note_id"),
    )
    # A draft is read by whoever holds it. Imported ones were nobody's; where one person alone uses the vault
    # they are theirs, and else they stay for whoever finalises them.
    op.execute(
        "UPDATE note SET author_id = (SELECT id FROM user_account) "
        "WHERE status = 'draft' AND author_id IS NULL AND (SELECT count(*) FROM user_account) = 1"
    )
