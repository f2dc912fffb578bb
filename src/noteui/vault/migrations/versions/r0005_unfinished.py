"""Unfinished additions, and a search index that also holds what was added to a note; it is filled anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

from noteui.vault import search

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "unfinished",
        sa.Column("note_id", AutoString(length=12), nullable=False),
        sa.Column("author_id", AutoString(length=12), nullable=False),
        sa.Column("kind", AutoString(length=16), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("note_id", "author_id", "kind", name="pk_unfinished"),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_unfinished_note_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name="fk_unfinished_author_id"),
    )
    search.drop_tables(op.get_bind())
    search.create_tables(op.get_bind())
    op.execute("UPDATE note SET settled = 0 WHERE erased_at IS NULL")
