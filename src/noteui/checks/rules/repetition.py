"""Succinct: the same thing said twice, in one sentence, in one paragraph, or across the fields."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import words
from noteui.checks.finding import Severity
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Rule
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

SAME = 0.8
"""Share of two sentences' words that they have in common where they say the same."""
AGAIN = 0.75
"""Share of a sentence's words that stand in an earlier one of its paragraph where it only says it again."""
_LONGEST_PARAGRAPH = 40
"""Sentences past which a paragraph is not searched for paraphrase: the search grows with its square."""
_ENDING = lazily(r"(?:ing|ed|es|s|'s|ly|ation|ion|er)$")


def _stem(word: str) -> str:
    stem = _ENDING.sub("", word) if len(word) > 4 else word
    return stem if len(stem) >= 3 else word


def _content(sentence: Sentence) -> frozenset[str]:
    known: frozenset[str] | None = sentence.kept.get("content")
    if known is None:
        known = sentence.kept["content"] = frozenset(
            _stem(w.folded) for w in sentence.words if w.folded not in _COMMON
        )
    return known


_COMMON = frozenset(words("says-nothing"))


def _said_twice(whole: Whole, setting: Setting) -> Iterator[Hit]:
    for tellings in whole.repeated("tellings", _telling, PROSE_FIELDS):
        told: list[tuple[frozenset[str], str]] = []
        for name, placed in tellings:
            content = _content(placed.sentence)
            for other, where in told:
                if content == other or len(content & other) >= SAME * len(content | other):
                    there = "this field" if where == name else "another field"
                    yield Hit(
                        placed.start, placed.end, message=f"This stands in {there} already.", field=name
                    )
                    break
            told.append((content, name))


def _telling(sentence: Sentence) -> str | None:
    """The gist of a sentence that is long enough to be said twice."""
    return _gist(sentence) if sentence.word_total >= 8 and not sentence.quoted else None


def _gist(sentence: Sentence) -> str:
    """The four longest words: few sentences share them unless they say the same."""
    known: str | None = sentence.kept.get("gist")
    if known is None:
        longest = sorted(_content(sentence), key=lambda word: (-len(word), word))
        known = sentence.kept["gist"] = " ".join(longest[:4])
    return known


def _told_again(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    if not 1 < len(paragraph.sentences) <= _LONGEST_PARAGRAPH:
        return
    earlier: list[frozenset[str]] = []
    for placed in paragraph.sentences:
        sentence = placed.sentence
        content = _content(sentence)
        if len(content) >= 4 and not sentence.quoted:
            for other in earlier:
                if len(content & other) >= 4 and _says_no_more(content, other, setting):
                    yield Hit(placed.start, placed.end, message="An earlier sentence says this already.")
                    break
        earlier.append(content)


def _says_no_more(content: frozenset[str], other: frozenset[str], setting: Setting) -> bool:
    bare = {word for word in content - setting.names if not word.isdigit()}
    shared = len(bare & other)
    return shared >= 4 and shared >= AGAIN * len(bare)


def _may_repeat(sentence: Sentence) -> bool:
    """False where too few words begin alike for two of them to stand twice, or for one to stand four times."""
    beginnings = [word.folded[:3] for word in sentence.words if word.folded not in _COMMON]
    return len(beginnings) - len(set(beginnings)) >= 2


def _within_a_sentence(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if sentence.word_total < 10 or not _may_repeat(sentence):
        return
    places: dict[str, list[int]] = {}
    for number, word in enumerate(sentence.words):
        if len(word.folded) < 3 or word.folded in _COMMON or word.folded[0].isdigit():
            continue
        if word.folded.removesuffix("'s") in setting.names or sentence.is_quoted(word.start, word.end):
            continue
        if (
            number
            and sentence.text[word.start].isupper()
            and not sentence.text[word.start : word.end].isupper()
        ):
            continue
        places.setdefault(_stem(word.folded), []).append(number)
    twice = [stem for stem, at in places.items() if len(at) > 1 and at[-1] - at[0] > 1]
    thrice = [stem for stem in twice if len(places[stem]) > 2]
    if len(twice) < 2 and not (thrice and any(len(places[stem]) > 3 for stem in thrice)):
        return
    shown = sorted(twice, key=lambda stem: (-len(places[stem]), places[stem][0]))[:2]
    as_written = [sentence.words[places[stem][0]].folded for stem in shown]
    yield Hit(0, len(sentence.text), message=f"It says “{'” and “'.join(as_written)}” more than once.")


RULES = [
    Rule(
        id="succinct/said-twice",
        principle="succinct",
        severity=Severity.WARNING,
        scope="note",
        fields=PROSE_FIELDS,
        message="This is said twice.",
        why="A reader who meets a thing twice looks for the difference.",
        try_="Keep it where it belongs and take the other out.",
        source="OFS",
        gives_way_to=("real/copied-in-note",),
        flags=(
            Example(
                {
                    "facts": "The kitchen floor was wet by the back door at noon.",
                    "opinion": "|At noon the kitchen floor by the back door was wet.|",
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
    Rule(
        id="succinct/told-again",
        principle="succinct",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=PROSE_FIELDS,
        message="An earlier sentence says this already.",
        why="A second telling adds length and no fact, and the reader looks for what is new in it.",
        try_="Keep the fuller of the two.",
        source="OFS",
        flags=(
            "The meter ran out at noon and the flat was cold. |The flat was cold as the meter had run out at noon.|",
            "Dana lost her purse on the bus to the market. She rang. |On the bus to the market she lost the purse.|",
        ),
        passes=(
            "The meter ran out at noon. The flat was cold and dark by six.",
            "Dana lost her purse on the bus. The driver found a purse later.",
        ),
        find_in_paragraph=_told_again,
    ),
    Rule(
        id="succinct/same-words-again",
        principle="succinct",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "voice", "family"),
        message="The sentence goes round in a circle.",
        why="Where a sentence says its own words again, a reader has to work out that nothing was added.",
        try_="Say it once.",
        source="GOV",
        flags=(
            "|At noon the session came to an end as it was the end of the session time.|",
            "|She is doing her best and nobody could say that she is not doing the best she can.|",
        ),
        passes=(
            "At noon the session came to an end and we walked to the bus.",
            "Maya ate an apple and Theo ate a pear while Dana made tea for them both.",
        ),
        find_in_sentence=_within_a_sentence,
    ),
]
