"""Sharings: what was decided, to whom it goes, what goes, and who was told of what was added later."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "sharing",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("person_id", AutoString(length=12), nullable=False),
        sa.Column("note_id", AutoString(length=12), nullable=True),
        sa.Column("author_id", AutoString(length=12), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("decision", sa.String(length=16), nullable=False),
        sa.Column("direction", sa.String(length=16), nullable=False),
        sa.Column("urgency", sa.String(length=16), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.Column("learned", sa.DateTime(timezone=False), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by", AutoString(), nullable=False),
        sa.Column("follow_up", sa.Date(), nullable=True),
        sa.Column("look_again", sa.Date(), nullable=True),
        sa.Column("also_about", sa.JSON(), nullable=False),
        *_texts("what", "asked", "purpose", "why"),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("contents", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("consent", AutoString(length=16), nullable=False),
        *_texts("override"),
        sa.Column("capacity", AutoString(length=16), nullable=False),
        sa.Column("capacity_on", sa.Date(), nullable=True),
        *_texts("wishes"),
        sa.Column("advice", sa.JSON(), nullable=False),
        *_texts("source", "use", "outcome"),
        sa.Column("reference", AutoString(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sharing"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_sharing_person_id", ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_sharing_note_id", ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["author_id"], ["user_account.id"], name="fk_sharing_author_id"),
        _one_of("sharing", "state", "sharingstate", ("draft", "decided", "closed", "withdrawn")),
        _one_of("sharing", "decision", "decision", ("share", "withhold", "ask")),
        _one_of("sharing", "direction", "direction", ("out", "in")),
        _one_of("sharing", "urgency", "urgency", ("immediate", "ordinary")),
    )
    op.create_index("ix_sharing_person_id_decided_at", "sharing", ["person_id", "decided_at"])
    op.create_index("ix_sharing_state_decided_at", "sharing", ["state", "decided_at"])
    op.create_index("ix_sharing_note_id", "sharing", ["note_id"])
    op.create_table(
        "sharing_recipient",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("sharing_id", AutoString(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", AutoString(), nullable=False),
        sa.Column("role", AutoString(), nullable=False),
        sa.Column("agency", AutoString(), nullable=False),
        sa.Column("route", AutoString(length=32), nullable=False),
        sa.Column("address", AutoString(), nullable=False),
        *_texts("address_checked", "identity_checked"),
        sa.Column("seen_by", AutoString(), nullable=False),
        sa.Column("contact_id", AutoString(length=12), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reached_at", UTCDateTime(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("sent_seq", sa.Integer(), nullable=True),
        sa.Column("breach_at", UTCDateTime(), nullable=True),
        sa.Column("breach_answered_at", UTCDateTime(), nullable=True),
        sa.Column("follow_up", sa.Date(), nullable=True),
        *_texts("agreed"),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sharing_recipient"),
        sa.ForeignKeyConstraint(
            ["sharing_id"], ["sharing.id"], name="fk_sharing_recipient_sharing_id", ondelete="CASCADE"
        ),
        _one_of(
            "sharing_recipient",
            "state",
            "reach",
            (
                "decided",
                "sent",
                "received",
                "restated",
                "understood",
                "closed",
                "declined",
                "bounced",
                "misdirected",
                "withdrawn",
            ),
        ),
    )
    op.create_index("ix_sharing_recipient_sharing_id", "sharing_recipient", ["sharing_id"])
    op.create_index("ix_sharing_recipient_state", "sharing_recipient", ["state"])
    op.create_table(
        "sharing_item",
        sa.Column("id", AutoString(length=12), nullable=False),
        sa.Column("sharing_id", AutoString(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note_id", AutoString(length=12), nullable=False),
        sa.Column("field", AutoString(length=16), nullable=True),
        sa.Column("begins", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_sharing_item"),
        sa.ForeignKeyConstraint(
            ["sharing_id"], ["sharing.id"], name="fk_sharing_item_sharing_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["note_id"], ["note.id"], name="fk_sharing_item_note_id", ondelete="RESTRICT"
        ),
    )
    op.create_index("ix_sharing_item_sharing_id", "sharing_item", ["sharing_id"])
    op.create_index("ix_sharing_item_note_id", "sharing_item", ["note_id"])
    op.create_table(
        "sharing_told_again",
        sa.Column("recipient_id", AutoString(length=12), nullable=False),
        sa.Column("final_id", AutoString(length=12), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("recipient_id", "final_id", name="pk_sharing_told_again"),
        sa.ForeignKeyConstraint(
            ["recipient_id"], ["sharing_recipient.id"], name="fk_sharing_told_again_recipient_id"
        ),
        sa.ForeignKeyConstraint(["final_id"], ["final.id"], name="fk_sharing_told_again_final_id"),
    )


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _one_of(table: str, column: str, name: str, values: Sequence[str]) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{name}"))
