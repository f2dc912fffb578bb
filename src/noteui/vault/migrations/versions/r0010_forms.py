"""What stands in a form is kept, as drafts are; what was added to final notes is found by an index."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "form",
        sa.Column("author_id", AutoString(length=12), nullable=False),
        sa.Column("form", AutoString(length=32), nullable=False),
        sa.Column("about", AutoString(length=64), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("author_id", "form", "about", name="pk_form"),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name="fk_form_author_id"),
    )
    op.create_index("ix_final_kind_subject_id", "final", ["kind", "subject_id"])
