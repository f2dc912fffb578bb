"""An audit: notes drawn by a stated rule, and what an auditor answered about each."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from noteui.records.base import Record
from noteui.records.ids import LENGTH


class AuditRecord(Record, table=True):
    """One audit: by which rule and seed how many of which notes were drawn, and the answers so far.

    `answers` has by note and question what was answered, and under the note's empty question a remark.
    """

    __tablename__ = "audit"

    id: str = Field(primary_key=True, max_length=LENGTH)
    by_id: str = Field(foreign_key="user_account.id", max_length=LENGTH)
    at: datetime
    rule: str = Field(max_length=32)
    seed: str = Field(max_length=64)
    since: date | None = Field(default=None)
    until: date | None = Field(default=None)
    whose: str | None = Field(default=None, max_length=LENGTH)
    drawn_from: int = Field(ge=0)
    notes: list[str] = Field(default_factory=list, sa_type=JSON, repr=False)
    answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, repr=False)
