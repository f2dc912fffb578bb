"""Professional: decisions without their reasons, and colleagues judged in place of what happened."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.actions import parse_action
from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence, Span
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Rule
from noteui.checks.rules.claims import first_word_at, is_reported
from noteui.checks.setting import Setting
from noteui.checks.whole import kept_in

_TAKEN = Cue(
    r"\b(?:{who})(?: [a-z]+)??(?: (?:\w+ly|all|then|also|together|have|has|had))* {key}\b(?! (?:to )?(?:ask|call|check|come back|give|keep|look|meet|ring|see|send|share|speak|talk|tell|think|try|visit|write|with)\b)",
    key=words("decision_verbs"),
    who=words("deciders"),
)
_NAMED = Listed("decisions_named")
_REFUSED = Cue(
    r"\b{what}(?: \w+){{0,3}} (?:was|were|has been|have been|is|are|had been|is to be|are to be|will be)(?: (?:\w+ly|now|then|also|therefore))? {key}\b(?! (?:by|on the grounds)\b)",
    key=words("refusals"),
    what=words("decision_objects"),
)
_HEADLINE = Cue(
    r"^(?:the )?{what}(?: \w+){{0,2}} {key}[.!]?$", key=words("refusals"), what=words("decision_objects")
)
"""A refusal in so few words that nobody did it: “Referral declined”."""
_STOPPING = Cue(r"^{key}\b", key=words("stopping"))
_TO_STOP = lazily(
    r"^[\w'’ -]{3,40} to (?:stop|cease|resume|restart|end|stay|remain|move|return|come off|come down|drop)\b"
)
_INITIALS = lazily(r"\b(?:NFA|nfa)\b")
_AGREED_FIRST = Cue(r"^{key}\b(?! with\b)", key=words("decision_verbs"))
_DONE = Cue(
    r"^(?:[\w'’-]+ ){{1,5}}?(?:to be )?{key}(?: (?:to|for|by|from|until|this|next|as|on|in|back|down)(?: [\w'’-]+){{0,4}})?[.]?$",
    key=words("decided_things"),
)
_NOT_TO_BE = lazily(r"^No (?!one\b|body\b)[a-z]+(?: [\w'’-]+){0,5}\.?$")
_REASON = Listed("reasons")
_IMPERATIVE = frozenset(
    "ask check find tell ring see send give take get make book keep let record why".split()
)
_COLLEAGUE = Cue(
    r"\b{key}(?: (?:here|there|again|in \w+))?"
    r"(?: (?:has|have|had|is|are|was|were|have once again|once again|again|did|do|does|just|simply|still|always|predictably"
    r"|completely|totally|utterly|absolutely|as usual|been|being|clearly|then|all|seem to|seems to|seem|seems|get|getting|so"
    r"|really|never|rather|far|more|about))*(?:n't|) ?{fault}\b",
    key=words("professionals"),
    fault=words("colleague_faults"),
)
_REQUEST = frozenset(("because", "asked", "asking"))


_A_MEETING = lazily(
    r"(?: that)? (?:i|we) (?:would|will|'ll|should) (?:also |then )?(?:ring|call|phone|text|email|visit|see|meet|come|go|speak|talk|return|write)\b"
    r"| to (?:meet|speak|talk|ring|visit|come back)\b"
)
"""What is agreed in passing: when to be in touch again."""


def _decision(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    for number, placed in enumerate(paragraph.sentences):
        span = _taken(placed.sentence)
        if span is None or _has_reason(paragraph, number):
            continue
        yield Hit(placed.start + span[0], placed.start + span[1])


def _taken(sentence: Sentence) -> Span | None:
    return kept_in(sentence, "decision", _read_decision)


def _read_decision(sentence: Sentence) -> Span | None:
    for cue in (_TAKEN, _NAMED, _AGREED_FIRST, _REFUSED, _HEADLINE):
        match = cue.search(sentence)
        if match is None or is_reported(sentence, match.start()):
            continue
        if not _A_MEETING.match(sentence.plain, match.end()):
            return match.span()
    match = _INITIALS.search(sentence.plain_text)
    return match.span() if match else None


def _has_reason(paragraph: Paragraph, number: int) -> bool:
    near = paragraph.sentences[number : number + 3]
    return any(_REASON.search(placed.sentence) for placed in near)


def _decided(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    action = parse_action(paragraph.text)
    if action is None or action.done or len(paragraph.sentences) > 1:
        return
    sentence = Sentence("actions", action.text)
    if not sentence.words or sentence.words[0].folded in _IMPERATIVE or _REASON.search(sentence):
        return
    match = (
        _DONE.search(sentence)
        or _NOT_TO_BE.search(action.text)
        or _NAMED.search(sentence)
        or _AGREED_FIRST.search(sentence)
        or (None if action.owner else _TO_STOP.search(action.text) or _STOPPING.search(sentence))
    )
    if match is None:
        match = _INITIALS.search(action.text)
    if match is not None:
        at = paragraph.text.index(action.text)
        yield Hit(at, at + len(action.text.rstrip(".")))


def _colleague(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _COLLEAGUE.search(sentence)
    if match is None or is_reported(sentence, match.start()):
        return
    if first_word_at(sentence, match.start()) and not sentence.vocabulary.isdisjoint(_REQUEST):
        return
    yield Hit(*match.span())


RULES = [
    Rule(
        id="professional/decision-without-reason",
        principle="professional",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("facts", "opinion"),
        message="A decision with no reason.",
        why="The reason is what shows later that the decision was sound when it was made.",
        try_="Add why, who decided, and what else was considered.",
        source="PSDP",
        flags=(
            Example({"opinion": "|Referral declined.|"}),
            "|It was agreed to| wait.",
            "|Decision made| by the manager.",
            "|We agreed| the plan is fine.",
        ),
        passes=(
            Example({"opinion": "Referral declined because she is 19."}),
            "It was agreed to wait because the aunt can stay.",
            "Dana agreed to ring the school.",
            "We decided to wait. The aunt can stay until Friday.",
            "We agreed that I would ring on Thursday 19 November.",
        ),
        reach=2,
        find_in_paragraph=_decision,
    ),
    Rule(
        id="professional/decision-as-action",
        principle="professional",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("actions",),
        message="A decision, not an action, and with no reason.",
        why="Nobody can do it, and whoever it was decided about cannot see why.",
        try_="Write why, who decided and who has told the person; then the action that follows.",
        source="PSDP",
        flags=(
            "- [ ] |Visits reduced to fortnightly|",
            "- [ ] |NFA|",
            "- [ ] |Agreed not to tell Dana for now|",
            "- [ ] |No warning letter this time|",
        ),
        passes=(
            "- [ ] Ask why the payment stopped (Priya Nair, by 2026-11-19)",
            "- [ ] Visits reduced to fortnightly, because Dana asked for it",
            "- [x] Referral closed on 3 May",
        ),
        find_in_paragraph=_decided,
    ),
    Rule(
        id="professional/colleague-blamed",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A colleague is judged in place of what happened.",
        why="A date, a request and a reply can be acted on; a judgement only starts a quarrel.",
        try_="Write what you asked, when, and what came back.",
        source="PSDP",
        flags=(
            "The |police were useless|.",
            "The community |team have let us down|.",
            "|Housing couldn't be bothered| to ring.",
        ),
        passes=("I asked housing on 2 May and had no reply by 9 May.", "Dana said the school was rude."),
        needs=(_COLLEAGUE,),
        find_in_sentence=_colleague,
    ),
]
