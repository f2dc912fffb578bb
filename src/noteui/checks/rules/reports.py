"""Accurate: reports that reach the writer with nobody named who saw or said it."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import Cue, alternatives, words
from noteui.checks.finding import Severity
from noteui.checks.lexicon import is_attributed
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence, fold
from noteui.checks.rule import PROSE_FIELDS, Hit, Rule
from noteui.checks.rules.calendar import has_digit
from noteui.checks.setting import Setting

_ADVERB = r"(?:(?:also|since|later|previously|further|recently|even|then|again|now|just|all|both|repeatedly|always) )?"
_HAVE = r"(?:(?:has|have|had|is|are|was|were|been|did|do|does|will|would|keep|keeps|kept) )*"

_IMPERSONAL = Cue(
    rf"\b(?:(?:it|this|that) (?:is|was|has been|had been)|it's(?: been)?) {_ADVERB}{{key}}\b(?! by\b)"
    r"(?! (?:to|with) (?!me\b|us\b|my\b|our\b))(?: to (?:me|us))?(?: that)?",
    key=words("relayed"),
)
_WAS_TOLD = Cue(
    rf"(?:\b(?:i|we)(?:'ve been| (?:was|were|am|are|have been|had been|have)) {_ADVERB}|^(?:was |been |have been )|^(?=[a-z]+ that\b))"
    r"{key}\b(?! by\b)(?: that)?",
    key=words("told"),
)
_HEARSAY = Listed("hearsay", tail=r" that\b")
_I_HEAR = Cue(
    r"\b(?:i|we|i'd|i've|we'd|we've) (?:now |also |since |only )?{key} (?:that|he|she|they|there|it|mum|dad|[a-z]+ (?:is|are|has|have|was|were|had|may|might|will))\b",
    key=words("hearing"),
)
_SOMEBODY = Cue(
    r"\b(?:(?:other|several|various|two|many|more|some|local|certain|the|most|all|our|both|different) )*{key}"
    rf"(?: (?:at|in|from|of|on|next|who|around|round|across|along)\b(?:(?! and )[^,.;:(]){{{{0,25}}}}?)? {_HAVE}{_ADVERB}{{says}}\b(?! by\b)(?: that| of| about)?",
    key=words("unnamed"),
    says=words("says"),
)
_ONE_OF_THEM = Cue(
    r"\b(?:an?|one|another|some|one of (?:the|his|her|their|our)|a member of|a (?:local|concerned|mutual|close|family|former|female|male|young|different)) "
    r"(?:(?:other|local|concerned|mutual|close|anonymous|unnamed|female|male|young|older|former|fellow|family|school|staff|nursery|different) )*"
    r"{key}s?(?: (?:at|in|from|of|on|next|who)\b[^,.;:(]{{0,25}}?)? "
    + _HAVE
    + _ADVERB
    + r"{says}\b(?! by\b)(?: that| of| about)?",
    key=words("unnamed-one"),
    says=words("says"),
)
_EVERYONE = Cue(
    r"\b{key}(?: (?:at|in|on|of|round|around|who|else)\b[^,.;:]{{0,30}}?)? (?:knows?|know it|will tell you|would tell you|'ll tell you|says?|can tell you|agrees?)\b",
    key=(
        "everyone",
        "everybody",
        "anyone",
        "anybody",
        "they all",
        "the whole street",
        "the whole estate",
        "the whole school",
    ),
)
_TALK_ON_THE_STREET = Cue(
    r"\b(?:the )?{key} (?:on|in|around|round|at|among|amongst|across) [^.;,:]{{1,25}}? (?:is|was|has been|has it)\b(?: that)?",
    key=("rumour", "rumours", "talk", "word", "gossip", "whisper", "whispers", "story", "consensus", "view"),
)
_ONE_OF_MANY = Cue(
    r"\b{key} (?:other )?(?:[a-z-]+ )?[a-z]+s (?:(?:has|have|had|also|then|since) )*{says}\b(?! by\b)(?: that| of| about)?",
    key=(
        "one of the",
        "one of his",
        "one of her",
        "one of our",
        "one of their",
        "some of the",
        "some of his",
        "some of her",
        "two of the",
        "most of the",
    ),
    says=words("says"),
)
_THERE_IS = Cue(
    r"\bthere(?:'s| is| are| was| were| has been| have been| had been| had also been| have also been| has also been)"
    r" (?:(?:also|a|an|some|several|further|recent|other|new|more|lots of|previous|earlier|anonymous|two|three|many|numerous|repeated|separate|similar|persistent|unconfirmed) )*{key} (?:that|of|about|among|amongst|going round|going around|on the|in the|round the|around the)\b",
    key=words("reports"),
)
_CAME_IN = Cue(
    r"\b(?:(?:an?|some|further|new|other|several|anonymous|recent|two|three|more|many|numerous|similar|the) )*{key} "
    r"(?:(?:of|about|that|regarding|concerning)\b[^.;]{{0,50}}? )?(?:has|have|had|was|were) (?:also |since |recently )?(?:been )?(?:made|received|raised|lodged|passed to us|passed to me|circulating|going round|come in|reached us|reached me|come to us|come to light)\b",
    key=words("reports"),
)
_WE_HAD = Cue(
    r"\b(?:i|we|the team|duty|the office|our office) (?:have |has |had )?(?:also |since |now )?(?:had|received|got|been getting|been having|heard|had in|picked up) "
    r"(?:(?:an?|some|further|new|other|several|anonymous|recent|more|many|numerous|the|two|three) )*{key}\b(?: (?:that|of|about))?",
    key=words("reports"),
)
_SUGGESTS = Cue(
    r"\b(?:(?:local|recent|some|police|anonymous|other) )*{key} (?:suggests?|indicates?|points? to|has it|have it|is that)\b",
    key=("intelligence", "information", "reports", "rumour", "rumours", "sources", "gossip", "hearsay"),
)
_SAID_TO = Cue(
    rf"\b(?:is|was|are|were|has been|have been|had been) {_ADVERB}{{key}} to (?:be|have|has|live|work|go|get|keep|stay|drink|use|carry|deal|owe)\b",
    key=("said", "reported", "alleged", "rumoured", "understood", "claimed", "reputed", "known"),
)
_BEEN_SEEN = Cue(
    rf"\b(?:was|were|(?:has|have|had) {_ADVERB}been|been) {_ADVERB}{{key}} (?!by\b|on \d|at \d)(?:out|about|around|round|with|hanging|in the (?:company|park|street|pub|town|area)|in town|going|getting|drinking|smoking|shouting|driving|selling|begging|[a-z]+ing)\b",
    key=("seen", "spotted", "heard", "overheard", "witnessed", "noticed"),
)
_KNOWN_TO = Cue(
    r"(?:^|\b(?:is|are|was|were|well|both|all|already|family|previously|child|children|parents|mother|father|mum|dad|he's|she's|they're)\b )"
    r"(?P<hit>(?:well |already |previously |long )?known to {key})\b",
    key=(
        "services", "social services", "social care", "children's services", "children's social care", "adult social care",
        "the police", "police", "the team", "the service", "the department", "the local authority", "mental health services",
        "probation", "youth justice", "housing", "us", "the authorities", "agencies", "several agencies", "the school", "other agencies",
        "early help", "drug services", "duty", "many services", "various services", "various agencies",
    ),
)  # fmt: skip
_CUES: tuple[Cue | Listed, ...] = (
    _IMPERSONAL, _WAS_TOLD, _HEARSAY, _I_HEAR, _SOMEBODY, _ONE_OF_THEM, _ONE_OF_MANY, _TALK_ON_THE_STREET, _EVERYONE, _THERE_IS, _CAME_IN, _WE_HAD,
    _SUGGESTS, _SAID_TO, _BEEN_SEEN, _KNOWN_TO,
)  # fmt: skip
_HEARD_FROM_SOMEBODY = (
    _HEARSAY,
    _SAID_TO,
    _BEEN_SEEN,
    _SOMEBODY,
    _ONE_OF_THEM,
    _ONE_OF_MANY,
    _TALK_ON_THE_STREET,
    _EVERYONE,
    _THERE_IS,
    _SUGGESTS,
)
"""Told on by a speaker who is named earlier in the sentence, these are that speaker's words."""
_INFORMANT = lazily(
    r"\b(?:by|from|through|via) (?:[\w’'-]+,? ){0,4}?(?:[A-Z][a-z]|(?:"
    + alternatives(words("informants"))
    + r")\b)|\bby (?:him|her|them|both)\b(?! [a-z]+ by)"
)
_PAPER = lazily(
    r"\b(?:in|on|by|from|per) (?:the|an?|his|her|their|this|that|my|our|its) (?:[\w’'-]+ ){0,4}?"
    + alternatives(words("papers"))
    + r"\b|\b(?:log|register|record|chart|letter|report|minutes|diary)(?: [\w’'-]+){0,4}? (?:shows?|says?|has|have|records?)\b"
)
_ACCORDING = Cue(
    r"\baccording to (?!sources|reports|rumour|some|others|people|neighbours|information|locals|hearsay|family|friends|relatives|staff|services|professionals|carers|parents|everyone)[a-z]",
    key=("according",),
)
_NOT = lazily(r"\b(?:no|not|never|without|nor|any|if|whether|n't)(?: \w+)? $|n't(?: \w+)? $")
_BODY = lazily(
    r"\b(?:school|nursery|preschool|college|police|surgery|housing|health|probation|ward|unit|hostel|services)\b"
)
"""A body that reports a time, a number or a share can be asked for its record of it."""
_OBJECT = lazily(r"\b(?:from|to|at|by|with|in|of|for|than|about) (?:the |other |some |her |his )?$")


