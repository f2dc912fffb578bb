"""Professional: blame by the way a sentence is built, and verbs that doubt a person's word."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.rule import ALL_FIELDS, PROSE_FIELDS, Hit, Replace, Rule
from noteui.checks.rules.claims import about, is_doubted, is_reported
from noteui.checks.setting import Setting

_SELF = r"(?:him|her|them)sel(?:f|ves)"
_FAILED = Cue(
    r"\b(?:{key})(?: \w+ly)? to \w+",
    key=("failed", "fails", "failing", "failure", "fail", "neglects", "neglected", "omitted"),
)
_FAILED_AT = Cue(r"\bto {key}\b", key=words("blame_failed"))
_BY_PERSON = (
    Cue(
        r"\b{key} to {what}\b",
        key=("refuse", "refused", "refuses", "refusing", "unwilling", "not willing", "not prepared", "reluctant", "declines"),
        what=words("blame_refused"),
    ),
    Cue(
        r"\b(?:{key}|will not|would not|will never|would never|simply not|just not)(?: even| just| simply| ever)? {what}\b",
        key=("won't", "wouldn't", "will", "would"),
        what=words("blame_wont"),
    ),
    Cue(
        r"\b{key}(?: instead| yet again| again)? (?:not )?to {what}\b",
        key=("choose", "chooses", "choosing", "chose", "chosen", "prefers", "preferred", "would rather"),
        what=words("blame_chose"),
    ),
    Cue(
        r"\b(?:{key})(?: (?:really|just|simply|also|both|desperately|seriously|now))* (?:to )?(?:start |begin |stop |learn to |just )?{what}\b",
        key=("need to", "needs to", "needed to", "has got to", "have got to", "has to", "ought to", "must", "should", "should have", "could do with"),
        what=words("blame_demands"),
    ),
    Cue(
        r"\b{key}(?!(?: \w+){{0,2}} (?:me|us)\b)(?: (?:him|her|them|himself|the (?:father|perpetrator|partner|boyfriend|abuser|children|kids|boys|girls)|(?:her|his) (?:ex|partner|boyfriend|ex-partner|mother|children|son|daughter)|\w+))(?: back| straight back| right back)?"
        r" (?:in\b(?! (?:and|to see))|into|back|round again|to (?:move|stay out|be around|walk all over|witness|see (?:him|it)|live|come and go|run|roam|play out|miss|sleep)|(?:treat|use|control|hurt|hit|dictate|take advantage|come and go)\b|(?:near|around) the|get away|run (?:wild|riot|the)|do (?:what|as)|stay up|roam|walk all over|stay out)",
        key=words("blame_allowed"),
    ),
    Cue(rf"\b{{key}} {_SELF} {{where}}\b", key=("put", "puts", "putting", "place", "places", "placed", "placing"), where=words("blame_places")),
    Cue(
        rf"\b{{key}} {_SELF} (?:to|up to)\b",
        key=("exposes", "exposing", "exposed", "lends", "opens", "opened", "subjects"),
    ),
    Cue(
        r"\b{key} (?:the )?(?:children|kids|boys|girls|baby|child|her|him|them)(?: \w+)? (?:at risk|in danger|second|last)\b",
        key=("put", "puts", "putting", "places", "placed", "placing"),
    ),
)  # fmt: skip
_HINDSIGHT = Cue(
    r"(?<!i )(?<!we )\b(?:should|ought to|could easily)(?: really| at least| surely)? {key}(?: \w+ly)? {what}\b",
    key=("have",),
    what=words("regretted"),
)
_PHRASE = Listed("blame_phrases")
_NOT_PEOPLE = frozenset(words("not_people"))
_DOUBTING = Listed("doubting")
_OFFICE = Cue(r" (?:a |an |the |her |his |their |for |back )?{key}\b", key=words("claims_of_money"))
_CONFESSING = Listed("confessing")
_ADMITTED = Cue(r" (?:entry|access|{key})\b", key=words("admitted_to"))
_ACCUSED = frozenset(
    "asked court charged alleged allegation police interview caution arrested hospital ward accused put".split()
)
_SAID = {
    "claims": "says",
    "claimed": "said",
    "insists": "says",
    "insisted": "said",
    "admits": "says",
    "admitted": "said",
}
_THAT = lazily(r" (?:that|he|she|they|it|the|her|his|to)\b")


def _blame(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    span = _failed(sentence, setting) or _blamed(sentence, setting)
    if span is not None:
        yield Hit(
            *span,
            message=f"“{sentence.text[span[0] : min(span[1], span[0] + 40)]}” blames. What was done, and by whom?",
        )


def _failed(sentence: Sentence, setting: Setting) -> tuple[int, int] | None:
    match = _FAILED.search(sentence)
    if (
        match is None
        or is_reported(sentence, match.start())
        or not _NOT_PEOPLE.isdisjoint(sentence.plain[: match.start()].split())
    ):
        return None
    who = about(sentence, match.start(), setting)
    if who == "person" or (
        who == "open" and _FAILED_AT.pattern.search(sentence.plain, match.start(), match.end())
    ):
        return match.span()
    return None


def _blamed(sentence: Sentence, setting: Setting) -> tuple[int, int] | None:
    for cue in (*_BY_PERSON, _HINDSIGHT, _PHRASE):
        for match in cue.finditer(sentence):
            at = match.start()
            if is_reported(sentence, at) or is_doubted(sentence, at):
                continue
            if cue in _BY_PERSON and about(sentence, at, setting) in ("writer", "thing"):
                continue
            return match.span()
    return None


def _doubting(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _DOUBTING.finditer(sentence):
        if _OFFICE.pattern.match(sentence.plain, match.end()):
            continue
        if about(sentence, match.start(), setting) in ("writer", "thing") or not sentence.plain[
            match.end() :
        ].strip(" .,;"):
            continue
        said = _SAID.get(match[0])
        mends = (Replace(f"Write “{said}”", match.start(), match.end(), said),) if said else ()
        yield Hit(match.start(), match.end(), message=f"“{match[0]}” doubts the person's word.", mends=mends)


def _confessing(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if not sentence.all_words.isdisjoint(_ACCUSED):
        return
    for match in _CONFESSING.finditer(sentence):
        if about(sentence, match.start(), setting) != "person" or _ADMITTED.pattern.match(
            sentence.plain, match.end()
        ):
            continue
        said = _SAID.get(match[0]) if _THAT.match(sentence.plain, match.end()) else None
        mends = (Replace(f"Write “{said}”", match.start(), match.end(), said),) if said else ()
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{match[0]}”: who accused the person, and of what?",
            mends=mends,
        )


RULES = [
    Rule(
        id="professional/blame",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=ALL_FIELDS,
        message="This blames.",
        why="Wording that blames the person hides who did the harm, or what help was not there.",
        try_="Write what was offered or done, by whom and when, and what the person said.",
        source="TCS",
        gives_way_to=("person-centred/was-not-brought", "person-centred/voice-formula"),
        flags=(
            "She |puts herself at risk|.",
            "Dana |failed to engage| with the clinic.",
            "Dana |refuses to take responsibility| for the dog.",
            "Dana |needs to step up|.",
            "Dana |let him back in| last week.",
            "She is |choosing not to do| the exercises.",
            "It is |her own fault|.",
        ),
        passes=(
            "She was taken to the flat by two adults.",
            "The clinic failed to engage an interpreter.",
            "He failed his maths exam in June.",
            "Dana let me in and made tea.",
            "Theo needs to be seen by a dentist.",
            "Dana said that she needs to take more rest.",
        ),
        needs=(_FAILED, *_BY_PERSON, _HINDSIGHT, _PHRASE),
        find_in_sentence=_blame,
    ),
    Rule(
        id="professional/doubting-verb",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="This verb doubts the person's word.",
        why="“Claims” tells the reader not to believe it, and gives no reason.",
        try_="Write “said”, and set down anything that does not fit beside it.",
        source="NLM",
        flags=("Dana |claims| that she fell.", "Mum |would have us believe| he was asleep."),
        passes=("Dana claims carer's allowance.", "The insurance claim was sent on 3 May."),
        needs=(_DOUBTING,),
        find_in_sentence=_doubting,
    ),
    Rule(
        id="professional/confessing-verb",
        principle="professional",
        severity=Severity.INFO,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A verb of the dock, where nobody stands accused.",
        why="“Admitted” and “denied” turn an answer into a plea.",
        try_="Write what was asked and what the person said.",
        source="RSC",
        flags=("Dana |admitted| that she is tired.", "He |denies| drinking."),
        passes=("She was admitted to hospital on 3 May.", "Asked about drinking, he denied it."),
        needs=(_CONFESSING,),
        find_in_sentence=_confessing,
    ),
]
