"""Evidence-based: what was seen stands apart from what it is taken to mean, and each view has its owner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.cue import words
from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Hit, MoveSentence, Rule
from noteui.checks.rules.claims import about, has_basis, is_doubted, is_reported
from noteui.checks.setting import Setting

_OWN_VIEW = Listed("own_view", unless=r" (?:he|she|they|it) (?:said|told)\b")
_INFERENCE = Listed("inference")
_DEGREE = r"(?: (?:\w+ly|also|now|still|not|all|often|long))?"
_AFTER_IT = lazily(rf"\bit (?:is|was|has been|had been|would be){_DEGREE} $")
_AFTER_BE = lazily(rf"\b(?:is|are|was|were|has been|have been){_DEGREE} $")
_AFTER_THERE = lazily(
    r"\bthere (?:are|is|was|were|remain|remains|have been|has been|continue to be|continues to be|seems? to be)"
    r"(?: (?:also|still|now|currently|clearly))? (?:\w+ (?:and \w+ )?){0,2}$"
)
_TO_BE = lazily(r"(?: by (?:staff|professionals|all|everyone|many))? (?:to be|to have|that)\b")
_VIEWS = (
    (Listed("views_of_nobody"), _AFTER_IT, None),
    (Listed("thought_to"), _AFTER_BE, _TO_BE),
    (Listed("unowned_worries"), _AFTER_THERE, None),
    (Listed("views_at_large"), None, None),
)
"""A view, what must stand before it, and what after it."""
_FARTHEST = 60
_BESIDE = (
    (Listed("worries"), Listed("worries_raised", unless=" by\\b"), lazily(r" (?:\w+ ){0,4}")),
    (
        Listed("collective"),
        Listed("collective_views"),
        lazily(r" (?:(?:\w+ly|also|now|still|not|all|often|long) )?"),
    ),
)
"""Two phrases, and what may stand between them: who holds the view, and the holding of it."""
_CERTAIN = Listed("certainty")
_SEEN_CLEARLY = lazily(r" (?:marked|labelled|written|visible|visibly|see|seen|hear|said|spoke|audible)\b")
_SAID_CLEARLY = lazily(
    r"\b(?:not|spoke|speak|speaks|write|wrote|explain(?:ed)?|hear|heard|see|said it|answered|talked|remember(?:ed)?)(?: \w+)? $"
)
_ABSOLUTE = Listed("absolutes")
_MEASURED = Listed("absolutes_measured")
_BETWEEN = frozenset(("been", "yet", "had", "before", "has", "have"))
_CONSISTENT = Listed("consistency")
_CLINICIAN = frozenset(words("clinicians"))


_OWN_VIEWS = (_OWN_VIEW, _INFERENCE)


def _own_view(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _OWN_VIEWS:
        match = cue.search(sentence)
        if match is not None and not is_reported(sentence, match.start()):
            yield Hit(match.start(), match.end(), mends=(MoveSentence("opinion"),))
            return


def _unowned(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for start, end in (*_nobody_holds(sentence), *_held_by_nobody(sentence)):
        if not is_reported(sentence, start):
            yield Hit(
                start, end, message=f"“{sentence.text[start : min(end, start + 50)]}”: whose view is this?"
            )
            return


def _nobody_holds(sentence: Sentence) -> Iterator[tuple[int, int]]:
    for views, before, after in _VIEWS:
        for view in views.finditer(sentence):
            start, end = view.span()
            if before is not None:
                lead = before.search(sentence.plain, max(0, start - _FARTHEST), start)
                if lead is None:
                    continue
                start = lead.start()
            if after is not None:
                tail = after.match(sentence.plain, end)
                if tail is None:
                    continue
                end = tail.end()
            yield start, end


def _held_by_nobody(sentence: Sentence) -> Iterator[tuple[int, int]]:
    for who, holds, between in _BESIDE:
        for first in who.finditer(sentence):
            for then in holds.finditer(sentence):
                if then.start() > first.end() and between.fullmatch(
                    sentence.plain, first.end(), then.start()
                ):
                    yield first.start(), then.end()


def _certain(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _CERTAIN.finditer(sentence):
        if _SEEN_CLEARLY.match(sentence.plain, match.end()) or _SAID_CLEARLY.search(
            sentence.plain, max(0, match.start() - 40), match.start()
        ):
            continue
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{_short(sentence, match)}” stands in for what was seen.",
            mends=(MoveSentence("opinion"),) if sentence.field == "facts" else (),
        )
        return


def _absolute(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _ABSOLUTE.search(sentence)
    if match is None or has_basis(sentence) or is_reported(sentence, match.start()):
        return
    if _is_measured(sentence, match.end()) or is_doubted(sentence, match.start()):
        return
    if about(sentence, match.start(), setting) not in ("person", "open"):
        return
    yield Hit(
        match.start(),
        match.end(),
        message=f"“{_short(sentence, match)}” leaves no room for the time that it was not so.",
    )


def _is_measured(sentence: Sentence, end: int) -> bool:
    """True where what follows at once is a thing that a record can show: "never been seen alone"."""
    return any(
        found.start() >= end and _BETWEEN.issuperset(sentence.plain[end : found.start()].split())
        for found in _MEASURED.finditer(sentence)
    )


def _consistent(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _CONSISTENT.search(sentence)
    if (
        match is not None
        and sentence.all_words.isdisjoint(_CLINICIAN)
        and not is_reported(sentence, match.start())
    ):
        yield Hit(match.start(), match.end())


def _short(sentence: Sentence, match: re.Match[str]) -> str:
    return sentence.text[match.start() : min(match.end(), match.start() + 50)]


RULES = [
    Rule(
        id="evidence-based/opinion-in-facts",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts",),
        message="A view, among the facts.",
        why="A reader must be able to tell what you saw from what you made of it.",
        try_="Move the sentence to Professional opinion and say what it rests on.",
        source="SEED",
        flags=(
            "|I think| she is tired.",
            "|In my opinion| the house is too small.",
            "Two coats on one hook |suggests that| somebody else lives there.",
        ),
        passes=(
            'Dana said, "I think she is tired."',
            "Dana said that in my view it was too small.",
            "I asked what she thinks of the house.",
        ),
        needs=_OWN_VIEWS,
        find_in_sentence=_own_view,
    ),
    Rule(
        id="evidence-based/unowned-view",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="Whose view is this?",
        why="A view that belongs to nobody cannot be asked about, and hardens with each copy.",
        try_="Say who thinks so, since when, and on what basis.",
        source="IRISS",
        flags=(
            "|It is felt| that the risk is high.",
            "|There are concerns| about the home.",
            "|The staff team believe| that he will run.",
            "Dana |is thought to be| drinking again.",
            "|Concerns have been raised| about the nights.",
        ),
        passes=(
            "I am worried about the home because of the wet floor.",
            "Mr Pell said that there are concerns.",
            "Concerns were raised by Ms Day, his teacher.",
            "There are two beds in the room.",
            "We met in the school hall.",
        ),
        needs=(*(views for views, _, _ in _VIEWS), *(who for who, _, _ in _BESIDE)),
        find_in_sentence=_unowned,
    ),
    Rule(
        id="evidence-based/certainty",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A word of certainty in place of what was seen.",
        why="“Clearly” asks to be believed; what you saw lets the reader see it too.",
        try_="Take the word out and write what you saw or heard.",
        source="IRISS",
        flags=("He |clearly| wanted to leave.", "|Obviously| he had been there."),
        passes=("She spoke clearly and looked at me.", "The box was clearly labelled with the dose."),
        needs=(_CERTAIN,),
        find_in_sentence=_certain,
    ),
    Rule(
        id="evidence-based/absolute",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="An absolute about a person.",
        why="One time that it was not so is enough to undo it, and the rest of the note with it.",
        try_="Say how many times of how many, between which dates.",
        source="IRISS",
        flags=(
            "Dana |never| puts the boys first.",
            "He |always| gets her hopes up.",
            "She would |never| agree to it.",
        ),
        passes=(
            "She has never been seen alone.",
            "He was late on 3 of 5 days.",
            "Dana said that Theo always wakes first.",
            "The back gate is always locked.",
        ),
        needs=(_ABSOLUTE,),
        find_in_sentence=_absolute,
    ),
    Rule(
        id="evidence-based/consistent-with",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion"),
        message="A clinician's conclusion with no clinician named.",
        why="What an injury is consistent with is for somebody trained and named to say.",
        try_="Name who said so and when, or describe only what you saw.",
        source="K",
        flags=("The mark is |consistent with| a slap.", "The bruise looked |non-accidental|."),
        passes=(
            "Dr Amos said it was consistent with a fall.",
            "The hospital letter calls it non-accidental.",
        ),
        needs=(_CONSISTENT,),
        find_in_sentence=_consistent,
    ),
]
