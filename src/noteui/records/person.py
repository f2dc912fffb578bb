"""The person whom notes are about, and the people around them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlmodel import Field

from noteui.records.base import Record, by_value
from noteui.records.ids import LENGTH


class Kind(StrEnum):
    """Which of the three a person is; the words of the screens follow from it."""

    CHILD = "child"
    ADULT = "adult"
    UNBORN = "unborn"


class Person(Record, table=True):
    """Someone whom notes are about."""

    id: str = Field(primary_key=True, max_length=LENGTH)
    kind: Kind = Field(sa_type=by_value(Kind))
    name: str = Field(min_length=1, repr=False)
    known_as: str | None = Field(default=None, repr=False)
    born: date | None = Field(default=None, repr=False)
    pronouns: str | None = Field(default=None, repr=False)
    communicates: str | None = Field(default=None, repr=False)


class Surrounding(Record, table=True):
    """One of the people around a person, in the order in which they were listed."""

    id: str = Field(primary_key=True, max_length=LENGTH)
    person_id: str = Field(foreign_key="person.id", ondelete="CASCADE", index=True, max_length=LENGTH)
    position: int = Field(ge=0)
    name: str = Field(min_length=1, repr=False)
    relationship: str = Field(repr=False)
    born: date | None = Field(default=None, repr=False)
    household: bool | None = Field(default=None, repr=False)
    parental_responsibility: bool | None = Field(default=None, repr=False)
