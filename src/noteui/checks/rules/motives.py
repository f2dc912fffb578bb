"""Evidence-based: motives, lacks and causes, which nobody can see."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Hit, MoveSentence, Rule
from noteui.checks.rules.claims import about, has_basis, is_doubted, is_reported
from noteui.checks.setting import Setting


class _Purposes(Listed):
    """Purposes, where "to" stands before them."""

    def finditer(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        for found in super().finditer(sentence):
            if sentence.plain.endswith(("to ", "to just ", "to simply "), 0, found.start()):
                yield found


_MIND: tuple[Cue | Listed, ...] = (
    Listed("motive_mind"),
    Cue(
        r"\b{key}\b(?! (?:on )?{habits}\b)",
        key=("has given up", "have given up", "had given up", "has given up on", "have given up on"),
        habits=words("motive_may_give_up"),
    ),
    Cue(
        r"\b{key}(?: (?:here|there|being|ever|really))? {what}\b(?! \d)",
        key=("only", "just", "merely", "purely", "solely", "simply", "really"),
        what=words("motive_only"),
    ),
    Cue(r"\b{key} {what}\b", key=("all", "it is all", "everything"), what=words("motive_all")),
    Listed("motive_manner"),
    _Purposes("motive_purposes"),
    Cue(
        r"\bto {key} (?:\w+ )?(?:\w+ )?(?:up|against|off|over)\b",
        key=("wind", "turn", "play", "set", "show", "trip", "stir"),
    ),
    Listed("motive_hiding"),
    Cue(
        r"\b(?:lack(?:s|ed|ing)?|lack of|(?:show(?:s|ed|ing|n)?|has|have|had|with|displays?|displayed|demonstrates?|demonstrated|expressed|expresses)"
        r"(?: (?:absolutely|very))? (?:no|little|limited|zero|not much)|without (?:any|a shred of|a trace of))"
        r"(?: (?:in|any|the|real|genuine|basic|emotional|apparent|obvious|sign of|signs of|discernible|visible|whatsoever))*(?: \w+)? {key}\b",
        key=words("motive_lacks"),
    ),
)
_CAUSE: tuple[Cue | Listed, ...] = (
    Listed("causes"),
    Cue(
        r"\b(?:he|she|they) {key} (?:it|this|that|them|these|those)(?: \w+ly)? (?:\w+ing\b|from \w+|when \w+|off \w+|in a \w+)",
        key=("got", "sustained", "came by", "picked up", "gets"),
    ),
)
_INJURY = Cue(
    r"\b{key}(?: \w+){{0,4}}? (?:is|was|are|were|came|comes|must be|will be|look|looks|looked)(?: (?:\w+ly|all|just))? "
    r"(?:from|due to|because of|done|self-inflicted|accidental|an accident|deliberate|down to|sustained|inflicted)\b",
    key=words("injuries"),
)
_GUESS = Cue(
    r"\b(?:he|she|they|it|this|that|there|someone|somebody) {key} (?:have\b|be (?:a|the|lying|hiding|using|bad|drinking|from|someone|somebody|because|so|more)\b)",
    key=("must",),
)
_MIND_VERB = Listed("mind_verbs")
_TENDENCY: tuple[Cue | Listed, ...] = (
    Cue(
        r"\b(?:has|have|had|with)(?: (?:such|clearly|obviously|always|quite|some))* {key}\b",
        key=words("tendencies"),
    ),
    Listed("tending"),
)
_AMOUNTS = Cue(
    r"\b(?:this|that|it|which)(?:'s|'ll be| is| was| will be| would be| has to be| must be| has been|'s been)(?: (?:\w+ly|just|all|pure|plain|nothing but|a case of|a clear case of|down to|about|more|out of|not|a))* {key}\b",
    key=words("amounts_to"),
)
_UNSEEN = Cue(
    r"\b(?:is|are|was|were|has|have|had|he's|she's|they're)(?: (?:been|being|now|also|\w+ly))* {key}\b",
    key=words("unseen_acts"),
)
_SUSPICION = Listed("suspicions")
_MANNER = Listed("manner_adverbs")
_SHOWING = frozenset(words("showing"))
_AFFECTING = Listed("affecting", unless=r" (?:dinner|tea|lunch|breakfast|toast|a)\b")
_MAY = frozenset(
    "may might could possibly perhaps probably likely think wonder unsure whether unclear view cannot".split()
)


def _motive(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _MIND:
        match = cue.search(sentence)
        if match is None or _excused(sentence, match.start(), setting):
            continue
        yield Hit(match.start(), match.end(), mends=_move(sentence))
        return


def _mind_verb(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _MIND_VERB.search(sentence)
    if match is None or about(sentence, match.start(), setting) != "person":
        return
    if has_basis(sentence) or _excused(sentence, match.start(), setting):
        return
    yield Hit(match.start(), match.end(), mends=_move(sentence))


def _summed_up(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in (_AMOUNTS, _GUESS, _UNSEEN, _SUSPICION, _MANNER, *_TENDENCY):
        match = cue.search(sentence)
        if match is None or _excused(sentence, match.start(), setting) or has_basis(sentence):
            continue
        if cue is _MANNER and not sentence.vocabulary.isdisjoint(_SHOWING):
            continue
        yield Hit(match.start(), match.end(), mends=_move(sentence))
        return


def _cause(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in (*_CAUSE, _INJURY, _AFFECTING):
        match = cue.search(sentence)
        if match is None or is_reported(sentence, match.start()) or not sentence.vocabulary.isdisjoint(_MAY):
            continue
        if (sentence.field == "opinion" or cue is _AFFECTING) and has_basis(sentence):
            continue
        level = Severity.INFO if cue is _AFFECTING else Severity.WARNING
        yield Hit(match.start(), match.end(), severity=level, mends=_move(sentence))
        return


def _excused(sentence: Sentence, at: int, setting: Setting) -> bool:
    return (
        is_reported(sentence, at)
        or is_doubted(sentence, at)
        or (sentence.field == "opinion" and has_basis(sentence))
        or about(sentence, at, setting) == "writer"
    )


def _move(sentence: Sentence) -> tuple[MoveSentence, ...]:
    return (MoveSentence("opinion"),) if sentence.field == "facts" else ()


RULES = [
    Rule(
        id="evidence-based/motive",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="This reads another person's mind.",
        why="Nobody can see a motive; a reader will ask how you knew.",
        try_="Write what was said or done; put what it may mean in Professional opinion with its basis.",
        source="IRISS",
        flags=(
            "She |knows exactly| what she is doing.",
            "Stacey |has given up|.",
            "He is |only interested in| the car.",
            "Dana rang to |get attention|.",
            "Theo |showed no remorse|.",
            "Dana is |playing down| the row.",
            "He broke it |on purpose|.",
        ),
        passes=(
            "She said that she has given up smoking.",
            "Dana has given up smoking.",
            "I did not want to wake him.",
            "The bus only came to the top of the road.",
            "She asked whether he did it on purpose.",
        ),
        find_in_sentence=_motive,
    ),
    Rule(
        id="evidence-based/mind-read",
        principle="evidence-based",
        severity=Severity.INFO,
        scope="sentence",
        fields=("facts", "family"),
        message="What somebody feels or hopes, with nobody who said so.",
        why="A like or a fear that was told or shown is evidence; one that is only known is a guess.",
        try_="Write who told you, or what you saw.",
        source="IRISS",
        flags=("Dana |prefers| the baby.", "Theo |dreads| the bus."),
        passes=(
            "Dana said that she prefers the bus.",
            "Theo told me that he loves the park.",
            "The rota relies on two drivers.",
        ),
        find_in_sentence=_mind_verb,
    ),
    Rule(
        id="evidence-based/summed-up",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="The sum of what was seen, without what was seen.",
        why="A reader who sees the parts can add them up; one who sees the sum cannot take it apart.",
        try_="Write what was said and done, and put the sum in Professional opinion with its basis.",
        source="IRISS",
        flags=(
            "|It's grooming|, end of.",
            "She spoke |rudely|.",
            "He |tends to| lie.",
            "Dana |has a temper|.",
            "He was |on something|.",
        ),
        passes=(
            "Dana said that it is neglect.",
            "It may be neglect.",
            "The car was at fault and it was an accident, the report says.",
        ),
        find_in_sentence=_summed_up,
    ),
    Rule(
        id="evidence-based/cause-as-fact",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="A cause, stated as known.",
        why="Two things that come together need not belong together; a cause has to be shown.",
        try_="Write both things with their dates, and who says that one led to the other.",
        source="IRISS",
        flags=(
            "The rash |was caused by| the new soap.",
            "The |bruise on his arm was from| the rail.",
            "He has a cut and |he got it fighting|.",
        ),
        passes=(
            "Dana said the rash was caused by the new soap.",
            "She went down to the shop.",
            "The damp may be the cause of the cough.",
        ),
        find_in_sentence=_cause,
    ),
]
