"""Who does what by when, and what became of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from noteui.records.base import Record, by_value
from noteui.records.ids import LENGTH


class Action(Record, table=True):
    """One line of a note's actions, kept apart so that what is due can be listed.

    Derived from the text of the actions field each time the note is saved; the text is the original. Once the
    note is final, its actions stay as they are, and what becomes of them is an `ActionStep`.
    """

    id: str = Field(primary_key=True, max_length=LENGTH)
    note_id: str = Field(foreign_key="note.id", ondelete="CASCADE", index=True, max_length=LENGTH)
    position: int = Field(ge=0)
    text: str = Field(repr=False)
    owner: str | None = Field(default=None, repr=False)
    due: date | None = Field(default=None, index=True)
    done: bool = False


class Step(StrEnum):
    """What can become of an action. Each is also said in words, in the final content of the same entry."""

    DONE = "done"
    CARRIED = "carried"
    DROPPED = "dropped"


ACTION_STEP = "action-step"
"""The kind of final content that holds a step's words."""


class ActionStep(Record, table=True):
    """What became of one action, the newest counting; only added, never changed.

    `seq` is its entry in the log; `subject_id` the note or supervision that the action stands in, `position`
    its place among the actions there, from 0. `due` is the new day of one carried over.
    """

    __tablename__ = "action_step"

    seq: int = Field(primary_key=True, ge=1, sa_column_kwargs={"autoincrement": False})
    subject_id: str = Field(index=True, max_length=LENGTH)
    position: int = Field(ge=0)
    step: Step = Field(sa_type=by_value(Step))
    due: date | None = Field(default=None)
    by_id: str = Field(foreign_key="user_account.id", max_length=LENGTH)
    at: datetime
