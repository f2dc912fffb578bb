"""How long a person's file is kept, and whether it is held."""

from __future__ import annotations

from datetime import date

from sqlmodel import Field

from noteui.records.base import Record
from noteui.records.ids import LENGTH


class Retention(Record, table=True):
    """The retention of one person's file: its class, when what starts the time happened, and any hold.

    `class_id` names a row of `casework/retention.toml`; `started_on` is the day of the closure, the last
    contact, the death or the event that the class counts from, and empty where it counts from birth. While
    `hold_reason` stands nothing of the file may be erased, whatever its time.
    """

    person_id: str = Field(foreign_key="person.id", primary_key=True, max_length=LENGTH)
    class_id: str | None = Field(default=None)
    started_on: date | None = Field(default=None, repr=False)
    hold_reason: str | None = Field(default=None, repr=False)
