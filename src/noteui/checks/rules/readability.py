"""Jargon-free: how hard the note reads as a whole, and who did what is done."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from noteui.checks.cue import Cue
from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.prose import WORD, Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Rule
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

WORDS_FOR_A_GRADE = 100
"""Below this many words a grade says nothing."""
SENTENCES_FOR_A_MEAN = 5
HARD_GRADE = 12
"""Years of schooling past which plain-language guides call a text hard; they aim at 9 (GOV.UK)."""
LONG_MEAN = 20
"""Words in the average sentence past which a text tires (GOV.UK: 15 to 20)."""
PASSIVES_ALLOWED = 2
PASSIVES_SHOWN = 6
"""Enough to see the habit; a longer list would be noise."""
_VOWELS = lazily(r"[aeiouy]+")


@lru_cache(maxsize=20_000)
def _syllables(word: str) -> int:
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    return max(count, 1)


def _measure(sentence: Sentence) -> tuple[int, int, int]:
    """One, its words and their syllables, names and quotations left out; nothing where it is hardly one."""
    counted = syllables = 0
    text = sentence.plain_text
    is_first = text[:1].isalnum()
    for word in WORD.findall(text):
        is_name = word[0].isupper() and not is_first and len(word) > 1
        is_first = False
        if is_name or word[0].isdigit():
            continue
        counted += 1
        syllables += _syllables(word.lower())
    return (1, counted, syllables) if counted >= 4 else (0, 0, 0)


def _hard(whole: Whole, setting: Setting) -> Iterator[Hit]:
    sentences = total = syllables = 0
    for name in PROSE_FIELDS:
        measured = whole.fields[name].totals("measures", _measure)
        if measured:
            sentences, total, syllables = (
                sentences + measured[0],
                total + measured[1],
                syllables + measured[2],
            )
    if sentences < SENTENCES_FOR_A_MEAN or total < WORDS_FOR_A_GRADE:
        return
    grade = 0.39 * total / sentences + 11.8 * syllables / total - 15.59
    if grade > HARD_GRADE:
        yield Hit(None, None, message="This note takes practised reading: long sentences, long words.")
    elif total / sentences > LONG_MEAN:
        yield Hit(None, None, message=f"Its sentences are {total / sentences:.0f} words long on average.")


_DONE = (
    "advised informed removed reminded referred discussed agreed decided completed undertaken arranged asked requested explained observed noted offered given "
    "reported contacted updated notified supported encouraged challenged assessed reviewed recommended concluded considered identified raised shared provided "
    "told warned signposted escalated allocated closed obtained sought gathered established confirmed highlighted acknowledged recorded documented"
).split()
_PASSIVE = Cue(
    r"\b(?:was|were|been|being|is|are|be) (?:also |then |again |not |further |strongly |duly )?{key}\b",
    key=_DONE,
)
_AGENT = lazily(
    r"^[^.;]{0,60}?\bby (?!the end\b|\d|mon|tues|wed|thurs|fri|satur|sun|then\b|now\b|phone\b|email\b|letter\b)"
)


def _passives(sentence: Sentence) -> list[tuple[int, int]]:
    return [
        match.span()
        for match in _PASSIVE.finditer(sentence)
        if not _AGENT.match(sentence.plain[match.end() :])
    ]


def _nobody_did_it(whole: Whole, setting: Setting) -> Iterator[Hit]:
    found = [
        (name, base + start, base + end)
        for name in ("facts", "opinion", "family")
        for base, (start, end) in whole.fields[name].noticed_in_sentences("passives", _passives)
    ]
    if len(found) <= PASSIVES_ALLOWED:
        return
    for name, start, end in found[:PASSIVES_SHOWN]:
        yield Hit(start, end, field=name)


_HARD_SENTENCE = "Consideration of the applicability of alternative accommodation necessitated comprehensive multidisciplinary deliberation regarding responsibilities. "

RULES = [
    Rule(
        id="jargon-free/hard-to-read",
        principle="jargon-free",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="This note takes practised reading.",
        why="The person and their family have a right to read it, and many adults read as a child of 11 would.",
        try_="Shorter sentences, shorter words; one thing in each sentence.",
        source="GOV",
        flags=(
            Example({"facts": _HARD_SENTENCE * 9}),
            Example(
                {
                    "facts": "I went to the flat and I saw that the lamp was on and the door was open and so I went in and sat by the bed. "
                    * 6
                }
            ),
        ),
        passes=(
            Example({"facts": "The cat sat on the mat. I saw it at noon. It was wet. " * 12}),
            Example({"facts": _HARD_SENTENCE}),
        ),
        find_in_note=_hard,
    ),
    Rule(
        id="jargon-free/passive-without-agent",
        principle="jargon-free",
        severity=Severity.INFO,
        scope="note",
        fields=("facts", "opinion", "family"),
        message="Done by whom?",
        why="“Was advised” hides who spoke, and a court asks for that first.",
        try_="Say who did it: “I told Dana ...”.",
        source="GOV",
        flags=(
            Example(
                {"facts": "Dana |was advised| to ring. The cot |was removed|. A plan |was agreed| at noon."}
            ),
            Example(
                {"facts": "It |was discussed|.", "opinion": "Help |was offered| and advice |was given|."}
            ),
        ),
        passes=(
            Example({"facts": "Dana was advised to ring. The cot was removed."}),
            Example({"facts": "Dana was told by me. It was agreed by Theo. She was asked by the nurse."}),
        ),
        find_in_note=_nobody_did_it,
    ),
]
