"""Those who write in the vault."""

from __future__ import annotations

from sqlmodel import Field

from noteui.records.base import Record
from noteui.records.ids import LENGTH


class User(Record, table=True):
    """Someone with a passphrase of their own; their name and role sign what they write."""

    __tablename__ = "user_account"  # "user" is a reserved word of PostgreSQL

    id: str = Field(primary_key=True, max_length=LENGTH)
    name: str = Field(min_length=1, repr=False)
    role: str = Field(repr=False)
