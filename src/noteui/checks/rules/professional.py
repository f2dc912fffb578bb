"""Professional: respectful, reasoned, fit to be read aloud. (Blaming words and slang are word lists.)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.actions import parse_action
from noteui.checks.finding import Severity
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Replace, Rule
from noteui.checks.rules.jargon_free import expansions, plain
from noteui.checks.setting import Paragraph, Setting, Whole

_BLAME = re.compile(
    r"\b(?:put(?:s|ting)? (?:him|her|them)sel(?:f|ves) (?:at risk|in (?:risky|dangerous|danger|harm|vulnerable|a risky|a vulnerable|situations)[\w' ]*?(?:situations?|positions?|way)?)"
    r"|plac(?:es|ed|ing) (?:him|her|them)sel(?:f|ves) (?:at risk|in \w+ \w+)|fail(?:s|ed|ing)? to (?:protect|engage|attend|safeguard|co-?operate|prioriti[sz]e|comply|recogni[sz]e|acknowledge|keep|provide|take|ensure|respond|meet|show|manage|make)"
    r"|refus(?:es|ed|ing) to (?:engage|co-?operate|work with|leave|listen|accept help|take responsibility|change|comply)|(?:not|non)[- ]?(?:engaging|complian\w+|compliant)|disengag(?:ed|es|ing)|allow(?:s|ed|ing)? (?:him|the (?:father|perpetrator|partner)|her ex|her partner) (?:in|into|back|to)"
    r"|cho(?:oses|se|osing) to (?:stay|remain|go back|return|live|be with|put)|keeps? going back|go(?:es|ing)? back to (?:him|them)|asking for it|brought (?:it|this) on (?:him|her|them)sel(?:f|ves)|only (?:him|her|them)sel(?:f|ves) to blame|own worst enemy|help (?:him|her|them)sel(?:f|ves)|(?:plays?|playing) the victim"
    r"|mak(?:es|ing) (?:poor|bad|unwise|the wrong) (?:choices|decisions)|making better choices|lifestyle choices?|(?:puts?|putting) (?:him|her|them) first|(?:never|does not|doesn't|won't) put(?:s)? (?:the (?:children|boys|girls|kids)|(?:him|her|them)) first)\b"
)
_SHOUT = re.compile(
    r"!+|(?<![\w’'])[A-Z]{4,}(?:\s+[A-Z]{3,})*(?![\w’'])|[\U0001F300-\U0001FAFF\u2600-\u27BF]"
)
_WRITER = re.compile(
    r"\b(?:gut (?:feeling|instinct)|i am (?:losing patience|fed up|sick of|at a loss|tired of|annoyed|frustrated|disgusted|appalled|shocked|astonished|amazed|not surprised)|i was (?:disgusted|appalled|shocked|annoyed|fuming|horrified)|frankly|to be honest|honestly|typical(?:ly)? of|as usual|as per usual|yet again|once again|surprise surprise|needless to say|"
    r"you cannot help|what a (?:mess|state|shame|family)|here we go|same old|an absolute (?:saint|angel|star|nightmare|disgrace|joke|mess)|(?:we are )?lucky to have|bless (?:him|her|them)|poor (?:thing|love|lamb|mite|soul|lad|girl)|enough is enough|this family|one excuse after another|(?:a )?waste of time|beggars belief|god knows|heaven knows|rubbish|shambles|a (?:joke|disgrace|nightmare))\b"
)
_COLLEAGUE = re.compile(
    r"\b(?:the )?(?P<who>school|police|housing|health|gp|surgery|hospital|ward|social (?:services|care)|children's services|adult services|(?:previous|last|other|allocated) (?:social )?worker|health visitor|midwife|(?:community |mental health |day |night |duty |crisis )?teams?|nursery|teacher|agency|council|cpn|camhs|manager|district nurses?)"
    r"(?: (?:has|have|had|is|are|was|were|have once again|once again|again))? (?:been )?(?:(?:completely|totally|utterly|absolutely|once again|again|as usual|just|simply|still|always|predictably) )*"
    r"(?:useless|hopeless|no help|unhelpful|rude|lazy|incompetent|unprofessional|a joke|failed(?: \w+)?|refused|ignored|sat on|dragg\w+ (?:their|its) (?:feet|heels)|could(?:n't| not) be bothered|dropped the ball|(?:never|don't|doesn't|didn't|won't) (?:bother|bothered|listen|reply|return|ring|pick up|turn up|do)|washed (?:their|its) hands|let (?:\w+ ){1,3}down|off ?loaded|palmed|passed the buck|to blame|wrong as usual|not interested|have not bothered|as they do every time)\b"
)
_DECISION = re.compile(
    r"\b(?:decided (?:to|not to|that|against)|decision (?:is|was|made|to|taken)|agreed (?:to|not to|that|no)|nfa\b|no further action|clos(?:e|ed|ing) (?:the )?(?:case|file|this)|case (?:closed|to (?:be )?close)|to be closed|step(?:ped|ping)? (?:down|up)|(?:threshold )?not met|for icpc|will not be (?:reported|referred|shared)|not (?:to be )?(?:reported|referred))\b"
)
_REASON = re.compile(
    r"\b(?:because|since|so that|so (?:he|she|they|i|we)|as (?:he|she|they|there|the|it|her|his|both|i|we|no)|in order|given|due to|following|after|the reasons? |reason:|to (?:protect|keep|avoid|help|let|give)|in case|until|unless|if)\b"
)


def _blame(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _BLAME.finditer(sentence.plain):
        words = sentence.text[match.start() : match.end()]
        if words.lower().startswith("fail") and re.search(
            r"\b(?:clinic|service|team|council|police|system|car|boiler|battery|landlord|school)\b",
            sentence.plain[: match.start()],
        ):
            continue
        if words.lower().startswith("failed to attend") and setting.is_child:
            continue
        yield Hit(match.start(), match.end(), message=f"“{words}” blames. What was done, and by whom?")


def _shout(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _SHOUT.finditer(sentence.plain_text):
        words = match[0]
        if words[0].isalpha():
            if all(w in expansions() or w in plain() for w in words.split()):
                continue
            if len(words.split()) == 1 and len(words) < 5:
                continue
        mends = (Replace("Write a full stop", match.start(), match.end(), "."),) if words[0] == "!" else ()
        yield Hit(
            match.start(), match.end(), message="Capitals, exclamation marks and pictures shout.", mends=mends
        )


def _writer(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _WRITER.finditer(sentence.plain):
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{sentence.text[match.start() : match.end()]}” is about the writer.",
        )


def _colleague(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    if re.search(r"\b(?:said|told|says)\b", sentence.plain):
        return
    match = _COLLEAGUE.search(sentence.plain)
    if match is not None:
        yield Hit(match.start(), match.end())


def _decision_in_prose(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    for number, placed in enumerate(paragraph.sentences):
        match = _DECISION.search(placed.sentence.plain)
        if match is None:
            continue
        nearby = paragraph.sentences[max(0, number - 1) : number + 2]
        if any(_REASON.search(near.sentence.plain) for near in nearby):
            continue
        if re.search(
            r"\b(?:she|he|they|mum|dad|[a-z]+) (?:has |have )?(?:agreed|decided) (?:to|that)\b",
            placed.sentence.plain,
        ) and not re.search(
            r"\b(?:we|i|it was|meeting|conference|manager|panel|team) (?:\w+ )?(?:agreed|decided)",
            placed.sentence.plain,
        ):
            continue
        if paragraph.field == "actions":
            action = parse_action(paragraph.text)
            if action is not None and action.done:
                continue
        yield Hit(placed.start + match.start(), placed.start + match.end())


def _author_missing(whole: Whole, setting: Setting) -> Iterator[Hit]:
    author = setting.note.author
    if author is None or not author.name.strip() or not author.role.strip():
        yield Hit(None, None)


RULES = [
    Rule(
        id="professional/blame",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "voice", "opinion", "family", "actions"),
        message="This blames.",
        why="Wording that blames the person hides who did the harm, or what help was not there.",
        try_="Write what was offered or done, by whom and when, and what the person said.",
        source="TCS",
        flags=("She |puts herself at risk|.", "Dana |failed to engage| with the clinic."),
        passes=("She was taken to the flat by two adults.", "The clinic failed to engage an interpreter."),
        find_in_sentence=_blame,
    ),
    Rule(
        id="professional/shouting",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="Capitals, exclamation marks and pictures shout.",
        why="They tell how the writer felt; the facts have to carry the weight.",
        try_="Write it plainly.",
        source="HCPC",
        flags=("The door was open |AGAIN|.", "He was late|!!|"),
        passes=('She shouted, "GET OUT!"', "The MARAC met on 3 May."),
        find_in_sentence=_shout,
    ),
    Rule(
        id="professional/writers-feelings",
        principle="professional",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="This is about the writer.",
        why="The record is not the place for the writer's patience; supervision is.",
        try_="Write what happened, and take how it left you to supervision.",
        source="WE",
        flags=("I have a |gut feeling| about him.", "|I am losing patience| with them."),
        passes=('Dana said, "I am fed up."', "I was late and said sorry."),
        find_in_sentence=_writer,
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
        flags=("|The police were useless|.", "|The community team have sat on| the referral."),
        passes=("I asked housing on 2 May and had no reply by 9 May.", "Dana said the school was rude."),
        find_in_sentence=_colleague,
    ),
    Rule(
        id="professional/decision-without-reason",
        principle="professional",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("facts", "opinion", "actions"),
        message="A decision with no reason.",
        why="The reason is what shows later that the decision was sound when it was made.",
        try_="Add why, who decided, and what else was considered.",
        source="PSDP",
        flags=("It was |agreed to| wait.", "|Decision made| by the manager."),
        passes=("It was agreed to wait because the aunt can stay.", "Dana agreed to ring the school."),
        find_in_paragraph=_decision_in_prose,
    ),
    Rule(
        id="professional/author-missing",
        principle="professional",
        severity=Severity.MUST,
        scope="note",
        fields=(),
        message="The note does not say who wrote it, and in which role.",
        why="A record that belongs to nobody cannot be asked about.",
        try_="Give the author's name and role.",
        source="HCPC",
        flags=(Example(known={"author": None}), Example({"facts": "I rang."}, {"author": None})),
        passes=(Example(), Example({"facts": "I rang."})),
        find_in_note=_author_missing,
    ),
]
