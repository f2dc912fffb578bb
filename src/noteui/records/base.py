"""What all records share: validation, silence about their values, and portable column types."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import DateTime, Enum, MetaData
from sqlmodel import SQLModel

# Named constraints, so that a migration can name what it changes on every engine.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

WALL_CLOCK = DateTime(timezone=False)
"""A time as the clock on the wall showed it where the writer works: no zone, shown as it was written."""


class Record(SQLModel):
    """The base of every table.

    Table models validate nothing of their own accord, so assignment is validated; and no error may print
    what was being stored.
    """

    metadata = MetaData(naming_convention=_NAMES)
    model_config = {"validate_assignment": True, "hide_input_in_errors": True}


def by_value(choices: type[StrEnum]) -> Enum:
    """A column type that stores an enumeration by its values and has the database refuse any other."""
    return Enum(
        choices,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=True,
        length=16,
        name=choices.__name__.lower(),
    )
