"""Accurate: what can be worked out from the calendar and the clock."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from noteui.checks.cue import alternatives, words
from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence
from noteui.checks.rule import ALL_FIELDS, Example, Hit, Replace, Rule
from noteui.checks.rules.calendar import (
    MONTH,
    WEEKDAY,
    WEEKDAYS,
    dates_in,
    has_digit,
    month_number,
    nearest_year,
)
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

_WEEKDAY_AND_ORDINAL = lazily(
    rf"\b(?P<weekday>{WEEKDAY}),? (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)\b(?! (?:of )?{MONTH}| (?:birthday|floor|year|centile|week|time|visit|session))"
)
_CLOCK = lazily(
    r"(?<![\d.:/£$])(?P<hour>\d{1,2})(?:[.:](?P<minute>[0-5]\d))? ?(?P<half>am|pm)\b|(?<![\d.:/£$])(?P<h24>[01]\d|2[0-3]):(?P<m24>[0-5]\d)(?![\d:])"
)
_ELSEWHEN = lazily(
    r"\b(?:tomorrow|yesterday|next|every|each|usually|always|normally|until|till|by|before|due|booked|will|would|appointment|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|last|daily|nightly|weekly|log|chart|register|letter)\b"
    rf"|\b\d{{1,2}} {MONTH}\b"
)
_TOLD_OF = lazily(r"\b(?:said|told|says|reported|explained|heard)\b.*\b(?:that|he|she|they|officers)\b")
"""What somebody tells of may have been on another day."""
_PAST = alternatives(words("past"))
_HAPPENED_THEN = lazily(rf"\b(?:{_PAST}|[a-z]{{3,}}ed)\b")
_CLAUSE_END = lazily(r"[,;:–]|\b(?:and|but|because|so|which|who|that|when|then)\b")
_FROM_TO = lazily(
    r"\b(?:from |between )?(?<![\d.:/£$])(?P<from>\d{1,2}(?:[.:][0-5]\d)?) ?(?P<from_half>am|pm)? ?(?:to|-|–|until|till|and) ?"
    r"(?P<to>\d{1,2}(?:[.:][0-5]\d)?) ?(?P<to_half>am|pm)?(?![\d:.]\d|[\d%])\b"
)


def _read(match: re.Match[str], near: date) -> tuple[date | None, str | None]:
    """The date that a match means (None: no such day) and the weekday that was written beside it."""
    weekday = match["weekday"] or match["weekday2"]
    day = int(match["day"] or match["day2"])
    month = month_number(match["month"]) if match["month"] else int(match["month2"])
    year_text = match["year"] or match["year2"]
    if year_text is None:
        return nearest_year(day, month, near), weekday
    year = int(year_text) if len(year_text) == 4 else 2000 + int(year_text)
    try:
        return date(year, month, day), weekday
    except ValueError:
        return None, weekday


def _weekday_mismatch(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    happened = setting.note.happened
    if happened is None:
        return
    for match in dates_in(sentence):
        day, weekday = _read(match, happened.date())
        if day is None or weekday is None or WEEKDAYS[day.weekday()].startswith(weekday[:3]):
            continue
        right = WEEKDAYS[day.weekday()].capitalize()
        start = match.start("weekday" if match["weekday"] else "weekday2")
        shown = f"{day.day} {day:%B} {day.year}"
        yield Hit(
            match.start(),
            match.end(),
            message=f"{shown} is a {right}.",
            mends=(Replace(f"Write “{right}”", start, start + len(weekday), right),),
        )


def _weekday_without_month(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    """“Tuesday the 5th”: wrong where neither this month's 5th nor the last or the next one's is a Tuesday."""
    happened = setting.note.happened
    if happened is None or not has_digit(sentence):
        return
    for match in _WEEKDAY_AND_ORDINAL.finditer(sentence.plain):
        near = [
            day for day in (_of_month(happened.date(), by, int(match["day"])) for by in (0, -1, 1)) if day
        ]
        if not near or any(WEEKDAYS[day.weekday()].startswith(match["weekday"][:3]) for day in near):
            continue
        right = WEEKDAYS[near[0].weekday()].capitalize()
        yield Hit(
            match.start(), match.end(), message=f"{near[0].day} {near[0]:%B} {near[0].year} is a {right}."
        )


def _of_month(on: date, by: int, day: int) -> date | None:
    months = on.year * 12 + on.month - 1 + by
    try:
        return date(months // 12, months % 12 + 1, day)
    except ValueError:
        return None


def _wrong_weekday(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    yield from _weekday_mismatch(sentence, setting)
    yield from _weekday_without_month(sentence, setting)


def _impossible(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    near = setting.note.happened.date() if setting.note.happened else date(2000, 1, 1)
    for match in dates_in(sentence):
        if _read(match, near)[0] is None:
            yield Hit(match.start(), match.end())


def _clock(match: re.Match[str]) -> time | None:
    if match["h24"]:
        return time(int(match["h24"]), int(match["m24"]))
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if not 1 <= hour <= 12:
        return None
    return time(hour % 12 + (12 if match["half"] == "pm" else 0), minute)


def _time_after_recorded(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    happened, recorded = setting.note.happened, setting.note.recorded
    plain = sentence.plain
    if happened is None or recorded is None or happened.date() != recorded.date():
        return
    if not has_digit(sentence):
        return
    for match in _CLOCK.finditer(plain):
        clock = _clock(match)
        if clock is None or datetime.combine(recorded.date(), clock) <= recorded:
            continue
        if _ELSEWHEN.search(plain) or _TOLD_OF.search(plain[: match.start()]):
            continue
        if _is_told_as_past(plain, match.start(), match.end()):
            yield Hit(
                match.start(),
                match.end(),
                message=f"This is later than the note was written ({recorded:%H:%M}).",
            )


def _is_told_as_past(plain: str, start: int, end: int) -> bool:
    """True where a verb in the past stands in the clause, so that no habit or plan is meant."""
    left = max(
        (m.end() for m in _CLAUSE_END.finditer(plain, max(0, start - 90), start)), default=max(0, start - 90)
    )
    right = _CLAUSE_END.search(plain, end)
    if plain[left:start].strip() in (
        "",
        "at",
        "by",
        "about",
        "around",
        "from",
        "at about",
        "it was",
        "not until",
    ):
        right = _CLAUSE_END.search(plain, right.end()) if right and right.start() - end < 3 else right
    clause = plain[left : right.start() if right else len(plain)]
    return bool(_HAPPENED_THEN.search(clause)) or (
        not plain[:start].strip(" at") and bool(_HAPPENED_THEN.search(plain))
    )


def _date_after_recorded(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    happened, recorded = setting.note.happened, setting.note.recorded
    plain = sentence.plain
    if happened is None or recorded is None or not has_digit(sentence):
        return
    for match in dates_in(sentence):
        day, _ = _read(match, happened.date())
        if day is None or day <= recorded.date() or (day - recorded.date()).days > 60:
            continue
        clause = plain[max(0, match.start() - 60) : match.start()]
        clause = clause[max((m.end() for m in _CLAUSE_END.finditer(clause)), default=0) :]
        if (
            re.search(r"\bon (?:[a-z]+day,? )?$", clause)
            and re.search(
                r"\b(?:was|were|had|saw|rang|visited|came|went|met|told|took|attended|arrived|left|happened|spoke|called) (?!due|booked|to |told|\w+ing\b|arranged|offered|given|asked)[^.;]*$",
                clause,
            )
            and not _NOT_YET.search(clause)
        ):
            yield Hit(
                match.start(),
                match.end(),
                message=f"This day is after the note was written ({recorded.day} {recorded:%B}).",
            )


_NOT_YET = lazily(
    r"\b(?:is|are|will|would|can|could|to|for|planned|booked|due|starts?|begins?|runs?|until)\b"
)


def _minutes(clock: str, half: str | None) -> int | None:
    hour, _, minute = clock.replace(".", ":").partition(":")
    if int(hour) > 23 or (half and not 1 <= int(hour) <= 12):
        return None
    hours = int(hour) % 12 + (12 if half == "pm" else 0) if half else int(hour)
    return hours * 60 + int(minute or 0)


def _ends_before_it_starts(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    plain = sentence.plain
    if not has_digit(sentence):
        return
    for match in _FROM_TO.finditer(plain):
        first_half, second_half = match["from_half"], match["to_half"]
        if not first_half and not second_half and not (":" in match["from"] and ":" in match["to"]):
            continue
        start = _minutes(match["from"], first_half or second_half)
        end = _minutes(match["to"], second_half or first_half)
        if start is None or end is None or end >= start or (first_half == "pm" and second_half == "am"):
            continue
        # Without am or pm a visit may run over noon, "11.30 to 12.15pm", or over midnight, "22:00 to 06:00".
        if (not first_half and second_half and (start - 720) <= end) or (
            not first_half and not second_half and start >= 1080
        ):
            continue
        yield Hit(match.start("from"), match.end(), message="It ends before it starts.")


def _happened_missing(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if setting.note.happened is None:
        yield Hit(None, None)


def _happened_after_recorded(whole: Whole, setting: Setting) -> Iterator[Hit]:
    note = setting.note
    if note.happened and note.recorded and note.happened > note.recorded:
        yield Hit(None, None)


RULES = [
    Rule(
        id="accurate/weekday-mismatch",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=ALL_FIELDS,
        message="The weekday and the date do not fit.",
        why="One wrong day makes a reader doubt the others, and in court it is the first thing that is asked about.",
        try_="Check which of the two is right.",
        source="WE",
        flags=(
            "I visited on |Wednesday 17 November|.",
            "The review is on |Monday 2nd December 2026|.",
            "He came on |Weds 17 November|.",
            "She was seen on |Friday the 14th|.",
        ),
        passes=(
            "I visited on Tuesday 17 November.",
            "He came on Tuesday the 10th.",
            "We met on Tues 17 November.",
            'She said, "It was Friday 17 November."',
        ),
        find_in_sentence=_wrong_weekday,
    ),
    Rule(
        id="accurate/impossible-date",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=ALL_FIELDS,
        message="There is no such day.",
        why="A date that cannot be right cannot be relied on by anyone who reads the note later.",
        try_="Check the day and the month; the day comes first.",
        source="WE",
        flags=("She was seen on |31 November|.", "The letter is dated |10/13/2026|."),
        passes=("She was seen on 30 November.", "The letter is dated 13/10/2026."),
        find_in_sentence=_impossible,
    ),
    Rule(
        id="accurate/time-after-recorded",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "voice"),
        message="This is later than the note was written.",
        why="A note cannot tell what had not happened yet; a slip of the clock looks like an invention later.",
        try_="Check the clock time, morning or afternoon.",
        source="LGSCO",
        flags=("I left the flat at |6.30pm|.", "Dana rang me at |19:10|."),
        passes=("I left the flat at 4.15pm.", "Her appointment is at 7pm tomorrow."),
        find_in_sentence=_time_after_recorded,
    ),
    Rule(
        id="accurate/date-after-recorded",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "voice", "family"),
        message="This day is after the note was written.",
        why="What had not happened yet cannot have been seen; one of the two dates is wrong.",
        try_="Check the day and the month.",
        source="LGSCO",
        flags=("I visited on |20 November|.", "He was seen by the nurse on |3 December 2026|."),
        passes=(
            "I visited on 16 November.",
            "The review is on 3 December.",
            "She told me the scan is on 20 November.",
        ),
        find_in_sentence=_date_after_recorded,
    ),
    Rule(
        id="accurate/times-reversed",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "voice"),
        message="It ends before it starts.",
        why="Times that cannot be right make a reader doubt the ones that are.",
        try_="Check both times, morning or afternoon.",
        source="WE",
        flags=("I was there from |3.30pm to 2.45pm|.", "The session ran |14:00 to 13:15|."),
        passes=("I was there from 11.30am to 12.15pm.", "She worked 22:00 to 06:00.", "It took 3 to 2 odds."),
        find_in_sentence=_ends_before_it_starts,
    ),
    Rule(
        id="accurate/happened-missing",
        principle="accurate",
        severity=Severity.MUST,
        scope="note",
        fields=(),
        message="The note does not say when this happened.",
        why="Without a day and a time nobody can put this beside what others saw.",
        try_="Press F2 and give the day and the time, “yesterday 3pm” for example.",
        source="HCPC",
        flags=(Example(known={"happened": None}), Example({"facts": "I rang Dana."}, {"happened": None})),
        passes=(Example({"facts": "I rang Dana."}), Example()),
        find_in_note=_happened_missing,
    ),
    Rule(
        id="accurate/happened-after-recorded",
        principle="accurate",
        severity=Severity.MUST,
        scope="note",
        fields=(),
        message="It is written down as having happened after it was recorded.",
        why="One of the two times is wrong, and a reader cannot tell which.",
        try_="Press F2 and check when it happened.",
        source="WE",
        flags=(
            Example(known={"happened": datetime(2026, 11, 17, 19, 0)}),
            Example({"facts": "I rang Dana."}, {"happened": datetime(2026, 12, 1, 9, 0)}),
        ),
        passes=(Example(), Example(known={"happened": datetime(2026, 11, 16, 9, 0)})),
        find_in_note=_happened_after_recorded,
    ),
]
