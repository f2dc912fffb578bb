"""A sharing of information as plain data: what was decided, about whom, for whom, and how far it has come.

No database, no screen, no clock: whoever asks says what the time is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, get_args

from noteui.checks.note import About, Note

DecisionName = Literal["share", "withhold", "ask"]
DirectionName = Literal["out", "in"]
UrgencyName = Literal["immediate", "ordinary"]
ReachName = Literal[
    "decided",
    "sent",
    "received",
    "restated",
    "understood",
    "closed",
    "declined",
    "bounced",
    "misdirected",
    "withdrawn",
]
REACHES: tuple[ReachName, ...] = get_args(ReachName)
CONSENTS = ("given", "refused", "withdrawn", "not asked", "not possible")
CAPACITIES = ("has capacity", "lacks capacity", "not assessed")
CONTENTS = ("facts", "opinion", "third party")
"""What can be in it: each is said apart, so that a reader knows what they are reading."""


@dataclass(frozen=True, slots=True)
class Told:
    """Whether somebody concerned was told that information about them is shared.

    `told` is None while nobody has said. `because` is why they were not; `view` what they said about it, an
    objection too; `look_again` when it is asked anew whether they can be told.
    """

    who: str
    told: bool | None = None
    when: datetime | None = None
    how: str = ""
    because: str = ""
    view: str = ""
    look_again: date | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """Whom somebody asked before deciding, when, and what they answered."""

    who: str
    when: date | None = None
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """One to whom it goes, by which way and how that was checked; of what arrives, whom it came from.

    `seen_by` names whoever could read it there and do harm. Times are in UTC. `agreed` is what they said that
    they would do.
    """

    name: str = ""
    role: str = ""
    agency: str = ""
    route: str = ""
    address: str = ""
    address_checked: str = ""
    identity_checked: str = ""
    seen_by: str = ""
    contact_id: str | None = None
    id: str = ""
    state: ReachName = "decided"
    reached_at: datetime | None = None
    sent_at: datetime | None = None
    breach_at: datetime | None = None
    breach_answered_at: datetime | None = None
    follow_up: date | None = None
    agreed: str = ""

    @property
    def shown(self) -> str:
        """Who they are in a line."""
        return ", ".join(part for part in (self.name, self.role, self.agency) if part) or "nobody named"


@dataclass(frozen=True, slots=True)
class Item:
    """A note that goes, one field of it, or a passage of that; places count code points of the field.

    What is known of the note: when it `happened`, how many findings on its accuracy stand (`unsettled`), on
    which later day the same field was written again (`newer`), and what was added to it since it went and
    the recipients were not told of (`untold`).
    """

    note_id: str
    field: str | None = None
    start: int | None = None
    end: int | None = None
    happened: datetime | None = None
    unsettled: int = 0
    newer: date | None = None
    untold: int = 0

    @property
    def is_whole_note(self) -> bool:
        """True where nothing was chosen from it."""
        return self.field is None


@dataclass(frozen=True, slots=True)
class Sharing:
    """Everything that a check may know of a sharing.

    `learned` is a wall-clock time; `decided_at` is in UTC. `also_about` are others whom it is about, and
    `is_one_family` whether they are all of one. `note` is the note that it comes from, where there is one.
    """

    about: About
    decision: DecisionName = "share"
    direction: DirectionName = "out"
    urgency: UrgencyName = "ordinary"
    what: str = ""
    asked: str = ""
    purpose: str = ""
    why: str = ""
    basis: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    items: tuple[Item, ...] = ()
    told: tuple[Told, ...] = ()
    consent: str = ""
    override: str = ""
    capacity: str = ""
    capacity_on: date | None = None
    wishes: str = ""
    advice: tuple[Advice, ...] = ()
    decided_by: str = ""
    learned: datetime | None = None
    decided_at: datetime | None = None
    follow_up: date | None = None
    source: str = ""
    use: str = ""
    outcome: str = ""
    reference: str = ""
    also_about: tuple[str, ...] = ()
    is_one_family: bool = True
    in_emergency: bool = False
    is_closed: bool = False
    answers: MappingProxyType[str, str] = field(default_factory=lambda: MappingProxyType({}))
    note: Note | None = None

    @property
    def is_adult(self) -> bool:
        """The branch: consent is asked of an adult first, and is not the basis for a child at risk."""
        return self.about.kind == "adult"
