"""Accurate: words that stand where a number could, and what could be measured and was not."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.lexicon import is_attributed
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.rule import Hit, Rule
from noteui.checks.rules.calendar import has_digit
from noteui.checks.setting import Setting

_COUNT = Listed("counts")
_HOW_OFTEN = Listed("how-often")
_STRETCH = Listed("stretches")
_WEAK = Listed("weak-counts")
_COUNTED = Cue(
    r"\b{key} (?:of )?(?:(?:the|other|more|different|late|bad|missed|empty|small|large|big|further|new|odd|these|those|his|her|their|of) )*{counted}\b",
    key=("a few", "some", "many", "various", "a couple of", "a lot of", "most", "odd", "more", "other"),
    counted=words("counted"),
)
_KEPT_ON = Cue(
    r"\b{key} (?!an? |the |his |her |it\b)[a-z]+ing\b",
    key=(
        "kept on",
        "keeps on",
        "keep on",
        "was forever",
        "is forever",
        "forever",
        "would not stop",
        "wouldn't stop",
    ),
)
_THERE_HAVE_BEEN = Cue(
    r"\bthere (?:have|had)(?: also)? been (?:(?:other|more|further|previous|past|earlier|recent|similar|some|such|repeated|minor|missed|verbal|physical|no end of) )*{key}\b",
    key=words("events"),
)
_THERE_WERE = Cue(
    r"\bthere (?:are|were|have been) (?:other|more|further|previous|past|earlier|similar|repeated) (?:[a-z]+ )?{key}\b",
    key=words("events"),
)
_TREND = Cue(
    r"\b{key} (?:(?:at|to|in|with) (?:school|nursery|college|appointments|contact|sessions) )?"
    r"(?:(?:is|are|was|were|has been|have been|has|have|remains?|continues to be|seems?|appears|keeps|still|also|now|really|very|quite|so|a bit|rather|always|been|is being|much) )*{drifts}\b",
    key=words("measures"),
    drifts=words("drifts"),
)
_A_ROOM = lazily(r" (?:the|this|his|her|their|my|our|a) (?!hospital|ward|a&e|system|unit|cell)[a-z]+")
_NOT_A_COUNT = lazily(
    r"[ -](?:minutes?|moments?|seconds?|more minutes|steps|words|of (?:the same|minutes)|sclerosis|choice|births?|"
    r"organ|agency|to be desired|times? (?:a|per|each|more|bigger|the)\b)"
)
_ASKED = lazily(r"\b(?:how|not|too|so|as|that|if|whether|no) $")
_NUMBERED = lazily(r"^[^.;]{0,40}?[:(–-] ?(?:on )?\d|^,? (?:on |about |at least )?\d")
_PREVIOUS = Cue(
    r"\b(?:previous|past|prior|earlier|historic|historical|similar|further|repeated) {key}\b",
    key=(
        "incidents",
        "concerns",
        "episodes",
        "allegations",
        "call-outs",
        "arguments",
        "assaults",
        "admissions",
        "overdoses",
        "referrals",
        "warnings",
        "absences",
        "injuries",
        "offences",
        "convictions",
        "issues",
        "problems",
    ),
)
_KEEPS = Cue(
    r"\b(?:keeps|kept|keep) {key}\b",
    key=("missing", "cancelling", "changing", "forgetting", "ringing", "turning up", "coming back", "losing", "falling", "letting", "asking", "running off", "running away", "going missing", "getting into", "being late", "being sent", "being sick", "waking", "wetting", "hitting", "shouting", "refusing", "phoning", "texting", "messaging", "calling", "arriving", "breaking"),
)  # fmt: skip
_RECORDED = Cue(
    r"\b{key} (?:of )?(?:the |his |her |their )?(?:\w+ )?(?:school|lessons?|sessions?|appointments?|visits?|contacts?|nights?|days?|mornings?|weight|work|college|nursery|hours|weeks|months|doses|tablets|calls?|messages|texts|absences?|windows|meals|feeds|shifts|classes|money|bottles|cans|partners|addresses|schools|placements|carers|workers)\b",
    key=("a lot", "a lot of", "most of", "half", "half of", "much of", "the majority of", "the bulk of", "various", "a good half of", "a few of", "many of", "some of", "more and more", "fewer and fewer", "a great deal of", "too many", "too much", "so many"),
)  # fmt: skip
"""What a register, a diary or a scale has the number of."""
_OFFERED = lazily(r"\b(?:will|would|should|could|can|may|please) (?:be )?$")


_CUES: tuple[tuple[Cue | Listed, Severity], ...] = (
    (_COUNT, Severity.WARNING),
    (_HOW_OFTEN, Severity.WARNING),
    (_STRETCH, Severity.WARNING),
    (_COUNTED, Severity.WARNING),
    (_KEPT_ON, Severity.WARNING),
    (_THERE_HAVE_BEEN, Severity.WARNING),
    (_THERE_WERE, Severity.WARNING),
    (_TREND, Severity.WARNING),
    (_RECORDED, Severity.WARNING),
    (_KEEPS, Severity.WARNING),
    (_PREVIOUS, Severity.WARNING),
    (_WEAK, Severity.INFO),
)


def _hidden_count(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    plain = sentence.plain
    for cue, severity in _CUES:
        for match in cue.finditer(sentence):
            start, end = match.span()
            before, after = plain[max(0, start - 24) : start], plain[end : end + 50]
            if _NOT_A_COUNT.match(after) or _ASKED.search(before) or _NUMBERED.match(after):
                continue
            if sentence.plain[start:end].endswith("out of") and _A_ROOM.match(after):
                continue
            if cue in (_TREND, _RECORDED, _PREVIOUS) and has_digit(sentence):
                continue
            yield Hit(
                start,
                end,
                message=_message(cue, sentence.text[start:end]),
                severity=Severity.INFO if _is_lighter(cue, sentence, start, before) else severity,
            )


def _message(cue: Cue | Listed, text: str) -> str:
    if cue is _STRETCH:
        return f"“{text}” hides how long."
    if cue is _TREND:
        return f"“{text}”: by how much, and since when?"
    return f"“{text}” hides a count."


def _is_lighter(cue: Cue | Listed, sentence: Sentence, start: int, before: str) -> bool:
    """True where the words are somebody else's, of what is to come, or beside a number already."""
    if sentence.field != "facts" or _OFFERED.search(before):
        return True
    return is_attributed(sentence, start)


