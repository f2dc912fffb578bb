"""A review: what was asked, said and decided about a finalised note, and what noteui points a reviewer to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from noteui.records.base import Record, by_value
from noteui.records.ids import LENGTH


class ReviewKind(StrEnum):
    """What can be done in a review. Each is also the kind of the final content that holds its words."""

    SUBMITTED = "submitted"
    QUESTION = "question"
    SUGGESTION = "suggestion"
    PRAISE = "praise"
    ANSWER = "answer"
    RETURNED = "returned"
    AGREED = "agreed"


class ReviewAct(Record, table=True):
    """One act of a review; only added, never changed. Its words are the final content `final_id`.

    `seq` is its entry in the log. `to_id` is whom a note was submitted to, None for any reviewer; `about_id`
    the content that an answer answers.
    """

    __tablename__ = "review_act"

    seq: int = Field(primary_key=True, ge=1, sa_column_kwargs={"autoincrement": False})
    note_id: str = Field(foreign_key="note.id", index=True, max_length=LENGTH)
    kind: ReviewKind = Field(sa_type=by_value(ReviewKind))
    by_id: str = Field(foreign_key="user_account.id", max_length=LENGTH)
    to_id: str | None = Field(default=None, foreign_key="user_account.id", max_length=LENGTH)
    about_id: str | None = Field(default=None, max_length=LENGTH)
    final_id: str = Field(max_length=LENGTH)
    at: datetime


class NoteSignals(Record, table=True):
    """What of a note, as it was signed, a reviewer is pointed to; notes with nothing have no row.

    It is worked out once, when the note is made final, and stands in what was signed as well.
    """

    __tablename__ = "note_signals"

    note_id: str = Field(primary_key=True, foreign_key="note.id", max_length=LENGTH)
    risk: bool = Field(default=False)
    late: bool = Field(default=False)
    voice_missing: bool = Field(default=False)
    dismissed_twice: bool = Field(default=False)

    @property
    def names(self) -> list[str]:
        """Those that are there, by their names, in order."""
        return [name for name in SIGNALS if getattr(self, name)]


SIGNALS = ("risk", "late", "voice_missing", "dismissed_twice")
"""What a reviewer can be pointed to, the gravest first."""
