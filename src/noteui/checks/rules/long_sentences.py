"""Succinct: sentences that a reader has to unpick, with the joints at which they come apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from noteui.checks.finding import Severity
from noteui.checks.prose import WORD, Sentence
from noteui.checks.rule import PROSE_FIELDS, Hit, Replace, Rule
from noteui.checks.setting import Setting

LONG = 25
"""Words in a sentence past which it is worth a look (GOV.UK)."""
TANGLED = 30
"""Words past which a sentence of many clauses has to be unpicked."""
TOO_LONG = 35
"""Words past which nearly every sentence has to be; GOV.UK says 40 at the most."""
MANY_CLAUSES = 5
_CLAUSE = re.compile(
    r"\b(?:which|who|whom|whose|that|because|although|though|while|whilst|whereas|unless|if|when|where|as|since|until|so that|and (?:that|then|he|she|they|i|we|it|had|was|were|is|are|did|said)|but)\b"
)
_JOINT = re.compile(
    r",? (?P<word>and then|and|but|so|because|which|who|although|while|whereas|then)(?= (?:(?:[A-Z][\w’'-]+|he|she|they|I|we|it|there|this|that|the|his|her|their|my|Mum|Dad)\b))|; |: (?=[a-z])"
)
_LISTED = re.compile(r"[;:]")


def _long(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if sentence.word_total <= LONG:
        return
    count = _count(sentence)
    if count <= LONG:
        return
    is_list = len(_LISTED.findall(sentence.plain)) >= 2 or sentence.plain.count(",") >= count / 5
    clauses = sum(1 for _ in _CLAUSE.finditer(sentence.plain))
    loud = not is_list and (count > TOO_LONG or (count > TANGLED and clauses >= MANY_CLAUSES))
    yield Hit(
        0,
        len(sentence.text),
        message=f"{count} words in one sentence.",
        severity=Severity.WARNING if loud else Severity.INFO,
        mends=tuple(_splits(sentence)),
    )


def _count(sentence: Sentence) -> int:
    """The words outside quotations; a name of several words is one."""
    words = list(WORD.finditer(sentence.plain_text))
    names = sum(
        1
        for first, second in pairwise(words)
        if first[0][0].isupper() and second[0][0].isupper() and second.start() - first.end() == 1
    )
    return len(words) - names


def _splits(sentence: Sentence) -> Iterator[Replace]:
    """A full stop at each place where a new clause starts, for the writer to pick from."""
    text, plain = sentence.text, sentence.plain_text
    for match in _JOINT.finditer(plain):
        before, after = len(text[: match.start()].split()), len(text[match.end() :].split())
        if before < 6 or after < 5:
            continue
        joint, start, end = match["word"], match.start(), match.end()
        if joint is None:
            following = text[end]
            yield Replace(f"Split before “{_opening(text[end:])}”", start, end + 1, f". {following.upper()}")
        elif joint in ("and", "and then", "then"):
            following = text[end + 1]
            yield Replace(
                f"Split before “{_opening(text[end + 1 :])}”", start, end + 2, f". {following.upper()}"
            )
        elif joint in ("but", "so"):
            lead = len(match[0]) - len(match[0].lstrip(", "))
            yield Replace(
                f"Split before “{_opening(text[start + lead :])}”",
                start,
                start + lead + 1,
                f". {joint[0].upper()}",
            )


def _opening(text: str) -> str:
    return " ".join(text.split()[:3])


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
]
