"""A note as plain data: what is written, about whom, and when. No database, no screen, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from noteui.checks.earlier import NOTHING_EARLIER, Earlier

Kind = Literal["child", "adult", "unborn"]

KINDS: tuple[Kind, ...] = ("child", "adult", "unborn")
FIELDS: tuple[str, ...] = ("facts", "voice", "opinion", "family", "actions")
"""The five fields in the order in which they stand on the screen and in the file."""

CONTACTS = (
    "home visit",
    "phone call",
    "office visit",
    "school visit",
    "meeting",
    "supervision",
    "disclosure",
    "email",
    "other",
)
"""The kinds of contact that a note can record."""

_TITLES = {
    "facts": "Observed facts",
    "opinion": "Professional opinion",
    "family": "Think Family",
    "actions": "Actions",
}

NO_FIELDS: Mapping[str, str] = MappingProxyType(dict.fromkeys(FIELDS, ""))


@dataclass(frozen=True, slots=True)
class About:
    """The person whom the note is about."""

    name: str
    kind: Kind
    born: date | None = None
    known_as: str | None = None
    pronouns: str | None = None
    communicates: str | None = None
    """How they communicate, in words: "Polish, some English", "Makaton"."""


@dataclass(frozen=True, slots=True)
class Relation:
    """One of the people around the person."""

    name: str
    relationship: str
    born: date | None = None
    household: bool | None = None
    """Whether they live with the person; None where nobody has said."""
    parental_responsibility: bool | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes the note."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Note:
    """Everything that a check may know of a note.

    Times are wall-clock times where the writer works, to the minute, without a zone.
    `fields` holds the five texts by field name.
    """

    about: About
    contact: str
    happened: datetime | None
    recorded: datetime | None
    author: Author | None
    people: tuple[Relation, ...] = ()
    seen: bool | None = None
    seen_alone: bool | None = None
    interpreter: str | None = None
    fields: Mapping[str, str] = field(default_factory=lambda: NO_FIELDS)
    earlier: Earlier = NOTHING_EARLIER
    """What is known of the person's earlier notes; nothing where nobody looked."""
    shared: tuple[str, ...] | None = None
    """Those with whom a sharing is logged that comes from this note; None where nobody looked."""

    def title_of(self, field: str) -> str:
        """What a field is called in this note."""
        return self.voice_heading if field == "voice" else _TITLES[field]

    @property
    def voice_heading(self) -> str:
        """What the voice field is called for this person."""
        return "Voice of the adult" if self.about.kind == "adult" else "Voice of the child"
