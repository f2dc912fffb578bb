"""Statutory and local clocks that run for a person."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field

from noteui.records.base import WALL_CLOCK, Record, by_value
from noteui.records.ids import LENGTH


class ClockAct(StrEnum):
    """What can be done with a clock."""

    STARTED = "started"
    MET = "met"
    STOPPED = "stopped"


CLOCK = "clock"
"""The kind of final content that holds what was said when a clock was started, met or stopped."""


class ClockStep(Record, table=True):
    """One act on one run of a clock; only added, never changed.

    `seq` is its entry in the log, `run_id` the run, `clock_id` the row of the clock table
    (`casework/clocks.toml`), `moment` when it began to run or was met.
    """

    __tablename__ = "clock_step"

    seq: int = Field(primary_key=True, ge=1, sa_column_kwargs={"autoincrement": False})
    run_id: str = Field(index=True, max_length=LENGTH)
    person_id: str = Field(foreign_key="person.id", index=True, max_length=LENGTH)
    clock_id: str = Field(max_length=64)
    act: ClockAct = Field(sa_type=by_value(ClockAct))
    moment: datetime = Field(sa_type=WALL_CLOCK)
    by_id: str = Field(foreign_key="user_account.id", max_length=LENGTH)
    at: datetime
