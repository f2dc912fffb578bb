"""What a person types as a day or a time becomes one, and is shown back in words before it is taken.

The only module that reads dates typed by people. The day comes first, as it does in the United Kingdom. A day
without a year is the nearest one in the direction that is asked for: back for what has happened, on for what
is due. What could be meant in two ways is refused with a sentence that says what to type.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from dateutil import parser as dateutil_parser
from dateutil.relativedelta import relativedelta

from noteui.casework.errors import CaseworkError

Direction = Literal["past", "future"]

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_CLOCK = re.compile(
    r"(?:^|[ ,t]|(?<=\d)\b|\bat )(?:"
    r"(?P<word>noon|midday|midnight)"
    r"|(?P<hour>\d{1,2})(?:[.:h](?P<minute>\d\d))?(?::\d\d)? ?(?P<half>a\.?m\.?|p\.?m\.?)"
    r"|(?P<h24>\d{1,2})[.:](?P<m24>\d\d)(?::\d\d)?"
    r"|(?P<packed>[0-2]\d[0-5]\d)(?: ?(?:hrs?|hours))?"
    r")$"
)
_ISO = re.compile(r"(\d{4})[-/](\d\d?)[-/](\d\d?)")
_UK = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d\d))?")
_NAMED = re.compile(r"(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\.?,?(?: (\d{4}|\d\d))?")
_AGO = re.compile(
    r"(?:(in) )?(\d{1,3}|[a-z]+) (day|week|fortnight|month|year)s?(?: (ago|back|from now|time))?"
)

FURTHEST = 130
"""Years either way past which a date is taken for a slip."""


class NotUnderstood(CaseworkError):  # noqa: N818 -- an answer to the person, not a programming error
    """What was typed is no day or time, or could be more than one; the sentence says what to type."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A wall-clock day and time, and how it is shown back: "Mon 16 November 2026, 15:00"."""

    value: datetime

    @property
    def shown(self) -> str:
        """The moment in words, as it is shown back before it is taken."""
        return f"{show_day(self.value.date())}, {self.value:%H:%M}"


def show_day(day: date) -> str:
    """A day in words: "Mon 16 November 2026"."""
    return f"{_WEEKDAYS[day.weekday()][:3].capitalize()} {day.day} {day:%B} {day.year}"


def read_moment(typed: str, *, now: datetime) -> Moment:
    """The moment that was typed, for something that has happened.

    A time alone means today; a day must come with a time. Raises NotUnderstood.
    """
    text = _tidy(typed)
    if not text:
        raise NotUnderstood("Type when it happened, for example “yesterday 3pm” or “17/11 15:30”.")
    if text == "now":
        return Moment(now.replace(second=0, microsecond=0))
    clock, rest = _clock(text)
    first, _, others = text.partition(" ")
    if clock is None and others and _CLOCK.fullmatch(first):
        clock, rest = _clock(f"{others.removeprefix('on ')} {first}")
    if clock is None:
        day = _day(rest, now.date(), "past")
        raise NotUnderstood(f"Add the time, for example “{typed.strip()} 3pm” ({show_day(day)}).")
    day = _day(rest, now.date(), "past") if rest else now.date()
    moment = datetime.combine(day, clock)
    if moment > now and _weekday(rest) is not None:
        moment -= timedelta(days=7)
    if moment > now:
        raise NotUnderstood(
            f"{Moment(moment).shown} has not come yet: type the day as well, or check the year."
        )
    return Moment(moment)


def read_day(typed: str, *, now: datetime, direction: Direction = "past") -> tuple[date, str]:
    """The day that was typed and how it is shown back; `direction` says where a day without a year lies.

    Raises NotUnderstood.
    """
    text = _tidy(typed)
    if not text:
        raise NotUnderstood("Type a day, for example “tue”, “17/11” or “17 November 2026”.")
    day = _day(text.removeprefix("by ").removeprefix("on "), now.date(), direction)
    return day, show_day(day)


