"""What somebody has begun to add to a note and has not signed: kept, and no part of the record yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from noteui.records.base import Record
from noteui.records.ids import LENGTH


class UnfinishedRecord(Record, table=True):
    """The words of one person for one note, by what they are to become (`kind`); gone once signed."""

    __tablename__ = "unfinished"

    note_id: str = Field(primary_key=True, foreign_key="note.id", ondelete="CASCADE", max_length=LENGTH)
    author_id: str = Field(primary_key=True, foreign_key="user_account.id", max_length=LENGTH)
    kind: str = Field(primary_key=True, max_length=16)
    words: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, repr=False)
    saved_at: datetime
