"""Those who open the vault, what they may do in it, and the keys that sign for them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import true
from sqlmodel import Field

from noteui.records.base import Record, by_value
from noteui.records.ids import LENGTH


class Access(StrEnum):
    """What somebody may do in the vault; `casework.access` says which acts each may do."""

    PRACTITIONER = "practitioner"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    READER = "reader"


class User(Record, table=True):
    """Someone with a passphrase of their own; their name and role sign what they write.

    `role` is what they are (social worker, team manager), `access` what they may do here. Nobody is ever
    deleted: whoever has left is no longer `active`, and what they signed still says so.
    """

    __tablename__ = "user_account"  # "user" is a reserved word of PostgreSQL

    id: str = Field(primary_key=True, max_length=LENGTH)
    name: str = Field(min_length=1, repr=False)
    role: str = Field(repr=False)
    access: Access = Field(
        default=Access.ADMINISTRATOR,
        sa_type=by_value(Access),
        sa_column_kwargs={"server_default": Access.ADMINISTRATOR.value},
    )
    active: bool = Field(default=True, sa_column_kwargs={"server_default": true()})


class SigningKey(Record, table=True):
    """The public half of a key that signs for a user: 32 bytes of Ed25519 in hexadecimal.

    A user whose passphrase was lost gets another; what the first one signed can still be checked.
    """

    __tablename__ = "signing_key"

    id: str = Field(primary_key=True, max_length=LENGTH)
    user_id: str = Field(foreign_key="user_account.id", index=True, max_length=LENGTH)
    public: str = Field(min_length=64, max_length=64)
    since: datetime
    retired: bool = Field(default=False)