def _tidy(typed: str) -> str:
    return " ".join(typed.casefold().replace(",", " ").split())[:60]


# -- clock times


def _clock(text: str) -> tuple[time | None, str]:
    """The clock time at the end of what was typed, and what stands before it."""
    if _ISO.fullmatch(text) or _UK.fullmatch(text):
        if (
            re.fullmatch(r"\d{1,2}\.\d\d", text)
            and int(text.split(".")[0]) < 24
            and int(text.split(".")[1]) > 12
        ):
            return _hour(int(text.split(".")[0]), int(text.split(".")[1])), ""
        return None, text
    match = _CLOCK.search(text)
    if match is None:
        return None, text
    rest = text[: match.start()].removesuffix(" at").strip()
    if match["word"]:
        return (time(0) if match["word"] == "midnight" else time(12)), rest
    if match["half"]:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if not 1 <= hour <= 12 or minute > 59:
            raise NotUnderstood("That is no clock time: type it as 3pm, 3.15pm or 15:15.")
        return time(hour % 12 + (12 if match["half"].startswith("p") else 0), minute), rest
    if match["packed"]:
        is_year = re.fullmatch(r"(?:19|20)\d\d", match["packed"]) is not None
        if is_year and _NAMED.fullmatch(f"{rest} {match['packed']}") and not re.search(r"\d{4}$", rest):
            raise NotUnderstood("Is that a year or a time? Type the time as 20:15 or as 8.15pm.")
        return _hour(int(match["packed"][:2]), int(match["packed"][2:])), rest
    return _hour(int(match["h24"]), int(match["m24"])), rest


def _hour(hour: int, minute: int) -> time:
    if hour > 23 or minute > 59:
        raise NotUnderstood("That is no clock time: type it as 3pm, 3.15pm or 15:15.")
    return time(hour, minute)


# -- days


def _day(text: str, today: date, direction: Direction) -> date:
    found = _relative(text, today, direction) or _iso(text) or _slashed(text, today, direction)
    if found is None:
        found = _named(text, today, direction) or _in_words(text)
    if found is None:
        raise NotUnderstood(
            f"“{text}” is no day that noteui can read: "
            "type “yesterday”, “tue”, “17/11” or “17 November 2026”."
        )
    if abs(found.year - today.year) > FURTHEST:
        raise NotUnderstood(f"{show_day(found)} is too far away to be meant: check the year.")
    return found


def _relative(text: str, today: date, direction: Direction) -> date | None:
    fixed = {
        "today": 0,
        "this morning": 0,
        "this afternoon": 0,
        "this evening": 0,
        "tonight": 0,
        "yesterday": -1,
        "yesterday morning": -1,
        "yesterday afternoon": -1,
        "yesterday evening": -1,
        "last night": -1,
        "the day before yesterday": -2,
        "day before yesterday": -2,
        "tomorrow": 1,
        "the day after tomorrow": 2,
        "day after tomorrow": 2,
    }
    if text in fixed:
        return today + timedelta(days=fixed[text])
    words = text.split()
    if words and words[0] in ("last", "this", "next", "on") and len(words) == 2:
        weekday = _weekday(words[1])
        if weekday is not None:
            return _nearest_weekday(weekday, today, direction, words[0])
    if len(words) == 1:
        weekday = _weekday(words[0])
        if weekday is not None:
            return _nearest_weekday(weekday, today, direction, "on")
    if text in ("next week", "a week today"):
        return today + timedelta(days=7)
    if text == "last week":
        raise NotUnderstood("Which day last week? Type it as “last tue” or with its date.")
    match = _AGO.fullmatch(text)
    if match is not None and (match[1] or match[4]):
        count = _NUMBERS.get(match[2]) if not match[2].isdigit() else int(match[2])
        if count is None:
            return None
        unit = {"fortnight": "weeks"}.get(match[3], match[3] + "s")
        amount = count * 2 if match[3] == "fortnight" else count
        back = match[4] in ("ago", "back")
        step = relativedelta(**{unit: amount})  # type: ignore[arg-type]
        return today - step if back else today + step
    return None


