"""Evidence-based: what was seen stands apart from what it is taken to mean, and each view has its basis."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.cue import Cue, words
from noteui.checks.finding import Severity
from noteui.checks.lexicon import is_attributed
from noteui.checks.prose import WORD, Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, MoveSentence, Rule
from noteui.checks.setting import Paragraph, Setting, Whole

_OWN_VIEW = re.compile(
    r"\b(?:i (?:strongly |really |firmly |do |just |also )?(?:think|feel|believe|suspect|consider|assume|doubt|sense|reckon|conclude|am (?:sure|certain|convinced|satisfied|confident|not convinced)|would (?:say|suggest))(?! (?:he|she|they|it) (?:said|told))"
    r"|in my (?:view|opinion|judgement|assessment|experience|professional \w+)|my (?:view|opinion|impression|sense|feeling|assessment|analysis|worry|concern) (?:is|was)|to my mind|it is my (?:view|opinion)"
    r"|(?:this|which|it) (?:suggests|indicates|implies|means|demonstrates|shows|tells me) (?:that|to me|he|she|they))\b"
)
_UNOWNED = re.compile(
    r"\b(?:(?:it (?:is|was|has been) (?:also |generally |widely |strongly |clearly )?(?:felt|thought|believed|considered|deemed|assessed|perceived|agreed by all|suspected|feared|clear|evident|apparent|obvious)\b)"
    r"|there (?:are|is|were|remain|have been|has been|continue to be|remains) (?:\w+ ){0,2}(?:concerns?|worr(?:y|ies)|issues|anxiet(?:y|ies)|a (?:feeling|sense|view|belief|risk|likelihood))"
    r"|(?:concerns?|worries|questions) (?:have been|were|was|are|remain|has been|had been) (?:\w+ )?(?:raised|noted|expressed|identified|voiced|high|ongoing|there)"
    r"|(?:professionals|staff|the team|the network|agencies|workers|we|everyone|the group|those present|the school|school|the ward|services|management) (?:all |also |strongly |generally )?(?:feel|feels|felt|think|thinks|thought|believe|believes|believed|consider|considers|considered|are (?:concerned|worried|of the view)|is of the view|agree that|have concerns|suspect)\b"
    r"|(?:the )?(?:general|overall|professional) (?:view|feeling|consensus|opinion) (?:is|was)|one (?:feels|wonders|suspects)|questions must be asked)"
)
_BASIS = re.compile(
    r"\b(?:because|since|as (?:he|she|they|i|it|the|her|his|there|both)|due to what|based on|given (?:that|what|the)|in light of|evidenced by|for example|such as|including|namely|so that|according to|i (?:saw|heard|noticed|watched|counted|read|measured)|"
    r"when (?:he|she|they|i)|which (?:shows?|is why)|the reasons? (?:are|is)|on (?:the )?\d)\b|[\d“\"]"
)
_CERTAIN = Cue(r"\b{key}(?: that)?\b", key=words("certainty"))
_PRONOUN = r"(?:he|she|they|mum|mam|dad|mother|father|parents|the (?:mother|father|parents|child|family|couple)|both parents)"
_ABSOLUTE = re.compile(
    r"\b(?:always|never|constantly|continually|every time|all the time|at all times|only ever|nothing (?:will|ever)|won't ever|will always|will never|"
    r"incapable of|cannot (?:be )?(?:trusted|change)|no (?:interest|intention|insight|empathy|remorse|regard|respect|idea) (?:whatsoever|at all|in|of|for|into)?|totally|completely|utterly|absolutely)\b"
)
_ABSOLUTE_OK = re.compile(
    r"\b(?:\d|register|record|log|said|says|told|asked|because|since|except|seen alone|met|been (?:seen|to|in)|before|spoken|frightened|heard)\b"
)
_SOMEBODY = frozenset(
    "he she they mum mam mummy dad daddy mother father parents parent nan gran grandmother grandfather grandad "
    "sister brother siblings sibling boys girls children child baby family couple partner boyfriend girlfriend "
    "husband wife son daughter carer carers i we who everyone everybody both pt patient client".split()
)
_FEELING = re.compile(
    r"\b(?P<verb>is|was|are|were|seems?|seemed|looks?|looked|appears?|appeared|feels|felt|became|becomes|presents? as|presented as|came across as|comes across as|being)"
    r"(?: to be)?(?: (?:very|quite|really|so|too|rather|clearly|obviously|a bit|a little|extremely|visibly|still|just|only|somewhat|fairly|generally|always|also|not))*"
    r" (?P<state>upset|angry|anxious|frightened|scared|afraid|sad|happy|unhappy|depressed|distressed|withdrawn|confused|nervous|jealous|bored|ashamed|embarrassed|guilty|resentful|paranoid|stressed|suspicious|terrified|traumatised|desperate|"
    r"drunk|intoxicated|under the influence|hung ?over|stoned|high|abusive|aggressive|hostile|intimidating|controlling|manipulative|defensive|evasive|vague|guarded|dismissive|uncooperative|difficult|obstructive|rude|cold|distant|disinterested|uninterested|indifferent|lazy|selfish|immature|irresponsible|neglectful|uncaring|unfit|unsafe|not coping|struggling|overwhelmed|in denial|lying|being (?:bullied|abused|groomed|exploited|controlled|neglected|difficult|manipulative|dishonest)|dishonest|attention[- ]seeking|disguising|hiding something|bonded|attached|loving|inappropriate|appropriate|chaotic|volatile|unstable|unreliable|settled|unsettled|low in mood|in good spirits|ill at ease|on edge|uncomfortable|relaxed|at ease|over ?protective|over ?anxious|clingy|needy|demanding|unkempt|dishevelled)\b"
)
_FEELING_BASIS = re.compile(
    r"\b(?:because|cried|crying|tears|shaking|shook|shouted|said|told|smiled|laughed|hid|when|after|as (?:he|she|i|they)|looked at|pulled|turned|sat|held|voice|hands|eyes|smelled|smelt|slurred)\b|[“\":\d]"
)
_MOTIVE = re.compile(
    r"\b(?:knows? (?:exactly|full well|perfectly well|very well|what (?:he|she|they) (?:is|are))|knew (?:exactly|full well|perfectly well)|"
    r"(?:is |was |are )?(?:only|just|really|simply|merely) (?:interested in|after|wants?|wanted|doing (?:it|this)|trying|pretending|saying)|"
    r"(?:is|was|are|were) (?:trying|attempting|looking|out) to (?:get|avoid|hide|manipulate|cover|impress|control|please|make|wind|cause|deflect|provoke|blame|upset|punish)|"
    r"(?:is|was|are|were) (?:deliberately|intentionally|knowingly|wilfully|purposely)|(?:deliberately|intentionally|knowingly|wilfully|on purpose|out of spite|to get attention|for attention|for sympathy|to get (?:out of|back at)|to spite)\b|"
    r"(?:did|does|do) not (?:care|understand|want|appreciate|realise|recognise|see|prioritise|take (?:it |this )?seriously|love|like|trust|believe|respect|accept)|(?:doesn't|didn't|don't) (?:care|understand|want|appreciate|realise|prioritise|take)|"
    r"has given up|have given up|has no (?:interest|idea|insight|intention|motivation)|could not care less|couldn't care less|pretend(?:ed|s|ing)?|lack(?:s|ed|ing)? (?:of )?(?:insight|empathy|motivation|understanding|interest|emotional warmth)|"
    r"(?:refus(?:es|ed|ing)|unwilling|unable) to (?:accept|acknowledge|see|recognise|take responsibility|prioritise|put)|in denial|minimis(?:es|ed|ing)|play(?:s|ed|ing)? (?:it |things |this )?down|down ?play(?:s|ed|ing)?|exaggerat(?:es|ed|ing)|"
    r"putt?(?:s|ing)? (?:his|her|their) own needs|(?:prioritis(?:es|ed|ing)) (?:his|her|their|alcohol|drugs|the (?:relationship|partner))|too scared to|frightened to|afraid to|does not want to say|"
    r"(?:caused by|the (?:reason|cause) (?:is|was|of)|is the reason|as a result of (?:his|her|their|the)|the (?:real|underlying) (?:reason|cause)))\b"
)
_CONSISTENT = re.compile(
    r"\b(?:consistent with|suggestive of|indicative of|in keeping with|non[- ]accidental|a sign of|typical of|symptomatic of|characteristic of|points? to)\b"
)
_CLINICIAN = re.compile(
    r"\b(?:dr|doctor|paediatrician|consultant|radiologist|nurse|gp|report|letter|registrar|midwife|hospital)\b"
)
_SAID_BEFORE = re.compile(
    r"\b(?:said|says|told|wrote|asked|described|reported|replied|explained|stated|texted|answered)\b"
)


def _own_view(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _OWN_VIEW.finditer(sentence.plain):
        if _SAID_BEFORE.search(sentence.plain[: match.start()]):
            continue
        yield Hit(match.start(), match.end(), mends=(MoveSentence("opinion"),))
        return


def _unowned(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _UNOWNED.finditer(sentence.plain):
        if _SAID_BEFORE.search(sentence.plain[: match.start()]):
            continue
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{sentence.text[match.start() : match.end()]}”: whose view is this?",
        )


def _certain(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _CERTAIN.finditer(sentence):
        rest = sentence.plain[match.end() : match.end() + 20]
        if match[0] in ("clearly", "plainly") and re.match(
            r" (?:marked|labelled|written|visible|visibly|see|seen|hear|said|spoke|audible)", rest
        ):
            continue
        if re.search(
            r"\b(?:spoke|speak|write|wrote|explain(?:ed)?|hear|see|hear \w+|said it) (?:very )?$",
            sentence.plain[: match.start()],
        ):
            continue
        before = sentence.plain[max(0, match.start() - 5) : match.start()]
        if before.endswith("not "):
            continue
        mends = (MoveSentence("opinion"),) if sentence.field == "facts" else ()
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{sentence.text[match.start() : match.end()]}” stands in for what was seen.",
            mends=mends,
        )


def _absolute(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if _ABSOLUTE_OK.search(sentence.plain):
        return
    about_person = sentence.vocabulary & setting.names or re.search(rf"\b{_PRONOUN}\b", sentence.plain)
    for match in _ABSOLUTE.finditer(sentence.plain):
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{sentence.text[match.start() : match.end()]}” leaves no room for the time that it was not so.",
            severity=Severity.WARNING
            if about_person
            and match[0]
            in ("always", "never", "will always", "will never", "constantly", "every time", "all the time")
            else Severity.INFO,
        )


def _feeling(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    for number, placed in enumerate(paragraph.sentences):
        sentence = placed.sentence
        match = _FEELING.search(sentence.plain)
        if match is None or is_attributed(
            sentence, len([w for w in sentence.words if w.end <= match.start()])
        ):
            continue
        after = paragraph.sentences[number + 1].sentence.text if number + 1 < len(paragraph.sentences) else ""
        if _FEELING_BASIS.search(sentence.plain[match.end() :]) or sentence.quoted:
            continue
        if not _is_person(sentence.plain[: match.start()], setting):
            continue
        if re.match(
            r"(?:he|she|they|his|her) (?:\w+ )?(?:cried|shook|was crying|shouted|had tears|said|hid|was shaking|turned|kept)",
            after.lower(),
        ):
            continue
        if re.search(
            r"\b(?:not sure|unsure|whether|if|asked|may|might|could|wonder)\b",
            sentence.plain[: match.start()],
        ):
            continue
        yield Hit(
            placed.start + match.start(),
            placed.start + match.end(),
            message=f"“{sentence.text[match.start('state') : match.end('state')]}” is a conclusion: what showed it?",
            mends=(MoveSentence("opinion"),) if sentence.field == "facts" else (),
        )


def _is_person(before: str, setting: Setting) -> bool:
    """Whether the words before a verb end in somebody, and not in a room or a thing."""
    last = {word.removesuffix("'s") for word in WORD.findall(before)[-3:]}
    return bool(last & (setting.names | _SOMEBODY))


def _motive(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    match = _MOTIVE.search(sentence.plain)
    if match is None or is_attributed(sentence, len([w for w in sentence.words if w.end <= match.start()])):
        return
    if re.search(
        r"\bi (?:did|do|don't|didn't)?\s*(?:not )?$|\bi (?:am|was) (?:not )?$|\bwe (?:do|did) $|\bi \w* ?$",
        sentence.plain[: match.start()],
    ):
        return
    if sentence.field == "opinion" and _BASIS.search(sentence.plain):
        return
    mends = (MoveSentence("opinion"),) if sentence.field == "facts" else ()
    yield Hit(match.start(), match.end(), message="This reads another person's mind.", mends=mends)


def _consistent(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _CONSISTENT.finditer(sentence.plain):
        if _CLINICIAN.search(sentence.plain):
            continue
        yield Hit(match.start(), match.end())


def _no_basis(whole: Whole, setting: Setting) -> Iterator[Hit]:
    field = whole.fields["opinion"]
    if field.is_empty or field.word_total < 6:
        return
    if any(_BASIS.search(paragraph.folded) for paragraph in field.paragraphs):
        return
    if re.search(r"\b(?:do not know|cannot (?:say|comment)|not yet know)\b", field.text.lower()):
        return
    first = next((p, s) for p, s in zip(field.paragraphs, field.starts, strict=True) if p.sentences)
    placed = first[0].sentences[0]
    yield Hit(first[1] + placed.start, first[1] + placed.end, field="opinion")


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
        flags=("|I think| she is tired.", "|In my opinion| the house is too small."),
        passes=('Dana said, "I think she is tired."', "Dana said that in my view it was too small."),
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
        flags=("|It is felt| that the risk is high.", "|There are concerns| about the home."),
        passes=(
            "I am worried about the home because of the wet floor.",
            "Mr Pell said that there are concerns.",
        ),
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
        passes=("The tin was clearly marked.", "She spoke clearly."),
        find_in_sentence=_certain,
    ),
    Rule(
        id="evidence-based/absolute",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="A word that leaves no room.",
        why="One time that it was not so is enough to undo it, and the rest of the note with it.",
        try_="Say how many times of how many, between which dates.",
        source="IRISS",
        flags=("Dana |never| puts the boys first.", "He |always| gets her hopes up."),
        passes=("She has never been seen alone.", "He was late on 3 of 5 days."),
        find_in_sentence=_absolute,
    ),
    Rule(
        id="evidence-based/state-as-fact",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("facts", "family"),
        message="A conclusion about somebody: what showed it?",
        why="What you saw and heard can be tested; the word for it cannot.",
        try_="Write what you saw or heard, and put the conclusion in Professional opinion.",
        source="SEED",
        flags=("Dana |was intoxicated|.", "He |was quite hostile|."),
        passes=("She was upset: she cried and hid her face.", "Dana said she was angry."),
        find_in_paragraph=_feeling,
    ),
    Rule(
        id="evidence-based/motive",
        principle="evidence-based",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="This reads another person's mind.",
        why="Nobody can see a motive; a reader will ask how you knew.",
        try_="Write what was said or done; put what it may mean in Professional opinion with its basis.",
        source="IRISS",
        flags=("She |knows exactly| what she is doing.", "Stacey |has given up|."),
        passes=("She said that she has given up smoking.", "I did not want to wake him."),
        find_in_sentence=_motive,
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
        find_in_sentence=_consistent,
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
            Example({"opinion": "|Maya is doing well in the new house.|"}),
            Example({"opinion": "|The plan is working for the whole family.| It should go on."}),
        ),
        passes=(
            Example({"opinion": "Maya is doing well because she sleeps in her own bed."}),
            Example({"opinion": "I do not know yet why she stopped."}),
        ),
        find_in_note=_no_basis,
    ),
]
