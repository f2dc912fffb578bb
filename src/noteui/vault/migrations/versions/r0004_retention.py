"""How long each person's file is kept, and holds."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlmodel.sql.sqltypes import AutoString

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "retention",
        sa.Column("person_id", AutoString(length=12), nullable=False),
        sa.Column("class_id", AutoString(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("hold_reason", AutoString(), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name="pk_retention"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_retention_person_id"),
    )