def _weekday(word: str) -> int | None:
    if len(word) < 2:
        return None
    word = word.rstrip(".")
    matches = [n for n, name in enumerate(_WEEKDAYS) if name.startswith(word) and len(word) >= 3]
    if word in ("tues", "thurs", "thur", "weds"):
        matches = [{"t": 1 if word == "tues" else 3, "w": 2}[word[0]]]
    return matches[0] if len(matches) == 1 else None


def _nearest_weekday(weekday: int, today: date, direction: Direction, word: str) -> date:
    back = (today.weekday() - weekday) % 7
    on = (weekday - today.weekday()) % 7
    if word == "last":
        return today - timedelta(days=back or 7)
    if word == "next":
        return today + timedelta(days=on or 7)
    if direction == "past":
        return today - timedelta(days=back)
    return today + timedelta(days=on)


def _iso(text: str) -> date | None:
    match = _ISO.fullmatch(text)
    return _made(int(match[3]), int(match[2]), int(match[1])) if match else None


def _slashed(text: str, today: date, direction: Direction) -> date | None:
    match = _UK.fullmatch(text)
    if match is None:
        return None
    return _with_year(int(match[1]), int(match[2]), match[3], today, direction)


def _named(text: str, today: date, direction: Direction) -> date | None:
    words = text.split(" ", 1)
    weekday = _weekday(words[0]) if len(words) == 2 else None
    match = _NAMED.fullmatch(words[1] if weekday is not None else text)
    if match is None or match[2][:3] not in _MONTHS or not _is_month(match[2]):
        return None
    day = _with_year(int(match[1]), _MONTHS.index(match[2][:3]) + 1, match[3], today, direction)
    if weekday is not None and day.weekday() != weekday:
        raise NotUnderstood(
            f"{show_day(day)[4:]} is a {_WEEKDAYS[day.weekday()].capitalize()}: check which is right."
        )
    return day


def _is_month(word: str) -> bool:
    full = (
        "january february march april may june july august september october november december sept"
    ).split()
    return any(month.startswith(word) for month in full)


def _in_words(text: str) -> date | None:
    """Month names in other orders ("November 17, 2026"), read twice so that nothing is guessed."""
    if not any(month in text for month in _MONTHS) or not re.search(r"\d{4}", text):
        return None
    try:
        first, second = (
            dateutil_parser.parse(text, dayfirst=True, default=datetime(year, month, day))
            for year, month, day in ((2001, 2, 3), (1999, 11, 22))
        )
    except (ValueError, OverflowError, TypeError):
        return None
    return (
        first.date() if first == second.replace(hour=first.hour) and first.date() == second.date() else None
    )


def _with_year(day: int, month: int, year: str | None, today: date, direction: Direction) -> date:
    if year is not None:
        return _made(day, month, int(year) if len(year) == 4 else _century(int(year), today))
    if direction == "past":
        found = _first_real(day, month, range(today.year, today.year - 5, -1))
        if found > today:
            found = _first_real(day, month, range(today.year - 1, today.year - 6, -1))
    else:
        found = _first_real(day, month, range(today.year, today.year + 5))
        if found < today:
            found = _first_real(day, month, range(today.year + 1, today.year + 6))
    return found


def _first_real(day: int, month: int, years: range) -> date:
    for year in years:
        try:
            return date(year, month, day)
        except ValueError:
            if not (day == 29 and month == 2):
                break
    return _made(day, month, years[0])


def _century(two_digits: int, today: date) -> int:
    year = today.year // 100 * 100 + two_digits
    return year if year <= today.year + 20 else year - 100


def _made(day: int, month: int, year: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise NotUnderstood(
            "There is no such day: type the day first, then the month, for example 17/11/2026."
        ) from None
