"""Professional: the writer's own patience, and people judged by their kind."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Hit, Rule
from noteui.checks.rules.claims import is_reported
from noteui.checks.setting import Setting

_FEELS = Cue(
    r"\b(?:i am|i'm|i was|i felt|i feel|i have been|we are|we're|we were|staff are|left me|leaves me)(?: (?:\w+ly|so|very|quite|rather|just|not|getting|becoming|feeling|left))* {key}\b",
    key=words("writers_feelings"),
)
_AS_EVER = Listed("as_ever")
_USUAL_THINGS = Cue(r"\b(?:the usual|as usual|once again|as per|yet another|as always) {key}\b", key=(
    "the", "a", "an", "his", "her", "their", "care", "dose", "plan", "time", "place", "way", "route", "room", "seat", "bus", "tablets", "medication", "nurse", "worker", "teacher", "carer", "gp", "driver", "school", "after", "before", "with", "on", "at", "in", "for", "from", "to", "policy", "procedure", "court",
))  # fmt: skip
_DATED = frozenset(
    ("as usual", "once again", "as always", "again and again", "time after time", "as expected")
)
_TYPICAL = Listed("typical")
_COMPARED = Listed("compared_families")


def _feels(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _FEELS.search(sentence)
    if match is not None and not is_reported(sentence, match.start()):
        yield Hit(*match.span())


def _as_ever(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _AS_EVER.search(sentence)
    if match is None or is_reported(sentence, match.start()):
        return
    if match[0] in _DATED and any(char.isdigit() for char in sentence.text):
        return
    usual = _USUAL_THINGS.search(sentence)
    if usual is not None and usual.start() <= match.start() < usual.end():
        return
    yield Hit(
        *match.span(),
        message=f"“{sentence.text[match.start() : match.end()]}” judges where a date would tell.",
    )


def _typical(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _TYPICAL.search(sentence)
    if match is not None and not is_reported(sentence, match.start()):
        yield Hit(*match.span())


def _compared(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _COMPARED.search(sentence)
    if match is not None and not is_reported(sentence, match.start()):
        yield Hit(*match.span())


RULES = [
    Rule(
        id="professional/writers-feelings",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="This is about the writer.",
        why="The record is not the place for the writer's patience; supervision is.",
        try_="Write what happened, and take how it left you to supervision.",
        source="WE",
        flags=("|I am appalled| by the flat.", "|I am losing patience| with them."),
        passes=('Dana said, "I am fed up."', "I was late and said sorry."),
        needs=(_FEELS,),
        find_in_sentence=_feels,
    ),
    Rule(
        id="professional/as-ever",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="“As usual” judges where a date would tell.",
        why="It asks the reader to hold the past against the person without being shown it.",
        try_="Give the dates on which it happened before.",
        source="HCPC",
        flags=("Dad was late, |as usual|.", "Dana had |yet again| lost the letter."),
        passes=(
            "He had his tea at the usual time.",
            "He was late on 2 and 9 May, as usual.",
            "I rang her once again at noon.",
        ),
        needs=(_AS_EVER,),
        find_in_sentence=_as_ever,
    ),
    Rule(
        id="professional/judged-by-kind",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="Judged by kind, and not by what was done.",
        why="A type has no dates and no reasons, and it sticks to people who did nothing.",
        try_="Write what this person did, and when.",
        source="HCPC",
        flags=("It is |typical of| this family.", "He |is the sort who| takes things."),
        passes=("Theo and the kids liked the park.", "Dana said that it was typical of him."),
        needs=(_TYPICAL,),
        find_in_sentence=_typical,
    ),
    Rule(
        id="professional/compared-with-others",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="Compared with other families.",
        why="Others have no place in this person's record, and the comparison cannot be checked.",
        try_="Say what this person needs and has.",
        source="ICOSW",
        flags=("She copes |better than most|.", "The flat is |not as bad as| the last one I saw."),
        passes=("Dana met two friends at the group.", "Dana said she feels judged by other mums."),
        needs=(_COMPARED,),
        find_in_sentence=_compared,
    ),
]
