"""Timely: days that only the writer can work out, read as a grammar and not as a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Hit, Replace, Rule
from noteui.checks.rules.calendar import MONTH, MONTHS, NUMBERS, WEEKDAY, WEEKDAYS, written
from noteui.checks.setting import Setting

_ABOUT = r"(?:(?:about|around|roughly|approximately|approx|only|just|over|under|well over|nearly|almost|maybe|perhaps|some|at least|more than|less than|getting on for|going on for) )*"
_FEW = (
    r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|\d{1,2}|several|some|many|a few|quite a few|a good few|a couple|a couple of|"
    r"a number of|two or three|three or four|one or two|a couple or three|a matter of|half an?|half a dozen)"
)
_AGO = Cue(
    rf"\b{_ABOUT.replace('{', '{{').replace('}', '}}')}{_FEW.replace('{', '{{').replace('}', '}}')} (?:or (?:so|two|three|more) |short |long |good |more )?"
    r"{units} (?:or (?:so|two|three|more) )?{key}\b",
    key=("ago", "back", "since", "previously", "prior to that"),
    units=words("units"),
)
_PART = r"(?:(?:very )?(?:start|beginning|end|middle|early part|latter part|back end|tail end|first part|last part|first half|second half|other half|turn|first few days|last few days|close|back))"
_LAST = Cue(
    rf"\b(?:(?:the )?{_PART} (?:of )?|(?:early|late|earlier|later|midway|halfway|right) (?:on )?(?:in )?|some ?(?:time|where) |(?:all )?through )?(?:the )?"
    r"{key} {periods}\b(?! of\b| before\b| (?:and|or) (?:a|two|three)\b)",
    key=("last", "previous", "past"),
    periods=words("last-periods"),
)
_PART_OF = Cue(
    r"\b(?:(?:towards|around|about|from|since|by|at|near) )?(?:the )?(?:very )?(?:{key}) of (?:this|the|that) {periods}\b(?! of| on| after| \d)",
    key=("start", "beginning", "end", "middle", "early part", "latter part", "back end", "tail end", "first part", "first half", "second half", "turn"),
    periods=("week", "month", "year", "term", "summer", "holidays", "school holidays", "winter", "spring", "autumn", "half-term", "school year", "weekend"),
)  # fmt: skip
_EARLIER = Cue(
    r"\b(?:{key}) (?:on )?(?:in )?(?:this |the |that )(?:week|month|year|term|summer|winter|spring|autumn|holidays)\b",
    key=("earlier", "later", "early", "late", "previously", "sometime", "some time"),
)
_SINCE_BEFORE = Cue(
    r"\b{key} (?:the )?(?:start of |end of )?(?:half[ -]term|christmas|easter|summer|winter|new year|the holidays|holidays|lockdown|term|school started|school began|he was born|she was born|they were born)\b(?! \d)",
    key=(
        "since before",
        "since after",
        "since just before",
        "since just after",
        "from before",
        "from around",
        "since around",
        "since about",
        "some time before",
        "some time after",
        "sometime before",
        "sometime after",
        "shortly before",
        "shortly after",
        "not long before",
        "not long after",
    ),
)
_OVER_THE = Cue(
    r"\b{key} (?:the )(?:(?:whole|long|summer|christmas|easter|school|winter|last|past|half) )*(?:summer|winter|spring|autumn|holidays?|half[ -]term|weekend|lockdown|festive (?:season|period)|break)\b(?! of\b| club\b| school\b| from \d)",
    key=(
        "over",
        "during",
        "throughout",
        "since before",
        "since after",
        "before",
        "after",
        "through",
        "since",
    ),
)
_IN_THE_LAST = Cue(
    r"\b(?:in|over|during|within|for|across|throughout) {key} (?:several |many |number of |couple of |few |two or three |three or four |good few |three |two |four |six )*(?:days|nights|weeks|weekends|months|years|terms)\b",
    key=("the last", "the past", "these last", "these past", "this last", "this past", "recent"),
)
_SOME_TIME = Listed(
    "some-time",
    unless=r" (?:week|month|year|term)\b",
    tail=r" (?:last|this|in the last|over the last|in the|during the) [a-z]+",
)
_WEAK = Listed("some-time-weak")
_WEEKDAY = Cue(
    r"\b(?:(?P<on>on|since|from|until|till|this|last) )?(?P<day>{key})(?: (?P<part>morning|afternoon|evening|night|lunchtime|teatime))?\b(?!,? (?:the )?\d|'s|s\b|-)",
    key=WEEKDAYS,
)
_NEXT = Cue(r"\b{key}\b", key=("tomorrow", "next week", "next month", "next term", "next year", "in a few days", "in a few weeks", "soon", "shortly", "the week after next", "before long", "in the near future", "in the coming weeks", "in the coming days", "in the next few weeks", "in the next few days"))  # fmt: skip
_THOSE: tuple[Cue | Listed, ...] = (
    _AGO,
    _LAST,
    _PART_OF,
    _EARLIER,
    _SINCE_BEFORE,
    _OVER_THE,
    _IN_THE_LAST,
    _SOME_TIME,
)
_LESS: tuple[Cue | Listed, ...] = (_WEAK, _NEXT)
_DATED = lazily(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{MONTH}\b|\b{MONTH} (?:19|20)\d\d\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|\b(?:in|since|from|until) (?:19|20)\d\d\b"
)
_OR_SO = lazily(
    r",? (?:or thereabouts|or so|or something like that|or around then|if not before|some time)\b"
)
_PAST = lazily(
    r"\b(?:was|were|had|did|said|told|rang|came|went|saw|left|took|got|slept|been|has|[a-z]{3,}ed)\b"
)
_COUNTED = lazily(
    rf"{_ABOUT}(?P<n>an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{{1,2}}) (?P<unit>day|night|week|fortnight|month|year)s? (?:ago|back)"
)
_VAGUE = lazily(
    r"\b(?:about|around|roughly|approximately|approx|over|under|nearly|almost|maybe|perhaps|some|at least|more than|less than|for)\b"
)


def resolved(phrase: str, happened: date) -> str | None:
    """A relative day or period as the date that it means, counted from the day of the event; None where it is vague."""
    back = {"yesterday": 1, "the day before yesterday": 2, "last night": 1, "the night before last": 2}.get(
        phrase
    )
    if back is not None:
        day = written(happened - timedelta(days=back), near=happened)
        return f"on the night of {day}" if "night" in phrase else f"on {day}"
    match = re.fullmatch(rf"(?:the )?(?:last|previous|past) ({WEEKDAY})", phrase)
    if match:
        return f"on {written(_last(match[1], happened), near=happened)}"
    match = _COUNTED.fullmatch(phrase)
    if match and not _VAGUE.search(phrase):
        count = {"a": 1, "an": 1}.get(match["n"]) or NUMBERS.get(match["n"]) or int(match["n"])
        if match["unit"] == "month":
            return f"in {_month(happened, count)}"
        if match["unit"] == "year":
            return f"in {happened.year - count}"
        days = count * {"day": 1, "night": 1, "week": 7, "fortnight": 14}[match["unit"]]
        return f"on {written(happened - timedelta(days=days), near=happened)}"
    if phrase in ("last week", "the previous week"):
        monday = happened - timedelta(days=happened.weekday() + 7)
        return f"in the week of {written(monday, near=happened)}"
    if phrase in ("last month", "the previous month"):
        return f"in {_month(happened, 1)}"
    return f"in {happened.year - 1}" if phrase in ("last year", "the previous year") else None


def _last(weekday: str, happened: date) -> date:
    number = next(n for n, day in enumerate(WEEKDAYS) if day.startswith(weekday[:3]))
    return happened - timedelta(days=(happened.weekday() - number) % 7 or 7)


def _month(happened: date, back: int) -> str:
    months = happened.year * 12 + happened.month - 1 - back
    return f"{MONTHS[months % 12].capitalize()} {months // 12}"


def _relative(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    met: list[tuple[int, int]] = []
    for cue in _THOSE:
        for match in cue.finditer(sentence):
            start, end = match.span()
            if any(s < end and start < e for s, e in met) or not _needs_a_date(cue, sentence, start, end):
                continue
            met.append((start, end))
            tail = _OR_SO.match(sentence.plain, end)
            end = tail.end() if tail else end
            yield Hit(
                start,
                end,
                message=f"“{sentence.plain[start:end]}”: a later reader cannot tell which day.",
                mends=_date_for(sentence.plain, start, end, setting),
            )
    if not met:
        for cue in _LESS:
            for match in cue.finditer(sentence):
                if _needs_a_date(cue, sentence, *match.span()):
                    yield Hit(*match.span(), message=f"“{match[0]}”: which day?", severity=Severity.INFO)


def _needs_a_date(cue: Cue | Listed, sentence: Sentence, start: int, end: int) -> bool:
    plain = sentence.plain
    around = plain[max(0, start - 30) : end + 30]
    if _DATED.search(around) and cue is not _EARLIER:
        return False
    words_here, before = plain[start:end], plain[max(0, start - 12) : start]
    if words_here == "recently" and before.endswith(("most ", "more ")):
        return False
    if cue is _AGO and words_here.endswith("since") and plain[end : end + 1] == " ":
        return False
    if (
        cue is _AGO
        and words_here.endswith(("since", "back"))
        and re.match(r" (?:\w+ )?(?:then|to|at|in|from|home|and forth|into)\b", plain[end:])
    ):
        return False
    if cue is _OVER_THE and "weekend" in words_here and not words_here.startswith(("over", "during")):
        return False
    if cue is _LAST and re.search(r"\b(?:the|their|her|his|its|my) $", before) and " " not in words_here:
        return False
    if cue is _LAST and words_here.startswith("the past "):
        return False
    return not (
        cue is _OVER_THE
        and re.search(r"\b(?:will|would|can|could|plans? to|going to|hopes? to)\b", plain[:start])
    )


def _date_for(plain: str, start: int, end: int, setting: Setting) -> tuple[Replace, ...]:
    happened = setting.note.happened
    shown = resolved(plain[start:end], happened.date()) if happened else None
    if shown is None:
        return ()
    if (
        lead := re.search(r"\b(?:on|from|since|until|by|for) $", plain[max(0, start - 6) : start])
    ) is not None:
        if lead[0] == "on ":
            start -= len(lead[0])
        else:
            shown = re.sub(r"^(?:on|in) ", "", shown)
    if start == 0:
        shown = shown[0].upper() + shown[1:]
    return (Replace(f"Write “{shown}”", start, end, shown),)


def _undated_weekday(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    happened = setting.note.happened
    if happened is None or not _WEEKDAY.may_stand_in(sentence) or not _PAST.search(sentence.plain):
        return
    for match in _WEEKDAY.finditer(sentence):
        if match["on"] == "last" or not match["on"] or _DATED.search(sentence.plain):
            continue
        if re.search(
            r"\b(?:every|each|next|usually|always|will|would|wants?|can|could|due|booked)\b[^.;]{0,40}$",
            sentence.plain[: match.start()],
        ):
            continue
        start, end = match.span("day")
        right = written(_last(match["day"], happened.date()), near=happened.date())
        yield Hit(
            start,
            end,
            message=f"“{match['day'].capitalize()}”: of which week?",
            mends=(Replace(f"Write “{right}”", start, end, right),),
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
            "She moved in towards |the end of last month|.",
            "|Recently| she has been late.",
            "They split up |a couple of summers back|.",
            "He has been out of work |since the start of the month or thereabouts|.",
            "|Earlier in the month| the window was broken.",
            "He stayed with Nan |over the summer|.",
            "He burnt two pans |the other night|.",
            "She has been sick |in the last few weeks|.",
            "|Last term| she passed on a worry.",
        ),
        passes=(
            'Maya said, "He came yesterday."',
            "She was last seen on 3 November.",
            "It was the last week before the move on 4 May.",
            "He was late on 12 of the last 20 school days.",
            "Her most recent visit was on 3 May.",
            "The last time that I was there was 3 May.",
        ),
        needs=(*_THOSE, *_LESS),
        find_in_sentence=_relative,
    ),
    Rule(
        id="timely/undated-weekday",
        principle="timely",
        severity=Severity.INFO,
        scope="sentence",
        fields=("facts", "voice", "family"),
        message="A weekday with no date.",
        why="There is a Tuesday in every week, and the note will be read in another.",
        try_="Put the date beside the day.",
        source="MN",
        flags=("Dana rang on |Thursday|.", "He has slept badly since |Sunday|."),
        passes=("Dana rang on Thursday 12 November.", "Dana rings on Sundays.", "She will ring on Thursday."),
        needs=(_WEEKDAY,),
        find_in_sentence=_undated_weekday,
    ),
]
