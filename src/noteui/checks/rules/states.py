"""Evidence-based: what a person is said to be, when nothing is there to show it."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence
from noteui.checks.rule import Hit, MoveSentence, Rule
from noteui.checks.rules.claims import about, is_doubted, is_reported
from noteui.checks.setting import Setting
from noteui.checks.whole import kept_in

_JUDGED = frozenset(words("states_judged"))
_LOUD = frozenset(words("states_feeling", "states_judged"))
_SOFT = frozenset(words("states_pleasant", "states_warm"))
_STATES = _LOUD | _SOFT
_ONLY_NOT = frozenset(state.removeprefix("not ") for state in _STATES if state.startswith("not "))
_PLAIN = frozenset(state for state in _STATES if not state.startswith("not "))
_BE = (
    r"(?P<verb>\b(?:(?:can|does) (?:be|get|become)|is|was|are|were|been|being|feels|felt|became|becomes|become|got|gets|getting|remains?|remained|acted|turned|turns|"
    r"looks?|looked|sounds?|sounded|seems?|seemed|appears?|appeared|presents?(?: as)?|presented(?: as)?|c[ao]mes? (?:across|over) as|(?:he|she|they|who)'(?:s|re)))"
    r"(?P<neg>n't| not)?(?: to be| as)?(?: (?:an?|the))?"
)
_STATE = Cue(
    _BE
    + r"(?: (?:{degree}|\w+ly)){{0,3}}(?: \w+(?:,| and|, and| or|, but| but)){{0,2}}(?: (?:{degree}|\w+ly))? (?P<state>{key})\b",
    key=tuple(sorted(_PLAIN | _ONLY_NOT)),
    degree=words("states_degree"),
)
_SEEMING = lazily(r"(?:seem|appear|come|came|present|sound|look)")
_SEEMED = Cue(
    r"\b{key}(?! (?:at|in|in court|from|on|before|behind|with|through|out|round|around|under|by|for|as if|to know|that|there)\b)"
    r"(?: to be| to have| to)?(?: \w+){{1,4}}",
    key=(
        "seemed", "seems", "seem", "appeared", "appears", "came across as", "comes across as", "came over as", "comes over as",
        "presented as", "presents as", "struck me as", "strikes me as", "gave the impression", "gives the impression",
        "gives off", "gave off", "comes across", "looked as if", "looked as though", "looked like", "looks as if", "looks like", "sounded as if", "sounded like", "came across",
    ),
)  # fmt: skip
_SHOWING = frozenset(words("showing"))
_DISPLAYS = frozenset(words("displays"))
_OF_THINGS = frozenset(words("states_of_things"))
_SUFFIXES = ("ive", "ous", "ful", "ish")
_PLAIN_FACTS = frozenset(
    "active conscious unconscious positive negative previous serious obvious careful breathless five alive live twelve "
    "native inactive receptive various pregnant successful unsuccessful helpful infectious contagious nauseous curious "
    "british english irish polish spanish turkish danish swedish finnish jewish kurdish scottish welsh bluish reddish "
    "greenish yellowish brownish whitish conclusive inconclusive numerous gave have give drive arrive leave religious".split()
)
_BEING = frozenset(("is", "was", "are", "were", "became", "being"))
_NEXT = lazily(r"(?:his|her|their|he|she|they)\b")
_PHYSICAL = lazily(
    r" (?:to the touch|hands?|feet|in the room|temperature|blood pressure|on (?:the|her|his) (?:bed|sofa|floor))\b"
)


def _states(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    for number, placed in enumerate(paragraph.sentences):
        sentence = placed.sentence
        match = _stated(sentence, setting)
        if match is None:
            continue
        start, end, state, level = match
        if sentence.field == "voice" and sentence.text[state:end].lower() not in _JUDGED:
            continue
        if _shown(sentence, end) or _shown_next(paragraph, number):
            continue
        yield Hit(
            placed.start + start,
            placed.start + end,
            message=f"“{sentence.text[state:end]}” is a conclusion: what showed it?",
            severity=level,
            mends=(MoveSentence("opinion"),) if sentence.field == "facts" else (),
        )


_Stated = tuple[int, int, int, Severity]
"""Where it starts and ends, where the state in it starts, and how much it weighs."""


def _stated(sentence: Sentence, setting: Setting) -> _Stated | None:
    return kept_in(
        sentence,
        "stated",
        lambda sentence: _by_its_words(sentence, setting) or _by_its_ending(sentence, setting),
    )


def _by_its_words(sentence: Sentence, setting: Setting) -> _Stated | None:
    for match in _STATE.finditer(sentence):
        if match["state"] not in (_PLAIN if match["neg"] is None else _ONLY_NOT):
            continue
        at = match.start()
        if (
            is_reported(sentence, at)
            or is_doubted(sentence, at)
            or _PHYSICAL.match(sentence.plain, match.end())
        ):
            continue
        who = about(sentence, at, setting)
        if who in ("writer", "thing") or (who == "open" and match["state"] in _OF_THINGS):
            continue
        loud = match["state"] in _LOUD or match["neg"] or _SEEMING.match(match["verb"])
        return at, match.end(), match.start("state"), Severity.WARNING if loud else Severity.INFO
    return None


def _by_its_ending(sentence: Sentence, setting: Setting) -> _Stated | None:
    """A describing word that no list holds, known by how it ends: "was argumentative", "was sheepish"."""
    if sentence.vocabulary.isdisjoint(_BEING):
        return None
    found = sentence.words
    for number, word in enumerate(found):
        text = word.folded
        if not text.endswith(_SUFFIXES) or len(text) < 7 or text in _PLAIN_FACTS or text in setting.names:
            continue
        first = number - 1
        while (
            first > 0
            and number - first < 3
            and (
                found[first].folded.endswith("ly")
                or found[first].folded in ("very", "quite", "so", "really", "too", "a", "an")
            )
        ):
            first -= 1
        if first < 0 or found[first].folded not in _BEING or sentence.is_quoted(word.start, word.end):
            continue
        at = found[first].start
        if (
            about(sentence, at, setting) == "person"
            and not is_reported(sentence, at)
            and not is_doubted(sentence, at)
        ):
            return at, word.end, word.start, Severity.WARNING
    return None


def _seemed(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    for number, placed in enumerate(paragraph.sentences):
        sentence = placed.sentence
        for match in _SEEMED.finditer(sentence):
            at = match.start()
            if (
                is_reported(sentence, at)
                or is_doubted(sentence, at)
                or about(sentence, at, setting) != "person"
            ):
                continue
            if _by_its_words(sentence, setting) or _shown(sentence, at) or _shown_next(paragraph, number):
                continue
            yield Hit(
                placed.start + at,
                placed.start + match.end(),
                message="How somebody seemed: what did you see or hear?",
                mends=(MoveSentence("opinion"),) if sentence.field == "facts" else (),
            )
            break


def stated_of_somebody(sentence: Sentence, setting: Setting) -> tuple[int, int] | None:
    """Where a sentence says of a person what they are, in words that judge or read a feeling."""
    found = _stated(sentence, setting)
    return None if found is None or found[3] is Severity.INFO else found[:2]


def _shown(sentence: Sentence, start: int) -> bool:
    return (
        bool(sentence.quoted) or not sentence.vocabulary.isdisjoint(_SHOWING) or ":" in sentence.plain[start:]
    )


def _shown_next(paragraph: Paragraph, number: int) -> bool:
    """True where the next sentence goes on about the same person and shows what was meant."""
    if number + 1 == len(paragraph.sentences):
        return False
    after = paragraph.sentences[number + 1].sentence
    return _NEXT.match(after.folded) is not None and not after.vocabulary.isdisjoint(_DISPLAYS)


RULES = [
    Rule(
        id="evidence-based/state-as-fact",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("facts", "voice", "family"),
        message="A conclusion about somebody: what showed it?",
        why="What you saw and heard can be tested; the word for it cannot.",
        try_="Write what you saw or heard, and put the conclusion in Professional opinion.",
        source="SEED",
        flags=(
            "Dana |was intoxicated|.",
            "He |was quite hostile|.",
            "Theo |wasn't bothered| about the cut.",
            "Dana |was argumentative| on the phone.",
        ),
        passes=(
            "She was upset: she cried and hid her face.",
            "Dana said she was angry.",
            "I was anxious about the dog.",
            "The bath water was cold.",
            "He was unconscious for a minute.",
        ),
        reach=1,
        find_in_paragraph=_states,
    ),
    Rule(
        id="evidence-based/seemed",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("facts", "family"),
        message="How somebody seemed: what did you see or hear?",
        why="“Seemed” covers what the writer took from it; the reader needs what was there.",
        try_="Write what they did or said that gave you the impression.",
        source="SEED",
        flags=("Theo |seems to have moved on now|.", "Dana |came across as somebody with nothing|."),
        passes=(
            "Dana appeared at the school gate at 3pm.",
            "Theo seemed tired: he yawned and put his head on the desk.",
            "Dana said that he seems to be coping.",
        ),
        reach=1,
        find_in_paragraph=_seemed,
    ),
]
