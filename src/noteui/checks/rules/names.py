"""Accurate: who is who. Names that are nearly right, people nobody has listed, relations that do not fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from noteui.checks.cue import Cue, alternatives, words
from noteui.checks.finding import AddPerson, Severity
from noteui.checks.note import About, Relation
from noteui.checks.paragraph import Paragraph
from noteui.checks.pattern import lazily
from noteui.checks.prose import Sentence, fold
from noteui.checks.rule import PROSE_FIELDS, Example, Hit, Replace, Rule
from noteui.checks.setting import TITLES, Setting
from noteui.checks.whole import Whole

_CAPITAL = lazily(r"(?<![\w’'.-])[A-Z][a-zé]{2,}(?:-[A-Z][a-z]+)?(?=[’']s\b|(?![\w’'-]))")
_NAME = lazily(
    r"(?<![\w.’'-])(?P<title>(?:Mr|Mrs|Ms|Miss|Dr|PC|Nurse|Sister) )?(?P<name>[A-Z][a-z’'é]+(?:-[A-Z][a-z]+)?(?: (?:de |van |O’|O')?[A-Z][a-z’']+(?:-[A-Z][a-z]+)?)?)"
)
_DOES = (
    "said told asked says explained rang came went was is has had will let opened sat lives phoned called texted replied cried laughed "
    "showed gave took left arrived did wants does made put got stayed and".split()
)
_SPOKE = lazily(r" (?:then |also |had )?" + alternatives(_DOES) + r"\b")
_AS_A_NAME = lazily(
    r"[’']s\b|,? \(\d| (?:then |also |had |and )?(?:" + alternatives(_DOES) + r"|[a-z]{3,}(?:ed|s))\b"
)
_HAS_OWN_SURNAME = lazily(r" (?P<next>[A-Z][a-z’'-]+)")
_HEADED = lazily(
    r"\b(?:Re|RE|Child|Patient|Client|Name|Subject|Pt|Case|Person|Concerning):\s*(?P<name>[A-Z][a-z’'-]+(?: [A-Z][a-z’'-]+)?)"
)
_NAMES_COMPARED = 40
"""How many other names that begin alike a name is held against."""
_DOUBLED = lazily(r"(.)\1")
_SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("gh", "g"),
    ("kh", "k"),
    ("sch", "sh"),
    ("zh", "j"),
    ("wh", "w"),
    ("qu", "k"),
)
_LIKE = str.maketrans(
    {"y": "i", "e": "i", "c": "k", "q": "k", "z": "s", "u": "o", "w": "v", "j": "g", "h": None}
)


_SILENT = lazily(r"(?<=[^aeiouy])e$")


@lru_cache(maxsize=4096)
def _skeleton(name: str) -> str:
    """How a name sounds, near enough: one spelling for those that are confused. A last "e" is silent."""
    name = _SILENT.sub("", name)
    for written, sound in _SOUNDS:
        name = name.replace(written, sound)
    return _DOUBLED.sub(
        r"\1", _DOUBLED.sub(r"\1", name.translate(_LIKE)).replace("ai", "i").replace("ia", "i")
    )


@lru_cache(maxsize=4096)
def _is_near(one: str, other: str) -> bool:
    """True where two names are a slip apart: one letter, or the same sound."""
    if abs(len(one) - len(other)) > 2 or one.removesuffix("s") == other.removesuffix("s"):
        return False
    if one[0] == other[0] and len(one) >= 4 and abs(len(one) - len(other)) <= 1 and _one_apart(one, other):
        return min(len(one), len(other)) >= 4
    alike = _skeleton(one) == _skeleton(other)
    return alike and min(len(one), len(other)) >= 4


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


def _near_miss(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    text = sentence.plain_text
    for match in _CAPITAL.finditer(text):
        word = fold(match[0])
        if word in setting.names or word in _never_names() or word.removesuffix("s") in setting.names:
            continue
        if match.start() == 0 and not _AS_A_NAME.match(text, match.end()):
            continue
        if _HAS_OWN_SURNAME.match(text, match.end()) and not _surname_is_listed(text, match.end(), setting):
            continue
        name = _nearest(word, setting.names)
        if name is not None:
            right = next(
                (w for full in setting.full_names for w in full.split() if fold(w) == name), name.capitalize()
            )
            yield Hit(
                match.start(),
                match.end(),
                message=f"“{match[0]}” is nearly {right}.",
                mends=(Replace(f"Write “{right}”", match.start(), match.end(), right), AddPerson(match[0])),
            )


@lru_cache(maxsize=4096)
def _nearest(word: str, names: frozenset[str]) -> str | None:
    """The listed name that a word is a slip away from; the first by the alphabet, so that the answer never varies."""
    return next((name for name in sorted(names) if len(name) >= 4 and _is_near(name, word)), None)


def _surname_is_listed(text: str, at: int, setting: Setting) -> bool:
    match = _HAS_OWN_SURNAME.match(text, at)
    return match is not None and any(
        part == fold(match["next"]) or _is_near(part, fold(match["next"])) for part in setting.names
    )


@cache
def _never_names() -> frozenset[str]:
    return frozenset(words("never-names"))


def _spelt_two_ways(whole: Whole, setting: Setting) -> Iterator[Hit]:
    places: dict[str, tuple[str, int, int, str]] = {}
    how_often: Counter[str] = Counter()
    for name in PROSE_FIELDS:
        for base, (start, end, full, parts) in whole.fields[name].noticed_in_sentences("people", _people_in):
            for part in parts:
                if len(part) >= 4 and part not in setting.names:
                    how_often[part] += 1
                    if part not in places:
                        places[part] = (name, base + start, base + end, full)
    by_letter: dict[str, list[str]] = {}
    for later in how_often:
        others = by_letter.setdefault(_skeleton(later)[:1], [])
        for earlier in others[-_NAMES_COMPARED:]:
            if _is_near(earlier, later):
                rare, usual = (later, earlier) if how_often[later] <= how_often[earlier] else (earlier, later)
                field, start, end, full = places[rare]
                yield Hit(start, end, message=f"“{full}” here, “{places[usual][3]}” elsewhere.", field=field)
                break
        others.append(later)


def _unlisted(whole: Whole, setting: Setting) -> Iterator[Hit]:
    met: set[str] = set()
    for name in PROSE_FIELDS:
        for base, (start, end, full, parts) in whole.fields[name].noticed_in_sentences("people", _people_in):
            if full in met:
                continue
            met.add(full)
            if not setting.names.isdisjoint(parts):
                continue
            yield Hit(
                base + start,
                base + end,
                message=f"{full} is not among the people of this note.",
                field=name,
                mends=(AddPerson(full),),
            )


def _people_in(sentence: Sentence) -> list[tuple[int, int, str, tuple[str, ...]]]:
    return [(start, end, full, _parts(full)) for start, end, full in _people_named(sentence)]


def _parts(full: str) -> tuple[str, ...]:
    return tuple(part.removesuffix("'s") for part in fold(full).split() if part not in TITLES)


def _people_named(sentence: Sentence) -> Iterator[tuple[int, int, str]]:
    """Who seems to be a person: a title and a name, or a name that does something."""
    known: list[tuple[int, int, str]] | None = sentence.kept.get("people named")
    if known is None:
        known = sentence.kept["people named"] = []
        never = _never_names()
        for match in _NAME.finditer(sentence.plain_text):
            parts = match["name"].split()
            if any(fold(part) in never for part in parts):
                continue
            does = _SPOKE.match(sentence.plain, match.end())
            if match["title"] or (does and (len(parts) == 2 or match.start() > 0)):
                known.append((match.start(), match.end(), match[0]))
    return iter(known)


def _out_of_place(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    text = sentence.plain_text
    for match in _HEADED.finditer(text) if ":" in text else ():
        if not any(part in setting.names for part in fold(match["name"]).split()):
            yield Hit(
                match.start("name"),
                match.end("name"),
                message=f"{match['name']} is not the person of this note, nor one of its people.",
            )


# -- relations

_KIN = (
    ("mother", "mother mum mam mummy mom birth mother"),
    ("father", "father dad daddy birth father"),
    ("sister", "sister half-sister stepsister twin sister"),
    ("brother", "brother half-brother stepbrother twin brother"),
    ("grandmother", "grandmother nan nana nanna gran granny grandma maternal grandmother paternal grandmother great-grandmother"),
    ("grandfather", "grandfather grandad granddad grandpa maternal grandfather paternal grandfather great-grandfather"),
    ("aunt", "aunt auntie aunty maternal aunt paternal aunt"),
    ("uncle", "uncle maternal uncle paternal uncle"),
    ("cousin", "cousin"),
    ("niece", "niece"),
    ("nephew", "nephew"),
    ("son", "son stepson"),
    ("daughter", "daughter stepdaughter"),
    ("wife", "wife"),
    ("husband", "husband"),
    ("foster carer", "foster carer foster mother foster father"),
)  # fmt: skip
_MANY_WORDS = (
    "birth mother", "birth father", "twin sister", "twin brother", "maternal grandmother", "paternal grandmother", "maternal grandfather",
    "paternal grandfather", "maternal aunt", "paternal aunt", "maternal uncle", "paternal uncle", "foster carer", "foster mother", "foster father",
)  # fmt: skip


def _kin_classes() -> dict[str, str]:
    classes: dict[str, str] = {}
    for kin, spelt in _KIN:
        rest = spelt
        for phrase in _MANY_WORDS:
            if phrase in rest:
                classes[phrase] = kin
                rest = rest.replace(phrase, "")
        classes |= dict.fromkeys(rest.split(), kin)
    return classes


_CLASS_OF = _kin_classes()
_KIN_WORD = r"(?:(?:maternal|paternal|birth|foster|twin) )?" + alternatives(_CLASS_OF)
_RELATED = Cue(
    r"\b(?P<name>[a-z][a-z'-]+)(?: [a-z][a-z'-]+)? \((?:(?P<whose>his|her|their|the|[a-z]+'s) )?(?P<kin>(?:(?:maternal|paternal) )?{key})[,)]"
    r"|\b(?P<whose2>[a-z]+'s) (?P<kin2>(?:(?:maternal|paternal) )?{key}),? (?P<name2>[a-z][a-z'-]+)\b",
    key=tuple(_CLASS_OF),
)


def _wrong_relation(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    listed = {fold(r.name).split()[0]: r for r in setting.note.people if r.name.strip()}
    if not listed:
        return
    for match in _RELATED.finditer(sentence):
        kind = "kin" if match["kin"] else "kin2"
        name, whose = match["name"] or match["name2"], match["whose"] or match["whose2"]
        relation = listed.get(name)
        if relation is None or (whose and whose.endswith("'s") and whose[:-2] not in setting.person_names):
            continue
        written, given = _CLASS_OF.get(match[kind]), _CLASS_OF.get(fold(relation.relationship).strip())
        if written and given and written != given:
            start, end = match.span(kind)
            yield Hit(
                start,
                end,
                message=f"{relation.name} stands in the list as {relation.relationship}.",
                mends=(Replace(f"Write “{relation.relationship}”", start, end, relation.relationship),),
            )


# -- pronouns

_GENDERED = {
    "she": "f", "her": "f", "hers": "f", "herself": "f", "he": "m", "him": "m", "his": "m", "himself": "m",
}  # fmt: skip
_OTHER_PEOPLE = frozenset(
    (
        "mum mam mother dad father brother sister aunt uncle nan nana gran grandad granddad grandmother grandfather cousin "
        "boy girl man woman friend teacher nurse partner boyfriend girlfriend husband wife son daughter worker carer baby neighbour officer "
        "doctor midwife stepdad stepmum niece nephew mrs mr ms miss dr"
    ).split()
)


def _pronoun(sentence: Sentence, setting: Setting) -> Iterator[Hit]:
    pronouns = fold(setting.note.about.pronouns or "")
    own = (
        "f"
        if pronouns.startswith("she")
        else "m"
        if pronouns.startswith("he/") or pronouns == "he"
        else "t"
        if pronouns.startswith("they")
        else None
    )
    there = sentence.vocabulary
    if (
        own is None
        or there.isdisjoint(_GENDERED)
        or not there.isdisjoint(_OTHER_PEOPLE)
        or there.isdisjoint(setting.person_names)
    ):
        return
    others = setting.names - setting.person_names
    named = {word.removesuffix("'s") for word in there}
    if not named.isdisjoint(others) or any(True for _ in _people_named(sentence)):
        return
    seen = False
    for word in sentence.words:
        if word.folded.removesuffix("'s") in setting.person_names:
            seen = True
        elif seen and _GENDERED.get(word.folded, own) != own and not sentence.is_quoted(word.start, word.end):
            yield Hit(
                word.start,
                word.end,
                message=f"“{sentence.text[word.start : word.end]}”: {setting.first_name}'s pronouns are {setting.note.about.pronouns}.",
            )
            return


_SUBJECT_PRONOUN = lazily(r"(?P<pronoun>he|she) (?!said\b|told\b)")


def _unclear_pronoun(paragraph: Paragraph, setting: Setting) -> Iterator[Hit]:
    """A sentence that opens with he or she after two people who could each be meant."""
    genders = _genders(setting)
    if not genders:
        return
    for number, placed in enumerate(paragraph.sentences[1:], 1):
        sentence = placed.sentence
        match = _SUBJECT_PRONOUN.match(sentence.plain) if sentence.plain[:1] in "hs," else None
        if match is None:
            continue
        there = {word.removesuffix("'s") for word in paragraph.sentences[number - 1].sentence.vocabulary}
        sort = "m" if match["pronoun"] == "he" else "f"
        named = [name for name in genders if genders[name] == sort and name in there]
        if len(named) >= 2:
            start, end = match.span("pronoun")
            yield Hit(
                placed.start + start,
                placed.start + end,
                message=f"“{sentence.text[start:end]}”: {' or '.join(sorted(n.capitalize() for n in named))}?",
            )


_MALE = frozenset(("father brother grandfather uncle son husband nephew").split())
_FEMALE = frozenset(("mother sister grandmother aunt daughter wife niece").split())


def _genders(setting: Setting) -> dict[str, str]:
    known: dict[str, str] = {}
    for relation in setting.note.people:
        kin = _CLASS_OF.get(fold(relation.relationship).strip(), "")
        if kin in _MALE or kin in _FEMALE:
            known[fold(relation.name).split()[0]] = "m" if kin in _MALE else "f"
    return known


_SHE = About("Maya Ellis", "child", date(2016, 3, 14), pronouns="she/her")
_TWO_WOMEN_TWO_BOYS = (
    Relation("Dana Ellis", "mother"),
    Relation("Ivy Marsh", "aunt"),
    Relation("Theo Ellis", "brother"),
    Relation("Luca Ellis", "brother"),
)

RULES = [
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
        flags=(
            "I rang |Danna| at noon.",
            "The hamster belongs to |Teho|.",
            "|Maia| said that she was tired.",
        ),
        passes=(
            "I rang Dana at noon.",
            "Theo's hamster was out.",
            "Then she ran.",
            Example({"facts": "Poppy was asleep."}, {"people": (Relation("Ryan Pope", "father"),)}),
        ),
        find_in_sentence=_near_miss,
    ),
    Rule(
        id="accurate/name-spelt-two-ways",
        principle="accurate",
        severity=Severity.WARNING,
        scope="note",
        fields=PROSE_FIELDS,
        message="A name that is spelt another way elsewhere in the note.",
        why="A reader cannot tell whether this is one person or two.",
        try_="Check with the person how they spell it, and write it so each time.",
        source="WE",
        flags=(
            Example({"facts": "Mrs Begum rang me. I saw |Mrs Begam| at noon. Mrs Begum left."}),
            Example({"facts": "At noon Aisha Khan said hello.", "opinion": "I think |Aysha Khan| is tired."}),
        ),
        passes=(
            Example({"facts": "Mrs Begum rang me. Mrs Patel was out."}),
            Example({"facts": "Mr Green rang. Mr Grant was out."}),
        ),
        find_in_note=_spelt_two_ways,
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
    Rule(
        id="accurate/another-person",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="The name of somebody else where the person's own should stand.",
        why="A line pasted from another record puts one family's life into another's file.",
        try_="Check whose note this came from; take it out if it is not theirs.",
        source="LGSCO",
        flags=("Re: |Ryan Holt|, seen at home.", "Child: |Keisha|"),
        passes=("Re: Maya Ellis, seen at home.", "Ryan Holt rang me."),
        find_in_sentence=_out_of_place,
    ),
    Rule(
        id="accurate/relationship-mismatch",
        principle="accurate",
        severity=Severity.WARNING,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="The relationship differs from the one in the list of people.",
        why="Who is who decides who may be told what.",
        try_="Check which of the two is right, and mend the other.",
        source="WE",
        flags=("Dana (|aunt|) let me in.", "Maya's |cousin| Theo was asleep."),
        passes=(
            "Dana (mother) let me in.",
            "Maya's brother Theo was asleep.",
            "Dana's sister Ivy was there.",
        ),
        needs=(_RELATED,),
        find_in_sentence=_wrong_relation,
    ),
    Rule(
        id="accurate/pronoun-mismatch",
        principle="accurate",
        severity=Severity.INFO,
        scope="sentence",
        fields=PROSE_FIELDS,
        message="A pronoun that is not the one recorded for the person.",
        why="A wrong pronoun reads as if the line came from somebody else's record, and it can hurt.",
        try_="Use the pronouns that the person has asked for, or mend the record.",
        source="SCIE",
        flags=(
            Example({"facts": "Maya put |his| coat on."}, {"about": _SHE}),
            Example({"voice": "Maya said |he| was tired."}, {"about": _SHE}),
        ),
        passes=(
            Example({"facts": "Maya put her coat on."}, {"about": _SHE}),
            Example({"facts": "Maya saw Theo take his coat."}, {"about": _SHE}),
        ),
        find_in_sentence=_pronoun,
    ),
    Rule(
        id="accurate/unclear-pronoun",
        principle="accurate",
        severity=Severity.INFO,
        scope="paragraph",
        fields=PROSE_FIELDS,
        message="He or she could be either of two people.",
        why="A reader who guesses wrong puts one person's act on another.",
        try_="Write the name.",
        source="WE",
        flags=(
            Example(
                {"facts": "Dana and Ivy were in. |She| opened the post."}, {"people": _TWO_WOMEN_TWO_BOYS}
            ),
            Example({"facts": "Theo sat with Luca. |He| was asleep."}, {"people": _TWO_WOMEN_TWO_BOYS}),
        ),
        passes=(
            Example({"facts": "Dana and Theo were in. She opened the post."}),
            Example({"facts": "Dana was in. She opened the post."}),
        ),
        reach=1,
        find_in_paragraph=_unclear_pronoun,
    ),
]