_SHARE = lazily(
    r"(?<![\d.:/£])(?P<some>\d{1,3}) (?:out )?of (?:the |his |her |their |our )?(?:last |past |first |next )?(?P<all>\d{1,3})(?! ?(?:p|cm|mm|kg|mg|ml|am|pm)\b|[\d.:/%])"
)


def _more_than_all(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if not has_digit(sentence):
        return
    for match in _SHARE.finditer(sentence.plain):
        if int(match["some"]) > int(match["all"]):
            yield Hit(*match.span())


RULES = [
    Rule(
        id="accurate/hidden-count",
        principle="accurate",
        severity=Severity.INFO,
        scope="sentence",
        fields=("facts", "voice", "opinion", "family"),
        message="A word that hides a count.",
        why="“Several” is two to one reader and ten to another; a number can be checked.",
        try_="Give the number and the dates, or say that you do not know.",
        source="WE",
        flags=(
            "There were |numerous| bottles by the bin.",
            "He has been late |on several occasions|.",
            "She came in on |a fair number of| mornings.",
            "She |kept on checking| her phone.",
            "He was held |for a short while|.",
            "|There have been other call-outs| |over the years|.",
            "|Attendance is dipping|.",
            "He was |in and out of| hospital |all year|.",
            "Maya has missed |a lot of school|.",
            "|Most of the windows| were broken.",
            "She |keeps missing| the bus.",
            "The sister told of |previous incidents|.",
        ),
        passes=(
            "There were four bottles by the bin.",
            "We talked for several minutes.",
            "Gloria has multiple sclerosis.",
            "I asked how often he goes.",
            "Attendance is 62%, down from 80% in May.",
            "He was late several times: 3, 5 and 9 May.",
            "Most of the boxes have gone: 14 on 3 May, 4 now.",
        ),
        needs=tuple(cue for cue, _ in _CUES),
        find_in_sentence=_hidden_count,
    ),
    Rule(
        id="accurate/more-than-all",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "voice", "opinion", "family"),
        message="More than there were.",
        why="A share that cannot be right takes the weight from the figures beside it.",
        try_="Check both numbers.",
        source="WE",
        flags=("He was late on |12 of the last 10| school days.", "She came to |7 out of 6| visits."),
        passes=(
            "He was late on 6 of the last 10 school days.",
            "It was 12 of May when he came.",
            "He gave 20 of 5p coins.",
        ),
        find_in_sentence=_more_than_all,
    ),
]
