"""What the checks raised while a note was written, and what became of it: counts by principle, no words."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from noteui.records.base import Record
from noteui.records.ids import LENGTH


class CountedNote(Record, table=True):
    """A note whose findings were counted when it was made final: whose it is, and on which day that was."""

    __tablename__ = "counted_note"

    note_id: str = Field(primary_key=True, foreign_key="note.id", max_length=LENGTH)
    author_id: str = Field(foreign_key="user_account.id", index=True, max_length=LENGTH)
    day: date = Field(index=True)


class FindingCount(Record, table=True):
    """Of one note and one principle: how many findings were made, mended, dismissed; none of noughts.

    What was neither mended nor dismissed still stood when the note was signed.
    """

    __tablename__ = "finding_count"

    note_id: str = Field(primary_key=True, foreign_key="counted_note.note_id", max_length=LENGTH)
    principle: str = Field(primary_key=True, max_length=32)
    found: int = Field(ge=0)
    mended: int = Field(ge=0)
    dismissed: int = Field(ge=0)


class SeenFinding(Record, table=True):
    """A finding that was shown while a draft was written, for its writer alone; gone once it is counted.

    `mark` tells it from others under a key of the vault, and no word can be read from it.
    """

    __tablename__ = "seen_finding"

    note_id: str = Field(primary_key=True, foreign_key="note.id", ondelete="CASCADE", max_length=LENGTH)
    mark: str = Field(primary_key=True, max_length=16)
    principle: str = Field(max_length=32)
