"""The records: users, people and those around them, notes and their actions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "user_account",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_user_account"),
    )
    op.create_table(
        "person",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("known_as", AutoString(), nullable=True),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("pronouns", AutoString(), nullable=True),
        sa.Column("communicates", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_person"),
        sa.CheckConstraint("kind IN ('child', 'adult', 'unborn')", name=op.f("ck_person_kind")),
    )
    op.create_table(
        "surrounding",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("person_id", AutoString(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("relationship", AutoString(), nullable=False),
        sa.Column("born", sa.Date(), nullable=True),
        sa.Column("household", sa.Boolean(), nullable=True),
        sa.Column("parental_responsibility", sa.Boolean(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_surrounding"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_surrounding_person_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_surrounding_person_id", "surrounding", ["person_id"])
    op.create_table(
        "note",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("person_id", AutoString(length=12), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("contact", AutoString(), nullable=False),
        sa.Column("happened", sa.DateTime(timezone=False), nullable=True),
        sa.Column("recorded", sa.DateTime(timezone=False), nullable=True),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("first_line", AutoString(), nullable=False),
        sa.Column("author_id", AutoString(length=12), nullable=True),
        sa.Column("author_name", AutoString(), nullable=True),
        sa.Column("author_role", AutoString(), nullable=True),
        sa.Column("seen", sa.Boolean(), nullable=True),
        sa.Column("seen_alone", sa.Boolean(), nullable=True),
        sa.Column("interpreter", AutoString(), nullable=True),
        sa.Column("caret", sa.JSON(), nullable=False),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("dismissals", sa.JSON(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_note_person_id", ondelete="RESTRICT"),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name="fk_note_author_id"),
        sa.CheckConstraint("status IN ('draft', 'finalised', 'void')", name=op.f("ck_note_status")),
    )
    op.create_index("ix_note_person_id_happened", "note", ["person_id", "happened"])
    op.create_index("ix_note_happened", "note", ["happened"])
    op.create_index("ix_note_status_happened", "note", ["status", "happened"])
    op.create_index("ix_note_status_saved_at", "note", ["status", "saved_at"])
    op.create_index(
        "ix_note_unsettled",
        "note",
        ["id"],
        sqlite_where=sa.text("settled = 0"),
        postgresql_where=sa.text("NOT settled"),
    )
    op.create_table(
        "action",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("note_id", AutoString(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", AutoString(), nullable=False),
        sa.Column("owner", AutoString(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_action"),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_action_note_id", ondelete="CASCADE"),
    )
    op.create_index("ix_action_note_id", "action", ["note_id"])
    op.create_index("ix_action_due", "action", ["due"])
