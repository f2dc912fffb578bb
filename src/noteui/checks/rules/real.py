"""Real: what happened on this day. (Fixed stock phrases and soft words are word lists.)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence, unclosed_quotation
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Rule
from noteui.checks.rules.claims import is_doubted
from noteui.checks.rules.grounds import said_before, spelt_out_after
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

_TAIL = r"(?P<tail>[^,;:(]*)"
_MARKED = Cue(
    r"\b{key}(?: (?:with|between|at|in|to|for|of|from|given|provided|received|around)(?: [\w']+){{1,3}}?)?"
    r"(?: {be}|(?<=\w)'s)(?: {degree})* (?:{mark}|(?:of|to) an? [\w-]+ standard)\b(?!-)" + _TAIL,
    key=words("real_marked_thing"),
    be=words("grounds_be"),
    degree=words("grounds_degree"),
    mark=words("real_mark"),
)
_FELT = lazily(
    r"\b(?:room|kitchen|house|flat|home|hall|hallway|bedrooms?|bathroom|place|property)\b.* warm\b"
)
"""How warm a room was is felt there, and no mark."""
_SUMMED_UP = Cue(
    r"(?:^|[.;,] |\b(?:had|have|has|having|with|an?|the|shows?|showed|showing|maintain\w*|build\w*|built|of|display\w*|observed?|witnessed?) )"
    r"(?P<words>(?:(?:very|really|quite|generally|mostly|such|overall|another|a|an) )*"
    r"(?:{key} (?:(?:and|but) {key} )?(?:{quality}|{occasion}|mother and \w+ interactions?|parent and \w+ interactions?))\b)"
    + _TAIL,
    key=words("real_mark_adjective"),
    quality=words("real_quality"),
    occasion=words("real_occasion"),
)
_FRAGMENT = Cue(
    r"^(?:(?:a|an|overall|otherwise|another|very|really|all in all|on the whole),? )*{key}(?: and {key})? {occasion}\b"
    r"(?: [\w']+){{0,4}}[.!]?$",
    key=words("real_mark_adjective"),
    occasion=words("real_occasion"),
)
_NO_WORRY = Cue(
    r"\b{key} (?:(?:{kind}|and|or) )*{worry}\b(?: (?:were |was |are |is |have been |to be )?"
    r"(?:noted|raised|identified|reported|seen|observed|evident|expressed|voiced|shared|highlighted|apparent|present|at present|today|at this time|at this stage|to report|to note|arose|arising))*",
    key=words("real_absence"),
    kind=words("real_worry_kind"),
    worry=words("real_worry"),
)
_NOTHING = Cue(
    r"\b(?:{key}|nil|anything) {note}\b(?: (?:was |is )?(?:seen|noted|observed|reported|found|today|to report))*",
    key=("nothing", "nil", "not anything"),
    note=words("real_of_note"),
)
_EMPTY = Cue(
    r"\b(?P<what>(?:(?:the|all|various|general|any|some|full|a full|a) )?{topic}(?:(?: and|,) {topic})*(?: (?:of|around|about|regarding|re|and|with|for|on)(?: [\w']+){{1,4}}?)?"
    r"(?: (?:was|were|has been|have been|had been|being))?(?: (?:also|fully|briefly|again|all|duly|then|both|further|jointly))* {key})\b"
    + _TAIL,
    topic=words("real_topic"),
    key=words("real_gone_through"),
)
_TOPIC = Cue(r"\b{key}\b", key=words("real_topic"))
_WE_TALKED = Cue(
    r"^(?:then |also )?(?:i|we|staff|workers?|sw|hv|he|she|they)? ?(?:also |then )?{key} (?:(?:the|all|various|general|some|his|her|their|any) )*"
    r"{topic}(?:(?: and|,) (?:(?:the|his|her|their) )?{topic})*(?: with (?:him|her|them|mum|dad|family|parents|the family|both|all|everyone|mother|father|carers?))?[.]?$",
    topic=words("real_topic"),
    key=(
        "discussed",
        "talked about",
        "spoke about",
        "covered",
        "went through",
        "went over",
        "reviewed",
        "explored",
        "looked at",
        "addressed",
        "gave",
        "offered",
        "provided",
        "reiterated",
        "reinforced",
    ),
)
_USUAL = Cue(
    r"(?:^{key} (?!{own}\b)[\w']+|\b(?:the|his|her|their|a|all the) {key} {hollow})\b",
    key=("usual",),
    own=words("real_usual_own"),
    hollow=words("real_usual_hollow"),
)
_EXPECTED = Cue(
    r"\b{key}\b",
    key=(
        "the way you'd expect",
        "as you'd expect",
        "as you would expect",
        "the way you would expect",
        "as might be expected",
        "as expected of them",
        "much as expected",
        "as it should be",
        "as they should be",
        "as she should be",
        "as he should be",
        "as one would expect",
        "about as expected",
        "par for the course",
        "the standard advice",
        "the standard checks",
        "the normal stuff",
        "as ever",
    ),
)
_STATE_CHANGE = Cue(
    r"\b{key}\b(?: (?:in|to|with|re|around|at|on)(?: [\w']+){{1,4}})?",
    key=(
        "some improvement",
        "some improvements",
        "slight improvement",
        "slight deterioration",
        "some progress",
        "little progress",
        "limited progress",
        "some deterioration",
        "a decline",
        "a slight decline",
        "an improvement",
        "an improving picture",
        "a mixed picture",
        "a mixed bag",
        "a positive picture",
        "an improved picture",
        "some positives",
        "good progress",
        "steady progress",
        "much improved",
        "vastly improved",
    ),
)
_BLAND = Cue(
    r"(?:\b{be}|(?<=\w)'s)(?: {degree})* {key}(?=$|[.,;!]| (?:and|but|in|at|on|with|today|throughout|during|when|enough|this|about|after|while|overall)\b)"
    + _TAIL,
    be=words("grounds_be"),
    degree=words("grounds_degree"),
    key=words("real_bland"),
)
_BLAND_ALONE = Cue(
    r"^(?:[\w'-]+ ){{0,4}}?(?<!as )(?:{degree} )*{key}(?: (?:and|but|,) (?:{degree} )?{key})*(?: (?:on arrival|throughout|today|this time|on this occasion|at time of leaving|at the time of leaving|on leaving|on departure|at handover|when I left|in mood|in \w+|at \w+|during \w+|with \w+))*[.!]?$",
    degree=words("grounds_degree"),
    key=words("real_bland"),
)
_TOLD_OFF = Cue(
    r"\b(?:{be} )?(?:{degree} )*{key}\b(?P<tail>(?: (?:about|re|regarding|of|on|around|over|to|that|accordingly|again|today|by|for)\b.*)?)[.]?$",
    be=words("grounds_be"),
    degree=words("grounds_degree"),
    key=words("real_told_off"),
)
_HANGING = Cue(
    r"^(?:[\w'-]+ ){{1,5}}?(?:(?:is|are|was|were|remains?|all|fully|now|also|currently|made|kept) )*{key}"
    r"(?: (?:of|with|by|to|in|for|at|re|from)(?: [\w'-]+){{1,4}})?[.!]?$",
    key=words("real_hanging"),
)
_WHOSE = lazily(
    r": (?:(?:mr|mrs|ms|miss|dr|pc|sister|nurse) \w|(?:the |her |his )?(?:register|log|chart|letter)\b|[\w' ]{1,30}, by (?:phone|email|letter)\b)"
)
"""Who said it or where it stands, put after a colon."""
_NAMED = lazily(r"\b(?:to|by|with|from) [A-Z]|\b(?:he|she|they|i) ")
COPIED = 7
"""Words from which the same sentence twice is no chance."""
_A_SHORT_LINE = 12
"""Words of a line that can be no more than a verdict."""
_EMPTY_TAIL = 5
"""Words after which a sentence that names its subject has started to say something about it."""


def _tells(tail: str) -> bool:
    return len(tail.split()) > _EMPTY_TAIL


def _marked(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _MARKED.finditer(sentence):
        if _stands(sentence, match, match.start("tail")) and not _FELT.search(match[0]):
            yield _hit(sentence, match.start(), match.start("tail"), "is a mark, not what was there")
    for match in _SUMMED_UP.finditer(sentence):
        if _stands(sentence, match, match.end("words")):
            yield _hit(sentence, match.start("words"), match.end("words"), "is a mark, not what was there")
    if sentence.word_total <= _A_SHORT_LINE and not spelt_out_after(sentence, 0):
        for match in _FRAGMENT.finditer(sentence):
            yield _hit(sentence, match.start(), match.end(), "is a mark, not what was there")
    for match in _STATE_CHANGE.finditer(sentence):
        if _stands(sentence, match, match.end()):
            yield _hit(sentence, match.start(), match.end(), "does not say from what to what")


def _stands(sentence: Sentence, match: re.Match[str], end: int) -> bool:
    return not said_before(sentence, match.start()) and not spelt_out_after(sentence, end)


def _hit(sentence: Sentence, start: int, end: int, verdict: str) -> Hit:
    said = sentence.text[start:end].rstrip(" .!")
    short = said if len(said) <= 40 else said[:38].rsplit(" ", 1)[0] + " …"
    return Hit(start, start + len(said), message=f"“{short}” {verdict}.")


_NO_CONCERNS = (_NO_WORRY, _NOTHING)


def _no_concerns(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _NO_CONCERNS:
        for match in cue.finditer(sentence):
            if not said_before(sentence, match.start()) and not _WHOSE.search(sentence.plain, match.end()):
                yield _hit(sentence, match.start(), match.end(), "would fit any visit")


def _empty(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if not _TOPIC.may_stand_in(sentence):
        return
    for match in _EMPTY.finditer(sentence):
        tail = sentence.text[match.start("tail") : match.end("tail")]
        if _tells(tail) or _NAMED.search(tail) or not _stands(sentence, match, match.start("tail")):
            continue
        yield _hit(sentence, match.start(), match.start("tail"), "tells nothing of what was said")
    for match in _WE_TALKED.finditer(sentence):
        yield _hit(sentence, match.start(), match.end(), "tells nothing of what was said")


def _hanging(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if sentence.word_total > _A_SHORT_LINE:
        return
    for match in _HANGING.finditer(sentence):
        if not spelt_out_after(sentence, 0) and not said_before(sentence, match.end()):
            yield _hit(sentence, match.start(), match.end(), "tells nothing of what was done")


def _bland(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    found = False
    for match in _BLAND.finditer(sentence):
        if _stands(sentence, match, match.start("tail")):
            found = True
            yield _hit(sentence, match.start(), match.start("tail"), "says nothing of what was seen")
    if not found and sentence.word_total <= _A_SHORT_LINE:
        for match in _BLAND_ALONE.finditer(sentence):
            if not spelt_out_after(sentence, 0) and not said_before(sentence, match.end()):
                yield _hit(sentence, match.start(), match.end(), "says nothing of what was seen")


def _told_off(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _TOLD_OFF.finditer(sentence):
        tail = sentence.text[match.start("tail") : match.end("tail")]
        if is_doubted(sentence, match.start()):
            continue
        if len(tail.split()) <= 6 and not _NAMED.search(tail) and _stands(sentence, match, match.start()):
            yield _hit(sentence, match.start(), match.end(), "gives none of the words")


_USUALS = (_USUAL, _EXPECTED)


def _usual(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _USUALS:
        for match in cue.finditer(sentence):
            if _stands(sentence, match, match.end()):
                hit = _hit(sentence, match.start(), match.end(), "leaves the reader to guess")
                yield hit if match.start() else replace(hit, severity=Severity.WARNING)


def _copied(whole: Whole, setting: Setting) -> Iterator[Hit]:
    for copies in whole.repeated("copies", _said, PROSE_FIELDS):
        for name, placed in copies[1:]:
            yield Hit(placed.start, placed.end, field=name)


def _said(sentence: Sentence) -> str | None:
    """The words alone of a sentence that is long enough to be copied."""
    if sentence.word_total < COPIED or sentence.quoted:
        return None
    return " ".join([word.folded for word in sentence.words])


def _unclosed(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    at = unclosed_quotation(paragraph.text)
    if at is not None:
        yield Hit(at, at + 1)


RULES = [
    Rule(
        id="real/mark-given",
        principle="real",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A mark in place of what was there.",
        why="“Good” and “poor” are what one writer made of it; the next reader cannot see what it was.",
        try_="Write who did what, or which room and what was in it.",
        source="WE",
        gives_way_to=("accurate/hidden-count",),
        flags=(
            "|Home conditions were poor|.",
            "|Family time was difficult| throughout.",
            "The |session went well|.",
            "|Good visit|.",
            "I saw a |good interaction| between them.",
            "There has been |some improvement in the home|.",
        ),
        passes=(
            "The sink was full of plates and the floor was wet.",
            "Dana said conditions were poor in the last flat.",
            "The house was cold: the thermostat read 13 degrees.",
            "Maya was in the house and well wrapped up.",
            "The visit was at 3pm.",
            "The living room was warm.",
        ),
        needs=(_MARKED, _SUMMED_UP, _FRAGMENT, _STATE_CHANGE),
        find_in_sentence=_marked,
    ),
    Rule(
        id="real/no-concerns",
        principle="real",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="This would fit any visit.",
        why="It does not say what was looked at, so it cannot be told from not having looked.",
        try_="Say what you looked at or asked about, and what you found.",
        source="LGSCO",
        gives_way_to=("person-centred/voice-formula", "holistic/passed-over"),
        flags=(
            "|No concerns noted|.",
            "|Nil of note| otherwise.",
            "There were |no significant safeguarding issues|.",
            "|Nothing untoward seen|.",
        ),
        passes=(
            "I saw no marks on her face or arms.",
            "His school has seen no change in him: Mr Ames, by phone.",
            "Dana said there were no problems with sleep.",
            "There was nothing in the fridge.",
        ),
        needs=_NO_CONCERNS,
        find_in_sentence=_no_concerns,
    ),
    Rule(
        id="real/talk-without-words",
        principle="real",
        severity=Severity.INFO,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="This tells nothing of what was said.",
        why="That something was discussed, offered or advised is true of nearly every visit.",
        try_="Write what was said, by whom, and what they answered.",
        source="OFS",
        gives_way_to=("person-centred/voice-formula",),
        flags=(
            "|Routines and boundaries were discussed|.",
            "|Advice given|.",
            "|We discussed boundaries with mum|.",
        ),
        passes=(
            "The plan was discussed: Dana wants Theo to start on Monday.",
            "Advice was given by Dr Amos on 3 May.",
            "I gave Dana the number of the clinic.",
        ),
        needs=(_TOPIC,),
        find_in_sentence=_empty,
    ),
    Rule(
        id="real/bland-word",
        principle="real",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts",),
        message="This says nothing of what was seen.",
        why="A word that would fit anybody on any day hides the day on which it was not true.",
        try_="Write what they did, said or looked like.",
        source="WE",
        flags=("Maya |seemed fine|.", "|Mum pleasant and polite|.", "Theo |was quite settled|."),
        passes=(
            "Maya was well wrapped up.",
            "Dana said Theo was fine.",
            "Theo was settled: he slept from 8pm to 6am.",
            "He was engaged to be married.",
        ),
        needs=(_BLAND, _BLAND_ALONE),
        find_in_sentence=_bland,
    ),
    Rule(
        id="real/words-not-given",
        principle="real",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion"),
        message="This gives none of the words.",
        why="What was said, and what they answered, is what the next worker needs.",
        try_="Write what was said and what they answered.",
        source="OFS",
        flags=("Mum |advised re routines|.", "He |was reminded of the rules|.", "Dad |was spoken to|."),
        passes=(
            "I advised Dana to ring 111.",
            "He was reminded that the bus goes at 4pm.",
            "She was challenged by Mr Pell.",
            "I do not know whether he has been spoken to by police yet.",
        ),
        needs=(_TOLD_OFF,),
        find_in_sentence=_told_off,
    ),
    Rule(
        id="real/nothing-done",
        principle="real",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="This tells nothing of what was done.",
        why="“Aware”, “ongoing” and “in hand” have nobody in them who did anything on any day.",
        try_="Write who did or told what, and when.",
        source="K",
        flags=("|School aware|.", "|Support ongoing|.", "|Health are fully aware|."),
        passes=(
            "I rang the school at 3pm.",
            "Dana said the school is aware.",
            "Maya was aware of the cat and watched it go.",
        ),
        needs=(_HANGING,),
        find_in_sentence=_hanging,
    ),
    Rule(
        id="real/usual",
        principle="real",
        severity=Severity.INFO,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="“Usual” leaves the reader to guess.",
        why="Only the writer knows what was usual, and nobody will remember in a year.",
        try_="Write what it was.",
        source="K",
        flags=("|Usual mess| upstairs.", "I gave him |the usual talk|.", "He took it |as you would expect|."),
        passes=(
            "He sat in his usual chair.",
            "Dana said he had his usual wash.",
            "She came at her usual time.",
        ),
        needs=_USUALS,
        find_in_sentence=_usual,
    ),
    Rule(
        id="real/copied-in-note",
        principle="real",
        severity=Severity.WARNING,
        scope="note",
        fields=PROSE_FIELDS,
        message="This sentence stands in the note already, word for word.",
        why="What is copied was not written about this place, and a reader doubts the rest with it.",
        try_="Keep it where it belongs; here say what you make of it.",
        source="MN",
        flags=(
            Example(
                {
                    "facts": "The back door was open and the hall was wet.",
                    "opinion": "|The back door was open and the hall was wet.|",
                }
            ),
            Example(
                {
                    "facts": "Dana was in the kitchen with her sister. |Dana was in the kitchen with her sister.|"
                }
            ),
        ),
        passes=(
            Example({"facts": "She was in.", "opinion": "She was in."}),
            Example(
                {"facts": "The back door was open at noon.", "opinion": "The back door was shut at noon."}
            ),
        ),
        find_in_note=_copied,
    ),
    Rule(
        id="real/quotation-not-closed",
        principle="real",
        severity=Severity.INFO,
        scope="paragraph",
        fields=PROSE_FIELDS,
        message="A quotation opens here and is not closed.",
        why="A reader cannot tell where their words end and yours begin.",
        try_="Close it where their words end.",
        source="WE",
        in_quotes=True,
        flags=('Maya said, |"|I like it.', 'He asked, |"|why now and left.'),
        passes=('Maya said, "I like it."', "It's mum's 5ft door."),
        find_in_paragraph=_unclosed,
    ),
]
