"""A sharing of information: what was decided about it, to whom it goes, and how far it has come with each.

What was decided, and every move after it, is a sealed content of the sharing (`Final`) with a signed entry in
the log. The rows here are how it stands now; each names the entry that made it so.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Index, Text
from sqlmodel import Field

from noteui.records.base import WALL_CLOCK, Record, by_value
from noteui.records.ids import LENGTH


class Decision(StrEnum):
    """What was decided: each is recorded, also not to share."""

    SHARE = "share"
    WITHHOLD = "withhold"
    ASK = "ask"


class Direction(StrEnum):
    """Whether information leaves or arrives."""

    OUT = "out"
    IN = "in"


class Urgency(StrEnum):
    """Which clocks run: `immediate` where somebody may be hurt today."""

    IMMEDIATE = "immediate"
    ORDINARY = "ordinary"


class SharingState(StrEnum):
    """How far a sharing as a whole has come."""

    DRAFT = "draft"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Reach(StrEnum):
    """How far it has come with one recipient. Received is never understood."""

    DECIDED = "decided"
    SENT = "sent"
    RECEIVED = "received"
    RESTATED = "restated"
    UNDERSTOOD = "understood"
    CLOSED = "closed"
    DECLINED = "declined"
    BOUNCED = "bounced"
    MISDIRECTED = "misdirected"
    WITHDRAWN = "withdrawn"


class SharingRecord(Record, table=True):
    """One decision to share, not to share, or to ask; with every field that has to be answerable later.

    `told` holds for each person concerned whether they were told, when and how, or why not, what they said
    and when it is looked at again; `look_again` is the earliest such day that is still to come to. `advice`
    holds who was asked, when, and the answer; `answers` a written reason by rule. `complete` is false while a
    record that was begun in an emergency still lacks what every record needs. `seq` is the entry of the log
    that made the row as it is, empty for a draft.
    """

    __tablename__ = "sharing"

    id: str = Field(primary_key=True, max_length=LENGTH)
    person_id: str = Field(foreign_key="person.id", ondelete="RESTRICT", max_length=LENGTH)
    note_id: str | None = Field(default=None, foreign_key="note.id", ondelete="SET NULL", max_length=LENGTH)
    author_id: str = Field(foreign_key="user_account.id", max_length=LENGTH)
    state: SharingState = Field(default=SharingState.DRAFT, sa_type=by_value(SharingState))
    decision: Decision = Field(default=Decision.SHARE, sa_type=by_value(Decision))
    direction: Direction = Field(default=Direction.OUT, sa_type=by_value(Direction))
    urgency: Urgency = Field(default=Urgency.ORDINARY, sa_type=by_value(Urgency))
    complete: bool = Field(default=True)
    saved_at: datetime
    version: int = Field(default=1, ge=1)
    seq: int | None = Field(default=None)
    learned: datetime | None = Field(default=None, sa_type=WALL_CLOCK)
    decided_at: datetime | None = Field(default=None)
    decided_by: str = Field(default="", repr=False)
    follow_up: date | None = Field(default=None)
    look_again: date | None = Field(default=None)
    also_about: list[str] = Field(default_factory=list, sa_type=JSON)
    what: str = Field(default="", sa_type=Text, repr=False)
    asked: str = Field(default="", sa_type=Text, repr=False)
    purpose: str = Field(default="", sa_type=Text, repr=False)
    why: str = Field(default="", sa_type=Text, repr=False)
    basis: list[str] = Field(default_factory=list, sa_type=JSON)
    contents: list[str] = Field(default_factory=list, sa_type=JSON)
    told: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON, repr=False)
    consent: str = Field(default="", max_length=16)
    override: str = Field(default="", sa_type=Text, repr=False)
    capacity: str = Field(default="", max_length=16)
    capacity_on: date | None = Field(default=None)
    wishes: str = Field(default="", sa_type=Text, repr=False)
    advice: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON, repr=False)
    source: str = Field(default="", sa_type=Text, repr=False)
    use: str = Field(default="", sa_type=Text, repr=False)
    outcome: str = Field(default="", sa_type=Text, repr=False)
    reference: str = Field(default="", repr=False)
    answers: dict[str, str] = Field(default_factory=dict, sa_type=JSON, repr=False)


class RecipientRecord(Record, table=True):
    """One to whom it goes, or, of what arrives, from whom it came.

    `contact_id` is their entry in the address book, where they have one. `seen_by` names whoever might read
    it there and could do harm. `reached_at` is when it came to the state in which it is, `sent_seq` the log's
    entry of the last sending. `breach_at` is when it was found to have gone to the wrong place.
    """

    __tablename__ = "sharing_recipient"

    id: str = Field(primary_key=True, max_length=LENGTH)
    sharing_id: str = Field(foreign_key="sharing.id", ondelete="CASCADE", index=True, max_length=LENGTH)
    position: int = Field(ge=0)
    name: str = Field(default="", repr=False)
    role: str = Field(default="", repr=False)
    agency: str = Field(default="", repr=False)
    route: str = Field(default="", max_length=32)
    address: str = Field(default="", repr=False)
    address_checked: str = Field(default="", sa_type=Text, repr=False)
    identity_checked: str = Field(default="", sa_type=Text, repr=False)
    seen_by: str = Field(default="", repr=False)
    contact_id: str | None = Field(default=None, max_length=LENGTH)
    state: Reach = Field(default=Reach.DECIDED, sa_type=by_value(Reach))
    reached_at: datetime | None = Field(default=None)
    sent_at: datetime | None = Field(default=None)
    sent_seq: int | None = Field(default=None)
    breach_at: datetime | None = Field(default=None)
    breach_answered_at: datetime | None = Field(default=None)
    follow_up: date | None = Field(default=None)
    agreed: str = Field(default="", sa_type=Text, repr=False)
    seq: int | None = Field(default=None)


class SharingItem(Record, table=True):
    """A note that goes, or one field of it, or one passage of that (`begins` to `ends`, in code points)."""

    __tablename__ = "sharing_item"

    id: str = Field(primary_key=True, max_length=LENGTH)
    sharing_id: str = Field(foreign_key="sharing.id", ondelete="CASCADE", index=True, max_length=LENGTH)
    position: int = Field(ge=0)
    note_id: str = Field(foreign_key="note.id", ondelete="RESTRICT", index=True, max_length=LENGTH)
    field: str | None = Field(default=None, max_length=16)
    begins: int | None = Field(default=None, ge=0)
    ends: int | None = Field(default=None, ge=0)


class ToldAgain(Record, table=True):
    """That a recipient was told of what was added to a note after it had gone to them."""

    __tablename__ = "sharing_told_again"

    recipient_id: str = Field(primary_key=True, foreign_key="sharing_recipient.id", max_length=LENGTH)
    final_id: str = Field(primary_key=True, foreign_key="final.id", max_length=LENGTH)
    seq: int = Field(ge=1)


_sharing = SharingRecord.metadata.tables["sharing"]
Index("ix_sharing_person_id_decided_at", _sharing.c.person_id, _sharing.c.decided_at)
Index("ix_sharing_state_decided_at", _sharing.c.state, _sharing.c.decided_at)
Index("ix_sharing_note_id", _sharing.c.note_id)
_recipient = RecipientRecord.metadata.tables["sharing_recipient"]
Index("ix_sharing_recipient_state", _recipient.c.state)
