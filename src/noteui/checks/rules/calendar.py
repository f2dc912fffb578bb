"""Days, months and numbers as they are written in notes, and reading them as dates."""

from __future__ import annotations

import re
from datetime import date

from noteui.checks.prose import Sentence

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = ("january february march april may june july august september october november december").split()
NUMBERS = {
    word: number
    for number, word in enumerate(
        (
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
            "sixteen seventeen eighteen"
        ).split()
    )
}
WEEKDAY = r"(?:mon|tues?|wednes|thurs?|fri|satur|sun)day"
SHORT_WEEKDAY = r"(?:mon|tues?|weds?|thurs?|thu|fri|sat|sun)"
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
DATE = re.compile(
    rf"(?:\b(?P<weekday>{WEEKDAY}|{SHORT_WEEKDAY}\b\.?),? (?:the )?)?\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<month>{MONTH})\b"
    r"(?:,? (?P<year>\d{4})\b)?"
    rf"|(?:\b(?P<weekday2>{WEEKDAY}|{SHORT_WEEKDAY}\b),? )?(?<![\d/.-])(?P<day2>\d{{1,2}})/(?P<month2>\d{{1,2}})/(?P<year2>\d{{4}}|\d\d)(?![\d/])"
)


_MAY_BE_DATE = re.compile(rf"\d(?:st|nd|rd|th)? (?:of )?{MONTH}\b|\d/\d")
_DIGIT = re.compile(r"\d")


def dates_in(sentence: Sentence) -> list[re.Match[str]]:
    """Every day and month written in a sentence, outside quotations; read once and kept with the sentence."""
    known: list[re.Match[str]] | None = sentence.kept.get("dates")
    if known is None:
        plain = sentence.plain
        there = has_digit(sentence) and _MAY_BE_DATE.search(plain)
        known = sentence.kept["dates"] = list(DATE.finditer(plain)) if there else []
    return known


def has_digit(sentence: Sentence) -> bool:
    """True where a digit stands outside quotations."""
    known: bool | None = sentence.kept.get("digit")
    if known is None:
        known = sentence.kept["digit"] = _DIGIT.search(sentence.plain) is not None
    return known


def month_number(word: str) -> int:
    """1 to 12 for a month's name or its first three letters."""
    return next(n for n, month in enumerate(MONTHS, 1) if month[:3] == word[:3])


def nearest_year(day: int, month: int, to: date) -> date | None:
    """The day and month in the year that puts it nearest to `to`; None where there is no such day."""
    found: list[date] = []
    for year in (to.year - 1, to.year, to.year + 1):
        try:
            found.append(date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda d: abs((d - to).days), default=None)


def written(day: date, *, near: date) -> str:
    """A date as it is best written in a note: with its weekday, and with its year where that is not plain."""
    text = f"{WEEKDAYS[day.weekday()].capitalize()} {day.day} {MONTHS[day.month - 1].capitalize()}"
    return text if abs((day - near).days) < 180 else f"{text} {day.year}"


def age_on(born: date, day: date) -> int:
    """Whole years of age on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def working_days_between(start: date, end: date) -> int:
    """Mondays to Fridays after `start` up to and including `end`; bank holidays are not known here."""
    weeks, rest = divmod(max((end - start).days, 0), 7)
    return weeks * 5 + sum(1 for n in range(1, rest + 1) if (start.weekday() + n) % 7 < 5)
