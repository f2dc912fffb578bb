"""Accurate: “the first”, “never before”, “no history”: claims about a past that one record cannot see."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import Cue, alternatives
from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence
from noteui.checks.rule import Hit, Rule
from noteui.checks.setting import Setting

_EVENT = (
    "incident", "occurrence", "injury", "episode", "offence", "assault", "fall", "overdose", "allegation", "time that he has", "time that she has", "time that they have", "time he has", "time she has", "time they have",
    "time this has happened", "time it has happened", "time anything like this", "time that this", "time he's", "time she's",
)  # fmt: skip
_FIRST = Cue(
    r"\b(?:(?:is|was|as) (?:the|his|her|their|a) )(?:very |one and )?(?:first|only|one-off|isolated|single)(?: ever| known| such)? {key}\b",
    key=_EVENT,
)
_ONE_OFF = Cue(
    r"\b{key}\b",
    key=("one-off incident", "one off incident", "isolated incident", "an isolated event", "a one-off event"),
)
_NEVER = Cue(
    r"\b{key} (?:been |had |done |seen |shown |hurt |hit |harmed |happened |behaved |gone |any |[a-z]+ )(?:[a-z]+ ){{0,6}}(?:before(?: now| this)?|previously|in the past|until now)(?=$|[.,;:!)])",
    key=("never", "has not ever", "hasn't ever"),
)
_NO_HISTORY = Cue(
    r"\b(?:no|nil|without any|without a|no significant|no relevant) (?:{key})\b(?: of [a-z-]+(?: [a-z-]+)?)?",
    key=(
        "history", "previous history", "past history", "prior history", "family history", "previous incidents", "previous concerns",
        "previous injuries", "prior incidents", "prior concerns", "past incidents", "past concerns", "previous involvement", "prior involvement",
        "previous convictions", "previous offences", "past medical history", "forensic history", "criminal record",
    ),
)  # fmt: skip
_BASIS = lazily(
    r"\b" + alternatives((
        "known", "reported", "recorded", "record", "records", "register", "log", "logs", "notes", "file", "said", "says", "told", "according", "checked",
        "check", "checks", "database", "system", "searched", "looked", "as far as", "that i know", "that we know", "this service", "show", "shows", "that i saw",
        "nobody has told", "i found", "asked", "tells", "gave", "denied",
    ))
    + r"\b"
)  # fmt: skip


_CUES = (_FIRST, _ONE_OFF, _NEVER, _NO_HISTORY)


def _first_time(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _CUES:
        for match in cue.finditer(sentence):
            if not _BASIS.search(sentence.plain):
                yield Hit(*match.span())


RULES = [
    Rule(
        id="accurate/first-time-claim",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="A claim about all that went before.",
        why="One service sees its own record only; the first that is known is seldom the first that there was.",
        try_="Say “the first known to us”, and which records you looked at.",
        source="WE",
        flags=(
            "This |is the first incident|.",
            "There is |no history of violence|.",
            "He has |never hurt her before|.",
            "It was an |isolated incident|.",
        ),
        passes=(
            "This is the first incident known to this service.",
            "Dana said there is no history of violence.",
            "She sat in the first row.",
            "There is no history of fits in the surgery's record.",
        ),
        needs=_CUES,
        find_in_sentence=_first_time,
    ),
]
