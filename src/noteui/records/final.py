"""What is final: exact contents, each sealed with its subject's own key, and those keys."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import Field

from noteui.records.base import Record
from noteui.records.ids import LENGTH

NOTE, ADDENDUM, CORRECTION, VOID = "note", "addendum", "correction", "void"
"""The kinds of final content that belong to a note."""
ADDITIONS = (ADDENDUM, CORRECTION, VOID)
"""Those that come after the note itself."""
TEXTS = (NOTE, *ADDITIONS)
"""What a note says: the note itself and all that was added. What was said about it in a review is no part."""


class Final(Record, table=True):
    """One content that can no longer be changed: a finalised note, an addendum, a correction, ...

    `subject_id` is what it belongs to (the note); `kind` says what it is; `seq` is its entry in the log,
    which holds its digest and signature. `sealed` is the content under the subject's key: see `vault.seal`.
    """

    __tablename__ = "final"

    id: str = Field(primary_key=True, max_length=LENGTH)
    subject_id: str = Field(index=True, max_length=LENGTH)
    kind: str = Field(max_length=16)
    author_id: str = Field(foreign_key="user_account.id", max_length=LENGTH)
    at: datetime
    seq: int = Field(unique=True, ge=1)
    sealed: bytes = Field(sa_type=LargeBinary, repr=False)


_final = Final.metadata.tables["final"]
Index("ix_final_kind_subject_id", _final.c.kind, _final.c.subject_id)


class ContentKey(Record, table=True):
    """The key under which everything final about one subject is sealed. Erasing the subject destroys it."""

    __tablename__ = "content_key"

    subject_id: str = Field(primary_key=True, max_length=LENGTH)
    key: bytes = Field(sa_type=LargeBinary, repr=False)
