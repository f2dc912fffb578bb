"""Timely: days that only the writer can work out, read as a grammar and not as a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from noteui.checks.finding import Severity
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Hit, Replace, Rule
from noteui.checks.rules.calendar import WEEKDAY, WEEKDAYS, written
from noteui.checks.setting import Setting

_UNIT = r"(?:days?|nights?|weeks?|fortnights?|months?|years?|terms?)"
_COUNT = (
    r"(?:an?|a few|a couple of|several|some|many|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
)
_PART = r"(?:the )?(?:beginning|start|early part|middle|end|back end|other half)"
_RELATIVE = re.compile(
    rf"\b(?:(?P<day>yesterday|the day before yesterday|last night|the other (?:day|night|week))"
    rf"|(?P<ago>(?:about |around |roughly |only |over |nearly |almost )?{_COUNT} (?:or so )?(?:{_UNIT}|while|bit)(?: or so)? (?:ago|back))"
    rf"|(?P<last>(?:(?:towards |at |around |since )?{_PART} (?:of )?)?(?:last|previous) (?:week(?:end)?|month|term|year|summer|winter|spring|autumn|{WEEKDAY}|half[- ]term))"
    r"|(?P<earlier>(?:earlier|later|early|late) (?:in|on in|this|last|that) (?:the )?(?:week|month|year|term|morning|summer|winter))"
    r"|(?P<recent>recently|lately|of late|in recent (?:days|weeks|months|times)|these past few (?:days|weeks)|in the past few (?:days|weeks|months)|for (?:some|a long) time now|for a while now|a while (?:ago|back)|some time ago|at some (?:point|stage)(?: (?:last|this|in the) [a-z]+)?|not (?:so )?long ago|just the other day|on and off|from time to time|every so often|now and (?:then|again)|once upon a time|in the (?:last|past) (?:few|couple of) (?:days|weeks|months)|over the (?:last|past) (?:few |couple of )?(?:days|weeks|months)|the (?:week|month) before last|a few (?:nights|days|weeks|months) (?:before|later|earlier))"
    r")\b"
)
_ANCHORED = re.compile(
    r"\b(?:before|after|since|until|between|from)\b.{0,20}\b\d{1,2} [a-z]{3,9}\b|\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b"
)
_NEGATED = re.compile(r"\b(?:not|n't|never|no)\b[^.;]{0,24}$")


def _resolved(words: str, happened: date) -> date | None:
    if words == "yesterday":
        return happened - timedelta(days=1)
    if words == "the day before yesterday":
        return happened - timedelta(days=2)
    if words == "last night":
        return happened - timedelta(days=1)
    match = re.fullmatch(rf"last ({WEEKDAY})", words)
    if match:
        back = (happened.weekday() - next(n for n, d in enumerate(WEEKDAYS) if d == match[1])) % 7 or 7
        return happened - timedelta(days=back)
    match = re.fullmatch(r"(a|one|two|three|four|five|six|\d{1,2}) (day|week|fortnight)s? ago", words)
    if match:
        number = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}.get(match[1])
        count = number if number is not None else int(match[1])
        return happened - timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[match[2]])
    return None


def _relative(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    plain = sentence.plain
    happened = setting.note.happened
    for match in _RELATIVE.finditer(plain):
        around = plain[max(0, match.start() - 30) : match.end() + 30]
        if _ANCHORED.search(around) and not match["earlier"]:
            continue
        if match["recent"] == "recently" and plain[max(0, match.start() - 5) : match.start()].endswith(
            "most "
        ):
            continue
        day = _resolved(match[0], happened.date()) if happened else None
        mends: tuple[Replace, ...] = ()
        if day is not None and happened is not None:
            shown = written(day, near=happened.date())
            phrase = f"on the night of {shown}" if match[0] == "last night" else f"on {shown}"
            start = match.start()
            if plain[max(0, start - 3) : start] == "on ":
                start -= 3
            if start == 0:
                phrase = phrase[0].upper() + phrase[1:]
            mends = (Replace(f"Write “{phrase}”", start, match.end(), phrase),)
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{match[0]}”: a later reader cannot tell which day.",
            mends=mends,
        )


RULES = [
    Rule(
        id="timely/relative-day",
        principle="timely",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A later reader cannot tell which day.",
        why="“Yesterday” means a different day each time that the note is read or copied.",
        try_="Write the date, or say how you know roughly when.",
        source="MN",
        flags=(
            "Dana said the meter ran out |yesterday|.",
            "He was seen |about two weeks ago| at the clinic.",
            "She moved in |towards the end of last month|.",
            "|Recently| she has been late.",
        ),
        passes=(
            'Maya said, "He came yesterday."',
            "She was last seen on 3 November.",
            "It was the last week before the move on 4 May.",
        ),
        find_in_sentence=_relative,
    ),
]
