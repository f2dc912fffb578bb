"""Succinct: long sentences, and the same thing said twice. (Filler words are a word list.)"""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.finding import Severity
from noteui.checks.prose import WORD, Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Rule
from noteui.checks.setting import Setting, Whole

LONG = 25
"""Words in a sentence past which it is worth a look (GOV.UK)."""
TOO_LONG = 40
"""Words past which a reader has to go back to the start (GOV.UK)."""
_COMMON = frozenset(
    (
        "a an and are as at be been but by for from had has have he her him his i in is it of on or she "
        "that the their them they this to was were which who with said"
    ).split()
)


def _long(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if sentence.word_total <= LONG:
        return
    count = sum(1 for _ in WORD.finditer(sentence.plain)) if sentence.quoted else sentence.word_total
    lists = sentence.text.count(";") + sentence.text.count(":")
    if count > TOO_LONG and lists < 2:
        yield Hit(0, len(sentence.text), message=f"{count} words in one sentence.", severity=Severity.WARNING)
    elif count > LONG + 5:
        yield Hit(0, len(sentence.text), message=f"{count} words in one sentence.")


def _content(sentence: Sentence) -> frozenset[str]:
    known: frozenset[str] | None = sentence.kept.get("content")
    if known is None:
        known = sentence.kept["content"] = frozenset(w.folded for w in sentence.words) - _COMMON
    return known


def _said_twice(whole: Whole, setting: Setting) -> Iterator[Hit]:
    for tellings in whole.repeated("tellings", _telling, PROSE_FIELDS):
        told: list[tuple[frozenset[str], str]] = []
        for name, placed in tellings:
            content = _content(placed.sentence)
            for other, where in told:
                if content == other or len(content & other) >= 0.8 * len(content | other):
                    there = "this field" if where == name else "another field"
                    yield Hit(
                        placed.start, placed.end, message=f"This stands in {there} already.", field=name
                    )
                    break
            told.append((content, name))


def _telling(sentence: Sentence) -> tuple[str, ...] | None:
    """The gist of a sentence that is long enough to be said twice."""
    return _gist(sentence) if sentence.word_total >= 8 and not sentence.quoted else None


def _gist(sentence: Sentence) -> tuple[str, ...]:
    """The four longest words: few sentences share them unless they say the same."""
    known: tuple[str, ...] | None = sentence.kept.get("gist")
    if known is None:
        longest = sorted(_content(sentence), key=lambda word: (-len(word), word))
        known = sentence.kept["gist"] = tuple(longest[:4])
    return known


RULES = [
    Rule(
        id="succinct/long-sentence",
        principle="succinct",
        severity=Severity.INFO,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="This sentence is long.",
        why="Past 25 words many readers lose the thread; past 40 nearly all do.",
        try_="Split it where a new thing starts.",
        source="GOV",
        flags=(
            "|I went to the house and then I knocked on the door and Dana let me in and we sat down and talked about the "
            "school and the meter and the coat and the bus and what she will do next.|",
            "|On arrival the children were in the front room with the television on and Dana was in the kitchen with her "
            "sister and a neighbour who had come round to help with the washing and the boiler.|",
        ),
        passes=("I knocked and Dana let me in.", 'Maya said, "I went to Nan\'s and then we had tea."'),
        find_in_sentence=_long,
    ),
    Rule(
        id="succinct/said-twice",
        principle="succinct",
        severity=Severity.INFO,
        scope="note",
        fields=PROSE_FIELDS,
        message="This is said twice.",
        why="A reader who meets a thing twice looks for the difference.",
        try_="Keep it where it belongs and take the other out.",
        source="OFS",
        flags=(
            Example(
                {
                    "facts": "The kitchen floor was wet by the back door at noon.",
                    "opinion": "|The kitchen floor was wet by the back door at noon.|",
                }
            ),
            Example(
                {
                    "facts": "Dana showed me the letter from the school about lunch. "
                    "|Dana showed me the letter about lunch from the school.|"
                }
            ),
        ),
        passes=(
            Example(
                {
                    "facts": "The kitchen floor was wet by the back door at noon. The kitchen sink was full at noon."
                }
            ),
            Example({"facts": "She was in.", "opinion": "She was in."}),
        ),
        find_in_note=_said_twice,
    ),
]
