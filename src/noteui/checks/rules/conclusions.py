"""Evidence-based: conclusions with nothing behind them, a clinician's words, verdicts, and what is not there."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.note import Author
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.phrases import Listed
from noteui.checks.prose import Sentence
from noteui.checks.rule import Example, Hit, MoveSentence, Rule
from noteui.checks.rules.claims import about, has_basis, is_doubted, is_reported
from noteui.checks.rules.states import stated_of_somebody
from noteui.checks.setting import Setting
from noteui.checks.whole import Whole

_CONCLUSION = Cue(
    r"(?:\b(?:is|are|was|were|remains?|seems?|appears?|looks?|be|becoming)|\b(?:he|she|it|that|this|there|what|who|mum|mam|dad|everything|nothing|nobody)'s)(?:n't| not| no longer)?"
    r"(?: (?:\w+ly|very|just|still|all|really|simply|now|always|the))? {key}\b",
    key=words("conclusions"),
)
_FORECAST = Cue(
    r"\b(?:will|won't|would|wouldn't|he'll|she'll|they'll|(?:is|are) (?:bound|sure|certain|guaranteed|never going|always going|going) to|never going to)"
    r"(?: (?:not|never|always|only|just|soon|probably|inevitably|simply|be|eventually))*? {key}\b",
    key=words("forecasts"),
)
_OWNED = frozenset("i i'm i've i'd i'll my me mine we we're we've our us".split())
_COMMON = frozenset(words("says-nothing"))
_TOO_LITTLE_TO_SHARE = 60
_TELLING_WORDS = 8
_SHARED = 2
"""Words that an opinion has in common with the facts that it rests on, at least."""
_SHORT = 10
_GOING_ON = lazily(
    r"(?:because|this is because|that is because|for example|for instance|i (?:saw|heard|watched|counted|read|base)|(?:\w+ )?(?:told me|said|showed me))\b"
)
_TOO_SHORT = 3
_LEANING = frozenset(("that", "this", "these", "those", "both", "neither", "either"))
_NOT_A_CLAIM = frozenset(
    ("strength", "strengths", "points", "see", "awaiting", "stated", "mentioned", "noted")
)
_VERDICT = Cue(
    r"\b{key}(?: (?:\w+ ){{0,4}})?(?:is|was|are|were|remains?|remained|has been|seems?|seemed|appears?|appeared)(?: (?:\w+ly|very|so|a bit|quite|pretty|rather|just|also|still|often))* {verdict}\b",
    key=words("verdict_subjects"),
    verdict=words("verdicts"),
)
_WANTING = Cue(
    r"\b(?:{key}|leav(?:es|ing)) (?:a lot|a great deal|much|something|plenty) to be desired\b",
    key=("left", "leaves", "leave", "leaving"),
)
_CAPACITY = Cue(
    r"\b(?:lack(?:s|ed|ing)?|has|had|have|without|no|does not have|did not have) (?:full |mental |the )?{key}\b"
    r"(?! (?:to\b|for\b|about\b|in relation|assess|around\b|regarding|at\b|of\b))",
    key=("capacity",),
)
_ASSESSED = frozenset("assessed assessment presumed decision form mca test".split())
_DIAGNOSIS = Cue(
    r"\b(?P<verb>is|was|are|has|had|have|seems?|seemed|appears?|appeared|presents? with|presented with|suffers? (?:from|with)|with|displays?|shows? signs of|showing signs of)"
    r"(?: (?:clearly|obviously|definitely|probably|severely|very|quite|also|both|an|a|some|undiagnosed|classic|to be|to have))* {key}\b",
    key=words("diagnoses"),
)
_HAS = ("has", "had", "have", "with")
_SOURCED = frozenset(
    "diagnosed diagnosis letter record records gp dr psychiatrist paediatrician consultant hospital report assessment prescribed "
    "takes medication camhs register plan clinic nurse since ward".split()
)
_QUALIFIED = frozenset(words("clinical_roles"))
_TOOL = Listed("tools")
_RESULT = lazily(r"\d|\b(?:score|scored|dated|attached|referr|low|medium|high|standard)\b")


def _unbacked(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    for number, placed in enumerate(paragraph.sentences):
        sentence = placed.sentence
        if not sentence.vocabulary.isdisjoint(_OWNED) or has_basis(sentence) or sentence.text.endswith("?"):
            continue
        if _goes_on_to_say_why(paragraph, number):
            continue
        span = _claim(sentence, setting)
        if span is None and _is_flat(sentence) and not _is_of_an_argument(paragraph, number):
            span = 0, len(sentence.text)
        if span is not None:
            yield Hit(placed.start + span[0], placed.start + span[1])


def _is_flat(sentence: Sentence) -> bool:
    """True for a short sentence that nobody owns: in an opinion it can only be a claim."""
    if not _TOO_SHORT <= sentence.word_total <= _SHORT or is_doubted(sentence, len(sentence.text)):
        return False
    return sentence.vocabulary.isdisjoint(_NOT_A_CLAIM)


def _is_of_an_argument(paragraph: Paragraph, number: int) -> bool:
    """True where a sentence leans on the one before it, which says on what it rests."""
    sentence = paragraph.sentences[number].sentence
    if not number or sentence.words[0].folded not in _LEANING:
        return False
    before = paragraph.sentences[number - 1].sentence
    return has_basis(before) or before.word_total > _SHORT


def _goes_on_to_say_why(paragraph: Paragraph, number: int) -> bool:
    if number + 1 == len(paragraph.sentences):
        return False
    after = paragraph.sentences[number + 1].sentence
    return _GOING_ON.match(after.folded) is not None


def _claim(sentence: Sentence, setting: Setting) -> tuple[int, int] | None:
    for cue in (_FORECAST, _CONCLUSION):
        match = cue.search(sentence)
        if match is None or is_reported(sentence, match.start()) or is_doubted(sentence, match.end()):
            continue
        return match.start(), match.end()
    return stated_of_somebody(sentence, setting)


_VERDICTS: tuple[Cue | Listed, ...] = (_VERDICT, _WANTING)


def _verdict(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for cue in _VERDICTS:
        match = cue.search(sentence)
        if match is None or is_reported(sentence, match.start()) or is_doubted(sentence, match.start()):
            continue
        if has_basis(sentence):
            continue
        mends = (MoveSentence("opinion"),) if sentence.field == "facts" else ()
        yield Hit(match.start(), match.end(), mends=mends)
        return


def _capacity(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _CAPACITY.search(sentence)
    if (
        match is not None
        and not is_reported(sentence, match.start())
        and sentence.vocabulary.isdisjoint(_ASSESSED)
    ):
        yield Hit(match.start(), match.end())


def _diagnosis(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _DIAGNOSIS.search(sentence)
    if match is None or is_reported(sentence, match.start()) or is_doubted(sentence, match.start()):
        return
    if not sentence.all_words.isdisjoint(_SOURCED) or any(char.isdigit() for char in sentence.text):
        return
    if about(sentence, match.start(), setting) in ("writer", "thing") or _is_clinical(setting):
        return
    held = match["verb"].startswith(_HAS)
    yield Hit(match.start(), match.end(), severity=Severity.INFO if held else Severity.WARNING)


def _is_clinical(setting: Setting) -> bool:
    author = setting.note.author
    return author is not None and any(role in author.role.lower() for role in _QUALIFIED)


def _no_basis(whole: Whole, setting: Setting) -> Iterator[Hit]:
    field = whole.fields["opinion"]
    if field.is_empty or field.word_total < 6:
        return
    if field.noticed_in_sentences("basis", _bases) or field.has_word(frozenset(("unknown", "cannot", "yet"))):
        return
    paragraph, start = next(
        (p, s) for p, s in zip(field.paragraphs, field.starts, strict=True) if p.sentences
    )
    placed = paragraph.sentences[0]
    yield Hit(start + placed.start, start + placed.end, field="opinion")


def _bases(sentence: Sentence) -> list[bool]:
    return [True] if has_basis(sentence) else []


def _apart_from_facts(whole: Whole, setting: Setting) -> Iterator[Hit]:
    opinion, facts = whole.fields["opinion"], whole.fields["facts"]
    if opinion.is_empty or facts.is_empty or not whole.is_longer_than(_TOO_LITTLE_TO_SHARE):
        return
    said = frozenset(word for _, word in opinion.noticed_in_sentences("tells", _tells))
    if len(said) >= _TELLING_WORDS and not facts.has_some_of(said, _SHARED):
        yield Hit(None, None, field="opinion")


def _tells(sentence: Sentence) -> list[str]:
    """The words of a sentence that say what it is about, names and numbers among them."""
    return sorted(sentence.all_words - _COMMON)


def _no_opinion(whole: Whole, setting: Setting) -> Iterator[Hit]:
    if (
        setting.is_contact_with_person
        and whole.fields["opinion"].is_empty
        and not whole.fields["facts"].is_empty
    ):
        yield Hit(None, None, field="opinion")


def _tool(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    for number, placed in enumerate(paragraph.sentences):
        sentence = placed.sentence
        for match in _TOOL.finditer(sentence):
            words_there = sentence.text[match.start() : match.end()]
            if " " not in words_there and not words_there[:2].isupper():
                continue
            near = paragraph.sentences[number : number + 2]
            if not any(_RESULT.search(other.sentence.folded) for other in near):
                yield Hit(placed.start + match.start(), placed.start + match.end())
            break


_A_KITCHEN = (
    "I saw Maya in the kitchen at noon with her brother. The sink was full of plates and the floor was wet by the "
    "back door. Dana made toast and Theo ate it at the table. The boiler was on. There was milk in the fridge."
)
_ON_SCHOOL = "I think that lessons, friends and homework will suffer, because attendance fell last term by eleven sessions."
_ON_MONEY = (
    "In my view rent arrears explain this, because landlords wrote twice about eviction before Christmas."
)

RULES = [
    Rule(
        id="evidence-based/conclusion-without-basis",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("opinion",),
        message="A conclusion with nothing behind it.",
        why="A view with its reasons can be weighed; one without can only be believed or not.",
        try_="Say that it is your view, and add “because” and what you saw, heard or read.",
        source="IRISS",
        flags=(
            "The placement |is not right for| her.",
            "Dana |will be back| with him soon.",
            "Dana |is not coping|.",
        ),
        passes=(
            "I think the placement is not right for her, because she has run from it twice.",
            "Dana may go back to him.",
            "The placement is working. She told me that she sleeps through.",
        ),
        reach=1,
        find_in_paragraph=_unbacked,
    ),
    Rule(
        id="evidence-based/verdict",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="A verdict in place of what was found.",
        why="Two readers picture two different things; what was there pictures one.",
        try_="Write what you saw, heard or counted.",
        source="SEED",
        gives_way_to=("real/soft-word", "real/mark-given"),
        flags=("Her |approach was unacceptable|.", "His |tone was disgraceful|."),
        passes=("Dana said his tone was shocking.", "The care was poor: no turn was charted on 3 nights."),
        needs=_VERDICTS,
        find_in_sentence=_verdict,
    ),
    Rule(
        id="evidence-based/capacity-bare",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family", "actions"),
        message="Capacity for which decision, assessed by whom and when?",
        why="Capacity belongs to one decision at one time; bare, it takes away every choice at once.",
        try_="Name the decision, who assessed it and the date.",
        source="K",
        flags=("Mr Ellis |lacks capacity|.", "She |has capacity| and went home."),
        passes=("She has capacity to decide where she lives.", "Dr Amos assessed that she lacks capacity."),
        needs=(_CAPACITY,),
        find_in_sentence=_capacity,
    ),
    Rule(
        id="evidence-based/diagnosis",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="A diagnosis, with nobody who made it.",
        why="A diagnosis follows a person from record to record, whoever made it and whether or not anyone did.",
        try_="Say who made the diagnosis and when, or write only what was seen.",
        source="K",
        flags=("Dana |is clearly bipolar|.", "She |seems psychotic|."),
        passes=(
            "Dana said that she is bipolar.",
            "The letter of 3 May says he is autistic.",
            Example(
                {"facts": "Dana is psychotic."}, {"author": Author("Ann Lee", "community psychiatric nurse")}
            ),
        ),
        needs=(_DIAGNOSIS,),
        find_in_sentence=_diagnosis,
    ),
    Rule(
        id="evidence-based/tool-without-result",
        principle="evidence-based",
        severity=Severity.INFO,
        scope="paragraph",
        fields=("facts", "opinion"),
        message="A tool named, without its date or result.",
        why="The result is what the next reader needs, and a second one can be set beside it.",
        try_="Give the date and the score or grade.",
        source="WE",
        flags=("I completed the |DASH| with her.", "An |SDQ| was done at school."),
        passes=("The DASH score on 12 May was 11.", "She must dash for the bus."),
        reach=1,
        find_in_paragraph=_tool,
    ),
    Rule(
        id="evidence-based/no-basis",
        principle="evidence-based",
        severity=Severity.INFO,
        scope="note",
        fields=("opinion",),
        message="No view here says what it rests on.",
        why="A view with its reasons can be weighed; one without can only be believed or not.",
        try_="Add “because” and what you saw, heard or read.",
        source="IRISS",
        flags=(
            Example({"opinion": "|I think that Theo is well loved.|"}),
            Example({"opinion": "|Perhaps the plan is right for them.| Perhaps it is not."}),
        ),
        passes=(
            Example({"opinion": "Maya is doing well because she sleeps in her own bed."}),
            Example({"opinion": "I do not know yet why she stopped."}),
        ),
        find_in_note=_no_basis,
    ),
    Rule(
        id="evidence-based/no-opinion",
        principle="evidence-based",
        severity=Severity.INFO,
        scope="note",
        fields=("opinion",),
        message="Nothing says what this means for the person.",
        why="Facts alone leave the next reader to draw their own conclusion, and to guess at yours.",
        try_="Say in a sentence what you think it means for them, and why.",
        source="WE",
        missing=True,
        flags=(
            Example({"facts": "The flat was cold."}),
            Example({"facts": "Two bottles stood by the sofa.", "voice": "Maya drew a boat."}),
        ),
        passes=(
            Example({"facts": "The flat was cold.", "opinion": "I think it is too cold for a baby."}),
            Example({"facts": "Dr Amos rang."}, {"contact": "phone call"}),
        ),
        find_in_note=_no_opinion,
    ),
    Rule(
        id="evidence-based/opinion-apart-from-facts",
        principle="evidence-based",
        severity=Severity.INFO,
        scope="note",
        fields=("opinion",),
        message="The opinion and the facts share hardly a word: which of them does it rest on?",
        why="A view that nothing in the note leads to cannot be tested, nor put right.",
        try_="Name in the opinion what you saw or heard that led to it.",
        source="IRISS",
        flags=(
            Example({"facts": _A_KITCHEN, "opinion": _ON_SCHOOL}),
            Example({"facts": _A_KITCHEN, "opinion": _ON_MONEY}),
        ),
        passes=(
            Example({"facts": _A_KITCHEN, "opinion": _ON_SCHOOL + " Maya ate no toast."}),
            Example({"facts": _A_KITCHEN, "opinion": "In my view this was a calm afternoon."}),
        ),
        find_in_note=_apart_from_facts,
    ),
]