def _unsourced(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _CUES:
        for match in cue.finditer(sentence):
            start, end = match.span("hit") if cue is _KNOWN_TO else match.span()
            if _is_sourced(cue, sentence, start, end):
                continue
            text = sentence.text[start:end]
            yield Hit(
                start,
                end,
                message=f"“{text}”: who said so, and did they see it?",
                severity=_weight(cue, sentence),
            )


def _weight(cue: Cue | Listed, sentence: Sentence) -> Severity:
    owned = cue is _I_HEAR and sentence.field == "opinion"
    return Severity.INFO if owned or cue is _BEEN_SEEN else Severity.WARNING


def _is_sourced(cue: Cue | Listed, sentence: Sentence, start: int, end: int) -> bool:
    written, plain = sentence.plain_text, sentence.plain
    after = written[end : end + 70]
    if _INFORMANT.search(after) or _PAPER.search(plain, start, end + 80) or _ACCORDING.search(sentence):
        return True
    if _NOT.search(plain[max(0, start - 14) : start]):
        return True
    if cue in (_SOMEBODY, _ONE_OF_THEM, _ONE_OF_MANY):
        if cue is _SOMEBODY and _BODY.search(plain[start:end]) and has_digit(sentence):
            return True
        if _OBJECT.search(plain[max(0, start - 16) : start]):
            return True
        # A name within, a name put after a comma, or the words themselves: this speaker can be found again.
        if any(char.isupper() for char in written[start + 1 : end]) or "(" in after[:3]:
            return True
        if sentence.quoted and any(0 <= opened - end <= 3 for opened, _ in sentence.quoted):
            return True
    if cue is _KNOWN_TO:
        return has_digit(sentence)
    if cue in _HEARD_FROM_SOMEBODY:
        return is_attributed(sentence, start)
    return cue is _WAS_TOLD and start == 0 and fold(written[end : end + 4]).strip(" .") in ("", "by")


RULES = [
    Rule(
        id="accurate/report-without-source",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A second-hand report with nobody named.",
        why="Without a name nobody can go back and ask what was seen, and rumour hardens into fact in the file.",
        try_="Say who told you, when, and whether they saw it themselves.",
        source="WE",
        flags=(
            "|It was reported that| he was back.",
            "|It's been mentioned that| the brothers fight.",
            "|We were told| the door is left open.",
            "|Apparently| the boiler went in May.",
            "|I gather| they have split up.",
            "|Another parent has mentioned| shouting from the house.",
            "|School say| attendance is poor.",
            "|There was a report of| a fight in the yard.",
            "|A complaint was made| about the dog.",
            "He |is said to have| a van.",
            "He's back dealing, |everyone on his corridor will tell you|.",
            "|Known to services|.",
        ),
        passes=(
            "It was reported by Mrs Tan that he was back.",
            "I was told by the midwife that she was well.",
            "According to the register he was in.",
            "Dana said that apparently the boiler went in May.",
            "A ward clerk, Ade Fashola, told me he saw it.",
            "There were no reports of fighting.",
            "School rang at noon and Mrs Tan told me he was in.",
            "Kim Sutcliffe told me by phone that the cut was clean.",
            "The family has been known to the police since 3 May 2024.",
        ),
        needs=_CUES,
        find_in_sentence=_unsourced,
    ),
]
