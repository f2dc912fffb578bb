"""Accurate: who saw it, who said it, how many, how big. (Dates and ages are in `dates`.)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteui.checks.finding import AddPerson, Severity
from noteui.checks.prose import Sentence
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Replace, Rule
from noteui.checks.setting import TITLES, Paragraph, Setting, Whole

_REPORT = re.compile(
    r"\b(?:(?:it|this) (?:was|has been|is|had been) (?:also )?(?:reported|alleged|said|mentioned|suggested|stated|disclosed|rumoured|understood|noted|thought)(?: (?:to (?:me|us)|that))?"
    r"|it (?:has )?(?:come|came) to (?:light|our attention|my attention|my notice)|there (?:have been|has been|are|were|is) (?:reports?|rumours?|suggestions?|allegations?|talk|whispers?)(?: (?:that|of|about))?"
    r"|(?:i|we) (?:have been|was|were|am|are|had been) (?:told|informed|advised|led to (?:believe|understand)|given to understand)(?: that)?(?! by)"
    r"|i (?:understand|gather|hear|heard|believe it is said)(?: that)?(?= (?:that|he|she|they|there|[a-z]+ (?:is|has|was|had|are|were)))"
    r"|apparently|reportedly|allegedly|supposedly|by all accounts|word (?:is|has it)|rumour has it|(?:he|she|they) (?:is|was|are|were) said to|(?:someone|somebody) (?:said|told|mentioned)"
    r"|according to (?:sources|reports|some|others|people|information|neighbours)|it is (?:well )?known that|(?:is|was) understood to|(?:neighbours|people|others|professionals|staff|agencies|the network|family) (?:say|report|reported|have said|have reported|tell me))\b"
)
_SOURCE = re.compile(
    r"\b(?:by|from) (?:[a-z]+,? ){0,3}?(?P<who>(?:mr|mrs|ms|dr|pc)\b|the (?:school|nurse|teacher|ward|health visitor|midwife|police|surgery|gp|landlord))"
)
_COUNT = re.compile(
    r"\b(?:several|numerous|multiple|countless|many|various|a number of|a handful of|lots of|loads of|plenty of|dozens of|a few|umpteen|repeated(?:ly)?|regularly|frequently|often|sometimes|occasionally|rarely|constantly|continually|persistently|time and (?:time )?again|on (?:a number of|several|many|numerous|various|multiple|a few|repeated) occasions?|a lot)\b"
)
_COUNT_OK = re.compile(
    r"^(?: (?:minutes?|moments?|seconds?|of (?:minutes|the same)|more minutes|steps|words|times? (?:a|per|each) (?:day|week|month|night)|times? (?:between|on|in) ))"
)
_INJURY = re.compile(
    r"\b(?P<what>bruis(?:e|es|ing)|marks?|cuts?|graz(?:e|es|ing)|scratch(?:es)?|burns?|scalds?|bite(?: marks?)?|love bites?|swelling|lumps?|black eye|bump|pressure sores?|rash|welts?|abrasions?|lesions?|lacerations?)\b"
)
_INJURY_HAS = re.compile(
    r"\b(?:has|had|with|have|saw|noticed|seen|observed|noted|sustained|there (?:is|was|were|are)|a|an|some|his|her|the|fresh|new|old|small|large|big|nasty|faint|and)\b[^.;]{0,30}$"
)
_INJURY_NOT = re.compile(
    r"\b(?:no|not|any|without|never|free of|if|whether|birth|question|exam|exercise|book|full|pencil|high|low|tyre|burn out|scratch card|check for|body map|would|could|cause[sd]?|measured|photograph(?:ed)?|hair|paper|short|price|budget|to|the same|both|these|those|of the|dress(?:ed|ing))\b[^.;,]{0,30}$"
)
_VERB_USE = re.compile(r"^(?: (?:out|down|up|off|through|short|across|back|scheme|book|sheet|point)\b|-)")
_SIDE = re.compile(
    r"\b(?:left|right|both|centre|central|middle|mid|midline|base|back of (?:the|his|her) (?:neck|head)|top of|tip|forehead|chin|nose|lips?|spine|sacrum|tailbone|abdomen|tummy|navel|bridge)\b"
)
_SIZE = re.compile(
    r"(?:\d ?(?:mm|cm|centimet|millimet|inch)|\bsize of\b|\b\d+(?:\.\d+)? ?(?:by|x) ?\d)|\bpence|\bpinhead|\bthe length of\b"
)
_NAME = re.compile(
    r"(?<![\w.’'-])(?P<title>(?:Mr|Mrs|Ms|Miss|Dr|PC|Nurse|Sister) )?(?P<name>[A-Z][a-z’'é]+(?:-[A-Z][a-z]+)?(?: (?:de |van |O’|O')?[A-Z][a-z’']+(?:-[A-Z][a-z]+)?)?)"
)
_SPOKE = re.compile(
    r"^(?: then)? (?:said|told|asked|says|explained|rang|came|went|was|is|has|had|will|let|opened|sat|lives|phoned|called|texted|replied|cried|laughed)\b"
)
_NOT_NAMES = frozenset(
    (
        "the a an i he she it we they his her their this that these those there when where what who why "
        "how at on in by for from to of and but or if as so no not yes after before during today monday "
        "tuesday wednesday thursday friday saturday sunday january february march april may june july "
        "august september october november december mum mam dad mother father nan nana gran grandad "
        "grandma school police social children child adult baby both all some one two three year "
        "reception nursery ward court christmas easter ramadan eid purpose present decision agreed seen "
        "home english polish urdu somali arabic welsh british team services health visitor key worker "
        "manager teacher head school's everyone nobody nothing someone my our your its then since while "
        "once until also only"
    ).split()
)


def _unsourced(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _REPORT.finditer(sentence.plain):
        rest = sentence.plain[match.end() : match.end() + 60]
        if _SOURCE.search(rest) or (re.match(r" by (?:[a-z]+ )?[a-z]", rest) and _names_in(rest, setting)):
            continue
        if match[0].startswith(("it was noted", "it is noted")):
            continue
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{sentence.text[match.start() : match.end()]}”: by whom, and did they see it?",
        )


def _names_in(text: str, setting: Setting) -> bool:
    return any(word.strip(".,;") in setting.names for word in text.split())


def _hidden_count(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    for match in _COUNT.finditer(sentence.plain):
        if _COUNT_OK.match(sentence.plain[match.end() :]):
            continue
        before = sentence.plain[max(0, match.start() - 14) : match.start()]
        if re.search(r"\b(?:how|not|too|so|as|that) $", before):
            continue
        if match[0] in ("a few", "a lot", "sometimes", "many", "often", "occasionally", "rarely", "various"):
            severity = (
                Severity.WARNING
                if sentence.field == "facts" and match[0] in ("many", "often", "a lot")
                else Severity.INFO
            )
        else:
            severity = Severity.WARNING
        if re.search(r"\b(?:said|says|told|asked|reported)\b", sentence.plain[: match.start()]):
            severity = Severity.INFO
        if sentence.field != "facts" and severity is Severity.WARNING and re.search(r"\d", sentence.plain):
            severity = Severity.INFO
        yield Hit(
            match.start(),
            match.end(),
            message=f"“{sentence.text[match.start() : match.end()]}” hides a count.",
            severity=severity,
        )


def _injury(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    plain = sentence.plain
    for match in _INJURY.finditer(plain):
        before = plain[max(0, match.start() - 40) : match.start()]
        if (
            _INJURY_NOT.search(before)
            or not _INJURY_HAS.search(before + " ")
            or _VERB_USE.match(plain[match.end() :])
        ):
            continue
        if match["what"].startswith("mark") and not re.search(
            r"\b(?:on|to|across|over)\b", plain[match.end() : match.end() + 25]
        ):
            continue
        lacks = [word for word, pattern in (("side", _SIDE), ("size", _SIZE)) if not pattern.search(plain)]
        if not lacks or (len(lacks) == 1 and "explained" in plain):
            continue
        end = match.end()
        where = re.match(r" (?:on|to|across|over|around|of) (?:his|her|the|their) [a-z]+", plain[end:])
        if where:
            end += where.end()
        yield Hit(match.start(), end, message=f"The {match['what']} needs its {' and its '.join(lacks)}.")


def _near_miss(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    known = {part for part in setting.names if len(part) >= 4}
    for match in re.finditer(r"(?<![\w’'-])[A-Z][a-zé]{3,}(?![\w-])", sentence.plain_text):
        word = match[0].lower()
        if word in setting.names or word in _NOT_NAMES or word.removesuffix("s") in setting.names:
            continue
        for name in known:
            if abs(len(name) - len(word)) <= 1 and name[0] == word[0] and _one_apart(name, word):
                right = name.capitalize()
                yield Hit(
                    match.start(),
                    match.end(),
                    message=f"“{match[0]}” is nearly {right}.",
                    mends=(
                        Replace(f"Write “{right}”", match.start(), match.end(), right),
                        AddPerson(match[0]),
                    ),
                )
                break


def _one_apart(one: str, other: str) -> bool:
    """True where one letter was left out, put in, changed, or two neighbours were swapped."""
    if len(one) == len(other):
        wrong = [i for i in range(len(one)) if one[i] != other[i]]
        if len(wrong) == 1:
            return True
        return (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and one[wrong[0]] == other[wrong[1]]
            and one[wrong[1]] == other[wrong[0]]
        )
    long, short = (one, other) if len(one) > len(other) else (other, one)
    at = next((i for i in range(len(short)) if long[i] != short[i]), len(short))
    return long[at + 1 :] == short[at:]


def _unlisted(whole: Whole, setting: Setting) -> Iterator[Hit]:
    met: set[str] = set()
    for name in PROSE_FIELDS:
        for base, (start, end, full) in whole.fields[name].noticed("people", _people_in):
            if full in met:
                continue
            parts = [p for p in full.lower().replace("’", "'").split() if p not in TITLES]
            if any(part.removesuffix("'s") in setting.names for part in parts):
                continue
            met.add(full)
            yield Hit(
                base + start,
                base + end,
                message=f"{full} is not among the people of this note.",
                field=name,
                mends=(AddPerson(full),),
            )


def _people_in(paragraph: Paragraph) -> list[tuple[int, int, str]]:
    return [
        (placed.start + start, placed.start + end, full)
        for placed in paragraph.sentences
        for start, end, full in _people_named(placed.sentence)
    ]


def _people_named(sentence: Sentence) -> list[tuple[int, int, str]]:
    known: list[tuple[int, int, str]] | None = sentence.kept.get("people")
    if known is None:
        known = []
        for match in _NAME.finditer(sentence.plain_text):
            first = match["name"].split()[0].lower()
            follows = sentence.plain_text[match.end() :]
            if first in _NOT_NAMES:
                continue
            if match["title"] or (_SPOKE.match(follows) and " " in match["name"]):
                known.append((match.start(), match.end(), match[0]))
        sentence.kept["people"] = known
    return known


RULES = [
    Rule(
        id="accurate/report-without-source",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="Who said so, and did they see it?",
        why="A report with no source cannot be checked, and is repeated until it looks like a fact.",
        try_="Name who told you, when and how, and whether they saw it themselves.",
        source="WE",
        flags=("|It was reported that| he came back.", "|Apparently| she was out all night."),
        passes=("Mrs Tan, her teacher, told me by phone that he came back.", "Dana said he came back."),
        find_in_sentence=_unsourced,
    ),
    Rule(
        id="accurate/hidden-count",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "opinion", "family"),
        message="A word that hides a count.",
        why="“Several” is two to one reader and ten to another; a number can be checked.",
        try_="Give the number and the dates, or say that you do not know.",
        source="WE",
        flags=("There were |numerous| bottles by the bin.", "He has been late |on several occasions|."),
        passes=("There were four bottles by the bin.", "We talked for several minutes."),
        find_in_sentence=_hidden_count,
    ),
    Rule(
        id="accurate/injury-without-detail",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=("facts", "family"),
        message="An injury needs its place, its side and its size.",
        why="A doctor or a court will ask how big it was and on which side, and it will have faded.",
        try_="Say where, which side, how big, what colour, and what was said about it and by whom.",
        source="K",
        flags=("Maya has a |bruise on her arm|.", "There was a |burn| and a smell of smoke."),
        passes=(
            "Maya has a round bruise, about 2cm, on her left upper arm.",
            "I saw no marks on her face or arms.",
        ),
        find_in_sentence=_injury,
    ),
    Rule(
        id="accurate/name-near-miss",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A name that is nearly one of the listed names.",
        why="A name spelt two ways can split one person into two records.",
        try_="Check the spelling; if this is somebody else, add them to the people.",
        source="WE",
        flags=("I rang |Danna| at noon.", "The hamster belongs to |Teho|."),
        passes=("I rang Dana at noon.", "Theo's hamster was out."),
        find_in_sentence=_near_miss,
    ),
    Rule(
        id="accurate/person-not-listed",
        principle="accurate",
        severity=Severity.INFO,
        scope="note",
        fields=PROSE_FIELDS,
        message="Somebody who is not among the people of this note.",
        why="A list of the people around the person helps the next worker to know who is who.",
        try_="Add them to the people with who they are, or leave it if they only pass by.",
        source="SCIE",
        flags=(
            Example({"facts": "|Mrs Tan| rang me at noon."}),
            Example({"facts": "At noon |Ivy Marsh| said that she had seen it."}),
        ),
        passes=(
            Example({"facts": "Dana Ellis said that she had seen it."}),
            Example({"facts": "Mr Ellis rang me from Great Yarmouth."}),
        ),
        find_in_note=_unlisted,
    ),
]
