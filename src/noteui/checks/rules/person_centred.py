"""Person-centred: was the person seen, is their voice here, are they called by their name?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.note import About
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Replace, Rule
from noteui.checks.rules.grounds import is_said, spelt_out_after
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole


def _possessed(nouns: tuple[str, ...]) -> list[str]:
    return [form for noun in nouns for form in (noun, noun + "'s")]


_NOT_A_LABEL = words("person_centred_not_a_label")
_LABEL = Cue(
    r"\b(?P<article>the|this|our) (?:(?:young|elderly|vulnerable|said|above|named) )?(?P<noun>{key})\b(?!'| {other}\b|-)",
    key=_possessed(words("person_centred_label")),
    other=_NOT_A_LABEL,
)
_BARE_LABEL = Cue(
    r"^(?P<noun>{key})\b(?!'| {other}\b|-| [a-z]+ (?:rang|told))",
    key=_possessed(words("person_centred_label_bare")),
    other=_NOT_A_LABEL,
)
_SHORT_LABEL = lazily(r"(?<![\w/])(?:YP|SU|CYP)(?:'s)?(?![\w/])")
_SHORT_LABELS = frozenset(word + ending for word in ("yp", "su", "cyp") for ending in ("", "'s"))
_ONLY_THIS = frozenset(words("person_centred_label_only_this"))
_OF_A_CHILD = frozenset(
    "child|infant|baby|babe|minor|little one|lo|cyp|lac|looked after child|young person|yp|youngster|juvenile|lad|girl|boy|little girl|"
    "little boy|pupil|adolescent|teenager|teen|youth".split("|")
)
_OF_AN_ADULT = frozenset(
    "adult|old lady|old man|elderly lady|elderly gentleman|elderly woman|elderly man|vulnerable adult|adult at risk|lady|gentleman".split(
        "|"
    )
)
_MALE, _FEMALE = frozenset(("boy", "lad", "little boy")), frozenset(("girl", "little girl"))
_MAY_BE_ANOTHER = frozenset(words("person_centred_label_of_anybody"))
_MISSED = Cue(
    r"\b{key}\b(?! (?:test|sample|evidence|result))(?! (?:\w+ )?{feet}\b)",
    key=words("person_centred_missed"),
    feet=words("person_centred_not_brought_to"),
)
_MISSED_ONE = Cue(
    r"\b{key} (?:his|her|their|an|the|another|\w+'s) (?:\w+ ){{0,2}}{appointment}\b",
    key=("missed", "misses", "missing"),
    appointment=words("person_centred_appointment"),
)
_COMING = frozenset(
    "attend attended attending attendance non-attendance turn show present keep showed dna dna'd dnad dnas dna'ing no-show no-showed "
    "missed misses missing appointment".split()
)
"""Words of which one stands in every way of saying that somebody did not come."""
_CARER = Cue(r"\b{key}\b", key=words("person_centred_carer"))
_WALKS_ALONE = 16
"""The age from which not coming may be the young person's own doing (WNB)."""
_VIEW = Cue(
    r"\b{key}(?: (?:of|from) (?:the )?\w+)?(?: (?:and|&) {key})*(?: (?:were|was|are|is|have been|has been|had been|being|to be|be))?(?: (?:all|also|fully|not|duly|again|appropriately))* {taken}\b",
    key=words("person_centred_view"),
    taken=words("person_centred_view_taken"),
)
_CHANCE = Cue(r"\b{key}\b", key=words("person_centred_chance"))
_SHUT = Cue(r"\b{key}\b", key=words("person_centred_shut"))
_SHOWN = Cue(r"\b{key}\b", key=words("person_centred_shown"))
_STATE = Cue(
    r"^(?:[\w'-]+ ){{0,3}}?(?:(?:{be}|said to be|observed to be) )?(?:{degree} )*{key}(?:(?:,| and| but|, and|, but) (?:{be} )?(?:{degree} )*{key})*"
    r"(?: (?:in|at|with|about|to|today|throughout|on|during|when|overall|this|living|being|of|for)(?: [\w']+){{0,5}})?[.!]?$",
    be=words("grounds_be"),
    degree=words("grounds_degree"),
    key=words("person_centred_state"),
)
_NOT_APPLICABLE = lazily(
    r"^(?:[\w' ]{0,30}[:-] ?)?(?:n ?[/.] ?a\b|na\b|not applicable|not (?:obtained|sought|known|gained|seen|asked|recorded|spoken to|available)\b|none\b|nil\b|unknown\b|as above|see above|see facts|"
    r"tbc\b|to follow|to be (?:obtained|sought|gathered|confirmed)|unable to (?:obtain|gain|ascertain)|nothing (?:to (?:note|report|add)|said|further)|pre-?verbal|non-?verbal|as (?:before|previous))"
)
_WHY_NOT = lazily(
    r"\b(?:because|since|will (?:ask|see|try|offer|visit|meet|speak)|asleep|sleeping|at (?:school|nursery|work|swimming|college)|in (?:theatre|surgery|hospital|bed asleep)|not present|by phone|"
    r"did not (?:see|speak|meet)|have not (?:seen|met|spoken|asked)|i did not|i will|i have|i am|on \d|tomorrow|was not (?:there|in|at home|present)|no interpreter|interpreter)\b"
)
_VIEW_VERB = Cue(r"\b{key}\b", key=words("person_centred_view_verb"))
_OTHER_PEOPLE = frozenset(words("person_centred_carer", "holistic_people")) - frozenset(
    "child children boy girl baby twin twins kid kids".split()
)
_FORMULA_AT_MOST = 14
"""Words past which a line about speaking to somebody mostly says what they said."""
_NAME_MISSED_FROM = 40
"""Words of a note past which the person's own name would have been needed."""


