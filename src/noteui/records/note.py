"""A note: what was written, about whom, and when."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, Text, false
from sqlmodel import Field

from noteui.records.base import WALL_CLOCK, Record, by_value
from noteui.records.ids import LENGTH


class Status(StrEnum):
    """How far a note has come."""

    DRAFT = "draft"
    FINALISED = "finalised"
    VOID = "void"


class NoteRecord(Record, table=True):
    """One note. `about` and `people` are the person and those around them as they stood when it was written.

    The short columns come first: a list of notes then never reads the pages on which the long texts lie.
    `version` counts the saves, and a save that started from another version is refused. `words` and
    `first_line` are derived from the text at each save. `settled` is false while the search index has not yet
    seen the last save. Once `finalised_at` (in UTC) is set the content stays as it is, until the note is
    erased and `erased_at` tells when.
    """

    __tablename__ = "note"

    id: str = Field(primary_key=True, max_length=LENGTH)
    person_id: str = Field(foreign_key="person.id", ondelete="RESTRICT", max_length=LENGTH)
    status: Status = Field(default=Status.DRAFT, sa_type=by_value(Status))
    contact: str = Field(min_length=1)
    happened: datetime | None = Field(default=None, sa_type=WALL_CLOCK)
    recorded: datetime | None = Field(default=None, sa_type=WALL_CLOCK)
    saved_at: datetime
    version: int = Field(default=1, ge=1)
    settled: bool = Field(default=False)
    words: int = Field(default=0, ge=0)
    first_line: str = Field(default="", repr=False)
    author_id: str | None = Field(default=None, foreign_key="user_account.id", max_length=LENGTH)
    author_name: str | None = Field(default=None, repr=False)
    author_role: str | None = Field(default=None, repr=False)
    seen: bool | None = Field(default=None, repr=False)
    seen_alone: bool | None = Field(default=None, repr=False)
    interpreter: str | None = Field(default=None, repr=False)
    caret: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, repr=False)
    about: dict[str, Any] = Field(sa_type=JSON, repr=False)
    people: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON, repr=False)
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, repr=False)
    dismissals: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON, repr=False)
    facts: str = Field(default="", sa_type=Text, repr=False)
    voice: str = Field(default="", sa_type=Text, repr=False)
    opinion: str = Field(default="", sa_type=Text, repr=False)
    family: str = Field(default="", sa_type=Text, repr=False)
    actions: str = Field(default="", sa_type=Text, repr=False)
    finalised_at: datetime | None = Field(default=None)
    erased_at: datetime | None = Field(default=None)


_note = NoteRecord.metadata.tables["note"]
Index("ix_note_person_id_happened", _note.c.person_id, _note.c.happened)
Index("ix_note_happened", _note.c.happened)
Index("ix_note_status_happened", _note.c.status, _note.c.happened)
Index("ix_note_status_saved_at", _note.c.status, _note.c.saved_at)
# Almost always empty, so that unlocking finds at once what a crash left out of the search index.
Index(
    "ix_note_unsettled",
    _note.c.id,
    sqlite_where=_note.c.settled == false(),
    postgresql_where=_note.c.settled == false(),
)
