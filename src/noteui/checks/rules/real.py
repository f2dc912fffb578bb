"""Real: what happened on this day. (Stock phrases are a word list.)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.finding import Severity
from noteui.checks.prose import Sentence, unclosed_quotation
from noteui.checks.rule import PROSE_FIELDS, Hit, Rule
from noteui.checks.setting import Paragraph, Setting

_STOCK = re.compile(
    r"\b(?:(?:no|nil|zero|without(?: any)?) (?:\w+ )?(?:concerns?|issues|worries|problems|causes? for concern)(?: (?:were |was )?(?:noted|raised|identified|reported|seen|observed|evident|expressed|today|at this time|at present))?"
    r"|nothing (?:untoward|of note|to (?:note|report|add)|of concern|unusual|out of the ordinary|further to (?:add|report))(?: (?:seen|noted|observed|reported))?"
    r"|all (?:is |was |seems |seemed |appeared |appears )?(?:well|fine|ok|okay|good|in order|appropriate)(?: (?:at|in) (?:home|school))?"
    r"|(?:in )?good spirits|usual routine(?: followed)?|no (?:significant |further |real |major )?changes? (?:since|from|noted|to (?:report|the plan))(?: (?:last|the last|my last|previous) (?:visit|time|contact|note|review))?"
    r"|as (?:per )?(?:before|previous(?:ly)?(?: visit)?|last (?:visit|time)|usual)|same as (?:last time|before|previous)|remains? (?:the same|unchanged|stable|as before)|"
    r"full and frank (?:discussion|exchange)|(?:child|children|family|she|he|they) (?:was|were)? ?seen and spoken to|(?:is|are|was|were) (?:being )?(?:well )?(?:met|cared for)|(?:stable|settled) and (?:meeting|doing|happy|well|progressing)|"
    r"meeting (?:all )?(?:his|her|their|the child's) (?:\w+ )?needs|(?:all )?needs (?:are |were )?(?:being )?met|(?:engaged|engaging|interacted|interacting|presented|presents|presenting|progressing|settled|settling) (?:very )?(?:well|appropriately|positively|nicely)|"
    r"good (?:interaction|rapport|engagement|relationship|attachment|progress|enough)s?|(?:appropriate|positive|warm|lovely|nice|good) (?:interactions?|relationships?|bonds?|attachments?|atmosphere)|strong bond|"
    r"(?:support|advice|reassurance|guidance|words|help) (?:was |were |has been |to be )?(?:offered|given|provided|put in place|had)(?! (?:by|to|that|on|and|because))|(?:firm words|a (?:full|long|frank|good|general|brief) (?:discussion|chat|conversation|talk)) (?:was|were)? ?(?:had|held|took place)|(?:advised|reminded) accordingly|"
    r"plan (?:is |remains )?in place|continue (?:to )?(?:as planned|with (?:the )?plan|monitor(?:ing)?)|will continue to (?:monitor|support|review))\b"
)
_EUPHEMISM = re.compile(
    r"\b(?:(?:poor|bad|not great|not good|below standard|substandard|unacceptable|inadequate|not ideal|good enough|adequate|satisfactory|acceptable|reasonable) (?:home |living )?conditions|(?:home |house |living )?conditions (?:\w+ )?(?:were|are|is|was|remain|continue to be|had been) (?:\w+ )?(?:poor|bad|not great|not good|good|fine|adequate|acceptable|satisfactory|reasonable|concerning|unacceptable|improved|okay|ok|deteriorat\w+|good enough|not ideal|a concern)|"
    r"challenging behaviou?rs?|behaviou?rs? (?:that challenges?|(?:is|was|were|has been|have been) (?:inappropriate|challenging|poor|unacceptable|concerning|an issue))|inappropriate(?:ly)?(?: \w+)?|(?:an|the|another|some|recent|further|previous) (?:incidents?|altercations?|situations?|episodes?)(?= (?:occurred|took|happened|at|with|in|between|last|involving|today|on))|"
    r"(?:poor|good|low|basic|reasonable|personal) hygiene|unkempt|well[- ]presented|(?:clean and )?appropriately dressed|dressed appropriately|boundary issues|issues at (?:home|school)|(?:some|various|certain|ongoing|family|relationship|behavioural|attendance|hygiene|personal) (?:issues|difficulties|problems|dynamics)|"
    r"not (?:in a good place|him ?self|her ?self|quite right|the best)|struggling(?! (?:to|with (?:the|his|her) [a-z]+ ?because))|going through a (?:difficult|tough|hard|bad|rough) (?:time|patch)|tricky|things (?:were|are|have been|got) (?:\w+ )?(?:difficult|tense|heated|better|worse|hard|bad|fraught)|up and down|under the weather|words were (?:had|exchanged)|had words|got physical|became physical|heated (?:discussion|exchange|argument))\b"
)
_AFTER = re.compile(r"\b(?:because|:|namely|for example|such as|including|said|told)\b|[“\"]|\d")


def _stock(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _STOCK.finditer(sentence.plain):
        before = sentence.plain[: match.start()]
        rest = sentence.plain[match.end() :]
        if re.search(r"\b(?:said|says|told|asked|reported|wrote|described|whether|if)\b", before):
            continue
        if match[0].startswith(
            ("good", "positive", "appropriate", "warm", "nice", "strong")
        ) and _AFTER.search(rest):
            continue
        if match[0].startswith(("as usual", "as before", "as previous")) and len(rest) > 25:
            continue
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{sentence.text[match.start() : match.end()]}” would fit any visit.",
        )


def _euphemism(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _EUPHEMISM.finditer(sentence.plain):
        before = sentence.plain[: match.start()]
        if re.search(r"\b(?:said|says|told|asked|reported|wrote|described)\b", before):
            continue
        if _AFTER.search(sentence.plain[match.end() : match.end() + 40]):
            continue
        if match[0] == "inappropriate" and sentence.field == "opinion":
            continue
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{sentence.text[match.start() : match.end()]}” stands in for what was seen.",
        )


def _unclosed(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    at = unclosed_quotation(paragraph.text)
    if at is not None:
        yield Hit(at, at + 1)


RULES = [
    Rule(
        id="real/stock-phrase",
        principle="real",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A phrase that would fit any visit.",
        why="Stock phrases make each visit look like the last, and hide the day on which it was not.",
        try_="Say what you looked at or asked about, and what you found.",
        source="LGSCO",
        flags=("|No concerns noted|.", "Maya is |engaging well|."),
        passes=("I saw no marks on her face or arms.", "Dana said there were no problems with sleep."),
        find_in_sentence=_stock,
    ),
    Rule(
        id="real/euphemism",
        principle="real",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "voice", "family"),
        message="A soft word for what was seen.",
        why="The soft word spares the writer and leaves the reader to guess.",
        try_="Write what you saw, heard or smelt, and where.",
        source="WE",
        flags=("|Home conditions were poor|.", "His |challenging behaviour| went on."),
        passes=(
            "The sink was full of plates and the floor was wet.",
            "Dana said conditions were poor in the last flat.",
        ),
        find_in_sentence=_euphemism,
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
