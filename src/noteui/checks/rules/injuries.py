"""Accurate: a mark on somebody needs its place, its side and its size."""

from __future__ import annotations

from collections.abc import Iterator

from noteui.checks.cue import Cue, alternatives, words
from noteui.checks.finding import Severity
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence
from noteui.checks.rule import Hit, Rule
from noteui.checks.setting import Setting

_BODY = alternatives(words("body"))
_INJURY = Cue(
    r"(?<![\w-])(?P<lead>(?:[a-z’'-]+ ){{0,4}})(?P<what>{key})(?![\w-])",
    key=words("injuries"),
)
_STATE = (
    "bruised", "grazed", "scratched", "burnt", "burned", "scalded", "blistered", "black and blue", "swollen", "bleeding", "cut", "cut open", "gashed",
    "badly bruised", "puffy and bruised", "all bruised", "all scratched", "covered in scratches", "covered in bruises", "split",
)  # fmt: skip
_IS_HURT = Cue(
    r"\b(?:his|her|their|the|one|maya's|[a-z]+'s) (?:[a-z]+ )?(?P<part>{body}) (?:was|were|is|are|looked|looks|appeared|seemed) (?:(?:badly|very|a bit|quite|visibly|still|also|all|slightly|clearly|rather|and) )*(?P<what>{key})\b",
    key=_STATE,
    body=words("body"),
)
_HURT_HIS = Cue(
    r"\b(?P<what>{key}) (?:his|her|their|the|an?) (?P<part>{body})\b",
    key=(
        "bruised",
        "grazed",
        "scratched",
        "burnt",
        "burned",
        "scalded",
        "hurt",
        "injured",
        "broken",
        "fractured",
        "sprained",
        "dislocated",
        "swollen",
        "broke",
        "banged",
        "gashed",
    ),
    body=words("body"),
)
_BROKEN_PART = Cue(
    r"\b(?:an?|with|has|had) (?:[a-z]+ )?(?P<what>{key}) (?P<part>{body})\b",
    key=(
        "broken",
        "fractured",
        "sprained",
        "dislocated",
        "bruised",
        "swollen",
        "cut",
        "burnt",
        "grazed",
        "scratched",
        "bleeding",
        "sore",
    ),
    body=words("body"),
)
_BODY_WORDS = frozenset(
    part for phrase in words("body") for part in (*phrase.replace("-", " ").split(), phrase.replace(" ", "-"))
)
_NO_SIZE = frozenset(
    ("broken", "broke", "fractured", "sprained", "dislocated", "hurt", "injured", "banged", "sore")
)
_STARTS_IT = lazily(
    r"(?:^|\b(?:an?|some|another|one|two|three|four|five|six|several|multiple|numerous|many|has|have|had|having|with|and|of|"
    r"got|sustained|suffered|saw|noticed|noted|observed|found|showed me|there is|there was|there are|there were|was|is) )"
    r"(?:(?:an?|old|new|fresh|faded|fading|faint|small|large|big|little|tiny|nasty|bad|deep|slight|minor|red|blue|purple|yellow|yellowing|brown|"
    r"green|dark|round|oval|linear|healing|healed|visible|obvious|unexplained|further|other|more|recent|raised|raw|open|swollen|considerable|"
    r"extensive|significant|heavy|some|several|two|three|four|five|new-looking|old-looking|angry|scabbed|bleeding|superficial|bad-looking|"
    r"noticeable|huge|enormous|couple of|few|also|what looked like|what appeared to be|sore|non-accidental|self-inflicted|facial|head) )*$"
)
_BEGINS = lazily(
    r"(?:^|[.;:,–-] ?)(?:(?:an?|old|new|some|further|fresh|also|small|large|red|minor|facial|two|three) )*$"
)
_DEFINITE = lazily(
    r"\b(?:the|this|that|these|those|his|her|their|its|my|your|each|same|which|any|no|every|'s) (?:[a-z-]+ ){0,2}$"
)
_UNCERTAIN = lazily(
    r"\b(?:no|not|any|without|never|free of|if|whether|nor|nil|would|could|might|may|can|cause[sd]?|causing|check(?:ed|ing)? for|look(?:ed|ing)? for|"
    r"avoid|prevent|risk of|fear of|photographs? of|asked about|explained?|treat|cream for|worried about|n't)\b[^.;]{0,40}$"
)
_VERB_AFTER = lazily(
    r" (?:out|down|up|off|through|short|across (?:to|the)|back|in (?:half|two|hours|pay|money|benefit)|his|her|my|it|them|of (?:meat|beef|bread)|scheme|book|sheet|point|card|to eat|of (?:his|her|the) (?:tea|toast|sandwich|apple|biscuit|cake)|the (?:bread|grass|hair|toast|cake))\b"
)
_HIT_A_THING = lazily(
    r" (?:on|across|to|in|over|along) (?:the|his|her|their|its|an?|my) (?P<noun>[a-z]+(?: [a-z]+)?)"
)
_NEEDS_BODY = frozenset(
    (
        "mark marks marking cut cuts burn burns lump lumps bump bumps scratch scratches burn-mark bite bites"
    ).split()
)
_WHERE = lazily(
    r" (?:also )?(?:noted |seen |visible )?(?:on|to|across|over|around|round|of|under|above|below|near|inside|behind) (?:both |each )?(?:(?:his|her|the|their|one|an?) )?(?:[a-z-]+ )?"
    + _BODY
    + r"\b"
)
_OF_A_BODY = frozenset(
    "mark marks marking sore lump lumps bump bumps redness discolouration injury injuries wound wounds scar scars rash".split()
)
_ON_SOMEBODY = lazily(r" (?:on|to) (?:her|him|them)(?:[.,;]|$| (?:that|which|and|but|when|after)\b)")
_OLD_OR_SPREAD = frozenset("scar scars scab scabs rash rashes scarring".split())
_GOES_ON = lazily(r"^(?:it|they|each|one|both|the|this|that|these|i measured|all)\b")
_REFERS_BACK = lazily(r"\b(?:of|on|across|over|below|above|near|round|in) (?:it|them)\b|\bthere\b")
_A_NOUN = lazily(r"\b(?:an?|one|some|another|with|red|fresh|new) (?:[a-z-]+ )?$|^$")
_SITE = lazily(r"\b" + _BODY + r"\b")
_SIDE = lazily(r"\b" + alternatives(words("sides")) + r"\b")
_MIDLINE = lazily(r"\b" + alternatives(words("midline")) + r"\b")
_SIZE = lazily(
    r"\d ?(?:mm|cm|centimet|millimet|inch|in\b)|\bsize of\b|\b\d+(?:\.\d+)? ?(?:by|x) ?\d|\b(?:half|one|two|three|four|five|six|eight|ten)(?: and a half| or \w+)?[ -](?:centimetres?|millimetres?|inch(?:es)?|cm|mm)\b"
    r"|\bpence|\b\d+p\b|\bpinhead|\bthe length of\b|\bbigger than\b|\bsmaller than\b|\bas (?:big|long|wide|large|small) as\b|\bcoin\b|\bthumbnail\b|\bfingertip\b"
)
_TOLD = lazily(r"\b(?:said|says|told|reported|according|thinks|described|disclosed|mentioned|asked)\b")
_SEEN = lazily(
    r"\b(?:i|we|nurse|doctor|dr|sister) (?:\w+ )?(?:saw|noticed|observed|counted|measured|found|noted|examined)\b|\bshowed me\b"
)