def _label(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    """In words it may be a way of speaking of any child; in letters it is a label."""
    for match in _LABEL.finditer(sentence):
        noun = _noun(match)
        if (noun in _ONLY_THIS and match["article"] != "this") or not _fits(noun, setting):
            continue
        yield _named_instead(sentence, match.start(), match.end(), setting, noun)
    for match in _BARE_LABEL.finditer(sentence):
        if _fits(_noun(match), setting):
            yield _named_instead(sentence, match.start(), match.end(), setting)
    for match in (
        () if _SHORT_LABELS.isdisjoint(sentence.vocabulary) else _SHORT_LABEL.finditer(sentence.plain_text)
    ):
        if match.start() > 0:
            yield replace(
                _named_instead(sentence, match.start(), match.end(), setting), severity=Severity.WARNING
            )


def _noun(match: re.Match[str]) -> str:
    return match["noun"].replace("-", " ").removesuffix("'s")


def _fits(noun: str, setting: Setting) -> bool:
    """True where the label can be meant for the person: of their age, and not of a brother or sister's kind."""
    if (noun in _OF_A_CHILD and not setting.is_child) or (noun in _OF_AN_ADULT and setting.is_child):
        return False
    return not (
        (noun in _MALE and any(r.relationship.endswith("brother") for r in setting.note.people))
        or (noun in _FEMALE and any(r.relationship.endswith("sister") for r in setting.note.people))
        or (noun == "baby" and setting.children_at_home)
    )


def _named_instead(sentence: Sentence, start: int, end: int, setting: Setting, noun: str = "") -> Hit:
    said = sentence.text[start:end]
    name = setting.first_name + ("'s" if said.endswith(("'s", "’s")) else "")
    return Hit(
        start,
        end,
        severity=Severity.INFO if noun in _MAY_BE_ANOTHER else None,
        message=f"“{said}” where the name is known.",
        mends=(Replace(f"Write “{name}”", start, end, name),),
    )


_NOT_COME = (_MISSED, _MISSED_ONE)


def _was_not_brought(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if _COMING.isdisjoint(sentence.vocabulary):
        return
    named, other = _somebody_else(sentence, setting)
    for cue in _NOT_COME:
        for match in cue.finditer(sentence):
            if named >= match.start() > other:
                continue
            appointed = cue is _MISSED_ONE
            better = "was not brought to" + (match[0][match[0].index(" ") :] if appointed else "")
            follows = sentence.plain[match.end() : match.end() + 10]
            if not appointed and not follows.startswith(
                (" his ", " her ", " their ", " the ", " a", " for ")
            ):
                better = "was not brought"
            end = match.end() + 4 if follows.startswith(" for ") and better.endswith(" to") else match.end()
            yield Hit(
                match.start(),
                end,
                severity=Severity.INFO if _walks_alone(setting) else None,
                mends=(Replace(f"Write “{better}”", match.start(), end, better),),
            )


def _first_of(sentence: Sentence, names: frozenset[str]) -> int:
    """Where the first of these names stands in the sentence; its end where none does."""
    return next(
        (word.start for word in sentence.words if word.folded.removesuffix("'s") in names), len(sentence.text)
    )


def _somebody_else(sentence: Sentence, setting: Setting) -> tuple[int, int]:
    """Where the person is first named, and where somebody else is: a carer or another of the people."""
    carer = _CARER.search(sentence)
    other = _first_of(sentence, setting.names - setting.person_names)
    return _first_of(sentence, setting.person_names), min(other, carer.start() if carer else other)


def _walks_alone(setting: Setting) -> bool:
    return setting.months_old is not None and setting.months_old >= 12 * _WALKS_ALONE


def _formula(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    heard = any(_is_heard(placed.sentence, setting) for placed in paragraph.sentences)
    for placed in paragraph.sentences:
        sentence = placed.sentence
        if sentence.quoted or _WHY_NOT.search(sentence.plain):
            continue
        if _is_formula(sentence, setting) or (not heard and _SHUT.search(sentence) and not is_said(sentence)):
            yield Hit(placed.start, placed.end)


def _is_heard(sentence: Sentence, setting: Setting) -> bool:
    """True where the person's words or ways are in it."""
    if sentence.quoted:
        return True
    if _others_view(sentence, setting):
        return False
    return is_said(sentence) or (_SHOWN.search(sentence) is not None and _SHUT.search(sentence) is None)


def _is_formula(sentence: Sentence, setting: Setting) -> bool:
    if _NOT_APPLICABLE.match(sentence.folded):
        return sentence.word_total <= _FORMULA_AT_MOST
    if sentence.word_total <= _FORMULA_AT_MOST:
        for match in _CHANCE.finditer(sentence):
            if not sentence.plain.startswith("i ") and not spelt_out_after(sentence, match.end()):
                return True
    view = _VIEW.search(sentence)
    if view is not None and not spelt_out_after(sentence, view.end()):
        return True
    return not is_said(sentence) and _STATE.search(sentence) is not None


def _others_view(sentence: Sentence, setting: Setting) -> bool:
    """True where somebody else says, thinks or wants something in it, and the person does not."""
    verb = _VIEW_VERB.search(sentence)
    if verb is None:
        return False
    before = [word.folded.removesuffix("'s") for word in sentence.words if word.end <= verb.start()]
    if not before or len(before) > _WORDS_OF_A_SUBJECT or before[0] in ("i", "we"):
        return False
    if before[0] in setting.person_names or before[0] in ("he", "she", "they"):
        return False
    return not _OTHER_PEOPLE.isdisjoint(before) or not (setting.names - setting.person_names).isdisjoint(
        before
    )


def _only_others(whole: Whole, setting: Setting) -> Iterator[Hit]:
    told = whole.fields["voice"].noticed_in_sentences("told", lambda sentence: _told(sentence, setting))
    if told and len(told) <= _OTHERS_AT_MOST and all(by_others for _, (_, by_others) in told):
        yield Hit(told[0][0], told[-1][0] + told[-1][1][0], field="voice")


def _told(sentence: Sentence, setting: Setting) -> list[tuple[int, bool]]:
    """How long a sentence of the voice is, and whether it is only what others say."""
    return [(len(sentence.text), _others_view(sentence, setting))]


def _nothing_heard(whole: Whole, setting: Setting) -> Iterator[Hit]:
    voice = whole.fields["voice"]
    if voice.is_empty or not setting.is_contact_with_person:
        return
    if not voice.noticed_in_sentences("heard", lambda sentence: _heard(sentence, setting)):
        yield Hit(None, None, field="voice")


def _heard(sentence: Sentence, setting: Setting) -> list[bool]:
    return [True] if _is_heard(sentence, setting) or _WHY_NOT.search(sentence.plain) else []


def _name_missing(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if setting.note.about.kind == "unborn" or not whole.is_longer_than(_NAME_MISSED_FROM):
        return
    own = setting.person_names | {name + "'s" for name in setting.person_names}
    if not whole.has_word(frozenset(own)):
        yield Hit(None, None, message=f"{setting.first_name} is not named anywhere in the note.")


def _adults_in_front(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if not setting.is_child or not whole.is_longer_than(2 * _NAME_MISSED_FROM):
        return
    own = others = 0
    for name in PROSE_FIELDS:
        counted = whole.fields[name].totals("mentions", lambda sentence: _mentions(sentence, setting))
        if counted:
            own, others = own + counted[0], others + counted[1]
    if own == 1 and others > _ADULTS_SHARE * (own + others):
        yield Hit(None, None, message=f"{setting.first_name} is named once, and the adults {others} times.")


def _mentions(sentence: Sentence, setting: Setting) -> tuple[int, int]:
    """How often a sentence names the person, and others."""
    own = others = 0
    for word in sentence.words:
        name = word.folded.removesuffix("'s")
        if name in setting.person_names:
            own += 1
        if name in setting.adult_names or name in _ADULTS:
            others += 1
    return own, others


_WORDS_OF_A_SUBJECT = 6
_OTHERS_AT_MOST = 6
"""Sentences past which a voice field mostly holds something of the person's own."""
_ADULTS_SHARE = 0.8
_ADULTS = frozenset("mum mam mom dad mother father parents nan partner".split())


def _voice_empty(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if setting.note.seen and setting.is_contact_with_person and whole.fields["voice"].is_empty:
        yield Hit(None, None, field="voice")
    elif whole.fields["voice"].is_empty and setting.note.contact != "supervision":
        yield Hit(None, None, field="voice", severity=Severity.WARNING)


def _seen_unsaid(whole: Whole, setting: Setting) -> Iterator[Hit]:
    note = setting.note
    if note.about.kind == "unborn":
        return
    if note.seen is None and setting.is_contact_with_person:
        yield Hit(None, None, message=f"The note does not say whether {setting.first_name} was seen.")
    elif note.seen and note.seen_alone is None:
        yield Hit(
            None,
            None,
            message=f"{setting.first_name} was seen; the note does not say whether alone.",
            severity=Severity.MUST if setting.is_child else Severity.WARNING,
        )


RULES = [
    Rule(
        id="person-centred/label-for-person",
        principle="person-centred",
        severity=Severity.INFO,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A label where the name is known.",
        why="The person may read this one day; a label makes them a case.",
        try_="Write the name.",
        source="WE",
        flags=(
            "|The child| opened the door.",
            "|Service user| was in bed.",
            "|Pupil| came in late.",
            "I met |the young person| at school.",
        ),
        passes=(
            "Maya opened the door.",
            "The child protection plan was read out.",
            "The boy in the red coat is Theo.",
            "Child benefit stopped on 3 May.",
        ),
        find_in_sentence=_label,
    ),
    Rule(
        id="person-centred/was-not-brought",
        principle="person-centred",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family", "voice"),
        message="Children do not fail to attend: somebody did not bring them.",
        why="Asking who should have brought the child, and what stopped it, is what protects the child.",
        try_="Write “was not brought”, and what the person who should have brought them said.",
        source="WNB",
        kinds=("child",),
        flags=(
            "Maya |did not attend| her hearing test.",
            "She |failed to attend| the clinic on 3 November.",
            "Maya |missed her eye test|.",
            Example(
                {"facts": "Maya |did not attend| the clinic."},
                {"about": About("Maya Ellis", "child", date(2010, 1, 5))},
            ),
        ),
        passes=(
            "Maya was not brought to her hearing test.",
            "Dana did not attend the meeting.",
            "Maya did not attend two lessons on Monday.",
            "Maya missed her dad.",
        ),
        needs=_NOT_COME,
        find_in_sentence=_was_not_brought,
    ),
    Rule(
        id="person-centred/voice-formula",
        principle="person-centred",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("voice",),
        message="A formula in place of a voice.",
        why="“Views obtained” tells nobody what the person said, showed or wanted.",
        try_="Write their words, or what they did; if neither, why not and when you will try again.",
        source="OFS",
        flags=(
            "|Wishes and feelings obtained.|",
            "|She would not open up.|",
            "|Happy and settled.|",
            "|Maya was given the opportunity to contribute.|",
            "|Not applicable.|",
        ),
        passes=(
            'Maya said, "I like Tuesdays."',
            "I did not speak with Maya because she was asleep; I will ask on Friday.",
            "Maya does not use speech. She turned her head away when the cup came.",
            "Maya said she is happy at school.",
        ),
        find_in_paragraph=_formula,
    ),
    Rule(
        id="person-centred/voice-of-others",
        principle="person-centred",
        severity=Severity.WARNING,
        scope="note",
        fields=("voice",),
        message="This is what other people think, not the person's own voice.",
        why="Others speak for the person most easily exactly when nobody has asked them.",
        try_="Move it, and write what the person said, showed or did.",
        source="WE",
        flags=(
            Example({"voice": "|Mum thinks she is happy at school.|"}),
            Example({"voice": "|Dana says she likes it there. Her teacher feels she is shy.|"}),
        ),
        passes=(
            Example({"voice": 'Dana says she is happy. Maya said, "I hate it there."'}),
            Example({"voice": "Maya said she wants to go back."}),
        ),
        find_in_note=_only_others,
    ),
    Rule(
        id="person-centred/voice-without-words",
        principle="person-centred",
        severity=Severity.INFO,
        scope="note",
        fields=("voice",),
        message="Nothing here was said, shown or done by the person.",
        why="Their own words and ways are what a reader, and they themselves, will look for.",
        try_="Write a sentence of theirs as they said it, or what they did.",
        source="WE",
        missing=True,
        flags=(
            Example({"voice": "She is a lively girl with a love of school."}),
            Example({"voice": "Friendly child."}),
        ),
        passes=(
            Example({"voice": "She turned her head away."}),
            Example({"voice": "I did not see Maya because she was at school."}),
        ),
        find_in_note=_nothing_heard,
    ),
    Rule(
        id="person-centred/name-missing",
        principle="person-centred",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="The person is not named anywhere in the note.",
        why="A note that never names the person is mostly about somebody else.",
        try_="Write their name where they are meant.",
        source="WE",
        flags=(
            Example({"facts": "Dana showed me the kitchen and the meter. " * 7}),
            Example({"facts": "She drew at the table and sang to the cat. " * 7}),
        ),
        passes=(
            Example({"facts": "Dana showed me the kitchen and the meter. " * 7, "voice": "Maya sang."}),
            Example({"facts": "I rang Dana."}),
        ),
        find_in_note=_name_missing,
    ),
    Rule(
        id="person-centred/adults-in-front",
        principle="person-centred",
        severity=Severity.INFO,
        scope="note",
        fields=(),
        message="The child is named once, and the adults many times.",
        why="Where the adults' needs fill the record, the child is easily lost from sight.",
        try_="Ask what each of these things is like for the child, and write it.",
        source="OFS",
        kinds=("child",),
        flags=(
            Example({"facts": "Maya was in. " + "Dana showed me the kitchen and the meter. " * 11}),
            Example(
                {"facts": "Mum is worried about the debts and has rung her sister. " * 9 + "Maya slept."}
            ),
        ),
        passes=(
            Example({"facts": "Maya was in. " + "Dana showed Maya the kitchen and the meter. " * 11}),
            Example({"facts": "Maya was in. Dana rang."}),
        ),
        find_in_note=_adults_in_front,
    ),
    Rule(
        id="person-centred/voice-empty",
        principle="person-centred",
        severity=Severity.MUST,
        scope="note",
        fields=("voice",),
        message="The person's own voice is missing.",
        why="Reviews after serious harm keep finding that nobody wrote down what the child or adult said.",
        try_="Write what they said, showed or did; if it was not obtained, say why and when you will ask.",
        source="SEED",
        missing=True,
        flags=(
            Example({"facts": "I saw Maya at home."}),
            Example({"facts": "I rang Dana."}, {"contact": "phone call", "seen": False}),
        ),
        passes=(
            Example({"voice": 'Maya said, "I like it here."'}),
            Example({"voice": "I did not see Maya: she was at school."}, {"seen": False}),
        ),
        find_in_note=_voice_empty,
    ),
    Rule(
        id="person-centred/seen-not-said",
        principle="person-centred",
        severity=Severity.MUST,
        scope="note",
        fields=(),
        message="The note does not say whether the person was seen, and seen alone.",
        why="Whether a child was seen alone is the first question after harm, and nobody remembers later.",
        try_="Press F2 and say whether they were seen, and alone; the voice field is for why not.",
        source="SCIE",
        flags=(Example(known={"seen": None, "seen_alone": None}), Example(known={"seen_alone": None})),
        passes=(Example(), Example(known={"contact": "phone call", "seen": None, "seen_alone": None})),
        find_in_note=_seen_unsaid,
    ),
]
