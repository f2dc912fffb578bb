"""Accurate: what can be worked out from the calendar and the birth dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from noteui.checks.finding import Severity
from noteui.checks.prose import Sentence
from noteui.checks.rule import ALL_FIELDS, PROSE_FIELDS, Example, Hit, Replace, Rule
from noteui.checks.rules.calendar import DATE, MONTH, WEEKDAYS, age_on, month_number, nearest_year
from noteui.checks.setting import Setting, Whole

_AGE = re.compile(
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?) ?\((?:aged? )?(?P<in_brackets>\d{1,3})(?: years?(?: old)?)?[,);]"
    r"|(?P<name2>[A-Z][\w’'-]+),? (?:is |was )?(?:aged |now )?(?P<bare>\d{1,3})(?: years old|-year-old)"
    r"|\b(?P<subject>\d{1,3})[- ]year[- ]old\b"
)
_CLOCK = re.compile(
    r"(?<![\d.:/£$])(?P<hour>\d{1,2})(?:[.:](?P<minute>[0-5]\d))? ?(?P<half>am|pm)\b|(?<![\d.:/£$])(?P<h24>[01]\d|2[0-3]):(?P<m24>[0-5]\d)(?![\d:])"
)
_ELSEWHEN = re.compile(
    r"\b(?:tomorrow|yesterday|next|every|each|usually|until|till|by|before|from|due|booked|will|would|to|"
    r"appointment|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|last)\b"
    rf"|\b\d{{1,2}} {MONTH}\b"
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
    if happened is None or "day" not in sentence.plain:
        return
    for match in DATE.finditer(sentence.plain):
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


def _impossible(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    near = setting.note.happened.date() if setting.note.happened else date(2000, 1, 1)
    for match in DATE.finditer(sentence.plain):
        if _read(match, near)[0] is None:
            yield Hit(match.start(), match.end())


def _age_mismatch(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    happened = setting.note.happened
    if happened is None or not any(char.isdigit() for char in sentence.plain):
        return
    for match in _AGE.finditer(sentence.plain_text):
        name = match["name"] or match["name2"]
        group = next(g for g in ("in_brackets", "bare", "subject") if match[g])
        if name is None:
            known: object = (
                setting.note.about.born
                if sentence.words and _is_subject(sentence, match.start(), setting)
                else None
            )
            who = setting.first_name
        else:
            who = name.split()[0].removesuffix("'s").removesuffix("’s")
            known = setting.born_by_name.get(who.lower().replace("’", "'"))
        if not isinstance(known, date):
            continue
        right = age_on(known, happened.date())
        if right == int(match[group]) or right < 0:
            continue
        yield Hit(
            match.start(group),
            match.end(group),
            message=f"{who} was {right} on this day, by the birth date given.",
            mends=(Replace(f"Write “{right}”", match.start(group), match.end(group), str(right)),),
        )


def _is_subject(sentence: Sentence, before: int, setting: Setting) -> bool:
    opening = {word.folded for word in sentence.words if word.end <= before}
    return bool(opening & (setting.person_names | {"pt", "patient", "client", "she", "he"}))


def _clock(match: re.Match[str]) -> time | None:
    if match["h24"]:
        return time(int(match["h24"]), int(match["m24"]))
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if not 1 <= hour <= 12:
        return None
    return time(hour % 12 + (12 if match["half"] == "pm" else 0), minute)


def _time_after_recorded(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    happened, recorded = setting.note.happened, setting.note.recorded
    if happened is None or recorded is None or happened.date() != recorded.date():
        return
    plain = sentence.plain
    if _ELSEWHEN.search(plain):
        return
    for match in _CLOCK.finditer(plain):
        clock = _clock(match)
        if clock is not None and datetime.combine(recorded.date(), clock) > recorded:
            yield Hit(
                match.start(),
                match.end(),
                message=f"This is later than the note was written ({recorded:%H:%M}).",
            )


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
        ),
        passes=("I visited on Tuesday 17 November.", 'She said, "It was Friday 17 November."'),
        find_in_sentence=_weekday_mismatch,
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
        id="accurate/age-mismatch",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="The age does not fit the birth date.",
        why="Wrong ages follow a child from record to record, and people decide by them.",
        try_="Check the age against the birth date.",
        source="WE",
        flags=("Maya (|9|) opened the door.", "Theo is |5| years old and was asleep."),
        passes=("Maya (10) opened the door.", "Maya scored 9 in the test."),
        find_in_sentence=_age_mismatch,
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
