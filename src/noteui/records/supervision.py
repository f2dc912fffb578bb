"""A supervision: a conversation about the work, recorded, and signed like a note."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from noteui.records.base import WALL_CLOCK, Record, by_value
from noteui.records.ids import LENGTH

SUPERVISION = "supervision"
"""The kind of final content that a supervision is; what is added to it later is an addendum."""


class SupervisionKind(StrEnum):
    """How it came about."""

    PLANNED = "planned"
    UNPLANNED = "unplanned"
    GROUP = "group"


class SupervisionRecord(Record, table=True):
    """One supervision, recorded by `author_id` (the supervisor) with those of `supervision_with`.

    A draft holds its words here, for its writer alone. Made final, the words are sealed under the
    supervision's own key and are here no more; `seq` is its entry in the log, and nothing of the row changes.
    `words` has a text by section; `notes` and `people` are the identifiers of what was spoken about.
    """

    __tablename__ = "supervision"

    id: str = Field(primary_key=True, max_length=LENGTH)
    author_id: str = Field(foreign_key="user_account.id", index=True, max_length=LENGTH)
    kind: SupervisionKind = Field(default=SupervisionKind.PLANNED, sa_type=by_value(SupervisionKind))
    held: datetime = Field(sa_type=WALL_CLOCK)
    next_on: date | None = Field(default=None)
    notes: list[str] = Field(default_factory=list, sa_type=JSON, repr=False)
    people: list[str] = Field(default_factory=list, sa_type=JSON, repr=False)
    words: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, repr=False)
    version: int = Field(default=1, ge=1)
    saved_at: datetime
    finalised_at: datetime | None = Field(default=None)
    seq: int | None = Field(default=None, unique=True)


class SupervisionWith(Record, table=True):
    """Somebody who was supervised in it."""

    __tablename__ = "supervision_with"

    supervision_id: str = Field(
        primary_key=True, foreign_key="supervision.id", ondelete="CASCADE", max_length=LENGTH
    )
    user_id: str = Field(primary_key=True, foreign_key="user_account.id", index=True, max_length=LENGTH)
