"""What somebody has begun and not signed or kept yet: held safe, and no part of the record."""

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


class FormRecord(Record, table=True):
    """What stands in a form that one person has open or left: its fields by name; gone once it is kept.

    `about` is the identifier of what the form is about, empty where it is about nothing that is there yet.
    """

    __tablename__ = "form"

    author_id: str = Field(primary_key=True, foreign_key="user_account.id", max_length=LENGTH)
    form: str = Field(primary_key=True, max_length=32)
    about: str = Field(default="", primary_key=True, max_length=64)
    kept: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, repr=False)
    saved_at: datetime
