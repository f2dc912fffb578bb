"""The chronology: what of a person's notes is significant."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from noteui.records.base import Record, by_value
from noteui.records.ids import LENGTH

CHRONOLOGY = "chronology"
"""The kind of final content that holds the words of a mark, or why one was taken back."""


class Tone(StrEnum):
    """What an event meant for the person."""

    GOOD = "good"
    WORRY = "worry"
    CHANGE = "change"


class ChronologyMark(Record, table=True):
    """A finalised note, or words of it, marked as significant; only added, never changed.

    `seq` is its entry in the log. `day` is when the event was; `field`, `begins` and `ends` say where the
    words stand, None for the note as a whole. With `takes_back` an earlier mark no longer stands.
    """

    __tablename__ = "chronology_mark"

    seq: int = Field(primary_key=True, ge=1, sa_column_kwargs={"autoincrement": False})
    person_id: str = Field(foreign_key="person.id", index=True, max_length=LENGTH)
    note_id: str = Field(foreign_key="note.id", index=True, max_length=LENGTH)
    day: date
    tone: Tone = Field(sa_type=by_value(Tone))
    field: str | None = Field(default=None, max_length=16)
    begins: int | None = Field(default=None)
    ends: int | None = Field(default=None)
    takes_back: int | None = Field(default=None)
    by_id: str = Field(foreign_key="user_account.id", max_length=LENGTH)
    at: datetime
