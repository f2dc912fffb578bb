"""What is made ready to go, what went or came sealed, the address book, and requests for subject access."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Text
from sqlmodel import Field

from noteui.records.base import Record, by_value
from noteui.records.ids import LENGTH
from noteui.records.sharing import Direction


class OutgoingFor(StrEnum):
    """What something is made ready for."""

    SHARING = "sharing"
    SUBJECT_ACCESS = "subject access"


class OutgoingRecord(Record, table=True):
    """What is made ready to go: what was chosen and withheld, and the answers to the leak test.

    The originals stay in the notes, so everything in it can be undone. `sealed_seq` is the entry of the log
    from which on it can no longer change.
    """

    __tablename__ = "outgoing"

    id: str = Field(primary_key=True, max_length=LENGTH)
    for_: OutgoingFor = Field(sa_type=by_value(OutgoingFor))
    person_id: str = Field(foreign_key="person.id", ondelete="RESTRICT", index=True, max_length=LENGTH)
    sharing_id: str | None = Field(
        default=None, foreign_key="sharing.id", ondelete="CASCADE", index=True, max_length=LENGTH
    )
    recipient_id: str | None = Field(default=None, max_length=LENGTH)
    author_id: str = Field(foreign_key="user_account.id", max_length=LENGTH)
    saved_at: datetime
    version: int = Field(default=1, ge=1)
    selection: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, repr=False)
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSON, repr=False)
    sealed_seq: int | None = Field(default=None)


class PackageRecord(Record, table=True):
    """A sealed package that went or came. Its text, and each receipt for it, is a final content of it.

    `digest` is of its manifest: receipts name it by that. `recipient_id` is the recipient of the sharing to
    whom it went; `other` who sealed it or for whom, in a line; `public` the key that signed it.
    """

    __tablename__ = "package"

    id: str = Field(primary_key=True, max_length=LENGTH)
    direction: Direction = Field(sa_type=by_value(Direction))
    at: datetime
    digest: str = Field(max_length=64)
    sharing_id: str | None = Field(default=None, index=True, max_length=LENGTH)
    recipient_id: str | None = Field(default=None, max_length=LENGTH)
    outgoing_id: str | None = Field(default=None, max_length=LENGTH)
    other: str = Field(default="", repr=False)
    purpose: str = Field(default="", sa_type=Text, repr=False)
    public: str = Field(default="", max_length=64)
    seq: int = Field(ge=1)


class ContactRecord(Record, table=True):
    """Somebody to whom information goes, one route to them, and how that route was verified, by whom, when.

    `key` is their age public key, `public` the key with which they sign: given with it, or as first seen on a
    receipt of theirs. `seq` is the entry of the log that made the row as it is.
    """

    __tablename__ = "contact"

    id: str = Field(primary_key=True, max_length=LENGTH)
    name: str = Field(min_length=1, repr=False)
    role: str = Field(default="", repr=False)
    agency: str = Field(default="", repr=False)
    route: str = Field(default="", max_length=32)
    address: str = Field(default="", repr=False)
    key: str = Field(default="", repr=False)
    public: str = Field(default="", max_length=64)
    verified_on: date | None = Field(default=None)
    verified_by: str = Field(default="", repr=False)
    verified_how: str = Field(default="", sa_type=Text, repr=False)
    active: bool = Field(default=True)
    seq: int | None = Field(default=None)


class SubjectAccessRecord(Record, table=True):
    """A request of somebody for what is kept about them, and how far it has come.

    The month runs from `asked_on`, or from the day on which identity or what is asked for was cleared up
    (`clear_on`). `extended_why` adds two months. `read_by` is the second reader.
    """

    __tablename__ = "subject_access"

    id: str = Field(primary_key=True, max_length=LENGTH)
    person_id: str = Field(foreign_key="person.id", ondelete="RESTRICT", index=True, max_length=LENGTH)
    outgoing_id: str = Field(foreign_key="outgoing.id", ondelete="RESTRICT", max_length=LENGTH)
    author_id: str = Field(foreign_key="user_account.id", max_length=LENGTH)
    asked_by: str = Field(default="", repr=False)
    asked_on: date
    clear_on: date | None = Field(default=None)
    identity_checked: str = Field(default="", sa_type=Text, repr=False)
    extended_why: str = Field(default="", sa_type=Text, repr=False)
    read_by: str | None = Field(default=None, foreign_key="user_account.id", max_length=LENGTH)
    read_digest: str = Field(default="", max_length=64)
    read_words: str = Field(default="", sa_type=Text, repr=False)
    released_at: datetime | None = Field(default=None)
    seq: int | None = Field(default=None)
