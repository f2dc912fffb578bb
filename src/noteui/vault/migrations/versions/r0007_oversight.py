"""What became of actions, clocks, supervision, chronology, counts of findings, and audits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "action_step",
        _seq(),
        _id("subject_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        _one_of("step", "step", "done", "carried", "dropped"),
        sa.Column("due", sa.Date(), nullable=True),
        _id("by_id"),
        _utc("at"),
        sa.PrimaryKeyConstraint("seq", name="pk_action_step"),
        _to("action_step", "by_id", "user_account.id"),
    )
    _index("action_step", "subject_id")
    op.create_table(
        "clock_step",
        _seq(),
        _id("run_id"),
        _id("person_id"),
        sa.Column("clock_id", AutoString(length=64), nullable=False),
        _one_of("act", "clockact", "started", "met", "stopped"),
        sa.Column("moment", sa.DateTime(), nullable=False),
        _id("by_id"),
        _utc("at"),
        sa.PrimaryKeyConstraint("seq", name="pk_clock_step"),
        _to("clock_step", "person_id", "person.id"),
        _to("clock_step", "by_id", "user_account.id"),
    )
    _index("clock_step", "run_id")
    _index("clock_step", "person_id")
    _supervision()
    op.create_table(
        "chronology_mark",
        _seq(),
        _id("person_id"),
        _id("note_id"),
        sa.Column("day", sa.Date(), nullable=False),
        _one_of("tone", "tone", "good", "worry", "change"),
        sa.Column("field", AutoString(length=16), nullable=True),
        sa.Column("begins", sa.Integer(), nullable=True),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("takes_back", sa.Integer(), nullable=True),
        _id("by_id"),
        _utc("at"),
        sa.PrimaryKeyConstraint("seq", name="pk_chronology_mark"),
        _to("chronology_mark", "person_id", "person.id"),
        _to("chronology_mark", "note_id", "note.id"),
        _to("chronology_mark", "by_id", "user_account.id"),
    )
    _index("chronology_mark", "person_id")
    _index("chronology_mark", "note_id")
    _quality()
    op.create_table(
        "audit",
        _id("id"),
        _id("by_id"),
        _utc("at"),
        sa.Column("rule", AutoString(length=32), nullable=False),
        sa.Column("seed", AutoString(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("whose", AutoString(length=12), nullable=True),
        sa.Column("drawn_from", sa.Integer(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        _to("audit", "by_id", "user_account.id"),
    )


def _supervision() -> None:
    op.create_table(
        "supervision",
        _id("id"),
        _id("author_id"),
        _one_of("kind", "supervisionkind", "planned", "unplanned", "group"),
        sa.Column("held", sa.DateTime(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _utc("saved_at"),
        sa.Column("finalised_at", UTCDateTime(), nullable=True),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_supervision"),
        sa.UniqueConstraint("seq", name="uq_supervision_seq"),
        _to("supervision", "author_id", "user_account.id"),
    )
    _index("supervision", "author_id")
    op.create_table(
        "supervision_with",
        _id("supervision_id"),
        _id("user_id"),
        sa.PrimaryKeyConstraint("supervision_id", "user_id", name="pk_supervision_with"),
        _to("supervision_with", "supervision_id", "supervision.id", ondelete="CASCADE"),
        _to("supervision_with", "user_id", "user_account.id"),
    )
    _index("supervision_with", "user_id")


def _quality() -> None:
    op.create_table(
        "counted_note",
        _id("note_id"),
        _id("author_id"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("note_id", name="pk_counted_note"),
        _to("counted_note", "note_id", "note.id"),
        _to("counted_note", "author_id", "user_account.id"),
    )
    _index("counted_note", "author_id")
    _index("counted_note", "day")
    op.create_table(
        "finding_count",
        _id("note_id"),
        sa.Column("principle", AutoString(length=32), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("found", "mended", "dismissed")),
        sa.PrimaryKeyConstraint("note_id", "principle", name="pk_finding_count"),
        _to("finding_count", "note_id", "counted_note.note_id"),
    )
    op.create_table(
        "seen_finding",
        _id("note_id"),
        sa.Column("mark", AutoString(length=16), nullable=False),
        sa.Column("principle", AutoString(length=32), nullable=False),
        sa.PrimaryKeyConstraint("note_id", "mark", name="pk_seen_finding"),
        _to("seen_finding", "note_id", "note.id", ondelete="CASCADE"),
    )


def _seq() -> sa.Column[int]:
    return sa.Column("seq", sa.Integer(), nullable=False, autoincrement=False)


def _id(name: str) -> sa.Column[str]:
    return sa.Column(name, AutoString(length=12), nullable=False)


def _utc(name: str) -> sa.Column[object]:
    return sa.Column(name, UTCDateTime(), nullable=False)


def _one_of(name: str, constraint: str, *choices: str) -> sa.Column[str]:
    kept = sa.Enum(*choices, name=constraint, native_enum=False, create_constraint=True, length=16)
    return sa.Column(name, kept, nullable=False)


def _to(table: str, column: str, target: str, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}", ondelete=ondelete)


def _index(table: str, column: str) -> None:
    op.create_index(f"ix_{table}_{column}", table, [column])