def _injuries(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    sentences = paragraph.sentences
    for number, placed in enumerate(sentences):
        sentence = placed.sentence
        if not _INJURY.may_stand_in(sentence):
            continue
        for match in _INJURY.finditer(sentence):
            start, end = match.span("what")
            if not _is_new(sentence, match["what"], start, end):
                continue
            lacks = _lacks(paragraph, number)
            if not lacks:
                continue
            where = _WHERE.match(sentence.plain, end)
            stop = where.end() if where else end
            told = bool(_TOLD.search(sentence.plain, 0, start)) and not _SEEN.search(sentence.plain)
            yield Hit(
                placed.start + start,
                placed.start + stop,
                message=f"“{sentence.text[start:end]}”: where exactly, which side, and how big?"
                if len(lacks) > 1
                else f"“{sentence.text[start:end]}” needs its {lacks[0]}.",
                severity=Severity.INFO if told or match["what"] in _OLD_OR_SPREAD else Severity.WARNING,
            )


def _hurt_parts(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    """Limbs that are said to be bruised, cut or broken, with no side."""
    for number, placed in enumerate(paragraph.sentences):
        sentence = placed.sentence
        if _BODY_WORDS.isdisjoint(sentence.vocabulary):
            continue
        for cue in (_IS_HURT, _HURT_HIS, _BROKEN_PART):
            for match in cue.finditer(sentence):
                before = sentence.plain[max(0, match.start() - 40) : match.start()]
                if (
                    _UNCERTAIN.search(before)
                    or match[0].startswith("scratched")
                    or match["part"] in ("body", "skin", "underneath", "side")
                ):
                    continue
                lacks = [
                    what
                    for what in _lacks(paragraph, number)
                    if what != "size" or match["what"] not in _NO_SIZE
                ]
                if not lacks:
                    continue
                told = bool(_TOLD.search(sentence.plain, 0, match.start())) and not _SEEN.search(
                    sentence.plain
                )
                yield Hit(
                    placed.start + match.start(),
                    placed.start + match.end(),
                    message=f"“{match[0]}”: which side, and how big?"
                    if len(lacks) > 1
                    else f"“{match[0]}” needs its {lacks[0]}.",
                    severity=Severity.INFO if told or lacks == ["size"] else Severity.WARNING,
                )


def _is_new(sentence: Sentence, what: str, start: int, end: int) -> bool:
    """True where a mark is told of for the first time, and not looked for, denied or left on a thing."""
    plain = sentence.plain
    before = plain[max(0, start - 60) : start]
    if _VERB_AFTER.match(plain, end) or _UNCERTAIN.search(before) or _DEFINITE.search(before):
        return False
    if not (_STARTS_IT.search(before) or _BEGINS.search(before) or _ends_in_adjective(before, what)):
        return False
    thing = _HIT_A_THING.match(plain, end)
    if thing and not _SITE.search(thing[0]):
        return False
    if what in _OF_A_BODY:
        return bool(
            _SITE.search(plain[end : end + 45]) or _SITE.search(before) or _ON_SOMEBODY.match(plain, end)
        )
    verb_too = what in ("cut", "burn", "bite", "scratch")
    return not verb_too or bool(_A_NOUN.search(before))


def _ends_in_adjective(before: str, what: str) -> bool:
    return what in ("bruising", "swelling", "shiner", "black eye") and not before.rstrip().endswith(
        (" to", "not")
    )


def _lacks(paragraph: Paragraph, number: int) -> list[str]:
    """What a sentence leaves out of a mark; the next one may go on about it, the one before may name the limb."""
    sentences = paragraph.sentences
    here = sentences[number].sentence.plain
    after = sentences[number + 1].sentence.plain if number + 1 < len(sentences) else ""
    more = f"{here} {after}" if _GOES_ON.match(after) else here
    lacks = [] if _SITE.search(here) else ["place"]
    before = sentences[number - 1].sentence.plain if number and _REFERS_BACK.search(here) else ""
    if not _MIDLINE.search(here) and not _SIDE.search(more) and not _SIDE.search(before):
        lacks.append("side")
    if not _SIZE.search(more):
        lacks.append("size")
    return lacks


def _all(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    yield from _injuries(paragraph, setting)
    yield from _hurt_parts(paragraph, setting)


RULES = [
    Rule(
        id="accurate/injury-without-detail",
        principle="accurate",
        severity=Severity.WARNING,
        scope="paragraph",
        fields=("facts", "family"),
        message="An injury needs its place, its side and its size.",
        why="A doctor or a court will ask how big it was and on which side, and it will have faded.",
        try_="Say where, which side, how big, what colour, and what was said about it and by whom.",
        source="K",
        flags=(
            "There was a |mark| on her.",
            "Maya has a |bruise on her arm|.",
            "There was a |burn| and a smell of smoke.",
            "|Bruising to chest|.",
            "|Shiner| coming up as well.",
            "|Sore areas| also noted underneath.",
            "Theo had a |black eye|.",
            "|Her arm was bruised|.",
            "He came in |with a broken finger|.",
        ),
        passes=(
            "There was a mark on the door.",
            "Maya has a round bruise, about 2cm, on her left upper arm.",
            "I saw no marks on her face or arms.",
            "Stanley showed me his left wrist. There was a cut 4cm long across the back of it.",
            "There was foil with burn marks on the sill.",
            "She made a sandwich and cut it in half.",
            "I asked Dana to look at the cut again.",
            "She broke her right hip on 31 January.",
            "His eyes were red.",
        ),
        reach=1,
        find_in_paragraph=_all,
    ),
]
