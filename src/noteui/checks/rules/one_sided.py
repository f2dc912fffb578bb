"""A whole note that shows one side of a life: only what worries, or only what went well."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import words
from noteui.checks.finding import Severity
from noteui.checks.note import FIELDS
from noteui.checks.prose import Sentence
from noteui.checks.rule import Example, Hit, Rule
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

LONG = 120
"""Words from which a note has room for both sides."""
LONGER = 150
"""Words from which one without a strength is asked about though little in it worries."""
_MANY = 3
"""Different words of worry that make a note one of worries."""
_SHORT = 20
"""Words below which a note of a disclosure is a first line, still to be written on."""
_DISCLOSURE = "disclosure"
_STRENGTHS = frozenset(words("real_strengths"))
_WORRIES = frozenset(words("real_worries"))
_KITCHEN = "I was in the kitchen with her and she stood at the sink. "
_SHOUTED = "He shouted in the hall, she was frightened, and the bruise was dark. "
_CALM = "She played cards with her brother and laughed. "


def _only_worries(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if whole.is_longer_than(LONG) and not whole.has_word(_STRENGTHS) and _tells_of_worries(whole):
        yield Hit(None, None)


def _no_strengths(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if whole.is_longer_than(LONGER) and not whole.has_word(_STRENGTHS) and not _tells_of_worries(whole):
        yield Hit(None, None)


def _only_good(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if setting.note.contact == _DISCLOSURE and whole.is_longer_than(_SHORT) and not whole.has_word(_WORRIES):
        yield Hit(None, None)


def _tells_of_worries(whole: Whole) -> bool:
    told = {
        word for name in FIELDS for _, word in whole.fields[name].noticed_in_sentences("worries", _worries)
    }
    return len(told) >= _MANY


def _worries(sentence: Sentence) -> list[str]:
    return sorted(_WORRIES & sentence.all_words)


RULES = [
    Rule(
        id="real/only-worries",
        principle="real",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="Only what worries is in it.",
        why="Nobody's life is made of worries alone, and what goes well is what a plan can build on.",
        try_="Say what helped, what they are good at, who was kind; or that you looked and saw none.",
        source="SEED",
        flags=(
            Example({"facts": _KITCHEN * 10 + _SHOUTED}),
            Example({"facts": _KITCHEN * 10, "opinion": _SHOUTED}),
        ),
        passes=(
            Example({"facts": _KITCHEN * 10 + _SHOUTED + _CALM}),
            Example({"facts": _SHOUTED}),
        ),
        find_in_note=_only_worries,
    ),
    Rule(
        id="real/only-good",
        principle="real",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="This is kept as a disclosure, and nothing in it says what was disclosed.",
        why="A note that was made because of a worry, and tells of none, leaves the next reader without it.",
        try_="Write what was said, in their words; or give the contact another kind.",
        source="K",
        flags=(
            Example({"facts": _CALM * 4}, {"contact": _DISCLOSURE}),
            Example({"facts": _KITCHEN * 3, "opinion": _CALM}, {"contact": _DISCLOSURE}),
        ),
        passes=(
            Example({"facts": _CALM * 4 + _SHOUTED}, {"contact": _DISCLOSURE}),
            Example({"facts": _CALM * 4}),
        ),
        find_in_note=_only_good,
    ),
    Rule(
        id="holistic/no-strengths",
        principle="holistic",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="No strength of theirs is in it.",
        why="Strengths are part of the whole person, and the first thing that a plan rests on.",
        try_="Say what they enjoy, manage or are proud of, and who stands by them.",
        source="SEED",
        flags=(
            Example({"facts": _KITCHEN * 14}),
            Example({"facts": _KITCHEN * 12, "family": _KITCHEN * 2}),
        ),
        passes=(
            Example({"facts": _KITCHEN * 14 + _CALM}),
            Example({"facts": _KITCHEN * 9}),
        ),
        find_in_note=_no_strengths,
    ),
]
