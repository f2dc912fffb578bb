"""Working days: Monday to Friday less a nation’s bank holidays. Dates only: no change of clock moves one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType

_DAY = timedelta(days=1)
_SATURDAY = 5


class Nation(StrEnum):
    """Whose law and whose bank holidays apply."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern-ireland"

    @property
    def spelt(self) -> str:
        """As it is written in a sentence."""
        return self.value.replace("-", " ").title()


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The working days of one nation; the data and its source are `bank_holidays.toml`.

    `holidays` names each bank holiday from `checked_from` to `checked_until`. Outside of these only weekends
    are known: days are counted all the same, and `caveat` says so. `varies` tells what is never counted here.
    """

    nation: Nation
    holidays: Mapping[date, str] = field(repr=False)
    checked_from: date
    checked_until: date
    checked: date
    varies: str = field(repr=False)
    source: str = field(repr=False)

    def is_working(self, day: date) -> bool:
        """Whether it is a working day."""
        return day.weekday() < _SATURDAY and day not in self.holidays

    def add(self, day: date, n: int) -> date:
        """The n-th working day after a day, which itself is day 0; the day itself for 0.

        Raises ValueError where n is negative.
        """
        if n < 0:
            raise ValueError("Working days are counted forwards.")
        for _ in range(n):
            day += _DAY
            while not self.is_working(day):
                day += _DAY
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days come after `start`, up to `end` and with it; negative the other way round."""
        if end < start:
            return -self.between(end, start)
        weeks, rest = divmod((end - start).days, 7)
        odd = sum((end - n * _DAY).weekday() < _SATURDAY for n in range(rest))
        return weeks * 5 + odd - sum(start < holiday <= end for holiday in self.holidays)

    def caveat(self, *days: date) -> str | None:
        """What must be said when a count reaches one of these days; None where its holidays are known."""
        beyond = [day for day in days if not self.checked_from <= day <= self.checked_until]
        if not beyond:
            return None
        until = f"{self.checked_until.day} {self.checked_until:%B %Y}"
        since = f"{self.checked_from.day} {self.checked_from:%B %Y}"
        return (
            f"Bank holidays of {self.nation.spelt} are known here from {since} to {until}: "
            "outside that, only weekends are left out."
        )


@cache
def working_days(nation: Nation | str) -> WorkingDays:
    """The working days of a nation. Raises ValueError for no such nation, or faulty data."""
    nation = Nation(nation)
    read = tomllib.loads(
        (resources.files("noteui.casework") / "bank_holidays.toml").read_text(encoding="utf-8")
    )
    calendar = next(c for c in read["calendar"] if nation in c["nations"])
    holidays = {day: name for name, days in calendar["holidays"].items() for day in days}
    if any(not read["from"] <= day <= read["until"] or day.weekday() >= _SATURDAY for day in holidays):
        raise ValueError("bank_holidays.toml: a holiday stands outside the checked years, or on a weekend.")
    return WorkingDays(
        nation,
        MappingProxyType(dict(sorted(holidays.items()))),
        read["from"],
        read["until"],
        read["checked"],
        calendar["varies"],
        read["source"],
    )
