"""Who does what by when."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from noteui.records.base import Record
from noteui.records.ids import LENGTH


class Action(Record, table=True):
    """One line of a note's actions, kept apart so that what is due can be listed.

    Derived from the text of the actions field each time the note is saved; the text is the original.
    """

    id: str = Field(primary_key=True, max_length=LENGTH)
    note_id: str = Field(foreign_key="note.id", ondelete="CASCADE", index=True, max_length=LENGTH)
    position: int = Field(ge=0)
    text: str = Field(repr=False)
    owner: str | None = Field(default=None, repr=False)
    due: date | None = Field(default=None, index=True)
    done: bool = False
