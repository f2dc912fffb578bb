"""Evidence-based: motives, lacks and causes, which nobody can see."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Hit, MoveSentence, Rule
from noteui.checks.rules.claims import about, has_basis, is_doubted, is_reported
from noteui.checks.setting import Setting

_MIND = (
    Cue(r"\b(?:just |simply |really |clearly |obviously )?{key}\b", key=words("motive_mind")),
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
    Cue(r"\b{key}\b", key=words("motive_manner")),
    Cue(r"\b(?:all )?(?:in order |so as )?to (?:just |simply )?{key}\b", key=words("motive_purposes")),
    Cue(r"\b{key}\b", key=words("motive_hiding")),
    Cue(
        r"\b(?:lack(?:s|ed|ing)?|lack of|(?:show(?:s|ed|ing|n)?|has|have|had|with|displays?|displayed|demonstrates?|demonstrated|expressed|expresses)"
        r"(?: (?:absolutely|very))? (?:no|little|limited|zero|not much)|without (?:any|a shred of|a trace of))"
        r"(?: (?:in|any|the|real|genuine|basic|emotional|apparent|obvious|sign of|signs of|discernible|visible|whatsoever))*(?: \w+)? {key}\b",
        key=words("motive_lacks"),
    ),
)
_CAUSE = (
    Cue(r"\b{key}\b", key=words("causes")),
    Cue(
        r"\b(?:he|she|they) {key} (?:it|this|that|them|these|those)(?: \w+ly)? (?:\w+ing\b|from \w+|when \w+|off \w+|in a \w+)",
        key=("got", "sustained", "came by", "picked up", "gets"),
    ),
)
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


def _cause(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _CAUSE:
        match = cue.search(sentence)
        if match is None or is_reported(sentence, match.start()) or not sentence.vocabulary.isdisjoint(_MAY):
            continue
        if sentence.field == "opinion" and has_basis(sentence):
            continue
        yield Hit(match.start(), match.end(), mends=_move(sentence))
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
            "Dana rang |to get attention|.",
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
        id="evidence-based/cause-as-fact",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="A cause, stated as known.",
        why="Two things that come together need not belong together; a cause has to be shown.",
        try_="Write both things with their dates, and who says that one led to the other.",
        source="IRISS",
        flags=("The rash |was caused by| the new soap.", "He has a cut and |he got it fighting|."),
        passes=(
            "Dana said the rash was caused by the new soap.",
            "She went down to the shop.",
            "The damp may be the cause of the cough.",
        ),
        find_in_sentence=_cause,
    ),
]
