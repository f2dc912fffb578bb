"""Succinct: sentences that put themselves in front of what they say. (Filler words are a word list.)"""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Hit, Replace, Rule
from noteui.checks.setting import Setting

_SAYING = words("noting")
_IT_SHOULD_BE = Cue(
    r"\bit (?:is |was )?(?:(?:should|must|has to|have to|needs to|need to|would have to|ought to|might|may|could|can|cannot|will|perhaps|also|only|really|further) )+(?:also |perhaps |further |again )?(?:not )?(?:be )?{key}(?: (?:here|at this (?:point|stage|juncture)|once again|again))?(?: that)?\b",
    key=_SAYING,
)
_IT_IS_WORTH = Cue(
    r"\bit (?:is|was|may be|might be|would be|seems|is perhaps|is also|is perhaps also) (?:also |perhaps |only |again |especially )?"
    r"(?:worth|important|of note|pertinent|relevant|useful|necessary|helpful|significant|imperative|essential|crucial|vital|noteworthy|fair|right|true)(?: to)? (?:{key}(?: that)?|that)\b",
    key=(*_SAYING, "note", "noting", "mentioning", "mention", "highlight", "highlighting", "say", "saying", "record", "recording", "stress", "remember", "remembering", "acknowledge", "acknowledging", "point out", "pointing out", "bear in mind", "bearing in mind", "reiterate", "add", "adding", "state", "stating", "emphasise", "recognise", "recap"),
)  # fmt: skip
_I_WOULD_LIKE_TO = Cue(
    r"\b(?:i|we) (?:would|should|wish|want|feel it is important|must|have|need) (?:like |also |just |again |wish |want )*(?:to )?{key} (?:here )?that\b",
    key=("draw attention to the fact", "draw your attention to the fact", "note", "record", "say", "add", "point out", "stress", "highlight", "state", "mention", "emphasise", "reiterate", "acknowledge", "make it clear", "make clear"),
)  # fmt: skip
_PREAMBLE = Cue(
    r"\b{key}(?: that)?(?=[ ,])",
    key=(
        "please note", "please be aware", "please be advised", "please bear in mind", "let it be noted", "be it noted", "i would like to take this opportunity to say", "i would like to take this opportunity to record",
        "i would like to take this opportunity to thank", "i want to start by saying", "i would like to start by saying", "i will begin by saying", "i write to confirm",
        "we can confirm", "i am able to confirm", "i would advise", "i would comment", "i would observe", "as you are aware", "as the reader will see", "as anyone will know",
        "in a position whereby", "in a situation whereby", "what happened was", "the point i am making is",
    ),
)  # fmt: skip
_ACT_DONE = Cue(
    r"\b(?:a |an |some |much |due |full |lengthy |detailed |further |general |careful |long |in-depth |brief |good |the |open |honest |and |frank )*{key} (?:was|were|has been|had been|have been|took place|ensued)(?: (?:then |also |duly ))?(?: ?(?:given|had|held|made|undertaken|carried out|conducted|completed|done|paid|taken place|entered into|facilitated|taken|provided))? ?(?:to|around|about|regarding|in relation to|in respect of|with regard to|as to|on|with|of)\b",
    key=("consideration", "discussion", "discussions", "conversation", "conversations", "thought", "exploration", "attention", "a piece of work", "dialogue"),
)  # fmt: skip
_DETAILED = Cue(
    r"\bthere (?:was|were|has been|have been|followed) (?:(?:a|an|some|also|much) )?(?:(?:lengthy|detailed|full|long|general|wide-ranging|in-depth|good|brief|useful|further|and) )*{key} (?:around|about|regarding|of|on|in relation to|with regard to|in respect of|concerning)\b",
    key=("discussion", "discussions", "conversation", "conversations", "dialogue", "debate"),
)
_CUES = (_IT_SHOULD_BE, _IT_IS_WORTH, _I_WOULD_LIKE_TO, _PREAMBLE)


def _announced(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _CUES:
        for match in cue.finditer(sentence):
            start, end = match.span()
            yield Hit(
                start,
                end,
                message=f"“{sentence.text[start:end]}” can go.",
                mends=_without(sentence, start, end),
            )


def _without(sentence: Sentence, start: int, end: int) -> tuple[Replace, ...]:
    """Leaving the phrase out, where the sentence stands without it."""
    text = sentence.text
    if start or not text[start:end].endswith("that") or text[end : end + 1] != " " or len(text) - end < 4:
        return ()
    return (Replace("Leave it out", start, end + 2, text[end + 1].upper()),)


_IN_NOUNS = (_ACT_DONE, _DETAILED)


def _done_in_nouns(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _IN_NOUNS:
        for match in cue.finditer(sentence):
            yield Hit(
                *match.span(),
                message=f"“{sentence.text[match.start() : match.end()].strip()}”: who said what?",
            )


RULES = [
    Rule(
        id="succinct/announcement",
        principle="succinct",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="The sentence announces itself before it says anything.",
        why="If it is worth writing down, the reader need not be told that it is.",
        try_="Leave it out and start with what happened.",
        source="GOV",
        flags=(
            "|It should be pointed out that| staff were there.",
            "|It is perhaps worth mentioning that| she reads.",
            "|I would like to record that| Dana was in.",
            "|It must also be noted that| he rang.",
            "|Please be aware that| the dog was in the garden.",
        ),
        passes=(
            "It should be mended by Friday.",
            "It is important to Maya that Theo comes.",
            "I noted that the stairs were wet.",
        ),
        needs=_CUES,
        find_in_sentence=_announced,
    ),
    Rule(
        id="succinct/talk-in-nouns",
        principle="succinct",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="A discussion with nobody in it.",
        why="“A discussion was had” takes more words than what was said, and says less.",
        try_="Say who said what, and what was decided.",
        source="GOV",
        flags=(
            "|Consideration was given to| a move.",
            "|There was a lengthy discussion around| the money.",
            "|A discussion took place about| bedtime.",
        ),
        passes=(
            "Dana and I talked about bedtime.",
            "There was a discussion group at noon.",
            "She thought about the move.",
        ),
        needs=_IN_NOUNS,
        find_in_sentence=_done_in_nouns,
    ),
]
