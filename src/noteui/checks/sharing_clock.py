"""What a sharing waits for, and until when: working days to the end of the day, hours by the clock.

The times and their sources are `words/sharing_clocks.toml`. Hours are counted in UTC, so that a change of the
clocks neither adds nor takes one; days end at midnight as the clock where the writer works shows it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import Literal, Protocol

from noteui.checks.sharing import Recipient, Sharing
from noteui.checks.tables import WORDS

What = Literal[
    "send", "receive", "understand", "answer", "resend", "complete", "breach", "follow-up", "look-again"
]


class Days(Protocol):
    """Working days, as somebody counts them."""

    def add(self, day: date, n: int) -> date:
        """The n-th working day after a day."""
        ...


@dataclass(frozen=True, slots=True)
class Clock:
    """One time that is allowed: working days or hours, another where it is immediate, and its source."""

    says: str
    days: int | None
    hours: int | None
    immediate_days: int | None
    immediate_hours: int | None
    source: str

    def due(self, start: datetime, days: Days, *, immediate: bool) -> datetime:
        """When it is over, counted from `start` (UTC), in UTC."""
        if immediate and self.immediate_hours is not None:
            return start + timedelta(hours=self.immediate_hours)
        if immediate and self.immediate_days is not None:
            return end_of(days.add(day_of(start), self.immediate_days))
        if self.hours is not None:
            return start + timedelta(hours=self.hours)
        return end_of(days.add(day_of(start), self.days or 0))


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that is waited for, with one recipient or (None) with the sharing as a whole."""

    what: What
    says: str
    due: datetime
    recipient: Recipient | None = None

    def is_overdue(self, now: datetime) -> bool:
        """Whether its time is over."""
        return now > self.due


@cache
def clocks() -> Mapping[str, Clock]:
    """Every clock by its name."""
    read = tomllib.loads((WORDS / "sharing_clocks.toml").read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            name: Clock(
                row["says"],
                row.get("days"),
                row.get("hours"),
                row.get("immediate-days"),
                row.get("immediate-hours"),
                row["source"],
            )
            for name, row in read.items()
        }
    )


def day_of(moment: datetime) -> date:
    """The day of a moment where the writer works."""
    return moment.astimezone().date()


def end_of(day: date) -> datetime:
    """The last second of a day where the writer works, in UTC."""
    return datetime.combine(day, time(23, 59, 59)).astimezone(UTC)


def waits(sharing: Sharing, days: Days) -> Iterator[Waiting]:
    """Everything that a decided sharing waits for, with each recipient and as a whole."""
    if sharing.decided_at is None:
        return
    if sharing.in_emergency:
        yield _waiting("complete", sharing, sharing.decided_at, days)
    for recipient in sharing.recipients:
        yield from _with(recipient, sharing, days)
    is_open = not sharing.recipients or any(r.state not in _OVER for r in sharing.recipients)
    if sharing.follow_up and sharing.decision != "ask" and is_open and not sharing.is_closed:
        yield Waiting("follow-up", "to be followed up", end_of(sharing.follow_up))
    for told in sharing.told:
        if told.told is False and told.look_again:
            says = f"whether {told.who} can be told now is to be looked at again"
            yield Waiting("look-again", says, end_of(told.look_again))


_OVER = frozenset(("closed", "withdrawn"))
_NOT_THERE = frozenset(("bounced", "declined", "misdirected"))


def _with(recipient: Recipient, sharing: Sharing, days: Days) -> Iterator[Waiting]:
    if recipient.breach_at is not None and recipient.breach_answered_at is None:
        yield _waiting("breach", sharing, recipient.breach_at, days, recipient)
    if recipient.state in _OVER or sharing.decision == "withhold" or sharing.decided_at is None:
        return
    if recipient.follow_up is not None:
        yield Waiting("follow-up", "to be asked again", end_of(recipient.follow_up), recipient)
    elif sharing.direction == "in":
        return
    elif recipient.state == "decided":
        yield _waiting("send", sharing, sharing.decided_at, days, recipient)
    elif recipient.reached_at is None or recipient.state == "understood":
        return
    elif recipient.state in _NOT_THERE:
        yield _waiting("resend", sharing, recipient.reached_at, days, recipient)
    elif sharing.decision == "ask":
        asked = recipient.sent_at or recipient.reached_at
        if sharing.follow_up:
            yield Waiting("answer", clocks()["answer"].says, end_of(sharing.follow_up), recipient)
        else:
            yield _waiting("answer", sharing, asked, days, recipient)
    elif recipient.state == "sent":
        yield _waiting("receive", sharing, recipient.reached_at, days, recipient)
    else:
        yield _waiting("understand", sharing, recipient.reached_at, days, recipient)


def _waiting(
    what: What, sharing: Sharing, start: datetime, days: Days, recipient: Recipient | None = None
) -> Waiting:
    clock = clocks()[what]
    due = clock.due(start, days, immediate=sharing.urgency == "immediate")
    return Waiting(what, clock.says, due, recipient)
